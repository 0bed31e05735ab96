//! Why an account cannot be made or used: what is wrong, and what would be right.

use store::{DatabaseFault, DeedFault};

/// Why an account cannot be made or used.
#[derive(Debug, thiserror::Error)]
pub enum AccountFault {
    /// The name is not one.
    #[error("user: '{0}' is no name to sign in with; 2 to 40 letters, digits, dots or hyphens are")]
    User(String),
    /// The name is taken.
    #[error("user: '{0}' is taken; choose another name")]
    Taken(String),
    /// The name of a machine key is none.
    #[error("name: it is no name of a machine key; 3 to 40 small letters, digits or hyphens are")]
    KeyName,
    /// Another machine key has that name.
    #[error("name: another machine key has it; choose another name")]
    KeyNameTaken,
    /// Nobody has that name.
    #[error("user: '{0}' is nobody's name; two people open an account: see 'tutela account --help'")]
    Nobody(String),
    /// The password is too short or too long.
    #[error(
        "password: it is shorter than 12 characters or longer than 1,000; longer is safer, words are fine"
    )]
    Password,
    /// The password is one of the commonest.
    #[error(
        "password: it is one of those that are guessed first; four words that do not belong together are safer"
    )]
    Common,
    /// The password holds a word that anybody would try here.
    #[error(
        "password: it holds your name, or the name of this node or program; take words that have nothing to do with either"
    )]
    SaysWhere,
    /// Name, password and code do not fit each other, or it waits after too many attempts.
    #[error("name, password and code do not fit each other; try again, or wait 15 minutes")]
    WrongPassword,
    /// Too many passwords are being looked at.
    #[error("password: too many people sign in just now; nothing was looked at, try again in a moment")]
    Busy,
    /// The one-time link is used, too old, another's, or none; or the code to it is wrong.
    #[error("link: link and code do not fit each other, or the link is used or too old; ask for a new one")]
    Link,
    /// The code of the second factor that is being enrolled does not fit.
    #[error(
        "second-factor: the six digits do not fit the secret; check the clock of the device and try again"
    )]
    SecondFactor,
    /// A passkey's answer does not fit, comes too late or twice, or the passkey is not known here.
    #[error("passkey: the answer does not fit or comes too late; try again, or take another way to sign in")]
    Passkey,
    /// What should be removed is all that lets its holder in.
    #[error("number: this is the only way to sign in; add another one first")]
    LastWay,
    /// The provider's answer does not fit the visit.
    #[error(
        "provider: its answer does not fit, or comes too late or twice; try again, or take another way to sign in"
    )]
    Provider,
    /// The provider does not answer.
    #[error("provider: it does not answer; try again later, or take another way to sign in")]
    ProviderSilent,
    /// Nobody here is bound to who came from the provider.
    #[error("provider: no account here is bound to you; sign in another way, and bind it at /ways")]
    Unbound,
    /// Another account is bound to who came from the provider.
    #[error("provider: another account is bound to who you are there; unbind that one first")]
    BoundElsewhere,
    /// Who came from the provider is in no group that goes with the account's role and unit.
    #[error("provider: you are in no group there that goes with role {} and unit here; whoever keeps the groups can change that", kernel::CodeList::code(*.0))]
    Group(kernel::Role),
    /// The account is bound, and here its holder signs in by the provider alone.
    #[error("user: this account signs in by the provider alone")]
    Local,
    /// The scope names something that is not there, or nothing.
    #[error("may: '{0}' names no act or read; 'reports.queue' or all of a room as 'reports.*' would")]
    Scope(String),
    /// The token would last too long or not at all.
    #[error("days: {0} is not possible; 1 to 365 are")]
    Days(i64),
    /// The label does not fit.
    #[error("label: 1 to 40 characters that say what the token is for")]
    Label,
    /// An act about the account was not entered.
    #[error("{0}")]
    Denied(String),
    /// The system gave no randomness, or the library failed.
    #[error("this cannot be done here: {0}")]
    Broken(String),
    /// A database failed.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
    /// The node failed.
    #[error(transparent)]
    Deed(#[from] DeedFault),
}

impl From<store::crypto::NoRandomness> for AccountFault {
    fn from(fault: store::crypto::NoRandomness) -> Self {
        AccountFault::Broken(fault.to_string())
    }
}
