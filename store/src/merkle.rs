//! The Merkle tree over the entries (RFC 9162) and its signed heads (C2SP tlog-checkpoint).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use kernel::Hash;
use std::ops::Range;

use crate::crypto::Secret;

/// A tree that grows at its right edge: the roots of its full subtrees, largest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    roots: Vec<Hash>,
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Hash::of(&[&[1], &left.0, &right.0])
}

impl Tree {
    /// How many leaves it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf (its leaf hash).
    pub fn push(&mut self, leaf: Hash) {
        let mut grown = leaf;
        let mut before = self.size;
        while before & 1 == 1 {
            // Each set bit of the size stands for one full subtree at the right edge.
            if let Some(left) = self.roots.pop() {
                grown = node(&left, &grown);
            }
            before >>= 1;
        }
        self.roots.push(grown);
        self.size += 1;
    }

    /// The tree head: SHA-256 of nothing when empty.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev();
        match roots.next() {
            None => Hash::of(&[]),
            Some(last) => roots.fold(*last, |right, left| node(left, &right)),
        }
    }

    /// The subtree roots as bytes, to go on later without reading all leaves.
    #[must_use]
    pub fn edge(&self) -> Vec<u8> {
        self.roots.iter().flat_map(|root| root.0).collect()
    }

    /// Goes on from a size and its edge; `None` when they do not fit each other.
    #[must_use]
    pub fn from_edge(size: u64, edge: &[u8]) -> Option<Tree> {
        let chunks = edge.chunks_exact(32);
        if edge.len() != 32 * size.count_ones() as usize || !chunks.remainder().is_empty() {
            return None;
        }
        let roots = chunks.filter_map(|chunk| chunk.try_into().ok().map(Hash)).collect();
        Some(Tree { size, roots })
    }
}

/// The ranges of leaves whose roots make the audit path of a leaf, from the leaf upwards (RFC 9162, 2.1.3.1). Together with the
/// leaf itself they are all leaves. None for a leaf that the tree does not have.
#[must_use]
pub fn siblings(index: u64, size: u64) -> Vec<Range<u64>> {
    let (mut start, mut end) = (0, size);
    let mut ranges = Vec::new();
    while end.saturating_sub(start) > 1 && index < size {
        // The largest power of two below the number of leaves.
        let split = start + (1 << (u64::BITS - 1 - (end - start - 1).leading_zeros()));
        if index < split {
            ranges.push(split..end);
            end = split;
        } else {
            ranges.push(start..split);
            start = split;
        }
    }
    ranges.reverse();
    ranges
}

/// The tree head to which a path leads from a leaf (RFC 9162, 2.1.3.2); none when the path is not one of that leaf.
#[must_use]
pub fn root_by_path(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    let (mut at, mut last) = (index, size.checked_sub(1)?);
    if at > last {
        return None;
    }
    let mut root = leaf;
    for sibling in path {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            root = node(sibling, &root);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            root = node(&root, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(root)
}

/// Signs tree heads under a name.
pub struct Signer25519 {
    name: String,
    key: SigningKey,
}

/// Verifies signed tree heads of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: VerifyingKey,
}

/// A signed tree head, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// How many entries it covers.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// A text that is no checkpoint of this node.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACheckpoint {
    /// Not the format.
    #[error("not a checkpoint: {0}")]
    Format(&'static str),
    /// Signed by nobody we know, or changed.
    #[error("the checkpoint's signature is not this node's, or the checkpoint was changed")]
    Signature,
}

fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let hash = Hash::of(&[name.as_bytes(), b"\n", &[1], key.as_bytes()]);
    [hash.0[0], hash.0[1], hash.0[2], hash.0[3]]
}

impl Signer25519 {
    /// A signer of that name (no spaces, no plus sign).
    #[must_use]
    pub fn new(name: &str, secret: &Secret) -> Signer25519 {
        Signer25519 { name: name.to_owned(), key: SigningKey::from_bytes(&secret.0) }
    }

    /// What others verify with.
    #[must_use]
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The signed head of a tree as C2SP tlog-checkpoint text; the signer's name is the log's origin.
    #[must_use]
    pub fn sign(&self, tree: &Tree) -> String {
        self.sign_note(&format!("{}\n{}\n{}\n", self.name, tree.size(), STANDARD.encode(tree.root().0)))
    }

    /// A text, its last line ended, as a C2SP signed note.
    pub(crate) fn sign_note(&self, body: &str) -> String {
        let signature = self.key.sign(body.as_bytes());
        let mut signed = key_id(&self.name, &self.key.verifying_key()).to_vec();
        signed.extend(signature.to_bytes());
        format!("{body}\n\u{2014} {} {}\n", self.name, STANDARD.encode(signed))
    }
}

impl VerifierKey {
    /// As C2SP signed-note text: `name+keyid+base64`.
    #[must_use]
    pub fn to_text(&self) -> String {
        let id: String = key_id(&self.name, &self.key).iter().map(|byte| format!("{byte:02x}")).collect();
        let key: Vec<u8> = [1].into_iter().chain(*self.key.as_bytes()).collect();
        format!("{}+{id}+{}", self.name, STANDARD.encode(key))
    }

    /// Reads [`VerifierKey::to_text`].
    #[must_use]
    pub fn from_text(text: &str) -> Option<VerifierKey> {
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = STANDARD.decode(key).ok()?;
        let (kind, bytes) = bytes.split_first()?;
        let key = VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()?;
        let own: String = key_id(name, &key).iter().map(|byte| format!("{byte:02x}")).collect();
        (*kind == 1 && own == id).then(|| VerifierKey { name: name.to_owned(), key })
    }

    /// Reads a checkpoint and checks its signature.
    ///
    /// # Errors
    /// [`NotACheckpoint`].
    pub fn read(&self, text: &str) -> Result<Checkpoint, NotACheckpoint> {
        let (body, signatures) =
            text.split_once("\n\n").ok_or(NotACheckpoint::Format("no empty line before the signatures"))?;
        let body = format!("{body}\n");
        let mut lines = body.lines();
        let origin = lines.next().unwrap_or_default();
        let size = lines
            .next()
            .and_then(|line| line.parse().ok())
            .ok_or(NotACheckpoint::Format("the second line is no size"))?;
        let root =
            lines.next().and_then(|line| STANDARD.decode(line).ok()).and_then(|root| root.try_into().ok());
        let root = Hash(root.ok_or(NotACheckpoint::Format("the third line is no root hash"))?);
        if origin != self.name || !self.signed(&body, signatures) {
            return Err(NotACheckpoint::Signature);
        }
        Ok(Checkpoint { size, root })
    }

    /// The text of a signed note, when this key signed it.
    pub(crate) fn read_note(&self, text: &str) -> Option<String> {
        let (body, signatures) = text.split_once("\n\n")?;
        let body = format!("{body}\n");
        self.signed(&body, signatures).then_some(body)
    }

    fn signed(&self, body: &str, signatures: &str) -> bool {
        signatures.lines().any(|line| self.signs(body, line).is_some())
    }

    fn signs(&self, body: &str, line: &str) -> Option<()> {
        let (name, signature) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
        let bytes = STANDARD.decode(signature).ok()?;
        let (id, signature) = bytes.split_at_checked(4)?;
        if name != self.name || id != key_id(&self.name, &self.key) {
            return None;
        }
        self.key.verify(body.as_bytes(), &Signature::from_slice(signature).ok()?).ok()
    }
}

#[cfg(test)]
mod tests;
