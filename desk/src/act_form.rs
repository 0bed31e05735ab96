//! An act as a form: `GET /acts/{name}` shows it, `POST` enters it.
//!
//! What stands in the address fills the fields: a case's page links to `/acts/cases.close?case=...&next=/cases/...`. Labels
//! are `field-NAME`, titles `act-NAME`. Whatever keeps an act from being entered, the form comes back with everything typed.

use crate::act_fields::{envelope, fields, placed, sealed_name};
use crate::act_page::{ActBanner, ActForm, act_page};
use crate::acts::{ActDoor, enter};
use crate::again;
use crate::answers::{Denied, problem_of_deed};
use crate::caller::Caller;
use crate::room::Desk;
use crate::routes::{Line, Routes};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use face::{ErrorStatus, FieldError, Problem, Typed};
use kernel::{Ask, Id};

/// The fields that an address fills in, and where it leads next. What is no field of this act is left out.
fn filled_in(door: &ActDoor, uri: &Uri) -> Typed {
    let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(uri) else {
        return Typed::nothing();
    };
    let mut names: Vec<String> = fields(door).into_iter().map(|field| field.name).collect();
    names.extend(door.slots.iter().map(|slot| sealed_name(slot.slot)));
    names.push("next".into());
    let known = pairs.into_iter().filter(|(name, _)| names.contains(name));
    known.fold(Typed::nothing(), |typed, (name, value)| typed.and(name, value))
}

/// A new act's id.
pub(crate) fn drawn(desk: &Desk, caller: &Caller) -> Result<Id, Problem> {
    desk.node().new_id().map_err(|fault| problem_of_deed(&caller.texts, &fault))
}

fn new_id(desk: &Desk, caller: &Caller) -> Result<String, Problem> {
    drawn(desk, caller).map(|id| id.to_string())
}

async fn show(State(desk): State<Desk>, caller: Caller, Path(name): Path<String>, uri: Uri) -> Response {
    let frame = caller.frame(&desk);
    let Some(door) = desk.act(&name) else {
        return Problem::of(&caller.texts, ErrorStatus::NOT_FOUND).staff_page(&frame).into_response();
    };
    if let Err(problem) = caller.may(Ask::Act(door.kind)) {
        return problem.staff_page(&frame).into_response();
    }
    // Proved first, nobody loses what they typed afterwards.
    if !caller.machine && caller.proved_for(door.kind.name).is_err() {
        return again::led_there(&caller.here);
    }
    let typed = filled_in(door, &uri);
    let given = fields(door).into_iter().map(|field| field.name).collect();
    match new_id(&desk, &caller) {
        Ok(id) => {
            let held = ActForm { id, typed: &typed, given, errors: &[], banner: None };
            act_page(&frame, door, &held).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// Only a path of this very site is somewhere to go next.
pub(crate) fn local(next: &str) -> Option<&str> {
    (next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n'])).then_some(next)
}

async fn send(State(desk): State<Desk>, caller: Caller, Path(name): Path<String>, typed: Typed) -> Response {
    let Some(door) = desk.act(&name).cloned() else {
        let problem = Problem::of(&caller.texts, ErrorStatus::NOT_FOUND);
        return problem.staff_page(&caller.frame(&desk)).into_response();
    };
    if let Err(problem) = caller.may(Ask::Act(door.kind)) {
        return denied_again(&desk, &caller, &door, &typed, Denied::Closed(problem));
    }
    let envelope = match envelope(&door, &typed, &caller.texts) {
        Ok(envelope) => envelope,
        Err(errors) => return mend(&desk, &caller, &door, &typed, errors),
    };
    match enter(&desk, &caller, door.clone(), envelope).await {
        Ok(answer) => {
            // Where the record's own page is next, its number stands there now.
            let known = [door.makes.zip(answer.made), door.finds.zip(answer.found)];
            let next = known.into_iter().flatten().fold(typed.get("next").to_owned(), |next, (field, id)| {
                next.replace(&format!("{{{field}}}"), &id.to_string())
            });
            Redirect::to(local(&next).unwrap_or("/")).into_response()
        }
        Err(Denied::Field(error)) => mend(&desk, &caller, &door, &typed, vec![error]),
        Err(denied) => denied_again(&desk, &caller, &door, &typed, denied),
    }
}

/// The form again, with what is wrong at its fields.
fn mend(desk: &Desk, caller: &Caller, door: &ActDoor, typed: &Typed, errors: Vec<FieldError>) -> Response {
    let errors: Vec<FieldError> = errors.into_iter().map(|error| placed(door, error)).collect();
    again(desk, caller, door, typed, StatusCode::UNPROCESSABLE_ENTITY, Again { errors, ..Again::default() })
}

/// The form again, under a banner that says why the act was not entered.
fn denied_again(desk: &Desk, caller: &Caller, door: &ActDoor, typed: &Typed, denied: Denied) -> Response {
    let is_entry = denied.is_entry();
    let problem = denied.problem(&caller.texts);
    let banner = Some(ActBanner::of(&caller.texts, &problem));
    let what = Again { banner, is_entry, ..Again::default() };
    again(desk, caller, door, typed, problem.status().code(), what)
}

/// What is said on a form that is drawn again.
#[derive(Default)]
struct Again {
    errors: Vec<FieldError>,
    banner: Option<ActBanner>,
    is_entry: bool,
}

fn again(
    desk: &Desk,
    caller: &Caller,
    door: &ActDoor,
    typed: &Typed,
    status: StatusCode,
    what: Again,
) -> Response {
    let frame = caller.frame(desk);
    // What was refused stands in the journal under its id: sent again, it is another act.
    let sent: Option<Id> = typed.get("act-id").parse().ok().filter(|_| !what.is_entry);
    let id = match sent.map_or_else(|| new_id(desk, caller), |id| Ok(id.to_string())) {
        Ok(id) => id,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let given = typed.all("given").map(ToOwned::to_owned).collect();
    let held = ActForm { id, typed, given, errors: &what.errors, banner: what.banner };
    act_page(&frame, door, &held).with_status(status).into_response()
}

/// `GET` and `POST /acts/{name}`: every act of every room as a form.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/acts/{name}", Line::Named, show).post("/acts/{name}", Line::Named, send)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{House, MATTER, Try};

    fn sent(how: &str) -> String {
        format!("matter={MATTER}&how={how}&sure=yes&deed.authority=&given=matter&next=/somewhere")
    }

    fn with_id(form: &str, id: &str) -> String {
        format!("{form}&act-id={id}")
    }

    /// The id that a form will send.
    fn id_in(page: &str) -> String {
        let after = page.split_once(r#"name="act-id" value=""#).unwrap_or_else(|| panic!("{page}")).1;
        after.split('"').next().unwrap().to_owned()
    }

    #[test]
    fn only_local_paths_are_somewhere_to_go_next() {
        assert_eq!(local("/cases/1"), Some("/cases/1"));
        for bad in ["", "//elsewhere.example", "https://elsewhere.example", "/a\\b"] {
            assert_eq!(local(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_form_sent_twice_is_one_act() {
        let house = House::open();
        let page = house.get("/acts/test.try").body;
        assert_ne!(id_in(&page), id_in(&house.get("/acts/test.try").body), "a new id each time");
        let form = with_id(&sent("enters"), &id_in(&page));
        for _ in 0..2 {
            let answer = house.post("/acts/test.try", &form);
            assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/somewhere"));
        }
        assert_eq!(house.entered(), 1);
        let other =
            house.post("/acts/test.try", &with_id(&sent("enters").replace("yes", "no"), &id_in(&page)));
        assert_eq!(other.status, StatusCode::CONFLICT);
        assert_ne!(id_in(&other.body), id_in(&page), "under its own id it could be entered");
        assert!(other.body.contains(r#"value="no" checked"#), "{}", other.body);
        assert_eq!(house.entered(), 1);
    }

    #[test]
    fn a_wrong_field_keeps_the_id_and_a_refusal_draws_another() {
        let house = House::open();
        let id = id_in(&house.get("/acts/test.try").body);
        let wrong = house.post("/acts/test.try", &with_id(&sent("wrong"), &id));
        assert_eq!((wrong.status, id_in(&wrong.body)), (StatusCode::UNPROCESSABLE_ENTITY, id.clone()));
        assert!(wrong.body.contains(r##"href="#deed.authority""##), "{}", wrong.body);
        assert!(wrong.body.contains(r#"id="deed.authority-error""#), "{}", wrong.body);
        let refused = house.post("/acts/test.try", &with_id(&sent("refused"), &id));
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let next = id_in(&refused.body);
        assert_ne!(next, id);
        assert_eq!(house.post("/acts/test.try", &with_id(&sent("enters"), &next)).to, "/somewhere");
        assert_eq!(house.entered(), 1);
    }

    #[test]
    fn a_refusal_leaves_what_was_typed_and_says_rule_paragraph_why_and_instead() {
        let house = House::open();
        let form = sent("refused") + "&sealed-0=Fictional+words";
        let page = house.post("/acts/test.try", &form).body;
        for part in ["Ex officio", "82(c)", "Fictional words</textarea>", r#"value="refused" checked"#] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        let texts = crate::testing::texts();
        for key in ["refusal-ex-officio-why", "refusal-ex-officio-instead", "act-not-entered"] {
            let words = texts.t(key).replace('\'', "&#39;");
            assert!(page.contains(&words), "{words} is not in {page}");
        }
        let arabic = house.post("/acts/test.try?lang=ar", &form).body;
        assert!(arabic.contains("Fictional words</textarea>") && !arabic.contains("testimony"), "{arabic}");
        assert_eq!(house.entered(), 0);
    }

    #[test]
    fn a_closed_door_leaves_what_was_typed() {
        let house = House::open_as(kernel::Role::Administrator);
        let answer = house.post("/acts/test.try", &(sent("enters") + "&sealed-0=Fictional+words"));
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.body.contains("Fictional words</textarea>"), "{}", answer.body);
        assert_eq!(house.entered(), 0);
    }

    #[test]
    fn a_node_that_stops_leaves_what_was_typed_and_its_id() {
        let house = House::open();
        house.node.stop();
        let id = "07".repeat(16);
        let form = with_id(&(sent("enters") + "&sealed-0=Fictional+words"), &id);
        let answer = house.post("/acts/test.try", &form);
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
        assert!(answer.body.contains("Fictional words</textarea>"), "{}", answer.body);
        assert_eq!(id_in(&answer.body), id, "it may have been entered");
    }

    #[test]
    fn an_unanswered_question_enters_nothing() {
        let house = House::open();
        let answer = house.post("/acts/test.try", &sent("enters").replace("sure=yes", ""));
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(r##"href="#sure""##), "{}", answer.body);
        assert_eq!(house.entered(), 0);
    }

    #[test]
    fn an_address_hides_no_field_but_numbers_and_these_stand_above_the_form() {
        let house = House::open();
        let id = "08".repeat(16);
        let address = format!(
            "/acts/test.try?matter={MATTER}&how=refused&sure=yes&deed.authority=nobody&sealed-0=Filled%20in\
             &act-id={id}&given=sure&strange=1&next=%2Fsomewhere"
        );
        let page = house.get(&address).body;
        let hidden: Vec<&str> = page.split(r#"type="hidden" name=""#).skip(1).collect();
        let names: Vec<&str> = hidden.iter().map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(names, ["act-id", "matter", "given", "next"]);
        assert!(page.contains(&format!(r#"<span class="tutela-code">{MATTER}</span>"#)), "{page}");
        for part in [
            r#"value="refused" checked"#,
            r#"value="yes" checked"#,
            r#"name="deed.authority" type="text" value="nobody""#,
            "Filled in</textarea>",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert_ne!(id_in(&page), id, "nobody else chooses the id");
    }

    #[test]
    fn a_number_that_is_wrong_is_there_to_be_mended() {
        let house = House::open();
        let form = sent("wrong-matter");
        let page = house.post("/acts/test.try", &form).body;
        assert!(page.contains(r#"id="matter-error""#), "{page}");
        let kept = house.post("/acts/test.try", &sent("wrong")).body;
        assert!(kept.contains(&format!(r#"type="hidden" name="matter" value="{MATTER}""#)), "{kept}");
    }

    #[test]
    fn pages_of_acts_are_sound_in_every_language() {
        let house = House::open();
        for language in face::Language::STAFF {
            let texts = crate::testing::catalogue().texts(*language);
            let at = format!("/acts/test.try?lang={}&matter={MATTER}", language.code());
            let pages = [house.get(&at), house.post(&at, &sent("refused")), house.post(&at, &sent("wrong"))];
            for page in pages {
                assert_eq!(face::check::page(&page.body, &texts), Vec::<String>::new(), "{}", page.body);
            }
        }
        assert_eq!(Try::door().kind.name, "test.try");
    }
}
