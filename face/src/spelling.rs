//! One spelling for all the ways in which the same letter is typed.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The characters of a text as it was typed, decomposed, without marks and format characters, folded and in lower case.
///
/// NFKD takes full-width letters and digits, Arabic presentation forms and the hamza off its carriers (أ إ آ ؤ ئ);
/// the marks it sets free (accents, vowel signs, hamza above) are dropped.
pub fn normalised(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkd()
        .filter(|letter| !is_combining_mark(*letter) && !is_silent(*letter))
        .flat_map(char::to_lowercase)
        .map(fold)
        // Lower case of İ is i and a dot above.
        .filter(|letter| !is_combining_mark(*letter))
}

/// The value of a decimal digit: Western, Arabic-Indic or Extended Arabic-Indic (full-width became Western).
#[must_use]
pub fn digit(letter: char) -> Option<u8> {
    let zero = match letter {
        '0'..='9' => '0',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06F0}'..='\u{06F9}' => '\u{06F0}',
        _ => return None,
    };
    u8::try_from(u32::from(letter) - u32::from(zero)).ok()
}

/// True for a letter of the Arabic block.
#[must_use]
pub fn is_arabic(letter: char) -> bool {
    ('\u{0600}'..='\u{06FF}').contains(&letter)
}

/// True for a letter of the Cyrillic block.
#[must_use]
pub fn is_cyrillic(letter: char) -> bool {
    ('\u{0400}'..='\u{04FF}').contains(&letter)
}

/// True for a Chinese character of everyday use. Words are written there without spaces between them.
#[must_use]
pub fn is_han(letter: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&letter)
}

/// True for what stretches or steers text without being part of a word, and for the lone hamza, which many leave out.
fn is_silent(letter: char) -> bool {
    matches!(letter,
        '\u{0621}' | '\u{0640}'                        // hamza, tatweel
        | '\u{00AD}' | '\u{FEFF}'                      // soft hyphen, byte order mark
        | '\u{200B}'..='\u{200F}' | '\u{061C}'         // joiners, direction marks
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
}

/// Letters that keyboards exchange: final forms, Persian and Urdu forms, the Turkish i.
fn fold(letter: char) -> char {
    match letter {
        '\u{0671}' => 'ا',
        'ى' | '\u{06CC}' => 'ي',
        'ة' | '\u{06C1}' | '\u{06BE}' | '\u{06D5}' => 'ه',
        '\u{06A9}' => 'ك',
        '\u{0131}' => 'i',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norm(text: &str) -> String {
        normalised(text).collect()
    }

    #[test]
    fn one_spelling_for_each_letter() {
        for (typed, plain) in [
            ("ÉCLAIR", "eclair"),
            ("ＯＴＴＥＲ", "otter"),
            ("İstanbul", "istanbul"),
            ("أُسْتَـــاذ", "استاذ"),
            ("إآٱأا", "ااااا"),
            ("مقهى", "مقهي"),
            ("لؤلؤة", "لولوه"),
            ("دافئ", "دافي"),
            ("سماء", "سما"),
            ("\u{FEFB}", "لا"),
            ("\u{200F}ق\u{202C}", "ق"),
        ] {
            assert_eq!(norm(typed), plain, "{typed}");
        }
    }

    #[test]
    fn digits_of_three_scripts() {
        let values: Vec<_> = normalised("07٠٧۰۷０７").map(digit).collect();
        assert_eq!(values, [0, 7, 0, 7, 0, 7, 0, 7].map(Some));
        assert_eq!(digit('x'), None);
    }
}
