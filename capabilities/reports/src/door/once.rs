//! What makes a second sending of the same form the same act: 32 random bytes that ride hidden in the form.
//!
//! The numbers of the act and of the report and the secret of the receipt are all derived from them. So a double click,
//! a reload or a retry after a timeout files nothing twice and shows the same receipt. Whoever knows these bytes can
//! make the receipt; they stand on the sender's own page only, which no browser keeps.

use crate::receipt::Receipt;
use axum::http::HeaderMap;
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

/// Of 32 random bytes at least so many differ from each other; less was not drawn at random. By chance it happens once
/// in more than 2^60 times.
const MOST_ALIKE: usize = 16;

/// The secret of one form.
pub(crate) struct Once([u8; 32]);

impl Once {
    /// Draws one.
    pub(crate) fn draw() -> Result<Once, store::crypto::NoRandomness> {
        store::crypto::random().map(Once)
    }

    /// That of a message whose sender is known by a key: it was derived from the message's own number, and is as good as drawn.
    pub(crate) fn keyed(bytes: [u8; 32]) -> Once {
        Once(bytes)
    }

    /// Reads 64 hexadecimal digits. What is visibly not random is none: a receipt made of it could be guessed.
    pub(crate) fn parse(hex: &str) -> Option<Once> {
        let digits = hex.as_bytes();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let mut once = Once([0; 32]);
        for (byte, at) in once.0.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&hex[at..at + 2], 16).ok()?;
        }
        let differing: std::collections::BTreeSet<u8> = once.0.iter().copied().collect();
        (differing.len() >= MOST_ALIKE).then_some(once)
    }

    /// The one that came with a form; a fresh one where none came, or where another site sent the form: that site would
    /// know the receipt of whatever is told next.
    pub(crate) fn sent(headers: &HeaderMap, hex: &str) -> Result<Once, store::crypto::NoRandomness> {
        let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
        let own = matches!(site, None | Some("same-origin" | "none"));
        own.then(|| Once::parse(hex)).flatten().map_or_else(Once::draw, Ok)
    }

    /// As it stands in a form.
    pub(crate) fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The id of the act that files a report.
    pub(crate) fn report_act(&self) -> [u8; 16] {
        self.derived("tutela door: act of a report")
    }

    /// The report's number.
    pub(crate) fn report(&self) -> [u8; 16] {
        self.derived("tutela door: number of a report")
    }

    /// The id of the act that adds a message.
    pub(crate) fn message_act(&self) -> [u8; 16] {
        self.derived("tutela door: act of a message")
    }

    /// The id of the act that adds a voice message.
    pub(crate) fn voice_act(&self) -> [u8; 16] {
        self.derived("tutela door: act of a voice message")
    }

    /// The id of the act that asks for a second look.
    pub(crate) fn second_look_act(&self) -> [u8; 16] {
        self.derived("tutela door: act of a second look")
    }

    /// The id of the act that changes a receipt.
    pub(crate) fn change_act(&self) -> [u8; 16] {
        self.derived("tutela door: act of a new receipt")
    }

    /// The new receipt.
    pub(crate) fn new_receipt(&self) -> Receipt {
        Receipt::from_entropy(self.derived("tutela door: a new receipt"))
    }

    /// The id of the act that gives an opinion.
    pub(crate) fn opinion_act(&self) -> [u8; 16] {
        self.derived("tutela door: act of an opinion")
    }

    /// The report's receipt.
    pub(crate) fn receipt(&self) -> Receipt {
        Receipt::from_entropy(self.derived("tutela door: receipt of a report"))
    }

    /// The first bytes of SHA-256(domain || once).
    fn derived<const N: usize>(&self, domain: &str) -> [u8; N] {
        let digest = Sha256::new().chain_update(domain).chain_update(self.0).finalize();
        std::array::from_fn(|n| digest[n])
    }
}

impl Drop for Once {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    #[test]
    fn the_same_form_has_the_same_numbers_and_another_has_others() {
        let (one, again) = (Once::parse(HEX).unwrap(), Once::parse(&HEX.to_uppercase()).unwrap());
        let other = Once::draw().unwrap();
        let all = |once: &Once| {
            (once.report_act(), once.report(), once.message_act(), once.receipt().digits(), once.hex())
        };
        assert_eq!(all(&one), all(&again));
        assert_eq!(one.hex(), HEX);
        let ids = [&one, &other].map(|once| [once.report_act(), once.report(), once.message_act()]).concat();
        assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 6);
        assert_ne!(one.receipt().digits(), other.receipt().digits());
    }

    #[test]
    fn what_is_no_secret_is_none() {
        let counted = format!("{:064x}", 7);
        for hex in
            ["", "00", &HEX[1..], &format!("{HEX}0"), &HEX.replace('f', "g"), &"ab".repeat(32), &counted]
        {
            assert!(Once::parse(hex).is_none(), "{hex}");
        }
        // Bytes of a letter that takes two stand where a digit would: no panic.
        assert!(Once::parse(&"é".repeat(32)).is_none());
    }

    #[test]
    fn what_another_site_sent_is_not_taken() {
        let from = |site: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("sec-fetch-site", site.parse().unwrap());
            Once::sent(&headers, HEX).unwrap().hex() == HEX
        };
        assert!(from("same-origin") && from("none"));
        assert!(!from("cross-site") && !from("same-site"));
        assert!(Once::sent(&HeaderMap::new(), HEX).unwrap().hex() == HEX);
        assert_ne!(
            Once::sent(&HeaderMap::new(), "").unwrap().hex(),
            Once::sent(&HeaderMap::new(), "").unwrap().hex()
        );
    }
}
