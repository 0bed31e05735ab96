//! Every list in one place, for interfaces, exports and the check of translations.

use super::*;

/// One code as it is shown to those who do not know its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The code.
    pub code: &'static str,
    /// Its number in entries.
    pub number: i64,
    /// Its English label.
    pub label: &'static str,
}

/// One list as it is shown to those who do not know its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Name of the list.
    pub name: &'static str,
    /// Version of the list.
    pub version: u16,
    /// Where the list comes from.
    pub source: &'static str,
    /// Its codes in the order in which they are shown.
    pub codes: Vec<Listed>,
}

impl Listing {
    /// The listing of one code list; a room uses it for lists of its own.
    #[must_use]
    pub fn of<L: CodeList>() -> Self {
        let listed = |one: &L| Listed { code: one.code(), number: one.number(), label: one.label() };
        Self {
            name: L::NAME,
            version: L::VERSION,
            source: L::SOURCE,
            codes: L::all().iter().map(listed).collect(),
        }
    }
}

/// All lists of the kernel.
#[must_use]
pub fn catalogue() -> Vec<Listing> {
    vec![
        Listing::of::<Country>(),
        Listing::of::<Iccs>(),
        Listing::of::<DemandLevel>(),
        Listing::of::<DemandCategory>(),
        Listing::of::<Stage>(),
        Listing::of::<Verdict>(),
        Listing::of::<SentenceKind>(),
        Listing::of::<ReleaseKind>(),
        Listing::of::<ClosureReason>(),
        Listing::of::<SuspectRole>(),
        Listing::of::<Sector>(),
        Listing::of::<Sex>(),
        Listing::of::<ConductOfExploitation>(),
        Listing::of::<ReportingPerson>(),
        Listing::of::<ReportChannel>(),
        Listing::of::<ReportKind>(),
        Listing::of::<ReportOutcome>(),
        Listing::of::<NotPursuedReason>(),
        Listing::of::<DangerAnswer>(),
        Listing::of::<QueueState>(),
        Listing::of::<AgeBand>(),
        Listing::of::<Grade>(),
        Listing::of::<LeadState>(),
    ]
}
