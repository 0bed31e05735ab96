//! The room's acts, one file each.

pub mod begin_attempt;
pub mod close_way;
pub mod open_way;
pub mod send_out;
pub mod tell_attempt;
pub mod try_way;

pub use begin_attempt::BeginAttempt;
pub use close_way::CloseWay;
pub use open_way::{OpenWay, SLOT_ADDRESS, SLOT_SECRET};
pub use send_out::SendOut;
pub use tell_attempt::TellAttempt;
pub use try_way::TryWay;

use crate::codes::Delivery;
use crate::events::{Errand, MessagesDue};
use crate::tables::{Message, Way};
use facts::complaint::{Body, ComplaintBody};
use kernel::{ActSpec, Actor, CodeList as _, Id, Needs, NewEntry, Problem, Role, View};

/// The room's acts.
pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<OpenWay>(),
        ActSpec::of::<CloseWay>(),
        ActSpec::of::<TryWay>(),
        ActSpec::of::<SendOut>(),
        ActSpec::of::<BeginAttempt>(),
        ActSpec::of::<TellAttempt>(),
    ]
}

/// Asks for the units that hear complaints.
fn body_needs(needs: &mut Needs) {
    for body in Body::all() {
        needs.row::<ComplaintBody>(*body);
    }
}

/// Whether somebody may look after the ways of a unit: those of a unit that hears complaints are the overseer's, since an
/// administrator may be whom a complaint is about, and would learn of it or silence it by them.
fn may_look_after(actor: &Actor, unit: Id, view: &View) -> bool {
    let hears = |body: &Body| view.get::<ComplaintBody>(*body).is_some_and(|row| row.unit == unit);
    actor.role == Role::Overseer || !Body::all().iter().any(hears)
}

/// The way of that number, while it is used and theirs to look after.
fn in_use(way: Id, actor: &Actor, view: &View) -> Result<Way, Problem> {
    let row = view.get::<Way>(way).filter(|row| row.in_use && may_look_after(actor, row.unit, view));
    row.ok_or_else(|| Problem::new("way", "is none that is used", "a way from the list of ways"))
}

/// The message of that number, while it is on its way.
fn on_its_way(message: Id, view: &View) -> Result<Message, Problem> {
    let row = view.get::<Message>(message).filter(|row| row.delivery == Delivery::OnItsWay);
    row.ok_or_else(|| Problem::new("message", "is none that is on its way", "nothing is left to do"))
}

/// A message that only shows that the way works.
fn trial(act: Id, way: Id) -> NewEntry {
    let errands = vec![Errand { message: act.derive("trial", 0), way }];
    NewEntry::of(&MessagesDue { matter: Id::NONE, level: 0, times: 0, errands })
}
