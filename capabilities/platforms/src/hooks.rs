//! Webhooks of senders' systems: what became of their reports leaves signed as Standard Webhooks 1.0.0 asks for, in order for each
//! report, the same number with each attempt, for four days; then it is a dead letter, which the sender has sent again.

mod changes;
mod deliver;
mod door;
mod own;
mod refused;

pub use deliver::{Deliveries, Settings};
pub(crate) use door::{again, described, end_own, lay_own, routes, try_own};
pub(crate) use own::{count_of, hook as hook_of, latest_messages, page_of};
pub(crate) use refused::Refused;

use couriers::reach::PublicOnly;
use std::sync::atomic::{AtomicBool, Ordering};
use store::Node;

/// How far webhooks of this node's process may reach.
#[derive(Default)]
pub(crate) struct Reach(AtomicBool);

impl Reach {
    /// Opens private networks, too, or not.
    fn set(node: &Node, also_private: bool) {
        node.memory::<Reach>().0.store(also_private, Ordering::Relaxed);
    }

    pub(crate) fn of(node: &Node) -> PublicOnly {
        PublicOnly { also_private: node.memory::<Reach>().0.load(Ordering::Relaxed) }
    }
}
