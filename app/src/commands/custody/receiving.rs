//! Files at the recipient's: the key, the package, and a directory that is there only when everything was right.

use crate::fault::Fault;
use evidence::package::{Identities, Opened, Wrong, hash_of, open};
use kernel::Hash;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::BufReader;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// What opens packages.
///
/// # Errors
/// [`Fault`] names the file.
pub(super) fn identities(file: &Path) -> Result<Identities, Fault> {
    let text = std::fs::read_to_string(file).map_err(Fault::file(file))?;
    let none = "is no file of age identities; 'tutela custody key FILE' makes one";
    Identities::from_text(&text).ok_or_else(|| Fault::Input(format!("{}: {none}", file.display())))
}

/// SHA-256 of a file, and its size.
///
/// # Errors
/// [`Fault::File`].
pub(super) fn hashed(file: &Path) -> Result<(Hash, u64), Fault> {
    let from = File::open(file).map_err(Fault::file(file))?;
    hash_of(BufReader::with_capacity(64 * 1024, from)).map_err(Fault::file(file))
}

/// What is wrong with a package is found; what could not be looked at is bad input.
pub(super) fn fault(wrong: Wrong) -> Fault {
    match wrong {
        Wrong::File(file, error) => Fault::File(file.display().to_string(), error),
        found => Fault::Found(found.to_string()),
    }
}

/// Opens a package into a new directory.
///
/// # Errors
/// [`Fault`]; what was written until then is removed.
pub(super) fn open_into(package: &Path, known: &Identities, directory: &Path) -> Result<Opened, Fault> {
    if directory.exists() {
        let words = format!("--out {}: is there already; name a new directory", directory.display());
        return Err(Fault::Input(words));
    }
    let mut fresh = directory.as_os_str().to_owned();
    fresh.push(".part");
    let fresh = PathBuf::from(fresh);
    let from = BufReader::new(File::open(package).map_err(Fault::file(package))?);
    DirBuilder::new().mode(0o700).create(&fresh).map_err(Fault::file(&fresh))?;
    let mut begin = |name: &str| {
        let file = fresh.join(name);
        // A name that comes twice was written by somebody else's program.
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file);
        made.map_err(|error| Wrong::File(file, error))
    };
    let opened = open(from, known, &mut begin).map_err(fault);
    let done = opened.and_then(|opened| {
        std::fs::rename(&fresh, directory).map_err(Fault::file(directory))?;
        Ok(opened)
    });
    if done.is_err() {
        // What a wrong package held is nobody's evidence.
        drop(std::fs::remove_dir_all(&fresh));
    }
    done
}
