//! How somebody likes to work, and what they are told of their own work: keys, folded words, breaks. It is theirs alone.

use crate::act_form::local;
use crate::answers::unread_body;
use crate::caller::Caller;
use crate::listing_page::choices;
use crate::offers;
use crate::room::Desk;
use crate::routes::{Line, Routes};
use crate::work::{Break, Told};
use access::codes::Fold;
use access::{HabitFault, Habits, READ_OWN, keep_habits};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use face::{Cell, Choice, ErrorStatus, FieldError, Form, Page, Problem, Reminder, SummaryList, Texts, Typed};
use kernel::codes::Listing;
use kernel::{Ask, CodeList};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The reminder in a caller's frame, where it is time for one.
pub(crate) fn reminder(desk: &Desk, caller: &Caller) -> Option<Reminder> {
    if !caller.shows {
        return None;
    }
    let t = &caller.texts;
    let words = match desk.work().is_time(caller.actor.id, &caller.habits, Desk::now())? {
        Break::Minutes(minutes) => t.with("break-minutes", "count", minutes),
        Break::Texts(texts) => t.with("break-texts", "count", i64::from(texts)),
        Break::InRow(texts) => t.with("break-in-row", "count", i64::from(texts)),
    };
    Some(Reminder {
        label: t.t("break-label"),
        words,
        rotate: t.t("break-rotate"),
        lighter: offers::lighter(desk, caller),
        later: t.t("break-later"),
        later_href: "/habits/later".into(),
        change: t.t("habits-title"),
        change_href: "/habits".into(),
    })
}

#[derive(Template)]
#[template(path = "habits.html")]
struct HabitsPage<'a> {
    t: &'a Texts,
    form: Form<'a>,
    folds: Vec<Choice>,
    told: SummaryList,
}

/// What somebody is told of their own work.
fn told(t: &Texts, told: &Told) -> SummaryList {
    SummaryList::new(t)
        .row(t.t("work-minutes"), Cell::number(t, told.minutes))
        .row(t.t("work-opened"), Cell::number(t, i64::from(told.opened)))
        .row(t.t("work-distressing"), Cell::number(t, i64::from(told.distressing)))
        .row(t.t("work-since-break"), Cell::number(t, i64::from(told.since_break)))
        .row(t.t("work-in-row"), Cell::number(t, i64::from(told.in_row)))
}

fn page(desk: &Desk, caller: &Caller, typed: &Typed, errors: &[FieldError]) -> Page {
    let t = &caller.texts;
    let page = HabitsPage {
        t,
        form: Form::again(t, typed, errors),
        folds: choices(t, &Listing::of::<Fold>()),
        told: told(t, &desk.work().told(caller.actor.id, Desk::now())),
    };
    Page::staff(&caller.frame(desk), &t.t("habits-title"), &page)
}

async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    let Habits { keys, fold, minutes, texts, .. } = caller.habits;
    let typed = Typed::nothing()
        .and("keys", if keys { "yes" } else { "no" })
        .and("fold", fold.code())
        .and("minutes", minutes.to_string())
        .and("texts", texts.to_string())
        .and("lighter", caller.habits.in_row().to_string());
    page(&desk, &caller, &typed, &[]).into_response()
}

fn problem_of(caller: &Caller, fault: &HabitFault) -> Problem {
    let t = &caller.texts;
    let field = match fault {
        HabitFault::Minutes => "minutes",
        HabitFault::Texts => "texts",
        HabitFault::Lighter => "lighter",
        HabitFault::Randomness(_) | HabitFault::Database(_) => {
            tracing::error!(%fault, "habits were not kept");
            return Problem::of(t, ErrorStatus::UNAVAILABLE);
        }
    };
    Problem::of(t, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![wrong(t, field)])
}

fn wrong(t: &Texts, field: &str) -> FieldError {
    FieldError::new(t, field, &format!("habit-{field}-wrong"), &format!("habit-{field}-right"))
}

async fn keep(desk: &Desk, caller: &Caller, habits: Habits) -> Result<(), Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let account = caller.actor.id;
    let kept = desk.blocking(move |node| keep_habits(node, account, &habits, Desk::now())).await;
    kept.map_err(|fault| problem_of(caller, &fault))
}

/// What was typed, or everything that is wrong with it.
fn read(t: &Texts, typed: &Typed) -> Result<Habits, Vec<FieldError>> {
    let number = |name: &str| typed.get(name).parse::<u16>().map_err(|_| wrong(t, name));
    let keys = match typed.get("keys") {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(FieldError::new(t, "keys", "act-answer-wrong", "act-answer-right")),
    };
    let fold = Fold::from_code(typed.get("fold"))
        .map_err(|_| FieldError::new(t, "fold", "act-choice-wrong", "act-choice-right"));
    // A form of before that was left open knows of no such line.
    let lighter = if typed.get("lighter").is_empty() { Ok(None) } else { number("lighter").map(Some) };
    match (keys, fold, number("minutes"), number("texts"), lighter) {
        (Ok(keys), Ok(fold), Ok(minutes), Ok(texts), Ok(lighter)) => {
            Ok(Habits { keys, fold, minutes, texts, lighter })
        }
        (keys, fold, minutes, texts, lighter) => {
            let all = [keys.err(), fold.err(), minutes.err(), texts.err(), lighter.err()];
            Err(all.into_iter().flatten().collect())
        }
    }
}

async fn send(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    let again = |errors: &[FieldError]| {
        page(&desk, &caller, &typed, errors).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
    };
    let habits = match read(&caller.texts, &typed) {
        Ok(habits) => habits,
        Err(errors) => return again(&errors),
    };
    match keep(&desk, &caller, habits).await {
        Ok(()) => Redirect::to("/habits").into_response(),
        Err(problem) if !problem.errors().is_empty() => again(problem.errors()),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

async fn later(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    desk.work().later(caller.actor.id, Desk::now());
    Redirect::to(local(typed.get("next")).unwrap_or("/")).into_response()
}

/// How one likes to work.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnHabits {
    /// Whether single keys move through lists.
    keys: bool,
    /// Which words of reporters are folded on pages until one opens them.
    fold: Fold,
    /// After so many minutes without a break one is thought of: 10 to 240; 0 for never.
    #[schema(maximum = 240)]
    minutes: u16,
    /// After so many texts that may distress a break is thought of: 1 to 500; 0 for never.
    #[schema(maximum = 500)]
    texts: u16,
    /// After so many of them one after the other something lighter is offered: 1 to 500; 0 for never; 5 where it was never chosen.
    #[schema(maximum = 500)]
    lighter: Option<u16>,
}

impl From<Habits> for OwnHabits {
    fn from(habits: Habits) -> OwnHabits {
        let Habits { keys, fold, minutes, texts, .. } = habits;
        OwnHabits { keys, fold, minutes, texts, lighter: Some(habits.in_row()) }
    }
}

/// What one has done, for oneself: counted in memory since the node started.
#[derive(Serialize, ToSchema)]
struct OwnWork {
    /// Minutes since the last break.
    minutes: i64,
    /// Reports opened today.
    opened: u32,
    /// Of these, how many with words that may distress.
    distressing: u32,
    /// Of those, how many since the last break.
    since_break: u32,
    /// How many of them one after the other.
    in_row: u32,
}

/// How one likes to work, and what one has done.
#[derive(Serialize, ToSchema)]
struct SeenHabits {
    /// How one likes to work.
    habits: OwnHabits,
    /// What one has done.
    work: OwnWork,
}

/// How one likes to work, and what one has done; nobody else is told.
#[utoipa::path(
    get,
    path = "/api/habits",
    operation_id = "access.own-habits",
    tag = "access",
    responses((status = 200, description = "As it was chosen, or as it is built in", body = SeenHabits))
)]
async fn show_json(State(desk): State<Desk>, caller: Caller) -> Result<Json<SeenHabits>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let account = caller.actor.id;
    let known = desk.blocking(move |node| access::habits(node, account)).await;
    let known = known.map_err(|fault| crate::answers::problem_of_database(&caller.texts, &fault))?;
    let Told { minutes, opened, distressing, since_break, in_row } = desk.work().told(account, Desk::now());
    let work = OwnWork { minutes, opened, distressing, since_break, in_row };
    Ok(Json(SeenHabits { habits: known.into(), work }))
}

/// Keeps how one likes to work.
#[utoipa::path(
    post,
    path = "/api/habits",
    operation_id = "access.keep-habits",
    tag = "access",
    request_body = OwnHabits,
    responses((status = 200, description = "Kept", body = OwnHabits),
        (status = 422, description = "A field is wrong."))
)]
async fn send_json(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<OwnHabits>, JsonRejection>,
) -> Result<Json<OwnHabits>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let right = r#"JSON: {"keys": true, "fold": "marked", "minutes": 50, "texts": 15, "lighter": 5}"#;
    let Json(own) = body.map_err(|rejection| unread_body(&caller.texts, rejection.body_text(), right))?;
    let OwnHabits { keys, fold, minutes, texts, lighter } = own;
    let habits = Habits { keys, fold, minutes, texts, lighter };
    keep(&desk, &caller, habits).await?;
    Ok(Json(habits.into()))
}

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show_json, send_json), components(schemas(Fold)))]
pub(crate) struct Described;

/// `/habits` and `/api/habits`.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/habits", Line::Read(&READ_OWN), show)
        .post("/habits", Line::Read(&READ_OWN), send)
        .post("/habits/later", Line::Read(&READ_OWN), later)
        .get("/api/habits", Line::Read(&READ_OWN), show_json)
        .post("/api/habits", Line::Read(&READ_OWN), send_json)
}

#[cfg(test)]
mod tests {
    use crate::Desk;
    use crate::testing::{House, catalogue};
    use face::Language;
    use kernel::{Id, Instant, Purpose};
    use serde_json::{Value, json};

    const FORM: &str = "keys=no&fold=all&minutes=30&texts=5&lighter=7";

    fn own(house: &House) -> Value {
        let seen: Value = serde_json::from_str(&house.get("/api/habits").body).unwrap();
        assert_eq!(seen["work"]["opened"], 0);
        seen["habits"].clone()
    }

    #[test]
    fn what_is_chosen_is_kept_and_what_is_wrong_is_told_at_its_field() {
        let house = House::open();
        assert_eq!(
            own(&house),
            json!({ "keys": true, "fold": "marked", "minutes": 50, "texts": 15, "lighter": 5 })
        );
        assert_eq!(house.post("/habits", FORM).to, "/habits");
        let chosen = json!({ "keys": false, "fold": "all", "minutes": 30, "texts": 5, "lighter": 7 });
        assert_eq!(own(&house), chosen);
        for (name, wrong) in [
            ("keys", "keys=perhaps&fold=all&minutes=30&texts=5"),
            ("fold", "keys=no&fold=some&minutes=30&texts=5"),
            ("minutes", "keys=no&fold=all&minutes=9&texts=5"),
            ("minutes", "keys=no&fold=all&minutes=soon&texts=5"),
            ("texts", "keys=no&fold=all&minutes=30&texts=501"),
            ("lighter", "keys=no&fold=all&minutes=30&texts=5&lighter=501"),
            ("lighter", "keys=no&fold=all&minutes=30&texts=5&lighter=some"),
        ] {
            let page = house.post("/habits", wrong);
            assert_eq!(page.status.as_u16(), 422, "{wrong}");
            assert!(page.body.contains(&format!(r##"href="#{name}""##)), "{wrong}: {}", page.body);
        }
        let answer = house
            .post_json("/api/habits", &json!({ "keys": true, "fold": "never", "minutes": 5, "texts": 0 }));
        assert!(answer.status.as_u16() == 422 && answer.body.contains("minutes"), "{}", answer.body);
        assert_eq!(house.post_json("/api/habits", &json!({ "keys": 1 })).status.as_u16(), 400);
        assert_eq!(own(&house), chosen);
    }

    /// A person's session, by its cookie.
    fn cookie(house: &House) -> (Id, String) {
        let account = access::account_named(&house.node, "fictional").unwrap().unwrap().id;
        let secret = access::open_session(&house.node, account, Purpose::Triage, Desk::now()).unwrap();
        (account, format!("tutela={secret}"))
    }

    fn ask(
        house: &House,
        cookie: &str,
        request: axum::http::request::Builder,
        form: &str,
    ) -> crate::testing::Answer {
        let request =
            request.header("cookie", cookie).header("content-type", "application/x-www-form-urlencoded");
        house.ask_as(None, request, form)
    }

    #[test]
    fn a_break_is_thought_of_on_every_page_until_later_and_only_by_oneself() {
        use axum::http::Request;
        let house = House::open();
        let (account, cookie) = cookie(&house);
        let page = |path: &str| ask(&house, &cookie, Request::get(path), "").body;
        assert!(!page("/purpose").contains("/habits/later"));
        for _ in 0..15 {
            house.desk.work().opened(account, true, Desk::now());
        }
        let shown = page("/purpose");
        assert!(shown.contains("/habits/later") && shown.contains("15"), "{shown}");
        assert!(page("/habits").contains("15"), "what one has read is told to oneself");
        let later = ask(&house, &cookie, Request::post("/habits/later"), "next=/purpose");
        assert_eq!(later.to, "/purpose");
        assert!(!page("/purpose").contains("/habits/later"));
        assert!(!house.get("/purpose").body.contains("/habits/later"), "a machine needs no break");
    }

    #[test]
    fn what_a_page_asks_by_itself_is_no_work() {
        use axum::http::Request;
        let house = House::open();
        let (account, cookie) = cookie(&house);
        let an_hour_ago = Instant(Desk::now().0 - 60 * 60_000);
        house.desk.work().here(account, an_hour_ago);
        let news = "/lists/journal/rules/news/00/1";
        assert_eq!(ask(&house, &cookie, Request::get(news), "").status.as_u16(), 200);
        assert!(house.desk.work().told(account, Desk::now()).minutes >= 59, "nobody came back by it");
        ask(&house, &cookie, Request::get("/purpose"), "");
        assert_eq!(house.desk.work().told(account, Desk::now()).minutes, 0);
    }

    #[test]
    fn the_pages_are_sound_in_every_language() {
        let house = House::open();
        let (account, cookie) = cookie(&house);
        for _ in 0..15 {
            house.desk.work().opened(account, true, Desk::now());
        }
        for language in Language::STAFF {
            use axum::http::Request;
            let texts = catalogue().texts(*language);
            let at = format!("/habits?lang={}", language.code());
            for request in [(Request::get(&at), ""), (Request::post(&at), "fold=none")] {
                let page = ask(&house, &cookie, request.0, request.1);
                assert_eq!(page.body.contains("/habits/later"), page.status.is_success(), "{}", page.body);
                assert_eq!(face::check::page(&page.body, &texts), Vec::<String>::new(), "{}", page.body);
            }
        }
    }
}
