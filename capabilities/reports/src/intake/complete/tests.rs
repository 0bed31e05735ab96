use super::*;
use crate::events::CircumstancesTold;
use crate::tables::{ByMachine, Call, Message, ReportReason};
use crate::testing::{Elsewhere, UNIT};
use facts::machine::Wire;
use facts::person::{PersonEntered, SuspectNamed};
use facts::report::ReportFiled;
use kernel::codes::QueueState;
use kernel::{ActSpec, Charter, Id, Record, Registry};
use proptest::prelude::*;
use store::testing::{Home, on_both};
use tipline::testing::report as made_up;

fn node(home: &Home) -> Node {
    let elsewhere =
        Charter { name: "elsewhere", acts: vec![ActSpec::of::<Elsewhere>()], ..Charter::default() };
    let charters = vec![facts::charter(), rules::charter(), access::charter(), crate::charter(), elsewhere];
    Node::open(home.config(), Registry::new(charters).unwrap()).unwrap()
}

/// A sender finished a report with that document.
fn finish(node: &Node, document: &[u8]) -> Id {
    let (act, report) = (node.new_id().unwrap(), node.new_id().unwrap());
    let complete = MachineReportComplete {
        report,
        sender: UNIT,
        wire: Wire::CyberTipline,
        told_in: act,
        slots: 1,
        files: 2,
        quality: 40,
    };
    let told = Elsewhere::of(&complete).about(report);
    let deed = node.deed(act, &told, Actor::SYSTEM, Purpose::Intake).for_new(report).unwrap();
    let deed = deed.seal(0, report, document).unwrap().build();
    assert!(matches!(node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
    report
}

fn of<R: Record>(node: &Node, report: Id) -> Vec<R> {
    let sql = format!("{} WHERE report = $1", TableSql::of(R::TABLE).every);
    node.read(|database| database.records::<R>(&sql, vec![report.to_value()])).unwrap()
}

fn text(node: &Node, report: Id) -> String {
    let first = of::<Message>(node, report).remove(0);
    let trace = node.look(Actor::SYSTEM, &READ_MACHINE_DOCUMENT, Purpose::Reaction, &[report]).unwrap();
    let slot = u16::try_from(first.slot).unwrap();
    String::from_utf8(node.open_payload(&trace, first.act, slot).unwrap().expose().to_vec()).unwrap()
}

fn reasons(node: &Node, report: Id) -> Vec<Reason> {
    of::<ReportReason>(node, report).into_iter().map(|row| row.reason).collect()
}

/// A report of that incident; `more` stands in its summary, `people` behind who reports.
fn document(incident: &str, more: &str, people: &str) -> String {
    format!(
        "<report><incidentSummary><incidentType>{incident}</incidentType>{more}\
         <incidentDateTime>2020-01-05T10:00:00Z</incidentDateTime></incidentSummary>\
         <reporter><reportingPerson/></reporter>{people}</report>"
    )
}

#[test]
fn what_makes_haste_gives_points_and_calls_a_human() {
    on_both(|home| {
        let node = node(home);
        let urgent = "<escalateToHighPriority>Fictional: tonight</escalateToHighPriority>";
        let child = "<victim><victimPerson><age>12</age></victimPerson></victim>";
        let calm = finish(&node, document("Misleading Domain Name", "", "").as_bytes());
        let solicited = "Online Enticement of Children for Sexual Acts";
        let hasty = finish(&node, document(solicited, urgent, child).as_bytes());
        let unread = finish(&node, b"no document at all");
        assert_eq!(file_complete(&node).unwrap(), 3);
        assert_eq!(file_complete(&node).unwrap(), 0, "each once");
        assert_eq!(reasons(&node, calm), [Reason::AgeNotSaid]);
        assert!(of::<Call>(&node, calm).is_empty());
        assert_eq!(reasons(&node, hasty), [Reason::ChildUnder13, Reason::SenderUrgent, Reason::MayGoOn]);
        assert_eq!(of::<crate::tables::Report>(&node, hasty)[0].points, 80);
        assert_eq!(of::<Call>(&node, hasty).len(), 1, "a human is called");
        let words = text(&node, hasty);
        assert!(words.contains("What: solicitation of children for sexual purposes"), "{words}");
        assert!(words.contains("Urgent, the sender says: Fictional: tonight"), "{words}");
        assert_eq!(text(&node, unread), UNREADABLE);
        let known = of::<ByMachine>(&node, unread).remove(0);
        assert_eq!((known.usefulness, known.machine_files, known.slots), (40, 2, 1));
        node.stop();
    });
}

/// Words of the wire that no person here reads in a report.
const OF_THE_WIRE: [&str; 8] = [
    "additionalInfo",
    "profileBio",
    "fileNames",
    "vehicleDescription",
    "Child Pornography",
    "Child Sex Tourism",
    "personOrUserReported",
    "escalateToHighPriority",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// ¶38: whoever a machine names, however old, is named in the sealed text alone: no entry accuses anybody, and nobody is entered.
    #[test]
    fn nobody_becomes_a_suspect_by_being_reported(seeds in prop::collection::vec(any::<u64>(), 1..16)) {
        let home = Home::sqlite();
        let node = node(&home);
        let all: Vec<Id> = seeds.iter().map(|seed| finish(&node, made_up(*seed).as_bytes())).collect();
        let mut filed = 0;
        while filed < all.len() {
            filed += file_complete(&node).unwrap();
        }
        for report in all {
            let row = of::<crate::tables::Report>(&node, report).remove(0);
            prop_assert_eq!(row.reporter, ReportingPerson::Machine);
            prop_assert!(matches!(row.state, QueueState::New | QueueState::Folded));
            let words = text(&node, report);
            prop_assert!(OF_THE_WIRE.iter().all(|word| !words.contains(word)), "{}", words);
        }
        let known = [ReportFiled::KIND, CircumstancesTold::KIND];
        let accusing = [PersonEntered::KIND, SuspectNamed::KIND];
        let mut number = 1;
        while let Some(entry) = node.entry(number).unwrap() {
            number += 1;
            let is_of_reports = matches!(entry.kind, 1_000..=1_099);
            prop_assert!(!is_of_reports || known.contains(&entry.kind), "kind {}", entry.kind);
            prop_assert!(!accusing.contains(&entry.kind), "kind {}", entry.kind);
        }
        node.stop();
    }
}
