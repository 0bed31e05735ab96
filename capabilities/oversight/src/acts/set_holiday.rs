//! Setting a day free: an operator's data, with the law or order that says so.

use crate::events::HolidaySet;
use facts::unit::Unit;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most letters of a source.
const LONGEST_SOURCE: usize = 120;

/// Sets whether a day is free.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetHoliday {
    /// The unit; none for all.
    #[n(0)]
    pub unit: Id,
    /// The day.
    #[n(1)]
    pub on: Span,
    /// Free, or worked after all.
    #[n(2)]
    pub free: bool,
    /// The law or order that says so, at most 120 letters.
    #[n(3)]
    pub source: String,
}

const KIND: ActKind = ActKind {
    code: 931,
    name: "oversight.set-holiday",
    about: "Set whether a day is free, and which law or order says so",
    nature: Nature::Decision,
    roles: &[Role::Administrator],
};

impl Act for SetHoliday {
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
        if self.on.from != self.on.to {
            return Err(Problem::new("on", "is more than one day", "one day: 2026-03-05").into());
        }
        let source = self.source.trim();
        if source.is_empty() || source.chars().count() > LONGEST_SOURCE || source.contains(char::is_control) {
            let right = "the law or order that says so, in one line of at most 120 letters";
            return Err(Problem::new("source", "names no source", right).into());
        }
        let set = HolidaySet { day: self.on.from, free: self.free, source: source.to_owned() };
        Ok(vec![NewEntry::of(&set)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Holiday;
    use crate::testing::{Desk, administrator, analyst, id};
    use kernel::{Day, Outcome};

    #[test]
    fn a_free_day_has_a_source_and_can_be_worked_after_all() {
        let mut desk = Desk::new();
        let right = SetHoliday {
            unit: Id::NONE,
            on: Span::on(Day(20_700)),
            free: true,
            source: " Fictional law 3 ".into(),
        };
        for (field, wrong) in [
            ("unit", SetHoliday { unit: id(1), ..right.clone() }),
            ("on", SetHoliday { on: Span { from: Day(1), to: Day(2) }, ..right.clone() }),
            ("source", SetHoliday { source: " ".into(), ..right.clone() }),
            ("source", SetHoliday { source: "x".repeat(121), ..right.clone() }),
            ("source", SetHoliday { source: "two\nlines".into(), ..right.clone() }),
        ] {
            assert_eq!(desk.problem(&wrong, administrator(4)), field);
        }
        assert!(matches!(desk.tries(&right, analyst(1)), Outcome::Forbidden(_)));
        desk.does(&right, administrator(4));
        let row: Holiday = desk.row((Id::NONE, Day(20_700))).unwrap();
        assert_eq!((row.free, row.source.as_str()), (true, "Fictional law 3"));
        desk.does(&SetHoliday { free: false, ..right }, administrator(4));
        assert!(!desk.row::<Holiday>((Id::NONE, Day(20_700))).unwrap().free);
    }
}
