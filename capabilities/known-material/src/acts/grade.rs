//! Grades: one person proposes, another agrees. Nobody votes twice, and nobody on what they proposed themselves (¶52, 69).

use super::{entries_needs, fits_purpose, own_list, standing, undoing};
use crate::codes::{GradeStands, Undone};
use crate::events::{GradeConfirmed, GradeProposed, GradeVoted};
use crate::tables::{EntryGrading, EntryVote, HashEntry, HashList};
use kernel::codes::Grade;
use kernel::{
    Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Refusal, Role, RuleName, View,
};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Kind of [`ProposeGrade`].
pub const PROPOSE: ActKind = ActKind {
    code: 208,
    name: "known-material.propose-grade",
    about: "Propose another grade of entries of your unit's hash list",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Kind of [`VoteGrade`].
pub const VOTE: ActKind = ActKind {
    code: 209,
    name: "known-material.vote-grade",
    about: "Agree with the grade that somebody else proposed, or say that it is wrong",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

const VOTED: Refusal = Refusal {
    rule: RuleName::TwoPeople,
    why: "you have voted on this grade already, and one person counts once.",
    instead: "another person votes.",
};

/// Proposes a grade of entries. What is in force stays until another person agrees: nobody makes known material harmless alone.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeGrade {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entries, 1 to 1,000, each once; also a text such as `3, 7, 20-25`.
    #[n(1)]
    #[serde(deserialize_with = "crate::acts::numbers::read")]
    pub entries: Vec<u32>,
    /// The grade.
    #[n(2)]
    pub grade: Grade,
}

/// Votes on what stands proposed as the grade of entries.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteGrade {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entries, 1 to 1,000, each once; also a text such as `3, 7, 20-25`.
    #[n(1)]
    #[serde(deserialize_with = "crate::acts::numbers::read")]
    pub entries: Vec<u32>,
    /// Whether the proposed grade is right.
    #[n(2)]
    pub agrees: bool,
}

impl Act for ProposeGrade {
    const KIND: &'static ActKind = &PROPOSE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("list", self.list)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<HashList>(self.list);
        entries_needs(self.list, &self.entries, needs);
        gradings_needs(self.list, &self.entries, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.list }]
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let list = own_list(self.list, ctx, view)?;
        fits_purpose(&list, self.grade, "grade")?;
        for row in standing(self.list, &self.entries, view)? {
            let waits = grading(&row, view);
            let (wrong, right) = match row.grade_stands {
                _ if waits.grade_waits && waits.proposed_grade == self.grade => {
                    ("waits with that grade already", "vote on it")
                }
                GradeStands::Confirmed if row.grade == self.grade => {
                    ("has that grade already", "another grade")
                }
                _ => continue,
            };
            return Err(Problem::new("grade", format!("entry {} {wrong}", row.entry), right).into());
        }
        let (list, entries, grade) = (self.list, self.entries.clone(), self.grade);
        Ok(vec![NewEntry::of(&GradeProposed { list, entries, grade })])
    }
}

impl Act for VoteGrade {
    const KIND: &'static ActKind = &VOTE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("list", self.list)]
    }

    fn needs(&self, ctx: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<HashList>(self.list);
        entries_needs(self.list, &self.entries, needs);
        gradings_needs(self.list, &self.entries, needs);
        for entry in self.entries.iter().take(super::MAX_ENTRIES) {
            let at = (self.list, i64::from(*entry));
            let round = view.peek::<EntryGrading>(at).map_or(1, |row| row.grade_round);
            needs.row::<EntryVote>((at.0, at.1, round, ctx.actor.id));
        }
        if self.agrees {
            undoing::needs(self.list, &self.entries, view, needs);
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let rows = self.entries.iter().take(super::MAX_ENTRIES);
        let rows = rows.filter_map(|entry| view.get::<HashEntry>((self.list, i64::from(*entry))));
        let waits = rows.map(|row| grading(&row, view)).filter(|row| row.grade_waits);
        let first: BTreeSet<Id> = waits.map(|row| row.grade_proposed_by).collect();
        let two = first.into_iter().map(|first| Facet::NeedsTwo { first });
        std::iter::once(Facet::Handles { matter: self.list }).chain(two).collect()
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let mut by_grade: BTreeMap<Grade, Vec<u32>> = BTreeMap::new();
        let mut harmless_no_more = Vec::new();
        for (&number, row) in self.entries.iter().zip(standing(self.list, &self.entries, view)?) {
            let waits = grading(&row, view);
            if !waits.grade_waits {
                let wrong = format!("{number} waits for nobody");
                return Err(
                    Problem::new("entries", wrong, "entries whose grade waits for a second person").into()
                );
            }
            if view.get::<EntryVote>((self.list, row.entry, waits.grade_round, ctx.actor.id)).is_some() {
                return Err(VOTED.into());
            }
            by_grade.entry(waits.proposed_grade).or_default().push(number);
            if row.grade == Grade::KnownHarmless && waits.proposed_grade != Grade::KnownHarmless {
                harmless_no_more.push(number);
            }
        }
        let (list, entries, agrees) = (self.list, self.entries.clone(), self.agrees);
        let mut entered = vec![NewEntry::of(&GradeVoted { list, entries, agrees })];
        if !agrees {
            return Ok(entered);
        }
        if let Some(harmless) = by_grade.get(&Grade::KnownHarmless) {
            entered.extend(undoing::undone(list, harmless, Undone::EntryHarmless, view));
        }
        entered.extend(
            by_grade
                .into_iter()
                .map(|(grade, entries)| NewEntry::of(&GradeConfirmed { list, entries, grade })),
        );
        entered.extend(undoing::told(list, &harmless_no_more, view));
        Ok(entered)
    }
}

fn gradings_needs(list: Id, entries: &[u32], needs: &mut Needs) {
    for entry in entries.iter().take(super::MAX_ENTRIES) {
        needs.row::<EntryGrading>((list, i64::from(*entry)));
    }
}

/// What is said of the grade of an entry: before anybody said more, what it was entered with.
fn grading(row: &HashEntry, view: &View) -> EntryGrading {
    view.get::<EntryGrading>((row.list, row.entry)).unwrap_or_else(|| EntryGrading::entered(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::record_matches::lead_id;
    use crate::tables::Lead;
    use crate::testing::{LIST, REPORT, Room, a_hit, analyst, field, found};
    use kernel::Actor;
    use kernel::codes::LeadState;

    fn vote(entries: &[u32], agrees: bool) -> VoteGrade {
        VoteGrade { list: LIST, entries: entries.to_vec(), agrees }
    }

    fn propose(entries: &[u32], grade: Grade) -> ProposeGrade {
        ProposeGrade { list: LIST, entries: entries.to_vec(), grade }
    }

    fn stands(room: &Room, entry: i64) -> (Grade, GradeStands) {
        let row = room.rows::<HashEntry>().into_iter().find(|row| row.entry == entry).unwrap();
        (row.grade, row.grade_stands)
    }

    #[test]
    fn a_grade_stands_when_somebody_else_agrees_and_never_by_its_own_proposer() {
        let mut room = Room::with_report();
        assert_eq!(stands(&room, 1), (Grade::Baseline, GradeStands::Proposed));
        assert_eq!(room.refused_by(&vote(&[1], true), analyst(1)), RuleName::TwoPeople);
        assert!(room.entered(&vote(&[1, 2], true), analyst(2)));
        assert_eq!(stands(&room, 1), (Grade::Baseline, GradeStands::Confirmed));
        assert_eq!(stands(&room, 2), (Grade::National, GradeStands::Confirmed));
        let row = room.rows::<EntryGrading>().remove(0);
        assert_eq!((row.graded_first, row.graded_by, row.votes_for), (analyst(1).id, analyst(2).id, 1));
        assert_eq!(field(&room.enter(&vote(&[1], true), analyst(3))), "entries", "nothing waits");
        assert!(room.replays());
    }

    #[test]
    fn nobody_votes_twice_and_who_disagrees_is_counted() {
        let mut room = Room::with_report();
        assert!(room.entered(&vote(&[1], false), analyst(2)));
        for agrees in [true, false] {
            assert_eq!(room.refused_by(&vote(&[1], agrees), analyst(2)), RuleName::TwoPeople);
        }
        assert_eq!(stands(&room, 1).1, GradeStands::Proposed);
        assert!(room.entered(&vote(&[1], true), analyst(3)));
        let row = room.rows::<EntryGrading>().remove(0);
        assert_eq!((row.votes_for, row.votes_against), (1, 1));
    }

    #[test]
    fn another_grade_is_in_force_when_a_second_person_agrees_and_not_before() {
        let mut room = Room::with_report();
        room.enter(&vote(&[1], true), analyst(2));
        assert_eq!(field(&room.enter(&propose(&[1], Grade::Baseline), analyst(1))), "grade");
        assert!(room.entered(&propose(&[1], Grade::National), analyst(2)));
        assert_eq!(field(&room.enter(&propose(&[1], Grade::National), analyst(1))), "grade", "it waits");
        assert_eq!(stands(&room, 1), (Grade::Baseline, GradeStands::Confirmed));
        assert_eq!(room.refused_by(&vote(&[1], true), analyst(2)), RuleName::TwoPeople);
        assert!(room.entered(&vote(&[1], true), analyst(1)), "whoever entered it did not propose this");
        assert_eq!(stands(&room, 1), (Grade::National, GradeStands::Confirmed));
    }

    #[test]
    fn two_people_who_find_it_harmless_undo_its_leads_and_one_does_not() {
        let mut room = Room::with_report();
        room.enter(&found(&[a_hit()]), Actor::SYSTEM);
        let state = |room: &Room| (room.rows::<Lead>()[0].state, room.rows::<Lead>()[0].undone);
        assert!(room.entered(&propose(&[1], Grade::KnownHarmless), analyst(2)));
        assert_eq!(state(&room), (LeadState::Unverified, Undone::NotUndone));
        assert!(room.entered(&vote(&[1], true), analyst(3)));
        assert_eq!(state(&room), (LeadState::Withdrawn, Undone::EntryHarmless));
        assert!(room.entered(&propose(&[1], Grade::Baseline), analyst(3)));
        assert!(room.entered(&vote(&[1], true), analyst(1)));
        assert!(room.entered(&found(&[a_hit()]), Actor::SYSTEM));
        assert_eq!(state(&room), (LeadState::Unverified, Undone::NotUndone), "found again, it is one again");
        assert_eq!(room.rows::<Lead>()[0].lead, lead_id(REPORT, &a_hit()));
        assert!(room.replays());
    }

    #[test]
    fn whoever_sees_the_list_may_vote_and_only_its_unit_proposes() {
        let mut room = Room::with_report();
        assert!(room.entered(&propose(&[1], Grade::National), analyst(2)));
        let of_another_unit = Actor { unit: Id([77; 16]), ..analyst(3) };
        assert_eq!(field(&room.enter(&propose(&[1], Grade::Baseline), of_another_unit)), "list");
        assert!(room.entered(&vote(&[1], true), of_another_unit));
        assert_eq!(room.rows::<EntryVote>()[0].voter_unit, Id([77; 16]));
    }

    #[test]
    fn a_conflict_stands_in_the_way() {
        let mut room = Room::with_report();
        room.declare_conflict(2, LIST);
        assert_eq!(room.refused_by(&vote(&[1], true), analyst(2)), RuleName::NoJudgeInOwnCause);
        assert_eq!(room.refused_by(&propose(&[1], Grade::National), analyst(2)), RuleName::NoJudgeInOwnCause);
        assert_eq!(stands(&room, 1).1, GradeStands::Proposed);
    }
}
