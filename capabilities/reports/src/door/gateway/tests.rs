//! The gateway through its routes, in front of a core that each test writes.

mod again;
mod answers;
mod calls;

use super::keys::tests::secret;
use super::parts::is_one_screen;
use super::{MOST_BODY, Phones};
use crate::door::testing::{Answered, FILED, Street, empty_thread, english, texts};
use crate::testing::sample_sounds;
use crate::wire::{Answer, Question, Said, Thread, Told, ToldReport};
use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use couriers::hook::Secret;
use desk::Desk;
use face::Language;
use serde_json::{Value, json};

const FROM: &str = "+12025550101";

/// A delivery as the gateway signs it, so many seconds ago.
fn signed(path: &str, body: &str, ago: i64) -> Request<Body> {
    let (number, sent_at) = ("delivery-1", Desk::now().0 / 1_000 - ago);
    let signature = Secret::read(&secret()).unwrap().sign(number, sent_at, body);
    Request::post(format!("/gateway/{path}"))
        .header("webhook-id", number)
        .header("webhook-timestamp", sent_at.to_string())
        .header("webhook-signature", signature)
        .body(Body::from(body.to_owned()))
        .unwrap()
}

fn with_phones(street: Street) -> Street {
    let door = street.door.with_phones(Phones::read(&secret()).unwrap());
    Street { door, heard: street.heard }
}

/// A core that files all and opens that thread.
fn opening(thread: Thread) -> Street {
    with_phones(crate::door::testing::with_thread(thread, FILED))
}

fn filing() -> Street {
    opening(empty_thread())
}

/// A core that files reports and knows no thread.
fn knowing_none() -> Street {
    with_phones(Street::new(|question| match question {
        Question::Submit(_) => FILED,
        Question::OpenThread(..) | Question::Glance(_) => Answer::NoSuchThread,
    }))
}

fn send(street: &Street, path: &str, body: &Value) -> Answered {
    street.send(signed(path, &body.to_string(), 0))
}

fn asked(street: &Street, path: &str, body: &Value) -> Value {
    let answered = send(street, path, body);
    assert_eq!(answered.status, 200, "{}", answered.body);
    serde_json::from_str(&answered.body).unwrap()
}

/// What comes back to a text message.
fn texted(street: &Street, id: &str, text: &str) -> Vec<String> {
    let answer = asked(street, "sms", &json!({ "id": id, "from": FROM, "text": text }));
    answer["reply"].as_array().unwrap().iter().map(|part| part.as_str().unwrap().to_owned()).collect()
}

/// The code that an answer gives: groups of four digits.
fn code_in(text: &str) -> String {
    let digits: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).collect();
    digits.windows(2).find(|pair| pair.iter().all(|group| group.len() == 4)).expect("no code").concat()
}

fn reports(street: &Street) -> Vec<ToldReport> {
    let report = |told: &Told| match told {
        Told::Report(report) => Some((**report).clone()),
        _ => None,
    };
    street.heard.lock().unwrap().iter().filter_map(report).collect()
}

#[test]
fn any_text_is_a_report_at_once_and_is_answered_in_its_language_with_the_emergency_number() {
    for (text, code) in [
        ("Fictional: he is here now and I am afraid", "en"),
        ("Fictif: il est là et je ne veux pas", "fr"),
        ("Ficticio: un hombre me escribe y no para", "es"),
        ("خيالي: إنه هنا الآن", "ar"),
        ("Вымышлено: он здесь сейчас", "ru"),
        ("虚构：他现在就在这里", "zh"),
    ] {
        let street = filing();
        let parts = texted(&street, "m1", text);
        let all = parts.join(" ");
        let report = reports(&street).remove(0);
        assert_eq!((report.text.as_str(), report.language.as_str()), (text, code));
        assert_eq!((report.came_by.as_deref(), report.by.as_str()), (Some("sms"), "not-said"));
        assert!(all.contains("112") && code_in(&all).len() == 8, "{all}");
        let most = if ["ar", "ru", "zh"].contains(&code) { 70 } else { 160 };
        assert!(parts.iter().all(|part| part.encode_utf16().count() <= most), "{parts:?}");
        // In the network's own alphabet, so that it is cheap: nothing unseen makes it dearer.
        assert!(code != "en" || parts.len() <= 3, "{parts:?}");
    }
}

#[test]
fn a_delivery_that_comes_again_is_the_same_act_with_the_same_answer() {
    let street = filing();
    let first = texted(&street, "m1", "Fictional words");
    assert_eq!(first, texted(&street, "m1", "Fictional words"));
    assert_ne!(first, texted(&street, "m2", "Fictional words"));
    let told = reports(&street);
    assert_eq!((told[0].act, told[0].report, told[0].proof), (told[1].act, told[1].report, told[1].proof));
    assert!(told[0].act != told[2].act && told[0].report != told[2].report);
    let used = with_phones(crate::door::testing::answering(Answer::Used));
    assert_eq!(send(&used, "sms", &json!({ "id": "m1", "from": FROM, "text": "Others" })).status, 409);
}

#[test]
fn a_text_that_begins_with_the_code_goes_to_its_thread() {
    let street = filing();
    let code = code_in(&texted(&street, "m1", "Fictional words").join(" "));
    for typed in [format!("{code} He came again"), format!("{}-{}  He came again", &code[..4], &code[4..])] {
        let said = texted(&street, "m2", &typed).join(" ");
        assert!(said.contains(&code[4..]));
    }
    let proof = reports(&street)[0].proof;
    let heard = street.heard.lock().unwrap();
    let further = heard.iter().filter_map(|told| match told {
        Told::Further(told) => Some((told.proof, told.text.as_str())),
        _ => None,
    });
    assert_eq!(further.collect::<Vec<_>>(), [(proof, "He came again"); 2]);
}

#[test]
fn digits_that_open_nothing_are_words_of_a_new_report_and_a_question_is_none() {
    let street = with_phones(Street::new(|_| Answer::NoSuchThread));
    let asked = texted(&street, "m1", "1234 5678 ?").join(" ");
    assert!(asked.contains("1234 5678") && reports(&street).is_empty(), "{asked}");
    let street = with_phones({
        let first = std::sync::atomic::AtomicBool::new(true);
        // The thread is not known; the report that follows is filed.
        Street::new(move |_| {
            if first.swap(false, std::sync::atomic::Ordering::SeqCst) { Answer::NoSuchThread } else { FILED }
        })
    });
    let said = texted(&street, "m2", "1234 5678 is the number of his car").join(" ");
    assert_ne!(code_in(&said), "12345678");
    assert_eq!(reports(&street)[0].text, "1234 5678 is the number of his car");
    texted(&knowing_none(), "m3", "12345678?");
    let street = knowing_none();
    texted(&street, "m3", "12345678");
    assert_eq!(reports(&street)[0].text, "12345678", "digits alone may be somebody's number");
}

#[test]
fn a_receipt_and_nothing_are_not_filed() {
    let street = filing();
    assert_eq!(texted(&street, "m1", &crate::door::testing::a_receipt()).join(" "), english("phone-receipt"));
    assert!(texted(&street, "m2", "  ").join(" ").contains("112"));
    assert!(street.heard.lock().unwrap().is_empty());
}

#[test]
fn what_is_not_the_gateways_own_and_new_is_refused_and_nothing_is_filed() {
    let street = filing();
    let body = json!({ "id": "m1", "from": FROM, "text": "Fictional" }).to_string();
    let without = |name: &str| {
        let mut request = signed("sms", &body, 0);
        request.headers_mut().remove(name);
        request
    };
    let mut changed = signed("sms", &body, 0);
    *changed.body_mut() = Body::from(body.replace("Fictional", "Changed"));
    let large = json!({ "id": "m1", "text": "x".repeat(MOST_BODY) }).to_string();
    for (request, status, field) in [
        (without("webhook-signature"), 401, "webhook-signature"),
        (without("webhook-id"), 401, "webhook-signature"),
        (without("webhook-timestamp"), 401, "webhook-timestamp"),
        (changed, 401, "webhook-signature"),
        (signed("sms", &body, 400), 401, "webhook-timestamp"),
        (signed("sms", &body, -400), 401, "webhook-timestamp"),
        (signed("sms", &large, 0), 413, "body"),
        (signed("sms", "{", 0), 422, "body"),
        (signed("sms", r#"{"id":"m1","text":"x","more":1}"#, 0), 422, "body"),
        (signed("sms", r#"{"id":"","text":"x"}"#, 0), 422, "id"),
        (signed("sms", r#"{"id":"m1","text":"a\u0000b"}"#, 0), 422, "text"),
        (signed("sms", r#"{"id":"m1","from":"12","text":"x"}"#, 0), 422, "from"),
        (signed("ussd", r#"{"session":"","inputs":[]}"#, 0), 422, "session"),
    ] {
        let answered = street.send(request);
        assert_eq!(answered.status, status, "{field}: {}", answered.body);
        assert_eq!(answered.headers["content-type"], "application/problem+json");
        let problem: Value = serde_json::from_str(&answered.body).unwrap();
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    assert!(street.heard.lock().unwrap().is_empty());
    let off = crate::door::testing::filing();
    assert_eq!(off.send(signed("sms", &body, 0)).status, 404, "no gateway is set");
}

#[test]
fn every_screen_fits_in_every_language_and_leads_to_a_report_with_its_code() {
    for (n, language) in (1..).zip(Language::ALL) {
        let street = filing();
        let screen = |inputs: &[&str]| {
            let answer = asked(&street, "ussd", &json!({ "session": "s1", "from": FROM, "inputs": inputs }));
            let text = answer["text"].as_str().unwrap().to_owned();
            assert!(is_one_screen(&text) && !text.is_empty(), "{language:?}: {text}");
            (text, answer["end"].as_bool().unwrap())
        };
        let n = &*format!("{n}");
        for inputs in [&[][..], &[n], &[n, "1"], &[n, "2"], &[n, "2", "1"], &[n, "1", "0"], &[n, "4"]] {
            assert!(!screen(inputs).1, "{inputs:?}");
        }
        // What is no choice shows the same again.
        assert_eq!(screen(&[n, "9", "x"]), screen(&[n]));
        let about = [&[n, "1"][..], &[n, "1", "8"], &[n, "1", "8", "8"]].map(|inputs| screen(inputs).0);
        assert!((0..8).all(|choice| about.join("\n").contains(&format!("{choice} "))), "{about:?}");
        // Whatever is cut is cut after a choice that leads on; one screen alone has none.
        assert_eq!(about[0] == about[1], !about[0].contains("\n8 "), "{about:?}");
        let texts = texts();
        let t = texts.iter().find(|t| t.language() == *language).unwrap();
        let skip = format!("0 {}", super::parts::plain(&t.t("phone-skip")));
        assert!(about.iter().any(|text| text.ends_with(&skip)), "nothing is lost at the end: {about:?}");
        let before = reports(&street).len();
        let (last, end) = screen(&[n, "1", "3", "Fictional"]);
        let report = reports(&street).pop().unwrap();
        assert_eq!(reports(&street).len(), before + 1);
        assert!(end && code_in(&last).len() == 8 && last.contains('4'), "{last}");
        assert_eq!((report.danger.as_str(), report.happening.as_str()), ("safe", "wants-to-meet"));
        assert_eq!((report.text.as_str(), report.language.as_str()), ("Fictional", language.code()));
        assert_eq!(report.came_by.as_deref(), Some("ussd"));
    }
}

#[test]
fn whoever_is_not_safe_is_heard_at_once_and_what_follows_goes_to_the_same_thread() {
    let street = filing();
    let step = |inputs: &[&str], ended: bool| {
        let body = json!({ "session": "s1", "from": FROM, "inputs": inputs, "ended": ended });
        asked(&street, "ussd", &body)["text"].as_str().unwrap().to_owned()
    };
    assert!(step(&["1", "2"], false).contains("112"));
    let first = reports(&street).remove(0);
    assert_eq!((first.danger.as_str(), first.text.as_str()), ("not-safe", ""));
    step(&["1", "2", "1"], false);
    step(&["1", "2", "1", "4"], false);
    assert_eq!(street.heard.lock().unwrap().len(), 1, "nothing is filed between");
    step(&["1", "2", "1", "4"], true);
    let told = reports(&street);
    assert!(told.len() == 2 && told[0] == told[1], "the same act again");
    let heard = street.heard.lock().unwrap();
    let Some(Told::Further(further)) = heard.last() else { panic!("no further message") };
    assert_eq!((further.proof, further.text.as_str()), (first.proof, "Touching, or force"));
}

#[test]
fn a_session_that_breaks_off_files_what_was_chosen_and_nothing_where_nothing_was() {
    for (inputs, filed) in [
        (&["1"][..], 0),
        (&["1", "1"], 0),
        (&["1", "1", "0"], 0),
        (&["1", "1", "5"], 1),
        (&["1", "3"], 1),
        (&["1", "4", "12345678"], 0),
    ] {
        let street = filing();
        let body = json!({ "session": "s1", "from": FROM, "inputs": inputs, "ended": true });
        assert_eq!(asked(&street, "ussd", &body), json!({ "text": "", "end": true }));
        assert_eq!(reports(&street).len(), filed, "{inputs:?}");
    }
    let street = filing();
    let body = json!({ "session": "s1", "from": FROM, "inputs": ["1", "1", "0", "0"] });
    assert_eq!(asked(&street, "ussd", &body)["text"], english("phone-nothing"));
    assert!(reports(&street).is_empty());
}

#[test]
fn an_answer_is_read_in_a_menu_and_in_a_call() {
    let said = Said {
        at: 1,
        by: "staff".into(),
        text: "Fictional. ".repeat(20),
        notice: String::new(),
        on: (0, 0),
        n: Some(0),
    };
    let street = opening(Thread { said: vec![said], ..empty_thread() });
    let screen =
        |inputs: Value| asked(&street, "ussd", &json!({ "session": "s1", "from": FROM, "inputs": inputs }));
    let first = screen(json!(["1", "4", "1234 5678"]));
    assert!(first["text"].as_str().unwrap().starts_with("Fictional.") && first["end"] == false);
    assert_eq!(screen(json!(["1", "4", "1234 5678", "0"]))["end"], true);
    let call =
        asked(&street, "call", &json!({ "call": "c1", "from": FROM, "digits": ["1", "4", "12345678"] }));
    assert!(call["actions"][0]["text"].as_str().unwrap().starts_with("Fictional."));
    assert_eq!(call["actions"][1]["do"], "hang_up");
    let none = asked(&knowing_none(), "call", &json!({ "call": "c1", "digits": ["1", "4", "12345678"] }));
    assert_eq!(none["actions"].as_array().unwrap().last().unwrap()["do"], "gather", "one may try again");
}

#[test]
fn a_call_is_heard_when_danger_is_pressed_and_again_when_something_was_said() {
    let street = filing();
    let step = |digits: &[&str], recording: Option<&str>, ended: bool| {
        let body =
            json!({ "call": "c1", "from": FROM, "digits": digits, "recording": recording, "ended": ended });
        asked(&street, "call", &body)["actions"].clone()
    };
    let does = |actions: &Value| -> Vec<String> {
        let all = actions.as_array().unwrap().iter();
        all.map(|action| action["do"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(does(&step(&[], None, false)).last().unwrap(), "gather");
    assert!(step(&["1"], None, false)[0]["text"].as_str().unwrap().contains("press 2"));
    assert!(reports(&street).is_empty());
    let alarm = step(&["1", "2"], None, false);
    assert!(alarm.to_string().contains("112") && does(&alarm).last().unwrap() == "record");
    assert_eq!(reports(&street)[0].danger, "not-safe");
    let (_, sound) = sample_sounds().remove(0);
    let said = step(&["1", "2"], Some(&STANDARD.encode(&sound)), false);
    assert_eq!(does(&said).last().unwrap(), "hang_up");
    let proof = reports(&street)[0].proof;
    let heard =
        street.heard.lock().unwrap().iter().any(
            |told| matches!(told, Told::Voice(voice) if voice.proof == proof && voice.voice.bytes == sound),
        );
    assert!(heard, "the voice goes to the thread of the alarm");
    step(&["1", "2"], None, true);
    assert!(reports(&street).windows(2).all(|pair| pair[0] == pair[1]), "one report, whatever comes again");
}

#[test]
fn a_call_without_danger_is_a_voice_alone_and_one_without_keys_can_still_speak() {
    let (_, sound) = sample_sounds().remove(0);
    let coded = STANDARD.encode(&sound);
    for (from, digits, danger, length) in
        [(FROM, &["2", "1"][..], "safe", 8), ("anonymous", &["", "", "", ""], "no-answer", 12)]
    {
        let street = filing();
        let asks = asked(&street, "call", &json!({ "call": "c1", "from": from, "digits": digits }));
        assert_eq!(asks["actions"].as_array().unwrap().last().unwrap()["do"], "record");
        let body = json!({ "call": "c1", "from": from, "digits": digits, "recording": coded });
        let said = asked(&street, "call", &body);
        let report = reports(&street).remove(0);
        assert_eq!((report.danger.as_str(), report.came_by.as_deref()), (danger, Some("call")));
        assert!(report.voice.is_some_and(|voice| voice.bytes == sound));
        let code = said["actions"][1]["text"].as_str().unwrap();
        assert_eq!(
            code.chars().filter(char::is_ascii_digit).count(),
            2 * length,
            "each digit, twice: {code}"
        );
    }
    let street = filing();
    asked(&street, "call", &json!({ "call": "c1", "digits": ["1", "1"], "ended": true }));
    assert!(reports(&street).is_empty(), "nothing was told");
}

#[test]
fn the_door_describes_the_gateway() {
    let document: Value =
        serde_json::from_str(&filing().send(Request::get("/openapi.json").body(Body::empty()).unwrap()).body)
            .unwrap();
    for path in ["/gateway/sms", "/gateway/ussd", "/gateway/call"] {
        let operation = &document["paths"][path]["post"];
        assert!(operation["responses"]["401"].is_object() && operation["parameters"].is_array(), "{path}");
    }
}

#[test]
fn text_messages_are_short_in_every_language() {
    for t in texts() {
        let all = ["phone-received", "phone-delete", "phone-empty", "phone-receipt"].map(|key| t.t(key));
        let code = t.with("phone-code", "code", "1234 5678");
        for text in all.iter().chain([&code]) {
            assert!(super::parts::parts(text).len() <= 2, "{text}");
        }
    }
}
