//! What a host may say of a notice, by page and API alike; and why it is not done.

use super::seen::{Notice, notices};
use super::token::{NotOpened, Opened, opened};
use crate::acts::{ClaimRemoval, Disown, LodgeAppeal, SLOT_WORDS};
use crate::codes::AppealBy;
use crate::limits::MAX_APPEAL;
use desk::Desk;
use kernel::{Act, Id, Outcome, Problem, Purpose};
use store::{DatabaseFault, DeedFault, LookFault, Node};

/// Why something is not shown or done.
pub(super) enum Refused {
    /// No page is open by what came along.
    Nobody,
    /// Again in so many seconds.
    TooMany(i64),
    /// No notice of this host.
    NotFound,
    /// It does not fit.
    Invalid(Problem),
    /// A fault of ours, which passes.
    Ours(String),
}

impl From<NotOpened> for Refused {
    fn from(reason: NotOpened) -> Refused {
        match reason {
            NotOpened::Nobody => Refused::Nobody,
            NotOpened::TooMany(wait) => Refused::TooMany(wait.0),
            NotOpened::Ours(fault) => fault.into(),
        }
    }
}

impl From<DatabaseFault> for Refused {
    fn from(fault: DatabaseFault) -> Refused {
        Refused::Ours(fault.to_string())
    }
}

impl From<DeedFault> for Refused {
    fn from(fault: DeedFault) -> Refused {
        Refused::Ours(fault.to_string())
    }
}

impl From<LookFault> for Refused {
    fn from(fault: LookFault) -> Refused {
        Refused::Ours(fault.to_string())
    }
}

/// Whose page a token opens.
pub(super) async fn whose(desk: &Desk, token: String) -> Result<Opened, Refused> {
    desk.blocking(move |node| opened(node, &token, Desk::now())).await.map_err(Refused::from)
}

/// What a host says of a notice.
pub(super) enum Said {
    Removed,
    Appeal(String),
    NotOurs,
}

impl Said {
    /// Its code, for the page that says that it was done.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Said::Removed => "removed",
            Said::Appeal(_) => "appeal",
            Said::NotOurs => "not-ours",
        }
    }
}

/// A notice of the host's own. Blocking.
pub(super) fn own(node: &Node, opened: &Opened, notice: &str) -> Result<Notice, Refused> {
    let number: Id = notice.parse().map_err(|_| Refused::NotFound)?;
    let mut all = notices(node, &opened.host)?.into_iter();
    all.find(|one| one.notice == number).ok_or(Refused::NotFound)
}

fn enter<A: Act>(node: &Node, opened: &Opened, what: &A, words: Option<&str>) -> Result<(), Refused> {
    let mut deed = node.deed(node.new_id()?, what, opened.actor(), Purpose::Intake);
    if let Some(words) = words {
        deed = deed.seal(SLOT_WORDS, what.subject(), words.as_bytes())?;
    }
    match node.enter_now(deed.build())?.outcome {
        Outcome::Entered { .. } => Ok(()),
        Outcome::Invalid(problem) => Err(Refused::Invalid(problem)),
        Outcome::Refused(_) | Outcome::Forbidden(_) => {
            Err(Refused::Invalid(Problem::new("notice", "cannot be answered so", "answer by mail")))
        }
    }
}

/// Enters what a host says of one of its notices. Blocking.
pub(super) fn say(node: &Node, opened: &Opened, notice: &str, said: &Said) -> Result<(), Refused> {
    let notice = own(node, opened, notice)?;
    let address = notice.notice;
    let can = match said {
        Said::Removed => notice.is_open,
        Said::Appeal(_) => notice.can_be_appealed(),
        Said::NotOurs => notice.can_be_disowned(),
    };
    if !can {
        let right = "one of which nothing of the kind waits, or was decided";
        return Err(Refused::Invalid(Problem::new("notice", "cannot be answered so", right)));
    }
    match said {
        Said::Removed => enter(node, opened, &ClaimRemoval { address }, None),
        Said::NotOurs => enter(node, opened, &Disown { address }, None),
        Said::Appeal(words) => {
            let words = words.trim();
            if words.is_empty() || words.chars().count() > MAX_APPEAL || words.contains('\0') {
                let right = "why the notice is a mistake, in 1 to 5,000 characters";
                return Err(Refused::Invalid(Problem::new("words", "are none, or too many", right)));
            }
            enter(node, opened, &LodgeAppeal { address, by: AppealBy::Host }, Some(words))
        }
    }
}
