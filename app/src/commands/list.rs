//! `tutela list`: every list of every room.

use super::Common;
use super::act::As;
use super::node::{Reached, reach};
use crate::fault::Fault;
use clap::Args;
use desk::Listing;
use face::Asked;
use kernel::{Actor, Ask, Purpose, allow};
use std::process::ExitCode;

/// Reads any list of any room.
#[derive(Args)]
#[command(
    after_help = "Example: tutela list reports.queue --filter state=new --sort -points --per-page 50\n         tutela list --all lists every list"
)]
pub(crate) struct List {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    /// The list's name, room.list
    name: Option<String>,
    /// Lists every list
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    how: How,
}

/// Which rows, in what order.
#[derive(Args)]
pub(crate) struct How {
    /// Rows whose column holds this: COLUMN=VALUE
    #[arg(long = "filter", value_name = "COLUMN=VALUE")]
    filters: Vec<String>,
    /// The order: a column, with - before it for the largest first
    #[arg(long, allow_hyphen_values = true)]
    sort: Option<String>,
    /// Which page, from 1
    #[arg(long, default_value_t = 1)]
    page: u64,
    /// Rows on a page, 1 to 500
    #[arg(long, default_value_t = 25)]
    per_page: u64,
    /// Every row as CSV
    #[arg(long)]
    csv: bool,
}

/// Percent-encodes what an address does not take as it is.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~:".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

impl List {
    /// One list of one room.
    pub(crate) fn of(common: Common, by: As, name: &str, how: How) -> List {
        List { common, by, name: Some(name.to_owned()), all: false, how }
    }

    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        if self.all || self.name.is_none() {
            let rooms = crate::rooms::rooms();
            rooms.iter().flat_map(|room| &room.listings).for_each(|listing| self.name_of(listing));
            return Ok(ExitCode::SUCCESS);
        }
        let name = self.name.clone().unwrap_or_default();
        let wrong = || Fault::Input(format!("'{name}' is no list; 'tutela list --all' lists them"));
        let (room, list) = name.split_once('.').ok_or_else(wrong)?;
        let path = self.path(room, list)?;
        match reach(&self.common)? {
            Reached::Live(live) if self.how.csv => print!("{}", live.get(&path)?),
            Reached::Live(live) => self.print_page(&live.get(&path)?)?,
            Reached::Files(house) => {
                let listing = house
                    .desk
                    .listings()
                    .find(|one| one.room == room && one.name == list)
                    .ok_or_else(wrong)?;
                let (actor, purpose) = self.by.actor(&house)?;
                allow(&actor, Ask::Read(listing.read), purpose)
                    .map_err(|forbidden| Fault::Input(forbidden.to_string()))?;
                self.print(&house.node, listing, &path, (&actor, purpose))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn name_of(&self, listing: &Listing) {
        let (name, about) = (format!("{}.{}", listing.room, listing.name), listing.table.comment.trim());
        if self.common.json {
            println!("{}", serde_json::json!({ "list": name, "about": about }));
        } else {
            println!("{name:36} {about}");
        }
    }

    /// A page as the running node answers it: its rows one a line, as without a node.
    fn print_page(&self, page: &str) -> Result<(), Fault> {
        let page: serde_json::Value = serde_json::from_str(page)
            .map_err(|error| Fault::Input(format!("the node's answer is no list: {error}")))?;
        let rows = page["rows"].as_array().cloned().unwrap_or_default();
        rows.iter().for_each(|row| println!("{row}"));
        self.tell_count(rows.len(), page["total"].as_u64().unwrap_or_default(), page["has_more"] == true);
        Ok(())
    }

    fn tell_count(&self, rows: usize, total: u64, has_more: bool) {
        if !self.common.quiet && !self.common.json {
            let more = if has_more { "more than " } else { "" };
            eprintln!("{rows} of {more}{total} rows");
        }
    }

    fn path(&self, room: &str, list: &str) -> Result<String, Fault> {
        let mut path =
            format!("/api/lists/{room}/{list}?page={}&per_page={}", self.how.page, self.how.per_page);
        for filter in &self.how.filters {
            let (column, value) = filter
                .split_once('=')
                .ok_or_else(|| Fault::Input(format!("--filter {filter}: COLUMN=VALUE is wanted")))?;
            path += &format!("&{}={}", encoded(column), encoded(value));
        }
        if let Some(sort) = &self.how.sort {
            path += &format!("&sort={}", encoded(sort));
        }
        Ok(if self.how.csv { path + "&format=csv" } else { path })
    }

    fn print(
        &self,
        node: &store::Node,
        listing: &'static Listing,
        path: &str,
        (reader, purpose): (&Actor, Purpose),
    ) -> Result<(), Fault> {
        let uri = path.parse().map_err(|_| Fault::Input("the filters do not make an address".into()))?;
        let query = listing.query(&Asked::of(&uri));
        let query = query
            .map_err(|error| Fault::Input(format!("{}: {}; {}", error.field, error.wrong, error.right)))?;
        if self.how.csv {
            let (mut text, mut rows) = (listing.csv_header(), 0);
            node.read(|database| {
                listing.each(database, &query, reader, &mut |row| {
                    text += &listing.csv_line(&row);
                    rows += 1;
                    true
                })
            })?;
            // The trace is durable before anything is given.
            let note = listing.exported(&query, rows);
            let deed = node.deed(node.new_id()?, &note, *reader, purpose).build();
            let answer = node.enter_now(deed)?;
            if !matches!(answer.outcome, kernel::Outcome::Entered { .. }) {
                return Err(Fault::Input(format!("the export was not noted: {:?}", answer.outcome)));
            }
            print!("{text}");
            return Ok(());
        }
        let listed = node.read(|database| listing.page(database, &query, reader))?;
        listed.rows.iter().for_each(|row| println!("{}", listing.json(row)));
        self.tell_count(listed.rows.len(), listed.total, listed.has_more);
        Ok(())
    }
}
