//! A line of a file of addresses: an address alone, CSV under a line that names its columns, or NDJSON. Pure.

use crate::codes::AddressSource;
use kernel::{CodeList as _, Id};
use serde::Deserialize;

/// Longest line, in bytes without its end.
pub const MAX_LINE: usize = 16 * 1024;
/// The columns and members that a file may have.
const COLUMNS: &str = "url, source, report";
const SOURCES: &str = "a code of address-source: not-said, report, hotline, police, analyst or moved";

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The address, as it was written.
    pub url: String,
    /// From whom, where the line says so.
    pub source: Option<AddressSource>,
    /// The report in which it stood, where the line says so.
    pub report: Option<Id>,
}

/// Why a line says nothing that can be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The column or member; `header` or `line` where it is neither.
    pub field: &'static str,
    /// What is wrong.
    pub wrong: String,
    /// What would be right.
    pub right: &'static str,
}

impl Wrong {
    pub(crate) fn new(field: &'static str, wrong: impl Into<String>, right: &'static str) -> Wrong {
        Wrong { field, wrong: wrong.into(), right }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Url,
    Source,
    Report,
}

impl Column {
    fn of(name: &str) -> Option<Column> {
        match name.trim().to_ascii_lowercase().as_str() {
            "url" | "address" => Some(Column::Url),
            "source" => Some(Column::Source),
            "report" => Some(Column::Report),
            _ => None,
        }
    }
}

/// A line of NDJSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    url: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    report: String,
}

/// Reads a file line by line: what its first line was decides how the others are read.
#[derive(Clone, Debug, Default)]
pub struct LineReader {
    columns: Vec<Column>,
    has_begun: bool,
    /// The first line names a column that nobody knows: no other line can be understood then.
    is_lost: bool,
}

/// The cells of a line of CSV; it always has one.
fn cells(line: &str) -> Vec<String> {
    let mut cells = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(line.len().max(1))
        .from_reader(line.as_bytes());
    let read = cells.records().next().and_then(Result::ok).unwrap_or_default();
    read.iter().map(ToOwned::to_owned).collect()
}

impl LineReader {
    /// What a line says; nothing where it is empty, a remark, or names columns.
    ///
    /// # Errors
    /// [`Wrong`]: what is wrong with this line alone, or with the first one.
    pub fn read(&mut self, line: &str) -> Result<Option<Told>, Wrong> {
        let line = line.trim().trim_start_matches('\u{feff}');
        if self.is_lost || line.is_empty() || line.starts_with('#') {
            return Ok(None);
        }
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        if line.starts_with('{') {
            return member(line).map(Some);
        }
        if is_first && cells(line).iter().any(|cell| Column::of(cell) == Some(Column::Url)) {
            return self.header(line).map(|()| None);
        }
        if !self.columns.is_empty() {
            return self.row(line).map(Some);
        }
        // Commas are in many addresses: without names of columns, only a quoted cell ends before one.
        let url = if line.starts_with('"') { cells(line).swap_remove(0) } else { line.to_owned() };
        Ok(Some(Told { url, source: None, report: None }))
    }

    fn header(&mut self, line: &str) -> Result<(), Wrong> {
        for cell in cells(line) {
            match Column::of(&cell) {
                Some(column) if !self.columns.contains(&column) => self.columns.push(column),
                _ => {
                    self.is_lost = true;
                    let wrong = "names a column twice, or one that is not known; no line was read";
                    return Err(Wrong::new("header", wrong, COLUMNS));
                }
            }
        }
        Ok(())
    }

    fn row(&self, line: &str) -> Result<Told, Wrong> {
        let cells = cells(line);
        if cells.len() != self.columns.len() {
            let wrong = format!("has {} cells and not {}", cells.len(), self.columns.len());
            return Err(Wrong::new(
                "line",
                wrong,
                "as many cells as the first line names, quoted where a comma is inside",
            ));
        }
        let of = |wanted| {
            let found = self.columns.iter().zip(&cells).find(|(column, _)| **column == wanted);
            found.map(|(_, cell)| cell.as_str()).unwrap_or_default()
        };
        told(of(Column::Url), of(Column::Source), of(Column::Report))
    }
}

fn member(line: &str) -> Result<Told, Wrong> {
    let Member { url, source, report } = serde_json::from_str(line).map_err(|fault| {
        // Only where it is: serde's own words may say the address again.
        let wrong = match fault.classify() {
            serde_json::error::Category::Data => "has a member that is missing, unknown or no text",
            _ => "is no JSON object",
        };
        Wrong::new("line", format!("{wrong}, at column {}", fault.column()), COLUMNS)
    })?;
    told(&url, &source, &report)
}

fn told(url: &str, source: &str, report: &str) -> Result<Told, Wrong> {
    let source = match source.trim() {
        "" => None,
        code => {
            Some(AddressSource::from_code(code).map_err(|_| Wrong::new("source", "is not known", SOURCES))?)
        }
    };
    let report = match report.trim() {
        "" => None,
        text => {
            Some(text.parse().map_err(|_| Wrong::new("report", "is no number", "32 hexadecimal digits"))?)
        }
    };
    Ok(Told { url: url.to_owned(), source, report })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(lines: &[&str]) -> Vec<Result<Option<Told>, Wrong>> {
        let mut reader = LineReader::default();
        lines.iter().map(|line| reader.read(line)).collect()
    }

    fn url(text: &str) -> Result<Option<Told>, Wrong> {
        Ok(Some(Told { url: text.into(), source: None, report: None }))
    }

    #[test]
    fn a_list_has_one_address_to_a_line() {
        let came =
            read(&["\u{feff}https://host.example/a,b ", "", "# remark", "\"https://host.example/a,b\",x"]);
        assert_eq!(
            came,
            [url("https://host.example/a,b"), Ok(None), Ok(None), url("https://host.example/a,b")]
        );
    }

    #[test]
    fn csv_is_read_as_its_first_line_says() {
        let report = Id([7; 16]);
        let lines = [
            "Source,URL,report".to_owned(),
            format!("police,\"https://host.example/a,b\",{report}"),
            ",https://host.example/c,".into(),
            "police,https://host.example/a,b,".into(),
            "nobody,https://host.example/d,".into(),
            "police,https://host.example/d,12".into(),
        ];
        let came = read(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let first = Told {
            url: "https://host.example/a,b".into(),
            source: Some(AddressSource::Police),
            report: Some(report),
        };
        assert_eq!(came[..3], [Ok(None), Ok(Some(first)), url("https://host.example/c")]);
        let fields: Vec<_> = came[3..].iter().map(|one| one.as_ref().unwrap_err().field).collect();
        assert_eq!(fields, ["line", "source", "report"]);
    }

    #[test]
    fn a_first_line_that_is_not_understood_is_told_once_and_nothing_is_guessed() {
        let came = read(&["url,colour", "https://host.example/a,red", "https://host.example/b"]);
        assert_eq!(came[0].as_ref().unwrap_err().field, "header");
        assert_eq!(came[1..], [Ok(None), Ok(None)]);
        assert!(read(&["url,url"])[0].is_err());
    }

    #[test]
    fn ndjson_is_read_and_its_faults_do_not_repeat_the_address() {
        let came = read(&[
            "{\"url\":\"https://host.example/a\",\"source\":\"hotline\"}",
            "{\"url\":5}",
            "{\"uri\":\"https://host.example/secret\"}",
            "{not json",
        ]);
        assert_eq!(came[0].as_ref().unwrap().as_ref().unwrap().source, Some(AddressSource::Hotline));
        for wrong in &came[1..] {
            let Wrong { field, wrong, right } = wrong.as_ref().unwrap_err();
            assert_eq!((*field, *right), ("line", COLUMNS));
            assert!(!wrong.contains("secret"), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_fall(lines in proptest::collection::vec(any::<String>(), 0..6)) {
            let mut reader = LineReader::default();
            lines.iter().for_each(|line| drop(reader.read(line)));
        }
    }
}
