//! What is with one officer: rooms declare it, and an account's page counts it, so that nothing is left behind when somebody leaves.
//!
//! Whatever belongs to a unit or a role needs no declaration: a colleague goes on with it as before.

use crate::caller::Caller;
use crate::known::not_kept_from;
use crate::room::Desk;
use face::{Cell, Column, Table, Texts};
use kernel::{Actor, Ask, Cell as _, Id, Value};
use serde::Serialize;
use store::database::quoted;
use store::{DatabaseFault, Node};
use utoipa::ToSchema;

/// One kind of thing that is with an officer.
#[derive(Debug)]
pub struct Entrusted {
    /// Key of its text.
    pub label: &'static str,
    /// Where it stands.
    pub table: &'static kernel::Table,
    /// The column that names the officer.
    pub officer: &'static str,
    /// The column that names the record; none where it is no record that may be kept from anybody.
    pub record: Option<&'static str>,
    /// The column and the number in it while it is still with them; none where every row is.
    pub while_it_is: Option<(&'static str, i64)>,
    /// How it goes on without them.
    pub goes_on: GoesOn,
}

impl Entrusted {
    /// What a second person decides about, whoever began it.
    #[must_use]
    pub const fn decided_by_another(
        label: &'static str,
        table: &'static kernel::Table,
        officer: &'static str,
        while_it_is: Option<(&'static str, i64)>,
    ) -> Entrusted {
        Entrusted { label, table, officer, record: None, while_it_is, goes_on: GoesOn::BySecondPerson }
    }
}

/// How something goes on without the officer it is with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoesOn {
    /// By this act, whose field of that name names the officer.
    HandedOver {
        /// The act's name.
        act: &'static str,
        /// The field.
        officer: &'static str,
    },
    /// Somebody else takes the next step anyhow: whoever took the first may not take it.
    BySecondPerson,
    /// It ends with the account, and a colleague makes one of their own.
    Anew,
}

/// How many of a kind are still with an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct StillWith {
    /// What: the key of its text.
    what: &'static str,
    /// How many.
    count: u64,
    /// The act that hands it over; nothing where nothing needs to be.
    act: Option<&'static str>,
    #[serde(skip)]
    goes_on: GoesOn,
}

/// Counts what is with an officer, without what the reader must not know of: whoever hands it over moves as much.
fn count(node: &Node, one: &Entrusted, account: Id, reader: &Actor) -> Result<u64, DatabaseFault> {
    let mut sql = format!("SELECT COUNT(*) FROM {} WHERE {} = $1", one.table.name, quoted(one.officer));
    let mut parameters = vec![account.to_value()];
    if let Some(record) = one.record {
        let (condition, of_reader) = not_kept_from(reader, record, parameters.len() + 1);
        sql += &format!(" AND {condition}");
        parameters.extend(of_reader);
    }
    if let Some((column, number)) = one.while_it_is {
        sql += &format!(" AND {} = ${}", quoted(column), parameters.len() + 1);
        parameters.push(Value::Integer(number));
    }
    Ok(node.read(|database| database.number(&sql, parameters))?.unsigned_abs())
}

/// What is still with an officer; kinds of which there is nothing are left out.
pub(crate) fn still_with(
    node: &Node,
    declared: &[&'static Entrusted],
    account: Id,
    reader: &Actor,
) -> Result<Vec<StillWith>, DatabaseFault> {
    let mut found = Vec::new();
    for one in declared {
        let act = match one.goes_on {
            GoesOn::HandedOver { act, .. } => Some(act),
            GoesOn::BySecondPerson | GoesOn::Anew => None,
        };
        found.push(StillWith {
            what: one.label,
            count: count(node, one, account, reader)?,
            act,
            goes_on: one.goes_on,
        });
    }
    let tokens = access::tokens(node, Some(account), Desk::now())?.len() as u64;
    found.push(StillWith { what: "entrusted-tokens", count: tokens, act: None, goes_on: GoesOn::Anew });
    found.retain(|one| one.count > 0);
    Ok(found)
}

fn way(desk: &Desk, caller: &Caller, account: Id, one: &StillWith) -> Cell {
    let t = &caller.texts;
    match one.goes_on {
        GoesOn::HandedOver { act, officer } => {
            let label = t.t(&format!("act-{}", act.replace('.', "-")));
            let may = desk.act(act).is_some_and(|door| Ask::Act(door.kind).is_for(caller.actor.role));
            if may {
                Cell::link(label, format!("/acts/{act}?{officer}={account}&next=/staff/{account}"))
            } else {
                Cell::text(label)
            }
        }
        GoesOn::BySecondPerson => Cell::text(t.t("entrusted-by-second-person")),
        GoesOn::Anew => Cell::text(t.t("entrusted-anew")),
    }
}

/// The same as a table of an account's page; none where nothing is with them.
pub(crate) fn table(desk: &Desk, caller: &Caller, account: Id, all: &[StillWith]) -> Option<Table> {
    let t: &Texts = &caller.texts;
    let columns = vec![
        Column::new(t, "what", "entrusted-what"),
        Column::new(t, "count", "entrusted-count").number(),
        Column::new(t, "goes-on", "entrusted-goes-on"),
    ];
    let number = |count: u64| Cell::number(t, i64::try_from(count).unwrap_or(i64::MAX));
    let rows = all
        .iter()
        .map(|one| vec![Cell::text(t.t(one.what)), number(one.count), way(desk, caller, account, one)]);
    (!all.is_empty())
        .then(|| Table::new(t, "entrusted", t.t("entrusted-title"), columns).rows(rows.collect::<Vec<_>>()))
}
