//! Sealing and keyed hashes, by well-kept libraries: XChaCha20-Poly1305, HMAC-SHA-256, X25519 sealed boxes, Ed25519.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use kernel::Id;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Length of a nonce in bytes; it stands before the ciphertext.
const NONCE: usize = 24;

/// A 256-bit secret that cannot be printed and is wiped when it goes.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret(pub(crate) [u8; 32]);

impl From<[u8; 32]> for Secret {
    fn from(bytes: [u8; 32]) -> Self {
        Secret(bytes)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(secret)")
    }
}

/// What was sealed cannot be opened: another key, another place, or a changed byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is sealed cannot be opened: the key, the place or a byte is another")]
pub struct CannotOpen;

/// The operating system gave no randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gives no randomness")]
pub struct NoRandomness;

/// Random bytes from the operating system.
///
/// # Errors
/// [`NoRandomness`].
pub fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    #[cfg(feature = "testing")]
    if crate::testing::chance::filled(&mut bytes) {
        return Ok(bytes);
    }
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

impl Secret {
    /// A new secret.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub fn random() -> Result<Secret, NoRandomness> {
        random().map(Secret)
    }

    /// A secret for one use, derived from this one.
    #[must_use]
    pub fn derive(&self, label: &str) -> Secret {
        Secret(self.mac(&[b"tutela key for ", label.as_bytes()]))
    }

    /// HMAC-SHA-256 over the parts, each with its length before it.
    #[must_use]
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        // HMAC takes a key of any length, so this cannot fail.
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.0).expect("HMAC takes any key");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Seals bytes; `place` is authenticated with them, so that they open nowhere else.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub fn seal(&self, place: &[u8], plain: &[u8]) -> Result<Vec<u8>, NoRandomness> {
        let nonce: [u8; NONCE] = random()?;
        let cipher = XChaCha20Poly1305::new(&self.0.into());
        let payload = Payload { msg: plain, aad: place };
        let mut sealed = nonce.to_vec();
        // The only failure is a message of more than 256 GiB, which no limit of ours lets in.
        sealed.extend(cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| NoRandomness)?);
        Ok(sealed)
    }

    /// Opens what [`Secret::seal`] sealed at the same place.
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn open(&self, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
        let (nonce, text) = sealed.split_at_checked(NONCE).ok_or(CannotOpen)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| CannotOpen)?;
        let cipher = XChaCha20Poly1305::new(&self.0.into());
        cipher.decrypt(&XNonce::from(nonce), Payload { msg: text, aad: place }).map_err(|_| CannotOpen)
    }
}

/// The place of a sealed payload: its act and slot.
#[must_use]
pub fn place(act: Id, slot: u16) -> [u8; 18] {
    let mut place = [0; 18];
    place[..16].copy_from_slice(&act.0);
    place[16..].copy_from_slice(&slot.to_be_bytes());
    place
}

/// Seals bytes so that only the holder of the secret half of `public_key` can open them.
///
/// # Errors
/// [`NoRandomness`].
pub fn seal_to(public_key: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>, NoRandomness> {
    let mut randomness = crypto_box::aead::OsRng;
    crypto_box::PublicKey::from(*public_key).seal(&mut randomness, plain).map_err(|_| NoRandomness)
}

/// Opens what [`seal_to`] sealed.
///
/// # Errors
/// [`CannotOpen`].
pub fn open_sealed_to(secret: &Secret, sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
    crypto_box::SecretKey::from(secret.0).unseal(sealed).map_err(|_| CannotOpen)
}

/// The public half of a secret, for [`seal_to`].
#[must_use]
pub fn public_key(secret: &Secret) -> [u8; 32] {
    *crypto_box::SecretKey::from(secret.0).public_key().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_with_its_key_at_its_place_unchanged() {
        let (key, other) = (Secret::random().unwrap(), Secret::random().unwrap());
        let here = place(Id([1; 16]), 2);
        let sealed = key.seal(&here, b"ordinary words").unwrap();
        assert_eq!(key.open(&here, &sealed).unwrap(), b"ordinary words");
        assert_eq!(other.open(&here, &sealed), Err(CannotOpen));
        assert_eq!(key.open(&place(Id([1; 16]), 3), &sealed), Err(CannotOpen));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(key.open(&here, &changed), Err(CannotOpen));
        }
        assert_eq!(key.open(&here, &sealed[..10]), Err(CannotOpen));
    }

    #[test]
    fn a_box_opens_for_its_owner_alone() {
        let (owner, other) = (Secret::random().unwrap(), Secret::random().unwrap());
        let sealed = seal_to(&public_key(&owner), b"told at the public door").unwrap();
        assert_eq!(open_sealed_to(&owner, &sealed).unwrap(), b"told at the public door");
        assert_eq!(open_sealed_to(&other, &sealed), Err(CannotOpen));
    }

    #[test]
    fn lengths_keep_parts_apart() {
        let key = Secret::random().unwrap();
        assert_ne!(key.mac(&[b"ab", b"c"]), key.mac(&[b"a", b"bc"]));
        assert_eq!(format!("{key:?}"), "(secret)");
    }
}
