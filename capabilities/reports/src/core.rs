//! The half of the door that holds keys: opens what the public process sealed, once, checks it, and seals it again.

mod filing;

pub(crate) use filing::{Handed, all_told, deed_to_file};

use crate::READ_OWN_THREAD;
use crate::acts::file_report::SLOT_VOICE;
use crate::acts::{AddToThread, AddVoice, AskSecondLook, ChangeReceipt, GiveOpinion, SLOT_TEXT};
use crate::codes::{DoorLanguage, Opinion, SecondLook, Speaker};
use crate::limits::{MAX_SAID, MAX_SHORT_CHARS, MAX_TEXT_CHARS};
use crate::live::{MOST_OPEN, glances};
use crate::priority::{assess_text, numbers};
use crate::sealed::{ReceiptToken, TOKEN_DOMAIN};
use crate::tables::official::OfficialReport;
use crate::tables::{AskedLook, Message, Report};
use crate::traces::Plain;
use crate::wire::{
    Answer, AskedAgain, AskedReceipt, OfOfficial, Question, Said, Thread, Told, ToldFurther, ToldOpinion,
    ToldReport, ToldVoice, read, write,
};
use facts::report::Notice;
use filing::{marked, voice_meta};
use kernel::{Actor, Cell, CodeList, Id, Outcome, Purpose, Row};
use minicbor::bytes::ByteArray;
use std::collections::BTreeMap;
use store::keys::BoxFault;
use store::team::Team;
use store::{DeedFault, LookFault, Node, Trace};

/// Why a question is not answered with what was asked for.
pub(crate) enum Declined {
    Invalid(&'static str, String, &'static str),
    NoSuchThread,
    Used,
    AnotherKey,
    TryAgain,
}

impl From<DeedFault> for Declined {
    fn from(fault: DeedFault) -> Self {
        if matches!(fault, DeedFault::AnotherBody) {
            return Declined::Used;
        }
        tracing::error!(%fault, "what was told at the door was not entered");
        Declined::TryAgain
    }
}

impl From<store::DatabaseFault> for Declined {
    fn from(fault: store::DatabaseFault) -> Self {
        tracing::error!(%fault, "a thread was not read");
        Declined::TryAgain
    }
}

impl From<LookFault> for Declined {
    fn from(fault: LookFault) -> Self {
        tracing::error!(%fault, "a thread was not opened");
        Declined::TryAgain
    }
}

impl From<BoxFault> for Declined {
    fn from(fault: BoxFault) -> Self {
        match fault {
            BoxFault::AnotherKey => Declined::AnotherKey,
            BoxFault::Keys(fault) => {
                tracing::error!(%fault, "a box of the public door was not opened");
                Declined::TryAgain
            }
            other => Declined::Invalid("box", other.to_string(), "sealed for the desk of reports"),
        }
    }
}

/// Answers one frame of the public door. Blocking.
#[must_use]
pub fn answer(node: &Node, question: &[u8]) -> Vec<u8> {
    let answered = match read::<Question>(question) {
        Ok(Question::Submit(sealed)) => submit(node, &sealed),
        Ok(Question::OpenThread(proof, page)) => thread(node, &proof, page).map(Answer::Thread),
        Ok(Question::Glance(proofs)) => glance(node, &proofs),
        Err(_) => Err(Declined::Invalid("frame", "cannot be read".into(), "a frame of this version")),
    };
    write(&match answered {
        Ok(answer) => answer,
        Err(Declined::Invalid(field, wrong, right)) => {
            Answer::Invalid { field: field.into(), wrong, right: right.into() }
        }
        Err(Declined::NoSuchThread) => Answer::NoSuchThread,
        Err(Declined::Used) => Answer::Used,
        Err(Declined::AnotherKey) => Answer::AnotherKey,
        Err(Declined::TryAgain) => Answer::TryAgain,
    })
}

/// How it stands with threads that are open in a chat. An unknown proof is answered like one that never was, as at opening.
fn glance(node: &Node, proofs: &[ByteArray<32>]) -> Result<Answer, Declined> {
    if proofs.len() > MOST_OPEN {
        let wrong = format!("asks for {} threads", proofs.len());
        return Err(Declined::Invalid("threads", wrong, "256 threads at most"));
    }
    let proofs: Vec<[u8; 32]> = proofs.iter().map(|proof| **proof).collect();
    Ok(Answer::Glances(glances(node, &proofs)?))
}

fn submit(node: &Node, sealed: &[u8]) -> Result<Answer, Declined> {
    let opened = node.open_box(Team::ReportsDesk, sealed)?;
    match read::<Told>(opened.expose()) {
        Ok(Told::Report(told)) => file(node, &told),
        Ok(Told::Further(told)) => further(node, &told),
        Ok(Told::Again(told)) => again(node, &told),
        Ok(Told::Opinion(told)) => opinion(node, &told),
        Ok(Told::Receipt(told)) => change_receipt(node, &told),
        Ok(Told::Voice(told)) => voice(node, &told),
        Err(_) => Err(Declined::Invalid("box", "cannot be read".into(), "what this version's door seals")),
    }
}

/// Whether a text has no NUL and so many characters at most, and so many at least beside white space.
fn fits(
    field: &'static str,
    text: &str,
    (least, most): (usize, usize),
    right: &'static str,
) -> Result<(), Declined> {
    let length = text.chars().count();
    if text.contains('\0') || length > most || text.trim().chars().count() < least {
        return Err(Declined::Invalid(field, format!("has {length} characters"), right));
    }
    Ok(())
}

fn text_fits(field: &'static str, text: &str, least: usize) -> Result<(), Declined> {
    fits(field, text, (least, MAX_TEXT_CHARS), "1 to 20,000 characters, no NUL")
}

fn short_fits(field: &'static str, text: &str) -> Result<(), Declined> {
    fits(field, text, (0, MAX_SHORT_CHARS), "at most 2,000 characters, no NUL")
}

/// A code that may be left out.
fn chosen<L: CodeList>(field: &'static str, given: &str) -> Result<Option<L>, Declined> {
    if given.is_empty() { Ok(None) } else { code(field, given).map(Some) }
}

fn code<L: CodeList>(field: &'static str, given: &str) -> Result<L, Declined> {
    L::from_code(given).map_err(|unknown| {
        Declined::Invalid(field, unknown.to_string(), "one of the codes that the page offers")
    })
}

fn file(node: &Node, told: &ToldReport) -> Result<Answer, Declined> {
    let handed = Handed {
        actor: Actor::PUBLIC,
        has_receipt: true,
        folded_into: None,
        signals: Vec::new(),
        cause: None,
    };
    let deed = deed_to_file(node, told, &handed)?;
    entered(node, Id(told.report), deed)
}

fn further(node: &Node, told: &ToldFurther) -> Result<Answer, Declined> {
    text_fits("text", &told.text, 1)?;
    let report = report_of(node, &told.proof)?;
    let act = AddToThread { report, reasons: numbers(&assess_text(&told.text)) };
    let deed = node.deed(Id(told.act), &act, Actor::PUBLIC, Purpose::Intake).seal(
        SLOT_TEXT,
        report,
        told.text.as_bytes(),
    )?;
    let plain = Plain { text: &told.text, place: "", by_machine: None };
    let deed = marked(node, deed, report, Id(told.act), &plain)?;
    entered(node, report, deed.build())
}

fn voice(node: &Node, told: &ToldVoice) -> Result<Answer, Declined> {
    let report = report_of(node, &told.proof)?;
    let act = AddVoice { report, voice: voice_meta(&told.voice)? };
    let deed = node.deed(Id(told.act), &act, Actor::PUBLIC, Purpose::Intake);
    // Its place in the thread has a text as every other has; nobody wrote one.
    let deed = deed.seal(SLOT_TEXT, report, b"")?.seal(SLOT_VOICE, report, &told.voice.bytes)?;
    entered(node, report, deed.build())
}

fn again(node: &Node, told: &AskedAgain) -> Result<Answer, Declined> {
    let report = report_of(node, &told.proof)?;
    let act = AskSecondLook { report };
    entered(node, report, node.deed(Id(told.act), &act, Actor::PUBLIC, Purpose::Intake).build())
}

/// A new receipt in the place of the one that is in force. Sent again, the old one is gone already: then the new one is in force by
/// this very act.
fn change_receipt(node: &Node, told: &AskedReceipt) -> Result<Answer, Declined> {
    let (report, replaces) = match opened_by(node, &told.proof) {
        Err(Declined::NoSuchThread) => {
            let (report, act) = opened_by(node, &told.new_proof)?;
            return if act == Id(told.act) { filed(node, report) } else { Err(Declined::NoSuchThread) };
        }
        found => found?,
    };
    let token = ReceiptToken::new(node.token(TOKEN_DOMAIN, &told.new_proof), report);
    let act = ChangeReceipt { report, replaces };
    let deed = node.deed(Id(told.act), &act, Actor::PUBLIC, Purpose::Intake).row(report, &token)?;
    entered(node, report, deed.build())
}

fn opinion(node: &Node, told: &ToldOpinion) -> Result<Answer, Declined> {
    let act = GiveOpinion {
        in_language: code::<DoorLanguage>("language", &told.language)?,
        easy: chosen::<Opinion>("easy", &told.easy)?,
        serious: chosen::<Opinion>("serious", &told.serious)?,
        friend: chosen::<Opinion>("friend", &told.friend)?,
    };
    entered(node, Id::NONE, node.deed(Id(told.act), &act, Actor::PUBLIC, Purpose::Intake).build())
}

fn entered(node: &Node, report: Id, deed: store::Deed) -> Result<Answer, Declined> {
    match node.enter_now(deed)?.outcome {
        Outcome::Entered { .. } => filed(node, report),
        Outcome::Invalid(problem) => Err(Declined::Invalid(problem.field, problem.wrong, problem.right)),
        other => {
            tracing::error!(?other, "a report was refused");
            Err(Declined::TryAgain)
        }
    }
}

fn filed(node: &Node, report: Id) -> Result<Answer, Declined> {
    let Some(row) = queue_row(node, report)? else {
        return Ok(Answer::Filed { answer_by: 0, official: None });
    };
    Ok(Answer::Filed { answer_by: row.due_at.0, official: of_official(node, &row)? })
}

/// The report that a receipt opens: the newest receipt alone does.
fn report_of(node: &Node, proof: &[u8; 32]) -> Result<Id, Declined> {
    opened_by(node, proof).map(|(report, _)| report)
}

/// The report that a receipt opens, and the act beside which that receipt was sealed in the place of another; none for the first.
fn opened_by(node: &Node, proof: &[u8; 32]) -> Result<(Id, Id), Declined> {
    let token = node.token(TOKEN_DOMAIN, proof);
    node.read(|database| of_token(database, &token))?.ok_or(Declined::NoSuchThread)
}

/// The report whose receipt in force has this blind token, and the act that put it in force; none for the first.
pub(crate) fn of_token(
    database: &mut dyn store::Database,
    token: &[u8; 32],
) -> Result<Option<(Id, Id)>, store::DatabaseFault> {
    let sql = "SELECT given.report, newest.receipt_act FROM receipt_token AS given \
               LEFT JOIN receipt_in_force AS newest ON newest.report = given.report \
               WHERE given.token = $1 AND (newest.report IS NULL OR newest.receipt_act = given.seal_act)";
    let rows = database.rows(sql, vec![token.to_vec().to_value()])?;
    let id = |cell: Option<&kernel::Value>| cell.and_then(|cell| Id::from_value(cell).ok());
    Ok(rows.first().and_then(|row| Some((id(row.first())?, id(row.get(1)).unwrap_or(Id::NONE)))))
}

/// The reports whose receipts in force have these blind tokens, each with the number of the newest answer or notice in its thread.
pub(crate) fn of_tokens(
    database: &mut dyn store::Database,
    tokens: &[[u8; 32]],
) -> Result<BTreeMap<[u8; 32], (Id, i64)>, store::DatabaseFault> {
    if tokens.is_empty() {
        return Ok(BTreeMap::new());
    }
    let places: Vec<String> = (0..tokens.len()).map(|n| format!("${}", n + 2)).collect();
    let sql = format!(
        "SELECT given.token, given.report, \
         (SELECT COALESCE(MAX(said.n), -1) FROM message AS said WHERE said.report = given.report AND said.speaker <> $1) \
         FROM receipt_token AS given LEFT JOIN receipt_in_force AS newest ON newest.report = given.report \
         WHERE given.token IN ({}) AND (newest.report IS NULL OR newest.receipt_act = given.seal_act)",
        places.join(", ")
    );
    let given = std::iter::once(Speaker::Reporter.to_value())
        .chain(tokens.iter().map(|token| token.to_vec().to_value()))
        .collect();
    let found = |row: Row| {
        let [kernel::Value::Bytes(token), report, kernel::Value::Integer(newest)] = row.as_slice() else {
            return None;
        };
        Some((<[u8; 32]>::try_from(token.as_slice()).ok()?, (Id::from_value(report).ok()?, *newest)))
    };
    Ok(database.rows(&sql, given)?.into_iter().filter_map(found).collect())
}

/// Replies and notices of a thread; the reporter's own words stay closed, whoever holds the receipt.
fn thread(node: &Node, proof: &[u8; 32], page: u32) -> Result<Thread, Declined> {
    let report = report_of(node, proof)?;
    let row = queue_row(node, report)?.ok_or(Declined::NoSuchThread)?;
    let (all, older) = page_of(node, report, page)?;
    let trace = node.look(Actor::PUBLIC, &READ_OWN_THREAD, Purpose::Intake, &[report])?;
    let said = all.iter().map(|message| said(node, &trace, message)).collect::<Result<_, _>>()?;
    let not_pursued =
        kernel::codes::NotPursuedReason::from_number(row.not_pursued).map(CodeList::code).unwrap_or_default();
    let answer_by = if row.waiting { row.due_at.0 } else { 0 };
    let (state, not_pursued) = (row.state.code().to_owned(), not_pursued.to_owned());
    let second_look = second_look(node, report)?.code().to_owned();
    let official = of_official(node, &row)?;
    let language = Some(row.language);
    Ok(Thread { state, not_pursued, answer_by, said, older, second_look, language, official })
}

/// What an official is told of their report; nothing to everybody else.
fn of_official(node: &Node, report: &Report) -> Result<Option<OfOfficial>, store::DatabaseFault> {
    let sql = store::database::TableSql::of(<OfficialReport as kernel::Record>::TABLE).get;
    let rows =
        node.read(|database| database.records::<OfficialReport>(&sql, vec![report.report.to_value()]))?;
    Ok(rows.into_iter().next().map(|official| OfOfficial {
        number: report.report.short(),
        filed_at: report.filed_at.0,
        acknowledge_by: official.acknowledge_by.0,
        acknowledged_at: official.acknowledged_at.0,
    }))
}

/// Whether another person looks at it again; of most reports nobody asked that.
fn second_look(node: &Node, report: Id) -> Result<SecondLook, store::DatabaseFault> {
    let sql = store::database::TableSql::of(<AskedLook as kernel::Record>::TABLE).get;
    let rows = node.read(|database| database.records::<AskedLook>(&sql, vec![report.to_value()]))?;
    Ok(rows.first().map_or(SecondLook::NotAsked, |row| row.second_look))
}

/// One message as its receipt opens it.
fn said(node: &Node, trace: &Trace, message: &Message) -> Result<Said, LookFault> {
    let text = match message.speaker {
        Speaker::Staff => {
            let slot = u16::try_from(message.slot).unwrap_or(u16::MAX);
            match node.open_payload(trace, message.act, slot) {
                Ok(opened) => String::from_utf8_lossy(opened.expose()).into_owned(),
                // What is erased, or was never sealed, takes nothing else of the thread away.
                Err(LookFault::Gone) => String::new(),
                Err(fault) => return Err(fault),
            }
        }
        _ => String::new(),
    };
    let notice = Notice::from_number(message.notice).map(CodeList::code).unwrap_or_default().to_owned();
    let by = message.speaker.code().to_owned();
    let on = (message.on_from.0, message.on_to.0);
    Ok(Said { at: message.at.0, by, text, notice, on, n: Some(message.n) })
}

/// Replies and notices of one page, in order, and whether there are older ones. Page 0 is the latest.
fn page_of(node: &Node, report: Id, page: u32) -> Result<(Vec<Message>, bool), store::DatabaseFault> {
    let sql = format!(
        "SELECT {MESSAGE} FROM message WHERE report = $1 AND speaker <> $2 ORDER BY n DESC LIMIT {} OFFSET $3",
        MAX_SAID + 1
    );
    let skip = i64::from(page).saturating_mul(i64::try_from(MAX_SAID).unwrap_or(i64::MAX));
    let given = vec![report.to_value(), Speaker::Reporter.to_value(), skip.to_value()];
    let mut found = node.read(|database| database.records::<Message>(&sql, given))?;
    let older = found.len() > MAX_SAID;
    found.truncate(MAX_SAID);
    found.reverse();
    Ok((found, older))
}

const MESSAGE: &str = "report, n, speaker, at, act, slot, notice, on_from, on_to";

/// The messages of a thread, in order.
pub(crate) fn messages(node: &Node, report: Id) -> Result<Vec<Message>, store::DatabaseFault> {
    let sql = format!("SELECT {MESSAGE} FROM message WHERE report = $1 ORDER BY n");
    node.read(|database| database.records::<Message>(&sql, vec![report.to_value()]))
}

/// The queue's row of a report.
pub(crate) fn queue_row(node: &Node, report: Id) -> Result<Option<Report>, store::DatabaseFault> {
    let sql = store::database::TableSql::of(<Report as kernel::Record>::TABLE).get;
    Ok(node.read(|database| database.records::<Report>(&sql, vec![report.to_value()]))?.into_iter().next())
}

#[cfg(test)]
mod tests;
