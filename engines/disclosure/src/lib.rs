//! Safe statistics: frequency tables that single nobody out.
//!
//! A table of counts names nobody, and still tells on people: a cell of 1 is a person, and a hidden cell
//! beside a shown total is a subtraction away. This crate hides what must be hidden, measures what a reader
//! can still work out, and refuses the next release where its difference from an earlier one gives somebody away.
//!
//! ```
//! use disclosure::{differences_safe, intervals, suppress, Dimension, Rule, SafeCell, Table};
//!
//! let region = Dimension::new("region", ["north", "south", "west"])?;
//! let year = Dimension::new("year", ["2023", "2024", "2025"])?;
//! let table = Table::from_counts(vec![region, year], &[2, 14, 20, 31, 9, 12, 18, 22, 40])?;
//!
//! let rule = Rule::default(); // nobody in a group smaller than five
//! let safe = suppress(&table, rule);
//!
//! // The small cell is hidden, and so are others, lest it be the total less the rest.
//! assert_eq!(safe.cell(&[Some("north"), Some("2023")])?.shown(), None);
//! assert_eq!(safe.cell(&[Some("north"), None])?, SafeCell::Shown(36));
//! assert!(intervals(&safe).iter().all(|(_, interval)| interval.is_at_least(rule.threshold())));
//!
//! // A month later two more people: the difference would be those two.
//! let mut later = table.clone();
//! later.add(&["west", "2025"], 2)?;
//! assert!(differences_safe(&[safe], &suppress(&later, rule), rule).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Method
//! * **Primary suppression.** A count or a total in `1..threshold` is hidden ([`Rule`]). Zeros are always shown.
//! * **Complementary (secondary) suppression**, as Cox (1980, "Suppression methodology and statistical
//!   disclosure control", *JASA* 75) posed it: further cells are hidden until every hidden cell could have
//!   values that lie at least `threshold` apart. A list or a two-way table with its totals is a circulation in
//!   a network, so the least and the greatest value of a cell are maximum flows: exact, and whole numbers.
//! * **Which cells** is a heuristic: along the cheapest augmenting path, inner cells before totals before the
//!   grand total, then each hidden cell that turns out not to be needed is shown again. Fischetti and Salazar
//!   (2001, *Management Science* 47) solve for the least loss by integer programming; here the safety is
//!   exact, the loss is not minimal. In the last resort totals are hidden too; hiding every count that is not
//!   zero is always safe, so [`suppress`] cannot fail. The same table always gives the same answer.
//! * **Between releases** see [`differences_safe`]. For the trade as a whole: Hundepool et al. (2012),
//!   *Statistical Disclosure Control*, Wiley.
//!
//! # The reader it guards against
//! knows all that is shown, the threshold, that counts are whole and that a hidden count is not zero (zeros are
//! shown). That is stronger than the usual "not negative", and costs some more hidden cells. What is published
//! must not say which hidden cells are primary: that alone would bound them. Publish [`SafeCell::shown`].
//!
//! # Limits
//! * Frequency tables of one or two dimensions; three-way and linked tables are no network and need an integer
//!   program. Do not publish two tables that share margins or cells and rely on this crate for both together.
//! * A zero, or a row with only one cell that is not zero, still tells something of everybody in the group.
//! * A reader who also knows some of the people (one of a group of five knows of four others), or who replays
//!   this very algorithm to rule candidates out (a minimality attack), can narrow intervals further. Hiding is no
//!   differential privacy.
//! * A guarantee is about each cell's interval, not about how probable the values within it are.

mod attack;
mod flow;
mod growth;
mod pattern;
mod releases;
mod rule;
mod safe;
mod shape;
mod suppress;
mod table;

pub use attack::{Interval, intervals};
pub use releases::{Exposure, Learned, differences_safe};
pub use rule::{Rule, RuleError, singles_out};
pub use safe::{Reason, SafeCell, SafeTable};
pub use shape::{Dimension, MAX_CATEGORIES, MAX_DIMENSIONS, Place};
pub use suppress::{suppress, suppress_after};
pub use table::{MAX_TOTAL, Table, TableError};
