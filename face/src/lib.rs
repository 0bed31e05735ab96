//! What every room needs to show itself: pages, languages, forms, problem details.

#[macro_use]
mod i18n;
pub mod assets;
mod frames;
pub mod headers;
mod looks;
mod problem;

pub use frames::{NavItem, Page, StaffFrame, Visit};
pub use i18n::{Catalogue, CatalogueFault, Direction, Language, Resource, Texts, Value};
pub use looks::Looks;
pub use problem::{ErrorStatus, FieldError, NotAnError, Problem};
