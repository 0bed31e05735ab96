//! Silent matches: two units entered persons under one name.

use crate::codes::MatchState;
use crate::events::{MatchAnswered, MatchFound};
use kernel::{Apply, Entry, Event, Id, Instant, TableFault, Tables, record};

record! {
    /// Persons entered under one name by units that do not know of each other's records. Only who knows of the kept record is
    /// told.
    pub struct SilentMatch in "silent_match", Derived, key 1, indexes [] {
        /// The match.
        match_id: Id, Internal;
        /// The stricter record: its keeper is told, and decides.
        kept: Id, Internal;
        /// The other unit's record; never shown.
        other: Id, Internal;
        /// Whether it is answered.
        state: MatchState, Internal;
        /// When it was found, UTC ms.
        found_at: Instant, Internal;
        /// Who answered; none while nobody did.
        answered_by: Id, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(MatchFound::KIND, apply_found as Apply), (MatchAnswered::KIND, apply_answered)]
}

fn apply_found(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MatchFound { match_id, kept, other } = entry.event()?;
    let (state, found_at, answered_by) = (MatchState::Open, entry.recorded, Id::NONE);
    tables.put(&SilentMatch { match_id, kept, other, state, found_at, answered_by })
}

fn apply_answered(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MatchAnswered { match_id, share } = entry.event()?;
    tables.change::<SilentMatch>(match_id, |row| {
        row.state = if share { MatchState::Shared } else { MatchState::NotShared };
        row.answered_by = entry.actor.id;
    })
}
