//! The notice to whoever hosts an address (¶63).

use super::{DESK, address_needs, address_that, link};
use crate::codes::{AddressState, LegalGround, LetterKind, LetterMeans};
use crate::events::LetterDue;
use crate::found::acted;
use crate::rules::preserve_before_notice;
use crate::tables::{Address, Host, HostLink};
use facts::address::AddressAction;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`SendNotice`].
pub const KIND: ActKind = ActKind {
    code: 745,
    name: "takedown.send-notice",
    about: "Send a notice to the host of an address",
    nature: Nature::Decision,
    roles: DESK,
};

/// Sends a notice to the host, at the contact that is known now. It names the address, the law and where to answer, and nobody.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendNotice {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// On what law it rests.
    #[n(1)]
    pub ground: LegalGround,
}

impl Act for SendNotice {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        address_needs(self.address, needs);
        if let Some(row) = view.peek::<Address>(self.address) {
            needs.row::<Host>(row.host);
            needs.list::<HostLink>(HostLink::BY_HOST, row.host);
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.address }]
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let fits = |row: &Address| {
            let is_open = !matches!(
                row.address_state,
                AddressState::Offline
                    | AddressState::Moved
                    | AddressState::NotIllegal
                    | AddressState::Corrected
            );
            row.address_grade.is_illegal() && is_open && !row.appealed
        };
        let right =
            "an address that two people graded as illegal, that is not gone, and of which no appeal waits";
        let row = address_that(self.address, view, fits, "gets no notice", right)?;
        preserve_before_notice(row.preserved(), row.held(), ctx.now).map_err(Problem::from)?;
        let host = view.get::<Host>(row.host);
        let known = host.as_ref().and_then(|host| Some((host, reached(host)?)));
        let Some((host, (contact, means))) = known else {
            let right = "first takedown.set-contact for its host";
            return Err(Problem::new("address", "nobody knows where its host is reached", right).into());
        };
        let due = LetterDue {
            letter: ctx.act.derive("notice", 0),
            address: row.address,
            host: row.host,
            contact,
            kind: LetterKind::Notice,
            ground: self.ground,
            means: Some(means),
        };
        let entries = [NewEntry::of(&due), acted(&row, AddressAction::ReportedToHost)];
        Ok(entries.into_iter().chain(link::brought(ctx, view, host, contact)).collect())
    }
}

/// Where a host is reached: one whose system takes notices gets them there, and no mail beside.
pub(super) fn reached(host: &Host) -> Option<(Id, LetterMeans)> {
    let hook = host.hook_act.some().map(|act| (act, LetterMeans::Webhook));
    hook.or_else(|| host.contact_act.some().map(|act| (act, LetterMeans::Mail)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::AskPreservation;
    use crate::tables::Letter;
    use crate::testing::{ADDRESS, Room, a_contact, analyst, field};

    #[test]
    fn a_notice_goes_to_the_contact_that_is_known_now() {
        let mut room = Room::graded_without_contact();
        let notice = SendNotice { address: ADDRESS, ground: LegalGround::National };
        assert!(room.entered(&AskPreservation { address: ADDRESS }, analyst(1)));
        assert_eq!(field(&room.enter(&notice, analyst(1))), "address", "no contact");
        assert!(room.entered(&a_contact(), analyst(1)));
        assert!(room.entered(&notice, analyst(1)));
        assert!(room.entered(&a_contact(), analyst(1)));
        assert!(room.entered(&notice, analyst(2)));
        let mut letters = room.rows::<Letter>();
        letters.sort_by_key(|letter| letter.letter_since);
        assert_ne!(letters[0].contact_act, letters[1].contact_act);
        assert_eq!(letters[1].contact_act, room.rows::<Host>()[0].contact_act);
        let row = room.address();
        assert_eq!(
            (row.notices, row.noticed_at, row.address_state),
            (2, letters[0].letter_since, AddressState::Noticed)
        );
        assert_eq!(room.rows::<Host>()[0].addresses_noticed, 1);
        assert!(room.replays());
    }
}
