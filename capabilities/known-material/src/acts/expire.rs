//! Entries that are found until a day: somebody sets it, and Tutela itself withdraws them when it is over.

use super::{entries_needs, no_such_list, own_list, standing, undoing};
use crate::codes::{Undone, WithdrawnWhy};
use crate::events::{ExpirySet, HashesWithdrawn};
use crate::tables::{EntryExpiry, HashEntry, HashList};
use kernel::{Act, ActKind, Ctx, Day, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Longest time that is set, in years.
const MOST_YEARS: i16 = 50;

/// Kind of [`SetExpiry`].
pub const SET: ActKind = ActKind {
    code: 212,
    name: "known-material.set-expiry",
    about: "Set the last day on which entries of your unit's hash list are found",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Kind of [`ExpireHashes`].
pub const EXPIRE: ActKind = ActKind {
    code: 213,
    name: "known-material.expire-hashes",
    about: "Withdraw entries whose last day is over",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Sets the last day of entries.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetExpiry {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entries, 1 to 1,000, each once; also a text such as `3, 7, 20-25`.
    #[n(1)]
    #[serde(deserialize_with = "crate::acts::numbers::read")]
    pub entries: Vec<u32>,
    /// The last day, from today to 50 years from now.
    #[n(2)]
    pub until: Span,
}

/// Withdraws entries whose last day is over.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ExpireHashes {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entries, at most 1,000.
    #[n(1)]
    pub entries: Vec<u32>,
}

impl Act for SetExpiry {
    const KIND: &'static ActKind = &SET;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("list", self.list)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<HashList>(self.list);
        entries_needs(self.list, &self.entries, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.list }]
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        own_list(self.list, ctx, view)?;
        standing(self.list, &self.entries, view)?;
        let until = last_day(self.until, ctx.now.day())?;
        let (list, entries) = (self.list, self.entries.clone());
        Ok(vec![NewEntry::of(&ExpirySet { list, entries, until })])
    }
}

/// The last day of a span, from today to [`MOST_YEARS`] from now.
pub(super) fn last_day(until: Span, today: Day) -> Result<Day, Problem> {
    if until.is_unknown() || until.to < today || until.to > today.plus_years(MOST_YEARS) {
        let wrong = format!("ends on {until}");
        return Err(Problem::new("until", wrong, "a day from today to 50 years from now"));
    }
    Ok(until.to)
}

impl Act for ExpireHashes {
    const KIND: &'static ActKind = &EXPIRE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<HashList>(self.list);
        entries_needs(self.list, &self.entries, needs);
        for entry in self.entries.iter().take(super::MAX_ENTRIES) {
            needs.row::<EntryExpiry>((self.list, i64::from(*entry)));
        }
        undoing::needs(self.list, &self.entries, view, needs);
    }

    // It ends what was to end, and is about no person.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        view.get::<HashList>(self.list).ok_or_else(|| no_such_list("list"))?;
        if self.entries.len() > super::MAX_ENTRIES {
            let wrong = format!("are {}", self.entries.len());
            return Err(Problem::new("entries", wrong, "at most 1,000 entries at a time").into());
        }
        let is_over = |entry: &u32| {
            let at = (self.list, i64::from(*entry));
            let stands = view.get::<HashEntry>(at).is_some_and(|row| !row.withdrawn);
            stands && view.get::<EntryExpiry>(at).is_some_and(|row| row.ends_at <= ctx.now)
        };
        // Withdrawn or given more time meanwhile: then there is nothing to end.
        let entries: Vec<u32> = self.entries.iter().copied().filter(is_over).collect();
        if entries.is_empty() {
            return Err(Problem::new("entries", "are not over", "entries whose last day is over").into());
        }
        let (list, why) = (self.list, Some(WithdrawnWhy::Expired));
        let gone = NewEntry::of(&HashesWithdrawn { list, entries: entries.clone(), why });
        let undone = undoing::undone(list, &entries, Undone::EntryWithdrawn, view);
        let told = undoing::told(list, &entries, view);
        Ok(std::iter::once(gone).chain(undone).chain(told).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Lead;
    use crate::testing::{LIST, Room, a_hit, analyst, field, found};
    use kernel::codes::LeadState;
    use kernel::{Actor, Ctx, Instant, Outcome, Purpose};

    #[test]
    fn an_entry_ends_after_its_last_day_and_its_leads_with_it() {
        let mut room = Room::with_report();
        room.enter(&found(&[a_hit()]), Actor::SYSTEM);
        let today = Instant(1_800_000_000_000).day();
        let set = |until: Day| SetExpiry { list: LIST, entries: vec![1, 2], until: Span::on(until) };
        assert_eq!(field(&room.enter(&set(Day(today.0 - 1)), analyst(1))), "until");
        assert!(room.entered(&set(today), analyst(1)));
        let expire = ExpireHashes { list: LIST, entries: vec![1, 3] };
        assert_eq!(field(&room.enter(&expire, Actor::SYSTEM)), "entries", "the day is not over");
        let now = today.start().plus_days(1);
        let ctx = Ctx { now, ..room.node.ctx(Actor::SYSTEM, Purpose::Reaction, 77) };
        assert!(matches!(room.node.enter(&expire, &ctx).unwrap(), Outcome::Entered { .. }));
        let entries = room.rows::<HashEntry>();
        let seen: Vec<_> = entries.iter().map(|row| (row.withdrawn, row.withdrawn_why)).collect();
        let stands = (false, WithdrawnWhy::NotSaid);
        assert_eq!(seen, [(true, WithdrawnWhy::Expired), stands, stands]);
        assert_eq!(room.rows::<Lead>()[0].state, LeadState::Withdrawn);
        assert!(room.replays());
    }
}
