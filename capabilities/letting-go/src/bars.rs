//! What this room puts in the way of erasures: legal holds before every one, and the schedule itself before its own.

use crate::codes::{DueState, HoldState, ScheduleState};
use crate::tables::{DataRequest, Due, HOLDS_OF, Hold, REQUESTS_OF, Schedule, TIES_OF, Tie};
use crate::terms::{due_day, terms_needs};
use kernel::{Bar, CodeList, Ctx, Facet, Id, Needs, Problem, View};

pub(crate) fn bars() -> Vec<Bar> {
    vec![
        Bar { name: "letting-go.hold", needs: hold_needs, stops: held },
        Bar { name: "letting-go.term", needs: term_needs, stops: not_due },
        Bar { name: "letting-go.request", needs: request_needs, stops: asked_for },
    ]
}

fn erased(facet: &Facet) -> Option<Id> {
    if let Facet::Erases { subject, .. } = facet { Some(*subject) } else { None }
}

fn hold_needs(facet: &Facet, _: &Ctx, view: &View, needs: &mut Needs) {
    let Some(subject) = erased(facet) else { return };
    needs.list::<Hold>(HOLDS_OF, subject);
    needs.list::<Tie>(TIES_OF, subject);
    for tie in view.peek_list::<Tie>(TIES_OF, subject) {
        needs.list::<Hold>(HOLDS_OF, tie.other);
    }
}

/// A hold on the record, on a case that it belongs to, or on the other record of one person. It ends with its last day,
/// whether or not that was entered yet.
fn held(facet: &Facet, ctx: &Ctx, view: &View) -> Option<Problem> {
    let subject = erased(facet)?;
    let ties = view.list::<Tie>(TIES_OF, subject);
    let mut holds = [subject]
        .into_iter()
        .chain(ties.iter().map(|tie| tie.other))
        .flat_map(|id| view.list::<Hold>(HOLDS_OF, id));
    let hold = holds.find(|hold| hold.state == HoldState::Standing && ctx.now.day() <= hold.ends_on)?;
    let wrong = format!(
        "{subject} is under the legal hold {} until {} ({})",
        hold.hold,
        hold.ends_on,
        hold.hold_reason.label()
    );
    Some(Problem::new("subject", wrong, "wait until it ends, or have it lifted early by two people"))
}

fn request_needs(facet: &Facet, _: &Ctx, _: &View, needs: &mut Needs) {
    if let Some(subject) = erased(facet) {
        needs.list::<DataRequest>(REQUESTS_OF, subject);
    }
}

/// What somebody asked to see is not erased before they are answered.
fn asked_for(facet: &Facet, _: &Ctx, view: &View) -> Option<Problem> {
    let subject = erased(facet)?;
    let open = view.list::<DataRequest>(REQUESTS_OF, subject).into_iter().find(|row| row.waiting)?;
    let wrong = format!("{subject}: the request {} about what is held on it is not answered", open.request);
    Some(Problem::new("subject", wrong, "answer the request first"))
}

fn term_needs(facet: &Facet, _: &Ctx, view: &View, needs: &mut Needs) {
    let Facet::Erases { subject, scheduled: true } = facet else { return };
    needs.row::<Due>(*subject);
    terms_needs(*subject, view, needs);
    if let Some(due) = view.peek::<Due>(*subject) {
        needs.row::<Schedule>(due.schedule);
    }
}

/// What a schedule put forward is due still when somebody confirms it: nothing happened since, and the schedule is in force.
fn not_due(facet: &Facet, ctx: &Ctx, view: &View) -> Option<Problem> {
    let Facet::Erases { subject, scheduled: true } = facet else { return None };
    let due = view.get::<Due>(*subject).filter(|due| due.state == DueState::PutForward)?;
    let schedule = view.get::<Schedule>(due.schedule);
    let in_force = schedule.filter(|schedule| schedule.state == ScheduleState::InForce);
    let day = in_force.and_then(|schedule| due_day(*subject, &schedule, view));
    if day.is_some_and(|day| day <= ctx.now.day()) {
        return None;
    }
    let wrong =
        format!("{subject} is not due any more: something was entered since, or the schedule changed");
    Some(Problem::new("subject", wrong, "wait until it falls due again"))
}
