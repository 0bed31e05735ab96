//! Lists as banks: which there are and how much they hold, one entry by its number, adding and withdrawing by a staff token. No hash of a
//! list is ever answered, and lists are made and changed by staff.

use super::Matching;
use super::caller::Caller;
use super::hma::{json_object, signal_of, with};
use super::signal::{Signal, written};
use super::source::{HeldList, content};
use super::told::{Message, Told, refused};
use super::{file, hma};
use crate::acts::{AddHashes, WithdrawHashes};
use crate::codes::WithdrawnWhy;
use crate::import;
use crate::tables::HashEntry;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::codes::Grade;
use kernel::{Act, Cell as _, CodeList as _, Id, Outcome, Record as _};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Cursor;
use store::database::TableSql;
use utoipa::{IntoParams, OpenApi, ToSchema};

type Asking = Result<Caller, Told>;

/// A list as a bank.
#[derive(Serialize, ToSchema)]
pub(super) struct Bank {
    /// Its name: capitals, digits and underscores.
    name: String,
    /// Always 1: every look-up of a list that may be asked is answered.
    matching_enabled_ratio: f64,
    /// The list's number.
    list: Id,
    /// Entries that can be matched.
    entries: u64,
}

impl From<&HeldList> for Bank {
    fn from(held: &HeldList) -> Bank {
        let (name, list, entries) = (held.bank.to_string(), held.list, held.entries);
        Bank { name, matching_enabled_ratio: 1.0, list, entries }
    }
}

/// The list of that name among those that the caller may ask; another one is answered like none.
fn bank_named(matching: &Matching, caller: &Caller, name: &str) -> Result<HeldList, Told> {
    let asked = caller.asked_of(matching, Some(name));
    let is_named = |held: &HeldList| *held.bank == *name || held.list.to_string() == name;
    let found = matching.service.source.lists(&asked).into_iter().find(is_named);
    found.ok_or_else(|| Told::no_such("bank not found"))
}

/// The lists that the key may ask.
#[utoipa::path(
    get,
    path = "/c/banks",
    operation_id = "banks",
    tag = "match",
    responses(
        (status = 200, description = "The lists, in the order in which they were created", body = Vec<Bank>),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "A key that is opened for no list", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn all(State(matching): State<Matching>, caller: Asking) -> Result<Json<Vec<Bank>>, Told> {
    let asked = caller?.asked(&matching);
    Ok(Json(matching.service.source.lists(&asked).iter().map(Bank::from).collect()))
}

/// One list.
#[utoipa::path(
    get,
    path = "/c/bank/{bank}",
    operation_id = "bank",
    tag = "match",
    params(("bank" = String, Path, description = "Its name or number")),
    responses(
        (status = 200, description = "The list", body = Bank),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "A key that is opened for no list", body = Message),
        (status = 404, description = "None that the key may ask", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn one(
    State(matching): State<Matching>,
    caller: Asking,
    Path(bank): Path<String>,
) -> Result<Json<Bank>, Told> {
    Ok(Json(Bank::from(&bank_named(&matching, &caller?, &bank)?)))
}

/// What staff do, with their names, and no machine.
fn by_staff(caller: Asking) -> Result<Response, Told> {
    caller?;
    Err(Told::forbidden(
        "lists are made, changed and ended by staff of the unit that keeps them, at the staff door",
    ))
}

/// Refused: lists are made by staff of the unit that keeps them.
#[utoipa::path(
    post,
    path = "/c/banks",
    operation_id = "make-bank",
    tag = "match",
    responses(
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "Always: it is done at the staff door", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn made(caller: Asking) -> Result<Response, Told> {
    by_staff(caller)
}

/// Refused: lists are changed by staff of the unit that keeps them.
#[utoipa::path(
    put,
    path = "/c/bank/{bank}",
    operation_id = "change-bank",
    tag = "match",
    params(
        ("bank" = String, Path, description = "The list's name or number"),
    ),
    responses(
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "Always: it is done at the staff door", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn changed(caller: Asking) -> Result<Response, Told> {
    by_staff(caller)
}

/// Refused: lists are ended by staff of the unit that keeps them.
#[utoipa::path(
    delete,
    path = "/c/bank/{bank}",
    operation_id = "end-bank",
    tag = "match",
    params(
        ("bank" = String, Path, description = "The list's name or number"),
    ),
    responses(
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "Always: it is done at the staff door", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn ended(caller: Asking) -> Result<Response, Told> {
    by_staff(caller)
}

/// Refused: entries are changed by staff of the unit that keeps the list.
#[utoipa::path(
    put,
    path = "/c/bank/{bank}/content/{content}",
    operation_id = "change-content",
    tag = "match",
    params(
        ("bank" = String, Path, description = "The list's name or number"),
        ("content" = u64, Path, description = "The number of the content"),
    ),
    responses(
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "Always: it is done at the staff door", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn content_changed(caller: Asking) -> Result<Response, Told> {
    by_staff(caller)
}

/// Exchanges with others are set up by staff.
pub(super) async fn no_exchanges(caller: Asking) -> Result<Response, Told> {
    caller?;
    Err(Told::no_such("exchanges are set up by staff here, at the staff door"))
}

/// What is wanted of a content.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Refused: no hash of a list is told.
    include_signals: Option<String>,
}

/// An entry of a list as a content.
#[derive(Serialize, ToSchema)]
pub(super) struct BankContent {
    /// Its number.
    id: u64,
    /// 1 as long as it is matched, 0 once it is withdrawn.
    disable_until_ts: u8,
    /// Always null: no address of a picture is kept.
    original_media_uri: Option<String>,
    /// The list.
    bank: Bank,
    /// The list's grade of it.
    grade: String,
}

/// Place and entry of a content of that list.
fn entry_of(held: &HeldList, number: u64) -> Result<u32, Told> {
    let entry = u32::try_from(number & u64::from(u32::MAX)).unwrap_or_default();
    let is_of = content(held.place, entry) == number;
    is_of.then_some(entry).ok_or_else(|| Told::no_such("content not found"))
}

/// One entry of a list by the number that a match told: its grade, and whether it still stands.
#[utoipa::path(
    get,
    path = "/c/bank/{bank}/content/{content}",
    operation_id = "bank-content",
    tag = "match",
    params(
        ("bank" = String, Path, description = "The list's name or number"),
        ("content" = u64, Path, description = "The number of the content, from a match"),
        Wanted,
    ),
    responses(
        (status = 200, description = "The entry, without its hashes", body = BankContent),
        (status = 400, description = "No number", body = Message),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "Its hashes were asked for, or the key is opened for no list", body = Message),
        (status = 404, description = "No such entry of a list that the key may ask", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn content_of(
    State(matching): State<Matching>,
    caller: Asking,
    Path((bank, number)): Path<(String, String)>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<BankContent>, Told> {
    let (caller, Query(wanted)) = (caller?, wanted?);
    if wanted.include_signals.is_some_and(|text| text.eq_ignore_ascii_case("true")) {
        return Err(Told::forbidden("no hash of a list is handed out: look hashes up instead"));
    }
    caller.spend(1)?;
    let held = bank_named(&matching, &caller, &bank)?;
    let number: u64 = number.parse().map_err(|_| Told::wrong("the content is a whole number"))?;
    let (list, entry) = (held.list, entry_of(&held, number)?);
    let row = matching.desk.blocking(move |node| {
        let key = vec![list.to_value(), i64::from(entry).to_value()];
        node.read(|database| database.records::<HashEntry>(&TableSql::of(HashEntry::TABLE).get, key))
    });
    let row = row.await?.into_iter().next().ok_or_else(|| Told::no_such("content not found"))?;
    let (disable_until_ts, grade) = (u8::from(!row.withdrawn), row.grade.code().to_owned());
    let bank = Bank::from(&held);
    Ok(Json(BankContent { id: number, disable_until_ts, original_media_uri: None, bank, grade }))
}

/// What was added.
#[derive(Serialize, ToSchema)]
pub(super) struct Added {
    /// The number of the content.
    id: u64,
    /// The hashes by which it is found from now on.
    signals: BTreeMap<&'static str, String>,
}

/// Adds an entry to a list, by the same act as staff do; a machine key is refused by the policy.
async fn add(
    matching: &Matching,
    caller: &Caller,
    bank: &str,
    signals: Vec<(&'static str, Signal)>,
    grade: Grade,
) -> Result<Response, Told> {
    if !caller.allows(AddHashes::KIND.name) {
        return Err(Told::forbidden(format!("the token does not name {}", AddHashes::KIND.name)));
    }
    let held = bank_named(matching, caller, bank)?;
    let mut columns = BTreeMap::new();
    for (_, signal) in &signals {
        let (column, text) = match signal {
            Signal::Pdq(_) => ("pdq", written(signal.parts().1)),
            Signal::Sha256(_) => ("sha256", written(signal.parts().1)),
            Signal::Md5(_) => ("md5", written(signal.parts().1)),
            Signal::Sha1(_) => return Err(Told::wrong("lists hold no sha1")),
        };
        if columns.insert(column, text.clone()).is_some_and(|other| other != text) {
            return Err(Told::wrong(format!("two different hashes for {column}")));
        }
    }
    if columns.is_empty() {
        return Err(Told::wrong("No signals given"));
    }
    columns.insert("grade", grade.code().to_owned());
    let line = |cells: Vec<&str>| format!("{}\n", cells.join(","));
    let csv = line(columns.keys().copied().collect()) + &line(columns.values().map(String::as_str).collect());
    let (actor, purpose, list) = (caller.0.actor, caller.0.purpose, held.list);
    let imported = matching.desk.blocking(move |node| {
        let act = node.new_id()?;
        import(node, actor, purpose, list, act, Cursor::new(csv), &mut |_| {})
    });
    let first = imported.await?.first;
    let signals = signals.iter().map(|(name, signal)| (*name, written(signal.parts().1))).collect();
    Ok(with(StatusCode::CREATED, json!(Added { id: content(held.place, first), signals })))
}

/// Add an entry by its hashes. Beside them `grade` may stand: `not-graded`, `baseline`, `national` or `known-harmless`.
#[utoipa::path(
    post,
    path = "/c/bank/{bank}/signal",
    operation_id = "add-signals",
    tag = "match",
    params(("bank" = String, Path, description = "The list's name or number")),
    request_body(content = BTreeMap<String, String>, description = "Kinds with their hashes, and `grade`", content_type = "application/json"),
    responses(
        (status = 201, description = "It is added, durably", body = Added),
        (status = 400, description = "No hashes of known kinds", body = Message),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "Not for this key: a staff token of the unit that keeps the list is wanted", body = Message),
        (status = 404, description = "None that the key may ask", body = Message),
        (status = 413, description = "Too large", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn add_signals(
    State(matching): State<Matching>,
    caller: Asking,
    Path(bank): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Told> {
    let caller = caller?;
    let mut body = json_object(body)?;
    if body.remove("note").is_some_and(|note| !note.is_null()) {
        return Err(Told::wrong("notes are not kept here: leave it out"));
    }
    let grade = match body.remove("grade") {
        None => Grade::NotGraded,
        Some(grade) => grade
            .as_str()
            .and_then(|code| Grade::from_code(code).ok())
            .ok_or_else(|| Told::wrong("grade is none of not-graded, baseline, national, known-harmless"))?,
    };
    let read = |(name, text): (String, Value)| {
        let text = text.as_str().ok_or_else(|| Told::wrong("a hash is a text"))?;
        Ok((hma::type_named(&name)?.name, signal_of(&name, text)?))
    };
    let signals = body.into_iter().map(read).collect::<Result<Vec<_>, Told>>()?;
    add(&matching, &caller, &bank, signals, grade).await
}

/// Add an entry by the hashes of a file, which is not kept.
#[utoipa::path(
    post,
    path = "/c/bank/{bank}/content",
    operation_id = "add-content",
    tag = "match",
    params(("bank" = String, Path, description = "The list's name or number")),
    request_body(content = Vec<u8>, content_type = "multipart/form-data", description = "One file of at most 64 MiB in the field `photo` or `video`"),
    responses(
        (status = 201, description = "It is added, durably", body = Added),
        (status = 400, description = "No file that can be hashed", body = Message),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "Not for this key: a staff token of the unit that keeps the list is wanted", body = Message),
        (status = 404, description = "None that the key may ask", body = Message),
        (status = 413, description = "Larger than 64 MiB", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn add_file(
    State(matching): State<Matching>,
    caller: Asking,
    Path(bank): Path<String>,
    asked: Result<Query<hma::LookUp>, QueryRejection>,
    request: Request,
) -> Result<Response, Told> {
    let (caller, Query(asked)) = (caller?, asked?);
    if asked.is_address() {
        return Err(Told::forbidden(hma::NO_ADDRESS));
    }
    caller.spend(1)?;
    let hashes = file::hashed(&matching, &caller, request, asked.types()).await?;
    let signals = hashes.signals().filter_map(|(name, signal)| signal.map(|one| (name, *one))).collect();
    add(&matching, &caller, &bank, signals, Grade::NotGraded).await
}

/// What was withdrawn.
#[derive(Serialize, ToSchema)]
pub(super) struct Withdrawn {
    /// How many contents.
    deleted: u8,
}

/// Withdraw an entry: nothing matches it any more. That it was there stays on record.
#[utoipa::path(
    delete,
    path = "/c/bank/{bank}/content/{content}",
    operation_id = "withdraw-content",
    tag = "match",
    params(
        ("bank" = String, Path, description = "The list's name or number"),
        ("content" = u64, Path, description = "The number of the content"),
    ),
    responses(
        (status = 200, description = "It is withdrawn, durably", body = Withdrawn),
        (status = 400, description = "Not an entry that stands", body = Message),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "Not for this key: a staff token of the unit that keeps the list is wanted", body = Message),
        (status = 404, description = "None that the key may ask", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn withdraw(
    State(matching): State<Matching>,
    caller: Asking,
    Path((bank, number)): Path<(String, String)>,
) -> Result<Json<Withdrawn>, Told> {
    let caller = caller?;
    if !caller.allows(WithdrawHashes::KIND.name) {
        return Err(Told::forbidden(format!("the token does not name {}", WithdrawHashes::KIND.name)));
    }
    let held = bank_named(&matching, &caller, &bank)?;
    let number: u64 = number.parse().map_err(|_| Told::wrong("the content is a whole number"))?;
    let entries = vec![entry_of(&held, number)?];
    let act = WithdrawHashes { list: held.list, entries, withdrawn_why: WithdrawnWhy::NotSaid };
    let (actor, purpose) = (caller.0.actor, caller.0.purpose);
    let answer = matching.desk.blocking(move |node| {
        let deed = node.deed(node.new_id()?, &act, actor, purpose).build();
        node.enter_now(deed)
    });
    match answer.await?.outcome {
        Outcome::Entered { .. } => Ok(Json(Withdrawn { deleted: 1 })),
        Outcome::Refused(refusal) => Err(refused(&refusal)),
        Outcome::Forbidden(forbidden) => Err(Told::forbidden(forbidden.to_string())),
        Outcome::Invalid(problem) => Err(Told::wrong(problem.to_string())),
    }
}

/// What is described of it.
#[derive(OpenApi)]
#[openapi(
    paths(all, made, one, changed, ended, content_of, content_changed, add_signals, add_file, withdraw),
    components(schemas(Bank, BankContent, Added, Withdrawn))
)]
pub(super) struct Described;
