//! One search box: a number or its beginning, and what rooms find by words of their own (a receipt, a hash). Need to know holds: what
//! the unit does not know of is found as little as what never was.

use crate::answers::{problem_of_database, unread_body};
use crate::caller::Caller;
use crate::known::is_known;
use crate::listing::wrong_query;
use crate::room::Desk;
use crate::routes::{Line, Routes};
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::{IntoResponse, Response};
use face::{FieldError, Page, Problem, Texts, Typed};
use kernel::kept::{RecordClock, RecordKind};
use kernel::knowing::{Holding, is_bound};
use kernel::{Actor, Ask, Cell as _, Id, Instant, ReadKind, Record, Value};
use serde::{Deserialize, Serialize};
use store::database::TableSql;
use store::{Database, DatabaseFault, Node};
use utoipa::ToSchema;

/// Fewest digits of a number that are looked for.
const LEAST_DIGITS: usize = 6;
/// Digits of a whole number.
const DIGITS: usize = 32;
/// So many records with one beginning are shown.
const MOST: usize = 50;
/// Longest text that is looked for, in characters.
const LONGEST: usize = 400;

/// Where records of a kind are shown, and to whom.
#[derive(Clone, Copy, Debug)]
pub struct PageOf {
    /// The kind.
    pub kind: RecordKind,
    /// Its page: `{}` stands for the record, `{through}` for the case through which the unit knows of it.
    pub href: &'static str,
    /// Who may read it.
    pub read: &'static ReadKind,
}

/// Finds records by words of a room's own: all that there are, since need to know is asked afterwards.
pub type Finder = fn(&Node, &str) -> Result<Vec<Id>, DatabaseFault>;

/// A record that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Hit {
    /// What it is.
    kind: RecordKind,
    /// Its number.
    record: Id,
    /// Its page: an address below the staff door.
    href: String,
}

/// The first and the last number that begin so; none where the text is no beginning of a number.
fn beginning(text: &str) -> Option<(Id, Id)> {
    let digit = |letter: char| letter.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let digits: Vec<u8> = text.chars().filter(|letter| *letter != '-').map(digit).collect::<Option<_>>()?;
    if !(LEAST_DIGITS..=DIGITS).contains(&digits.len()) {
        return None;
    }
    let filled = |with: u8| {
        let mut id = [0; DIGITS / 2];
        for (n, byte) in id.iter_mut().enumerate() {
            let digit = |at: usize| digits.get(at).copied().unwrap_or(with);
            *byte = digit(2 * n) << 4 | digit(2 * n + 1);
        }
        Id(id)
    };
    Some((filled(0), filled(0xf)))
}

/// Records whose numbers lie between these, as far as the unit holds them; a whole number is looked up as it is.
fn between(
    database: &mut dyn Database,
    actor: &Actor,
    first: Id,
    last: Id,
) -> Result<Vec<Id>, DatabaseFault> {
    if first == last {
        return Ok(vec![first]);
    }
    let held = Holding::TABLE.name;
    let mut sql = format!("SELECT DISTINCT record_id FROM {held} WHERE record_id >= $1 AND record_id <= $2");
    let mut asked = vec![first.to_value(), last.to_value()];
    if is_bound(actor.role) {
        sql += " AND unit IN ($3, $4)";
        asked.extend([actor.unit.to_value(), Id::NONE.to_value()]);
    }
    sql += &format!(" ORDER BY record_id LIMIT {MOST}");
    let rows = database.rows(&sql, asked)?;
    Ok(rows.iter().filter_map(|row| Id::from_value(row.first()?).ok()).collect())
}

/// The case through which the unit knows of a record; none where it knows it by itself.
fn through(database: &mut dyn Database, actor: &Actor, record: Id) -> Result<Id, DatabaseFault> {
    let held = Holding::TABLE.name;
    let mut sql = format!("SELECT through FROM {held} WHERE record_id = $1 AND through <> $2");
    let mut asked: Vec<Value> = vec![record.to_value(), Id::NONE.to_value()];
    if is_bound(actor.role) {
        sql += " AND unit IN ($3, $2)";
        asked.push(actor.unit.to_value());
    }
    sql += " ORDER BY through LIMIT 1";
    let rows = database.rows(&sql, asked)?;
    Ok(rows.first().and_then(|row| Id::from_value(row.first()?).ok()).unwrap_or(Id::NONE))
}

fn hit(
    database: &mut dyn Database,
    desk: &Desk,
    caller: &Caller,
    record: Id,
    now: Instant,
) -> Result<Option<Hit>, DatabaseFault> {
    // Both are asked, whatever the first says.
    let clock = database
        .records::<RecordClock>(&TableSql::of(RecordClock::TABLE).get, vec![record.to_value()])?
        .pop();
    let is_known = is_known(database, &caller.actor, record, now)?;
    let Some(clock) = clock.filter(|_| is_known) else { return Ok(None) };
    let may = |page: &&PageOf| page.kind == clock.kind && caller.may(Ask::Read(page.read)).is_ok();
    let Some(page) = desk.pages_of().iter().find(may) else { return Ok(None) };
    let mut href = page.href.replace("{}", &record.to_string());
    if page.href.contains("{through}") {
        let Some(case) = through(database, &caller.actor, record)?.some() else { return Ok(None) };
        href = href.replace("{through}", &case.to_string());
    }
    Ok(Some(Hit { kind: clock.kind, record, href }))
}

/// What is found for a caller.
///
/// # Errors
/// The database's; a text that is too long.
async fn search(desk: &Desk, caller: &Caller, text: &str) -> Result<Vec<Hit>, Problem> {
    let text = text.trim().to_owned();
    if text.chars().count() > LONGEST {
        let right = format!("at most {LONGEST} characters");
        return Err(wrong_query(
            caller,
            FieldError { field: "q".into(), wrong: "is too long".into(), right },
        ));
    }
    let (house, by) = (desk.clone(), caller.clone());
    let found = desk.blocking(move |node| {
        let mut records = Vec::new();
        for finder in house.finders() {
            records.extend(finder(node, &text)?);
        }
        node.read(|database| {
            if let Some((first, last)) = beginning(&text) {
                records.extend(between(database, &by.actor, first, last)?);
            }
            records.sort_unstable();
            records.dedup();
            let (now, mut hits) = (Desk::now(), Vec::new());
            for record in records {
                hits.extend(hit(database, &house, &by, record, now)?);
            }
            Ok(hits)
        })
    });
    found.await.map_err(|fault: DatabaseFault| problem_of_database(&caller.texts, &fault))
}

#[derive(askama::Template)]
#[template(path = "found.html")]
struct FoundPage<'a> {
    t: &'a Texts,
    hits: Vec<(String, &'a str)>,
}

async fn show(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    let (frame, t) = (caller.frame(&desk), &caller.texts);
    match search(&desk, &caller, typed.get("q")).await {
        Ok(hits) => {
            let line = |hit: &Hit| format!("{} {}", caller.label(hit.kind), hit.record.short());
            let page = FoundPage { t, hits: hits.iter().map(|hit| (line(hit), hit.href.as_str())).collect() };
            Page::staff(&frame, &t.t("find-title"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// What is looked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sought {
    /// A number or at least six digits of its beginning, a receipt in words or digits, or the SHA-256 or MD5 of a file.
    #[schema(max_length = 400)]
    q: String,
}

/// Finds records by a number or its beginning, a receipt, or a file's hash, among what the caller's unit knows of.
#[utoipa::path(
    post,
    path = "/api/find",
    operation_id = "desk.find",
    tag = "desk",
    request_body = Sought,
    responses((status = 200, description = "What was found", body = Vec<Hit>))
)]
pub(crate) async fn from_api(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<Sought>, JsonRejection>,
) -> Result<Json<Vec<Hit>>, Problem> {
    let Json(sought) =
        body.map_err(|rejection| unread_body(&caller.texts, rejection.body_text(), "an object with q"))?;
    search(&desk, &caller, &sought.q).await.map(Json)
}

/// The route as OpenAPI describes it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(from_api))]
pub(crate) struct Described;

pub(crate) fn routes() -> Routes {
    Routes::new().post("/find", Line::Staff, show).post("/api/find", Line::Staff, from_api)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_beginning_of_a_number_is_read_or_is_none() {
        let id = |text: &str| text.parse::<Id>().unwrap();
        let (first, last) = beginning("0f8fad").unwrap();
        assert_eq!(first, id("0f8fad00000000000000000000000000"));
        assert_eq!(last, id("0f8fadffffffffffffffffffffffffff"));
        let whole = "0f8fad5bd9cb469fa165708677289501";
        assert_eq!(beginning(whole), Some((id(whole), id(whole))));
        assert_eq!(beginning("0F8FAD5B-D9CB-469F-A165-708677289501"), Some((id(whole), id(whole))));
        for none in ["", "0f8fa", "0f8fag", "amber river", &format!("{whole}0"), "٠١٢٣٤٥"] {
            assert_eq!(beginning(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn every_number_lies_between_what_its_beginning_gives(bytes: [u8; 16], digits in LEAST_DIGITS..=DIGITS) {
            let (first, last) = beginning(&Id(bytes).to_string()[..digits]).unwrap();
            prop_assert!(first.0 <= bytes && bytes <= last.0);
        }
    }
}
