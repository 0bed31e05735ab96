//! Opening a key for a sender's system: a platform's, another hotline's, an agency's (¶38, 40).

use super::checked_quota;
use crate::codes::Environment;
use crate::events::MachineKeyOpened;
use crate::tables::MachineKey;
use facts::unit::Unit;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Opens a machine key. It sends reports for a unit, and reads nothing. Name and secret stand beside the journal.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenMachineKey {
    /// The key's number, made by the sender.
    #[n(0)]
    pub key: Id,
    /// The unit that it sends for.
    #[n(1)]
    pub unit: Id,
    /// What it opens: `production`, or `sandbox`, from which nothing reaches a desk.
    #[n(2)]
    pub environment: Environment,
    /// Most reports that it hands in within a minute; 600,000 where it is left out.
    #[n(3)]
    pub per_minute: Option<u32>,
    /// Most bytes that it hands in within a day; a tebibyte where it is left out.
    #[n(4)]
    pub bytes_a_day: Option<u64>,
}

const KIND: ActKind = ActKind {
    code: 980,
    name: "access.open-machine-key",
    about: "Open a key for a sender's system",
    nature: Nature::Decision,
    roles: &[Role::Administrator],
};

impl Act for OpenMachineKey {
    const KIND: &'static ActKind = &KIND;

    /// Keys and units are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<MachineKey>(self.key);
        needs.row::<Unit>(self.unit);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.key
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let OpenMachineKey { key, unit, environment, per_minute, bytes_a_day } = *self;
        if key.is_none() || view.get::<MachineKey>(key).is_some() {
            return Err(Problem::new("key", "is no new number", "a number that no key has").into());
        }
        if view.get::<Unit>(unit).is_none() {
            return Err(Problem::new("unit", "is no unit of this node", "the number of a unit").into());
        }
        checked_quota(per_minute, bytes_a_day)?;
        Ok(vec![NewEntry::of(&MachineKeyOpened { key, unit, environment, per_minute, bytes_a_day })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::EndMachineKey;
    use crate::testing::{Desk, id, police};

    #[test]
    fn a_key_is_opened_once_for_a_unit_that_is_there_and_ended_once() {
        let mut desk = Desk::new();
        let by = Desk::administrator();
        let act = OpenMachineKey {
            key: id(90),
            unit: police().unit,
            environment: Environment::Sandbox,
            per_minute: None,
            bytes_a_day: None,
        };
        assert_eq!(desk.problem(&act, by), "unit");
        desk.does(&police(), by);
        desk.forbidden(&act, Desk::overseer());
        desk.does(&act, by);
        assert_eq!(desk.problem(&act, by), "key");
        let row: MachineKey = desk.row(id(90)).unwrap();
        assert_eq!((row.unit, row.environment, row.works), (police().unit, Environment::Sandbox, true));
        desk.does(&EndMachineKey { key: id(90) }, Desk::overseer());
        assert!(!desk.row::<MachineKey>(id(90)).unwrap().works);
        assert_eq!(desk.problem(&EndMachineKey { key: id(90) }, by), "key");
    }
}
