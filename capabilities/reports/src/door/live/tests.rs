//! The chat at the door, in front of a core that a test writes; the clock is the test's, so twenty minutes take none.

use super::super::testing::{
    Answered, FILED, Street, a_receipt, empty_thread, english, form, json, nothing_new, texts, with_thread,
};
use crate::live::MOST_OPEN;
use crate::wire::{Answer, Glance, Question, Said, Thread, Told};
use axum::body::Body;
use axum::http::Request;
use face::headers::CONTENT_SECURITY_POLICY;
use futures_util::StreamExt as _;
use serde_json::{Value, json as of};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

const ONCE: &str = "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0";

fn said(n: i64) -> Said {
    let text = format!("Fictional answer {n}.");
    Said { at: 1_800_000_000_000, by: "staff".into(), text, notice: String::new(), on: (0, 0), n: Some(n) }
}

/// What a core was asked for.
#[derive(Default)]
struct Asked {
    glances: AtomicUsize,
    opened: AtomicUsize,
}

/// A core whose team comes after 100 questions, answers after 200, answers again after 300 and goes after 400.
fn talking() -> (Street, Arc<Asked>) {
    let asked = Arc::new(Asked::default());
    let core = Arc::clone(&asked);
    let street = Street::new(move |question| match question {
        Question::Submit(_) => FILED,
        Question::OpenThread(..) => {
            core.opened.fetch_add(1, Ordering::Relaxed);
            let answers = match core.glances.load(Ordering::Relaxed) {
                0..200 => 0,
                200..300 => 1,
                _ => 2,
            };
            // Between them stands what the reporter wrote: it has a place, too, and is never told.
            let said = [1, 3].into_iter().take(answers).map(said).collect();
            Answer::Thread(Thread { said, answer_by: 1_800_000_000_000, ..empty_thread() })
        }
        Question::Glance(threads) => {
            let n = core.glances.fetch_add(1, Ordering::Relaxed) + 1;
            let newest = match n {
                0..200 => -1,
                200..300 => 1,
                _ => 3,
            };
            let glance = Glance { newest, staff_here: (100..400).contains(&n) };
            Answer::Glances(vec![Some(glance); threads.len()])
        }
    });
    (street, asked)
}

fn open(street: &Street, language: &str) -> Answered {
    street.send_and_wait(form(&format!("/thread/live?lang={language}"), &[("receipt", &a_receipt())]))
}

#[test]
fn each_thing_is_told_once_as_it_happens_and_only_what_is_new_is_opened() {
    let (street, asked) = talking();
    let page = open(&street, "en");
    assert_eq!(page.status, 200);
    let at = |words: &str| {
        assert_eq!(page.body.matches(words).count(), 1, "{words} in {}", page.body);
        page.body.find(words).unwrap()
    };
    let here = at(&english("door-live-here"));
    let order =
        [here, at("Fictional answer 1."), at("Fictional answer 3."), at(&english("door-live-end-time"))];
    assert!(order.is_sorted(), "{order:?}");
    // Nobody is there at first, and nobody is there at last; nothing else was said to be.
    let nobody: Vec<usize> =
        page.body.match_indices(&english("door-live-nobody")).map(|(place, _)| place).collect();
    assert!(matches!(nobody[..], [first, last] if first < here && order[2] < last), "{nobody:?}");
    let by_when: Vec<usize> =
        page.body.match_indices("answer you by 15 January 2027, 08:00 UTC").map(|(place, _)| place).collect();
    assert!(
        matches!(by_when[..], [one] if one < here),
        "what is answered is promised for no time: {by_when:?}"
    );
    assert_eq!(asked.opened.load(Ordering::Relaxed), 3, "at the beginning, and for each answer");
    let glances = asked.glances.load(Ordering::Relaxed);
    assert!((1190..=1202).contains(&glances), "{glances}: one a second, for twenty minutes");
    let still = page.body.matches("<!-- -->").count();
    assert!((110..=120).contains(&still), "{still}: a connection that is gone is noticed");
}

#[test]
fn the_page_keeps_all_headers_stores_nothing_and_names_the_receipt_in_no_address() {
    let (street, _) = talking();
    let page = open(&street, "en");
    assert_eq!(page.headers["content-security-policy"], CONTENT_SECURITY_POLICY);
    assert_eq!(
        (&page.headers["cache-control"], &page.headers["referrer-policy"]),
        (&"no-store".parse().unwrap(), &"no-referrer".parse().unwrap())
    );
    assert_eq!(page.headers["x-accel-buffering"], "no");
    assert!(!page.headers.contains_key("set-cookie") && !page.headers.contains_key("content-length"));
    let digits = a_receipt();
    let addresses = page.body.split("href=\"").chain(page.body.split("action=\"")).skip(1);
    assert!(addresses.map(|rest| rest.split('"').next().unwrap()).all(|address| !address.contains(&digits)));
    assert_eq!(page.hidden("receipt"), digits);
}

#[test]
fn every_page_is_sound_in_every_language() {
    for t in texts() {
        let (street, _) = talking();
        let code = t.language().code();
        let whole = open(&street, code).body;
        let wrong = [("receipt", &*a_receipt()), ("once", ONCE), ("text", "")];
        let wrong = street.send_and_wait(form(&format!("/thread/live/message?lang={code}"), &wrong));
        assert_eq!(wrong.status, 422);
        for body in [&whole, &wrong.body] {
            assert_eq!(face::check::page(body, &t), Vec::<String>::new(), "{body}");
        }
    }
}

#[test]
fn a_message_is_taken_in_once_however_often_it_is_sent_and_the_page_goes_on() {
    let (street, _) = talking();
    let fields = [("receipt", &*a_receipt()), ("once", ONCE), ("text", "Fictional words")];
    for _ in 0..2 {
        let page = street.send_and_wait(form("/thread/live/message?lang=en", &fields));
        assert_eq!(page.status, 200);
        assert!(page.body.contains(&english("door-further-sent")) && !page.body.contains("Fictional words"));
        assert!(page.body.contains(&english("door-live-end-time")));
        assert_ne!(page.hidden("once"), ONCE, "the next message is another one");
    }
    let heard = street.heard.lock().unwrap();
    let [Told::Further(first), Told::Further(second)] = &heard[..] else { panic!() };
    assert!(first == second && first.text == "Fictional words");
}

#[test]
fn a_message_that_stands_is_never_shown_again_though_the_thread_is_not_read_a_second_time() {
    let is_sent = std::sync::atomic::AtomicBool::new(false);
    let street = Street::new(move |question| match question {
        Question::Submit(_) => {
            is_sent.store(true, Ordering::Relaxed);
            FILED
        }
        Question::OpenThread(..) if is_sent.load(Ordering::Relaxed) => Answer::TryAgain,
        Question::OpenThread(..) => Answer::Thread(empty_thread()),
        Question::Glance(threads) => nothing_new(threads.len()),
    });
    let fields = [("receipt", &*a_receipt()), ("once", ONCE), ("text", "Fictional words")];
    let page = street.send_and_wait(form("/thread/live/message?lang=en", &fields));
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains(&english("door-further-sent")) && !page.body.contains("Fictional words"));
    assert_eq!(street.heard.lock().unwrap().len(), 1);
    // Where it does not open, nothing was sent, and what is sent again is the same message.
    let street = Street::new(|question| match question {
        Question::Submit(_) => FILED,
        _ => Answer::TryAgain,
    });
    let page = street.send_and_wait(form("/thread/live/message?lang=en", &fields));
    assert_eq!((page.status, page.hidden("once").as_str()), (503, ONCE));
    assert!(page.body.contains("Fictional words") && street.heard.lock().unwrap().is_empty());
}

#[test]
fn what_is_not_taken_in_stays_in_the_form() {
    for (taken, status, key) in
        [(Answer::TryAgain, 503, "door-try-again"), (Answer::Used, 409, "door-further-used")]
    {
        let street = with_thread(empty_thread(), taken);
        let fields = [("receipt", &*a_receipt()), ("once", ONCE), ("text", "Fictional words")];
        let page = street.send_and_wait(form("/thread/live/message?lang=en", &fields));
        assert_eq!((page.status, page.errors()), (status, 1));
        assert!(page.body.contains("Fictional words</textarea>") && page.body.contains(&english(key)));
        assert_eq!(page.hidden("once") == ONCE, status == 503);
    }
}

#[test]
fn what_was_typed_comes_along_from_the_thread_and_back() {
    let street = with_thread(empty_thread(), FILED);
    let fields = [("receipt", &*a_receipt()), ("text", "Half a sen")];
    let chat = street.send_and_wait(form("/thread/live?lang=en", &fields)).body;
    assert!(chat.contains("Half a sen</textarea>") && chat.contains(r#"formaction="/thread?lang=en""#));
    let thread = street.send(form("/thread?lang=en", &fields)).body;
    assert!(
        thread.contains("Half a sen</textarea>") && thread.contains(r#"formaction="/thread/live?lang=en""#)
    );
}

#[test]
fn a_receipt_that_nobody_has_is_answered_as_at_the_thread() {
    let street = Street::new(|_| Answer::NoSuchThread);
    let fields = [("receipt", &*a_receipt()), ("once", ONCE), ("text", "Fictional words")];
    let [thread, chat] =
        ["/thread?lang=en", "/thread/live?lang=en"].map(|path| street.send_and_wait(form(path, &fields)));
    assert_eq!((thread.status, &thread.body), (404, &chat.body));
    assert_eq!(street.send_and_wait(form("/thread/live/message?lang=en", &fields)).body, chat.body);
    let asked = of!({ "receipt": a_receipt() });
    let [thread, chat] =
        ["/api/thread", "/api/thread/live"].map(|path| street.send_and_wait(json(path, &asked)));
    assert_eq!((thread.status, &thread.body), (404, &chat.body));
}

#[test]
fn a_core_that_is_gone_ends_the_page_in_words_and_a_receipt_that_is_changed_does_too() {
    for (then, key) in
        [(Answer::TryAgain, "door-live-end-away"), (Answer::Glances(vec![None]), "door-live-end-closed")]
    {
        let calls = AtomicUsize::new(0);
        let street = Street::new(move |question| match question {
            Question::Submit(_) => FILED,
            Question::OpenThread(..) => Answer::Thread(empty_thread()),
            Question::Glance(threads) if calls.fetch_add(1, Ordering::Relaxed) < 5 => {
                nothing_new(threads.len())
            }
            Question::Glance(_) => then.clone(),
        });
        let page = open(&street, "en").body;
        let (_, end) = page.split_once(&english(key)).expect(key);
        // The way on stands there, and sends what is typed.
        assert!(end.contains(r#"form="live" formaction="/thread/live?lang=en""#), "{end}");
    }
}

#[test]
fn a_door_that_closes_ends_its_pages_in_words() {
    let calls = Arc::new(AtomicUsize::new(0));
    let door = Arc::new(Mutex::new(None::<super::Door>));
    let (count, closing) = (Arc::clone(&calls), Arc::clone(&door));
    let street = Street::new(move |question| match question {
        Question::Submit(_) => FILED,
        Question::OpenThread(..) => Answer::Thread(empty_thread()),
        Question::Glance(threads) => {
            if count.fetch_add(1, Ordering::Relaxed) == 9 {
                closing.lock().unwrap().as_ref().unwrap().closing();
            }
            nothing_new(threads.len())
        }
    });
    *door.lock().unwrap() = Some(street.door.clone());
    assert!(open(&street, "en").body.contains(&english("door-live-end-away")));
    assert!(calls.load(Ordering::Relaxed) <= 10, "nobody is there to be asked for");
}

#[test]
fn the_257th_is_told_so_in_words_with_all_that_was_typed_and_one_that_leaves_makes_room() {
    let street = with_thread(empty_thread(), FILED);
    let receipt = |n: usize| {
        let bytes = n.to_be_bytes();
        crate::receipt::Receipt::from_entropy(std::array::from_fn(|at| bytes[at % 8])).digits()
    };
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let routes = street.routes();
        let ask = async |n: usize| {
            let fields = [("receipt", &*receipt(n)), ("text", "Half a sen")];
            routes.clone().oneshot(form("/thread/live?lang=en", &fields)).await.unwrap()
        };
        let mut all = Vec::new();
        for n in 0..MOST_OPEN {
            let mut pieces = ask(n).await.into_body().into_data_stream();
            assert!(pieces.next().await.is_some());
            all.push(pieces);
        }
        assert_eq!(street.door.chats().count(), MOST_OPEN);
        let full = ask(MOST_OPEN).await;
        assert_eq!((full.status().as_u16(), &full.headers()["retry-after"]), (503, &"60".parse().unwrap()));
        let bytes = axum::body::to_bytes(full.into_body(), 1 << 20).await.unwrap();
        let page = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(page.contains(&english("door-live-full")) && page.contains("Half a sen</textarea>"));
        let program = json("/api/thread/live", &of!({ "receipt": receipt(MOST_OPEN) }));
        assert_eq!(routes.clone().oneshot(program).await.unwrap().status().as_u16(), 503);
        // An ordinary report is taken in meanwhile.
        let report = json("/api/reports", &of!({ "text": "Fictional report." }));
        assert_eq!(routes.clone().oneshot(report).await.unwrap().status().as_u16(), 200);
        drop(all.pop());
        assert_eq!(ask(MOST_OPEN).await.status().as_u16(), 200);
    });
}

#[test]
fn a_program_reads_a_line_for_each_event() {
    let (street, _) = talking();
    let answer = street.send_and_wait(json("/api/thread/live", &of!({ "receipt": a_receipt() })));
    assert_eq!(
        (answer.status, &answer.headers["content-type"]),
        (200, &"application/x-ndjson".parse().unwrap())
    );
    let lines: Vec<Value> = answer.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |line: &Value| match line["event"].as_str().unwrap() {
        "message" => line["said"][0]["text"].as_str().unwrap().to_owned(),
        "end" => line["why"].as_str().unwrap().to_owned(),
        event => event.to_owned(),
    };
    let told: Vec<String> = lines.iter().map(told).filter(|event| event != "still").collect();
    assert_eq!(told, ["gone", "here", "Fictional answer 1.", "Fictional answer 3.", "gone", "time"]);
    assert_eq!(street.send(Request::get("/thread/live").body(Body::empty()).unwrap()).status, 303);
}
