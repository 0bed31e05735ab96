//! Programs of others that look at what somebody sent, each as a process that can do nothing else.
//!
//! - The words of a picture, by tesseract, which gets grey pixels and gives text back. The picture was decoded before, by other
//!   code: the process sees a header that is written here and pixels, never the file that somebody sent.
//! - The [frames] of a video, by ffmpeg, which reads that one file and gives pixels back.
//!
//! How a process is [held] depends on what the machine has; what holds is told with what it gave.

pub mod frames;
mod grey;
pub mod held;
#[cfg(test)]
mod real;
mod run;

pub use grey::{Grey, WrongLength};
pub use held::Held;

use held::Bounds;
use std::ffi::OsStr;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// So many pictures are read at once.
pub const AT_ONCE: usize = 2;
/// So long one picture may take.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// What tesseract may take: 1 GiB, and its patience in processor time.
const BOUNDS: Bounds = Bounds { memory: 1 << 30, processor: 20 };
/// Most characters that are given back.
pub const MOST_CHARS: usize = 20_000;
/// Most bytes of that many characters in UTF-8.
const MOST_BYTES: u64 = 4 * MOST_CHARS as u64;

/// The packs of languages that are of use here, as tesseract calls them.
pub const PACKS: [&str; 6] = ["ara", "chi_sim", "eng", "fra", "rus", "spa"];

/// Why no words come.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Tesseract is not there, or no way to hold it works.
    #[error("tesseract is not installed, or cannot be started under limits")]
    NotInstalled,
    /// None of the packs asked for is installed, nor the English one.
    #[error("no pack of this language is installed")]
    NoPack,
    /// So many are read already.
    #[error("{AT_ONCE} pictures are read already")]
    Busy,
    /// It took longer than [`PATIENCE`].
    #[error("reading took longer than {} seconds", PATIENCE.as_secs())]
    TooLong,
    /// It ended without words to give: out of memory, or a fault of its own.
    #[error("the process ended with a fault")]
    Failed,
    /// A pipe or a process could not be made.
    #[error("a process could not be run: {0}")]
    Io(#[from] std::io::Error),
}

/// What was read.
#[derive(Clone, PartialEq, Eq)]
pub struct Words {
    /// The words, line by line; empty where none were found. At most [`MOST_CHARS`] characters.
    pub text: String,
    /// Whether there was more.
    pub is_cut: bool,
    /// The packs with which it was read.
    pub packs: Vec<String>,
    /// What held the process.
    pub held: Held,
}

/// What is there to read with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// Installed packs of languages, in the order of their names.
    pub packs: Vec<String>,
    /// What holds the process here.
    pub held: Held,
}

/// Tesseract with these words, held so.
fn tesseract(held: Held, words: &[&str]) -> Command {
    let program: Vec<&OsStr> = [&["tesseract"], words].concat().into_iter().map(OsStr::new).collect();
    held.command(BOUNDS, None, &program)
}

/// Looks for tesseract by starting it, held as closely as the machine can.
///
/// # Errors
/// [`Fault::NotInstalled`] when it does not start in any way.
pub fn installed() -> Result<Installed, Fault> {
    for held in Held::ALL {
        let listed = run::run(tesseract(held, &["--list-langs"]), Vec::new(), MOST_BYTES, PATIENCE);
        let Ok(listed) = listed else { continue };
        let text = String::from_utf8_lossy(&listed.bytes).into_owned();
        // The first line is a heading.
        let mut packs: Vec<String> = text.lines().skip(1).map(|line| line.trim().to_owned()).collect();
        packs.retain(|pack| !pack.is_empty());
        packs.sort_unstable();
        if !packs.is_empty() {
            return Ok(Installed { packs, held });
        }
    }
    Err(Fault::NotInstalled)
}

/// How many read.
struct Places(AtomicUsize);

/// A place among those who read; it is free again when this goes.
pub struct Place(&'static Places);

/// A place among those who read, before anything is opened for it.
///
/// # Errors
/// [`Fault::Busy`] at once when [`AT_ONCE`] others are read.
pub fn place() -> Result<Place, Fault> {
    READING.take().ok_or(Fault::Busy)
}

static READING: Places = Places(AtomicUsize::new(0));

impl Places {
    fn take(&'static self) -> Option<Place> {
        let more = |reading| (reading < AT_ONCE).then_some(reading + 1);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok().map(|_| Place(self))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Reads the words of a picture, with those of the packs that are installed; with the English one where none is. Blocking.
///
/// # Errors
/// [`Fault`].
pub fn read(_: &Place, installed: &Installed, picture: &Grey, packs: &[&str]) -> Result<Words, Fault> {
    let is_there = |pack: &str| installed.packs.iter().any(|one| one == pack);
    let mut packs: Vec<String> =
        packs.iter().filter(|pack| is_there(pack)).map(|&pack| pack.to_owned()).collect();
    if packs.is_empty() && is_there("eng") {
        packs.push("eng".to_owned());
    }
    if packs.is_empty() {
        return Err(Fault::NoPack);
    }
    let command = tesseract(installed.held, &["stdin", "stdout", "-l", &packs.join("+")]);
    let output = run::run(command, picture.pgm(), MOST_BYTES, PATIENCE)?;
    let (text, is_cut) = tidy(&output.bytes);
    Ok(Words { text, is_cut: is_cut || output.is_cut, packs, held: installed.held })
}

/// The words as text: no control characters but ends of lines, no empty lines in a row, so many characters at most.
fn tidy(bytes: &[u8]) -> (String, bool) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line: String = line.chars().filter(|letter| !letter.is_control()).collect();
        let line = line.trim_end().to_owned();
        if !line.is_empty() || lines.last().is_some_and(|before| !before.is_empty()) {
            lines.push(line);
        }
    }
    let text = lines.join("\n").trim().to_owned();
    match text.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => (text[..end].to_owned(), true),
        None => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_comes_is_tidied_and_bounded(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
            let (text, is_cut) = tidy(&bytes);
            prop_assert!(!is_cut && text.chars().all(|letter| letter == '\n' || !letter.is_control()));
            prop_assert!(!text.contains("\n\n\n"));
        }
    }

    #[test]
    fn long_texts_are_cut_between_letters() {
        let (text, is_cut) = tidy("ش".repeat(MOST_CHARS + 1).as_bytes());
        assert_eq!((text.chars().count(), is_cut), (MOST_CHARS, true));
        assert!(!tidy("ش".repeat(MOST_CHARS).as_bytes()).1);
        assert_eq!(tidy(b" one\x07 \r\n\n\n\ntwo\n\x0c"), ("one\n\ntwo".to_owned(), false));
    }

    #[test]
    fn only_so_many_read_at_once() {
        static PLACES: Places = Places(AtomicUsize::new(0));
        for _ in 0..2 {
            let places: Vec<Place> = std::iter::from_fn(|| PLACES.take()).collect();
            assert!(places.len() == AT_ONCE && PLACES.take().is_none());
        }
    }
}
