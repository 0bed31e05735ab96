//! Who asks: a machine key that a list's unit has let, or a staff token whose scope names matching.
//!
//! Who was looked up holds until the journal grows, and a second at most: so a key that is ended, or a list that is taken from it, is so
//! with the next request.

use super::audit::{Tally, TooMuch};
use super::limits::{MOST_KNOWN, MOST_LISTS, USUAL_A_MINUTE};
use super::source::Asked;
use super::tables::MatchRight;
use super::told::{Told, nobody};
use super::{Matching, READ_MATCH};
use access::{Pass, Scope, session_of, token_of};
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use desk::{Desk, MachineCaller, NoMachine, from_elsewhere, is_known};
use kernel::{Actor, Ask, Cell as _, Hash, Id, Instant, Purpose, Record as _, allow};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};
use store::{DatabaseFault, Node};

/// Who asks.
pub(crate) struct Asker {
    /// Who acts by it.
    pub(crate) actor: Actor,
    /// To what end.
    pub(crate) purpose: Purpose,
    /// What it is good for at most.
    scope: Scope,
    /// The lists that it may ask.
    lists: BTreeSet<Id>,
    /// Most look-ups within a minute.
    a_minute: i64,
    /// What it has asked lately.
    pub(crate) tally: Arc<Tally>,
}

/// Who asks, of a request.
#[derive(Clone)]
pub(crate) struct Caller(pub(crate) Arc<Asker>);

impl Caller {
    /// What it may ask.
    pub(crate) fn asked(&self, matching: &Matching) -> Asked {
        matching.service.source.asked(&self.0.lists)
    }

    /// The same, narrowed to the banks that it names.
    pub(crate) fn asked_of(&self, matching: &Matching, banks: Option<&str>) -> Asked {
        let asked = self.asked(matching);
        match banks.filter(|banks| !banks.is_empty()) {
            Some(banks) => matching.service.source.narrowed(&asked, banks),
            None => asked,
        }
    }

    /// Counts look-ups, or says that there are too many.
    pub(crate) fn spend(&self, look_ups: usize) -> Result<(), TooMuch> {
        self.0.tally.spend(look_ups, self.0.a_minute, Desk::now())
    }

    /// Whether its scope names an act or read.
    pub(crate) fn allows(&self, name: &str) -> bool {
        self.0.scope.allows(name)
    }
}

/// Credentials that were looked up.
#[derive(Default)]
pub(crate) struct Known(RwLock<HashMap<[u8; 32], Remembered>>);

struct Remembered {
    seq: u64,
    at: Instant,
    asker: Arc<Asker>,
}

impl Known {
    fn get(&self, mark: &[u8; 32], seq: u64, now: Instant) -> Option<Arc<Asker>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let found = known.get(mark)?;
        let age = now.0 - found.at.0;
        let holds = found.seq == seq && (0..super::limits::KNOWN_MS).contains(&age);
        holds.then(|| Arc::clone(&found.asker))
    }

    fn put(&self, mark: [u8; 32], seq: u64, at: Instant, asker: Arc<Asker>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(mark, Remembered { seq, at, asker });
    }
}

impl FromRequestParts<Matching> for Caller {
    type Rejection = Told;

    async fn from_request_parts(parts: &mut Parts, matching: &Matching) -> Result<Caller, Told> {
        if from_elsewhere(parts) {
            return Err(Told::forbidden("another site sent this"));
        }
        let value = parts.headers.get(AUTHORIZATION).ok_or_else(nobody)?.as_bytes();
        let Hash(mark) = Hash::of(&[value]);
        // What the journal says may change while somebody is looked up: then the next request looks again.
        let (seq, now) = (matching.grown(), Desk::now());
        if let Some(asker) = matching.service.known.get(&mark, seq, now) {
            return Ok(Caller(asker));
        }
        let asker = Arc::new(who(parts, matching, now).await?);
        matching.service.known.put(mark, seq, now, Arc::clone(&asker));
        Ok(Caller(asker))
    }
}

/// A staff token: a machine's has a point between name and secret.
fn staff_token(parts: &Parts) -> Option<String> {
    let value = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.contains('.')).then(|| token.to_owned())
}

async fn who(parts: &mut Parts, matching: &Matching, now: Instant) -> Result<Asker, Told> {
    let desk = &matching.desk;
    let service = Arc::clone(&matching.service);
    if let Some(token) = staff_token(parts) {
        let pass = desk.blocking(move |node| match session_of(node, &token, true, now)? {
            Some(pass) => Ok::<_, DatabaseFault>(Some(pass)),
            None => token_of(node, &token, now),
        });
        let Pass { account, purpose, scope, .. } = pass.await?.ok_or_else(nobody)?;
        let actor = account.actor();
        allow(&actor, Ask::Read(&READ_MATCH), purpose)
            .map_err(|refused| Told::forbidden(refused.to_string()))?;
        if !scope.allows(READ_MATCH.name) {
            return Err(Told::forbidden(format!("the token does not name {}", READ_MATCH.name)));
        }
        let lists = desk.blocking(move |node| known_lists(node, &actor, now)).await?;
        let tally = service.audit.of(actor.id);
        return Ok(Asker { actor, purpose, scope, lists, a_minute: USUAL_A_MINUTE, tally });
    }
    let caller = match MachineCaller::from_request_parts(parts, desk).await {
        Ok(caller) => caller,
        Err(NoMachine::Ours(fault)) => return Err(Told::ours(fault)),
        Err(NoMachine::Nobody | NoMachine::Elsewhere) => return Err(nobody()),
    };
    let actor = caller.actor;
    allow(&actor, Ask::Read(&READ_MATCH), Purpose::Intake)
        .map_err(|refused| Told::forbidden(refused.to_string()))?;
    let (lists, a_minute) = desk.blocking(move |node| rights(node, actor.id)).await?;
    if lists.is_empty() {
        return Err(Told::forbidden("the key is opened for no list: ask the unit that keeps it"));
    }
    let (purpose, scope, tally) = (Purpose::Intake, Scope::Everything, service.audit.of(actor.id));
    Ok(Asker { actor, purpose, scope, lists, a_minute, tally })
}

/// The lists that somebody of the staff knows of.
fn known_lists(node: &Node, actor: &Actor, now: Instant) -> Result<BTreeSet<Id>, DatabaseFault> {
    let all = node.read(|database| database.rows("SELECT list FROM hash_list", Vec::new()))?;
    let all = all.iter().flatten().filter_map(|cell| Id::from_value(cell).ok());
    let mut known = BTreeSet::new();
    for list in all {
        if node.read(|database| is_known(database, actor, list, now))? {
            known.insert(list);
        }
    }
    Ok(known)
}

/// The lists that a key may ask, and how much a minute.
fn rights(node: &Node, asker: Id) -> Result<(BTreeSet<Id>, i64), DatabaseFault> {
    let lists = format!("SELECT list FROM {} WHERE asker = $1 LIMIT {MOST_LISTS}", MatchRight::TABLE.name);
    let rows = node.read(|database| database.rows(&lists, vec![asker.to_value()]))?;
    let lists = rows.iter().flatten().filter_map(|cell| Id::from_value(cell).ok()).collect();
    let quota = "SELECT a_minute FROM match_quota WHERE asker = $1";
    let a_minute = node.read(|database| database.number(quota, vec![asker.to_value()]))?;
    Ok((lists, if a_minute == 0 { USUAL_A_MINUTE } else { a_minute }))
}
