//! A named unit confirms or rejects a lead. A confirmed lead is about a picture: it makes nobody a suspect (¶82(f)).

use super::named_unit;
use crate::events::{LeadConfirmed, LeadRejected};
use crate::tables::Lead;
use kernel::codes::LeadState;
use kernel::knowing::{knowing_needs, knows, not_known};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ConfirmLead`].
pub const CONFIRM: ActKind = ActKind {
    code: 204,
    name: "known-material.confirm-lead",
    about: "Confirm, for your unit, that a picture is the listed material",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Kind of [`RejectLead`].
pub const REJECT: ActKind = ActKind {
    code: 205,
    name: "known-material.reject-lead",
    about: "Say, for your unit, that a picture is not the listed material",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Confirms a lead for the acting unit.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmLead {
    /// The lead.
    #[n(0)]
    pub lead: Id,
}

/// Rejects a lead for the acting unit.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectLead {
    /// The lead.
    #[n(0)]
    pub lead: Id,
}

impl Act for ConfirmLead {
    const KIND: &'static ActKind = &CONFIRM;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, ctx: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Lead>(self.lead);
        if let Some(lead) = view.peek::<Lead>(self.lead) {
            knowing_needs(&ctx.actor, lead.report, needs);
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        handles_report(self.lead, view)
    }

    fn subject(&self) -> Id {
        self.lead
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let lead = unverified(self.lead, ctx, view)?;
        Ok(vec![NewEntry::of(&LeadConfirmed { lead: self.lead }).about(lead.report)])
    }
}

impl Act for RejectLead {
    const KIND: &'static ActKind = &REJECT;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, ctx: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Lead>(self.lead);
        if let Some(lead) = view.peek::<Lead>(self.lead) {
            knowing_needs(&ctx.actor, lead.report, needs);
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        handles_report(self.lead, view)
    }

    fn subject(&self) -> Id {
        self.lead
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let lead = unverified(self.lead, ctx, view)?;
        Ok(vec![NewEntry::of(&LeadRejected { lead: self.lead }).about(lead.report)])
    }
}

fn handles_report(lead: Id, view: &View) -> Vec<Facet> {
    view.get::<Lead>(lead).map(|lead| Facet::Handles { matter: lead.report }).into_iter().collect()
}

fn unverified(lead: Id, ctx: &Ctx, view: &View) -> Result<Lead, Problem> {
    named_unit(ctx)?;
    // A lead is known to whoever knows of its report.
    let known = view.get::<Lead>(lead).filter(|lead| knows(&ctx.actor, lead.report, ctx.now, view));
    match known {
        None => Err(not_known("lead")),
        Some(lead) if lead.state == LeadState::Unverified => Ok(lead),
        Some(lead) if lead.state == LeadState::Withdrawn => {
            let right = "nothing; what the picture is by your own law belongs into the case";
            Err(Problem::new("lead", "what it rested on was withdrawn: it is no lead any more", right))
        }
        Some(_) => Err(Problem::new("lead", "a unit has decided on it already", "nothing is left to do")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::record_matches::lead_id;
    use crate::testing::{REPORT, Room, UNIT, a_hit, analyst, field, found, withdraw};
    use facts::Standing;
    use kernel::{Actor, Outcome, RuleName};

    fn with_lead() -> (Room, Id) {
        let mut room = Room::with_report();
        room.enter(&found(&[a_hit()]), Actor::SYSTEM);
        (room, lead_id(REPORT, &a_hit()))
    }

    #[test]
    fn a_named_unit_confirms_and_nobody_becomes_a_suspect() {
        let (mut room, lead) = with_lead();
        assert!(room.entered(&ConfirmLead { lead }, analyst(1)));
        let row = room.rows::<Lead>().remove(0);
        assert_eq!((row.state, row.unit, row.decided_by), (LeadState::Confirmed, UNIT, analyst(1).id));
        assert_eq!(room.node.entries.last().unwrap().subject, REPORT);
        assert!(room.rows::<Standing>().is_empty());
        assert_eq!(field(&room.enter(&RejectLead { lead }, analyst(1))), "lead");
        assert!(room.replays());
    }

    #[test]
    fn a_rejected_lead_stays_rejected_when_it_is_found_again() {
        let (mut room, lead) = with_lead();
        assert!(room.entered(&RejectLead { lead }, analyst(1)));
        room.enter(&found(&[a_hit()]), Actor::SYSTEM);
        assert_eq!(room.rows::<Lead>()[0].state, LeadState::NotConfirmed);
        assert_eq!(field(&room.enter(&ConfirmLead { lead }, analyst(1))), "lead");
    }

    #[test]
    fn a_lead_whose_entry_was_withdrawn_is_decided_by_nobody() {
        let (mut room, lead) = with_lead();
        assert!(room.entered(&withdraw(1), analyst(1)));
        assert_eq!(field(&room.enter(&ConfirmLead { lead }, analyst(1))), "lead");
        assert_eq!(field(&room.enter(&RejectLead { lead }, analyst(1))), "lead");
        assert_eq!(room.rows::<Lead>()[0].state, LeadState::Withdrawn);
    }

    #[test]
    fn a_conflict_or_a_missing_unit_stands_in_the_way() {
        let (mut room, lead) = with_lead();
        room.declare_conflict(1, REPORT);
        assert_eq!(room.refused_by(&ConfirmLead { lead }, analyst(1)), RuleName::NoJudgeInOwnCause);
        assert_eq!(room.refused_by(&RejectLead { lead }, analyst(1)), RuleName::NoJudgeInOwnCause);
        assert_eq!(room.rows::<Lead>()[0].state, LeadState::Unverified);
        let without_unit = Actor { unit: Id::NONE, ..analyst(2) };
        assert_eq!(field(&room.enter(&ConfirmLead { lead }, without_unit)), "unit");
        assert_eq!(field(&room.enter(&ConfirmLead { lead: Id([9; 16]) }, analyst(2))), "lead");
        assert!(matches!(room.enter(&ConfirmLead { lead }, Actor::SYSTEM), Outcome::Forbidden(_)));
    }
}
