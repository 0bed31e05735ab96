//! A case that turns out to be about the police, a court, a school or this service is heard outside of the units that it is about
//! (¶46, 52): also when one of them has it already.

use super::share_case::{needs_of, of_all, people, told_with};
use crate::events::HeardOutside;
use crate::tables::CaseFile;
use facts::complaint::{CaseConcerned, about_needs, is_about};
use kernel::entry::to_cbor;
use kernel::knowing::{Holding, Shared, holders, unshare_through};
use kernel::{Act, ActKind, Ctx, Denial, Entry, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Gives a case to the body that hears complaints, and ends that any unit knows of it which it is about.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HearOutside {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The unit that hears it.
    #[n(1)]
    pub unit: Id,
}

/// Kind of [`HearOutside`].
const KIND: ActKind = ActKind {
    code: 334,
    name: "cases.hear-outside",
    about: "Give a case to the body that hears complaints, and to nobody whom it is about",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// The act that answers a [`CaseConcerned`]; nothing where a case is about somebody no more: the body shares it again, if it should.
pub(crate) fn react(entry: &Entry) -> Option<(u16, Vec<u8>)> {
    let CaseConcerned { case, unit, .. } = entry.event().ok()?;
    (!unit.is_none()).then(|| (KIND.code, to_cbor(&HearOutside { case, unit })))
}

impl Act for HearOutside {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what staff found.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs_of(self.case, view, needs);
        about_needs(self.case, self.unit, needs);
        for row in view.peek_list::<Holding>(Holding::BY_RECORD, self.case) {
            about_needs(self.case, row.unit, needs);
        }
    }

    /// The body is never one of those whom it is about.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Gives { matter: self.case, to: self.unit }]
    }

    fn subject(&self) -> Id {
        self.case
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let HearOutside { case, unit } = *self;
        let Some(file) = view.get::<CaseFile>(case) else {
            return Err(Problem::new("case", "is not known", "the number of a case").into());
        };
        let know = holders(case, view);
        let mut meant = know.clone();
        meant.retain(|&one| is_about(case, one, view));
        let keeper = if meant.contains(&file.unit) { unit } else { file.unit };
        let mut entries = vec![NewEntry::of(&HeardOutside { case, unit: keeper })];
        if !know.contains(&unit) {
            entries
                .extend(of_all(case, file.clone(), view, |through| NewEntry::of(&Shared { unit, through })));
        }
        let records = told_with(case, Some(file), || people(case, view, false));
        for one in meant {
            let of = |&record: &Id| unshare_through(one, case, record, view);
            entries.extend(std::iter::once(&case).chain(&records).flat_map(of));
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::ShareCase;
    use crate::tests::desk::{ADULT, CHILD, Desk, case, id, suspect, victim};
    use facts::complaint::set_concern;
    use facts::testing::Elsewhere;
    use facts::unit::{Unit, UnitKind};
    use kernel::{Actor, Instant, RuleName, Tables};

    const BODY: Id = Id([230; 16]);
    const POLICE: Id = Id([231; 16]);
    const SUPPORT: Id = Id([232; 16]);
    const REPORT: Id = Id([60; 16]);

    fn has_unit(desk: &mut Desk, unit: Id, word: &str, kind: UnitKind) {
        let tables: &mut dyn Tables = &mut desk.node.tables;
        tables.put(&Unit { unit, word: word.into(), kind, opened_at: Instant(0) }).unwrap();
    }

    /// A case with a victim and a suspect that a unit of the police opened and shared; its report is about the police.
    fn about_the_police() -> Desk {
        let mut desk = Desk::with_case();
        desk.does(&victim());
        desk.does(&suspect());
        let own = desk.investigator().unit;
        has_unit(&mut desk, own, "police-north", UnitKind::Police);
        has_unit(&mut desk, POLICE, "police-south", UnitKind::Police);
        has_unit(&mut desk, SUPPORT, "support", UnitKind::VictimSupport);
        has_unit(&mut desk, BODY, "complaints", UnitKind::Oversight);
        desk.does(&ShareCase { case: case(), unit: POLICE });
        desk.does(&ShareCase { case: case(), unit: SUPPORT });
        set_concern(&mut desk.node.tables, REPORT, UnitKind::Police, true).unwrap();
        desk
    }

    fn found(desk: &mut Desk, unit: Id) {
        let fact = CaseConcerned { case: case(), report: REPORT, unit };
        desk.does_as(Actor::SYSTEM, &Elsewhere::of(&fact));
    }

    fn know_of(desk: &Desk, record: Id) -> Vec<Id> {
        let rows = desk.rows::<Holding>().into_iter();
        let mut units: Vec<Id> = rows.filter(|row| row.record_id == record).map(|row| row.unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    #[test]
    fn the_body_has_it_with_everybody_in_it_and_no_unit_that_is_meant_knows_of_it() {
        let mut desk = about_the_police();
        found(&mut desk, BODY);
        assert_eq!(desk.row::<CaseFile>(case()).unwrap().unit, BODY);
        for record in [case(), CHILD, ADULT] {
            assert_eq!(know_of(&desk, record), [BODY, SUPPORT], "{record}");
        }
        assert_eq!(desk.problem(&victim()), "case", "who opened it is answered like a stranger");
        // Once more, it changes nothing.
        found(&mut desk, BODY);
        assert_eq!(know_of(&desk, case()), [BODY, SUPPORT]);
    }

    #[test]
    fn whom_a_unit_knows_by_another_case_it_goes_on_knowing() {
        let mut desk = about_the_police();
        desk.does(&crate::acts::OpenCase { case: id(51), ..crate::tests::desk::open_case() });
        desk.does(&crate::acts::RecordVictim { case: id(51), ..victim() });
        found(&mut desk, BODY);
        let own = desk.investigator().unit;
        assert!(know_of(&desk, CHILD).contains(&own));
        assert!(!know_of(&desk, ADULT).contains(&own) && !know_of(&desk, case()).contains(&own));
    }

    #[test]
    fn it_never_goes_to_whom_it_is_about_and_found_to_be_about_nobody_moves_nothing() {
        let mut desk = about_the_police();
        let before = know_of(&desk, case());
        found(&mut desk, Id::NONE);
        let act = HearOutside { case: case(), unit: POLICE };
        assert_eq!(desk.refused_to(Actor::SYSTEM, &act), RuleName::NoJudgeInOwnCause);
        assert_eq!(know_of(&desk, case()), before);
        assert_eq!(desk.problem_of(Actor::SYSTEM, &HearOutside { case: id(99), unit: BODY }), "case");
    }
}
