//! One handover: how far it is, through whose hands it went, on what it rests, and what comes next. The words of its basis are opened under
//! a look that is entered.

use super::{Way, id_in, summary};
use crate::codes::{Hand, HandoverState};
use crate::package::hex;
use crate::room::{HANDOVERS, HANDS};
use crate::tables::{Handover, Passed};
use crate::worker::row;
use crate::{READ_HANDOVERS, READ_WORDS, SLOT_WORDS};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look};
use face::{BackLink, Cell, Column, ErrorStatus, Page, Problem, SummaryList, Table, Texts};
use kernel::{Ask, Cell as _, CodeList, Id, Record};
use serde_json::Value;
use store::LookFault;
use store::database::TableSql;

/// A handover with its hands, and the words of its basis for who may open them.
struct Seen {
    handover: Handover,
    hands: Vec<Passed>,
    words: Option<String>,
}

async fn looked(desk: &Desk, caller: &Caller, path: &str) -> Result<Seen, Problem> {
    let t = &caller.texts;
    let handover = known(desk, caller, path).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let opens = Ask::Read(&READ_WORDS).is_for(actor.role);
    let found = desk.blocking(move |node| -> Result<Seen, LookFault> {
        let sql = format!("{} WHERE handover = $1 ORDER BY seq LIMIT 200", TableSql::of(Passed::TABLE).every);
        let asked = vec![handover.handover.to_value()];
        let hands = node.read(|database| database.records::<Passed>(&sql, asked))?;
        if !opens {
            return Ok(Seen { handover, hands, words: None });
        }
        let trace = node.look(actor, &READ_WORDS, purpose, &[handover.record_id])?;
        let words = match node.open_payload(&trace, handover.proposed_act, SLOT_WORDS) {
            Ok(opened) => Some(String::from_utf8_lossy(opened.expose()).into_owned()),
            Err(LookFault::Gone) => None,
            Err(fault) => return Err(fault),
        };
        Ok(Seen { handover, hands, words })
    });
    found.await.map_err(|fault| problem_of_look(t, &fault))
}

/// The handover of that number, for whoever may know of its record.
pub(super) async fn known(desk: &Desk, caller: &Caller, path: &str) -> Result<Handover, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_HANDOVERS))?;
    let number = id_in(caller, path)?;
    let found = desk.blocking(move |node| row::<Handover>(node, number)).await;
    let found = found.map_err(|fault| desk::problem_of_database(t, &fault))?;
    let found = found.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_HANDOVERS, found.record_id).await?;
    Ok(found)
}

#[derive(Template)]
#[template(path = "evidence-handover.html")]
struct HandoverPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    words: Option<String>,
    summary: SummaryList,
    hands: Table,
    ways: Vec<Way>,
    fetch: Option<String>,
    custody: String,
}

/// The acts that come next, each with what its form already knows.
fn next(at: &Handover) -> Vec<(&'static str, &'static str)> {
    match at.handover_state {
        HandoverState::Proposed => vec![("approve-handover", ""), ("call-off", "")],
        HandoverState::Approved | HandoverState::Packed => vec![("call-off", "")],
        HandoverState::Fetched => vec![("tell-hand", "&hand=arrived")],
        HandoverState::Arrived => {
            vec![("answer-handover", ""), ("tell-hand", "&hand=destroyed"), ("tell-hand", "&hand=returned")]
        }
        HandoverState::Answered => vec![("tell-hand", "&hand=destroyed"), ("tell-hand", "&hand=returned")],
        HandoverState::Closed | HandoverState::CalledOff | HandoverState::Stopped => Vec::new(),
    }
}

fn ways(desk: &Desk, caller: &Caller, at: &Handover) -> Vec<Way> {
    let (handover, record, t) = (at.handover, at.record_id, &caller.texts);
    let way = |(name, with): (&str, &str)| {
        let door = desk.act(&format!("evidence.{name}"))?;
        let hand = with.strip_prefix("&hand=").and_then(|code| Hand::from_code(code).ok());
        let label = match hand {
            Some(hand) => format!("{}: {}", t.t(&format!("act-evidence-{name}")), t.t(&hand.key())),
            None => t.t(&format!("act-evidence-{name}")),
        };
        Ask::Act(door.kind).is_for(caller.actor.role).then(|| Way {
            href: format!(
                "/acts/evidence.{name}?record={record}&handover={handover}{with}&next=/evidence/handovers/{handover}"
            ),
            label,
        })
    };
    next(at).into_iter().filter_map(way).collect()
}

fn moment(t: &Texts, at: kernel::Instant) -> String {
    let (year, month, day) = at.day().parts();
    let minute = at.0.div_euclid(60_000).rem_euclid(24 * 60);
    let part = |n: i64| u8::try_from(n).unwrap_or_default();
    let date = (i32::from(year), part(i64::from(month)), part(i64::from(day)));
    t.date_time(date, (part(minute / 60), part(minute % 60)))
}

fn hands(t: &Texts, rows: &[Passed]) -> Table {
    let columns = vec![
        Column::new(t, "hand", "column-hand"),
        Column::new(t, "entered_at", "column-entered-at"),
        Column::new(t, "entered_by", "column-entered-by"),
        Column::new(t, "hand_hash", "column-hand-hash"),
        Column::new(t, "unbroken", "column-unbroken"),
        Column::new(t, "seq", "column-seq").number(),
    ];
    let cells = rows.iter().map(|row| {
        let by = row.entered_by.some().map_or_else(|| t.t("evidence-by-tutela"), Id::short);
        vec![
            Cell::text(t.t(&row.hand.key())),
            Cell::text(moment(t, row.entered_at)),
            Cell::text(by),
            Cell::code(hex(&row.hand_hash)),
            Cell::text(t.t(if row.unbroken { "yes" } else { "no" })),
            Cell::number(t, row.seq),
        ]
    });
    Table::new(t, "hands", t.t("evidence-handover-hands"), columns).rows(cells)
}

/// One handover as a page.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    let seen = match looked(&desk, &caller, &path).await {
        Ok(found) => found,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let (t, at) = (&caller.texts, &seen.handover);
    let number = at.handover;
    let is_there = matches!(at.handover_state, HandoverState::Packed | HandoverState::Fetched);
    let fetches = is_there && Ask::Act(&crate::acts::tell_hand::KIND).is_for(caller.actor.role);
    let page = HandoverPage {
        t,
        back: BackLink::new(t, "/lists/evidence/handovers"),
        title: t.with("evidence-handover-title", "number", number.short()),
        words: seen.words,
        summary: summary(t, Handover::TABLE, &at.to_row(), HANDOVERS.columns),
        hands: hands(t, &seen.hands),
        ways: ways(&desk, &caller, at),
        fetch: fetches.then(|| format!("/evidence/handovers/{number}/package")),
        custody: format!("/evidence/handovers/{number}/custody"),
    };
    Page::staff(&frame, &page.title, &page).into_response()
}

/// One handover: how far it is and its `hands`; `words` of its legal basis for who may open them, which is entered as a look.
#[utoipa::path(
    get,
    path = "/api/evidence/handovers/{handover}",
    operation_id = "evidence.handover",
    tag = "evidence",
    params(("handover" = Id, Path, description = "The handover's number")),
    responses((status = 200, description = "Its columns, `hands` and `words`", body = Value), desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let seen = looked(&desk, &caller, &path).await?;
    let mut told = HANDOVERS.json(&seen.handover.to_row());
    told["hands"] = seen.hands.iter().map(|row| HANDS.json(&row.to_row())).collect();
    told["words"] = seen.words.into();
    Ok(Json(told))
}
