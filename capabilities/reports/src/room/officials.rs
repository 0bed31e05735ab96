//! What staff see of those who must report: what obliges them, for whom, and by when they hear that a person has read it.

use super::report::{Seen, opened};
use super::{READ_FIGURES, listing};
use crate::acts::file_report::{SLOT_AGENCY, SLOT_DUTY};
use crate::tables::official::{DutyFigure, OfficialReport};
use desk::{Caller, Desk, Guard, Listing, Pressing, Waits};
use face::{Cell, SummaryList, Tag, Tone};
use kernel::{Cell as _, Id, Record};
use serde_json::{Value, json};
use store::database::TableSql;
use store::{LookFault, Node, Trace};

pub(super) static OFFICIALS: Listing = Listing {
    columns: &[
        "report",
        "duty",
        "child_knows",
        "acknowledged",
        "acknowledge_by",
        "acknowledged_at",
        "acknowledged_by",
    ],
    filters: &["report", "duty", "child_knows", "acknowledged", "acknowledged_by"],
    ..listing("officials", OfficialReport::TABLE, "acknowledged,acknowledge_by")
};

pub(super) static DUTY_FIGURES: Listing = Listing {
    read: &READ_FIGURES,
    guard: Guard::Open,
    filters: &["in_month", "duty"],
    href: "",
    ..listing("duties", DutyFigure::TABLE, "-in_month,duty")
};

pub(super) static WAITS_OFFICIALS: Waits = Waits {
    label: "waits-officials",
    listing: &OFFICIALS,
    filters: &[("acknowledged", "no")],
    own: "",
    due: "acknowledge_by",
    pressing: Pressing::Open,
};

/// What an official told beside the text; the words are empty where none were told.
pub(super) struct Official {
    row: OfficialReport,
    pub(super) agency: String,
    pub(super) words: String,
}

impl Official {
    /// Whether nobody has said to them that it was read.
    pub(super) fn waits(&self) -> bool {
        !self.row.acknowledged
    }

    pub(super) fn json(&self) -> Value {
        json!({ "told": OFFICIALS.json(&self.row.to_row()), "agency": self.agency, "duty_words": self.words })
    }
}

/// What was told of a duty: it is sealed beside the act that filed the report.
pub(super) fn of(
    node: &Node,
    caller: &Caller,
    trace: &Trace,
    report: Id,
    act: Id,
) -> Result<Option<Official>, LookFault> {
    let sql = TableSql::of(OfficialReport::TABLE).get;
    let rows = node.read(|database| database.records::<OfficialReport>(&sql, vec![report.to_value()]))?;
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let words = |is_told: bool, slot| {
        if is_told { opened(node, caller, trace, act, slot) } else { Ok(String::new()) }
    };
    let (agency, words) = (words(row.tells_agency, SLOT_AGENCY)?, words(row.tells_duty, SLOT_DUTY)?);
    Ok(Some(Official { row, agency, words }))
}

/// By when they must hear that it was read, or when they did; what is late is marked.
fn acknowledgement(caller: &Caller, row: &OfficialReport) -> Cell {
    let t = &caller.texts;
    if row.acknowledged {
        return Cell::text(t.with("report-acknowledged", "when", row.acknowledged_at.to_text()));
    }
    let by = row.acknowledge_by.to_text();
    if row.acknowledge_by < Desk::now() {
        return Tag::new(t.with("list-overdue", "when", by.as_str()), Tone::Alarm).into();
    }
    Cell::text(t.with("report-acknowledge-by", "when", by))
}

/// What obliges them, whether the child knows, and how it stands with the acknowledgement.
pub(super) fn in_summary(caller: &Caller, seen: &Seen, summary: SummaryList) -> SummaryList {
    let Some(official) = &seen.official else { return summary };
    let (t, row) = (&caller.texts, &official.row);
    summary
        .row(t.t("column-duty"), Cell::text(caller.label(row.duty)))
        .row(t.t("column-child-knows"), Cell::text(caller.label(row.child_knows)))
        .row(t.t("column-acknowledged"), acknowledgement(caller, row))
}
