//! For tests of one room: facts of other rooms, entered as those rooms would enter them. Everything here is fictional.

use crate::outcome::CaseOpened;
use crate::report::ReportFiled;
use kernel::codes::{AgeBand, CodeList, DangerAnswer, Iccs, ReportingPerson};
use kernel::{
    Act, ActKind, ActSpec, Charter, Ctx, Denial, Event, Facet, Id, Nature, Needs, NewEntry, Role, Span, View,
};
use minicbor::{Decode, Encode};

/// Enters a fact of another room.
#[derive(Encode, Decode)]
pub struct Elsewhere {
    #[n(0)]
    kind: u16,
    #[n(1)]
    body: Vec<u8>,
    #[n(2)]
    about: Option<Id>,
}

const ELSEWHERE: ActKind = ActKind {
    code: 9_999,
    name: "test.elsewhere",
    about: "A fact of another room",
    nature: Nature::Decision,
    roles: &[Role::System, Role::Investigator],
};

impl Elsewhere {
    /// The act that enters this fact.
    #[must_use]
    pub fn of<E: Event>(event: &E) -> Elsewhere {
        Elsewhere { kind: E::KIND, body: NewEntry::of(event).body, about: None }
    }

    /// The same about a record.
    #[must_use]
    pub fn about(self, record: Id) -> Elsewhere {
        Elsewhere { about: Some(record), ..self }
    }
}

impl Act for Elsewhere {
    const KIND: &'static ActKind = &ELSEWHERE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        Ok(vec![NewEntry { kind: self.kind, version: 1, body: self.body.clone(), subject: self.about }])
    }
}

/// The charter that takes [`Elsewhere`].
#[must_use]
pub fn charter() -> Charter {
    Charter { name: "test", acts: vec![ActSpec::of::<Elsewhere>()], ..Charter::default() }
}

/// A report with so many pictures.
#[must_use]
pub fn a_report(report: Id, pictures: u32) -> ReportFiled {
    ReportFiled {
        report,
        by: ReportingPerson::NotSaid,
        danger: DangerAnswer::Safe,
        age: AgeBand::NotSaid,
        language: "en".into(),
        pictures,
        points: 0,
        reasons: Vec::new(),
        contact: false,
        folded_into: None,
        weights: None,
        came_by: None,
    }
}

/// A case that was opened ex officio.
#[must_use]
pub fn a_case(case: Id) -> CaseOpened {
    CaseOpened { case, offence: Iccs::all()[0], conduct_when: Span::UNKNOWN, ex_officio: true }
}
