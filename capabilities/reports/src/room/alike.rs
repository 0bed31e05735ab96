//! What a report looks like: other reports that tell the same, as far as the reader may know of them.

use super::may;
use crate::alike::{Alike, alike};
use crate::tables::Report;
use crate::{READ_QUEUE, core::queue_row};
use axum::Json;
use axum::extract::{Path, State};
use desk::{Caller, Desk, is_known, problem_of_database};
use face::{ErrorStatus, Problem};
use kernel::codes::ReportingPerson;
use kernel::{Ask, Id};
use serde::Serialize;
use store::{DatabaseFault, Node};
use utoipa::ToSchema;

/// So many are shown.
const MOST: usize = 20;

/// Another report that tells the same, or something of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct LooksLike {
    /// The report.
    pub(crate) report: Id,
    /// How much of their words the two share, in percent: 100 where they are equal, 0 where it is less than half.
    pub(crate) percent: u32,
    /// How many addresses, numbers and names they share.
    pub(crate) marks: u32,
    /// How many pictures they share, as files.
    pub(crate) pictures: u32,
    /// How many of their pictures look the same and are other files.
    pub(crate) look_same: u32,
    /// Whether both were told by machines: then one can be put in the line of the other.
    pub(crate) both_by_machines: bool,
}

/// The reports that look like this one and that the reader may know of, the most alike first.
pub(super) fn looks_like(
    node: &Node,
    caller: &Caller,
    row: &Report,
) -> Result<Vec<LooksLike>, DatabaseFault> {
    let now = Desk::now();
    let known = node.read(|database| {
        let mut known: Vec<(Id, Alike)> = Vec::new();
        for (report, alike) in alike(database, row.report)? {
            if known.len() < MOST && is_known(database, &caller.actor, report, now)? {
                known.push((report, alike));
            }
        }
        Ok::<_, DatabaseFault>(known)
    })?;
    let of_machine = |row: &Report| row.reporter == ReportingPerson::Machine;
    let mut shown = Vec::new();
    for (report, Alike { percent, marks, pictures, look_same }) in known {
        let Some(other) = queue_row(node, report)? else { continue };
        let both_by_machines = of_machine(row) && of_machine(&other);
        shown.push(LooksLike { report, percent, marks, pictures, look_same, both_by_machines });
    }
    Ok(shown)
}

/// Why it looks like it, in words.
fn why(caller: &Caller, like: &LooksLike) -> String {
    let t = &caller.texts;
    let counted = [
        ("alike-pictures", like.pictures),
        ("alike-look-same", like.look_same),
        ("alike-marks", like.marks),
        ("alike-percent", like.percent),
    ];
    let counted = counted.into_iter().filter(|(_, count)| *count > 0);
    counted.map(|(key, count)| t.with(key, "count", i64::from(count))).collect::<Vec<_>>().join(" · ")
}

/// A line of the page.
pub(super) struct Shown {
    /// The other report.
    pub(super) label: String,
    /// Its page.
    pub(super) href: String,
    /// Why it looks like it.
    pub(super) why: String,
    /// What can be done about it: the words, and the address.
    pub(super) act: Option<(String, String)>,
}

/// The lines of the page, those left out that are linked already.
pub(super) fn shown(
    desk: &Desk,
    caller: &Caller,
    report: Id,
    alike: &[LooksLike],
    linked: &[Id],
) -> Vec<Shown> {
    let t = &caller.texts;
    let line = |like: &LooksLike| {
        let other = like.report;
        let (act, word) = if like.both_by_machines {
            ("reports.fold", "alike-fold")
        } else {
            ("reports.propose-link", "alike-link")
        };
        let number = t.with("report-title", "number", other.short().as_str());
        let href = format!("/acts/{act}?report={report}&other_report={other}&next=/reports/{report}");
        let act = may(desk, caller, act).then(|| (t.with(word, "number", other.short().as_str()), href));
        Shown { label: number, href: format!("/reports/{other}"), why: why(caller, like), act }
    };
    alike.iter().filter(|like| !linked.contains(&like.report)).map(line).collect()
}

/// Reports that tell the same as this one, or something of it: the same words or nearly, an address, a number, a name, a picture.
///
/// They are found by tokens and sketches that were made before each text was sealed; nothing is opened. The 20 that are most alike are
/// told, as far as the reader may know of them.
#[utoipa::path(
    get,
    path = "/api/reports/{report}/alike",
    operation_id = "reports.alike",
    tag = "reports",
    params(("report" = Id, Path, description = "The report")),
    responses((status = 200, description = "The most alike first", body = Vec<LooksLike>), desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Vec<LooksLike>>, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_QUEUE))?;
    let report: Id = path.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(&desk, &READ_QUEUE, report).await?;
    let by = caller.clone();
    let found = desk.blocking(move |node| match queue_row(node, report)? {
        Some(row) => looks_like(node, &by, &row).map(Some),
        None => Ok(None),
    });
    let found = found.await.map_err(|fault: DatabaseFault| problem_of_database(t, &fault))?;
    found.map(Json).ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
}
