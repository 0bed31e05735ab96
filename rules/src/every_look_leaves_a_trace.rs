//! ¶52, 69: personal data are read for a stated purpose, and the read names whose they are.
//!
//! The store keeps the other half: what it opens, it opens only after the trace is durable.

use kernel::rule::needs_nothing;
use kernel::{Ctx, Facet, Purpose, Refusal, Rule, RuleName, View};

/// The rule.
pub const RULE: Rule = Rule { name: RuleName::EveryLookLeavesATrace, needs: needs_nothing, judge };

fn judge(facet: &Facet, ctx: &Ctx, _: &View) -> Option<Refusal> {
    let Facet::Reads { whose } = facet else { return None };
    let why = if ctx.purpose == Purpose::NotStated {
        "personal data are read for a stated purpose, and none is stated."
    } else if whose.is_empty() || whose.iter().any(|id| id.is_none()) {
        "a trace must name whose data are read."
    } else {
        return None;
    };
    let instead = "state why you look, and at whom.";
    Some(Refusal { rule: RuleName::EveryLookLeavesATrace, why, instead })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Records, officer};
    use kernel::Id;
    use kernel::codes::CodeList;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn wants_a_purpose_and_names(n in 0_usize..10, whose in proptest::collection::vec(0_u8..3, 0..4)) {
            let purpose = Purpose::all()[n % Purpose::all().len()];
            let ctx = Ctx { purpose, ..officer(1) };
            let named = !whose.is_empty() && !whose.contains(&0);
            let facet = Facet::Reads { whose: whose.into_iter().map(|n| Id([n; 16])).collect() };
            let verdict = Records::default().judge(&RULE, &facet, &ctx);
            prop_assert_eq!(verdict.is_none(), named && purpose != Purpose::NotStated);
        }
    }

    #[test]
    fn has_nothing_against_other_facets() {
        assert_eq!(Records::default().judge(&RULE, &Facet::RequiresTestimony, &officer(7)), None);
    }
}
