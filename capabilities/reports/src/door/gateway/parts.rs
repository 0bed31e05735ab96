//! A text in the parts that a network carries: 160 characters of its own alphabet (3GPP TS 23.038), or 70 of all others.

/// Characters of one message in the alphabet of the network.
const OF_THE_NETWORK: usize = 160;
/// UTF-16 units of one message in every other alphabet.
const OF_ALL: usize = 70;
/// Characters of one screen of a menu in the alphabet of the network.
pub(super) const SHOWN_OF_THE_NETWORK: usize = 182;
/// UTF-16 units of one screen in every other alphabet.
pub(super) const SHOWN_OF_ALL: usize = 80;
/// The alphabet of 7 bits.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// What takes two places in it.
const EXTENDED: &str = "^{}\\[~]|€";

/// How many places a character takes in the alphabet of the network; none where it is not in it.
fn places(letter: char) -> Option<usize> {
    if BASIC.contains(letter) { Some(1) } else { EXTENDED.contains(letter).then_some(2) }
}

/// What steers the direction of text and is seen by nobody: old telephones show boxes for it, and one makes a whole message dearer.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{61c}' | '\u{feff}')
}

/// The text as old telephones can show it: marks that they lack by those that they have, and nothing that is not seen.
pub(super) fn plain(text: &str) -> String {
    let one = |letter| match letter {
        '’' | '‘' => '\'',
        '“' | '”' | '«' | '»' => '"',
        '–' | '—' => '-',
        '\u{a0}' | '\u{202f}' => ' ',
        other => other,
    };
    let shown: String = text.chars().filter(|letter| !is_unseen(*letter)).map(one).collect();
    shown.trim().replace('…', "...")
}

/// The text in parts, each of which one message carries; cut where a sentence or a word ends, wherever one does.
pub(super) fn parts(text: &str) -> Vec<String> {
    pieces(text, "", (OF_THE_NETWORK, OF_ALL))
}

/// The text in screens of a menu, each with room for what stands beside it.
pub(super) fn screens(text: &str, beside: &str) -> Vec<String> {
    pieces(text, beside, (SHOWN_OF_THE_NETWORK, SHOWN_OF_ALL))
}

/// Whether one screen shows all of it.
pub(super) fn is_one_screen(text: &str) -> bool {
    screens(text, "").len() <= 1
}

fn pieces(text: &str, beside: &str, (of_the_network, of_all): (usize, usize)) -> Vec<String> {
    let text = plain(text);
    let is_basic = text.chars().chain(beside.chars()).all(|letter| places(letter).is_some());
    let (most, size): (usize, fn(char) -> usize) = if is_basic {
        (of_the_network, |letter| places(letter).unwrap_or(1))
    } else {
        (of_all, char::len_utf16)
    };
    let most = most.saturating_sub(beside.chars().map(size).sum());
    let (mut rest, mut parts) = (text.as_str(), Vec::new());
    while !rest.is_empty() {
        let (part, after) = rest.split_at(cut(rest, most, size));
        parts.push(part.trim_end().to_owned());
        rest = after.trim_start();
    }
    parts
}

/// Where the first part of a text ends.
fn cut(text: &str, most: usize, size: fn(char) -> usize) -> usize {
    let mut used = 0;
    let fits = text.char_indices().find(|(_, letter)| {
        used += size(*letter);
        used > most
    });
    let Some((end, _)) = fits else { return text.len() };
    let head = &text[..end];
    // A sentence that ends in the second half is left whole; else a word is.
    let sentence = head.rfind(['.', '!', '?', '؟', '。', '！', '？']).map(|at| at + letter_at(head, at));
    let word = head.rfind(char::is_whitespace);
    // The end may be just where a word ends.
    if text[end..].starts_with(char::is_whitespace) {
        return end;
    }
    match (sentence.filter(|at| *at > end / 2), word) {
        (Some(at), _) => at,
        (None, Some(at)) if at > 0 => at,
        _ => end,
    }
}

/// How many bytes the character there has.
fn letter_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn units(part: &str) -> usize {
        part.encode_utf16().count()
    }

    proptest! {
        #[test]
        fn every_part_fits_and_no_letter_is_lost(text in "\\PC{0,400}") {
            let parts = parts(&text);
            let is_basic = plain(&text).chars().all(|letter| places(letter).is_some());
            for part in &parts {
                let size = part.chars().map(|letter| places(letter).unwrap_or(0)).sum::<usize>();
                prop_assert!(if is_basic { size <= 160 } else { units(part) <= 70 }, "{}", part);
            }
            let bare = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&parts.concat()), bare(&plain(&text)));
        }
    }

    #[test]
    fn a_screen_holds_182_of_the_network_and_80_of_every_other_alphabet() {
        assert!(is_one_screen(&"x".repeat(182)) && !is_one_screen(&"x".repeat(183)));
        assert!(is_one_screen(&"я".repeat(80)) && !is_one_screen(&"я".repeat(81)));
        assert!(!is_one_screen(&format!("{}ç", "x".repeat(80))), "one letter is enough");
        let all = screens(&"слово ".repeat(40), "\n0 Дальше");
        assert!(all.iter().all(|one| units(&format!("{one}\n0 Дальше")) <= 80), "{all:?}");
    }

    #[test]
    fn sentences_and_words_stay_whole() {
        let text = format!("{}. {}", "word ".repeat(28).trim(), "second sentence here. ".repeat(3).trim());
        let cut = parts(&text);
        assert_eq!(cut[0], format!("{}.", "word ".repeat(28).trim()));
        assert_eq!(parts("one two"), ["one two"]);
        assert_eq!(parts("  "), Vec::<String>::new());
        assert_eq!(parts("n’est-ce pas…"), ["n'est-ce pas..."]);
        assert_eq!(parts("call \u{2068}112\u{2069}"), ["call 112"]);
        assert_eq!(parts("\u{2068} \u{2069}"), Vec::<String>::new(), "nothing is seen of it");
        assert_eq!(parts(&"字".repeat(71)).iter().map(|part| units(part)).collect::<Vec<_>>(), [70, 1]);
        assert_eq!(parts(&"€".repeat(81)).len(), 2, "it takes two places");
    }
}
