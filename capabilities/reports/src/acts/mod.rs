//! The room's acts, one file each, and what several of them check.

pub mod acknowledge;
pub mod add_to_thread;
pub mod add_voice;
pub mod answer_call;
pub mod approve_desk_hours;
pub mod approve_link;
pub mod approve_text;
pub mod approve_weights;
pub mod ask_second_look;
pub mod assign;
pub mod assign_next;
pub mod call_human;
mod carrying;
pub mod change_receipt;
pub mod clear_concern;
pub mod consult;
pub mod end_consultation;
pub mod file_report;
pub mod fold;
pub mod give_opinion;
pub mod give_view;
mod giving;
pub mod hand_over;
pub mod mark_complaint;
pub mod mark_words;
pub mod name_body;
pub mod not_pursue;
pub mod part_link;
pub mod propose_desk_hours;
pub mod propose_link;
pub mod propose_text;
pub mod propose_weights;
pub mod rate_usefulness;
pub mod reassess;
pub mod refer;
pub mod reply;
pub mod return_referral;
pub mod round_the_clock;
pub mod take_back_text;
pub mod take_up;
pub mod tell_line;
pub mod unfold;

pub use acknowledge::Acknowledge;
pub use add_to_thread::AddToThread;
pub use add_voice::AddVoice;
pub use answer_call::AnswerCall;
pub use approve_desk_hours::ApproveDeskHours;
pub use approve_link::ApproveLink;
pub use approve_text::ApproveText;
pub use approve_weights::ApproveWeights;
pub use ask_second_look::AskSecondLook;
pub use assign::Assign;
pub use assign_next::AssignNext;
pub use call_human::CallHuman;
pub use change_receipt::ChangeReceipt;
pub use clear_concern::ClearConcern;
pub use consult::Consult;
pub use end_consultation::EndConsultation;
pub use file_report::FileReport;
pub use fold::Fold;
pub use give_opinion::GiveOpinion;
pub use give_view::GiveView;
pub use hand_over::HandOver;
pub use mark_complaint::MarkComplaint;
pub use mark_words::MarkWords;
pub use name_body::NameBody;
pub use not_pursue::NotPursue;
pub use part_link::PartLink;
pub use propose_desk_hours::ProposeDeskHours;
pub use propose_link::ProposeLink;
pub use propose_text::ProposeText;
pub use propose_weights::ProposeWeights;
pub use rate_usefulness::RateUsefulness;
pub use reassess::Reassess;
pub use refer::Refer;
pub use reply::Reply;
pub use return_referral::ReturnReferral;
pub use round_the_clock::RoundTheClock;
pub use take_back_text::TakeBackText;
pub use take_up::TakeUp;
pub use tell_line::TellLine;
pub use unfold::Unfold;

use crate::codes::{SaidOf, SecondLook};
use crate::events::ComplaintRouted;
use crate::state::{Step, next};
use crate::tables::{AskedLook, PutAside, Report, SaidOfReport};
use facts::complaint::{Body, ComplaintBody, about_needs, is_about};
use facts::standing::Conflict;
use kernel::codes::QueueState;
use kernel::knowing::{KeptFrom, NO_UNIT_YET, not_known};
use kernel::{ActSpec, CodeList, Facet, Id, Needs, Problem, View};

/// Slot of the text, in every act that has one: what was told, asked or answered.
pub const SLOT_TEXT: u16 = 0;

/// The room's acts.
pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<FileReport>(),
        ActSpec::of::<AddToThread>(),
        ActSpec::of::<AddVoice>(),
        ActSpec::of::<Reply>(),
        ActSpec::of::<TakeUp>(),
        ActSpec::of::<HandOver>(),
        ActSpec::of::<Refer>(),
        ActSpec::of::<NotPursue>(),
        ActSpec::of::<NameBody>(),
        ActSpec::of::<MarkComplaint>(),
        ActSpec::of::<ClearConcern>(),
        ActSpec::of::<CallHuman>(),
        ActSpec::of::<AnswerCall>(),
        ActSpec::of::<AskSecondLook>(),
        ActSpec::of::<GiveOpinion>(),
        ActSpec::of::<ChangeReceipt>(),
        ActSpec::of::<ProposeLink>(),
        ActSpec::of::<ApproveLink>(),
        ActSpec::of::<PartLink>(),
        ActSpec::of::<MarkWords>(),
        ActSpec::of::<Acknowledge>(),
        ActSpec::of::<Fold>(),
        ActSpec::of::<Unfold>(),
        ActSpec::of::<ProposeText>(),
        ActSpec::of::<ApproveText>(),
        ActSpec::of::<TakeBackText>(),
        ActSpec::of::<ProposeWeights>(),
        ActSpec::of::<ApproveWeights>(),
        ActSpec::of::<Reassess>(),
        ActSpec::of::<ProposeDeskHours>(),
        ActSpec::of::<ApproveDeskHours>(),
        ActSpec::of::<RoundTheClock>(),
        ActSpec::of::<AssignNext>(),
        ActSpec::of::<Assign>(),
        ActSpec::of::<ReturnReferral>(),
        ActSpec::of::<Consult>(),
        ActSpec::of::<GiveView>(),
        ActSpec::of::<EndConsultation>(),
        ActSpec::of::<RateUsefulness>(),
        ActSpec::of::<TellLine>(),
    ]
}

/// Whom a report is about.
fn said_of(report: Id, view: &View) -> Vec<SaidOf> {
    view.list::<SaidOfReport>(SaidOfReport::BY_REPORT, report).into_iter().map(|row| row.said_of).collect()
}

/// Asks for a report, whom it is about, and the units that hear complaints.
fn complaint_needs(report: Id, needs: &mut Needs) {
    needs.row::<Report>(report);
    needs.list::<SaidOfReport>(SaidOfReport::BY_REPORT, report);
    body_needs(needs);
}

/// Asks for the units that hear complaints.
fn body_needs(needs: &mut Needs) {
    for body in Body::all() {
        needs.row::<ComplaintBody>(*body);
    }
}

/// The way of a report to the body that hears it.
fn route(report: Id, body: Body, view: &View) -> ComplaintRouted {
    let unit = view.get::<ComplaintBody>(body).map_or(NO_UNIT_YET, |row| row.unit);
    ComplaintRouted { report, body, unit }
}

/// Two reports that one unit looks after, or that nobody has taken up yet: what is told of the one is told to those of the other.
fn same_unit(one: &Report, two: &Report) -> Result<(), Problem> {
    if one.unit == two.unit {
        return Ok(());
    }
    let right = "a report that the same unit looks after: take it up, or refer it, first";
    Err(Problem::new("other_report", "is not with the same unit", right))
}

/// Asks for what [`second_people`] reads.
fn second_look_needs(report: Id, needs: &mut Needs) {
    needs.row::<AskedLook>(report);
    needs.list::<PutAside>(PutAside::BY_REPORT, report);
}

/// Where a second look was asked for, nobody who had put the report aside before is the one who looks.
fn second_people(report: Id, view: &View) -> Vec<Facet> {
    let Some(look) = view.get::<AskedLook>(report) else { return Vec::new() };
    let before = view.list::<PutAside>(PutAside::BY_REPORT, report);
    let before = before.into_iter().filter(|row| row.put_aside_at <= look.look_asked_at);
    before.map(|row| Facet::NeedsTwo { first: row.put_aside_by }).collect()
}

/// While a second look is waited for, nobody who had put the report aside is the one who answers for it.
fn those_who_look(report: Id, view: &View) -> Vec<Facet> {
    let waits = view.get::<AskedLook>(report).is_some_and(|row| row.second_look == SecondLook::Asked);
    if waits { second_people(report, view) } else { Vec::new() }
}

/// Asks for what [`may_handle`] reads.
fn may_handle_needs(report: Id, officer: Id, unit: Id, needs: &mut Needs) {
    needs.row::<KeptFrom>((report, officer));
    needs.row::<Conflict>((officer, report));
    about_needs(report, unit, needs);
    second_look_needs(report, needs);
}

/// Whether an officer of a unit may look after a report: nothing keeps them from it, they declared no conflict, it is no complaint
/// about units of their kind, and where a second look waits they are not who had put it aside.
fn may_handle(report: Id, officer: Id, unit: Id, view: &View) -> bool {
    let is_kept = view.get::<KeptFrom>((report, officer)).is_some();
    let has_conflict = view.get::<Conflict>((officer, report)).is_some();
    let looked_before = those_who_look(report, view).contains(&Facet::NeedsTwo { first: officer });
    !is_kept && !has_conflict && !looked_before && !is_about(report, unit, view)
}

/// The report of that number. Where there is none, the words are those for what is kept from the actor: who broke a glass for
/// nothing reads nothing else.
fn known(report: Id, view: &View) -> Result<Report, Problem> {
    view.get::<Report>(report).ok_or_else(|| not_known("report"))
}

/// The report, if it can take that step from where it stands.
fn that_can(step: Step, report: Id, view: &View) -> Result<Report, Problem> {
    let row = known(report, view)?;
    match next(row.state, step) {
        Some(_) => Ok(row),
        None if row.state == QueueState::Folded => {
            let right = "the report of that line, or take this one out of it first";
            Err(Problem::new("report", "stands in the line of another", right))
        }
        None if row.case_id.is_none() => {
            Err(Problem::new("report", "is put aside already", "take it up again, or leave it as it is"))
        }
        None => Err(Problem::new("report", "went into a case", "answer in its thread; act in the case")),
    }
}
