//! `POST /v1/match`: many hashes at once, a line or an item of a JSON list each, answered in the same order.

use super::Matching;
use super::caller::Caller;
use super::limits::{MAX_ID_CHARS, MOST_TOGETHER};
use super::signal::{Signal, hex};
use super::source::{Asked, Match};
use super::told::Told;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};
use kernel::{CodeList as _, Id};
use material::{MIN_QUALITY, Pdq};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, de};
use std::str::FromStr;
use utoipa::{IntoParams, OpenApi, ToSchema};

/// Lines of JSON.
pub const NDJSON: &str = "application/x-ndjson";
/// A JSON list.
pub const JSON: &str = "application/json";

/// The hashes of one file, as they are sent. At least one of them.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// What the sender calls it, at most 100 characters: it comes back with the answer.
    #[schema(max_length = 100)]
    pub id: Option<String>,
    /// PDQ of the picture, 64 hexadecimal digits.
    #[schema(pattern = "^[0-9a-fA-F]{64}$")]
    pub pdq: Option<String>,
    /// Quality of the PDQ, 0 to 100, which must be told with it: below 50 it is not compared.
    #[schema(maximum = 100)]
    pub quality: Option<u8>,
    /// SHA-256 of the file, 64 hexadecimal digits.
    #[schema(pattern = "^[0-9a-fA-F]{64}$")]
    pub sha256: Option<String>,
    /// SHA-1 of the file, 40 hexadecimal digits. Lists hold none yet: it is not compared, and the answer says so.
    #[schema(pattern = "^[0-9a-fA-F]{40}$")]
    pub sha1: Option<String>,
    /// MD5 of the file, 32 hexadecimal digits.
    #[schema(pattern = "^[0-9a-fA-F]{32}$")]
    pub md5: Option<String>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineFault {
    /// Which field.
    pub field: &'static str,
    /// What is wrong.
    pub wrong: &'static str,
    /// What would be right.
    pub right: &'static str,
}

/// The hashes of one file, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What the sender calls it.
    pub id: Option<String>,
    /// What is looked up.
    pub signals: Vec<Signal>,
    /// Hashes that are not compared, and why.
    pub not_compared: Vec<&'static str>,
}

/// Why a whole batch is not answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchFault {
    /// More lines than are answered at once.
    #[error("more than {MOST_TOGETHER} lines; the rest in another call")]
    TooMany,
    /// It is no text.
    #[error("the body is no text in UTF-8")]
    NoText,
    /// No JSON list of such objects.
    #[error(
        "the body is no JSON list of objects as /v1/openapi.json describes them; nothing is wrong before byte {0}"
    )]
    NoList(usize),
}

/// A line as it was read: what is wrong with it keeps no other from being answered.
pub type ReadLine = Result<Line, (Option<String>, LineFault)>;

/// A JSON list that ends after so many items.
struct Items(Vec<Sent>);

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Items, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Items;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Items, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element::<Sent>()? {
                    all.push(item);
                    if all.len() > MOST_TOGETHER {
                        return Err(de::Error::custom(TOO_MANY));
                    }
                }
                Ok(Items(all))
            }
        }
        from.deserialize_seq(Reader)
    }
}

const TOO_MANY: &str = "too many items";

/// Reads a batch: lines of JSON, or one JSON list. Lines that are empty are passed over.
///
/// # Errors
/// [`BatchFault`]: then nothing of it is looked up.
pub fn read_batch(is_lines: bool, body: &[u8]) -> Result<Vec<ReadLine>, BatchFault> {
    if !is_lines {
        let items: Result<Items, serde_json::Error> = serde_json::from_slice(body);
        return match items {
            Ok(Items(items)) => Ok(items.into_iter().map(read).collect()),
            Err(fault) if fault.to_string().starts_with(TOO_MANY) => Err(BatchFault::TooMany),
            Err(fault) => Err(BatchFault::NoList(fault.column())),
        };
    }
    let text = std::str::from_utf8(body).map_err(|_| BatchFault::NoText)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut all = Vec::new();
    for line in lines {
        if all.len() == MOST_TOGETHER {
            return Err(BatchFault::TooMany);
        }
        let right = "an object as /v1/openapi.json describes it";
        let wrong = "is no JSON object, or has a field that is unknown or of another kind";
        let fault = LineFault { field: "line", wrong, right };
        all.push(serde_json::from_str(line).map_err(|_| (None, fault)).and_then(read));
    }
    Ok(all)
}

/// What is wrong with a hash.
fn hash<T>(field: &'static str, read: Option<T>) -> Result<T, LineFault> {
    let right = match field {
        "md5" => "32 hexadecimal digits",
        "sha1" => "40 hexadecimal digits",
        _ => "64 hexadecimal digits",
    };
    read.ok_or(LineFault { field, wrong: "is no such hash", right })
}

fn read(sent: Sent) -> ReadLine {
    let id = sent.id.clone();
    if id.as_ref().is_some_and(|id| id.chars().count() > MAX_ID_CHARS || id.chars().any(char::is_control)) {
        let wrong = "is too long, or holds characters that cannot be seen";
        return Err((None, LineFault { field: "id", wrong, right: "at most 100 characters" }));
    }
    signals(&sent)
        .map(|(signals, not_compared)| Line { id: id.clone(), signals, not_compared })
        .map_err(|fault| (id, fault))
}

type Signals = (Vec<Signal>, Vec<&'static str>);

fn signals(sent: &Sent) -> Result<Signals, LineFault> {
    let (mut signals, mut not_compared) = (Vec::new(), Vec::new());
    if let Some(text) = &sent.sha256 {
        signals.push(Signal::Sha256(hash("sha256", hex(text))?));
    }
    if let Some(text) = &sent.sha1 {
        hash("sha1", hex::<20>(text))?;
        not_compared.push("sha1: lists hold none");
    }
    if let Some(text) = &sent.md5 {
        signals.push(Signal::Md5(hash("md5", hex(text))?));
    }
    match (&sent.pdq, sent.quality) {
        (None, None) => {}
        (None, Some(_)) => {
            return Err(LineFault {
                field: "quality",
                wrong: "is told without a pdq",
                right: "both or neither",
            });
        }
        (Some(_), None) => {
            let right = "the quality that was told with the hash, 0 to 100";
            return Err(LineFault { field: "quality", wrong: "is missing", right });
        }
        (Some(_), Some(101..)) => {
            return Err(LineFault { field: "quality", wrong: "is more than 100", right: "0 to 100" });
        }
        (Some(text), Some(quality)) => {
            let pdq = hash("pdq", Pdq::from_str(text).ok())?;
            if quality < MIN_QUALITY {
                not_compared.push("pdq: quality below 50");
            } else if pdq == Pdq::ZERO {
                not_compared.push("pdq: a picture without detail");
            } else {
                signals.push(Signal::Pdq(pdq));
            }
        }
    }
    if signals.is_empty() && not_compared.is_empty() {
        let right = "pdq with quality, sha256 or md5";
        return Err(LineFault { field: "line", wrong: "names no hash", right });
    }
    Ok((signals, not_compared))
}

/// A listed entry that one of the hashes matches: a lead, never a verdict.
#[derive(Serialize, ToSchema)]
pub(super) struct Hit {
    /// The list's number.
    list: Id,
    /// Its name as a bank.
    bank: String,
    /// The entry's number in the list.
    entry: u32,
    /// By which hash: `sha256`, `md5` or `pdq`.
    by: &'static str,
    /// Bits that differ; 0 where the file is the same.
    distance: u32,
    /// The list's grade of it: `baseline`, `national` or `not-graded`.
    grade: &'static str,
}

impl From<&Match> for Hit {
    fn from(one: &Match) -> Hit {
        let (list, bank, entry) = (one.list, one.bank.to_string(), one.entry);
        Hit { list, bank, entry, by: one.by.name(), distance: one.distance, grade: one.grade.code() }
    }
}

/// The answer to one line.
#[derive(Serialize, ToSchema)]
pub(super) struct Answer {
    /// What the sender calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// What matches: each entry once, by its strongest hash; the same file first, then the nearest.
    matches: Vec<Hit>,
    /// Hashes that were not compared, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_compared: Vec<&'static str>,
    /// What is wrong with the line: then nothing of it was looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<LineFault>,
}

fn answer(matching: &Matching, caller: &Caller, asked: &Asked, line: ReadLine) -> Answer {
    let Line { id, signals, not_compared } = match line {
        Ok(line) => line,
        Err((id, fault)) => {
            return Answer { id, matches: Vec::new(), not_compared: Vec::new(), error: Some(fault) };
        }
    };
    let mut found: Vec<Match> =
        signals.iter().flat_map(|signal| matching.look_up(caller, signal, asked)).collect();
    found.sort_by_key(|one| (one.place, one.entry, one.by, one.distance));
    found.dedup_by_key(|one| (one.place, one.entry));
    found.sort_by_key(|one| (one.by, one.distance, one.place, one.entry));
    Answer { id, matches: found.iter().map(Hit::from).collect(), not_compared, error: None }
}

/// Which lists are asked.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Narrowed {
    /// Names or numbers of lists, with commas between them; all that the key may ask where it is left out.
    lists: Option<String>,
}

fn media(headers: &HeaderMap) -> Option<bool> {
    let given = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    match given.split(';').next()?.trim().to_ascii_lowercase().as_str() {
        NDJSON => Some(true),
        JSON => Some(false),
        _ => None,
    }
}

async fn answered(
    matching: &Matching,
    caller: Caller,
    asked: &Narrowed,
    is_lines: bool,
    body: Bytes,
) -> Result<Response, Told> {
    matching.is_ready()?;
    let lists = caller.asked_of(matching, asked.lists.as_deref());
    let here = matching.clone();
    let answers = matching.desk.blocking(move |_| {
        let lines = read_batch(is_lines, &body).map_err(|fault| Told::wrong(fault.to_string()))?;
        let look_ups = lines.iter().flatten().map(|line| line.signals.len()).sum();
        caller.spend(look_ups)?;
        let answers = lines.into_iter().map(|line| answer(&here, &caller, &lists, line));
        Ok::<_, Told>(written(is_lines, answers))
    });
    let media = if is_lines { NDJSON } else { JSON };
    Ok(([(CONTENT_TYPE, media)], answers.await?).into_response())
}

fn written(is_lines: bool, answers: impl Iterator<Item = Answer>) -> String {
    let texts = answers.map(|one| serde_json::to_string(&one).unwrap_or_default());
    if is_lines {
        texts.map(|text| text + "\n").collect()
    } else {
        format!("[{}]", texts.collect::<Vec<_>>().join(","))
    }
}

/// Look many hashes up at once.
///
/// Each line or item is answered by one, in the same order; what is wrong with one keeps no other from being answered. Every hash counts as
/// one look-up.
#[utoipa::path(
    post,
    path = "/v1/match",
    operation_id = "match",
    tag = "match",
    params(Narrowed),
    request_body(content((Vec<Sent> = "application/json"), (String = "application/x-ndjson")), description = "At most 10,000 objects and 8 MiB: a JSON list of them, or one a line"),
    responses(
        (status = 200, description = "An answer for each, as they were sent: a list or lines", content((Vec<Answer> = "application/json"), (String = "application/x-ndjson"))),
        (status = 401, description = "No key, or none that is open", content_type = "application/problem+json"),
        (status = 403, description = "A key that is opened for no list", content_type = "application/problem+json"),
        (status = 413, description = "Larger than 8 MiB", content_type = "application/problem+json"),
        (status = 415, description = "Neither application/json nor application/x-ndjson", content_type = "application/problem+json"),
        (status = 422, description = "More than 10,000, or no list of objects; nothing was looked up", content_type = "application/problem+json"),
        (status = 429, description = "More than the key may ask; nothing was looked up: again after `Retry-After` seconds", content_type = "application/problem+json"),
        (status = 503, description = "Again after `Retry-After` seconds", content_type = "application/problem+json"),
    ),
    security(("machine" = []))
)]
pub(super) async fn matched(
    State(matching): State<Matching>,
    caller: Result<Caller, Told>,
    headers: HeaderMap,
    asked: Result<Query<Narrowed>, QueryRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let desk = matching.desk.clone();
    let answer = async {
        let (caller, Query(asked)) = (caller?, asked?);
        let is_lines = media(&headers).ok_or_else(|| {
            Told::of(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "is neither application/json nor application/x-ndjson",
            )
        })?;
        let body = body.map_err(|_| Told::too_large("is larger than 8 MiB, or broke off"))?;
        answered(&matching, caller, &asked, is_lines, body).await
    };
    answer.await.unwrap_or_else(|told: Told| told.problem(&desk, "body"))
}

/// What is described of it.
#[derive(OpenApi)]
#[openapi(paths(matched), components(schemas(Sent, Answer, Hit, LineFault)))]
pub(super) struct Described;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &str) -> LineFault {
        read_batch(true, text.as_bytes()).unwrap().remove(0).unwrap_err().1
    }

    #[test]
    fn each_line_is_read_or_told() {
        let (sha256, md5) = ("ab".repeat(32), "cd".repeat(16));
        let text = format!(
            "{{\"id\":\"1\",\"sha256\":\"{sha256}\",\"md5\":\"{md5}\"}}\n\n{{\"sha1\":\"{}\"}}\n",
            "0".repeat(40)
        );
        let lines = read_batch(true, text.as_bytes()).unwrap();
        assert_eq!(lines.len(), 2);
        let first = lines[0].clone().unwrap();
        assert_eq!((first.id.as_deref(), first.signals.len()), (Some("1"), 2));
        assert_eq!(lines[1].clone().unwrap().not_compared, ["sha1: lists hold none"]);
        let wrong = [
            ("[]", "line"),
            ("{}", "line"),
            ("{\"pdq\":\"00\",\"quality\":90}", "pdq"),
            (&format!("{{\"pdq\":\"{sha256}\"}}"), "quality"),
            ("{\"quality\":9}", "quality"),
            (&format!("{{\"pdq\":\"{sha256}\",\"quality\":101}}"), "quality"),
            (&format!("{{\"sha256\":\"{md5}\"}}"), "sha256"),
            (&format!("{{\"md5\":\"{sha256}\"}}"), "md5"),
            ("{\"sha1\":\"no hash\"}", "sha1"),
            (&format!("{{\"md5\":\"{md5}\",\"name\":\"x\"}}"), "line"),
            (&format!("{{\"md5\":\"{md5}\",\"id\":\"{}\"}}", "x".repeat(101)), "id"),
        ];
        for (text, field) in wrong {
            assert_eq!(fault(text).field, field, "{text}");
        }
    }

    #[test]
    fn pictures_without_detail_are_not_compared_and_it_is_said() {
        for (pdq, quality, said) in [
            ("ab".repeat(32), 49, "pdq: quality below 50"),
            ("00".repeat(32), 90, "pdq: a picture without detail"),
        ] {
            let text = format!("[{{\"pdq\":\"{pdq}\",\"quality\":{quality}}}]");
            let line = read_batch(false, text.as_bytes()).unwrap().remove(0).unwrap();
            assert_eq!((line.signals.len(), line.not_compared), (0, vec![said]));
        }
    }

    #[test]
    fn a_batch_has_an_end() {
        let line = format!("{{\"md5\":\"{}\"}}", "0".repeat(32));
        let lines = |count: usize| vec![line.as_str(); count];
        let most = lines(MOST_TOGETHER).join("\n");
        assert_eq!(read_batch(true, most.as_bytes()).unwrap().len(), MOST_TOGETHER);
        let more = lines(MOST_TOGETHER + 1);
        assert_eq!(read_batch(true, more.join("\n").as_bytes()), Err(BatchFault::TooMany));
        assert_eq!(read_batch(false, format!("[{}]", more.join(",")).as_bytes()), Err(BatchFault::TooMany));
        assert_eq!(read_batch(true, &[0xff]), Err(BatchFault::NoText));
        assert!(matches!(read_batch(false, b"{}"), Err(BatchFault::NoList(_))));
        assert!(matches!(read_batch(false, "[".repeat(100_000).as_bytes()), Err(BatchFault::NoList(_))));
        assert_eq!(read_batch(false, b"[]"), Ok(Vec::new()));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>, is_lines: bool) {
            if let Ok(lines) = read_batch(is_lines, &bytes) {
                prop_assert!(lines.len() <= MOST_TOGETHER);
            }
        }
    }
}
