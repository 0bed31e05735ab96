//! A voice message: alone it is a report; it is checked by its bytes, and one that cannot be taken loses nothing else.

use super::super::testing::{Parts, english, filing, form, texts, told_form};
use crate::limits::MAX_VOICE_BYTES;
use crate::testing::sample_sounds;
use crate::wire::Told;
use axum::body::Body;
use axum::http::Request;

fn voice() -> Vec<u8> {
    sample_sounds().remove(0).1
}

#[test]
fn a_voice_alone_is_a_report() {
    let street = filing();
    for path in ["/report", "/api/reports"] {
        for (_, bytes) in sample_sounds() {
            let answer = street.send(Parts::default().file_in("voice", &bytes).to(path));
            assert_eq!(answer.status, 200, "{}", answer.body);
            let Some(Told::Report(told)) = street.heard.lock().unwrap().pop() else {
                panic!("nothing was told")
            };
            assert!(told.voice.is_some_and(|voice| voice.bytes == bytes));
            assert!(told.text.is_empty() && told.pictures.is_empty());
        }
    }
}

#[test]
fn a_voice_that_cannot_be_taken_is_told_and_keeps_what_was_written() {
    let street = filing();
    let film = [voice(), b"\x86\x85V_VP9".to_vec()].concat();
    let large = [voice(), vec![0; usize::try_from(MAX_VOICE_BYTES).unwrap()]].concat();
    for (bytes, key) in [
        (&b"no sound at all"[..], "door-sound-unknown"),
        (&film, "door-sound-film"),
        (&large, "door-sound-large"),
    ] {
        let page = street.send(told_form("", "Something.").file_in("voice", bytes).to("/report?lang=en"));
        assert_eq!((page.status, page.errors()), (422, 1));
        for kept in ["Something.", &english(key), &english("door-voice-again"), "href=\"#voice\""] {
            assert!(page.body.contains(kept), "{kept}");
        }
        let refused = street.send(Parts::default().file_in("voice", bytes).to("/api/reports"));
        assert!(refused.status == 422 && refused.body.contains(r#""field":"voice""#), "{}", refused.body);
    }
    let two = told_form("", "Something.").file_in("voice", &voice()).file_in("voice", &voice());
    assert!(street.send(two.to("/report?lang=en")).body.contains(&english("door-sound-many")));
    assert!(street.heard.lock().unwrap().is_empty());
    // A field that was left empty is no voice.
    assert_eq!(street.send(told_form("", "Something.").file_in("voice", b"").to("/report")).status, 200);
}

#[test]
fn a_voice_waits_its_turn_as_pictures_do() {
    let street = filing();
    let taken: Vec<_> = std::iter::from_fn(|| street.door.place()).collect();
    let page = street.send(told_form("", "Something.").file_in("voice", &voice()).to("/report?lang=en"));
    assert!(page.status == 503 && page.body.contains(&english("door-sound-busy")), "{}", page.body);
    drop(taken);
    assert_eq!(street.send(Parts::default().file_in("voice", &voice()).to("/report")).status, 200);
}

#[test]
fn the_page_where_one_tells_may_record_and_no_other_may() {
    let street = filing();
    for t in texts() {
        let lang = t.language().code();
        let tell = street.send(form(&format!("/tell?lang={lang}"), &[("by", "child")]));
        assert!(tell.headers["permissions-policy"].to_str().unwrap().contains("microphone=(self)"));
        assert!(tell.headers["content-security-policy"].to_str().unwrap().ends_with("; media-src blob:"));
        for key in ["door-voice-link", "door-voice-hint", "door-voice-record", "door-voice-refused"] {
            assert!(tell.body.contains(&t.t(key)), "{lang} {key}");
        }
        // Without scripts the recorder stays hidden, and nothing plays by itself.
        let (_, recorder) = tell.body.split_once("data-voice ").unwrap();
        assert!(recorder.split('>').next().unwrap().ends_with("hidden") && !tell.body.contains("autoplay"));
        assert_eq!(face::check::page(&tell.body, &t), Vec::<String>::new());
        let first = street.send(Request::get(format!("/?lang={lang}")).body(Body::empty()).unwrap());
        assert!(first.headers["permissions-policy"].to_str().unwrap().contains("microphone=()"));
        assert_eq!(first.headers["content-security-policy"], face::headers::CONTENT_SECURITY_POLICY);
    }
}
