//! Reports by machine that their senders have finished: each is filed under its own number, as what came by file is. The desk reads it in
//! neutral terms; the document itself stays sealed, word for word.

use super::{Claim, OnItsWay, deed, give_lines};
use crate::READ_MACHINE_DOCUMENT;
use crate::core::{Declined, all_told};
use crate::limits::MAX_TEXT_CHARS;
use crate::priority::Reason;
use crate::traces::whole_of_machine;
use crate::wire::{SafeContact, ToldReport};
use facts::machine::MachineReportComplete;
use facts::original::{Original, OriginalKind};
use facts::report::CameBy;
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::journal::Job;
use kernel::{Actor, Cell as _, CodeList as _, Event as _, Id, Outcome, Purpose, Record as _};
use store::database::TableSql;
use store::{DatabaseFault, Deed, DeedFault, LookFault, Node, Trace};
use tipline::scores::{Urgency, urgency};
use tipline::{FileDetails, Identifier, Limits, Report, read_file_details, read_report};

/// Name of the reaction.
pub(crate) const FILE_COMPLETE: &str = "reports.file-complete";
/// Most jobs of one turn.
const JOBS: i64 = 64;

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn broken(fault: DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

/// What the desk reads where a document says nothing that a program understands.
const UNREADABLE: &str =
    "The document of a platform's report cannot be put in words: somebody has to read it as it came.";

/// A report that its sender finished, and when, in milliseconds since 1970.
struct Finished {
    complete: MachineReportComplete,
    at: i64,
}

/// Files what is complete, at most 64 reports, and tells how many. Blocking.
///
/// # Errors
/// [`DeedFault`]: what was not filed is still to do, and the next turn does it.
pub(crate) fn file_complete(node: &Node) -> Result<usize, DeedFault> {
    let mut all: Vec<(Job, Finished)> = Vec::new();
    for job in node.jobs(FILE_COMPLETE, JOBS).map_err(broken)? {
        let entry = node.entry(job.cause.unsigned_abs()).map_err(broken)?;
        let entry = entry.filter(|entry| entry.kind == MachineReportComplete::KIND);
        let finished = entry.and_then(|entry| {
            let at = entry.recorded.0;
            entry.event::<MachineReportComplete>().ok().map(|complete| Finished { complete, at })
        });
        match finished {
            Some(finished) => all.push((job, finished)),
            None => tracing::error!(cause = job.cause, "a job's cause is no report by machine"),
        }
    }
    if all.is_empty() {
        return Ok(0);
    }
    let whose: Vec<_> = all.iter().map(|(_, finished)| finished.complete.report).collect();
    let trace = match node.look(Actor::SYSTEM, &READ_MACHINE_DOCUMENT, Purpose::Reaction, &whose) {
        Ok(trace) => trace,
        Err(LookFault::Trace(fault)) => return Err(fault),
        Err(fault) => return Err(DeedFault::Broken(fault.to_string())),
    };
    let mut ready: Vec<OnItsWay> = all
        .iter()
        .map(|(job, finished)| on_its_way(node, &trace, job, finished))
        .collect::<Result<_, _>>()?;
    file(node, &mut ready)
}

fn file(node: &Node, ready: &mut [OnItsWay]) -> Result<usize, DeedFault> {
    let mut claim = Claim::of(&ready.iter().filter_map(|one| one.whole).collect());
    give_lines(node, &Actor::SYSTEM, ready, &mut claim).map_err(broken)?;
    let mut deeds = Vec::with_capacity(ready.len());
    for one in ready.iter() {
        deeds.push(deed_or_task(node, one)?);
    }
    let mut filed = 0;
    for answer in node.enter_all(deeds) {
        match answer?.outcome {
            Outcome::Entered { .. } => filed += 1,
            // It ended as a human's task.
            outcome => tracing::error!(?outcome, "a report by machine was not filed"),
        }
    }
    Ok(filed)
}

/// The deed that files a report; where what it tells cannot be filed as it is, one that gives it to a person to read.
fn deed_or_task(node: &Node, one: &OnItsWay) -> Result<Deed, DeedFault> {
    let again = "a report by machine was not filed: it is tried again";
    match deed(node, &Actor::SYSTEM, one) {
        Ok(deed) => Ok(deed),
        Err(Declined::Invalid(field, ..)) => {
            tracing::error!(cause = one.cause, other = field, "a report by machine is left to a person");
            let told = ToldReport { text: UNREADABLE.to_owned(), place: String::new(), ..one.told.clone() };
            let bare = OnItsWay {
                id: one.id.clone(),
                told,
                whole: None,
                folded_into: None,
                signals: Vec::new(),
                cause: one.cause,
            };
            deed(node, &Actor::SYSTEM, &bare).map_err(|_| DeedFault::Broken(again.into()))
        }
        Err(_) => Err(DeedFault::Broken(again.into())),
    }
}

fn on_its_way(node: &Node, trace: &Trace, job: &Job, finished: &Finished) -> Result<OnItsWay, DeedFault> {
    let read = document(node, trace, &finished.complete)?;
    let told = told(job, &finished.complete, read.as_ref());
    let whole = Some(whole_of_machine(node, &all_told(&told)));
    let id = finished.complete.report.to_string();
    // Of the same entry always the same, however late it is filed.
    let signals = read.map_or_else(Vec::new, |read| signals(&read, finished.at));
    Ok(OnItsWay { id, told, whole, folded_into: None, signals, cause: Some(job.cause.unsigned_abs()) })
}

/// What a machine handed in, read.
struct Read {
    report: Report,
    files: Vec<FileDetails>,
}

/// All that is sealed beside an act, one slot after the other; none where it is erased.
fn whole(node: &Node, trace: &Trace, act: Id, slots: u32) -> Result<Option<Vec<u8>>, DeedFault> {
    let mut bytes = Vec::new();
    for slot in 0..u16::try_from(slots).unwrap_or(u16::MAX) {
        match node.open_payload(trace, act, slot) {
            Ok(piece) => bytes.extend_from_slice(piece.expose()),
            Err(LookFault::Gone) => return Ok(None),
            Err(fault) => return Err(DeedFault::Broken(fault.to_string())),
        }
    }
    Ok(Some(bytes))
}

/// The report as the documents tell it; none where the report's own is erased or cannot be read.
fn document(node: &Node, trace: &Trace, complete: &MachineReportComplete) -> Result<Option<Read>, DeedFault> {
    let Some(bytes) = whole(node, trace, complete.told_in, complete.slots)? else { return Ok(None) };
    // It was in the past when it came.
    let Ok(report) = read_report(&bytes, &Limits::default(), i64::MAX) else { return Ok(None) };
    let sql = format!("{} WHERE record = $1 ORDER BY act", TableSql::of(Original::TABLE).every);
    let originals =
        node.read(|database| database.records::<Original>(&sql, vec![complete.report.to_value()]));
    let mut files = Vec::new();
    for row in originals.map_err(broken)?.iter().filter(|row| row.kind == OriginalKind::Details) {
        let slots = u32::try_from(row.slots).unwrap_or(u32::MAX);
        let told = whole(node, trace, row.act, slots)?;
        files.extend(told.and_then(|bytes| read_file_details(&bytes, &Limits::default()).ok()));
    }
    Ok(Some(Read { report, files }))
}

/// Why it is urgent, as far as a program can tell.
fn signals(read: &Read, at: i64) -> Vec<Reason> {
    let reason = |found: Urgency| match found {
        Urgency::SenderSays => Some(Reason::SenderUrgent),
        Urgency::Incident => Some(Reason::MayGoOn),
        Urgency::Extortion => Some(Reason::SharesPictures),
        Urgency::Sadistic => Some(Reason::Sadistic),
        Urgency::LiveStream => Some(Reason::StreamedLive),
        Urgency::Recent => Some(Reason::JustNow),
        // The age says it.
        Urgency::YoungVictim => None,
    };
    urgency(&read.report, &read.files, at).into_iter().filter_map(reason).collect()
}

/// The age of the youngest child that it tells of. That somebody says to be of age, a platform cannot know.
fn age(read: &Read) -> AgeBand {
    let people = read.report.victims.iter().chain(&read.report.recipients);
    let infant = read.files.iter().any(|file| file.annotations.contains(&"infant")).then_some(0);
    match people.filter_map(|person| person.age).chain(infant).min() {
        Some(..=9) => AgeBand::Under10,
        Some(10..=12) => AgeBand::From10To12,
        Some(13..=15) => AgeBand::From13To15,
        Some(16..=17) => AgeBand::From16To17,
        Some(18..) | None => AgeBand::NotSaid,
    }
}

/// What the desk is told. Nobody is accused by it, whoever is named.
fn told(job: &Job, complete: &MachineReportComplete, read: Option<&Read>) -> ToldReport {
    ToldReport {
        act: job.act.0,
        report: complete.report.0,
        by: ReportingPerson::Machine.code().to_owned(),
        // Whether a child is safe no machine was asked.
        danger: DangerAnswer::NoAnswer.code().to_owned(),
        age: read.map_or(AgeBand::NotSaid, age).code().to_owned(),
        language: "en".to_owned(),
        text: read.map_or_else(|| UNREADABLE.to_owned(), |read| in_words(&read.report)),
        contact: SafeContact::default(),
        pictures: Vec::new(),
        proof: [0; 32],
        happening: String::new(),
        said_of: Vec::new(),
        reach: String::new(),
        not_for: String::new(),
        place: read.and_then(|read| read.report.platform.clone()).unwrap_or_default(),
        voice: None,
        hashes: Vec::new(),
        came_by: Some(CameBy::Platform.code().to_owned()),
        duty: None,
    }
}

/// One thing that a document tells, as a line.
fn line(text: &mut String, what: &str, said: &str) {
    text.extend([what, ": ", said, "\n"]);
}

/// A report in neutral words, at most as many as a text may have.
fn in_words(report: &Report) -> String {
    let mut text = String::new();
    line(&mut text, "What", report.incident.words());
    for annotation in &report.annotations {
        line(&mut text, "Marked", annotation.words());
    }
    if let Some(why) = &report.urgent {
        line(&mut text, "Urgent, the sender says", why);
    }
    for (role, people) in [
        ("Named by the sender", &report.reported),
        ("Victim", &report.victims),
        ("Recipient", &report.recipients),
    ] {
        for person in people {
            let age = person.age.map(|age| age.to_string());
            let parts = [&person.name, &person.screen_name, &age, &person.born, &person.place];
            let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
            if !parts.is_empty() {
                line(&mut text, role, &parts.join(", "));
            }
        }
    }
    for identifier in &report.identifiers {
        let (what, said) = match identifier {
            Identifier::Email(mail) => ("Mail", mail.clone()),
            Identifier::Phone(phone) => ("Telephone", phone.clone()),
            Identifier::ScreenName(name) => ("Screen name", name.clone()),
            Identifier::Account(account) => ("Account", account.clone()),
            Identifier::Url(url) => ("Address", url.clone()),
            Identifier::Device(kind, value) => ("Device", format!("{kind} {value}")),
            Identifier::Ip(used) => {
                let port = used.port.map(|port| format!(", port {port}")).unwrap_or_default();
                ("Network address", format!("{}{port}", used.address))
            }
        };
        line(&mut text, what, &said);
    }
    for (what, said) in &report.texts {
        line(&mut text, what, said);
    }
    if text.chars().count() <= MAX_TEXT_CHARS {
        return text;
    }
    let more = "\n(More stands in the document.)";
    let kept: String = text.chars().take(MAX_TEXT_CHARS - more.chars().count()).collect();
    kept + more
}

#[cfg(test)]
mod tests;
