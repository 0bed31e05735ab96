//! What a simulation does, as data: it can be written down, cut shorter and done again.

use kernel::{Actor, Id, Purpose, Row};
use minicbor::{Decode, Encode};
use std::fmt::Write;
use std::str::FromStr;

/// An act as its sender has it: what is sealed and sent, as often as it takes.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Errand {
    /// Its id.
    #[n(0)]
    pub act: Id,
    /// The number of its kind.
    #[n(1)]
    pub kind: u16,
    /// Its canonical public body.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub body: Vec<u8>,
    /// Who acts.
    #[n(3)]
    pub actor: Actor,
    /// To what end.
    #[n(4)]
    pub purpose: Purpose,
    /// The entry that it answers, for a worker's reaction.
    #[n(5)]
    pub cause: Option<u64>,
    /// What is to be sealed.
    #[n(6)]
    pub payloads: Vec<Plain>,
    /// Rows of sealed tables.
    #[n(7)]
    pub rows: Vec<PlainRow>,
}

/// A payload before it is sealed.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Plain {
    /// Its slot.
    #[n(0)]
    pub slot: u16,
    /// Whose data it is.
    #[n(1)]
    pub subject: Id,
    /// What it says.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub text: Vec<u8>,
}

/// A row of a sealed table before it gets its salt.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PlainRow {
    /// The table's name.
    #[n(0)]
    pub table: String,
    /// Whose data it is.
    #[n(1)]
    pub subject: Id,
    /// The row.
    #[n(2)]
    pub row: Row,
}

/// One step. A `which` counts what there is at that moment, and begins anew at its end.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A sender seals an act; it is on its way.
    Send(Box<Errand>, Option<Fault>),
    /// A sender sends an act again: sealed `anew`, or as it was.
    Again {
        /// Which of the acts so far.
        which: u32,
        /// Whether it is sealed again.
        anew: bool,
    },
    /// Somebody sends one act's content under the id of another.
    Misuse {
        /// Whose id.
        which: u32,
    },
    /// One of the acts that are on their way reaches the writer.
    Deliver {
        /// Which of those.
        which: u32,
    },
    /// One of the acts that are on their way gets lost.
    Lose {
        /// Which of those.
        which: u32,
    },
    /// A sender goes away without an answer.
    GiveUp {
        /// Which of the answers that are waited for.
        which: u32,
    },
    /// A worker takes up a job.
    Work {
        /// Which of the jobs that wait.
        which: u32,
    },
    /// The writer does one round.
    Round(Option<Fault>),
    /// A checkpoint is asked for and kept elsewhere.
    Checkpoint(Option<Fault>),
    /// The node key is replaced, as far as so many durable steps.
    Rotate(u8, Option<Fault>),
    /// The clock jumps by so many milliseconds.
    Clock(i64),
    /// The node is stopped in order, and opened again.
    Restart(Option<Fault>),
    /// The process is killed, and a new one opens the node.
    Kill,
    /// The power fails: what was not yet on the disk is decided by this seed.
    Power(u64),
    /// Another process becomes the writer, and the one before does not know.
    TakeOver,
    /// The writer of before gets one of the acts, and does a round.
    OldRound {
        /// Which of the acts so far.
        which: u32,
    },
}

/// Something that befalls one statement of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// In which database.
    pub at: Place,
    /// On which statements it may fall.
    pub on: Target,
    /// How many of those it spares first.
    pub spared: u8,
    /// What it is.
    pub strike: Strike,
}

macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$one:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$one])* $variant,)* }
        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$($name::$variant),*];
            /// Its word in a written plan.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
            fn read(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

words! {
    /// One of a node's databases.
    pub enum Place {
        /// Journal, payloads, tables.
        Main = "main",
        /// The key store.
        Keys = "keys",
        /// Digests and accounts.
        Runtime = "runtime",
    }
}

words! {
    /// Statements on which a fault falls.
    pub enum Target {
        /// Any.
        Any = "any",
        /// The end of a transaction.
        Commit = "commit",
        /// Its beginning.
        Begin = "begin",
        /// The giving up of a transaction.
        Rollback = "rollback",
        /// What asks.
        Read = "read",
        /// What enters, changes or deletes rows.
        Write = "write",
        /// The opening of the file.
        Open = "open",
    }
}

/// What befalls a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strike {
    /// It fails: the disk or connection does.
    Error,
    /// It is carried out, and the answer is lost.
    Lost,
    /// It is refused as if its data were wrong.
    Refused,
    /// The disk is full, and the transaction is given up.
    Full,
    /// The file cannot be reached for this and so many more statements.
    Away(u8),
    /// The process is killed before it.
    Kill,
    /// The process is killed after it.
    KillAfter,
    /// The power fails before it.
    Power(u64),
    /// The power fails while it is being carried out.
    Torn(u64),
}

impl Strike {
    /// Whether a process can see it through.
    #[must_use]
    pub fn kills(self) -> bool {
        matches!(self, Strike::Kill | Strike::KillAfter | Strike::Power(_) | Strike::Torn(_))
    }

    /// Its word in a written plan.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.written().0
    }

    fn written(self) -> (&'static str, u64) {
        match self {
            Strike::Error => ("error", 0),
            Strike::Lost => ("lost", 0),
            Strike::Refused => ("refused", 0),
            Strike::Full => ("full", 0),
            Strike::Away(n) => ("away", u64::from(n)),
            Strike::Kill => ("kill", 0),
            Strike::KillAfter => ("kill-after", 0),
            Strike::Power(seed) => ("power", seed),
            Strike::Torn(seed) => ("torn", seed),
        }
    }

    fn read(word: &str, n: u64) -> Option<Strike> {
        Some(match word {
            "error" => Strike::Error,
            "lost" => Strike::Lost,
            "refused" => Strike::Refused,
            "full" => Strike::Full,
            "away" => Strike::Away(u8::try_from(n).ok()?),
            "kill" => Strike::Kill,
            "kill-after" => Strike::KillAfter,
            "power" => Strike::Power(n),
            "torn" => Strike::Torn(n),
            _ => return None,
        })
    }
}

impl Step {
    /// The act and the fault that it brings, if it brings any.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        match self {
            Step::Send(_, fault)
            | Step::Round(fault)
            | Step::Checkpoint(fault)
            | Step::Rotate(_, fault)
            | Step::Restart(fault) => *fault,
            _ => None,
        }
    }

    /// The same step in calm weather; none when it is a fault itself.
    #[must_use]
    pub fn calm(&self) -> Option<Step> {
        match self {
            Step::Send(errand, _) => Some(Step::Send(errand.clone(), None)),
            Step::Round(_) => Some(Step::Round(None)),
            Step::Checkpoint(_) => Some(Step::Checkpoint(None)),
            Step::Restart(_) => Some(Step::Restart(None)),
            Step::Rotate(steps, _) => Some(Step::Rotate(*steps, None)),
            Step::Kill | Step::Power(_) | Step::TakeOver | Step::OldRound { .. } => None,
            other => Some(other.clone()),
        }
    }
}

/// Writes steps, one a line.
#[must_use]
pub fn written(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        let line = match step {
            Step::Send(errand, _) => {
                let hex = kernel::entry::to_cbor(&**errand).iter().fold(String::new(), |mut hex, byte| {
                    // Writing to a string cannot fail.
                    write!(hex, "{byte:02x}").unwrap_or_default();
                    hex
                });
                format!("send {hex}")
            }
            Step::Again { which, anew: true } => format!("again {which} anew"),
            Step::Again { which, anew: false } => format!("again {which}"),
            Step::Misuse { which } => format!("misuse {which}"),
            Step::Deliver { which } => format!("deliver {which}"),
            Step::Lose { which } => format!("lose {which}"),
            Step::GiveUp { which } => format!("give-up {which}"),
            Step::Work { which } => format!("work {which}"),
            Step::Round(_) => "round".to_owned(),
            Step::Checkpoint(_) => "checkpoint".to_owned(),
            Step::Rotate(steps, _) => format!("rotate {steps}"),
            Step::Clock(by) => format!("clock {by}"),
            Step::Restart(_) => "restart".to_owned(),
            Step::Kill => "kill".to_owned(),
            Step::Power(seed) => format!("power {seed}"),
            Step::TakeOver => "take-over".to_owned(),
            Step::OldRound { which } => format!("old-round {which}"),
        };
        text += &line;
        if let Some(fault) = step.fault() {
            let (word, n) = fault.strike.written();
            let (at, on) = (fault.at.word(), fault.on.word());
            text += &format!(" ! {at} {on} {} {word} {n}", fault.spared);
        }
        text.push('\n');
    }
    text
}

/// Reads what [`written`] wrote; empty lines and lines that begin with `#` say nothing.
///
/// # Errors
/// The line that cannot be read.
pub fn read(text: &str) -> Result<Vec<Step>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| step(line).ok_or_else(|| format!("this is no step of a simulation: {line}"))).collect()
}

fn number<N: FromStr>(word: Option<&str>) -> Option<N> {
    word?.parse().ok()
}

fn fault(text: &str) -> Option<Fault> {
    let mut words = text.split_whitespace();
    let (at, on) = (Place::read(words.next()?)?, Target::read(words.next()?)?);
    let spared = number(words.next())?;
    let strike = Strike::read(words.next()?, number(words.next())?)?;
    Some(Fault { at, on, spared, strike })
}

fn errand(hex: &str) -> Option<Errand> {
    let digits = hex.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> =
        digits.map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()).collect();
    kernel::entry::from_canonical(&bytes?).ok()
}

fn step(line: &str) -> Option<Step> {
    let (what, befalls) = line.split_once('!').unwrap_or((line, ""));
    let fault = if befalls.is_empty() { None } else { Some(fault(befalls)?) };
    let mut words = what.split_whitespace();
    let (verb, word) = (words.next()?, words.next());
    Some(match verb {
        "send" => Step::Send(Box::new(errand(word?)?), fault),
        "again" => Step::Again { which: number(word)?, anew: words.next() == Some("anew") },
        "misuse" => Step::Misuse { which: number(word)? },
        "deliver" => Step::Deliver { which: number(word)? },
        "lose" => Step::Lose { which: number(word)? },
        "give-up" => Step::GiveUp { which: number(word)? },
        "work" => Step::Work { which: number(word)? },
        "round" => Step::Round(fault),
        "checkpoint" => Step::Checkpoint(fault),
        "rotate" => Step::Rotate(number(word)?, fault),
        "clock" => Step::Clock(number(word)?),
        "restart" => Step::Restart(fault),
        "kill" => Step::Kill,
        "power" => Step::Power(number(word)?),
        "take-over" => Step::TakeOver,
        "old-round" => Step::OldRound { which: number(word)? },
        _ => return None,
    })
}
