//! Random acts about originals that go to lawful units.

use super::Acts;
use evidence::acts::{
    AnswerHandover, ApproveHandover, ApproveRecipient, CallOff, ProposeHandover, ProposeRecipient,
    RecordPackage, TellHand, WithdrawRecipient, fingerprint,
};
use evidence::codes::Hand;
use evidence::events::Chosen;
use kernel::{AnyAct, Id};
use known_material::acts::HearAnswer;

/// A public key that opens nothing here.
const KEY: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

impl Acts {
    fn recipient(&mut self) -> Id {
        self.some(|acts| &acts.recipients)
    }
    /// A record and one of its handovers, mostly.
    fn a_handover(&mut self) -> (Id, Id) {
        let back = self.numbers.below(self.handovers.len().min(3));
        let known = self.handovers.len().checked_sub(back + 1).map(|at| self.handovers[at]);
        known.unwrap_or((Id::NONE, Id::NONE))
    }
    pub(super) fn propose_recipient(&mut self) -> Box<dyn AnyAct> {
        let recipient = self.new_number("recipient");
        self.recipients.push(recipient);
        let public_key = if self.numbers.chance(95) { KEY } else { "age1" };
        Box::new(ProposeRecipient {
            recipient,
            unit: Id::NONE,
            recipient_name: "Police of a fictional State".into(),
            public_key: public_key.into(),
            until: self.until(),
        })
    }
    pub(super) fn approve_recipient(&mut self) -> Box<dyn AnyAct> {
        let told = if self.numbers.chance(95) { fingerprint(KEY) } else { "0".repeat(16) };
        Box::new(ApproveRecipient { recipient: self.recipient(), fingerprint: told })
    }
    pub(super) fn withdraw_recipient(&mut self) -> Box<dyn AnyAct> {
        Box::new(WithdrawRecipient { recipient: self.recipient() })
    }
    pub(super) fn propose_handover(&mut self) -> Box<dyn AnyAct> {
        let back = self.numbers.below(self.originals.len().min(6));
        let known = self.originals.len().checked_sub(back + 1).map(|at| self.originals[at]);
        let (record, act) = known.unwrap_or((Id::NONE, Id::NONE));
        let (handover, recipient) = (self.new_number("handover"), self.recipient());
        self.handovers.push((record, handover));
        self.handing = true;
        let slot = if self.numbers.chance(95) { 0 } else { 7 };
        Box::new(ProposeHandover {
            record,
            handover,
            recipient,
            basis: self.numbers.code(),
            until: self.until(),
            originals: vec![Chosen { act, slot }],
        })
    }
    pub(super) fn approve_handover(&mut self) -> Box<dyn AnyAct> {
        let (record, handover) = self.a_handover();
        Box::new(ApproveHandover { record, handover })
    }
    pub(super) fn call_handover_off(&mut self) -> Box<dyn AnyAct> {
        let (record, handover) = self.a_handover();
        Box::new(CallOff { record, handover })
    }
    pub(super) fn record_package(&mut self) -> Box<dyn AnyAct> {
        let (record, handover) = self.a_handover();
        let (package, manifest) = ("a1".repeat(32), "b2".repeat(32));
        Box::new(RecordPackage { record, handover, package, manifest, bytes: 500, originals: 1 })
    }
    pub(super) fn tell_hand(&mut self) -> Box<dyn AnyAct> {
        let (record, handover) = self.a_handover();
        let hand = match self.numbers.below(8) {
            0..4 => Hand::Fetched,
            4..7 => Hand::Arrived,
            _ => self.numbers.code(),
        };
        let right = if hand == Hand::Fetched { "a1" } else { "b2" };
        let told = if self.numbers.chance(90) { right } else { "c3" };
        Box::new(TellHand { record, handover, hand, hash: told.repeat(32), package: None })
    }
    pub(super) fn answer_handover(&mut self) -> Box<dyn AnyAct> {
        let (record, handover) = self.a_handover();
        Box::new(AnswerHandover { record, handover, answer: self.numbers.code() })
    }
    pub(super) fn hear_answer(&mut self) -> Box<dyn AnyAct> {
        let (report, (_, handover)) = (self.report(), self.a_handover());
        let confirmed = self.numbers.chance(50);
        Box::new(HearAnswer { report, handover, pictures: vec![0], confirmed, unit: Id::NONE })
    }
}
