//! Setting what somebody signs in with: by a one-time link, or a second factor by its holder.

use crate::accounts::{Account, account_of, credential_of, founding};
use crate::attempts::{Who, counted};
use crate::ceremony::spend;
use crate::fault::AccountFault;
use crate::links::{Leave, code_text, leave};
use crate::passkeys::{Added, NewPasskey, added_at_beginning};
use crate::passwords;
use crate::runtime::{
    Binding, Credential, Passkey, RecoveryCode, Session, Token, all, delete_all, one, put, together,
};
use crate::second_factor::{new_codes, sealed, secret_to_enrol};
use crate::sign_in::{Typed, check};
use crate::totp;
use kernel::{Cell, Id, Instant, Value};
use store::{Node, Statement};

/// What the holder of an account chooses.
pub struct Chosen<'a> {
    /// The code to the link, from who proposed it; not heard where none belongs to it.
    pub link_code: &'a str,
    /// The name to sign in with: 2 to 40 letters, digits, dots, hyphens.
    pub user: &'a str,
    /// The password: at least 12 characters.
    pub password: &'a str,
    /// What the app shows for the second factor; empty for none, where the node lets that be.
    pub code: &'a str,
    /// A passkey; with one, password and second factor may be left empty.
    pub passkey: Option<NewPasskey<'a>>,
}

/// A second factor that may be enrolled now.
#[derive(Clone)]
pub struct Enrolment {
    /// The secret in base 32, as apps take it.
    pub secret: String,
    /// The address for an app, which the QR code holds.
    pub address: String,
    /// Whether nobody signs in here without.
    pub is_required: bool,
    bytes: [u8; totp::SECRET],
}

/// A secret is not printed.
impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment")
    }
}

impl Enrolment {
    fn of(
        node: &Node,
        account: Id,
        label: &str,
        given_by: Id,
        set_at: Instant,
    ) -> Result<Enrolment, AccountFault> {
        let bytes = secret_to_enrol(node, account, given_by, set_at);
        let address = totp::otpauth(&node.config().name, label, &bytes);
        let is_required = founding(node)?.is_none_or(|founding| founding.second_factor);
        Ok(Enrolment { secret: totp::base32(&bytes), address, is_required, bytes })
    }

    /// What an app would show for it now: for those who test the doors.
    #[must_use]
    pub fn code_at(&self, now: Instant) -> String {
        totp::code_at(&self.bytes, now)
    }
}

/// Whether a name is one to sign in with.
pub(crate) fn may_be_named(user: &str) -> Result<(), AccountFault> {
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    if (2..=40).contains(&user.len()) && user.chars().all(fits) {
        Ok(())
    } else {
        Err(AccountFault::User(user.chars().take(40).collect()))
    }
}

/// The second factor that belongs to a link.
///
/// # Errors
/// [`AccountFault::Link`].
pub fn enrolment_by_link(node: &Node, link: &str, now: Instant) -> Result<(Leave, Enrolment), AccountFault> {
    let leave = leave(node, link, now)?;
    let label = leave.user.clone().unwrap_or_else(|| leave.staff.account.short());
    let enrolment = Enrolment::of(node, leave.staff.account, &label, leave.proposal, Instant(0))?;
    Ok((leave, enrolment))
}

/// Sets name, password and second factor by a one-time link. All sessions and tokens of the account end. Tells the recovery
/// codes, once; none without a second factor.
///
/// # Errors
/// [`AccountFault`] names what is wrong; nothing is set then.
pub fn begin(
    node: &Node,
    link: &str,
    chosen: &Chosen<'_>,
    now: Instant,
) -> Result<(Account, Vec<String>), AccountFault> {
    let (leave, enrolment) = enrolment_by_link(node, link, now)?;
    let (account, proposal) = (leave.staff.account, leave.proposal);
    if leave.needs_code {
        let typed: String = chosen.link_code.chars().filter(char::is_ascii_digit).collect();
        let right = typed == code_text(node, proposal, account);
        let who = Who::of_link(node, proposal, account);
        if !node.runtime(|database| counted(database, &who, now, |_| Ok(right)))? {
            return Err(AccountFault::Link);
        }
    }
    may_be_named(chosen.user)?;
    let by_passkey_alone = chosen.passkey.is_some() && chosen.password.is_empty();
    if !by_passkey_alone {
        passwords::may_be_chosen(node, chosen.user, chosen.password)?;
    }
    let step = if chosen.code.trim().is_empty() && (by_passkey_alone || !enrolment.is_required) {
        None
    } else {
        let step = totp::step_that_fits(&enrolment.bytes, chosen.code, now, 0);
        Some(step.ok_or(AccountFault::SecondFactor)?)
    };
    let codes = set(node, account, chosen, proposal, step.map(|step| (enrolment.bytes, step)), now)?;
    let account = account_of(node, account)?.ok_or(AccountFault::Link)?;
    Ok((account, codes))
}

/// Sets a credential in the place of the one before.
pub(crate) fn set(
    node: &Node,
    account: Id,
    chosen: &Chosen<'_>,
    given_by: Id,
    second: Option<([u8; totp::SECRET], i64)>,
    now: Instant,
) -> Result<Vec<String>, AccountFault> {
    let (totp, step) = match &second {
        Some((secret, step)) => (sealed(node, account, secret)?, *step),
        None => (Vec::new(), 0),
    };
    let (codes, rows) = if second.is_some() { new_codes(node, account)? } else { Default::default() };
    let passkey = match &chosen.passkey {
        Some(new) => Some(added_at_beginning(node, new, (account, given_by), now)?),
        None => None,
    };
    let password = match chosen.password {
        "" => String::new(),
        chosen => passwords::hashed(node, account, chosen)?,
    };
    let row =
        Credential { user: chosen.user.to_owned(), account, password, totp, step, given_by, set_at: now };
    let done = node.runtime(|database| {
        let taken = one::<Credential>(database, Value::Text(row.user.clone()))?;
        if taken.is_some_and(|other| other.account != account) {
            return Ok(Err(AccountFault::Taken(row.user.clone())));
        }
        // A link that is sent twice at once is used once.
        let before = all::<Credential>(database, "credential_by_account", account.to_value())?;
        if before.iter().any(|before| before.given_by == given_by) {
            return Ok(Err(AccountFault::Link));
        }
        if let Some(Added { row, opened }) = &passkey {
            let taken = one::<Passkey>(database, Value::Bytes(row.credential.clone()))?;
            if taken.is_some_and(|other| other.account != account) || !spend(database, opened, now)? {
                return Ok(Err(AccountFault::Passkey));
            }
        }
        let gone = [
            delete_all::<Credential>(account),
            delete_all::<RecoveryCode>(account),
            delete_all::<Passkey>(account),
            delete_all::<Binding>(account),
            delete_all::<Session>(account),
            delete_all::<Token>(account),
        ];
        let statements: Vec<Statement> = gone
            .into_iter()
            .chain([put(&row)])
            .chain(rows)
            .chain(passkey.iter().map(|new| put(&new.row)))
            .collect();
        together(database, &statements).map(Ok)
    })?;
    done.map(|()| codes)
}

/// The second factor that the holder of an account may enrol, in the place of one they have.
///
/// # Errors
/// [`AccountFault::WrongPassword`] when the account has no credential.
pub fn enrolment(node: &Node, account: Id) -> Result<Enrolment, AccountFault> {
    let known = credential_of(node, account)?.ok_or(AccountFault::WrongPassword)?;
    Enrolment::of(node, account, &known.user, known.given_by, known.set_at)
}

/// Enrols a second factor; tells the recovery codes, once. What its holder signed in with until now must fit once more.
///
/// # Errors
/// [`AccountFault`] names what is wrong.
pub fn enrol(
    node: &Node,
    account: Id,
    typed: &Typed<'_>,
    new_code: &str,
    now: Instant,
) -> Result<Vec<String>, AccountFault> {
    let enrolment = enrolment(node, account)?;
    if check(node, typed, now)?.id != account {
        return Err(AccountFault::WrongPassword);
    }
    let step = totp::step_that_fits(&enrolment.bytes, new_code, now, 0).ok_or(AccountFault::SecondFactor)?;
    let totp = sealed(node, account, &enrolment.bytes)?;
    let (codes, rows) = new_codes(node, account)?;
    let known = credential_of(node, account)?.ok_or(AccountFault::WrongPassword)?;
    let changed = Credential { totp, step, set_at: now, ..known };
    let statements: Vec<Statement> =
        [delete_all::<RecoveryCode>(account), put(&changed)].into_iter().chain(rows).collect();
    node.runtime(|database| together(database, &statements))?;
    Ok(codes)
}

/// Whether the holder of an account has a second factor, and how many recovery codes are left.
///
/// # Errors
/// [`AccountFault`] when a database fails.
pub fn second_factor_of(node: &Node, account: Id) -> Result<(bool, usize), AccountFault> {
    let has = credential_of(node, account)?.is_some_and(|known| !known.totp.is_empty());
    let left = node
        .runtime(|database| all::<RecoveryCode>(database, "recovery_code_by_account", account.to_value()))?;
    Ok((has, left.len()))
}
