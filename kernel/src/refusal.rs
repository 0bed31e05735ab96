//! Why an act was not entered. A refusal by a rule, a refusal by the policy and a bad input are three things.

use crate::rule::RuleName;

/// A rights rule's refusal: which rule, why here, and what may be done instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} (A/HRC/31/58 ¶{}): {why} Instead: {instead}", .rule.code_text(), .rule.paragraphs())]
pub struct Refusal {
    /// The rule.
    pub rule: RuleName,
    /// Why it refuses here: one sentence that a tired officer understands.
    pub why: &'static str,
    /// What may be done instead.
    pub instead: &'static str,
}

impl RuleName {
    /// The rule's stable name.
    #[must_use]
    pub fn code_text(self) -> &'static str {
        crate::codes::CodeList::code(self)
    }
}

/// One field that is wrong, what is wrong with it and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {wrong}; {right}")]
pub struct Problem {
    /// The field, as the API names it.
    pub field: &'static str,
    /// What is wrong.
    pub wrong: String,
    /// What would be right.
    pub right: &'static str,
}

impl Problem {
    /// A problem with one field.
    #[must_use]
    pub fn new(field: &'static str, wrong: impl Into<String>, right: &'static str) -> Self {
        Problem { field, wrong: wrong.into(), right }
    }
}

/// What `decide` answers when it enters nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// A rights rule refuses: becomes an entry.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The input does not fit what is recorded: told to the sender, not entered.
    #[error(transparent)]
    Invalid(#[from] Problem),
}
