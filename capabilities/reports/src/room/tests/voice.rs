//! A voice message that came with a report: known of at once, heard on a click, and each opening leaves its trace.

use super::*;
use crate::READ_VOICE;
use crate::acts::file_report::SLOT_VOICE;
use crate::codes::Sound;
use crate::events::VoiceMeta;
use crate::testing::sample_sounds;

fn with_voice(home: &Home) -> House {
    let house = House::open(home);
    let voice = VoiceMeta { media: Sound::Webm, bytes: 45 };
    let act = FileReport { report: OTHER, voice: Some(voice), ..a_report() };
    let deed = house.node.deed(house.node.new_id().unwrap(), &act, Actor::PUBLIC, Purpose::Intake);
    let deed = deed.for_new(OTHER).unwrap().seal(SLOT_TEXT, OTHER, b"").unwrap();
    let deed = deed.seal(SLOT_VOICE, OTHER, &sample_sounds()[0].1).unwrap();
    assert!(matches!(house.node.enter_now(deed.build()).unwrap().outcome, Outcome::Entered { .. }));
    house
}

impl House {
    fn bytes(&self, token: &str, path: &str) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        let request = request.body(Body::empty()).unwrap();
        self.runtime.block_on(async {
            let (parts, body) = self.door.clone().oneshot(request).await.unwrap().into_parts();
            (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
        })
    }

    fn heard(&self) -> Vec<Look> {
        self.looks().into_iter().filter(|look| look.read == i64::from(READ_VOICE.code)).collect()
    }
}

#[test]
fn a_voice_message_is_heard_on_a_click_and_each_opening_leaves_its_trace() {
    on_both(|home| {
        let house = with_voice(home);
        let (token, account) = house.account(Role::Analyst, Purpose::Triage);
        let page = house.get(&token, &format!("/reports/{OTHER}")).1;
        let t = catalogue().texts(Language::English);
        for told in ["WebM · 45 B", &t.t("report-distress"), &format!("/reports/{OTHER}/voice")] {
            assert!(page.contains(told), "{told}: {page}");
        }
        let known = &house.json(&token, &format!("/api/reports/{OTHER}"))["voice"];
        assert_eq!((&known["sound"], &known["bytes"]), (&json!("webm"), &json!(45)));
        assert!(house.json(&token, &format!("/api/reports/{REPORT}"))["voice"].is_null());

        let (status, headers, page) = house.bytes(&token, &format!("/reports/{OTHER}/voice"));
        let page = String::from_utf8(page).unwrap();
        assert!(status == StatusCode::OK && page.contains(&t.t("report-distress")), "{page}");
        assert!(page.contains(r#"preload="none""#) && !page.contains("autoplay"), "{page}");
        assert!(headers["content-security-policy"].to_str().unwrap().ends_with("; media-src 'self'"));
        assert_eq!(house.heard().len(), 0, "nothing was opened yet");

        for path in [format!("/reports/{OTHER}/voice/sound"), format!("/api/reports/{OTHER}/voice")] {
            let before = house.heard().len();
            let (status, headers, bytes) = house.bytes(&token, &path);
            assert_eq!((status, bytes), (StatusCode::OK, sample_sounds()[0].1.clone()));
            assert_eq!(headers["content-type"], "audio/webm");
            assert_eq!(headers["cache-control"], "no-store");
            assert!(headers["content-disposition"].to_str().unwrap().starts_with("attachment; "));
            assert_eq!(headers["content-security-policy"], face::headers::CONTENT_SECURITY_POLICY);
            assert_eq!(house.heard().len(), before + 1);
        }
        assert!(house.heard().iter().all(|look| look.actor == account && look.whose == OTHER));
    });
}

#[test]
fn where_there_is_no_voice_or_it_is_not_for_the_reader_there_is_none() {
    let home = Home::sqlite();
    let house = with_voice(&home);
    let (token, account) = house.account(Role::VictimSupport, Purpose::VictimSupport);
    let paths = |report: Id| {
        [
            format!("/reports/{report}/voice"),
            format!("/reports/{report}/voice/sound"),
            format!("/api/reports/{report}/voice"),
        ]
    };
    for path in paths(REPORT).into_iter().chain(paths(Id([9; 16]))) {
        assert_eq!(house.get(&token, &path).0, StatusCode::NOT_FOUND, "{path}");
    }
    let (aimless, _) = house.account(Role::Analyst, Purpose::NotStated);
    let (overseer, _) = house.account(Role::Overseer, Purpose::Oversight);
    house.enter(&Elsewhere::of(&KeptAway { officer: account, matter: OTHER }), Actor::SYSTEM, &[]);
    for path in paths(OTHER) {
        assert_eq!(house.get(&aimless, &path).0, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(house.get(&overseer, &path).0, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(house.get(&token, &path).0, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(house.heard().is_empty());
}

#[test]
fn its_page_is_sound_in_every_language() {
    let home = Home::sqlite();
    let house = with_voice(&home);
    let (token, _) = house.account(Role::Analyst, Purpose::Triage);
    for &language in Language::STAFF {
        for path in ["", "/voice"] {
            let (_, page) = house.get(&token, &format!("/reports/{OTHER}{path}?lang={}", language.code()));
            assert_eq!(check::page(&page, &catalogue().texts(language)), Vec::<String>::new(), "{page}");
        }
    }
}
