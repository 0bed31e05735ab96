//! The link to a host's own page: a notice brings it, the desk renews it and ends it.

use super::notice::reached;
use super::{DESK, address_needs, address_that};
use crate::codes::{LegalGround, LetterKind};
use crate::events::{LetterDue, LinkEnded, LinkSet};
use crate::limits::{HOUR_MS, LINK_DAYS, LINK_RENEWED_DAYS};
use crate::tables::{Address, Host, HostLink, Letter};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Instant, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const DAY_MS: i64 = 24 * HOUR_MS;

fn in_days(now: Instant, days: i64) -> Instant {
    Instant(now.0.saturating_add(days.saturating_mul(DAY_MS)))
}

/// The link that a letter to this contact brings: the one that opens the page, longer where it would end soon, or a new one.
pub(super) fn brought(ctx: &Ctx, view: &View, host: &Host, contact: Id) -> Option<NewEntry> {
    let links = view.list::<HostLink>(HostLink::BY_HOST, host.host).into_iter();
    let own = links.filter(|link| link.contact_act == contact && link.opens(host, ctx.now));
    let own = own.max_by_key(|link| (link.link_until, link.link));
    if own.as_ref().is_some_and(|link| link.link_until > in_days(ctx.now, LINK_RENEWED_DAYS)) {
        return None;
    }
    let link = own.map_or_else(|| ctx.act.derive("link", 0), |link| link.link);
    Some(NewEntry::of(&LinkSet { link, host: host.host, contact, until: in_days(ctx.now, LINK_DAYS) }))
}

/// What ends every link of a host that did not end yet.
fn ends(view: &View, host: Id) -> Vec<NewEntry> {
    let links = view.list::<HostLink>(HostLink::BY_HOST, host).into_iter().filter(|link| !link.link_ended);
    links.map(|link| NewEntry::of(&LinkEnded { link: link.link })).collect()
}

/// Kind of [`RenewLink`].
pub const RENEW: ActKind = ActKind {
    code: 759,
    name: "takedown.renew-link",
    about: "Send the host of an address a new link to its page, and end those before",
    nature: Nature::Decision,
    roles: DESK,
};

/// Sends the host a new link to its own page, at the contact that is known now. Nobody at the desk sees it. Those before end.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewLink {
    /// An address of the host, of which it got a notice.
    #[n(0)]
    pub address: Id,
}

impl Act for RenewLink {
    const KIND: &'static ActKind = &RENEW;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        address_needs(self.address, needs);
        needs.list::<Letter>(Letter::BY_ADDRESS, self.address);
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
        let right = "an address of which its host got a notice";
        let row = address_that(self.address, view, |row| row.notices > 0, "brings no link", right)?;
        let reached = view.get::<Host>(row.host).as_ref().and_then(reached);
        let Some((contact, means)) = reached else {
            let right = "first takedown.set-contact for its host";
            return Err(Problem::new("address", "nobody knows where its host is reached", right).into());
        };
        let letters = view.list::<Letter>(Letter::BY_ADDRESS, self.address).into_iter();
        let last = letters.max_by_key(|letter| (letter.letter_since, letter.letter));
        let mut entries = ends(view, row.host);
        let (link, until) = (ctx.act.derive("link", 0), in_days(ctx.now, LINK_DAYS));
        entries.push(NewEntry::of(&LinkSet { link, host: row.host, contact, until }));
        entries.push(NewEntry::of(&LetterDue {
            letter: ctx.act.derive("link-letter", 0),
            address: self.address,
            host: row.host,
            contact,
            kind: LetterKind::Link,
            ground: last.map_or(LegalGround::Terms, |letter| letter.legal_ground),
            means: Some(means),
        }));
        Ok(entries)
    }
}

/// Kind of [`EndLink`].
pub const END: ActKind = ActKind {
    code: 760,
    name: "takedown.end-link",
    about: "End every link to a host's page",
    nature: Nature::Decision,
    roles: DESK,
};

/// Ends every link to a host's page. The next notice brings a new one.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndLink {
    /// The host.
    #[n(0)]
    pub host: Id,
}

impl Act for EndLink {
    const KIND: &'static ActKind = &END;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Hosts are no records that one unit keeps from another.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.list::<HostLink>(HostLink::BY_HOST, self.host);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.host
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let ended = ends(view, self.host);
        if ended.is_empty() {
            return Err(Problem::new("host", "has no link that is open", "a host that has one").into());
        }
        Ok(ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::SendNotice;
    use crate::address::host_number;
    use crate::testing::{ADDRESS, Room, a_contact, analyst, field};

    fn open(room: &Room) -> Vec<HostLink> {
        let host = room.rows::<Host>().remove(0);
        let links = room.rows::<HostLink>().into_iter();
        links.filter(|link| link.opens(&host, room.now())).collect()
    }

    #[test]
    fn a_notice_brings_a_link_the_next_keeps_it_and_one_that_ends_soon_lasts_longer() {
        let mut room = Room::noticed();
        let first = open(&room);
        assert_eq!(first.len(), 1);
        let again = SendNotice { address: ADDRESS, ground: LegalGround::Opsc };
        assert!(room.entered(&again, analyst(1)));
        assert_eq!(open(&room), first);
        room.days_pass(LINK_DAYS - LINK_RENEWED_DAYS);
        assert!(room.entered(&again, analyst(1)));
        let longer = open(&room);
        assert_eq!((longer.len(), longer[0].link), (1, first[0].link));
        assert!(longer[0].link_until > first[0].link_until);
        room.days_pass(LINK_DAYS);
        assert!(open(&room).is_empty(), "it ends by itself");
        assert!(room.entered(&again, analyst(1)));
        assert_ne!(open(&room)[0].link, first[0].link);
        assert!(room.replays());
    }

    #[test]
    fn a_link_is_renewed_and_ended_and_another_contact_never_has_it() {
        let mut room = Room::graded();
        let renew = RenewLink { address: ADDRESS };
        assert_eq!(field(&room.enter(&renew, analyst(1))), "address", "no notice yet");
        let mut room = Room::noticed();
        let first = open(&room)[0].link;
        assert!(room.entered(&renew, analyst(2)));
        let second = open(&room);
        assert!(second.len() == 1 && second[0].link != first);
        assert_eq!(room.rows::<Letter>().iter().filter(|one| one.letter_kind == LetterKind::Link).count(), 1);
        assert_eq!(room.address().notices, 1, "it is no notice");
        assert!(room.entered(&a_contact(), analyst(1)));
        assert!(open(&room).is_empty(), "whoever was reached there before has no business here any more");
        assert!(room.entered(&renew, analyst(2)));
        let end = EndLink { host: host_number("host.example") };
        assert!(room.entered(&end, analyst(1)));
        assert!(open(&room).is_empty());
        assert_eq!(field(&room.enter(&end, analyst(1))), "host");
        assert!(room.replays());
    }
}
