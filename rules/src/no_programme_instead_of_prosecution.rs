//! ¶50: an adult who exploited a child is prosecuted, not diverted into a programme.

use crate::victim_is_not_offender::ADULT_AGE;
use facts::{persons_standing, standing_needs};
use kernel::{Ctx, Facet, Needs, Refusal, Rule, RuleName, View};

/// The rule.
pub const RULE: Rule = Rule { name: RuleName::NoProgrammeInsteadOfProsecution, needs, judge };

fn needs(facet: &Facet, _: &Ctx, view: &View, needs: &mut Needs) {
    if let Facet::Diverts { person, .. } = facet {
        standing_needs(*person, view, needs);
    }
}

fn judge(facet: &Facet, _: &Ctx, view: &View) -> Option<Refusal> {
    let Facet::Diverts { person, when } = facet else { return None };
    let born = persons_standing(*person, view).born();
    // Doubt between two known bounds counts for the child; an age that nobody looked into is no doubt.
    if !born.is_unknown() && born.may_be_under(ADULT_AGE, *when) {
        return None;
    }
    Some(Refusal {
        rule: RuleName::NoProgrammeInsteadOfProsecution,
        why: "an adult who exploited a child is prosecuted, whatever the law on adult prostitution.",
        instead: "charge or close with a lawful ground; a programme may come beside a sentence. If this may be a child, record the age.",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Records, near_eighteen, officer};
    use facts::Standing;
    use kernel::{Day, Id};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn refuses_from_the_eighteenth_birthday_on(when in near_eighteen()) {
            let born = Day::of(2008, 6, 15).unwrap();
            let person = Standing { born_from: born, born_to: born, ..Standing::unknown(Id([1; 16])) };
            let facet = Facet::Diverts { person: Id([1; 16]), when };
            let verdict = Records::default().with(&person).judge(&RULE, &facet, &officer(7));
            prop_assert_eq!(verdict.is_some(), when.from >= Day::of(2026, 6, 15).unwrap());
            prop_assert!(Records::default().judge(&RULE, &facet, &officer(7)).is_some(), "an age nobody recorded is no doubt");
        }
    }

    #[test]
    fn has_nothing_against_other_facets() {
        assert_eq!(Records::default().judge(&RULE, &Facet::RequiresTestimony, &officer(7)), None);
    }
}
