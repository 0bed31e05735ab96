//! Views of lists that somebody keeps: a name, a list, and what is asked of it. They are no facts about cases: they stand in
//! `runtime.db`, sealed to their number, account and unit, and go with the account.

use crate::accounts::{derived, open_staff};
use crate::codes::AccountState;
use crate::runtime::{Habit, SavedView, all, delete, delete_all, put};
use crate::tables::Staff;
use kernel::{Actor, Cell, Id, Instant, Value};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use store::{Database, DatabaseFault, Node};

/// Views that one account keeps at most.
pub const MOST_VIEWS: usize = 50;
/// Of these, how many are shared with the unit at most: everybody's list shows them.
pub const MOST_SHARED: usize = 10;
/// The longest name of a view, in characters.
pub const LONGEST_NAME: usize = 60;
/// The longest text that may be asked of a list, in bytes.
pub const LONGEST_ASKED: usize = 2_000;

/// A view as its keeper, or somebody of the unit it is shared with, finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its number.
    pub number: Id,
    /// Whose it is.
    pub account: Id,
    /// What its keeper calls it.
    pub name: String,
    /// The list: room and name with a slash between.
    pub list: String,
    /// What is asked of it, as in an address.
    pub asked: String,
    /// Whether everybody of the keeper's unit finds it, too.
    pub shared: bool,
}

/// A view to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewView<'a> {
    /// What it is called: 1 to 60 characters on one line.
    pub name: &'a str,
    /// The list: room and name with a slash between.
    pub list: &'a str,
    /// What is asked of it, as in an address; at most 2,000 bytes.
    pub asked: &'a str,
    /// Whether everybody of the unit finds it, too.
    pub shared: bool,
}

/// Why a view is not kept.
#[derive(Debug, thiserror::Error)]
pub enum ViewFault {
    /// The name is none.
    #[error(
        "name: it is empty, longer than 60 characters, or holds a line's end; a few words on one line are right"
    )]
    Name,
    /// What is asked is too long.
    #[error("asked: it is longer than 2,000 bytes; fewer filters are right")]
    Asked,
    /// There are too many.
    #[error("name: 50 views are kept already; remove one first")]
    TooMany,
    /// Too many are shared.
    #[error("shared: 10 views are shared already; remove one of them first, or keep this one for yourself")]
    TooManyShared,
    /// The operating system gave no randomness.
    #[error(transparent)]
    Randomness(#[from] store::crypto::NoRandomness),
    /// No new number was drawn.
    #[error(transparent)]
    Deed(#[from] store::DeedFault),
    /// The database was not read or written.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
}

fn place(row: &SavedView) -> Vec<u8> {
    [b"view ", &row.number.0[..], b" of ", &row.account.0[..], b" for ", &row.unit.0[..]].concat()
}

fn sealed(node: &Node, row: &SavedView, view: &NewView<'_>) -> Result<Vec<u8>, store::crypto::NoRandomness> {
    let plain = [view.name, view.list, view.asked].join("\n");
    node.secret("views").seal(&place(row), plain.as_bytes())
}

/// What a row holds, if it was written here.
fn opened(node: &Node, row: &SavedView) -> Option<View> {
    let plain = node.secret("views").open(&place(row), &row.kept).ok()?;
    let text = String::from_utf8(plain).ok()?;
    let [name, list, asked] = <[&str; 3]>::try_from(text.split('\n').collect::<Vec<_>>()).ok()?;
    let (number, account, shared) = (row.number, row.account, !row.unit.is_none());
    Some(View { number, account, name: name.into(), list: list.into(), asked: asked.into(), shared })
}

fn rows_of(database: &mut dyn Database, account: Id) -> Result<Vec<SavedView>, DatabaseFault> {
    all::<SavedView>(database, "saved_view_by_account", account.to_value())
}

/// The views that somebody finds: their own, and those that others of their unit share, as long as these work there. By name.
///
/// # Errors
/// [`DatabaseFault`].
pub fn views(node: &Node, reader: &Actor) -> Result<Vec<View>, DatabaseFault> {
    let (mine, others) = node.runtime(|database| {
        let others = match reader.unit.is_none() {
            true => Vec::new(),
            false => all::<SavedView>(database, "saved_view_by_unit", reader.unit.to_value())?,
        };
        Ok((rows_of(database, reader.id)?, others))
    })?;
    let mut found: Vec<View> = mine.iter().filter_map(|row| opened(node, row)).collect();
    let mut works_there = BTreeMap::new();
    for row in others.iter().filter(|row| row.account != reader.id) {
        if let Entry::Vacant(unknown) = works_there.entry(row.account) {
            unknown.insert(open_staff(node, row.account)?.is_some_and(|staff| staff.unit == reader.unit));
        }
        found.extend(opened(node, row).filter(|_| works_there[&row.account]));
    }
    found.sort_by(|a, b| (&a.name, a.number).cmp(&(&b.name, b.number)));
    Ok(found)
}

fn fits(view: &NewView<'_>) -> Result<(), ViewFault> {
    let has_line_end = |text: &str| text.contains(char::is_control);
    let length = view.name.trim().chars().count();
    if !(1..=LONGEST_NAME).contains(&length) || has_line_end(view.name) {
        return Err(ViewFault::Name);
    }
    if view.asked.len() > LONGEST_ASKED || has_line_end(view.asked) || has_line_end(view.list) {
        return Err(ViewFault::Asked);
    }
    Ok(())
}

/// Keeps a view and tells its number; of the same name for the same list, it takes the other's place.
///
/// # Errors
/// [`ViewFault`] says what is wrong with it; nothing is kept then.
pub fn keep_view(node: &Node, by: &Actor, view: &NewView<'_>, now: Instant) -> Result<Id, ViewFault> {
    let view = NewView { name: view.name.trim(), ..*view };
    fits(&view)?;
    let number = node.new_id()?;
    let unit = if view.shared { by.unit } else { Id::NONE };
    let mut row = SavedView { number, account: by.id, unit, kept: Vec::new(), kept_at: now };
    row.kept = sealed(node, &row, &view)?;
    let full = node.runtime(|database| {
        let is_same = |row: &SavedView| {
            opened(node, row).is_none_or(|known| known.name == view.name && known.list == view.list)
        };
        let (replaced, stay): (Vec<SavedView>, Vec<SavedView>) =
            rows_of(database, by.id)?.into_iter().partition(is_same);
        let shared = stay.iter().filter(|row| !row.unit.is_none()).count();
        if stay.len() >= MOST_VIEWS {
            return Ok(Some(ViewFault::TooMany));
        }
        if view.shared && shared >= MOST_SHARED {
            return Ok(Some(ViewFault::TooManyShared));
        }
        let mut statements: Vec<_> = replaced.iter().map(delete).collect();
        statements.push(put(&row));
        crate::runtime::together(database, &statements).map(|()| None)
    })?;
    full.map_or(Ok(number), Err)
}

/// Removes one of one's own views; false where one has none of that number.
///
/// # Errors
/// [`DatabaseFault`].
pub fn drop_view(node: &Node, account: Id, number: Id) -> Result<bool, DatabaseFault> {
    node.runtime(|database| match rows_of(database, account)?.iter().find(|row| row.number == number) {
        Some(row) => database.run(&[delete(row)]).map(|()| true),
        None => Ok(false),
    })
}

fn accounts(database: &mut dyn Database, table: &str) -> Result<Vec<Id>, DatabaseFault> {
    let rows = database.rows(&format!("SELECT DISTINCT \"account\" FROM {table}"), Vec::new())?;
    Ok(rows.iter().filter_map(|row| row.first().and_then(|cell| Id::from_value(cell).ok())).collect())
}

/// Removes the views and habits of accounts that were closed; tells of how many accounts.
///
/// # Errors
/// [`DatabaseFault`].
pub fn forget_closed(node: &Node) -> Result<usize, DatabaseFault> {
    let mut kept = node.runtime(|database| {
        let views = accounts(database, "saved_view")?;
        Ok([views, accounts(database, "staff_habit")?].concat())
    })?;
    kept.sort_unstable();
    kept.dedup();
    let mut gone = 0;
    for account in kept {
        let staff = derived::<Staff>(node, account.to_value())?;
        if staff.is_none_or(|staff| staff.state == AccountState::Closed) {
            let both = [delete_all::<SavedView>(account), delete_all::<Habit>(account)];
            node.runtime(|database| database.run(&both))?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// The habits of an account as they are stored.
pub(crate) fn habit_row(node: &Node, account: Id) -> Result<Option<Habit>, DatabaseFault> {
    node.runtime(|database| crate::runtime::one::<Habit>(database, Value::Bytes(account.0.to_vec())))
}
