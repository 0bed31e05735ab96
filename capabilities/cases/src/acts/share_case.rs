//! Need to know: the unit that opened a case shares it with another, and ends that again (¶52 derived).

use super::HANDLERS;
use crate::checks::opened;
use crate::tables::{CaseFile, CaseVictim, Proceeding};
use kernel::knowing::{Shared, Unshared, holders, sharing_needs};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Lets another unit know of a case, of its report and of everybody whom it concerns, now and later.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareCase {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The unit.
    #[n(1)]
    pub unit: Id,
}

/// Ends that another unit knows of a case. What it entered itself stays known to it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnshareCase {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The unit.
    #[n(1)]
    pub unit: Id,
}

/// Kind of [`ShareCase`].
const SHARE: ActKind = ActKind {
    code: 330,
    name: "cases.share",
    about: "Let another unit know of a case",
    nature: Nature::Decision,
    roles: HANDLERS,
};

/// Kind of [`UnshareCase`].
const UNSHARE: ActKind = ActKind {
    code: 331,
    name: "cases.unshare",
    about: "End that another unit knows of a case",
    nature: Nature::Decision,
    roles: HANDLERS,
};

pub(super) fn needs_of(case: Id, view: &View, needs: &mut Needs) {
    needs.row::<CaseFile>(case);
    needs.list::<Proceeding>("proceeding_by_case", case);
    needs.list::<CaseVictim>("case_victim_by_case", case);
    sharing_needs(case, case, needs);
    for record in told_with(case, view.peek::<CaseFile>(case), || people(case, view, true)) {
        sharing_needs(case, record, needs);
    }
}

pub(super) fn people(case: Id, view: &View, asking: bool) -> BTreeSet<Id> {
    let (proceedings, victims): (Vec<Proceeding>, Vec<CaseVictim>) = if asking {
        (view.peek_list("proceeding_by_case", case), view.peek_list("case_victim_by_case", case))
    } else {
        (view.list("proceeding_by_case", case), view.list("case_victim_by_case", case))
    };
    proceedings.into_iter().map(|row| row.person).chain(victims.into_iter().map(|row| row.person)).collect()
}

/// The report that a case began with, and everybody whom the case concerns.
pub(super) fn told_with(case: Id, file: Option<CaseFile>, people: impl Fn() -> BTreeSet<Id>) -> Vec<Id> {
    let report = file.and_then(|file| file.report.some()).filter(|report| *report != case);
    report.into_iter().chain(people()).collect()
}

/// The same entry about the case itself and, through the case, about whatever it brings with it.
pub(super) fn of_all(case: Id, file: CaseFile, view: &View, entry: impl Fn(Id) -> NewEntry) -> Vec<NewEntry> {
    let told = told_with(case, Some(file), || people(case, view, false));
    let of_people = told.into_iter().map(|record| entry(case).about(record));
    std::iter::once(entry(Id::NONE).about(case)).chain(of_people).collect()
}

fn handled(case: Id) -> Vec<Facet> {
    vec![Facet::Handles { matter: case }]
}

/// The case, if this unit opened it: its keeper decides who knows of it.
fn own(case: Id, ctx: &Ctx, view: &View) -> Result<CaseFile, Problem> {
    let file = opened(case, view)?;
    if file.unit == ctx.actor.unit {
        Ok(file)
    } else {
        Err(Problem::new(
            "case",
            "was opened by another unit",
            "the unit that opened it decides who knows of it",
        ))
    }
}

impl Act for ShareCase {
    const KIND: &'static ActKind = &SHARE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs_of(self.case, view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let report = view.get::<CaseFile>(self.case).and_then(|file| file.report.some());
        let gives = report.map(|matter| Facet::Gives { matter, to: self.unit });
        handled(self.case).into_iter().chain(gives).collect()
    }

    fn subject(&self) -> Id {
        self.case
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let ShareCase { case, unit } = *self;
        let file = own(case, ctx, view)?;
        if unit.is_none() {
            return Err(Problem::new("unit", "names nobody", "the unit that is to know of the case").into());
        }
        if holders(case, view).contains(&unit) {
            return Err(Problem::new("unit", "knows of it already", "nothing is left to do").into());
        }
        Ok(of_all(case, file, view, |through| NewEntry::of(&Shared { unit, through })))
    }
}

impl Act for UnshareCase {
    const KIND: &'static ActKind = &UNSHARE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs_of(self.case, view, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        handled(self.case)
    }

    fn subject(&self) -> Id {
        self.case
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let UnshareCase { case, unit } = *self;
        let file = own(case, ctx, view)?;
        if unit == file.unit {
            return Err(Problem::new("unit", "opened the case", "a unit that it was shared with").into());
        }
        if !holders(case, view).contains(&unit) {
            return Err(Problem::new("unit", "does not know of it", "a unit that it was shared with").into());
        }
        Ok(of_all(case, file, view, |through| NewEntry::of(&Unshared { unit, through })))
    }
}
