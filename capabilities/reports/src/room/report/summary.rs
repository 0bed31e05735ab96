//! What a report's page shows in a few words: its summary, what it belongs together with, the request to a company.

use super::{Beside, Caller, Seen};
use crate::READ_CONTACT;
use crate::codes::{CallState, Happening, Reach, SecondLook};
use crate::room::alike::{self, Shown};
use crate::room::{due, officials};
use crate::tables::{Report, ReportLink};
use desk::Desk;
use face::{Button, Cell, SummaryList, Tag, Texts, Tone};
use facts::complaint::Body;
use kernel::{Ask, Cell as _, CodeList, Id};

/// Whether the reporter is there at this moment, as far as this process knows.
fn here_now(caller: &Caller, seen: &Seen, summary: SummaryList) -> SummaryList {
    if !seen.is_reporter_here {
        return summary;
    }
    let cell: Cell = Tag::new(caller.texts.t("report-live-here"), Tone::Alarm).into();
    summary.row(caller.texts.t("report-live"), cell)
}

/// Whether a human is called to it, and why.
fn called(caller: &Caller, seen: &Seen, summary: SummaryList) -> SummaryList {
    let Some(call) = &seen.call else { return summary };
    let state = caller.label(call.state);
    let cell: Cell = match call.state {
        CallState::Calling => {
            Tag::new(format!("{state} · {}", caller.label(call.call_reason)), Tone::Alarm).into()
        }
        CallState::Taken | CallState::Settled => Cell::text(state),
    };
    summary.row(caller.texts.t("report-call"), cell)
}

/// Whether another person looks again, and who does not; what waits is marked.
fn looked_again(caller: &Caller, seen: &Seen, summary: SummaryList) -> SummaryList {
    let Some(look) = &seen.look else { return summary };
    let before = seen.put_aside.iter().filter(|row| row.put_aside_at <= look.look_asked_at);
    let who: Vec<String> = before.map(|row| row.put_aside_by.short()).collect();
    let (state, who) = (caller.label(look.second_look), who.join(", "));
    let args = [("look", state.as_str().into()), ("who", who.as_str().into())];
    let words = caller.texts.t_args("report-second-look-words", &args);
    let cell: Cell = match look.second_look {
        SecondLook::Asked => Tag::new(words, Tone::Alarm).into(),
        SecondLook::Done | SecondLook::NotAsked => Cell::text(words),
    };
    summary.row(caller.texts.t("report-second-look"), cell)
}

/// Since when another receipt than the first opens the thread: it may be another person who holds it.
fn receipt_changed(caller: &Caller, seen: &Seen, summary: SummaryList) -> SummaryList {
    let Some(receipt) = &seen.receipt else { return summary };
    let words = caller.texts.with("report-receipt-words", "when", receipt.receipt_changed_at.to_text());
    summary.row(caller.texts.t("report-receipt"), Cell::text(words))
}

/// The reports that belong together with this one, each with its page.
pub(super) fn together(caller: &Caller, seen: &Seen) -> Vec<(String, String)> {
    let words = |row: &ReportLink| {
        let other = row.other_than(seen.row.report);
        let number = caller.texts.with("report-title", "number", other.short().as_str());
        (format!("{number} · {}", caller.label(row.link_state)), format!("/reports/{other}"))
    };
    seen.linked.iter().map(words).collect()
}

/// The reports that look like this one, without those that are linked with it.
pub(super) fn alike_lines(desk: &Desk, caller: &Caller, seen: &Seen) -> Vec<Shown> {
    let report = seen.row.report;
    let linked: Vec<Id> = seen.linked.iter().map(|row| row.other_than(report)).collect();
    alike::shown(desk, caller, report, &seen.alike, &linked)
}

/// For how many reports its line stands, and where they are listed; none where it stands for itself alone.
pub(super) fn folded(caller: &Caller, row: &Report) -> Option<(String, String)> {
    let words = caller.texts.with("report-stands-for", "count", row.stands_for);
    (row.stands_for > 1).then(|| (words, format!("/lists/reports/folded?head={}", row.report)))
}

/// What was chosen beside the text, a row for each answer that was given.
fn chosen(caller: &Caller, seen: &Seen, summary: SummaryList) -> SummaryList {
    let t = &caller.texts;
    let column = |name: &str| t.t(&format!("column-{name}"));
    let said_of: Vec<String> = seen.said_of.iter().map(|row| caller.label(row.said_of)).collect();
    let row = seen.beside.as_ref().map(|beside| &beside.row);
    let happening =
        row.and_then(|row| Happening::from_number(row.happening).ok()).map(|one| caller.label(one));
    let reach = row.and_then(|row| Reach::from_number(row.reach).ok()).map(|one| caller.label(one));
    let body = row.and_then(|row| Body::from_number(row.body).ok()).map(|one| caller.label(one));
    let said_of = (!said_of.is_empty()).then(|| said_of.join("; "));
    let answers = [("happening", happening), ("said-of", said_of), ("reach", reach), ("body", body)];
    answers
        .into_iter()
        .filter_map(|(name, words)| Some((name, words?)))
        .fold(summary, |summary, (name, words)| summary.row(column(name), Cell::text(words)))
}

/// The request to the company behind an app or site, ready but for the account: it tells nothing of who reported, so the
/// reporter's own words are not in it.
pub(super) fn request(t: &Texts, seen: &Seen) -> Vec<String> {
    let Some(Beside { row, .. }) = &seen.beside else { return Vec::new() };
    if row.happening != Happening::ThreatensToShare.number() && !row.tells_place {
        return Vec::new();
    }
    let number = seen.row.report.short();
    vec![
        t.with("request-number", "number", number.as_str()),
        t.t("request-preserve"),
        t.t("request-block"),
        t.t("request-place"),
        t.t("request-silence"),
        t.t("request-basis"),
    ]
}

fn summary(caller: &Caller, row: &Report) -> SummaryList {
    let t = &caller.texts;
    let column = |name: &str| t.t(&format!("column-{name}"));
    SummaryList::new(t)
        .row(column("state"), Cell::text(caller.label(row.state)))
        .row(column("points"), Cell::number(t, row.points))
        .row(column("waiting"), Cell::text(t.t(&row.waiting.to_text())))
        .row(column("due-at"), due(t, row, Desk::now()))
        .row(column("filed-at"), Cell::text(row.filed_at.to_text()))
        .row(column("reporter"), Cell::text(caller.label(row.reporter)))
        .row(column("danger"), Cell::text(caller.label(row.danger)))
        .row(column("age"), Cell::text(caller.label(row.age)))
        .row(column("language"), Cell::text(&row.language))
        .row(column("came-by"), Cell::text(caller.label(row.came_by)))
        .row(column("contact"), Cell::text(t.t(&row.contact.to_text())))
}

/// The way to the safe contact: only where there is one, for those who may read it.
pub(super) fn way_to_contact(caller: &Caller, row: &Report) -> Option<Button> {
    let open = row.contact && Ask::Read(&READ_CONTACT).is_for(caller.actor.role);
    let href = format!("/reports/{}/contact", row.report);
    open.then(|| Button::link(caller.texts.t("report-contact-show"), href).secondary())
}

/// Everything that stands in the summary, in its order.
pub(super) fn all_of(caller: &Caller, seen: &Seen) -> SummaryList {
    let parts = [here_now, called, officials::in_summary, looked_again, receipt_changed, chosen];
    parts.into_iter().fold(summary(caller, &seen.row), |summary, part| part(caller, seen, summary))
}
