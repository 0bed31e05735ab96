//! An act as a form, drawn from its schema: `GET /acts/{name}` shows it, `POST` enters it.
//!
//! What stands in the address fills the fields, and ids that came by the address stay hidden: a case's page links to
//! `/acts/cases.close?case=...&next=/cases/...`. Labels are `field-NAME`, titles `act-NAME`.

use crate::acts::{ActDoor, ActEnvelope, enter};
use crate::caller::{Caller, label};
use crate::room::Desk;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use face::{Choice, ErrorStatus, FieldError, Form, Page, Problem, StaffFrame, Texts, Typed};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// One field of an act, as far as a form must know.
#[derive(Clone, Debug, PartialEq)]
struct ActField {
    name: String,
    kind: Kind,
    required: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Text,
    Number,
    YesNo,
    One { list: String, codes: Vec<String> },
    Several { list: String, codes: Vec<String> },
}

#[derive(Template)]
#[template(path = "act.html")]
struct ActPage<'a> {
    title: String,
    form: Form<'a>,
    action: String,
    hidden: Vec<(String, String)>,
    fields: Vec<String>,
}

/// The fields of an act, from its schema with references followed.
fn fields(door: &ActDoor) -> Vec<ActField> {
    let (schema, others) = (door.schema)();
    let others: BTreeMap<String, Value> = others
        .into_iter()
        .filter_map(|(name, schema)| Some((name, serde_json::to_value(schema).ok()?)))
        .collect();
    let schema = serde_json::to_value(schema).unwrap_or_default();
    let mut fields = fields_of(&schema, "", &others);
    // Ids first, then what is known of the thing, then when and by whom: the order in which people fill paper forms.
    fields.sort_by_key(|field| {
        (!field.required, matches!(short(&field.name), "authority" | "happened" | "document"))
    });
    fields
}

/// The fields of one object; those of an object inside it are named with a dot: `deed.case`.
fn fields_of(schema: &Value, before: &str, others: &BTreeMap<String, Value>) -> Vec<ActField> {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut fields = Vec::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let inner = follow(property, others);
        if inner["properties"].is_object() {
            fields.extend(fields_of(inner, &format!("{before}{name}."), others));
        } else {
            let required = required.contains(&name.as_str());
            fields.push(ActField { name: format!("{before}{name}"), kind: kind(property, others), required });
        }
    }
    fields
}

/// The last part of a field's name: what its label is called after.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Puts a value where a dotted name says.
fn put(act: &mut Map<String, Value>, name: &str, value: Value) {
    match name.split_once('.') {
        None => drop(act.insert(name.to_owned(), value)),
        Some((object, rest)) => {
            let inner = act.entry(object).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

fn follow<'v>(property: &'v Value, others: &'v BTreeMap<String, Value>) -> &'v Value {
    let alternatives = property["oneOf"].as_array().or_else(|| property["anyOf"].as_array());
    let property = match alternatives {
        Some(all) => all.iter().find(|one| one["type"] != "null").unwrap_or(property),
        None => property,
    };
    let name = property["$ref"].as_str().and_then(|path| path.rsplit('/').next());
    name.and_then(|name| others.get(name)).unwrap_or(property)
}

fn kind(property: &Value, others: &BTreeMap<String, Value>) -> Kind {
    let schema = follow(property, others);
    let is = |wanted: &str| {
        schema["type"] == wanted || schema["type"].as_array().is_some_and(|all| all.contains(&wanted.into()))
    };
    if let Some((list, codes)) = codes(schema) {
        return Kind::One { list, codes };
    }
    if is("array") {
        return match codes(follow(&schema["items"], others)) {
            Some((list, codes)) => Kind::Several { list, codes },
            None => Kind::Text,
        };
    }
    match (is("boolean"), is("integer")) {
        (true, _) => Kind::YesNo,
        (_, true) => Kind::Number,
        _ => Kind::Text,
    }
}

/// The codes of a code list's schema, with the list's name, which its description begins with.
fn codes(schema: &Value) -> Option<(String, Vec<String>)> {
    let codes: Vec<String> =
        schema["enum"].as_array()?.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect();
    let list = schema["description"].as_str()?.split_once(" (version").map(|(name, _)| name.to_owned())?;
    Some((list, codes))
}

fn choices(texts: &Texts, list: &str, codes: &[String]) -> Vec<Choice> {
    codes.iter().map(|code| Choice::new(code, label(texts, &format!("{list}-{code}"), code))).collect()
}

fn draw(form: &Form<'_>, texts: &Texts, field: &ActField) -> String {
    let key = format!("field-{}", short(&field.name).replace('_', "-"));
    let hint = format!("{key}-hint");
    macro_rules! finished {
        ($made:expr) => {{
            let made = if texts.has(&hint) { $made.hint(&hint) } else { $made };
            if field.required { made.to_string() } else { made.optional().to_string() }
        }};
    }
    match &field.kind {
        Kind::Text => finished!(form.line(&field.name, &key)),
        Kind::Number => finished!(form.line(&field.name, &key).width(10)),
        Kind::YesNo => finished!(form.yes_no(&field.name, &key)),
        Kind::One { list, codes } if codes.len() <= 6 => {
            finished!(form.radios(&field.name, &key, choices(texts, list, codes)))
        }
        Kind::One { list, codes } => finished!(form.select(&field.name, &key, choices(texts, list, codes))),
        Kind::Several { list, codes } => {
            finished!(form.checkboxes(&field.name, &key, choices(texts, list, codes)))
        }
    }
}

/// The form of an act, with what was typed and what is wrong.
pub fn act_page(
    frame: &StaffFrame,
    door: &ActDoor,
    typed: &Typed,
    given: &[(String, String)],
    errors: &[FieldError],
) -> Page {
    let texts = &frame.texts;
    let form = Form::again(texts, typed, errors);
    let is_given = |name: &str| given.iter().any(|(field, value)| field == name && !value.is_empty());
    let all = fields(door);
    let shown = all.iter().filter(|field| !is_given(&field.name));
    let mut drawn: Vec<String> = shown.map(|field| draw(&form, texts, field)).collect();
    for slot in door.slots {
        let field = form.lines(&format!("sealed-{}", slot.slot), slot.label);
        drawn.push(if slot.required { field.to_string() } else { field.optional().to_string() });
    }
    let title = texts.t(&format!("act-{}", door.kind.name.replace('.', "-")));
    let page = ActPage {
        title: title.clone(),
        form: form.clone(),
        action: format!("/acts/{}", door.kind.name),
        hidden: given.to_vec(),
        fields: drawn,
    };
    Page::staff(frame, &title, &page)
}

/// What the address gives: every parameter but the language.
fn given(uri: &Uri) -> Vec<(String, String)> {
    let typed = uri.query().unwrap_or("");
    let pairs = typed.split('&').filter_map(|pair| pair.split_once('='));
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./:".contains(&b));
    let decoded = |text: &str| text.replace("%2F", "/").replace("%2f", "/");
    pairs
        .map(|(name, value)| (decoded(name), decoded(value)))
        .filter(|(name, value)| name != "lang" && plain(name) && plain(value))
        .collect()
}

async fn show(State(desk): State<Desk>, caller: Caller, Path(name): Path<String>, uri: Uri) -> Response {
    let frame = caller.frame(&desk);
    let Some(door) = desk.act(&name) else {
        return Problem::of(&caller.texts, ErrorStatus::NOT_FOUND).staff_page(&frame).into_response();
    };
    let given = given(&uri);
    let typed = given.iter().fold(Typed::nothing(), |typed, (name, value)| typed.and(name, value));
    act_page(&frame, door, &typed, &given, &[]).into_response()
}

/// Only a path of this very site is somewhere to go next.
fn local(next: &str) -> Option<&str> {
    (next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n'])).then_some(next)
}

fn envelope(door: &ActDoor, typed: &Typed) -> Result<ActEnvelope, FieldError> {
    let mut act = Map::new();
    for field in fields(door) {
        let text = typed.get(&field.name);
        let value = match &field.kind {
            Kind::Several { .. } => {
                json!(typed.all(&field.name).filter(|one| !one.is_empty()).collect::<Vec<_>>())
            }
            _ if text.is_empty() && !field.required => continue,
            Kind::Number => match text.parse::<i64>() {
                Ok(number) => json!(number),
                Err(_) => {
                    return Err(FieldError {
                        field: field.name,
                        wrong: format!("'{text}' is no number"),
                        right: "digits".into(),
                    });
                }
            },
            Kind::YesNo => json!(text == "yes" || text == "true"),
            Kind::Text | Kind::One { .. } => json!(text),
        };
        put(&mut act, &field.name, value);
    }
    let texts =
        door.slots.iter().map(|slot| (slot.slot, typed.get(&format!("sealed-{}", slot.slot)).to_owned()));
    let sealed = texts.filter(|(_, text)| !text.is_empty()).collect();
    let id = typed.get("act-id").parse().ok();
    Ok(ActEnvelope { id, purpose: None, act: Value::Object(act), sealed })
}

async fn send(State(desk): State<Desk>, caller: Caller, Path(name): Path<String>, typed: Typed) -> Response {
    let frame = caller.frame(&desk);
    let Some(door) = desk.act(&name).cloned() else {
        return Problem::of(&caller.texts, ErrorStatus::NOT_FOUND).staff_page(&frame).into_response();
    };
    let entered = match envelope(&door, &typed) {
        Ok(envelope) => enter(&desk, &caller, door.clone(), envelope).await.map_err(Some),
        Err(error) => Err(Some(
            Problem::of(&caller.texts, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![error]),
        )),
    };
    let problem = match entered {
        Ok(_) => return Redirect::to(local(typed.get("next")).unwrap_or("/")).into_response(),
        Err(problem) => problem.unwrap_or_else(|| Problem::of(&caller.texts, ErrorStatus::INTERNAL)),
    };
    let known: Vec<FieldError> = problem.errors().to_vec();
    let is_input = known.iter().any(|error| error.field != "act");
    if !is_input {
        return problem.staff_page(&frame).into_response();
    }
    let hidden: Vec<(String, String)> = ["next"]
        .into_iter()
        .map(|name| (name.to_owned(), typed.get(name).to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    act_page(&frame, &door, &typed, &hidden, &known)
        .with_status(StatusCode::UNPROCESSABLE_ENTITY)
        .into_response()
}

/// `GET` and `POST /acts/{name}`: every act of every room as a form.
pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/acts/{name}", get(show).post(send))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::erasure::AskErasure;

    #[test]
    fn only_local_paths_are_somewhere_to_go_next() {
        assert_eq!(local("/cases/1"), Some("/cases/1"));
        for bad in ["", "//elsewhere.example", "https://elsewhere.example", "/a\\b"] {
            assert_eq!(local(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_form_of_an_act_asks_for_its_fields() {
        let door = ActDoor::of::<AskErasure>(&[]);
        assert_eq!(fields(&door), [ActField { name: "subject".into(), kind: Kind::Text, required: true }]);
        let envelope = envelope(&door, &Typed::nothing().and("subject", " 07 ")).unwrap();
        assert_eq!(envelope.act, json!({ "subject": "07" }));
    }
}
