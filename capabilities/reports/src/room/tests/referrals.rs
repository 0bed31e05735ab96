//! A referral at the doors: the other unit finds it, returns it or is called, and its sender reads what came of it.

use super::*;
use crate::acts::Refer;
use access::events::UnitOpened;
use facts::unit::UnitKind;

pub(super) const THERE: Id = Id([201; 16]);

pub(super) fn opened(house: &House, unit: Id, word: &str) {
    let event = UnitOpened { unit, word: word.to_owned(), kind: UnitKind::Hotline };
    house.enter(&Elsewhere::of(&event), Actor::SYSTEM, &[]);
}

/// A token of an analyst of the other unit.
pub(super) fn colleague(house: &House) -> String {
    let new = NewAccount {
        user: "fictional-colleague",
        role: Role::Analyst,
        unit: THERE,
        password: "a fictional password",
    };
    desk::add_account(&house.node, &new).unwrap();
    desk::add_token(&house.node, new.user, Purpose::Triage, Desk::now()).unwrap()
}

#[test]
fn both_units_read_what_came_of_a_referral_and_only_one_the_report() {
    on_both(|home| {
        let house = House::open(home);
        opened(&house, UNIT, "here");
        opened(&house, THERE, "there");
        let (here, _) = house.account(Role::Analyst, Purpose::Triage);
        let there = colleague(&house);
        house.enter(&TakeUp { report: REPORT }, officer(), &[]);
        house.enter(&Refer::agreed(REPORT, THERE), officer(), &[]);
        let list = |token: &str, name: &str| {
            house.json(token, &format!("/api/lists/reports/{name}"))["rows"].clone()
        };
        let state = |rows: &Value| rows[0]["referral_state"].as_str().map(str::to_owned);
        assert_eq!(state(&list(&there, "referrals")).as_deref(), Some("waiting"));
        assert_eq!(list(&there, "referrals-sent"), json!([]));
        assert_eq!(list(&here, "referrals"), json!([]), "the report is not theirs any more");
        assert_eq!(state(&list(&here, "referrals-sent")).as_deref(), Some("waiting"));
        assert_eq!(house.get(&here, &format!("/api/reports/{REPORT}")).0, StatusCode::NOT_FOUND);
        assert!(house.offered(&there).contains(&"reports.return-referral".to_owned()));
        let request =
            Request::post("/api/acts/reports.return-referral").header("content-type", "application/json");
        let act = json!({ "act": { "report": REPORT, "return_reason": "another-unit" } });
        let (status, body) = house.ask(&there, request, act.to_string());
        assert_eq!(status, StatusCode::OK, "{body}");
        let sent = list(&here, "referrals-sent");
        assert_eq!(
            (state(&sent).as_deref(), &sent[0]["return_reason"]),
            (Some("returned"), &json!("another-unit"))
        );
        assert_eq!(
            house.get(&here, &format!("/api/reports/{REPORT}")).0,
            StatusCode::OK,
            "it is theirs again"
        );
        assert_eq!(house.get(&there, &format!("/api/reports/{REPORT}")).0, StatusCode::NOT_FOUND);
        assert_eq!(list(&there, "referrals"), json!([]));
        house.node.stop();
    });
}

#[test]
fn a_referral_that_nobody_answers_calls_those_above() {
    on_both(|home| {
        let house = House::open(home);
        opened(&house, UNIT, "here");
        opened(&house, THERE, "there");
        house.enter(&Reply { report: REPORT }, officer(), &[(SLOT_TEXT, "A fictional answer")]);
        house.enter(&Refer::agreed(REPORT, THERE), officer(), &[]);
        let in_a_day = kernel::Instant(Desk::now().0 + 25 * 3_600_000);
        assert_eq!(crate::calls::call(&house.node, Desk::now()).unwrap(), 0, "it has its time");
        // The writer's own clock has not come so far, so that the gate still says no: what is found is told to it.
        let found = crate::calls::due_for_tests(&house.node, in_a_day);
        assert_eq!(found, [REPORT], "nothing waits for an answer, and the other unit is silent all the same");
        house.node.stop();
    });
}
