//! What the room shows: deliveries, and the routes of the machine door.

use crate::READ_DELIVERIES;
use crate::acts::ExpireReport;
use crate::acts::expire_report::expires_at;
use crate::codes::TipState;
use crate::limits::{IDLE_MS, OPEN_MS};
use crate::tables::MachineReport;
use axum::Router;
use desk::{Desk, Guard, Listing, Nav, Room, Rows};
use kernel::{Actor, Cell as _, CodeList as _, Outcome, Purpose, Record as _};
use store::database::TableSql;
use store::{DeedFault, Node};

static DELIVERIES: Listing = Listing {
    room: "platforms",
    name: "deliveries",
    table: MachineReport::TABLE,
    rows: Rows::Kept,
    read: &READ_DELIVERIES,
    guard: Guard::Record("report"),
    columns: &[
        "number",
        "sender",
        "wire",
        "tip_state",
        "files",
        "bytes",
        "quality",
        "opened_at",
        "changed_at",
        "report",
    ],
    filters: &["sender", "wire", "tip_state"],
    when: "opened_at",
    order: "-number",
    href: "",
};

/// So many go in one turn.
const TOGETHER: i64 = 256;

/// Lets go of what was never finished; answers how many. Blocking.
fn expire(node: &Node) -> Result<usize, DeedFault> {
    let now = Desk::now();
    // Neither time can be over before the shorter one is.
    let before = now.0.saturating_sub(OPEN_MS.min(IDLE_MS));
    let every = TableSql::of(MachineReport::TABLE).every;
    let sql =
        format!("{every} WHERE tip_state = $1 AND changed_at < $2 ORDER BY changed_at LIMIT {TOGETHER}");
    let parameters = vec![TipState::Open.number().to_value(), before.to_value()];
    let open = node.read(|database| database.records::<MachineReport>(&sql, parameters));
    let open = open.map_err(|fault| DeedFault::Broken(fault.to_string()))?;
    let mut gone = 0;
    for row in open.iter().filter(|row| now >= expires_at(row)) {
        let act = row.report.derive("expire", 0);
        let what = ExpireReport { report: row.report };
        let deed = node.deed(act, &what, Actor::SYSTEM, Purpose::Reaction).build();
        match node.enter_now(deed)?.outcome {
            Outcome::Entered { .. } => gone += 1,
            outcome => tracing::error!(?outcome, "a report that was never finished did not go"),
        }
    }
    Ok(gone)
}

/// What the machine door answers.
pub fn machine_routes(desk: Desk) -> Router {
    crate::ispws::routes(desk)
}

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("platforms").to_vec(),
        nav: vec![Nav {
            label: "nav-platforms",
            href: "/lists/platforms/deliveries",
            read: &READ_DELIVERIES,
        }],
        listings: vec![&DELIVERIES],
        daily: vec![expire],
        ..Room::default()
    }
}
