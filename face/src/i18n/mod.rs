//! Languages: which there are, their texts, numbers and dates.

#[macro_use]
mod language;
mod catalogue;
mod number;
mod pseudo;
mod replacing;
mod texts;
mod value;
mod variables;

pub use catalogue::{Catalogue, CatalogueFault, Resource};
pub use language::{Direction, Language};
pub use pseudo::pseudo;
pub use replacing::{MOST_LETTERS, Replacement, WordsFault};
pub(crate) use texts::MISSING;
pub use texts::Texts;
pub use value::{ToValue, Value};
