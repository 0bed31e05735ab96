//! Sealed rows that travel with the act which files a report, or changes its receipt: the store writes them and commits to them.
//! Their subject is the report, so that an erasure takes them away.

mod bands;

pub use bands::{MOST_BITS_APART, PictureBands, bands, positions};

use kernel::{Id, record};
use material::Digests;

/// The domain under which the store makes a blind token of a [receipt's proof](crate::receipt::Receipt::proof).
pub const TOKEN_DOMAIN: &str = "reports.receipt";

record! {
    /// Which report a receipt opens.
    pub struct ReceiptToken in "receipt_token", Sealed, key 1, indexes [] {
        /// Blind token of the receipt's proof: without the node's key it tells nothing.
        token: Vec<u8>, Sealed;
        /// The report.
        report: Id, Internal;
    }
}

impl ReceiptToken {
    /// The row of a new receipt.
    #[must_use]
    pub fn new(token: [u8; 32], report: Id) -> ReceiptToken {
        ReceiptToken { token: token.to_vec(), report }
    }
}

record! {
    /// Hashes of the pictures of reports: for matching with known material, never shown.
    pub struct PictureHash in "picture_hash", Sealed, key 2, indexes [by_sha256: 2, by_md5: 3] {
        /// The report.
        report: Id, Internal;
        /// The picture's place in the report, from 0.
        n: i64, Internal;
        /// SHA-256 of the file, 32 bytes.
        sha256: Vec<u8>, Sealed;
        /// MD5 of the file, 16 bytes.
        md5: Vec<u8>, Sealed;
        /// PDQ of the picture in its eight positions, 32 bytes each, as it is first; empty when it could not be decoded.
        pdq: Vec<u8>, Sealed;
        /// Quality of the PDQ, 0 to 100; 0 when there is none.
        quality: i64, Internal;
    }
}

impl PictureHash {
    /// The row of one picture; `pdq` holds 32 bytes for each position, nothing when it could not be decoded.
    #[must_use]
    pub fn new(report: Id, n: usize, digests: &Digests, pdq: &[u8], quality: u8) -> PictureHash {
        PictureHash {
            report,
            n: i64::try_from(n).unwrap_or(i64::MAX),
            sha256: digests.sha256.to_vec(),
            md5: digests.md5.to_vec(),
            pdq: pdq.to_vec(),
            quality: i64::from(quality),
        }
    }
}

record! {
    /// What finds reports that tell nearly the same, without opening either: made under a key of the node before the text is sealed.
    ///
    /// Each band finds texts that are alike, `whole` those that are equal; a band is 0 where the text is too short for a sketch.
    pub struct Likeness in "report_likeness", Sealed, key 1, indexes [by_whole: 1, by_band_1: 2, by_band_2: 3, by_band_3: 4, by_band_4: 5, by_band_5: 6, by_band_6: 7] {
        /// The report.
        report: Id, Internal;
        /// Blind token of the whole text; of all that a machine told.
        whole: i64, Sealed;
        /// The sketch's bands.
        band_1: i64, Sealed;
        /// The second one.
        band_2: i64, Sealed;
        /// The third one.
        band_3: i64, Sealed;
        /// The fourth one.
        band_4: i64, Sealed;
        /// The fifth one.
        band_5: i64, Sealed;
        /// The sixth one.
        band_6: i64, Sealed;
        /// What tells how alike two texts are; empty where the text is too short.
        sketch: Vec<u8>, Sealed;
    }
}

impl Likeness {
    /// Columns of the bands, in their order.
    pub const BANDS: [&'static str; likeness::BANDS] =
        ["band_1", "band_2", "band_3", "band_4", "band_5", "band_6"];

    /// The bands, in their order.
    #[must_use]
    pub fn bands(&self) -> [i64; likeness::BANDS] {
        [self.band_1, self.band_2, self.band_3, self.band_4, self.band_5, self.band_6]
    }
}

record! {
    /// Addresses, numbers and names that reports tell, as blind tokens: equal ones are found, none is read.
    pub struct MarkToken in "report_mark", Sealed, key 2, indexes [] {
        /// Blind token of the mark.
        mark: Vec<u8>, Sealed;
        /// The act that told it: the report itself or a later message.
        told_in: Id, Internal;
        /// The report.
        report: Id, Internal;
    }
}

record! {
    /// SHA-256 of pictures that somebody wants gone: to be given to those who can look for them. The picture never came here, so
    /// nothing else is known of it, and who sent the number is believed about nothing.
    pub struct GoneHash in "gone_hash", Sealed, key 2, indexes [by_sha256: 2] {
        /// The report.
        report: Id, Internal;
        /// Its place in the report, from 0.
        n: i64, Internal;
        /// SHA-256 of the file, 32 bytes.
        sha256: Vec<u8>, Sealed;
    }
}

impl GoneHash {
    /// The row of one fingerprint.
    #[must_use]
    pub fn new(report: Id, n: usize, sha256: [u8; 32]) -> GoneHash {
        GoneHash { report, n: i64::try_from(n).unwrap_or(i64::MAX), sha256: sha256.to_vec() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Class, Exposure, Record};

    #[test]
    fn rows_fit_their_tables_and_let_no_hash_or_token_out() {
        let report = Id([1; 16]);
        let token = ReceiptToken::new([7; 32], report);
        let decoded = PictureHash::new(report, 1, &Digests::of(b"fictional bytes"), &[3; 256], 80);
        let broken = PictureHash::new(report, 2, &Digests::of(b"others"), &[], 0);
        assert!(ReceiptToken::TABLE.fits(&token.to_row()));
        assert!([&decoded, &broken].iter().all(|row| PictureHash::TABLE.fits(&row.to_row())));
        assert!(GoneHash::TABLE.fits(&GoneHash::new(report, 49, [7; 32]).to_row()));
        assert_eq!((decoded.pdq.len(), decoded.quality, decoded.n), (256, 80, 1));
        assert_eq!((broken.pdq.len(), broken.quality, broken.sha256.len(), broken.md5.len()), (0, 0, 32, 16));
        for (table, names) in [
            (ReceiptToken::TABLE, &["token"][..]),
            (PictureHash::TABLE, &["sha256", "md5", "pdq"][..]),
            (GoneHash::TABLE, &["sha256"]),
        ] {
            assert_eq!(table.class, Class::Sealed);
            let sealed = table.columns.iter().filter(|column| column.exposure == Exposure::Sealed);
            assert!(sealed.map(|column| column.name).eq(names.iter().copied()));
        }
    }
}
