//! The way to a report: who tells, what it is about, and what is chosen beside the text.

use super::super::testing::{Parts, Street, filing, form, json, texts, told_form};
use crate::codes::{ChildKnows, Duty, Happening, Reach, SaidOf};
use crate::door::Film;
use crate::door::voice::TELLERS;
use crate::wire::{Told, ToldReport};
use axum::body::Body;
use axum::http::Request;
use kernel::CodeList;
use serde_json::{Value, json as of};

fn heard(street: &super::super::testing::Street) -> ToldReport {
    match street.heard.lock().unwrap().pop() {
        Some(Told::Report(told)) => *told,
        _ => panic!("no report was told"),
    }
}

#[test]
fn every_teller_comes_to_a_page_in_their_own_words() {
    let street = filing();
    for t in texts() {
        let lang = t.language().code();
        let who = street.send(form(&format!("/who?lang={lang}"), &[("danger", "unsure")]));
        for (teller, by, age) in TELLERS {
            assert!(who.body.contains(&format!(r#"name="teller" value="{teller}""#)), "{teller}");
            let what =
                street.send(form(&format!("/what?lang={lang}"), &[("danger", "unsure"), ("teller", teller)]));
            assert_eq!((what.hidden("by"), what.hidden("age")), (by.into(), age.into()));
            assert_eq!(what.body.matches(r#"name="happening" value=""#).count(), Happening::all().len() + 1);
            assert_eq!(face::check::page(&what.body, &t), Vec::<String>::new(), "{lang} {teller}");
            let fields = [("danger", "unsure"), ("by", by), ("age", age), ("happening", "wants-to-meet")];
            let tell = street.send(form(&format!("/tell?lang={lang}"), &fields));
            assert_eq!(face::check::page(&tell.body, &t), Vec::<String>::new(), "{lang} {teller}");
            assert_eq!(tell.hidden("happening"), "wants-to-meet");
            let is_asked = tell.body.contains(r#"name="age" type="radio""#);
            assert_eq!(is_asked, matches!(teller, "adult" | "professional"), "{teller}");
            let young = matches!(teller, "under-10" | "10-12");
            assert_eq!(tell.body.contains(&t.t("door-limits-words-young")), young, "{lang} {teller}");
        }
    }
}

#[test]
fn easy_words_are_chosen_on_the_first_page_and_kept_to_the_last() {
    let street = filing();
    let get = |path: &str| street.send(Request::get(path).body(Body::empty()).unwrap()).body;
    for t in texts() {
        let lang = t.language().code();
        let first = get(&format!("/?lang={lang}"));
        assert!(first.contains(&format!("/?lang={lang}&#38;words=easy")), "{first}");
        let first = get(&format!("/?lang={lang}&words=easy"));
        assert!(first.contains(&t.t("door-easy-on")) && first.contains(&format!(r#"href="/?lang={lang}""#)));
        assert_eq!(face::check::page(&first, &t), Vec::<String>::new());
        let path = |page: &str| format!("/{page}?lang={lang}&words=easy");
        assert!(first.contains(&path("who").replace('&', "&#38;")));
        let chosen = [("by", "child"), ("age", "16-17"), ("happening", "wants-to-meet")];
        for (fields, own) in
            [(chosen, true), ([("by", "adult-survivor"), ("age", ""), ("happening", "")], false)]
        {
            let what = street.send(form(&path("what"), &fields)).body;
            assert!(
                what.contains(&t.t("door-what-title-young"))
                    && what.contains(&path("tell").replace('&', "&#38;"))
            );
            assert_eq!(what.contains(&t.t("door-what-wants-to-meet-young")), own, "{lang}");
            let tell = street.send(form(&path("tell"), &fields)).body;
            assert!(tell.contains(&t.t("door-limits-words-young")));
            assert_eq!(tell.contains(&t.t("door-about-known-young")), own, "{lang}");
            assert_eq!(face::check::page(&tell, &t), Vec::<String>::new());
        }
        let usual = street.send(form(&format!("/tell?lang={lang}"), &chosen)).body;
        assert!(!usual.contains(&t.t("door-limits-words-young")));
    }
}

#[test]
fn a_film_in_sign_language_is_shown_where_there_is_one_and_only_its_page_may_play() {
    let film = |language: face::Language| {
        (language != face::Language::French).then(|| Film {
            address: format!("/sign/{}.webm", language.code()),
            media: "video/webm",
            captions: format!("/sign/{}.vtt", language.code()),
        })
    };
    let street = filing();
    let street = Street { door: street.door.with_films(std::sync::Arc::new(film)), heard: street.heard };
    let get = |path: &str| street.send(Request::get(path).body(Body::empty()).unwrap());
    for t in texts() {
        let lang = t.language().code();
        let (first, page) = (get(&format!("/?lang={lang}")).body, get(&format!("/sign?lang={lang}")));
        let has_film = film(t.language()).is_some();
        assert_eq!(first.contains(&format!(r#"href="/sign?lang={lang}""#)), has_film, "{lang}");
        assert_eq!(page.status, if has_film { 200 } else { 404 });
        assert_eq!(face::check::page(&page.body, &t), Vec::<String>::new(), "{lang}");
        if has_film {
            assert!(page.body.contains(&format!(r#"src="/sign/{lang}.vtt" srclang="{lang}""#)));
            let policy = page.headers["content-security-policy"].to_str().unwrap();
            assert_eq!(policy.replace(" media-src 'self';", ""), face::headers::CONTENT_SECURITY_POLICY);
        }
    }
    assert_eq!(filing().send(Request::get("/sign?lang=en").body(Body::empty()).unwrap()).status, 404);
}

#[test]
fn whoever_is_threatened_reads_at_once_what_to_do_and_again_beside_the_receipt() {
    let street = filing();
    for t in texts() {
        let path = |page: &str| format!("/{page}?lang={}", t.language().code());
        let tell = street.send(form(&path("tell"), &[("by", "child"), ("happening", "threatens-to-share")]));
        let receipt =
            street.send(told_form("", "").and("happening", "threatens-to-share").to(&path("report")));
        assert_eq!(receipt.status, 200, "a choice is enough");
        for page in [&tell, &receipt] {
            for key in ["door-tonight-blame", "door-tonight-pay", "door-tonight-keep", "door-tonight-talk"] {
                assert!(page.body.contains(&t.t(key)), "{key}");
            }
            assert_eq!(face::check::page(&page.body, &t), Vec::<String>::new());
        }
        let other = street.send(form(&path("tell"), &[("by", "child"), ("happening", "something-else")]));
        assert!(!other.body.contains(&t.t("door-tonight-pay")));
    }
}

#[test]
fn what_was_chosen_and_told_beside_the_text_reaches_the_core() {
    let street = filing();
    let parts = told_form("", "Something.")
        .and("happening", "asks-for-pictures")
        .and("about", "at-home")
        .and("about", "police")
        .and("reach", "call")
        .and("contact", "555")
        .and("contact_hours", "at four")
        .and("contact_other", "a book")
        .and("not_for", "Somebody Else")
        .and("place", "an app, as x");
    assert_eq!(street.send(parts.to("/report")).status, 200);
    let form = heard(&street);
    let body = of!({
        "text": "Something.", "by": "child", "danger": "safe", "happening": "asks-for-pictures",
        "about": ["at-home", "police"], "reach": "call", "contact": "555", "contact_hours": "at four",
        "contact_other": "a book", "not_for": "Somebody Else", "place": "an app, as x",
    });
    assert_eq!(street.send(json("/api/reports", &body)).status, 200);
    let program = heard(&street);
    for told in [&form, &program] {
        assert_eq!(told.said_of, ["at-home", "police"]);
        assert_eq!(
            (&*told.happening, &*told.reach, &*told.not_for),
            ("asks-for-pictures", "call", "Somebody Else")
        );
        assert_eq!((told.contact.parts(), &*told.place), (["555", "at four", "a book"], "an app, as x"));
    }
}

#[test]
fn nothing_is_mandatory_but_a_word_or_a_choice() {
    let street = filing();
    for (text, happening, status) in [("", "", 422), ("", "something-else", 200), ("A word.", "", 200)] {
        let parts = Parts::default().and("text", text).and("happening", happening);
        assert_eq!(street.send(parts.to("/report")).status, status, "{text} {happening}");
        let answer = street.send(json("/api/reports", &of!({ "text": text, "happening": happening })));
        assert_eq!(answer.status, status, "{}", answer.body);
    }
    assert_eq!(street.send(json("/api/reports", &of!({}))).status, 422);
    for (field, value, status) in
        [("about", "at-home", 200), ("place", "An app", 200), ("reach", "trusted", 422)]
    {
        let parts = Parts::default().and("text", " ").and(field, value);
        assert_eq!(street.send(parts.to("/report")).status, status, "{field}");
    }
}

#[test]
fn a_page_that_is_shown_again_keeps_what_was_chosen() {
    let street = filing();
    let parts = Parts::default()
        .and("by", "child")
        .and("age", "under-10")
        .and("about", "at-home")
        .and("about", "school")
        .and("reach", "trusted")
        .and("text", "No\0word")
        .and("not_for", "Somebody Else");
    let page = street.send(parts.to("/report?lang=en"));
    assert_eq!((page.status, page.hidden("age")), (422, "under-10".into()));
    for (name, value) in [("about", "at-home"), ("about", "school"), ("reach", "trusted")] {
        let chosen = page.body.split(&format!(r#"name="{name}""#)).any(|rest| {
            rest.split('>').next().is_some_and(|tag| tag.contains(&format!(r#"value="{value}" checked"#)))
        });
        assert!(chosen, "{value}: {}", page.body);
    }
    assert!(page.body.contains("Somebody Else"));
}

#[test]
fn a_card_shows_the_words_alone_and_nothing_of_this_house() {
    let street = filing();
    let receipt = street.send(told_form("", "Something.").to("/report?lang=fr"));
    let card = street.send(form("/card?lang=fr", &[("receipt", &receipt.digits())]));
    let t = texts().into_iter().find(|t| t.language().code() == "fr").unwrap();
    assert_eq!(face::check::page(&card.body, &t), Vec::<String>::new());
    let (_, printed) = card.body.split_once(r#"class="tutela-card""#).unwrap();
    let printed = printed.split("</section>").next().unwrap();
    assert_eq!(printed.matches("<li>").count(), 9);
    assert!(!printed.contains(&receipt.digits()) && !printed.contains("Tutela"));
    // Whoever sends something else begins at the start.
    assert_eq!(street.send(form("/card", &[("receipt", "no receipt")])).status, 303);
}

#[test]
fn whoever_fears_themselves_finds_help_and_leaves_nothing() {
    let street = filing();
    let help = super::super::Help::read(
        r#"{"emergency": {"number": "112"}, "worry": {"number": "A line, 555 01"}}"#,
    )
    .unwrap();
    let street = super::super::testing::Street { door: street.door.with_help(help), heard: street.heard };
    for t in texts() {
        let page = street
            .send(Request::get(format!("/worry?lang={}", t.language().code())).body(Body::empty()).unwrap());
        assert_eq!(page.status, 200);
        assert!(
            page.body.contains("555\u{a0}01")
                && page.body.contains("112")
                && page.body.contains(&t.t("door-worry-trace"))
        );
        assert!(!page.body.contains("<form") && !page.body.contains("<input"), "{}", page.body);
        assert_eq!(face::check::page(&page.body, &t), Vec::<String>::new());
    }
    assert!(street.heard.lock().unwrap().is_empty());
}

#[test]
fn every_answer_is_described() {
    let document: Value = super::super::described::document(&serde_json::Map::new());
    let fields =
        &document["paths"]["/api/reports"]["post"]["requestBody"]["content"]["application/json"]["schema"];
    let codes = |field: &str| fields["properties"][field]["enum"].as_array().map_or(0, Vec::len);
    assert_eq!((codes("happening"), codes("reach")), (Happening::all().len() + 1, Reach::all().len() + 1));
    let about = &fields["properties"]["about"]["items"]["enum"];
    assert_eq!(about.as_array().map_or(0, Vec::len), SaidOf::all().len() + 1);
    let duty = &fields["properties"]["duty"]["properties"];
    let codes = |field: &str| duty[field]["enum"].as_array().map_or(0, Vec::len);
    assert_eq!((codes("kind"), codes("child_knows")), (Duty::all().len() + 1, ChildKnows::all().len() + 1));
}
