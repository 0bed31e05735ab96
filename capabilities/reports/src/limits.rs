//! How much one may send at once. The doors check before they seal; the acts check again what they can see.

use crate::staffed;
use kernel::term::Term;
use kernel::{Instant, TableFault, Tables};

/// Longest text of one message, in characters (Unicode scalar values).
pub const MAX_TEXT_CHARS: usize = 20_000;
/// Longest text of a small field, in characters.
pub const MAX_SHORT_CHARS: usize = 2_000;
/// Most pictures with one report.
pub const MAX_PICTURES: usize = 5;
/// Largest picture, in bytes: 10 MiB.
pub const MAX_PICTURE_BYTES: u64 = 10 * 1024 * 1024;
/// Largest voice message, in bytes: 10 MiB.
pub const MAX_VOICE_BYTES: u64 = 10 * 1024 * 1024;
/// Longest voice message that the page records, in seconds: five minutes.
pub const MAX_VOICE_SECONDS: u32 = 300;
/// Most replies and notices on one page of a thread.
pub const MAX_SAID: usize = 100;
/// Longest language tag, in bytes.
pub const MAX_LANGUAGE_BYTES: usize = 8;

/// Points from which a person must answer within the hour.
pub const URGENT_POINTS: u32 = 60;
/// Points from which a person must answer within the day.
pub const SOON_POINTS: u32 = 30;

/// So many calls that nobody answers go to one level; then the next one is called.
pub const CALLS_A_LEVEL: u32 = 3;
/// The last level: whoever is called there is called until somebody answers.
pub const LAST_LEVEL: u8 = 3;

pub(crate) const MINUTE_MS: i64 = 60_000;
pub(crate) const HOUR_MS: i64 = 60 * MINUTE_MS;
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;

/// The term by which a person must answer what has these points: [`Term::UrgentAnswer`] from 60 (1 hour, where nothing else was
/// set), [`Term::SoonAnswer`] from 30 (24 hours), else [`Term::OrdinaryAnswer`] (72 hours).
#[must_use]
pub fn term(points: u32) -> Term {
    match points {
        URGENT_POINTS.. => Term::UrgentAnswer,
        SOON_POINTS.. => Term::SoonAnswer,
        _ => Term::OrdinaryAnswer,
    }
}

/// By when a person must answer what was told at `told_at`, as the term was in force then. Danger counts every hour; what can wait
/// for days counts those in which somebody sits at the desk ([`staffed`](crate::staffed)), where such hours are set.
///
/// # Errors
/// [`TableFault`].
pub fn due(tables: &mut dyn Tables, told_at: Instant, points: u32) -> Result<Instant, TableFault> {
    let term = term(points);
    let long = term.of(tables)?.saturating_mul(HOUR_MS);
    match term {
        Term::OrdinaryAnswer => staffed::due(tables, told_at, long),
        _ => Ok(Instant(told_at.0.saturating_add(long))),
    }
}

/// Whether a text is a language tag that a report may carry: BCP 47 in form, at most eight bytes, such as `ar`, `pt-BR` or
/// `zh-Hans`. Whether there is such a language is not checked: a wrong tag loses no report.
#[must_use]
pub fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    tag.len() <= MAX_LANGUAGE_BYTES
        && matches!(language.len(), 2 | 3)
        && language.bytes().all(|letter| letter.is_ascii_lowercase())
        && parts.all(|part| part.len() >= 2 && part.bytes().all(|letter| letter.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_points_the_sooner() {
        let mut tables = kernel::MemoryTables::default();
        let mut hours = |points| (due(&mut tables, Instant(5), points).unwrap().0 - 5) / HOUR_MS;
        assert_eq!([0, 29, 30, 59, 60, 100].map(&mut hours), [72, 72, 24, 24, 1, 1]);
        let set = kernel::term::TermValue { term: Term::SoonAnswer, value: 6, since: Instant(1), seq: 1 };
        (&mut tables as &mut dyn Tables).put(&set).unwrap();
        assert_eq!((due(&mut tables, Instant(5), 40).unwrap().0 - 5) / HOUR_MS, 6);
    }

    #[test]
    fn language_tags_are_checked_in_form() {
        for tag in ["ar", "en", "pt-BR", "zh-Hans", "es-419", "fil"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for tag in ["", "e", "EN", "e n", "en-", "-en", "en--GB", "zh-Hant-TW", "عر", "en\n", "engl"] {
            assert!(!is_language_tag(tag), "{tag}");
        }
    }
}
