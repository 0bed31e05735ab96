//! Passwords that are guessed first: the commonest of known breaches, and those that say where they are used. `docs/operator.md`
//! tells which words are meant.

use sha2::{Digest, Sha256};

/// Bytes of a mark.
const MARK: usize = 6;
/// The marks of common passwords, sorted; where they are from says `access/data/README.md`.
static MARKS: &[u8] = include_bytes!("../data/common-passwords.bin");
/// A shorter word is part of too many others.
const SHORTEST: usize = 4;
/// What this program is called.
const PRODUCT: &str = "tutela";

/// Whether a password stands among the commonest, however it is written.
pub(crate) fn is_common(password: &str) -> bool {
    let hash = Sha256::digest(password.to_lowercase().as_bytes());
    let (marks, _) = MARKS.as_chunks::<MARK>();
    hash.first_chunk::<MARK>().is_some_and(|mark| marks.binary_search(mark).is_ok())
}

/// Letters and digits alone, in small letters.
fn bare(text: &str) -> String {
    text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a password holds its user's name, the node's name or a part of that, or the program's.
pub(crate) fn says_where(password: &str, user: &str, node: &str) -> bool {
    let typed = bare(password);
    let parts = node.split(|one: char| !one.is_alphanumeric());
    let words = parts.chain([user, node, PRODUCT]).map(bare);
    words.filter(|word| word.chars().count() >= SHORTEST).any(|word| typed.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_known_in_capitals_too_and_others_are_not() {
        let (marks, rest) = MARKS.as_chunks::<MARK>();
        assert!(marks.len() >= 3_000 && rest.is_empty() && marks.is_sorted(), "{}", marks.len());
        for common in ["passwordpassword", "123456789012", "1q2w3e4r5t6y", "Administrator", "PASSWORD1234"] {
            assert!(is_common(common), "{common}");
        }
        for other in ["a fictional password", "seven quiet lakes", "", "passwordpasswordpasswore"] {
            assert!(!is_common(other), "{other}");
        }
    }

    #[test]
    fn a_password_does_not_say_whose_it_is_nor_where() {
        let says = |password: &str| says_where(password, "a.lovelace", "staff.tutela-north.example");
        for wrong in [
            "ALovelace 1815!",
            "my tutela word",
            "T-u-t-e-l-a-2026",
            "north of the river",
            "examples for all",
        ] {
            assert!(says(wrong), "{wrong}");
        }
        for right in ["seven quiet lakes", "love and lace apart", "a long way from home"] {
            assert!(!says(right), "{right}");
        }
        assert!(!says_where("that is all right", "al", "t"), "two letters are part of too much");
    }
}
