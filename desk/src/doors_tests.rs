//! Signing in, links, sessions, tokens and grave acts, as somebody at the staff door finds them.

use crate::testing::{Answer, House, catalogue};
use crate::{Desk, add_token, staff_room};
use access::acts::{ApproveAccount, ProposeAccount};
use access::{Half, enrolment_by_link, enter, founding, half};
use axum::http::{Request, StatusCode, header};
use face::{Language, check};
use kernel::{Actor, Id, Purpose, Role};
use serde_json::{Value, json};

const FORM: &str = "application/x-www-form-urlencoded";

fn house(role: Role) -> House {
    let house = House::open_as(role);
    house.with(axum::Router::new())
}

fn as_json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}", answer.body))
}

/// The two who keep accounts since the founding.
fn keepers(house: &House) -> (Actor, Actor) {
    let known = founding(&house.node).unwrap().unwrap();
    let row = |account| access::known(&house.node, account).unwrap().unwrap().staff.unwrap();
    let actor = |account| Actor { id: account, role: row(account).role, unit: row(account).unit };
    (actor(known.administrator), actor(known.overseer))
}

/// Signs in by form; the session's cookie.
fn cookie(house: &House, form: &str) -> Option<String> {
    let request = Request::post("/sign-in").header(header::CONTENT_TYPE, FORM);
    let answer = house.ask_as(None, request, form);
    let set = answer.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap());
    let mut session = set.filter(|value| value.starts_with("tutela="));
    session.next().map(|value| value.split(';').next().unwrap().to_owned())
}

const SIGN_IN: &str = "user=fictional&password=a+fictional+password&purpose=investigation&code=";

fn at(house: &House, cookie: &str, path: &str) -> Answer {
    house.ask_as(None, Request::get(path).header(header::COOKIE, cookie), "")
}

#[test]
fn a_token_does_what_it_names_and_nothing_else() {
    let house = house(Role::Investigator);
    let asked = json!({ "label": "tests", "purpose": "intake", "scope": "access.read-units", "days": 1 });
    let made = as_json(&house.post_json("/api/tokens", &asked));
    let token = made["token"].as_str().unwrap();
    let get = |path: &str| house.ask_as(Some(token), Request::get(path), "").status.as_u16();
    assert_eq!((get("/api/lists/access/units"), get("/api/lists/journal/rules")), (200, 403));
    assert_eq!(get("/api/sessions"), 403);
    let post = |path: &str, body: &Value| {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        as_json(&house.ask_as(Some(token), request, &body.to_string()))["type"].clone()
    };
    assert_eq!(post("/api/acts/test.try", &json!({ "act": {} })), "/problems/scope");
    assert_eq!(post("/api/tokens", &asked), "/problems/scope", "no token makes a token");
    for wrong in ["", "no.such", "*"] {
        let mut body = asked.clone();
        body["scope"] = json!(wrong);
        let problem = as_json(&house.post_json("/api/tokens", &body));
        assert_eq!(problem["errors"][0]["field"], "scope", "{wrong}");
    }
    let listed = house.get("/api/tokens").body;
    assert!(listed.contains("access.read-units") && !listed.contains(token), "{listed}");
    let withdrawn = house.post_json("/api/tokens/withdraw", &json!({ "number": made["number"] }));
    assert_eq!(withdrawn.status, StatusCode::OK, "{}", withdrawn.body);
    assert_eq!(get("/api/lists/access/units"), 401);
}

#[test]
fn a_token_that_reaches_a_grave_act_cannot_do_it() {
    let house = house(Role::Overseer);
    let body = json!({ "label": "tests", "purpose": "oversight", "scope": "access.*", "days": 1 });
    let made = as_json(&house.post_json("/api/tokens", &body));
    let request = Request::post("/api/acts/access.suspend-account");
    let request = request.header(header::CONTENT_TYPE, "application/json");
    let (administrator, _) = keepers(&house);
    let act = json!({ "act": { "account": administrator.id } }).to_string();
    let answer = house.ask_as(made["token"].as_str(), request, &act);
    assert_eq!(
        (answer.status.as_u16(), &as_json(&answer)["type"]),
        (403, &json!("/problems/reauthenticate"))
    );
}

#[test]
fn what_is_grave_wants_a_fresh_proof_and_the_form_leads_there_first() {
    let house = house(Role::Overseer);
    // A session that began an hour ago.
    let then = kernel::Instant(Desk::now().0 - 60 * 60 * 1000);
    let old = add_token(&house.node, "fictional", Purpose::Oversight, then).unwrap();
    let (administrator, _) = keepers(&house);
    let send = |path: &str, body: &Value| {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        house.ask_as(Some(&old), request, &body.to_string())
    };
    let act = json!({ "act": { "account": administrator.id } });
    let refused = send("/api/acts/access.suspend-account", &act);
    assert_eq!(as_json(&refused)["type"], "/problems/reauthenticate", "{}", refused.body);
    assert_eq!(send("/api/sign-in/again", &json!({ "password": "not the password" })).status.as_u16(), 401);
    let proof = json!({ "password": "a fictional password" });
    let proved = as_json(&send("/api/sign-in/again", &proof));
    assert_eq!(send("/api/sign-in/again", &proof).status.as_u16(), 401, "the old token opens nothing");
    // Proved: now the act itself says what is wrong with it.
    let request = Request::post("/api/acts/access.suspend-account");
    let request = request.header(header::CONTENT_TYPE, "application/json");
    let problem = as_json(&house.ask_as(proved["token"].as_str(), request, &act.to_string()));
    assert_eq!(problem["errors"][0]["field"], "account", "the last administrator: {problem}");
}

#[test]
fn sessions_are_seen_and_ended_one_by_one_and_all() {
    let house = house(Role::Investigator);
    let (one, two) = (cookie(&house, SIGN_IN).unwrap(), cookie(&house, SIGN_IN).unwrap());
    let listed = as_json(&at(&house, &one, "/api/sessions"));
    let all = listed.as_array().unwrap();
    assert_eq!(all.len(), 3, "two browsers and the tests' own");
    let other = all.iter().find(|row| row["this"] == false && row["command_line"] == false).unwrap();
    let end = |body: &Value| house.post_json("/api/sessions/end", body).status.as_u16();
    assert_eq!((end(&json!({})), end(&json!({ "number": "00".repeat(16) }))), (422, 404));
    assert_eq!(end(&json!({ "number": other["number"] })), 200);
    assert_eq!(at(&house, &two, "/api/sessions").status, StatusCode::UNAUTHORIZED);
    assert_eq!(at(&house, &one, "/sessions").status, StatusCode::OK);
    let then = kernel::Instant(Desk::now().0 - 60 * 60 * 1000);
    let old = add_token(&house.node, "fictional", Purpose::Investigation, then).unwrap();
    let request = Request::post("/api/sessions/end").header(header::CONTENT_TYPE, "application/json");
    let unproved = house.ask_as(Some(&old), request, &json!({ "all": true }).to_string());
    assert_eq!(as_json(&unproved)["type"], "/problems/reauthenticate");
    let request = Request::post("/sessions/end").header(header::CONTENT_TYPE, FORM);
    house.ask_as(None, request.header(header::COOKIE, &one), "all=yes");
    assert_eq!(at(&house, &one, "/api/sessions").status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.get("/api/sessions").status, StatusCode::UNAUTHORIZED, "all, the command line's too");
}

#[test]
fn a_passkey_that_is_not_there_is_not_removed_and_ends_nobodys_session() {
    let house = house(Role::Investigator);
    let browser = cookie(&house, SIGN_IN).unwrap();
    let none = house.post_json("/api/ways/change", &json!({ "number": Id([1; 16]) }));
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert_eq!(at(&house, &browser, "/api/sessions").status, StatusCode::OK);
}

#[test]
fn signing_in_or_proving_it_again_gives_a_new_cookie_and_ends_the_old_one() {
    let house = house(Role::Investigator);
    let first = cookie(&house, SIGN_IN).unwrap();
    let sent = |path: &str, from: &str, form: &str| {
        let request = Request::post(path).header(header::CONTENT_TYPE, FORM).header(header::COOKIE, from);
        let answer = house.ask_as(None, request, form);
        let mut set = answer.headers.get_all(header::SET_COOKIE).iter().map(|one| one.to_str().unwrap());
        let session = set.find(|one| one.starts_with("tutela=")).unwrap();
        session.split(';').next().unwrap().to_owned()
    };
    let is_open = |cookie: &str| at(&house, cookie, "/api/sessions").status == StatusCode::OK;
    let second = sent("/sign-in/again", &first, "password=a+fictional+password&code=&next=/ways");
    assert!(second != first && is_open(&second) && !is_open(&first));
    let third = sent("/sign-in", &second, SIGN_IN);
    assert!(third != second && is_open(&third) && !is_open(&second));
}

#[test]
fn a_password_is_changed_after_a_fresh_proof_and_ends_all_other_sessions() {
    let house = house(Role::Investigator);
    let (one, two) = (cookie(&house, SIGN_IN).unwrap(), cookie(&house, SIGN_IN).unwrap());
    let then = kernel::Instant(Desk::now().0 - 60 * 60 * 1000);
    let old = add_token(&house.node, "fictional", Purpose::Investigation, then).unwrap();
    let send = |path: &str, body: &Value| {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        as_json(&house.ask_as(Some(&old), request, &body.to_string()))
    };
    let new = json!({ "password": "another quiet word" });
    assert_eq!(send("/api/password", &new)["type"], "/problems/reauthenticate");
    assert_eq!(
        send("/api/ways/change", &json!({ "number": Id([1; 16]) }))["type"],
        "/problems/reauthenticate"
    );
    assert_eq!(send("/api/second-factor/codes", &json!({}))["type"], "/problems/reauthenticate");
    let form = |path: &str, body: &str| {
        let request = Request::post(path).header(header::CONTENT_TYPE, FORM).header(header::COOKIE, &one);
        house.ask_as(None, request, body)
    };
    let short = form("/password", "password=short");
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains(r##"href="#password""##), "{}", short.body);
    for (guessed, why) in [("passwordpassword", "guessed first"), ("fictional+and+more", "holds your name")] {
        let answer = form("/password", &format!("password={guessed}"));
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.body.contains(why) && answer.body.contains(r##"href="#password""##),
            "{}",
            answer.body
        );
    }
    assert!(cookie(&house, SIGN_IN).is_some(), "nothing was changed");
    assert_eq!(form("/password", "password=another+quiet+word").to, "/ways");
    assert!(cookie(&house, SIGN_IN).is_none());
    assert!(cookie(&house, &SIGN_IN.replace("a+fictional+password", "another+quiet+word")).is_some());
    assert_eq!(at(&house, &one, "/api/sessions").status, StatusCode::OK);
    assert_eq!(at(&house, &two, "/api/sessions").status, StatusCode::UNAUTHORIZED);
    let codes = form("/second-factor/codes", "");
    assert_eq!(
        codes.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no second factor that they could stand in for"
    );
}

#[test]
fn a_passkey_that_does_not_fit_is_told_like_every_wrong_way_in() {
    let house = house(Role::Investigator);
    house.desk.stands_at(crate::Site::read("https://staff.example.org").unwrap());
    let shown = house.ask_as(None, Request::get("/sign-in"), "").body;
    assert!(
        shown.contains(r#"data-origin="https://staff.example.org""#) && shown.contains("rpId"),
        "{shown}"
    );
    let wrong = |path: &str, session: Option<&str>| {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, FORM);
        if let Some(cookie) = session {
            request = request.header(header::COOKIE, cookie);
        }
        house.ask_as(None, request, "purpose=investigation&ceremony=00&passkey=%7B%7D&label=mine")
    };
    let answer = wrong("/sign-in", None);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("passkey is not known here"), "{}", answer.body);
    let request = Request::post("/sign-in").header(header::CONTENT_TYPE, FORM);
    let answer = house.ask_as(None, request, SIGN_IN);
    let set: Vec<&str> =
        answer.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect();
    let is_of_this_host = |one: &&str| {
        one.starts_with("__Host-tutela") && one.contains("; Path=/;") && one.contains("; Secure")
    };
    assert!(set.len() == 2 && set.iter().all(is_of_this_host), "{set:?}");
    let session = set[0].split(';').next().unwrap();
    for path in ["/sign-in/again", "/ways/add"] {
        let answer = wrong(path, Some(session));
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(answer.body.contains("passkey is not known here"), "{path}: {}", answer.body);
        assert_eq!(check::page(&answer.body, &catalogue().texts(Language::English)), Vec::<String>::new());
    }
}

#[test]
fn signing_out_ends_the_session_and_tells_the_browser_to_throw_away_what_it_keeps() {
    let house = house(Role::Investigator);
    house.desk.stands_at(crate::Site::read("https://staff.example.org").unwrap());
    let request = Request::post("/sign-in").header(header::CONTENT_TYPE, FORM);
    let signed = house.ask_as(None, request, SIGN_IN);
    let session = signed.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(at(&house, &session, "/api/sessions").status, StatusCode::OK);
    let out = house.ask_as(None, Request::post("/sign-out").header(header::COOKIE, &session), "");
    assert_eq!(out.headers["clear-site-data"], "\"storage\"");
    let gone = out.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(gone.starts_with("__Host-tutela=;") && gone.ends_with("; Max-Age=0"), "{gone}");
    assert_eq!(at(&house, &session, "/api/sessions").status, StatusCode::UNAUTHORIZED);
    let spoken = house.ask_as(None, Request::get("/sign-in?lang=ar"), "");
    assert!(spoken.headers[header::SET_COOKIE].to_str().unwrap().starts_with("__Host-lang=ar; Path=/;"));
}

#[test]
fn without_a_provider_there_is_no_button_and_no_visit() {
    let house = house(Role::Investigator);
    assert!(!house.ask_as(None, Request::get("/sign-in"), "").body.contains("formaction"));
    let request = Request::post("/sign-in/provider").header(header::CONTENT_TYPE, FORM);
    let answer = house.ask_as(None, request, "purpose=investigation");
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    let answer = house.ask_as(None, Request::get("/sign-in/provider/done?code=x&state=y"), "");
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        !answer
            .headers
            .get_all(header::SET_COOKIE)
            .iter()
            .any(|one| one.to_str().unwrap().starts_with("tutela="))
    );
    let led = house.ask_as(None, Request::get("/sign-in/provider/back?code=x&state=%0d%0ay"), "");
    assert_eq!(led.headers[header::REFRESH], "0; url=/sign-in/provider/done?code=x&state=%0d%0ay");
    assert!(!led.headers.contains_key(header::SET_COOKIE), "nobody is let in by coming back");
}

#[test]
fn wrong_name_wrong_password_and_wrong_code_get_one_answer() {
    let house = house(Role::Investigator);
    let forms = [
        SIGN_IN.replace("user=fictional", "user=nobody"),
        SIGN_IN.replace("a+fictional+password", "a+wrong+password"),
    ];
    let page = |form: &str| {
        let request = Request::post("/sign-in").header(header::CONTENT_TYPE, FORM);
        let answer = house.ask_as(None, request, form);
        (answer.status, answer.body.replace("nobody", "fictional"))
    };
    let first = page(&forms[0]);
    assert_eq!(first.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page(&forms[1]), first);
    let elsewhere = cookie(&house, SIGN_IN).unwrap();
    // With a second factor, a missing code is the same answer again.
    let offered = as_json(&house.get("/api/second-factor"));
    assert!(offered["otpauth"].as_str().unwrap().starts_with("otpauth://totp/Tutela:fictional"));
    let account = access::account_named(&house.node, "fictional").unwrap().unwrap().id;
    let code = access::enrolment(&house.node, account).unwrap().code_at(Desk::now());
    let body = json!({ "password": "a fictional password", "code": code });
    let codes = as_json(&house.post_json("/api/second-factor", &body));
    assert_eq!(codes["recovery_codes"].as_array().unwrap().len(), 10);
    assert_eq!(at(&house, &elsewhere, "/api/sessions").status, StatusCode::UNAUTHORIZED, "it has ended");
    assert_eq!(page(SIGN_IN), first);
    let with = format!("{SIGN_IN}{}", codes["recovery_codes"][0].as_str().unwrap());
    assert!(cookie(&house, &with).is_some());
    assert!(cookie(&house, &with).is_none(), "once");
}

#[test]
fn who_finds_too_many_at_the_door_is_told_to_try_again_and_no_field_is_blamed() {
    async fn full() -> face::Problem {
        crate::answers::problem_of_account(&catalogue().texts(Language::English), &access::AccountFault::Busy)
    }
    let house = house(Role::Investigator);
    let house = house.with(axum::Router::new().route("/api/full", axum::routing::get(full)));
    let answer = house.get("/api/full");
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers[header::RETRY_AFTER], "1");
    let problem = as_json(&answer);
    assert_eq!(problem["type"], "/problems/busy", "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("try again"), "{problem}");
}

#[test]
fn an_account_opens_by_link_and_code_at_the_door() {
    let house = house(Role::Investigator);
    let (administrator, overseer) = keepers(&house);
    let account = Id([77; 16]);
    let propose = ProposeAccount { account, staff_role: Role::Analyst, unit: administrator.unit };
    let proposal = enter(&house.node, &propose, administrator).unwrap();
    enter(&house.node, &ApproveAccount { account, proposal }, overseer).unwrap();
    let Some(Half::Link(link, _)) = half(&house.node, account, overseer.id).unwrap() else { panic!() };
    let Some(Half::Code(code)) = half(&house.node, account, administrator.id).unwrap() else { panic!() };
    let path = format!("/begin/{link}");
    for &language in Language::STAFF {
        let texts = catalogue().texts(language);
        let shown = house.ask_as(None, Request::get(format!("{path}?lang={}", language.code())), "");
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        assert_eq!(check::page(&shown.body, &texts), Vec::<String>::new());
        assert!(shown.body.contains("<svg") && shown.body.contains("otpauth://totp/"), "{}", shown.body);
    }
    let offered = enrolment_by_link(&house.node, &link, Desk::now()).unwrap().1;
    let form = |code: &str, app: &str| {
        format!("user=newcomer&password=a+fictional+password&link_code={code}&code={app}")
    };
    let send = |form: &str| {
        let request = Request::post(path.as_str()).header(header::CONTENT_TYPE, FORM);
        house.ask_as(None, request, form)
    };
    let wrong = send(&form("12345678", ""));
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains(r##"href="#link_code""##), "{}", wrong.body);
    assert!(!wrong.body.contains("a fictional password"), "a password is not shown again");
    let begun = send(&form(&code, &offered.code_at(Desk::now())));
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
    assert_eq!(begun.body.matches("<li><span class=\"tutela-code\">").count(), 10, "{}", begun.body);
    assert_eq!(send(&form(&code, "")).status, StatusCode::UNPROCESSABLE_ENTITY, "once");
}

#[test]
fn every_page_is_sound_in_every_language() {
    let house = house(Role::Overseer);
    let (administrator, overseer) = keepers(&house);
    let propose = ProposeAccount { account: Id([78; 16]), staff_role: Role::Analyst, unit: overseer.unit };
    enter(&house.node, &propose, administrator).unwrap();
    for &language in Language::STAFF {
        let texts = catalogue().texts(language);
        let of = |path: &str| format!("{path}?lang={}", language.code());
        let account = format!("/staff/{}", Id([78; 16]));
        for path in [
            "/sessions",
            "/tokens",
            "/second-factor",
            "/sign-in/again",
            "/ways",
            "/password",
            account.as_str(),
        ] {
            let page = house.get(&of(path));
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
            assert_eq!(check::page(&page.body, &texts), Vec::<String>::new(), "{path}");
        }
        let made = house.post(&of("/tokens"), "label=tests&purpose=oversight&scope=access.read-units&days=1");
        assert!(made.body.contains("tutela-"), "{}", made.body);
        assert_eq!(check::page(&made.body, &texts), Vec::<String>::new());
        let wrong = house.post(&of("/tokens"), "label=&purpose=oversight&scope=x&days=900");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(check::page(&wrong.body, &texts), Vec::<String>::new());
    }
    assert_eq!(house.get("/staff/nobody").status, StatusCode::NOT_FOUND);
    assert_eq!(staff_room().acts.len(), 11);
}
