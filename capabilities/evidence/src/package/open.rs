//! Opening a package, at the recipient's: decrypted piece by piece, each original held against the manifest.

use super::manifest::{Inside, Manifest};
use super::{LONGEST_MANIFEST, MANIFEST, Wrong, hex, tar};
use age::{DecryptError, Decryptor};
use kernel::Hash;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// What opens packages.
pub struct Identities(Vec<age::x25519::Identity>);

impl Identities {
    /// Reads a file of age identities, as `age-keygen` or `tutela custody key` writes one.
    ///
    /// # Errors
    /// [`Wrong::File`], [`Wrong::Identity`].
    pub fn read(file: &Path) -> Result<Identities, Wrong> {
        let bytes = Zeroizing::new(std::fs::read(file).map_err(|error| Wrong::File(file.to_owned(), error))?);
        let wrong = || Wrong::Identity(file.to_owned());
        let text = std::str::from_utf8(&bytes).map_err(|_| wrong())?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let all = lines.map(|line| line.parse().map_err(|_| wrong())).collect::<Result<Vec<_>, _>>()?;
        if all.is_empty() { Err(wrong()) } else { Ok(Identities(all)) }
    }

    /// Those identities.
    #[must_use]
    pub fn of(all: Vec<age::x25519::Identity>) -> Identities {
        Identities(all)
    }

    /// The public keys that go with them.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.0.iter().map(|identity| identity.to_public().to_string()).collect()
    }
}

/// A package that was opened, and held together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its manifest.
    pub manifest: Manifest,
    /// SHA-256 of the manifest.
    pub manifest_hash: Hash,
}

/// SHA-256 of a file, and its size.
///
/// # Errors
/// [`Wrong::File`].
pub fn hash_of_file(file: &Path) -> Result<(Hash, u64), Wrong> {
    let failed = |error| Wrong::File(file.to_owned(), error);
    let mut from = BufReader::with_capacity(64 * 1024, File::open(file).map_err(failed)?);
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    loop {
        let piece = from.fill_buf().map_err(failed)?;
        if piece.is_empty() {
            return Ok((Hash(hash.finalize().into()), bytes));
        }
        hash.update(piece);
        let length = piece.len();
        bytes += length as u64;
        from.consume(length);
    }
}

/// An original that was read: its name, size and hash.
struct Seen {
    name: String,
    bytes: u64,
    sha256: String,
}

/// Opens a package; the bytes of each original go to what `begin` makes of its name. Nothing of it is to be believed before
/// this returns.
///
/// # Errors
/// [`Wrong`] says what differs.
pub fn open<W: Write>(
    package: impl BufRead,
    identities: &Identities,
    begin: &mut dyn FnMut(&str) -> Result<W, Wrong>,
) -> Result<Opened, Wrong> {
    let known = identities.0.iter().map(|one| one as &dyn age::Identity);
    let opened = Decryptor::new_buffered(package).and_then(|sealed| sealed.decrypt(known));
    let mut plain = opened.map_err(|error| match error {
        DecryptError::NoMatchingKeys => Wrong::OtherKey,
        other => Wrong::Damaged(other.to_string()),
    })?;
    let mut seen = Vec::new();
    loop {
        let Some((name, size)) = tar::next(&mut plain)? else {
            return Err(Wrong::Inside(MANIFEST.into(), "is missing"));
        };
        if name == MANIFEST {
            let bytes = read_manifest(&mut plain, size)?;
            if tar::next(&mut plain)?.is_some() {
                return Err(Wrong::Inside(MANIFEST.into(), "is not the last file"));
            }
            return held_together(&bytes, &seen);
        }
        let (mut out, mut hash) = (begin(&name)?, Sha256::new());
        tar::each_piece(&mut plain, size, &mut |piece| {
            hash.update(piece);
            out.write_all(piece).map_err(|error| Wrong::File(name.clone().into(), error))
        })?;
        out.flush().map_err(|error| Wrong::File(name.clone().into(), error))?;
        seen.push(Seen { name, bytes: size, sha256: hex(&hash.finalize()) });
    }
}

fn read_manifest(plain: &mut dyn Read, size: u64) -> Result<Vec<u8>, Wrong> {
    if size > LONGEST_MANIFEST {
        return Err(Wrong::Manifest("is longer than 1 MiB".into()));
    }
    let mut bytes = Vec::new();
    tar::each_piece(plain, size, &mut |piece| {
        bytes.extend_from_slice(piece);
        Ok(())
    })?;
    Ok(bytes)
}

/// Holds what was read against the manifest.
fn held_together(bytes: &[u8], seen: &[Seen]) -> Result<Opened, Wrong> {
    let manifest = Manifest::from_bytes(bytes)?;
    let inside = |name: &str, wrong| Err(Wrong::Inside(name.to_owned(), wrong));
    let missing = |one: &&Inside| !seen.iter().any(|seen| seen.name == one.file);
    if let Some(one) = manifest.originals.iter().find(missing) {
        return inside(&one.file, "is missing, and the manifest names it");
    }
    if manifest.originals.len() != seen.len() {
        return inside("tar", "holds a file that the manifest does not name, or one twice");
    }
    for (one, seen) in manifest.originals.iter().zip(seen) {
        if one.file != seen.name {
            return inside(&seen.name, "does not stand where the manifest says");
        }
        if one.bytes != seen.bytes {
            return inside(&one.file, "has another size than the manifest says");
        }
        if !one.sha256.eq_ignore_ascii_case(&seen.sha256) {
            return inside(&one.file, "its SHA-256 is not the manifest's");
        }
    }
    Ok(Opened { manifest_hash: Hash::of(&[bytes]), manifest })
}

/// Opens a package into a new directory, which is there only when everything was right.
///
/// # Errors
/// [`Wrong`]; what was written until then is removed.
pub fn open_into(package: &Path, identities: &Identities, directory: &Path) -> Result<Opened, Wrong> {
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| Wrong::File(path, error)
    };
    if directory.exists() {
        return Err(at(directory)(std::io::Error::other("is there already; name a new directory")));
    }
    let mut fresh = directory.as_os_str().to_owned();
    fresh.push(".part");
    let fresh = std::path::PathBuf::from(fresh);
    std::fs::DirBuilder::new().mode(0o700).create(&fresh).map_err(at(&fresh))?;
    let mut begin = |name: &str| {
        let file = fresh.join(name);
        let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file);
        // A name that comes twice is a package that was made by somebody else.
        made.map_err(at(&file))
    };
    let from = BufReader::new(File::open(package).map_err(at(package))?);
    let done = open(from, identities, &mut begin)
        .and_then(|opened| std::fs::rename(&fresh, directory).map(|()| opened).map_err(at(directory)));
    if done.is_err() {
        // What a wrong package held is nobody's evidence.
        drop(std::fs::remove_dir_all(&fresh));
    }
    done
}
