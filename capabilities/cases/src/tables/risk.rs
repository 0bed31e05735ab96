//! Assessments of risk, every one of them: a release of the past is judged by what was assessed before it.

use crate::codes::RiskLevel;
use crate::events::RiskAssessed;
use kernel::{Apply, Entry, Event, Id, Instant, TableFault, Tables, record};

record! {
    /// An assessment of the risk to a victim, should this person be released. The one with the highest number stands.
    pub struct Risk in "risk", Derived, key 4, indexes [by_suspect: 0 1, by_victim: 2] {
        /// The case.
        case_id: Id, Internal;
        /// The person whose release is in question.
        person: Id, Internal;
        /// The victim.
        victim: Id, Internal;
        /// Number of the entry.
        seq: i64, Internal;
        /// The risk.
        risk_level: RiskLevel, Internal;
        /// 1 when the victim's best interests were considered too.
        best_interests: bool, Internal;
        /// When it was assessed, UTC ms.
        assessed_at: Instant, Internal;
        /// Who assessed.
        assessed_by: Id, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(RiskAssessed::KIND, apply_assessed as Apply)]
}

fn apply_assessed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: RiskAssessed = entry.event()?;
    tables.put(&Risk {
        case_id: event.case,
        person: event.person,
        victim: event.victim,
        seq: super::timeline::signed(entry.seq),
        risk_level: event.risk,
        best_interests: event.best_interests_considered,
        assessed_at: entry.recorded,
        assessed_by: entry.actor.id,
    })
}
