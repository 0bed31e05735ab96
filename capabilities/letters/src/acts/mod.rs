//! The room's acts, one file each.

pub mod add_platform;
pub mod approve_basis;
pub mod draft;
pub mod mend_platform;
pub mod propose_basis;
pub mod record_answer;
pub mod review_emergency;
pub mod send;
pub mod sent_by_hand;
pub mod tell_clock;
pub mod tell_sending;
pub mod withdraw;

pub use add_platform::AddPlatform;
pub use approve_basis::ApproveBasis;
pub use draft::Draft;
pub use mend_platform::MendPlatform;
pub use propose_basis::ProposeBasis;
pub use record_answer::RecordAnswer;
pub use review_emergency::ReviewEmergency;
pub use send::Send;
pub use sent_by_hand::SentByHand;
pub use tell_clock::TellClock;
pub use tell_sending::TellSending;
pub use withdraw::Withdraw;

use crate::rules::{Asked, no_victim_as_suspect};
use crate::tables::{Basis, Letter, Platform};
use facts::{handles, person_needs, persons_standing};
use kernel::codes::ConductOfExploitation;
use kernel::rule::{Ground, Step};
use kernel::{ActSpec, CodeList as _, Denial, Facet, Id, Needs, Problem, Role, Span, View};

/// Who lays down what letters rest on.
pub(crate) const KEEPERS: &[Role] = &[Role::Administrator, Role::Overseer];
/// Who writes letters.
pub(crate) const DESK: &[Role] = &[Role::Analyst, Role::Investigator, Role::Prosecutor];

/// The room's acts.
pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<AddPlatform>(),
        ActSpec::of::<MendPlatform>(),
        ActSpec::of::<ProposeBasis>(),
        ActSpec::of::<ApproveBasis>(),
        ActSpec::of::<Draft>(),
        ActSpec::of::<Send>(),
        ActSpec::of::<ReviewEmergency>(),
        ActSpec::of::<TellSending>(),
        ActSpec::of::<SentByHand>(),
        ActSpec::of::<RecordAnswer>(),
        ActSpec::of::<Withdraw>(),
        ActSpec::of::<TellClock>(),
    ]
}

fn wrong<T>(field: &'static str, wrong: &str, right: &'static str) -> Result<T, Denial> {
    Err(Problem::new(field, wrong, right).into())
}

/// Whether a text is a name on one line.
fn is_name(text: &str, longest: usize) -> bool {
    (3..=longest).contains(&text.chars().count())
        && text.trim() == text
        && !text.chars().any(char::is_control)
}

/// The letter of that number of that record, if the act can go on from where it stands. One of another record is answered like none.
fn at(record: Id, letter: Id, fits: impl FnOnce(&Letter) -> bool, view: &View) -> Result<Letter, Denial> {
    let row = view.get::<Letter>(letter).filter(|row| row.record_id == record && fits(row));
    row.map_or_else(|| wrong("letter", "is none that is so far", "one of this record whose turn it is"), Ok)
}

/// Asks for a letter, its platform and its basis.
fn letter_needs(letter: Id, view: &View, needs: &mut Needs) {
    needs.row::<Letter>(letter);
    if let Some(row) = view.peek::<Letter>(letter) {
        needs.row::<Platform>(row.platform);
        needs.row::<Basis>(row.basis);
    }
}

/// As what somebody is asked about.
struct About {
    about: crate::codes::AskedAbout,
    person: Id,
    conduct: Option<ConductOfExploitation>,
    period: Span,
}

impl About {
    fn of(row: &Letter) -> About {
        About {
            about: row.asked_about,
            person: row.suspect,
            conduct: ConductOfExploitation::from_code(&row.conduct_code).ok(),
            period: Span { from: row.period_from, to: row.period_to },
        }
    }

    fn needs(&self, view: &View, needs: &mut Needs) {
        if !self.person.is_none() {
            person_needs(self.person, view, needs);
        }
    }

    /// Who works on a letter of that record handles the person that it asks about, too.
    fn handles(&self, record: Id, view: &View) -> Vec<Facet> {
        handles(record, &[self.person], view)
    }

    /// Asking a platform about a suspect carries the suspicion further.
    fn facets(&self, record: Id, view: &View) -> Vec<Facet> {
        let About { person, conduct, period: when, .. } = *self;
        let accuses =
            Facet::Accuses { person, conduct, when, step: Step::Suspect, ground: Ground::Assessment };
        self.handles(record, view).into_iter().chain((!person.is_none()).then_some(accuses)).collect()
    }

    fn may_be_asked(&self, view: &View) -> Result<(), Problem> {
        let standing = (!self.person.is_none()).then(|| persons_standing(self.person, view));
        no_victim_as_suspect(self.about, standing.as_ref())
    }
}

/// What the rule of signing asks of a letter and its basis.
fn asked(row: &Letter, basis: Option<&Basis>) -> Asked {
    Asked {
        asks: row.letter_asks,
        allowed: basis.is_some_and(|basis| basis.allows(row.letter_asks)),
        order: row.order_of,
        wanted: basis.map_or(crate::codes::OrderOf::Court, |basis| basis.order_of),
        danger: row.letter_danger,
    }
}

#[cfg(test)]
mod tests;
