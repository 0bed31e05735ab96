//! Writes a list of media, one at a time.

use super::{Header, Holds, Medium};
use std::io::{self, Write};

/// A file that is being written.
#[derive(Debug)]
pub struct Writer<W: Write> {
    to: W,
    count: u64,
}

impl<W: Write> Writer<W> {
    /// Begins a list of media; what the header says of cases is not heeded.
    ///
    /// # Errors
    /// What the file answers.
    pub fn begin(mut to: W, header: &Header) -> io::Result<Writer<W>> {
        let (key, model) = Header { holds: Holds::Media, ..header.clone() }.written();
        write!(to, "{{\"{key}\":{},\"value\":[", serde_json::to_string(&model)?)?;
        Ok(Writer { to, count: 0 })
    }

    /// One more medium.
    ///
    /// # Errors
    /// What the file answers.
    pub fn put(&mut self, medium: &Medium) -> io::Result<()> {
        let between = if self.count == 0 { "\n" } else { ",\n" };
        self.count += 1;
        write!(self.to, "{between}{}", serde_json::to_string(medium)?)
    }

    /// Ends the file; answers how many media it holds.
    ///
    /// # Errors
    /// What the file answers.
    pub fn end(mut self) -> io::Result<u64> {
        self.to.write_all(b"\n]}\n")?;
        self.to.flush()?;
        Ok(self.count)
    }
}
