//! Reports by machine that their senders have finished: each is filed under its own number, as what came by file is. The desk reads it in
//! neutral terms; the document itself stays sealed, word for word.

use super::{Claim, OnItsWay, deed, give_lines};
use crate::READ_MACHINE_DOCUMENT;
use crate::core::{Declined, all_told};
use crate::limits::MAX_TEXT_CHARS;
use crate::traces::whole_of_machine;
use crate::wire::{SafeContact, ToldReport};
use facts::machine::MachineReportComplete;
use facts::report::CameBy;
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::journal::Job;
use kernel::{Actor, CodeList as _, Event as _, Outcome, Purpose};
use store::{DatabaseFault, DeedFault, LookFault, Node, Trace};
use tipline::{Identifier, Limits, Report, read_report};

/// Name of the reaction.
pub(crate) const FILE_COMPLETE: &str = "reports.file-complete";
/// Most jobs of one turn.
const JOBS: i64 = 64;

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn broken(fault: DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

/// Files what is complete, at most 64 reports, and tells how many. Blocking.
///
/// # Errors
/// [`DeedFault`]: what was not filed is still to do, and the next turn does it.
pub(crate) fn file_complete(node: &Node) -> Result<usize, DeedFault> {
    let mut all = Vec::new();
    for job in node.jobs(FILE_COMPLETE, JOBS).map_err(broken)? {
        let entry = node.entry(job.cause.unsigned_abs()).map_err(broken)?;
        let entry = entry.filter(|entry| entry.kind == MachineReportComplete::KIND);
        match entry.and_then(|entry| entry.event::<MachineReportComplete>().ok()) {
            Some(complete) => all.push((job, complete)),
            None => tracing::error!(cause = job.cause, "a job's cause is no report by machine"),
        }
    }
    if all.is_empty() {
        return Ok(0);
    }
    let whose: Vec<_> = all.iter().map(|(_, complete)| complete.report).collect();
    let trace = match node.look(Actor::SYSTEM, &READ_MACHINE_DOCUMENT, Purpose::Reaction, &whose) {
        Ok(trace) => trace,
        Err(LookFault::Trace(fault)) => return Err(fault),
        Err(fault) => return Err(DeedFault::Broken(fault.to_string())),
    };
    let mut ready: Vec<OnItsWay> = all
        .iter()
        .map(|(job, complete)| on_its_way(node, &trace, job, complete))
        .collect::<Result<_, _>>()?;
    file(node, &mut ready)
}

fn file(node: &Node, ready: &mut [OnItsWay]) -> Result<usize, DeedFault> {
    let mut claim = Claim::of(&ready.iter().filter_map(|one| one.whole).collect());
    give_lines(node, &Actor::SYSTEM, ready, &mut claim).map_err(broken)?;
    let made = ready.iter().map(|one| deed(node, &Actor::SYSTEM, one).map_err(|why| (one, why)));
    let mut deeds = Vec::with_capacity(ready.len());
    for one in made {
        match one {
            Ok(deed) => deeds.push(deed),
            Err((one, Declined::Invalid(field, ..))) => {
                tracing::error!(cause = one.cause, other = field, "a report by machine cannot be filed");
            }
            Err(_) => {
                return Err(DeedFault::Broken("a report by machine was not filed: it is tried again".into()));
            }
        }
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

fn on_its_way(
    node: &Node,
    trace: &Trace,
    job: &Job,
    complete: &MachineReportComplete,
) -> Result<OnItsWay, DeedFault> {
    let report = document(node, trace, complete)?;
    let told = told(job, complete, report.as_ref());
    let whole = Some(whole_of_machine(node, &all_told(&told)));
    let id = complete.report.to_string();
    Ok(OnItsWay { id, told, whole, folded_into: None, cause: Some(job.cause.unsigned_abs()) })
}

/// The report as the document tells it; none where it is erased or cannot be read.
fn document(
    node: &Node,
    trace: &Trace,
    complete: &MachineReportComplete,
) -> Result<Option<Report>, DeedFault> {
    let mut bytes = Vec::new();
    for slot in 0..u16::try_from(complete.slots).unwrap_or(u16::MAX) {
        match node.open_payload(trace, complete.told_in, slot) {
            Ok(piece) => bytes.extend_from_slice(piece.expose()),
            Err(LookFault::Gone) => return Ok(None),
            Err(fault) => return Err(DeedFault::Broken(fault.to_string())),
        }
    }
    // It was in the past when it came.
    Ok(read_report(&bytes, &Limits::default(), i64::MAX).ok())
}

/// What the desk is told. Nobody is accused by it, whoever is named.
fn told(job: &Job, complete: &MachineReportComplete, report: Option<&Report>) -> ToldReport {
    let urgent = report.is_some_and(|report| report.urgent.is_some());
    // That a sender finds it urgent does not say that a child is not safe: it is not known.
    let danger = if urgent { DangerAnswer::Unsure } else { DangerAnswer::NoAnswer };
    let text =
        report.map_or_else(|| "The document of a platform's report cannot be read.".to_owned(), in_words);
    ToldReport {
        act: job.act.0,
        report: complete.report.0,
        by: ReportingPerson::Machine.code().to_owned(),
        danger: danger.code().to_owned(),
        age: AgeBand::NotSaid.code().to_owned(),
        language: "en".to_owned(),
        text,
        contact: SafeContact::default(),
        pictures: Vec::new(),
        proof: [0; 32],
        happening: String::new(),
        said_of: Vec::new(),
        reach: String::new(),
        not_for: String::new(),
        place: report.and_then(|report| report.platform.clone()).unwrap_or_default(),
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
    line(&mut text, "What", report.incident.code());
    for annotation in &report.annotations {
        line(&mut text, "Marked", annotation.code());
    }
    if let Some(why) = &report.urgent {
        line(&mut text, "Urgent, the sender says", why);
    }
    for (role, people) in
        [("Reported", &report.reported), ("Victim", &report.victims), ("Recipient", &report.recipients)]
    {
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
    for (element, said) in &report.texts {
        line(&mut text, element, said);
    }
    if text.chars().count() <= MAX_TEXT_CHARS {
        return text;
    }
    let more = "\n(More stands in the document.)";
    let kept: String = text.chars().take(MAX_TEXT_CHARS - more.chars().count()).collect();
    kept + more
}
