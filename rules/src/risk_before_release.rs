//! ¶56, 59: no discretionary release without the risk to each victim and its best interests assessed. What the law requires is
//! never delayed.

use kernel::rule::{ReleaseChoice, needs_nothing};
use kernel::{Ctx, Facet, Refusal, Rule, RuleName, View};

/// The rule.
pub const RULE: Rule = Rule { name: RuleName::RiskBeforeRelease, needs: needs_nothing, judge };

fn judge(facet: &Facet, _: &Ctx, _: &View) -> Option<Refusal> {
    let Facet::Releases { choice: ReleaseChoice::Discretionary, victims, assessed } = facet else {
        return None;
    };
    if victims.iter().all(|victim| assessed.contains(victim)) {
        return None;
    }
    Some(Refusal {
        rule: RuleName::RiskBeforeRelease,
        why: "the risk to a victim of this case and its best interests are not assessed for this release.",
        instead: "assess the risk for every victim of the case, then decide.",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Records, officer};
    use kernel::Id;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn refuses_exactly_when_one_victim_is_not_assessed(count in 0_u8..6, left_out in 0_u8..8, by_law: bool) {
            let victims: Vec<Id> = (0..count).map(|n| Id([n; 16])).collect();
            let assessed: Vec<Id> = (0..count).filter(|&n| n != left_out).chain([99]).map(|n| Id([n; 16])).collect();
            let choice = if by_law { ReleaseChoice::DueByLaw } else { ReleaseChoice::Discretionary };
            let facet = Facet::Releases { choice, victims, assessed };
            let verdict = Records::default().judge(&RULE, &facet, &officer(7));
            prop_assert_eq!(verdict.is_some(), !by_law && left_out < count);
        }
    }
}
