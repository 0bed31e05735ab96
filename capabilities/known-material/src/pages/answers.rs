//! Faults of files as problem details.

use crate::csv::LineError;
use crate::{ExportFault, ImportFault};
use desk::{problem_of_database, problem_of_deed, problem_of_look, refusal_problem};
use face::{ErrorStatus, FieldError, Problem, Texts};
use store::{DatabaseFault, LookFault};

/// What kept a file from coming in. Each wrong line is one error whose field is `line 12, sha256`.
pub(super) fn of_import(t: &Texts, fault: &ImportFault) -> Problem {
    let input = |errors| Problem::of(t, ErrorStatus::REFUSED).with_kind("input").with_errors(errors);
    match fault {
        ImportFault::Lines { wrong, more } => {
            let count = wrong.len() as u64 + more;
            let detail =
                t.with("known-material-lines-wrong", "lines", i64::try_from(count).unwrap_or(i64::MAX));
            input(wrong.iter().map(line).collect()).with_detail(detail)
        }
        ImportFault::Empty => {
            input(vec![FieldError::new(t, "file", "known-material-no-entries", "known-material-csv-right")])
        }
        ImportFault::Invalid(problem) => input(vec![FieldError {
            field: problem.field.into(),
            wrong: problem.wrong.clone(),
            right: problem.right.into(),
        }]),
        ImportFault::NoSuchList(_) => Problem::of(t, ErrorStatus::NOT_FOUND),
        ImportFault::Forbidden(forbidden) => problem_of_look(t, &LookFault::Forbidden(*forbidden)),
        ImportFault::Refused(refusal) => refusal_problem(t, refusal),
        ImportFault::Input(error) => Problem::of(t, ErrorStatus::BAD_REQUEST).with_detail(error.to_string()),
        ImportFault::Deed(fault) => problem_of_deed(t, fault),
        ImportFault::Database(fault) => problem_of_database(t, fault),
    }
}

fn line(error: &LineError) -> FieldError {
    FieldError {
        field: format!("line {}, {}", error.line, error.field),
        wrong: error.wrong.clone(),
        right: error.right.into(),
    }
}

/// What kept a list from going out.
pub(super) fn of_export(t: &Texts, fault: &ExportFault) -> Problem {
    match fault {
        ExportFault::NoSuchList(_) => Problem::of(t, ErrorStatus::NOT_FOUND),
        ExportFault::Forbidden(forbidden) => problem_of_look(t, &LookFault::Forbidden(*forbidden)),
        ExportFault::Refused(refusal) => refusal_problem(t, refusal),
        ExportFault::Look(fault) => problem_of_look(t, fault),
        ExportFault::Database(fault) => problem_of_database(t, fault),
        ExportFault::NotHashes(fault) => problem_of_database(t, &DatabaseFault::Refused(fault.to_string())),
        ExportFault::Output(error) => Problem::of(t, ErrorStatus::INTERNAL).with_detail(error.to_string()),
    }
}

/// The errors of a file as the page's form shows them: all belong to the field `file`, and say their line.
pub(super) fn on_form(t: &Texts, errors: &[FieldError]) -> Vec<FieldError> {
    let one = |error: &FieldError| {
        let said = [("place", error.field.as_str().into()), ("wrong", error.wrong.as_str().into())];
        FieldError {
            field: "file".into(),
            wrong: t.t_args("known-material-line-wrong", &said),
            right: t.with("known-material-line-right", "right", error.right.as_str()),
        }
    };
    errors.iter().map(one).collect()
}
