//! Signing in by a provider of identities: OpenID Connect, whoever runs it. A provider proves who somebody is, and never what they
//! may do: authority stands in the journal. An account is bound to one of its subjects by the account's holder, and whoever comes
//! in that way must still be in a group that goes with the role and unit that the journal gives them. Groups give nobody a role.

use crate::accounts::{Account, account_of, derived};
use crate::acts::KEEPERS;
use crate::ceremony::{self, Kind};
use crate::fault::AccountFault;
use crate::runtime::{Binding, all, delete, delete_all, one, put};
use crate::sessions::{open_proved, renewed, session_row};
use crate::ways::another_way;
use facts::unit::Unit;
use kernel::{Cell, CodeList, Id, Instant, Purpose, Role, Value};
use serde::{Deserialize, Serialize};
use store::{DatabaseFault, Node};

/// How much the provider's clock may differ from this one's.
const DRIFT_MS: i64 = 60_000;

/// A group of the provider, and what goes with it here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRule {
    /// The group, as the provider calls it.
    pub group: String,
    /// The role whose holders are in it.
    pub role: Role,
    /// The word of the unit whose members are in it; any unit without one.
    pub unit: Option<String>,
}

/// Who may sign in without the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// Everybody.
    Everybody,
    /// Administrators and overseers, lest a provider that fails lock everybody out, and who is not bound yet.
    Keepers,
}

/// A browser's visit to the provider.
pub struct Visit {
    /// Where the browser goes.
    pub address: String,
    /// Comes back with it: the answer belongs to this browser.
    pub state: String,
    /// Stands in the token: the token belongs to this visit.
    pub nonce: String,
    /// Proves that who fetches the token began the visit.
    pub verifier: String,
}

/// What a provider says of somebody, after signature, issuer, audience, time and nonce were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who says it.
    pub issuer: String,
    /// The number or name under which it knows them, never another's.
    pub subject: String,
    /// The groups that they are in.
    pub groups: Vec<String>,
    /// When they last proved to it who they are.
    pub proved: Option<Instant>,
}

/// Why a provider did not say who somebody is. None of these words can hold a token, a name or a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderFault {
    /// It does not answer, or not as a provider does.
    #[error("the provider does not answer as one: {0}")]
    Silent(String),
    /// Its answer is not to be believed.
    #[error("the provider's answer is refused: {0}")]
    Refused(String),
}

/// A provider of identities. Its calls wait for a network.
pub trait Provider: Send + Sync {
    /// What people call it.
    fn name(&self) -> &str;
    /// What goes with its groups.
    fn rules(&self) -> &[GroupRule];
    /// Who may sign in without it.
    fn local(&self) -> Local;
    /// A new visit; a fresh one makes its visitor prove anew who they are.
    ///
    /// # Errors
    /// [`ProviderFault::Silent`].
    fn visit(&self, fresh: bool) -> Result<Visit, ProviderFault>;
    /// Who came back with that code.
    ///
    /// # Errors
    /// [`ProviderFault`].
    fn answer(&self, code: &str, nonce: &str, verifier: &str) -> Result<Said, ProviderFault>;
    /// Who it is, as it says itself.
    fn issuer(&self) -> &str;
}

/// What somebody visits the provider for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// To sign in, for that purpose.
    SignIn(Purpose),
    /// To prove once more who the holder of that session is.
    Prove(Id),
    /// To bind that account to who they are there.
    Bind(Id),
}

/// What travels with the browser, sealed.
#[derive(Serialize, Deserialize)]
struct Remembered {
    what: String,
    whose: Id,
    purpose: Option<String>,
    next: String,
    state: String,
    nonce: String,
    verifier: String,
    asked: i64,
}

const VISIT: Kind = Kind { what: "visit a provider", whose: Id::NONE };

/// Begins a visit: where the browser goes, and what it keeps until it is back.
///
/// # Errors
/// [`AccountFault::Broken`] when the provider does not answer.
pub fn begin_visit(
    node: &Node,
    provider: &dyn Provider,
    why: Why,
    next: &str,
    now: Instant,
) -> Result<(String, String), AccountFault> {
    let visit = provider.visit(!matches!(why, Why::SignIn(_)))?;
    let (what, whose, purpose) = match why {
        Why::SignIn(purpose) => ("sign in", Id::NONE, Some(purpose.code().to_owned())),
        Why::Prove(session) => ("prove", session, None),
        Why::Bind(account) => ("bind", account, None),
    };
    let kept = Remembered {
        what: what.to_owned(),
        whose,
        purpose,
        next: next.to_owned(),
        state: visit.state,
        nonce: visit.nonce,
        verifier: visit.verifier,
        asked: now.0,
    };
    let bytes = serde_json::to_vec(&kept).map_err(|error| AccountFault::Broken(error.to_string()))?;
    Ok((visit.address, ceremony::sealed(node, VISIT, &bytes, now)?))
}

/// What a browser brings back.
#[derive(Clone, Copy)]
pub struct Back<'a> {
    /// What it kept.
    pub kept: &'a str,
    /// The state that the provider sent along.
    pub state: &'a str,
    /// The code for which there is a token.
    pub code: &'a str,
    /// Who says that it sent it (RFC 9207); empty when nobody did.
    pub issuer: &'a str,
    /// The session of who comes; empty for nobody's.
    pub session: &'a str,
}

/// What a visit came to.
#[derive(Debug)]
pub enum Returned {
    /// A new session's secret, and who is signed in.
    SignedIn(String, Account),
    /// Somebody has proved it once more, and goes on there, with the new secret of their session.
    Proved {
        /// Where they go on.
        next: String,
        /// The session's new secret.
        secret: String,
    },
    /// An account is bound from now on.
    Bound,
}

/// Ends a visit.
///
/// # Errors
/// [`AccountFault::Provider`] when the answer does not fit the visit; [`AccountFault::Unbound`] and [`AccountFault::Group`] say
/// that it is known who came, and why they are not let in.
pub fn end_visit(
    node: &Node,
    provider: &dyn Provider,
    back: &Back<'_>,
    now: Instant,
) -> Result<Returned, AccountFault> {
    let opened = ceremony::opened(node, VISIT, back.kept, now).ok_or(AccountFault::Provider)?;
    let kept: Remembered = serde_json::from_slice(&opened.state).map_err(|_| AccountFault::Provider)?;
    let from_there = back.issuer.is_empty() || back.issuer == provider.issuer();
    if kept.state != back.state || !from_there {
        return Err(AccountFault::Provider);
    }
    if !node.runtime(|database| ceremony::spend(database, &opened, now))? {
        return Err(AccountFault::Provider);
    }
    let said = provider.answer(back.code, &kept.nonce, &kept.verifier)?;
    match kept.what.as_str() {
        "sign in" => sign_in(node, provider, &said, &kept, now),
        "prove" => prove(node, provider, (&said, back.session), &kept, now),
        _ => bind(node, provider, (&said, back.session), &kept, now),
    }
}

fn sign_in(
    node: &Node,
    provider: &dyn Provider,
    said: &Said,
    kept: &Remembered,
    now: Instant,
) -> Result<Returned, AccountFault> {
    let account = whose(node, provider, said, now)?;
    let purpose = kept.purpose.as_deref().and_then(|code| Purpose::from_code(code).ok());
    let purpose = purpose.ok_or(AccountFault::Provider)?;
    // Who proved it to the provider an hour ago has not just proved it here.
    let proved = said.proved.map_or(Instant(0), |proved| proved.min(now));
    Ok(Returned::SignedIn(open_proved(node, account.id, purpose, proved, now)?, account))
}

/// The provider was asked for a fresh proof, and says that it had one.
fn is_fresh(said: &Said, kept: &Remembered) -> bool {
    said.proved.is_some_and(|proved| proved.0 >= kept.asked - DRIFT_MS)
}

fn prove(
    node: &Node,
    provider: &dyn Provider,
    (said, session): (&Said, &str),
    kept: &Remembered,
    now: Instant,
) -> Result<Returned, AccountFault> {
    let row = session_row(node, session)?.filter(|row| row.number == kept.whose);
    let row = row.ok_or(AccountFault::Provider)?;
    let account = whose(node, provider, said, now)?;
    if account.id != row.account || !is_fresh(said, kept) {
        return Err(AccountFault::Provider);
    }
    let secret = renewed(node, session, said.proved.map_or(Instant(0), |proved| proved.min(now)))?;
    Ok(Returned::Proved { next: kept.next.clone(), secret })
}

fn bind(
    node: &Node,
    provider: &dyn Provider,
    (said, session): (&Said, &str),
    kept: &Remembered,
    now: Instant,
) -> Result<Returned, AccountFault> {
    let row = session_row(node, session)?.filter(|row| row.account == kept.whose);
    let row = row.filter(|row| crate::grave::holds(row.proved, now)).ok_or(AccountFault::Provider)?;
    let account = account_of(node, row.account)?.ok_or(AccountFault::Provider)?;
    if !is_fresh(said, kept) {
        return Err(AccountFault::Provider);
    }
    belongs(node, provider, said, &account)?;
    let mut binding = Binding {
        subject: subject(node, &said.issuer, &said.subject),
        account: account.id,
        bound: now,
        used: Instant(0),
        seal: Vec::new(),
    };
    binding.seal = seal(node, &binding);
    let bound = node.runtime(|database| {
        let taken = one::<Binding>(database, Value::Bytes(binding.subject.clone()))?;
        if taken.is_some_and(|other| other.account != account.id) {
            return Ok(false);
        }
        let before = delete_all::<Binding>(account.id);
        let others = crate::sessions::end_others(account.id, row.number);
        crate::runtime::together(database, &[before, put(&binding), others]).map(|()| true)
    })?;
    if bound { Ok(Returned::Bound) } else { Err(AccountFault::BoundElsewhere) }
}

/// The account that is bound to who came, if they still belong to a group that goes with it.
fn whose(node: &Node, provider: &dyn Provider, said: &Said, now: Instant) -> Result<Account, AccountFault> {
    let key = subject(node, &said.issuer, &said.subject);
    let bound = node.runtime(|database| one::<Binding>(database, Value::Bytes(key)))?;
    let bound = bound.filter(|row| row.seal == seal(node, row)).ok_or(AccountFault::Unbound)?;
    let account = account_of(node, bound.account)?.ok_or(AccountFault::Unbound)?;
    belongs(node, provider, said, &account)?;
    node.runtime(|database| database.run(&[put(&Binding { used: now, ..bound })]))?;
    Ok(account)
}

/// Whether a group that somebody is in goes with the role and unit that the journal gives them.
fn belongs(node: &Node, provider: &dyn Provider, said: &Said, account: &Account) -> Result<(), AccountFault> {
    let unit = derived::<Unit>(node, account.unit.to_value())?.map(|unit| unit.word).unwrap_or_default();
    let fits = |rule: &GroupRule| {
        rule.role == account.role
            && rule.unit.as_ref().is_none_or(|word| *word == unit)
            && said.groups.contains(&rule.group)
    };
    if provider.rules().iter().any(fits) { Ok(()) } else { Err(AccountFault::Group(account.role)) }
}

fn subject(node: &Node, issuer: &str, subject: &str) -> Vec<u8> {
    node.secret("provider subjects").mac(&[issuer.as_bytes(), subject.as_bytes()]).to_vec()
}

fn seal(node: &Node, row: &Binding) -> Vec<u8> {
    node.secret("provider subjects").mac(&[b"binding", &row.subject, &row.account.0]).to_vec()
}

/// Since when an account is bound to the provider.
///
/// # Errors
/// [`DatabaseFault`].
pub fn bound_since(node: &Node, account: Id) -> Result<Option<Instant>, DatabaseFault> {
    let all =
        node.runtime(|database| all::<Binding>(database, "provider_binding_by_account", account.to_value()))?;
    Ok(all.into_iter().find(|row| row.seal == seal(node, row)).map(|row| row.bound))
}

/// Unbinds an account; false when it is not bound.
///
/// # Errors
/// [`AccountFault::LastWay`] when nothing else would let its holder in.
pub fn unbind(node: &Node, account: Id) -> Result<bool, AccountFault> {
    let has_another = another_way(node, account)?;
    node.runtime(|database| {
        let all = all::<Binding>(database, "provider_binding_by_account", account.to_value())?;
        match all.first() {
            None => Ok(Ok(false)),
            Some(_) if !has_another => Ok(Err(AccountFault::LastWay)),
            Some(row) => database.run(&[delete(row)]).map(|()| Ok(true)),
        }
    })?
}

/// Whether somebody may sign in without the provider.
///
/// # Errors
/// [`AccountFault::Local`] when they may not.
pub fn may_come_without(
    node: &Node,
    provider: Option<&dyn Provider>,
    account: &Account,
) -> Result<(), AccountFault> {
    let is_open =
        provider.is_none_or(|one| one.local() == Local::Everybody) || KEEPERS.contains(&account.role);
    if is_open || bound_since(node, account.id)?.is_none() { Ok(()) } else { Err(AccountFault::Local) }
}

impl From<ProviderFault> for AccountFault {
    fn from(fault: ProviderFault) -> Self {
        // Why stands in the log of whoever runs the node; it holds nothing of a person.
        tracing::warn!(%fault, "a provider of identities");
        match fault {
            ProviderFault::Silent(_) => AccountFault::ProviderSilent,
            ProviderFault::Refused(_) => AccountFault::Provider,
        }
    }
}
