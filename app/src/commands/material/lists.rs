//! Hash lists from files, as they are held against.

use crate::fault::Fault;
use kernel::CodeList;
use kernel::codes::Grade;
use known_material::csv::{ListReader, ListRow, ReadFault};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// So many wrong lines of a list are told.
const WRONG_TOLD: usize = 20;
/// Most lists: the number of one is eight bits of an entry's.
pub(super) const MOST_LISTS: usize = 128;

/// Which list an entry is on, its line there and its grade, in the number under which indexes know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Entry(pub(super) u64);

const LINE_BITS: u32 = 48;

impl Entry {
    pub(super) fn new(list: usize, row: &ListRow) -> Entry {
        let grade = u64::from(u8::try_from(row.grade.number()).unwrap_or_default());
        // A list has at most 10 million lines.
        Entry(((list as u64 & 0xFF) << 56) | (grade << LINE_BITS) | (row.line & ((1 << LINE_BITS) - 1)))
    }

    /// The number of its list.
    pub(super) fn list(self) -> usize {
        usize::from(self.0.to_be_bytes()[0])
    }

    /// Its line, from 1.
    pub(super) fn line(self) -> u64 {
        self.0 & ((1 << LINE_BITS) - 1)
    }

    pub(super) fn grade(self) -> Grade {
        let number = i64::from(self.0.to_be_bytes()[1]);
        Grade::all().iter().copied().find(|grade| grade.number() == number).unwrap_or_default()
    }
}

/// Goes through a list; all lines must be right, since one that is left out would be one that is not found.
///
/// # Errors
/// [`Fault::Input`] names the first lines that are wrong.
pub(super) fn read(file: &Path, mut each: impl FnMut(&ListRow)) -> Result<(), Fault> {
    let name = file.display();
    let opened = File::open(file).map_err(Fault::file(file))?;
    let fault = |fault: ReadFault| Fault::Input(format!("{name}: {fault}"));
    let reader = ListReader::new(BufReader::with_capacity(1 << 18, opened)).map_err(fault)?;
    let (mut wrong, mut more) = (Vec::new(), 0_u64);
    for row in reader {
        match row {
            Ok(row) if wrong.is_empty() => each(&row),
            Ok(_) => {}
            Err(ReadFault::Line(line)) if wrong.len() < WRONG_TOLD => wrong.push(format!("{name}: {line}")),
            Err(ReadFault::Line(_)) => more += 1,
            Err(other) => return Err(fault(other)),
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let more = if more > 0 { format!("\n... and {more} more lines") } else { String::new() };
    Err(Fault::Input(wrong.join("\n") + &more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_entry_keeps_what_it_is_made_of(list in 0..MOST_LISTS, line in 1u64..=10_000_000, grade in 0usize..4) {
            let grade = Grade::all()[grade];
            let entry = Entry::new(list, &ListRow { line, hashes: Default::default(), grade });
            prop_assert_eq!((entry.list(), entry.line(), entry.grade()), (list, line, grade));
        }
    }
}
