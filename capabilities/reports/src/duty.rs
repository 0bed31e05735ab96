//! What whoever must report by law or at work says beside the text: what obliges them, for whom, and whether the child knows
//! (¶63, 82(c)).

use crate::codes::{ChildKnows, Duty};
use kernel::Problem;
use kernel::codes::ReportingPerson;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Answers of whoever reports in the course of work. Every one of them may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnderDuty {
    /// What obliges them.
    #[n(0)]
    pub kind: Duty,
    /// True when which law, order or rule it is, is sealed beside it.
    #[n(1)]
    pub words: bool,
    /// True when the agency or institution is sealed beside it.
    #[n(2)]
    pub agency: bool,
    /// Whether the child knows of the report.
    #[n(3)]
    pub child_knows: ChildKnows,
}

impl UnderDuty {
    /// A duty is told by somebody at work: who reports otherwise has none, and a machine never has.
    ///
    /// # Errors
    /// A [`Problem`] with the field `duty`.
    pub fn check(by: ReportingPerson) -> Result<(), Problem> {
        if by == ReportingPerson::Professional {
            return Ok(());
        }
        let right = "no duty, or `by` professional: a duty is told by who reports at work";
        Err(Problem::new("duty", "came with a report that nobody made at work", right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::CodeList;

    #[test]
    fn a_duty_is_of_somebody_at_work_alone() {
        for &by in ReportingPerson::all() {
            let is_right = UnderDuty::check(by).is_ok();
            assert_eq!(is_right, by == ReportingPerson::Professional, "{by:?}");
        }
    }
}
