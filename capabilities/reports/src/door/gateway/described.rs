//! The addresses of the gateway, as OpenAPI describes them.

use super::parts::SHOWN_OF_THE_NETWORK;
use super::{MOST_BODY, MOST_CALL_BODY};
use crate::limits::MAX_TEXT_CHARS;
use serde_json::{Map, Value, json};

const ABOUT: &str = "Taken from the operator's gateway alone, which signs it (docs/phones.md); answered with 404 where this door has none. A delivery \
     that comes again under its number files nothing twice and gets the same answer.";

/// The headers that sign a delivery.
fn headers() -> Value {
    let header = |name: &str, about: &str| {
        json!({
            "name": name, "in": "header", "required": true, "description": about, "schema": { "type": "string" },
        })
    };
    json!([
        header("webhook-id", "The delivery's own number, 1 to 200 characters"),
        header(
            "webhook-timestamp",
            "When it is sent: seconds since 1970-01-01, UTC; at most 5 minutes from now"
        ),
        header(
            "webhook-signature",
            "\"v1,\" and HMAC-SHA-256 over \"ID.TIMESTAMP.BODY\" in Base64 (Standard Webhooks 1.0.0)"
        ),
    ])
}

fn text(about: &str) -> Value {
    json!({ "type": "string", "description": about })
}

fn id(about: &str) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 200, "description": about })
}

/// What each delivery says of its sender.
fn of_sender(mut fields: Value) -> Value {
    let from = "The sender's number, as +12025550101; nothing where none is shown. It is not kept.";
    fields["from"] = json!({ "type": "string", "maxLength": 60, "description": from });
    fields["to"] = text("The number that it was sent to; of no use here");
    fields
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn operation(name: &str, summary: &str, most: usize, body: &Value, ok: &Value) -> Value {
    let json_of = |schema: &Value| json!({ "application/json": { "schema": schema } });
    json!({
        "operationId": name, "summary": summary, "description": ABOUT, "parameters": headers(),
        "requestBody": { "required": true, "content": json_of(body) },
        "responses": {
            "200": { "description": "What goes back to the telephone; what was told is filed, durably.", "content": json_of(ok) },
            "401": { "description": "Not signed by the gateway of this door, or not just now." },
            "404": { "description": "This door has no gateway." },
            "409": { "description": "This number came before, with another content; nothing was taken in now." },
            "413": { "description": format!("More than {most} bytes.") },
        },
    })
}

fn sms() -> Value {
    let body = of_sender(json!({
        "id": id("The message's own number, the same whenever it is sent again"),
        "text": { "type": "string", "maxLength": MAX_TEXT_CHARS },
        "language": text("The language to answer in; nothing, and the text tells"),
    }));
    let reply = json!({ "reply": {
        "type": "array", "items": { "type": "string" },
        "description": "Messages to send back, in this order, each of 160 characters of the network's alphabet or 70 of another",
    } });
    let ok = object(&reply, &["reply"]);
    operation("gateway-sms", "A text message came.", MOST_BODY, &object(&body, &["id", "text"]), &ok)
}

fn ussd() -> Value {
    let body = of_sender(json!({
        "session": id("The session's own number"),
        "inputs": {
            "type": "array", "maxItems": 60, "items": { "type": "string", "maxLength": MAX_TEXT_CHARS },
            "description": "All that was typed in this session so far",
        },
        "ended": { "type": "boolean", "description": "The session broke off: what was chosen is filed" },
    }));
    let shown = json!({
        "text": { "type": "string", "maxLength": SHOWN_OF_THE_NETWORK, "description": "182 characters of the network's alphabet at most, or 80 of another" }, "end": { "type": "boolean", "description": "The session ends with this screen" },
    });
    let ok = object(&shown, &["text", "end"]);
    operation("gateway-ussd", "A step in a menu.", MOST_BODY, &object(&body, &["session"]), &ok)
}

fn call() -> Value {
    let body = of_sender(json!({
        "call": id("The call's own number"),
        "digits": {
            "type": "array", "maxItems": 60, "items": { "type": "string", "maxLength": MAX_TEXT_CHARS },
            "description": "What was pressed at each \"gather\" so far; empty where nothing was",
        },
        "recording": { "type": ["string", "null"], "description": "What was recorded: WebM, Ogg, MP4, WAV or MP3 in Base64, at most 10 MiB" },
        "ended": { "type": "boolean", "description": "Whoever called has hung up" },
    }));
    let action = json!({
        "type": "object", "required": ["do"],
        "properties": {
            "do": { "enum": ["say", "gather", "record", "hang_up"] },
            "text": text("What is read out"), "language": text("In which language it is read out"),
            "digits": { "type": "integer", "description": "So many keys at most" },
            "seconds": { "type": "integer", "description": "So long at most" },
        },
    });
    let ok = object(&json!({ "actions": { "type": "array", "items": action } }), &["actions"]);
    operation("gateway-call", "A step in a call.", MOST_CALL_BODY, &object(&body, &["call"]), &ok)
}

/// The paths of the gateway.
pub(in crate::door) fn paths() -> Map<String, Value> {
    let posts = [("/gateway/sms", sms()), ("/gateway/ussd", ussd()), ("/gateway/call", call())];
    posts.into_iter().map(|(path, operation)| (path.to_owned(), json!({ "post": operation }))).collect()
}
