//! Whoever sees an entry may dispute it, with a reason; the unit that keeps the list answers, by another person.

use super::{named_unit, own_list, undoing};
use crate::codes::{DisputeReason, DisputeState, GradeStands, Undone, WithdrawnWhy};
use crate::events::{DisputeAnswered, DisputeRaised, GradeProposed, HashesWithdrawn};
use crate::tables::{EntryDispute, EntryGrading, HashEntry, HashList};
use kernel::codes::Grade;
use kernel::knowing::{knowing_needs, knows, not_known};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`Dispute`].
pub const DISPUTE: ActKind = ActKind {
    code: 210,
    name: "known-material.dispute",
    about: "Dispute an entry of a hash list, with a reason",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Kind of [`AnswerDispute`].
pub const ANSWER: ActKind = ActKind {
    code: 211,
    name: "known-material.answer-dispute",
    about: "Answer a dispute about an entry of your unit's hash list",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Disputes an entry.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dispute {
    /// Its number: left out, the node draws it.
    #[n(0)]
    #[schema(required = false)]
    pub dispute: Id,
    /// The list.
    #[n(1)]
    pub list: Id,
    /// The entry's number in the list.
    #[n(2)]
    pub entry: u32,
    /// Why.
    #[n(3)]
    pub dispute_reason: DisputeReason,
}

/// Answers a dispute. What it finds takes effect at once: a withdrawal withdraws, another grade stands proposed.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerDispute {
    /// The dispute.
    #[n(0)]
    pub answered_dispute: Id,
    /// What became of it.
    #[n(1)]
    pub dispute_state: DisputeState,
    /// The grade that is proposed; left out with every other answer.
    #[n(2)]
    #[serde(default)]
    #[schema(required = false)]
    pub grade: Grade,
}

impl Act for Dispute {
    const KIND: &'static ActKind = &DISPUTE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("list", self.list)]
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("dispute", self.dispute)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<HashEntry>((self.list, i64::from(self.entry)));
        needs.row::<EntryDispute>(self.dispute);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.list }]
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        named_unit(ctx)?;
        if self.dispute.is_none() || view.get::<EntryDispute>(self.dispute).is_some() {
            let right = "the number that the node draws";
            return Err(Problem::new("dispute", "is no new number", right).into());
        }
        let stands =
            view.get::<HashEntry>((self.list, i64::from(self.entry))).is_some_and(|row| !row.withdrawn);
        if !stands {
            return Err(Problem::new("entry", "does not stand on the list", "an entry that does").into());
        }
        let Dispute { dispute, list, entry, dispute_reason: reason } = *self;
        Ok(vec![NewEntry::of(&DisputeRaised { dispute, list, entry, reason })])
    }
}

impl AnswerDispute {
    fn of(&self, view: &View) -> Option<EntryDispute> {
        view.get::<EntryDispute>(self.answered_dispute)
    }

    /// The entry's number, as acts name it.
    fn number(row: &EntryDispute) -> u32 {
        u32::try_from(row.entry).unwrap_or(u32::MAX)
    }
}

impl Act for AnswerDispute {
    const KIND: &'static ActKind = &ANSWER;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, ctx: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<EntryDispute>(self.answered_dispute);
        if let Some(row) = view.peek::<EntryDispute>(self.answered_dispute) {
            needs.row::<HashList>(row.list);
            needs.row::<HashEntry>((row.list, row.entry));
            needs.row::<EntryGrading>((row.list, row.entry));
            knowing_needs(&ctx.actor, row.list, needs);
            undoing::needs(row.list, &[AnswerDispute::number(&row)], view, needs);
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let Some(row) = self.of(view) else { return Vec::new() };
        vec![Facet::Handles { matter: row.list }, Facet::NeedsTwo { first: row.disputed_by }]
    }

    fn subject(&self) -> Id {
        self.answered_dispute
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        // A dispute is known to whoever sees its list.
        let known = self.of(view).filter(|row| knows(&ctx.actor, row.list, ctx.now, view));
        let row = known.ok_or_else(|| not_known("answered_dispute"))?;
        let list = own_list(row.list, ctx, view)?;
        if row.dispute_state != DisputeState::Open {
            let right = "nothing is left to do";
            return Err(Problem::new("answered_dispute", "is answered already", right).into());
        }
        let entry = AnswerDispute::number(&row);
        let at = view.get::<HashEntry>((row.list, row.entry)).filter(|at| !at.withdrawn);
        let effect = self.effect(&list, &row, at.as_ref(), view)?;
        let answered = DisputeAnswered { dispute: row.dispute, answer: self.dispute_state };
        let mut entered = vec![NewEntry::of(&answered).about(row.list)];
        entered.extend(effect);
        if self.dispute_state == DisputeState::Withdrawn {
            entered.extend(undoing::undone(row.list, &[entry], Undone::EntryWithdrawn, view));
            entered.extend(undoing::told(row.list, &[entry], view));
        }
        Ok(entered)
    }
}

impl AnswerDispute {
    /// What the answer does to the entry.
    fn effect(
        &self,
        list: &HashList,
        row: &EntryDispute,
        at: Option<&HashEntry>,
        view: &View,
    ) -> Result<Option<NewEntry>, Problem> {
        let entries = vec![AnswerDispute::number(row)];
        match (self.dispute_state, at) {
            (DisputeState::Open, _) => {
                Err(Problem::new("dispute_state", "is no answer", "kept, regraded or withdrawn"))
            }
            // Withdrawn meanwhile: whatever is answered, nothing is left of it.
            (DisputeState::Kept, _) | (_, None) => Ok(None),
            (DisputeState::Withdrawn, Some(_)) => {
                let why = Some(WithdrawnWhy::Disputed);
                Ok(Some(NewEntry::of(&HashesWithdrawn { list: row.list, entries, why }).about(row.list)))
            }
            (DisputeState::Regraded, Some(at)) => {
                super::fits_purpose(list, self.grade, "grade")?;
                let grading = view.get::<EntryGrading>((row.list, row.entry));
                let waits = grading.unwrap_or_else(|| EntryGrading::entered(at));
                let is_same = at.grade_stands == GradeStands::Confirmed && at.grade == self.grade;
                if is_same || (waits.grade_waits && waits.proposed_grade == self.grade) {
                    return Err(Problem::new("grade", "is or waits to be its grade", "another grade"));
                }
                let proposed = GradeProposed { list: row.list, entries, grade: self.grade };
                Ok(Some(NewEntry::of(&proposed).about(row.list)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Lead;
    use crate::testing::{LIST, Room, a_hit, analyst, field, found, officer_of};
    use kernel::codes::LeadState;
    use kernel::{Actor, RuleName};

    const DISPUTED: Id = Id([5; 16]);

    fn dispute(entry: u32) -> Dispute {
        Dispute { dispute: DISPUTED, list: LIST, entry, dispute_reason: DisputeReason::MatchesOthers }
    }

    fn answer(state: DisputeState) -> AnswerDispute {
        AnswerDispute { answered_dispute: DISPUTED, dispute_state: state, grade: Grade::NotGraded }
    }

    #[test]
    fn another_person_of_the_lists_unit_answers_and_a_withdrawal_undoes_the_leads() {
        let mut room = Room::with_report();
        room.enter(&found(&[a_hit()]), Actor::SYSTEM);
        assert_eq!(field(&room.enter(&dispute(9), analyst(2))), "entry");
        assert!(room.entered(&dispute(1), analyst(2)));
        assert_eq!(room.refused_by(&answer(DisputeState::Kept), analyst(2)), RuleName::TwoPeople);
        assert_eq!(field(&room.enter(&answer(DisputeState::Kept), officer_of(Id([77; 16])))), "list");
        assert_eq!(field(&room.enter(&answer(DisputeState::Open), analyst(3))), "dispute_state");
        assert_eq!(room.rows::<Lead>()[0].state, LeadState::Unverified);
        assert!(room.entered(&answer(DisputeState::Withdrawn), analyst(3)));
        let entry = room.rows::<HashEntry>().remove(0);
        assert_eq!((entry.withdrawn, entry.withdrawn_why), (true, WithdrawnWhy::Disputed));
        assert_eq!(room.rows::<Lead>()[0].state, LeadState::Withdrawn);
        assert_eq!(field(&room.enter(&answer(DisputeState::Kept), analyst(3))), "answered_dispute");
        assert!(room.replays());
    }

    #[test]
    fn another_grade_waits_for_a_third_person() {
        let mut room = Room::with_report();
        assert!(room.entered(&dispute(1), analyst(2)));
        let same = AnswerDispute { grade: Grade::Baseline, ..answer(DisputeState::Regraded) };
        assert_eq!(field(&room.enter(&same, analyst(3))), "grade");
        let other = AnswerDispute { grade: Grade::National, ..answer(DisputeState::Regraded) };
        assert!(room.entered(&other, analyst(3)));
        let row = room.rows::<EntryGrading>().remove(0);
        assert_eq!(
            (row.proposed_grade, row.grade_proposed_by, row.grade_waits),
            (Grade::National, analyst(3).id, true)
        );
        assert_eq!(room.rows::<HashEntry>()[0].grade, Grade::Baseline, "until somebody agrees");
        assert_eq!(room.rows::<EntryDispute>()[0].dispute_state, DisputeState::Regraded);
    }
}
