//! Many acts of one kind as JSON: `POST /api/acts/{name}/many`. They are entered one after another, each through the gate by
//! itself, so that what is refused of one says nothing of the others, and each is answered for itself.

use crate::acts::{ActAnswer, ActDoor, ActEnvelope, enter};
use crate::answers::{Denied, unread_body};
use crate::caller::Caller;
use crate::room::Desk;
use crate::routes::{Line, Routes};
use access::is_grave;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use face::{ErrorStatus, FieldError, Problem};
use kernel::{Ask, Id};
use serde::{Deserialize, Serialize};
use store::DeedFault;
use utoipa::ToSchema;

/// Acts that are taken at once, at most.
pub(crate) const MOST_ACTS: usize = 500;
/// The longest body that is taken, in bytes.
const MOST_BODY: usize = 16 * 1024 * 1024;

/// What became of one of many acts.
pub(crate) type Became = Result<ActAnswer, Problem>;

/// Whether the node did not answer: whoever sends the same again, under the same id, may find it entered.
fn is_unanswered(denied: &Denied) -> bool {
    let Denied::Fault(fault) = denied else { return false };
    !matches!(fault, DeedFault::AnotherBody | DeedFault::UnknownAct(_) | DeedFault::Unreadable(_))
}

/// Enters these acts in their order, each under its own id, and tells what became of each. Once the node does not answer, the
/// rest is not tried.
pub(crate) async fn each(
    desk: &Desk,
    caller: &Caller,
    door: &ActDoor,
    envelopes: Vec<ActEnvelope>,
) -> Vec<Became> {
    let mut told: Vec<Became> = Vec::with_capacity(envelopes.len());
    let mut answers = true;
    for envelope in envelopes {
        if !answers {
            told.push(Err(Problem::of(&caller.texts, ErrorStatus::UNAVAILABLE)));
            continue;
        }
        let became = enter(desk, caller, door.clone(), envelope).await;
        answers = !became.as_ref().is_err_and(is_unanswered);
        told.push(became.map_err(|denied| denied.problem(&caller.texts)));
    }
    told
}

/// Several acts of one kind, at most 500.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Many {
    /// Chosen by the sender: acts without an id of their own get theirs from it and from their place.
    #[serde(default)]
    id: Option<Id>,
    /// The acts, each as it would be sent by itself.
    acts: Vec<ActEnvelope>,
}

/// What became of one of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct OneOfMany {
    /// Its id: sent again under it, nothing is entered twice.
    id: Id,
    /// The status that it would have been answered with by itself.
    status: u16,
    /// What it is answered with where it was entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<ActAnswer>,
    /// Why it was not entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    problem: Option<serde_json::Value>,
}

/// What became of all of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct ManyAnswer {
    /// How many were entered, now or when they were sent before.
    entered: usize,
    /// How many were not.
    denied: usize,
    /// What became of each, in the order sent.
    answers: Vec<OneOfMany>,
}

fn answer_of((id, became): (Id, Became)) -> OneOfMany {
    match became {
        Ok(answer) => OneOfMany { id, status: 200, answer: Some(answer), problem: None },
        Err(problem) => {
            let told = serde_json::from_str(&problem.to_json()).unwrap_or_default();
            OneOfMany { id, status: problem.status().code().as_u16(), answer: None, problem: Some(told) }
        }
    }
}

/// The acts, each with an id, or what is wrong with them all.
fn with_ids(desk: &Desk, caller: &Caller, door: &ActDoor, many: Many) -> Result<Vec<ActEnvelope>, Problem> {
    let wrong = |wrong: &str, right: &str| {
        let error = FieldError { field: "acts".into(), wrong: wrong.into(), right: right.into() };
        Err(Problem::of(&caller.texts, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![error]))
    };
    if is_grave(door.kind.name) {
        return wrong("this act is so grave that it is done one by one", "POST /api/acts/NAME for each");
    }
    if many.acts.is_empty() || many.acts.len() > MOST_ACTS {
        return wrong(&format!("holds {} acts", many.acts.len()), "1 to 500 acts");
    }
    let batch = match many.id.and_then(Id::some) {
        Some(id) => id,
        None => crate::act_form::drawn(desk, caller)?,
    };
    let own = |n: usize| batch.derive("many", u32::try_from(n).unwrap_or(u32::MAX));
    let named = many.acts.into_iter().enumerate().map(|(n, one)| {
        let id = one.id.and_then(Id::some).unwrap_or_else(|| own(n));
        ActEnvelope { id: Some(id), ..one }
    });
    Ok(named.collect())
}

async fn post_many(
    State(desk): State<Desk>,
    caller: Caller,
    Path(name): Path<String>,
    body: Result<Json<Many>, JsonRejection>,
) -> Result<Json<ManyAnswer>, Problem> {
    let Some(door) = desk.act(&name).cloned() else {
        return Err(Problem::of(&caller.texts, ErrorStatus::NOT_FOUND));
    };
    caller.may(Ask::Act(door.kind))?;
    let Json(many) = body.map_err(|rejection| {
        let right = r#"JSON: {"acts": [{"act": {...}, "sealed": {"0": "text"}}]}"#;
        unread_body(&caller.texts, rejection.body_text(), right)
    })?;
    let envelopes = with_ids(&desk, &caller, &door, many)?;
    let ids: Vec<Id> = envelopes.iter().filter_map(|envelope| envelope.id).collect();
    let told = each(&desk, &caller, &door, envelopes).await;
    let entered = told.iter().filter(|became| became.is_ok()).count();
    let denied = told.len() - entered;
    Ok(Json(ManyAnswer { entered, denied, answers: ids.into_iter().zip(told).map(answer_of).collect() }))
}

/// `POST /api/acts/{name}/many`: every act of every room that is not grave.
pub(crate) fn routes() -> Routes {
    Routes::new().post_at_most("/api/acts/{name}/many", Line::Named, MOST_BODY, post_many)
}

#[cfg(test)]
mod tests {
    use crate::testing::{House, MATTER};
    use serde_json::{Value, json};

    fn act(how: &str) -> Value {
        json!({ "act": { "matter": MATTER, "how": how, "sure": true, "deed": { "authority": "" } } })
    }

    fn sent(house: &House, body: &Value) -> (u16, Value) {
        let answer = house.post_json("/api/acts/test.try/many", body);
        (answer.status.as_u16(), serde_json::from_str(&answer.body).unwrap())
    }

    #[test]
    fn each_is_answered_for_itself_and_what_is_refused_stops_no_other() {
        let house = House::open();
        let acts = ["enters", "refused", "wrong", "enters"].map(act);
        let (status, told) = sent(&house, &json!({ "acts": acts }));
        assert_eq!((status, told["entered"].as_u64(), told["denied"].as_u64()), (200, Some(2), Some(2)));
        let statuses: Vec<u64> =
            told["answers"].as_array().unwrap().iter().map(|one| one["status"].as_u64().unwrap()).collect();
        assert_eq!(statuses, [200, 422, 422, 200]);
        let refused = &told["answers"][1]["problem"];
        assert_eq!(refused["type"], "/problems/rule/ex-officio", "{refused}");
        assert_eq!(told["answers"][2]["problem"]["errors"][0]["field"], "authority");
        assert!(
            told["answers"][0]["answer"]["entry"].as_u64() < told["answers"][3]["answer"]["entry"].as_u64()
        );
        assert_eq!(house.entered(), 2);
    }

    #[test]
    fn sent_again_nothing_is_entered_twice() {
        let house = House::open();
        let own = json!({ "id": "0b".repeat(16), "act": act("enters")["act"] });
        let body = json!({ "id": "0a".repeat(16), "acts": [act("enters"), act("enters"), own] });
        let first = sent(&house, &body);
        assert_eq!((first.0, sent(&house, &body)), (200, first.clone()));
        assert_eq!(first.1["answers"][2]["id"], "0b".repeat(16));
        assert_ne!(first.1["answers"][0]["id"], first.1["answers"][1]["id"]);
        assert_eq!(house.entered(), 3);
    }

    #[test]
    fn none_too_many_or_no_list_of_acts_is_told_and_enters_nothing() {
        let house = House::open();
        let many = vec![act("enters"); super::MOST_ACTS + 1];
        for (body, status, field) in [
            (json!({ "acts": [] }), 422, "acts"),
            (json!({ "acts": many }), 422, "acts"),
            (json!({ "acts": [{ "acts": 1 }] }), 400, "body"),
            (json!({}), 400, "body"),
        ] {
            let (told, problem) = sent(&house, &body);
            assert_eq!((told, problem["errors"][0]["field"].as_str()), (status, Some(field)), "{problem}");
        }
        assert_eq!(house.entered(), 0);
    }

    #[test]
    fn what_is_grave_stays_single_and_a_closed_door_is_closed_to_many() {
        let house = House::open_as(kernel::Role::Overseer);
        let suspend = json!({ "acts": [{ "act": { "account": "07".repeat(16) } }] });
        let grave = house.post_json("/api/acts/access.suspend-account/many", &suspend);
        assert!(grave.status.as_u16() == 422 && grave.body.contains("one by one"), "{}", grave.body);
        assert_eq!(sent(&house, &json!({ "acts": [act("enters")] })).0, 403);
    }

    #[test]
    fn once_the_node_does_not_answer_the_rest_is_told_so() {
        let house = House::open();
        house.node.stop();
        let (status, told) = sent(&house, &json!({ "acts": [act("enters"), act("enters")] }));
        assert_eq!((status, told["denied"].as_u64()), (200, Some(2)));
        assert!(told["answers"].as_array().unwrap().iter().all(|one| one["status"] == 503), "{told}");
    }
}
