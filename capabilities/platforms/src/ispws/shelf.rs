//! Where reports are kept: the journal, for what is meant; the sandbox, for what is tried.

use super::{Refused, quality};
use crate::READ_DOCUMENT;
use crate::acts::{DescribeFile, FinishReport, OpenReport, RetractReport, TakeFile};
use crate::codes::TipState;
use crate::limits::SLOT_BYTES;
use crate::tables::{MachineFile, MachineFileDigest, MachineReport};
use desk::{Desk, MachineCaller};
use facts::machine::Wire;
use kernel::act::made;
use kernel::{Actor, Cell as _, Id, Outcome, Purpose, Record as _};
use material::Digests;
use std::sync::Arc;
use store::database::TableSql;
use store::{Answer, DatabaseFault, Deed, DeedBuilder, DeedFault, Laying, LookFault, Node};
use tipline::{Code, FileDetails, Limits, Report, read_file_details, read_report};

/// What a sender is told of a finished report: the files that it has, in their order.
pub(crate) struct Finished {
    pub(crate) files: Vec<String>,
}

/// A file's bytes.
pub(crate) enum Content {
    /// All of them: no more than one slot has.
    Held(Vec<u8>),
    /// They are laid, slot by slot, beside the act that will take the file in.
    Laid(Laying),
    /// They are laid, and it was not known yet to which report they belong.
    Aside(Laying),
    /// Nobody keeps them.
    Gone,
}

/// What the wire does with a report. Blocking.
pub(crate) trait Shelf: Send + Sync {
    /// Opens a report; answers its number.
    fn open(&self, document: &[u8], report: &Report) -> Result<u64, Refused>;
    /// Lays the next slot of a large file, after what was laid of it; the report may not be known yet.
    fn lay(&self, laid: Option<Content>, report: Option<u64>, slot: &[u8]) -> Result<Content, Refused>;
    /// Takes a file of so many bytes; answers its number.
    fn take(&self, report: u64, bytes: u64, content: Content, digests: &Digests) -> Result<String, Refused>;
    /// Takes the details of a file.
    fn describe(&self, document: &[u8], details: &FileDetails) -> Result<(), Refused>;
    /// Finishes a report.
    fn finish(&self, report: u64) -> Result<Finished, Refused>;
    /// Takes a report back.
    fn retract(&self, report: u64) -> Result<(), Refused>;
}

/// That a report can be changed, by its state; else what the wire says of it.
pub(crate) fn must_be_open(state: Option<TipState>) -> Result<(), Refused> {
    match state {
        Some(TipState::Open) => Ok(()),
        Some(TipState::Finished) => Err(Refused::of(Code::AlreadyFinished, "Report already finished")),
        Some(TipState::Retracted) => Err(Refused::of(Code::AlreadyRetracted, "Report already retracted")),
        Some(TipState::Expired) | None => Err(Refused::of(Code::NoSuchReport, "Report does not exist")),
    }
}

pub(crate) fn no_such_file() -> Refused {
    Refused::of(Code::NoSuchFile, "File does not exist")
}

/// The journal.
pub(crate) struct Journal {
    node: Arc<Node>,
    actor: Actor,
}

impl From<DatabaseFault> for Refused {
    fn from(fault: DatabaseFault) -> Refused {
        Refused::ours(fault)
    }
}

impl From<DeedFault> for Refused {
    fn from(fault: DeedFault) -> Refused {
        Refused::ours(fault)
    }
}

impl From<LookFault> for Refused {
    fn from(fault: LookFault) -> Refused {
        match fault {
            LookFault::Gone => Refused::of(Code::NoSuchReport, "Report does not exist"),
            other => Refused::ours(other),
        }
    }
}

/// The number of a file on the wire: 32 hexadecimal digits.
fn wire_id(file: Id) -> String {
    file.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Clients take what begins with a digit for a number where it looks like one (`12…`, `5e31…`), and fail.
fn begins_with_a_letter(file: Id) -> bool {
    wire_id(file).starts_with(|digit: char| digit.is_ascii_alphabetic())
}

impl Journal {
    pub(crate) fn of(desk: &Desk, caller: &MachineCaller) -> Journal {
        Journal { node: Arc::clone(desk.node()), actor: caller.actor }
    }

    /// The report of that number, if it is this sender's.
    fn report(&self, number: u64) -> Result<Option<MachineReport>, DatabaseFault> {
        let Ok(number) = i64::try_from(number) else { return Ok(None) };
        let sql = format!("{} WHERE number = $1", TableSql::of(MachineReport::TABLE).every);
        let rows =
            self.node.read(|database| database.records::<MachineReport>(&sql, vec![number.to_value()]))?;
        Ok(rows.into_iter().find(|row| row.sender == self.actor.unit))
    }

    /// The report of that number, while it is open.
    fn open_report(&self, number: u64) -> Result<MachineReport, Refused> {
        let row = self.report(number)?;
        must_be_open(row.as_ref().map(|row| row.tip_state))?;
        row.ok_or_else(|| Refused::of(Code::NoSuchReport, "Report does not exist"))
    }

    /// A new act whose file has a number that every client takes for one.
    fn act_of_a_file(&self) -> Result<Id, DeedFault> {
        let mut act = self.node.new_id()?;
        while !begins_with_a_letter(made(act, "file")) {
            act = self.node.new_id()?;
        }
        Ok(act)
    }

    /// Begins a large file of that report.
    fn laying(&self, report: Id) -> Result<Laying, DeedFault> {
        Laying::begin(&self.node, self.act_of_a_file()?, report)
    }

    fn files(&self, report: Id) -> Result<Vec<MachineFile>, DatabaseFault> {
        let sql = format!("{} WHERE report = $1 ORDER BY n", TableSql::of(MachineFile::TABLE).every);
        self.node.read(|database| database.records::<MachineFile>(&sql, vec![report.to_value()]))
    }

    /// Enters a deed about a report. That it changed meanwhile is told by its state, as it is now.
    fn enter(&self, deed: Deed, number: Option<u64>) -> Result<(), Refused> {
        let Answer { outcome, .. } = self.node.enter_now(deed)?;
        match outcome {
            Outcome::Entered { .. } => Ok(()),
            Outcome::Invalid(problem) => {
                if let Some(number) = number {
                    self.open_report(number)?;
                }
                let words = format!("Invalid request - {} {}", problem.field, problem.wrong);
                Err(Refused::of(Code::InvalidRequest, &words))
            }
            Outcome::Refused(_) | Outcome::Forbidden(_) => {
                Err(Refused::of(Code::NotAuthorised, "Not authorised"))
            }
        }
    }

    /// All that is sealed beside an act, one slot after the other.
    fn opened(&self, trace: &store::Trace, act: Id, slots: i64) -> Result<Vec<u8>, LookFault> {
        let mut all = Vec::new();
        for slot in 0..u16::try_from(slots).unwrap_or(u16::MAX) {
            all.extend_from_slice(self.node.open_payload(trace, act, slot)?.expose());
        }
        Ok(all)
    }

    /// How useful a report is, by what it says.
    fn quality(&self, row: &MachineReport, files: &[MachineFile]) -> Result<u32, Refused> {
        let trace = self.node.look(Actor::SYSTEM, &READ_DOCUMENT, Purpose::Reaction, &[row.report])?;
        let report = self.opened(&trace, row.told_in, row.slots)?;
        // It was in the past when it was opened.
        let report = read_report(&report, &Limits::default(), i64::MAX)?;
        let mut details = Vec::new();
        for file in files.iter().filter(|file| !file.described_in.is_none()) {
            let told = self.opened(&trace, file.described_in, file.described_slots)?;
            details.push(read_file_details(&told, &Limits::default())?);
        }
        Ok(quality(&report, &details))
    }
}

/// What takes a file in by that act, and its digests.
fn file_of(act: Id, report: Id, bytes: u64, digests: &Digests) -> (TakeFile, MachineFileDigest) {
    let file = made(act, "file");
    let row = MachineFileDigest { file, report, sha256: digests.sha256.to_vec(), md5: digests.md5.to_vec() };
    (TakeFile { report, file, bytes }, row)
}

/// Seals bytes, a mebibyte a slot.
fn sealed<'n>(mut deed: DeedBuilder<'n>, subject: Id, bytes: &[u8]) -> Result<DeedBuilder<'n>, DeedFault> {
    if bytes.is_empty() {
        return deed.seal(0, subject, bytes);
    }
    for (slot, piece) in (0..).zip(bytes.chunks(SLOT_BYTES)) {
        deed = deed.seal(slot, subject, piece)?;
    }
    Ok(deed)
}

impl Shelf for Journal {
    fn open(&self, document: &[u8], _: &Report) -> Result<u64, Refused> {
        let act = self.node.new_id()?;
        let report = made(act, "report");
        let what = OpenReport { report, wire: Wire::CyberTipline, bytes: document.len() as u64 };
        let deed = self.node.deed(act, &what, self.actor, Purpose::Intake).for_new(report)?;
        self.enter(sealed(deed, report, document)?.build(), None)?;
        let get = TableSql::of(MachineReport::TABLE).get;
        let row =
            self.node.read(|database| database.records::<MachineReport>(&get, vec![report.to_value()]))?;
        let number = row.first().and_then(|row| u64::try_from(row.number).ok());
        number.ok_or_else(|| Refused::ours("a report that was opened is not there"))
    }

    fn lay(&self, laid: Option<Content>, report: Option<u64>, slot: &[u8]) -> Result<Content, Refused> {
        let (mut laying, content): (_, fn(Laying) -> Content) = match (laid, report) {
            (Some(Content::Laid(laying)), _) => (laying, Content::Laid),
            (Some(Content::Aside(laying)), _) => (laying, Content::Aside),
            (_, Some(number)) => (self.laying(self.open_report(number)?.report)?, Content::Laid),
            (_, None) => (Laying::aside(&self.node)?, Content::Aside),
        };
        laying.put(slot)?;
        Ok(content(laying))
    }

    fn take(&self, number: u64, bytes: u64, content: Content, digests: &Digests) -> Result<String, Refused> {
        let report = self.open_report(number)?.report;
        let whole = match content {
            Content::Laid(laying) => laying.end(),
            Content::Aside(aside) => {
                let mut laying = self.laying(report)?;
                laying.copy(&aside)?;
                laying.end()
            }
            Content::Held(held) => {
                let act = self.act_of_a_file()?;
                let (what, row) = file_of(act, report, bytes, digests);
                let deed = self.node.deed(act, &what, self.actor, Purpose::Intake).row(report, &row)?;
                self.enter(sealed(deed, report, &held)?.build(), Some(number))?;
                return Ok(wire_id(what.file));
            }
            Content::Gone => return Err(Refused::ours("nobody kept the file")),
        };
        let (what, row) = file_of(whole.act(), report, bytes, digests);
        let deed = whole.deed(&what, self.actor, Purpose::Intake).row(report, &row)?;
        self.enter(deed.build(), Some(number))?;
        Ok(wire_id(what.file))
    }

    fn describe(&self, document: &[u8], details: &FileDetails) -> Result<(), Refused> {
        let report = self.open_report(details.report_id)?.report;
        let given = details.file_id.to_ascii_lowercase();
        let file = self.files(report)?.into_iter().find(|file| wire_id(file.file) == given);
        let file = file.ok_or_else(no_such_file)?.file;
        let what = DescribeFile { report, file, bytes: document.len() as u64 };
        let deed = self.node.deed(self.node.new_id()?, &what, self.actor, Purpose::Intake);
        self.enter(sealed(deed, report, document)?.build(), Some(details.report_id))
    }

    fn finish(&self, number: u64) -> Result<Finished, Refused> {
        let row = self.open_report(number)?;
        let files = self.files(row.report)?;
        let what = FinishReport { report: row.report, quality: self.quality(&row, &files)? };
        let deed = self.node.deed(self.node.new_id()?, &what, self.actor, Purpose::Intake).build();
        self.enter(deed, Some(number))?;
        // What came between is in it, too.
        let files = self.files(row.report)?.into_iter().map(|file| wire_id(file.file)).collect();
        Ok(Finished { files })
    }

    fn retract(&self, number: u64) -> Result<(), Refused> {
        let report = self.open_report(number)?.report;
        let deed =
            self.node.deed(self.node.new_id()?, &RetractReport { report }, self.actor, Purpose::Intake);
        self.enter(deed.build(), Some(number))
    }
}
