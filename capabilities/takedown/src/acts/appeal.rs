//! A notice may be a mistake: who had no part in it decides, and the correction goes to everyone who got the notice (¶63).

use super::word::{answered, waits};
use super::{DESK, DESK_AND_HOST, address_needs, address_that, own_address_that};
use crate::codes::{AppealBy, HostAnswer, HostWord, LetterKind, LetterState};
use crate::events::{AppealDecided, AppealLodged, LetterDue, WordSaid};
use crate::found::acted;
use crate::tables::{Address, Letter, Word};
use facts::address::AddressAction;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Slot of what was said.
pub const SLOT_WORDS: u16 = 0;

/// Kind of [`LodgeAppeal`].
pub const LODGE: ActKind = ActKind {
    code: 750,
    name: "takedown.lodge-appeal",
    about: "Enter that somebody calls a notice a mistake",
    nature: Nature::Decision,
    roles: DESK_AND_HOST,
};

/// Enters an appeal. What was said travels sealed in slot 0.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LodgeAppeal {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// Who says so.
    #[n(1)]
    pub by: AppealBy,
}

impl Act for LodgeAppeal {
    const KIND: &'static ActKind = &LODGE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        address_needs(self.address, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.address }]
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let fits = |row: &Address| row.notices > 0 && !row.appealed;
        let right = "an address with a notice, of which no appeal waits";
        let row = own_address_that(ctx, self.address, view, fits, "cannot be appealed about", right)?;
        if ctx.actor.role == Role::Host && self.by != AppealBy::Host {
            return Err(Problem::new("by", "is somebody else than the host", "host").into());
        }
        let said = WordSaid { address: self.address, host: row.host, word: HostWord::Appeal };
        Ok(vec![
            NewEntry::of(&AppealLodged { address: self.address, by: self.by }),
            NewEntry::of(&said).about(self.address),
        ])
    }
}

/// Kind of [`DecideAppeal`].
pub const DECIDE: ActKind = ActKind {
    code: 751,
    name: "takedown.decide-appeal",
    about: "Decide whether a notice was a mistake",
    nature: Nature::Decision,
    roles: DESK,
};

/// Decides an appeal. Whoever graded the address or sent the notice does not.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideAppeal {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// Whether the notice was a mistake.
    #[n(1)]
    pub mistaken: bool,
}

impl Act for DecideAppeal {
    const KIND: &'static ActKind = &DECIDE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        address_needs(self.address, needs);
        needs.list::<Letter>(Letter::BY_ADDRESS, self.address);
        needs.row::<Word>((self.address, HostWord::Appeal));
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let mut facets = vec![Facet::Handles { matter: self.address }];
        if let Some(row) = view.get::<Address>(self.address) {
            let parts = [row.grader_1, row.grader_2, row.grader_3, row.noticed_by].into_iter();
            facets.extend(parts.filter_map(Id::some).map(|first| Facet::NeedsTwo { first }));
        }
        facets
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let fits = |row: &Address| row.appealed;
        let row =
            address_that(self.address, view, fits, "waits for no decision", "an address with an appeal")?;
        let DecideAppeal { address, mistaken } = *self;
        let mut entries = vec![NewEntry::of(&AppealDecided { address, mistaken })];
        // What was lodged before words were kept has none that waits.
        if waits(view, address, HostWord::Appeal) {
            let answer = if mistaken { HostAnswer::Mistake } else { HostAnswer::Stands };
            entries.push(answered(address, HostWord::Appeal, answer));
        }
        if mistaken {
            entries.push(acted(&row, AddressAction::NotIllegal));
            entries.extend(corrections(ctx, view, address));
        }
        Ok(entries)
    }
}

/// The corrections of the notices of an address: once to each contact that may have one, also where nobody knows what became of it.
pub(super) fn corrections(ctx: &Ctx, view: &View, address: Id) -> Vec<NewEntry> {
    let mut told = BTreeSet::new();
    let letters = view.list::<Letter>(Letter::BY_ADDRESS, address).into_iter();
    let got = letters.filter(|letter| {
        letter.letter_kind == LetterKind::Notice
            && (letter.letter_state == LetterState::Taken || letter.may_have_arrived())
    });
    let due = |(letter, n): (Letter, u32)| {
        NewEntry::of(&LetterDue {
            letter: ctx.act.derive("correction", n),
            address,
            host: letter.host,
            contact: letter.contact_act,
            kind: LetterKind::Correction,
            ground: letter.legal_ground,
            means: Some(letter.letter_means),
        })
    };
    got.filter(|letter| told.insert((letter.host, letter.contact_act))).zip(0..).map(due).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{SendNotice, TellLetter};
    use crate::codes::{AddressState, LegalGround};
    use crate::events::LetterTried;
    use crate::testing::{ADDRESS, Room, a_contact, analyst, field};
    use kernel::{Actor, RuleName};

    fn deliver(room: &mut Room) {
        let on_its_way = |letter: &Letter| letter.letter_state == LetterState::OnItsWay;
        for letter in room.rows::<Letter>().into_iter().filter(on_its_way) {
            let told = TellLetter { letter: letter.letter, attempt: 1, tried: LetterTried::Taken, code: 250 };
            assert!(room.entered(&told, Actor::SYSTEM));
        }
    }

    #[test]
    fn a_mistake_is_corrected_by_another_and_told_to_everyone_who_got_the_notice() {
        let mut room = Room::noticed();
        deliver(&mut room);
        // The host's contact changes; a second notice goes there, a third to the same again.
        assert!(room.entered(&a_contact(), analyst(1)));
        let again = SendNotice { address: ADDRESS, ground: LegalGround::Opsc };
        for _ in 0..2 {
            assert!(room.entered(&again, analyst(1)));
            deliver(&mut room);
        }
        let decide = DecideAppeal { address: ADDRESS, mistaken: true };
        assert_eq!(field(&room.enter(&decide, analyst(9))), "address", "nobody appealed");
        assert!(room.entered(&LodgeAppeal { address: ADDRESS, by: AppealBy::Host }, analyst(1)));
        assert_eq!(field(&room.enter(&again, analyst(1))), "address", "no notice while an appeal waits");
        for had_a_part in [1, 2] {
            assert_eq!(room.refused_by(&decide, analyst(had_a_part)), RuleName::TwoPeople);
        }
        assert!(room.entered(&decide, analyst(9)));
        assert_eq!(room.address().address_state, AddressState::Corrected);
        let of = |room: &Room, kind| {
            let letters = room.rows::<Letter>().into_iter().filter(move |letter| letter.letter_kind == kind);
            letters.map(|letter| letter.contact_act).collect::<BTreeSet<_>>()
        };
        let (noticed, corrected) = (of(&room, LetterKind::Notice), of(&room, LetterKind::Correction));
        assert_eq!((noticed.len(), &noticed), (2, &corrected));
        let corrections =
            room.rows::<Letter>().into_iter().filter(|l| l.letter_kind == LetterKind::Correction);
        assert_eq!(corrections.count(), 2, "once each");
        assert_eq!(room.address().check_at.0, 0, "nobody looks any more");
        assert!(room.replays());
    }

    #[test]
    fn a_notice_that_stands_is_not_corrected() {
        let mut room = Room::noticed();
        deliver(&mut room);
        assert!(room.entered(&LodgeAppeal { address: ADDRESS, by: AppealBy::Owner }, analyst(1)));
        assert!(room.entered(&DecideAppeal { address: ADDRESS, mistaken: false }, analyst(9)));
        assert_eq!(room.address().address_state, AddressState::Noticed);
        assert_eq!(room.rows::<Letter>().len(), 1);
    }
}
