//! Opinions of the door, counted.

use super::OpinionCount;
use super::figures::first_of_month;
use crate::events::OpinionGiven;
use kernel::{Apply, Entry, Event, TableFault, Tables};

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(OpinionGiven::KIND, apply_given as Apply)]
}

fn apply_given(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let OpinionGiven { in_language, answers } = entry.event()?;
    let in_month = first_of_month(entry.recorded.day());
    for (opinion_of, opinion) in answers {
        let before = tables.get::<OpinionCount>((in_month, in_language, opinion_of, opinion))?;
        let given = before.map_or(0, |row| row.given).saturating_add(1);
        tables.put(&OpinionCount { in_month, in_language, opinion_of, opinion, given })?;
    }
    Ok(())
}
