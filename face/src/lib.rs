//! What every room needs to show itself: pages, languages, forms, problem details.

#[macro_use]
mod i18n;
pub mod assets;
mod blocks;
pub mod check;
pub mod form;
mod frames;
pub mod headers;
mod html;
mod lists;
mod looks;
mod problem;

pub use blocks::{BackLink, Banner, Cards, Cell, Moment, Receipt, SummaryList, Tag, Timeline, Tone, Warning};
pub use check::Sample;
pub use form::{Button, Choice, Field, Form, Typed};
pub use frames::{NavItem, Page, StaffFrame, Visit};
pub use html::Markup;
pub use i18n::{Catalogue, CatalogueFault, Direction, Language, Resource, Texts, ToValue, Value};
pub use lists::{Asked, BarChart, Column, Filter, Order, Pages, Table};
pub use looks::Looks;
pub use problem::{ErrorStatus, FieldError, NotAnError, Problem};
