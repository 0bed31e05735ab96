//! Reports of those who must report, as staff see them.

use super::*;
use crate::acts::file_report::{SLOT_AGENCY, SLOT_DUTY};
use crate::codes::{ChildKnows, Duty};
use crate::duty::UnderDuty;
use crate::priority::Told;
use crate::testing::{TOLD as ANSWERS, told};
use kernel::codes::ReportingPerson;

const AGENCY: &str = "A fictional school, file 12";
const LAW: &str = "Article 3 of a fictional law";

fn with_official(home: &Home) -> House {
    let house = House::open(home);
    let duty = UnderDuty { kind: Duty::Law, words: true, agency: true, child_knows: ChildKnows::MustNot };
    let told = told(&Told { by: ReportingPerson::Professional, ..ANSWERS });
    let act = FileReport { report: OTHER, duty: Some(duty), ..told };
    house.enter(&act, Actor::PUBLIC, &[(SLOT_TEXT, TOLD), (SLOT_AGENCY, AGENCY), (SLOT_DUTY, LAW)]);
    house
}

#[test]
fn staff_read_for_whom_and_by_which_law_under_a_trace_and_say_that_it_was_read() {
    on_both(|home| {
        let house = with_official(home);
        let (token, account) = house.account(Role::Analyst, Purpose::Triage);
        let before = house.looks().len();
        let (status, page) = house.get(&token, &format!("/reports/{OTHER}?lang=en"));
        assert_eq!(status, StatusCode::OK);
        for words in [AGENCY, LAW, "Does not know, and would be in danger by it", "reports.acknowledge"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert_eq!(house.looks().len(), before + 1, "reading it leaves its trace");
        let (_, plain) = house.get(&token, &format!("/reports/{REPORT}?lang=en"));
        assert!(!plain.contains("reports.acknowledge"), "nobody waits to hear of what is no official's");

        let (_, json) = house.get(&token, &format!("/api/reports/{OTHER}"));
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(
            (&json["official"]["agency"], &json["official"]["duty_words"]),
            (&json!(AGENCY), &json!(LAW))
        );
        assert_eq!(json["report"]["duty"], "law");
        let listed = |path: &str| -> Value {
            serde_json::from_str(&house.get(&token, &format!("/api/lists/reports/{path}")).1).unwrap()
        };
        assert_eq!(listed("queue?duty=law")["total"], 1);
        assert_eq!(listed("queue?duty=not-told")["total"], 1);
        assert_eq!(listed("officials?acknowledged=no&duty=law")["rows"][0]["report"], json!(OTHER));

        let analyst = Actor { id: account, role: Role::Analyst, unit: UNIT };
        house.enter(&crate::acts::Acknowledge { report: OTHER }, analyst, &[]);
        assert_eq!(listed("officials?acknowledged=no")["total"], 0);
        let (_, page) = house.get(&token, &format!("/reports/{OTHER}?lang=en"));
        assert!(page.contains("Told at ") && !page.contains("reports.acknowledge"), "{page}");

        let (overseer, _) = house.account(Role::Overseer, Purpose::Oversight);
        let figures: Value =
            serde_json::from_str(&house.get(&overseer, "/api/lists/reports/duties").1).unwrap();
        assert_eq!(
            (&figures["rows"][0]["duty"], &figures["rows"][0]["acknowledged"]),
            (&json!("law"), &json!(1))
        );
        house.node.stop();
    });
}
