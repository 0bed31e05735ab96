//! Erasing a person: asked for by one, confirmed by the overseer. The journal stays whole; what was sealed is gone.

use crate::act::{Act, ActKind, ActSpec, Nature};
use crate::actor::{Ctx, Role};
use crate::charter::{Apply, EventSpec};
use crate::entry::{Entry, Event, NewEntry};
use crate::kept::RecordClock;
use crate::refusal::{Denial, Problem};
use crate::rule::Facet;
use crate::table::{Record, Table};
use crate::tables::{TableFault, Tables};
use crate::view::{Needs, View};
use crate::{Id, Instant, event, record};
use minicbor::{Decode, Encode};

record! {
    /// Erasures asked for and carried out.
    pub struct Erasure in "erasure", Derived, key 1, indexes [by_state: 3] {
        /// The report or person whose sealed data go.
        subject: Id, Internal;
        /// Who asked.
        asked_by: Id, Internal;
        /// When it was asked, UTC ms.
        asked_at: Instant, Internal;
        /// 0 asked, 1 carried out.
        done: bool, Internal;
        /// Number of the entry that carried it out; 0 before.
        seq: i64, Internal;
        /// The schedule that asked for it; none when a person did.
        schedule: Id, Internal;
    }
}

/// Somebody asked that a report's or person's sealed data be erased.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ErasureAsked {}
event!(ErasureAsked, 3, 1, "journal.erasure-asked");

/// The overseer confirmed: keys, ciphertexts, sealed rows and salts of the entry's subject are gone.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Erased {}
event!(Erased, 4, 1, "journal.erased");

/// Asks for an erasure.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskErasure {
    /// The report or person.
    #[n(0)]
    pub subject: Id,
}

/// Confirms an erasure that somebody else asked for.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmErasure {
    /// The report or person.
    #[n(0)]
    pub subject: Id,
}

/// Honours an erasure whose entry was lost with the end of a journal: its keys are gone already. Entered by Tutela itself when a
/// backup is restored that is older than the erasure.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HonourErasure {
    /// The report or person.
    #[n(0)]
    pub subject: Id,
}

/// Confirms several erasures at once. Each is named by its number: nothing is erased that was not read out.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmErasures {
    /// The reports, cases, persons or lists, 1 to 50.
    #[n(0)]
    pub subjects: Vec<Id>,
}

/// How many erasures one act confirms at most: as many as one page shows.
pub const MOST_AT_ONCE: usize = 50;

/// Kind of [`AskErasure`].
pub const ASK: ActKind = ActKind {
    code: 1,
    name: "journal.ask-erasure",
    about: "Ask that a report's or person's sealed data be erased",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::VictimSupport, Role::Overseer],
};

/// Kind of [`ConfirmErasure`].
pub const CONFIRM: ActKind = ActKind {
    code: 2,
    name: "journal.confirm-erasure",
    about: "Confirm an erasure that somebody else asked for",
    nature: Nature::Decision,
    roles: &[Role::Overseer],
};

/// Kind of [`ConfirmErasures`].
pub const CONFIRM_SEVERAL: ActKind = ActKind {
    code: 9,
    name: "journal.confirm-erasures",
    about: "Confirm erasures, each by its number, that somebody else or a schedule asked for",
    nature: Nature::Decision,
    roles: &[Role::Overseer],
};

/// Kind of [`HonourErasure`].
pub const HONOUR: ActKind = ActKind {
    code: 8,
    name: "journal.honour-erasure",
    about: "Enter an erasure again that is not in a restored journal",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for AskErasure {
    const KIND: &'static ActKind = &ASK;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("subject", self.subject)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Erasure>(self.subject);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        let subject = self.subject;
        vec![Facet::Handles { matter: subject }, Facet::Erases { subject, scheduled: false }]
    }

    fn subject(&self) -> Id {
        self.subject
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if self.subject.is_none() {
            return Err(Problem::new("subject", "names nothing", "the number of a report or a person").into());
        }
        // What is sealed after an erasure can be erased again.
        if view.get::<Erasure>(self.subject).is_some_and(|erasure| !erasure.done) {
            return Err(
                Problem::new("subject", "its erasure was asked for already", "confirm that one").into()
            );
        }
        Ok(vec![NewEntry::of(&ErasureAsked {})])
    }
}

impl Act for ConfirmErasure {
    const KIND: &'static ActKind = &CONFIRM;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("subject", self.subject)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Erasure>(self.subject);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        confirming(self.subject, view).into()
    }

    fn subject(&self) -> Id {
        self.subject
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        waits("subject", self.subject, view)?;
        Ok(vec![NewEntry::of(&Erased {})])
    }
}

/// What confirming one erasure would do.
fn confirming(subject: Id, view: &View) -> [Facet; 3] {
    let asked = view.get::<Erasure>(subject);
    let first = asked.as_ref().map_or(Id::NONE, |erasure| erasure.asked_by);
    let scheduled = asked.is_some_and(|erasure| !erasure.schedule.is_none());
    [Facet::NeedsTwo { first }, Facet::Handles { matter: subject }, Facet::Erases { subject, scheduled }]
}

/// Whether an erasure waits to be confirmed.
fn waits(field: &'static str, subject: Id, view: &View) -> Result<(), Problem> {
    match view.get::<Erasure>(subject) {
        Some(erasure) if !erasure.done => Ok(()),
        Some(_) => {
            Err(Problem::new(field, format!("{subject} is erased already"), "one that waits to be confirmed"))
        }
        None => Err(Problem::new(
            field,
            format!("nobody asked for the erasure of {subject}"),
            "one asks, another confirms",
        )),
    }
}

impl Act for ConfirmErasures {
    const KIND: &'static ActKind = &CONFIRM_SEVERAL;

    fn names(&self) -> Vec<(&'static str, Id)> {
        self.subjects.iter().map(|subject| ("subjects", *subject)).collect()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        self.subjects.iter().for_each(|&subject| needs.row::<Erasure>(subject));
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        self.subjects.iter().flat_map(|&subject| confirming(subject, view)).collect()
    }

    fn subject(&self) -> Id {
        self.subjects.first().copied().unwrap_or(Id::NONE)
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let mut named = self.subjects.clone();
        named.sort_unstable();
        named.dedup();
        if named.is_empty() || named.len() != self.subjects.len() || named.len() > MOST_AT_ONCE {
            let wrong = format!("{} numbers, {} different ones", self.subjects.len(), named.len());
            return Err(Problem::new("subjects", wrong, "1 to 50 numbers, each once").into());
        }
        self.subjects.iter().try_for_each(|&subject| waits("subjects", subject, view))?;
        Ok(self.subjects.iter().map(|&subject| NewEntry::of(&Erased {}).about(subject)).collect())
    }
}

/// From now on an erasure waits for the overseer that a schedule asks for: `asked_by` laid the schedule down.
///
/// # Errors
/// [`TableFault`].
pub fn put_forward(
    tables: &mut dyn Tables,
    (subject, schedule): (Id, Id),
    asked_by: Id,
    asked_at: Instant,
) -> Result<(), TableFault> {
    tables.put(&Erasure { subject, asked_by, asked_at, done: false, seq: 0, schedule })
}

/// Takes back what a schedule asked for and nobody confirmed.
///
/// # Errors
/// [`TableFault`].
pub fn take_back(tables: &mut dyn Tables, subject: Id) -> Result<(), TableFault> {
    match tables.get::<Erasure>(subject)? {
        Some(erasure) if !erasure.done && !erasure.schedule.is_none() => tables.delete::<Erasure>(subject),
        _ => Ok(()),
    }
}

impl Act for HonourErasure {
    const KIND: &'static ActKind = &HONOUR;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}

    // Two people decided it before its entry was lost; who handles the matter decides nothing here.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.subject
    }

    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        if self.subject.is_none() {
            return Err(Problem::new("subject", "names nothing", "the number of a report or a person").into());
        }
        Ok(vec![NewEntry::of(&Erased {})])
    }
}

fn apply_asked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let (subject, asked_by, asked_at) = (entry.subject, entry.actor.id, entry.recorded);
    tables.put(&Erasure { subject, asked_by, asked_at, done: false, seq: 0, schedule: Id::NONE })
}

fn apply_erased(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let asked = tables.get::<Erasure>(entry.subject)?;
    // Where the asking was lost with a journal's end, who enters the erasure again stands for it.
    let (subject, asked_by, asked_at) = (entry.subject, entry.actor.id, entry.recorded);
    let unasked = Erasure { subject, asked_by, asked_at, done: false, seq: 0, schedule: Id::NONE };
    let erasure = asked.unwrap_or(unasked);
    tables.delete::<RecordClock>(subject)?;
    let seq = i64::try_from(entry.seq).unwrap_or(i64::MAX);
    tables.put(&Erasure { done: true, seq, ..erasure })
}

pub(crate) fn acts() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<AskErasure>(),
        ActSpec::of::<ConfirmErasure>(),
        ActSpec::of::<ConfirmErasures>(),
        ActSpec::of::<HonourErasure>(),
    ]
}

/// Acts that enter an erasure.
pub(crate) fn erasing() -> Vec<u16> {
    vec![CONFIRM.code, CONFIRM_SEVERAL.code, HONOUR.code]
}

pub(crate) fn events() -> [EventSpec; 2] {
    [EventSpec::of::<ErasureAsked>(), EventSpec::of::<Erased>()]
}

pub(crate) fn projections() -> [(u16, Apply); 2] {
    [(ErasureAsked::KIND, apply_asked), (Erased::KIND, apply_erased)]
}

pub(crate) const TABLE: &Table = <Erasure as Record>::TABLE;
