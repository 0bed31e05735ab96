//! The key store in figures, and its node key and keys of teams replaced beside what goes on.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, Line, Routes};
use face::{Button, Cell, ErrorStatus, Page, Problem, SummaryList, Texts};
use kernel::turning::{KeyTurn, ROTATE};
use kernel::{Ask, Id, Instant, ReadKind, Record, Role};
use serde_json::{Value, json};
use store::database::TableSql;
use store::keys::{KeyFault, KeyStatus, TeamKeyStatus};
use store::{DeedFault, Node};

/// How old keys are and how many there are: nothing of any key.
pub(crate) static READ_KEYS: ReadKind = ReadKind {
    code: 7,
    name: "journal.read-keys",
    roles: &[Role::Overseer, Role::Administrator],
    personal: false,
};

/// Carries out what was decided: keys of teams and a node key that are older than the decision are replaced, once.
///
/// # Errors
/// [`DeedFault`]: it is tried again.
pub(crate) fn turn(node: &Node) -> Result<usize, DeedFault> {
    let all = TableSql::of(KeyTurn::TABLE).all;
    let read = node.read(|database| database.records::<KeyTurn>(&all, Vec::new()));
    let decided = read.map_err(|fault| DeedFault::Broken(fault.to_string()))?;
    let Some(decided) = decided.first() else { return Ok(0) };
    match node.rotate_keys_decided(decided.asked_at) {
        Ok(done) => Ok(usize::from(done)),
        // Another call does so already.
        Err(KeyFault::Rotating) => Ok(0),
        Err(fault) => Err(fault.into()),
    }
}

/// The daily work on the keys of teams: those that have served their time are replaced, and later destroyed.
///
/// # Errors
/// [`DeedFault`]: it is tried again.
pub(crate) fn keep(node: &Node) -> Result<usize, DeedFault> {
    node.keep_team_keys(Desk::now())?;
    Ok(0)
}

fn told_of_team(key: &TeamKeyStatus) -> Value {
    json!({
        "team": key.team.code(), "key": key.number, "made": key.made.to_string(), "days": key.days,
        "state": if key.opens_until.is_none() { "current" } else { "replaced" },
        "opens_until": key.opens_until.map(|until| until.to_string()),
    })
}

/// As JSON.
pub(crate) fn told(status: &KeyStatus) -> Value {
    let ages: serde_json::Map<String, Value> =
        status.ages.iter().map(|(age, count)| (age.code().to_owned(), (*count).into())).collect();
    json!({
        "keys": status.keys, "unused": status.unused, "ages": ages, "node_key": status.node_key,
        "since": (status.since.0 > 0).then(|| status.since.to_string()), "under_older": status.under_older,
        "turning": status.turning.map(|told| json!({ "done": told.done, "of": told.of })),
        "teams": status.teams.iter().map(told_of_team).collect::<Vec<_>>(),
    })
}

async fn status(desk: &Desk, caller: &Caller) -> Result<KeyStatus, Problem> {
    caller.may(Ask::Read(&READ_KEYS))?;
    desk.blocking(Node::key_status).await.map_err(|fault| {
        tracing::error!(%fault, "the key store was not read");
        Problem::of(&caller.texts, ErrorStatus::UNAVAILABLE)
    })
}

/// The key store in figures: how many keys, how old, and since when the node key wraps them.
#[utoipa::path(
    get,
    path = "/api/keys",
    operation_id = "journal.keys",
    tag = "journal",
    responses(
        (status = 200, description = "`keys`, `unused`, `ages`, `node_key` (its number), `since`, `under_older`, `turning` (how far a replacement is; null when there is none), `teams` (of each key of a team `team`, `key` (its number), `made`, `days`, `state` (current or replaced), `opens_until` (null while it is current))", body = Value),
        (status = 403, description = "Only the overseer and the administrator may ask"),
    )
)]
pub(crate) async fn keys(State(desk): State<Desk>, caller: Caller) -> Result<Json<Value>, Problem> {
    Ok(Json(told(&status(&desk, &caller).await?)))
}

/// How a team's key stands.
fn team_words(t: &Texts, key: &TeamKeyStatus) -> String {
    let (made, days) = (key.made.to_string(), i64::try_from(key.days).unwrap_or(i64::MAX));
    match key.opens_until {
        None => t.t_args("keys-team-current", &[("made", made.as_str().into()), ("days", days.into())]),
        Some(until) => t.t_args(
            "keys-team-replaced",
            &[("made", made.as_str().into()), ("days", days.into()), ("until", until.to_string().into())],
        ),
    }
}

#[derive(Template)]
#[template(path = "keys.html")]
struct Keys<'a> {
    t: &'a Texts,
    list: SummaryList,
    turn: Option<Button>,
}

impl<'a> Keys<'a> {
    fn new(t: &'a Texts, status: &KeyStatus, may_turn: bool) -> Keys<'a> {
        let number = |count: u64| Cell::number(t, i64::try_from(count).unwrap_or(i64::MAX));
        let since = |at: Instant| {
            if at.0 > 0 { Cell::code(at.to_string()) } else { Cell::text(t.t("keys-since-not-known")) }
        };
        let mut list = SummaryList::new(t)
            .row(t.t("keys-node-key"), number(status.node_key))
            .row(t.t("keys-since"), since(status.since))
            .row(t.t("keys-count"), number(status.keys))
            .row(t.t("keys-unused"), number(status.unused));
        for (age, count) in &status.ages {
            list = list.row(t.t(&format!("keys-age-{}", age.code())), number(*count));
        }
        let mut list = list.row(t.t("keys-under-older"), number(status.under_older));
        for key in &status.teams {
            let number = i64::try_from(key.number).unwrap_or(i64::MAX);
            let label = t.with(&format!("keys-team-{}", key.team.code()), "number", number);
            list = list.row(label, Cell::text(team_words(t, key)));
        }
        let href = format!("/acts/{}?next=/keys", ROTATE.name);
        let turn = may_turn.then(|| Button::link(t.t("act-journal-rotate-keys"), href));
        Keys { t, list, turn }
    }
}

async fn page(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    match status(&desk, &caller).await {
        Ok(status) => {
            let may_turn = caller.may(Ask::Act(&ROTATE)).is_ok();
            let page = Keys::new(&caller.texts, &status, may_turn);
            Page::staff(&frame, &caller.texts.t("keys-title"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// `GET /api/keys`, `GET /keys`.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/api/keys", Line::Read(&READ_KEYS), keys).get("/keys", Line::Read(&READ_KEYS), page)
}

/// Decides it at the console of a stopped node, and carries it out.
///
/// # Errors
/// [`DeedFault`], or why the act was not entered.
pub(crate) fn turn_at_the_console(node: &Node) -> Result<Id, access::AccountFault> {
    let act = access::enter(node, &kernel::turning::RotateKeys {}, access::console())?;
    turn(node)?;
    Ok(act)
}

#[cfg(test)]
mod tests {
    use super::*;
    use face::{Language, StaffFrame, check};
    use store::keys::Age;
    use store::team::Team;

    #[test]
    fn the_page_is_whole_in_all_languages() {
        let key = |number, opens_until| TeamKeyStatus {
            team: Team::ReportsDesk,
            number,
            made: Instant(0),
            days: 1,
            opens_until,
        };
        let ages = Age::ALL.map(|age| (age, 3));
        let status = KeyStatus {
            keys: 12,
            unused: 2,
            ages,
            node_key: 2,
            since: Instant(0),
            under_older: 1,
            turning: None,
            teams: vec![key(2, None), key(1, Some(Instant(86_400_000)))],
        };
        let catalogue = crate::doors::core::catalogue(crate::doors::checkpoint::texts()).unwrap();
        assert_eq!(catalogue.differences(), Vec::<String>::new());
        for &language in Language::STAFF {
            let t = catalogue.texts(language);
            for may_turn in [true, false] {
                let frame = StaffFrame::sample(&t);
                let html = Page::staff(&frame, "sample", &Keys::new(&t, &status, may_turn)).into_html();
                assert_eq!(check::page(&html, &t), Vec::<String>::new());
                assert_eq!(html.contains("journal.rotate-keys"), may_turn);
                assert!(html.contains("1970-01-02T00:00:00Z"), "until when the old key opens");
            }
        }
    }
}
