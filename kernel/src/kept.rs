//! What a room keeps, as it declares it: which kinds of record it has, which facts move a record's clock, and what each of
//! its tables holds on whom. What is not declared cannot be let go and cannot be shown to whom it is about, so a node with
//! an undeclared table does not start ([`undeclared`]).

use crate::charter::Registry;
use crate::entry::Entry;
use crate::table::{Class, Table};
use crate::tables::{TableFault, Tables};
use crate::{Id, Instant, code_list, record};

code_list! {
    /// Kinds of record whose sealed data are let go as one: their number is the subject of the keys that go.
    pub RecordKind, "record-kind", version 1, source "A/HRC/31/58 ¶52, 69 derived: what the rooms keep" {
        Report = 1, "report", "Report";
        Person = 2, "person", "Person";
        Case = 3, "case", "Case";
        HashList = 4, "hash-list", "Hash list";
        Address = 5, "address", "Address of a page on the internet";
    }
}

code_list! {
    /// From which event a term counts.
    pub Anchor, "counted-from", version 1, source "A/HRC/31/58 ¶52, 69 derived" {
        Entered = 1, "entered", "The day on which it was entered";
        LastEvent = 2, "last-event", "The last thing entered about it or about a case that it belongs to";
        Closed = 3, "closed", "The day on which it was closed";
    }
}

/// A kind of record, declared by the room that enters it.
#[derive(Debug)]
pub struct Kind {
    /// The kind.
    pub kind: RecordKind,
    /// What counts as its last event, for people.
    pub last_event: &'static str,
}

/// A fact that moves the clock of a record.
pub struct Touch {
    /// The kind of fact.
    pub on: u16,
    /// The kind of record.
    pub kind: RecordKind,
    /// Which hand it moves; the last event moves with each.
    pub hand: Anchor,
    /// Whose clock; none when it concerns no record of that kind.
    pub whose: fn(&Entry) -> Result<Id, TableFault>,
}

/// What a table holds on whom.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// The table.
    pub table: &'static Table,
    /// Columns that name the record whose data a row is; empty where it holds nothing on anybody.
    pub whose: &'static [&'static str],
    /// Columns that may name somebody else: withheld from whom the row is about, where they do.
    pub others: &'static [&'static str],
}

impl Kept {
    /// A table that holds nothing on anybody.
    #[must_use]
    pub const fn nothing(table: &'static Table) -> Kept {
        Kept { table, whose: &[], others: &[] }
    }

    /// A table whose rows are about who or what stands in `whose`, and name others in `others`.
    #[must_use]
    pub const fn of(
        table: &'static Table,
        whose: &'static [&'static str],
        others: &'static [&'static str],
    ) -> Kept {
        Kept { table, whose, others }
    }
}

record! {
    /// When something was last entered about each record that can be let go.
    pub struct RecordClock in "record_clock", Derived, key 1, indexes [by_kind: 1 0] {
        /// The record.
        record_id: Id, Internal;
        /// What it is.
        kind: RecordKind, Internal;
        /// When it was entered, UTC ms.
        entered_at: Instant, Internal;
        /// When something was last entered about it, UTC ms.
        last_at: Instant, Internal;
        /// When it was closed last, UTC ms; 0 when it never was.
        closed_at: Instant, Internal;
    }
}

/// Moves the clocks that an entry touches.
pub(crate) fn apply_touches(
    registry: &Registry,
    tables: &mut dyn Tables,
    entry: &Entry,
) -> Result<(), TableFault> {
    for touch in registry.touches(entry.kind) {
        let record_id = (touch.whose)(entry)?;
        if record_id.is_none() {
            continue;
        }
        let (kind, at) = (touch.kind, entry.recorded);
        let fresh = RecordClock { record_id, kind, entered_at: at, last_at: at, closed_at: Instant(0) };
        let mut clock = tables.get::<RecordClock>(record_id)?.unwrap_or(fresh);
        clock.last_at = at;
        if touch.hand == Anchor::Closed {
            clock.closed_at = at;
        }
        tables.put(&clock)?;
    }
    Ok(())
}

/// Something that a room keeps and does not declare.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undeclared {
    /// A table of which nobody says what it holds on whom.
    #[error(
        "table {table} of the room '{room}' is not declared: say in its charter (`kept`) what it holds on whom"
    )]
    Table {
        /// The table.
        table: &'static str,
        /// The room.
        room: &'static str,
    },
    /// A declaration that names a column which its table does not have.
    #[error("table {table} has no column {column}, which the declaration of the room '{room}' names")]
    Column {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The room.
        room: &'static str,
    },
    /// A clock of a kind of record that no room declares.
    #[error("the room '{room}' moves the clock of a kind of record that no room declares: {kind:?}")]
    Kind {
        /// The kind.
        kind: RecordKind,
        /// The room.
        room: &'static str,
    },
}

/// Whether everything that the rooms keep is declared.
///
/// # Errors
/// The first thing that is not.
pub fn declared(registry: &Registry) -> Result<(), Undeclared> {
    for charter in registry.charters() {
        let room = charter.name;
        for table in
            charter.tables.iter().filter(|table| matches!(table.class, Class::Derived | Class::Sealed))
        {
            let kept = registry.kept().find(|kept| kept.table.name == table.name);
            let Some(kept) = kept else { return Err(Undeclared::Table { table: table.name, room }) };
            let missing = |column: &&&str| !table.columns.iter().any(|declared| declared.name == **column);
            if let Some(column) = kept.whose.iter().chain(kept.others).find(missing) {
                return Err(Undeclared::Column { table: table.name, column, room });
            }
        }
        let unknown = |touch: &&Touch| registry.kind(touch.kind).is_none();
        if let Some(touch) = charter.touches.iter().find(unknown) {
            return Err(Undeclared::Kind { kind: touch.kind, room });
        }
    }
    Ok(())
}
