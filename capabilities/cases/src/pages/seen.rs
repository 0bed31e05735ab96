//! A case as its pages see it: rows of codes, numbers and dates.

use crate::release::holds;
use crate::tables::{CaseFile, CaseVictim, Demand, Proceeding, Risk, TimelineRow};
use kernel::term::{Term, TermValue};
use kernel::{Cell, Day, Id, Record, Span};
use std::collections::BTreeMap;
use store::database::{TableSql, quoted};
use store::{Database, DatabaseFault, Node};

/// So many rows of each table at most: the latest. The lists have all.
pub(super) const MOST: usize = 1_000;

/// A case and everything recorded of it.
pub(super) struct Seen {
    pub(super) file: CaseFile,
    pub(super) proceedings: Vec<Proceeding>,
    pub(super) victims: Vec<CaseVictim>,
    pub(super) timeline: Vec<TimelineRow>,
    pub(super) demand: Vec<Demand>,
    pub(super) risks: Vec<Risk>,
    /// For how many days an assessment counts.
    pub(super) holds_days: i64,
}

fn rows<R: Record>(database: &mut dyn Database, case: Id) -> Result<Vec<R>, DatabaseFault> {
    let names: Vec<String> = R::TABLE.columns.iter().map(|column| quoted(column.name)).collect();
    let order: Vec<String> = names[..R::TABLE.key].iter().map(|name| format!("{name} DESC")).collect();
    let sql = format!(
        "SELECT {} FROM {} WHERE case_id = $1 ORDER BY {} LIMIT {MOST}",
        names.join(", "),
        R::TABLE.name,
        order.join(", ")
    );
    let mut rows = database.records::<R>(&sql, vec![case.to_value()])?;
    rows.reverse();
    Ok(rows)
}

/// Reads a case; none when it was never opened. Blocking.
pub(super) fn see(node: &Node, case: Id) -> Result<Option<Seen>, DatabaseFault> {
    node.read(|database| {
        let found =
            database.records::<CaseFile>(&TableSql::of(CaseFile::TABLE).get, vec![case.to_value()])?;
        let Some(file) = found.into_iter().next() else { return Ok(None) };
        let mut timeline: Vec<TimelineRow> = rows(database, case)?;
        // What has no date is told last, and a gap never hides it.
        timeline.sort_by_key(|row| (happened(row).is_unknown(), row.happened_from, row.seq));
        Ok(Some(Seen {
            file,
            proceedings: rows(database, case)?,
            victims: rows(database, case)?,
            timeline,
            demand: rows(database, case)?,
            risks: rows(database, case)?,
            holds_days: holds_days(database)?,
        }))
    })
}

/// When the line of a timeline happened.
pub(super) fn happened(row: &TimelineRow) -> Span {
    Span { from: row.happened_from, to: row.happened_to }
}

impl Seen {
    /// Suspects and victims, each once.
    pub(super) fn persons(&self) -> Vec<Id> {
        let all =
            self.proceedings.iter().map(|row| row.person).chain(self.victims.iter().map(|row| row.person));
        let mut persons: Vec<Id> = all.collect();
        persons.sort_unstable();
        persons.dedup();
        persons
    }

    /// True when a table has more rows than are shown.
    pub(super) fn is_cut(&self) -> bool {
        let sizes = [self.timeline.len(), self.proceedings.len(), self.victims.len()];
        sizes.into_iter().chain([self.demand.len(), self.risks.len()]).any(|size| size >= MOST)
    }

    /// The assessment that stands for each suspect and victim.
    pub(super) fn standing_risks(&self) -> Vec<&Risk> {
        let mut standing: BTreeMap<(Id, Id), &Risk> = BTreeMap::new();
        for risk in &self.risks {
            let known = standing.entry((risk.person, risk.victim)).or_insert(risk);
            if known.seq < risk.seq {
                *known = risk;
            }
        }
        standing.into_values().collect()
    }
}

/// Whether an assessment would count for a release decided today.
pub(super) fn counts_today(risk: &Risk, today: Day, holds_days: i64) -> bool {
    holds(risk, Span::on(today), holds_days)
}

/// For how many days an assessment counts, as the term is in force now.
fn holds_days(database: &mut dyn Database) -> Result<i64, DatabaseFault> {
    let (term, sql) = (Term::AssessmentHolds, TableSql::of(TermValue::TABLE).get);
    let set = database.records::<TermValue>(&sql, vec![term.to_value()])?;
    Ok(set.first().map_or(term.ordinary(), |row| row.value))
}
