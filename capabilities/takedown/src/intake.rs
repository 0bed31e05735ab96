//! How addresses come in: one, a list, or a file, piece by piece. Each becomes an act; what cannot be read is told line by line and
//! nothing is lost.

use crate::acts::{AddAddress, SLOT_URL};
use crate::address::{self, NoAddress, RIGHT, read};
use crate::codes::AddressSource;
use crate::lines::{LineReader, MAX_LINE, Told, Wrong};
use kernel::{Actor, Id, Outcome, Purpose};
use serde::Serialize;
use store::{Answer, Deed, DeedFault, Node};
use utoipa::ToSchema;

/// One file holds so many lines at most.
pub const MOST_LINES: usize = 100_000;
/// So many acts are entered together.
const TOGETHER: usize = 256;
/// A list that is here already is taken in pieces of so many bytes, so that progress can be told.
const PIECE: usize = 16 * 1024;
/// So many wrong lines are told one by one; the others are counted.
pub const MOST_WRONG: usize = 100;

/// From where addresses come.
#[derive(Clone, Copy, Debug)]
pub struct From {
    /// From whom.
    pub source: AddressSource,
    /// The report in which they stood; none where they came otherwise.
    pub report: Id,
    /// Who enters them.
    pub actor: Actor,
    /// For what.
    pub purpose: Purpose,
}

/// A line that did not come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WrongLine {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong.
    pub wrong: String,
    /// What would be right.
    pub right: String,
}

/// What came of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TakenIn {
    /// Lines that are entered now: new addresses, and addresses that are known and were seen again.
    pub entered: u64,
    /// The number of the first of them.
    pub first: Option<Id>,
    /// The first wrong lines, at most 100.
    pub wrong: Vec<WrongLine>,
    /// How many more are wrong.
    pub more_wrong: u64,
}

impl TakenIn {
    fn note(&mut self, told: LineAnswer) {
        let LineAnswer { line, address, outcome, field, wrong, right } = told;
        if outcome != REFUSED {
            self.entered = self.entered.saturating_add(1);
            self.first = self.first.or(address);
            return;
        }
        let wrong = if field == "url" { wrong } else { format!("{field}: {wrong}") };
        if self.wrong.len() < MOST_WRONG {
            self.wrong.push(WrongLine { line, wrong, right });
        } else {
            self.more_wrong = self.more_wrong.saturating_add(1);
        }
    }
}

/// The number of an address: it follows from the address, by a key of this node.
#[must_use]
pub fn number_of(node: &Node, url: &str) -> Id {
    address::number_of(node.token(address::TOKEN_DOMAIN, url.as_bytes()))
}

/// Why a line does not become a deed.
#[derive(Debug, thiserror::Error)]
pub enum NoDeed {
    /// It is no address.
    #[error(transparent)]
    Address(#[from] NoAddress),
    /// The node failed.
    #[error(transparent)]
    Fault(#[from] DeedFault),
}

/// The act that takes in an address, sealed under the address's own key.
///
/// # Errors
/// [`NoDeed`].
pub fn deed(node: &Node, act: Id, text: &str, from: &From) -> Result<(Id, Deed), NoDeed> {
    let normal = read(text)?;
    let address = number_of(node, &normal.url);
    let From { source, report, actor, purpose } = *from;
    let taken = AddAddress {
        address,
        host: normal.host,
        kind: normal.kind,
        source,
        report,
        told_in: None,
        unit: None,
    };
    let builder = node.deed(act, &taken, actor, purpose).seal(SLOT_URL, address, normal.url.as_bytes())?;
    Ok((address, builder.build()))
}

/// The line is entered.
const ENTERED: &str = "entered";
/// The line was entered before, under the same id.
const AGAIN: &str = "again";
/// The line is not entered.
const REFUSED: &str = "refused";

/// What became of a line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineAnswer {
    /// Its number, from 1.
    pub line: u64,
    /// The address's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Id>,
    /// `entered`, `again` (this file had it entered before, under the same id) or `refused`.
    pub outcome: &'static str,
    /// Of what is refused: the column, or `line`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// What is wrong.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub wrong: String,
    /// What would be right.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub right: String,
}

impl LineAnswer {
    fn entered(line: u64, address: Id, outcome: &'static str) -> LineAnswer {
        let (field, wrong, right) = Default::default();
        LineAnswer { line, address: Some(address), outcome, field, wrong, right }
    }

    fn refused(line: u64, wrong: Wrong) -> LineAnswer {
        let Wrong { field, wrong, right } = wrong;
        LineAnswer { line, address: None, outcome: REFUSED, field: field.into(), wrong, right: right.into() }
    }
}

/// A line that waits to be answered: those that are wrong wait too, so that answers come in the order of the lines.
enum Waiting {
    Wrong(LineAnswer),
    Deed(u64, Id, Box<Deed>),
}

/// A file that comes in, in pieces of any size. The acts' ids follow from `first_act` and the line, so the same file under the same id is
/// entered once, however often it is sent.
pub struct Taking {
    from: From,
    first_act: Id,
    reader: LineReader,
    /// The piece of a line whose end has not come.
    rest: Vec<u8>,
    line: u64,
    waiting: Vec<Waiting>,
}

impl Taking {
    /// One that begins.
    #[must_use]
    pub fn new(from: From, first_act: Id) -> Taking {
        Taking {
            from,
            first_act,
            reader: LineReader::default(),
            rest: Vec::new(),
            line: 0,
            waiting: Vec::new(),
        }
    }

    /// How many lines came.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.line
    }

    /// Takes a piece and tells what became of lines, each once: now, or with a later piece. Blocking.
    ///
    /// # Errors
    /// [`DeedFault`]: the node failed; the same file under the same id goes on.
    pub fn piece(&mut self, node: &Node, piece: &[u8]) -> Result<Vec<LineAnswer>, DeedFault> {
        let mut answers = Vec::new();
        for part in piece.split_inclusive(|byte| *byte == b'\n') {
            // One byte more than a line may have tells that it is too long; the others need no room.
            let room = (MAX_LINE + 1).saturating_sub(self.rest.len());
            let (text, is_end) = part.strip_suffix(b"\n").map_or((part, false), |text| (text, true));
            self.rest.extend_from_slice(&text[..text.len().min(room)]);
            if is_end {
                self.whole_line(node, &mut answers)?;
            }
        }
        Ok(answers)
    }

    /// The end of the file. Blocking.
    ///
    /// # Errors
    /// As [`Taking::piece`].
    pub fn end(mut self, node: &Node) -> Result<Vec<LineAnswer>, DeedFault> {
        let mut answers = Vec::new();
        if !self.rest.is_empty() {
            self.whole_line(node, &mut answers)?;
        }
        self.enter(node, &mut answers)?;
        Ok(answers)
    }

    fn whole_line(&mut self, node: &Node, answers: &mut Vec<LineAnswer>) -> Result<(), DeedFault> {
        let line = std::mem::take(&mut self.rest);
        self.line = self.line.saturating_add(1);
        let n = self.line;
        if n > MOST_LINES as u64 {
            if n == MOST_LINES as u64 + 1 {
                let wrong = Wrong::new("line", "is one too many", "at most 100,000 lines in one file");
                self.waiting.push(Waiting::Wrong(LineAnswer::refused(n, wrong)));
            }
            return Ok(());
        }
        match self.read(node, n, &line) {
            Ok(Some((address, deed))) => self.waiting.push(Waiting::Deed(n, address, Box::new(deed))),
            Ok(None) => {}
            Err(LineFault::Wrong(wrong)) => self.waiting.push(Waiting::Wrong(LineAnswer::refused(n, wrong))),
            Err(LineFault::Fault(fault)) => return Err(fault),
        }
        if self.waiting.len() >= TOGETHER { self.enter(node, answers) } else { Ok(()) }
    }

    fn read(&mut self, node: &Node, n: u64, line: &[u8]) -> Result<Option<(Id, Deed)>, LineFault> {
        if line.len() > MAX_LINE {
            return Err(Wrong::new("line", "is longer than 16,384 bytes", RIGHT).into());
        }
        let text =
            std::str::from_utf8(line).map_err(|_| Wrong::new("line", "is no text in UTF-8", "UTF-8"))?;
        let Some(Told { url, source, report }) = self.reader.read(text)? else { return Ok(None) };
        let act = self.first_act.derive("takedown.line", u32::try_from(n).unwrap_or(u32::MAX));
        let from = From {
            source: source.unwrap_or(self.from.source),
            report: report.unwrap_or(self.from.report),
            ..self.from
        };
        match deed(node, act, &url, &from) {
            Ok(made) => Ok(Some(made)),
            Err(NoDeed::Address(wrong)) => Err(Wrong::new("url", wrong.to_string(), RIGHT).into()),
            Err(NoDeed::Fault(fault)) => Err(LineFault::Fault(fault)),
        }
    }

    /// Enters what waits, and tells of it in the order of the lines.
    fn enter(&mut self, node: &Node, answers: &mut Vec<LineAnswer>) -> Result<(), DeedFault> {
        let (mut told, mut deeds) = (Vec::with_capacity(self.waiting.len()), Vec::new());
        for waiting in self.waiting.drain(..) {
            match waiting {
                Waiting::Wrong(answer) => told.push(Err(answer)),
                Waiting::Deed(n, address, deed) => {
                    told.push(Ok((n, address)));
                    deeds.push(*deed);
                }
            }
        }
        let mut entered = node.enter_all(deeds).into_iter();
        for told in told {
            let answer = match told {
                Err(wrong) => wrong,
                Ok((line, address)) => match entered.next() {
                    Some(answer) => answer_of(line, address, answer?),
                    None => return Err(DeedFault::Stopping),
                },
            };
            answers.push(answer);
        }
        Ok(())
    }
}

fn answer_of(line: u64, address: Id, answer: Answer) -> LineAnswer {
    let refused = |field: &str, wrong: String, right: String| LineAnswer {
        line,
        address: None,
        outcome: REFUSED,
        field: field.into(),
        wrong,
        right,
    };
    match answer.outcome {
        Outcome::Entered { .. } if answer.again => LineAnswer::entered(line, address, AGAIN),
        Outcome::Entered { .. } => LineAnswer::entered(line, address, ENTERED),
        Outcome::Invalid(problem) => {
            refused(problem.field, problem.wrong.to_string(), problem.right.to_string())
        }
        Outcome::Refused(refusal) => refused("line", refusal.why.into(), refusal.instead.into()),
        Outcome::Forbidden(_) => refused("line", "is closed to your role".into(), "another role".into()),
    }
}

enum LineFault {
    Wrong(Wrong),
    Fault(DeedFault),
}

impl std::convert::From<Wrong> for LineFault {
    fn from(wrong: Wrong) -> LineFault {
        LineFault::Wrong(wrong)
    }
}

/// Takes in a whole list and counts what became of it. `progress` is told how many lines are done. Blocking.
///
/// # Errors
/// [`DeedFault`]: the node failed; the same list under the same id goes on.
pub fn take(
    node: &Node,
    text: &[u8],
    from: &From,
    first_act: Id,
    progress: &mut dyn FnMut(&[LineAnswer], u64),
) -> Result<TakenIn, DeedFault> {
    let (mut taking, mut done) = (Taking::new(*from, first_act), TakenIn::default());
    for piece in text.chunks(PIECE) {
        let answers = taking.piece(node, piece)?;
        progress(&answers, taking.lines());
        answers.into_iter().for_each(|answer| done.note(answer));
    }
    let lines = taking.lines();
    let answers = taking.end(node)?;
    progress(&answers, lines);
    answers.into_iter().for_each(|answer| done.note(answer));
    Ok(done)
}

#[cfg(test)]
mod tests;
