//! Reports that staff hand in by the file: a company's, another hotline's, what came by telephone or letter. Each is a report like any
//! other, with its priority, its seal and its place in the queue; nobody becomes a suspect by being named in one.
//!
//! What a machine says again, word for word, stands in the line of the first such report ([`FileReport::folded_into`]): a flood is one
//! line with a count. What a person told is never folded.
//!
//! [`FileReport::folded_into`]: crate::acts::FileReport::folded_into

use crate::core::{Declined, Handed, all_told, deed_to_file};
use crate::priority::Reason;
use crate::sealed::Likeness;
use crate::tables::{FoldedReport, Report};
use crate::traces::whole_of_machine;
use crate::wire::{SafeContact, ToldDuty, ToldReport};
use facts::report::CameBy;
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::{Actor, Cell as _, CodeList as _, Id, Outcome, Record as _, Role};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Condvar, Mutex, PoisonError};
use store::database::TableSql;
use store::{Answer, Database, DatabaseFault, Deed, DeedFault, Node};
use utoipa::ToSchema;

/// Most lines of one file.
pub const MAX_LINES: usize = 10_000;
/// Largest file, in bytes: 32 MiB.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;
/// Longest number of the sender's own, in characters.
const MAX_OWN_ID: usize = 100;
/// So many go to the writer at once.
const TOGETHER: usize = 256;
/// So many lines of one content are looked at: each unit may have one that the others must not know of.
const MOST_LINES: usize = 50;
/// Lines of lines are followed so far.
const DEEPEST: usize = 8;

/// One report of a file.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The sender's own number for it, 1 to 100 characters: the same number with the same content is one report.
    #[serde(default)]
    pub id: String,
    /// Who reports: `machine` where nothing is said (`professional` with a `duty`), `child`, `adult-for-child`, `professional`, `adult-survivor`, `not-said`.
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
    /// Of an official: what obliges them to report. `by` is `professional` then, and need not be said.
    #[serde(default)]
    pub duty: Option<DutyLine>,
}

/// What somebody at work says of what obliges them to report. Every field may be left out.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DutyLine {
    /// What it is: `law`, `profession`, `court`, `contract`, `none`; `not-told` where nothing is said.
    pub kind: String,
    /// Which law, order or rule it is, at most 2,000 characters.
    pub words: String,
    /// The agency or institution for which they report, at most 2,000 characters.
    pub agency: String,
    /// Whether the child knows of the report: `yes`, `no`, `must-not` (it would put the child in danger), `unknown`; `not-told` where
    /// nothing is said.
    pub child_knows: String,
}

impl DutyLine {
    pub(crate) fn told(&self) -> ToldDuty {
        ToldDuty {
            kind: self.kind.clone(),
            words: self.words.clone(),
            agency: self.agency.clone(),
            child_knows: self.child_knows.clone(),
        }
    }
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

/// What machines say whose first report is being entered just now: who hands in the same meanwhile waits for it, so that files which
/// come at once make one line. Another process of the node knows nothing of it: there can be a line for each.
static BEING_ENTERED: (Mutex<BTreeSet<i64>>, Condvar) = (Mutex::new(BTreeSet::new()), Condvar::new());

/// What nobody else enters the first report of while this is held.
struct Claim(Vec<i64>);

impl Claim {
    /// Waits until nobody else enters what is claimed. All claim in the same order, so that no two wait for each other.
    fn of(wholes: &BTreeSet<i64>) -> Claim {
        let mut claim = Claim(Vec::with_capacity(wholes.len()));
        for whole in wholes {
            let held = BEING_ENTERED.0.lock().unwrap_or_else(PoisonError::into_inner);
            let free = BEING_ENTERED.1.wait_while(held, |held| held.contains(whole));
            free.unwrap_or_else(PoisonError::into_inner).insert(*whole);
            claim.0.push(*whole);
        }
        claim
    }

    /// Lets others go on with what has its line already.
    fn keep(&mut self, is_first: impl Fn(i64) -> bool) {
        let (kept, free) = self.0.drain(..).partition(|whole| is_first(*whole));
        self.0 = kept;
        Claim::free(&free);
    }

    fn free(wholes: &[i64]) {
        let mut held = BEING_ENTERED.0.lock().unwrap_or_else(PoisonError::into_inner);
        for whole in wholes {
            held.remove(whole);
        }
        BEING_ENTERED.1.notify_all();
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        Claim::free(&self.0);
    }
}

/// The report in whose line another one stands, or itself; none where that one's text is gone.
fn line_of(database: &mut dyn Database, report: Id) -> Result<Option<Id>, DatabaseFault> {
    let folded = TableSql::of(FoldedReport::TABLE).get;
    let mut head = report;
    for _ in 0..DEEPEST {
        match database.records::<FoldedReport>(&folded, vec![head.to_value()])?.pop() {
            Some(row) => head = row.head,
            None => break,
        }
    }
    let sealed = database.rows(&TableSql::of(Likeness::TABLE).get, vec![head.to_value()])?;
    Ok((!sealed.is_empty()).then_some(head))
}

/// The line of what a machine said before, word for word, that this person may know of; none where there is none.
fn found(database: &mut dyn Database, actor: &Actor, whole: i64) -> Result<Option<Id>, DatabaseFault> {
    let table = Likeness::TABLE.name;
    let sql = format!("SELECT report FROM {table} WHERE whole = $1 ORDER BY report LIMIT {MOST_LINES}");
    for row in database.rows(&sql, vec![whole.to_value()])? {
        let Some(first) = row.first().and_then(|cell| Id::from_value(cell).ok()) else { continue };
        if let Some(head) = line_of(database, first)?
            && desk::is_known(database, actor, head, desk::Desk::now())?
        {
            return Ok(Some(head));
        }
    }
    Ok(None)
}

/// A report on its way to the writer.
struct OnItsWay {
    id: String,
    told: ToldReport,
    /// What a machine says, as a token; none of what a person told.
    whole: Option<i64>,
    /// The line that it stands in; none for one of its own.
    folded_into: Option<Id>,
    /// What its document gives as reasons; nothing of a file's.
    signals: Vec<Reason>,
    /// The entry that it answers; none of a file's.
    cause: Option<u64>,
}

impl OnItsWay {
    fn report(&self) -> Id {
        Id(self.told.report)
    }
}

/// Numbers of an act and its report, from who sends it and the sender's own number: sent again, it is the same.
fn numbers(node: &Node, actor: &Actor, id: &str) -> ([u8; 16], [u8; 16]) {
    // A sender's keys change, and what its unit sent by an older one stays its own.
    let whose = if actor.role == Role::Sender { actor.unit } else { actor.id };
    let secret = node.token("reports.intake", &[&whose.0, id.as_bytes()].concat());
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
    let is_official = line.duty.is_some();
    let who = if is_official { ReportingPerson::Professional } else { ReportingPerson::Machine };
    ToldReport {
        act,
        report,
        by: or(&line.by, who.code()),
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
        came_by: (actor.role == Role::Sender).then(|| CameBy::Platform.code().to_owned()),
        duty: line.duty.as_ref().map(DutyLine::told),
    }
}

fn prepared(node: &Node, actor: &Actor, line: &Line) -> Result<OnItsWay, Declined> {
    if line.id.trim().is_empty() || line.id.chars().count() > MAX_OWN_ID {
        let wrong = format!("has {} characters", line.id.chars().count());
        return Err(Declined::Invalid("id", wrong, "the sender's own number, 1 to 100 characters"));
    }
    let told = told(node, actor, line);
    let whole =
        (told.by == ReportingPerson::Machine.code()).then(|| whole_of_machine(node, &all_told(&told)));
    Ok(OnItsWay { id: line.id.clone(), told, whole, folded_into: None, signals: Vec::new(), cause: None })
}

/// Says of each report in which line it stands: of one that is in already, as it was filed; of the others, that of what was said before,
/// and of the first to say it, its own.
fn give_lines(
    node: &Node,
    actor: &Actor,
    all: &mut [OnItsWay],
    claim: &mut Claim,
) -> Result<(), DatabaseFault> {
    node.read(|database| {
        let mut heads: BTreeMap<i64, Id> = BTreeMap::new();
        for whole in all.iter().filter_map(|one| one.whole).collect::<BTreeSet<i64>>() {
            heads.extend(found(database, actor, whole)?.map(|head| (whole, head)));
        }
        claim.keep(|whole| !heads.contains_key(&whole));
        let report = TableSql::of(Report::TABLE).get;
        for one in all {
            let Some(whole) = one.whole else { continue };
            let filed = database.records::<Report>(&report, vec![one.report().to_value()])?.pop();
            one.folded_into = match filed {
                Some(row) => row.filed_into.some(),
                None => Some(*heads.entry(whole).or_insert(one.report())),
            };
            one.folded_into = one.folded_into.filter(|head| *head != one.report());
        }
        Ok(())
    })
}

fn deed(node: &Node, actor: &Actor, one: &OnItsWay) -> Result<Deed, Declined> {
    let handed = Handed {
        actor: *actor,
        has_receipt: false,
        folded_into: one.folded_into,
        signals: one.signals.clone(),
        cause: one.cause,
    };
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
            Taken::entered(&one.id, one.report(), if again { "again" } else { first })
        }
        Ok(Answer { outcome: Outcome::Invalid(problem), .. }) => {
            Taken::refused(&one.id, problem.field, problem.wrong, problem.right)
        }
        Ok(_) => Taken::refused(&one.id, "line", "was refused", "what your role may enter"),
        Err(fault) => declined(&one.id, fault.into()),
    }
}

/// Enters some reports, and tells of each what became of it. What is the first of its line goes to the writer before the others of it.
fn together(node: &Node, actor: &Actor, lines: &[Line]) -> Vec<Taken> {
    let mut became: Vec<Option<Taken>> = lines.iter().map(|_| None).collect();
    let (mut places, mut all) = (Vec::new(), Vec::new());
    for ((place, line), slot) in lines.iter().enumerate().zip(&mut became) {
        match prepared(node, actor, line) {
            Ok(one) => {
                places.push(place);
                all.push(one);
            }
            Err(why) => *slot = Some(declined(&line.id, why)),
        }
    }
    let mut claim = Claim::of(&all.iter().filter_map(|one| one.whole).collect());
    let mut deeds = Vec::with_capacity(all.len());
    let lined = give_lines(node, actor, &mut all, &mut claim);
    let (mut sent, mut sent_from) = (Vec::new(), Vec::new());
    for (place, one) in places.into_iter().zip(all) {
        let made = lined.clone().map_err(Declined::from).and_then(|()| deed(node, actor, &one));
        match made {
            Ok(deed) => {
                deeds.push(deed);
                sent.push(one);
                sent_from.push(place);
            }
            Err(why) => became[place] = Some(declined(&one.id, why)),
        }
    }
    for ((place, one), answer) in sent_from.into_iter().zip(&sent).zip(node.enter_all(deeds)) {
        became[place] = Some(taken(one, answer));
    }
    drop(claim);
    let lost = |line: &Line| Taken::refused(&line.id, "line", "was not entered", "the same line again");
    became.into_iter().zip(lines).map(|(one, line)| one.unwrap_or_else(|| lost(line))).collect()
}

/// Enters reports, and tells of each what became of it, in their order. What is refused stops nothing else. `progress` hears how many
/// are done. Blocking.
pub fn take(node: &Node, actor: &Actor, lines: &[Line], progress: &mut dyn FnMut(usize)) -> Vec<Taken> {
    let mut all = Vec::with_capacity(lines.len());
    for some in lines.chunks(TOGETHER) {
        all.extend(together(node, actor, some));
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
    each_of_file(text, |lines| take(node, actor, lines, progress))
}

/// Reads a file, has what can be read of it entered, and tells of each line what became of it, in their order.
pub(crate) fn each_of_file(
    text: &str,
    enter: impl FnOnce(&[Line]) -> Vec<Taken>,
) -> Result<Vec<Taken>, TooManyLines> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.len() > MAX_LINES {
        return Err(TooManyLines(lines.len()));
    }
    let lines: Vec<Result<Line, Taken>> = lines.into_iter().map(parse).collect();
    let good: Vec<Line> = lines.iter().filter_map(|line| line.as_ref().ok()).cloned().collect();
    let mut taken = enter(&good).into_iter();
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

mod complete;
pub(crate) mod native;
#[cfg(test)]
mod tests;

pub(crate) use complete::{FILE_COMPLETE, file_complete};
