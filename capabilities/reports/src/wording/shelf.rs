//! The file with the words that are in force in the place of built-in ones: `core` writes it, the public process reads it again
//! with each request, and shows the built-in words for whatever cannot be read.

use super::{all, replacement};
use crate::codes::Wording;
use crate::tables::DoorText;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use face::{Catalogue, Language, Looks, Replacement};
use kernel::CodeList;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use store::{DatabaseFault, Node};

/// The file's name in the directory of the public process.
pub const FILE: &str = "texts.json";

/// One replacement as it stands in the file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    wording: String,
    language: String,
    words: String,
}

/// What the file holds: the words in force in the place of built-in ones.
///
/// # Errors
/// [`DatabaseFault`].
pub fn write_out(node: &Node) -> Result<Vec<u8>, DatabaseFault> {
    let rows = node.read(all::<DoorText>)?;
    let own = rows.iter().filter(|row| !row.words.is_empty()).map(|row| Written {
        wording: row.wording.code().to_owned(),
        language: replacement(row).language.code().to_owned(),
        words: row.words.clone(),
    });
    Ok(serde_json::Value::from_iter(own.map(|one| serde_json::json!(one))).to_string().into_bytes())
}

/// Why words of the file are not shown.
#[derive(Debug, thiserror::Error)]
enum ShelfFault {
    /// The system does not give the file.
    #[error("texts.json: {0}")]
    File(#[from] std::io::Error),
    /// It is not what `core` writes.
    #[error("texts.json: {0}")]
    Content(#[from] serde_json::Error),
    /// Another version of the program wrote it.
    #[error("texts.json: '{0}' in '{1}' is no text that this program lets be replaced")]
    Unknown(String, String),
    /// The words do not fit the built-in text.
    #[error("texts.json: the words of {0} {1}")]
    Words(String, face::WordsFault),
}

/// The looks of the public pages, with the words that are in force now.
pub struct Shelf {
    file: PathBuf,
    built_in: Catalogue,
    exit: String,
    read: Mutex<Read>,
}

/// What was read last, and what came of it.
struct Read {
    /// The file's bytes; none where it could not be read, and before the first time.
    bytes: Option<Vec<u8>>,
    looks: Looks,
}

impl Shelf {
    /// Reads the file from this directory; `built_in` and `exit` are those of [`Looks`].
    #[must_use]
    pub fn new(directory: &std::path::Path, built_in: Catalogue, exit: &str) -> Shelf {
        let looks = Looks::new(built_in.clone(), exit);
        let read = Mutex::new(Read { bytes: Some(Vec::new()), looks });
        Shelf { file: directory.join(FILE), built_in, exit: exit.to_owned(), read }
    }

    /// The file's bytes: empty where it is not there.
    #[expect(
        clippy::disallowed_methods,
        reason = "the public process has no store: it reads the one file that core writes out"
    )]
    fn bytes(&self) -> Result<Vec<u8>, ShelfFault> {
        match std::fs::read(&self.file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            read => Ok(read?),
        }
    }

    /// The looks now. What cannot be shown goes to the log once for each change of the file, not with each request.
    pub fn looks(&self) -> Looks {
        // What was read last stays whole whatever happens to a thread that asks.
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.bytes();
        let is_read = match (&now, &read.bytes) {
            (Ok(now), Some(before)) => now == before,
            (Err(_), None) => true,
            _ => false,
        };
        if !is_read {
            let (catalogue, faults) = match &now {
                Ok(bytes) => self.placed(bytes),
                Err(_) => (self.built_in.clone(), Vec::new()),
            };
            for fault in now.as_ref().err().into_iter().chain(&faults) {
                tracing::error!(%fault, "words for the public door cannot be read; the built-in ones are shown");
            }
            *read = Read { bytes: now.ok(), looks: Looks::new(catalogue, self.exit.as_str()) };
        }
        read.looks.clone()
    }

    /// The texts with the words of the file in their place, and what is wrong with the others.
    fn placed(&self, bytes: &[u8]) -> (Catalogue, Vec<ShelfFault>) {
        if bytes.is_empty() {
            return (self.built_in.clone(), Vec::new());
        }
        let all: Vec<Written> = match serde_json::from_slice(bytes) {
            Ok(all) => all,
            Err(fault) => return (self.built_in.clone(), vec![fault.into()]),
        };
        let (known, unknown): (Vec<_>, Vec<_>) = all.into_iter().map(known).partition(Result::is_ok);
        let mut faults: Vec<ShelfFault> = unknown.into_iter().filter_map(Result::err).collect();
        let known: Vec<Replacement> = known.into_iter().flatten().collect();
        let (catalogue, unfit) = self.built_in.replacing(&known);
        faults.extend(unfit.into_iter().map(|(one, fault)| ShelfFault::Words(one.key, fault)));
        (catalogue, faults)
    }
}

/// Only texts of the declared list, whatever the file says.
fn known(one: Written) -> Result<Replacement, ShelfFault> {
    match (Wording::from_code(&one.wording), Language::of_code(&one.language)) {
        (Ok(wording), Some(language)) => Ok(Replacement { language, key: wording.key(), words: one.words }),
        _ => Err(ShelfFault::Unknown(one.wording, one.language)),
    }
}

/// Lays the looks of this moment under a request: around everything that draws a page.
pub async fn in_force(State(shelf): State<Arc<Shelf>>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(shelf.looks());
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "the test writes the file as core does")]
    fn put(directory: &std::path::Path, content: &str) {
        std::fs::write(directory.join(FILE), content).unwrap();
    }

    fn shelf(directory: &std::path::Path) -> Shelf {
        Shelf::new(directory, super::super::built_in().clone(), "about:blank")
    }

    fn shown(shelf: &Shelf, language: Language) -> (String, String) {
        let texts = shelf.looks().catalogue().texts(language);
        (texts.t("door-next-who"), texts.with("door-emergency-number", "number", "112"))
    }

    fn line(wording: &str, language: &str, words: &str) -> serde_json::Value {
        serde_json::json!({ "wording": wording, "language": language, "words": words })
    }

    #[test]
    fn words_are_shown_as_soon_as_they_are_written_and_until_they_are_taken_back() {
        let home = tempfile::tempdir().unwrap();
        let shelf = shelf(home.path());
        let before = (shown(&shelf, Language::English), shown(&shelf, Language::Arabic));
        assert!(before.0.1.contains("112") && before.1.1.contains("112"));
        let own = [
            line("next-who", "en", "Fictional people read it."),
            line("emergency-number", "ar", "اتصل على { $number } فوراً"),
        ];
        put(home.path(), &serde_json::Value::from_iter(own).to_string());
        assert_eq!(
            shown(&shelf, Language::English),
            ("Fictional people read it.".into(), before.0.1.clone())
        );
        assert_eq!(shown(&shelf, Language::Arabic).1, "اتصل على 112 فوراً");
        put(home.path(), "[]");
        assert_eq!((shown(&shelf, Language::English), shown(&shelf, Language::Arabic)), before);
    }

    #[test]
    fn what_is_damaged_is_not_shown_and_the_rest_is() {
        let home = tempfile::tempdir().unwrap();
        let shelf = shelf(home.path());
        let built_in = shown(&shelf, Language::English);
        let good = line("next-who", "en", "Fictional people read it.");
        for bad in [
            line("emergency-number", "en", "Call us"),
            line("emergency-number", "en", "<b>{ $number }</b> call"),
            line("exit-label", "en", "No text of the list"),
            line("pictures-hint", "en", "No text of the list either"),
            line("next-when", "tlh", "No language"),
        ] {
            put(home.path(), &serde_json::Value::from_iter([bad, good.clone()]).to_string());
            assert_eq!(
                shown(&shelf, Language::English),
                ("Fictional people read it.".into(), built_in.1.clone())
            );
        }
        for damaged in [
            "",
            "[{",
            "3",
            r#"[{"wording":"next-who"}]"#,
            r#"[{"wording":"next-who","language":"en","words":"x","more":1}]"#,
        ] {
            put(home.path(), &serde_json::Value::from_iter([good.clone()]).to_string());
            assert_ne!(shown(&shelf, Language::English), built_in);
            put(home.path(), damaged);
            assert_eq!(shown(&shelf, Language::English), built_in, "{damaged}");
        }
    }
}
