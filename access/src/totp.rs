//! Codes of the second factor: TOTP (RFC 6238) with SHA-1, 30 seconds, six digits, as every authenticator app knows it.

use hmac::{Hmac, KeyInit, Mac};
use kernel::Instant;
use sha1::Sha1;

/// Length of a secret in bytes: that of the hash (RFC 4226, section 4).
pub(crate) const SECRET: usize = 20;
/// Length of a time step.
const STEP_MS: i64 = 30_000;
/// How many steps a clock may be off, each way.
const DRIFT: i64 = 1;

/// The time step of a moment.
fn step_of(now: Instant) -> i64 {
    now.0.div_euclid(STEP_MS)
}

/// The code of a time step (RFC 4226, section 5.3).
fn code(secret: &[u8], step: i64, digits: u32) -> u32 {
    // HMAC takes a key of any length, so this cannot fail.
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes any key");
    mac.update(&step.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(hash[19] & 0x0f);
    let word = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]);
    (word & 0x7fff_ffff) % 10_u32.pow(digits)
}

/// The step whose code was typed, if it is of now, one step before or after, and later than the `last` that was used.
pub(crate) fn step_that_fits(secret: &[u8], typed: &str, now: Instant, last: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let is_code = typed.len() == 6 && typed.bytes().all(|byte| byte.is_ascii_digit());
    let typed: u32 = typed.parse().ok().filter(|_| is_code)?;
    let now = step_of(now);
    let steps = now - DRIFT..=now + DRIFT;
    // Each step is tried, so that the time it takes tells nothing.
    steps.fold(None, |found, step| (code(secret, step, 6) == typed && step > last).then_some(step).or(found))
}

/// Base 32 without padding (RFC 4648), in which apps take secrets.
pub(crate) fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut held, mut bits) = (String::new(), 0_u32, 0_u32);
    for &byte in bytes {
        held = held << 8 | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(held << (5 - bits) & 31) as usize]));
    }
    text
}

/// The address that an app takes secret and label from; what is no plain letter or digit becomes a hyphen.
pub(crate) fn otpauth(node: &str, label: &str, secret: &[u8]) -> String {
    let plain = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect()
    };
    format!(
        "otpauth://totp/Tutela:{}-{}?secret={}&issuer=Tutela&algorithm=SHA1&digits=6&period=30",
        plain(label),
        plain(node),
        base32(secret)
    )
}

/// What an app would show at a moment: for those who test the doors.
pub(crate) fn code_at(secret: &[u8], now: Instant) -> String {
    format!("{:06}", code(secret, step_of(now), 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, for SHA-1: the seconds and the eight digits.
    const VECTORS: [(i64, u32); 6] = [
        (59, 94_287_082),
        (1_111_111_109, 7_081_804),
        (1_111_111_111, 14_050_471),
        (1_234_567_890, 89_005_924),
        (2_000_000_000, 69_279_037),
        (20_000_000_000, 65_353_130),
    ];
    const SECRET_OF_THE_RFC: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Instant {
        Instant(seconds * 1_000)
    }

    #[test]
    fn gives_the_codes_of_the_rfc() {
        for (seconds, right) in VECTORS {
            assert_eq!(code(SECRET_OF_THE_RFC, step_of(at(seconds)), 8), right, "{seconds}");
            assert_eq!(code_at(SECRET_OF_THE_RFC, at(seconds)), format!("{:06}", right % 1_000_000));
        }
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_no_code_is_used_twice() {
        let (secret, now) = (SECRET_OF_THE_RFC, at(1_234_567_890));
        let step = step_of(now);
        let fits = |steps: i64, last: i64| {
            step_that_fits(secret, &code_at(secret, at(1_234_567_890 + 30 * steps)), now, last)
        };
        assert_eq!(
            [-2, -1, 0, 1, 2].map(|n| fits(n, 0)),
            [None, Some(step - 1), Some(step), Some(step + 1), None]
        );
        assert_eq!([-1, 0, 1].map(|n| fits(n, step)), [None, None, Some(step + 1)]);
        for wrong in ["", "12345", "0000000", "-12345", "+12345", "abcdef"] {
            assert_eq!(step_that_fits(secret, wrong, now, 0), None, "{wrong}");
        }
        let spaced = code_at(secret, now);
        assert_eq!(
            step_that_fits(secret, &format!(" {} {}", &spaced[..3], &spaced[3..]), now, 0),
            Some(step)
        );
    }

    #[test]
    fn writes_base_32_as_the_rfc_does() {
        for (plain, text) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(plain.as_bytes()), text);
        }
        let address = otpauth("node.example", "someone@here", SECRET_OF_THE_RFC);
        assert!(
            address.starts_with("otpauth://totp/Tutela:someone-here-node.example?secret=GEZDGNBVGY3TQOJQ")
        );
    }
}
