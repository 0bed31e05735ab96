//! Platforms: reports by machine, on the wire that platforms speak (¶38, 40, 63, 82(c)).
//!
//! A sender opens a report, adds files and their details, and finishes it, or takes it back. Each step is an act, durable before it is
//! answered. [`ispws`] speaks the CyberTipline reporting API; the format itself is the engine `tipline`. What is finished the desk of
//! reports hears of by [`MachineReportComplete`](facts::machine::MachineReportComplete), under the same number.
//!
//! # Acts
//! | act | number | by | sealed slots |
//! |---|---|---|---|
//! | [`OpenReport`](acts::OpenReport) | 700 | a sender's machine | 0.. the document, word for word, a mebibyte each |
//! | [`TakeFile`](acts::TakeFile) | 701 | a sender's machine | 0.. the file, a mebibyte each |
//! | [`DescribeFile`](acts::DescribeFile) | 702 | a sender's machine | 0.. the document, word for word |
//! | [`FinishReport`](acts::FinishReport) | 703 | a sender's machine | |
//! | [`RetractReport`](acts::RetractReport) | 704 | a sender's machine | |
//! | [`ExpireReport`](acts::ExpireReport) | 705 | Tutela itself | |
//!
//! # What holds
//! - Nobody becomes a suspect by being reported: no act of this room accuses anybody, and no person is entered by one.
//! - A file is sealed as it came. Nobody here opens it, and no page or route shows it.
//! - What is taken back or never finished is erased with its keys: it was no report yet. The entries, with counts alone, stay.
//! - A sender knows of its own reports alone; another's are answered like one that never was.
//! - In the sandbox everything is checked in the same way, nothing is kept but states and counts in memory, and no desk hears of it.

pub mod acts;
pub mod codes;
pub mod events;
mod hooks;
pub mod ispws;
pub mod limits;
mod page;
mod room;
pub mod tables;

pub use hooks::{Deliveries, Settings};
pub use room::{machine_described, machine_routes, room};

use kernel::kept::Kept;
use kernel::{Charter, EventSpec, ReadKind, Record, Role};

/// Reports by machine: numbers, states, sizes, nothing of what they say.
pub const READ_DELIVERIES: ReadKind = ReadKind {
    code: 700,
    name: "platforms.deliveries",
    roles: &[Role::Analyst, Role::Administrator, Role::Overseer],
    personal: false,
};

/// Documents of reports: what tells how useful one is reads them once more, when it is finished.
pub const READ_DOCUMENT: ReadKind =
    ReadKind { code: 701, name: "platforms.document", roles: &[Role::System], personal: true };

/// Webhooks of senders' systems and what is told by them: numbers, states and times, no address.
pub const READ_HOOKS: ReadKind = ReadKind {
    code: 702,
    name: "platforms.webhooks",
    roles: &[Role::Administrator, Role::Overseer],
    personal: false,
};

/// The address and the secret of a webhook: whoever delivers opens them.
pub const READ_HOOK: ReadKind =
    ReadKind { code: 703, name: "platforms.webhook", roles: &[Role::System], personal: true };

/// What a sender's system asks after: its own reports' states, its webhook, its quotas.
pub const READ_OWN: ReadKind =
    ReadKind { code: 704, name: "platforms.own", roles: &[Role::Sender], personal: false };

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "platforms",
        paragraphs: "38, 40, 63, 82(c)",
        acts: acts::specs(),
        erasing: vec![acts::retract_report::KIND.code, acts::expire_report::KIND.code],
        reads: vec![&READ_DELIVERIES, &READ_DOCUMENT, &READ_HOOKS, &READ_HOOK, &READ_OWN],
        events: vec![
            EventSpec::of::<events::ReportOpened>(),
            EventSpec::of::<events::FileTaken>(),
            EventSpec::of::<events::FileDescribed>(),
            EventSpec::of::<events::ReportRetracted>(),
            EventSpec::of::<events::ReportExpired>(),
            EventSpec::of::<events::HookLaid>(),
            EventSpec::of::<events::HookEnded>(),
            EventSpec::of::<events::HookTried>(),
            EventSpec::of::<events::MessagesAgain>(),
            EventSpec::of::<events::HookBegun>(),
            EventSpec::of::<events::HookAttempted>(),
        ],
        projections: tables::projections(),
        tables: tables::tables(),
        kept: vec![
            Kept::of(tables::MachineReport::TABLE, &["report"], &["opened_by"]),
            Kept::of(tables::MachineFile::TABLE, &["report"], &[]),
            Kept::nothing(tables::MachineCounter::TABLE),
            Kept::of(tables::MachineFileDigest::TABLE, &["report"], &[]),
            Kept::of(tables::SenderHook::TABLE, &["hook"], &["laid_by"]),
            Kept::of(tables::HookMessage::TABLE, &["report"], &[]),
        ],
        ..Charter::default()
    }
}
