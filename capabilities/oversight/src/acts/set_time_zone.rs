//! Setting the node's time zone: by it days begin and working hours count.

use crate::events::TimeZoneSet;
use crate::tables::NodeZone;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Sets the time zone.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTimeZone {
    /// Its name in the IANA database, such as America/Bogota.
    #[n(0)]
    pub zone: String,
}

const KIND: ActKind = ActKind {
    code: 932,
    name: "oversight.set-time-zone",
    about: "Set the node's time zone",
    nature: Nature::Decision,
    roles: &[Role::Administrator],
};

impl Act for SetTimeZone {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<NodeZone>(1_i64);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        // The zones are those that this program was built with: no file is read.
        let zone = jiff::tz::TimeZone::get(&self.zone).ok();
        let Some(zone) = zone.as_ref().and_then(jiff::tz::TimeZone::iana_name) else {
            let right = "a name of the IANA database, such as America/Bogota";
            return Err(Problem::new("zone", "is no time zone that is known here", right).into());
        };
        if view.get::<NodeZone>(1_i64).is_some_and(|set| set.zone == zone) {
            return Err(Problem::new("zone", "is set already", "another one").into());
        }
        Ok(vec![NewEntry::of(&TimeZoneSet { zone: zone.to_owned() })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Desk, administrator, overseer};
    use kernel::Outcome;

    #[test]
    fn only_a_zone_that_is_known_can_be_set() {
        let mut desk = Desk::new();
        let zone = |zone: &str| SetTimeZone { zone: zone.into() };
        for wrong in ["", "Bogota", "../etc/passwd", "America/Nowhere"] {
            assert_eq!(desk.problem(&zone(wrong), administrator(4)), "zone", "{wrong}");
        }
        assert!(matches!(desk.tries(&zone("UTC"), overseer(1)), Outcome::Forbidden(_)));
        desk.does(&zone("america/bogota"), administrator(4));
        assert_eq!(desk.row::<NodeZone>(1_i64).unwrap().zone, "America/Bogota");
        assert_eq!(desk.problem(&zone("America/Bogota"), administrator(4)), "zone");
    }
}
