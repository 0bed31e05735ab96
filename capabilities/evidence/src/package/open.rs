//! Opening a package, at the recipient's: decrypted piece by piece, each original held against the manifest.

use super::manifest::{Inside, Manifest};
use super::{LONGEST_MANIFEST, MANIFEST, Wrong, hex, tar};
use age::{DecryptError, Decryptor};
use kernel::Hash;
use sha2::{Digest, Sha256};
use std::io::{BufRead, Read, Write};

/// What opens packages.
pub struct Identities(Vec<age::x25519::Identity>);

impl Identities {
    /// Reads the text of a file of age identities, as `age-keygen` or `tutela custody key` writes one; none when it is none.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Identities> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let all = lines.map(|line| line.parse().ok()).collect::<Option<Vec<_>>>()?;
        (!all.is_empty()).then_some(Identities(all))
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

/// SHA-256 of everything that comes, and its size.
///
/// # Errors
/// As the system says.
pub fn hash_of(mut from: impl BufRead) -> std::io::Result<(Hash, u64)> {
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    loop {
        let piece = from.fill_buf()?;
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
