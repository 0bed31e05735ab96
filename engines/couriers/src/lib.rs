//! Couriers: a message leaves by mail or as a signed webhook, and what became of it is told exactly.
//!
//! Whoever must be sure that a message arrives, and that it does not arrive twice without need, has to know four things apart:
//! it was [taken](Became::Taken) over, it was [refused](Became::Refused), it [never left](Became::NotSent), or nobody can say
//! ([`Became::Unknown`]): then alone may the same message, under the same number, go out a second time.
//!
//! | module | how | proof that it was taken over |
//! |---|---|---|
//! | [`mail`] | SMTP (RFC 5321) with TLS, one recipient, plain text (RFC 5322) | the server's answer to the end of the data |
//! | [`hook`], within a [`reach`] | HTTP POST, signed as [Standard Webhooks](https://www.standardwebhooks.com) 1.0.0 asks for | the status, 2xx |
//!
//! ```no_run
//! use couriers::{Became, mail};
//! use std::time::Duration;
//!
//! let server = mail::Server::read("smtps://mail.example:465")?;
//! let letter = mail::Letter {
//!     number: "4f1c".into(),
//!     follows: None,
//!     from: "tutela@hotline.example".into(),
//!     to: "duty@hotline.example".into(),
//!     subject: "Urgent".into(),
//!     text: "Somebody waits.".into(),
//! };
//! if let Became::Unknown(_) = mail::send(&server, &letter, Duration::from_secs(30)) {
//!     // the same letter again: its Message-ID tells the receiver that it is one
//! }
//! # Ok::<(), String>(())
//! ```

pub mod hook;
pub mod mail;
pub mod reach;

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    /// The other side has taken it over.
    Taken {
        /// SMTP reply code or HTTP status.
        code: u16,
        /// The number under which the server keeps a letter, as far as it tells one; empty for a webhook.
        words: String,
    },
    /// The other side said no.
    Refused {
        /// SMTP reply code or HTTP status.
        code: u16,
        /// True when asking again is of no use.
        for_good: bool,
    },
    /// It did not leave: nobody has it.
    NotSent(Trouble),
    /// It left, and no answer came: the other side may have it, or not.
    Unknown(Trouble),
}

/// What stood in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// No connection.
    #[error("nobody answers there")]
    Unreachable,
    /// Not in time.
    #[error("no answer came in time")]
    Late,
    /// No TLS, or a certificate that this machine does not trust.
    #[error("certificate or encryption are not accepted")]
    Encryption,
    /// Address or message are none: nobody else's fault.
    #[error("the address or the message is not one")]
    Unfit,
    /// It leads into a private network, which this machine is not to send to.
    #[error("it leads into a private network")]
    Private,
    /// Something else: the connection broke, or the answer was no answer.
    #[error("the connection broke, or the answer was none")]
    Broken,
}

/// So many letters of a server's own number for a letter are kept.
pub const MOST_WORDS: usize = 64;
