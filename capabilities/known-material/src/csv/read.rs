//! Reads a list line by line: what each column holds, and what is told when it does not.

use super::line::{Lines, Splitter, Unsplit};
use super::{LineError, MAX_LINES, ReadFault};
use crate::hashes::EntryHashes;
use kernel::CodeList;
use kernel::codes::Grade;
use material::Pdq;
use std::io::BufRead;

/// One entry of a list file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// The line it stands on, from 1.
    pub line: u64,
    /// Its hashes; at least one.
    pub hashes: EntryHashes,
    /// Its grade; not graded where the file says nothing.
    pub grade: Grade,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Sha256,
    Md5,
    Pdq,
    Grade,
}

impl Column {
    const ALL: [Column; 4] = [Column::Sha256, Column::Md5, Column::Pdq, Column::Grade];

    fn name(self) -> &'static str {
        match self {
            Column::Sha256 => "sha256",
            Column::Md5 => "md5",
            Column::Pdq => "pdq",
            Column::Grade => "grade",
        }
    }
}

/// What is wrong, and what would be right.
type Wrong = (String, &'static str);

/// The entries of a list file, one after the other. Holds one line at a time.
pub struct ListReader<R> {
    lines: Lines<R>,
    splitter: Splitter,
    columns: Vec<Column>,
    most_lines: u64,
    over: bool,
}

impl<R: BufRead> ListReader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`ReadFault`] when the input fails, or the first line does not name columns: then no line can be read.
    pub fn new(input: R) -> Result<ListReader<R>, ReadFault> {
        let mut reader = ListReader {
            lines: Lines::new(input),
            splitter: Splitter::new(),
            columns: Vec::new(),
            most_lines: MAX_LINES,
            over: false,
        };
        if !reader.advance()? {
            let right = "a first line that names the columns: sha256, md5, pdq, grade";
            return Err(
                LineError { line: 1, field: "header", wrong: "the file is empty".into(), right }.into()
            );
        }
        let fields = fields(&reader.lines, &mut reader.splitter)?;
        let named = columns(&fields);
        reader.columns = named.map_err(|(wrong, right)| reader.lines.error("header", wrong, right))?;
        Ok(reader)
    }

    /// Takes the next line that is not blank; false at the end of the file.
    fn advance(&mut self) -> Result<bool, ReadFault> {
        while self.lines.advance()? {
            if self.lines.number > self.most_lines {
                self.over = true;
                let wrong = format!("the file has more than {} lines", self.most_lines);
                return Err(self.lines.error("line", wrong, "split it into several files").into());
            }
            if !self.lines.text().is_ok_and(|text| text.trim().is_empty()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn row(&mut self) -> Result<ListRow, LineError> {
        let fields = fields(&self.lines, &mut self.splitter)?;
        if fields.len() != self.columns.len() {
            let wrong = format!("has {} fields, and the header names {}", fields.len(), self.columns.len());
            return Err(self.lines.error("line", wrong, "as many fields as columns, divided by commas"));
        }
        let mut row =
            ListRow { line: self.lines.number, hashes: EntryHashes::default(), grade: Grade::NotGraded };
        for (column, text) in self.columns.iter().zip(fields) {
            set(&mut row, *column, text)
                .map_err(|(wrong, right)| self.lines.error(column.name(), wrong, right))?;
        }
        if row.hashes.is_empty() {
            return Err(self.lines.error("line", "has no hash".to_owned(), "a sha256, md5 or pdq"));
        }
        Ok(row)
    }
}

impl<R: BufRead> Iterator for ListReader<R> {
    type Item = Result<ListRow, ReadFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        match self.advance() {
            Ok(true) => Some(self.row().map_err(ReadFault::Line)),
            Ok(false) => {
                self.over = true;
                None
            }
            Err(fault) => {
                self.over = true;
                Some(Err(fault))
            }
        }
    }
}

fn fields<'s, R: BufRead>(lines: &Lines<R>, splitter: &'s mut Splitter) -> Result<Vec<&'s str>, LineError> {
    let text = lines.text()?;
    splitter.split(text).map_err(|unsplit| match unsplit {
        Unsplit::OpenQuote => {
            let wrong = "a quotation mark opens a field and none closes it on this line";
            lines.error("line", wrong.to_owned(), "two quotation marks around a field, or none")
        }
        Unsplit::TooManyFields => {
            lines.error("line", "has more than 31 fields".to_owned(), "the columns that the header names")
        }
    })
}

fn columns(names: &[&str]) -> Result<Vec<Column>, Wrong> {
    let mut columns = Vec::with_capacity(Column::ALL.len());
    for name in names {
        let known = Column::ALL.into_iter().find(|column| name.eq_ignore_ascii_case(column.name()));
        match known {
            Some(column) if columns.contains(&column) => {
                return Err((format!("names the column {} twice", column.name()), "each column once"));
            }
            Some(column) => columns.push(column),
            None => {
                let right = "only the columns sha256, md5, pdq and grade, divided by commas";
                return Err((format!("names the column '{}'", shown(name)), right));
            }
        }
    }
    if columns.iter().all(|column| *column == Column::Grade) {
        return Err(("names no hash".to_owned(), "at least one of the columns sha256, md5, pdq"));
    }
    Ok(columns)
}

fn set(row: &mut ListRow, column: Column, text: &str) -> Result<(), Wrong> {
    match column {
        Column::Sha256 => row.hashes.sha256 = digits(text, "64 hexadecimal digits")?,
        Column::Md5 => row.hashes.md5 = digits(text, "32 hexadecimal digits")?,
        Column::Pdq => row.hashes.pdq = digits(text, "64 hexadecimal digits")?.map(Pdq),
        Column::Grade => row.grade = grade(text)?,
    }
    if row.hashes.pdq == Some(Pdq::ZERO) {
        let wrong = "is the hash of a picture without detail, which is near every other such picture";
        return Err((wrong.to_owned(), "leave it empty and give an exact hash"));
    }
    Ok(())
}

fn digits<const N: usize>(text: &str, right: &'static str) -> Result<Option<[u8; N]>, Wrong> {
    if text.is_empty() {
        return Ok(None);
    }
    let length = text.chars().count();
    if length != 2 * N {
        return Err((format!("has {length} characters"), right));
    }
    if let Some(other) = text.chars().find(|c| !c.is_ascii_hexdigit()) {
        return Err((format!("holds {other:?}"), right));
    }
    let mut bytes = [0; N];
    let (pairs, _) = text.as_bytes().as_chunks::<2>();
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = value(*high) << 4 | value(*low);
    }
    Ok(Some(bytes))
}

/// The value of a hexadecimal digit.
fn value(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit - b'A' + 10,
    }
}

fn grade(text: &str) -> Result<Grade, Wrong> {
    if text.is_empty() {
        return Ok(Grade::NotGraded);
    }
    let right = "not-graded, baseline, national or known-harmless";
    Grade::from_code(&text.to_ascii_lowercase()).map_err(|_| (format!("is '{}'", shown(text)), right))
}

/// The beginning of what a file says, safe to show.
fn shown(text: &str) -> String {
    text.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests;
