//! Naming the unit that hears complaints about agencies and officials (¶46, 52).

use super::body_needs;
use crate::events::{BodyNamed, ComplaintRouted};
use crate::tables::{Circumstance, Report};
use facts::complaint::{Body, ComplaintBody};
use facts::unit::{Unit, UnitKind};
use kernel::knowing::NO_UNIT_YET;
use kernel::{Act, ActKind, CodeList, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`NameBody`].
pub const KIND: ActKind = ActKind {
    code: 106,
    name: "reports.name-body",
    about: "Name the unit that hears complaints about agencies and officials",
    nature: Nature::Decision,
    roles: &[Role::Overseer, Role::Administrator],
};

/// So many complaints go to a body by one act.
const MOST: usize = 500;

/// Index of reports by unit.
const BY_UNIT: &str = "report_by_unit";

/// Names the unit to which complaints go from now on: the first body, or the second one, which hears complaints about the first.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameBody {
    /// Which of the two.
    #[n(0)]
    pub body: Body,
    /// The unit: one for oversight, and another than the other body's.
    #[n(1)]
    pub unit: Id,
}

impl NameBody {
    /// Complaints that waited for this body go to it, at most [`MOST`] by one act; whoever names it again moves the next.
    fn waiting(&self, view: &View) -> Vec<NewEntry> {
        let reports = view.list::<Report>(BY_UNIT, NO_UNIT_YET).into_iter().map(|row| row.report);
        let for_it =
            |report: &Id| view.get::<Circumstance>(*report).is_some_and(|row| row.body == self.body.number());
        reports
            .filter(for_it)
            .take(MOST)
            .map(|report| ComplaintRouted { report, body: self.body, unit: self.unit })
            .map(|routed| NewEntry::of(&routed).about(routed.report))
            .collect()
    }

    fn other(&self) -> Body {
        match self.body {
            Body::First => Body::Second,
            Body::Second => Body::First,
        }
    }
}

impl Act for NameBody {
    const KIND: &'static ActKind = &KIND;

    /// Units are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Unit>(self.unit);
        body_needs(needs);
        needs.list::<Report>(BY_UNIT, NO_UNIT_YET);
        for report in view.peek_list::<Report>(BY_UNIT, NO_UNIT_YET) {
            needs.row::<Circumstance>(report.report);
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        // The second body hears what is about the first: one unit as both would judge in its own cause.
        let about = view.get::<ComplaintBody>(self.other()).map(|row| row.unit);
        about.map(|about| Facet::RoutesComplaint { about, to: self.unit }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        self.unit
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let wrong = |wrong, right| Err(Problem::new("unit", wrong, right).into());
        match view.get::<Unit>(self.unit) {
            None => return wrong("is no unit of this node", "the number of a unit for oversight"),
            Some(unit) if unit.kind != UnitKind::Oversight => {
                return wrong("is no unit for oversight", "a unit that was opened for oversight");
            }
            Some(_) => {}
        }
        let waiting = self.waiting(view);
        let is_named = view.get::<ComplaintBody>(self.body).is_some_and(|row| row.unit == self.unit);
        if is_named && waiting.is_empty() {
            return wrong("is named already", "another unit, or leave it");
        }
        let named = NewEntry::of(&BodyNamed { body: self.body, unit: self.unit });
        Ok(std::iter::once(named).chain(waiting).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{FileReport, TakeUp};
    use crate::circumstances::Circumstances;
    use crate::codes::SaidOf;
    use crate::testing::{REPORT, Room, a_report, analyst, field, overseer};
    use kernel::{Actor, Outcome, RuleName};

    #[test]
    fn complaints_that_waited_for_a_body_go_to_it_when_it_is_named() {
        let mut room = Room::default();
        let unit = room.unit("one", UnitKind::Oversight);
        let circumstances = Circumstances { said_of: vec![SaidOf::School], ..Circumstances::default() };
        assert!(room.entered(&FileReport { circumstances, ..a_report() }, Actor::PUBLIC));
        let second = room.unit("two", UnitKind::Oversight);
        assert!(room.entered(&NameBody { body: Body::Second, unit: second }, overseer(1)));
        assert_eq!(room.report().unit, NO_UNIT_YET);
        assert!(room.entered(&NameBody { body: Body::First, unit }, overseer(1)));
        assert_eq!(room.report().unit, unit);
        assert!(room.entered(&TakeUp { report: REPORT }, Actor { unit, ..analyst(4) }));
        assert!(room.replays());
    }

    #[test]
    fn a_body_is_a_unit_for_oversight_and_never_both() {
        let mut room = Room::default();
        let (first, second, police) = (
            room.unit("one", UnitKind::Oversight),
            room.unit("two", UnitKind::Oversight),
            room.unit("three", UnitKind::Police),
        );
        let name = |body, unit| NameBody { body, unit };
        for unit in [Id::NONE, Id([77; 16]), police] {
            assert_eq!(field(&room.enter(&name(Body::First, unit), overseer(1))), "unit");
        }
        assert!(matches!(room.enter(&name(Body::First, first), analyst(1)), Outcome::Forbidden(_)));
        assert!(room.entered(&name(Body::First, first), overseer(1)));
        assert_eq!(field(&room.enter(&name(Body::First, first), overseer(1))), "unit");
        assert_eq!(room.refused_by(&name(Body::Second, first), overseer(1)), RuleName::NoJudgeInOwnCause);
        assert!(room.entered(&name(Body::Second, second), overseer(1)));
        assert_eq!(room.refused_by(&name(Body::First, second), overseer(1)), RuleName::NoJudgeInOwnCause);
        let named: Vec<_> =
            room.rows::<ComplaintBody>().into_iter().map(|row| (row.body, row.unit)).collect();
        assert_eq!(named, [(Body::First, first), (Body::Second, second)]);
        assert!(room.replays());
    }
}
