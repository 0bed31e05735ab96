//! What waits for whoever comes, on the first page: rooms declare it by their lists, so that need to know holds as it does there,
//! and each line leads to the list that it counts.

use crate::answers::problem_of_database;
use crate::caller::Caller;
use crate::known::is_known;
use crate::listing::{ListQuery, Listing};
use crate::room::Desk;
use face::{Asked, Cell, Column, Problem, Table, Tag, Texts, Tone};
use kernel::{ActKind, Actor, Ask, Cell as _, Column as Column_, Day, Id, Instant, ReadKind, Value};
use serde::Serialize;
use store::{Database, DatabaseFault, Node};
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

/// Records that wait only as long as somebody is there: a room remembers them at this moment, and no list holds them.
#[derive(Debug)]
pub struct WaitsNow {
    /// Key of its text.
    pub label: &'static str,
    /// Who may read of it.
    pub read: &'static ReadKind,
    /// Their numbers, as this process knows them.
    pub records: fn(&Node) -> Vec<Id>,
    /// The page that shows them.
    pub href: &'static str,
}

impl WaitsNow {
    /// Those of the records that the reader may know of.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn known(&self, node: &Node, reader: &Actor) -> Result<Vec<Id>, DatabaseFault> {
        let all = (self.records)(node);
        if all.is_empty() {
            return Ok(all);
        }
        node.read(|database| {
            let mut known = Vec::new();
            for record in all {
                if is_known(database, reader, record, Desk::now())? {
                    known.push(record);
                }
            }
            Ok(known)
        })
    }

    fn count(&self, node: &Node, reader: &Actor) -> Result<Option<Waiting>, DatabaseFault> {
        let count = self.known(node, reader)?.len() as u64;
        Ok((count > 0).then(|| Waiting {
            what: self.label,
            pressing: Pressing::Now,
            count,
            has_more: false,
            due: None,
            overdue: false,
            href: self.href.to_owned(),
        }))
    }
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
        let first = place.and_then(|at| Some((page.rows.first()?.get(at)?, &self.listing.table.columns[at])));
        let due = first.map(|(cell, column)| (column.text)(cell)).filter(|due| !due.is_empty());
        let overdue = first.is_some_and(|(cell, column)| is_over(cell, column, now));
        Ok((page.total > 0).then_some(Waiting {
            what: self.label,
            pressing: self.pressing,
            count: page.total,
            has_more: page.has_more,
            due,
            overdue,
            href,
        }))
    }
}

/// Whether a moment, or a whole day, lies behind us.
fn is_over(cell: &Value, column: &Column_, now: Instant) -> bool {
    let is_day = (column.text)(cell).len() == "2026-01-01".len();
    match Day::from_value(cell) {
        Ok(day) if is_day => day.start().plus_days(1) <= now,
        _ => Instant::from_value(cell).is_ok_and(|moment| moment.0 != 0 && moment <= now),
    }
}

/// What waits for a caller, the most pressing first; of what nothing waits there is no line.
///
/// # Errors
/// The database's.
pub async fn waiting(desk: &Desk, caller: &Caller) -> Result<Vec<Waiting>, Problem> {
    let may = |(waits, act): &&(&'static Waits, Option<&'static ActKind>)| {
        let may_act = act.is_none_or(|act| caller.may(Ask::Act(act)).is_ok());
        may_act && caller.may(Ask::Read(waits.listing.read)).is_ok()
    };
    let mut all: Vec<&'static Waits> = desk.waits().iter().filter(may).map(|(waits, _)| *waits).collect();
    all.sort_by_key(|waits| waits.pressing);
    let there = desk.waits_now().iter().copied().filter(|waits| caller.may(Ask::Read(waits.read)).is_ok());
    let (by, there) = (caller.clone(), there.collect::<Vec<_>>());
    let counted = desk.blocking(move |node| {
        // Whoever is there waits for no later moment: they come first.
        let there = there.iter().map(|waits| waits.count(node, &by.actor)).collect::<Result<Vec<_>, _>>()?;
        node.read(|database| {
            let now = Desk::now();
            let counted: Result<Vec<_>, _> =
                all.iter().map(|waits| waits.count(database, &by, now)).collect();
            Ok(there.into_iter().chain(counted?).flatten().collect())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::House;
    use kernel::{Record, Role, record};

    record! {
        /// What has a term.
        pub struct Term in "test_term", Derived, key 1, indexes [] {
            /// A day.
            on: Day, Internal;
            /// A moment, UTC ms.
            at: Instant, Internal;
        }
    }

    #[test]
    fn a_day_is_over_with_its_last_moment_and_a_moment_with_itself() {
        let day = Day::of(2026, 3, 5).unwrap();
        let [on, at] = [0, 1].map(|n| &Term::TABLE.columns[n]);
        let later = |ms: i64| Instant(day.start().0 + ms);
        assert!(!is_over(&day.to_value(), on, later(24 * 3_600_000 - 1)));
        assert!(is_over(&day.to_value(), on, later(24 * 3_600_000)));
        assert!(!is_over(&later(1).to_value(), at, later(0)) && is_over(&later(1).to_value(), at, later(1)));
        assert!(!is_over(&Instant(0).to_value(), at, later(0)), "no moment at all");
    }

    #[test]
    fn what_waits_for_an_act_waits_for_those_alone_who_may_do_it() {
        let waits = |role| {
            let house = House::open_as(role);
            let waits = house.get("/api/waits-of-tests").body;
            serde_json::from_str::<Vec<serde_json::Value>>(&waits).unwrap().len()
        };
        assert_eq!((waits(Role::Investigator), waits(Role::Administrator)), (2, 1));
    }
}
