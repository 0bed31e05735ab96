//! Writing a package: each original is encrypted piece by piece as it comes, and never lies in plain anywhere.

use super::manifest::{Inside, Manifest};
use super::{MANIFEST, Wrong, hex, tar};
use age::Encryptor;
use facts::original::OriginalKind;
use kernel::{CodeList as _, Hash};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// Takes one piece of an original.
pub type Take<'t> = &'t mut dyn FnMut(&[u8]) -> io::Result<()>;

/// An original, as it is read piece by piece.
pub struct Source<'s> {
    /// What it is.
    pub kind: OriginalKind,
    /// Its size on record, in bytes.
    pub bytes: u64,
    /// Number of the entry that took it in.
    pub taken_in: u64,
    /// Hands its pieces over, one after the other.
    pub pieces: Box<dyn FnMut(Take<'_>) -> Result<(), String> + 's>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// SHA-256 of the package.
    pub package: Hash,
    /// SHA-256 of the manifest.
    pub manifest: Hash,
    /// Size of the package, in bytes.
    pub bytes: u64,
}

struct Hashing<W> {
    out: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a package to `out`, encrypted to the manifest's key. The manifest's list of originals is filled in.
///
/// # Errors
/// [`Wrong`]: then what was written is no package.
pub fn write<W: Write>(
    out: W,
    mut manifest: Manifest,
    sources: Vec<Source<'_>>,
) -> Result<(Packed, W), Wrong> {
    let key: age::x25519::Recipient = manifest.key.parse().map_err(|_| Wrong::Key)?;
    let encryptor =
        Encryptor::with_recipients([&key as &dyn age::Recipient].into_iter()).map_err(|_| Wrong::Key)?;
    let failed = |error: io::Error| Wrong::File("package".into(), error);
    let hashing = Hashing { out, hash: Sha256::new(), bytes: 0 };
    let mut sealed = encryptor.wrap_output(hashing).map_err(failed)?;
    for (at, source) in sources.into_iter().enumerate() {
        manifest.originals.push(put_original(&mut sealed, at, source)?);
    }
    let text = manifest.to_bytes();
    let size = text.len() as u64;
    let mut end = || {
        tar::begin(&mut sealed, MANIFEST, size)?;
        sealed.write_all(&text)?;
        tar::end_file(&mut sealed, size)?;
        tar::end(&mut sealed)
    };
    end().map_err(failed)?;
    let mut hashing = sealed.finish().map_err(failed)?;
    hashing.flush().map_err(failed)?;
    let package = Hash(hashing.hash.finalize().into());
    Ok((Packed { package, manifest: Hash::of(&[&text]), bytes: hashing.bytes }, hashing.out))
}

fn put_original(out: &mut dyn Write, at: usize, mut source: Source<'_>) -> Result<Inside, Wrong> {
    let failed = |error: io::Error| Wrong::File("package".into(), error);
    let (kind, bytes, file) = (source.kind, source.bytes, Inside::name(at, source.kind));
    tar::begin(out, &file, bytes).map_err(failed)?;
    let (mut hash, mut written) = (Sha256::new(), 0_u64);
    (source.pieces)(&mut |piece| {
        written += piece.len() as u64;
        hash.update(piece);
        // More than is on record would stand where the next file begins.
        if written > bytes { Ok(()) } else { out.write_all(piece) }
    })
    .map_err(|wrong| Wrong::Source(at + 1, wrong))?;
    if written != bytes {
        return Err(Wrong::Size(at + 1));
    }
    tar::end_file(out, bytes).map_err(failed)?;
    let sha256 = hex(&hash.finalize());
    Ok(Inside { file, kind: kind.code().to_owned(), bytes, sha256, taken_in: source.taken_in })
}
