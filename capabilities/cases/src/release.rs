//! What rules must know of a release: who has a choice, whose victims they are, and for whom the risk was assessed (¶56, 59).

use crate::tables::{CaseVictim, Risk};
use kernel::codes::ReleaseKind;
use kernel::rule::ReleaseChoice;
use kernel::term::Term;
use kernel::{Facet, Id, Needs, Span, View};

/// How long an assessment of risk holds where nothing else was set ([`Term::AssessmentHolds`]), in days: what was true of a victim
/// a year ago says little.
pub const ASSESSMENT_HOLDS_DAYS: i32 = 90;

const VICTIMS: &str = "case_victim_by_case";
const RISKS: &str = "risk_by_suspect";

/// Asks for the victims of the case and the assessments for this person.
pub(crate) fn release_needs(case: Id, person: Id, needs: &mut Needs) {
    needs.list::<CaseVictim>(VICTIMS, case);
    needs.list::<Risk>(RISKS, (case, person));
    Term::AssessmentHolds.needs(needs);
}

/// Who has a choice in a release of that kind.
pub(crate) fn choice(kind: ReleaseKind) -> ReleaseChoice {
    if kind.is_discretionary() { ReleaseChoice::Discretionary } else { ReleaseChoice::DueByLaw }
}

/// Whether an assessment counts for a release on a day of `decided`: it surely was made by then and surely was no older than
/// the term in force, with best interests considered. One made after the event cures nothing.
pub(crate) fn holds(risk: &Risk, decided: Span, term: i64) -> bool {
    let day = risk.assessed_at.day();
    let oldest = decided.to.0.saturating_sub(i32::try_from(term).unwrap_or(ASSESSMENT_HOLDS_DAYS));
    risk.best_interests && day <= decided.from && day.0 >= oldest
}

/// The facet of a release that was or is decided on a day of `decided`.
pub(crate) fn releases(case: Id, person: Id, choice: ReleaseChoice, decided: Span, view: &View) -> Facet {
    let victims = view.list::<CaseVictim>(VICTIMS, case).into_iter().map(|victim| victim.person).collect();
    let risks = view.list::<Risk>(RISKS, (case, person));
    let term = Term::AssessmentHolds.in_force(view);
    let assessed =
        risks.into_iter().filter(|risk| holds(risk, decided, term)).map(|risk| risk.victim).collect();
    Facet::Releases { choice, victims, assessed }
}
