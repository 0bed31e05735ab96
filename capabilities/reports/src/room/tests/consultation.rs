//! Asking another unit, at the doors: it sees the parts that were chosen and nothing else, and after its answer nothing at all.

use super::referrals::{THERE, colleague, opened};
use super::*;
use crate::acts::{Consult, GiveView, Refer};
use crate::codes::{Agreement, ConsultPart};
use crate::tables::consultation::Consultation;
use kernel::knowing::Shared;

const QUESTION: &str = "Is this known to you? A fictional question.";
const VIEW: &str = "It is not known here. A fictional answer.";
const ABSENT: Id = Id([0x0f; 16]);
/// A unit that others let know of a report.
const BEYOND: Id = Id([203; 16]);

fn consult(parts: Vec<ConsultPart>) -> Consult {
    Consult { report: REPORT, unit: THERE, parts, days: None, agreement: Some(Agreement::Agreed) }
}

fn number() -> Id {
    Consultation::number(REPORT, 0)
}

/// A report of one unit, about which it asks the other.
fn asked(home: &Home, parts: Vec<ConsultPart>) -> House {
    let house = House::open(home);
    opened(&house, UNIT, "here");
    opened(&house, THERE, "there");
    house.enter(&TakeUp { report: REPORT }, officer(), &[]);
    house.enter(&Reply { report: REPORT }, officer(), &[(SLOT_TEXT, "A fictional reply")]);
    house.enter(&consult(parts), officer(), &[(SLOT_TEXT, QUESTION)]);
    house
}

fn answers(house: &House, token: &str) -> (StatusCode, String) {
    let act = json!({ "act": { "consultation": number() }, "sealed": { "0": VIEW } });
    let post = Request::post("/api/acts/reports.give-view").header("content-type", "application/json");
    house.ask(token, post, act.to_string())
}

#[test]
fn the_unit_that_is_asked_sees_the_parts_and_answers_and_sees_no_more() {
    on_both(|home| {
        let house = asked(home, vec![ConsultPart::Words]);
        let (here, _) = house.account(Role::Analyst, Purpose::Triage);
        let there = colleague(&house);
        let rows = |token: &str, name: &str| {
            house.json(token, &format!("/api/lists/reports/{name}"))["rows"].clone()
        };
        let waiting = rows(&there, "asked");
        assert_eq!(waiting[0]["consultation"], json!(number()));
        assert!(!waiting.to_string().contains(&REPORT.to_string()), "{waiting}");
        assert_eq!(rows(&here, "asked"), json!([]), "whoever asks is not asked");
        let path = format!("/api/consultations/{}", number());
        let before = house.looks().len();
        let seen = house.json(&there, &path);
        assert_eq!((&seen["question"], &seen["circumstances"]), (&json!(QUESTION), &Value::Null));
        assert_eq!(seen["thread"].as_array().unwrap().len(), 1, "{seen}");
        assert_eq!(seen["thread"][0]["text"], TOLD);
        for hidden in [REPORT.to_string(), "reply".to_owned(), CONTACT.to_owned()] {
            assert!(!seen.to_string().contains(&hidden), "{hidden}: {seen}");
        }
        let looks = house.looks().split_off(before);
        assert!(
            looks.iter().any(|look| look.whose == REPORT && look.read == 110),
            "the trace names the report"
        );
        let page = house.get(&there, &format!("/consultations/{}", number())).1;
        assert!(
            page.contains(QUESTION) && page.contains(TOLD) && page.contains("reports.give-view"),
            "{page}"
        );
        assert!(!page.contains(&REPORT.to_string()) && !page.contains("fictional reply"), "{page}");
        assert!(page.contains("here"), "who asks is said: {page}");
        assert_eq!(check::page(&page, &catalogue().texts(Language::English)), Vec::<String>::new());
        for closed in ["", "/contact", "/alike", "/hashes", "/voice"] {
            let path = format!("/api/reports/{REPORT}{closed}");
            assert_ne!(house.get(&there, &path).0, StatusCode::OK, "{path}");
        }
        assert_eq!(house.get(&here, &path).0, StatusCode::NOT_FOUND, "whoever asks reads it at the report");
        assert_eq!(answers(&house, &there).0, StatusCode::OK);
        let after = house.get(&there, &path);
        let absent = house.get(&there, &format!("/api/consultations/{ABSENT}"));
        assert_eq!(after, absent, "as if it never was");
        assert_eq!(rows(&there, "asked"), json!([]));
        let own = house.json(&here, &format!("/api/reports/{REPORT}"))["consultations"][0].clone();
        assert_eq!((&own["question"], &own["answer"]), (&json!(QUESTION), &json!(VIEW)));
        assert_eq!(own["consultation_state"], "answered");
        let page = house.get(&here, &format!("/reports/{REPORT}")).1;
        assert!(page.contains(QUESTION) && page.contains(VIEW), "{page}");
        assert_eq!(check::page(&page, &catalogue().texts(Language::English)), Vec::<String>::new());
        house.node.stop();
    });
}

#[test]
fn answers_and_points_without_a_word_and_the_thread_as_a_whole() {
    on_both(|home| {
        let house = asked(home, vec![ConsultPart::Circumstances]);
        let there = colleague(&house);
        let path = format!("/api/consultations/{}", number());
        let seen = house.json(&there, &path);
        assert_eq!((&seen["thread"], &seen["circumstances"]["danger"]), (&json!([]), &json!("safe")));
        assert!(!seen.to_string().contains(TOLD), "{seen}");
        house.enter(&GiveView { consultation: number() }, Actor { unit: THERE, ..officer() }, &[]);
        house.enter(&consult(vec![ConsultPart::Thread]), officer(), &[(SLOT_TEXT, QUESTION)]);
        let path = format!("/api/consultations/{}", Consultation::number(REPORT, 1));
        let seen = house.json(&there, &path);
        assert_eq!(seen["thread"].as_array().unwrap().len(), 2, "{seen}");
        assert_eq!(seen["circumstances"], Value::Null);
        house.node.stop();
    });
}

#[test]
fn whoever_is_kept_away_or_comes_too_late_is_answered_as_if_nothing_were_asked() {
    on_both(|home| {
        let house = asked(home, vec![ConsultPart::Words]);
        let there = colleague(&house);
        let path = |id: Id| format!("/api/consultations/{id}");
        let absent = house.get(&there, &path(ABSENT));
        assert_eq!(house.get(&there, &path(number())).0, StatusCode::OK);
        let account = access::account_named(&house.node, "fictional-colleague").unwrap().unwrap().id;
        let conflict = ConflictDeclared { officer: account, matter: REPORT };
        house.enter(&Elsewhere::of(&conflict), Actor::SYSTEM, &[]);
        assert_eq!(house.get(&there, &path(number())).0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answers(&house, &there).0, StatusCode::UNPROCESSABLE_ENTITY);
        let kept = KeptAway { officer: account, matter: REPORT };
        house.enter(&Elsewhere::of(&kept), Actor::SYSTEM, &[]);
        let total = || house.json(&there, "/api/lists/reports/asked")["total"].clone();
        assert_eq!((house.get(&there, &path(number())), total()), (absent.clone(), json!(0)));
        store::testing::burgle(home, "DELETE FROM kept_from", Vec::new());
        store::testing::burgle(home, "DELETE FROM conflict", Vec::new());
        assert_eq!((house.get(&there, &path(number())).0, total()), (StatusCode::OK, json!(1)));
        // Its time is over, and no job has to notice.
        store::testing::burgle(home, "UPDATE report_consultation SET until = 1", Vec::new());
        assert_eq!((house.get(&there, &path(number())), total()), (absent, json!(0)));
        house.node.stop();
    });
}

#[test]
fn what_was_asked_goes_with_the_report_and_its_referral_ends_it() {
    on_both(|home| {
        let house = asked(home, vec![ConsultPart::Thread]);
        let there = colleague(&house);
        let third = Id([203; 16]);
        opened(&house, third, "third");
        let (here, _) = house.account(Role::Analyst, Purpose::Triage);
        assert_eq!(answers(&house, &there).0, StatusCode::OK);
        house.enter(&consult(vec![ConsultPart::Words]), officer(), &[(SLOT_TEXT, QUESTION)]);
        let path = format!("/api/consultations/{}", Consultation::number(REPORT, 1));
        assert_eq!(house.get(&there, &path).0, StatusCode::OK);
        house.enter(&Refer::agreed(REPORT, third), officer(), &[]);
        assert_eq!(house.get(&there, &path).0, StatusCode::NOT_FOUND, "whoever asked has it no more");
        let back = Actor { unit: third, ..officer() };
        house.enter(&Refer::agreed(REPORT, UNIT), back, &[]);
        assert_eq!(house.get(&there, &path).0, StatusCode::NOT_FOUND, "what is over stays over");
        let ask = AskErasure { subject: REPORT };
        house.enter(&ask, Actor { role: Role::VictimSupport, ..officer() }, &[]);
        let overseer = Actor { id: Id([91; 16]), role: Role::Overseer, unit: UNIT };
        house.enter(&kernel::erasure::ConfirmErasure { subject: REPORT }, overseer, &[]);
        let read = house.json(&here, &format!("/api/reports/{REPORT}"))["consultations"].clone();
        assert!(!read.to_string().contains("fictional"), "question and answer went with the report: {read}");
        house.node.stop();
    });
}

#[test]
fn a_contact_that_did_not_go_along_is_closed_there_and_says_how_to_ask() {
    on_both(|home| {
        let house = House::open(home);
        opened(&house, UNIT, "here");
        opened(&house, THERE, "there");
        let new = NewAccount {
            user: "fictional-support",
            role: Role::VictimSupport,
            unit: THERE,
            password: "a fictional password",
        };
        desk::add_account(&house.node, &new).unwrap();
        let there = desk::add_token(&house.node, new.user, Purpose::VictimSupport, Desk::now()).unwrap();
        let (here, _) = house.account(Role::VictimSupport, Purpose::VictimSupport);
        let contact = format!("/api/reports/{REPORT}/contact");
        house.enter(&TakeUp { report: REPORT }, officer(), &[]);
        house.enter(&Refer::agreed(REPORT, THERE), officer(), &[]);
        let (status, body) = house.get(&there, &contact);
        assert!(status == StatusCode::FORBIDDEN && body.contains("Ask in the thread"), "{body}");
        let page = house.get(&there, &format!("/reports/{REPORT}")).1;
        assert!(page.contains("Ask in the thread") && !page.contains("/contact\""), "{page}");
        // What is closed there is closed to those whom that unit lets know of it.
        opened(&house, BEYOND, "beyond");
        let shared = Shared { unit: BEYOND, through: Id([5; 16]) };
        house.enter(&Elsewhere::of(&shared).about(REPORT), Actor::SYSTEM, &[]);
        let guest = NewAccount { user: "fictional-guest", unit: BEYOND, ..new };
        desk::add_account(&house.node, &guest).unwrap();
        let guest = desk::add_token(&house.node, guest.user, Purpose::VictimSupport, Desk::now()).unwrap();
        assert_eq!(house.get(&guest, &contact).0, StatusCode::FORBIDDEN);
        // Who cannot open it cannot hand it on; who could before still can.
        let back = Actor { unit: THERE, ..officer() };
        house.enter(&Refer::agreed(REPORT, UNIT), back, &[]);
        assert_eq!(house.json(&here, &contact)["contact"], CONTACT);
        house.enter(&Refer { with_contact: Some(true), ..Refer::agreed(REPORT, THERE) }, officer(), &[]);
        assert_eq!(house.json(&there, &contact)["contact"], CONTACT);
        let (overseer, _) = house.account(Role::Overseer, Purpose::Oversight);
        let counted = house.json(&overseer, "/api/lists/reports/agreements?agreement=reporter-agreed");
        assert_eq!(counted["total"], 2, "{counted}");
        house.node.stop();
    });
}
