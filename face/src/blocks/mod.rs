//! Blocks that pages are made of. Each is shown by a template with `{{ … }}`.

mod back;
mod banner;
mod cards;
mod cell;
mod receipt;
mod summary_list;
mod tag;
mod timeline;
mod uttered;
mod warning;

pub use back::BackLink;
pub use banner::Banner;
pub use cards::Cards;
pub use cell::Cell;
pub use receipt::Receipt;
pub use summary_list::SummaryList;
pub use tag::{Tag, Tone};
pub use timeline::{Moment, Timeline};
pub use uttered::{Meanwhile, Uttered};
pub use warning::Warning;
