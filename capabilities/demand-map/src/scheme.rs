//! The scheme of a release: its figures, and which of them add up to which.
//!
//! It is a forest. Three figures stand by themselves (reports, cases, persons); every other one is a part of exactly one
//! division of exactly one whole, and the parts of a division count everybody of the whole once. So each division is a
//! small table with its total, and two divisions share nothing but a whole.

use crate::codes::{DemandGroup, FunnelStep, Part};
use kernel::codes::{CodeList, DemandCategory, DemandLevel};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Which figure of a release.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, Serialize, Deserialize, ToSchema,
)]
pub struct CellKey {
    /// Funnel or demand.
    #[n(0)]
    pub part: Part,
    /// Number of a [`FunnelStep`], or of a [`DemandGroup`] or [`DemandCategory`].
    #[n(1)]
    pub number: i64,
}

/// What is published of a figure. A hidden one says neither how large it is nor why it is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
pub enum Figure {
    /// The count, in persons, cases or reports.
    #[n(0)]
    Shown(#[n(0)] i64),
    /// Not shown.
    #[n(1)]
    Suppressed,
}

impl Figure {
    /// The count where it is shown.
    #[must_use]
    pub fn count(self) -> Option<i64> {
        match self {
            Figure::Shown(count) => Some(count),
            Figure::Suppressed => None,
        }
    }
}

/// One figure of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
pub struct Cell {
    /// Which figure.
    #[n(0)]
    pub key: CellKey,
    /// What is published of it.
    #[n(1)]
    pub figure: Figure,
}

/// The cells of a release by key.
pub type Figures = BTreeMap<CellKey, Figure>;

/// The cells by key.
#[must_use]
pub fn figures(cells: &[Cell]) -> Figures {
    cells.iter().map(|cell| (cell.key, cell.figure)).collect()
}

/// A whole and the parts that add up to it. A figure that stands by itself is its own only part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// The whole.
    pub whole: CellKey,
    /// Its parts, at least two but for a figure that stands by itself.
    pub parts: Vec<CellKey>,
}

impl Breakdown {
    /// Whether it is a figure that stands by itself.
    #[must_use]
    pub fn stands_alone(&self) -> bool {
        self.parts == [self.whole]
    }
}

impl CellKey {
    /// The key of a step of the funnel.
    #[must_use]
    pub fn step(step: FunnelStep) -> CellKey {
        CellKey { part: Part::Funnel, number: step.number() }
    }

    /// The key of a group of demand.
    #[must_use]
    pub fn group(group: DemandGroup) -> CellKey {
        CellKey { part: Part::Demand, number: group.number() }
    }

    /// The key of a category of demand.
    #[must_use]
    pub fn category(category: DemandCategory) -> CellKey {
        CellKey { part: Part::Demand, number: category.number() }
    }

    /// Its code and English label, or `None` where the scheme has no such figure.
    #[must_use]
    pub fn code_and_label(self) -> Option<(&'static str, &'static str)> {
        fn both<L: CodeList>(number: i64) -> Option<(&'static str, &'static str)> {
            L::from_number(number).ok().map(|one| (one.code(), one.label()))
        }
        match self.part {
            Part::Funnel => both::<FunnelStep>(self.number),
            Part::Demand => both::<DemandGroup>(self.number).or_else(|| both::<DemandCategory>(self.number)),
        }
    }
}

/// Every division, each after the one that shows its whole.
#[must_use]
pub fn breakdowns() -> Vec<Breakdown> {
    use DemandGroup as G;
    use FunnelStep as S;
    let alone = |step| Breakdown { whole: CellKey::step(step), parts: vec![CellKey::step(step)] };
    let steps = |whole, parts: &[S]| Breakdown {
        whole: CellKey::step(whole),
        parts: parts.iter().copied().map(CellKey::step).collect(),
    };
    let groups =
        |whole, parts: &[G]| Breakdown { whole, parts: parts.iter().copied().map(CellKey::group).collect() };
    let charged = [S::Convicted, S::Acquitted, S::Dismissed, S::Unfit, S::ClosedAfterCharge];
    let by_level = [G::ImmediateOnly, G::IntermediateOnly, G::BothLevels, G::PersonsNotDetermined];
    let cases = CellKey::step(S::CasesOpened);
    vec![
        alone(S::ReportsFiled),
        alone(S::CasesOpened),
        alone(S::Identified),
        steps(S::Identified, &[S::FormalContact, S::ClosedBeforeContact, S::NotKnownBeforeContact]),
        steps(S::FormalContact, &[S::Charged, S::ClosedBeforeCharge, S::NotKnownBeforeCharge]),
        steps(S::Charged, &[&charged[..], &[S::NotKnownAfterCharge]].concat()),
        steps(S::Convicted, &[S::Sentenced, S::NoSentenceKnown]),
        steps(S::Sentenced, &[S::SentenceFinal, S::SentenceNotFinal]),
        groups(CellKey::step(S::Identified), &by_level),
        level(G::ImmediateOnly, DemandLevel::Immediate, G::SeveralImmediate),
        level(G::IntermediateOnly, DemandLevel::Intermediate, G::SeveralIntermediate),
        groups(cases, &[G::UnderlyingDetermined, G::UnderlyingNotDetermined]),
        level(G::UnderlyingDetermined, DemandLevel::Underlying, G::SeveralUnderlying),
        groups(cases, &[G::ExternalDetermined, G::ExternalNotDetermined]),
        level(G::ExternalDetermined, DemandLevel::External, G::SeveralExternal),
    ]
}

/// The categories of a level, those with several of them, and those of whom only the level is determined.
fn level(whole: DemandGroup, level: DemandLevel, several: DemandGroup) -> Breakdown {
    let categories = DemandCategory::all().iter().filter(|one| one.level() == level);
    let not_determined = CellKey { part: Part::Demand, number: level.number() * 100 };
    let parts = categories.map(|one| CellKey::category(*one));
    Breakdown {
        whole: CellKey::group(whole),
        parts: parts.chain([CellKey::group(several), not_determined]).collect(),
    }
}

/// Every figure of a release, in the order in which it is published.
#[must_use]
pub fn keys() -> Vec<CellKey> {
    breakdowns().into_iter().flat_map(|breakdown| breakdown.parts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_figure_is_part_of_one_division_and_every_whole_comes_first() {
        let mut seen = BTreeSet::new();
        for breakdown in breakdowns() {
            assert!(breakdown.stands_alone() || seen.contains(&breakdown.whole), "{breakdown:?}");
            assert!(breakdown.stands_alone() || breakdown.parts.len() >= 2);
            for part in breakdown.parts {
                assert!(seen.insert(part), "{part:?} is counted twice");
            }
        }
    }

    #[test]
    fn every_code_of_both_parts_is_a_figure() {
        let steps = FunnelStep::all().iter().map(|step| CellKey::step(*step));
        let groups = DemandGroup::all().iter().map(|group| CellKey::group(*group));
        let categories = DemandCategory::all().iter().filter(|one| one.number() != 0);
        let all: BTreeSet<CellKey> =
            steps.chain(groups).chain(categories.map(|one| CellKey::category(*one))).collect();
        assert_eq!(all, keys().into_iter().collect());
        assert!(keys().iter().all(|key| key.code_and_label().is_some()));
        assert_eq!(CellKey { part: Part::Funnel, number: 99 }.code_and_label(), None);
    }
}
