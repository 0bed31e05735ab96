//! An act as JSON: read, sealed, entered, answered. One route serves every act of every room.

use crate::answers::{answered, problem_of_deed};
use crate::caller::Caller;
use crate::room::Desk;
use axum::extract::{Path, State};
use axum::routing::post;
use axum::{Json, Router};
use face::{ErrorStatus, FieldError, Problem, Texts};
use kernel::{Act, ActKind, Actor, CodeList, Id, Purpose};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Answer, Deed, DeedFault, Node};
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
#[derive(Clone, Debug, Default, Deserialize)]
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

/// What an entered act is answered with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActAnswer {
    /// The act's id.
    pub id: Id,
    /// Number of its first entry.
    pub entry: u64,
    /// Rules that the fact violates; empty for what is in order.
    pub violates: Vec<String>,
}

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
        ActDoor { kind: A::KIND, slots, schema, prepare: prepare::<A> }
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
    let act: A = serde_path_to_error::deserialize(&from.act).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "act".to_owned() } else { path };
        let right = "see the act's fields in /openapi.json".to_owned();
        Unprepared::Field(FieldError { field, wrong: error.into_inner().to_string(), right })
    })?;
    let id = match from.id.and_then(Id::some) {
        Some(id) => id,
        None => node.new_id()?,
    };
    let field = |slot: u16, wrong: &str, right: &str| {
        Unprepared::Field(FieldError {
            field: format!("sealed.{slot}"),
            wrong: wrong.into(),
            right: right.into(),
        })
    };
    if let Some(slot) = door.slots.iter().find(|slot| slot.required && !from.sealed.contains_key(&slot.slot))
    {
        return Err(field(slot.slot, "is missing", "a text"));
    }
    let mut builder = node.deed(id, &act, actor, purpose);
    for (&slot, text) in &from.sealed {
        if !door.slots.iter().any(|known| known.slot == slot) {
            return Err(field(slot, "this act has no such slot", "one of the slots in /openapi.json"));
        }
        if text.chars().count() > 20_000 || text.contains('\0') {
            return Err(field(slot, "is too long or holds a NUL character", "at most 20,000 characters"));
        }
        builder = builder.seal(slot, act.subject(), text.as_bytes())?;
    }
    Ok(builder.build())
}

/// Enters an act for a caller.
///
/// # Errors
/// The [`Problem`] to show.
pub(crate) async fn enter(
    desk: &Desk,
    caller: &Caller,
    door: ActDoor,
    envelope: ActEnvelope,
) -> Result<ActAnswer, Problem> {
    let (actor, purpose) = (caller.actor, envelope.purpose.unwrap_or(caller.purpose));
    let prepared = desk.blocking(move |node| door.prepare(node, &envelope, actor, purpose)).await;
    let deed = prepared.map_err(|unprepared| unprepared_problem(&caller.texts, unprepared))?;
    let answer = desk.node().enter(deed).await;
    told(&caller.texts, answer)
}

fn told(texts: &Texts, answer: Result<Answer, DeedFault>) -> Result<ActAnswer, Problem> {
    let answer = answer.map_err(|fault| problem_of_deed(texts, &fault))?;
    let (id, entry, marks) = answered(texts, answer)?;
    Ok(ActAnswer { id, entry, violates: marks.into_iter().map(|rule| rule.code().to_owned()).collect() })
}

fn unprepared_problem(texts: &Texts, unprepared: Unprepared) -> Problem {
    match unprepared {
        Unprepared::Field(error) => {
            Problem::of(texts, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![error])
        }
        Unprepared::Fault(fault) => problem_of_deed(texts, &fault),
    }
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
        let right = "JSON: {\"act\": {...}, \"sealed\": {\"0\": \"text\"}}".to_owned();
        let error = FieldError { field: "body".into(), wrong: rejection.body_text(), right };
        Problem::of(&caller.texts, ErrorStatus::BAD_REQUEST).with_kind("input").with_errors(vec![error])
    })?;
    enter(&desk, &caller, door, envelope).await.map(Json)
}

/// `POST /api/acts/{name}`: every act of every room.
pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/api/acts/{name}", post(post_act))
}
