//! In which language a text message is written, so that it is answered in the same: by its script, and in Latin letters by small words.

use face::Language;
use face::spelling::{is_arabic, is_cyrillic, is_han, normalised};

/// Small words, without accents, that one of these languages has and the others do not.
const SMALL: [(&str, &[&str]); 3] = [
    ("en", &["the", "and", "is", "my", "he", "she", "they", "i", "to", "of", "was", "with", "help"]),
    (
        "fr",
        &[
            "le", "les", "des", "je", "il", "elle", "est", "pas", "mon", "ma", "une", "et", "avec", "aide",
            "moi",
        ],
    ),
    ("es", &["el", "los", "una", "que", "yo", "mi", "esta", "con", "por", "ayuda", "y", "no", "me", "muy"]),
];

/// The language of a text; the door's first one where nothing tells.
pub(super) fn of(text: &str) -> Language {
    let letters: Vec<char> = normalised(text).filter(|letter| letter.is_alphabetic()).collect();
    let count = |is: fn(char) -> bool| letters.iter().filter(|letter| is(**letter)).count();
    let scripts = [("ar", count(is_arabic)), ("ru", count(is_cyrillic)), ("zh", count(is_han))];
    let most =
        scripts.into_iter().max_by_key(|(_, count)| *count).filter(|(_, count)| 2 * count > letters.len());
    let code = most.map_or_else(|| latin(text), |(code, _)| code);
    Language::of_code(code).unwrap_or_default()
}

fn latin(text: &str) -> &'static str {
    let text: String = normalised(text).collect();
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphabetic()).collect();
    let hits = |small: &[&str]| words.iter().filter(|word| small.contains(word)).count();
    // Of equals the first stands.
    let (code, _) = SMALL.iter().rev().max_by_key(|(_, small)| hits(small)).expect("there is a language");
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_answered_in_its_own_language() {
        for (text, code) in [
            ("Fictional: my neighbour asks the children to send pictures", "en"),
            ("Fictif: il demande des photos, je ne veux pas", "fr"),
            ("Ficticio: un hombre me escribe y no para, ayuda por favor", "es"),
            ("خيالي: رجل يطلب صوراً", "ar"),
            ("Вымышлено: он просит фотографии", "ru"),
            ("虚构：有人要照片", "zh"),
            ("12345", "en"),
            ("", "en"),
        ] {
            assert_eq!(of(text).code(), code, "{text}");
        }
    }
}
