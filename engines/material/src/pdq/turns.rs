//! The hashes that a picture would have if it were turned or mirrored: all eight from one transform.

use super::hash::decide;
use super::{Pdq, Spectrum, cosine};
use crate::Picture;

/// One of the eight ways to lay a picture on its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    /// Unchanged.
    AsIs,
    /// A quarter turn counter-clockwise ("rotate 90" in the reference).
    QuarterLeft,
    /// A half turn.
    Half,
    /// A quarter turn clockwise ("rotate 270").
    QuarterRight,
    /// Top and bottom exchanged ("flip x").
    UpsideDown,
    /// Left and right exchanged ("flip y").
    Mirrored,
    /// Mirrored along the diagonal from the top left ("flip plus 1").
    Transposed,
    /// Mirrored along the diagonal from the top right ("flip minus 1").
    Transversed,
}

/// The hashes of a picture in all eight positions. Look all of them up to find a listed picture that was
/// mirrored or turned: PDQ alone tells such a pair as far apart as two strangers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PdqTurns {
    /// In the order of [`Turn::ALL`].
    pub hashes: [(Turn, Pdq); 8],
    /// Of the picture as it is, 0 to 100.
    pub quality: u8,
}

impl Turn {
    /// All eight, [`Turn::AsIs`] first, in the reference's order.
    pub const ALL: [Turn; 8] = [
        Turn::AsIs,
        Turn::QuarterLeft,
        Turn::Half,
        Turn::QuarterRight,
        Turn::UpsideDown,
        Turn::Mirrored,
        Turn::Transposed,
        Turn::Transversed,
    ];

    /// Whether rows become columns, then whether top and bottom, and left and right, change places.
    fn parts(self) -> (bool, bool, bool) {
        match self {
            Turn::AsIs => (false, false, false),
            Turn::QuarterLeft => (true, true, false),
            Turn::Half => (false, true, true),
            Turn::QuarterRight => (true, false, true),
            Turn::UpsideDown => (false, true, false),
            Turn::Mirrored => (false, false, true),
            Turn::Transposed => (true, false, false),
            Turn::Transversed => (true, true, true),
        }
    }

    /// Mirroring an axis changes the sign of its odd frequencies, which have the even places.
    fn apply(self, spectrum: &Spectrum) -> Spectrum {
        let (transpose, flip_rows, flip_columns) = self.parts();
        std::array::from_fn(|i| {
            std::array::from_fn(|j| {
                let value = if transpose { spectrum[j][i] } else { spectrum[i][j] };
                let odd = (flip_rows && i % 2 == 0) != (flip_columns && j % 2 == 0);
                if odd { -value } else { value }
            })
        })
    }
}

/// PDQ of a picture in all eight positions, for hardly more than the cost of one.
#[must_use]
pub fn pdq_of_turns(picture: &Picture) -> PdqTurns {
    let hashes = |spectrum: &Spectrum, error: f32| {
        let hash = |turn: Turn| Some((turn, cosine::bits_within(&turn.apply(spectrum), error)?));
        let mut hashes = Turn::ALL.map(|turn| (turn, Pdq::ZERO));
        for (turn, place) in Turn::ALL.into_iter().zip(&mut hashes) {
            *place = hash(turn)?;
        }
        Some(hashes)
    };
    match decide(picture, hashes) {
        Some((hashes, quality)) => PdqTurns { hashes, quality },
        None => PdqTurns { hashes: Turn::ALL.map(|turn| (turn, Pdq::ZERO)), quality: 0 },
    }
}
