//! Where a host is reached: found by RDAP, or entered by a person who says why.

use crate::codes::ContactSource;
use crate::events::ContactSet;
use crate::limits::MAX_REGISTRAR;
use crate::tables::Host;
use facts::address::HostStands;
use kernel::codes::Country;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Slot of the mail address.
pub const SLOT_CONTACT: u16 = 0;
/// Slot of the reason.
pub const SLOT_REASON: u16 = 1;

/// Kind of [`SetContact`].
pub const KIND: ActKind = ActKind {
    code: 752,
    name: "takedown.set-contact",
    about: "Enter where a host is reached",
    nature: Nature::Decision,
    roles: &[kernel::Role::Analyst, kernel::Role::Investigator, kernel::Role::System],
};

/// Enters where a host is reached: a mail address, sealed in slot 0, and why, in slot 1.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetContact {
    /// The host.
    #[n(0)]
    pub host: Id,
    /// Where it is from.
    #[n(1)]
    #[serde(rename = "contact_source")]
    pub source: ContactSource,
    /// In which State the host stands, as far as that is known.
    #[n(2)]
    #[serde(default)]
    pub country: Option<Country>,
    /// With whom its name is registered; empty where nobody knows.
    #[n(3)]
    #[serde(default)]
    pub registrar: String,
}

impl Act for SetContact {
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

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let SetContact { host, source, country, ref registrar } = *self;
        let Some(row) = view.get::<Host>(host) else {
            return Err(Problem::new("host", "is none that is known", "a host of the list of hosts").into());
        };
        let by_machine = ctx.actor.role == kernel::Role::System;
        if by_machine && row.contact_source == ContactSource::ByHand {
            return Err(
                Problem::new("host", "has a contact that a person entered", "nothing is left to do").into()
            );
        }
        if source == ContactSource::None || (source == ContactSource::Rdap && !by_machine) {
            let right = "by-hand, with the reason in slot 1";
            return Err(Problem::new("contact_source", "is not what a person finds", right).into());
        }
        if registrar.chars().count() > MAX_REGISTRAR || registrar.chars().any(char::is_control) {
            let right = "at most 120 letters in one line";
            return Err(Problem::new("registrar", "is no name", right).into());
        }
        let mut entries =
            vec![NewEntry::of(&ContactSet { host, source, country, registrar: registrar.clone() })];
        if country.map(Country::alpha2).unwrap_or_default() != row.host_country {
            entries.push(NewEntry::of(&HostStands { host, country }));
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Room, a_contact, analyst, field};
    use kernel::Actor;

    #[test]
    fn a_person_corrects_what_a_registry_said() {
        let mut room = Room::with_address();
        let found = SetContact {
            source: ContactSource::Rdap,
            registrar: "Fictional Registrar".into(),
            ..a_contact()
        };
        assert_eq!(field(&room.enter(&found, analyst(1))), "contact_source");
        assert!(room.entered(&found, Actor::SYSTEM));
        let before = room.rows::<Host>().remove(0);
        assert!(room.entered(&a_contact(), analyst(1)));
        let after = room.rows::<Host>().remove(0);
        assert_eq!(
            (before.contact_source, after.contact_source),
            (ContactSource::Rdap, ContactSource::ByHand)
        );
        assert_eq!(after.host_country, "FR");
        assert_eq!(field(&room.enter(&found, Actor::SYSTEM)), "host", "what a person entered stays");
        assert_ne!(before.contact_act, after.contact_act);
        assert_eq!(field(&room.enter(&SetContact { host: Id([9; 16]), ..a_contact() }, analyst(1))), "host");
        assert!(room.replays());
    }
}
