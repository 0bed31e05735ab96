//! The room's derived tables, and what facts make of them.

use crate::codes::{Hand, HandoverState, LegalBasis, RecipientState};
use crate::events::{
    Chosen, EvidencePacked, HandBroken, HandPassed, HandoverApproved, HandoverCalledOff, HandoverProposed,
    RecipientApproved, RecipientProposed, RecipientWithdrawn,
};
use facts::evidence::EvidenceAnswered;
use kernel::kept::Kept;
use kernel::knowing::hold;
use kernel::{Apply, Day, Entry, Event, Hash, Id, Instant, Record, Table, TableFault, Tables, record};

record! {
    /// Lawful units that may get originals.
    pub struct Recipient in "evidence_recipient", Derived, key 1, indexes [] {
        /// The recipient.
        recipient: Id, Internal;
        /// The unit of this node; none for one outside.
        unit: Id, Internal;
        /// Its name; names no person.
        recipient_name: String, Internal;
        /// Its public key.
        public_key: String, Internal;
        /// Its last day.
        ends_on: Day, Internal;
        /// How it stands.
        recipient_state: RecipientState, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// Who approved it; none before.
        approved_by: Id, Internal;
        /// Number of the entry that proposed it.
        proposed_in: i64, Internal;
        /// Number of the entry that approved it; 0 before.
        approved_in: i64, Internal;
        /// Number of the entry that withdrew it; 0 before.
        withdrawn_in: i64, Internal;
    }
}

impl Recipient {
    /// Whether it may get originals on that day.
    #[must_use]
    pub fn may_get(&self, today: Day) -> bool {
        self.recipient_state == RecipientState::InForce && today <= self.ends_on
    }
}

record! {
    /// Handovers of originals.
    pub struct Handover in "handover_of_evidence", Derived, key 1, indexes [by_record: 1, by_state: 5] {
        /// The handover.
        handover: Id, Internal;
        /// The record that the originals came with.
        record_id: Id, Internal;
        /// Who gets them.
        recipient: Id, Internal;
        /// On what it rests.
        legal_basis: LegalBasis, Internal;
        /// Until which day the record is held.
        held_to: Day, Internal;
        /// How far it is.
        handover_state: HandoverState, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// When, UTC ms.
        proposed_at: Instant, Internal;
        /// Who approved it; none before.
        approved_by: Id, Internal;
        /// The act that proposed it: the words of its legal basis are sealed beside it.
        proposed_act: Id, Internal;
        /// Number of the entry that proposed it.
        proposed_in: i64, Internal;
        /// SHA-256 of the package; empty before.
        package: Vec<u8>, Internal;
        /// SHA-256 of the manifest; empty before.
        manifest: Vec<u8>, Internal;
        /// Size of the package, in bytes; 0 before.
        bytes: i64, Internal;
    }
}

record! {
    /// Originals that were chosen for a handover.
    pub struct Handed in "handed_original", Derived, key 3, indexes [by_handover: 0] {
        /// The handover.
        handover: Id, Internal;
        /// The act beside which it lies sealed.
        act: Id, Internal;
        /// Its first slot there.
        slot: i64, Internal;
        /// The record that it came with.
        record_id: Id, Internal;
    }
}

/// Index of [`Handed`] by handover.
pub(crate) const HANDED_IN: &str = "handed_original_by_handover";

record! {
    /// The hands that originals went through, one after the other.
    pub struct Passed in "custody_hand", Derived, key 2, indexes [by_handover: 0] {
        /// The handover.
        handover: Id, Internal;
        /// Number of the entry that says so.
        seq: i64, Internal;
        /// The record that the originals came with.
        record_id: Id, Internal;
        /// Which hand.
        hand: Hand, Internal;
        /// The hash that was computed there; empty before anything was packed.
        hand_hash: Vec<u8>, Internal;
        /// 1 when it was the same as before.
        unbroken: bool, Internal;
        /// Who entered it.
        entered_by: Id, Internal;
        /// When, UTC ms.
        entered_at: Instant, Internal;
    }
}

/// The room's tables.
pub(crate) fn tables() -> Vec<&'static Table> {
    vec![Recipient::TABLE, Handover::TABLE, Handed::TABLE, Passed::TABLE]
}

/// What they hold on whom.
pub(crate) fn kept() -> Vec<Kept> {
    vec![
        Kept::of(Recipient::TABLE, &["recipient"], &["proposed_by", "approved_by"]),
        Kept::of(Handover::TABLE, &["record_id"], &["proposed_by", "approved_by"]),
        Kept::of(Handed::TABLE, &["record_id"], &[]),
        Kept::of(Passed::TABLE, &["record_id"], &["entered_by"]),
    ]
}

/// What facts make of them.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (RecipientProposed::KIND, recipient_proposed as Apply),
        (RecipientApproved::KIND, recipient_approved),
        (RecipientWithdrawn::KIND, recipient_withdrawn),
        (HandoverProposed::KIND, handover_proposed),
        (HandoverApproved::KIND, handover_approved),
        (HandoverCalledOff::KIND, handover_called_off),
        (EvidencePacked::KIND, packed),
        (HandPassed::KIND, hand_passed),
        (HandBroken::KIND, hand_broken),
        (EvidenceAnswered::KIND, answered),
    ]
}

fn recipient_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let RecipientProposed { recipient, unit, name, key, ends_on } = entry.event()?;
    // Whoever hands originals over knows of all recipients.
    hold(tables, Id::NONE, recipient)?;
    tables.put(&Recipient {
        recipient,
        unit,
        recipient_name: name,
        public_key: key,
        ends_on,
        recipient_state: RecipientState::Proposed,
        proposed_by: entry.actor.id,
        approved_by: Id::NONE,
        proposed_in: entry.seq.cast_signed(),
        approved_in: 0,
        withdrawn_in: 0,
    })
}

fn recipient_approved(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let RecipientApproved { recipient } = entry.event()?;
    tables.change::<Recipient>(recipient, |row| {
        row.recipient_state = RecipientState::InForce;
        row.approved_by = entry.actor.id;
        row.approved_in = entry.seq.cast_signed();
    })
}

fn recipient_withdrawn(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let RecipientWithdrawn { recipient } = entry.event()?;
    tables.change::<Recipient>(recipient, |row| {
        row.recipient_state = RecipientState::Withdrawn;
        row.withdrawn_in = entry.seq.cast_signed();
    })
}

fn handover_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HandoverProposed { handover, recipient, basis, until, originals } = entry.event()?;
    for Chosen { act, slot } in originals {
        tables.put(&Handed { handover, act, slot: slot.into(), record_id: entry.subject })?;
    }
    tables.put(&Handover {
        handover,
        record_id: entry.subject,
        recipient,
        legal_basis: basis,
        held_to: until,
        handover_state: HandoverState::Proposed,
        proposed_by: entry.actor.id,
        proposed_at: entry.recorded,
        approved_by: Id::NONE,
        proposed_act: entry.act,
        proposed_in: entry.seq.cast_signed(),
        package: Vec::new(),
        manifest: Vec::new(),
        bytes: 0,
    })?;
    note_hand(tables, entry, handover, Hand::Proposed, None)
}

fn handover_approved(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HandoverApproved { handover, .. } = entry.event()?;
    tables.change::<Handover>(handover, |row| {
        row.handover_state = HandoverState::Approved;
        row.approved_by = entry.actor.id;
    })?;
    note_hand(tables, entry, handover, Hand::Approved, None)
}

fn handover_called_off(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HandoverCalledOff { handover, stopped } = entry.event()?;
    let state = if stopped { HandoverState::Stopped } else { HandoverState::CalledOff };
    tables.change::<Handover>(handover, |row| row.handover_state = state)
}

fn packed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let EvidencePacked { handover, package, manifest, bytes, .. } = entry.event()?;
    tables.change::<Handover>(handover, |row| {
        row.handover_state = HandoverState::Packed;
        row.package = package.0.to_vec();
        row.manifest = manifest.0.to_vec();
        row.bytes = bytes.cast_signed();
    })?;
    note_hand(tables, entry, handover, Hand::Packed, Some((package, true)))
}

fn hand_passed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HandPassed { handover, hand, hash } = entry.event()?;
    tables.change::<Handover>(handover, |row| {
        row.handover_state = match hand {
            Hand::Fetched => HandoverState::Fetched,
            Hand::Arrived => HandoverState::Arrived,
            Hand::Destroyed | Hand::Returned => HandoverState::Closed,
            Hand::Proposed | Hand::Approved | Hand::Packed | Hand::Answered => row.handover_state,
        };
    })?;
    note_hand(tables, entry, handover, hand, Some((hash, true)))
}

fn hand_broken(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HandBroken { handover, hand, found, .. } = entry.event()?;
    tables.change::<Handover>(handover, |row| row.handover_state = HandoverState::Stopped)?;
    note_hand(tables, entry, handover, hand, Some((found, false)))
}

fn answered(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let EvidenceAnswered { handover, .. } = entry.event()?;
    tables.change::<Handover>(handover, |row| row.handover_state = HandoverState::Answered)?;
    note_hand(tables, entry, handover, Hand::Answered, None)
}

fn note_hand(
    tables: &mut dyn Tables,
    entry: &Entry,
    handover: Id,
    hand: Hand,
    computed: Option<(Hash, bool)>,
) -> Result<(), TableFault> {
    tables.put(&Passed {
        handover,
        seq: entry.seq.cast_signed(),
        record_id: entry.subject,
        hand,
        hand_hash: computed.map(|(hash, _)| hash.0.to_vec()).unwrap_or_default(),
        unbroken: computed.is_none_or(|(_, same)| same),
        entered_by: entry.actor.id,
        entered_at: entry.recorded,
    })
}
