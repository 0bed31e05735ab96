//! What the room shows: holds, schedules, what will be erased when and why, and who is still to be told.

use crate::acts::{ApproveSchedule, AskLift, ImposeHold, LayDown, LiftHold, RenewHold, TellPartner};
use crate::tables::{Due, Hold, PartnerNotice, Schedule};
use desk::{ActDoor, Guard, Listing, Nav, Room};
use kernel::{ReadKind, Record, Role};

/// Holds, schedules, what falls due, who is to be told: numbers, codes and dates.
pub static READ_KEEPING: ReadKind =
    ReadKind { code: 600, name: "letting-go.read", roles: Role::STAFF, personal: false };

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "letting-go",
        name,
        table,
        read: &READ_KEEPING,
        guard: Guard::Record("record_id"),
        columns: &[],
        filters: &["record_id"],
        order,
        href: "",
    }
}

static HOLDS: Listing = Listing {
    columns: &[
        "hold", "record_id", "hold_reason", "state", "ends_on", "authority", "document", "imposed_by",
        "imposed_at", "warned", "lift_asked_by", "lifted_by",
    ],
    filters: &["record_id", "state", "hold_reason"],
    ..listing("holds", Hold::TABLE, "ends_on")
};
static SCHEDULES: Listing = Listing {
    guard: Guard::Open,
    filters: &["kind", "state"],
    ..listing("schedules", Schedule::TABLE, "-laid_down_at")
};
/// What will be erased, the soonest first.
static DUE: Listing =
    Listing { filters: &["record_id", "kind", "state", "waiting"], ..listing("due", Due::TABLE, "due_on") };
static PARTNERS: Listing = Listing {
    filters: &["record_id", "unit", "to_tell", "waiting"],
    ..listing("partners", PartnerNotice::TABLE, "due_at")
};

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: face::resources!("letting-go").to_vec(),
        nav: vec![Nav { label: "nav-letting-go", href: "/lists/letting-go/due", read: &READ_KEEPING }],
        listings: vec![&DUE, &HOLDS, &SCHEDULES, &PARTNERS],
        acts: vec![
            ActDoor::of::<ImposeHold>(&[]),
            ActDoor::of::<RenewHold>(&[]),
            ActDoor::of::<AskLift>(&[]),
            ActDoor::of::<LiftHold>(&[]),
            ActDoor::of::<LayDown>(&[]),
            ActDoor::of::<ApproveSchedule>(&[]),
            ActDoor::of::<TellPartner>(&[]),
        ],
        daily: vec![crate::fall_due],
        ..Room::default()
    }
}
