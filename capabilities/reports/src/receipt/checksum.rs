//! The two hashes of a receipt. Each begins with a domain string, so that one can never stand in for the other.

use super::CHECKSUM_BITS;
use sha2::{Digest, Sha256};

// Receipts on paper outlive releases: these strings never change.
const CHECKSUM_DOMAIN: &[u8] = b"tutela receipt checksum v1";
const PROOF_DOMAIN: &[u8] = b"tutela receipt proof v1";

/// The first ten bits of the checksum hash.
pub(super) fn checksum(entropy: &[u8; 10]) -> u16 {
    let hash = hash(CHECKSUM_DOMAIN, entropy);
    u16::from_be_bytes([hash[0], hash[1]]) >> (u16::BITS - CHECKSUM_BITS)
}

/// What opens the thread.
pub(super) fn proof(entropy: &[u8; 10]) -> [u8; 32] {
    hash(PROOF_DOMAIN, entropy)
}

fn hash(domain: &[u8], entropy: &[u8; 10]) -> [u8; 32] {
    Sha256::new().chain_update(domain).chain_update(entropy).finalize().into()
}
