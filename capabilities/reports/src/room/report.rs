//! One report: its explained priority, its thread, and what can be done with it. Texts are opened under a trace.

use super::alike::{self, LooksLike, Shown, looks_like};
use super::consultation::{self, Question};
use super::doing::links;
use super::folded::{Folding, Said, may_distress, said};
use super::officials::{self, Official};
use super::weights::weights_by;
use super::{
    CALLS, CIRCUMSTANCES, LINKS, LOOKS, PICTURES, PUT_ASIDE, QUEUE, REFERRALS, VOICES, contact, due, may,
    voice,
};
use crate::acts::file_report::{SLOT_NOT_FOR, SLOT_PLACE};
use crate::codes::{CallState, Happening, Reach, SecondLook, Speaker};
use crate::core::{messages, queue_row};
use crate::live::{Side, is_here};
use crate::priority::weights::Weights;
use crate::tables::marked::MarkedWords;
use crate::tables::referral::Referral;
use crate::tables::weights::ReportWeights;
use crate::tables::{
    AskedLook, Call, Circumstance, Message, Picture, PutAside, ReceiptInForce, Report, ReportLink,
    ReportReason, ReportVoice, SaidOfReport, WishedGone,
};
use crate::{READ_CONTACT, READ_REPORT};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, is_known, problem_of_look};
use face::{Button, Cell, ErrorStatus, Page, Problem, SummaryList, Tag, Texts, Tone};
use facts::complaint::Body;
use kernel::{Ask, Cell as _, CodeList, Id, Record};
use serde_json::{Value, json};
use store::{LookFault, Node, Trace};

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

pub(super) fn rows_of<R: Record>(node: &Node, report: Id) -> Result<Vec<R>, store::DatabaseFault> {
    let sql = format!("{} WHERE report = $1 ORDER BY 2", store::database::TableSql::of(R::TABLE).every);
    node.read(|database| database.records::<R>(&sql, vec![report.to_value()]))
}

/// The table by which a report has its points.
pub(super) fn weights(node: &Node, report: Id) -> Result<Weights, store::DatabaseFault> {
    let by = rows_of::<ReportWeights>(node, report)?.pop();
    node.read(|database| weights_by(database, by.as_ref()))
}

/// How many officers were found under the names that the reporter keeps away.
fn kept_away(node: &Node, report: Id) -> Result<i64, store::DatabaseFault> {
    let sql = "SELECT COUNT(*) FROM kept_from WHERE record_id = $1";
    node.read(|database| database.number(sql, vec![report.to_value()]))
}

/// Opens what is sealed beside an act, in words for a page.
pub(super) fn opened(
    node: &Node,
    caller: &Caller,
    trace: &Trace,
    act: Id,
    slot: u16,
) -> Result<String, LookFault> {
    match node.open_payload(trace, act, slot) {
        Ok(opened) => Ok(String::from_utf8_lossy(opened.expose()).into_owned()),
        Err(LookFault::Gone) => Ok(caller.texts.t("report-erased")),
        Err(fault) => Err(fault),
    }
}

/// What was told beside the text: it is sealed beside the act that filed the report.
fn beside(
    node: &Node,
    caller: &Caller,
    trace: &Trace,
    report: Id,
    act: Id,
) -> Result<Option<Beside>, LookFault> {
    let sql = store::database::TableSql::of(<Circumstance as Record>::TABLE).get;
    let rows = node.read(|database| database.records::<Circumstance>(&sql, vec![report.to_value()]))?;
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let words = |is_told: bool, slot| {
        if is_told { opened(node, caller, trace, act, slot) } else { Ok(String::new()) }
    };
    let (not_for, place) = (words(row.kept_from, SLOT_NOT_FOR)?, words(row.tells_place, SLOT_PLACE)?);
    Ok(Some(Beside { row, not_for, place }))
}

/// What a report belongs together with, as far as the reader may know of it.
fn linked(node: &Node, caller: &Caller, report: Id) -> Result<Vec<ReportLink>, store::DatabaseFault> {
    let sql = store::database::TableSql::of(ReportLink::TABLE).every;
    let sql = format!("{sql} WHERE report = $1 OR other_report = $1 ORDER BY 1, 2");
    node.read(|database| {
        let mut known = Vec::new();
        for row in database.records::<ReportLink>(&sql, vec![report.to_value()])? {
            if is_known(database, &caller.actor, row.other_than(report), Desk::now())? {
                known.push(row);
            }
        }
        Ok(known)
    })
}

/// The messages of a thread behind that place, with their texts.
pub(super) fn thread_after(
    node: &Node,
    caller: &Caller,
    trace: &Trace,
    report: Id,
    after: i64,
) -> Result<Vec<(Message, String)>, LookFault> {
    let all = messages(node, report)?.into_iter().filter(|message| message.n > after);
    with_texts(node, caller, trace, all.collect())
}

/// One message as programs read it.
pub(super) fn said_json(message: &Message, text: &str) -> Value {
    json!({ "speaker": message.speaker.code(), "at": message.at.to_string(), "text": text, "notice": message.notice })
}

/// Messages with what was said in each; a notice has no text of its own.
pub(super) fn with_texts(
    node: &Node,
    caller: &Caller,
    trace: &Trace,
    messages: Vec<Message>,
) -> Result<Vec<(Message, String)>, LookFault> {
    let text = |message: &Message| {
        if message.speaker == Speaker::Notice {
            return Ok(String::new());
        }
        let slot = u16::try_from(message.slot).unwrap_or(u16::MAX);
        opened(node, caller, trace, message.act, slot)
    };
    let read = |message: Message| {
        let said = text(&message)?;
        Ok((message, said))
    };
    messages.into_iter().map(read).collect()
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
fn together(caller: &Caller, seen: &Seen) -> Vec<(String, String)> {
    let words = |row: &ReportLink| {
        let other = row.other_than(seen.row.report);
        let number = caller.texts.with("report-title", "number", other.short().as_str());
        (format!("{number} · {}", caller.label(row.link_state)), format!("/reports/{other}"))
    };
    seen.linked.iter().map(words).collect()
}

/// The reports that look like this one, without those that are linked with it.
fn alike_lines(desk: &Desk, caller: &Caller, seen: &Seen) -> Vec<Shown> {
    let report = seen.row.report;
    let linked: Vec<Id> = seen.linked.iter().map(|row| row.other_than(report)).collect();
    alike::shown(desk, caller, report, &seen.alike, &linked)
}

/// For how many reports its line stands, and where they are listed; none where it stands for itself alone.
fn folded(caller: &Caller, row: &Report) -> Option<(String, String)> {
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
fn request(t: &Texts, seen: &Seen) -> Vec<String> {
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
fn way_to_contact(caller: &Caller, row: &Report) -> Option<Button> {
    let open = row.contact && Ask::Read(&READ_CONTACT).is_for(caller.actor.role);
    let href = format!("/reports/{}/contact", row.report);
    open.then(|| Button::link(caller.texts.t("report-contact-show"), href).secondary())
}

/// Everything that stands in the summary, in its order.
fn all_of(caller: &Caller, seen: &Seen) -> SummaryList {
    let parts = [here_now, called, officials::in_summary, looked_again, receipt_changed, chosen];
    parts.into_iter().fold(summary(caller, &seen.row), |summary, part| part(caller, seen, summary))
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
    responses((status = 200, description = "`report`, `contact` (whether a safe way to be reached is sealed with it), `circumstances` (null when nothing was chosen), `said_of`, `not_for`, `kept_away` (how many officers were found under those names), `call` (whether a human is called to it; null when none ever was), `put_aside` (who put it aside and when), `second_look` (whether another person looks again; null when nobody asked), `reporter_here` (whether the reporter has it open in a chat, as far as this process knows), `receipt_changed_at` (null when it never was), `referrals` (from which unit it went to which, and what came of it), `contact_closed` (whether it was referred here without its safe contact), `consultations` (what other units were asked about it, `question` and `answer` with it), `linked` (reports that belong together with it, as far as the reader may know of them), `alike` (reports that look like it, as `/api/reports/{report}/alike` tells them), `official` (`told`, `agency` and `duty_words` of whoever must report; null of everybody else), `place`, `may_distress` (whether the reporter's words are folded on the page until they are opened), `reasons`, `pictures`, `voice` (its kind and size; null when none came), `hashes` (how many SHA-256 came of pictures that somebody wants gone), `thread`", body = Value),
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
        "voice": seen.voice.as_ref().map(|row| VOICES.json(&row.to_row())),
        "hashes": seen.gone.as_ref().map_or(0, |row| row.hashes_given),
        "pictures": seen.pictures.iter().map(|row| PICTURES.json(&row.to_row())).collect::<Vec<_>>(),
        "thread": thread.collect::<Vec<_>>(),
    })))
}
