//! Perceptual and exact hashes of pictures, and search among them.
//!
//! The crate takes bytes that nobody has vouched for and answers two questions without ever showing the
//! picture: *is this the same file?* ([`Digests`], [`ExactIndex`]) and *is this the same picture after it was
//! shrunk, recompressed or recoloured?* ([`PdqHash`], [`LiveIndex`]).
//!
//! - [`DigestWriter`] streams SHA-256 and MD5 in one pass, [`FileDigestWriter`] SHA-1 with them.
//! - [`decode`] turns JPEG, PNG, WebP, GIF, TIFF or BMP bytes into a [`Picture`]: the format comes from the bytes, the
//!   number of pixels is checked before any of them is decoded, and hostile input is an error, not a panic.
//!   [`key_frames`] goes through an animation, within bounds. A [`Mode`] says how a picture is looked at.
//! - [`pdq_of_image`] and [`pdq_of_luma`] compute PDQ, Meta's open perceptual hash of 256 bits, bit for bit
//!   as its reference does; [`pdq_of_turns`] also gives the hashes of the turned and mirrored picture.
//! - [`decode_for_hash`] decodes no more than the hash needs: of a JPEG the brightness.
//! - [`VideoHash`] is vPDQ: the hashes of a video's frames, compared as shares of distinct ones.
//! - [`LiveIndex`] finds every listed hash within a distance of at most 31 bits and no other, by sorted bands; it is
//!   asked and changed from many threads.
//!
//! PDQ is not made for larger crops, free rotation or added borders, and it says little about a picture with
//! hardly any detail: ask [`PdqHash::usable`] before matching and [`Pdq::says_little`] before listing, and keep
//! the exact digests beside it. A hit is a lead for a person to look into, never a verdict.
//!
//! ```
//! use material::{DecodeLimits, Listing, Lists, LiveIndex, Picture, Query, Radius, decode, pdq_of_image};
//!
//! // A picture from pixels; from a file it would be `decode(&bytes, Some("image/jpeg"), &limits)`.
//! let pixels: Vec<u8> = (0..300u32 * 200)
//!     .flat_map(|i| {
//!         let (x, y) = (i % 300, i / 300);
//!         let shade = ((x / 40 * 7 + y / 30 * 5) % 11 * 23) as u8;
//!         [shade, shade, 255 - shade]
//!     })
//!     .collect();
//! let listed = pdq_of_image(&Picture::from_rgb(300, 200, pixels.clone())?);
//! assert!(listed.usable());
//!
//! let index = LiveIndex::default();
//! index.add(Listing { id: 7, hash: listed.hash, lists: Lists::one(0), radius: Radius::MAX })?;
//!
//! // The same picture, darker.
//! let darker = pixels.iter().map(|byte| byte / 2).collect();
//! let seen = pdq_of_image(&Picture::from_rgb(300, 200, darker)?);
//! let found = index.find(&Query::of(seen.hash));
//! assert_eq!(found.hits[0].id, 7);
//!
//! // Bytes that are no picture are refused.
//! assert!(decode(b"not a picture", None, &DecodeLimits::default()).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod decode;
mod digest;
mod format;
mod index;
mod jpeg_walk;
mod kernels;
mod pdq;
mod picture;
mod video;

pub use decode::{
    DecodeError, DecodeLimits, FrameLimits, KeyFrame, KeyFrames, Mode, decode, decode_for_hash,
    decode_for_hash_in, key_frames,
};
pub use digest::{DigestWriter, Digests, FileDigestWriter, FileDigests};
pub use format::{Foreign, Format, foreign};
pub use index::{
    ExactDigest, ExactHit, ExactIndex, Found, Listing, Lists, LiveIndex, MatchedBy, Near, Query, Radius,
    RadiusTooLarge, Size, Unmatchable,
};
pub use pdq::{
    MIN_QUALITY, Pdq, PdqHash, PdqParseError, PdqTurns, Turn, WrongLumaLength, pdq_of_image, pdq_of_luma,
    pdq_of_turns,
};
pub use picture::{Channels, Picture, WrongPixelLength};
pub use video::{FrameHash, NoVideoHash, Shares, VideoHash};
