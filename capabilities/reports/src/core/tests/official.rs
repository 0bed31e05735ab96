//! What those who must report tell the core, and what they hear.

use super::*;
use crate::wire::ToldDuty;

#[test]
fn what_an_official_tells_is_sealed_and_they_hear_at_once_by_when_it_is_read() {
    on_both(|home| {
        let node = node(home);
        let duty = |kind: &str, agency: &str| ToldDuty {
            kind: kind.into(),
            words: "Article 3 of a fictional law".into(),
            agency: agency.into(),
            child_knows: "must-not".into(),
        };
        let by_official = |n: u8, by: &str, duty: ToldDuty| ToldReport {
            by: by.into(),
            duty: Some(duty),
            ..told(n, "Fictional: a pupil told of it.")
        };
        let first = report(&node, by_official(1, "professional", duty("law", "A fictional school")));
        let Answer::Filed { official: Some(official), .. } = &first else { panic!("{first:?}") };
        assert_eq!(official.number, Id([101; 16]).short());
        assert_eq!(official.acknowledge_by - official.filed_at, 24 * 3_600_000);
        let again = report(&node, by_official(1, "professional", duty("law", "A fictional school")));
        assert_eq!(again, first, "sent again, it is the same number and the same time");
        for (by, duty, field) in [
            ("professional", duty("a-whim", ""), "duty.kind"),
            ("professional", duty("law", &"x".repeat(2_001)), "duty.agency"),
            ("child", duty("law", ""), "duty"),
        ] {
            let refused = report(&node, by_official(2, by, duty));
            assert!(
                matches!(&refused, Answer::Invalid { field: wrong, .. } if wrong == field),
                "{refused:?}"
            );
        }
        let seen = |node: &Node| match ask(node, &Question::OpenThread([1; 32], 0)) {
            Answer::Thread(thread) => thread.official.unwrap(),
            other => panic!("no thread: {other:?}"),
        };
        assert_eq!(seen(&node), *official);
        let act = crate::acts::Acknowledge { report: Id([101; 16]) };
        let deed = node.deed(Id([8; 16]), &act, analyst(1), Purpose::Triage).build();
        assert!(matches!(node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
        assert!(seen(&node).acknowledged_at >= official.filed_at);
        // What stands in the tables tells that they named an agency, and not which.
        let rows = node.read(|database| database.rows("SELECT * FROM report_official", Vec::new())).unwrap();
        assert!(!format!("{rows:?}").contains("fictional"), "{rows:?}");
        node.stop();
    });
}
