//! What waits for whoever comes, on the first page: rooms declare it by their lists, so that need to know holds as it does there,
//! and each line leads to the list that it counts.

use crate::answers::problem_of_database;
use crate::caller::Caller;
use crate::listing::{ListQuery, Listing};
use crate::room::Desk;
use face::{Asked, Cell, Column, Problem, Table, Tag, Texts, Tone};
use kernel::{Ask, Cell as _, Id, Instant};
use serde::Serialize;
use store::{Database, DatabaseFault};
use utoipa::ToSchema;

/// How pressing something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pressing {
    /// Somebody is called to it.
    Now,
    /// It is with whoever looks.
    Own,
    /// It waits for anybody who may do it.
    Open,
}

/// Something that may wait: rows of a list.
#[derive(Debug)]
pub struct Waits {
    /// Key of its text.
    pub label: &'static str,
    /// The list.
    pub listing: &'static Listing,
    /// Which of its rows, by its filters.
    pub filters: &'static [(&'static str, &'static str)],
    /// The filter that names an officer, where only rows of whoever looks count; empty where all do.
    pub own: &'static str,
    /// The column that says by when; empty where there is no such term.
    pub due: &'static str,
    /// How pressing it is.
    pub pressing: Pressing,
}

/// So much waits.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Waiting {
    /// What: the key of its text.
    pub what: &'static str,
    /// How pressing it is.
    pub pressing: Pressing,
    /// How many.
    pub count: u64,
    /// Whether there are more than were counted.
    pub has_more: bool,
    /// By when the most pressing, UTC; nothing where there is no term.
    pub due: Option<String>,
    /// Whether that is over.
    pub overdue: bool,
    /// The list: its address below the staff door.
    pub href: String,
}

impl Waits {
    fn href(&self, officer: Id) -> String {
        let own = (!self.own.is_empty()).then(|| (self.own, officer.to_string()));
        let sort = (!self.due.is_empty()).then(|| ("sort", self.due.to_owned()));
        let filters = self.filters.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let asked: Vec<String> =
            filters.chain(own).chain(sort).map(|(name, value)| format!("{name}={value}")).collect();
        format!("/lists/{}/{}?{}", self.listing.room, self.listing.name, asked.join("&"))
    }

    fn query(&self, href: &str) -> Option<ListQuery> {
        let asked = Asked::of(&format!("{href}&per_page=1").parse().ok()?);
        self.listing.query(&asked).ok()
    }

    fn count(
        &self,
        database: &mut dyn Database,
        caller: &Caller,
        now: Instant,
    ) -> Result<Option<Waiting>, DatabaseFault> {
        let href = self.href(caller.actor.id);
        let Some(query) = self.query(&href) else { return Ok(None) };
        let page = self.listing.page(database, &query, &caller.actor)?;
        let place = self.listing.table.columns.iter().position(|column| column.name == self.due);
        let due =
            place.and_then(|at| page.rows.first()?.get(at).and_then(|cell| Instant::from_value(cell).ok()));
        Ok((page.total > 0).then(|| Waiting {
            what: self.label,
            pressing: self.pressing,
            count: page.total,
            has_more: page.has_more,
            due: due.map(|due| due.to_text()),
            overdue: due.is_some_and(|due| due <= now),
            href,
        }))
    }
}

/// What waits for a caller, the most pressing first; of what nothing waits there is no line.
///
/// # Errors
/// The database's.
pub async fn waiting(desk: &Desk, caller: &Caller) -> Result<Vec<Waiting>, Problem> {
    let may = |waits: &&&'static Waits| caller.may(Ask::Read(waits.listing.read)).is_ok();
    let mut all: Vec<&'static Waits> = desk.waits().iter().filter(may).copied().collect();
    all.sort_by_key(|waits| waits.pressing);
    let by = caller.clone();
    let counted = desk.blocking(move |node| {
        node.read(|database| {
            let now = Desk::now();
            let counted: Result<Vec<_>, _> =
                all.iter().map(|waits| waits.count(database, &by, now)).collect();
            Ok(counted?.into_iter().flatten().collect())
        })
    });
    counted.await.map_err(|fault: DatabaseFault| problem_of_database(&caller.texts, &fault))
}

/// The same as a table; none where nothing waits.
#[must_use]
pub fn waiting_table(t: &Texts, all: &[Waiting]) -> Option<Table> {
    let columns = vec![
        Column::new(t, "what", "waits-what"),
        Column::new(t, "count", "waits-count").number(),
        Column::new(t, "due", "waits-due"),
    ];
    let rows = all.iter().map(|one| vec![Cell::link(t.t(one.what), &one.href), count(t, one), due(t, one)]);
    (!all.is_empty())
        .then(|| Table::new(t, "waits", t.t("waits-title"), columns).rows(rows.collect::<Vec<_>>()))
}

fn count(t: &Texts, one: &Waiting) -> Cell {
    let count = i64::try_from(one.count).unwrap_or(i64::MAX);
    let words = || {
        if one.has_more {
            t.with("waits-more-than", "count", t.number(count).as_str())
        } else {
            t.number(count)
        }
    };
    match one.pressing {
        Pressing::Now => Tag::new(words(), Tone::Alarm).into(),
        _ if one.has_more => Cell::text(words()),
        Pressing::Own | Pressing::Open => Cell::number(t, count),
    }
}

fn due(t: &Texts, one: &Waiting) -> Cell {
    match &one.due {
        Some(at) if one.overdue => Tag::new(t.with("list-overdue", "when", at.as_str()), Tone::Alarm).into(),
        Some(at) => Cell::text(at),
        None => Cell::text(""),
    }
}
