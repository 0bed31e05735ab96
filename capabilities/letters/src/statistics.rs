//! Letters by platform: how many were sent and answered, and how long an answer took. Nobody is singled out: below
//! [`LEAST`] letters nothing is told of a platform, and no median of fewer answers.

use crate::tables::{Letter, Platform};
use kernel::{Id, Record};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{DatabaseFault, Node};
use utoipa::ToSchema;

/// Fewer letters, or answers, than this are not told.
pub const LEAST: usize = 5;

/// What is told of one platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Figures {
    /// The platform.
    pub platform: Id,
    /// Its name.
    pub name: String,
    /// Letters that were sent; nothing where they are fewer than five.
    pub sent: Option<usize>,
    /// Of these, letters that were answered; nothing where these or the others are fewer than five, but not none.
    pub answered: Option<usize>,
    /// Half of the answers took so many days or fewer; nothing where they are fewer than five.
    pub median_days: Option<i64>,
}

/// How often a number may be told: none, or enough.
fn is_told(count: usize) -> bool {
    count == 0 || count >= LEAST
}

/// What may be told of letters of which `sent` were sent and answered after these days.
fn told(platform: Id, name: String, sent: usize, mut days: Vec<i64>) -> Figures {
    days.sort_unstable();
    let answered = days.len();
    let tells = sent >= LEAST;
    let both = tells && is_told(answered) && is_told(sent.saturating_sub(answered));
    let median = days.get(answered.saturating_sub(1) / 2).copied();
    Figures {
        platform,
        name,
        sent: tells.then_some(sent),
        answered: both.then_some(answered),
        median_days: median.filter(|_| tells && answered >= LEAST),
    }
}

/// The figures of all platforms, by name. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub fn figures(node: &Node) -> Result<Vec<Figures>, DatabaseFault> {
    let columns =
        |table: &kernel::Table| table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
    let platforms = format!("SELECT {} FROM {}", columns(Platform::TABLE), Platform::TABLE.name);
    let letters =
        format!("SELECT {} FROM {} WHERE letter_sent_at > 0", columns(Letter::TABLE), Letter::TABLE.name);
    let (platforms, letters) = node.read(|database| {
        let platforms = database.records::<Platform>(&platforms, Vec::new())?;
        Ok((platforms, database.records::<Letter>(&letters, Vec::new())?))
    })?;
    let mut of: BTreeMap<Id, (usize, Vec<i64>)> = BTreeMap::new();
    for letter in letters {
        let (sent, days) = of.entry(letter.platform).or_default();
        *sent += 1;
        days.extend((letter.days_to_answer > 0).then_some(letter.days_to_answer));
    }
    let figures = platforms.into_iter().map(|platform| {
        let (sent, days) = of.remove(&platform.platform).unwrap_or_default();
        told(platform.platform, platform.platform_name, sent, days)
    });
    let mut figures: Vec<Figures> = figures.collect();
    figures.sort_by(|a, b| (&a.name, a.platform).cmp(&(&b.name, b.platform)));
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_small_number_is_told_nor_follows_from_what_is(sent in 0_usize..20, part in 0_usize..20) {
            let days: Vec<i64> = (0..part.min(sent)).map(|n| i64::try_from(n).unwrap() + 1).collect();
            let answered = days.len();
            let told = told(Id([1; 16]), String::new(), sent, days);
            for count in [told.sent, told.answered].into_iter().flatten() {
                prop_assert!(count == 0 || count >= LEAST);
            }
            if let (Some(sent), Some(answered)) = (told.sent, told.answered) {
                let left = sent - answered;
                prop_assert!(left == 0 || left >= LEAST);
            }
            prop_assert_eq!(told.median_days.is_some(), answered >= LEAST);
        }
    }

    #[test]
    fn the_median_is_an_answer_that_was_given() {
        let told = told(Id([1; 16]), String::new(), 9, vec![9, 1, 3, 2, 40, 4]);
        assert_eq!((told.sent, told.answered, told.median_days), (Some(9), None, Some(3)));
    }
}
