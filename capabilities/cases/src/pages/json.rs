//! Cases as JSON: what the pages show, as codes, numbers and dates (EDTF), with `""` for none.

use super::seen::{Seen, counts_today, happened};
use crate::codes::SuspicionGround;
use crate::tables::{CaseFile, CaseVictim, Demand, Proceeding, Risk, TimelineRow};
use kernel::codes::{ClosureReason, ConductOfExploitation, Iccs};
use kernel::{CodeList, Day, Id};
use serde_json::{Value, json};

/// The code behind a number; empty where there is none.
fn coded<L: CodeList>(number: i64) -> &'static str {
    L::from_number(number).map_or("", CodeList::code)
}

/// A whole case.
pub(super) fn case(seen: &Seen, today: Day) -> Value {
    json!({
        "case": file(&seen.file),
        "proceedings": seen.proceedings.iter().map(proceeding).collect::<Vec<_>>(),
        "victims": seen.victims.iter().map(victim).collect::<Vec<_>>(),
        "timeline": seen.timeline.iter().map(line).collect::<Vec<_>>(),
        "demand": seen.demand.iter().map(demand).collect::<Vec<_>>(),
        "risks": seen.standing_risks().into_iter().map(|one| risk(one, today, seen.holds_days)).collect::<Vec<_>>(),
        "cut": seen.is_cut(),
    })
}

/// One person in a case.
pub(super) fn person(seen: &Seen, person: Id, today: Day) -> Value {
    let risks = seen.standing_risks().into_iter().filter(|one| [one.person, one.victim].contains(&person));
    json!({
        "case_id": seen.file.case_id,
        "person": person,
        "proceeding": seen.proceedings.iter().find(|row| row.person == person).map(proceeding),
        "victim": seen.victims.iter().find(|row| row.person == person).map(victim),
        "timeline": seen.timeline.iter().filter(|row| row.person == person).map(line).collect::<Vec<_>>(),
        "demand": seen.demand.iter().filter(|row| row.person == person).map(demand).collect::<Vec<_>>(),
        "risks": risks.map(|one| risk(one, today, seen.holds_days)).collect::<Vec<_>>(),
    })
}

fn file(file: &CaseFile) -> Value {
    json!({
        "case_id": file.case_id,
        "report": file.report,
        "offence": file.offence,
        "conduct_when": file.conduct_when(),
        "country": file.country,
        "state": file.state,
        "unit": file.unit,
        "opened_at": file.opened_at.to_string(),
        "last_at": file.last_at.to_string(),
        "ex_officio": file.ex_officio,
        "victims": file.victims,
        "suspects": file.suspects,
    })
}

fn proceeding(row: &Proceeding) -> Value {
    json!({
        "person": row.person,
        "suspect": row.suspect,
        "suspect_role": row.suspect_role,
        "sector": row.sector,
        "ground": coded::<SuspicionGround>(row.ground),
        "stage": row.stage,
        "verdict": row.verdict,
        "is_final": row.is_final,
        "sentence": row.sentence(),
        "sentence_months": row.sentence_months,
        "charged_offence": coded::<Iccs>(row.charged_offence),
        "conduct": coded::<ConductOfExploitation>(row.conduct),
        "conduct_when": row.conduct_when(),
        "closed_reason": coded::<ClosureReason>(row.closed_reason),
        "violations": row.violations,
        "first_at": row.first_at.to_string(),
        "last_at": row.last_at.to_string(),
    })
}

fn victim(row: &CaseVictim) -> Value {
    json!({ "person": row.person, "thread": row.thread })
}

fn line(row: &TimelineRow) -> Value {
    json!({
        "entry": row.seq,
        "kind": row.kind,
        "person": row.person,
        "happened": happened(row),
        "authority": row.authority,
        "document": row.document,
        "act": row.act,
        "violates_a_rule": row.marked,
    })
}

fn demand(row: &Demand) -> Value {
    json!({ "person": row.person, "level": row.demand_level, "category": row.category })
}

fn risk(row: &Risk, today: Day, holds_days: i64) -> Value {
    json!({
        "person": row.person,
        "victim": row.victim,
        "risk": row.risk_level,
        "best_interests_considered": row.best_interests,
        "assessed_at": row.assessed_at.to_string(),
        "assessed_by": row.assessed_by,
        "counts_today": counts_today(row, today, holds_days),
    })
}
