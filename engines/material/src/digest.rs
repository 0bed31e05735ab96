//! SHA-256, SHA-1 and MD5 of a stream of bytes, in one pass.

use std::io;

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The exact digests of one file by which lists are searched.
///
/// SHA-256 (FIPS 180-4) identifies the file. MD5 (RFC 1321) is here because most lists still carry nothing
/// else; two different files with one MD5 can be made on purpose, so an MD5 match alone is the weaker one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digests {
    /// SHA-256, 32 bytes.
    pub sha256: [u8; 32],
    /// MD5, 16 bytes.
    pub md5: [u8; 16],
}

/// All exact digests of one file that exchanges of hashes know.
///
/// SHA-1 (FIPS 180-4) stands in lists beside MD5, and can be forged as MD5 can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileDigests {
    /// SHA-256, 32 bytes.
    pub sha256: [u8; 32],
    /// SHA-1, 20 bytes.
    pub sha1: [u8; 20],
    /// MD5, 16 bytes.
    pub md5: [u8; 16],
}

impl Digests {
    /// Digests of bytes that are already in memory.
    pub fn of(bytes: &[u8]) -> Digests {
        let mut writer = DigestWriter::default();
        writer.update(bytes);
        writer.finish()
    }
}

impl FileDigests {
    /// Digests of bytes that are already in memory.
    ///
    /// ```
    /// let digests = material::FileDigests::of(b"abc");
    /// assert_eq!(digests.sha1[..4], [0xa9, 0x99, 0x3e, 0x36]);
    /// ```
    #[must_use]
    pub fn of(bytes: &[u8]) -> FileDigests {
        let mut writer = FileDigestWriter::default();
        writer.update(bytes);
        writer.finish()
    }

    /// Those by which lists are searched.
    #[must_use]
    pub fn listed(&self) -> Digests {
        Digests { sha256: self.sha256, md5: self.md5 }
    }
}

/// Computes [`Digests`] while bytes pass by; also an [`io::Write`], so a copy can feed it.
#[derive(Clone, Debug, Default)]
pub struct DigestWriter {
    sha256: Sha256,
    md5: Md5,
}

/// Computes [`FileDigests`] while bytes pass by, as [`DigestWriter`] does.
#[derive(Clone, Debug, Default)]
pub struct FileDigestWriter {
    listed: DigestWriter,
    sha1: Sha1,
}

impl DigestWriter {
    /// Takes the next bytes of the stream.
    pub fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.md5.update(bytes);
    }

    /// The digests of all bytes taken so far.
    pub fn finish(self) -> Digests {
        Digests { sha256: self.sha256.finalize().into(), md5: self.md5.finalize().into() }
    }
}

impl FileDigestWriter {
    /// Takes the next bytes of the stream.
    pub fn update(&mut self, bytes: &[u8]) {
        self.listed.update(bytes);
        self.sha1.update(bytes);
    }

    /// The digests of all bytes taken so far.
    #[must_use]
    pub fn finish(self) -> FileDigests {
        let Digests { sha256, md5 } = self.listed.finish();
        FileDigests { sha256, sha1: self.sha1.finalize().into(), md5 }
    }
}

impl io::Write for DigestWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl io::Write for FileDigestWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
