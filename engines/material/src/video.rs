//! vPDQ: the hashes of a video's frames, one a second, after the description published by Meta in facebook/ThreatExchange
//! (`vpdq/`). Frames are compared as unordered sets: cuts, pauses and another order change nothing.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::{MIN_QUALITY, Pdq, PdqHash, Radius};

/// Most frames that a text may hold: a day, one frame a second.
const MOST_FRAMES: usize = 86_400;

/// The hash of one frame, its quality, and when it is shown. Its text is that of the published tools, `HASH,QUALITY,SECONDS`,
/// with all three decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHash {
    /// The hash.
    pub hash: Pdq,
    /// 0 to 100.
    pub quality: u8,
    /// When it is shown, in milliseconds from the beginning.
    pub at_ms: u64,
}

/// The text is no list of frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a vPDQ hash is a JSON list of texts \"HASH,QUALITY,SECONDS\"")]
pub struct NoVideoHash;

/// The frames of a video that can be matched, each hash once, in the order in which they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VideoHash {
    frames: Vec<FrameHash>,
}

/// How much of two videos is the same, in percent of their distinct frames.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// Of the frames of the one asked about: so many have a near one in the other.
    pub query_percent: f64,
    /// The reverse.
    pub compared_percent: f64,
}

impl Shares {
    /// What the published service calls a match: so many percent of the frames asked about, whatever the other holds besides.
    pub const MATCH_PERCENT: f64 = 80.0;

    /// Whether both shares are at least so large, and there is one at all.
    #[must_use]
    pub fn reach(&self, query_percent: f64, compared_percent: f64) -> bool {
        self.query_percent > 0.0
            && self.query_percent >= query_percent
            && self.compared_percent >= compared_percent
    }
}

impl VideoHash {
    /// Of frames as they come: those of too little detail are left out, and what was seen already.
    pub fn of(frames: impl IntoIterator<Item = FrameHash>) -> VideoHash {
        let mut seen = HashSet::new();
        let usable = |frame: &FrameHash| PdqHash { hash: frame.hash, quality: frame.quality }.usable();
        let frames = frames.into_iter().filter(usable).filter(|frame| seen.insert(frame.hash));
        VideoHash { frames: frames.collect() }
    }

    /// The frames.
    #[must_use]
    pub fn frames(&self) -> &[FrameHash] {
        &self.frames
    }

    /// Which shares of the distinct frames are near to one of the other. A video without frames shares nothing.
    ///
    /// ```
    /// use material::{FrameHash, Pdq, Radius, VideoHash};
    /// let frame = |byte, at_ms| FrameHash { hash: Pdq([byte; 32]), quality: 90, at_ms };
    /// let whole = VideoHash::of([frame(1, 0), frame(2, 1_000), frame(3, 2_000), frame(4, 3_000)]);
    /// let part = VideoHash::of([frame(3, 0), frame(4, 1_000)]);
    /// let shares = part.shares(&whole, Radius::new(0)?);
    /// assert_eq!((shares.query_percent, shares.compared_percent), (100.0, 50.0));
    /// # Ok::<(), material::RadiusTooLarge>(())
    /// ```
    #[must_use]
    pub fn shares(&self, compared: &VideoHash, radius: Radius) -> Shares {
        Shares {
            query_percent: self.share_in(compared, radius),
            compared_percent: compared.share_in(self, radius),
        }
    }

    fn share_in(&self, other: &VideoHash, radius: Radius) -> f64 {
        let is_near = |frame: &&FrameHash| {
            other.frames.iter().any(|one| one.hash.distance(&frame.hash) <= radius.bits())
        };
        let near = self.frames.iter().filter(is_near).count();
        // Both are at most MOST_FRAMES or what memory holds: exact in double precision.
        if self.frames.is_empty() { 0.0 } else { near as f64 * 100.0 / self.frames.len() as f64 }
    }
}

impl fmt::Display for FrameHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, rest) = (self.at_ms / 1_000, self.at_ms % 1_000);
        write!(f, "{},{},{seconds}.{rest:03}", self.hash, self.quality)
    }
}

impl FromStr for FrameHash {
    type Err = NoVideoHash;

    fn from_str(text: &str) -> Result<FrameHash, NoVideoHash> {
        let mut parts = text.split(',');
        let (Some(hash), Some(quality), Some(seconds), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NoVideoHash);
        };
        let hash = hash.parse().map_err(|_| NoVideoHash)?;
        let quality = quality.parse().ok().filter(|quality| *quality <= 100).ok_or(NoVideoHash)?;
        // The published tools write large times with an exponent.
        let seconds: f64 = seconds.parse().map_err(|_| NoVideoHash)?;
        if !(0.0..1e9).contains(&seconds) {
            return Err(NoVideoHash);
        }
        let at = Duration::try_from_secs_f64(seconds + 0.000_5).map_err(|_| NoVideoHash)?;
        let at_ms = u64::try_from(at.as_millis()).map_err(|_| NoVideoHash)?;
        Ok(FrameHash { hash, quality, at_ms })
    }
}

/// The JSON list that `threatexchange` exchanges.
impl fmt::Display for VideoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (n, frame) in self.frames.iter().enumerate() {
            write!(f, "{}\"{frame}\"", if n == 0 { "" } else { ", " })?;
        }
        f.write_str("]")
    }
}

/// Reads such a list; frames of low quality and those that come twice are left out, as in [`VideoHash::of`].
impl FromStr for VideoHash {
    type Err = NoVideoHash;

    fn from_str(text: &str) -> Result<VideoHash, NoVideoHash> {
        let inner =
            text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).ok_or(NoVideoHash)?;
        // Between quotation marks stand the frames, outside of them nothing but commas.
        let mut frames = Vec::new();
        let mut parts = inner.split('"');
        let mut before = parts.next().ok_or(NoVideoHash)?;
        while let Some(frame) = parts.next() {
            let after = parts.next().ok_or(NoVideoHash)?;
            if before.trim() != if frames.is_empty() { "" } else { "," } || frames.len() == MOST_FRAMES {
                return Err(NoVideoHash);
            }
            frames.push(frame.parse()?);
            before = after;
        }
        if before.trim().is_empty() { Ok(VideoHash::of(frames)) } else { Err(NoVideoHash) }
    }
}

const _: () = assert!(MIN_QUALITY == 50, "the quality at which vPDQ drops a frame is that of PDQ");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        fn any_frame()(first in 0u8..4, rest: [u8; 31], same: bool, quality in 40u8..=100, at_ms in 0u64..86_400_000) -> FrameHash {
            let mut hash = [first + 1; 32];
            if !same {
                hash[1..].copy_from_slice(&rest);
            }
            FrameHash { hash: Pdq(hash), quality, at_ms }
        }
    }

    proptest! {
        #[test]
        fn texts_lead_back(frames in proptest::collection::vec(any_frame(), 0..20)) {
            let hash = VideoHash::of(frames.clone());
            prop_assert_eq!(hash.to_string().parse::<VideoHash>(), Ok(hash));
            for frame in frames {
                prop_assert_eq!(frame.to_string().parse::<FrameHash>(), Ok(frame));
            }
        }

        #[test]
        fn any_text_is_answered(text in "[\\[\\]\", a-f0-9.e+-]{0,200}") {
            if let Ok(hash) = text.parse::<VideoHash>() {
                prop_assert_eq!(hash.to_string().parse::<VideoHash>(), Ok(hash));
            }
        }

        #[test]
        fn shares_are_those_of_a_slow_count(
            one in proptest::collection::vec(any_frame(), 0..12),
            other in proptest::collection::vec(any_frame(), 0..12),
            bits in 0u32..=31,
        ) {
            let radius = Radius::new(bits).unwrap();
            let (one, other) = (VideoHash::of(one), VideoHash::of(other));
            let shares = one.shares(&other, radius);
            let mut near = 0;
            for a in one.frames() {
                near += u32::from(other.frames().iter().map(|b| a.hash.distance(&b.hash)).min().is_some_and(|least| least <= bits));
            }
            let wanted = if one.frames().is_empty() { 0.0 } else { f64::from(near) * 100.0 / one.frames().len() as f64 };
            prop_assert_eq!(shares.query_percent, wanted);
            prop_assert_eq!(other.shares(&one, radius).compared_percent, wanted);
            prop_assert_eq!(one.shares(&one, radius).reach(100.0, 100.0), !one.frames().is_empty());
        }
    }

    #[test]
    fn texts_of_other_programs_are_read_and_wrong_ones_are_not() {
        let hex = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
        let read = format!("[\"{hex},100,0.0\",\n \"{hex},100,1.0\", \"0{},77,1.23e+03\"]", &hex[1..]);
        let read: VideoHash = read.parse().unwrap();
        let times: Vec<u64> = read.frames().iter().map(|frame| frame.at_ms).collect();
        assert_eq!(times, [0, 1_230_000]);
        assert_eq!("[]".parse::<VideoHash>(), Ok(VideoHash::default()));
        let wrong = [
            "",
            "{}",
            "[\"\"]",
            "[1]",
            &format!("[\"{hex},100,0\""),
            &format!("[\"{hex},100,0\" \"{hex},100,0\"]"),
        ];
        for text in wrong {
            assert_eq!(text.parse::<VideoHash>(), Err(NoVideoHash), "{text}");
        }
        for frame in ["101,0", "50,-1", "50,nan", "50,inf", "50,0,0", "50", "-1,0"] {
            assert_eq!(format!("{hex},{frame}").parse::<FrameHash>(), Err(NoVideoHash), "{frame}");
        }
    }
}
