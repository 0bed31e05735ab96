//! The frames around a room's content: one for the public, one for staff.

mod link;
mod live;
mod page;
mod staff;
mod visit;

pub use live::unbuffered;
pub use page::Page;
pub use staff::{Lighter, NavItem, Reminder, StaffFrame};
pub use visit::Visit;
