//! Recording a victim of a case.

use super::CARERS;
use crate::checks::{entered, opened};
use crate::matters::{handles, person_needs};
use crate::tables::{CaseFile, CaseVictim};
use crate::told::{told, told_needs};
use facts::person::VictimRecorded;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Records a victim of a case. Recording again with another thread replaces the thread.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordVictim {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The victim.
    #[n(1)]
    pub person: Id,
    /// The report through whose thread the victim can be told; none when there is none.
    #[n(2)]
    pub thread: Id,
}

/// Kind of [`RecordVictim`].
const KIND: ActKind = ActKind {
    code: 303,
    name: "cases.record-victim",
    about: "Record a victim of a case",
    nature: Nature::Decision,
    roles: CARERS,
};

impl Act for RecordVictim {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case), ("person", self.person), ("thread", self.thread)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<CaseFile>(self.case);
        needs.row::<CaseVictim>((self.case, self.person));
        person_needs(self.person, view, needs);
        told_needs(self.case, self.person, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        handles(self.case, &[self.person], view)
    }

    fn subject(&self) -> Id {
        self.person
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        opened(self.case, view)?;
        entered("person", self.person, view)?;
        let RecordVictim { case, person, thread } = *self;
        match view.get::<CaseVictim>((case, person)) {
            Some(victim) if victim.thread == thread => Err(Problem::new(
                "person",
                "is recorded as a victim of this case already",
                "nothing is left to do",
            )
            .into()),
            _ => {
                let recorded = NewEntry::of(&VictimRecorded { person, case, thread });
                Ok(std::iter::once(recorded).chain(told(case, person, view)).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::desk::{CHILD, Desk, case, id, victim};
    use facts::Standing;

    #[test]
    fn counts_a_victim_once_and_lets_the_thread_change() {
        let mut desk = Desk::with_case();
        desk.does(&victim());
        assert!(desk.row::<Standing>(CHILD).unwrap().victim);
        assert_eq!(desk.problem(&victim()), "person");
        desk.report(id(60));
        desk.does(&RecordVictim { thread: id(60), ..victim() });
        assert_eq!(desk.row::<CaseVictim>((case(), CHILD)).unwrap().thread, id(60));
        assert_eq!(desk.row::<CaseFile>(case()).unwrap().victims, 1);
    }

    #[test]
    fn wants_a_case_and_a_person() {
        let mut desk = Desk::with_case();
        assert_eq!(desk.problem(&RecordVictim { case: id(99), ..victim() }), "case");
        assert_eq!(desk.problem(&RecordVictim { person: id(99), ..victim() }), "person");
    }
}
