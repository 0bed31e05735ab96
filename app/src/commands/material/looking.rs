//! One file: its digests, and what there is to see.

use super::watching;
use material::{
    DecodeError, DecodeLimits, FileDigestWriter, FileDigests, Foreign, Format, FrameLimits, MIN_QUALITY,
    Mode, Pdq, PdqHash, PdqTurns, decode_for_hash_in, foreign, key_frames, pdq_of_turns,
};
use reader::Held;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Larger files are no pictures, or nobody's photographs: their digests alone count.
const LARGEST_FILE: u64 = 64 << 20;
/// A file is kept in memory while its digests are made if it is no larger.
const SMALL_FILE: u64 = 8 << 20;
/// What every thread may take at the same time for decoding.
const SMALL: DecodeLimits = DecodeLimits { max_alloc_bytes: 48 << 20, ..WHOLE };
/// What one thread at a time may take.
const WHOLE: DecodeLimits =
    DecodeLimits { max_pixels: 100_000_000, max_alloc_bytes: 256 << 20, max_scans: 100 };

/// How files are looked at.
pub(super) struct Eyes {
    mode: Mode,
    /// Whether animations are gone through.
    moves: bool,
    /// What holds ffmpeg, where videos are looked at.
    videos: Option<Held>,
    /// Held by whoever looks at something large.
    large: Mutex<()>,
}

/// What one file is.
pub(super) struct Look {
    pub(super) digests: FileDigests,
    pub(super) seen: Result<Sight, Unseen>,
}

/// What there is to see in a picture or video.
pub(super) struct Sight {
    pub(super) width: u32,
    pub(super) height: u32,
    /// A picture first of all as it is; then key frames of an animation, or the frames of a video.
    pub(super) shown: Vec<Shown>,
    /// Whether an animation or video has more than was looked at.
    pub(super) is_cut: bool,
}

/// Something that is seen in a file.
pub(super) struct Shown {
    /// When, in milliseconds; nothing of a picture that stands still.
    pub(super) at_ms: Option<u64>,
    pub(super) turns: PdqTurns,
}

/// Why nothing is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unseen {
    /// It is no picture.
    NoPicture(String),
    /// A video, and nobody asked for its frames.
    Video,
    /// It is a picture or video and cannot be looked at.
    Trouble(String),
}

impl Look {
    /// What keeps a picture or video from being looked at.
    pub(super) fn trouble(&self) -> Option<&str> {
        match &self.seen {
            Err(Unseen::Trouble(why)) => Some(why),
            _ => None,
        }
    }
}

impl Unseen {
    pub(super) fn words(&self) -> &str {
        match self {
            Unseen::NoPicture(why) | Unseen::Trouble(why) => why,
            Unseen::Video => "a video, and no picture; 'tutela material frames' hashes videos",
        }
    }
}

impl From<DecodeError> for Unseen {
    fn from(error: DecodeError) -> Unseen {
        match error {
            DecodeError::UnknownFormat => Unseen::NoPicture(error.to_string()),
            DecodeError::Video => Unseen::Video,
            error => Unseen::Trouble(error.to_string()),
        }
    }
}

impl Shown {
    /// The hash as it is, with its quality.
    pub(super) fn hash(&self) -> PdqHash {
        PdqHash { hash: self.turns.hashes[0].1, quality: self.turns.quality }
    }
}

impl Sight {
    /// Why it is never matched by what it looks like.
    pub(super) fn note(&self) -> Option<String> {
        let hash = self.shown.first()?.hash();
        if hash.hash == Pdq::ZERO {
            return Some(
                "hardly any detail: never matched by what it looks like, only by its digests".to_owned(),
            );
        }
        (!hash.usable()).then(|| {
            let quality = hash.quality;
            format!("quality {quality} is below {MIN_QUALITY}: never matched by what it looks like, only by its digests")
        })
    }
}

impl Eyes {
    pub(super) fn new(mode: Mode, moves: bool, videos: Option<Held>) -> Eyes {
        Eyes { mode, moves, videos, large: Mutex::default() }
    }

    /// What tells this way of looking from others.
    pub(super) fn identity(&self) -> String {
        format!("{:?} videos {}", self.mode, self.videos.is_some())
    }

    /// Reads a file once, whatever its size, and looks at it if it is a picture.
    pub(super) fn look(&self, path: &Path) -> std::io::Result<Look> {
        // A pipe or a device would never end.
        if !std::fs::metadata(path)?.is_file() {
            return Err(std::io::Error::other("no regular file"));
        }
        let mut file = File::open(path)?;
        let Taken { digests, length, start, whole } = read(&mut file)?;
        let seen = if Format::sniff(&start).is_some() {
            self.picture(&mut file, length, whole)?
        } else {
            self.other(&start, path)
        };
        Ok(Look { digests, seen })
    }

    fn picture(
        &self,
        file: &mut File,
        length: u64,
        whole: Option<Vec<u8>>,
    ) -> std::io::Result<Result<Sight, Unseen>> {
        let alone = || self.large.lock().unwrap_or_else(PoisonError::into_inner);
        if length > LARGEST_FILE {
            let why = format!(
                "{length} bytes are more than the {LARGEST_FILE} of a picture; only its digests count"
            );
            return Ok(Err(Unseen::Trouble(why)));
        }
        let Some(bytes) = whole else {
            let _alone = alone();
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(0))?;
            file.take(LARGEST_FILE).read_to_end(&mut bytes)?;
            return Ok(self.decoded(&bytes, &WHOLE).map_err(Unseen::from));
        };
        Ok(match self.decoded(&bytes, &SMALL) {
            Err(DecodeError::TooMuchMemory { .. }) => {
                let _alone = alone();
                self.decoded(&bytes, &WHOLE).map_err(Unseen::from)
            }
            decoded => decoded.map_err(Unseen::from),
        })
    }

    fn decoded(&self, bytes: &[u8], limits: &DecodeLimits) -> Result<Sight, DecodeError> {
        let picture = decode_for_hash_in(self.mode, bytes, None, limits)?;
        let (width, height) = (picture.width(), picture.height());
        let still = Shown { at_ms: None, turns: pdq_of_turns(&picture) };
        drop(picture);
        let mut sight = Sight { width, height, shown: vec![still], is_cut: false };
        if self.moves {
            match key_frames(bytes, limits, &FrameLimits::default()) {
                Ok(moving) => {
                    let frames = moving.frames.into_iter();
                    sight
                        .shown
                        .extend(frames.map(|frame| Shown { at_ms: Some(frame.at_ms), turns: frame.turns }));
                    sight.is_cut = moving.is_cut;
                }
                // Whoever has more room tries again.
                Err(error @ DecodeError::TooMuchMemory { .. }) if *limits == SMALL => return Err(error),
                Err(_) => sight.is_cut = true,
            }
        }
        Ok(sight)
    }

    fn other(&self, start: &[u8], path: &Path) -> Result<Sight, Unseen> {
        match (foreign(start), self.videos) {
            (Some(Foreign::Video), Some(held)) => watching::sight(path, held).map_err(Unseen::Trouble),
            (Some(Foreign::Video), None) => Err(Unseen::Video),
            (Some(Foreign::Picture(name)), _) => Err(DecodeError::NotRead { name }.into()),
            (None, _) => Err(DecodeError::UnknownFormat.into()),
        }
    }
}

/// What reading a file gave.
struct Taken {
    digests: FileDigests,
    length: u64,
    /// Its first bytes.
    start: Vec<u8>,
    /// All of it, when it begins as a picture and is small.
    whole: Option<Vec<u8>>,
}

fn read(file: &mut File) -> std::io::Result<Taken> {
    const START: usize = 256;
    let mut writer = FileDigestWriter::default();
    let mut buffer = vec![0; 1 << 17];
    let (mut start, mut whole, mut length) = (Vec::new(), Some(Vec::new()), 0);
    loop {
        let count = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = &buffer[..count];
        writer.update(bytes);
        if start.len() < START {
            start.extend(bytes.iter().take(START - start.len()));
        }
        length += count as u64;
        if length > SMALL_FILE || Format::sniff(&start).is_none() {
            whole = None;
        }
        if let Some(kept) = &mut whole {
            kept.extend_from_slice(bytes);
        }
    }
    Ok(Taken { digests: writer.finish(), length, start, whole })
}
