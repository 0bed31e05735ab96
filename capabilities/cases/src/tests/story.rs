//! A fictional case from its opening to the final outcome and the release, and its replay.

use super::desk::*;
use crate::acts::{AppealLodged, CloseCase, CodeDemand, OpenCase, RequestTestimony};
use crate::codes::CaseState;
use crate::tables::{CaseFile, Proceeding, TimelineRow};
use facts::outcome::{ConvictionFinal, ReleasePlanned, StageReached};
use kernel::codes::{ClosureReason, DemandCategory, DemandLevel, Stage, Verdict};
use kernel::{Id, MemoryTables};

fn told() -> Desk {
    let mut desk = Desk::new();
    desk.person(1, "1980");
    desk.person(2, "2012");
    desk.report(id(60));
    desk.does(&OpenCase { report: id(60), ex_officio: false, ..open_case() });
    desk.does_as(desk.supporter(), &crate::acts::RecordVictim { thread: id(60), ..victim() });
    desk.does(&suspect());
    let (level, category) = (DemandLevel::Immediate, DemandCategory::AgainstPayment);
    desk.does(&CodeDemand { case: case(), person: ADULT, level, category });
    desk.days_pass(1);
    desk.does(&arrest());
    desk.does(&charge());
    desk.does_as(desk.prosecutor(), &RequestTestimony { case: case(), victim: CHILD, condition: false });
    desk.does_as(desk.court_officer(), &verdict());
    desk.does_as(desk.court_officer(), &sentence());
    desk.does(&AppealLodged { deed: deed("2026-05-22") });
    desk.does(&became_final());
    desk.does(&assessment());
    desk.does(&release());
    let reason = ClosureReason::Concluded;
    desk.does_as(desk.prosecutor(), &CloseCase { case: case(), person: Id::NONE, reason });
    desk
}

#[test]
fn every_arrest_can_be_followed_to_its_outcome() {
    let mut desk = told();
    let row: Proceeding = desk.row((case(), ADULT)).unwrap();
    assert_eq!((row.stage, row.verdict, row.is_final), (Stage::Final, Verdict::Convicted, true));
    assert_eq!((row.sentence_months, row.charged()), (60, Some(charge().offence)));
    assert_eq!(row.conduct_when(), suspect().conduct_when);
    let file: CaseFile = desk.row(case()).unwrap();
    assert!(file.last_at > file.opened_at);
    assert_eq!((file.state, file.victims, file.suspects), (CaseState::Closed, 1, 1));
    let stages: Vec<Stage> = desk.entered::<StageReached>().into_iter().map(|told| told.stage).collect();
    let expected = [
        Stage::Identified,
        Stage::Arrested,
        Stage::Charged,
        Stage::Verdict,
        Stage::Sentenced,
        Stage::Appealed,
        Stage::Final,
    ];
    assert_eq!(stages, expected);
    assert_eq!((desk.entered::<ConvictionFinal>().len(), desk.entered::<ReleasePlanned>().len()), (1, 1));
}

#[test]
fn the_timeline_has_one_line_an_act() {
    let desk = told();
    let lines: Vec<TimelineRow> = desk.rows();
    let acts = desk.entries().iter().filter(|entry| entry.ordinal == 0).count();
    assert_eq!(lines.len(), acts - 3, "all but the two persons entered and the report of another room");
    let arrested = lines.iter().find(|line| line.happened_from == arrest().deed.happened.from).unwrap();
    assert_eq!((arrested.authority, arrested.document), (arrest().deed.authority, arrest().deed.document));
    let named = lines.iter().find(|line| line.document.is_none() && line.person == ADULT).unwrap();
    assert_eq!(named.authority, desk.investigator().unit);
    assert!(lines.iter().all(|line| !line.marked));
}

#[test]
fn replay_makes_the_same_rows() {
    let desk = told();
    let mut fresh = MemoryTables::default();
    for entry in desk.entries() {
        let spec = desk.node.registry.event(entry.kind, entry.version).unwrap();
        assert_eq!((spec.check)(&entry.body), Ok(()), "{} is canonical", spec.name);
        desk.node.registry.apply(&mut fresh, entry).unwrap();
    }
    assert_eq!(rows_of(&fresh), desk.all_rows());
}
