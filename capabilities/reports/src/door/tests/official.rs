//! The form of those who must report: a page of its own, a number for their file, and what became of it.

use super::super::testing::{
    Answered, Parts, Street, a_receipt, answering, empty_thread, english, form, json, texts, with_thread,
};
use crate::codes::{ChildKnows, Duty};
use crate::wire::{Answer, OfOfficial, Thread, Told, ToldReport};
use axum::body::Body;
use axum::http::Request;
use kernel::CodeList;
use kernel::codes::{NotPursuedReason, QueueState};
use serde_json::{Value, json as of};

fn official() -> OfOfficial {
    OfOfficial {
        number: "1a2b3c4d".into(),
        filed_at: 1_800_000_000_000,
        acknowledge_by: 1_800_086_400_000,
        acknowledged_at: 0,
    }
}

fn filing() -> Street {
    answering(Answer::Filed { answer_by: 1, official: Some(official()) })
}

fn get(street: &Street, path: &str) -> Answered {
    street.send(Request::get(path).body(Body::empty()).unwrap())
}

fn heard(street: &Street) -> ToldReport {
    match street.heard.lock().unwrap().pop() {
        Some(Told::Report(told)) => *told,
        _ => panic!("no report was told"),
    }
}

const FIELDS: [(&str, &str); 9] = [
    ("danger", "not-safe"),
    ("text", "Fictional: a pupil told me of it."),
    ("age", "10-12"),
    ("child_knows", "must-not"),
    ("agency", "A fictional school, file 12"),
    ("duty", "law"),
    ("duty_words", "Article 3 of a fictional law"),
    ("contact", "A fictional office"),
    ("contact_hours", "9 to 12"),
];

#[test]
fn it_is_found_and_sound_in_every_language_and_takes_no_file() {
    let street = filing();
    for t in texts() {
        let lang = t.language().code();
        assert!(
            get(&street, &format!("/?lang={lang}")).body.contains(&format!("href=\"/official?lang={lang}\""))
        );
        let tell = street.send(form(&format!("/tell?lang={lang}"), &[("by", "professional")]));
        assert!(tell.body.contains(&format!("href=\"/official?lang={lang}\"")));
        let child = street.send(form(&format!("/tell?lang={lang}"), &[("by", "child")]));
        assert!(!child.body.contains("/official"));
        let page = get(&street, &format!("/official?lang={lang}&text=put+in+by+a+link"));
        assert_eq!(face::check::page(&page.body, &t), Vec::<String>::new(), "{}", page.body);
        assert!(!page.body.contains("put in by a link") && !page.body.contains(r#"type="file""#));
        for key in ["door-official-never", "door-official-next-law", "door-official-danger-hint"] {
            assert!(page.body.contains(&t.t(key)), "{lang} {key}");
        }
        for duty in Duty::all().iter().filter(|duty| **duty != Duty::NotTold) {
            assert!(page.body.contains(&t.t(&format!("door-official-duty-{}", duty.code()))));
        }
        for knows in ChildKnows::all().iter().filter(|knows| **knows != ChildKnows::NotTold) {
            assert!(page.body.contains(&t.t(&format!("door-official-knows-{}", knows.code()))));
        }
    }
    assert_eq!(get(&street, "/official/send").status, 303);
}

#[test]
fn what_was_told_reaches_the_core_and_a_number_with_its_time_is_shown() {
    let street = filing();
    let once = get(&street, "/official").hidden("once");
    let fields: Vec<_> = FIELDS.into_iter().chain([("once", &*once)]).collect();
    for t in texts() {
        let path = format!("/official/send?lang={}", t.language().code());
        let page = street.send(form(&path, &fields));
        assert_eq!(page.status, 200, "{}", page.body);
        assert_eq!(face::check::page(&page.body, &t), Vec::<String>::new(), "{}", page.body);
        assert!(page.body.contains("1a2b3c4d") && !page.digits().is_empty());
        for key in ["door-official-duty-law", "door-official-receipt", "door-official-number-words"] {
            assert!(page.body.contains(&t.t(key)), "{key}");
        }
        // It goes into a file that others read: nothing of the child stands on it.
        for told in ["a pupil told me", "fictional school", "fictional office", "Article 3"] {
            assert!(!page.body.contains(told), "{told}");
        }
        let told = heard(&street);
        assert_eq!((&*told.by, &*told.danger, &*told.age), ("professional", "not-safe", "10-12"));
        assert_eq!((&*told.contact.how, &*told.contact.hours), ("A fictional office", "9 to 12"));
        let duty = told.duty.unwrap();
        assert_eq!((&*duty.kind, &*duty.words), ("law", "Article 3 of a fictional law"));
        assert_eq!((&*duty.agency, &*duty.child_knows), ("A fictional school, file 12", "must-not"));
    }
    let page = street.send(form("/official/send?lang=en", &fields)).body;
    for time in ["15 January 2027, 08:00 UTC", "16 January 2027, 08:00 UTC"] {
        assert!(page.contains(time), "{page}");
    }
}

#[test]
fn a_few_words_are_enough_and_what_is_wrong_is_told_at_its_field() {
    let street = filing();
    let page = street.send(form("/official/send?lang=en", &[("text", "Fictional.")]));
    assert_eq!(page.status, 200);
    let told = heard(&street);
    assert!(told.by == "professional" && told.duty.is_some_and(|duty| duty.kind.is_empty()));
    // Whoever tells of no duty elsewhere has none.
    assert_eq!(street.send(json("/api/reports", &of!({ "text": "Fictional." }))).status, 200);
    assert!(heard(&street).duty.is_none());
    let long = "x".repeat(2_001);
    for (field, value, key) in [
        ("text", "", "door-text-empty"),
        ("duty", "a-whim", "door-choice-unknown"),
        ("child_knows", "perhaps", "door-choice-unknown"),
        ("agency", &long, "door-short-long"),
        ("duty_words", &long, "door-short-long"),
    ] {
        let fields: Vec<_> = FIELDS.into_iter().filter(|(name, _)| *name != field).collect();
        let fields: Vec<_> = fields.into_iter().chain([(field, value)]).collect();
        for t in texts() {
            let page = street.send(form(&format!("/official/send?lang={}", t.language().code()), &fields));
            assert_eq!((page.status, page.errors()), (422, 1), "{field}");
            assert!(page.body.contains(&format!(r##"href="#{field}""##)), "{field}: {}", page.body);
            assert!(page.body.contains(&t.t(key)) && page.body.contains("A fictional office"), "{field}");
            assert_eq!(face::check::page(&page.body, &t), Vec::<String>::new(), "{}", page.body);
        }
    }
    assert!(street.heard.lock().unwrap().is_empty());
}

#[test]
fn programs_tell_the_same_and_read_which_field_is_wrong() {
    let street = filing();
    let duty =
        of!({ "kind": "court", "words": "Order 7", "agency": "A fictional court", "child_knows": "no" });
    let body = of!({ "text": "Fictional.", "danger": "safe", "duty": duty });
    let answer: Value = serde_json::from_str(&street.send(json("/api/reports", &body)).body).unwrap();
    assert_eq!(answer["official"]["number"], "1a2b3c4d");
    assert_eq!(answer["official"]["acknowledge_by"], "2027-01-16T08:00:00Z");
    assert_eq!(answer["official"]["acknowledged_at"], "");
    let told = heard(&street);
    assert_eq!((&*told.by, told.duty.map(|duty| duty.words)), ("professional", Some("Order 7".into())));
    let none = street.send(json("/api/reports", &of!({ "text": "Fictional.", "duty": {} })));
    assert!(none.status == 200 && heard(&street).duty.is_some());
    for (field, value) in [("kind", "a-whim"), ("child_knows", "perhaps"), ("agency", &"x".repeat(2_001))] {
        let mut body = body.clone();
        body["duty"][field] = of!(value);
        let refused: Value = serde_json::from_str(&street.send(json("/api/reports", &body)).body).unwrap();
        assert_eq!(refused["errors"][0]["field"], format!("duty.{field}"), "{refused}");
    }
    let unknown = street.send(json("/api/reports", &of!({ "text": "Fictional.", "duty": { "rank": "1" } })));
    assert!(unknown.status == 422 || unknown.status == 400, "{}", unknown.body);
    let form =
        Parts::default().and("text", "Fictional.").and("duty", "law").and("agency", "A fictional office");
    assert_eq!(street.send(form.to("/api/reports")).status, 200);
    assert_eq!(heard(&street).duty.map(|duty| duty.agency), Some("A fictional office".into()));
}

#[test]
fn their_thread_tells_what_became_of_it_and_nobody_elses_has_a_number() {
    let shown = |thread: Thread, lang: &str| {
        let page = with_thread(thread, super::super::testing::FILED);
        page.send(form(&format!("/thread?lang={lang}"), &[("receipt", &a_receipt())])).body
    };
    for t in texts() {
        let lang = t.language().code();
        for state in QueueState::all() {
            let thread = Thread { state: state.code().into(), official: Some(official()), ..empty_thread() };
            let page = shown(thread, lang);
            assert_eq!(face::check::page(&page, &t), Vec::<String>::new(), "{page}");
            assert!(
                page.contains(&t.t(&format!("door-official-state-{}", state.code())))
                    && page.contains("1a2b3c4d")
            );
        }
        let why = NotPursuedReason::OutsideRemit.code();
        let official = OfOfficial { acknowledged_at: 1_800_000_060_000, ..official() };
        let aside = Thread {
            state: "not-pursued".into(),
            not_pursued: why.into(),
            official: Some(official),
            ..empty_thread()
        };
        assert!(shown(aside, lang).contains(&t.t(&format!("door-why-{why}"))));
    }
    let read = OfOfficial { acknowledged_at: 1_800_000_060_000, ..official() };
    let page = shown(Thread { official: Some(read), ..empty_thread() }, "en");
    assert!(page.contains("A person has read it: 15 January 2027, 08:01 UTC."), "{page}");
    let page = shown(Thread { official: Some(official()), ..empty_thread() }, "en");
    assert!(page.contains("by 16 January 2027, 08:00 UTC that they have read it"), "{page}");
    assert!(!shown(empty_thread(), "en").contains(&english("door-official-state-new")));
    let street =
        with_thread(Thread { official: Some(official()), ..empty_thread() }, super::super::testing::FILED);
    let told = street.send(json("/api/thread", &of!({ "receipt": a_receipt() }))).body;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["official"]["number"], "1a2b3c4d");
}

#[test]
fn the_language_is_changed_with_what_was_typed_and_sent_twice_is_one_report() {
    let street = filing();
    let page = street.send(form("/official?lang=ar", &FIELDS));
    for kept in [
        "A fictional school, file 12",
        r#"value="law" checked"#,
        r#"value="must-not" checked"#,
        r#"formaction="/official?lang=en""#,
    ] {
        assert!(page.body.contains(kept), "{kept}");
    }
    let fields: Vec<_> = FIELDS.into_iter().chain([("once", "0")]).collect();
    let page = answering(Answer::Used).send(form("/official/send?lang=en", &fields));
    assert_eq!(page.status, 409);
    let back = page.all_hidden_of("/official?lang=en");
    for (field, value) in FIELDS {
        assert!(back.contains(&(field.into(), value.into())), "{field}");
    }
    let away = answering(Answer::TryAgain).send(form("/official/send?lang=en", &FIELDS));
    assert!(away.status == 503 && away.body.contains("Article 3 of a fictional law"));
    // A core of before files it, and gives the receipt alone.
    let before = answering(super::super::testing::FILED).send(form("/official/send?lang=en", &FIELDS));
    assert!(before.status == 200 && !before.digits().is_empty());
}
