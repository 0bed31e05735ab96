//! A second look by receipt, and an opinion in three taps.

use super::super::testing::{
    FILED, Street, a_receipt, answering, empty_thread, filing, form, json, texts, with_thread,
};
use crate::wire::{Answer, Thread, Told};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json as of};

fn aside() -> Thread {
    let (state, not_pursued) = ("not-pursued".into(), "too-little-to-act".into());
    Thread { state, not_pursued, ..empty_thread() }
}

fn told(street: &Street) -> Vec<Told> {
    std::mem::take(&mut *street.heard.lock().unwrap())
}

const BUTTON: &str = r#"formaction="/thread/second-look"#;

#[test]
fn a_second_look_is_offered_where_it_can_be_had_and_said_where_it_was_asked_for() {
    let receipt = a_receipt();
    for t in texts() {
        let path = format!("/thread?lang={}", t.language().code());
        let shown = |thread| with_thread(thread, FILED).send(form(&path, &[("receipt", &receipt)])).body;
        assert!(shown(aside()).contains(BUTTON));
        assert!(!shown(empty_thread()).contains(BUTTON));
        for look in ["asked", "done"] {
            let page = shown(Thread { second_look: look.into(), ..aside() });
            assert!(!page.contains(BUTTON) && page.contains(&t.t(&format!("door-second-look-{look}"))));
        }
    }
}

#[test]
fn a_second_look_takes_what_is_written_with_it_and_is_asked_for_once_however_often_it_is_sent() {
    let street = with_thread(aside(), FILED);
    let receipt = a_receipt();
    let page = street.send(form("/thread", &[("receipt", &receipt)]));
    let once = page.hidden("once");
    for text in ["", "Fictional: there is more"] {
        let fields = [("receipt", receipt.as_str()), ("once", &once), ("text", text)];
        let answered = street.send(form("/thread/second-look", &fields));
        assert_eq!(answered.status, 200);
        assert!(answered.body.contains(&texts()[0].t("door-second-look-sent")));
    }
    let heard = told(&street);
    let [Told::Again(first), Told::Again(second), Told::Further(text)] = &heard[..] else { panic!() };
    assert!(first.act == second.act && first.act != text.act && first.proof == text.proof);
    assert_eq!(text.text, "Fictional: there is more");
}

#[test]
fn what_keeps_a_second_look_away_is_told_and_nothing_typed_is_lost() {
    let (receipt, words) = (a_receipt(), "Fictional: words that stay");
    let invalid = Answer::Invalid { field: "report".into(), wrong: String::new(), right: String::new() };
    for (answer, status, key) in
        [(invalid, 422, "door-second-look-not"), (Answer::TryAgain, 503, "door-try-again")]
    {
        let street = with_thread(aside(), answer.clone());
        let page = street.send(form("/thread/second-look", &[("receipt", &receipt), ("text", words)]));
        assert_eq!(page.status, status);
        assert!(page.body.contains(words) && page.body.contains(&texts()[0].t(key)));
        let body = of!({ "receipt": receipt });
        assert_eq!(street.send(json("/api/thread/second-look", &body)).status, status);
    }
    let nobody = answering(Answer::NoSuchThread);
    assert_eq!(nobody.send(json("/api/thread/second-look", &of!({ "receipt": receipt }))).status, 404);
    assert_eq!(nobody.send(form("/thread/second-look", &[("receipt", &receipt)])).status, 404);
    let street = with_thread(aside(), FILED);
    let answered = street.send(json("/api/thread/second-look", &of!({ "receipt": receipt })));
    assert_eq!(serde_json::from_str::<Value>(&answered.body).unwrap(), of!({ "asked": true }));
}

#[test]
fn three_taps_give_an_opinion_and_no_receipt_goes_with_it() {
    let street = filing();
    let mut page = street.send(Request::get("/opinion").body(Body::empty()).unwrap());
    for (name, answer) in [("easy", "yes"), ("serious", "skipped"), ("friend", "partly")] {
        assert!(page.body.contains(&format!(r#"name="{name}" value="{answer}""#)), "{name}");
        assert!(told(&street).is_empty(), "nothing is sent before the third tap");
        let hidden = page.all_hidden_of("/opinion");
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (&**name, &**value)).collect();
        fields.push((name, answer));
        page = street.send(form("/opinion", &fields));
        assert_eq!(page.status, 200);
    }
    assert!(page.body.contains(&texts()[0].t("door-opinion-thanks")));
    let heard = told(&street);
    let [Told::Opinion(opinion)] = &heard[..] else { panic!() };
    assert_eq!(
        [&*opinion.easy, &opinion.serious, &opinion.friend, &opinion.language],
        ["yes", "", "partly", "en"]
    );
}

#[test]
fn whoever_says_nothing_is_thanked_and_a_program_says_something() {
    let street = filing();
    let skipped = [("easy", "skipped"), ("serious", "skipped"), ("friend", "skipped")];
    assert_eq!(street.send(form("/opinion", &skipped)).status, 200);
    assert_eq!(street.send(json("/api/opinions", &of!({}))).status, 422);
    assert!(told(&street).is_empty());
    assert_eq!(street.send(json("/api/opinions", &of!({ "friend": "no" }))).status, 200);
    assert!(matches!(&told(&street)[..], [Told::Opinion(_)]));
    let invalid = Answer::Invalid { field: "easy".into(), wrong: String::new(), right: String::new() };
    assert_eq!(answering(invalid.clone()).send(json("/api/opinions", &of!({ "easy": "seven" }))).status, 422);
    let made_up = [("easy", "seven"), ("serious", "no"), ("friend", "no")];
    assert_eq!(answering(invalid).send(form("/opinion", &made_up)).status, 422);
}

#[test]
fn a_receipt_is_changed_for_one_that_the_form_makes_and_what_is_written_beside_it_is_sent_first() {
    let street = with_thread(aside(), FILED);
    let receipt = a_receipt();
    let once = street.send(form("/thread", &[("receipt", &receipt)])).hidden("once");
    let change = |text: &str| {
        let fields = [("receipt", receipt.as_str()), ("once", &once), ("text", text)];
        let sure = street.send(form("/thread/receipt", &fields));
        assert!(sure.status == 200 && sure.body.contains(&texts()[0].t("door-receipt-new-sure")));
        let hidden = sure.all_hidden_of("/thread/receipt");
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (&**name, &**value)).collect();
        fields.push(("sure", "yes"));
        let page = street.send(form("/thread/receipt", &fields));
        assert_eq!(page.status, 200);
        page.digits()
    };
    let new = change("");
    assert_ne!(new, receipt);
    assert_eq!(change("Fictional: one more thing"), new, "the same form gives the same receipt");
    let heard = told(&street);
    let [Told::Receipt(first), Told::Further(text), Told::Receipt(second)] = &heard[..] else { panic!() };
    assert!(first == second && text.proof == first.proof && first.proof != first.new_proof);
    let body = of!({ "receipt": receipt, "id": once });
    let answered = street.send(json("/api/thread/receipt", &body));
    let answer: Value = serde_json::from_str(&answered.body).unwrap();
    assert_eq!(answer["receipt"]["digits"], new);
    assert_eq!(answer["receipt"]["words"].as_array().unwrap().len(), 9);
}

#[test]
fn what_keeps_a_receipt_from_being_changed_is_told_and_nothing_typed_is_lost() {
    let (receipt, words) = (a_receipt(), "Fictional: words that stay");
    for (answer, status) in [(Answer::NoSuchThread, 404), (Answer::TryAgain, 503)] {
        let street = answering(answer.clone());
        for text in ["", words] {
            let page = street
                .send(form("/thread/receipt", &[("receipt", &receipt), ("text", text), ("sure", "yes")]));
            assert_eq!(page.status, status);
            assert!(page.body.contains(text) && page.errors() == 1);
        }
        let body = of!({ "receipt": receipt, "id": "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0" });
        assert_eq!(street.send(json("/api/thread/receipt", &body)).status, status);
    }
    let street = filing();
    let without = street.send(json("/api/thread/receipt", &of!({ "receipt": receipt })));
    assert!(without.status == 422 && without.body.contains("\"id\""));
    assert_eq!(street.send(form("/thread/receipt", &[("receipt", "no receipt")])).status, 422);
}

#[test]
fn a_form_that_is_sent_again_after_its_answer_was_lost_shows_the_new_receipt_again() {
    // The core changed the receipt before: the old one opens nothing, and the same form is answered as it was.
    let street = Street::new(|question| match question {
        crate::wire::Question::Submit(_) => FILED,
        crate::wire::Question::OpenThread(..) | crate::wire::Question::Glance(_) => Answer::NoSuchThread,
    });
    let fields = [("receipt", &*a_receipt()), ("text", "Fictional: sent before"), ("sure", "yes")];
    let page = street.send(form("/thread/receipt", &fields));
    assert_eq!(page.status, 200);
    assert!(!page.digits().is_empty());
    assert!(matches!(&told(&street)[..], [Told::Receipt(_)]));
}
