//! Plain checks of what an officer entered, shared by the acts. None of them is a rights rule.

use crate::codes::CaseState;
use crate::tables::{CaseFile, CaseVictim, Proceeding};
use facts::{Standing, persons_standing};
use kernel::codes::Verdict;
use kernel::{Ctx, Id, Problem, Span, View};

/// Refuses a span that ends before it begins.
pub(crate) fn well_formed(field: &'static str, span: Span) -> Result<(), Problem> {
    if span.from <= span.to {
        Ok(())
    } else {
        Err(Problem::new(field, "ends before it begins", "the earlier day first"))
    }
}

/// Refuses a span that lies wholly in the future.
pub(crate) fn begun(field: &'static str, span: Span, ctx: &Ctx) -> Result<(), Problem> {
    well_formed(field, span)?;
    if span.from <= ctx.now.day() {
        Ok(())
    } else {
        Err(Problem::new(field, "lies in the future", "a day that is past, or an interval that has begun"))
    }
}

/// Refuses what would have been over before the person was born.
pub(crate) fn in_lifetime(field: &'static str, span: Span, person: Id, view: &View) -> Result<(), Problem> {
    if span.to >= persons_standing(person, view).born_from {
        Ok(())
    } else {
        Err(Problem::new(field, "lies before the person was born", "check the day and the person's number"))
    }
}

/// A new number must name something, and something new.
pub(crate) fn new_number(field: &'static str, id: Id, taken: bool) -> Result<(), Problem> {
    if id.is_none() {
        Err(Problem::new(field, "is no number", "a new random number"))
    } else if taken {
        Err(Problem::new(field, "is taken", "a new random number"))
    } else {
        Ok(())
    }
}

/// The person must have been entered.
pub(crate) fn entered(field: &'static str, person: Id, view: &View) -> Result<Standing, Problem> {
    view.get::<Standing>(person).ok_or_else(|| {
        Problem::new(
            field,
            "was never entered",
            "enter the person first; nothing but the number needs to be known",
        )
    })
}

/// The case must have been opened.
pub(crate) fn opened(case: Id, view: &View) -> Result<CaseFile, Problem> {
    view.get::<CaseFile>(case).ok_or_else(|| {
        Problem::new("case", "was never opened", "open the case first; no complaint is needed")
    })
}

/// The case must be open still.
pub(crate) fn still_open(case: Id, view: &View) -> Result<CaseFile, Problem> {
    let file = opened(case, view)?;
    if file.state == CaseState::Open {
        return Ok(file);
    }
    Err(Problem::new("case", "is closed", "name a suspect or decide a charge: either opens it again"))
}

/// Somebody must be proceeding against the person in this case.
pub(crate) fn proceeded_against(case: Id, person: Id, view: &View) -> Result<Proceeding, Problem> {
    view.get::<Proceeding>((case, person)).ok_or_else(|| {
        Problem::new(
            "person",
            "is not a suspect of this case",
            "name the suspect first, or enter the arrest, charge or verdict",
        )
    })
}

/// The person must be recorded as a victim of this case.
pub(crate) fn victim_of(case: Id, victim: Id, view: &View) -> Result<(), Problem> {
    view.get::<CaseVictim>((case, victim))
        .map(drop)
        .ok_or_else(|| Problem::new("victim", "is not a victim of this case", "record the victim first"))
}

/// A verdict that nobody knows is no fact: it shows as a gap by itself.
pub(crate) fn known(verdict: Verdict) -> Result<(), Problem> {
    if verdict == Verdict::NotKnown {
        Err(Problem::new(
            "verdict",
            "is not known",
            "the verdict; while nobody knows it, the gap shows by itself",
        ))
    } else {
        Ok(())
    }
}
