//! What a chain of custody must keep: two people name the recipient, two hand over, and at each hand the hash is the same.

use super::Broken;
use crate::codes::{Hand, LegalBasis};
use crate::events::{
    EvidencePacked, HandBroken, HandPassed, HandoverApproved, HandoverCalledOff, HandoverProposed,
    RecipientApproved, RecipientProposed, RecipientWithdrawn,
};
use crate::package::hex;
use facts::evidence::{EvidenceAnswer, EvidenceAnswered, EvidenceHeld};
use kernel::{Actor, CodeList as _, Entry, Event, Hash, Id, Role};

/// What a chain says that holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Custody {
    /// The record that the originals came with.
    pub record: Id,
    /// The recipient's key.
    pub key: String,
    /// On what it rests.
    pub basis: Option<LegalBasis>,
    /// SHA-256 and size of the package, once it is packed.
    pub package: Option<(Hash, u64)>,
    /// SHA-256 of the manifest, once it is packed.
    pub manifest: Option<Hash>,
    /// How many originals.
    pub originals: u32,
    /// The last hand.
    pub last: Option<Hand>,
    /// What the recipient answered.
    pub answer: Option<EvidenceAnswer>,
    /// Numbers of the entries by which it was proposed and approved.
    pub chain: Vec<u64>,
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    handover: Id,
    recipient: Id,
    /// Who proposed and who approved the recipient.
    named: (Option<Id>, bool),
    proposed_by: Option<Id>,
    approved: bool,
    at: u64,
    custody: Custody,
}

fn wrong<T>(said: impl Into<String>) -> Result<T, Broken> {
    Err(Broken::Chain(said.into()))
}

/// The event in an entry.
fn event<E: Event>(entry: &Entry) -> Result<E, Broken> {
    entry.event().map_err(|error| Broken::Chain(format!("entry {}: {error}", entry.seq)))
}

impl Custody {
    /// Reads a chain of entries that are proven.
    ///
    /// # Errors
    /// [`Broken::Chain`] names the first thing that is wrong.
    pub fn of(handover: Id, entries: &[Entry]) -> Result<Custody, Broken> {
        let mut reading = Reading { handover, ..Reading::default() };
        for entry in entries {
            if entry.seq <= reading.at {
                return wrong(format!("entry {} does not stand in its place", entry.seq));
            }
            reading.at = entry.seq;
            reading.take(entry)?;
        }
        if !reading.named.1 {
            return wrong("no second person approved the recipient");
        }
        if reading.proposed_by.is_none() {
            return wrong("nobody proposed the handover");
        }
        if !reading.approved {
            return wrong("no second person approved the handover");
        }
        Ok(reading.custody)
    }
}

impl Reading {
    fn take(&mut self, entry: &Entry) -> Result<(), Broken> {
        match entry.kind {
            RecipientProposed::KIND => self.recipient_proposed(entry),
            RecipientApproved::KIND => self.recipient_approved(entry),
            RecipientWithdrawn::KIND => self.recipient_withdrawn(entry),
            HandoverProposed::KIND => self.proposed(entry),
            HandoverApproved::KIND => self.approved(entry),
            HandoverCalledOff::KIND => wrong(format!("the handover was called off in entry {}", entry.seq)),
            EvidencePacked::KIND => self.packed(entry),
            HandPassed::KIND => self.passed(entry),
            HandBroken::KIND => Self::broken(entry),
            EvidenceAnswered::KIND => self.answered(entry),
            // That the record is held came with the approval.
            EvidenceHeld::KIND => Ok(()),
            _ => wrong(format!("entry {} is none of a handover", entry.seq)),
        }
    }

    fn recipient_proposed(&mut self, entry: &Entry) -> Result<(), Broken> {
        let RecipientProposed { recipient, key, .. } = event(entry)?;
        if self.named.0.is_some() {
            return wrong("more than one recipient was proposed");
        }
        self.recipient = recipient;
        self.named.0 = Some(entry.actor.id);
        self.custody.key = key;
        Ok(())
    }

    fn recipient_approved(&mut self, entry: &Entry) -> Result<(), Broken> {
        let RecipientApproved { recipient } = event(entry)?;
        if recipient != self.recipient || self.named.1 {
            return wrong("the recipient that was approved is not the one that was proposed");
        }
        two(self.named.0, &entry.actor, "the recipient")?;
        self.named.1 = true;
        Ok(())
    }

    fn recipient_withdrawn(&self, entry: &Entry) -> Result<(), Broken> {
        let RecipientWithdrawn { recipient } = event(entry)?;
        let is_late = matches!(self.custody.last, Some(hand) if hand.number() >= Hand::Fetched.number());
        if recipient != self.recipient || is_late {
            return Ok(());
        }
        wrong("the recipient was withdrawn before anything was fetched")
    }

    fn proposed(&mut self, entry: &Entry) -> Result<(), Broken> {
        let HandoverProposed { handover, recipient, basis, originals, .. } = event(entry)?;
        if handover != self.handover || self.proposed_by.is_some() {
            return wrong(format!("entry {} proposes another handover", entry.seq));
        }
        if recipient != self.recipient || !self.named.1 {
            return wrong("the handover was proposed before two people had named its recipient");
        }
        self.proposed_by = Some(entry.actor.id);
        self.custody.record = entry.subject;
        self.custody.basis = Some(basis);
        self.custody.originals = u32::try_from(originals.len()).unwrap_or(u32::MAX);
        self.custody.chain.push(entry.seq);
        self.custody.last = Some(Hand::Proposed);
        Ok(())
    }

    fn approved(&mut self, entry: &Entry) -> Result<(), Broken> {
        let HandoverApproved { handover, key } = event(entry)?;
        self.ours(entry, handover)?;
        if self.approved {
            return wrong("the handover was approved twice");
        }
        two(self.proposed_by, &entry.actor, "the handover")?;
        if key != self.custody.key {
            return wrong("the handover was approved for another key than the recipient's");
        }
        self.approved = true;
        self.custody.chain.push(entry.seq);
        self.custody.last = Some(Hand::Approved);
        Ok(())
    }

    fn packed(&mut self, entry: &Entry) -> Result<(), Broken> {
        let EvidencePacked { handover, package, manifest, bytes, originals } = event(entry)?;
        self.ours(entry, handover)?;
        if !self.approved || self.custody.package.is_some() {
            return wrong("it was packed before a second person approved it, or twice");
        }
        if originals != self.custody.originals {
            return wrong("more or fewer originals were packed than were approved");
        }
        self.custody.package = Some((package, bytes));
        self.custody.manifest = Some(manifest);
        self.custody.last = Some(Hand::Packed);
        Ok(())
    }

    fn passed(&mut self, entry: &Entry) -> Result<(), Broken> {
        let HandPassed { handover, hand, hash } = event(entry)?;
        self.ours(entry, handover)?;
        let code = hand.code();
        let before: &[Hand] = match hand {
            Hand::Fetched => &[Hand::Packed, Hand::Fetched],
            Hand::Arrived => &[Hand::Fetched],
            Hand::Destroyed | Hand::Returned => &[Hand::Arrived, Hand::Answered],
            Hand::Proposed | Hand::Approved | Hand::Packed | Hand::Answered => &[],
        };
        if !self.custody.last.is_some_and(|last| before.contains(&last)) {
            return wrong(format!("{code} is out of its order"));
        }
        let package = self.custody.package.map(|(package, _)| package);
        let expected = if hand == Hand::Fetched { package } else { self.custody.manifest };
        if expected != Some(hash) {
            return wrong(format!("at the hand '{code}' the hash is another one"));
        }
        self.custody.last = Some(hand);
        Ok(())
    }

    fn broken(entry: &Entry) -> Result<(), Broken> {
        let HandBroken { hand, expected, found, .. } = event(entry)?;
        let (code, expected, found) = (hand.code(), hex(&expected.0), hex(&found.0));
        wrong(format!("at the hand '{code}' the hash was {found} instead of {expected}"))
    }

    fn answered(&mut self, entry: &Entry) -> Result<(), Broken> {
        let EvidenceAnswered { handover, answer, .. } = event(entry)?;
        self.ours(entry, handover)?;
        if self.custody.last != Some(Hand::Arrived) {
            return wrong("it was answered before it arrived");
        }
        self.custody.answer = Some(answer);
        self.custody.last = Some(Hand::Answered);
        Ok(())
    }

    /// Whether an entry is about this handover and its record.
    fn ours(&self, entry: &Entry, handover: Id) -> Result<(), Broken> {
        if handover == self.handover && entry.subject == self.custody.record {
            return Ok(());
        }
        wrong(format!("entry {} is about another handover", entry.seq))
    }
}

/// Whether a second person did it: somebody of the staff, and not the first.
fn two(first: Option<Id>, second: &Actor, what: &str) -> Result<(), Broken> {
    match first {
        None => wrong(format!("{what} was approved before it was proposed")),
        Some(first) if first == second.id || second.id.is_none() || !Role::STAFF.contains(&second.role) => {
            wrong(format!("no second person approved {what}: one person did both"))
        }
        Some(_) => Ok(()),
    }
}
