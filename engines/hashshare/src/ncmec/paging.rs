//! Where the next page is.

use super::PAGE;
use crate::{Fault, read_moment, written_moment};

/// Where the next page of a range begins. It travels as a path with words of its own, `start`, `size` and `max`, by which readers guess how
/// much is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Next {
    /// The range's first moment, seconds of UTC.
    pub from: i64,
    /// The range's last moment, seconds of UTC.
    pub to: i64,
    /// Place of the first entry of that page, in an order that does not change.
    pub start: u64,
    /// Place of the range's last entry.
    pub max: u64,
}

impl Next {
    /// The path below the address of the service.
    ///
    /// ```
    /// let next = hashshare::ncmec::Next { from: 0, to: 60, start: 1_001, max: 2_500 };
    /// let path = "/v2/entries?from=1970-01-01T00%3A00%3A00Z&to=1970-01-01T00%3A01%3A00Z&start=1001&size=1000&max=2500";
    /// assert_eq!(next.path(), path);
    /// assert_eq!(hashshare::ncmec::Next::read(path)?, next);
    /// # Ok::<(), hashshare::Fault>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> String {
        let moment = |seconds| written_moment(seconds).replace(':', "%3A");
        let Next { from, to, start, max } = self;
        format!("/v2/entries?from={}&to={}&start={start}&size={PAGE}&max={max}", moment(*from), moment(*to))
    }

    /// What such a path says.
    ///
    /// # Errors
    /// [`Fault`] where it is another one.
    pub fn read(path: &str) -> Result<Next, Fault> {
        let query = path.split_once('?').map(|(_, query)| query);
        let query = query.ok_or_else(|| Fault::field("next", "a path with a question mark"))?;
        Next::read_query(query)
    }

    /// What the words after the question mark say.
    ///
    /// # Errors
    /// [`Fault`] where one is missing or wrong.
    pub fn read_query(query: &str) -> Result<Next, Fault> {
        let word = |name: &str| {
            let found = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            found.map(|text| text.replace("%3A", ":").replace("%3a", ":"))
        };
        let moment = |name: &str| {
            let text = word(name).ok_or_else(|| Fault::field(name, "a moment"))?;
            read_moment(&text, name)
        };
        let place = |name: &str| {
            let place = word(name).and_then(|text| text.parse().ok());
            place.ok_or_else(|| Fault::field(name, "a whole number"))
        };
        Ok(Next { from: moment("from")?, to: moment("to")?, start: place("start")?, max: place("max")? })
    }
}
