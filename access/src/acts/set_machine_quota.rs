//! How much the key of a sender's system hands in at most.

use super::checked_quota;
use crate::events::MachineQuotaSet;
use crate::tables::MachineKey;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Sets how much a machine key hands in at most. What is more is to be sent again later, and nothing is lost by it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetMachineQuota {
    /// The key's number.
    #[n(0)]
    pub key: Id,
    /// Most reports within a minute.
    #[n(1)]
    #[schema(minimum = 1)]
    pub per_minute: u32,
    /// Most bytes within a day.
    #[n(2)]
    #[schema(minimum = 1_048_576)]
    pub bytes_a_day: u64,
}

const KIND: ActKind = ActKind {
    code: 712,
    name: "access.set-machine-quota",
    about: "Set how much the key of a sender's system hands in at most",
    nature: Nature::Decision,
    roles: &[Role::Administrator],
};

impl Act for SetMachineQuota {
    const KIND: &'static ActKind = &KIND;

    /// Keys are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<MachineKey>(self.key);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.key
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let SetMachineQuota { key, per_minute, bytes_a_day } = *self;
        if view.get::<MachineKey>(key).is_none_or(|row| !row.lets_in(ctx.now)) {
            return Err(Problem::new("key", "is none in use", "a key from the list of machine keys").into());
        }
        checked_quota(Some(per_minute), Some(bytes_a_day))?;
        Ok(vec![NewEntry::of(&MachineQuotaSet { key, per_minute, bytes_a_day })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::OpenMachineKey;
    use crate::codes::Environment;
    use crate::testing::{Desk, id, police};

    #[test]
    fn an_administrator_sets_how_much_a_key_hands_in() {
        let mut desk = Desk::new();
        let by = Desk::administrator();
        desk.does(&police(), by);
        let quota = SetMachineQuota { key: id(90), per_minute: 60, bytes_a_day: 1 << 30 };
        assert_eq!(desk.problem(&quota, by), "key");
        let (unit, environment) = (police().unit, Environment::Production);
        let open = OpenMachineKey { key: id(90), unit, environment, per_minute: None, bytes_a_day: None };
        let wrong = OpenMachineKey { per_minute: Some(0), ..open.clone() };
        assert_eq!(desk.problem(&wrong, by), "per_minute");
        desk.does(&open, by);
        let row: MachineKey = desk.row(id(90)).unwrap();
        assert_eq!((row.per_minute, row.bytes_a_day), (600_000, 1 << 40));
        desk.forbidden(&quota, Desk::overseer());
        desk.does(&quota, by);
        let row: MachineKey = desk.row(id(90)).unwrap();
        assert_eq!((row.per_minute, row.bytes_a_day), (60, 1 << 30));
        assert_eq!(desk.problem(&SetMachineQuota { per_minute: 0, ..quota.clone() }, by), "per_minute");
        assert_eq!(desk.problem(&SetMachineQuota { bytes_a_day: 5, ..quota }, by), "bytes_a_day");
    }
}
