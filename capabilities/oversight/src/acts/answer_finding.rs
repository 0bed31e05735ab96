//! Answering what stood out: a human says that it is in order, or passes it on for inquiry. Nothing follows by itself.

use crate::codes::{AnswerGround, FindingAnswer, FindingState};
use crate::events::FindingAnswered;
use crate::tables::UnusualLook;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Answers a finding.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerFinding {
    /// The finding.
    #[n(0)]
    pub finding: Id,
    /// In order, or to be inquired into.
    #[n(1)]
    pub answer: FindingAnswer,
    /// On what the answer rests.
    #[n(2)]
    pub ground: AnswerGround,
}

const KIND: ActKind = ActKind {
    code: 922,
    name: "oversight.answer-finding",
    about: "Say whether looks that stand out are in order",
    nature: Nature::Decision,
    roles: &[Role::Overseer],
};

/// Grounds on which something is in order.
const IN_ORDER: [AnswerGround; 4] =
    [AnswerGround::Ordered, AnswerGround::Danger, AnswerGround::AnotherPerson, AnswerGround::HandedOver];

impl Act for AnswerFinding {
    const KIND: &'static ActKind = &KIND;

    /// Findings are the overseer's alone.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<UnusualLook>(self.finding);
    }

    /// Whoever looked and whoever answers for it are two people.
    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let Some(row) = view.get::<UnusualLook>(self.finding) else { return Vec::new() };
        vec![Facet::NeedsTwo { first: row.officer }, Facet::Handles { matter: row.officer }]
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let Some(row) = view.get::<UnusualLook>(self.finding) else {
            return Err(Problem::new("finding", "is none", "the number of a finding").into());
        };
        if row.state != FindingState::Open {
            return Err(Problem::new("finding", "is answered already", "nothing is left to do").into());
        }
        let fits = match self.answer {
            FindingAnswer::Explained => IN_ORDER.contains(&self.ground),
            FindingAnswer::PassedOn => self.ground != AnswerGround::None,
        };
        if !fits {
            let right = "a ground that carries the answer: what is in order has a reason that holds";
            return Err(Problem::new("ground", "does not carry this answer", right).into());
        }
        let AnswerFinding { finding, answer, ground } = *self;
        Ok(vec![NewEntry::of(&FindingAnswered { finding, answer, ground }).about(row.officer)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::FindUnusual;
    use crate::testing::{Desk, a_finding, analyst, id, overseer};
    use kernel::{Actor, Outcome, RuleName};

    fn answer(answer: FindingAnswer, ground: AnswerGround) -> AnswerFinding {
        AnswerFinding { finding: a_finding().id(), answer, ground }
    }

    #[test]
    fn a_human_answers_once_and_on_a_ground_that_carries_it() {
        let mut desk = Desk::new();
        let in_order = answer(FindingAnswer::Explained, AnswerGround::Ordered);
        assert_eq!(desk.problem(&in_order, overseer(1)), "finding");
        desk.does(&FindUnusual::from(&a_finding()), Actor::SYSTEM);
        assert!(matches!(desk.tries(&in_order, analyst(9)), Outcome::Forbidden(_)));
        for (said, ground) in [
            (FindingAnswer::Explained, AnswerGround::None),
            (FindingAnswer::Explained, AnswerGround::NoReason),
            (FindingAnswer::Explained, AnswerGround::DoesNotHold),
            (FindingAnswer::PassedOn, AnswerGround::None),
        ] {
            assert_eq!(desk.problem(&answer(said, ground), overseer(1)), "ground");
        }
        desk.does(&answer(FindingAnswer::PassedOn, AnswerGround::NoReason), overseer(1));
        let row: UnusualLook = desk.row(a_finding().id()).unwrap();
        assert_eq!((row.state, row.ground), (FindingState::PassedOn, AnswerGround::NoReason));
        assert_eq!(row.answered_by, overseer(1).id);
        assert_eq!(desk.problem(&in_order, overseer(2)), "finding");
    }

    #[test]
    fn nobody_answers_for_their_own_looks() {
        let mut desk = Desk::new();
        desk.does(&FindUnusual::from(&a_finding()), Actor::SYSTEM);
        let own = answer(FindingAnswer::Explained, AnswerGround::Ordered);
        assert_eq!(desk.refused(&own, overseer(9)), RuleName::TwoPeople);
        assert_eq!(desk.row::<UnusualLook>(id(9)), None);
        assert_eq!(desk.row::<UnusualLook>(own.finding).unwrap().state, FindingState::Open);
    }
}
