//! XML from strangers, read within [`Limits`] into a tree, and written. Nothing is expanded, fetched or guessed; no I/O.
//!
//! UTF-8 only. A document that declares US-ASCII or ISO-8859-1 is read when all of it is ASCII, where the three are one; anything else under
//! such a declaration is refused, because names that are read wrongly are worse than none. A DOCTYPE, a processing instruction, an entity of
//! its own are refused.
//!
//! ```
//! use bounded_xml::{Limits, Written, read};
//!
//! let mut xml = Written::begin("list", &[("count", "1")]);
//! xml.put("name", "a < b");
//! let root = read(xml.end().as_bytes(), &Limits::default())?;
//! assert_eq!((root.attribute("count"), root.said("name")), (Some("1"), Some("a < b")));
//! assert!(read(b"<!DOCTYPE list><list/>", &Limits::default()).is_err());
//! # Ok::<(), bounded_xml::Malformed>(())
//! ```

mod read;
mod written;

pub use read::{Limits, Malformed, Node, Place, read, shown};
pub use written::Written;
