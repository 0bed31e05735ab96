//! Reports by machine: a platform, another hotline or an agency hands in what it found (¶38, 40, 63, 82(c)). The room of platforms keeps
//! the wire; the desk of reports hears of a report once its sender has finished it.

use crate::report::ReportFiled;
use kernel::{
    Apply, CodeList as _, Entry, Event, EventSpec, Id, Instant, Needs, NewEntry, Role, Table, TableFault,
    Tables, View, code_list, event, record,
};
use minicbor::{Decode, Encode};

code_list! {
    /// How a machine's report came in.
    pub Wire, "wire", version 1, source "A/HRC/31/58, ¶38, 82(c) derived" {
        CyberTipline = 1, "cybertipline", "CyberTipline reporting API";
        Native = 2, "native", "Tutela's own API";
    }
}

/// A machine's report is complete: nothing can be added, changed or taken back any more. From now on it is a report like any other,
/// under the same number, so that one erasure and one need to know cover both.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MachineReportComplete {
    /// Its number, which the report of the desk bears, too.
    #[n(0)]
    pub report: Id,
    /// The unit that sent it.
    #[n(1)]
    pub sender: Id,
    /// How it came.
    #[n(2)]
    pub wire: Wire,
    /// The act beside which the document lies sealed, word for word, from slot 0 on.
    #[n(3)]
    pub told_in: Id,
    /// How many consecutive slots the document takes.
    #[n(4)]
    pub slots: u32,
    /// How many files came with it.
    #[n(5)]
    pub files: u32,
    /// How useful it is for whoever must act on it, 0 to 100: how well it identifies somebody, somewhere, at some time. It says nothing
    /// of how urgent it is.
    #[n(6)]
    pub quality: u32,
}
event!(MachineReportComplete, 150, 1, "platforms.report-complete");

code_list! {
    /// Where a report stands, as its sender is told: never who looks at it, and nothing of what was found.
    pub SenderStage, "sender-stage", version 1, source "A/HRC/31/58, ¶40, 82(c) derived" {
        Received = 1, "received", "Received";
        InReview = 2, "in-review", "Somebody looks at it";
        Referred = 3, "referred", "Referred to another body";
        PutAside = 4, "put-aside", "Put aside";
        BecameCase = 5, "became-case", "Went into a case";
    }
}

code_list! {
    /// What would have made a machine's report useful for whoever must act on it.
    pub Needed, "needed", version 1, source "A/HRC/31/58, ¶40, 63 derived" {
        Nothing = 1, "nothing", "Nothing: it was useful as it is";
        Account = 2, "account", "What tells the account apart: its number, name, mail address or telephone";
        NetworkAddress = 3, "network-address", "The network address, with port and time";
        Time = 4, "time", "When it happened, with the time zone";
        Place = 5, "place", "Where it happened: the service, the address, the country";
        WhatHappened = 6, "what-happened", "What happened, in a few words";
        File = 7, "file", "The file, or its digest";
        FileViewed = 8, "file-viewed", "Whether somebody looked at the file";
        Conversation = 9, "conversation", "The words before and after";
        Child = 10, "child", "What is known of the child";
        FewerCopies = 11, "fewer-copies", "The same but once: it came many times";
        BetterDetection = 12, "better-detection", "A better detection: this shows nothing that is to be reported";
    }
}

/// What became of a machine's report, for its sender.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SenderToTell {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The unit that sent it.
    #[n(1)]
    pub sender: Id,
    /// Where it stands from now on.
    #[n(2)]
    pub stage: SenderStage,
    /// What would have made it useful, as somebody said now; empty where nobody said anything.
    #[n(3)]
    pub needed: Vec<Needed>,
}
event!(SenderToTell, 151, 1, "reports.sender-to-tell");

/// What became of a line in which reports of senders stand: each of them is to be told.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LineToTell {
    /// The report of the line.
    #[n(0)]
    pub head: Id,
    /// Where the line stands from now on.
    #[n(1)]
    pub stage: SenderStage,
    /// What would have made it useful, as somebody said now.
    #[n(2)]
    pub needed: Vec<Needed>,
    /// Reports of the line up to this one are told already; none of them while it is none.
    #[n(3)]
    pub after: Id,
}
event!(LineToTell, 152, 1, "reports.line-to-tell");

record! {
    /// Reports that senders' systems have handed in whole, and what each sender was told of its own.
    pub struct SentReport in "sent_report", Derived, key 1, indexes [by_sender: 1 5] {
        /// The report.
        report: Id, Internal;
        /// The unit that sent it.
        sender: Id, Internal;
        /// How it came.
        wire: Wire, Internal;
        /// Where it stands.
        sender_stage: SenderStage, Internal;
        /// What would have made it useful: codes, apart by spaces; empty while nobody said anything.
        needed: String, Internal;
        /// Its last change's place among all changes of that sender's reports, from 1.
        place: i64, Internal;
        /// When it was handed in whole, UTC ms.
        sent_at: Instant, Internal;
        /// When it last changed, UTC ms.
        told_at: Instant, Internal;
    }
}

record! {
    /// How many changes of its reports each sender has to know of.
    pub struct SentCount in "sent_count", Derived, key 1, indexes [] {
        /// The unit that sends.
        sender: Id, Internal;
        /// The last place.
        place: i64, Internal;
    }
}

record! {
    /// Lines in which reports of senders stand.
    pub struct SentLine in "sent_line", Derived, key 1, indexes [] {
        /// The report of the line.
        head: Id, Internal;
        /// How many reports of senders stand in it.
        in_line: i64, Internal;
    }
}

/// Codes of what would have made a report useful, each once and in their order.
#[must_use]
pub fn needed_codes(needed: &[Needed]) -> String {
    let mut sorted = needed.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.iter().map(|one| one.code()).collect::<Vec<_>>().join(" ")
}

/// Asks for what [`to_tell`] reads.
pub fn tell_needs(report: Id, needs: &mut Needs) {
    needs.row::<SentReport>(report);
    needs.row::<SentLine>(report);
}

/// What senders are told when a report reaches that stage; nothing where no machine sent it, or its sender was told so already.
#[must_use]
pub fn to_tell(report: Id, stage: SenderStage, view: &View) -> Vec<NewEntry> {
    let own = view.get::<SentReport>(report).filter(|row| row.sender_stage != stage);
    let own = own.map(|row| {
        NewEntry::of(&SenderToTell { report, sender: row.sender, stage, needed: Vec::new() }).about(report)
    });
    own.into_iter().chain(line_to_tell(report, stage, &[], view)).collect()
}

/// What those are told whose reports stand in the line of this one.
#[must_use]
pub fn line_to_tell(head: Id, stage: SenderStage, needed: &[Needed], view: &View) -> Option<NewEntry> {
    let line = view.get::<SentLine>(head).filter(|row| row.in_line > 0);
    line.map(|_| {
        NewEntry::of(&LineToTell { head, stage, needed: needed.to_vec(), after: Id::NONE }).about(head)
    })
}

/// A report stands in a line from now on, or out of it. For the rooms' own projections.
///
/// # Errors
/// [`TableFault`].
pub fn lined_up(tables: &mut dyn Tables, report: Id, head: Id, stands_in: bool) -> Result<(), TableFault> {
    if tables.get::<SentReport>(report)?.is_none() {
        return Ok(());
    }
    let before = tables.get::<SentLine>(head)?.map_or(0, |row| row.in_line);
    let in_line = if stands_in { before.saturating_add(1) } else { before.saturating_sub(1) };
    tables.put(&SentLine { head, in_line })
}

/// The next place among the changes that a sender has to know of.
fn next_place(tables: &mut dyn Tables, sender: Id) -> Result<i64, TableFault> {
    let place = tables.get::<SentCount>(sender)?.map_or(0, |row| row.place).saturating_add(1);
    tables.put(&SentCount { sender, place })?;
    Ok(place)
}

fn sent(
    tables: &mut dyn Tables,
    report: Id,
    sender: Id,
    wire: Wire,
    entry: &Entry,
) -> Result<(), TableFault> {
    let place = next_place(tables, sender)?;
    tables.put(&SentReport {
        report,
        sender,
        wire,
        sender_stage: SenderStage::Received,
        needed: String::new(),
        place,
        sent_at: entry.recorded,
        told_at: entry.recorded,
    })
}

fn apply_complete(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MachineReportComplete { report, sender, wire, .. } = entry.event()?;
    sent(tables, report, sender, wire, entry)
}

/// What a sender's system files itself is whole at once; what came by another wire was noted when it was complete.
fn apply_filed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let filed: ReportFiled = entry.event()?;
    if entry.actor.role == Role::Sender {
        sent(tables, filed.report, entry.actor.unit, Wire::Native, entry)?;
    }
    filed.folded_into.map_or(Ok(()), |head| lined_up(tables, filed.report, head, true))
}

fn apply_told(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let SenderToTell { report, sender, stage, needed } = entry.event()?;
    let place = next_place(tables, sender)?;
    tables.change::<SentReport>(report, |row| {
        row.sender_stage = stage;
        row.place = place;
        row.told_at = entry.recorded;
        if !needed.is_empty() {
            row.needed = needed_codes(&needed);
        }
    })
}

pub(crate) fn tables() -> [&'static Table; 3] {
    use kernel::Record as _;
    [SentReport::TABLE, SentCount::TABLE, SentLine::TABLE]
}

pub(crate) fn projections() -> [(u16, Apply); 3] {
    [
        (MachineReportComplete::KIND, apply_complete as Apply),
        (ReportFiled::KIND, apply_filed),
        (SenderToTell::KIND, apply_told),
    ]
}

pub(crate) fn events() -> [EventSpec; 3] {
    [EventSpec::of::<MachineReportComplete>(), EventSpec::of::<SenderToTell>(), EventSpec::of::<LineToTell>()]
}
