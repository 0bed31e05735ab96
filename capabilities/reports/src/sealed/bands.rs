//! Bands of the pictures of reports: what finds those that look the same without comparing each with each.

use kernel::{Id, record};
use material::{Pdq, PdqHash};

record! {
    /// What finds pictures that look the same among those of reports: the 256 bits of a picture's PDQ, in bands of 16. Two pictures that look
    /// the same ([`MOST_BITS_APART`]) have a band in common, all but always.
    pub struct PictureBands in "picture_bands", Sealed, key 2, indexes [by_band_01: 3, by_band_02: 4, by_band_03: 5, by_band_04: 6, by_band_05: 7, by_band_06: 8, by_band_07: 9, by_band_08: 10, by_band_09: 11, by_band_10: 12, by_band_11: 13, by_band_12: 14, by_band_13: 15, by_band_14: 16, by_band_15: 17, by_band_16: 18] {
        /// The report.
        report: Id, Internal;
        /// The picture's place in the report, from 0.
        n: i64, Internal;
        /// PDQ of the picture as it came, 32 bytes.
        upright: Vec<u8>, Sealed;
        /// The first 16 of its 256 bits.
        band_01: i64, Sealed;
        /// The second 16 of its 256 bits.
        band_02: i64, Sealed;
        /// The third 16 of its 256 bits.
        band_03: i64, Sealed;
        /// The fourth 16 of its 256 bits.
        band_04: i64, Sealed;
        /// The fifth 16 of its 256 bits.
        band_05: i64, Sealed;
        /// The sixth 16 of its 256 bits.
        band_06: i64, Sealed;
        /// The seventh 16 of its 256 bits.
        band_07: i64, Sealed;
        /// The eighth 16 of its 256 bits.
        band_08: i64, Sealed;
        /// The ninth 16 of its 256 bits.
        band_09: i64, Sealed;
        /// The tenth 16 of its 256 bits.
        band_10: i64, Sealed;
        /// The eleventh 16 of its 256 bits.
        band_11: i64, Sealed;
        /// The twelfth 16 of its 256 bits.
        band_12: i64, Sealed;
        /// The thirteenth 16 of its 256 bits.
        band_13: i64, Sealed;
        /// The fourteenth 16 of its 256 bits.
        band_14: i64, Sealed;
        /// The fifteenth 16 of its 256 bits.
        band_15: i64, Sealed;
        /// The sixteenth 16 of its 256 bits.
        band_16: i64, Sealed;
    }
}

/// So many of their 256 bits may differ where two pictures look the same.
pub const MOST_BITS_APART: u32 = 31;
/// Length of one PDQ, in bytes.
const PDQ_BYTES: usize = 32;

impl PictureBands {
    /// Columns of the bands, in their order.
    pub const BANDS: [&'static str; 16] = [
        "band_01", "band_02", "band_03", "band_04", "band_05", "band_06", "band_07", "band_08", "band_09",
        "band_10", "band_11", "band_12", "band_13", "band_14", "band_15", "band_16",
    ];

    /// The row of one picture; none where its PDQ tells nothing. `pdq` is as [`PictureHash::new`](super::PictureHash::new) takes it.
    #[must_use]
    pub fn new(report: Id, n: usize, pdq: &[u8], quality: u8) -> Option<PictureBands> {
        let hash = positions(pdq).next()?;
        if !(PdqHash { hash, quality }).usable() {
            return None;
        }
        let [
            band_01,
            band_02,
            band_03,
            band_04,
            band_05,
            band_06,
            band_07,
            band_08,
            band_09,
            band_10,
            band_11,
            band_12,
            band_13,
            band_14,
            band_15,
            band_16,
        ] = bands(&hash);
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        let upright = hash.0.to_vec();
        Some(PictureBands {
            report,
            n,
            upright,
            band_01,
            band_02,
            band_03,
            band_04,
            band_05,
            band_06,
            band_07,
            band_08,
            band_09,
            band_10,
            band_11,
            band_12,
            band_13,
            band_14,
            band_15,
            band_16,
        })
    }
}

/// The bands of one PDQ, 0 to 65,535 each.
#[must_use]
pub fn bands(pdq: &Pdq) -> [i64; 16] {
    let mut bands = [0; 16];
    for (band, two) in bands.iter_mut().zip(pdq.0.chunks_exact(2)) {
        *band = i64::from(two[0]) << 8 | i64::from(two[1]);
    }
    bands
}

/// A PDQ in its eight positions as [`PictureHash::new`](super::PictureHash::new) takes it: 32 bytes each, what is left over passed by.
pub fn positions(pdq: &[u8]) -> impl Iterator<Item = Pdq> {
    pdq.chunks_exact(PDQ_BYTES).filter_map(|bytes| bytes.try_into().ok().map(Pdq))
}
