//! What is sent twice, and what is sent under the secret of something else.

use super::super::testing::{
    FILED, Parts, Street, a_receipt, answering, empty_thread, english, filing, form, json, told_form,
    with_thread,
};
use crate::wire::{Answer, Told};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json as of};

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
            Told::Again(_) | Told::Opinion(_) | Told::Receipt(_) | Told::Voice(_) => {
                panic!("nobody sent such a form")
            }
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
fn what_no_message_can_carry_goes_back_to_the_form_whole() {
    let (filing, used) = (filing(), answering(Answer::Used));
    let once = filing.send(form("/tell", &[])).hidden("once");
    let typed = [
        ("happening", "threatens-to-share"),
        ("about", "police"),
        ("about", "school"),
        ("not_for", "Fictional Name\nAnother"),
        ("place", "An app"),
        ("contact", "By the \"blue\" phone"),
    ];
    let all = typed.iter().fold(told_form(&once, "Words."), |all, (name, value)| all.and(name, value));
    let page = used.send(all.to("/report?lang=en"));
    assert!(page.body.contains(&english("door-used-whole-words")), "{}", page.body);
    let back: Vec<(String, String)> = page.all_hidden_of("/tell");
    let back: Vec<(&str, &str)> = back.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for (name, value) in typed {
        let value = value.replace('"', "&#34;");
        assert!(back.contains(&(name, value.as_str())), "{name} in {back:?}");
    }
    let sent: Vec<(&str, &str)> = typed.into_iter().chain([("text", "Words.")]).collect();
    let tell = used.send(form("/tell?lang=en", &sent));
    assert!(tell.body.contains("Words.") && tell.body.contains("Another") && tell.body.contains("An app"));
    assert_ne!(tell.hidden("once"), once, "a new report");
    // Pictures must be chosen again, and the form says so.
    let picture = told_form(&once, "Words.").file(&crate::testing::sample_picture());
    let page = used.send(picture.to("/report?lang=en"));
    assert_eq!(page.all_hidden_of("/tell").last().unwrap().0, "pictures");
    // Where a message carries all that is new, nobody has to choose.
    let plain = used.send(told_form(&once, "Words.").to("/report?lang=en"));
    assert!(!plain.body.contains(&english("door-used-whole-words")));
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
