//! The one policy function: every route, command and job asks it before anything else. What it does not name, it refuses.

use crate::act::ActKind;
use crate::actor::{Actor, Purpose, Role};

/// A kind of read.
#[derive(Debug)]
pub struct ReadKind {
    /// Its number, written into traces; never reused.
    pub code: u16,
    /// Its stable name, `room.read`.
    pub name: &'static str,
    /// Who may do it.
    pub roles: &'static [Role],
    /// True when the answer holds personal data: a purpose must be stated and a trace is left.
    pub personal: bool,
}

/// What somebody asks to do.
#[derive(Clone, Copy, Debug)]
pub enum Ask {
    /// To enter an act.
    Act(&'static ActKind),
    /// To read.
    Read(&'static ReadKind),
}

/// Why the policy refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// The role may not.
    #[error("{what} is not for the role '{role}'")]
    Role {
        /// The name of the act or read.
        what: &'static str,
        /// The role's code.
        role: &'static str,
    },
    /// A purpose that is no person's: only Tutela itself reacts to facts.
    #[error("{what}: only Tutela itself reacts to a fact; state another purpose")]
    Purpose {
        /// The name of the act or read.
        what: &'static str,
    },
    /// Personal data without a purpose.
    #[error("{what} shows personal data: state the purpose first")]
    NoPurpose {
        /// The name of the read.
        what: &'static str,
    },
}

impl Ask {
    /// The stable name of the act or read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Ask::Act(kind) => kind.name,
            Ask::Read(kind) => kind.name,
        }
    }

    /// Whether this is open to a role at all: what a page offers. Whether it is done, [`allow`] decides.
    #[must_use]
    pub fn is_for(self, role: Role) -> bool {
        let roles = match self {
            Ask::Act(kind) => kind.roles,
            Ask::Read(kind) => kind.roles,
        };
        roles.contains(&role)
    }
}

/// May this actor do that, to that end? Silence refuses.
///
/// # Errors
/// [`Forbidden`], with the reason.
pub fn allow(actor: &Actor, ask: Ask, purpose: Purpose) -> Result<(), Forbidden> {
    let what = ask.name();
    if !ask.is_for(actor.role) {
        return Err(Forbidden::Role { what, role: crate::codes::CodeList::code(actor.role) });
    }
    if purpose == Purpose::Reaction && actor.role != Role::System {
        return Err(Forbidden::Purpose { what });
    }
    match ask {
        Ask::Read(kind) if kind.personal && purpose == Purpose::NotStated => {
            Err(Forbidden::NoPurpose { what })
        }
        _ => Ok(()),
    }
}
