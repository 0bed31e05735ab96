//! The room's derived tables, and what facts make of them.

mod hooks;

pub use hooks::{HookMessage, SenderHook};

use crate::codes::TipState;
use crate::events::{FileDescribed, FileTaken, ReportExpired, ReportOpened, ReportRetracted};
use crate::limits::FIRST_NUMBER;
use facts::machine::{MachineReportComplete, Wire};
use facts::original::{Original, OriginalKind, note_original};
use kernel::knowing::hold;
use kernel::{Apply, Entry, Event, Id, Instant, Record, Table, TableFault, Tables, record};

record! {
    /// Reports by machine, as their senders know them.
    pub struct MachineReport in "machine_report", Derived, key 1, indexes [by_number: 1, by_sender: 2 1, by_tip_state: 4 6] {
        /// The report; the desk's report bears the same number.
        report: Id, Internal;
        /// Its number on the wire.
        number: i64, Internal;
        /// The unit that sends it.
        sender: Id, Internal;
        /// How it came.
        wire: Wire, Internal;
        /// How it stands on the wire.
        tip_state: TipState, Internal;
        /// When it was opened, UTC ms.
        opened_at: Instant, Internal;
        /// When it last changed, UTC ms.
        changed_at: Instant, Internal;
        /// How many files came with it.
        files: i64, Internal;
        /// How many bytes these have.
        bytes: i64, Internal;
        /// How useful it is for whoever must act on it, 0 to 100; 0 before it is finished.
        quality: i64, Internal;
        /// The act beside which its document is sealed.
        told_in: Id, Internal;
        /// How many slots that takes.
        slots: i64, Internal;
        /// The machine key by which it was opened.
        opened_by: Id, Internal;
    }
}

impl MachineReport {
    /// Index of reports by the state on the wire and their last change.
    pub const BY_STATE: &'static str = "machine_report_by_tip_state";
}

record! {
    /// Files of machines' reports.
    pub struct MachineFile in "machine_file", Derived, key 1, indexes [by_report: 1 2] {
        /// The file.
        file: Id, Internal;
        /// Its report.
        report: Id, Internal;
        /// Its place in the report, from 0.
        n: i64, Internal;
        /// Its size, in bytes.
        bytes: i64, Internal;
        /// When it came, UTC ms.
        taken_at: Instant, Internal;
        /// The act beside which its details are sealed; none before they are told.
        described_in: Id, Internal;
        /// How many slots these take.
        described_slots: i64, Internal;
    }
}

impl MachineFile {
    /// Index of files by report and place.
    pub const BY_REPORT: &'static str = "machine_file_by_report";
}

record! {
    /// Numbers on the wire: the next one.
    pub struct MachineCounter in "machine_counter", Derived, key 1, indexes [] {
        /// Always the same.
        wire: Wire, Internal;
        /// The next number.
        next: i64, Internal;
    }
}

/// The row of the one counter: all wires share the numbers.
pub(crate) const COUNTER: Wire = Wire::CyberTipline;

record! {
    /// Digests of files of machines' reports: equal files are found, none is shown.
    pub struct MachineFileDigest in "machine_file_digest", Sealed, key 1, indexes [by_sha256: 2] {
        /// The file.
        file: Id, Internal;
        /// Its report.
        report: Id, Internal;
        /// SHA-256 of its bytes, 32 bytes.
        sha256: Vec<u8>, Sealed;
        /// MD5 of its bytes, 16 bytes: the sender is told it, as the wire wants.
        md5: Vec<u8>, Sealed;
    }
}

/// The room's tables.
pub(crate) fn tables() -> Vec<&'static Table> {
    vec![
        MachineReport::TABLE,
        MachineFile::TABLE,
        MachineCounter::TABLE,
        MachineFileDigest::TABLE,
        SenderHook::TABLE,
        HookMessage::TABLE,
    ]
}

/// What facts make of them.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    let wire = [
        (ReportOpened::KIND, apply_opened as Apply),
        (FileTaken::KIND, apply_taken),
        (FileDescribed::KIND, apply_described),
        (MachineReportComplete::KIND, apply_complete),
        (ReportRetracted::KIND, apply_retracted),
        (ReportExpired::KIND, apply_expired),
    ];
    wire.into_iter().chain(hooks::projections()).collect()
}

fn apply_opened(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ReportOpened { report, number, wire, slots, bytes } = entry.event()?;
    let number = number.cast_signed();
    tables.put(&MachineCounter { wire: COUNTER, next: number.max(FIRST_NUMBER).saturating_add(1) })?;
    hold(tables, entry.actor.unit, report)?;
    let document = Original {
        record: report,
        act: entry.act,
        slot: 0,
        slots: slots.into(),
        bytes: bytes.cast_signed(),
        kind: OriginalKind::Document,
        n: 0,
    };
    note_original(tables, &document)?;
    tables.put(&MachineReport {
        report,
        number,
        sender: entry.actor.unit,
        wire,
        tip_state: TipState::Open,
        opened_at: entry.recorded,
        changed_at: entry.recorded,
        files: 0,
        bytes: 0,
        quality: 0,
        told_in: entry.act,
        slots: slots.into(),
        opened_by: entry.actor.id,
    })
}

fn apply_taken(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let FileTaken { report, file, slots, bytes } = entry.event()?;
    let bytes = bytes.cast_signed();
    let n = tables.get::<MachineReport>(report)?.map_or(0, |row| row.files);
    let original = Original {
        record: report,
        act: entry.act,
        slot: 0,
        slots: slots.into(),
        bytes,
        kind: OriginalKind::File,
        n,
    };
    note_original(tables, &original)?;
    tables.put(&MachineFile {
        file,
        report,
        n,
        bytes,
        taken_at: entry.recorded,
        described_in: Id::NONE,
        described_slots: 0,
    })?;
    tables.change::<MachineReport>(report, |row| {
        row.files += 1;
        row.bytes = row.bytes.saturating_add(bytes);
        row.changed_at = entry.recorded;
    })
}

fn apply_described(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let FileDescribed { report, file, slots, bytes } = entry.event()?;
    let details = Original {
        record: report,
        act: entry.act,
        slot: 0,
        slots: slots.into(),
        bytes: bytes.map_or(0, u64::cast_signed),
        kind: OriginalKind::Details,
    };
    note_original(tables, &details)?;
    tables.change::<MachineFile>(file, |row| {
        row.described_in = entry.act;
        row.described_slots = slots.into();
    })?;
    tables.change::<MachineReport>(report, |row| row.changed_at = entry.recorded)
}

fn apply_complete(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MachineReportComplete { report, quality, .. } = entry.event()?;
    tables.change::<MachineReport>(report, |row| {
        row.tip_state = TipState::Finished;
        row.quality = quality.into();
        row.changed_at = entry.recorded;
    })
}

fn apply_retracted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    ended(tables, entry, entry.event::<ReportRetracted>()?.report, TipState::Retracted)
}

fn apply_expired(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    ended(tables, entry, entry.event::<ReportExpired>()?.report, TipState::Expired)
}

fn ended(tables: &mut dyn Tables, entry: &Entry, report: Id, state: TipState) -> Result<(), TableFault> {
    tables.change::<MachineReport>(report, |row| {
        row.tip_state = state;
        row.changed_at = entry.recorded;
    })
}
