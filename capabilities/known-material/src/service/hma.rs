//! The calls of a hasher-matcher-actioner, in its answer shapes: `/h/hash`, `/m/lookup`, `/m/raw_lookup`, `/m/compare`, `/m/index/status`.
//! A bank there is a list here, a content an entry. An address is never fetched.

use super::Matching;
use super::caller::Caller;
use super::file;
use super::signal::{By, Signal, SignalType, TYPES};
use super::source::{Asked, Match};
use super::told::{Message, Told};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Response};
use material::Radius;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::{IntoParams, OpenApi, ToSchema};

type Asking = Result<Caller, Told>;

pub(super) const NO_ADDRESS: &str = "addresses are not fetched here: send the file itself as multipart/form-data, in the field `photo` or `video`";

/// What a look-up names.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LookUp {
    /// Refused: nothing is fetched here.
    url: Option<String>,
    /// The hash, in hexadecimal digits.
    signal: Option<String>,
    /// `pdq`, `sha256`, `md5` or `video_md5`.
    signal_type: Option<String>,
    /// Banks to be asked, with commas between them; all that the key may ask where it is left out.
    banks: Option<String>,
    /// Of a file: the kinds of hashes that are looked up, with commas between them.
    types: Option<String>,
    /// For `/m/raw_lookup`: whether distances are told.
    include_distance: Option<String>,
}

impl LookUp {
    /// Whether it names an address.
    pub(super) fn is_address(&self) -> bool {
        self.url.is_some()
    }

    /// The kinds of hashes that are wanted.
    pub(super) fn types(&self) -> Option<&str> {
        self.types.as_deref()
    }
}

/// A match.
#[derive(Serialize, ToSchema)]
pub(super) struct BankMatch {
    /// One whole number for list and entry.
    bank_content_id: u64,
    /// Bits that differ, as text; `-` where the file is the same.
    distance: String,
}

impl From<&Match> for BankMatch {
    fn from(one: &Match) -> BankMatch {
        let distance = if one.by == By::Pdq { one.distance.to_string() } else { "-".to_owned() };
        BankMatch { bank_content_id: one.content(), distance }
    }
}

type Banks = BTreeMap<String, Vec<BankMatch>>;

fn by_bank(matches: &[Match]) -> Banks {
    let mut banks = Banks::new();
    for one in matches {
        banks.entry(one.bank.to_string()).or_default().push(one.into());
    }
    banks
}

/// True as callers write it.
fn is_true(text: Option<&str>) -> Result<bool, Told> {
    match text.map(str::to_ascii_lowercase).as_deref() {
        None | Some("false" | "0" | "no" | "off" | "f" | "n") => Ok(false),
        Some("true" | "1" | "yes" | "on" | "t" | "y") => Ok(true),
        Some(_) => Err(Told::wrong("invalid boolean parameter - prefer true/false")),
    }
}

pub(super) fn type_named(name: &str) -> Result<SignalType, Told> {
    SignalType::named(name).ok_or_else(|| {
        let known: Vec<&str> = TYPES.iter().map(|one| one.name).collect();
        Told::wrong(format!("No such SignalType; known are {}", known.join(", ")))
    })
}

pub(super) fn signal_of(name: &str, text: &str) -> Result<Signal, Told> {
    let kind = type_named(name)?;
    kind.read(text.trim())
        .ok_or_else(|| Told::wrong(format!("invalid signal: {} are {}", kind.name, kind.right())))
}

/// The one hash that a request names.
fn named(asked: &LookUp) -> Result<Signal, Told> {
    if asked.url.is_some() {
        return Err(Told::forbidden(NO_ADDRESS));
    }
    match (asked.signal.as_deref(), asked.signal_type.as_deref()) {
        (Some(signal), Some(kind)) if !signal.is_empty() => signal_of(kind, signal),
        _ => Err(Told::wrong("Either url or both signal and signal_type are required")),
    }
}

fn found(matching: &Matching, caller: &Caller, asked: &LookUp) -> Result<Vec<Match>, Told> {
    let signal = named(asked)?;
    matching.is_ready()?;
    caller.spend(1)?;
    let lists = caller.asked_of(matching, asked.banks.as_deref());
    Ok(matching.look_up(caller, &signal, &lists))
}

/// Refused: what stands at an address is not fetched.
#[utoipa::path(
    get,
    path = "/h/hash",
    operation_id = "hash-address",
    tag = "match",
    params(("url" = Option<String>, Query, description = "An address; it is not fetched")),
    responses(
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "Addresses are not fetched here", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn no_address(caller: Asking) -> Result<Response, Told> {
    caller?;
    Err(Told::forbidden(NO_ADDRESS))
}

/// Hash a file: PDQ of a photo, empty where it has too little detail, and the digests.
#[utoipa::path(
    post,
    path = "/h/hash",
    operation_id = "hash-file",
    tag = "match",
    params(("types" = Option<String>, Query, description = "The kinds of hashes that are wanted, with commas between them")),
    request_body(content = Vec<u8>, content_type = "multipart/form-data", description = "One file of at most 64 MiB in the field `photo` or `video`"),
    responses(
        (status = 200, description = "Kinds with their hashes", body = BTreeMap<String, String>),
        (status = 400, description = "No file that can be hashed", body = Message),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "A key that is opened for no list", body = Message),
        (status = 413, description = "Larger than 64 MiB", body = Message),
        (status = 429, description = "More than the key may ask: again after `Retry-After` seconds", body = Message),
        (status = 503, description = "Again after `Retry-After` seconds", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn hashed(
    State(matching): State<Matching>,
    caller: Asking,
    asked: Result<Query<LookUp>, QueryRejection>,
    request: Request,
) -> Result<Json<BTreeMap<&'static str, String>>, Told> {
    let (caller, Query(asked)) = (caller?, asked?);
    caller.spend(1)?;
    let hashes = file::hashed(&matching, &caller, request, asked.types.as_deref()).await?;
    Ok(Json(hashes.texts().collect()))
}

/// Look a hash up in the lists that the key may ask.
#[utoipa::path(
    get,
    path = "/m/lookup",
    operation_id = "look-up",
    tag = "match",
    params(LookUp),
    responses(
        (status = 200, description = "Banks with their matches, the nearest first", body = BTreeMap<String, Vec<BankMatch>>),
        (status = 400, description = "No hash of a known kind", body = Message),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "An address, or a key that is opened for no list", body = Message),
        (status = 429, description = "More than the key may ask: again after `Retry-After` seconds", body = Message),
        (status = 503, description = "Again after `Retry-After` seconds", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn look_up(
    State(matching): State<Matching>,
    caller: Asking,
    asked: Result<Query<LookUp>, QueryRejection>,
) -> Result<Json<Banks>, Told> {
    let (caller, Query(asked)) = (caller?, asked?);
    Ok(Json(by_bank(&found(&matching, &caller, &asked)?)))
}

/// Hash a file and look its hashes up.
#[utoipa::path(
    post,
    path = "/m/lookup",
    operation_id = "look-up-file",
    tag = "match",
    params(
        ("banks" = Option<String>, Query, description = "Banks to be asked, with commas between them"),
        ("types" = Option<String>, Query, description = "The kinds of hashes that are looked up, with commas between them"),
    ),
    request_body(content = Vec<u8>, content_type = "multipart/form-data", description = "One file of at most 64 MiB in the field `photo` or `video`"),
    responses(
        (status = 200, description = "Kinds of hashes, and for each the banks with their matches", body = BTreeMap<String, BTreeMap<String, Vec<BankMatch>>>),
        (status = 400, description = "No file that can be hashed", body = Message),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "A key that is opened for no list", body = Message),
        (status = 413, description = "Larger than 64 MiB", body = Message),
        (status = 429, description = "More than the key may ask: again after `Retry-After` seconds", body = Message),
        (status = 503, description = "Again after `Retry-After` seconds", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn look_up_file(
    State(matching): State<Matching>,
    caller: Asking,
    asked: Result<Query<LookUp>, QueryRejection>,
    request: Request,
) -> Result<Json<BTreeMap<&'static str, Banks>>, Told> {
    let (caller, Query(asked)) = (caller?, asked?);
    if asked.url.is_some() {
        return Err(Told::forbidden(NO_ADDRESS));
    }
    matching.is_ready()?;
    caller.spend(1)?;
    let hashes = file::hashed(&matching, &caller, request, asked.types.as_deref()).await?;
    let lists = caller.asked_of(&matching, asked.banks.as_deref());
    let find = |signal: &Signal| by_bank(&matching.look_up(&caller, signal, &lists));
    Ok(Json(hashes.signals().map(|(name, signal)| (name, signal.map(find).unwrap_or_default())).collect()))
}

/// What a raw look-up answers.
#[derive(Serialize, ToSchema)]
pub(super) struct Raw {
    /// Numbers of contents; where distances are asked for, objects as in `/m/lookup`.
    matches: Vec<Value>,
}

/// Look a hash up, and get the numbers of contents alone.
#[utoipa::path(
    get,
    path = "/m/raw_lookup",
    operation_id = "raw-look-up",
    tag = "match",
    params(LookUp),
    responses(
        (status = 200, description = "The matches, the nearest first", body = Raw),
        (status = 400, description = "No hash of a known kind", body = Message),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "An address, or a key that is opened for no list", body = Message),
        (status = 429, description = "More than the key may ask: again after `Retry-After` seconds", body = Message),
        (status = 503, description = "Again after `Retry-After` seconds", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn raw_look_up(
    State(matching): State<Matching>,
    caller: Asking,
    asked: Result<Query<LookUp>, QueryRejection>,
) -> Result<Json<Raw>, Told> {
    let (caller, Query(asked)) = (caller?, asked?);
    let with_distance = is_true(asked.include_distance.as_deref())?;
    let told = |one: &Match| if with_distance { json!(BankMatch::from(one)) } else { json!(one.content()) };
    Ok(Json(Raw { matches: found(&matching, &caller, &asked)?.iter().map(told).collect() }))
}

fn distance(kind: SignalType, pair: [&str; 2]) -> Result<Value, Told> {
    let wrong = || Told::wrong(format!("Invalid {} hash: {}", kind.name, kind.right()));
    let [left, right] = pair.map(|text| kind.read(text.trim()));
    let (left, right) = (left.ok_or_else(wrong)?, right.ok_or_else(wrong)?);
    Ok(match (left, right) {
        (Signal::Pdq(left), Signal::Pdq(right)) => {
            let bits = left.distance(&right);
            json!([bits <= Radius::MAX.bits(), { "distance": bits }])
        }
        (left, right) => json!([left == right, {}]),
    })
}

/// Compare pairs of hashes with each other; no list is asked.
#[utoipa::path(
    post,
    path = "/m/compare",
    operation_id = "compare",
    tag = "match",
    request_body(content = BTreeMap<String, Vec<String>>, description = "Kinds, each with two hashes", content_type = "application/json"),
    responses(
        (status = 200, description = "Kinds, each with whether the two match and how far apart they are", body = BTreeMap<String, Value>),
        (status = 400, description = "No pairs of hashes", body = Message),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "A key that is opened for no list", body = Message),
        (status = 413, description = "Too large", body = Message),
        (status = 429, description = "More than the key may ask: again after `Retry-After` seconds", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn compare(
    caller: Asking,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Map<String, Value>>, Told> {
    let caller = caller?;
    caller.spend(1)?;
    let body = json_object(body)?;
    let compared = body.into_iter().map(|(name, pair)| {
        let kind = type_named(&name)?;
        let Value::Array(pair) = pair else {
            return Err(Told::wrong(format!("Comparison hashes for {} was not a list", kind.name)));
        };
        let [Value::String(left), Value::String(right)] = pair.as_slice() else {
            return Err(Told::wrong("Comparison hash list length must be exactly 2"));
        };
        Ok((name, distance(kind, [left, right])?))
    });
    compared.collect::<Result<_, _>>().map(Json)
}

/// The body as a JSON object.
pub(super) fn json_object(body: Result<Bytes, BytesRejection>) -> Result<Map<String, Value>, Told> {
    let body = body.map_err(|_| Told::too_large("the body is too large"))?;
    serde_json::from_slice(&body).map_err(|_| Told::wrong("Request input was not a dict"))
}

/// How much can be found by a kind of hash.
#[derive(Serialize, ToSchema)]
pub(super) struct IndexStatus {
    /// Seconds since 1970 at which the lists that may be asked last changed here; -1 before they are read.
    built_to: i64,
    /// Whether there is something to be found.
    present: bool,
    /// Entries that can be found, in the lists that may be asked.
    size: u64,
}

/// How much can be found, by kind of hash, in the lists that the key may ask.
#[utoipa::path(
    get,
    path = "/m/index/status",
    operation_id = "index-status",
    tag = "match",
    params(("signal_type" = Option<String>, Query, description = "One kind alone")),
    responses(
        (status = 200, description = "Kinds of hashes with how much can be found", body = BTreeMap<String, IndexStatus>),
        (status = 400, description = "No such kind", body = Message),
        (status = 401, description = "No key, or none that is open", body = Message),
        (status = 403, description = "A key that is opened for no list", body = Message),
        (status = 503, description = "Again in a moment", body = Message),
    ),
    security(("machine" = []))
)]
pub(super) async fn index_status(
    State(matching): State<Matching>,
    caller: Asking,
    asked: Result<Query<LookUp>, QueryRejection>,
) -> Result<Json<BTreeMap<&'static str, IndexStatus>>, Told> {
    let (caller, Query(asked)) = (caller?, asked?);
    let only = asked.signal_type.as_deref().map(type_named).transpose()?;
    let lists: Asked = caller.asked(&matching);
    let held = matching.service.source.lists(&lists);
    let is_ready = matching.service.source.is_ready();
    let status = |kind: &SignalType| {
        let size = held
            .iter()
            .map(|list| match kind.name {
                "pdq" => list.counts.pdq,
                "sha256" => list.counts.sha256,
                _ => list.counts.md5,
            })
            .sum();
        let built_to = held.iter().map(|list| list.changed).max().filter(|_| is_ready).unwrap_or(-1);
        (kind.name, IndexStatus { built_to, present: is_ready, size })
    };
    let wanted = TYPES.iter().filter(|kind| only.is_none_or(|only| only == **kind));
    Ok(Json(wanted.map(status).collect()))
}

/// What is described of it.
#[derive(OpenApi)]
#[openapi(
    paths(no_address, hashed, look_up, look_up_file, raw_look_up, compare, index_status),
    components(schemas(Message, BankMatch, Raw, IndexStatus))
)]
pub(super) struct Described;

/// An answer with another status than 200.
pub(super) fn with(status: axum::http::StatusCode, body: Value) -> Response {
    (status, Json(body)).into_response()
}
