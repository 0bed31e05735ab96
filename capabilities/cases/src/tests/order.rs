//! Facts come in any order: the stage never goes back, nobody is counted twice, and the last word is the same.

use super::desk::*;
use crate::acts::*;
use crate::tables::Proceeding;
use crate::{Accusation, Deed};
use facts::outcome::{ConvictionFinal, StageReached};
use kernel::codes::{CodeList, ConductOfExploitation, Iccs, ReleaseKind, SentenceKind, Stage, Verdict};
use kernel::{Outcome, RuleName, Span};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Tells one of the facts of a proceeding, all against the adult and each on a day of its own.
fn tell(desk: &mut Desk, fact: usize) {
    let offence = Iccs::Grooming;
    let (custodial, acquitted) = (vec![SentenceKind::Custodial], Verdict::Acquitted);
    match fact {
        0 => desk.does(&arrest()),
        1 => desk.does(&PersonDetained { deed: deed("2026-05-02"), accusation: Accusation::SILENT }),
        2 => desk.does(&charge()),
        3 => desk.does(&ChargeBrought { deed: deed("2026-05-09"), offence, ..charge() }),
        4 => desk.does(&VerdictGiven { deed: deed("2026-05-12"), verdict: acquitted, ..verdict() }),
        5 => desk.does(&verdict()),
        6 => desk.does(&sentence()),
        7 => desk.does(&SentencePassed {
            deed: deed("2026-05-24"),
            kinds: custodial,
            months: 12,
            ..sentence()
        }),
        8 => desk.does(&AppealLodged { deed: deed("2026-05-22") }),
        9 => desk.does(&became_final()),
        10 => desk.does(&ReleaseHappened { deed: deed("2026-05-30"), kind: ReleaseKind::TermEnded }),
        _ => desk.does(&suspect()),
    }
}

const FACTS: usize = 12;

fn told_in(order: &[usize]) -> (Desk, Proceeding) {
    let mut desk = Desk::with_case();
    // An appeal or a release speaks of a proceeding that is open.
    desk.does(&suspect());
    let mut before = Stage::Identified;
    for &fact in order {
        tell(&mut desk, fact);
        let row: Proceeding = desk.row((case(), ADULT)).unwrap();
        assert!(row.stage >= before, "{:?} after {before:?}", row.stage);
        before = row.stage;
    }
    let row = desk.row((case(), ADULT)).unwrap();
    (desk, row)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_stage_never_goes_back_and_the_last_word_is_the_same(
        order in Just((0..FACTS).collect::<Vec<_>>()).prop_shuffle()
    ) {
        let (desk, row) = told_in(&order);
        let (_, in_time) = told_in(&(0..FACTS).collect::<Vec<_>>());
        prop_assert_eq!(row, in_time);
        let stages: Vec<Stage> = desk.entered::<StageReached>().into_iter().map(|told| told.stage).collect();
        prop_assert_eq!(stages.iter().collect::<BTreeSet<_>>().len(), stages.len(), "each stage is told once");
        prop_assert_eq!(desk.entered::<ConvictionFinal>().len(), 1);
    }

    #[test]
    fn gaps_and_repetitions_take_nothing_back(facts in prop::collection::vec(0..FACTS, 0..20)) {
        let (desk, _) = told_in(&facts);
        let stages: Vec<Stage> = desk.entered::<StageReached>().into_iter().map(|told| told.stage).collect();
        prop_assert_eq!(stages.iter().collect::<BTreeSet<_>>().len(), stages.len());
        prop_assert!(desk.entered::<ConvictionFinal>().len() <= 1);
    }

    /// The room decides by itself whom it tells other rooms of as a suspect: it must agree with the rule that marks.
    #[test]
    fn who_is_marked_as_wronged_becomes_no_suspect(
        born_from in 12_000_i32..17_000, width in 0_i32..400, conduct in 0_usize..8, when in 19_000_i32..20_500, silent: bool
    ) {
        let mut desk = Desk::with_case();
        let born = Span { from: kernel::Day(born_from), to: kernel::Day(born_from + width) };
        desk.does(&EnterPerson { person: id(9), born, sex: kernel::codes::Sex::NotKnown });
        let conduct = ConductOfExploitation::all().get(conduct).copied();
        let when = if silent { Span::UNKNOWN } else { Span::on(kernel::Day(when)) };
        let deed = Deed { person: id(9), ..deed("2026-05-01") };
        let outcome = desk.enter(desk.investigator(), &ArrestMade { deed, accusation: Accusation { conduct, when } });
        let Outcome::Entered { marks, .. } = outcome else { panic!("{outcome:?}") };
        let wronged = marks.contains(&RuleName::VictimIsNotOffender);
        let row: Proceeding = desk.row((case(), id(9))).unwrap();
        prop_assert_eq!((row.suspect, row.stage), (!wronged, Stage::Arrested));
        prop_assert_eq!(desk.entered::<StageReached>().len(), usize::from(!wronged));
    }
}
