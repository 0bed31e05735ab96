//! What is new on a list that somebody has open. The page asks by itself, a few seconds apart. The content security policy lets
//! no page connect to anything, and lets it show pictures of this site: so the answer is a picture, one unit wide and one more
//! for each row that stands on the page now and did not before, and two high where anything changed at all. Nobody sees it.

use crate::answers::problem_of_database;
use crate::caller::Caller;
use crate::listing::{ListQuery, Listing, open, wrong_query};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use face::{Asked, ErrorStatus, Problem};
use kernel::{Actor, Row};
use std::collections::BTreeSet;
use store::Node;
use tokio::sync::Semaphore;

/// The address: what was seen, and a number that makes each question another, lest a browser answer it by itself.
pub(crate) const ADDRESS: &str = "/lists/{room}/{name}/news/{was}/{n}";
/// Digits of what stands for all rows, and of what stands for one.
const ALL: usize = 16;
const ONE: usize = 8;
/// Lists that are read for this at once: people who work come first.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Whether a page asks here by itself: nobody need be there.
pub(crate) fn is_asked_for(path: &str) -> bool {
    path.starts_with("/lists/") && path.split('/').nth(4) == Some("news")
}

/// What stands for rows: keyed, so that it tells nothing of them.
fn digits(node: &Node, what: &[u8], text: &str, digits: usize) -> String {
    let mac = node.secret("news of lists").mac(&[what, text.as_bytes()]);
    let all: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    all[..digits].to_owned()
}

/// What was seen: all of it, then each row by its key.
pub(crate) fn seen(node: &Node, listing: &Listing, rows: &[Row]) -> String {
    let text = |row: &Row, most: usize| {
        let cells = row.iter().zip(listing.table.columns).take(most);
        cells.map(|(cell, column)| (column.text)(cell)).collect::<Vec<_>>().join("\u{1f}")
    };
    let whole: Vec<String> = rows.iter().map(|row| text(row, row.len())).collect();
    let all = digits(node, b"all", &whole.join("\u{1e}"), ALL);
    let each = rows.iter().map(|row| digits(node, b"one", &text(row, listing.table.key), ONE));
    std::iter::once(all).chain(each).collect()
}

/// How many rows are new, and whether anything changed.
fn compared(was: &str, now: &str) -> (usize, bool) {
    let one = |text: &str| -> BTreeSet<String> {
        let each = text.as_bytes().get(ALL..).unwrap_or_default().chunks(ONE);
        each.map(|digits| String::from_utf8_lossy(digits).into_owned()).collect()
    };
    (one(now).difference(&one(was)).count(), was != now)
}

async fn get_news(
    State(desk): State<Desk>,
    caller: Caller,
    Path((room, name, was, _)): Path<(String, String, String, String)>,
    uri: Uri,
) -> Result<Response, Problem> {
    let listing = open(&desk, &caller, &room, &name)?;
    let query = listing.query(&Asked::of(&uri)).map_err(|error| wrong_query(&caller, error))?;
    let Ok(_turn) = TURNS.try_acquire() else {
        return Err(Problem::of(&caller.texts, ErrorStatus::UNAVAILABLE));
    };
    let reader = caller.actor;
    let now = desk.blocking(move |node| now(node, listing, &query, &reader)).await;
    let (new, changed) = compared(&was, &now.map_err(|fault| problem_of_database(&caller.texts, &fault))?);
    let (width, height) = (new + 1, 1 + usize::from(changed));
    let picture = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"/>"#);
    let media = [(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"))];
    Ok((media, picture).into_response())
}

/// What is to be seen now; nothing is counted for it.
fn now(
    node: &Node,
    listing: &Listing,
    query: &ListQuery,
    reader: &Actor,
) -> Result<String, store::DatabaseFault> {
    let rows = node.read(|database| listing.rows(database, query, reader))?;
    Ok(seen(node, listing, &rows))
}

/// `GET /lists/{room}/{name}/news/{was}/{n}`: every list of every room.
pub(crate) fn routes() -> Routes {
    Routes::new().get(ADDRESS, Line::Named, get_news)
}

#[cfg(test)]
mod tests {
    use crate::testing::House;
    use access::add_unit;
    use facts::unit::UnitKind;
    use kernel::Id;

    fn was(house: &House, list: &str) -> String {
        let page = house.get(list).body;
        let after = page.split_once("/news/").unwrap_or_else(|| panic!("{page}")).1;
        after.split('/').next().unwrap().to_owned()
    }

    fn told(house: &House, was: &str, query: &str) -> String {
        let answer = house.get(&format!("/lists/access/units/news/{was}/1{query}"));
        assert_eq!(answer.headers["content-type"], "image/svg+xml", "{}", answer.body);
        let sizes = answer.body.split_once("width=").unwrap().1;
        sizes.replace("/>", "")
    }

    #[test]
    fn new_rows_are_counted_and_any_change_is_told() {
        let house = House::open();
        let seen = was(&house, "/lists/access/units");
        assert_eq!(told(&house, &seen, ""), r#""1" height="1""#);
        for n in 0..2 {
            add_unit(&house.node, Id([n + 50; 16]), &format!("unit-{n}"), UnitKind::Police).unwrap();
        }
        assert_eq!(told(&house, &seen, ""), r#""3" height="2""#);
        assert_eq!(told(&house, &was(&house, "/lists/access/units"), ""), r#""1" height="1""#);
        assert_eq!(
            told(&house, &seen, "?sort=-word&per_page=1"),
            r#""1" height="2""#,
            "another order of the same"
        );
        assert_eq!(told(&house, "nonsense", ""), r#""6" height="2""#);
    }

    #[test]
    fn whoever_may_not_read_the_list_hears_nothing_of_it() {
        let house = House::open();
        let status = |path: &str| house.get(path).status.as_u16();
        assert_eq!(status("/lists/access/staff/news/00/1"), 403);
        assert_eq!(status("/lists/access/no-such/news/00/1"), 404);
        assert_eq!(status("/lists/access/units/news/00/1?stat=1"), 400);
    }
}
