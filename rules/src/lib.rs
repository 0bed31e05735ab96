//! The rights rules that span rooms. Each is a pure function of one facet and what is on record; each cites its paragraph,
//! says why it refuses, and what may be done instead. They hold for every role.
//!
//! | rule | file |
//! |---|---|
//! | victim-is-not-offender | [`victim_is_not_offender`] |
//! | no-consent-of-a-child | [`no_consent_of_a_child`] |
//! | ex-officio | [`ex_officio`] |
//! | no-programme-instead-of-prosecution | [`no_programme_instead_of_prosecution`] |
//! | risk-before-release | [`risk_before_release`] |
//! | guardian-is-not-suspect | [`guardian_is_not_suspect`] |
//! | two-people | [`two_people`] |
//! | no-judge-in-own-cause | [`no_judge_in_own_cause`] |
//! | every-look-leaves-a-trace | [`every_look_leaves_a_trace`] |
//!
//! A rule of one room lives in that room: count-nobody-out in the demand map.

pub mod every_look_leaves_a_trace;
pub mod ex_officio;
pub mod guardian_is_not_suspect;
pub mod no_consent_of_a_child;
pub mod no_judge_in_own_cause;
pub mod no_programme_instead_of_prosecution;
pub mod risk_before_release;
pub mod two_people;
pub mod victim_is_not_offender;

use kernel::Charter;

/// All rules that span rooms.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "rules",
        paragraphs: "29, 35, 42, 46, 50, 52, 56, 59, 69, 82(c), 82(f)",
        rules: vec![
            victim_is_not_offender::RULE,
            no_consent_of_a_child::RULE,
            ex_officio::RULE,
            no_programme_instead_of_prosecution::RULE,
            risk_before_release::RULE,
            guardian_is_not_suspect::RULE,
            two_people::RULE,
            no_judge_in_own_cause::RULE,
            every_look_leaves_a_trace::RULE,
        ],
        ..Charter::default()
    }
}

#[cfg(test)]
mod tests {
    use kernel::RuleName;

    #[test]
    fn the_charter_lists_every_rule_that_spans_rooms_with_its_paragraphs() {
        let charter = super::charter();
        assert_eq!(charter.name, "rules");
        let listed: Vec<RuleName> = charter.rules.iter().map(|rule| rule.name).collect();
        assert_eq!(
            listed,
            [
                RuleName::VictimIsNotOffender,
                RuleName::NoConsentOfAChild,
                RuleName::ExOfficio,
                RuleName::NoProgrammeInsteadOfProsecution,
                RuleName::RiskBeforeRelease,
                RuleName::GuardianIsNotSuspect,
                RuleName::TwoPeople,
                RuleName::NoJudgeInOwnCause,
                RuleName::EveryLookLeavesATrace,
            ]
        );
        let told: Vec<&str> = charter.paragraphs.split(", ").collect();
        for rule in listed {
            let mut paragraphs = rule.paragraphs().split(", ");
            assert!(paragraphs.all(|one| told.contains(&one)), "{rule:?}: {}", rule.paragraphs());
        }
    }
}

#[cfg(test)]
pub(crate) mod testing {
    //! What the rules' tests share: a view holding just some rows, and a context.
    use kernel::{
        Actor, Ctx, Facet, Id, Instant, Loader, MemoryTables, Needs, Purpose, Record, Refusal, Role, Rule,
    };
    use kernel::{Tables, View};
    use proptest::prelude::*;

    pub(crate) fn officer(id: u8) -> Ctx {
        let actor = Actor { id: Id([id; 16]), role: Role::Investigator, unit: Id([200; 16]) };
        Ctx {
            now: Instant(1_800_000_000_000),
            act: Id([9; 16]),
            actor,
            purpose: Purpose::Investigation,
            cause: None,
        }
    }

    #[derive(Default)]
    pub(crate) struct Records(MemoryTables);

    impl Records {
        pub(crate) fn with<R: Record>(mut self, record: &R) -> Self {
            self.0.put_row(R::TABLE, record.to_row()).unwrap();
            self
        }

        /// The rule's verdict, seeing exactly what it asked for.
        pub(crate) fn judge(&mut self, rule: &Rule, facet: &Facet, ctx: &Ctx) -> Option<Refusal> {
            let mut view = View::default();
            for _ in 0..3 {
                let mut needs = Needs::default();
                (rule.needs)(facet, ctx, &view, &mut needs);
                let missing = needs.missing_from(&view);
                self.0.load(&missing, &mut view).unwrap();
            }
            (rule.judge)(facet, ctx, &view)
        }
    }

    prop_compose! {
        /// Days around the eighteenth birthday of somebody born on 2008-06-15, and years that contain it.
        pub(crate) fn near_eighteen()(offset in -3_i32..=3, width in 0_i32..=4) -> kernel::Span {
            let birthday = kernel::Day::of(2026, 6, 15).unwrap();
            let from = kernel::Day(birthday.0 + offset);
            kernel::Span { from, to: kernel::Day(from.0 + width) }
        }
    }
}
