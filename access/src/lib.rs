//! Who works here, and how they prove it.
//!
//! **Authority stands in the journal.** A unit is opened, an account is proposed by one and approved by another, suspended or
//! closed at once by one: acts like all others, through the same gate. What they amount to are derived tables, which verify
//! compares. Who signs in, with which name and password, stands in `runtime.db` beside it: that can be lost or burgled
//! without giving anybody a role.
//!
//! | act | who | enters |
//! |---|---|---|
//! | [`Found`](acts::Found) | Tutela itself, once | the first administrator and the first overseer |
//! | [`OpenUnit`](acts::OpenUnit) | administrator | a unit |
//! | [`ProposeAccount`](acts::ProposeAccount), [`ApproveAccount`](acts::ApproveAccount) | two of administrators and overseers | an account, its role and unit |
//! | [`SuspendAccount`](acts::SuspendAccount), [`CloseAccount`](acts::CloseAccount) | administrator, overseer | it is so, at once |
//! | [`EndSessions`](acts::EndSessions) | administrator, overseer | all sessions of an account have ended |
//! | [`SetNames`](acts::SetNames) | administrator, overseer, of another account | the names that its holder is known by |
//! | [`ProposeRecovery`](acts::ProposeRecovery), [`ApproveRecovery`](acts::ApproveRecovery) | two of administrators and overseers; the console may propose | a new one-time link |
//! | [`OpenMachineKey`](acts::OpenMachineKey), [`EndMachineKey`](acts::EndMachineKey) | administrator; to end one also overseer | a sender's system may send, or no longer |
//! | [`SetMachineQuota`](acts::SetMachineQuota) | administrator | how much it hands in at most |
//! | [`SucceedMachineKey`](acts::SucceedMachineKey) | a sender's machine | its next key; the old one ends |
//!
//! Rules that touch these acts: two-people, no-judge-in-own-cause.
//!
//! | file | what it does |
//! |---|---|
//! | `accounts` | who holds an account now, asked on every request |
//! | `names` | by which names people are known |
//! | `links`, `credentials` | one-time links; choosing name, password and second factor |
//! | `ways` | how somebody may sign in, seen and changed by themselves |
//! | `sign_in`, `passwords`, `totp`, `second_factor`, `attempts` | proving who one is; wrong attempts |
//! | `guessed` | passwords that are guessed first |
//! | `turns` | a few passwords are hashed at once; the others wait |
//! | `passkeys`, `site`, `ceremony` | proving it by a device, at one origin; questions that are answered once |
//! | `provider` | proving it at a provider of identities; groups that must go with role and unit |
//! | `sessions`, `tokens`, `scope`, `grave` | what lets somebody in, for what, and for how long |
//! | `views`, `habits` | views of lists that somebody keeps, and how they like to work: their own affair |
//! | `machine_keys` | by which senders' systems send |
//! | `founding` | at the console; accounts for demos and tests |

mod accounts;
pub mod acts;
mod attempts;
mod ceremony;
pub mod codes;
mod credentials;
pub mod events;
mod fault;
mod founding;
mod grave;
mod guessed;
mod habits;
mod links;
pub mod machine_keys;
mod names;
mod passkeys;
mod passwords;
mod provider;
mod qr;
mod runtime;
mod scope;
mod second_factor;
mod sessions;
mod sign_in;
mod site;
pub mod tables;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod tokens;
mod totp;
mod turns;
mod views;
mod ways;

pub use accounts::{Account, Known, account_named, founding, known, name_of};
pub use credentials::{Chosen, Enrolment, begin, enrol, enrolment, enrolment_by_link, second_factor_of};
pub use fault::AccountFault;
pub use founding::{
    EVERYBODY, NewAccount, READ_NAMES, READ_OWN, READ_STAFF, READ_TOKENS, READ_UNITS, add_account, add_token,
    add_unit, at_the_console, console, enter, founded,
};
pub use grave::{GRAVE, PROOF_HOLDS_MS, holds, is_grave};
pub use habits::{HabitFault, Habits, LONGEST_WORK, MOST_TEXTS, habits, keep_habits};
pub use links::{Half, LINK_HOLDS_MS, Leave, console_code, founder_link, half, leave};
pub use names::names;
pub use passkeys::{
    Answered, AskPasskey, NewPasskey, add_passkey, ask_to_add, ask_to_begin, ask_to_prove, ask_to_sign_in,
    name_passkey, passkeys, prove_by_passkey, remove_passkey, sign_in_by_passkey,
};
pub use provider::{
    Back, GroupRule, Local, Provider, ProviderFault, Returned, Said, Visit, Why, begin_visit, bound_since,
    end_visit, may_come_without, unbind,
};
pub use qr::qr_svg;
pub use runtime::{Passkey, Session, Token};
pub use scope::Scope;
pub use sessions::{
    IDLE_MS, LONGEST_MS, Pass, close_session, end_other_sessions, end_replaced, end_session, end_sessions,
    open_bearer, open_session, prove, restate, session_of, session_unattended, sessions_of, still_holds,
};
pub use sign_in::{Typed, browser_to_keep, check};
pub use site::{NoSite, Site};
pub use tokens::{MOST_DAYS, NewToken, make_token, token_of, tokens, withdraw_token};
pub use views::{
    LONGEST_ASKED, LONGEST_NAME, MOST_SHARED, MOST_VIEWS, NewView, View, ViewFault, drop_view, forget_closed,
    keep_view, views,
};
pub use ways::{Ways, change_password, renew_codes, ways};

use kernel::Charter;

/// The pure half of this floor.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "access",
        paragraphs: "46, 52, 69",
        acts: acts::acts(),
        reads: vec![&READ_UNITS, &READ_STAFF, &READ_OWN, &READ_NAMES, &READ_TOKENS],
        events: events::events(),
        projections: tables::projections(),
        kept: tables::kept(),
        tables: tables::tables().into_iter().chain(runtime::tables()).collect(),
        ..Charter::default()
    }
}
