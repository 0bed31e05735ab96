//! The door through its routes, in front of a core that each test writes.

use super::testing::{Parts, Street, empty_thread, form, json, texts};
use crate::testing::sample_picture;
use crate::wire::{Answer, Question, Said, Thread, Told};
use axum::body::Body;
use axum::http::Request;
use kernel::CodeList;
use kernel::codes::{NotPursuedReason, QueueState};
use serde_json::{Value, json as of};

const FILED: Answer = Answer::Filed { answer_by: 1 };

fn filing() -> Street {
    Street::new(|question| match question {
        Question::Submit(_) => FILED,
        Question::OpenThread(..) => Answer::Thread(empty_thread()),
    })
}

fn answering(answer: Answer) -> Street {
    Street::new(move |_| answer.clone())
}

/// A thread that opens, in front of a core that takes messages in so.
fn with_thread(thread: Thread, taken: Answer) -> Street {
    Street::new(move |question| match question {
        Question::Submit(_) => taken.clone(),
        Question::OpenThread(..) => Answer::Thread(thread.clone()),
    })
}

fn told_form(once: &str, text: &str) -> Parts {
    Parts::default().and("once", once).and("danger", "safe").and("by", "child").and("text", text)
}

fn a_receipt() -> String {
    crate::receipt::Receipt::from_entropy(*b"0123456789").digits()
}

/// Words of a page that stand in both languages' texts under one key.
fn english(key: &str) -> String {
    texts()[0].t(key)
}

#[test]
fn the_same_form_twice_is_the_same_report_with_the_same_receipt() {
    let street = filing();
    let once = street.send(form("/tell", &[("danger", "safe"), ("by", "child")])).hidden("once");
    assert_eq!(once.len(), 64);
    let first = street.send(told_form(&once, "Something.").to("/report?lang=en"));
    let again = street.send(told_form(&once, "Something.").to("/report?lang=en"));
    assert_eq!((first.status, first.digits()), (200, again.digits()));
    let heard = street.heard.lock().unwrap();
    assert!(heard[0] == heard[1], "another act or report");
}

#[test]
fn two_forms_and_forms_without_a_secret_are_reports_of_their_own() {
    let street = filing();
    let fresh = || street.send(form("/tell", &[])).hidden("once");
    let onces =
        [fresh(), fresh(), String::new(), String::new(), "00".repeat(32), "00".repeat(32), "z".into()];
    for once in &onces {
        assert_eq!(street.send(told_form(once, "Something.").to("/report")).status, 200);
    }
    let heard = street.heard.lock().unwrap();
    let acts: std::collections::BTreeSet<[u8; 16]> = heard
        .iter()
        .map(|told| match told {
            Told::Report(report) => report.act,
            Told::Further(further) => further.act,
        })
        .collect();
    assert_eq!(acts.len(), onces.len());
}

#[test]
fn a_secret_from_another_site_reaches_neither_form_nor_report() {
    let street = filing();
    let theirs = street.send(form("/tell", &[])).hidden("once");
    assert_ne!(street.send(form("/tell", &[("once", &theirs)])).hidden("once"), theirs);
    let from = |text: &str| {
        let mut request = told_form(&theirs, text).to("/report");
        request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        street.send(request)
    };
    assert_ne!(from("").hidden("once"), theirs);
    let own = street.send(told_form(&theirs, "Something.").to("/report")).digits();
    assert_ne!(from("Something.").digits(), own);
}

#[test]
fn other_words_under_a_used_secret_get_the_receipt_and_keep_the_words() {
    let (filing, used) = (filing(), answering(Answer::Used));
    let once = filing.send(form("/tell", &[])).hidden("once");
    let first = filing.send(told_form(&once, "Something.").to("/report?lang=en")).digits();
    let page = used.send(told_form(&once, "Something else.").to("/report?lang=en"));
    assert_eq!((page.status, page.digits()), (409, first.clone()));
    assert!(page.body.contains(&english("door-used-title")) && page.body.contains("Something else."));
    assert_eq!(page.hidden("receipt"), first);
    assert_ne!(page.hidden("once"), once);
}

#[test]
fn a_program_chooses_its_own_secret() {
    let (street, used) = (filing(), answering(Answer::Used));
    let id = "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    let send = |street: &Street, body: &Value| street.send(json("/api/reports", body));
    let body = of!({ "text": "Something.", "id": id });
    let (first, again) = (send(&street, &body), send(&street, &body));
    assert_eq!((first.status, &first.body), (200, &again.body));
    let form = Parts::default().and("id", id).and("text", "Something.").to("/api/reports");
    assert_eq!(street.send(form).body, first.body);
    assert_ne!(send(&street, &of!({ "text": "Something." })).body, first.body);
    for wrong in ["1", &"0".repeat(64)] {
        let refused = send(&street, &of!({ "text": "Something.", "id": wrong }));
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains(r#""field":"id""#));
    }
    assert_eq!(street.heard.lock().unwrap().len(), 4, "what was refused was sent");
    let refused = send(&used, &body);
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("/problems/used"));
    let openapi = street.send(Request::get("/openapi.json").body(Body::empty()).unwrap()).body;
    assert!(openapi.contains("32 random bytes"));
}

#[test]
fn a_message_is_sent_once_however_often_its_form_is() {
    let street = with_thread(empty_thread(), FILED);
    let page = street.send(form("/thread", &[("receipt", &a_receipt())]));
    let (receipt, once) = (page.hidden("receipt"), page.hidden("once"));
    let message = || form("/thread/message", &[("receipt", &receipt), ("once", &once), ("text", "More.")]);
    let sent = street.send(message());
    assert_eq!((sent.status, street.send(message()).status), (200, 200));
    assert_ne!(sent.hidden("once"), once);
    let heard = street.heard.lock().unwrap();
    assert!(heard.len() == 2 && heard[0] == heard[1]);
}

#[test]
fn other_words_in_a_message_that_was_sent_are_kept_and_can_be_sent() {
    let street = with_thread(empty_thread(), Answer::Used);
    let once = street.send(form("/tell", &[])).hidden("once");
    let fields = [("receipt", &*a_receipt()), ("once", &once), ("text", "Other words.")];
    let page = street.send(form("/thread/message?lang=en", &fields));
    assert_eq!((page.status, page.errors()), (409, 1));
    assert!(page.body.contains("Other words.") && page.body.contains(&english("door-further-used")));
    assert_ne!(page.hidden("once"), once);
}

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
            assert!(page.body.contains("116 111"));
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
fn a_text_that_is_too_long_is_shown_again_with_one_error() {
    let street = filing();
    for text in ["ab ".repeat(7_000), "ش".repeat(100_000)] {
        let page = street.send(told_form("", &text).and("contact", "Ask the aunt.").to("/report?lang=en"));
        assert_eq!((page.status, page.errors()), (422, 1));
        assert!(page.body.contains(&text) && page.body.contains("Ask the aunt."));
        assert!(page.body.contains(&english("door-text-long")));
    }
    // Of a megabyte and more the start is kept, and the letter that is cut in two there is no second error.
    let page = street.send(told_form("", &format!("a{}", "ش".repeat(600_000))).to("/report?lang=en"));
    assert_eq!(page.errors(), 1);
    assert!(page.body.contains(&"ش".repeat(500_000)));
    assert!(street.heard.lock().unwrap().is_empty());
}

#[test]
fn an_upload_that_breaks_off_keeps_all_that_came_before_the_pictures() {
    let street = filing();
    let whole = told_form("", "Something.").and("contact", "Ask the aunt.");
    let page = street.send(whole.file(b"half a pic").cut("/report?lang=en"));
    assert_eq!((page.status, page.errors()), (422, 1));
    for kept in ["Something.", "Ask the aunt.", &english("door-broken-off")] {
        assert!(page.body.contains(kept), "{kept}");
    }
    let (contact, file) = (page.body.find(r#"name="contact""#), page.body.find(r#"name="pictures""#));
    assert!(contact.unwrap() < file.unwrap(), "the contact is sent after the pictures");
}

#[test]
fn what_is_too_large_is_called_so_and_what_broke_off_not() {
    use axum::extract::DefaultBodyLimit;
    use tower::ServiceExt;
    let looks = face::Looks::new(face::Catalogue::new(&crate::room().texts).unwrap(), "about:blank");
    let small = axum::Router::new()
        .route("/report", axum::routing::post(super::intake::report))
        .layer(DefaultBodyLimit::max(5_000))
        .with_state(filing().door)
        .layer(axum::Extension(looks));
    let request = told_form("", "Something.").file(&[7; 20_000]).to("/report?lang=en");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let body = runtime.block_on(async {
        let answer = small.oneshot(request).await.unwrap();
        axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap()
    });
    let body = String::from_utf8(body.to_vec()).unwrap();
    assert!(body.contains(&english("door-too-large")) && !body.contains(&english("door-broken-off")));
}

#[test]
fn a_message_is_shown_again_when_the_receipt_is_wrong_or_the_core_is_away() {
    let (nobody, away) = (answering(Answer::NoSuchThread), answering(Answer::TryAgain));
    let once = nobody.send(form("/tell", &[])).hidden("once");
    for (street, receipt, status) in
        [(&nobody, a_receipt(), 404), (&away, a_receipt(), 503), (&nobody, "some words".into(), 422)]
    {
        let fields = [("receipt", &*receipt), ("once", &once), ("text", "A long message.")];
        let page = street.send(form("/thread/message?lang=en", &fields));
        assert_eq!((page.status, page.errors()), (status, 1));
        assert!(page.body.contains("A long message.") && page.body.contains(&receipt));
        assert!(page.body.contains(r#"action="/thread/message?lang=en""#));
        assert_eq!(page.hidden("once"), once);
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
fn each_field_is_checked_at_the_door_in_the_language_of_the_page() {
    let (street, long) = (filing(), "a".repeat(20_001));
    let cases = [
        ("contact", &*long, "door-contact-limit"),
        ("by", "nobody", "door-choice-unknown"),
        ("danger", "perhaps", "door-choice-unknown"),
        ("age", "12", "door-choice-unknown"),
        ("text", "\0", "door-text-utf8"),
    ];
    for (field, value, key) in cases {
        for t in texts() {
            let parts = Parts::default().and(field, value).and("text", "Something.");
            let page = street.send(parts.to(&format!("/report?lang={}", t.language().code())));
            assert_eq!((page.status, page.errors()), (422, 1), "{field}");
            assert!(page.body.contains(&t.t(key)), "{field}");
            assert_eq!(face::check::page(&page.body, &t), Vec::<String>::new(), "{field}");
        }
        let body = of!({ "text": "Something.", field: value });
        let refused = street.send(json("/api/reports", &body));
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains(&format!(r#""field":"{field}""#)), "{}", refused.body);
    }
    // What is sent again from the page that told of it is accepted.
    let page = street.send(told_form("", "").and("danger", "perhaps").to("/report"));
    assert_eq!(page.hidden("danger"), "safe");
    assert!(street.heard.lock().unwrap().is_empty());
}

#[test]
fn a_receipt_is_not_filed_as_a_message() {
    let street = with_thread(empty_thread(), FILED);
    let receipt = a_receipt();
    for t in texts() {
        let path = format!("/thread/message?lang={}", t.language().code());
        let page = street.send(form(&path, &[("receipt", &receipt), ("text", &receipt)]));
        assert_eq!(page.status, 422);
        assert!(page.body.contains(&t.t("door-text-receipt")));
    }
    let body = of!({ "receipt": receipt, "text": receipt });
    assert_eq!(street.send(json("/api/thread/messages", &body)).status, 422);
    assert!(street.heard.lock().unwrap().is_empty());
}

/// The texts of the errors: each of them ends as a sentence does, for two stand beside each other.
#[test]
fn errors_are_whole_sentences() {
    let sources = [include_str!("../../languages/en/door.ftl"), include_str!("../../languages/ar/door.ftl")];
    let told = [
        "door-text-",
        "door-picture-",
        "receipt-",
        "door-id-",
        "door-choice-",
        "door-further-used",
        "door-not-taken",
    ];
    let mut seen = 0;
    for line in sources.iter().flat_map(|source| source.lines()) {
        let Some((key, text)) = line.split_once(" = ") else { continue };
        if told.iter().any(|start| key.starts_with(start)) && !key.ends_with("-hint") && !text.ends_with("->")
        {
            assert!(text.ends_with(['.', '?', '؟']), "{key}");
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn a_flood_of_parts_and_of_errors_ends() {
    let street = filing();
    let many = (0..60).fold(told_form("", "Something."), |parts, n| parts.and(&format!("x{n}"), "1"));
    let page = street.send(many.to("/report?lang=en"));
    assert_eq!((page.status, page.errors()), (422, 1));
    assert!(page.body.contains(&english("door-many-parts")) && page.body.contains("Something."));
    let wrong = (0..40).fold(told_form("", "Something."), |parts, _| parts.file(b"no picture"));
    assert_eq!(street.send(wrong.to("/report")).errors(), 21);
    let few = (0..40).fold(told_form("", "Something."), |parts, n| parts.and(&format!("x{n}"), "1"));
    assert_eq!(street.send(few.to("/report")).status, 200);
    assert_eq!(street.heard.lock().unwrap().len(), 1);
}

#[test]
fn a_report_with_pictures_waits_its_turn_and_one_without_never_does() {
    let street = filing();
    let with_picture = || told_form("", "Something.").file(&sample_picture()).to("/report?lang=en");
    let take_all = || std::iter::from_fn(|| street.door.place()).collect::<Vec<_>>();
    let taken = take_all();
    assert_eq!(taken.len(), 16);
    let page = street.send(with_picture());
    assert_eq!((page.status, page.errors()), (503, 1));
    assert!(page.body.contains(&english("door-picture-busy")) && page.body.contains("Something."));
    assert_eq!(street.send(told_form("", "Something.").file(b"").to("/report")).status, 200);
    drop(taken);
    assert_eq!(street.send(with_picture()).status, 200);
    assert_eq!(take_all().len(), 16, "a place was not given back");
}

#[test]
fn older_replies_are_a_button_away() {
    let said = |n: u32| Said {
        at: i64::from(n),
        by: "staff".into(),
        text: format!("Reply of page {n}."),
        notice: String::new(),
        on: (0, 0),
    };
    let street = Street::new(move |question| match question {
        Question::OpenThread(_, page) => {
            Answer::Thread(Thread { said: vec![said(*page)], older: *page < 2, ..empty_thread() })
        }
        Question::Submit(_) => FILED,
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
    assert!(get(&street).contains("112") && get(&street).contains("116 111"));
    let bare = Street { door: street.door.clone().with_help(super::Help::default()), ..street };
    assert!(!get(&bare).contains("112") && get(&bare).contains(&texts()[1].t("door-emergency")));
}

/// Every page that a person can meet, looked through in every language.
#[test]
fn every_page_is_sound_in_every_language() {
    let reply =
        Said { at: 0, by: "staff".into(), text: "A reply.".into(), notice: String::new(), on: (0, 0) };
    let thread = Thread {
        state: "not-pursued".into(),
        not_pursued: "duplicate".into(),
        answer_by: 9,
        said: vec![reply],
        older: true,
    };
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
