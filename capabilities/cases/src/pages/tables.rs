//! The tables and the timeline of which the pages are made.

use super::seen::{Seen, counts_today, happened};
use super::words::{coded, label, moment, sentence, span, verdict};
use crate::codes::RiskLevel;
use crate::tables::{Proceeding, Risk, TimelineRow};
use face::{Cell, Column, Moment, Table, Tag, Texts, Timeline, Tone};
use kernel::codes::{ClosureReason, DemandCategory, DemandLevel};
use kernel::{Day, Id};

/// A person's number, which leads to the person's page in the case.
pub(super) fn person_link(case: Id, person: Id) -> Cell {
    Cell::link(person.short(), format!("/cases/{case}/persons/{person}"))
}

pub(super) fn columns(t: &Texts, names: &[(&'static str, &str)]) -> Vec<Column> {
    names.iter().map(|(name, key)| Column::new(t, name, key)).collect()
}

/// Proceedings against the suspects, or against those who are none.
pub(super) fn proceedings(t: &Texts, id: &'static str, rows: &[&Proceeding]) -> Table {
    let columns = columns(
        t,
        &[
            ("person", "column-person"),
            ("role", "column-suspect-role"),
            ("stage", "column-stage"),
            ("verdict", "column-verdict"),
            ("sentence", "cases-sentence"),
            ("closed", "column-closed"),
        ],
    );
    let row = |row: &&Proceeding| {
        vec![
            person_link(row.case_id, row.person),
            Cell::text(label(t, row.suspect_role)),
            Cell::text(label(t, row.stage)),
            Cell::text(verdict(t, row)),
            Cell::text(sentence(t, row)),
            Cell::text(coded::<ClosureReason>(t, row.closed_reason)),
        ]
    };
    Table::new(t, id, t.t(&format!("cases-{id}")), columns).rows(rows.iter().map(row))
}

pub(super) fn victims(t: &Texts, seen: &Seen) -> Table {
    let columns = columns(t, &[("person", "column-person"), ("thread", "column-thread")]);
    let rows = seen.victims.iter().map(|row| {
        let thread = match row.thread.some() {
            Some(thread) => Cell::link(thread.short(), format!("/reports/{thread}")),
            None => Cell::text(t.t("cases-no-thread")),
        };
        vec![person_link(row.case_id, row.person), thread]
    });
    Table::new(t, "victims", t.t("cases-victims"), columns).rows(rows)
}

/// What happened, in order: who did it, by which document, and whether it violates a rule.
pub(super) fn timeline<'r>(t: &Texts, rows: impl Iterator<Item = &'r TimelineRow>) -> Timeline {
    let moments = rows.map(|row| {
        let said = |key: &str, id: Id| id.some().map(|id| t.with(key, "number", id.short()));
        let by = if row.document.is_none() { "cases-by-unit" } else { "cases-by-authority" };
        let parts = [
            said("cases-of-person", row.person),
            said(by, row.authority),
            said("cases-by-document", row.document),
        ];
        let more: Vec<String> = parts.into_iter().flatten().collect();
        let told = Moment::new(label(t, row.kind), span(t, happened(row)));
        let told = if more.is_empty() { told } else { told.more(more.join(" · ")) };
        if row.marked { told.tag(Tag::new(t.t("cases-violates"), Tone::Alarm)) } else { told }
    });
    Timeline::new(t, moments.collect())
}

/// What is coded; for suspects and for the case, "not determined" stands where nothing is.
pub(super) fn demand(t: &Texts, seen: &Seen) -> Table {
    let case = seen.file.case_id;
    let columns = columns(
        t,
        &[("person", "cases-coded-whom"), ("level", "column-demand-level"), ("category", "column-category")],
    );
    let suspects = seen.proceedings.iter().filter(|row| row.suspect).map(|row| row.person);
    let gaps =
        suspects.chain([Id::NONE]).filter(|&person| !seen.demand.iter().any(|row| row.person == person));
    let row = |person: Id, level: DemandLevel, category: DemandCategory| {
        let whole = || Cell::text(t.t("cases-as-a-whole"));
        let whom = if person.is_none() { whole() } else { person_link(case, person) };
        vec![whom, Cell::text(label(t, level)), Cell::text(label(t, category))]
    };
    let coded = seen.demand.iter().map(|one| row(one.person, one.demand_level, one.category));
    let gaps = gaps.map(|person| row(person, DemandLevel::default(), DemandCategory::default()));
    Table::new(t, "demand", t.t("cases-demand"), columns).rows(coded.chain(gaps))
}

/// The level of a risk, and whether the assessment would count for a release today.
pub(super) fn risk_tags(t: &Texts, risk: &Risk, today: Day, holds_days: i64) -> (Tag, Tag) {
    let tone = match risk.risk_level {
        RiskLevel::Low => Tone::Calm,
        RiskLevel::Medium => Tone::Watch,
        RiskLevel::High => Tone::Alarm,
    };
    let counts = match (risk.best_interests, counts_today(risk, today, holds_days)) {
        (_, true) => Tag::new(t.t("cases-risk-counts"), Tone::Good),
        (true, false) => Tag::new(t.t("cases-risk-old"), Tone::Watch),
        (false, false) => Tag::new(t.t("cases-risk-no-interests"), Tone::Watch),
    };
    (Tag::new(label(t, risk.risk_level), tone), counts)
}

/// The assessments that stand.
pub(super) fn risks(t: &Texts, seen: &Seen, today: Day) -> Table {
    let columns = columns(
        t,
        &[
            ("person", "cases-risk-released"),
            ("victim", "column-victim"),
            ("level", "column-risk-level"),
            ("counts", "cases-risk-today"),
            ("at", "column-assessed-at"),
        ],
    );
    let rows = seen.standing_risks().into_iter().map(|risk| {
        let (level, counts) = risk_tags(t, risk, today, seen.holds_days);
        let (of, to) = (person_link(risk.case_id, risk.person), person_link(risk.case_id, risk.victim));
        vec![of, to, level.into(), counts.into(), Cell::text(moment(t, risk.assessed_at))]
    });
    Table::new(t, "risks", t.t("cases-risks"), columns).rows(rows)
}
