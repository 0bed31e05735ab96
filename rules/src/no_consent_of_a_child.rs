//! ¶29, 42: police and prosecution do not close or downgrade on "consent" or "did not know the age" where an adult exploited;
//! peers in a consensual, unexploited relation are no case.

use crate::victim_is_not_offender::ADULT_AGE;
use facts::{persons_standing, standing_needs};
use kernel::codes::ClosureReason;
use kernel::{Ctx, Facet, Needs, Refusal, Rule, RuleName, View};

/// The rule.
pub const RULE: Rule = Rule { name: RuleName::NoConsentOfAChild, needs, judge };

fn needs(facet: &Facet, _: &Ctx, view: &View, needs: &mut Needs) {
    if let Facet::Closes { suspects, .. } = facet {
        suspects.iter().for_each(|&suspect| standing_needs(suspect, view, needs));
    }
}

fn judge(facet: &Facet, _: &Ctx, view: &View) -> Option<Refusal> {
    let Facet::Closes { reason, suspects, when } = facet else { return None };
    let claims_consent = reason.alleges_consent() || *reason == ClosureReason::PeersWithoutExploitation;
    let all_children = !suspects.is_empty()
        && suspects
            .iter()
            .all(|&suspect| !persons_standing(suspect, view).born().may_have_reached(ADULT_AGE, *when));
    if !claims_consent || all_children {
        return None;
    }
    Some(Refusal {
        rule: RuleName::NoConsentOfAChild,
        why: "a child cannot consent to exploitation, and an adult was or may have been the one who exploited.",
        instead: "go on with the case; if all were children and nobody exploited, record their ages first.",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Records, near_eighteen, officer};
    use facts::Standing;
    use kernel::codes::CodeList;
    use kernel::{Day, Id, Span};
    use proptest::prelude::*;

    fn born_on_2008_06_15(person: u8) -> Standing {
        let born = Day::of(2008, 6, 15).unwrap();
        Standing { born_from: born, born_to: born, ..Standing::unknown(Id([person; 16])) }
    }

    proptest! {
        #[test]
        fn refuses_unless_every_suspect_surely_was_a_child(when in near_eighteen(), n in 0_usize..20, with_unknown: bool) {
            let reason = ClosureReason::all()[n % ClosureReason::all().len()];
            let mut suspects = vec![Id([1; 16]), Id([2; 16])];
            if with_unknown { suspects.push(Id([3; 16])); }
            let facet = Facet::Closes { reason, suspects, when };
            let verdict = Records::default().with(&born_on_2008_06_15(1)).with(&born_on_2008_06_15(2)).judge(&RULE, &facet, &officer(7));
            let claims = matches!(reason, ClosureReason::AllegedConsent | ClosureReason::AgeAllegedlyNotKnown | ClosureReason::PeersWithoutExploitation);
            let adult_possible = with_unknown || when.to >= Day::of(2026, 6, 15).unwrap();
            prop_assert_eq!(verdict.is_some(), claims && adult_possible);
        }
    }

    #[test]
    fn one_adult_among_children_is_enough_and_nobody_known_is_too() {
        let adult = Standing { born_from: Day(0), born_to: Day(0), ..Standing::unknown(Id([2; 16])) };
        let mut records = Records::default().with(&born_on_2008_06_15(1)).with(&adult);
        let when = Span::on(Day::of(2025, 1, 1).unwrap());
        let reason = ClosureReason::AllegedConsent;
        let closes = |suspects: Vec<Id>| Facet::Closes { reason, suspects, when };
        assert!(records.judge(&RULE, &closes(vec![Id([1; 16]), Id([2; 16])]), &officer(7)).is_some());
        assert!(records.judge(&RULE, &closes(vec![]), &officer(7)).is_some());
        assert!(records.judge(&RULE, &closes(vec![Id([1; 16])]), &officer(7)).is_none());
        assert!(records.judge(&RULE, &Facet::RequiresTestimony, &officer(7)).is_none());
    }
}
