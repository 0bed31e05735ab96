//! ¶52, 69: nobody does alone what needs two.

use kernel::rule::needs_nothing;
use kernel::{Ctx, Facet, Refusal, Rule, RuleName, View};

/// The rule.
pub const RULE: Rule = Rule { name: RuleName::TwoPeople, needs: needs_nothing, judge };

fn judge(facet: &Facet, ctx: &Ctx, _: &View) -> Option<Refusal> {
    let Facet::NeedsTwo { first } = facet else { return None };
    let why = if first.is_none() {
        "this needs two people, and nobody has asked for it yet."
    } else if *first == ctx.actor.id {
        "this needs two people, and the one who asked cannot be the one who confirms."
    } else if ctx.actor.id.is_none() {
        "this needs two people, and the second is nobody."
    } else {
        return None;
    };
    Some(Refusal { rule: RuleName::TwoPeople, why, instead: "one person asks, another confirms." })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Records, officer};
    use kernel::{Actor, Id};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn passes_exactly_two_different_people(first in 0_u8..4, second in 0_u8..4) {
            let facet = Facet::NeedsTwo { first: Id([first; 16]) };
            let verdict = Records::default().judge(&RULE, &facet, &officer(second));
            prop_assert_eq!(verdict.is_none(), first != second && first != 0 && second != 0);
        }
    }

    #[test]
    fn tutela_itself_is_no_second_person() {
        let ctx = Ctx { actor: Actor::SYSTEM, ..officer(1) };
        let verdict = Records::default().judge(&RULE, &Facet::NeedsTwo { first: Id([3; 16]) }, &ctx).unwrap();
        assert!(verdict.why.ends_with("the second is nobody."));
        assert_eq!(Records::default().judge(&RULE, &Facet::RequiresTestimony, &ctx), None);
    }
}
