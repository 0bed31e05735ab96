//! What an operator's gateway and this door share: a secret that signs what the gateway sends, and from which everything follows that
//! makes a telephone come back to its thread. No telephone number is kept; without this secret nobody tells which thread is whose.

use crate::door::once::Once;
use couriers::hook;
use face::spelling::{digit, normalised};
use std::sync::Arc;
use store::crypto::Secret;

/// The least bytes of a secret: what is derived from it must be out of reach of guessing.
const LEAST_BYTES: usize = 32;
/// Most secrets in a file: the newest, and those under which threads began.
const MOST_SECRETS: usize = 10;
/// Most characters of a sender.
const MOST_FROM: usize = 60;
/// Most digits of a telephone number (ITU-T E.164).
const MOST_DIGITS: usize = 15;
/// Fewest digits: fewer are a short number of the network itself.
const FEWEST_DIGITS: usize = 3;
/// Digits of a code that opens a thread beside the telephone's number.
pub(super) const SHORT_CODE: usize = 8;
/// Digits of a code that opens a thread by itself, where a call shows no number.
pub(super) const LONG_CODE: usize = 12;

/// Why a file of secrets is not taken. Never tells a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhonesFault {
    /// A line is none.
    #[error("line {0} {1}")]
    Line(usize, String),
    /// There is none, or there are too many.
    #[error("has {0} secrets; 1 to {MOST_SECRETS} are wanted, each on a line of its own, the newest first")]
    Count(usize),
}

/// What telephones come in by.
#[derive(Clone)]
pub struct Phones(Arc<Inner>);

struct Inner {
    /// Signs what the gateway sends.
    signs: hook::Secret,
    /// What threads are derived from, the newest first.
    roots: Vec<Secret>,
}

/// Who calls or writes: the digits of a number, as the network tells it; none where it shows none. It cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Caller(String);

/// What makes a delivery that comes again the same: its numbers, and the code that its thread opens by.
pub(super) struct Delivery {
    /// From the way and the gateway's own number alone: the notice that a session is over may not say whose it was.
    pub(super) once: Once,
    /// From the sender, too: for where a gateway gives the same number to two of them.
    pub(super) own: Once,
    pub(super) code: String,
}

impl Phones {
    /// Reads the secrets of a file, one a line: `whsec_` and 32 to 64 bytes in Base64. The first signs; those after it sign nothing any
    /// more, and open the threads that began under them.
    ///
    /// # Errors
    /// [`PhonesFault`].
    pub fn read(text: &str) -> Result<Phones, PhonesFault> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let read = |(at, line): (usize, &str)| {
            let secret = hook::Secret::read(line.trim()).map_err(|what| PhonesFault::Line(at + 1, what))?;
            if secret.length() < LEAST_BYTES {
                let what = format!("has {} bytes; at least {LEAST_BYTES} are wanted", secret.length());
                return Err(PhonesFault::Line(at + 1, what));
            }
            Ok(secret)
        };
        let secrets = lines.map(read).collect::<Result<Vec<_>, _>>()?;
        if secrets.is_empty() || secrets.len() > MOST_SECRETS {
            return Err(PhonesFault::Count(secrets.len()));
        }
        let roots = secrets.iter().map(|one| Secret::from(one.key_for("tutela door: telephones"))).collect();
        Ok(Phones(Arc::new(Inner { signs: secrets[0].clone(), roots })))
    }

    /// How many secrets there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.roots.len()
    }

    /// Whether the gateway signed that.
    pub(super) fn verifies(&self, number: &str, sent_at: i64, body: &str, signatures: &str) -> bool {
        self.0.signs.verifies(number, sent_at, body, signatures)
    }

    /// What follows from a message's own number at the gateway.
    pub(super) fn delivery(&self, way: &str, id: &str, caller: &Caller) -> Delivery {
        let root = &self.0.roots[0];
        let of = |about: &'static [u8], number: &str| {
            root.mac(&[about, way.as_bytes(), id.as_bytes(), number.as_bytes()])
        };
        let parts = |about| of(about, &caller.0);
        let drawn = parts(b"code").into_iter().take(16).fold(0_u128, |sum, byte| sum << 8 | u128::from(byte));
        let digits = if caller.is_hidden() { LONG_CODE } else { SHORT_CODE };
        let power = 10_u128.pow(u32::try_from(digits).unwrap_or(0));
        let code = format!("{:0digits$}", drawn % power);
        Delivery { once: Once::keyed(of(b"once", "")), own: Once::keyed(parts(b"own")), code }
    }

    /// What may open the thread of a telephone and a code: under the newest secret first.
    pub(super) fn proofs(&self, caller: &Caller, code: &str) -> Vec<[u8; 32]> {
        // A code that was given without a number is tried without one, whatever the telephone shows now.
        let number = if code.len() == LONG_CODE { "" } else { &caller.0 };
        let proof = |root: &Secret| root.mac(&[b"thread", number.as_bytes(), code.as_bytes()]);
        self.0.roots.iter().map(proof).collect()
    }
}

impl Caller {
    /// Reads a sender as the network tells it; what has no digits shows no number.
    ///
    /// # Errors
    /// What is wrong with it, without it.
    pub(super) fn read(from: &str) -> Result<Caller, String> {
        if from.chars().count() > MOST_FROM {
            return Err(format!("has more than {MOST_FROM} characters"));
        }
        let digits: String = normalised(from).filter_map(digit).map(|one| char::from(b'0' + one)).collect();
        let digits = digits.strip_prefix("00").unwrap_or(&digits);
        match digits.len() {
            0 => Ok(Caller(String::new())),
            FEWEST_DIGITS..=MOST_DIGITS => Ok(Caller(digits.to_owned())),
            other => Err(format!("has {other} digits")),
        }
    }

    /// Whether no number is shown.
    pub(super) fn is_hidden(&self) -> bool {
        self.0.is_empty()
    }
}

/// A code as it is shown and read out: in groups of four.
pub(super) fn in_groups(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The codes with which a text may begin, and what comes after each: groups may stand apart, in any script.
pub(super) fn codes_before(text: &str) -> Vec<(String, &str)> {
    let (mut digits, mut found) = (String::new(), Vec::new());
    let mut letters = text.trim_start().char_indices().peekable();
    let text = text.trim_start();
    while let Some((at, letter)) = letters.next() {
        match normalised(letter.encode_utf8(&mut [0; 4])).next().and_then(digit) {
            Some(one) => digits.push(char::from(b'0' + one)),
            None if " -.\u{a0}".contains(letter) && !digits.is_empty() => continue,
            None => break,
        }
        let ends = letters.peek().is_none_or(|(_, next)| !next.is_numeric());
        if ends && [SHORT_CODE, LONG_CODE].contains(&digits.len()) {
            found.push((digits.clone(), text[at + letter.len_utf8()..].trim()));
        }
    }
    found
}

#[cfg(test)]
pub(in crate::door::gateway) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The secret of the tests.
    pub(in crate::door::gateway) fn secret() -> String {
        hook::Secret::written(&[7; 32])
    }

    fn phones() -> Phones {
        Phones::read(&secret()).unwrap()
    }

    proptest! {
        #[test]
        fn a_code_is_found_however_it_is_typed(digits in "[0-9]{8}", rest in "[a-z?]{0,10}", apart in "[ .-]?") {
            let typed = format!(" {}{apart}{} {rest}", &digits[..4], &digits[4..]);
            let found = codes_before(&typed);
            prop_assert_eq!(&found, &vec![(digits.clone(), rest.as_str())]);
            let arabic: String = digits.chars().map(|one| char::from_u32(0x660 + one.to_digit(10).unwrap()).unwrap()).collect();
            prop_assert_eq!(&codes_before(&arabic)[0].0, &digits);
        }

        #[test]
        fn nothing_that_is_typed_panics(text in ".{0,40}", digits in "[0-9 -]{0,20}") {
            drop((codes_before(&text), codes_before(&(digits + &text)), Caller::read(&text).is_ok()));
        }
    }

    #[test]
    fn a_number_is_one_however_the_network_writes_it_and_one_that_is_not_shown_is_none() {
        let read = |from: &str| Caller::read(from).unwrap();
        assert!(
            read("+1 202-555-0101") == read("0012025550101")
                && read("+1 202-555-0101") == read("12025550101")
        );
        assert!(read("").is_hidden() && read("anonymous").is_hidden() && !read("555").is_hidden());
        for wrong in ["12", "1234567890123456", &"x".repeat(61)] {
            assert!(!Caller::read(wrong).err().unwrap().contains(wrong), "{wrong}");
        }
    }

    #[test]
    fn the_same_delivery_has_the_same_numbers_and_every_other_has_others() {
        let (phones, other) = (phones(), Phones::read(&hook::Secret::written(&[8; 32])).unwrap());
        let caller = |from: &str| Caller::read(from).unwrap();
        let all = |phones: &Phones, way: &str, id: &str, from: &str| {
            let one = phones.delivery(way, id, &caller(from));
            (one.own.report(), one.own.report_act(), one.code)
        };
        let first = all(&phones, "sms", "m1", "12025550101");
        assert_eq!(first, all(&phones, "sms", "m1", "+12025550101"));
        for another in [
            all(&phones, "sms", "m2", "12025550101"),
            all(&phones, "ussd", "m1", "12025550101"),
            all(&phones, "sms", "m1", "12025550102"),
            all(&other, "sms", "m1", "12025550101"),
        ] {
            assert!(another.0 != first.0 && another.1 != first.1 && another.2 != first.2);
        }
        let once =
            |way: &str, id: &str, from: &str| phones.delivery(way, id, &caller(from)).once.report_act();
        assert_eq!(
            once("ussd", "s1", "12025550101"),
            once("ussd", "s1", ""),
            "its end may not say whose it was"
        );
        assert!(
            once("ussd", "s1", "") != once("ussd", "s2", "")
                && once("ussd", "s1", "") != once("call", "s1", "")
        );
        assert_eq!((first.2.len(), all(&phones, "call", "m1", "").2.len()), (SHORT_CODE, LONG_CODE));
        assert_eq!(in_groups("12345678"), "1234 5678");
    }

    #[test]
    fn a_thread_needs_both_the_telephone_and_the_code_and_opens_after_the_secret_was_changed() {
        let caller = |from: &str| Caller::read(from).unwrap();
        let before = phones().proofs(&caller("12025550101"), "12345678");
        assert_ne!(before, phones().proofs(&caller("12025550102"), "12345678"), "another telephone");
        assert_ne!(before, phones().proofs(&caller("12025550101"), "12345679"), "another code");
        let two = Phones::read(&format!("{}\n{}\n", hook::Secret::written(&[9; 32]), secret())).unwrap();
        assert_eq!(two.proofs(&caller("12025550101"), "12345678")[1], before[0]);
        let long = "123456789012";
        assert_eq!(phones().proofs(&caller(""), long), phones().proofs(&caller("12025550101"), long));
    }

    #[test]
    fn what_is_no_file_of_secrets_is_told_without_them() {
        use base64::Engine as _;
        let short = format!("whsec_{}", base64::engine::general_purpose::STANDARD.encode([7; 24]));
        for (text, told) in [
            ("", "has 0 secrets"),
            ("hidden", "line 1 is no secret"),
            (short.as_str(), "line 1 has 24 bytes; at least 32"),
            (&format!("{}\n\nhidden", secret()), "line 3 is no secret"),
            (&format!("{}\n", secret()).repeat(11), "has 11 secrets"),
        ] {
            let fault = Phones::read(text).err().unwrap().to_string();
            assert!(fault.contains(told) && !fault.contains("hidden"), "{fault}");
        }
    }
}
