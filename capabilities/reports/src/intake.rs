//! Reports that staff hand in by the file: a company's, another hotline's, what came by telephone or letter. Each is a report like any
//! other, with its priority, its seal and its place in the queue; nobody becomes a suspect by being named in one.
//!
//! What a machine says again, word for word, stands in the line of the first such report ([`FileReport::folded_into`]): a flood is one
//! line with a count. What a person told is never folded.
//!
//! [`FileReport::folded_into`]: crate::acts::FileReport::folded_into

use crate::core::{Declined, Handed, all_told, deed_to_file};
use crate::sealed::Likeness;
use crate::tables::FoldedReport;
use crate::traces::whole_of_machine;
use crate::wire::{SafeContact, ToldReport};
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::{Actor, Cell as _, CodeList as _, Id, Outcome, Record as _};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use store::{Answer, Deed, DeedFault, Node};
use utoipa::ToSchema;

/// Most lines of one file.
pub const MAX_LINES: usize = 10_000;
/// Largest file, in bytes: 32 MiB.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;
/// Longest number of the sender's own, in characters.
const MAX_OWN_ID: usize = 100;
/// So many go to the writer at once.
const TOGETHER: usize = 256;
/// So many lines are remembered whose first report is on its way.
const MOST_REMEMBERED: usize = 10_000;
/// How often the first report of a line is waited for, and how long each time.
const PATIENCE: usize = 100;
const MOMENT: Duration = Duration::from_millis(20);
/// Lines of lines are followed so far.
const DEEPEST: usize = 8;

/// One report of a file.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The sender's own number for it, 1 to 100 characters: the same number with the same content is one report.
    pub id: String,
    /// Who reports: `machine` where nothing is said, `child`, `adult-for-child`, `professional`, `adult-survivor`, `not-said`.
    #[serde(default)]
    pub by: String,
    /// Whether the child is safe now: `safe`, `not-safe`, `unsure`; nothing where it was not asked.
    #[serde(default)]
    pub danger: String,
    /// The age band of the child; nothing where it is not known.
    #[serde(default)]
    pub age: String,
    /// The language of the text, BCP 47; `und` where nothing is said.
    #[serde(default)]
    pub language: String,
    /// What is reported, at most 20,000 characters. It names codes and addresses, never what abuse looks like.
    #[serde(default)]
    pub text: String,
    /// The app or site, and the name used there.
    #[serde(default)]
    pub place: String,
    /// What happens, as a code.
    #[serde(default)]
    pub happening: String,
    /// Whom it is about, as codes.
    #[serde(default)]
    pub about: Vec<String>,
    /// A safe way to reach whoever told it.
    #[serde(default)]
    pub contact: String,
}

/// What became of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Taken {
    /// The sender's own number; empty where the line could not be read.
    pub id: String,
    /// The report's number; null where nothing was entered.
    pub report: Option<Id>,
    /// `filed`, `folded` (it says what an earlier one says, and stands in its line), `again` (it was in already) or `refused`.
    pub outcome: &'static str,
    /// Of what is refused: the field.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// What is wrong with it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub wrong: String,
    /// What would be right.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub right: String,
}

impl Taken {
    fn refused(id: &str, field: &str, wrong: impl Into<String>, right: &str) -> Taken {
        let (field, wrong, right) = (field.to_owned(), wrong.into(), right.to_owned());
        Taken { id: id.to_owned(), report: None, outcome: "refused", field, wrong, right }
    }

    fn entered(id: &str, report: Id, outcome: &'static str) -> Taken {
        let none = String::new;
        Taken {
            id: id.to_owned(),
            report: Some(report),
            outcome,
            field: none(),
            wrong: none(),
            right: none(),
        }
    }
}

/// The first reports of lines that are on their way, by what they say: two files at once make one line.
static ON_ITS_WAY: Mutex<Option<HashMap<i64, Id>>> = Mutex::new(None);

fn remembered<T>(use_it: impl FnOnce(&mut HashMap<i64, Id>) -> T) -> T {
    // Whatever a panic left is still a map: at worst a line is not found.
    let mut held = ON_ITS_WAY.lock().unwrap_or_else(PoisonError::into_inner);
    let map = held.get_or_insert_default();
    if map.len() > MOST_REMEMBERED {
        map.clear();
    }
    use_it(map)
}

/// The report in whose line another one stands, or itself.
fn line_of(node: &Node, report: Id) -> Result<Id, Declined> {
    let sql = format!("SELECT head FROM {} WHERE report = $1", FoldedReport::TABLE.name);
    let mut head = report;
    for _ in 0..DEEPEST {
        let rows = node.read(|database| database.rows(&sql, vec![head.to_value()]))?;
        match rows.first().and_then(|row| Id::from_value(row.first()?).ok()) {
            Some(above) => head = above,
            None => break,
        }
    }
    Ok(head)
}

/// The line of what a machine said before, word for word; none where this report would be the first.
fn found(node: &Node, whole: i64, report: Id) -> Result<Option<Id>, Declined> {
    let sql = format!("SELECT report FROM {} WHERE whole = $1 ORDER BY report LIMIT 1", Likeness::TABLE.name);
    let rows = node.read(|database| database.rows(&sql, vec![whole.to_value()]))?;
    let first = rows.first().and_then(|row| Id::from_value(row.first()?).ok());
    first.map(|first| line_of(node, first)).transpose().map(|head| head.filter(|head| *head != report))
}

/// A report on its way to the writer.
struct OnItsWay {
    id: String,
    report: Id,
    told: ToldReport,
    whole: Option<i64>,
    folded_into: Option<Id>,
}

/// Numbers of an act and its report, from who sends it and the sender's own number: sent again, it is the same.
fn numbers(node: &Node, actor: &Actor, id: &str) -> ([u8; 16], [u8; 16]) {
    let secret = node.token("reports.intake", &[&actor.id.0, id.as_bytes()].concat());
    let half = |from: usize| {
        let mut made = [0; 16];
        made.copy_from_slice(&secret[from..from + 16]);
        made
    };
    (half(0), half(16))
}

fn told(node: &Node, actor: &Actor, line: &Line) -> ToldReport {
    let or = |given: &str, else_: &str| if given.is_empty() { else_.to_owned() } else { given.to_owned() };
    let (act, report) = numbers(node, actor, &line.id);
    ToldReport {
        act,
        report,
        by: or(&line.by, ReportingPerson::Machine.code()),
        danger: or(&line.danger, DangerAnswer::NoAnswer.code()),
        age: or(&line.age, AgeBand::NotSaid.code()),
        language: or(&line.language, "und"),
        text: line.text.clone(),
        contact: SafeContact { how: line.contact.clone(), ..SafeContact::default() },
        pictures: Vec::new(),
        proof: [0; 32],
        happening: line.happening.clone(),
        said_of: line.about.clone(),
        reach: String::new(),
        not_for: String::new(),
        place: line.place.clone(),
        voice: None,
        hashes: Vec::new(),
    }
}

/// The line of what a machine says, or none where this report is the first to say it: from then on it is remembered as such.
fn line_or_first(node: &Node, whole: i64, report: Id) -> Result<Option<Id>, Declined> {
    remembered(|map| {
        let head = match map.get(&whole) {
            Some(head) => *head,
            None => found(node, whole, report)?.unwrap_or(report),
        };
        map.insert(whole, head);
        Ok((head != report).then_some(head))
    })
}

/// Where a report that is in already stands in a line, that line: it is sent again as it was.
fn prepared(node: &Node, actor: &Actor, line: &Line) -> Result<OnItsWay, Declined> {
    if line.id.trim().is_empty() || line.id.chars().count() > MAX_OWN_ID {
        let wrong = format!("has {} characters", line.id.chars().count());
        return Err(Declined::Invalid("id", wrong, "the sender's own number, 1 to 100 characters"));
    }
    let told = told(node, actor, line);
    let report = Id(told.report);
    let whole =
        (told.by == ReportingPerson::Machine.code()).then(|| whole_of_machine(node, &all_told(&told)));
    let folded_into = whole.map(|whole| line_or_first(node, whole, report)).transpose()?.flatten();
    Ok(OnItsWay { id: line.id.clone(), report, told, whole, folded_into })
}

fn deed(node: &Node, actor: &Actor, one: &OnItsWay) -> Result<Deed, Declined> {
    let handed = Handed { actor: *actor, has_receipt: false, folded_into: one.folded_into };
    deed_to_file(node, &one.told, &handed)
}

fn declined(id: &str, why: Declined) -> Taken {
    match why {
        Declined::Invalid(field, wrong, right) => Taken::refused(id, field, wrong, right),
        Declined::Used => {
            Taken::refused(id, "id", "was used for another report", "a new number, or the same content")
        }
        Declined::NoSuchThread | Declined::AnotherKey | Declined::TryAgain => {
            Taken::refused(id, "line", "was not entered", "the same line again in a moment")
        }
    }
}

fn taken(one: &OnItsWay, answer: Result<Answer, DeedFault>) -> Taken {
    match answer {
        Ok(Answer { outcome: Outcome::Entered { .. }, again, .. }) => {
            let first = if one.folded_into.is_some() { "folded" } else { "filed" };
            Taken::entered(&one.id, one.report, if again { "again" } else { first })
        }
        Ok(Answer { outcome: Outcome::Invalid(problem), .. }) => {
            Taken::refused(&one.id, problem.field, problem.wrong, problem.right)
        }
        Ok(Answer { outcome, .. }) => {
            Taken::refused(&one.id, "line", format!("was refused: {outcome:?}"), "what your role may enter")
        }
        Err(fault) => declined(&one.id, fault.into()),
    }
}

/// Enters a report whose line was not there yet: the first of it may still be on its way. Where it never comes, or the report stood in
/// another line when it was sent before, it is entered as what the database says of it.
fn once_more(node: &Node, actor: &Actor, one: &mut OnItsWay, is_late: bool) -> Taken {
    let Some(whole) = one.whole else { return declined(&one.id, Declined::Used) };
    for _ in 0..if is_late { PATIENCE } else { 0 } {
        std::thread::sleep(MOMENT);
        let again = match deed(node, actor, one) {
            Ok(deed) => node.enter_now(deed),
            Err(why) => return declined(&one.id, why),
        };
        if !has_no_line(&again) {
            return taken(one, again);
        }
    }
    remembered(|map| map.remove(&whole));
    one.folded_into = match found(node, whole, one.report) {
        Ok(head) if head != one.folded_into => head,
        Ok(_) => None,
        Err(why) => return declined(&one.id, why),
    };
    match deed(node, actor, one) {
        Ok(deed) => taken(one, node.enter_now(deed)),
        Err(why) => declined(&one.id, why),
    }
}

/// Whether the line that a report should stand in is not there.
fn has_no_line(answer: &Result<Answer, DeedFault>) -> bool {
    matches!(answer, Ok(Answer { outcome: Outcome::Invalid(problem), .. }) if problem.field == "folded_into")
}

fn together(node: &Node, actor: &Actor, lines: &[Line], all: &mut Vec<Taken>) {
    let mut deeds = Vec::with_capacity(lines.len());
    let mut waiting = Vec::with_capacity(lines.len());
    let first = all.len();
    for line in lines {
        let made = prepared(node, actor, line).and_then(|one| Ok((deed(node, actor, &one)?, one)));
        match made {
            Ok((deed, one)) => {
                deeds.push(deed);
                waiting.push((all.len(), one));
                all.push(Taken::refused(&line.id, "line", "was not entered", "the same line again"));
            }
            Err(why) => all.push(declined(&line.id, why)),
        }
    }
    debug_assert_eq!(all.len() - first, lines.len());
    for ((place, mut one), answer) in waiting.into_iter().zip(node.enter_all(deeds)) {
        let (is_late, is_other) = (has_no_line(&answer), matches!(answer, Err(DeedFault::AnotherBody)));
        let became =
            if is_late || is_other { once_more(node, actor, &mut one, is_late) } else { taken(&one, answer) };
        if let Some(slot) = all.get_mut(place) {
            *slot = became;
        }
    }
}

/// Enters reports, and tells of each what became of it, in their order. What is refused stops nothing else. `progress` hears how many
/// are done. Blocking.
pub fn take(node: &Node, actor: &Actor, lines: &[Line], progress: &mut dyn FnMut(usize)) -> Vec<Taken> {
    let mut all = Vec::with_capacity(lines.len());
    for some in lines.chunks(TOGETHER) {
        together(node, actor, some, &mut all);
        progress(all.len());
    }
    all
}

/// A file has more lines than [`MAX_LINES`]; nothing was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file has {0} lines: at most 10000, more in a second file")]
pub struct TooManyLines(pub usize);

/// Enters what a file holds, a JSON object a line ([`Line`]), and tells of each line what became of it, in their order; empty lines are
/// passed over. `progress` hears how many of those that could be read are done. Blocking.
///
/// # Errors
/// [`TooManyLines`].
pub fn take_file(
    node: &Node,
    actor: &Actor,
    text: &str,
    progress: &mut dyn FnMut(usize),
) -> Result<Vec<Taken>, TooManyLines> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.len() > MAX_LINES {
        return Err(TooManyLines(lines.len()));
    }
    let lines: Vec<Result<Line, Taken>> = lines.into_iter().map(parse).collect();
    let good: Vec<Line> = lines.iter().filter_map(|line| line.as_ref().ok()).cloned().collect();
    let mut taken = take(node, actor, &good, progress).into_iter();
    Ok(lines.into_iter().filter_map(|line| line.map_or_else(Some, |_| taken.next())).collect())
}

/// One line of a file; why it cannot be read names a place and none of its words, which may be somebody's.
///
/// # Errors
/// What the sender is told of the line.
pub fn parse(line: &str) -> Result<Line, Taken> {
    use serde_json::error::Category;
    serde_json::from_str(line).map_err(|fault| {
        let kind = match fault.classify() {
            Category::Io | Category::Syntax => "is no JSON",
            Category::Data => "has a field that is unknown, missing or of another kind",
            Category::Eof => "ends too early",
        };
        let wrong = format!("{kind}, at byte {}", fault.column());
        Taken::refused("", "line", wrong, "an object with `id` and `text`, as the API describes it")
    })
}

#[cfg(test)]
mod tests;
