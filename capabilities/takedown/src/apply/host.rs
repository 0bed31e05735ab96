//! What facts about hosts' links and their words make of the tables.

use super::NEVER;
use crate::codes::{AddressState, HostAnswer};
use crate::events::{LinkEnded, LinkSet, WordAnswered, WordSaid};
use crate::tables::{Address, Host, HostLink, Word};
use kernel::{Entry, TableFault, Tables};

pub(super) fn link_set(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LinkSet { link, host, contact, until } = entry.event()?;
    let known = tables.get::<HostLink>(link)?;
    let link_opened_at = known.map_or(entry.recorded, |row| row.link_opened_at);
    tables.put(&HostLink {
        link,
        host,
        contact_act: contact,
        link_opened_at,
        link_until: until,
        link_ended: false,
    })
}

pub(super) fn link_ended(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LinkEnded { link } = entry.event()?;
    tables.change::<HostLink>(link, |row| row.link_ended = true)
}

pub(super) fn said(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let WordSaid { address, host, word } = entry.event()?;
    tables.put(&Word {
        address,
        host_word: word,
        host,
        said_act: entry.act,
        said_at: entry.recorded,
        host_answer: HostAnswer::Waits,
        answered_at: NEVER,
    })
}

pub(super) fn answered(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let WordAnswered { address, word, answer } = entry.event()?;
    tables.change::<Word>((address, word), |row| {
        row.host_answer = answer;
        row.answered_at = entry.recorded;
    })?;
    let Some(word) = tables.get::<Word>((address, word))? else { return Ok(()) };
    let since = tables.get::<Host>(word.host)?.map_or(NEVER, |host| host.operator_since);
    // What is over stays over, and what an earlier operator said does not bind whoever runs the host now.
    if answer != HostAnswer::NotTheirs || word.said_at < since {
        return Ok(());
    }
    // Whoever has it was asked for nothing yet.
    tables.change::<Address>(address, |row| {
        if !matches!(
            row.address_state,
            AddressState::Offline | AddressState::NotIllegal | AddressState::Corrected
        ) {
            row.begin_anew();
        }
    })
}
