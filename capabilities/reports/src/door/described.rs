//! The public door as OpenAPI 3.1 describes it: its own addresses for programs, and those of what stands beside it.

use super::api::MOST_JSON;
use super::ask::Door;
use crate::codes::{ChildKnows, Duty, Happening, Opinion, Reach, SaidOf, SecondLook};
use crate::gone::MOST_HASHES;
use crate::limits::{MAX_PICTURES, MAX_SHORT_CHARS, MAX_TEXT_CHARS};
use axum::Json;
use axum::extract::State;
use face::described;
use kernel::CodeList;
use kernel::codes::{AgeBand, DangerAnswer, QueueState, ReportingPerson};
use serde_json::{Map, Value, json};

/// A choice of a code list; empty for none.
fn choice<L: CodeList>() -> Value {
    let codes: Vec<&str> = std::iter::once("").chain(L::all().iter().map(|one| one.code())).collect();
    json!({ "type": "string", "enum": codes })
}

/// A text that is kept under lock and key.
fn words(least: usize) -> Value {
    json!({ "type": "string", "minLength": least, "maxLength": MAX_TEXT_CHARS })
}

/// A few words that are kept under lock and key.
fn few_words() -> Value {
    json!({ "type": "string", "maxLength": MAX_SHORT_CHARS })
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn json_body(schema: &Value) -> Value {
    json!({ "required": true, "content": { "application/json": { "schema": schema } } })
}

fn id() -> Value {
    json!({
        "type": "string", "pattern": "^([0-9a-fA-F]{64})?$",
        "description": "32 random bytes of the sender's choice, in hexadecimal. Sent again with the same content, nothing is entered twice and the answer is the same, the receipt included: it is derived from them. So draw them anew for each report and message, from the operating system's generator, and keep them as secret as the receipt.",
    })
}

/// What somebody at work says of what obliges them.
fn duty() -> Value {
    let fields = json!({
        "kind": choice::<Duty>(), "words": few_words(), "agency": few_words(), "child_knows": choice::<ChildKnows>(),
    });
    let mut duty = object(&fields, &[]);
    duty["description"] = "Of an official: what obliges them to report. `by` is `professional` then, and need not be said; the answer has a number for their file.".into();
    duty
}

/// What an official is told: a number for their file, and by when or when a person has read it.
fn official() -> Value {
    let text = json!({ "type": "string" });
    let fields = json!({ "number": text, "filed_at": text, "acknowledge_by": text, "acknowledged_at": text });
    object(&fields, &["number", "filed_at", "acknowledge_by", "acknowledged_at"])
}

/// A report as JSON, and as a form with pictures.
fn report_body() -> Value {
    let fields = json!({
        "text": words(0), "by": choice::<ReportingPerson>(), "danger": choice::<DangerAnswer>(),
        "age": choice::<AgeBand>(), "contact": few_words(), "contact_hours": few_words(), "contact_other": few_words(),
        "happening": choice::<Happening>(), "reach": choice::<Reach>(), "not_for": few_words(), "place": few_words(),
        "about": { "type": "array", "items": choice::<SaidOf>(), "description": "what stands there twice counts once" }, "id": id(),
        "hashes": {
            "type": "array", "maxItems": MOST_HASHES, "items": { "type": "string", "pattern": "^[0-9a-fA-F]{64}$" },
            "description": "SHA-256 of pictures that somebody wants gone, in the place of the pictures",
        },
    });
    let mut body = json_body(&object(&fields, &[]));
    body["description"] =
        "`text` has a word at least, or `happening`, `about` or `place` is told, or a picture, a voice message or a hash comes with it."
            .into();
    let mut with_pictures = fields;
    body["content"]["application/json"]["schema"]["properties"]["duty"] = duty();
    // A form has fields and no objects.
    with_pictures["duty"] = choice::<Duty>();
    with_pictures["child_knows"] = choice::<ChildKnows>();
    for field in ["duty_words", "agency"] {
        with_pictures[field] = few_words();
    }
    with_pictures["pictures"] = json!({
        "type": "array", "maxItems": MAX_PICTURES, "description": "JPEG, PNG, WebP or GIF, 10 MiB and 50 million pixels each",
        "items": { "type": "string", "format": "binary" },
    });
    with_pictures["hashes"] = json!({
        "type": "string", "pattern": "^([0-9a-fA-F]{64}(\\n[0-9a-fA-F]{64}){0,49})?$",
        "description": "the same, each on a line of its own",
    });
    with_pictures["voice"] = json!({
        "type": "string", "format": "binary", "description": "a voice message: WebM, Ogg, MP4, WAV or MP3, 10 MiB",
    });
    // Fields that the door does not know are not read.
    body["content"]["multipart/form-data"] =
        json!({ "schema": { "type": "object", "properties": with_pictures } });
    body
}

fn thread() -> Value {
    let text = json!({ "type": "string" });
    let said = object(
        &json!({ "at": text, "by": text, "text": text, "notice": text, "on": text }),
        &["at", "by", "text", "notice", "on"],
    );
    let states: Vec<&str> = QueueState::all().iter().map(|state| state.code()).collect();
    let looks = json!({
        "type": "string", "enum": SecondLook::all().iter().map(|look| look.code()).collect::<Vec<_>>(),
        "description": "Whether another person looks at it again; it can be asked for once, while `state` is not-pursued.",
    });
    let properties = json!({
        "state": { "type": "string", "enum": states }, "not_pursued": text, "answer_by": text,
        "said": { "type": "array", "items": said }, "older": { "type": "boolean" }, "second_look": looks,
        "official": { "oneOf": [official(), { "type": "null" }] },
    });
    object(&properties, &["state", "not_pursued", "answer_by", "said", "older", "second_look", "official"])
}

/// The chat: each line of the answer is one of these.
fn live() -> Value {
    let text = json!({ "type": "string" });
    let only = |event: &str| object(&json!({ "event": { "const": event } }), &["event"]);
    let said = thread()["properties"]["said"].clone();
    let message = object(&json!({ "event": { "const": "message" }, "said": said }), &["event", "said"]);
    let end = object(&json!({ "event": { "const": "end" }, "why": text }), &["event", "why"]);
    json!({ "oneOf": [message, only("here"), only("gone"), only("still"), end] })
}

fn operation(name: &str, about: &str, body: &Value, ok: &Value) -> Value {
    let too_large = format!("More than {MOST_JSON} bytes of JSON, or a form of more than 256 MiB.");
    json!({
        "operationId": name, "summary": about, "requestBody": body,
        "responses": {
            "200": { "description": "Done, durably.", "content": { "application/json": { "schema": ok } } },
            "413": { "description": too_large },
        },
    })
}

fn answers(operation: &mut Value, also: &[(&str, &str)]) {
    for (status, about) in also {
        operation["responses"][status] = json!({ "description": about });
    }
}

/// The door's own paths.
fn own() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let receipt_text =
        json!({ "type": "string", "format": "receipt", "description": "its words or its digits" });
    let used = ("409", "This id came before, with another content; nothing was taken in now.");
    let nobody = ("404", "No report has this receipt.");
    let receipt =
        object(&json!({ "words": { "type": "array", "items": text }, "digits": text }), &["words", "digits"]);
    let filed = object(&json!({ "receipt": receipt }), &["receipt"]);
    let taken = object(&json!({ "receipt": receipt, "official": official() }), &["receipt"]);
    let mut report = operation(
        "report",
        "Report; a form takes up to five pictures and a voice message.",
        &report_body(),
        &taken,
    );
    answers(&mut report, &[used]);

    let page = json!({
        "type": "integer", "minimum": 0, "maximum": u32::MAX,
        "description": "0, or nothing, is the latest 100; each further page is older.",
    });
    let by = object(&json!({ "receipt": receipt_text, "page": page }), &["receipt"]);
    let mut open = operation("thread", "Open replies by receipt.", &json_body(&by), &thread());
    answers(&mut open, &[nobody]);

    let about = "The thread as it goes on: a line of JSON for what was said so far, and one for each thing that happens, for 20 minutes at most. `here` and `gone`: whether somebody of the team has it open. `still`: nothing happened for ten seconds.";
    let body = json_body(&object(&json!({ "receipt": receipt_text }), &["receipt"]));
    let mut chat = operation("live", about, &body, &live());
    chat["responses"]["200"] = json!({ "description": "One line for each event.", "content": { "application/x-ndjson": { "schema": live() } } });
    answers(&mut chat, &[nobody]);

    let message = json!({ "receipt": receipt_text, "text": words(1), "id": id() });
    let sent = object(&json!({ "sent": { "const": true } }), &["sent"]);
    let body = json_body(&object(&message, &["receipt", "text"]));
    let mut further = operation("further", "Send a further message.", &body, &sent);
    answers(&mut further, &[nobody, used]);

    let asked = object(&json!({ "asked": { "const": true } }), &["asked"]);
    let body = json_body(&object(&json!({ "receipt": receipt_text, "id": id() }), &["receipt"]));
    let about = "Ask that another person looks at a report that was put aside.";
    let mut second_look = operation("second-look", about, &body, &asked);
    answers(&mut second_look, &[nobody, used]);

    let about = "Change the receipt for a new one, which is derived from `id`; the old one opens nothing from then on.";
    let own_id =
        json!({ "type": "string", "pattern": "^[0-9a-fA-F]{64}$", "description": id()["description"] });
    let body = json_body(&object(&json!({ "receipt": receipt_text, "id": own_id }), &["receipt", "id"]));
    let mut new_receipt = operation("new-receipt", about, &body, &filed);
    answers(&mut new_receipt, &[nobody, used]);

    let fields = json!({ "easy": choice::<Opinion>(), "serious": choice::<Opinion>(), "friend": choice::<Opinion>(), "id": id() });
    let mut body = json_body(&object(&fields, &[]));
    body["description"] = "One answer at least. It names no report and nobody.".into();
    let given = object(&json!({ "given": { "const": true } }), &["given"]);
    let about =
        "Say whether it was easy to tell, whether you felt taken seriously, whether you would tell a friend.";
    let mut opinion = operation("opinion", about, &body, &given);
    answers(&mut opinion, &[used]);

    let posts = [
        ("/api/reports", report),
        ("/api/thread", open),
        ("/api/thread/live", chat),
        ("/api/thread/messages", further),
        ("/api/thread/second-look", second_look),
        ("/api/thread/receipt", new_receipt),
        ("/api/opinions", opinion),
    ];
    posts.into_iter().map(|(path, operation)| (path.to_owned(), json!({ "post": operation }))).collect()
}

/// The whole document, with the paths of what stands beside the door.
pub(super) fn document(beside: &Map<String, Value>) -> Value {
    let mut paths = own();
    paths.extend(super::gateway::paths());
    paths.extend(beside.clone());
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        described::complete(operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Tutela, the public door", "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": { "schemas": { "Problem": described::schema() } },
    })
}

/// `GET /openapi.json` of the public door.
pub(super) async fn serve(State(door): State<Door>) -> Json<Value> {
    Json(document(door.beside()))
}
