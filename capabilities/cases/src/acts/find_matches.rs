//! Silent match: two units entered persons under one name. Only the keeper of the stricter record is told, and decides
//! whether the other unit may know of it (¶52 derived).

use super::CARERS;
use crate::codes::MatchState;
use crate::events::{MatchAnswered, MatchFound, MatchesLookedFor};
use crate::tables::SilentMatch;
use facts::Standing;
use kernel::knowing::{Shared, holders, knowing_needs, knows, not_known, sharing_needs};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Enters which persons were entered under the name of a new one. Tutela itself looks them up by blind token.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FindMatches {
    /// The new person.
    #[n(0)]
    pub person: Id,
    /// Persons of the same name, at most 50.
    #[n(1)]
    pub others: Vec<Id>,
}

/// Says whether the other unit may know of the record. It learns nothing if not.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerMatch {
    /// The match.
    #[n(0)]
    pub match_id: Id,
    /// True: the units that hold the other record may know of this one.
    #[n(1)]
    pub share: bool,
}

/// Kind of [`FindMatches`].
const FIND: ActKind = ActKind {
    code: 332,
    name: "cases.find-matches",
    about: "Enter who was entered under one name by units that do not know of each other's records",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Kind of [`AnswerMatch`].
const ANSWER: ActKind = ActKind {
    code: 333,
    name: "cases.answer-match",
    about: "Say whether another unit that entered the same name may know of your record",
    nature: Nature::Decision,
    roles: CARERS,
};

/// Most persons of one name: a name that more people have tells nobody apart.
pub(crate) const MOST: usize = 50;

/// How strict a record is: a victim's before a suspect's before anybody else's.
fn strictness(person: Id, view: &View) -> u8 {
    view.get::<Standing>(person).map_or(0, |row| if row.victim { 2 } else { u8::from(row.suspected) })
}

/// The stricter of two records, and the other; of two that are alike the older one is the stricter.
fn ordered(new: Id, old: Id, view: &View) -> (Id, Id) {
    if strictness(new, view) > strictness(old, view) { (new, old) } else { (old, new) }
}

/// Whether some unit knows of both records: then there is nothing to find out silently.
fn known_together(one: Id, other: Id, view: &View) -> bool {
    let (one, other) = (holders(one, view), holders(other, view));
    let everybody = one.contains(&Id::NONE) || other.contains(&Id::NONE);
    everybody || one.iter().any(|unit| other.contains(unit))
}

/// The number of the match of two records.
#[must_use]
pub fn match_id(kept: Id, other: Id) -> Id {
    kept.derive(&format!("silent match {other}"), 0)
}

impl Act for FindMatches {
    const KIND: &'static ActKind = &FIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("person", self.person)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Standing>(self.person);
        for &other in self.others.iter().take(MOST) {
            needs.row::<Standing>(other);
            sharing_needs(self.person, other, needs);
            for (kept, other) in [(self.person, other), (other, self.person)] {
                needs.row::<SilentMatch>(match_id(kept, other));
            }
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.person
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if self.others.len() > MOST {
            let wrong = format!("are {}", self.others.len());
            return Err(Problem::new("others", wrong, "at most 50").into());
        }
        let new = |&other: &Id| {
            let (kept, other) = ordered(self.person, other, view);
            let found = view.get::<SilentMatch>(match_id(kept, other)).is_some();
            (kept != other && !found && !known_together(kept, other, view)).then(|| {
                let found = MatchFound { match_id: match_id(kept, other), kept, other };
                NewEntry::of(&found).about(kept)
            })
        };
        let found: Vec<NewEntry> = self.others.iter().filter_map(new).collect();
        let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let looked = NewEntry::of(&MatchesLookedFor { person: self.person, found: count });
        Ok(std::iter::once(looked).chain(found).collect())
    }
}

impl Act for AnswerMatch {
    const KIND: &'static ActKind = &ANSWER;

    /// The match stands for its record: whoever does not know of that is told that there is none.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, ctx: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<SilentMatch>(self.match_id);
        if let Some(found) = view.peek::<SilentMatch>(self.match_id) {
            knowing_needs(&ctx.actor, found.kept, needs);
            sharing_needs(found.kept, found.other, needs);
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let found = view.get::<SilentMatch>(self.match_id);
        found.map(|found| Facet::Handles { matter: found.kept }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        self.match_id
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let found = view.get::<SilentMatch>(self.match_id);
        let found = found.filter(|found| knows(&ctx.actor, found.kept, ctx.now, view));
        let found = found.ok_or_else(|| not_known("match_id"))?;
        if found.state != MatchState::Open {
            return Err(Problem::new("match_id", "is answered already", "nothing is left to do").into());
        }
        let (kept, share) = (found.kept, self.share);
        let answered = NewEntry::of(&MatchAnswered { match_id: self.match_id, share }).about(kept);
        let told = holders(found.other, view)
            .into_iter()
            .filter(|_| share)
            .map(|unit| NewEntry::of(&Shared { unit, through: Id::NONE }).about(kept));
        Ok(std::iter::once(answered).chain(told).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::EnterPerson;
    use crate::tests::desk::{ADULT, CHILD, Desk, case, id, suspect, victim};
    use kernel::codes::Sex;
    use kernel::{Actor, Outcome};

    /// Another unit.
    fn outsider(desk: &Desk) -> Actor {
        Actor { id: id(205), unit: id(230), ..desk.investigator() }
    }

    /// Another unit enters a person of the same name as one of this unit's.
    fn desk() -> Desk {
        let mut desk = Desk::with_case();
        let other = EnterPerson { person: id(9), born: "1980".parse().unwrap(), sex: Sex::NotKnown };
        desk.does_as(outsider(&desk), &other);
        desk
    }

    fn find(desk: &mut Desk, others: &[Id]) -> Vec<SilentMatch> {
        desk.does_as(Actor::SYSTEM, &FindMatches { person: id(9), others: others.to_vec() });
        desk.rows::<SilentMatch>()
    }

    #[test]
    fn only_the_stricter_records_keeper_can_answer_and_a_no_tells_nobody() {
        let mut desk = desk();
        let found = find(&mut desk, &[ADULT]);
        assert_eq!((found.len(), found[0].kept, found[0].other), (1, ADULT, id(9)), "the older is kept");
        let answer = AnswerMatch { match_id: found[0].match_id, share: false };
        let to_outsider = desk.enter(outsider(&desk), &answer);
        let absent = desk.enter(outsider(&desk), &AnswerMatch { match_id: id(77), share: false });
        assert!(matches!(to_outsider, Outcome::Invalid(_)));
        assert_eq!(to_outsider, absent, "to the other unit there is no match");
        desk.does(&answer);
        assert_eq!(desk.problem(&answer), "match_id");
        assert!(matches!(
            desk.enter(outsider(&desk), &crate::acts::NameSuspect { person: ADULT, ..suspect() }),
            Outcome::Invalid(_)
        ));
    }

    #[test]
    fn a_yes_lets_the_other_unit_know_of_the_record_and_of_nothing_else() {
        let mut desk = desk();
        let found = find(&mut desk, &[ADULT]);
        desk.does(&AnswerMatch { match_id: found[0].match_id, share: true });
        let link = crate::acts::LinkPersons { kept: ADULT, linked: id(9) };
        desk.does_as(outsider(&desk), &link);
        let named = desk.enter(outsider(&desk), &suspect());
        assert!(matches!(named, Outcome::Invalid(problem) if problem.field == "case"), "{}", case());
    }

    #[test]
    fn a_victims_record_is_the_stricter_whoever_entered_it_first() {
        let mut desk = desk();
        let outsider = outsider(&desk);
        desk.does_as(outsider, &crate::acts::OpenCase { case: id(59), ..crate::tests::desk::open_case() });
        desk.does_as(outsider, &crate::acts::RecordVictim { case: id(59), person: id(9), ..victim() });
        let found = find(&mut desk, &[ADULT, CHILD, ADULT]);
        assert_eq!(found.iter().map(|row| row.kept).collect::<Vec<_>>(), [id(9), id(9)], "once each");
    }

    #[test]
    fn records_that_one_unit_knows_are_no_match() {
        let mut desk = Desk::with_case();
        desk.person(9, "1980");
        assert_eq!(find(&mut desk, &[ADULT, id(9)]), []);
        let many = FindMatches { person: id(9), others: vec![ADULT; MOST + 1] };
        assert!(matches!(desk.enter(Actor::SYSTEM, &many), Outcome::Invalid(_)));
    }
}
