//! Setting when a unit works: what lies outside of it stands out when somebody looks.

use crate::events::WorkingWeekSet;
use facts::unit::Unit;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Sets when a unit works, in the node's time zone.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetWorkingWeek {
    /// The unit; none for all that have no hours of their own.
    #[n(0)]
    pub unit: Id,
    /// Days of the week: 1 Monday, 2 Tuesday, 4 Wednesday, 8 Thursday, 16 Friday, 32 Saturday, 64 Sunday, added up.
    #[n(1)]
    pub weekdays: u8,
    /// First minute of the day, 0 to 1439.
    #[n(2)]
    pub from_minute: u16,
    /// The minute after the last, 1 to 1440; below the first when work goes on past midnight.
    #[n(3)]
    pub until_minute: u16,
}

const KIND: ActKind = ActKind {
    code: 930,
    name: "oversight.set-working-week",
    about: "Set on which days and at which hours a unit works",
    nature: Nature::Decision,
    roles: &[Role::Administrator],
};

impl Act for SetWorkingWeek {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Unit>(self.unit);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.unit
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if !self.unit.is_none() && view.get::<Unit>(self.unit).is_none() {
            return Err(Problem::new("unit", "is none", "the number of a unit, or nothing for all").into());
        }
        if self.weekdays > 127 {
            return Err(Problem::new("weekdays", "names more than seven days", "0 to 127").into());
        }
        if self.from_minute >= DAY {
            return Err(Problem::new("from_minute", "is no minute of a day", "0 to 1439").into());
        }
        if self.until_minute == 0 || self.until_minute > DAY || self.until_minute == self.from_minute {
            let right = "1 to 1440, another than the first";
            return Err(Problem::new("until_minute", "ends no working time", right).into());
        }
        let SetWorkingWeek { weekdays: days, from_minute, until_minute, .. } = *self;
        Ok(vec![NewEntry::of(&WorkingWeekSet { days, from_minute, until_minute })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::WorkingWeek;
    use crate::testing::{Desk, administrator, id, overseer};
    use kernel::Outcome;

    #[test]
    fn hours_that_cannot_be_are_told() {
        let mut desk = Desk::new();
        let right = SetWorkingWeek { unit: Id::NONE, weekdays: 31, from_minute: 420, until_minute: 1140 };
        for (field, wrong) in [
            ("unit", SetWorkingWeek { unit: id(1), ..right.clone() }),
            ("weekdays", SetWorkingWeek { weekdays: 128, ..right.clone() }),
            ("from_minute", SetWorkingWeek { from_minute: 1440, ..right.clone() }),
            ("until_minute", SetWorkingWeek { until_minute: 0, ..right.clone() }),
            ("until_minute", SetWorkingWeek { until_minute: 1441, ..right.clone() }),
            ("until_minute", SetWorkingWeek { until_minute: 420, ..right.clone() }),
        ] {
            assert_eq!(desk.problem(&wrong, administrator(4)), field);
        }
        assert_eq!(desk.row::<WorkingWeek>(Id::NONE), None);
        assert!(matches!(desk.tries(&right, overseer(1)), Outcome::Forbidden(_)));
        desk.does(&right, administrator(4));
        let night = SetWorkingWeek { from_minute: 1320, until_minute: 360, ..right };
        desk.does(&night, administrator(4));
        let row: WorkingWeek = desk.row(Id::NONE).unwrap();
        assert_eq!((row.days, row.from_minute, row.until_minute), (31, 1320, 360));
    }
}
