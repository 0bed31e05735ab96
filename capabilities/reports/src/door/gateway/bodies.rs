//! What the gateway sends, and what it is answered with.

use super::filing::Line;
use super::{Declined, call, sms, ussd};
use crate::limits::MAX_TEXT_CHARS;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Longest number of a message, a session or a call at the gateway, in characters.
const MOST_ID: usize = 200;
/// Most inputs of one session, or keys pressed in one call.
const MOST_INPUTS: usize = 60;

/// A delivery.
pub(super) trait Body: DeserializeOwned + Send {
    /// The sender, as the network tells it.
    fn from(&self) -> &str;

    /// What does not fit.
    fn check(&self) -> Result<(), Declined>;

    /// What it is answered with.
    fn answer(self, line: &Line<'_>) -> impl Future<Output = Result<Value, Declined>> + Send;
}

/// A text message.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sms {
    pub(super) id: String,
    #[serde(default)]
    from: String,
    /// The number that it was sent to: told by most providers, and of no use here.
    #[serde(default)]
    #[expect(dead_code, reason = "it is taken so that adapters may pass on what they have")]
    to: String,
    pub(super) text: String,
    /// The language of whoever has no letters in their text; empty where the adapter knows none.
    #[serde(default)]
    pub(super) language: String,
}

/// A menu: all that was typed in it so far.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ussd {
    pub(super) session: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    #[expect(dead_code, reason = "it is taken so that adapters may pass on what they have")]
    to: String,
    #[serde(default)]
    pub(super) inputs: Vec<String>,
    /// The session is over: whoever typed has gone.
    #[serde(default)]
    pub(super) ended: bool,
}

/// A call: all keys pressed in it so far, and at last what was said.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Call {
    pub(super) call: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    #[expect(dead_code, reason = "it is taken so that adapters may pass on what they have")]
    to: String,
    #[serde(default)]
    pub(super) digits: Vec<String>,
    /// A sound file in Base64.
    #[serde(default)]
    pub(super) recording: Option<String>,
    /// Whoever called has hung up.
    #[serde(default)]
    pub(super) ended: bool,
}

fn check_id(field: &str, id: &str) -> Result<(), Declined> {
    let length = id.chars().count();
    if id.trim().is_empty() || length > MOST_ID {
        let right = "the gateway's own number, 1 to 200 characters, the same whenever it is sent again";
        return Err(Declined::field(field, format!("has {length} characters"), right));
    }
    Ok(())
}

fn check_text(field: &str, text: &str) -> Result<(), Declined> {
    let length = text.chars().count();
    if text.contains('\0') || length > MAX_TEXT_CHARS {
        let right = "at most 20,000 characters, no NUL";
        return Err(Declined::field(field, format!("has {length} characters, or a NUL"), right));
    }
    Ok(())
}

fn check_inputs(field: &str, inputs: &[String]) -> Result<(), Declined> {
    if inputs.len() > MOST_INPUTS {
        return Err(Declined::field(field, format!("are {}", inputs.len()), "at most 60"));
    }
    inputs.iter().try_for_each(|input| check_text(field, input))
}

impl Body for Sms {
    fn from(&self) -> &str {
        &self.from
    }

    fn check(&self) -> Result<(), Declined> {
        check_id("id", &self.id)?;
        check_text("text", &self.text)
    }

    async fn answer(self, line: &Line<'_>) -> Result<Value, Declined> {
        Ok(sms::answer(line, self).await?.into())
    }
}

impl Body for Ussd {
    fn from(&self) -> &str {
        &self.from
    }

    fn check(&self) -> Result<(), Declined> {
        check_id("session", &self.session)?;
        check_inputs("inputs", &self.inputs)
    }

    async fn answer(self, line: &Line<'_>) -> Result<Value, Declined> {
        Ok(ussd::answer(line, self).await?.into())
    }
}

impl Body for Call {
    fn from(&self) -> &str {
        &self.from
    }

    fn check(&self) -> Result<(), Declined> {
        check_id("call", &self.call)?;
        check_inputs("digits", &self.digits)
    }

    async fn answer(self, line: &Line<'_>) -> Result<Value, Declined> {
        Ok(call::answer(line, self).await?.into())
    }
}

/// Reads and checks a delivery. What is wrong names a place and none of its words, which are somebody's.
pub(super) fn read<B: Body>(bytes: &[u8]) -> Result<B, Declined> {
    use serde_json::error::Category;
    let body: B = serde_json::from_slice(bytes).map_err(|fault| {
        let kind = match fault.classify() {
            Category::Io | Category::Syntax => "is no JSON",
            Category::Data => "has a field that is unknown, missing or of another kind",
            Category::Eof => "ends too early",
        };
        let wrong = format!("{kind}, at line {}, column {}", fault.line(), fault.column());
        Declined::field("body", wrong, "an object as docs/phones.md and /openapi.json describe it")
    })?;
    body.check()?;
    Ok(body)
}
