//! What an authority did: the part that all such facts share. How they are taken in stands in the guide to the room.

use crate::checks::{in_lifetime, opened, well_formed};
use crate::matters::{conduct_when, handles, person_needs};
use crate::tables::{CaseFile, Proceeding};
use crate::told::{told, told_needs};
use facts::outcome::StageReached;
use facts::person::SuspectNamed;
use facts::persons_standing;
use kernel::codes::{ConductOfExploitation, Stage, SuspectRole, Verdict};
use kernel::rule::{Ground, Step};
use kernel::{Event, Facet, Id, Needs, NewEntry, Problem, Source, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Under this age in years a person is a child (Convention on the Rights of the Child, art. 1; ¶42).
pub(crate) const ADULT_AGE: i16 = 18;

/// Who did something to whom in which case, when, and which document says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Deed {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The person.
    #[n(1)]
    pub person: Id,
    /// The authority that did it.
    #[n(2)]
    pub authority: Id,
    /// When.
    #[n(3)]
    pub happened: Span,
    /// The document that says so.
    #[n(4)]
    pub document: Id,
}

/// What the person is accused of, as far as rules ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Accusation {
    /// What exploitation makes of a child (¶82(f)), where the conduct is of that kind.
    #[n(0)]
    pub conduct: Option<ConductOfExploitation>,
    /// When the conduct was; [`Span::UNKNOWN`] when the document does not say.
    #[n(1)]
    pub when: Span,
}

/// A fact that an authority made, and how it shows in the proceeding.
pub(crate) trait Told: Event {
    /// What it shares with all such facts.
    fn deed(&self) -> &Deed;
    /// Writes it into the proceeding. The later deed stands, whichever comes in first.
    fn tell(&self, proceeding: &mut Proceeding);
}

impl Deed {
    pub(crate) fn source(&self) -> Source {
        Source { authority: self.authority, happened: self.happened, document: self.document }
    }

    pub(crate) fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case), ("person", self.person)]
    }

    pub(crate) fn needs(&self, view: &View, needs: &mut Needs) {
        needs.row::<CaseFile>(self.case);
        needs.row::<Proceeding>((self.case, self.person));
        person_needs(self.person, view, needs);
        told_needs(self.case, self.person, needs);
    }

    pub(crate) fn handles(&self, view: &View) -> Vec<Facet> {
        handles(self.case, &[self.person], view)
    }

    /// The proceeding as it stands.
    pub(crate) fn proceeding(&self, view: &View) -> Option<Proceeding> {
        view.get::<Proceeding>((self.case, self.person))
    }

    /// The accusation, dated from the record where its document is silent: by the proceeding, or else by the case.
    pub(crate) fn dated(&self, accusation: Accusation, view: &View) -> Accusation {
        let recorded = || conduct_when(self.case, self.person, view);
        let when = if accusation.when.is_unknown() { recorded() } else { accusation.when };
        Accusation { when, ..accusation }
    }

    /// The same for what rests on a charge: where it is silent about the conduct, that of the charge holds.
    pub(crate) fn as_charged(&self, accusation: Accusation, view: &View) -> Accusation {
        let charged = self.proceeding(view).and_then(|row| row.conduct_of_exploitation());
        self.dated(Accusation { conduct: accusation.conduct.or(charged), ..accusation }, view)
    }

    /// What cannot be: an unknown case or person, days in a wrong order, a day before birth.
    pub(crate) fn check(&self, view: &View) -> Result<(), Problem> {
        opened(self.case, view)?;
        crate::checks::entered("person", self.person, view)?;
        well_formed("happened", self.happened)?;
        in_lifetime("happened", self.happened, self.person, view)
    }

    /// The person reached a stage: told to other rooms once a proceeding, and only of suspects.
    pub(crate) fn reached(&self, stage: Stage, verdict: Verdict, view: &View) -> Option<NewEntry> {
        let row = self.proceeding(view);
        row.filter(|row| row.suspect && !row.has_reached(stage)).map(|_| self.stage(stage, verdict))
    }

    fn stage(&self, stage: Stage, verdict: Verdict) -> NewEntry {
        let (person, case, happened) = (self.person, self.case, self.happened);
        NewEntry::of(&StageReached { person, case, stage, verdict, happened })
    }

    /// What an accusing deed tells other rooms: the person is a suspect, and has reached the stage. Neither where it wrongs a
    /// child. Whoever knows of the case knows of the person from now on.
    pub(crate) fn accused(
        &self,
        accusation: &Accusation,
        stage: Stage,
        verdict: Verdict,
        view: &View,
    ) -> Vec<NewEntry> {
        let told = told(self.case, self.person, view);
        if accusation.wrongs_a_child(self.person, view) {
            return told;
        }
        let row = self.proceeding(view);
        let named = row.as_ref().is_some_and(|row| row.suspect);
        let naming = (!named).then(|| {
            NewEntry::of(&SuspectNamed {
                person: self.person,
                case: self.case,
                role: SuspectRole::NotDetermined,
                conduct_when: accusation.when,
                conduct: accusation.conduct,
            })
        });
        let reached = row.is_some_and(|row| row.has_reached(stage));
        let stage = (!reached).then(|| self.stage(stage, verdict));
        naming.into_iter().chain(stage).chain(told).collect()
    }
}

impl Accusation {
    /// Nothing said: what is on record holds.
    pub const SILENT: Accusation = Accusation { conduct: None, when: Span::UNKNOWN };

    /// In the words that rules speak.
    pub(crate) fn facet(&self, person: Id, step: Step) -> Facet {
        Facet::Accuses { person, conduct: self.conduct, when: self.when, step, ground: Ground::Assessment }
    }

    /// The condition under which rule victim-is-not-offender marks a fact.
    pub(crate) fn wrongs_a_child(&self, person: Id, view: &View) -> bool {
        self.conduct.is_some() && persons_standing(person, view).born().may_be_under(ADULT_AGE, self.when)
    }

    /// Nobody is accused of what came after, or of what was over before they were born.
    pub(crate) fn check(&self, deed: &Deed, view: &View) -> Result<(), Problem> {
        well_formed("accusation.when", self.when)?;
        if self.when.from > deed.happened.to {
            return Err(Problem::new("accusation.when", "lies after the deed", "a day before it"));
        }
        in_lifetime("accusation.when", self.when, deed.person, view)
    }
}
