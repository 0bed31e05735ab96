//! Hearing what the unit found that got pictures as evidence: leads about these pictures are confirmed or not, as it says.

use crate::events::AnswerHeard;
use crate::tables::{LEADS_OF, Lead};
use facts::evidence::{EvidenceAnswer, EvidenceAnswered};
use kernel::codes::LeadState;
use kernel::{Act, ActKind, Ctx, Denial, Entry, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`HearAnswer`].
pub const KIND: ActKind = ActKind {
    code: 808,
    name: "known-material.hear-answer",
    about: "Hear what a unit found that got pictures as evidence",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Hears an answer.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HearAnswer {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The handover.
    #[n(1)]
    pub handover: Id,
    /// The pictures that the unit got, by their places in the report, from 0.
    #[n(2)]
    pub pictures: Vec<u32>,
    /// Whether it confirms what was found about them.
    #[n(3)]
    pub confirmed: bool,
    /// The unit of this node that answered; none for one outside.
    #[n(4)]
    pub unit: Id,
}

/// The act by which this room answers; none where more is needed to say, or no picture was handed over.
pub(crate) fn react(entry: &Entry) -> Option<(u16, Vec<u8>)> {
    let EvidenceAnswered { handover, answer, pictures, unit } = entry.event().ok()?;
    let confirmed = match answer {
        EvidenceAnswer::Confirmed => true,
        EvidenceAnswer::NotConfirmed => false,
        EvidenceAnswer::MoreNeeded => return None,
    };
    let act = HearAnswer { report: entry.subject, handover, pictures, confirmed, unit };
    (!act.pictures.is_empty()).then(|| (KIND.code, kernel::entry::to_cbor(&act)))
}

impl Act for HearAnswer {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        for picture in &self.pictures {
            needs.list::<Lead>(LEADS_OF, (self.report, i64::from(*picture)));
        }
    }

    // What it says is another unit's verdict about pictures; it is about no person.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let about =
            self.pictures.iter().flat_map(|n| view.list::<Lead>(LEADS_OF, (self.report, i64::from(*n))));
        // What a unit decided here stays as it decided.
        let leads = about.filter(|lead| lead.state == LeadState::Unverified).map(|lead| lead.lead).collect();
        let HearAnswer { handover, confirmed, unit, .. } = *self;
        Ok(vec![NewEntry::of(&AnswerHeard { handover, leads, confirmed, unit })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::ConfirmLead;
    use crate::acts::record_matches::lead_id;
    use crate::testing::{REPORT, Room, UNIT, a_hit, analyst, field, found};
    use kernel::Actor;

    fn heard(pictures: Vec<u32>, confirmed: bool) -> HearAnswer {
        HearAnswer { report: REPORT, handover: Id([6; 16]), pictures, confirmed, unit: UNIT }
    }

    #[test]
    fn leads_about_pictures_that_were_handed_over_follow_the_answer_and_no_others() {
        for confirmed in [true, false] {
            let mut room = Room::with_report();
            room.enter(&found(&[a_hit()]), Actor::SYSTEM);
            assert!(room.entered(&heard(vec![1], confirmed), Actor::SYSTEM));
            assert_eq!(room.rows::<Lead>().remove(0).state, LeadState::Unverified, "of another picture");
            assert!(room.entered(&heard(vec![0, 1], confirmed), Actor::SYSTEM));
            let row = room.rows::<Lead>().remove(0);
            let state = if confirmed { LeadState::Confirmed } else { LeadState::NotConfirmed };
            assert_eq!((row.state, row.unit, row.decided_by), (state, UNIT, Id::NONE));
            let lead = lead_id(REPORT, &a_hit());
            assert_eq!(field(&room.enter(&ConfirmLead { lead }, analyst(1))), "lead", "it is decided");
            assert!(room.replays());
        }
    }

    #[test]
    fn what_a_unit_decided_here_stays() {
        let mut room = Room::with_report();
        room.enter(&found(&[a_hit()]), Actor::SYSTEM);
        assert!(room.entered(&ConfirmLead { lead: lead_id(REPORT, &a_hit()) }, analyst(1)));
        assert!(room.entered(&heard(vec![0], false), Actor::SYSTEM));
        let row = room.rows::<Lead>().remove(0);
        assert_eq!((row.state, row.decided_by), (LeadState::Confirmed, analyst(1).id));
    }
}
