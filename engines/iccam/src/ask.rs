//! What is asked: method, path below the peer's endpoint, and body.

use crate::codes::{Action, Classification};
use crate::field;
use serde_json::{Value, json};

/// How it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Enters something new: asked twice, it is there twice.
    Post,
    /// Says how something is: asked twice, it is so once.
    Put,
}

/// One call.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    /// How.
    pub method: Method,
    /// Path and query, without a leading slash.
    pub path: String,
    /// The body; none where there is none.
    pub body: Option<String>,
}

impl Asked {
    fn of(method: Method, path: String, body: Option<Value>) -> Asked {
        Asked { method, path, body: body.map(|body| body.to_string()) }
    }
}

/// Which list of content is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Assigned to whoever asks, and nothing was done about it.
    Unactioned,
    /// The hotline that has it has told no number of its own.
    NoReference,
}

impl Shelf {
    fn name(self) -> &'static str {
        match self {
            Shelf::Unactioned => "unactioned",
            Shelf::NoReference => "no-reference",
        }
    }
}

/// Begins: name and password for two tokens.
#[must_use]
pub fn log_in(user: &str, password: &str) -> Asked {
    Asked::of(Method::Post, "Authentication".into(), Some(json!({ "username": user, "password": password })))
}

/// Goes on: a refresh token for two new ones. The name of the field is assumed to be the one of the answer.
#[must_use]
pub fn refresh(refresh_token: &str) -> Asked {
    Asked::of(Method::Post, "Authentication/refresh".into(), Some(json!({ field::REFRESH: refresh_token })))
}

/// Hands an address over. It says the address and the State of its host, and nothing of who found it, who told of it or who is shown.
#[must_use]
pub fn report(url: &str, country: &str) -> Asked {
    let content = json!({ field::URL: url, field::COUNTRY: country });
    Asked::of(Method::Post, "rest/reports".into(), Some(json!({ field::CONTENTS: [content] })))
}

/// Says what is at an address, by the law of whoever says so.
#[must_use]
pub fn assess(content: i64, what: Classification) -> Asked {
    let body = json!({ field::CLASSIFICATION: what.number() });
    Asked::of(Method::Put, format!("rest/Content/{content}/assessment"), Some(body))
}

/// Says in which State the host stands.
#[must_use]
pub fn hosting(content: i64, country: &str) -> Asked {
    Asked::of(
        Method::Put,
        format!("rest/Content/{content}/url/hosting"),
        Some(json!({ field::COUNTRY: country })),
    )
}

/// Says whose it is: the hotline of that State.
#[must_use]
pub fn assign(content: i64, country: &str) -> Asked {
    let body = json!({ field::COUNTRY: country });
    Asked::of(Method::Put, format!("rest/Content/{content}/assigned-country"), Some(body))
}

/// Says under which number it is kept here.
#[must_use]
pub fn reference(content: i64, reference: &str) -> Asked {
    let body = json!({ field::REFERENCE: reference });
    Asked::of(Method::Put, format!("rest/Content/{content}/hotline-reference"), Some(body))
}

/// Says what was done, and when, as [`written`] writes it.
#[must_use]
pub fn action(content: i64, what: Action, at_ms: i64) -> Asked {
    let body = json!({ field::ACTION_TYPE: what.number(), field::ACTION_DATE: written(at_ms) });
    Asked::of(Method::Post, format!("rest/Content/{content}/actions"), Some(body))
}

/// One content, with all actions.
#[must_use]
pub fn content(content: i64) -> Asked {
    Asked::of(Method::Get, format!("rest/Content/{content}"), None)
}

/// A list of content that came in from then on. The name of the parameter for the date is assumed.
#[must_use]
pub fn list(shelf: Shelf, from_ms: i64, most: usize) -> Asked {
    let from = written(from_ms).replace(':', "%3A");
    Asked::of(
        Method::Get,
        format!("rest/Content/{}?maxResults={most}&receivedStartDate={from}", shelf.name()),
        None,
    )
}

/// A moment as the wire writes it: UTC, to the millisecond.
#[must_use]
pub fn written(at_ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at_ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    format!("{at:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_those_of_the_interface() {
        let asked = report("https://host.example/a?\"b\"", "FR");
        let body: Value = serde_json::from_str(asked.body.as_deref().unwrap()).unwrap();
        assert_eq!(body["contents"][0]["url"], "https://host.example/a?\"b\"");
        assert_eq!(
            body["contents"][0].as_object().unwrap().len(),
            2,
            "the address and its State, and nobody"
        );
        assert_eq!(action(7, Action::Removed, 0).path, "rest/Content/7/actions");
        assert_eq!(
            action(7, Action::Removed, 1_800_000_000_123).body.unwrap(),
            r#"{"actionDate":"2027-01-15T08:00:00.123Z","actionType":3}"#
        );
        assert_eq!(
            list(Shelf::Unactioned, 1_800_000_000_000, 50).path,
            "rest/Content/unactioned?maxResults=50&receivedStartDate=2027-01-15T08%3A00%3A00.000Z"
        );
        for put in [assess(7, Classification::Baseline), hosting(7, "FR"), assign(7, "FR"), reference(7, "r")]
        {
            assert_eq!(put.method, Method::Put, "asked twice, it is so once");
        }
    }
}
