//! Numbers as a language writes them; digits are Western in every language, so that receipts and codes stay the same.

use fluent_bundle::FluentValue;

use crate::Language;

/// Fluent's hook that shows whole numbers with the language's grouping mark (`M` is the bundle's memoizer). It is a plain
/// function that may not capture, so there is one per mark.
pub(super) fn group_thousands<M>(language: Language) -> fn(&FluentValue, &M) -> Option<String> {
    match language.group_mark() {
        ',' => |value, _| show(value, ','),
        '.' => |value, _| show(value, '.'),
        _ => |value, _| show(value, '\u{202f}'),
    }
}

fn show(value: &FluentValue, mark: char) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(&number.as_string(), mark)),
        _ => None,
    }
}

/// A number of plain digits, with a mark between thousands (years are given as words, and stay bare).
pub(super) fn grouped(plain: &str, mark: char) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return plain.to_owned();
    }
    let mut shown = String::from(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(mark);
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped("2026", ','), "2,026");
        assert_eq!(grouped("999", ','), "999");
        assert_eq!(grouped("12345", ','), "12,345");
        assert_eq!(grouped("-1234567", '.'), "-1.234.567");
        assert_eq!(grouped("0", ','), "0");
    }

    proptest::proptest! {
        #[test]
        fn taking_the_marks_away_gives_the_number_back(number: i64) {
            let shown = grouped(&number.to_string(), ',');
            proptest::prop_assert_eq!(shown.replace(',', ""), number.to_string());
        }
    }
}
