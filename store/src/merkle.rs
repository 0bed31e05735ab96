//! The Merkle tree over the entries (RFC 9162) and its signed heads (C2SP tlog-checkpoint).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use kernel::Hash;

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
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RFC 9162, 2.1.1, word by word.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash::of(&[]),
            [one] => *one,
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                node(&by_definition(&leaves[..split]), &by_definition(&leaves[split..]))
            }
        }
    }

    proptest! {
        #[test]
        fn grows_as_the_standard_says(count in 0_u8..200) {
            let leaves: Vec<Hash> = (0..count).map(|n| kernel::entry::leaf_hash(&[n])).collect();
            let mut tree = Tree::default();
            leaves.iter().for_each(|leaf| tree.push(*leaf));
            prop_assert_eq!(tree.root(), by_definition(&leaves));
            prop_assert_eq!(Tree::from_edge(tree.size(), &tree.edge()), Some(tree));
        }
    }

    #[test]
    fn a_checkpoint_is_believed_only_unchanged() {
        let signer = Signer25519::new("tutela.example", &Secret([3; 32]));
        let mut tree = Tree::default();
        tree.push(Hash([7; 32]));
        let text = signer.sign(&tree);
        let verifier = VerifierKey::from_text(&signer.verifier().to_text()).unwrap();
        assert_eq!(verifier.read(&text), Ok(Checkpoint { size: 1, root: tree.root() }));
        assert_eq!(verifier.read(&text.replace("\n1\n", "\n2\n")), Err(NotACheckpoint::Signature));
        let other = Signer25519::new("tutela.example", &Secret([4; 32])).verifier();
        assert_eq!(other.read(&text), Err(NotACheckpoint::Signature));
        assert!(matches!(verifier.read("nothing"), Err(NotACheckpoint::Format(_))));
    }
}
