//! Hash lists as CSV, in and out.
//!
//! The first line names the columns: `sha256`, `md5`, `pdq`, `grade`, in any order, at least one of the hashes. Hashes
//! are hexadecimal digits, a grade is its code (`baseline`, `national`, `known-harmless`, `not-graded` or nothing).
//! UTF-8, with or without byte order mark, lines ended by LF or CRLF. A record is one line of at most
//! [`MAX_LINE_BYTES`], a file has at most [`MAX_LINES`]. A wrong line is told and does not hide the next one.
//!
//! ```
//! use known_material::csv::ListReader;
//! let file = "pdq,grade\nf8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22,baseline\nf8f8,baseline\n";
//! let lines: Vec<_> = ListReader::new(file.as_bytes())?.collect();
//! assert_eq!(lines[0].as_ref().unwrap().line, 2);
//! assert_eq!(lines[1].as_ref().unwrap_err().to_string(), "line 3, pdq: has 4 characters; 64 hexadecimal digits");
//! # Ok::<(), known_material::csv::ReadFault>(())
//! ```

mod line;
mod read;
mod write;

pub use read::{ListReader, ListRow};
pub use write::ListWriter;

/// Longest line, in bytes without its end.
pub const MAX_LINE_BYTES: usize = 4_096;

/// Most lines of a file, header and blank lines included.
pub const MAX_LINES: u64 = 10_000_000;

/// One line that is no list entry: where, what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {field}: {wrong}; {right}")]
pub struct LineError {
    /// The line, from 1; the header is a line.
    pub line: u64,
    /// The column, `header` or `line`.
    pub field: &'static str,
    /// What is wrong.
    pub wrong: String,
    /// What would be right.
    pub right: &'static str,
}

/// Why a line, or the whole file, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// One line is wrong; the next ones can still be read.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The input failed; nothing more can be read.
    #[error("the list could not be read: {0}")]
    Input(#[from] std::io::Error),
}
