//! What is answered: read within bounds. Everything that is not asked for is passed over.

use crate::codes::{Action, Classification, Reason};
use crate::field;
use serde_json::Value;

/// Longest answer that is read, in bytes.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Most content in one list.
pub const MOST_CONTENT: usize = 10_000;
/// Most actions of one content.
pub const MOST_ACTIONS: usize = 1_000;
/// Longest token, address and reference, in bytes.
pub const MOST_TEXT: usize = 8_192;

/// Why an answer cannot be read. It names the field and never tells what stood there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Too long.
    #[error("the answer is longer than 16 MiB; a shorter list is wanted")]
    TooLong,
    /// No JSON, or nested too deep.
    #[error("the answer is no JSON")]
    NoJson,
    /// A field that is needed.
    #[error("{0} is missing or is not what it should be: {1}")]
    Field(&'static str, &'static str),
}

/// Two tokens. They cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// Lets each call in.
    pub bearer: String,
    /// Gets new ones.
    pub refresh: String,
    /// For how many seconds the first holds, a day at most.
    pub expires_in: u32,
}

/// What was made of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// The report's number.
    pub report: i64,
    /// The number of what it is about.
    pub content: i64,
}

/// One thing that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its number.
    pub number: i64,
    /// What; none where its number is in no list that is known.
    pub what: Option<Action>,
    /// When, in milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Why, as far as it is said.
    pub reason: Option<Reason>,
}

/// One content.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// Its number.
    pub number: i64,
    /// The number of its report, as far as it is told.
    pub report: Option<i64>,
    /// Its address.
    pub url: String,
    /// When it came in, in milliseconds since 1970, UTC.
    pub received_ms: i64,
    /// The number under which its hotline keeps it; empty before.
    pub reference: String,
    /// What is there, as far as it is said.
    pub classification: Option<Classification>,
    /// What was done.
    pub actions: Vec<Done>,
}

/// A list of content: what could be read, and the others' numbers (0 where not even that could be read).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct List {
    /// What could be read.
    pub contents: Vec<Content>,
    /// What could not.
    pub unreadable: Vec<i64>,
    /// How many there were.
    pub length: usize,
}

fn json(bytes: &[u8]) -> Result<Value, Fault> {
    if bytes.len() > MOST_BYTES {
        return Err(Fault::TooLong);
    }
    // It nests 128 deep at most.
    serde_json::from_slice(bytes).map_err(|_| Fault::NoJson)
}

fn number(value: &Value, name: &'static str) -> Result<i64, Fault> {
    let of = value.get(name).and_then(Value::as_i64).filter(|number| *number > 0);
    of.ok_or(Fault::Field(name, "a whole number above 0"))
}

fn text(value: &Value, name: &'static str) -> Result<String, Fault> {
    let of = value.get(name).and_then(Value::as_str);
    let of =
        of.filter(|text| !text.is_empty() && text.len() <= MOST_TEXT && !text.chars().any(char::is_control));
    of.map(str::to_owned).ok_or(Fault::Field(name, "a text of at most 8,192 bytes in one line"))
}

/// A moment, as dates of the wire are written: with an offset, or without one in UTC; from 1970 to 9999.
fn moment(value: &Value, name: &'static str) -> Result<i64, Fault> {
    let written = value.get(name).and_then(Value::as_str).filter(|text| text.len() <= 64).unwrap_or_default();
    let read: Result<jiff::Timestamp, _> = written.parse();
    let read = read.or_else(|_| format!("{written}Z").parse::<jiff::Timestamp>());
    let at_ms = read.ok().map(jiff::Timestamp::as_millisecond).filter(|at| *at >= 0);
    at_ms.ok_or(Fault::Field(name, "a moment such as 2027-01-15T08:00:00Z"))
}

/// A code's number; none where there is none or it is in no list that is known.
fn code<T>(value: &Value, name: &str, of: fn(u16) -> Option<T>) -> Option<T> {
    of(u16::try_from(value.get(name)?.as_u64()?).ok()?)
}

fn login_of(value: &Value) -> Result<Login, Fault> {
    let seconds = value.get(field::EXPIRES).and_then(Value::as_u64).filter(|seconds| *seconds > 0);
    let seconds = seconds.ok_or(Fault::Field(field::EXPIRES, "seconds, above 0"))?;
    let expires_in = u32::try_from(seconds.min(86_400)).unwrap_or(86_400);
    let token = |name| {
        // It goes into a header.
        let of = text(value, name)?;
        let fits = of.bytes().all(|b| b.is_ascii_graphic());
        if fits { Ok(of) } else { Err(Fault::Field(name, "letters, digits and signs")) }
    };
    Ok(Login { bearer: token(field::BEARER)?, refresh: token(field::REFRESH)?, expires_in })
}

/// The answer to a login or a refresh.
///
/// # Errors
/// [`Fault`].
pub fn login(bytes: &[u8]) -> Result<Login, Fault> {
    login_of(&json(bytes)?)
}

/// The answer to a report with one address.
///
/// # Errors
/// [`Fault`].
pub fn made(bytes: &[u8]) -> Result<Made, Fault> {
    let told = json(bytes)?;
    let first = told.get(field::CONTENTS).and_then(|contents| contents.get(0));
    let first = first.ok_or(Fault::Field(field::CONTENTS, "a list with what was made"))?;
    Ok(Made { report: number(&told, field::REPORT_ID)?, content: number(first, field::CONTENT_ID)? })
}

fn done_of(value: &Value) -> Result<Done, Fault> {
    Ok(Done {
        number: number(value, field::ACTION_ID)?,
        what: code(value, field::ACTION_TYPE, Action::of),
        at_ms: moment(value, field::ACTION_DATE)?,
        reason: code(value, field::ACTION_REASON, Reason::of),
    })
}

fn content_of(value: &Value) -> Result<Content, Fault> {
    let actions = match value.get(field::ACTIONS) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) if list.len() <= MOST_ACTIONS => {
            list.iter().map(done_of).collect::<Result<_, _>>()?
        }
        Some(_) => return Err(Fault::Field(field::ACTIONS, "a list of at most 1,000")),
    };
    Ok(Content {
        number: number(value, field::CONTENT_ID)?,
        report: number(value, field::REPORT_ID).ok(),
        url: text(value, field::URL)?,
        received_ms: moment(value, field::RECEIVED)?,
        reference: text(value, field::REFERENCE).unwrap_or_default(),
        classification: code(value, field::CLASSIFICATION, Classification::of),
        actions,
    })
}

/// One content.
///
/// # Errors
/// [`Fault`].
pub fn content(bytes: &[u8]) -> Result<Content, Fault> {
    content_of(&json(bytes)?)
}

/// A list of content. One that cannot be read keeps no other back.
///
/// # Errors
/// [`Fault`] when it is no list.
pub fn list(bytes: &[u8]) -> Result<List, Fault> {
    let Value::Array(all) = json(bytes)? else { return Err(Fault::Field("the list", "a list")) };
    let mut list = List { length: all.len(), ..List::default() };
    for one in all.iter().take(MOST_CONTENT) {
        match content_of(one) {
            Ok(content) => list.contents.push(content),
            Err(_) => list.unreadable.push(number(one, field::CONTENT_ID).unwrap_or_default()),
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ONE: &str = r#"{"contentId":7,"reportId":3,"url":"https://host.example/a","receivedDate":"2027-01-15T08:00:00",
        "classification":1,"else":{"x":[1]},"actions":[{"actionId":2,"actionType":3,"actionDate":"2027-01-16T08:00:00+01:00",
        "actionReason":5},{"actionId":3,"actionType":99,"actionDate":"2027-01-16T08:00:00Z"}]}"#;

    #[test]
    fn a_content_is_read_with_what_was_done() {
        let one = content(ONE.as_bytes()).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!((one.number, one.report, one.received_ms), (7, Some(3), 1_800_000_000_000));
        assert_eq!((one.reference.as_str(), one.classification), ("", Some(Classification::Baseline)));
        assert_eq!(one.actions[0].what, Some(Action::Removed));
        assert_eq!(one.actions[0].reason, Reason::of(5));
        assert_eq!(one.actions[0].at_ms, 1_800_082_800_000);
        assert_eq!(one.actions[1].what, None, "a number that nobody knows is no action");
    }

    #[test]
    fn one_that_cannot_be_read_keeps_no_other_back() {
        let list = list(format!(r#"[{ONE},{{"contentId":8}},5]"#).as_bytes()).unwrap_or_default();
        assert_eq!((list.contents.len(), list.unreadable, list.length), (1, vec![8, 0], 3));
    }

    #[test]
    fn what_is_missing_is_named_and_what_stood_there_is_not_told() {
        let wrong = |bytes: &[u8]| content(bytes).err().map(|fault| fault.to_string()).unwrap_or_default();
        assert!(wrong(b"{").contains("no JSON"));
        assert!(wrong(br#"{"contentId":0}"#).contains("contentId"));
        let told = wrong(br#"{"contentId":1,"url":"https://secret.example","receivedDate":"soon"}"#);
        assert!(
            told.contains("receivedDate") && !told.contains("soon") && !told.contains("secret"),
            "{told}"
        );
        assert!(login(br#"{"bearerToken":"a b","refreshToken":"r","bearerTokenExpiresIn":9}"#).is_err());
        assert!(made(br#"{"reportId":1,"contents":[]}"#).is_err());
        assert_eq!(list(b"{}").err(), Some(Fault::Field("the list", "a list")));
        assert_eq!(login(&vec![b' '; MOST_BYTES + 1]).err(), Some(Fault::TooLong));
        assert!(content("[".repeat(100_000).as_bytes()).is_err(), "deep nesting ends");
    }

    proptest! {
        #[test]
        fn nothing_makes_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (login(&bytes).is_ok(), made(&bytes).is_ok(), content(&bytes).is_ok(), list(&bytes).is_ok());
        }

        #[test]
        fn moments_are_read_as_they_are_written(at in 0_i64..253_000_000_000_000) {
            let told = serde_json::json!({ "at": crate::ask::written(at) });
            prop_assert_eq!(moment(&told, "at"), Ok(at));
        }
    }
}
