//! Calls in which little is heard: silence, sounds that are none, codes.

use super::*;

/// What a call is answered with: the texts that are said, and what is done last.
pub(super) fn called(street: &Street, body: &Value) -> (String, String) {
    let answer = asked(street, "call", body);
    let actions = answer["actions"].as_array().unwrap().clone();
    let texts: Vec<&str> = actions.iter().filter_map(|action| action["text"].as_str()).collect();
    (texts.join("\n"), actions.last().unwrap()["do"].as_str().unwrap().to_owned())
}

fn digits_in(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

#[test]
fn whoever_says_nothing_after_the_tone_hears_the_code_where_something_is_filed_and_the_call_ends() {
    let call = |digits: &[&str]| json!({ "call": "c1", "from": FROM, "digits": digits, "recording": "" });
    let street = filing();
    let (said, last) = called(&street, &call(&["1", "2"]));
    assert!(said.contains(&english("phone-received")) && last == "hang_up", "{said}");
    assert_eq!((digits_in(&said), reports(&street).len()), (16, 1), "the code, twice: {said}");
    let street = filing();
    assert_eq!(called(&street, &call(&["1", "1"])), (english("phone-nothing"), "hang_up".to_owned()));
    assert!(reports(&street).is_empty());
    // Whoever types no code is asked twice.
    let street = filing();
    let asks = |digits: &[&str]| called(&street, &json!({ "call": "c1", "from": FROM, "digits": digits })).1;
    assert_eq!((asks(&["1", "4"]), asks(&["1", "4", ""])), ("gather".to_owned(), "gather".to_owned()));
    assert_eq!(asks(&["1", "4", "", ""]), "hang_up");
    assert_eq!(asks(&["1", "4", "", "", ""]), "hang_up");
}

#[test]
fn an_unusable_recording_stops_no_alarm() {
    for recording in ["!", "AAAA"] {
        for (ended, way) in [(false, "said"), (true, "over")] {
            let street = filing();
            let body = json!({
                "call": "c1", "from": FROM, "digits": ["1", "2"], "recording": recording, "ended": ended,
            });
            let (said, last) = called(&street, &body);
            assert_eq!(
                (reports(&street)[0].danger.as_str(), last.as_str()),
                ("not-safe", "hang_up"),
                "{way}"
            );
            let words = said.contains(&english("phone-not-heard")) && said.contains("112");
            assert_eq!((words, digits_in(&said)), (!ended, if ended { 0 } else { 19 }), "{said}");
        }
        let street = filing();
        let body = json!({ "call": "c1", "from": FROM, "digits": ["1", "1"], "recording": recording });
        let (said, last) = called(&street, &body);
        assert!(said.starts_with(&english("phone-not-heard")) && last == "hang_up", "{said}");
        assert!(reports(&street).is_empty());
    }
    // Nor does a sound that core does not take.
    let street = with_phones(Street::new({
        let asked = std::sync::atomic::AtomicUsize::new(0);
        move |_| match asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => FILED,
            _ => Answer::Invalid { field: "voice".into(), wrong: "w".into(), right: "r".into() },
        }
    }));
    let sound = STANDARD.encode(&sample_sounds().remove(0).1);
    let body = json!({ "call": "c1", "from": FROM, "digits": ["1", "2"], "recording": sound });
    assert!(called(&street, &body).0.contains(&english("phone-not-heard")));
}

#[test]
fn codes_are_read_out_digit_by_digit_and_a_call_without_a_number_is_told_of_no_telephone() {
    let ask = |street: &Street, from: &str, code: &str| {
        called(street, &json!({ "call": "c1", "from": from, "digits": ["1", "4", code] })).0
    };
    let spelled = "1. 2. 3. 4. 5. 6. 7. 8";
    let known = ask(&filing(), FROM, "12345678");
    let unknown = ask(&knowing_none(), FROM, "12345678");
    assert!(known.contains(spelled) && unknown.contains(spelled), "{known} {unknown}");
    assert!(unknown.contains("from this phone"));
    let hidden = ask(&knowing_none(), "", "123456789012");
    assert!(hidden.contains("9. 0. 1. 2") && !hidden.contains("from this phone"), "{hidden}");
}
