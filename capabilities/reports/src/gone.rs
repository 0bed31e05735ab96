//! A picture that somebody wants gone, without handing it over: its SHA-256 alone, as whoever has the file made it.

/// Most fingerprints of one report.
pub const MOST_HASHES: usize = 50;
/// Largest file of which the page makes a fingerprint, in bytes: a browser holds it whole. 512 MiB.
pub const MOST_BYTES_ON_A_DEVICE: u64 = 512 * 1024 * 1024;

/// Why fingerprints are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashFault {
    /// One of them is none.
    #[error("one of them is not 64 hexadecimal digits")]
    NoHash,
    /// There are too many.
    #[error("there are more than {MOST_HASHES}")]
    TooMany,
}

/// Fingerprints as they were typed, pasted or made by the page: 64 hexadecimal digits each, with white space, commas or semicolons
/// between them. What stands there twice counts once. None is no fault.
///
/// # Errors
/// [`HashFault`].
///
/// ```
/// use reports::gone::{HashFault, parse};
/// assert_eq!(parse(&"0A".repeat(32)), Ok(vec![[10; 32]]));
/// assert_eq!(parse("a picture"), Err(HashFault::NoHash));
/// ```
pub fn parse(text: &str) -> Result<Vec<[u8; 32]>, HashFault> {
    let mut hashes = Vec::new();
    for word in text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';')) {
        if word.is_empty() {
            continue;
        }
        let hash = sha256(word).ok_or(HashFault::NoHash)?;
        if hashes.contains(&hash) {
            continue;
        }
        if hashes.len() == MOST_HASHES {
            return Err(HashFault::TooMany);
        }
        hashes.push(hash);
    }
    Ok(hashes)
}

fn sha256(word: &str) -> Option<[u8; 32]> {
    let digits = word.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, at) in hash.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&word[at..at + 2], 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hex(hash: &[u8; 32]) -> String {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_answered(text in ".*") {
            drop(parse(&text));
        }

        #[test]
        fn fingerprints_come_back_once_each_in_their_order(
            hashes in proptest::collection::vec(any::<[u8; 32]>(), 0..20), between in "[ \t\r\n,;]{1,3}", is_upper: bool,
        ) {
            let twice: Vec<String> = hashes.iter().chain(&hashes).map(hex).collect();
            let text = twice.join(&between);
            let text = if is_upper { text.to_uppercase() } else { text };
            let mut once = Vec::new();
            hashes.iter().for_each(|hash| if !once.contains(hash) { once.push(*hash) });
            prop_assert_eq!(parse(&text), Ok(once));
        }
    }

    #[test]
    fn what_is_none_or_too_many_is_told() {
        let one = "ab".repeat(32);
        for wrong in
            [&one[1..], &format!("{one}0"), &one.replace('a', "g"), &"é".repeat(32), &format!("{one} x")]
        {
            assert_eq!(parse(wrong), Err(HashFault::NoHash), "{wrong}");
        }
        let many = |count: u8| (0..count).map(|n| hex(&[n; 32])).collect::<Vec<_>>().join("\n");
        assert_eq!(parse(&many(50)).map(|hashes| hashes.len()), Ok(50));
        assert_eq!(parse(&many(51)), Err(HashFault::TooMany));
        assert_eq!(parse(" \n"), Ok(Vec::new()));
    }
}
