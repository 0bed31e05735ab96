//! What facts about hosts' registries and systems make of the tables.

use crate::codes::{ContactSource, RegistryFound};
use crate::events::{HookSet, OperatorChanged, RegistryTold};
use crate::tables::{Address, Host};
use kernel::{Entry, Id, TableFault, Tables};

pub(super) fn told(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let RegistryTold { host, found, operator, registrar, country, contact, again } = entry.event()?;
    tables.change::<Host>(host, |row| {
        row.registry_found = found;
        row.registry_at = entry.recorded;
        row.registry_next = again;
        let is_answer = matches!(found, RegistryFound::Found | RegistryFound::NotFound);
        row.registry_misses = if is_answer { 0 } else { row.registry_misses.saturating_add(1) };
        if found != RegistryFound::Found {
            return;
        }
        if !operator.is_empty() {
            row.host_operator = operator;
        }
        row.registry_contact = contact;
        if row.contact_source != ContactSource::ByHand {
            row.registrar = registrar;
            row.host_country = country.map(|country| country.alpha2().to_owned()).unwrap_or_default();
        }
    })
}

pub(super) fn changed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let OperatorChanged { host, addresses } = entry.event()?;
    for address in addresses {
        tables.change::<Address>(address, Address::begin_anew)?;
    }
    tables.change::<Host>(host, |row| {
        row.operator_since = entry.recorded;
        // The system that was named belongs to who ran it before.
        row.hook_act = Id::NONE;
    })
}

pub(super) fn hook(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HookSet { host } = entry.event()?;
    tables.change::<Host>(host, |row| row.hook_act = entry.act)
}
