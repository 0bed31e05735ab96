//! A language that nobody speaks, made of the English texts: accented, longer, in brackets. Whatever stands on a page in it
//! without brackets was never translatable, and whatever is cut off there would be cut off in a language of long words.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::{parser, serializer};

/// By how many hundredths a text grows: French, Russian and Arabic labels grow about so over short English ones.
const LONGER: usize = 40;

/// English texts in Fluent's syntax as texts of the pseudo-language, with the same keys, variables and choices.
///
/// # Errors
/// What the parser says of a source that is not Fluent.
pub fn pseudo(english: &str) -> Result<String, String> {
    let mut resource = parser::parse(english.to_owned()).map_err(|(_, faults)| format!("{faults:?}"))?;
    for entry in &mut resource.body {
        if let Entry::Message(message) = entry {
            let attributes = message.attributes.iter_mut().map(|attribute| &mut attribute.value);
            message.value.iter_mut().chain(attributes).for_each(bracketed);
        }
    }
    Ok(serializer::serialize(&resource))
}

fn bracketed(pattern: &mut Pattern<String>) {
    spoken(pattern);
    pattern.elements.insert(0, PatternElement::TextElement { value: "⟦".to_owned() });
    pattern.elements.push(PatternElement::TextElement { value: "⟧".to_owned() });
}

/// Every text of a pattern, also of the forms between which it chooses; what stands in for something is left alone.
fn spoken(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => *value = accented(value),
            PatternElement::Placeable { expression } => in_expression(expression),
        }
    }
}

fn in_expression(expression: &mut Expression<String>) {
    match expression {
        Expression::Select { variants, .. } => {
            variants.iter_mut().for_each(|variant| spoken(&mut variant.value));
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => in_expression(expression),
        Expression::Inline(_) => {}
    }
}

/// Accents on every letter that has one here, and vowels twice until the text is long enough.
fn accented(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() * 2);
    let mut owed = 0;
    for letter in text.chars() {
        shown.push(with_accent(letter));
        owed += LONGER;
        while owed >= 100 && "aeiouAEIOU".contains(letter) {
            shown.push(with_accent(letter));
            owed -= 100;
        }
    }
    shown
}

fn with_accent(letter: char) -> char {
    const PLAIN: &str = "abcdefghijklnoprstuwyzABCDEFGHIJKLNOPRSTUWYZ";
    const ACCENTED: &str = "åƀçďéƒĝĥîĵķļñöþŕšţüŵýžÅƁÇĎÉƑĜĤÎĴĶĻÑÖÞŔŠŢÜŴÝŽ";
    let place = PLAIN.chars().position(|plain| plain == letter);
    place.and_then(|place| ACCENTED.chars().nth(place)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Language, Resource, ToValue};

    const ENGLISH: &str = "room-call = Call { $number } now\nroom-n = { $n ->\n    [one] one case\n   *[other] { $n } cases\n}\n";

    #[test]
    fn texts_are_accented_longer_and_in_brackets_and_keep_their_variables_and_choices() {
        let rooms = [Resource { language: Language::English, is_for_door: true, source: ENGLISH }];
        for &language in Language::ALL {
            let t = Catalogue::pseudo(&rooms).unwrap().texts(language);
            let shown = |key, name, value: &dyn ToValue| t.with(key, name, value);
            assert_eq!(shown("room-call", "number", &"112"), "⟦Çåļļ 112 ñööŵ⟧");
            assert_eq!(shown("room-n", "n", &1), "⟦öñéé çååšéé⟧");
            assert_eq!(shown("room-n", "n", &7), "⟦7 çååšééš⟧");
        }
        let long = accented("Somebody threatens to share pictures or videos");
        let grown = long.chars().count() * 100 / 46;
        assert!((125..=145).contains(&grown), "{grown}: {long}");
    }

    #[test]
    fn every_key_of_english_is_there() {
        let (english, made) = (Catalogue::new(&[]).unwrap(), Catalogue::pseudo(&[]).unwrap());
        for &language in Language::ALL {
            assert_eq!(made.all_keys(language), english.all_keys(Language::English));
        }
        assert_eq!(made.differences(), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_fluent_is_told() {
        assert!(pseudo("= nothing").is_err());
    }
}
