//! An act as JSON: read, sealed, entered, answered. One route serves every act of every room.

use crate::answers::{Denied, entered, unread_body};
use crate::caller::Caller;
use crate::listing::Listing;
use crate::room::Desk;
use crate::routes::{Line, Routes};
use axum::Json;
use axum::extract::{Path, State};
use face::{ErrorStatus, FieldError, Problem};
use kernel::{Act, ActKind, Actor, Ask, CodeList, Entry, Id, Purpose, Value, allow};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Deed, DeedBuilder, DeedFault, Node};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// A sealed text that an act may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its number.
    pub slot: u16,
    /// Key of its label.
    pub label: &'static str,
    /// Whether the act is complete without it.
    pub required: bool,
}

/// How an act comes in by JSON: the act itself, its sealed texts, its id and purpose.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActEnvelope {
    /// Chosen by the sender; the same id twice is one entry. A new one is drawn when none is given.
    #[serde(default)]
    pub id: Option<Id>,
    /// Why; the session's or token's purpose when none is given.
    #[serde(default)]
    pub purpose: Option<Purpose>,
    /// The act's public fields.
    #[serde(default)]
    pub act: serde_json::Value,
    /// Sealed texts by slot.
    #[serde(default)]
    pub sealed: BTreeMap<u16, String>,
}

/// Sealed texts are told by their slots alone.
impl std::fmt::Debug for ActEnvelope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let slots: Vec<&u16> = self.sealed.keys().collect();
        f.debug_struct("ActEnvelope").field("id", &self.id).field("sealed", &slots).finish_non_exhaustive()
    }
}

/// What an entered act is answered with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActAnswer {
    /// The act's id.
    pub id: Id,
    /// Number of its first entry.
    pub entry: u64,
    /// Rules that the fact violates; empty for what is in order.
    pub violates: Vec<String>,
    /// The number of the record that the act made; left out where it makes none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<Id>,
    /// The number of the record that the act found; left out where the sender named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<Id>,
}

/// Adds rows of sealed tables to an act, made of its subject and its sealed texts.
type Rows =
    for<'n> fn(DeedBuilder<'n>, &Node, Id, &BTreeMap<u16, String>) -> Result<DeedBuilder<'n>, DeedFault>;

/// Says whose data an act's sealed texts are, by the act's subject.
type Whose = fn(&Node, Id) -> Result<Id, DeedFault>;

/// Says what of an act and its sealed texts cannot be, before they are sealed: nobody reads them afterwards.
type Check = fn(&serde_json::Value, &BTreeMap<u16, String>) -> Result<(), FieldError>;

type Prepare = fn(&ActDoor, &Node, &ActEnvelope, Actor, Purpose) -> Result<Deed, Unprepared>;

/// One act's door: how it is read from JSON, sealed and described.
#[derive(Clone)]
pub struct ActDoor {
    /// The kind of act.
    pub kind: &'static ActKind,
    /// Sealed texts that it may carry.
    pub slots: &'static [Slot],
    /// Its schema and the schemas that this refers to.
    pub schema: fn() -> (RefOr<Schema>, Vec<(String, RefOr<Schema>)>),
    /// The yes-or-no field that says whether a slot holds a text, with that slot.
    pub tells: Option<(&'static str, u16)>,
    /// The field that holds the number of the record that the act makes: it follows from the act's id.
    pub makes: Option<&'static str>,
    /// Lists for many of whose rows it may be done at once, each with the field that takes the row's number.
    pub many: Vec<(&'static Listing, &'static str)>,
    /// The name under which a form's next address speaks of the record that the act finds itself; its first entry concerns it.
    pub finds: Option<&'static str>,
    rows: Option<Rows>,
    whose: Option<Whose>,
    check: Option<Check>,
    prepare: Prepare,
}

/// Why an envelope does not become a deed.
#[derive(Debug)]
pub enum Unprepared {
    /// A field is wrong.
    Field(FieldError),
    /// The node failed.
    Fault(DeedFault),
}

impl From<DeedFault> for Unprepared {
    fn from(fault: DeedFault) -> Self {
        Unprepared::Fault(fault)
    }
}

impl ActDoor {
    /// The door of `A`, which carries these sealed texts under its own subject.
    #[must_use]
    pub fn of<A: Act + DeserializeOwned + ToSchema>(slots: &'static [Slot]) -> ActDoor {
        let schema = || {
            let mut others = Vec::new();
            A::schemas(&mut others);
            (<A as PartialSchema>::schema(), others)
        };
        ActDoor {
            kind: A::KIND,
            slots,
            schema,
            tells: None,
            makes: None,
            many: Vec::new(),
            finds: None,
            rows: None,
            whose: None,
            check: None,
            prepare: prepare::<A>,
        }
    }

    /// The yes-or-no field `field` says whether `slot` holds a text: it follows the text, and what contradicts it is refused,
    /// so that no words are sealed where nobody will look for them.
    #[must_use]
    pub fn telling(self, field: &'static str, slot: u16) -> ActDoor {
        ActDoor { tells: Some((field, slot)), ..self }
    }

    /// The act makes a record whose number stands in `field`: nobody types it, and the answer tells it.
    #[must_use]
    pub fn making(self, field: &'static str) -> ActDoor {
        ActDoor { makes: Some(field), ..self }
    }

    /// On the page of that list it is offered for all rows that are chosen there; `field` takes a row's number, its first key
    /// cell. What is grave is done one by one.
    #[must_use]
    pub fn for_many_of(mut self, listing: &'static Listing, field: &'static str) -> ActDoor {
        debug_assert!(!access::is_grave(self.kind.name), "{} is grave", self.kind.name);
        self.many.push((listing, field));
        self
    }

    /// The act finds its record itself, and the answer tells which: the one that its first entry concerns.
    #[must_use]
    pub fn finding(self, name: &'static str) -> ActDoor {
        ActDoor { finds: Some(name), ..self }
    }

    /// The number of the record that the act of this id makes.
    #[must_use]
    pub fn made(&self, act: Id) -> Option<Id> {
        self.makes.map(|field| kernel::act::made(act, field))
    }

    /// Rows of sealed tables travel with the act, such as the blind token of a name.
    #[must_use]
    pub fn with_rows(self, rows: Rows) -> ActDoor {
        ActDoor { rows: Some(rows), ..self }
    }

    /// Sealed texts are data about another record than the act's own subject: `whose` finds which.
    #[must_use]
    pub fn sealed_about(self, whose: Whose) -> ActDoor {
        ActDoor { whose: Some(whose), ..self }
    }

    /// Sealed texts are checked by `check` while they can still be read.
    #[must_use]
    pub fn checking(self, check: Check) -> ActDoor {
        ActDoor { check: Some(check), ..self }
    }

    /// Makes a deed of an envelope.
    ///
    /// # Errors
    /// [`Unprepared`]: a field is wrong, or the node failed.
    pub fn prepare(
        &self,
        node: &Node,
        from: &ActEnvelope,
        actor: Actor,
        purpose: Purpose,
    ) -> Result<Deed, Unprepared> {
        (self.prepare)(self, node, from, actor, purpose)
    }
}

fn prepare<A: Act + DeserializeOwned>(
    door: &ActDoor,
    node: &Node,
    from: &ActEnvelope,
    actor: Actor,
    purpose: Purpose,
) -> Result<Deed, Unprepared> {
    slots_fit(door, &from.sealed).map_err(Unprepared::Field)?;
    if let Some(check) = door.check {
        check(&from.act, &from.sealed).map_err(Unprepared::Field)?;
    }
    let id = match from.id.and_then(Id::some) {
        Some(id) => id,
        None => node.new_id()?,
    };
    let mut told = told_of_texts(door, from).map_err(Unprepared::Field)?;
    if let (Some(field), Some(number), Some(fields)) = (door.makes, door.made(id), told.as_object_mut())
        && fields.get(field).is_none_or(|given| given == "")
    {
        fields.insert(field.into(), number.to_string().into());
    }
    let act: A = serde_path_to_error::deserialize(told).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "act".to_owned() } else { path };
        let right = "see the act's fields in /openapi.json".to_owned();
        Unprepared::Field(FieldError { field, wrong: error.into_inner().to_string(), right })
    })?;
    let mut builder = node.deed(id, &act, actor, purpose);
    let whose = door.whose.map_or(Ok(act.subject()), |whose| whose(node, act.subject()))?;
    for (&slot, text) in &from.sealed {
        builder = builder.seal(slot, whose, text.as_bytes())?;
    }
    if let Some(rows) = door.rows {
        builder = rows(builder, node, act.subject(), &from.sealed)?;
    }
    Ok(builder.build())
}

/// Whether every sealed text has a slot of this act, and every required slot its text.
fn slots_fit(door: &ActDoor, sealed: &BTreeMap<u16, String>) -> Result<(), FieldError> {
    let field = |slot: u16, wrong: &str, right: &str| FieldError {
        field: format!("sealed.{slot}"),
        wrong: wrong.into(),
        right: right.into(),
    };
    let lacks = |slot: &&Slot| slot.required && !sealed.contains_key(&slot.slot);
    if let Some(slot) = door.slots.iter().find(lacks) {
        return Err(field(slot.slot, "is missing", "a text"));
    }
    for (&slot, text) in sealed {
        if !door.slots.iter().any(|known| known.slot == slot) {
            return Err(field(slot, "this act has no such slot", "one of the slots in /openapi.json"));
        }
        if text.trim().is_empty() {
            return Err(field(slot, "is empty", "a text"));
        }
        if text.chars().count() > 20_000 || text.contains('\0') {
            return Err(field(slot, "is too long or holds a NUL character", "at most 20,000 characters"));
        }
    }
    Ok(())
}

/// The act, saying of a sealed text what is so: a field that speaks of one follows it, and must not contradict it.
fn told_of_texts(door: &ActDoor, from: &ActEnvelope) -> Result<serde_json::Value, FieldError> {
    let mut act = from.act.clone();
    let Some((field, slot)) = door.tells else { return Ok(act) };
    let is_there = from.sealed.contains_key(&slot);
    let Some(fields) = act.as_object_mut() else { return Ok(act) };
    match fields.get(field).and_then(serde_json::Value::as_bool) {
        Some(told) if told != is_there => Err(FieldError {
            field: field.into(),
            wrong: format!("is {told}, and slot {slot} holds {} text", if is_there { "a" } else { "no" }),
            right: "true with a text, false without one; or leave it out".into(),
        }),
        _ => {
            if !fields.contains_key(field) {
                fields.insert(field.into(), is_there.into());
            }
            Ok(act)
        }
    }
}

/// Enters an act for a caller.
///
/// # Errors
/// Why it was not entered.
pub(crate) async fn enter(
    desk: &Desk,
    caller: &Caller,
    door: ActDoor,
    envelope: ActEnvelope,
) -> Result<ActAnswer, Denied> {
    let (actor, purpose) = (caller.actor, envelope.purpose.unwrap_or(caller.purpose));
    let (kind, makes, finds) = (door.kind, door.makes, door.finds);
    caller.reaches(kind.name).map_err(Denied::Closed)?;
    let prepared = desk.blocking(move |node| door.prepare(node, &envelope, actor, purpose)).await;
    let deed = prepared.map_err(|unprepared| match unprepared {
        // Who may not do it learns nothing of what it wants.
        Unprepared::Field(error) => match allow(&actor, Ask::Act(kind), purpose) {
            Ok(()) => Denied::Field(error),
            Err(forbidden) => Denied::Forbidden(forbidden),
        },
        Unprepared::Fault(fault) => Denied::Fault(fault),
    })?;
    // To whom it is forbidden anyhow, the gate says so, and enters it.
    if allow(&actor, Ask::Act(kind), purpose).is_ok() {
        caller.proved_for(kind.name).map_err(Denied::Closed)?;
    }
    let (id, entry, marks) = entered(desk.node().enter(deed).await.map_err(Denied::Fault)?)?;
    let violates = marks.into_iter().map(|rule| rule.code().to_owned()).collect();
    let made = makes.map(|field| kernel::act::made(id, field));
    let found = if finds.is_some() { found(desk, entry).await.map_err(Denied::Fault)? } else { None };
    Ok(ActAnswer { id, entry, violates, made, found })
}

/// The record that an entry concerns.
async fn found(desk: &Desk, seq: u64) -> Result<Option<Id>, DeedFault> {
    let ask = vec![Value::Integer(i64::try_from(seq).unwrap_or(i64::MAX))];
    let sql = "SELECT bytes FROM entry WHERE seq = $1";
    let rows = desk.blocking(move |node| node.read(|database| database.rows(sql, ask))).await;
    // It is entered all the same: whoever sends the act again is told.
    let rows = rows.map_err(|fault| DeedFault::Broken(fault.to_string()))?;
    Ok(match rows.first().and_then(|row| row.first()) {
        Some(Value::Bytes(bytes)) => Entry::from_bytes(bytes).ok().and_then(|entry| entry.subject.some()),
        _ => None,
    })
}

async fn post_act(
    State(desk): State<Desk>,
    caller: Caller,
    Path(name): Path<String>,
    body: Result<Json<ActEnvelope>, axum::extract::rejection::JsonRejection>,
) -> Result<Json<ActAnswer>, Problem> {
    let Some(door) = desk.act(&name).cloned() else {
        return Err(Problem::of(&caller.texts, ErrorStatus::NOT_FOUND));
    };
    let Json(envelope) = body.map_err(|rejection| {
        let right = r#"JSON: {"act": {...}, "sealed": {"0": "text"}}"#;
        unread_body(&caller.texts, rejection.body_text(), right)
    })?;
    enter(&desk, &caller, door, envelope).await.map(Json).map_err(|denied| denied.problem(&caller.texts))
}

/// `POST /api/acts/{name}`: every act of every room.
pub(crate) fn routes() -> Routes {
    Routes::new().post("/api/acts/{name}", Line::Named, post_act)
}

#[cfg(test)]
mod tests {
    use crate::testing::{House, MATTER};
    use serde_json::json;

    fn sent(told: Option<bool>, text: Option<&str>) -> serde_json::Value {
        let mut act = json!({ "matter": MATTER, "how": "enters", "sure": true, "deed": { "authority": "" } });
        if let Some(told) = told {
            act["told"] = told.into();
        }
        let sealed = text.map_or(json!({}), |text| json!({ "0": text }));
        json!({ "act": act, "sealed": sealed })
    }

    #[test]
    fn what_says_whether_words_are_sealed_follows_them_and_never_contradicts_them() {
        let house = House::open();
        let status = |told, text| {
            let answer = house.post_json("/api/acts/test.try", &sent(told, text));
            (answer.status.as_u16(), answer.body)
        };
        for (told, text) in
            [(Some(true), Some("words")), (Some(false), None), (None, Some("words")), (None, None)]
        {
            assert_eq!(status(told, text).0, 200, "{told:?} {text:?}");
        }
        for (told, text) in [(Some(false), Some("words")), (Some(true), None)] {
            let (status, body) = status(told, text);
            assert!(
                status == 422 && body.contains(r#""field":"told""#),
                "{told:?} {text:?}: {status} {body}"
            );
        }
        let (empty, body) = status(None, Some("  "));
        assert!(empty == 422 && body.contains("sealed.0"), "{body}");
        assert_eq!(house.entered(), 4);
    }
}
