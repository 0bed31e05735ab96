//! Outcomes and faults as problem details: a refusal, a bad input, a closed door and a defect are four things.

use face::{ErrorStatus, FieldError, Problem, Texts};
use kernel::{CodeList, Forbidden, Id, Outcome, Refusal, RuleName};
use store::{Answer, DatabaseFault, DeedFault, LookFault};

/// What an act came to: where it stands, or the problem to show.
///
/// # Errors
/// A [`Problem`] for refusals, closed doors and bad input.
pub fn answered(texts: &Texts, answer: Answer) -> Result<(Id, u64, Vec<RuleName>), Problem> {
    match answer.outcome {
        Outcome::Entered { seq, marks } => Ok((answer.act, seq, marks)),
        Outcome::Refused(refusal) => Err(refusal_problem(texts, &refusal)),
        Outcome::Forbidden(forbidden) => Err(forbidden_problem(texts, forbidden)),
        Outcome::Invalid(problem) => {
            let error =
                FieldError { field: problem.field.into(), wrong: problem.wrong, right: problem.right.into() };
            Err(Problem::of(texts, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![error]))
        }
    }
}

/// A rights rule's refusal: type and detail name the rule, its paragraph, why, and what may be done instead.
#[must_use]
pub fn refusal_problem(texts: &Texts, refusal: &Refusal) -> Problem {
    let name = crate::caller::label(texts, &refusal.rule.key(), refusal.rule.label());
    let error = FieldError { field: "act".into(), wrong: refusal.why.into(), right: refusal.instead.into() };
    Problem::new(ErrorStatus::REFUSED, name)
        .with_kind(format!("rule/{}", refusal.rule.code()))
        .with_detail(refusal.to_string())
        .with_errors(vec![error])
}

fn forbidden_problem(texts: &Texts, forbidden: Forbidden) -> Problem {
    Problem::of(texts, ErrorStatus::FORBIDDEN).with_kind("policy").with_detail(forbidden.to_string())
}

/// What kept an act from being answered.
#[must_use]
pub fn problem_of_deed(texts: &Texts, fault: &DeedFault) -> Problem {
    match fault {
        DeedFault::AnotherBody => {
            Problem::of(texts, ErrorStatus::CONFLICT).with_kind("act-id").with_detail(fault.to_string())
        }
        DeedFault::UnknownAct(_) | DeedFault::Unreadable(_) => {
            Problem::of(texts, ErrorStatus::BAD_REQUEST).with_detail(fault.to_string())
        }
        DeedFault::Broken(_) | DeedFault::Stopping => {
            tracing::error!(%fault, "an act was not entered");
            Problem::of(texts, ErrorStatus::UNAVAILABLE)
        }
        DeedFault::Internal(_) => {
            tracing::error!(%fault, "an act was not entered");
            Problem::of(texts, ErrorStatus::INTERNAL)
        }
    }
}

/// What kept a list from being read.
#[must_use]
pub fn problem_of_database(texts: &Texts, fault: &DatabaseFault) -> Problem {
    tracing::error!(%fault, "the database was not read");
    Problem::of(texts, ErrorStatus::UNAVAILABLE)
}

/// What kept personal data from being shown.
#[must_use]
pub fn problem_of_look(texts: &Texts, fault: &LookFault) -> Problem {
    match fault {
        LookFault::Forbidden(forbidden) => forbidden_problem(texts, *forbidden),
        LookFault::Refused(refusal) => refusal_problem(texts, refusal),
        LookFault::Trace(fault) => problem_of_deed(texts, fault),
        LookFault::Gone => Problem::of(texts, ErrorStatus::NOT_FOUND),
        LookFault::Database(fault) => problem_of_database(texts, fault),
        LookFault::CannotOpen(fault) => {
            tracing::error!(%fault, "sealed data do not open");
            Problem::of(texts, ErrorStatus::INTERNAL)
        }
    }
}
