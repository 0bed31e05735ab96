//! What comes again, without its sender or under another secret.

use super::*;

/// A core that keeps what each act says, and answers another content under its number as the real one does.
fn remembering() -> Street {
    let used = std::sync::Arc::new(std::sync::Mutex::new(Vec::<ToldReport>::new()));
    let heard = std::sync::Arc::new(std::sync::Mutex::new(None::<crate::door::testing::Heard>));
    let (kept, told) = (std::sync::Arc::clone(&used), std::sync::Arc::clone(&heard));
    let street = with_phones(Street::new(move |question| {
        let Question::Submit(_) = question else { return Answer::NoSuchThread };
        let told = told.lock().unwrap().as_ref().unwrap().lock().unwrap().last().cloned();
        let Some(Told::Report(report)) = told else { return FILED };
        let mut kept = kept.lock().unwrap();
        match kept.iter().find(|before| before.act == report.act) {
            Some(before) if *before != *report => Answer::Used,
            Some(_) => FILED,
            None => {
                kept.push(*report);
                FILED
            }
        }
    }));
    *heard.lock().unwrap() = Some(std::sync::Arc::clone(&street.heard));
    street
}

/// What a remembering core has: every act's content once.
fn standing(street: &Street) -> Vec<ToldReport> {
    let mut all: Vec<ToldReport> = Vec::new();
    for report in reports(street) {
        if !all.iter().any(|before| before.act == report.act) {
            all.push(report);
        }
    }
    all
}

#[test]
fn an_end_without_its_sender_raises_no_second_alarm_and_loses_nothing() {
    let street = remembering();
    let ussd = |from: &str, inputs: &[&str], ended: bool| {
        asked(&street, "ussd", &json!({ "session": "s1", "from": from, "inputs": inputs, "ended": ended }))
    };
    ussd(FROM, &["1", "2"], false);
    ussd("", &["1", "2"], true);
    assert_eq!(standing(&street).len(), 1);
    for _ in 0..2 {
        ussd("", &["1", "2", "1", "4"], true);
    }
    let all = standing(&street);
    assert_eq!(
        all.iter().map(|report| report.danger.as_str()).collect::<Vec<_>>(),
        ["not-safe", "no-answer"]
    );
    assert_eq!(all[1].text, "Touching, or force");
    let street = remembering();
    let call = |from: &str, recording: Option<&str>, ended: bool| {
        let body = json!({ "call": "c1", "from": from, "digits": ["1", "2"], "recording": recording, "ended": ended });
        asked(&street, "call", &body)
    };
    call(FROM, None, false);
    call("", None, true);
    assert_eq!(standing(&street).len(), 1);
    call("", Some(&STANDARD.encode(&sample_sounds().remove(0).1)), true);
    let all = standing(&street);
    assert_eq!(
        all.iter().map(|report| report.danger.as_str()).collect::<Vec<_>>(),
        ["not-safe", "no-answer"]
    );
    assert!(all[1].voice.is_some());
    // A gateway that gives two people one number: both are heard.
    let street = remembering();
    for from in [FROM, "+12025550102", FROM] {
        asked(&street, "ussd", &json!({ "session": "s1", "from": from, "inputs": ["1", "2"] }));
    }
    assert_eq!(standing(&street).len(), 2);
    // And one that gives a person the same number again: nothing is lost, and no code opens two threads.
    let street = remembering();
    for (words, from) in [("A", FROM), ("B", FROM), ("A", ""), ("A", FROM), ("B", FROM)] {
        let inputs = ["1", "1", "3", words];
        let said = asked(&street, "ussd", &json!({ "session": "s1", "from": from, "inputs": inputs }));
        assert_eq!(said["end"], true);
    }
    let all = standing(&street);
    let different =
        |of: fn(&ToldReport) -> Vec<u8>| all.iter().map(of).collect::<std::collections::BTreeSet<_>>().len();
    assert_eq!(
        (different(|one| one.proof.to_vec()), different(|one| one.report.to_vec())),
        (all.len(), all.len())
    );
    assert!(["A", "B"].iter().all(|words| all.iter().any(|one| one.text == *words)));
}

#[test]
fn a_right_code_is_no_wrong_receipt_however_many_secrets_there_are() {
    let lines: Vec<String> = (1..=9).map(|n| Secret::written(&[100 + n; 32])).collect();
    let file = |first: &str| format!("{first}\n{}\n", lines.join("\n"));
    let under = |street: Street| {
        let door = street.door.with_phones(Phones::read(&file(&secret())).unwrap());
        Street { door, heard: street.heard }
    };
    let pace = crate::door::Pace::new(crate::door::Limits::default());
    let paced = |street: Street| Street { door: street.door.with_pace(pace.clone()), heard: street.heard };
    // The thread began under the oldest of ten secrets.
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let street = paced(under(Street::new(move |_| {
        let n = asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
        if n.is_multiple_of(10) { Answer::Thread(empty_thread()) } else { Answer::NoSuchThread }
    })));
    for _ in 0..3 {
        assert!(texted(&street, "m1", "1234 5678 ?").join(" ").contains("no answer yet"));
    }
    assert_eq!((pace.figures().wrong_receipts, pace.figures().taken), (0, 3));
    // Words that begin with digits are a report, and no receipt that was tried.
    let street = paced(under(Street::new({
        let asked = std::sync::atomic::AtomicUsize::new(0);
        move |_| match asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0..10 => Answer::NoSuchThread,
            _ => FILED,
        }
    })));
    texted(&street, "m1", "1234 5678 is the number of his car");
    assert_eq!(pace.figures().wrong_receipts, 0);
    let street = paced(under(Street::new(|_| Answer::NoSuchThread)));
    texted(&street, "m1", "1234 5678 ?");
    assert_eq!(pace.figures().wrong_receipts, 1);
    let ussd = json!({ "session": "s1", "from": FROM, "inputs": ["1", "4", "12345678"] });
    send(&street, "ussd", &ussd);
    assert_eq!(pace.figures().wrong_receipts, 2, "each is counted once");
}
