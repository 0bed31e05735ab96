//! What can be done with a report from where it stands.

use super::may;
use super::officials::Official;
use super::report::Seen;
use crate::codes::{CallState, LinkState, ReferralState};
use crate::state::{Step, next};
use crate::tables::referral::Referral;
use desk::{Caller, Desk};
use facts::report::CameBy;
use kernel::Id;
use kernel::codes::QueueState;

/// What can be done with a report from where it stands, by this role: the text of each act, and the address of its form.
pub(super) fn links(desk: &Desk, caller: &Caller, seen: &Seen) -> Vec<(String, String)> {
    let (row, id) = (&seen.row, seen.row.report);
    let is_complaint = seen.said_of.iter().any(|row| row.said_of.body().is_some());
    let is_calling = seen.call.as_ref().is_some_and(|call| call.state == CallState::Calling);
    let waits_here = |one: &Referral| one.to_unit == row.unit && one.referral_state == ReferralState::Waiting;
    let is_referred = seen.referrals.iter().any(waits_here);
    let unread = seen.official.as_ref().is_some_and(Official::waits) && row.state != QueueState::Folded;
    let goes = |step| next(row.state, step).is_some();
    let is_own = row.unit == caller.actor.unit && row.state != QueueState::Folded;
    // A case or a decision does not end the talk: a reply is possible in every state.
    let acts = [
        ("reports.reply", "report", true),
        ("reports.answer-call", "report", is_calling),
        ("reports.acknowledge", "report", unread),
        ("reports.take-up", "report", goes(Step::TakeUp)),
        ("reports.assign", "report", goes(Step::TakeUp)),
        ("reports.refer", "report", goes(Step::Refer)),
        ("reports.return-referral", "report", is_referred),
        ("reports.consult", "report", is_own),
        ("reports.mark-complaint", "report", true),
        ("reports.clear-concern", "report", is_complaint),
        ("reports.propose-link", "report", true),
        ("reports.mark-words", "report", true),
        ("reports.rate-usefulness", "report", row.came_by == CameBy::Platform),
        ("reports.not-pursue", "report", goes(Step::NotPursue)),
        ("journal.ask-erasure", "subject", true),
    ];
    let open = acts.into_iter().filter(|(act, _, is_open)| *is_open && may(desk, caller, act));
    let mut links: Vec<(String, String)> = open
        .map(|(act, field, _)| {
            let label = caller.texts.t(&format!("act-{}", act.replace('.', "-")));
            (label, format!("/acts/{act}?{field}={id}&next=/reports/{id}"))
        })
        .collect();
    for (act, other) in linking(caller, seen).filter(|(act, _)| may(desk, caller, act)) {
        let label = caller.texts.t(&format!("act-{}", act.replace('.', "-")));
        let href = format!("/acts/{act}?report={id}&other_report={other}&next=/reports/{id}");
        links.push((format!("{label}: {}", other.short()), href));
    }
    if row.case_id.is_none() && may(desk, caller, "cases.open") {
        links.push((caller.texts.t("report-open-case"), format!("/cases/new?report={id}")));
    }
    links
}

/// What can be done about what belongs together with it, and with which report.
fn linking<'a>(caller: &'a Caller, seen: &'a Seen) -> impl Iterator<Item = (&'static str, Id)> + 'a {
    seen.linked.iter().flat_map(|row| {
        let other = row.other_than(seen.row.report);
        let waits = row.link_state == LinkState::Proposed && row.proposed_by != caller.actor.id;
        let approve = waits.then_some(("reports.approve-link", other));
        approve.into_iter().chain([("reports.part-link", other)])
    })
}
