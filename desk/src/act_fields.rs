//! The fields of an act as a form must know them, read from the act's schema; and what was typed, as the act's JSON.

use crate::acts::{ActDoor, ActEnvelope};
use face::{FieldError, Texts, Typed};
use kernel::Id;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// One field of an act, as far as a form must know.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ActField {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A number of this system.
    Id,
    /// Several of them, with spaces or lines between.
    Ids,
    Text,
    /// A text of several sentences.
    LongText,
    Number,
    YesNo,
    One {
        list: String,
        codes: Vec<String>,
    },
    Several {
        list: String,
        codes: Vec<String>,
    },
}

impl ActField {
    /// Key of its label.
    pub(crate) fn label_key(&self) -> String {
        format!("field-{}", short(&self.name).replace('_', "-"))
    }

    /// The value that it would be given, where that is a number of this system.
    pub(crate) fn id_of(&self, typed: &Typed) -> Option<Id> {
        (self.kind == Kind::Id).then(|| typed.get(&self.name).parse().ok()).flatten()
    }
}

/// From so many letters on a text is asked for in a field of several lines.
const LONG: u64 = 200;

/// The fields of an act, from its schema with references followed. What follows a sealed text or the act's id is not
/// asked for.
pub(crate) fn fields(door: &ActDoor) -> Vec<ActField> {
    let (schema, others) = (door.schema)();
    let others: BTreeMap<String, Value> = others
        .into_iter()
        .filter_map(|(name, schema)| Some((name, serde_json::to_value(schema).ok()?)))
        .collect();
    let schema = serde_json::to_value(schema).unwrap_or_default();
    let mut fields = fields_of(&schema, "", &others);
    fields.retain(|field| door.tells.is_none_or(|(told, _)| told != field.name));
    fields.retain(|field| door.makes.is_none_or(|made| made != field.name));
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
pub(crate) fn put(act: &mut Map<String, Value>, name: &str, value: Value) {
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

/// The alternative of a property that is not null.
fn chosen(property: &Value) -> &Value {
    let alternatives = property["oneOf"].as_array().or_else(|| property["anyOf"].as_array());
    alternatives.and_then(|all| all.iter().find(|one| one["type"] != "null")).unwrap_or(property)
}

/// The name of the schema that a property refers to.
fn referred(property: &Value) -> Option<&str> {
    chosen(property)["$ref"].as_str().and_then(|path| path.rsplit('/').next())
}

fn follow<'v>(property: &'v Value, others: &'v BTreeMap<String, Value>) -> &'v Value {
    referred(property).and_then(|name| others.get(name)).unwrap_or_else(|| chosen(property))
}

fn kind(property: &Value, others: &BTreeMap<String, Value>) -> Kind {
    if referred(property) == Some("Id") {
        return Kind::Id;
    }
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
            None if referred(&schema["items"]) == Some("Id") => Kind::Ids,
            None => Kind::Text,
        };
    }
    match (is("boolean"), is("integer")) {
        (true, _) => Kind::YesNo,
        (_, true) => Kind::Number,
        _ if schema["maxLength"].as_u64().is_some_and(|most| most > LONG) => Kind::LongText,
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

/// An act's fields as JSON from pairs of name and text, as a command line gives them: an object's fields are named with a
/// dot, a list's name comes again for each of its values.
///
/// # Errors
/// The first name that this act does not have, or that holds something else than its schema says.
pub fn act_of_pairs(
    door: &ActDoor,
    pairs: &[(&str, &str)],
    texts: &Texts,
) -> Result<Map<String, Value>, FieldError> {
    let fields = fields(door);
    let typed = pairs.iter().fold(Typed::nothing(), |typed, (name, text)| typed.and(*name, *text));
    let mut act = Map::new();
    for (name, _) in pairs {
        let field = fields.iter().find(|field| field.name == *name).ok_or_else(|| FieldError {
            field: (*name).to_owned(),
            wrong: format!("{} has no such field", door.kind.name),
            right: fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", "),
        })?;
        let several = matches!(field.kind, Kind::Several { .. } | Kind::Ids);
        if !several && typed.all(name).count() > 1 {
            return Err(FieldError {
                field: (*name).to_owned(),
                wrong: "is given twice".into(),
                right: "one value".into(),
            });
        }
        if let Some(value) = value(field, &typed, texts)? {
            put(&mut act, name, value);
        }
    }
    Ok(act)
}

/// The name of a sealed text's field; also the id of its element, so it has no dot.
pub(crate) fn sealed_name(slot: u16) -> String {
    format!("sealed-{slot}")
}

/// What was typed as an act, or everything that keeps it from being one.
pub(crate) fn envelope(door: &ActDoor, typed: &Typed, texts: &Texts) -> Result<ActEnvelope, Vec<FieldError>> {
    let (mut act, mut errors) = (Map::new(), Vec::new());
    for field in fields(door) {
        match value(&field, typed, texts) {
            Ok(Some(value)) => put(&mut act, &field.name, value),
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let sealed = door.slots.iter().map(|slot| (slot.slot, typed.get(&sealed_name(slot.slot)).to_owned()));
    let sealed = sealed.filter(|(_, text)| !text.is_empty()).collect();
    let id = typed.get("act-id").parse().ok();
    Ok(ActEnvelope { id, purpose: None, act: Value::Object(act), sealed })
}

/// What was typed into one field; none where nothing was and nothing must be.
fn value(field: &ActField, typed: &Typed, texts: &Texts) -> Result<Option<Value>, FieldError> {
    let text = typed.get(&field.name);
    let wrong = |what: &str| {
        Err(FieldError::new(texts, &field.name, &format!("act-{what}-wrong"), &format!("act-{what}-right")))
    };
    match &field.kind {
        Kind::Several { .. } => {
            let chosen = typed.all(&field.name).filter(|one| !one.is_empty());
            Ok(Some(json!(chosen.collect::<Vec<_>>())))
        }
        Kind::Ids => {
            let all = typed.all(&field.name).flat_map(|text| text.split_whitespace());
            Ok(Some(json!(all.collect::<Vec<_>>())))
        }
        _ if text.is_empty() && !field.required => Ok(None),
        Kind::Number => match text.parse::<i64>() {
            Ok(number) => Ok(Some(json!(number))),
            Err(_) => wrong("number"),
        },
        // An answer that nobody gave is no "no".
        Kind::YesNo => match text {
            "yes" | "true" => Ok(Some(json!(true))),
            "no" | "false" => Ok(Some(json!(false))),
            _ => wrong("answer"),
        },
        Kind::One { .. } if text.is_empty() => wrong("choice"),
        Kind::Id | Kind::Text | Kind::LongText | Kind::One { .. } => Ok(Some(json!(text))),
    }
}

/// An error at the field of the form that it is about: the act may name the field of an object without the object, one of
/// several values, or a sealed text by its slot. Without a field of the form, it stands above the form alone.
pub(crate) fn placed(door: &ActDoor, error: FieldError) -> FieldError {
    let said = error.field.split('[').next().unwrap_or_default();
    let told = door.tells.filter(|(told, _)| *told == said).map(|(_, slot)| slot);
    let slot = said.strip_prefix("sealed.").and_then(|slot| slot.parse::<u16>().ok()).or(told);
    let all = fields(door);
    let named = |name: &str| all.iter().find(|field| field.name == name);
    let alone = || {
        let mut same = all.iter().filter(|field| short(&field.name) == short(said));
        same.next().filter(|_| same.next().is_none())
    };
    let field = match slot {
        Some(slot) => sealed_name(slot),
        None => named(said).or_else(alone).map(|field| field.name.clone()).unwrap_or_default(),
    };
    FieldError { field, ..error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Try, texts};
    use kernel::erasure::AskErasure;

    fn typed() -> Typed {
        Typed::nothing().and("matter", "07".repeat(16)).and("sure", "yes").and("how", "enters")
    }

    #[test]
    fn the_form_of_an_act_asks_for_its_fields() {
        let door = ActDoor::of::<AskErasure>(&[]);
        assert_eq!(fields(&door), [ActField { name: "subject".into(), kind: Kind::Id, required: true }]);
        let envelope = envelope(&door, &Typed::nothing().and("subject", " 07 "), &texts()).unwrap();
        assert_eq!(envelope.act, json!({ "subject": "07" }));
    }

    #[test]
    fn several_numbers_stand_in_one_field_each_by_itself() {
        let door = ActDoor::of::<kernel::erasure::ConfirmErasures>(&[]);
        assert_eq!(fields(&door), [ActField { name: "subjects".into(), kind: Kind::Ids, required: true }]);
        let typed = Typed::nothing().and("subjects", " 07 08\n09 ").and("subjects", "0a");
        assert_eq!(
            envelope(&door, &typed, &texts()).unwrap().act["subjects"],
            json!(["07", "08", "09", "0a"])
        );
    }

    #[test]
    fn an_answer_that_nobody_gave_is_an_error_and_no_no() {
        let door = Try::door();
        let unanswered = Typed::nothing().and("matter", "07".repeat(16));
        let errors = envelope(&door, &unanswered, &texts()).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["how", "sure"], "everything that is wrong at once");
        assert!(errors.iter().all(|error| !error.wrong.contains('⟦')), "{errors:?}");
        assert_eq!(envelope(&door, &typed(), &texts()).unwrap().act["sure"], true);
        let no = Typed::nothing().and("sure", "no").and("how", "enters");
        assert_eq!(envelope(&door, &no, &texts()).unwrap().act["sure"], false);
        let other = Typed::nothing().and("sure", "maybe").and("how", "enters");
        assert_eq!(envelope(&door, &other, &texts()).unwrap_err()[0].field, "sure");
    }

    #[test]
    fn what_follows_a_sealed_text_is_not_asked_for() {
        let door = Try::door();
        assert!(fields(&door).iter().all(|field| field.name != "told"));
        assert_eq!(envelope(&door, &typed(), &texts()).unwrap().act.get("told"), None);
    }

    #[test]
    fn pairs_become_what_the_schema_says_and_not_what_they_look_like() {
        let door = Try::door();
        let pairs = |pairs: &[(&str, &str)]| act_of_pairs(&door, pairs, &texts());
        let act = pairs(&[("matter", "07"), ("sure", "yes"), ("how", "enters"), ("deed.authority", "1990")]);
        let right = json!({ "matter": "07", "sure": true, "how": "enters", "deed": { "authority": "1990" } });
        assert_eq!(Value::Object(act.unwrap()), right, "a text of digits stays a text");
        let wrong = |of: &[(&str, &str)]| pairs(of).unwrap_err();
        assert_eq!(wrong(&[("mater", "07")]).field, "mater");
        assert!(wrong(&[("mater", "07")]).right.contains("matter"), "the right names are told");
        assert_eq!(wrong(&[("sure", "maybe")]).field, "sure");
        assert_eq!(wrong(&[("matter", "07"), ("matter", "08")]).wrong, "is given twice");
    }

    #[test]
    fn an_error_stands_at_its_field() {
        let at = |field: &str| {
            let error = FieldError { field: field.into(), wrong: String::new(), right: String::new() };
            placed(&Try::door(), error).field
        };
        assert_eq!(at("sealed.0"), "sealed-0");
        assert_eq!(at("told"), "sealed-0");
        assert_eq!(at("authority"), "deed.authority");
        assert_eq!(at("deed.authority"), "deed.authority");
        assert_eq!(at("matter[3]"), "matter");
        assert_eq!(at("act"), "");
    }
}
