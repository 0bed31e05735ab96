//! What may be done about holds and schedules, and what Tutela itself does when days come.

pub mod announce;
pub mod approve;
pub mod ask_lift;
pub mod call_off;
pub mod decide_request;
pub mod end_hold;
pub mod extend_request;
pub mod hold;
pub mod lay_down;
pub mod lift_hold;
pub mod name_partners;
pub mod put_forward;
pub mod release_answer;
pub mod remind;
pub mod renew_hold;
pub mod request;
pub mod tell_partner;
pub mod warn_of_end;
pub mod watch_request;

pub use announce::Announce;
pub use approve::ApproveSchedule;
pub use ask_lift::AskLift;
pub use call_off::CallOff;
pub use decide_request::DecideRequest;
pub use end_hold::EndHold;
pub use extend_request::ExtendRequest;
pub use hold::ImposeHold;
pub use lay_down::LayDown;
pub use lift_hold::LiftHold;
pub use name_partners::NamePartners;
pub use put_forward::PutForward;
pub use release_answer::ReleaseAnswer;
pub use remind::Remind;
pub use renew_hold::RenewHold;
pub use request::MakeRequest;
pub use tell_partner::TellPartner;
pub use warn_of_end::WarnOfEnd;
pub use watch_request::WatchRequest;

use crate::codes::HoldState;
use crate::tables::{DataRequest, Hold};
use kernel::rule::GuardianGets;
use kernel::{ActSpec, Ctx, Day, Denial, Facet, Id, Problem, Role, Span, View};

/// Who may hold what an authority still needs.
pub(crate) const HOLDERS: &[Role] =
    &[Role::Investigator, Role::Prosecutor, Role::CourtOfficer, Role::Overseer];
/// Who lays down and approves how long records are kept.
pub(crate) const KEEPERS: &[Role] = &[Role::Overseer, Role::Administrator];
/// Who tells partners.
pub(crate) const TELLERS: &[Role] =
    &[Role::Analyst, Role::Investigator, Role::Prosecutor, Role::VictimSupport, Role::Overseer];

/// Who takes in what people ask about what is held on them.
pub(crate) const ASKED: &[Role] = &[Role::Analyst, Role::VictimSupport, Role::Overseer];
/// Who decides how it is answered, and who releases the answer: two of them.
pub(crate) const ANSWERERS: &[Role] = &[Role::VictimSupport, Role::Prosecutor, Role::Overseer];

pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<ImposeHold>(),
        ActSpec::of::<RenewHold>(),
        ActSpec::of::<AskLift>(),
        ActSpec::of::<LiftHold>(),
        ActSpec::of::<EndHold>(),
        ActSpec::of::<WarnOfEnd>(),
        ActSpec::of::<LayDown>(),
        ActSpec::of::<ApproveSchedule>(),
        ActSpec::of::<Announce>(),
        ActSpec::of::<PutForward>(),
        ActSpec::of::<CallOff>(),
        ActSpec::of::<Remind>(),
        ActSpec::of::<NamePartners>(),
        ActSpec::of::<TellPartner>(),
        ActSpec::of::<MakeRequest>(),
        ActSpec::of::<ExtendRequest>(),
        ActSpec::of::<DecideRequest>(),
        ActSpec::of::<ReleaseAnswer>(),
        ActSpec::of::<WatchRequest>(),
    ]
}

/// The last possible day of what was typed, if a hold may last so long: from today to a year from today.
fn last_day(until: Span, today: Day) -> Result<Day, Denial> {
    if until.is_unknown() || until.to < today || until.to > today.plus_years(1) {
        let wrong = format!("ends on {until}");
        return Err(Problem::new("until", wrong, "a day from today to a year from today").into());
    }
    Ok(until.to)
}

/// Somebody ordered it, and a document says so.
fn ordered(authority: Id, document: Id) -> Result<(), Denial> {
    if authority.is_none() {
        return Err(Problem::new("authority", "names nobody", "the authority that ordered it").into());
    }
    if document.is_none() {
        return Err(Problem::new("document", "names nothing", "the document that says so").into());
    }
    Ok(())
}

/// The hold of that number on that record, while it stands. One on another record is answered like none.
fn standing_hold(record: Id, hold: Id, ctx: &Ctx, view: &View) -> Result<Hold, Denial> {
    let row = view.get::<Hold>(hold).filter(|row| row.record_id == record);
    row.filter(|row| row.state == HoldState::Standing && ctx.now.day() <= row.ends_on)
        .ok_or_else(|| Problem::new("hold", "is no hold that stands on this record", "one that does").into())
}

/// The request of that number about that record, while it is not answered. One about another record is answered like none.
fn open_request(request: Id, subject: Id, view: &View) -> Result<DataRequest, Denial> {
    let row = view.get::<DataRequest>(request).filter(|row| row.subject == subject && row.waiting);
    row.ok_or_else(|| {
        Problem::new("request", "is no request about this record that waits", "one that does").into()
    })
}

/// Whom a step of a request concerns: the subject, and a parent or guardian who asks for them, at every step anew: they may
/// have come under suspicion since.
fn concerns(request: Id, subject: Id, view: &View) -> Vec<Facet> {
    let row = view.get::<DataRequest>(request).filter(|row| row.subject == subject);
    let guardian = row.and_then(|row| row.guardian.some());
    let what = GuardianGets::Access;
    let gets = guardian.map(|guardian| Facet::GuardianGets { child: subject, guardian, what });
    [Facet::Handles { matter: subject }].into_iter().chain(gets).collect()
}
