//! The registry is asked for hosts by RDAP (RFC 9082), one after the other: one address that the operator named, and nobody else.

use super::{Beside as _, RoundFault, Works};
use crate::acts::{SLOT_CONTACT, TellRegistry};
use crate::codes::{HostKind, RegistryFound};
use crate::limits::MAX_REGISTRAR;
use crate::tables::Host;
use couriers::hook;
use couriers::reach::is_public;
use kernel::codes::Country;
use kernel::{Actor, Cell as _, Id, Instant, Purpose, Record};
use rdap::{MAX_ANSWER, Registered};
use std::net::IpAddr;
use std::time::Duration;
use store::database::TableSql;

/// So many hosts are asked for in one round.
const HOSTS: i64 = 20;
/// A name of many parts is asked for without its first, second, third part at most: registries know what they gave away alone.
const MOST_PARTS: usize = 4;
/// The domain under which the store makes a number of a contact.
const CONTACT_DOMAIN: &str = "takedown.contact";

/// A registry.
pub(super) struct Registry {
    agent: ureq::Agent,
    address: String,
}

/// What a registry answered.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) found: RegistryFound,
    pub(super) told: Registered,
    /// So many seconds it asks to be left alone.
    pub(super) pause_s: u32,
}

impl Answer {
    fn of(found: RegistryFound) -> Answer {
        Answer { found, told: Registered::default(), pause_s: 0 }
    }
}

impl Registry {
    pub(super) fn at(address: &str, patience: Duration) -> Registry {
        let agent = hook::agent(patience, patience);
        Registry { agent, address: address.trim_end_matches('/').to_owned() }
    }

    /// What the registry says of a host.
    pub(super) fn ask(&self, host: &str, kind: HostKind, also_private: bool) -> Answer {
        let bare = without_port(host);
        if kind == HostKind::Number {
            let is_asked = bare.parse::<IpAddr>().is_ok_and(|ip| also_private || is_public(ip));
            return if is_asked {
                self.get(&format!("/ip/{bare}"))
            } else {
                Answer::of(RegistryFound::NotFound)
            };
        }
        let mut name = bare;
        for _ in 0..MOST_PARTS {
            let answer = self.get(&format!("/domain/{name}"));
            match name.split_once('.') {
                Some((_, rest)) if answer.found == RegistryFound::NotFound && rest.contains('.') => {
                    name = rest
                }
                _ => return answer,
            }
        }
        Answer::of(RegistryFound::NotFound)
    }

    fn get(&self, path: &str) -> Answer {
        let asked =
            self.agent.get(format!("{}{path}", self.address)).header("accept", "application/rdap+json");
        let Ok(mut answer) = asked.call() else { return Answer::of(RegistryFound::NotNow) };
        match answer.status().as_u16() {
            200 => {}
            400 | 404 => return Answer::of(RegistryFound::NotFound),
            _ => {
                let after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
                let pause_s = after.and_then(|text| text.trim().parse().ok()).unwrap_or(0);
                return Answer { pause_s, ..Answer::of(RegistryFound::NotNow) };
            }
        }
        let limit = u64::try_from(MAX_ANSWER).unwrap_or(u64::MAX);
        let body = answer.body_mut().with_config().limit(limit).read_to_vec();
        match body {
            Ok(body) => match rdap::read(&body) {
                Ok(told) => Answer { told, ..Answer::of(RegistryFound::Found) },
                Err(_) => Answer::of(RegistryFound::Unreadable),
            },
            Err(ureq::Error::BodyExceedsLimit(_)) => Answer::of(RegistryFound::Unreadable),
            Err(_) => Answer::of(RegistryFound::NotNow),
        }
    }
}

/// A host's name or number alone.
fn without_port(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    host.split(':').next().unwrap_or_default()
}

impl Works {
    /// Asks for the hosts that are due. Where the registry wants to be left alone, nobody else is asked for in this round.
    pub(super) fn ask_registry(&self, now: Instant) -> Result<(), RoundFault> {
        let Some(registry) = &self.registry else { return Ok(()) };
        let every = TableSql::of(Host::TABLE).every;
        let sql = format!(
            "{every} WHERE registry_next > 0 AND registry_next <= $1 ORDER BY registry_next LIMIT {HOSTS}"
        );
        for row in self.node.read(|database| database.records::<Host>(&sql, vec![now.to_value()]))? {
            if !self.is_going() {
                break;
            }
            let answer = registry.ask(&row.host_name, row.host_kind, self.settings.also_private);
            let wants_rest = answer.pause_s > 0;
            self.tell_registry(row.host, answer)?;
            if wants_rest {
                break;
            }
            std::thread::sleep(self.settings.registry_pause);
        }
        Ok(())
    }

    fn tell_registry(&self, host: Id, answer: Answer) -> Result<(), RoundFault> {
        let Answer { found, told, pause_s } = answer;
        // What the mail engine does not take as an address is none.
        let abuse = told.abuse.filter(|mail| couriers::mail::is_address(mail));
        let token =
            abuse.as_ref().map(|mail| self.node.token(CONTACT_DOMAIN, mail.to_lowercase().as_bytes()));
        let contact = token.map_or(Id::NONE, |token| {
            let mut number = [0; 16];
            number.copy_from_slice(&token[..16]);
            Id(number)
        });
        let short = |text: String| text.chars().take(MAX_REGISTRAR).collect::<String>();
        let act = TellRegistry {
            host,
            found,
            operator: short(if told.operator.is_empty() { told.registrar.clone() } else { told.operator }),
            registrar: short(told.registrar),
            country: told.country.and_then(|code| Country::from_alpha2(&code).ok()),
            contact,
            pause_s,
        };
        let mut deed = self.node.deed(self.node.new_id()?, &act, Actor::SYSTEM, Purpose::Reaction);
        if let Some(mail) = abuse {
            deed = deed.seal(SLOT_CONTACT, host, mail.as_bytes())?;
        }
        self.node.enter_now(deed.build())?;
        Ok(())
    }
}
