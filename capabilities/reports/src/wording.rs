//! The texts of the public door that an organisation may say in its own words: which there are, what is built in, and what is in
//! force now.
//!
//! What an operator puts in their place stands in the journal; `core` writes it out as a file for the public process, which holds
//! it against the built-in text once more before it shows it.

mod shelf;

pub use shelf::{FILE, Shelf, in_force, write_out};

use crate::codes::{DoorLanguage, Wording};
use crate::tables::{DoorText, DoorTextProposal, DoorTextSeen};
use face::{Catalogue, Language, Replacement};
use kernel::{CodeList, Id, Instant, Problem, Record, Row};
use std::sync::LazyLock;
use store::database::quoted;
use store::{Database, DatabaseFault};

/// The texts of the public door as they are built in.
pub(crate) fn built_in() -> &'static Catalogue {
    static ALL: LazyLock<Catalogue> = LazyLock::new(|| {
        Catalogue::new(&face::door_resources!("door"))
            .expect("the door's own texts are read by the room's tests")
    });
    &ALL
}

impl Wording {
    /// The key of its text.
    #[must_use]
    pub fn key(self) -> String {
        format!("door-{}", self.code())
    }
}

impl DoorLanguage {
    /// The language as the pages know it.
    #[must_use]
    pub fn language(self) -> Language {
        Language::of_code(self.code()).expect("codes and languages are one list")
    }
}

/// The built-in words of a text.
#[must_use]
pub fn built_in_words(wording: Wording, language: DoorLanguage) -> String {
    built_in().plain(language.language(), &wording.key()).unwrap_or_default()
}

/// Whether words can stand in the place of a text.
///
/// # Errors
/// What is wrong with them, and what would be right.
pub(crate) fn fitting(wording: Wording, language: DoorLanguage, words: &str) -> Result<(), Problem> {
    built_in()
        .fits(language.language(), &wording.key(), words)
        .map_err(|fault| Problem::new("new_words", fault.to_string(), fault.right()))
}

/// A replacement as the pages take it.
fn replacement(row: &DoorText) -> Replacement {
    let (language, key) = (row.in_language.language(), row.wording.key());
    Replacement { language, key, words: row.words.clone() }
}

fn all<R: Record>(database: &mut dyn Database) -> Result<Vec<R>, DatabaseFault> {
    let columns: Vec<String> = R::TABLE.columns.iter().map(|column| quoted(column.name)).collect();
    let sql = format!("SELECT {} FROM {} ORDER BY 1, 2", columns.join(", "), R::TABLE.name);
    database.records::<R>(&sql, Vec::new())
}

/// Every text that may be replaced, in every language, as it stands now; with what waits for a second person.
pub(crate) fn seen(
    database: &mut dyn Database,
) -> Result<Vec<(DoorTextSeen, Option<DoorTextProposal>)>, DatabaseFault> {
    let (texts, proposals) = (all::<DoorText>(database)?, all::<DoorTextProposal>(database)?);
    let pairs = Wording::all()
        .iter()
        .flat_map(|&wording| DoorLanguage::all().iter().map(move |&language| (wording, language)));
    let one = |(wording, in_language)| {
        let text = texts.iter().find(|row| (row.wording, row.in_language) == (wording, in_language));
        let proposal = proposals.iter().find(|row| (row.wording, row.in_language) == (wording, in_language));
        let built_in = built_in_words(wording, in_language);
        let own = text.map(|row| row.words.clone()).filter(|words| !words.is_empty());
        let seen = DoorTextSeen {
            wording,
            in_language,
            replaced: own.is_some(),
            proposed: proposal.is_some(),
            changed_by: text.map_or(Id::NONE, |row| row.changed_by),
            confirmed_by: text.map_or(Id::NONE, |row| row.confirmed_by),
            since: text.map_or(Instant(0), |row| row.since),
            words: own.unwrap_or_else(|| built_in.clone()),
            built_in,
        };
        (seen, proposal.cloned())
    };
    Ok(pairs.map(one).collect())
}

/// The same as rows of a list.
pub(crate) fn rows(database: &mut dyn Database) -> Result<Vec<Row>, DatabaseFault> {
    Ok(seen(database)?.into_iter().map(|(seen, _)| seen.to_row()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_on_the_list_can_be_replaced_in_every_language() {
        let spoken: Vec<Language> = DoorLanguage::all().iter().map(|one| one.language()).collect();
        assert_eq!(spoken, Language::ALL, "a new language has its number in DoorLanguage");
        for &language in DoorLanguage::all() {
            assert_eq!(language.code(), language.language().code());
            for &wording in Wording::all() {
                let words = built_in_words(wording, language);
                assert_eq!(
                    fitting(wording, language, &words),
                    Ok(()),
                    "{} {}",
                    wording.code(),
                    language.code()
                );
            }
        }
    }
}
