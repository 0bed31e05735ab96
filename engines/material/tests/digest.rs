//! SHA-256, SHA-1 and MD5 in one pass.

use std::io::{Read, Write};

use material::{DigestWriter, Digests, FileDigestWriter, FileDigests};
use proptest::prelude::*;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Vectors: FIPS 180-4 examples (SHA-256, SHA-1) and RFC 1321, appendix A.5.
#[test]
fn published_vectors() {
    let empty = Digests::of(b"");
    assert_eq!(hex(&empty.sha256), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(hex(&empty.md5), "d41d8cd98f00b204e9800998ecf8427e");
    let abc = Digests::of(b"abc");
    assert_eq!(hex(&abc.sha256), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(hex(&abc.md5), "900150983cd24fb0d6963f7d28e17f72");
    assert_eq!(hex(&FileDigests::of(b"").sha1), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert_eq!(hex(&FileDigests::of(b"abc").sha1), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

proptest! {
    #[test]
    fn pieces_do_not_matter(bytes: Vec<u8>, piece in 1usize..70) {
        let mut updated = DigestWriter::default();
        bytes.chunks(piece).for_each(|chunk| updated.update(chunk));
        prop_assert_eq!(updated.finish(), Digests::of(&bytes));
        let mut all = FileDigestWriter::default();
        bytes.chunks(piece).for_each(|chunk| all.update(chunk));
        prop_assert_eq!(all.clone().finish(), FileDigests::of(&bytes));
        prop_assert_eq!(all.finish().listed(), Digests::of(&bytes));
    }
}

#[test]
fn a_copy_feeds_it() {
    let mut writer = DigestWriter::default();
    std::io::copy(&mut std::io::repeat(7).take(100_000), &mut writer).unwrap();
    writer.flush().unwrap();
    assert_eq!(writer.finish(), Digests::of(&[7; 100_000]));
}
