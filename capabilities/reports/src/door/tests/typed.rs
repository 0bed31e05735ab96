//! What is typed is checked, kept, and bounded.

use super::super::testing::{
    FILED, Parts, a_receipt, answering, empty_thread, english, filing, form, json, texts, told_form,
    with_thread,
};
use crate::testing::sample_picture;
use crate::wire::Answer;
use serde_json::json as of;

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
        .route("/report", axum::routing::post(super::super::intake::report))
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
fn each_field_is_checked_at_the_door_in_the_language_of_the_page() {
    let (street, long) = (filing(), "a".repeat(20_001));
    let cases = [
        ("contact", &*long, "door-short-limit"),
        ("contact_hours", &*long, "door-short-limit"),
        ("contact_other", &*long, "door-short-limit"),
        ("not_for", &*long, "door-short-limit"),
        ("place", &*long, "door-short-limit"),
        ("happening", "no such thing", "door-choice-unknown"),
        ("reach", "a dove", "door-choice-unknown"),
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
        let mut body = of!({ "text": "Something." });
        body[field] = value.into();
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
    let sources = face::door_resources!("door").map(|resource| resource.source);
    let told = [
        "door-text-",
        "door-picture-",
        "door-sound-",
        "door-hash-",
        "receipt-",
        "door-id-",
        "door-choice-",
        "door-further-used",
        "door-not-taken",
    ];
    let mut seen = 0;
    for line in sources.iter().flat_map(|source| source.lines()) {
        let Some((key, text)) = line.split_once(" = ") else { continue };
        if told.iter().any(|start| key.starts_with(start)) && !key.contains("-hint") && !text.ends_with("->")
        {
            assert!(text.ends_with(['.', '?', '؟', '。', '？']), "{key}");
            seen += 1;
        }
    }
    assert!(seen > 180, "{seen}");
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
