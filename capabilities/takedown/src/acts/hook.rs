//! A host's system that takes notices: its address and the secret by which it knows from whom they are.

use super::DESK;
use crate::events::HookSet;
use crate::tables::Host;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Slot of the address of the host's system.
pub const SLOT_HOOK: u16 = 0;
/// Slot of the reason: how it is known that it is the host's.
pub const SLOT_HOOK_REASON: u16 = 1;
/// Slot of the secret that both sides know.
pub const SLOT_HOOK_SECRET: u16 = 2;

/// Kind of [`SetHook`].
pub const KIND: ActKind = ActKind {
    code: 756,
    name: "takedown.set-hook",
    about: "Enter where a host's system takes notices",
    nature: Nature::Decision,
    roles: DESK,
};

/// Enters where a host's system takes notices: its address, sealed in slot 0, how it is known to be the host's, in slot 1, and the secret,
/// in slot 2. Notices go there from then on, and not by mail.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetHook {
    /// The host.
    #[n(0)]
    pub host: Id,
}

impl Act for SetHook {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Hosts are no records that one unit keeps from another.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Host>(self.host);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.host
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if view.get::<Host>(self.host).is_none() {
            return Err(Problem::new("host", "is none that is known", "a host of the list of hosts").into());
        }
        Ok(vec![NewEntry::of(&HookSet { host: self.host })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{AskPreservation, DecideAppeal, LodgeAppeal, SendNotice, TellLetter};
    use crate::address::host_number;
    use crate::codes::{AppealBy, LegalGround, LetterKind, LetterMeans};
    use crate::events::LetterTried;
    use crate::tables::Letter;
    use crate::testing::{ADDRESS, Room, a_contact, analyst, field};
    use kernel::Actor;

    #[test]
    fn notices_go_to_the_hosts_system_and_a_correction_to_everybody_who_got_one() {
        let mut room = Room::graded_without_contact();
        let notice = SendNotice { address: ADDRESS, ground: LegalGround::Opsc };
        assert!(room.entered(&AskPreservation { address: ADDRESS }, analyst(1)));
        let deliver = |room: &mut Room| {
            let waits = room.rows::<Letter>().into_iter().find(|letter| letter.letter_attempts == 0).unwrap();
            let told = TellLetter { letter: waits.letter, attempt: 1, tried: LetterTried::Taken, code: 204 };
            assert!(room.entered(&told, Actor::SYSTEM));
        };
        assert_eq!(field(&room.enter(&SetHook { host: Id([9; 16]) }, analyst(1))), "host");
        assert!(room.entered(&a_contact(), analyst(1)));
        assert!(room.entered(&notice, analyst(1)));
        deliver(&mut room);
        assert!(room.entered(&SetHook { host: host_number("host.example") }, analyst(1)));
        assert!(room.entered(&notice, analyst(1)));
        deliver(&mut room);
        assert!(room.entered(&LodgeAppeal { address: ADDRESS, by: AppealBy::Host }, analyst(1)));
        assert!(room.entered(&DecideAppeal { address: ADDRESS, mistaken: true }, analyst(9)));
        let of = |kind| {
            let letters = room.rows::<Letter>().into_iter().filter(move |letter| letter.letter_kind == kind);
            let mut all: Vec<_> = letters.map(|one| (one.letter_means, one.contact_act)).collect();
            all.sort_by_key(|(means, _)| *means as u16);
            all
        };
        let noticed = of(LetterKind::Notice);
        assert_eq!(
            noticed.iter().map(|one| one.0).collect::<Vec<_>>(),
            [LetterMeans::Mail, LetterMeans::Webhook]
        );
        assert_eq!(
            of(LetterKind::Correction),
            noticed,
            "by the means and to the place of the notice, once each"
        );
        assert!(room.replays());
    }
}
