//! PDQ: a perceptual hash of 256 bits, after the description and the reference published by Meta in
//! facebook/ThreatExchange (`pdq/`, `hashing.pdf`, 2017).

mod bits;
mod cosine;
mod fused;
mod hash;
mod quality;
mod shrink;
mod taps;
mod turns;

pub use bits::{Pdq, PdqParseError};
pub use hash::{MIN_QUALITY, PdqHash, WrongLumaLength, pdq_of_image, pdq_of_luma};
pub use turns::{PdqTurns, Turn, pdq_of_turns};

/// Side of the small picture that is transformed.
const SIDE: usize = 64;
/// Frequencies kept in each direction.
const FREQUENCIES: usize = 16;

/// The small picture: brightness 0 to 255, by row and column.
type Small = [[f32; SIDE]; SIDE];
/// The low frequencies of the small picture, by vertical and horizontal frequency.
type Spectrum = [[f32; FREQUENCIES]; FREQUENCIES];
