//! Lines of bounded length from bytes that nobody has vouched for, as text, split into fields.

use super::{LineError, MAX_LINE_BYTES};
use csv_core::{ReadRecordResult, Reader};
use std::io::{self, BufRead, Read};

/// Most fields of a line: more than any header names, so that too many are still counted.
const MAX_FIELDS: usize = 32;

const UTF8: &str = "save the file as UTF-8";

/// Takes one line after the other and never holds more than one.
pub(super) struct Lines<R> {
    input: R,
    /// The line taken last, without its end.
    line: Vec<u8>,
    /// Its number, from 1.
    pub(super) number: u64,
    too_long: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Lines<R> {
        Lines { input, line: Vec::new(), number: 0, too_long: false }
    }

    /// Takes the next line; false at the end of the input.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        self.line.clear();
        let most = u64::try_from(MAX_LINE_BYTES + 2).unwrap_or(u64::MAX);
        let taken = (&mut self.input).take(most).read_until(b'\n', &mut self.line)?;
        if taken == 0 {
            return Ok(false);
        }
        self.number += 1;
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
        } else if self.line.len() > MAX_LINE_BYTES {
            self.input.skip_until(b'\n')?;
        }
        if self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        self.too_long = self.line.len() > MAX_LINE_BYTES;
        Ok(true)
    }

    /// The line as text, without the byte order mark of the first one.
    pub(super) fn text(&self) -> Result<&str, LineError> {
        let wrong = |what: &str, right| Err(self.error("line", what.to_owned(), right));
        let first = self.number == 1;
        if first && (self.line.starts_with(&[0xff, 0xfe]) || self.line.starts_with(&[0xfe, 0xff])) {
            return wrong("the file is written in UTF-16", UTF8);
        }
        if self.too_long {
            return wrong("is longer than 4,096 bytes", "one entry to a line, lines ended by LF or CRLF");
        }
        let bytes = self.line.strip_prefix(&[0xef, 0xbb, 0xbf]).filter(|_| first).unwrap_or(&self.line);
        if bytes.contains(&0) {
            return wrong("holds zero bytes, as UTF-16 does", UTF8);
        }
        match std::str::from_utf8(bytes) {
            Err(_) => wrong("holds bytes that are not UTF-8", UTF8),
            Ok(text) if text.contains('\r') => {
                wrong("holds a carriage return", "one entry to a line, lines ended by LF or CRLF")
            }
            Ok(text) => Ok(text),
        }
    }

    pub(super) fn error(&self, field: &'static str, wrong: String, right: &'static str) -> LineError {
        LineError { line: self.number, field, wrong, right }
    }
}

/// Splits one line into fields; a quoted field ends on its line.
pub(super) struct Splitter {
    reader: Reader,
    text: Vec<u8>,
    ends: [usize; MAX_FIELDS],
}

/// Why a line does not split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsplit {
    /// A quotation mark opens a field and none closes it.
    OpenQuote,
    /// More fields than any list has.
    TooManyFields,
}

impl Splitter {
    pub(super) fn new() -> Splitter {
        Splitter { reader: Reader::new(), text: vec![0; MAX_LINE_BYTES + 1], ends: [0; MAX_FIELDS] }
    }

    /// The fields of a line of at most [`MAX_LINE_BYTES`], trimmed.
    pub(super) fn split(&mut self, line: &str) -> Result<Vec<&str>, Unsplit> {
        self.reader.reset();
        let (mut text_len, mut fields) = (0, 0);
        for input in [line.as_bytes(), b"\n"] {
            let (result, _, written, ended) =
                self.reader.read_record(input, &mut self.text[text_len..], &mut self.ends[fields..]);
            (text_len, fields) = (text_len + written, fields + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record | ReadRecordResult::End => return Ok(self.fields(fields)),
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    return Err(Unsplit::TooManyFields);
                }
            }
        }
        Err(Unsplit::OpenQuote)
    }

    fn fields(&self, count: usize) -> Vec<&str> {
        let ends = &self.ends[..count];
        let starts = std::iter::once(0).chain(ends.iter().copied());
        // The whole line is text and is cut at ASCII, so each field is text.
        let field =
            |(start, &end): (usize, &usize)| std::str::from_utf8(&self.text[start..end]).unwrap_or("");
        starts.zip(ends).map(field).map(str::trim).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(bytes: &[u8]) -> Vec<Result<String, String>> {
        let mut lines = Lines::new(bytes);
        let mut all = Vec::new();
        while lines.advance().unwrap() {
            all.push(lines.text().map(str::to_owned).map_err(|error| error.wrong));
        }
        all
    }

    #[test]
    fn ends_of_lines_and_the_mark_are_taken_off() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_eq!(texts(b"\xef\xbb\xbfa\r\nb\n\nc"), [ok("a"), ok("b"), ok(""), ok("c")]);
        assert_eq!(texts(b""), []);
    }

    #[test]
    fn a_long_line_is_passed_over_and_the_next_one_is_read() {
        for (length, long) in [(4_095, false), (4_096, false), (4_097, true), (4_098, true), (100_000, true)]
        {
            for end in ["\n", "\r\n"] {
                let file = format!("{}{end}next", "x".repeat(length));
                let seen = texts(file.as_bytes());
                assert_eq!((seen[0].is_err(), seen.len()), (long, 2), "{length} {end:?}");
                assert_eq!(seen[1], Ok("next".to_owned()));
            }
        }
    }

    #[test]
    fn other_encodings_are_named() {
        assert!(texts(b"\xff\xfea\0")[0].as_ref().unwrap_err().contains("UTF-16"));
        assert!(texts(b"a\0b\0")[0].as_ref().unwrap_err().contains("UTF-16"));
        assert!(texts(b"caf\xe9")[0].as_ref().unwrap_err().contains("not UTF-8"));
        assert!(texts(b"a\rb")[0].as_ref().unwrap_err().contains("carriage return"));
    }

    #[test]
    fn fields_are_unquoted_and_an_open_quote_is_told() {
        let mut splitter = Splitter::new();
        assert_eq!(splitter.split("a,\"b\", c ,"), Ok(vec!["a", "b", "c", ""]));
        assert_eq!(splitter.split("a,\"b"), Err(Unsplit::OpenQuote));
        assert_eq!(splitter.split("a\"b,c"), Ok(vec!["a\"b", "c"]));
        assert_eq!(splitter.split(&",".repeat(40)), Err(Unsplit::TooManyFields));
        assert_eq!(splitter.split("one"), Ok(vec!["one"]));
    }

    proptest! {
        #[test]
        fn unquoted_fields_come_back(fields in proptest::collection::vec("[a-zé0-9]{1,9}", 1..20)) {
            let mut splitter = Splitter::new();
            prop_assert_eq!(splitter.split(&fields.join(",")).unwrap(), fields);
        }
    }
}
