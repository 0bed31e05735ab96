//! What a link carries: its number, and a keyed hash of that. Nothing of the hash is kept, so no table that is stolen opens a page.

use super::pace::{Pace, TooMany};
use crate::tables::{Host, HostLink};
use kernel::{Actor, Cell as _, Id, Instant, Record, Role};
use store::database::TableSql;
use store::{DatabaseFault, Node};

/// Hex digits of the number.
const NUMBER: usize = 32;
/// Bytes of the hash.
const HASH: usize = 16;

fn hash(node: &Node, link: Id) -> String {
    let mac = node.secret("host links").mac(&[b"host-link", &link.0]);
    mac.iter().take(HASH).map(|byte| format!("{byte:02x}")).collect()
}

/// What opens the page of a host.
pub(crate) fn token(node: &Node, link: Id) -> String {
    format!("{link}{}", hash(node, link))
}

/// The address of a host's own page, below that of the machine door.
#[must_use]
pub fn host_link(node: &Node, door: &str, link: Id) -> String {
    format!("{}/host/{}", door.trim_end_matches('/'), token(node, link))
}

/// The link of that token, if it is one of this node. It is known before any table is asked, in the same time for each wrong one.
fn number_in(node: &Node, token: &str) -> Option<Id> {
    let (number, given) = token.split_at_checked(NUMBER)?;
    let link: Id = number.parse().ok()?;
    let right = hash(node, link);
    let differs = right.bytes().zip(given.bytes()).fold(0, |all, (one, other)| all | (one ^ other));
    (right.len() == given.len() && differs == 0).then_some(link)
}

/// Whose page is open.
#[derive(Clone)]
pub(crate) struct Opened {
    pub(crate) link: HostLink,
    pub(crate) host: Host,
}

impl Opened {
    /// Who acts by it.
    pub(crate) fn actor(&self) -> Actor {
        Actor { id: self.host.host, role: Role::Host, unit: Id::NONE }
    }
}

/// Why nobody's page is open.
pub(crate) enum NotOpened {
    /// A wrong link, one that ended, one of a contact that is the host's no more: all alike.
    Nobody,
    TooMany(TooMany),
    Ours(DatabaseFault),
}

impl From<DatabaseFault> for NotOpened {
    fn from(fault: DatabaseFault) -> NotOpened {
        NotOpened::Ours(fault)
    }
}

fn one<R: Record>(node: &Node, number: Id) -> Result<Option<R>, DatabaseFault> {
    let sql = TableSql::of(R::TABLE).get;
    Ok(node.read(|database| database.records::<R>(&sql, vec![number.to_value()]))?.pop())
}

/// The host's page that a token opens. Blocking.
pub(crate) fn opened(node: &Node, token: &str, now: Instant) -> Result<Opened, NotOpened> {
    let pace = node.memory::<Pace>();
    let Some(link) = number_in(node, token) else {
        pace.wrong(now).map_err(NotOpened::TooMany)?;
        return Err(NotOpened::Nobody);
    };
    pace.of_link(link, now).map_err(NotOpened::TooMany)?;
    let link = one::<HostLink>(node, link)?.ok_or(NotOpened::Nobody)?;
    let host = one::<Host>(node, link.host)?.ok_or(NotOpened::Nobody)?;
    if link.opens(&host, now) { Ok(Opened { link, host }) } else { Err(NotOpened::Nobody) }
}
