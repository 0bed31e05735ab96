//! Writes a list with all four columns, lines ended by CRLF (RFC 4180).

use crate::hashes::EntryHashes;
use ::csv::{Terminator, Writer, WriterBuilder};
use kernel::CodeList;
use kernel::codes::Grade;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes list entries one after the other; ends with [`ListWriter::finish`].
pub struct ListWriter<W: Write>(Writer<W>);

impl<W: Write> ListWriter<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// What the output says.
    pub fn new(out: W) -> io::Result<ListWriter<W>> {
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        writer.write_record(["sha256", "md5", "pdq", "grade"])?;
        Ok(ListWriter(writer))
    }

    /// Writes one entry.
    ///
    /// # Errors
    /// What the output says; [`io::ErrorKind::InvalidInput`] for an entry without any hash.
    pub fn write(&mut self, hashes: &EntryHashes, grade: Grade) -> io::Result<()> {
        if hashes.is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "an entry without any hash"));
        }
        let sha256 = hashes.sha256.map(|bytes| digits(&bytes)).unwrap_or_default();
        let md5 = hashes.md5.map(|bytes| digits(&bytes)).unwrap_or_default();
        let pdq = hashes.pdq.map(|pdq| pdq.to_string()).unwrap_or_default();
        self.0.write_record([sha256.as_str(), &md5, &pdq, grade.code()])?;
        Ok(())
    }

    /// Writes what is still held back, and gives the output back.
    ///
    /// # Errors
    /// What the output says.
    pub fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(::csv::IntoInnerError::into_error)
    }
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_codes_and_lower_case_digits() {
        let mut writer = ListWriter::new(Vec::new()).unwrap();
        let hashes = EntryHashes { md5: Some([0xab; 16]), ..EntryHashes::default() };
        writer.write(&hashes, Grade::KnownHarmless).unwrap();
        assert!(writer.write(&EntryHashes::default(), Grade::Baseline).is_err());
        let file = String::from_utf8(writer.finish().unwrap()).unwrap();
        assert_eq!(file, format!("sha256,md5,pdq,grade\r\n,{},,known-harmless\r\n", "ab".repeat(16)));
    }
}
