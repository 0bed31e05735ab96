//! Withdraws entries of a list: nothing matches them any more, and leads on which nobody decided are none. What they were stays on record.

use super::{entries_needs, own_list, standing, undoing};
use crate::codes::{Undone, WithdrawnWhy};
use crate::events::HashesWithdrawn;
use crate::tables::HashList;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`WithdrawHashes`].
pub const KIND: ActKind = ActKind {
    code: 202,
    name: "known-material.withdraw-hashes",
    about: "Withdraw entries of your unit's hash list",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Withdraws entries of a list.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawHashes {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entries, 1 to 1,000, each once; read from a text such as `3, 7, 20-25` as well, as a form sends it.
    #[n(1)]
    #[serde(deserialize_with = "crate::acts::numbers::read")]
    pub entries: Vec<u32>,
    /// Why; left out where nothing is said.
    #[n(2)]
    #[serde(default)]
    #[schema(required = false)]
    pub withdrawn_why: WithdrawnWhy,
}

impl Act for WithdrawHashes {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("list", self.list)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<HashList>(self.list);
        entries_needs(self.list, &self.entries, needs);
        undoing::needs(self.list, &self.entries, view, needs);
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
        let (list, why) = (self.list, Some(self.withdrawn_why).filter(|why| *why != WithdrawnWhy::NotSaid));
        let gone = NewEntry::of(&HashesWithdrawn { list, entries: self.entries.clone(), why });
        let undone = undoing::undone(list, &self.entries, Undone::EntryWithdrawn, view);
        let told = undoing::told(list, &self.entries, view);
        Ok(std::iter::once(gone).chain(undone).chain(told).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{HashEntry, Lead};
    use crate::testing::{LIST, Room, a_hit, analyst, field, found, officer_of, some_hashes};
    use kernel::Actor;
    use kernel::codes::{Grade, LeadState};

    fn withdraw(entries: &[u32]) -> WithdrawHashes {
        WithdrawHashes { list: LIST, entries: entries.to_vec(), withdrawn_why: WithdrawnWhy::Mistake }
    }

    #[test]
    fn withdrawn_entries_stay_on_record_as_withdrawn() {
        let mut room = Room::with_list();
        room.enter(&some_hashes(1, &[Grade::Baseline; 3]), analyst(1));
        assert!(room.entered(&withdraw(&[3, 1]), analyst(1)));
        let withdrawn: Vec<bool> = room.rows::<HashEntry>().iter().map(|row| row.withdrawn).collect();
        assert_eq!(withdrawn, [true, false, true]);
        assert_eq!(room.rows::<HashList>()[0].withdrawn, 2);
        assert!(room.replays());
    }

    #[test]
    fn a_lead_that_rested_on_it_is_none_and_says_why_and_a_units_own_finding_stays() {
        use crate::acts::ConfirmLead;
        use crate::acts::record_matches::lead_id;
        use crate::testing::REPORT;
        let mut room = Room::with_report();
        let other = crate::events::Hit { picture: 1, ..a_hit() };
        room.enter(&found(&[a_hit(), other]), Actor::SYSTEM);
        assert!(room.entered(&ConfirmLead { lead: lead_id(REPORT, &other) }, analyst(1)));
        assert!(room.entered(&withdraw(&[1]), analyst(1)));
        let mut leads = room.rows::<Lead>();
        leads.sort_by_key(|lead| lead.picture);
        let seen: Vec<_> = leads.iter().map(|lead| (lead.state, lead.undone)).collect();
        let undone = (LeadState::Withdrawn, Undone::EntryWithdrawn);
        assert_eq!(seen, [undone, (LeadState::Confirmed, Undone::NotUndone)]);
        assert_eq!(room.node.entries.last().unwrap().subject, REPORT);
        assert!(room.entered(&found(&[a_hit()]), Actor::SYSTEM));
        assert_eq!(room.rows::<Lead>().iter().filter(|lead| lead.state == LeadState::Unverified).count(), 0);
        assert!(room.replays());
    }

    #[test]
    fn only_what_stands_on_the_units_own_list() {
        let mut room = Room::with_list();
        room.enter(&some_hashes(1, &[Grade::Baseline; 3]), analyst(1));
        room.enter(&withdraw(&[2]), analyst(1));
        let told = |room: &mut Room, entries: &[u32]| field(&room.enter(&withdraw(entries), analyst(1)));
        for entries in [&[][..], &[4], &[0], &[2], &[1, 1], &[1; 1_001]] {
            assert_eq!(told(&mut room, entries), "entries", "{entries:?}");
        }
        assert_eq!(field(&room.enter(&withdraw(&[1]), officer_of(Id([77; 16])))), "list");
        let elsewhere = WithdrawHashes { list: Id([99; 16]), ..withdraw(&[1]) };
        assert_eq!(field(&room.enter(&elsewhere, analyst(1))), "list");
    }
}
