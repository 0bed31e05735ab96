//! ¶82(c): proceedings can always be initiated ex officio. No case is refused or closed only for want of a complaint, and none
//! depends on the child's testimony.

use kernel::rule::needs_nothing;
use kernel::{Ctx, Facet, Refusal, Rule, RuleName, View};

/// The rule.
pub const RULE: Rule = Rule { name: RuleName::ExOfficio, needs: needs_nothing, judge };

fn judge(facet: &Facet, _: &Ctx, _: &View) -> Option<Refusal> {
    let why = match facet {
        Facet::Closes { reason, .. } if reason.depends_on_complaint() => {
            "a proceeding is opened and carried on by office: want of a complaint or of the child's testimony is no ground."
        }
        Facet::RequiresTestimony => "a case must not depend on the child's testimony.",
        _ => return None,
    };
    let instead = "go on by office with the evidence there is, or close with the ground that really applies.";
    Some(Refusal { rule: RuleName::ExOfficio, why, instead })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Records, officer};
    use kernel::Span;
    use kernel::codes::{ClosureReason, CodeList};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn refuses_exactly_the_grounds_that_hang_on_a_complaint(n in 0_usize..64) {
            let reason = ClosureReason::all()[n % ClosureReason::all().len()];
            let facet = Facet::Closes { reason, suspects: vec![], when: Span::UNKNOWN };
            let verdict = Records::default().judge(&RULE, &facet, &officer(7));
            let hangs = matches!(reason, ClosureReason::NoComplaint | ClosureReason::ComplaintWithdrawn | ClosureReason::ChildWillNotTestify);
            prop_assert_eq!(verdict.is_some(), hangs);
        }
    }

    #[test]
    fn testimony_is_never_a_condition() {
        let verdict = Records::default().judge(&RULE, &Facet::RequiresTestimony, &officer(7)).unwrap();
        assert_eq!(verdict.why, "a case must not depend on the child's testimony.");
        let other = Facet::NeedsTwo { first: kernel::Id::NONE };
        assert_eq!(Records::default().judge(&RULE, &other, &officer(7)), None);
    }
}
