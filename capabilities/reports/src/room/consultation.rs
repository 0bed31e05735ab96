//! What another unit asks about a report of its own: the parts that it shows, and nothing else. The unit that is asked never knows of the
//! report by it; once it is over, and to everybody else, it is answered like a consultation that never was.

use super::folded::{Folding, Said, said};
use super::report::{opened, rows_of, said_json, weights, with_texts};
use super::{CONSULTATIONS, may};
use crate::READ_CONSULTATION;
use crate::acts::SLOT_TEXT;
use crate::codes::{Happening, Speaker};
use crate::core::{messages, queue_row};
use crate::distress::may_distress;
use crate::tables::consultation::Consultation;
use crate::tables::marked::MarkedWords;
use crate::tables::{Circumstance, Message, Report, ReportReason, SaidOfReport};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look};
use face::{BackLink, Button, Cell, ErrorStatus, Page, Problem, SummaryList, Texts};
use facts::unit::Unit;
use kernel::knowing::KeptFrom;
use kernel::{Ask, Cell as _, CodeList, Id, Record};
use serde_json::{Value, json};
use store::database::TableSql;
use store::{DatabaseFault, DeedFault, LookFault, Node, Trace};

/// Where a unit finds what it is asked.
const LIST: &str = "/lists/reports/asked";

/// Answers and points, where these are shown.
struct Circumstances {
    row: Report,
    /// Each reason with its points.
    reasons: Vec<(ReportReason, u32)>,
    chosen: Option<Circumstance>,
    said_of: Vec<SaidOfReport>,
}

/// What the unit that is asked sees.
struct Shown {
    row: Consultation,
    /// The word of the unit that asks.
    asked_by: String,
    question: String,
    circumstances: Option<Circumstances>,
    thread: Vec<(Message, String)>,
    may_distress: bool,
}

fn one_of<R: Record>(node: &Node, key: Vec<kernel::Value>) -> Result<Option<R>, DatabaseFault> {
    let sql = TableSql::of(R::TABLE).get;
    Ok(node.read(|database| database.records::<R>(&sql, key))?.into_iter().next())
}

/// The word by which people call a unit.
fn word_of(node: &Node, unit: Id) -> Result<String, DatabaseFault> {
    let row = one_of::<Unit>(node, vec![unit.to_value()])?;
    Ok(row.map_or_else(|| unit.short(), |row| row.word))
}

/// The consultation, where it is open to the reader now.
fn open(node: &Node, caller: &Caller, consultation: Id) -> Result<Option<Consultation>, DatabaseFault> {
    let row = one_of::<Consultation>(node, vec![consultation.to_value()])?;
    let Some(row) = row.filter(|row| row.is_open_to(caller.actor.unit, Desk::now())) else { return Ok(None) };
    let kept = one_of::<KeptFrom>(node, vec![row.report.to_value(), caller.actor.id.to_value()])?;
    Ok(kept.is_none().then_some(row))
}

/// The messages that are shown: the whole thread, the reporter's first words, or none.
fn shown_of(row: &Consultation, mut thread: Vec<Message>) -> Vec<Message> {
    match (row.shows_thread, row.shows_words) {
        (true, _) => {}
        (false, true) => thread.retain(|message| message.n == 0 && message.speaker == Speaker::Reporter),
        (false, false) => thread.clear(),
    }
    thread
}

fn circumstances(node: &Node, row: Report) -> Result<Circumstances, DatabaseFault> {
    let (report, table) = (row.report, weights(node, row.report)?);
    let reasons = rows_of::<ReportReason>(node, report)?.into_iter();
    let reasons = reasons.map(|reason| (reason.clone(), table.of(reason.reason))).collect();
    let chosen = rows_of(node, report)?.pop();
    Ok(Circumstances { row, reasons, chosen, said_of: rows_of(node, report)? })
}

fn see(node: &Node, caller: &Caller, consultation: Id) -> Result<Option<Shown>, LookFault> {
    let Some(row) = open(node, caller, consultation)? else { return Ok(None) };
    let Some(report) = queue_row(node, row.report)? else { return Ok(None) };
    // The consultation is what is opened; whose words are read stands in the trace, too.
    let whose = [consultation, row.report];
    let trace = node.look(caller.actor, &READ_CONSULTATION, caller.purpose, &whose)?;
    let reasons = rows_of::<ReportReason>(node, row.report)?.into_iter().map(|row| row.reason);
    let happening = rows_of::<Circumstance>(node, row.report)?.pop().map(|row| row.happening);
    let marked = rows_of::<MarkedWords>(node, row.report)?.pop().map(|row| row.may_distress);
    let may_distress = may_distress(marked, reasons, happening);
    let thread = shown_of(&row, messages(node, row.report)?);
    Ok(Some(Shown {
        asked_by: word_of(node, row.asking_unit)?,
        question: opened(node, caller, &trace, row.question_in, SLOT_TEXT)?,
        circumstances: row.shows_circumstances.then(|| circumstances(node, report)).transpose()?,
        thread: with_texts(node, caller, &trace, thread)?,
        may_distress,
        row,
    }))
}

async fn looked(desk: &Desk, caller: &Caller, path: &str) -> Result<Shown, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_CONSULTATION))?;
    let absent = || Problem::of(t, ErrorStatus::NOT_FOUND);
    let consultation: Id = path.parse().map_err(|_| absent())?;
    caller.may_read(desk, &READ_CONSULTATION, consultation).await?;
    let by = caller.clone();
    let seen = desk.blocking(move |node| see(node, &by, consultation)).await;
    seen.map_err(|fault| problem_of_look(t, &fault))?.ok_or_else(absent)
}

/// Whose data an answer is: those of the report that the consultation is about; of a number that never was, its own.
pub(super) fn report_of(node: &Node, consultation: Id) -> Result<Id, DeedFault> {
    let row = one_of::<Consultation>(node, vec![consultation.to_value()]);
    let row = row.map_err(|fault| DeedFault::Broken(fault.to_string()))?;
    Ok(row.map_or(consultation, |row| row.report))
}

#[derive(Template)]
#[template(path = "consultation.html")]
struct ConsultationPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    summary: SummaryList,
    question: String,
    reasons: Vec<(String, u32)>,
    thread: Vec<Said>,
    answer: Option<Button>,
}

/// Until when it is open, and what was chosen and answered where that is shown.
fn summary(caller: &Caller, shown: &Shown) -> SummaryList {
    let t = &caller.texts;
    let column = |name: &str| t.t(&format!("column-{name}"));
    let list = SummaryList::new(t)
        .row(column("asking-unit"), Cell::text(&shown.asked_by))
        .row(column("asked-at"), Cell::text(shown.row.asked_at.to_text()))
        .row(column("until"), Cell::text(shown.row.until.to_text()));
    let Some(Circumstances { row, chosen, said_of, .. }) = &shown.circumstances else { return list };
    let said_of: Vec<String> = said_of.iter().map(|row| caller.label(row.said_of)).collect();
    let happening = chosen.as_ref().and_then(|row| Happening::from_number(row.happening).ok());
    let told = [
        ("happening", happening.map(|one| caller.label(one))),
        ("said-of", (!said_of.is_empty()).then(|| said_of.join("; "))),
    ];
    let list = list
        .row(column("points"), Cell::number(t, row.points))
        .row(column("reporter"), Cell::text(caller.label(row.reporter)))
        .row(column("danger"), Cell::text(caller.label(row.danger)))
        .row(column("age"), Cell::text(caller.label(row.age)))
        .row(column("language"), Cell::text(&row.language));
    let told = told.into_iter().filter_map(|(name, words)| Some((name, words?)));
    told.fold(list, |list, (name, words)| list.row(column(name), Cell::text(words)))
}

fn page<'a>(desk: &Desk, caller: &'a Caller, shown: &Shown) -> ConsultationPage<'a> {
    let (t, id) = (&caller.texts, shown.row.consultation);
    let weight = Folding { may_distress: shown.may_distress, is_calling: false };
    let reasons = shown.circumstances.iter().flat_map(|all| &all.reasons);
    let form = format!("/acts/reports.give-view?consultation={id}&next={LIST}");
    let answer = may(desk, caller, "reports.give-view");
    ConsultationPage {
        t,
        back: BackLink::new(t, LIST),
        title: t.with("consultation-title", "number", id.short().as_str()),
        summary: summary(caller, shown),
        question: shown.question.clone(),
        reasons: reasons.map(|(row, points)| (caller.label(row.reason), *points)).collect(),
        thread: shown.thread.iter().map(|(message, text)| said(caller, weight, message, text)).collect(),
        answer: answer.then(|| Button::link(t.t("act-reports-give-view"), form)),
    }
}

/// What another unit asks.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match looked(&desk, &caller, &path).await {
        Ok(shown) => {
            caller.opened(&desk, shown.may_distress && !shown.thread.is_empty());
            let page = page(&desk, &caller, &shown);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// What another unit asks about a report of its own, with the parts of it that it shows. The look is recorded.
#[utoipa::path(
    get,
    path = "/api/consultations/{consultation}",
    operation_id = "reports.consultation",
    tag = "reports",
    params(("consultation" = Id, Path, description = "The consultation")),
    responses(
        (status = 200, description = "`consultation`, `asking_unit`, `asked_at`, `until`, `question`, `circumstances` (null where they are not shown), `thread` (what is shown of it)", body = Value),
        (status = 403, description = "Not for this role, or no purpose is stated"),
        (status = 404, description = "Nothing of that number is asked of your unit now"),
        desk::Conflicted,
    )
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let shown = looked(&desk, &caller, &path).await?;
    let circumstances = shown.circumstances.as_ref().map(|all| {
        let reasons = all.reasons.iter();
        let happening = all.chosen.as_ref().and_then(|row| Happening::from_number(row.happening).ok());
        json!({
            "points": all.row.points,
            "reporter": all.row.reporter.code(),
            "danger": all.row.danger.code(),
            "age": all.row.age.code(),
            "language": all.row.language,
            "happening": happening.map(CodeList::code),
            "said_of": all.said_of.iter().map(|row| row.said_of.code()).collect::<Vec<_>>(),
            "reasons": reasons.map(|(row, points)| json!({ "reason": row.reason.code(), "points": points })).collect::<Vec<_>>(),
        })
    });
    let thread = shown.thread.iter().map(|(message, text)| said_json(message, text));
    Ok(Json(json!({
        "consultation": shown.row.consultation,
        "asking_unit": shown.row.asking_unit,
        "asked_at": shown.row.asked_at.to_string(),
        "until": shown.row.until.to_string(),
        "question": shown.question,
        "circumstances": circumstances,
        "thread": thread.collect::<Vec<_>>(),
    })))
}

/// What another unit was asked about a report, as those read it who have the report.
pub(super) struct Question {
    row: Consultation,
    unit: String,
    question: String,
    answer: Option<String>,
}

/// The same, ready to be drawn.
pub(super) struct Asked {
    pub(super) whom: String,
    pub(super) state: String,
    pub(super) question: String,
    pub(super) answer: Option<String>,
    /// The way to end it, while it is open.
    pub(super) end: Option<(String, String)>,
}

impl Question {
    fn is_open(&self) -> bool {
        self.row.is_open_to(self.row.asked_unit, Desk::now())
    }

    pub(super) fn drawn(&self, desk: &Desk, caller: &Caller) -> Asked {
        let (t, Consultation { report, consultation, .. }) = (&caller.texts, &self.row);
        let can_end = self.is_open() && may(desk, caller, "reports.end-consultation");
        let form = format!(
            "/acts/reports.end-consultation?report={report}&consultation={consultation}&next=/reports/{report}"
        );
        let until = t.with("consultation-until", "when", self.row.until.to_text());
        Asked {
            whom: self.unit.clone(),
            state: format!("{} · {until}", caller.label(self.row.consultation_state)),
            question: self.question.clone(),
            answer: self.answer.clone(),
            end: can_end.then(|| (t.t("act-reports-end-consultation"), form)),
        }
    }

    pub(super) fn json(&self) -> Value {
        let mut row = CONSULTATIONS.json(&self.row.to_row());
        row["question"] = self.question.as_str().into();
        row["answer"] = self.answer.as_deref().into();
        row
    }
}

/// What other units were asked about a report, the first question first, opened under the trace of a look at the report.
pub(super) fn of_report(
    node: &Node,
    caller: &Caller,
    trace: &Trace,
    report: Id,
) -> Result<Vec<Question>, LookFault> {
    let sql = format!("{} WHERE report = $1 ORDER BY asked_at", TableSql::of(Consultation::TABLE).every);
    let rows = node.read(|database| database.records::<Consultation>(&sql, vec![report.to_value()]))?;
    let question = |row: Consultation| {
        let answer = row.view_in.some().map(|act| opened(node, caller, trace, act, SLOT_TEXT)).transpose()?;
        Ok(Question {
            unit: word_of(node, row.asked_unit)?,
            question: opened(node, caller, trace, row.question_in, SLOT_TEXT)?,
            answer,
            row,
        })
    };
    rows.into_iter().map(question).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Agreement, ConsultationState};
    use kernel::{Day, Instant};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_message_is_shown_that_was_not_chosen(words in any::<bool>(), thread in any::<bool>(), speakers in prop::collection::vec(1_i64..4, 1..9)) {
            let message = |(n, speaker): (i64, i64)| Message {
                report: Id([1; 16]),
                n,
                speaker: if n == 0 { Speaker::Reporter } else { Speaker::from_number(speaker).unwrap() },
                at: Instant(n),
                act: Id([2; 16]),
                slot: 0,
                notice: 0,
                on_from: Day(0),
                on_to: Day(0),
            };
            let all: Vec<Message> = (0..).zip(speakers).map(message).collect();
            let row = Consultation {
                consultation: Id([3; 16]),
                report: Id([1; 16]),
                open_to: Id([4; 16]),
                asked_unit: Id([4; 16]),
                asking_unit: Id([5; 16]),
                asked_by: Id([6; 16]),
                asked_at: Instant(0),
                consultation_state: ConsultationState::Asked,
                until: Instant(1),
                agreement: Agreement::Agreed,
                overridden: false,
                shows_circumstances: true,
                shows_words: words,
                shows_thread: thread,
                question_in: Id([7; 16]),
                view_by: Id::NONE,
                view_at: Instant(0),
                view_in: Id::NONE,
            };
            let shown = shown_of(&row, all.clone());
            let wanted = if thread { all.len() } else { usize::from(words) };
            prop_assert_eq!(shown.len(), wanted);
            prop_assert!(shown.iter().zip(&all).all(|(one, two)| one == two), "from the beginning");
        }
    }
}
