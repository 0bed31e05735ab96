//! What the entries about the door's own words amount to.

use super::{DoorText, DoorTextProposal};
use crate::events::{TextProposed, TextReplaced, TextTakenBack};
use kernel::{Apply, Entry, Event, Id, TableFault, Tables};

pub(super) fn projections() -> [(u16, Apply); 3] {
    [
        (TextProposed::KIND, apply_proposed as Apply),
        (TextReplaced::KIND, apply_replaced),
        (TextTakenBack::KIND, apply_taken_back),
    ]
}

fn apply_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let TextProposed { wording, in_language, words } = entry.event()?;
    let (proposal, proposed_by, proposed_at) = (entry.act, entry.actor.id, entry.recorded);
    tables.put(&DoorTextProposal { wording, in_language, proposal, words, proposed_by, proposed_at })
}

fn apply_replaced(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let TextReplaced { wording, in_language, words, proposed_by } = entry.event()?;
    tables.delete::<DoorTextProposal>((wording, in_language))?;
    tables.put(&DoorText {
        wording,
        in_language,
        words,
        changed_by: proposed_by,
        confirmed_by: entry.actor.id,
        since: entry.recorded,
    })
}

fn apply_taken_back(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let TextTakenBack { wording, in_language } = entry.event()?;
    tables.delete::<DoorTextProposal>((wording, in_language))?;
    if tables.get::<DoorText>((wording, in_language))?.is_none() {
        return Ok(());
    }
    tables.put(&DoorText {
        wording,
        in_language,
        words: String::new(),
        changed_by: entry.actor.id,
        confirmed_by: Id::NONE,
        since: entry.recorded,
    })
}
