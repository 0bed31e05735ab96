//! The way for those who want a picture gone: fingerprints and never a picture, filed as any report.

use super::super::testing::{Street, answering, english, filing, form, json, texts};
use crate::wire::{Answer, Told, ToldReport};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json as of};

const ONE: &str = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

fn other() -> String {
    "0f".repeat(32)
}

fn get(street: &Street, path: &str) -> super::super::testing::Answered {
    street.send(Request::get(path).body(Body::empty()).unwrap())
}

fn heard(street: &Street) -> ToldReport {
    match street.heard.lock().unwrap().pop() {
        Some(Told::Report(told)) => *told,
        _ => panic!("no report was told"),
    }
}

#[test]
fn it_is_found_from_the_first_page_and_takes_no_file() {
    let street = filing();
    for t in texts() {
        let lang = t.language().code();
        let first = get(&street, &format!("/?lang={lang}"));
        assert!(first.body.contains(&format!("href=\"/gone?lang={lang}\"")));
        let page = get(&street, &format!("/gone?lang={lang}&text=put+in+by+a+link"));
        assert_eq!(face::check::page(&page.body, &t), Vec::<String>::new(), "{}", page.body);
        for key in ["door-gone-words", "door-gone-without", "door-gone-other", "door-gone-next-not"] {
            assert!(page.body.contains(&t.t(key)), "{lang} {key}");
        }
        assert!(page.body.contains("112") && page.body.contains("116\u{a0}111"), "the numbers to call");
        assert!(!page.body.contains("put in by a link"));
        // The field for files has no name and stands before the form, so no browser sends what is chosen there.
        let (before, form) = page.body.split_once(r#"<form id="gone""#).unwrap();
        let field = before.split("<input").find(|tag| tag.contains(r#"type="file""#)).unwrap();
        assert!(!field.split('>').next().unwrap().contains("name="), "{field}");
        assert!(
            !form.split("</form>").next().unwrap().contains(r#"type="file""#)
                && !page.body.contains("multipart")
        );
        assert_eq!(page.headers["content-security-policy"], face::headers::CONTENT_SECURITY_POLICY);
    }
}

#[test]
fn whoever_tells_of_pictures_is_led_there() {
    let street = filing();
    for (happening, is_led) in
        [("pictures-spread", true), ("threatens-to-share", true), ("wants-to-meet", false)]
    {
        let tell = street.send(form("/tell?lang=en", &[("by", "child"), ("happening", happening)]));
        assert_eq!(tell.body.contains(r#"href="/gone?lang=en""#), is_led, "{happening}");
    }
}

#[test]
fn fingerprints_are_filed_with_what_was_said_beside_them() {
    let street = filing();
    let once = get(&street, "/gone").hidden("once");
    let hashes = format!("{ONE}\r\n{}\r\n{}", other(), ONE.to_lowercase());
    let fields = [
        ("once", &*once),
        ("hashes", &hashes),
        ("by", "adult-survivor"),
        ("age", "13-15"),
        ("place", "A fictional site"),
    ];
    let page = street.send(form("/gone/send?lang=en", &fields));
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(!page.digits().is_empty());
    let told = heard(&street);
    assert_eq!(
        (&*told.by, &*told.age, &*told.place, &*told.text),
        ("adult-survivor", "13-15", "A fictional site", "")
    );
    assert!(told.hashes.len() == 2 && told.hashes[1].sha256 == [15; 32]);
    assert!(told.pictures.is_empty() && told.voice.is_none());
    let program = street.send(json("/api/reports", &of!({ "hashes": [ONE, other()] })));
    assert_eq!(program.status, 200, "{}", program.body);
    assert!(heard(&street).hashes == told.hashes);
}

#[test]
fn what_is_no_fingerprint_is_told_and_all_that_was_typed_stays() {
    let street = filing();
    let many: Vec<String> = (0_u8..51).map(|n| format!("{n:02x}").repeat(32)).collect();
    for t in texts() {
        let path = format!("/gone/send?lang={}", t.language().code());
        for (hashes, key) in
            [("", "door-hash-none"), ("abc", "door-hash-wrong"), (&many.join("\n"), "door-hash-many")]
        {
            let fields = [("hashes", hashes), ("place", "A fictional site"), ("by", "child")];
            let page = street.send(form(&path, &fields));
            assert_eq!((page.status, page.errors()), (422, 1));
            assert!(page.body.contains(&t.t(key)) && page.body.contains("A fictional site"), "{key}");
            assert!(
                page.body.contains(r##"href="#hashes""##) && page.body.contains(r#"value="child" checked"#)
            );
            assert_eq!(face::check::page(&page.body, &t), Vec::<String>::new(), "{}", page.body);
        }
    }
    for hashes in [of!(["abc"]), of!(many)] {
        let refused = street.send(json("/api/reports", &of!({ "text": "Words.", "hashes": hashes })));
        let body: Value = serde_json::from_str(&refused.body).unwrap();
        assert_eq!((refused.status, &body["errors"][0]["field"]), (422, &of!("hashes")), "{body}");
    }
    assert!(street.heard.lock().unwrap().is_empty());
}

#[test]
fn the_language_is_changed_with_what_was_typed_and_sent_twice_is_one_report() {
    let street = filing();
    let page = street
        .send(form("/gone?lang=ar", &[("hashes", ONE), ("place", "A fictional site"), ("by", "child")]));
    for kept in [ONE, "A fictional site", r#"value="child" checked"#, r#"formaction="/gone?lang=en""#] {
        assert!(page.body.contains(kept), "{kept}");
    }
    let used = answering(Answer::Used);
    let fields = [("once", &*page.hidden("once")), ("hashes", ONE), ("text", "More words.")];
    let page = used.send(form("/gone/send?lang=en", &fields));
    assert_eq!(page.status, 409);
    let back = page.all_hidden_of("/gone?lang=en");
    assert!(
        back.contains(&("hashes".into(), ONE.into()))
            && back.contains(&("text".into(), "More words.".into()))
    );
    let away = answering(Answer::TryAgain).send(form("/gone/send?lang=en", &fields));
    assert!(away.status == 503 && away.body.contains(ONE) && away.body.contains(&english("door-try-again")));
    assert_eq!(street.send(Request::get("/gone/send").body(Body::empty()).unwrap()).status, 303);
}
