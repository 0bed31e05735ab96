//! Outcomes and faults as problem details: a refusal, a bad input, a closed door and a defect are four things.

use crate::caller::label;
use access::AccountFault;
use axum::extract::rejection::JsonRejection;
use face::{ErrorStatus, FieldError, Language, Problem, Texts};
use kernel::{CodeList, Forbidden, Id, Outcome, Refusal, RuleName};
use store::{Answer, DatabaseFault, DeedFault, LookFault};

/// Why an act was not entered.
#[derive(Debug)]
pub(crate) enum Denied {
    /// A field is wrong; nothing stands in the journal.
    Field(FieldError),
    /// A rights rule refuses; that is an entry.
    Refused(Refusal),
    /// The policy refuses; that is an entry, unless the act could not even be read.
    Forbidden(Forbidden),
    /// What lets the caller in does not reach it, or is too old; nothing stands in the journal.
    Closed(Problem),
    /// The act was not answered.
    Fault(DeedFault),
}

impl Denied {
    /// What is shown of it.
    pub(crate) fn problem(self, texts: &Texts) -> Problem {
        match self {
            Denied::Field(error) => {
                Problem::of(texts, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![error])
            }
            Denied::Refused(refusal) => refusal_problem(texts, &refusal),
            Denied::Forbidden(forbidden) => problem_of_policy(texts, forbidden),
            Denied::Closed(problem) => problem,
            Denied::Fault(fault) => problem_of_deed(texts, &fault),
        }
    }

    /// Whether the journal holds an entry under the act's id, so that another try needs another id.
    pub(crate) fn is_entry(&self) -> bool {
        match self {
            Denied::Refused(_) | Denied::Forbidden(_) | Denied::Fault(DeedFault::AnotherBody) => true,
            Denied::Field(_) | Denied::Closed(_) | Denied::Fault(_) => false,
        }
    }
}

/// Where an act stands in the journal, and what it violates there.
pub(crate) fn entered(answer: Answer) -> Result<(Id, u64, Vec<RuleName>), Denied> {
    match answer.outcome {
        Outcome::Entered { seq, marks } => Ok((answer.act, seq, marks)),
        Outcome::Refused(refusal) => Err(Denied::Refused(refusal)),
        Outcome::Forbidden(forbidden) => Err(Denied::Forbidden(forbidden)),
        Outcome::Invalid(problem) => Err(Denied::Field(FieldError {
            field: problem.field.into(),
            wrong: problem.wrong,
            right: problem.right.into(),
        })),
    }
}

/// A JSON body that could not be read: what is wrong with it, and what a right one looks like.
#[must_use]
pub fn unread_body(texts: &Texts, wrong: String, right: &str) -> Problem {
    let error = FieldError { field: "body".into(), wrong, right: right.into() };
    Problem::of(texts, ErrorStatus::BAD_REQUEST).with_kind("input").with_errors(vec![error])
}

/// As [`unread_body`], for a body that holds secrets: the rejection's own words could repeat one.
pub(crate) fn unread_secret(texts: &Texts, rejection: &JsonRejection, right: &str) -> Problem {
    let error = FieldError { field: "body".into(), wrong: "cannot be read".into(), right: right.into() };
    let status = ErrorStatus::try_from(rejection.status()).unwrap_or(ErrorStatus::BAD_REQUEST);
    Problem::of(texts, status).with_kind("input").with_errors(vec![error])
}

/// What an act came to: where it stands, or the problem to show.
///
/// # Errors
/// A [`Problem`] for refusals, closed doors and bad input.
pub fn answered(texts: &Texts, answer: Answer) -> Result<(Id, u64, Vec<RuleName>), Problem> {
    entered(answer).map_err(|denied| denied.problem(texts))
}

/// A rights rule's refusal: the rule, its paragraph, why, and what may be done instead. Pages say it in the reader's
/// language; `detail` says for machines which of the rule's reasons it is.
#[must_use]
pub fn refusal_problem(texts: &Texts, refusal: &Refusal) -> Problem {
    let said =
        |part: &str, english: &str| label(texts, &format!("refusal-{}-{part}", refusal.rule.code()), english);
    let (wrong, right) = (said("why", refusal.why), said("instead", refusal.instead));
    Problem::new(ErrorStatus::REFUSED, label(texts, &refusal.rule.key(), refusal.rule.label()))
        .with_kind(format!("rule/{}", refusal.rule.code()))
        .with_detail(rests_on(texts, refusal))
        .with_exact_detail(refusal.to_string())
        .with_errors(vec![FieldError { field: "act".into(), wrong, right }])
}

/// The paragraph that a refusal rests on, and in English, in which rules speak, which of the rule's reasons it is.
fn rests_on(texts: &Texts, refusal: &Refusal) -> String {
    let paragraph = texts.with("refusal-rests-on", "paragraphs", refusal.rule.paragraphs());
    let mut why = refusal.why.chars();
    match why.next().filter(|_| texts.language() == Language::English) {
        Some(first) => format!("{paragraph} {}{}", first.to_uppercase(), why.as_str()),
        None => paragraph,
    }
}

/// What the policy closes.
#[must_use]
pub fn problem_of_policy(texts: &Texts, forbidden: Forbidden) -> Problem {
    let problem = Problem::of(texts, ErrorStatus::FORBIDDEN).with_kind("policy");
    let problem = match forbidden {
        Forbidden::NoPurpose { .. } => problem.with_detail(texts.t("forbidden-no-purpose")),
        Forbidden::Purpose { .. } => problem.with_detail(texts.t("forbidden-purpose")),
        Forbidden::Role { .. } => problem,
    };
    problem.with_exact_detail(forbidden.to_string())
}

/// What kept an act from being answered.
#[must_use]
pub fn problem_of_deed(texts: &Texts, fault: &DeedFault) -> Problem {
    match fault {
        DeedFault::AnotherBody => Problem::of(texts, ErrorStatus::CONFLICT)
            .with_kind("act-id")
            .with_detail(texts.t("conflict-another-body"))
            .with_exact_detail(fault.to_string()),
        DeedFault::UnknownAct(_) | DeedFault::Unreadable(_) => {
            Problem::of(texts, ErrorStatus::BAD_REQUEST).with_exact_detail(fault.to_string())
        }
        DeedFault::Broken(_) | DeedFault::Busy | DeedFault::Stopping => {
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

/// What is wrong with an account, a credential or a token: at its field, in the reader's language.
pub(crate) fn problem_of_account(texts: &Texts, fault: &AccountFault) -> Problem {
    let (field, key) = match fault {
        AccountFault::User(_) => ("user", "account-user"),
        AccountFault::Taken(_) => ("user", "account-taken"),
        AccountFault::Password => ("password", "account-password"),
        AccountFault::Common => ("password", "account-password-common"),
        AccountFault::SaysWhere => ("password", "account-password-says"),
        AccountFault::WrongPassword | AccountFault::Nobody(_) => ("user", "sign-in"),
        AccountFault::Link => ("link_code", "account-link"),
        AccountFault::SecondFactor => ("code", "account-code"),
        AccountFault::Passkey => ("passkey", "account-passkey"),
        AccountFault::Provider => ("provider", "account-provider"),
        AccountFault::ProviderSilent => ("provider", "account-provider-silent"),
        AccountFault::Unbound => ("provider", "account-unbound"),
        AccountFault::BoundElsewhere => ("provider", "account-bound-elsewhere"),
        AccountFault::Group(_) => ("provider", "account-group"),
        AccountFault::Local => ("user", "account-local"),
        AccountFault::LastWay => ("number", "account-last-way"),
        AccountFault::Scope(_) => ("scope", "account-scope"),
        AccountFault::Days(_) => ("days", "account-days"),
        AccountFault::Label => ("label", "account-label"),
        AccountFault::KeyName => ("name", "account-key-name"),
        AccountFault::KeyNameTaken => ("name", "account-key-name-taken"),
        AccountFault::Busy => {
            return Problem::of(texts, ErrorStatus::UNAVAILABLE)
                .with_kind("busy")
                .with_detail(texts.t("account-busy"))
                .with_exact_detail(fault.to_string());
        }
        AccountFault::Denied(_)
        | AccountFault::Broken(_)
        | AccountFault::Database(_)
        | AccountFault::Deed(_) => {
            tracing::error!(%fault, "accounts were not read or written");
            return Problem::of(texts, ErrorStatus::UNAVAILABLE);
        }
    };
    let status = match fault {
        AccountFault::WrongPassword | AccountFault::Nobody(_) => ErrorStatus::SIGN_IN,
        AccountFault::Unbound | AccountFault::Group(_) | AccountFault::Local => ErrorStatus::FORBIDDEN,
        AccountFault::ProviderSilent => ErrorStatus::UNAVAILABLE,
        _ => ErrorStatus::REFUSED,
    };
    let error = FieldError::new(texts, field, &format!("{key}-wrong"), &format!("{key}-right"));
    Problem::of(texts, status).with_kind("input").with_errors(vec![error])
}

/// What kept personal data from being shown.
#[must_use]
pub fn problem_of_look(texts: &Texts, fault: &LookFault) -> Problem {
    match fault {
        LookFault::Forbidden(forbidden) => problem_of_policy(texts, *forbidden),
        LookFault::Refused(refusal) => refusal_problem(texts, refusal),
        LookFault::Trace(fault) => problem_of_deed(texts, fault),
        LookFault::Gone => Problem::of(texts, ErrorStatus::NOT_FOUND),
        LookFault::Database(fault) => problem_of_database(texts, fault),
        LookFault::Keys(fault) => {
            tracing::error!(%fault, "the key store does not give a key");
            Problem::of(texts, ErrorStatus::UNAVAILABLE)
        }
        LookFault::CannotOpen(fault) => {
            tracing::error!(%fault, "sealed data do not open");
            Problem::of(texts, ErrorStatus::INTERNAL)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use face::Catalogue;

    fn refusal() -> Refusal {
        Refusal { rule: RuleName::TwoPeople, why: "exactly this.", instead: "exactly that." }
    }

    #[test]
    fn a_refusal_is_told_in_the_readers_language_and_exactly_to_machines() {
        let catalogue = Catalogue::new(&crate::texts::resources()).unwrap();
        for &language in Language::STAFF {
            let texts = catalogue.texts(language);
            let problem = refusal_problem(&texts, &refusal());
            let error = &problem.errors()[0];
            assert_eq!(error.wrong, texts.t("refusal-two-people-why"));
            assert_eq!(error.right, texts.t("refusal-two-people-instead"));
            let shown = problem.detail().unwrap();
            assert!(shown.contains("52, 69"), "{shown}");
            assert_eq!(shown.contains("Exactly this."), language == Language::English, "{shown}");
            assert!(problem.to_json().contains("exactly this. Instead: exactly that."));
        }
    }
}
