//! What a telephone is told of the answers, and what it tells beside asking for them.

use super::calls::called;
use super::*;

#[test]
fn words_after_a_question_are_never_lost() {
    let words = [
        ("1234 5678 ? please come", "please come"),
        ("12345678? ?? 2 men are here", "2 men are here"),
        ("١٢٣٤٥٦٧٨ ؟ خيالي: تعالوا", "خيالي: تعالوا"),
        ("12345678 ? \u{1f198}", "\u{1f198}"),
    ];
    for (typed, told) in words {
        let street = filing();
        let said = texted(&street, "m1", typed).join(" ");
        let heard = street.heard.lock().unwrap();
        let [Told::Further(further)] = &heard[..] else { panic!("{typed}") };
        assert_eq!(further.text, told);
        assert!(typed.contains('؟') || said.contains("no answer yet"), "it is answered, too: {said}");
        drop(heard);
        // Under a code that nobody has it is a report like any other text.
        let street = with_phones(Street::new({
            let asked = std::sync::atomic::AtomicUsize::new(0);
            move |_| match asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
                0 => Answer::NoSuchThread,
                _ => FILED,
            }
        }));
        texted(&street, "m1", typed);
        assert_eq!(reports(&street)[0].text, typed);
    }
    for question in ["12345678 ?", "12345678?? 2 ", "12345678 \u{200f}؟٢"] {
        let street = filing();
        texted(&street, "m1", question);
        assert!(street.heard.lock().unwrap().is_empty(), "{question}");
    }
}

#[test]
fn the_newest_answer_is_read_a_piece_at_a_time() {
    let said = |text: &str| Said {
        at: 1,
        by: "staff".into(),
        text: text.into(),
        notice: String::new(),
        on: (0, 0),
        n: Some(0),
    };
    let long = "This is a fictional answer. ".repeat(60);
    let street = opening(Thread { said: vec![said("Before."), said(&long)], ..empty_thread() });
    let first = texted(&street, "m1", "1234 5678 ?");
    assert!(
        first.len() == 7 && first[0].starts_with("This is a fictional") && first[6].contains("?2"),
        "{first:?}"
    );
    let second = texted(&street, "m1", "١٢٣٤٥٦٧٨ ؟٢");
    assert!(second.len() < 7 && second != first);
    assert_eq!(texted(&street, "m1", "1234 5678 ?99"), second, "beyond the end stands the last piece");
    let none = texted(&filing(), "m1", "12345678?").join(" ");
    assert!(none.contains("no answer yet"), "{none}");
    assert!(reports(&street).is_empty(), "a question is no report");
}

#[test]
fn all_answers_and_notices_are_told_the_newest_first() {
    let said = |text: &str, notice: &str| Said {
        at: 1,
        by: "staff".into(),
        text: text.into(),
        notice: notice.into(),
        on: (20_000, 20_001),
        n: Some(0),
    };
    let notice = "released";
    let thread = Thread {
        said: vec![said("The first answer.", ""), said("", notice), said("The last answer.", "")],
        ..empty_thread()
    };
    let street = opening(thread);
    let notice = english(&format!("door-notice-{notice}"));
    let notice = super::super::parts::plain(&notice);
    let in_order = |text: &str| {
        let at = ["The last answer.", &notice[..20], "The first answer."].map(|words| text.find(words));
        assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{at:?}: {text}");
    };
    in_order(&texted(&street, "m1", "1234 5678 ?").join(" "));
    in_order(&called(&street, &json!({ "call": "c1", "from": FROM, "digits": ["1", "4", "12345678"] })).0);
    let mut inputs = vec!["1", "4", "12345678"];
    let mut shown = String::new();
    loop {
        let screen = asked(&street, "ussd", &json!({ "session": "s1", "from": FROM, "inputs": inputs }));
        let text = screen["text"].as_str().unwrap();
        assert!(is_one_screen(text), "{text}");
        shown += text;
        if screen["end"] == true {
            break;
        }
        inputs.push("0");
    }
    in_order(&shown);
}
