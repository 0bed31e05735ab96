//! ¶82(f): nobody who was or may have been under 18 is suspected, arrested, charged or punished for what exploitation made
//! of it, recorded as a victim or not; and no machine makes such a person a suspect.

use facts::{persons_standing, standing_needs};
use kernel::rule::Ground;
use kernel::{Ctx, Facet, Needs, Refusal, Rule, RuleName, View};

/// The rule.
pub const RULE: Rule = Rule { name: RuleName::VictimIsNotOffender, needs, judge };

/// Under this age in years a person is a child (Convention on the Rights of the Child, art. 1; ¶42).
pub const ADULT_AGE: i16 = 18;

fn needs(facet: &Facet, _: &Ctx, view: &View, needs: &mut Needs) {
    if let Facet::Accuses { person, .. } = facet {
        standing_needs(*person, view, needs);
    }
}

fn judge(facet: &Facet, _: &Ctx, view: &View) -> Option<Refusal> {
    let Facet::Accuses { person, conduct, when, ground, .. } = facet else { return None };
    if !persons_standing(*person, view).born().may_be_under(ADULT_AGE, *when) {
        return None;
    }
    let why = match (conduct, ground) {
        (Some(_), _) => {
            "this person was or may have been under 18, and the conduct is what exploitation made of them."
        }
        (None, Ground::Machine) => {
            "an import, mapping or hash match names somebody who was or may have been under 18."
        }
        (None, Ground::Assessment) => return None,
    };
    let instead = "record the person as a victim, open support, and investigate who exploited them.";
    Some(Refusal { rule: RuleName::VictimIsNotOffender, why, instead })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Records, near_eighteen, officer};
    use facts::Standing;
    use kernel::codes::{CodeList, ConductOfExploitation};
    use kernel::rule::Step;
    use kernel::{Day, Id, Span};
    use proptest::prelude::*;

    fn accuses(conduct: Option<ConductOfExploitation>, when: Span, ground: Ground) -> Facet {
        Facet::Accuses { person: Id([1; 16]), conduct, when, step: Step::Suspect, ground }
    }

    fn born_on_2008_06_15() -> Standing {
        let born = Day::of(2008, 6, 15).unwrap();
        Standing { born_from: born, born_to: born, ..Standing::unknown(Id([1; 16])) }
    }

    proptest! {
        #[test]
        fn refuses_exactly_while_the_person_may_be_a_child(when in near_eighteen(), machine: bool, n in 0_usize..9) {
            let all = ConductOfExploitation::all();
            let conduct = all.get(n).copied();
            let ground = if machine { Ground::Machine } else { Ground::Assessment };
            let verdict = Records::default().with(&born_on_2008_06_15()).judge(&RULE, &accuses(conduct, when, ground), &officer(7));
            let child_then = when.from < Day::of(2026, 6, 15).unwrap();
            prop_assert_eq!(verdict.is_some(), child_then && (conduct.is_some() || machine));
        }

        #[test]
        fn an_unknown_age_counts_as_a_child(from in -20_000_i32..30_000) {
            let when = Span::on(Day(from));
            let conduct = Some(ConductOfExploitation::Prostitution);
            let verdict = Records::default().judge(&RULE, &accuses(conduct, when, Ground::Assessment), &officer(7));
            prop_assert_eq!(verdict.map(|refusal| refusal.rule), Some(RuleName::VictimIsNotOffender));
            prop_assert_eq!(Records::default().judge(&RULE, &accuses(None, when, Ground::Assessment), &officer(7)), None);
        }

        #[test]
        fn the_linked_record_speaks(when in near_eighteen()) {
            let adult = Standing { root: Id([2; 16]), born_from: Day(0), born_to: Day(0), ..Standing::unknown(Id([1; 16])) };
            let kept = Standing { person: Id([2; 16]), ..born_on_2008_06_15() };
            let facet = accuses(Some(ConductOfExploitation::Status), when, Ground::Assessment);
            let verdict = Records::default().with(&adult).with(&kept).judge(&RULE, &facet, &officer(7));
            prop_assert_eq!(verdict.is_some(), when.from < Day::of(2026, 6, 15).unwrap());
        }
    }

    #[test]
    fn says_why_for_each_ground() {
        let machine = Records::default()
            .judge(&RULE, &accuses(None, Span::UNKNOWN, Ground::Machine), &officer(7))
            .unwrap();
        assert!(machine.why.contains("hash match"));
        assert_eq!(Records::default().judge(&RULE, &Facet::RequiresTestimony, &officer(7)), None);
    }
}
