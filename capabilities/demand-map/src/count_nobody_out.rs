//! count-nobody-out (¶49, 78 derived): nothing is published by which anybody can be singled out.
//!
//! The rule judges counts against the threshold of their own release, and the threshold against the least that protects
//! anybody. Which counts a release amounts to, those that can be worked out from it and from earlier ones included, is
//! told by [`exposure`](crate::exposure).

use kernel::rule::needs_nothing;
use kernel::{Ctx, Facet, Refusal, Rule, RuleName, View};

/// The rule.
pub const COUNT_NOBODY_OUT: Rule = Rule { name: RuleName::CountNobodyOut, needs: needs_nothing, judge };

fn judge(facet: &Facet, _: &Ctx, _: &View) -> Option<Refusal> {
    let Facet::Publishes { counts, threshold } = facet else { return None };
    let (why, instead) = if threshold < disclosure::Rule::THRESHOLDS.start() {
        (
            "with a threshold below three, either of two people counted knows the other.",
            "freeze the figures again with a threshold of three or more; five is usual.",
        )
    } else if disclosure::singles_out(counts.iter().copied(), *threshold).is_some() {
        (
            "a count that would be shown, or could be worked out, speaks of fewer people than the threshold.",
            "let the figures be frozen again: small counts, and what gives them away, are then not shown.",
        )
    } else {
        return None;
    };
    Some(Refusal { rule: RuleName::CountNobodyOut, why, instead })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ctx;
    use kernel::{Id, Role};
    use proptest::prelude::*;

    fn verdict(counts: Vec<i64>, threshold: i64) -> Option<Refusal> {
        judge(&Facet::Publishes { counts, threshold }, &ctx(Role::Statistician, 1), &View::default())
    }

    prop_compose! {
        /// A threshold and counts that lie just beside it, at it, and at nothing.
        fn near_misses()(threshold in 3_i64..=100)(
            counts in prop::collection::vec(
                prop_oneof![Just(0), Just(1), Just(threshold - 1), Just(threshold), Just(threshold + 1)], 0..6
            ),
            threshold in Just(threshold),
        ) -> (Vec<i64>, i64) {
            (counts, threshold)
        }
    }

    proptest! {
        #[test]
        fn refuses_exactly_where_a_group_is_smaller_than_the_threshold((counts, threshold) in near_misses()) {
            let too_small = counts.iter().any(|count| *count != 0 && *count < threshold);
            let refusal = verdict(counts, threshold);
            prop_assert_eq!(refusal.is_some(), too_small);
            prop_assert!(refusal.is_none_or(|refusal| refusal.rule == RuleName::CountNobodyOut));
        }

        #[test]
        fn no_threshold_below_three_protects_anybody(threshold in -3_i64..=5, count in 5_i64..50) {
            prop_assert_eq!(verdict(vec![count], threshold).is_some(), threshold < 3);
        }
    }

    #[test]
    fn it_says_which_of_the_two_it_is_and_judges_nothing_else() {
        assert!(verdict(vec![9], 2).unwrap().why.starts_with("with a threshold below three"));
        assert!(verdict(vec![2], 3).unwrap().why.starts_with("a count that would be shown"));
        let other = Facet::NeedsTwo { first: Id::NONE };
        assert_eq!(judge(&other, &ctx(Role::Statistician, 1), &View::default()), None);
    }
}
