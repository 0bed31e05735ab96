//! What texts have in common, told by tokens that mean nothing without a key.
//!
//! Whoever receives many reports must see that two of them are one, without reading either again. The crate takes a text while it is
//! in plain and gives what can be kept beside it once it is sealed:
//!
//! - [`normal`]: the text as it is compared: no case, accents, punctuation or double spaces, compatible forms as one.
//! - [`Sketch`]: a keyed MinHash of its runs of five characters. Two sketches tell how alike the texts are ([`Sketch::percent`]); its
//!   [`bands`](Sketch::bands) find, by equality alone, nearly all texts that are alike.
//! - [`marks_in`] and [`names_in`]: the addresses, numbers and names in it, in one form each, so that an equal one is found by a blind
//!   token of the caller's making.
//! - [`Called`]: whether a text names somebody, in whatever script either is written.
//!
//! A sketch is made under a [`Key`]: without it nobody can try out texts against sketches that were stolen. A hit is a hint for a person
//! to look at, never a verdict, and short texts ([`LEAST_CHARS`]) have no sketch: they are equal or they are not.
//!
//! ```
//! use likeness::{Key, Sketch, marks_in, normal};
//!
//! let key = Key::new([7; 16]);
//! let one = normal("Fictional: somebody with the name of a fox writes to children of our school every evening.");
//! let two = normal("FICTIONAL: Somebody with the name of a fox writes to children of our school, every evening!!");
//! let three = normal("Fictional: a teacher told us about a site that shows how to make accounts safe.");
//! let sketch = |text: &str| Sketch::of(&key, text).unwrap();
//! assert_eq!(sketch(&one).percent(&sketch(&two)), 100);
//! assert!(sketch(&one).percent(&sketch(&three)) < 40);
//!
//! let marks = marks_in("Fictional: hxxps://www.Example[.]org/a/?utm_source=x is where it stands");
//! assert_eq!(marks[0].text, "example.org/a");
//! ```

mod called;
mod marks;
mod normal;
mod sketch;

pub use called::Called;
pub use marks::{MOST_MARKS, Mark, MarkKind, address, marks_in, name, names_in};
pub use normal::normal;
pub use sketch::{BANDS, Key, LEAST_CHARS, MINIMA, Sketch, percent};
