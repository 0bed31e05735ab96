//! How somebody likes to work, and takes care of themselves: their own affair. It stands sealed to their account in
//! `runtime.db`, is shown to nobody else, and goes with the account.

use crate::codes::Fold;
use crate::runtime::{Habit, put};
use crate::views::habit_row;
use kernel::{Id, Instant};
use minicbor::{Decode, Encode};
use store::{DatabaseFault, Node};

/// The longest time until a break is thought of, in minutes.
pub const LONGEST_WORK: u16 = 240;
/// The most texts until a break is thought of.
pub const MOST_TEXTS: u16 = 500;

/// After so many texts in a row that may distress something lighter is offered, where nothing else was chosen.
const IN_ROW: u16 = 5;

/// How somebody likes to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Habits {
    /// Whether single keys move through lists (WCAG 2.1.4: they can be turned off).
    #[n(0)]
    pub keys: bool,
    /// Which words of reporters are folded.
    #[n(1)]
    pub fold: Fold,
    /// After so many minutes without a break one is thought of, 10 to 240; 0 for never.
    #[n(2)]
    pub minutes: u16,
    /// After so many texts that may distress a break is thought of, 1 to 500; 0 for never.
    #[n(3)]
    pub texts: u16,
    /// After so many of them one after the other something lighter is offered, 1 to 500; 0 for never; none where nothing was chosen.
    #[n(4)]
    pub lighter: Option<u16>,
}

impl Default for Habits {
    fn default() -> Habits {
        Habits { keys: true, fold: Fold::Marked, minutes: 50, texts: 15, lighter: None }
    }
}

impl Habits {
    /// After so many texts in a row that may distress something lighter is offered; 0 for never.
    #[must_use]
    pub fn in_row(&self) -> u16 {
        self.lighter.unwrap_or(IN_ROW)
    }
}

/// Why habits are not kept.
#[derive(Debug, thiserror::Error)]
pub enum HabitFault {
    /// The minutes are too few or too many.
    #[error("minutes: it is neither 0 nor 10 to 240")]
    Minutes,
    /// The texts are too many.
    #[error("texts: it is more than 500")]
    Texts,
    /// The texts in a row are too many.
    #[error("lighter: it is more than 500")]
    Lighter,
    /// The operating system gave no randomness.
    #[error(transparent)]
    Randomness(#[from] store::crypto::NoRandomness),
    /// The database was not read or written.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
}

fn place(account: Id) -> Vec<u8> {
    [b"habits of ", &account.0[..]].concat()
}

/// How the holder of an account likes to work; what was never said, or was written by somebody else, is as it is built in.
///
/// # Errors
/// [`DatabaseFault`].
pub fn habits(node: &Node, account: Id) -> Result<Habits, DatabaseFault> {
    let opened = |row: Habit| {
        let plain = node.secret("habits").open(&place(account), &row.kept).ok()?;
        minicbor::decode::<Habits>(&plain).ok()
    };
    Ok(habit_row(node, account)?.and_then(opened).unwrap_or_default())
}

/// Keeps how the holder of an account likes to work.
///
/// # Errors
/// [`HabitFault`] says what is wrong; nothing is kept then.
pub fn keep_habits(node: &Node, account: Id, habits: &Habits, now: Instant) -> Result<(), HabitFault> {
    if habits.minutes != 0 && !(10..=LONGEST_WORK).contains(&habits.minutes) {
        return Err(HabitFault::Minutes);
    }
    if habits.texts > MOST_TEXTS {
        return Err(HabitFault::Texts);
    }
    if habits.in_row() > MOST_TEXTS {
        return Err(HabitFault::Lighter);
    }
    let plain = minicbor::to_vec(habits).expect("writing into memory cannot fail");
    let kept = node.secret("habits").seal(&place(account), &plain)?;
    let row = Habit { account, kept, kept_at: now };
    Ok(node.runtime(|database| database.run(&[put(&row)]))?)
}
