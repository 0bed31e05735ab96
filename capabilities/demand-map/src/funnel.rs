//! The funnel: how many were reported, identified, arrested, charged, tried, and of how many the outcome is not known.
//!
//! It counts persons, not charges: one proceeding is one person in one case, so a person in two cases counts twice.
//! "Regrettably, it is unclear how many of those arrests led to convictions" (¶63): every arrest is in exactly one of
//! the six [`Outcome`]s, and the last of them is that gap.

use crate::tables::FunnelPerson;
use kernel::code_list;
use kernel::codes::{ClosureReason, CodeList, Verdict};

code_list! {
    /// How one person's proceeding stands. Everybody is in exactly one.
    pub Outcome, "funnel-outcome", version 1, source "A/HRC/31/58, ¶61, 63" {
        Convicted = 1, "convicted", "Convicted";
        Acquitted = 2, "acquitted", "Acquitted";
        Dismissed = 3, "dismissed", "Dismissed";
        Unfit = 4, "unfit", "Not fit to stand trial";
        Closed = 5, "closed", "Closed with a reason";
        /// No verdict and no reason: the gap of ¶63, running proceedings included.
        NotKnown = 6, "not-known", "Outcome not known";
    }
}

impl Outcome {
    /// The outcome of one row. A verdict tells more than a closing. "Concluded" alone tells no outcome: it is a gap.
    #[must_use]
    pub fn of(row: &FunnelPerson) -> Outcome {
        match row.verdict {
            Verdict::Convicted => Outcome::Convicted,
            Verdict::Acquitted => Outcome::Acquitted,
            Verdict::Dismissed => Outcome::Dismissed,
            Verdict::Unfit => Outcome::Unfit,
            Verdict::NotKnown if row.closed == 0 || row.closed == ClosureReason::Concluded.number() => {
                Outcome::NotKnown
            }
            Verdict::NotKnown => Outcome::Closed,
        }
    }
}

/// What became of those who reached one step, in persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Convicted.
    pub convicted: i64,
    /// Acquitted.
    pub acquitted: i64,
    /// Dismissed.
    pub dismissed: i64,
    /// Not fit to stand trial.
    pub unfit: i64,
    /// Closed with a reason, without a verdict.
    pub closed: i64,
    /// Outcome not known.
    pub not_known: i64,
}

impl Outcomes {
    /// Everybody who reached the step.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.convicted + self.acquitted + self.dismissed + self.unfit + self.closed + self.not_known
    }

    fn add(&mut self, outcome: Outcome) {
        let count = match outcome {
            Outcome::Convicted => &mut self.convicted,
            Outcome::Acquitted => &mut self.acquitted,
            Outcome::Dismissed => &mut self.dismissed,
            Outcome::Unfit => &mut self.unfit,
            Outcome::Closed => &mut self.closed,
            Outcome::NotKnown => &mut self.not_known,
        };
        *count += 1;
    }
}

/// The funnel of one set of proceedings. Live figures are for staff; what is published is frozen from them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Funnel {
    /// Reports filed.
    pub reports: i64,
    /// Cases opened.
    pub cases: i64,
    /// Persons identified.
    pub identified: Outcomes,
    /// Of these, in formal contact with the police, arrested or further.
    pub contact: Outcomes,
    /// Of these, with an arrest entered. Who was charged without an arrest is not among them.
    pub arrested: Outcomes,
    /// Of those in formal contact, charged or further.
    pub charged: Outcomes,
    /// Of the convicted, with a sentence entered.
    pub sentenced: i64,
    /// Of the sentenced, final.
    pub sentence_final: i64,
    /// With a final outcome of any kind.
    pub settled: i64,
}

impl Funnel {
    /// Counts these proceedings, beside so many reports and cases.
    #[must_use]
    pub fn of<'r>(reports: i64, cases: i64, people: impl IntoIterator<Item = &'r FunnelPerson>) -> Funnel {
        let mut funnel = Funnel { reports, cases, ..Funnel::default() };
        for row in people {
            funnel.add(row);
        }
        funnel
    }

    fn add(&mut self, row: &FunnelPerson) {
        let outcome = Outcome::of(row);
        let sentenced = outcome == Outcome::Convicted && row.sentenced;
        self.identified.add(outcome);
        let steps = [
            (row.contact, &mut self.contact),
            (row.arrested, &mut self.arrested),
            (row.charged, &mut self.charged),
        ];
        steps.into_iter().filter(|(reached, _)| *reached).for_each(|(_, step)| step.add(outcome));
        self.sentenced += i64::from(sentenced);
        self.sentence_final += i64::from(sentenced && row.settled);
        self.settled += i64::from(row.settled);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::people;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_arrest_has_exactly_one_outcome(people in people(40)) {
            let funnel = Funnel::of(0, 0, &people);
            let arrested: Vec<&FunnelPerson> = people.iter().filter(|row| row.arrested).collect();
            let found = |outcome| arrested.iter().filter(|row| Outcome::of(row) == outcome).count() as i64;
            prop_assert_eq!(funnel.arrested.total(), arrested.len() as i64);
            prop_assert_eq!(funnel.arrested.convicted, found(Outcome::Convicted));
            prop_assert_eq!(funnel.arrested.closed, found(Outcome::Closed));
            let gap = arrested.iter().filter(|row| {
                row.verdict == Verdict::NotKnown && [0, ClosureReason::Concluded.number()].contains(&row.closed)
            });
            prop_assert_eq!(funnel.arrested.not_known, gap.count() as i64);
        }

        #[test]
        fn no_step_is_wider_than_the_one_before(people in people(40)) {
            let funnel = Funnel::of(0, 0, &people);
            let steps = [
                funnel.identified.total(),
                funnel.contact.total(),
                funnel.charged.total(),
                funnel.charged.convicted,
                funnel.sentenced,
                funnel.sentence_final,
            ];
            prop_assert!(steps.is_sorted_by(|wide, narrow| wide >= narrow), "{steps:?}");
            prop_assert!(funnel.arrested.total() <= funnel.contact.total());
            // A verdict is a step beyond the charge, so none is lost between them.
            prop_assert_eq!(funnel.charged.convicted, funnel.identified.convicted);
        }
    }
}
