//! Videos: the hashes of their frames, one a second.

use super::each;
use super::looking::{Shown, Sight};
use super::telling::line;
use crate::fault::Fault;
use material::{FrameHash, Picture, Radius, Shares, VideoHash, pdq_of_turns};
use reader::Held;
use reader::frames::{self, Frame, Watched};
use serde_json::json;
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Largest file of a vPDQ hash, in bytes.
const LONGEST_TEXT: u64 = 16 << 20;

/// What holds ffmpeg here.
///
/// # Errors
/// [`Fault::Input`]: it is not installed.
pub(super) fn installed() -> Result<Held, Fault> {
    frames::installed().map_err(|fault| Fault::Input(format!("{fault}; on Debian 'apt install ffmpeg'")))
}

/// What there is to see in a video: each frame of some detail, once.
///
/// # Errors
/// Why nothing is.
pub(super) fn sight(video: &Path, held: Held) -> Result<Sight, String> {
    let (mut shown, mut seen, mut size) = (Vec::new(), HashSet::new(), (0, 0));
    let watched = frames::watch(video, held, |frame| {
        let at_ms = u64::from(frame.second) * 1_000;
        size = (frame.width, frame.height);
        let Ok(picture) = picture(frame) else { return ControlFlow::Break(()) };
        let frame = Shown { at_ms: Some(at_ms), turns: pdq_of_turns(&picture) };
        if frame.hash().usable() && seen.insert(frame.hash().hash) {
            shown.push(frame);
        }
        ControlFlow::Continue(())
    });
    let Watched { is_whole, .. } = watched.map_err(|fault| fault.to_string())?;
    Ok(Sight { width: size.0, height: size.1, shown, is_cut: !is_whole })
}

fn picture(frame: Frame) -> Result<Picture, material::WrongPixelLength> {
    Picture::from_rgb(frame.width, frame.height, frame.rgb)
}

/// The vPDQ hash of a video, and whether it was seen to its end.
fn hashed(video: &Path, held: Held) -> Result<(VideoHash, bool), String> {
    let sight = sight(video, held)?;
    let frame = |shown: &Shown| FrameHash {
        hash: shown.hash().hash,
        quality: shown.turns.quality,
        at_ms: shown.at_ms.unwrap_or_default(),
    };
    Ok((VideoHash::of(sight.shown.iter().map(frame)), !sight.is_cut))
}

/// The hash in a file of text, or that of a video.
fn compared(file: &Path, held: Held) -> Result<VideoHash, Fault> {
    let known = std::fs::metadata(file).map_err(Fault::file(file))?;
    let wrong = |why: &dyn std::fmt::Display| Fault::Input(format!("--with {}: {why}", file.display()));
    if !known.is_file() {
        return Err(wrong(&"no regular file"));
    }
    if known.len() <= LONGEST_TEXT
        && let Ok(text) = std::fs::read_to_string(file)
        && text.trim_start().starts_with('[')
    {
        return text.parse().map_err(|error: material::NoVideoHash| wrong(&error));
    }
    hashed(file, held).map(|(hash, _)| hash).map_err(|why| wrong(&why))
}

/// `tutela material frames`.
pub(super) fn frames(files: &[PathBuf], with: Option<&Path>, json: bool) -> Result<ExitCode, Fault> {
    let held = installed()?;
    let with = with.map(|file| compared(file, held)).transpose()?;
    Ok(each(files, |file| {
        if !std::fs::metadata(file).map_err(|error| error.to_string())?.is_file() {
            return Err("no regular file".to_owned());
        }
        let (hash, is_whole) = hashed(file, held)?;
        tell(file, &hash, is_whole, with.as_ref().map(|with| hash.shares(with, Radius::MAX)), json);
        Ok(())
    }))
}

fn tell(file: &Path, hash: &VideoHash, is_whole: bool, shares: Option<Shares>, json: bool) {
    let is_match = |shares: &Shares| shares.reach(Shares::MATCH_PERCENT, 0.0);
    let name = file.display().to_string();
    if json {
        let shares = shares.map(|shares| {
            json!({ "query_percent": shares.query_percent, "compared_percent": shares.compared_percent, "is_match": is_match(&shares) })
        });
        let frames = hash.frames().len();
        line(
            &json!({ "file": name, "frames": frames, "whole": is_whole, "vpdq": hash.to_string(), "shares": shares }),
        );
        return;
    }
    let end = if is_whole { "" } else { "; only its beginning was looked at" };
    match shares {
        None => {
            eprintln!("{name}: {} distinct frames that can be matched{end}", hash.frames().len());
            println!("{hash}");
        }
        Some(shares) => {
            let word = if is_match(&shares) { "MATCH" } else { "no match" };
            println!(
                "{name}: {word}; {:.0} % of its frames are in the other, {:.0} % of the other's in it{end}",
                shares.query_percent, shares.compared_percent
            );
        }
    }
}
