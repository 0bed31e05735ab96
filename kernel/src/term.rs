//! Terms: how long something holds, and by when something is due. An operator sets them by acts; what protects less is approved
//! by a second person. Rooms read the value in force where they decide or apply, so a replay finds what was in force then.

use crate::act::{Act, ActKind, ActSpec, Nature};
use crate::actor::{Ctx, Role};
use crate::charter::{Apply, EventSpec};
use crate::entry::{Entry, Event, NewEntry};
use crate::refusal::{Denial, Problem};
use crate::rule::Facet;
use crate::table::{Record, Table};
use crate::tables::{TableFault, Tables};
use crate::view::{Needs, View};
use crate::{Id, Instant, code_list, event, record};
use minicbor::{Decode, Encode};

code_list! {
    /// The terms that an operator may set. For each of them shorter protects more.
    pub Term, "term", version 1, source "A/HRC/31/58 ¶43, 46, 52, 59 derived" {
        /// How many hours a broken glass stays open.
        GlassOpen = 1, "glass-open", "Hours for which a broken glass stays open";
        /// How many days an assessment of risk counts for a release.
        AssessmentHolds = 2, "assessment-holds", "Days for which an assessment of risk counts for a release";
        /// Within how many hours an urgent report is answered: from 60 points.
        UrgentAnswer = 3, "urgent-answer", "Hours within which an urgent report is answered";
        /// Within how many hours a report is answered that cannot wait long: from 30 points.
        SoonAnswer = 4, "soon-answer", "Hours within which a report is answered that cannot wait long";
        /// Within how many hours every other report is answered.
        OrdinaryAnswer = 5, "ordinary-answer", "Hours within which every other report is answered";
        /// How many minutes a call waits for an answer.
        CallAgain = 6, "call-again", "Minutes after which a human is called again";
        /// Within how many hours an official hears that a person has read what they reported.
        OfficialAcknowledged = 7, "official-acknowledged", "Hours within which an official hears that their report was read";
    }
}

impl Term {
    /// The value where nothing was set, in minutes, hours or days as the term counts.
    #[must_use]
    pub fn ordinary(self) -> i64 {
        match self {
            Term::GlassOpen => 8,
            Term::AssessmentHolds => 90,
            Term::UrgentAnswer => 1,
            Term::SoonAnswer => 24,
            Term::OrdinaryAnswer => 72,
            Term::CallAgain => 10,
            Term::OfficialAcknowledged => 24,
        }
    }

    /// The largest value that can be set at all.
    #[must_use]
    pub fn most(self) -> i64 {
        match self {
            Term::GlassOpen => 24,
            Term::AssessmentHolds => 180,
            Term::UrgentAnswer => 4,
            Term::SoonAnswer => 72,
            Term::OrdinaryAnswer => 240,
            Term::CallAgain => 30,
            Term::OfficialAcknowledged => 72,
        }
    }

    /// Asks for what [`Term::in_force`] reads.
    pub fn needs(self, needs: &mut Needs) {
        needs.row::<TermValue>(self);
    }

    /// The value in force.
    #[must_use]
    pub fn in_force(self, view: &View) -> i64 {
        view.get::<TermValue>(self).map_or(self.ordinary(), |set| set.value)
    }

    /// The value in force, where an entry is applied.
    ///
    /// # Errors
    /// [`TableFault`].
    pub fn of(self, tables: &mut dyn Tables) -> Result<i64, TableFault> {
        Ok(tables.get::<TermValue>(self)?.map_or(self.ordinary(), |set| set.value))
    }
}

record! {
    /// Terms that were set; every other has its ordinary value.
    pub struct TermValue in "term_value", Derived, key 1, indexes [] {
        /// The term.
        term: Term, Internal;
        /// Its value, in minutes, hours or days as the term counts.
        value: i64, Internal;
        /// Since when, UTC ms.
        since: Instant, Internal;
        /// Number of the entry that set it.
        seq: i64, Internal;
    }
}

record! {
    /// Longer values that were proposed and wait for a second person.
    pub struct TermProposal in "term_proposal", Derived, key 1, indexes [] {
        /// The term.
        term: Term, Internal;
        /// The proposal's number.
        proposal: Id, Internal;
        /// The value.
        value: i64, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// When, UTC ms.
        proposed_at: Instant, Internal;
    }
}

/// A longer value was proposed. The entry's act is the proposal's number.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TermProposed {
    /// The term.
    #[n(0)]
    pub term: Term,
    /// The value.
    #[n(1)]
    pub value: i64,
}
event!(TermProposed, 10, 1, "journal.term-proposed");

/// A value is in force from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TermSet {
    /// The term.
    #[n(0)]
    pub term: Term,
    /// The value.
    #[n(1)]
    pub value: i64,
}
event!(TermSet, 11, 1, "journal.term-set");

/// Sets a term: a shorter value at once, a longer one when the overseer approves it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeTerm {
    /// The term.
    #[n(0)]
    pub term: Term,
    /// Its value, in hours or days as the term counts.
    #[n(1)]
    pub value: i64,
}

/// Approves a longer value. It names the proposal, too, so that nobody approves another than the one they read.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveTerm {
    /// The term.
    #[n(0)]
    pub term: Term,
    /// The proposal's number.
    #[n(1)]
    pub proposal: Id,
}

/// Kind of [`ProposeTerm`].
pub const PROPOSE: ActKind = ActKind {
    code: 11,
    name: "journal.propose-term",
    about: "Set a term: shorter at once, longer when the overseer approves it",
    nature: Nature::Decision,
    roles: &[Role::Administrator],
};

/// Kind of [`ApproveTerm`].
pub const APPROVE: ActKind = ActKind {
    code: 12,
    name: "journal.approve-term",
    about: "Approve a longer term that somebody else proposed",
    nature: Nature::Decision,
    roles: &[Role::Overseer],
};

impl Act for ProposeTerm {
    const KIND: &'static ActKind = &PROPOSE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        self.term.needs(needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let ProposeTerm { term, value } = *self;
        if !(1..=term.most()).contains(&value) {
            let wrong = format!("is not between 1 and {}", term.most());
            return Err(Problem::new("value", wrong, "a value that this term can have").into());
        }
        match value.cmp(&term.in_force(view)) {
            std::cmp::Ordering::Less => Ok(vec![NewEntry::of(&TermSet { term, value })]),
            std::cmp::Ordering::Greater => Ok(vec![NewEntry::of(&TermProposed { term, value })]),
            std::cmp::Ordering::Equal => {
                Err(Problem::new("value", "is in force already", "another value").into())
            }
        }
    }
}

impl Act for ApproveTerm {
    const KIND: &'static ActKind = &APPROVE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<TermProposal>(self.term);
    }

    /// What protects less is decided by two.
    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let proposed = view.get::<TermProposal>(self.term);
        proposed.map(|one| Facet::NeedsTwo { first: one.proposed_by }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let proposed = view.get::<TermProposal>(self.term).filter(|one| one.proposal == self.proposal);
        let Some(TermProposal { term, value, .. }) = proposed else {
            return Err(
                Problem::new("proposal", "is not the one that waits", "the newest one's number").into()
            );
        };
        Ok(vec![NewEntry::of(&TermSet { term, value })])
    }
}

fn apply_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let TermProposed { term, value } = entry.event()?;
    let (proposal, proposed_by, proposed_at) = (entry.act, entry.actor.id, entry.recorded);
    tables.put(&TermProposal { term, proposal, value, proposed_by, proposed_at })
}

/// Whatever was proposed before is no longer to be approved: it was weighed against another value.
fn apply_set(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let TermSet { term, value } = entry.event()?;
    tables.delete::<TermProposal>(term)?;
    let seq = i64::try_from(entry.seq).unwrap_or(i64::MAX);
    tables.put(&TermValue { term, value, since: entry.recorded, seq })
}

pub(crate) fn acts() -> [ActSpec; 2] {
    [ActSpec::of::<ProposeTerm>(), ActSpec::of::<ApproveTerm>()]
}

pub(crate) fn events() -> [EventSpec; 2] {
    [EventSpec::of::<TermProposed>(), EventSpec::of::<TermSet>()]
}

pub(crate) fn projections() -> [(u16, Apply); 2] {
    [(TermProposed::KIND, apply_proposed), (TermSet::KIND, apply_set)]
}

pub(crate) const TABLES: [&Table; 2] = [<TermValue as Record>::TABLE, <TermProposal as Record>::TABLE];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::CodeList as _;
    use crate::glass::{BreakGlass, BrokenGlass, GlassReason};
    use crate::{Actor, MemoryNode, Outcome, Purpose, Registry};

    struct House(MemoryNode, u32);

    impl House {
        fn new() -> House {
            House(MemoryNode::new(Registry::new(Vec::new()).unwrap()), 0)
        }
        fn enter(&mut self, act: &dyn crate::AnyAct, role: Role) -> Outcome {
            self.1 += 1;
            let actor = Actor { id: Id([role as u8; 16]), role, unit: Id([9; 16]) };
            let ctx = self.0.ctx(actor, Purpose::Administration, self.1);
            self.0.enter(act, &ctx).unwrap()
        }
        fn row<R: Record>(&mut self, term: Term) -> Option<R> {
            (&mut self.0.tables as &mut dyn Tables).get(term).unwrap()
        }
        fn set(&mut self, term: Term, value: i64) -> bool {
            let outcome = self.enter(&ProposeTerm { term, value }, Role::Administrator);
            matches!(outcome, Outcome::Entered { .. })
        }
        fn in_force(&mut self, term: Term) -> i64 {
            term.of(&mut self.0.tables).unwrap()
        }
    }

    #[test]
    fn shorter_is_in_force_at_once_and_longer_only_by_a_second_person() {
        for &term in Term::all() {
            let mut house = House::new();
            let longer = term.ordinary() + 1;
            assert!(house.set(term, longer));
            assert_eq!(house.in_force(term), term.ordinary(), "{}", term.code());
            let proposal = house.row::<TermProposal>(term).unwrap().proposal;
            let other = ApproveTerm { term, proposal: Id([7; 16]) };
            assert!(matches!(house.enter(&other, Role::Overseer), Outcome::Invalid(_)));
            let act = ApproveTerm { term, proposal };
            assert!(matches!(house.enter(&act, Role::Administrator), Outcome::Forbidden(_)));
            assert!(matches!(house.enter(&act, Role::Overseer), Outcome::Entered { .. }));
            assert_eq!(house.in_force(term), longer);
            assert!(house.set(term, 1) || term.ordinary() == 1 && house.in_force(term) == 1);
            assert_eq!(house.in_force(term), 1);
            assert!(matches!(house.enter(&act, Role::Overseer), Outcome::Invalid(_)), "was weighed then");
        }
    }

    #[test]
    fn a_value_that_cannot_be_is_told_and_a_shorter_one_ends_what_was_proposed() {
        let mut house = House::new();
        for value in [0, -3, 25, i64::MAX, Term::GlassOpen.ordinary()] {
            assert!(!house.set(Term::GlassOpen, value), "{value}");
        }
        assert!(house.set(Term::GlassOpen, 12) && house.set(Term::GlassOpen, 4));
        assert_eq!(house.row::<TermProposal>(Term::GlassOpen), None);
    }

    #[test]
    fn a_glass_stays_open_as_long_as_the_term_in_force_says() {
        let mut house = House::new();
        assert!(house.set(Term::GlassOpen, 2));
        let act = BreakGlass { record: Id([5; 16]), reason: GlassReason::Ordered };
        let began = house.0.head.recorded;
        assert!(matches!(house.enter(&act, Role::Analyst), Outcome::Entered { .. }));
        let row = house.0.tables.rows(BrokenGlass::TABLE).next().unwrap();
        assert_eq!(BrokenGlass::from_row(row).unwrap().until.0 - began.0, 2 * 60 * 60 * 1000);
    }
}
