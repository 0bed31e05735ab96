//! ¶46, 52: nobody handles a matter with a declared conflict, and no complaint goes to the unit it is about.

use facts::complaint::{about_needs, is_about};
use facts::standing::Conflict;
use kernel::{Ctx, Facet, Needs, Refusal, Rule, RuleName, View};

/// The rule.
pub const RULE: Rule = Rule { name: RuleName::NoJudgeInOwnCause, needs, judge };

fn needs(facet: &Facet, ctx: &Ctx, _: &View, needs: &mut Needs) {
    match facet {
        Facet::Handles { matter } => {
            needs.row::<Conflict>((ctx.actor.id, *matter));
            about_needs(*matter, ctx.actor.unit, needs);
        }
        Facet::Gives { matter, to } => about_needs(*matter, *to, needs),
        _ => {}
    }
}

/// Why a complaint is not sent there, and where it goes.
const NOT_THERE: (&str, &str) = (
    "a complaint never goes to the unit it is about.",
    "send it to oversight; one about oversight goes to the second body.",
);

fn judge(facet: &Facet, ctx: &Ctx, view: &View) -> Option<Refusal> {
    let (why, instead) = match facet {
        Facet::Handles { matter } if view.get::<Conflict>((ctx.actor.id, *matter)).is_some() => {
            ("you have a declared conflict of interest in this matter.", "hand it over to a colleague.")
        }
        Facet::Handles { matter } if is_about(*matter, ctx.actor.unit, view) => {
            ("a complaint is never handled by the units it is about.", "leave it to the body that hears it.")
        }
        Facet::Gives { matter, to } if is_about(*matter, *to, view) => NOT_THERE,
        Facet::RoutesComplaint { about, to } if about == to => NOT_THERE,
        _ => return None,
    };
    Some(Refusal { rule: RuleName::NoJudgeInOwnCause, why, instead })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Records, officer};
    use facts::complaint::{Body, ComplaintBody, Concern};
    use facts::unit::{Unit, UnitKind};
    use kernel::{CodeList, Id, Instant};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn refuses_only_the_conflicted_officer_in_that_matter(officer_id in 1_u8..4, matter in 1_u8..4, declared in 1_u8..4, of in 1_u8..4) {
            let conflict = Conflict { officer: Id([declared; 16]), matter: Id([of; 16]) };
            let facet = Facet::Handles { matter: Id([matter; 16]) };
            let verdict = Records::default().with(&conflict).judge(&RULE, &facet, &officer(officer_id));
            prop_assert_eq!(verdict.is_some(), declared == officer_id && of == matter);
        }

        #[test]
        fn a_complaint_never_reaches_the_unit_it_is_about(about in 0_u8..4, to in 0_u8..4) {
            let facet = Facet::RoutesComplaint { about: Id([about; 16]), to: Id([to; 16]) };
            prop_assert_eq!(Records::default().judge(&RULE, &facet, &officer(1)).is_some(), about == to);
        }

        #[test]
        fn a_complaint_is_handled_by_no_unit_of_that_kind_and_given_to_none(about in kinds(), of in kinds(), second in any::<bool>(), matter in 1_u8..3) {
            let (unit, complaint) = (officer(1).actor.unit, Id([1; 16]));
            let works = Unit { unit, word: "fictional".to_owned(), kind: of, opened_at: Instant(1) };
            let hears = if second { unit } else { Id([77; 16]) };
            let hears = ComplaintBody { body: Body::Second, unit: hears, since: Instant(1) };
            let matter = Id([matter; 16]);
            let refused = matter == complaint && about == of && !(second && of == UnitKind::Oversight);
            for facet in [Facet::Handles { matter }, Facet::Gives { matter, to: unit }] {
                let records = Records::default().with(&Concern { matter: complaint, kind: about });
                let verdict = records.with(&works).with(&hears).judge(&RULE, &facet, &officer(1));
                prop_assert_eq!(verdict.is_some(), refused, "{:?}", facet);
            }
        }
    }

    fn kinds() -> impl Strategy<Value = UnitKind> {
        proptest::sample::select(UnitKind::all())
    }
}
