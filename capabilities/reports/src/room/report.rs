//! One report: its explained priority, its thread, and what can be done with it. Texts are opened under a trace.

mod reading;
mod summary;

pub(super) use reading::{opened, rows_of, said_json, thread_after, weights, with_texts};

use super::alike::{LooksLike, Shown, looks_like};
use super::consultation::{self, Question};
use super::doing::links;
use super::folded::{Folding, Said, may_distress, said};
use super::officials::{self, Official};
use super::{
    CALLS, CIRCUMSTANCES, LINKS, LOOKS, MACHINES, PICTURES, PUT_ASIDE, QUEUE, REFERRALS, VOICES, contact,
    machine, may, voice,
};
use crate::READ_REPORT;
use crate::core::queue_row;
use crate::live::{Side, is_here};
use crate::priority::weights::Weights;
use crate::tables::marked::MarkedWords;
use crate::tables::referral::Referral;
use crate::tables::{
    AskedLook, ByMachine, Call, Circumstance, Message, Picture, PutAside, ReceiptInForce, Report, ReportLink,
    ReportReason, ReportVoice, SaidOfReport, WishedGone,
};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look};
use face::{Button, ErrorStatus, Page, Problem, SummaryList, Texts};
use facts::machine::SentReport;
use kernel::{Ask, CodeList, Id, Record};
use reading::{beside, kept_away, linked};
use serde_json::{Value, json};
use store::{LookFault, Node, Trace};
use summary::{alike_lines, all_of, folded, request, together, way_to_contact};

/// A report as staff see it. Texts are opened under a trace; pictures never are.
pub(super) struct Seen {
    pub(super) row: Report,
    pub(super) reasons: Vec<ReportReason>,
    /// The table by which it has its points.
    weights: Weights,
    pictures: Vec<Picture>,
    pub(super) thread: Vec<(Message, String)>,
    pub(super) said_of: Vec<SaidOfReport>,
    pub(super) beside: Option<Beside>,
    /// What an official told of a duty.
    pub(super) official: Option<Official>,
    kept_away: i64,
    voice: Option<ReportVoice>,
    /// What a sender's system handed in.
    machine: Option<ByMachine>,
    /// What its sender was told of it.
    sent: Option<SentReport>,
    gone: Option<WishedGone>,
    /// What somebody said of its words.
    pub(super) marked: Option<MarkedWords>,
    pub(super) call: Option<Call>,
    put_aside: Vec<PutAside>,
    look: Option<AskedLook>,
    receipt: Option<ReceiptInForce>,
    /// Between which units it went.
    pub(super) referrals: Vec<Referral>,
    /// What other units were asked about it, and what they answered.
    questions: Vec<Question>,
    /// Whether its safe contact is closed to the reader's unit.
    contact_closed: bool,
    /// Reports that belong together with it, or are proposed to: those that the reader may know of.
    pub(super) linked: Vec<ReportLink>,
    /// Reports that look like it, as far as the reader may know of them.
    alike: Vec<LooksLike>,
    /// Whether its reporter has it open in a chat.
    is_reporter_here: bool,
}

/// What was chosen and told beside the text; the words are empty where none were told.
pub(super) struct Beside {
    pub(super) row: Circumstance,
    not_for: String,
    place: String,
}

fn see(node: &Node, caller: &Caller, report: Id) -> Result<Option<Seen>, LookFault> {
    let Some(row) = queue_row(node, report)? else { return Ok(None) };
    let trace = node.look(caller.actor, &READ_REPORT, caller.purpose, &[report])?;
    let alike = looks_like(node, caller, &row)?;
    let thread = thread_after(node, caller, &trace, report, -1)?;
    let filed_by = thread.first().map_or(Id::NONE, |(first, _)| first.act);
    let contact_closed = contact::is_closed(node, &row, caller.actor.unit)?;
    Ok(Some(Seen {
        row,
        reasons: rows_of(node, report)?,
        weights: weights(node, report)?,
        pictures: rows_of(node, report)?,
        thread,
        said_of: rows_of(node, report)?,
        beside: beside(node, caller, &trace, report, filed_by)?,
        official: officials::of(node, caller, &trace, report, filed_by)?,
        kept_away: kept_away(node, report)?,
        voice: voice::of(node, report)?,
        machine: machine::of(node, report)?,
        sent: rows_of(node, report)?.pop(),
        gone: rows_of(node, report)?.pop(),
        marked: rows_of(node, report)?.pop(),
        call: rows_of(node, report)?.pop(),
        put_aside: rows_of(node, report)?,
        look: rows_of(node, report)?.pop(),
        receipt: rows_of(node, report)?.pop(),
        referrals: rows_of(node, report)?,
        questions: consultation::of_report(node, caller, &trace, report)?,
        contact_closed,
        linked: linked(node, caller, report)?,
        alike,
        is_reporter_here: is_here(node, Side::Reporter, report),
    }))
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage<'a> {
    t: &'a Texts,
    title: String,
    report: Id,
    summary: SummaryList,
    reasons: Vec<(String, u32)>,
    /// What is known of each picture, and where its words are read.
    pictures: Vec<(String, String)>,
    thread: Vec<Said>,
    contact: Option<Button>,
    /// Why there is no way to it.
    contact_closed: Option<String>,
    questions: Vec<consultation::Asked>,
    voice: Option<(String, Option<Button>)>,
    machine: Option<(String, Option<Button>)>,
    /// What would have made it useful, as its sender was told.
    needed: Vec<String>,
    gone: Option<String>,
    not_for: String,
    kept_away: String,
    /// For whom an official reports, and what obliges them in words; empty where they did not say it.
    agency: String,
    duty: String,
    place: String,
    request: Vec<String>,
    linked: Vec<(String, String)>,
    alike: Vec<Shown>,
    folded: Option<(String, String)>,
    links: Vec<(String, String)>,
    /// The way to write with the reporter while both are there.
    live: Option<Button>,
}

fn report_page<'a>(desk: &Desk, caller: &'a Caller, seen: &Seen) -> ReportPage<'a> {
    let t = &caller.texts;
    let folding = Folding::of(seen);
    let reason = |row: &ReportReason| (caller.label(row.reason), seen.weights.of(row.reason));
    let picture = |row: &Picture| {
        let words = format!("{} · {} × {} · {} B", caller.label(row.media), row.width, row.height, row.bytes);
        (words, format!("/reports/{}/pictures/{}/words", row.report, row.n))
    };
    ReportPage {
        t,
        title: t.with("report-title", "number", seen.row.report.short().as_str()),
        report: seen.row.report,
        summary: all_of(caller, seen),
        voice: seen.voice.as_ref().map(|row| (voice::words(caller, row), voice::way(caller, row))),
        machine: seen.machine.as_ref().map(|row| (machine::words(caller, row), machine::way(caller, row))),
        needed: seen.sent.as_ref().map(|row| machine::needed(caller, row)).unwrap_or_default(),
        gone: seen.gone.as_ref().map(|row| t.with("report-gone-words", "count", row.hashes_given)),
        linked: together(caller, seen),
        alike: alike_lines(desk, caller, seen),
        folded: folded(caller, &seen.row),
        not_for: seen.beside.as_ref().map(|beside| beside.not_for.clone()).unwrap_or_default(),
        kept_away: t.with("report-kept-away", "count", seen.kept_away),
        place: seen.beside.as_ref().map(|beside| beside.place.trim().to_owned()).unwrap_or_default(),
        agency: seen.official.as_ref().map(|official| official.agency.clone()).unwrap_or_default(),
        duty: seen.official.as_ref().map(|official| official.words.clone()).unwrap_or_default(),
        request: request(t, seen),
        reasons: seen.reasons.iter().map(reason).collect(),
        pictures: seen.pictures.iter().map(picture).collect(),
        thread: seen.thread.iter().map(|(message, text)| said(caller, folding, message, text)).collect(),
        contact: way_to_contact(caller, &seen.row).filter(|_| !seen.contact_closed),
        contact_closed: (seen.row.contact && seen.contact_closed).then(|| t.t("report-contact-closed")),
        questions: seen.questions.iter().map(|one| one.drawn(desk, caller)).collect(),
        links: links(desk, caller, seen),
        live: may(desk, caller, "reports.reply").then(|| {
            Button::link(t.t("report-live-open"), format!("/reports/{}/live", seen.row.report)).secondary()
        }),
    }
}

pub(super) async fn looked(desk: &Desk, caller: &Caller, id: &str) -> Result<Seen, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_REPORT))?;
    let report: Id = id.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_REPORT, report).await?;
    let by = caller.clone();
    let seen = desk.blocking(move |node| see(node, &by, report)).await;
    seen.map_err(|fault| problem_of_look(t, &fault))?.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
}

/// The report.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match looked(&desk, &caller, &id).await {
        Ok(seen) => {
            caller.opened(&desk, may_distress(&seen));
            let page = report_page(&desk, &caller, &seen);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// One report with the reasons of its priority, what is known of its pictures, and its thread. The look is recorded.
#[utoipa::path(
    get,
    path = "/api/reports/{report}",
    operation_id = "reports.report",
    tag = "reports",
    params(("report" = Id, Path, description = "The report")),
    responses((status = 200, description = "`report`, `contact` (whether a safe way to be reached is sealed with it), `circumstances` (null when nothing was chosen), `said_of`, `not_for`, `kept_away` (how many officers were found under those names), `call` (whether a human is called to it; null when none ever was), `put_aside` (who put it aside and when), `second_look` (whether another person looks again; null when nobody asked), `reporter_here` (whether the reporter has it open in a chat, as far as this process knows), `receipt_changed_at` (null when it never was), `referrals` (from which unit it went to which, and what came of it), `contact_closed` (whether it was referred here without its safe contact), `consultations` (what other units were asked about it, `question` and `answer` with it), `linked` (reports that belong together with it, as far as the reader may know of them), `alike` (reports that look like it, as `/api/reports/{report}/alike` tells them), `official` (`told`, `agency` and `duty_words` of whoever must report; null of everybody else), `place`, `may_distress` (whether the reporter's words are folded on the page until they are opened), `reasons`, `pictures`, `voice` (its kind and size; null when none came), `machine` (how useful a report by machine is, and how many files came with it; null where none finished it), `needed` (what its sender was told would have made it useful, as codes; null where no sender's system sent it), `hashes` (how many SHA-256 came of pictures that somebody wants gone), `thread`", body = Value),
        desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let seen = looked(&desk, &caller, &id).await?;
    let thread = seen.thread.iter().map(|(message, text)| said_json(message, text));
    let reasons = seen
        .reasons
        .iter()
        .map(|row| json!({ "reason": row.reason.code(), "points": seen.weights.of(row.reason) }));
    Ok(Json(json!({
        "report": QUEUE.json(&seen.row.to_row()),
        "contact": seen.row.contact,
        "circumstances": seen.beside.as_ref().map(|beside| CIRCUMSTANCES.json(&beside.row.to_row())),
        "said_of": seen.said_of.iter().map(|row| row.said_of.code()).collect::<Vec<_>>(),
        "not_for": seen.beside.as_ref().map_or("", |beside| &beside.not_for),
        "kept_away": seen.kept_away,
        "call": seen.call.as_ref().map(|call| CALLS.json(&call.to_row())),
        "put_aside": seen.put_aside.iter().map(|row| PUT_ASIDE.json(&row.to_row())).collect::<Vec<_>>(),
        "second_look": seen.look.as_ref().map(|row| LOOKS.json(&row.to_row())),
        "receipt_changed_at": seen.receipt.as_ref().map(|row| row.receipt_changed_at.to_string()),
        "reporter_here": seen.is_reporter_here,
        "alike": seen.alike,
        "referrals": seen.referrals.iter().map(|row| REFERRALS.json(&row.to_row())).collect::<Vec<_>>(),
        "contact_closed": seen.contact_closed,
        "consultations": seen.questions.iter().map(Question::json).collect::<Vec<_>>(),
        "linked": seen.linked.iter().map(|row| LINKS.json(&row.to_row())).collect::<Vec<_>>(),
        "official": seen.official.as_ref().map(Official::json),
        "place": seen.beside.as_ref().map_or("", |beside| &beside.place),
        "may_distress": may_distress(&seen),
        "reasons": reasons.collect::<Vec<_>>(),
        "machine": seen.machine.as_ref().map(|row| MACHINES.json(&row.to_row())),
        "needed": seen.sent.as_ref().map(machine::needed_codes),
        "voice": seen.voice.as_ref().map(|row| VOICES.json(&row.to_row())),
        "hashes": seen.gone.as_ref().map_or(0, |row| row.hashes_given),
        "pictures": seen.pictures.iter().map(|row| PICTURES.json(&row.to_row())).collect::<Vec<_>>(),
        "thread": thread.collect::<Vec<_>>(),
    })))
}
