//! The room's first page: for each kind of trace how many are new, and how many wait for somebody.

use crate::READ_OVERSEER;
use crate::pages::reading::row;
use crate::tables::Seen;
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database};
use face::{Button, Cell, Column, Page, Problem, Table, Texts};
use kernel::{Ask, Cell as _, Id, Value};
use serde::Serialize;
use store::{DatabaseFault, Node};
use utoipa::ToSchema;

/// One kind of trace: its list, what counts as a row, what waits.
struct Kind {
    list: &'static str,
    table: &'static str,
    /// Which rows count at all.
    counts: &'static str,
    /// Which of them wait for somebody; none where nobody has to answer.
    waits: Option<&'static str>,
}

const NOBODY: &str = "$1";

/// Every kind, in the order in which they are shown. `$1` is no id.
const KINDS: &[Kind] = &[
    Kind { list: "oversight/findings", table: "unusual_look", counts: "1 = 1", waits: Some("state = 0") },
    Kind { list: "journal/alarms", table: "alarm", counts: "1 = 1", waits: None },
    Kind { list: "journal/glass", table: "glass", counts: "1 = 1", waits: Some("reviewed_by = $1") },
    Kind { list: "journal/looks", table: "look", counts: "place = 0", waits: None },
    Kind { list: "journal/exports", table: "export", counts: "1 = 1", waits: None },
    Kind { list: "journal/refusals", table: "refusal", counts: "1 = 1", waits: None },
    Kind { list: "journal/tasks", table: "task", counts: "1 = 1", waits: None },
];

/// What the overseer sees of one kind of trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Traces {
    /// The list, room/list.
    pub list: String,
    /// How many there are.
    pub all: u64,
    /// How many of them came after what the caller saw to.
    pub new: u64,
    /// How many wait for somebody's answer; nothing where nobody has to answer.
    pub waiting: Option<u64>,
}

/// The overseer's room in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoomSeen {
    /// Number of the last entry that the caller saw to; 0 when they never said so.
    pub seen_up_to: u64,
    /// Number of the journal's last entry.
    pub entries: u64,
    /// The kinds of trace.
    pub traces: Vec<Traces>,
}

/// The room as it stands for one overseer.
///
/// # Errors
/// [`DatabaseFault`].
pub fn room_seen(node: &Node, overseer: Id) -> Result<RoomSeen, DatabaseFault> {
    let seen = row::<Seen>(node, vec![overseer.to_value()])?.map_or(0, |seen| seen.up_to);
    let entries = *node.grown().borrow();
    let traces = node.read(|database| {
        let mut count = |kind: &Kind, condition: &str, parameters: Vec<Value>| {
            let Kind { table, counts, .. } = kind;
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE {counts} AND {condition}");
            database.number(&sql, parameters).map(i64::unsigned_abs)
        };
        let mut traces = Vec::new();
        for kind in KINDS {
            let waiting = match kind.waits {
                None => None,
                Some(waits) if waits.contains(NOBODY) => Some(count(kind, waits, vec![Id::NONE.to_value()])?),
                Some(waits) => Some(count(kind, waits, Vec::new())?),
            };
            traces.push(Traces {
                list: kind.list.to_owned(),
                all: count(kind, "1 = 1", Vec::new())?,
                new: count(kind, "seq > $1", vec![Value::Integer(seen)])?,
                waiting,
            });
        }
        Ok(traces)
    })?;
    Ok(RoomSeen { seen_up_to: seen.unsigned_abs(), entries, traces })
}

async fn seen(desk: &Desk, caller: &Caller) -> Result<RoomSeen, Problem> {
    caller.may(Ask::Read(&READ_OVERSEER))?;
    let overseer = caller.actor.id;
    let seen = desk.blocking(move |node| room_seen(node, overseer)).await;
    seen.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

/// The overseer's room: for each kind of trace how many there are, are new, and wait.
#[utoipa::path(
    get,
    path = "/api/overseer",
    operation_id = "oversight.room",
    tag = "oversight",
    responses((status = 200, description = "What is new since the caller last said what they saw to", body = RoomSeen))
)]
pub(super) async fn show_json(State(desk): State<Desk>, caller: Caller) -> Result<Json<RoomSeen>, Problem> {
    seen(&desk, &caller).await.map(Json)
}

#[derive(Template)]
#[template(path = "overview.html")]
pub(super) struct Overview<'a> {
    t: &'a Texts,
    table: Table,
    since: String,
    done: Option<Button>,
    /// Posts: goes over the looks now.
    watch: Button,
}

fn whole(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

impl<'a> Overview<'a> {
    pub(super) fn new(t: &'a Texts, seen: &RoomSeen) -> Overview<'a> {
        let columns = vec![
            Column::new(t, "what", "oversight-what"),
            Column::new(t, "new", "oversight-new").number(),
            Column::new(t, "waiting", "oversight-waiting").number(),
            Column::new(t, "all", "oversight-all").number(),
        ];
        let rows = seen.traces.iter().map(|traces| {
            let name = t.t(&format!("list-{}", traces.list.replace('/', "-")));
            let waiting = traces.waiting.map_or_else(|| Cell::text(""), |n| Cell::number(t, whole(n)));
            vec![
                Cell::link(name, format!("/lists/{}", traces.list)),
                Cell::number(t, whole(traces.new)),
                waiting,
                Cell::number(t, whole(traces.all)),
            ]
        });
        let table = Table::new(t, "traces", t.t("oversight-caption"), columns).rows(rows);
        let since = match seen.seen_up_to {
            0 => t.t("oversight-never-seen"),
            n => t.with("oversight-seen", "entry", t.number(whole(n)).as_str()),
        };
        let href = format!("/acts/oversight.see-to?up_to={}&next=/overseer", seen.entries);
        let done = (seen.entries > seen.seen_up_to).then(|| Button::link(t.t("oversight-done"), href));
        let watch = Button::new(t.t("oversight-watch")).secondary();
        Overview { t, table, since, done, watch }
    }
}

pub(super) async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    match seen(&desk, &caller).await {
        Ok(seen) => {
            let page = Overview::new(&caller.texts, &seen);
            Page::staff(&frame, &caller.texts.t("oversight-title"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}
