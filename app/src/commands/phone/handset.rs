//! What a gateway sends for a telephone, signed, and what the door answers.

use crate::commands::client::{agent, read};
use crate::fault::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use couriers::hook::Secret;
use desk::Desk;
use serde_json::{Value, json};

/// A telephone and the gateway behind it.
pub(crate) struct Handset {
    agent: ureq::Agent,
    door: String,
    secret: Secret,
    from: String,
}

/// A number that no delivery had before.
fn fresh() -> Result<String, Fault> {
    let drawn: [u8; 16] = store::crypto::random().map_err(|error| Fault::Input(error.to_string()))?;
    Ok(drawn.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The number that was given, or a fresh one.
fn or_fresh(id: Option<&str>) -> Result<String, Fault> {
    id.map_or_else(fresh, |id| Ok(id.to_owned()))
}

impl Handset {
    /// A telephone with that number.
    pub(crate) fn new(door: &str, secret: Secret, from: &str) -> Handset {
        let (door, from) = (door.trim_end_matches('/').to_owned(), from.to_owned());
        Handset { agent: agent(), door, secret, from }
    }

    /// Sends one delivery.
    fn post(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        let (number, sent_at, body) = (fresh()?, Desk::now().0 / 1_000, body.to_string());
        let sent = self
            .agent
            .post(format!("{}/gateway/{path}", self.door))
            .header("content-type", "application/json")
            .header("webhook-id", &number)
            .header("webhook-timestamp", sent_at.to_string())
            .header("webhook-signature", self.secret.sign(&number, sent_at, &body))
            .send(body);
        let answer = read(sent)?;
        serde_json::from_str(&answer).map_err(|error| Fault::Input(format!("the door's answer: {error}")))
    }

    /// Sends a text message.
    ///
    /// # Errors
    /// [`Fault`] when the door does not take it.
    pub(crate) fn sms(&self, id: Option<&str>, text: &str) -> Result<Value, Fault> {
        self.post("sms", &json!({ "id": or_fresh(id)?, "from": self.from, "text": text }))
    }

    /// Sends all that was typed in a menu.
    ///
    /// # Errors
    /// [`Fault`] when the door does not take it.
    pub(crate) fn ussd(&self, session: Option<&str>, inputs: &[String], ended: bool) -> Result<Value, Fault> {
        let session = or_fresh(session)?;
        self.post("ussd", &json!({ "session": session, "from": self.from, "inputs": inputs, "ended": ended }))
    }

    /// Sends all that was pressed in a call, and what was said.
    ///
    /// # Errors
    /// [`Fault`] when the door does not take it.
    pub(crate) fn call(
        &self,
        id: Option<&str>,
        pressed: &[String],
        sound: Option<&[u8]>,
        ended: bool,
    ) -> Result<Value, Fault> {
        let recording = sound.map(|sound| STANDARD.encode(sound));
        let call = or_fresh(id)?;
        let body = json!({
            "call": call, "from": self.from, "digits": pressed, "recording": recording, "ended": ended,
        });
        self.post("call", &body)
    }
}

/// A number for a session or a call that goes on over several deliveries.
///
/// # Errors
/// [`Fault`] without randomness.
pub(super) fn session() -> Result<String, Fault> {
    fresh()
}
