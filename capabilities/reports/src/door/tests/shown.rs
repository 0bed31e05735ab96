//! What the pages show.

use super::super::testing::{
    FILED, Street, a_receipt, answering, empty_thread, english, filing, form, json, texts, told_form,
    with_thread,
};
use crate::wire::{Answer, Question, Said, Thread};
use axum::body::Body;
use axum::http::Request;
use kernel::CodeList;
use kernel::codes::{NotPursuedReason, QueueState};
use serde_json::{Value, json as of};

#[test]
fn why_a_report_is_not_pursued_is_told_with_where_else_to_turn() {
    for &reason in NotPursuedReason::all() {
        let thread = Thread {
            state: QueueState::NotPursued.code().into(),
            not_pursued: reason.code().into(),
            ..empty_thread()
        };
        let street = with_thread(thread, FILED);
        for t in texts() {
            let path = format!("/thread?lang={}", t.language().code());
            let page = street.send(form(&path, &[("receipt", &a_receipt())]));
            for key in [&*format!("door-why-{}", reason.code()), "door-elsewhere", "door-state-not-pursued"] {
                assert!(page.body.contains(&t.t(key)), "{key}");
            }
            assert!(page.body.contains("116\u{a0}111"));
        }
        let told = street.send(json("/api/thread", &of!({ "receipt": a_receipt() }))).body;
        assert!(told.contains(&format!(r#""not_pursued":"{}""#, reason.code())), "{told}");
    }
}

#[test]
fn by_when_a_person_answers_is_told_where_something_waits() {
    let waiting = Thread { answer_by: 1_800_000_000_000, ..empty_thread() };
    for (thread, told) in [(waiting, true), (empty_thread(), false)] {
        let street = with_thread(thread, FILED);
        let page = street.send(form("/thread?lang=en", &[("receipt", &a_receipt())]));
        assert_eq!(page.body.contains("answer you by 15 January 2027, 08:00 UTC"), told, "{}", page.body);
        assert!(!page.body.contains(&english("door-elsewhere")));
        let json: Value =
            serde_json::from_str(&street.send(json("/api/thread", &of!({ "receipt": a_receipt() }))).body)
                .unwrap();
        assert_eq!(json["answer_by"] != "", told);
    }
}

#[test]
fn every_state_has_words() {
    for t in texts() {
        for state in QueueState::all() {
            assert!(t.has(&format!("door-state-{}", state.code())), "{state:?}");
        }
    }
}

#[test]
fn the_language_of_a_form_is_changed_with_all_that_was_typed() {
    let street = with_thread(empty_thread(), FILED);
    let asked = [
        ("danger", "unsure"),
        ("by", "professional"),
        ("text", "Half a sen"),
        ("age", "10-12"),
        ("contact", "Call."),
    ];
    let page = street.send(form("/tell?lang=ar", &asked));
    for kept in ["Half a sen", "Call.", r#"value="10-12" checked"#, r#"formaction="/tell?lang=en""#] {
        assert!(page.body.contains(kept), "{kept}");
    }
    assert_eq!((page.hidden("danger"), page.hidden("by")), ("unsure".into(), "professional".into()));
    let who = street.send(form("/who?lang=en", &[("danger", "not-safe")]));
    assert!(who.body.contains(r#"form="who" formaction="/who?lang=ar""#) && who.body.contains("112"));
    let thread = street.send(form("/thread?lang=ar", &[("receipt", &a_receipt()), ("text", "Half a sen")]));
    assert!(thread.body.contains("Half a sen") && thread.body.contains(r#"formaction="/thread?lang=en""#));
    let receipt = street.send(told_form("", "Something.").to("/report?lang=en"));
    assert!(receipt.body.contains("receipt-digits") && !receipt.body.contains("lang=ar"));
}

#[test]
fn older_replies_are_a_button_away() {
    let said = |n: u32| Said {
        at: i64::from(n),
        by: "staff".into(),
        text: format!("Reply of page {n}."),
        notice: String::new(),
        on: (0, 0),
        n: Some(i64::from(n)),
    };
    let street = Street::new(move |question| match question {
        Question::OpenThread(_, page) => {
            Answer::Thread(Thread { said: vec![said(*page)], older: *page < 2, ..empty_thread() })
        }
        Question::Submit(_) => FILED,
        Question::Glance(_) => panic!("no page is open in a chat"),
    });
    let page = |n: &str| {
        street.send(form("/thread?lang=en", &[("receipt", &a_receipt()), ("text", "Half"), ("page", n)]))
    };
    let button = |n: u32| format!(r#"form="further" formaction="/thread?lang=en" name="page" value="{n}""#);
    for (n, older, newer) in [(0, Some(1), None), (1, Some(2), Some(0)), (2, None, Some(1))] {
        let page = page(&n.to_string());
        assert!(page.body.contains(&format!("Reply of page {n}.")) && page.body.contains("Half"));
        for other in 0..4 {
            assert_eq!(
                page.body.contains(&button(other)),
                older == Some(other) || newer == Some(other),
                "{n} {other}"
            );
        }
    }
    assert!(page("x").body.contains("Reply of page 0."));
    let told = street.send(json("/api/thread", &of!({ "receipt": a_receipt(), "page": 1 }))).body;
    assert!(told.contains("Reply of page 1.") && told.contains(r#""older":true"#));
}

#[test]
fn the_numbers_to_call_stand_on_the_first_page() {
    let get = |street: &Street| street.send(Request::get("/?lang=ar").body(Body::empty()).unwrap()).body;
    let street = filing();
    assert!(get(&street).contains("112") && get(&street).contains("116\u{a0}111"));
    let bare = Street { door: street.door.clone().with_help(super::super::Help::default()), ..street };
    assert!(!get(&bare).contains("112") && get(&bare).contains(&texts()[1].t("door-emergency")));
}

/// Every page that a person can meet, looked through in every language.
#[test]
fn every_page_is_sound_in_every_language() {
    let reply = Said {
        at: 0,
        by: "staff".into(),
        text: "A reply.".into(),
        notice: String::new(),
        on: (0, 0),
        n: Some(1),
    };
    let thread = Thread {
        state: "not-pursued".into(),
        not_pursued: "duplicate".into(),
        answer_by: 9,
        said: vec![reply],
        older: true,
        second_look: "not-asked".into(),
        language: Some("en".into()),
        official: None,
    };
    let looked = Thread { state: "new".into(), not_pursued: String::new(), ..thread.clone() };
    let asked = with_thread(Thread { second_look: "asked".into(), ..looked.clone() }, FILED);
    let done = with_thread(Thread { second_look: "done".into(), ..looked }, FILED);
    let (open, used, away) =
        (with_thread(thread, FILED), answering(Answer::Used), answering(Answer::TryAgain));
    for t in texts() {
        let at = |path: &str| format!("{path}?lang={}", t.language().code());
        let get = |path: &str| open.send(Request::get(at(path)).body(Body::empty()).unwrap());
        let receipt = a_receipt();
        let fields = [("receipt", &*receipt), ("text", "More."), ("danger", "not-safe"), ("page", "1")];
        let pages = [
            get("/"),
            get("/thread"),
            get("/kept"),
            get("/not-kept"),
            get("/nowhere"),
            open.send(form(&at("/who"), &fields)),
            open.send(form(&at("/tell"), &fields)),
            open.send(form(&at("/thread"), &fields)),
            open.send(form(&at("/thread/message"), &fields)),
            open.send(form(&at("/thread/second-look"), &fields)),
            open.send(form(&at("/thread/receipt"), &fields)),
            open.send(form(&at("/thread/receipt"), &[("receipt", &*receipt), ("sure", "yes")])),
            away.send(form(&at("/thread/receipt"), &[("receipt", &*receipt), ("sure", "yes")])),
            asked.send(form(&at("/thread"), &fields)),
            done.send(form(&at("/thread"), &fields)),
            get("/help"),
            get("/opinion"),
            open.send(form(&at("/opinion"), &[("easy", "yes")])),
            open.send(form(&at("/opinion"), &[("easy", "yes"), ("serious", "no")])),
            open.send(form(&at("/opinion"), &[("easy", "yes"), ("serious", "no"), ("friend", "partly")])),
            away.send(form(&at("/opinion"), &[("easy", "yes"), ("serious", "no"), ("friend", "partly")])),
            open.send(told_form("", "Something.").to(&at("/report"))),
            open.send(told_form("", "").to(&at("/report"))),
            used.send(told_form("", "Something.").to(&at("/report"))),
            away.send(told_form("", "Something.").to(&at("/report"))),
            away.send(form(&at("/thread/message"), &fields)),
        ];
        for page in pages {
            assert_eq!(face::check::page(&page.body, &t), Vec::<String>::new(), "{}", page.body);
            assert_eq!(page.headers["cache-control"], "no-store");
        }
    }
}
