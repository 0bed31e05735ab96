//! ¶35, 59: no notice to, consent by or access for a parent or guardian who is suspected or whom the child excluded.

use facts::standing::GuardianTie;
use facts::{persons_standing, standing_needs};
use kernel::{Ctx, Facet, Needs, Refusal, Rule, RuleName, View};

/// The rule.
pub const RULE: Rule = Rule { name: RuleName::GuardianIsNotSuspect, needs, judge };

fn needs(facet: &Facet, _: &Ctx, view: &View, needs: &mut Needs) {
    if let Facet::GuardianGets { child, guardian, .. } = facet {
        standing_needs(*guardian, view, needs);
        needs.row::<GuardianTie>((*child, *guardian));
    }
}

fn judge(facet: &Facet, _: &Ctx, view: &View) -> Option<Refusal> {
    let Facet::GuardianGets { child, guardian, .. } = facet else { return None };
    let standing = persons_standing(*guardian, view);
    let excluded = view.get::<GuardianTie>((*child, *guardian)).is_some_and(|tie| tie.excluded);
    let why = if standing.suspected || standing.convicted {
        "this parent or guardian is suspected."
    } else if excluded {
        "the child said that this parent or guardian must not be told or asked."
    } else {
        return None;
    };
    let instead = "tell the child itself, or name another safe adult.";
    Some(Refusal { rule: RuleName::GuardianIsNotSuspect, why, instead })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Records, officer};
    use facts::Standing;
    use kernel::Id;
    use kernel::rule::GuardianGets;
    use proptest::prelude::*;

    const CHILD: Id = Id([1; 16]);
    const GUARDIAN: Id = Id([2; 16]);

    proptest! {
        #[test]
        fn refuses_a_suspected_or_excluded_guardian(
            suspected: bool, convicted: bool, excluded: bool, another_childs: bool, linked: bool, what in 0_usize..3
        ) {
            let what = [GuardianGets::Notice, GuardianGets::Consent, GuardianGets::Access][what];
            let facet = Facet::GuardianGets { child: CHILD, guardian: GUARDIAN, what };
            let speaks = if linked { Id([5; 16]) } else { GUARDIAN };
            let root = if linked { speaks } else { Id::NONE };
            let standing = Standing { suspected, convicted, ..Standing::unknown(speaks) };
            let tied_to = if another_childs { Id([3; 16]) } else { CHILD };
            let tie = GuardianTie { child: tied_to, guardian: GUARDIAN, excluded, thread: Id::NONE };
            let own = Standing { root, suspected: suspected && !linked, convicted: convicted && !linked, ..Standing::unknown(GUARDIAN) };
            let verdict = Records::default().with(&standing).with(&own).with(&tie).judge(&RULE, &facet, &officer(7));
            prop_assert_eq!(verdict.is_some(), suspected || convicted || (excluded && !another_childs));
        }
    }

    #[test]
    fn says_which_of_the_two_it_is() {
        let facet = Facet::GuardianGets { child: CHILD, guardian: GUARDIAN, what: GuardianGets::Notice };
        let suspected = Standing { suspected: true, ..Standing::unknown(GUARDIAN) };
        let verdict = Records::default().with(&suspected).judge(&RULE, &facet, &officer(7)).unwrap();
        assert!(verdict.why.contains("suspected"));
        assert_eq!(Records::default().judge(&RULE, &facet, &officer(7)), None);
        assert_eq!(Records::default().judge(&RULE, &Facet::RequiresTestimony, &officer(7)), None);
    }
}
