//! Teams that receive what is told at a public door. What is sealed for a team opens with the private half of its key, which
//! `core` alone holds (`keys/teams.rs`): this file knows public halves, and is all that the process at the door has.
//!
//! # A box
//! | bytes | what |
//! |---|---|
//! | 1 | 1: this layout |
//! | 2 | number of the team, big-endian |
//! | 8 | number of its key, big-endian |
//! | rest | X25519 sealed box |
//!
//! # The file of public halves
//! `core` writes it, anew after each replacement; a public door reads it again when it has changed.
//! ```json
//! {"format": 1, "keys": [{"team": "reports-desk", "key": 1, "made": 1767225600000, "public": "<64 hexadecimal digits>"}]}
//! ```
//! `key` counts the keys of that team from 1, `made` is UTC in milliseconds, and each team stands there once, with the key that
//! is to be sealed to now.

use crate::crypto::{NoRandomness, seal_to};
use kernel::Instant;
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The layout of boxes and of the file.
const FORMAT: u8 = 1;
/// Bytes of a box before what is sealed.
const HEAD: usize = 11;

/// Who receives what is told. A further team is a further value here: it then has keys, and stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Team {
    /// The desk that takes in what the public reports.
    ReportsDesk,
}

impl Team {
    /// All of them.
    pub const ALL: &'static [Team] = &[Team::ReportsDesk];

    /// Its number in boxes and in the key store; never given to another.
    #[must_use]
    pub fn number(self) -> u16 {
        match self {
            Team::ReportsDesk => 1,
        }
    }

    /// As a code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Team::ReportsDesk => "reports-desk",
        }
    }
}

/// The public half of a team's key: seals, and opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamKey {
    /// Whose it is.
    pub team: Team,
    /// Its number among the keys of that team, from 1.
    pub number: u64,
    /// When it was made.
    pub made: Instant,
    /// The half that may be known.
    pub public: [u8; 32],
}

impl TeamKey {
    /// Seals bytes so that this key's private half alone opens them; the box says whose key that is.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, NoRandomness> {
        let mut sealed = vec![FORMAT];
        sealed.extend(self.team.number().to_be_bytes());
        sealed.extend(self.number.to_be_bytes());
        sealed.extend(seal_to(&self.public, plain)?);
        Ok(sealed)
    }
}

/// A box that was read as far as anybody can read it.
pub(crate) struct Addressed<'b> {
    pub(crate) team: u16,
    pub(crate) key: u64,
    pub(crate) sealed: &'b [u8],
}

impl<'b> Addressed<'b> {
    /// None when it is no box of this layout.
    pub(crate) fn read(bytes: &'b [u8]) -> Option<Addressed<'b>> {
        let (head, sealed) = bytes.split_at_checked(HEAD)?;
        let (team, key) = (head[1..3].try_into().ok()?, head[3..].try_into().ok()?);
        let is_known = head[0] == FORMAT;
        is_known.then(|| Addressed { team: u16::from_be_bytes(team), key: u64::from_be_bytes(key), sealed })
    }
}

/// Why a file of public halves is not taken.
#[derive(Debug, thiserror::Error)]
pub enum TeamKeysFault {
    /// It is not the JSON object wanted.
    #[error(
        "{0}; right would be {{\"format\": 1, \"keys\": [{{\"team\": \"reports-desk\", \"key\": 1, \"made\": 1767225600000, \"public\": \"64 hexadecimal digits\"}}]}}"
    )]
    Unreadable(#[from] serde_json::Error),
    /// Another version wrote it.
    #[error("\"format\" is {0}; right would be 1: run core and the public door in one version")]
    Format(u64),
    /// There is no such team.
    #[error("\"team\" is {0:?}, and there is none of that name; right would be \"reports-desk\"")]
    Team(String),
    /// A team does not stand there once.
    #[error("\"{0}\" has {1} keys; right would be one, the newest")]
    Count(&'static str, usize),
    /// Keys count from 1.
    #[error("\"key\" of \"{0}\" is 0; right would be its number, from 1")]
    Number(&'static str),
    /// The half is none.
    #[error("\"public\" of \"{0}\" is no key; right would be 64 hexadecimal digits")]
    Public(&'static str),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKeys {
    format: u64,
    keys: Vec<WrittenKey>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    team: String,
    key: u64,
    made: i64,
    public: String,
}

fn read_half(hex: &str) -> Option<[u8; 32]> {
    let is_hex = hex.len() == 64 && hex.bytes().all(|digit| digit.is_ascii_hexdigit());
    let mut half = [0; 32];
    for (byte, at) in half.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(hex.get(at..at + 2).filter(|_| is_hex)?, 16).ok()?;
    }
    Some(half)
}

impl WrittenKey {
    fn of(key: &TeamKey) -> WrittenKey {
        let public = key.public.iter().map(|byte| format!("{byte:02x}")).collect();
        WrittenKey { team: key.team.code().to_owned(), key: key.number, made: key.made.0, public }
    }

    fn checked(self) -> Result<TeamKey, TeamKeysFault> {
        let team = Team::ALL.iter().copied().find(|team| team.code() == self.team);
        let team = team.ok_or(TeamKeysFault::Team(self.team))?;
        if self.key == 0 {
            return Err(TeamKeysFault::Number(team.code()));
        }
        let public = read_half(&self.public).ok_or(TeamKeysFault::Public(team.code()))?;
        Ok(TeamKey { team, number: self.key, made: Instant(self.made), public })
    }
}

/// The public half that each team is sealed to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamKeys(Vec<TeamKey>);

impl TeamKeys {
    /// Of one key a team.
    ///
    /// # Errors
    /// [`TeamKeysFault::Count`] for a team that has none, or more than one.
    pub fn new(keys: Vec<TeamKey>) -> Result<TeamKeys, TeamKeysFault> {
        for team in Team::ALL {
            match keys.iter().filter(|key| key.team == *team).count() {
                1 => {}
                count => return Err(TeamKeysFault::Count(team.code(), count)),
            }
        }
        Ok(TeamKeys(keys))
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[TeamKey] {
        &self.0
    }

    /// That of one team.
    ///
    /// # Panics
    /// Never: [`TeamKeys::new`] makes sure of it.
    #[must_use]
    pub fn of(&self, team: Team) -> TeamKey {
        let found = self.0.iter().copied().find(|key| key.team == team);
        found.expect("each team has one key, which was checked when these were made")
    }

    /// Reads the file's text.
    ///
    /// # Errors
    /// [`TeamKeysFault`] says what would be right.
    ///
    /// ```
    /// use store::team::TeamKeys;
    /// assert!(TeamKeys::read(r#"{"format": 1, "keys": []}"#).is_err());
    /// ```
    pub fn read(text: &str) -> Result<TeamKeys, TeamKeysFault> {
        let written: WrittenKeys = serde_json::from_str(text)?;
        if written.format != u64::from(FORMAT) {
            return Err(TeamKeysFault::Format(written.format));
        }
        TeamKeys::new(written.keys.into_iter().map(WrittenKey::checked).collect::<Result<_, _>>()?)
    }

    /// The file's text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let keys = self.0.iter().map(WrittenKey::of).collect();
        let written = WrittenKeys { format: u64::from(FORMAT), keys };
        // Texts and numbers alone: this cannot fail.
        serde_json::to_string(&written).expect("texts and numbers become JSON") + "\n"
    }
}

/// Why a file of public halves is not read.
#[derive(Debug, thiserror::Error)]
pub enum TeamKeyFileFault {
    /// Core has not written it.
    #[error("{0} is not there: core writes it when it starts, so start the core first")]
    NotThere(PathBuf),
    /// It cannot be read.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// It says what it must not.
    #[error("{0}: {1}; core writes it anew when it starts")]
    Wrong(PathBuf, TeamKeysFault),
}

/// Reads a file of public halves once.
///
/// # Errors
/// [`TeamKeyFileFault`] names the file and what would be right.
pub fn read_file(file: &Path) -> Result<TeamKeys, TeamKeyFileFault> {
    match std::fs::read_to_string(file) {
        Ok(text) => TeamKeys::read(&text).map_err(|fault| TeamKeyFileFault::Wrong(file.to_owned(), fault)),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(TeamKeyFileFault::NotThere(file.to_owned())),
        Err(error) => Err(TeamKeyFileFault::File(file.to_owned(), error)),
    }
}

/// By what a file is known to be the one that was read: a file that is put in its place has another.
type Stamp = (u64, u64, i64, i64);

fn stamp(file: &Path) -> Option<Stamp> {
    let about = std::fs::metadata(file).ok()?;
    Some((about.ino(), about.len(), about.mtime(), about.mtime_nsec()))
}

struct Known {
    stamp: Option<Stamp>,
    keys: TeamKeys,
}

/// The file of public halves, as a public door keeps it: read again whenever it has changed.
pub struct TeamKeyFile {
    file: PathBuf,
    known: Mutex<Known>,
}

impl TeamKeyFile {
    /// Reads it for the first time.
    ///
    /// # Errors
    /// [`TeamKeyFileFault`].
    pub fn open(file: PathBuf) -> Result<TeamKeyFile, TeamKeyFileFault> {
        // Before it is read: what is put in its place meanwhile is then read at the next look.
        let stamp = stamp(&file);
        let keys = read_file(&file)?;
        Ok(TeamKeyFile { file, known: Mutex::new(Known { stamp, keys }) })
    }

    /// The key to seal to now. While the file cannot be read the last one that could be is told: it opens for as long as `core`
    /// keeps it, and `core` says when it does not any more.
    pub fn of(&self, team: Team) -> TeamKey {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let now = stamp(&self.file);
        if now != known.stamp {
            known.stamp = now;
            match read_file(&self.file) {
                Ok(keys) => known.keys = keys,
                Err(fault) => tracing::error!(%fault, "new keys of the teams were not read"),
            }
        }
        known.keys.of(team)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{CannotOpen, Secret, open_sealed_to, public_key};

    fn key(number: u64, secret: &Secret) -> TeamKey {
        TeamKey { team: Team::ReportsDesk, number, made: Instant(5), public: public_key(secret) }
    }

    #[test]
    fn a_box_names_whose_key_opens_it_and_what_seals_it_opens_nothing() {
        let secret = Secret::random().unwrap();
        let seals = key(7, &secret);
        let sealed = seals.seal(b"ordinary words").unwrap();
        let read = Addressed::read(&sealed).unwrap();
        assert_eq!((read.team, read.key), (1, 7));
        assert_eq!(open_sealed_to(&secret, read.sealed).unwrap(), b"ordinary words");
        // This is all that the process at the door knows of a key.
        let TeamKey { team: _, number: _, made: _, public } = seals;
        assert_eq!(open_sealed_to(&Secret::from(public), read.sealed), Err(CannotOpen));
        let mut other = sealed.clone();
        other[0] = 2;
        assert!(Addressed::read(&other).is_none() && Addressed::read(&sealed[..10]).is_none());
    }

    #[test]
    fn the_file_says_what_it_said_and_what_is_wrong_is_named() {
        let secret = Secret::random().unwrap();
        let keys = TeamKeys::new(vec![key(3, &secret)]).unwrap();
        let text = keys.to_text();
        assert_eq!(TeamKeys::read(&text).unwrap(), keys);
        for (from, to, names) in [
            ("\"format\":1", "\"format\":2", "\"format\" is 2"),
            ("reports-desk", "reports", "\"reports\""),
            ("\"key\":3", "\"key\":0", "\"key\" of"),
            ("\"public\":\"", "\"public\":\"+", "64 hexadecimal digits"),
            ("\"made\":5", "\"made\":5,\"private\":\"\"", "unknown field"),
            ("}]}", "}]", "right would be"),
        ] {
            let wrong = TeamKeys::read(&text.replace(from, to)).unwrap_err().to_string();
            assert!(wrong.contains(names), "{wrong}");
        }
        let none = TeamKeys::read("{\"format\":1,\"keys\":[]}").unwrap_err().to_string();
        assert!(none.contains("has 0 keys"), "{none}");
        assert!(TeamKeys::new(vec![key(1, &secret), key(2, &secret)]).is_err());
        let signed = "+a".repeat(32);
        assert!(read_half(&signed).is_none() && read_half(&"é".repeat(32)).is_none());
    }

    #[test]
    fn a_door_reads_the_file_again_when_it_changed_and_keeps_the_last_that_was_whole() {
        let dir = tempfile::tempdir().unwrap();
        let (file, fresh) = (dir.path().join("keys"), dir.path().join("keys.new"));
        let missing = TeamKeyFile::open(file.clone()).map(drop).unwrap_err().to_string();
        assert!(missing.contains(&file.display().to_string()), "{missing}");
        let put = |text: &str| {
            std::fs::write(&fresh, text).unwrap();
            std::fs::rename(&fresh, &file).unwrap();
        };
        let keys = |number| TeamKeys::new(vec![key(number, &Secret::random().unwrap())]).unwrap();
        put(&keys(1).to_text());
        let door = TeamKeyFile::open(file.clone()).unwrap();
        assert_eq!(door.of(Team::ReportsDesk).number, 1);
        put(&keys(2).to_text());
        assert_eq!(door.of(Team::ReportsDesk).number, 2);
        put("half of it");
        assert_eq!(door.of(Team::ReportsDesk).number, 2);
        std::fs::remove_file(&file).unwrap();
        assert_eq!(door.of(Team::ReportsDesk).number, 2);
        put(&keys(3).to_text());
        assert_eq!(door.of(Team::ReportsDesk).number, 3);
    }
}
