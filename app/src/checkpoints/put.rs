//! Writes one checkpoint to one place: whole or not at all, and never over one that says something else.

use super::place::{Place, Target};
use couriers::hook;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::merkle::{Checkpoint, VerifierKey};

/// How long an address may take. A stop waits for it, so it is short; a checkpoint has a few hundred bytes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a checkpoint was not written. None of these words can hold a part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Trouble {
    #[error("nobody answers there")]
    Unreachable,
    #[error("no answer came in time")]
    Late,
    #[error("certificate or encryption are not accepted")]
    Encryption,
    #[error("the answer has the status {0}")]
    Status(u16),
    #[error("the directory is not there")]
    Missing,
    #[error("this user may not write there")]
    Denied,
    #[error("the disk is full")]
    Full,
    #[error("another checkpoint lies there that this journal does not continue: verify with it")]
    Differs,
    #[error("it cannot be written")]
    Unwritable,
}

impl Trouble {
    /// The word that stands for it in records, and at the end of its text's key.
    pub(super) fn code(self) -> &'static str {
        match self {
            Trouble::Unreachable => "unreachable",
            Trouble::Late => "late",
            Trouble::Encryption => "encryption",
            Trouble::Status(_) => "status",
            Trouble::Missing => "missing",
            Trouble::Denied => "denied",
            Trouble::Full => "full",
            Trouble::Differs => "differs",
            Trouble::Unwritable => "unwritable",
        }
    }

    /// The HTTP status that was answered; 0 when there was none.
    pub(super) fn status(self) -> i64 {
        if let Trouble::Status(status) = self { i64::from(status) } else { 0 }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Trouble::Missing,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Trouble::Denied,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Trouble::Full,
            _ => Trouble::Unwritable,
        }
    }
}

/// A checkpoint as it was signed, and what it says.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    pub(super) text: String,
    pub(super) head: Checkpoint,
}

impl Signed {
    /// Reads a checkpoint of this node; none when it is not one.
    pub(super) fn of(text: String, verifier: &VerifierKey) -> Option<Signed> {
        let head = verifier.read(&text).ok()?;
        Some(Signed { text, head })
    }

    /// Whether a checkpoint that was kept cannot be an earlier one of the same journal. Of two sizes, only `verify` can tell.
    fn contradicts(&self, kept: &Checkpoint) -> bool {
        kept.size > self.head.size || (kept.size == self.head.size && kept.root != self.head.root)
    }
}

/// The file to be written.
fn file_of(target: &Path, is_directory: bool, size: u64) -> PathBuf {
    if is_directory { target.join(format!("checkpoint-{size:012}.txt")) } else { target.to_owned() }
}

fn put_file(file: &Path, signed: &Signed, verifier: &VerifierKey) -> Result<(), Trouble> {
    let kept = std::fs::read_to_string(file).ok().and_then(|text| verifier.read(&text).ok());
    if kept.is_some_and(|kept| signed.contradicts(&kept)) {
        return Err(Trouble::Differs);
    }
    let name = file.file_name().ok_or(Trouble::Unwritable)?;
    let fresh = file.with_file_name(format!(".{}.new", name.to_string_lossy()));
    let mut written = std::fs::File::create(&fresh)?;
    written.write_all(signed.text.as_bytes())?;
    written.sync_all()?;
    std::fs::rename(&fresh, file)?;
    // The new name is durable when its directory is.
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(std::fs::File::open(parent)?.sync_all()?)
}

fn trouble_of(fault: &ureq::Error) -> Trouble {
    match hook::trouble(fault) {
        couriers::Trouble::Late => Trouble::Late,
        couriers::Trouble::Encryption => Trouble::Encryption,
        couriers::Trouble::Unreachable
        | couriers::Trouble::Unfit
        | couriers::Trouble::Private
        | couriers::Trouble::Broken => Trouble::Unreachable,
    }
}

fn put_http(url: &str, authorization: Option<&str>, text: &str) -> Result<(), Trouble> {
    let mut put =
        hook::agent(PATIENCE, PATIENCE).put(url).header("content-type", "text/plain; charset=utf-8");
    if let Some(value) = authorization {
        put = put.header("authorization", value);
    }
    let answer = put.send(text).map_err(|error| trouble_of(&error))?;
    // A redirect is not followed: who writes stands in the header, and is told to nobody else.
    if answer.status().is_success() { Ok(()) } else { Err(Trouble::Status(answer.status().as_u16())) }
}

/// Writes a checkpoint to a place.
///
/// # Errors
/// [`Trouble`]: what lay there lies there still.
pub(super) fn put(place: &Place, signed: &Signed, verifier: &VerifierKey) -> Result<(), Trouble> {
    match &place.target {
        Target::File(path) => put_file(&file_of(path, false, signed.head.size), signed, verifier),
        Target::Directory(path) => put_file(&file_of(path, true, signed.head.size), signed, verifier),
        Target::Http { url, authorization } => put_http(url, authorization.as_deref(), &signed.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Hash;
    use store::crypto::Secret;
    use store::merkle::{Signer25519, Tree};

    fn signer() -> Signer25519 {
        Signer25519::new("test.example", &Secret::from([7; 32]))
    }

    fn signed(leaves: &[u8]) -> Signed {
        let mut tree = Tree::default();
        leaves.iter().for_each(|leaf| tree.push(Hash([*leaf; 32])));
        Signed::of(signer().sign(&tree), &signer().verifier()).unwrap()
    }

    fn put_to(typed: &Path, one: &Signed) -> Result<(), Trouble> {
        put(&Place::read(&typed.display().to_string()).unwrap(), one, &signer().verifier())
    }

    #[test]
    fn a_file_holds_the_newest_and_a_directory_each() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("kept.txt");
        for one in [signed(&[1]), signed(&[1, 2])] {
            put_to(&file, &one).unwrap();
            put_to(home.path(), &one).unwrap();
            assert_eq!(std::fs::read_to_string(&file).unwrap(), one.text);
        }
        let mut names: Vec<_> =
            std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["checkpoint-000000000001.txt", "checkpoint-000000000002.txt", "kept.txt"]);
    }

    #[test]
    fn what_contradicts_the_journal_is_not_written_over() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("kept.txt");
        put_to(&file, &signed(&[1, 2])).unwrap();
        for other in [signed(&[1]), signed(&[1, 3])] {
            assert_eq!(put_to(&file, &other), Err(Trouble::Differs));
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap(), signed(&[1, 2]).text);
        put_to(&file, &signed(&[1, 2])).unwrap();
    }

    #[test]
    fn a_place_that_is_not_there_is_told() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(put_to(&home.path().join("gone/kept.txt"), &signed(&[1])), Err(Trouble::Missing));
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        // The listener is gone again: nobody answers at that port.
        let url = format!("http://127.0.0.1:{port}/x");
        assert_eq!(put_http(&url, None, "x"), Err(Trouble::Unreachable));
    }
}
