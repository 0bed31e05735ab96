//! What a registry says of a host (RFC 9083), entered by Tutela itself. What a person entered stays; a host that is run by somebody else
//! than before is to preserve and to be noticed anew (¶63).

use crate::acts::status::is_open;
use crate::codes::{ContactSource, RegistryFound};
use crate::events::{ContactSet, OperatorChanged, RegistryTold};
use crate::limits::{HOUR_MS, MAX_REGISTRAR, MOST_REOPENED, REGISTRY_DAYS, registry_pause_ms};
use crate::tables::{Address, Host};
use kernel::codes::Country;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Instant, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`TellRegistry`].
pub const KIND: ActKind = ActKind {
    code: 755,
    name: "takedown.tell-registry",
    about: "Tell what the registry says of a host",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells what the registry said. The mail address for abuse, where it told one, travels sealed in slot 0.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellRegistry {
    /// The host.
    #[n(0)]
    pub host: Id,
    /// What came of it.
    #[n(1)]
    pub found: RegistryFound,
    /// The registry's number of whoever runs the host; empty where it tells none.
    #[n(2)]
    pub operator: String,
    /// With whom its name is registered, or who has its network; empty where nobody knows.
    #[n(3)]
    pub registrar: String,
    /// In which State it stands, as far as that is known.
    #[n(4)]
    pub country: Option<Country>,
    /// The number of the contact in slot 0, by a key that only this node has; none where there is none.
    #[n(5)]
    pub contact: Id,
    /// So many seconds it asks to be left alone; 0 where it does not say.
    #[n(6)]
    pub pause_s: u32,
}

impl TellRegistry {
    /// Whether somebody else runs the host than the registry told before.
    fn tells_another(&self, row: &Host) -> bool {
        let are_known = !self.operator.is_empty() && !row.host_operator.is_empty();
        self.found == RegistryFound::Found && are_known && self.operator != row.host_operator
    }

    fn again(&self, row: &Host, now: Instant) -> Instant {
        let pause = match self.found {
            RegistryFound::Found | RegistryFound::NotFound => REGISTRY_DAYS * 24 * HOUR_MS,
            _ => registry_pause_ms(row.registry_misses, i64::from(self.pause_s).saturating_mul(1_000)),
        };
        Instant(now.0.saturating_add(pause))
    }
}

impl Act for TellRegistry {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Tutela itself acts on what it finds.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Host>(self.host);
        if view.peek::<Host>(self.host).is_some_and(|row| self.tells_another(&row)) {
            needs.list::<Address>(Address::BY_HOST, self.host);
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // It decides nothing about anybody.
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.host
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let Some(row) = view.get::<Host>(self.host) else {
            return Err(Problem::new("host", "is none that is known", "a host of the list of hosts").into());
        };
        if self.found == RegistryFound::NotYet {
            return Err(Problem::new("found", "says that nobody asked", "what came of it").into());
        }
        let is_line =
            |text: &String| text.chars().count() <= MAX_REGISTRAR && !text.chars().any(char::is_control);
        if ![&self.operator, &self.registrar].into_iter().all(is_line) {
            return Err(Problem::new("registrar", "is no name", "at most 120 letters in one line").into());
        }
        let TellRegistry { host, found, country, contact, .. } = *self;
        let (operator, registrar) = (self.operator.clone(), self.registrar.clone());
        let again = self.again(&row, ctx.now);
        let told =
            RegistryTold { host, found, operator, registrar: registrar.clone(), country, contact, again };
        let mut entries = vec![NewEntry::of(&told)];
        let is_new = contact != row.registry_contact || row.contact_source == ContactSource::None;
        // What a person entered, with a reason, is not overwritten by a machine.
        if found == RegistryFound::Found
            && !contact.is_none()
            && is_new
            && row.contact_source != ContactSource::ByHand
        {
            entries.push(NewEntry::of(&ContactSet { host, source: ContactSource::Rdap, country, registrar }));
        }
        if self.tells_another(&row) {
            let open = view.list::<Address>(Address::BY_HOST, host).into_iter().filter(is_open);
            let open: Vec<Id> = open.map(|row| row.address).collect();
            // Where nothing is open, the change is a fact all the same.
            let mut parts: Vec<Vec<Id>> = open.chunks(MOST_REOPENED).map(<[Id]>::to_vec).collect();
            parts.resize_with(parts.len().max(1), Vec::new);
            let changed = parts.into_iter().map(|addresses| OperatorChanged { host, addresses });
            entries.extend(changed.map(|event| NewEntry::of(&event)));
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{AskPreservation, SendNotice, TellChecks};
    use crate::address::host_number;
    use crate::codes::{AddressState, CheckFound, LegalGround};
    use crate::events::Checked;
    use crate::testing::{ADDRESS, Room, a_contact, analyst, field};
    use kernel::{Actor, Outcome};

    fn told(operator: &str, contact: u8) -> TellRegistry {
        TellRegistry {
            host: host_number("host.example"),
            found: RegistryFound::Found,
            operator: operator.into(),
            registrar: "Fictional Registrar".into(),
            country: Country::from_alpha2("FR").ok(),
            contact: Id([contact; 16]),
            pause_s: 0,
        }
    }

    #[test]
    fn what_a_registry_tells_is_the_contact_until_a_person_says_otherwise() {
        let mut room = Room::with_address();
        assert!(matches!(room.enter(&told("ORG-1", 1), analyst(1)), Outcome::Forbidden(_)));
        assert!(room.entered(&told("ORG-1", 1), Actor::SYSTEM));
        let first = room.rows::<Host>().remove(0);
        assert_eq!((first.contact_source, first.host_country.as_str()), (ContactSource::Rdap, "FR"));
        assert!(room.entered(&told("ORG-1", 1), Actor::SYSTEM));
        assert_eq!(
            room.rows::<Host>()[0].contact_act,
            first.contact_act,
            "the same contact is not entered again"
        );
        assert!(room.entered(&told("ORG-1", 2), Actor::SYSTEM));
        assert_ne!(room.rows::<Host>()[0].contact_act, first.contact_act);
        assert!(room.entered(&a_contact(), analyst(1)));
        let by_hand = room.rows::<Host>().remove(0);
        let other = TellRegistry { registrar: "Somebody else".into(), country: None, ..told("ORG-1", 3) };
        assert!(room.entered(&other, Actor::SYSTEM));
        let after = room.rows::<Host>().remove(0);
        assert_eq!((after.contact_source, after.contact_act), (ContactSource::ByHand, by_hand.contact_act));
        assert_eq!((after.registrar, after.host_country), (by_hand.registrar, by_hand.host_country));
        assert!(room.replays());
    }

    #[test]
    fn a_registry_that_does_not_answer_is_left_alone_longer_each_time() {
        let mut room = Room::with_address();
        let silent =
            TellRegistry { found: RegistryFound::NotNow, contact: Id::NONE, pause_s: 3_600, ..told("", 0) };
        let pause = |room: &Room| {
            let row = room.rows::<Host>().remove(0);
            row.registry_next.0 - row.registry_at.0
        };
        assert!(room.entered(&silent, Actor::SYSTEM));
        assert_eq!(pause(&room), HOUR_MS, "as it asked");
        for _ in 0..6 {
            assert!(room.entered(&TellRegistry { pause_s: 0, ..silent.clone() }, Actor::SYSTEM));
        }
        assert_eq!(pause(&room), 640 * 60_000);
        assert!(room.entered(&told("ORG-1", 1), Actor::SYSTEM));
        assert_eq!((pause(&room), room.rows::<Host>()[0].registry_misses), (REGISTRY_DAYS * 24 * HOUR_MS, 0));
        let wrong = TellRegistry { found: RegistryFound::NotYet, ..told("ORG-1", 1) };
        assert_eq!(field(&room.enter(&wrong, Actor::SYSTEM)), "found");
    }

    #[test]
    fn another_operator_is_to_preserve_and_gets_a_notice_of_its_own() {
        let mut room = Room::graded_without_contact();
        let notice = SendNotice { address: ADDRESS, ground: LegalGround::Opsc };
        assert!(room.entered(&told("ORG-1", 1), Actor::SYSTEM));
        assert!(room.entered(&AskPreservation { address: ADDRESS }, analyst(1)));
        assert!(room.entered(&notice, analyst(1)));
        assert!(room.entered(&told("ORG-2", 2), Actor::SYSTEM));
        assert_eq!(room.address().address_state, AddressState::Graded);
        let there =
            TellChecks { checks: vec![Checked { address: ADDRESS, found: CheckFound::There, status: 200 }] };
        assert!(room.entered(&there, Actor::SYSTEM));
        assert_eq!(
            room.address().address_state,
            AddressState::Graded,
            "that it still answers changes nothing"
        );
        assert_eq!(
            field(&room.enter(&notice, analyst(1))),
            "address",
            "whoever runs it now was not asked to preserve"
        );
        assert!(room.entered(&AskPreservation { address: ADDRESS }, analyst(1)));
        assert!(room.entered(&notice, analyst(1)));
        let letters = room.rows::<crate::tables::Letter>();
        assert_ne!(letters[0].contact_act, letters[1].contact_act);
        assert_eq!(room.rows::<Host>()[0].addresses_noticed, 1);
        assert!(room.replays());
    }
}
