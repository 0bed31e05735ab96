//! What a backup consists of: one manifest for each run, signed by the node, each bound to the one before it.

use super::parts::{self, Part};
use super::{KeepFault, at};
use crate::files;
use crate::merkle::{Checkpoint, Signer25519, VerifierKey};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The first line of a manifest. It has a space in it, so no node has it as its name and no checkpoint begins with it.
const KIND: &str = "tutela backup";
/// The layout of manifest and parts.
pub(super) const VERSION: u32 = 1;

/// One run of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// The layout.
    pub(super) version: u32,
    /// Its number in the directory, from 1.
    pub(super) number: u32,
    /// The node's name.
    pub(super) node: String,
    /// When it was made, UTC ms.
    pub(super) made: i64,
    /// It holds the entries after this one.
    pub(super) after: u64,
    /// Up to this one.
    pub(super) upto: u64,
    /// Leaf hash of the last entry, hexadecimal.
    pub(super) leaf: String,
    /// When the last entry was recorded, UTC ms.
    pub(super) recorded: i64,
    /// SHA-256 of the manifest before it; empty for the first.
    pub(super) previous: String,
    /// A checkpoint over all entries up to the last.
    pub(super) checkpoint: String,
    /// Its parts.
    pub(super) parts: Vec<Part>,
}

/// A manifest and the hash that binds the next one to it.
pub(super) struct Bound {
    pub(super) manifest: Manifest,
    pub(super) sha256: String,
}

/// The file of a run's manifest.
fn path(directory: &Path, number: u32) -> PathBuf {
    directory.join(format!("{number:06}.manifest"))
}

impl Manifest {
    /// The file of one of its parts, before it has one.
    pub(super) fn part_path(directory: &Path, number: u32, what: &str) -> PathBuf {
        directory.join(format!("{number:06}.{what}.age"))
    }

    /// Signs it and puts it into the directory: only now the run counts.
    ///
    /// # Errors
    /// [`KeepFault::File`].
    pub(super) fn write(&self, directory: &Path, signer: &Signer25519) -> Result<(), KeepFault> {
        let file = path(directory, self.number);
        let json =
            serde_json::to_string(self).map_err(|error| KeepFault::File(file.clone(), error.to_string()))?;
        let (text, fresh) = (signer.sign_note(&format!("{KIND}\n{json}\n")), files::fresh_name(&file));
        files::remove(&fresh)
            .and_then(|()| files::write_new(&fresh, text.as_bytes()))
            .and_then(|()| files::replace(&fresh, &file))
            .map_err(at(&file))
    }

    /// The checkpoint over its entries, believed.
    ///
    /// # Errors
    /// [`KeepFault::Damaged`].
    pub(super) fn checkpoint(
        &self,
        directory: &Path,
        verifier: &VerifierKey,
    ) -> Result<Checkpoint, KeepFault> {
        let damaged = |wrong: String| KeepFault::Damaged(path(directory, self.number), wrong);
        verifier.read(&self.checkpoint).map_err(|error| damaged(error.to_string()))
    }
}

/// Reads the body of a manifest whose signature fits.
///
/// # Errors
/// What is wrong with it.
pub(super) fn parsed(body: &str) -> Result<Manifest, String> {
    let json = body.strip_prefix(KIND).and_then(|body| body.strip_prefix('\n'));
    let json = json.ok_or_else(|| "is no manifest of a backup".to_owned())?;
    let manifest: Manifest = serde_json::from_str(json).map_err(|error| error.to_string())?;
    if manifest.version != VERSION {
        return Err(format!("has layout {}, and {VERSION} is known here", manifest.version));
    }
    Ok(manifest)
}

fn read(directory: &Path, number: u32, verifier: &VerifierKey) -> Result<Bound, KeepFault> {
    let file = path(directory, number);
    let damaged = |wrong: &str| KeepFault::Damaged(file.clone(), wrong.to_owned());
    if !file.exists() {
        return Err(damaged("is missing, and a later one is there"));
    }
    let text = std::fs::read_to_string(&file).map_err(at(&file))?;
    let body = verifier.read_note(&text).ok_or_else(|| {
        damaged("is not signed by this node, or was changed: with the node key and the key backup of the node it must fit")
    })?;
    let manifest = parsed(&body).map_err(|wrong| damaged(&wrong))?;
    Ok(Bound { manifest, sha256: parts::hashed(&file)?.0 })
}

/// A directory that was named wrongly.
pub(super) fn empty(directory: &Path) -> KeepFault {
    KeepFault::File(directory.to_owned(), "holds no backup; name the directory of 'tutela backup'".into())
}

/// The name of the node whose backup a directory holds, as the first manifest says before anybody believes it.
pub(super) fn claimed_name(directory: &Path) -> Result<String, KeepFault> {
    if count(directory)? == 0 {
        return Err(empty(directory));
    }
    let file = path(directory, 1);
    let text = std::fs::read_to_string(&file).map_err(at(&file))?;
    let json = text.lines().nth(1).unwrap_or_default();
    let manifest: Manifest = serde_json::from_str(json)
        .map_err(|error| KeepFault::Damaged(file, format!("is no manifest of a backup: {error}")))?;
    Ok(manifest.node)
}

/// How many runs a directory holds.
fn count(directory: &Path) -> Result<u32, KeepFault> {
    let mut last = 0;
    for entry in std::fs::read_dir(directory).map_err(at(directory))? {
        let name = entry.map_err(at(directory))?.file_name();
        let number =
            name.to_str().and_then(|name| name.strip_suffix(".manifest")).and_then(|n| n.parse().ok());
        last = last.max(number.unwrap_or(0));
    }
    Ok(last)
}

/// All runs of a directory, in order, each bound to the one before.
///
/// # Errors
/// [`KeepFault::Damaged`] names the manifest that is missing, changed or out of order.
pub(super) fn chain(directory: &Path, verifier: &VerifierKey) -> Result<Vec<Bound>, KeepFault> {
    let mut chain: Vec<Bound> = Vec::new();
    for number in 1..=count(directory)? {
        let bound = read(directory, number, verifier)?;
        let (before, upto) = chain.last().map_or(("", 0), |last| (last.sha256.as_str(), last.manifest.upto));
        let one = &bound.manifest;
        if one.number != number || one.previous != before || one.after != upto || one.upto < one.after {
            let wrong = "does not follow the one before it: one of the two is of another backup";
            return Err(KeepFault::Damaged(path(directory, number), wrong.into()));
        }
        chain.push(bound);
    }
    Ok(chain)
}
