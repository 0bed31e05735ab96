//! What is said of a file: to a person as a few lines, to a program as one JSON object a line.

use super::finding::{By, Hit, Known, position};
use super::looking::{Eyes, Look};
use data_encoding::HEXLOWER;
use kernel::CodeList;
use serde::Serialize;
use std::path::Path;

/// The hashes of a picture; the names of the fields are contract.
#[derive(Serialize)]
struct Hashed {
    file: String,
    pdq: String,
    quality: u8,
    sha256: String,
    sha1: String,
    md5: String,
    width: u32,
    height: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    dihedral: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A JSON object on a line of its own.
pub(super) fn line(value: &impl Serialize) {
    // Structures of texts and numbers always have a form.
    if let Ok(text) = serde_json::to_string(value) {
        println!("{text}");
    }
}

/// Tells the hashes of a picture.
///
/// # Errors
/// What is wrong with the file.
pub(super) fn hash(eyes: &Eyes, file: &Path, dihedral: bool, json: bool) -> Result<(), String> {
    let Look { digests, seen } = eyes.look(file).map_err(|error| error.to_string())?;
    let sight = seen.map_err(|unseen| unseen.words().to_owned())?;
    let note = sight.note();
    let still = sight.shown.first().ok_or("nothing to see")?;
    let turns = || still.turns.hashes.iter().map(|(_, hash)| hash.to_string()).collect();
    let hashed = Hashed {
        file: file.display().to_string(),
        pdq: still.hash().hash.to_string(),
        quality: still.turns.quality,
        sha256: HEXLOWER.encode(&digests.sha256),
        sha1: HEXLOWER.encode(&digests.sha1),
        md5: HEXLOWER.encode(&digests.md5),
        width: sight.width,
        height: sight.height,
        dihedral: dihedral.then(turns),
        note,
    };
    if json {
        line(&hashed);
        return Ok(());
    }
    println!("{}   {} x {}", hashed.file, hashed.width, hashed.height);
    println!("  PDQ      {}   quality {}", hashed.pdq, hashed.quality);
    for (turn, hash) in hashed.dihedral.iter().flatten().enumerate().skip(1) {
        println!("           {hash}   {}", position(turn));
    }
    println!("  SHA-256  {}\n  SHA-1    {}\n  MD5      {}", hashed.sha256, hashed.sha1, hashed.md5);
    if let Some(note) = hashed.note {
        println!("  Note     {note}");
    }
    Ok(())
}

/// A hit as a program reads it.
#[derive(Serialize)]
pub(super) struct Told {
    /// `exact` or `perceptual`.
    #[serde(rename = "match")]
    pub(super) kind: &'static str,
    pub(super) by: &'static str,
    /// Bits of 256; 0 when it is exact.
    pub(super) distance: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) position: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at_ms: Option<u64>,
    pub(super) list: String,
    pub(super) line: u64,
    pub(super) grade: &'static str,
}

impl Told {
    pub(super) fn of(hit: &Hit, known: &Known) -> Told {
        let (distance, turn, at_ms) = match hit.by {
            By::Pdq { distance, turn, at_ms } => (distance, Some(turn), at_ms),
            By::Sha256 | By::Md5 => (0, None, None),
        };
        Told {
            kind: if hit.by.is_exact() { "exact" } else { "perceptual" },
            by: hit.by.code(),
            distance,
            position: turn.map(position),
            at_ms,
            list: known.list(hit.entry),
            line: hit.entry.line(),
            grade: hit.entry.grade().code(),
        }
    }

    /// One line for a person.
    fn words(&self) -> String {
        let mut how = match self.position {
            None => format!("EXACT       same {}", self.by),
            Some("as-is") => format!("perceptual  {} of 256 bits", self.distance),
            Some(position) => format!("perceptual  {} of 256 bits, {position}", self.distance),
        };
        if let Some(ms) = self.at_ms {
            how += &format!(", at {}:{:02}", ms / 60_000, ms / 1_000 % 60);
        }
        format!("  {how:<46}  {} line {}: {}", self.list, self.line, self.grade)
    }
}

/// What a program reads of one file.
#[derive(Serialize)]
struct Matched<'m> {
    file: String,
    matches: Vec<Told>,
    sha256: String,
    sha1: String,
    md5: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    quality: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<&'m str>,
}

/// What a person must know besides of how a file was looked at.
pub(super) fn note(look: &Look) -> Option<String> {
    match &look.seen {
        Ok(sight) if sight.is_cut => {
            Some("an animation or video that goes on: only its beginning was looked at".to_owned())
        }
        Ok(sight) => sight.note(),
        Err(unseen) => look.trouble().is_none().then(|| unseen.words().to_owned()),
    }
}

/// Tells what a file was found to be.
pub(super) fn matches(file: &Path, look: &Look, found: &[Hit], known: &Known, json: bool) {
    let matches: Vec<Told> = found.iter().map(|hit| Told::of(hit, known)).collect();
    let note = note(look);
    if json {
        let still = look.seen.as_ref().ok().and_then(|sight| sight.shown.first());
        line(&Matched {
            file: file.display().to_string(),
            matches,
            sha256: HEXLOWER.encode(&look.digests.sha256),
            sha1: HEXLOWER.encode(&look.digests.sha1),
            md5: HEXLOWER.encode(&look.digests.md5),
            quality: still.map(|shown| shown.turns.quality),
            note,
            trouble: look.trouble(),
        });
        return;
    }
    println!("{}", file.display());
    if matches.is_empty() {
        println!("  nothing found");
    }
    matches.iter().for_each(|told| println!("{}", told.words()));
    if let Some(note) = note {
        println!("  note: {note}");
    }
}
