//! What a receipt promises: it survives being written down, and a slip is noticed.

use super::*;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// The nth of a fixed series of receipts, so that counts below are the same on every run.
fn sample(n: u32) -> Receipt {
    let hash = Sha256::digest(n.to_be_bytes());
    Receipt::from_entropy(hash[..10].try_into().unwrap())
}

/// Choices for noise, drawn by proptest and used up in turn.
struct Noise(std::iter::Cycle<std::vec::IntoIter<u8>>);

impl Noise {
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::from(self.0.next().unwrap()) % from.len()]
    }

    /// The word as somebody else would type it.
    fn word(&mut self, word: &str) -> String {
        let mut typed = String::new();
        for letter in word.chars() {
            let others: &[char] = match letter {
                'أ' | 'إ' | 'آ' => &[letter, 'ا', '\u{0671}'],
                'ى' | 'ي' => &['ى', 'ي', '\u{06CC}'],
                'ة' => &['ة', 'ه'],
                'ئ' => &['ئ', 'ى'],
                'ؤ' => &['ؤ', 'و'],
                'ك' => &['ك', '\u{06A9}'],
                _ => &[letter, letter.to_ascii_uppercase()],
            };
            typed.push(self.pick(others));
            let arabic = face::spelling::is_arabic(letter);
            let marks =
                if arabic { ["", "ـ", "\u{064E}", "\u{0651}"] } else { ["", "", "\u{0301}", "\u{200D}"] };
            typed.push_str(self.pick(&marks));
        }
        typed
    }

    fn separator(&mut self) -> &'static str {
        self.pick(&[" ", "  ", "-", "\n", ", ", "، ", "\t", " \u{200F}", ".\r\n", "؛", "_", "\u{00A0}"])
    }

    fn numbering(&mut self, n: usize) -> String {
        let western = n.to_string();
        let arabic: String = western.chars().map(|digit| shift(digit, 0x0660)).collect();
        self.pick(&["", "", &format!("{western}. "), &format!("{arabic}- ")]).to_owned()
    }

    fn words(&mut self, words: &[&str]) -> String {
        let mut typed = String::new();
        for (word, n) in words.iter().zip(1..) {
            typed += &self.numbering(n);
            typed += &self.word(word);
            typed += self.separator();
        }
        typed
    }

    fn digits(&mut self, digits: &str) -> String {
        let plain = digits.chars().filter(char::is_ascii_digit);
        let noisy = plain.flat_map(|digit| {
            let zero = self.pick(&[0x30, 0x0660, 0x06F0, 0xFF10]);
            let gap = self.pick(&["", "", " ", "-", "\u{2069}", "\n"]);
            std::iter::once(shift(digit, zero)).chain(gap.chars())
        });
        noisy.collect()
    }
}

/// An ASCII digit in the script whose zero is given.
fn shift(digit: char, zero: u32) -> char {
    char::from_u32(zero + digit.to_digit(10).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn a_receipt_comes_back_however_it_is_typed(
        entropy: [u8; 10],
        choices in prop::collection::vec(any::<u8>(), 64..128),
    ) {
        let receipt = Receipt::from_entropy(entropy);
        let mut noise = Noise(choices.into_iter().cycle());
        for list in WordList::ALL {
            let typed = noise.words(&receipt.words(list));
            let back = Receipt::parse(&typed);
            prop_assert!(back.is_ok(), "{list:?} {typed:?} {back:?}");
            prop_assert_eq!(back.unwrap().entropy, entropy);
        }
        let typed = noise.digits(&receipt.digits());
        prop_assert_eq!(Receipt::parse(&typed).unwrap().entropy, entropy);
    }

    #[test]
    fn any_text_is_answered(text: String) {
        let _ = Receipt::parse(&text);
    }

    #[test]
    fn nearly_receipts_are_answered(text in "([a-z]{2,9}|[اأبتثجيىةهؤ]{2,6}|[0-9٠-٩۰-۹]{1,5}|[-., \n\u{200f}]){0,30}") {
        let _ = Receipt::parse(&text);
    }

    #[test]
    fn an_error_never_repeats_the_receipt(entropy: [u8; 10], place in 0..WORDS, list in 0..WordList::ALL.len()) {
        let words = Receipt::from_entropy(entropy).words(WordList::ALL[list]);
        let mut typed = words.clone();
        typed[place] = "qqqqqqqq";
        let error = Receipt::parse(&typed.join(" ")).unwrap_err();
        let told = format!("{error} {error:?}");
        prop_assert!(words.iter().filter(|word| told.split(|c: char| !c.is_alphabetic()).any(|t| t == **word)).count() <= 1);
    }
}

/// Fails unless slips go unnoticed about once in 1,024 times: a quarter more is beyond chance at these numbers.
fn assert_noticed(kind: &str, tried: u32, missed: u32) {
    println!("{kind}: {missed} of {tried} unnoticed, 1 in {}", tried / missed.max(1));
    assert!(
        tried > 50_000 && u64::from(missed) * 1_024 * 4 <= u64::from(tried) * 5,
        "{kind}: {missed} of {tried}"
    );
}

#[test]
fn a_changed_word_is_noticed() {
    let (mut tried, mut missed) = (0, 0);
    for n in 0..40 {
        let number = sample(n).number();
        for place in 0..WORDS {
            for other in 1..=WORD_MASK {
                let mistyped = number ^ other << (WORD_BITS as usize * place);
                tried += 1;
                missed += u32::from(Receipt::from_number(mistyped).is_ok());
            }
        }
    }
    assert_noticed("changed words", tried, missed);
}

#[test]
fn swapped_neighbours_are_noticed() {
    let (mut tried, mut missed) = (0, 0);
    for n in 0..20_000 {
        let number = sample(n).number();
        for place in 1..WORDS {
            let difference = (word_at(number, place) ^ word_at(number, place - 1)) as u128;
            if difference != 0 {
                let both = difference << WORD_BITS | difference;
                let swapped = number ^ both << (WORD_BITS as usize * (place - 1));
                tried += 1;
                missed += u32::from(Receipt::from_number(swapped).is_ok());
            }
        }
    }
    assert_noticed("swapped words", tried, missed);
}

#[test]
fn a_changed_digit_is_noticed() {
    let (mut tried, mut missed) = (0, 0);
    for n in 0..400 {
        let digits = sample(n).digits().replace(' ', "");
        for place in 0..DIGITS {
            for other in ('0'..='9').filter(|other| !digits[place..].starts_with(*other)) {
                let mistyped = format!("{}{other}{}", &digits[..place], &digits[place + 1..]);
                tried += 1;
                missed += u32::from(Receipt::parse(&mistyped).is_ok());
            }
        }
    }
    assert_noticed("changed digits", tried, missed);
}

#[test]
fn the_forms_hold_all_the_entropy() {
    assert!(ENTROPY_BITS >= 80 && ENTROPY_BITS as usize == 8 * sample(0).entropy.len());
    assert_eq!(WORDS * WORD_BITS as usize, (ENTROPY_BITS + CHECKSUM_BITS) as usize);
    assert!(10_u128.pow(28) > 1 << (ENTROPY_BITS + CHECKSUM_BITS));
    for edge in [[0; 10], [255; 10]] {
        let receipt = Receipt::from_entropy(edge);
        assert_eq!(Receipt::parse(&receipt.digits()).unwrap().entropy, edge);
        assert_eq!(
            Receipt::parse(&receipt.words(WordList::English).concat()).unwrap_err(),
            ReceiptError::WordCount { found: 1 }
        );
    }
}

/// Receipts on paper outlive releases: words, digits and proof of old ones must stay what they were.
#[test]
fn old_receipts_stay_valid() {
    let receipt = Receipt::from_entropy(*b"0123456789");
    assert_eq!(
        receipt.words(WordList::English).join(" "),
        "confetti seaweed cartoon smoothie crossing starfish joke baseball butter"
    );
    assert_eq!(
        receipt.words(WordList::Arabic).join(" "),
        "تلفاز مخطط بلبل مسافر ثلجي معهد شمندر أقحوان برمائي"
    );
    assert_eq!(receipt.digits(), "0233 0430 4530 3996 0006 9265 9315");
    assert_eq!(receipt.proof()[..4], [0xd6, 0x52, 0xdb, 0x91]);
    let lists = WordList::ALL.map(|list| Sha256::digest(list.all_words().join("\n"))[..4].to_vec());
    let wanted = [
        [0xdd, 0xf9, 0x77, 0x9f],
        [0xf9, 0x99, 0x2b, 0xaf],
        [0x22, 0xf6, 0x0e, 0xdb],
        [0xb0, 0xab, 0x8d, 0x3e],
        [0x0c, 0x8f, 0x54, 0x01],
        [0xd6, 0x4b, 0x1f, 0xe1],
    ];
    assert_eq!(lists, wanted);
}

#[test]
fn a_receipt_does_not_print_itself() {
    assert_eq!(format!("{:?}", sample(1)), "Receipt(..)");
    assert_ne!(sample(1).proof(), sample(2).proof());
}
