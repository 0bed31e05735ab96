//! Proof that one entry stands in the journal, without what the entry says: its leaf hash, the path of the RFC 9162 tree from
//! there to a signed checkpoint, and that checkpoint; written as C2SP tlog-proof. Whoever has the node's verifier key checks it
//! without a database.

use crate::database::{DatabaseFault, Statement};
use crate::deed::DeedFault;
use crate::merkle::{Checkpoint, Tree, VerifierKey, root_by_path, siblings};
use crate::node::Node;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::entry::leaf_hash;
use kernel::{Hash, Value};
use std::ops::Range;

const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// No tree of 64-bit numbers has a longer path.
const LONGEST_PATH: usize = 64;

/// A proof as it is written and read: nothing of it is believed before [`Proof::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Place of the entry in the tree: its number less one.
    pub index: u64,
    /// The leaf hash: SHA-256 of a zero byte and the entry's bytes. It tells nothing of the entry to whom it is not shown.
    pub leaf: Hash,
    /// The audit path, from the leaf upwards.
    pub path: Vec<Hash>,
    /// The signed checkpoint, C2SP tlog-checkpoint text.
    pub checkpoint: String,
}

/// What is wrong with a proof.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotProven {
    /// It cannot be read.
    #[error("not a proof: {0}")]
    Format(&'static str),
    /// Its checkpoint is not this node's.
    #[error(transparent)]
    Checkpoint(#[from] crate::merkle::NotACheckpoint),
    /// The entry would stand behind the checkpoint's end.
    #[error("entry {entry} does not stand under a checkpoint over {size} entries")]
    Beyond {
        /// The entry's number.
        entry: u64,
        /// How many entries the checkpoint covers.
        size: u64,
    },
    /// The path does not lead from the leaf to the checkpoint's root.
    #[error("the path does not lead from this leaf to the checkpoint: leaf, number or path was changed")]
    Path,
    /// The entry's bytes are not those of the leaf.
    #[error("these bytes are not the entry of this proof")]
    Entry,
}

fn hash(line: &str) -> Option<Hash> {
    let bytes = STANDARD.decode(line).ok()?;
    // One way to write each proof: what decodes leniently would not be found again.
    (STANDARD.encode(&bytes) == line).then_some(())?;
    bytes.try_into().ok().map(Hash)
}

impl Proof {
    /// The number of the entry.
    #[must_use]
    pub fn entry(&self) -> u64 {
        self.index.saturating_add(1)
    }

    /// As C2SP tlog-proof text; its extra data are the leaf hash.
    #[must_use]
    pub fn to_text(&self) -> String {
        let path: String = self.path.iter().map(|hash| STANDARD.encode(hash.0) + "\n").collect();
        let leaf = STANDARD.encode(self.leaf.0);
        format!("{HEADER}\nextra {leaf}\nindex {}\n{path}\n{}", self.index, self.checkpoint)
    }

    /// Reads [`Proof::to_text`].
    ///
    /// # Errors
    /// [`NotProven::Format`] says what is missing.
    pub fn from_text(text: &str) -> Result<Proof, NotProven> {
        let format = NotProven::Format;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(format("no empty line after the path"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(HEADER) {
            return Err(format("the first line is not c2sp.org/tlog-proof@v1"));
        }
        let extra = lines.next().and_then(|line| line.strip_prefix("extra "));
        let leaf = extra.and_then(hash).ok_or(format("the second line is not 'extra' and a leaf hash"))?;
        let number = lines.next().and_then(|line| line.strip_prefix("index ")).unwrap_or_default();
        let index = number.parse().ok().filter(|index: &u64| index.to_string() == number);
        let index = index.ok_or(format("the third line is not 'index' and a number"))?;
        let path: Option<Vec<Hash>> = lines.map(hash).collect();
        let path = path.filter(|path| path.len() <= LONGEST_PATH);
        let path = path.ok_or(format("a line of the path is no hash, or there are too many"))?;
        Ok(Proof { index, leaf, path, checkpoint: checkpoint.to_owned() })
    }

    /// Checks that the leaf stands under a checkpoint that this key signed, and tells that checkpoint.
    ///
    /// # Errors
    /// [`NotProven`].
    pub fn verify(&self, key: &VerifierKey) -> Result<Checkpoint, NotProven> {
        let signed = key.read(&self.checkpoint)?;
        if self.index >= signed.size {
            return Err(NotProven::Beyond { entry: self.entry(), size: signed.size });
        }
        let root = root_by_path(self.leaf, self.index, signed.size, &self.path);
        if root == Some(signed.root) { Ok(signed) } else { Err(NotProven::Path) }
    }

    /// Checks that these are the bytes of the entry whose leaf this is.
    ///
    /// # Errors
    /// [`NotProven::Entry`].
    pub fn is_of(&self, entry: &[u8]) -> Result<(), NotProven> {
        if leaf_hash(entry) == self.leaf { Ok(()) } else { Err(NotProven::Entry) }
    }
}

impl Node {
    /// Proves an entry under a checkpoint that is signed now; none when there is no entry of that number. It reads the
    /// journal once, and holds nothing of it. Blocking.
    ///
    /// # Errors
    /// [`DeedFault`].
    pub fn prove(&self, entry: u64) -> Result<Option<Proof>, DeedFault> {
        Ok(self.prove_all(&[entry])?.and_then(|mut all| all.pop()))
    }

    /// Proves entries under one checkpoint that is signed now, in the order given; none when one of them is not there. It reads
    /// the journal once, however many they are. Blocking.
    ///
    /// # Errors
    /// [`DeedFault`].
    pub fn prove_all(&self, entries: &[u64]) -> Result<Option<Vec<Proof>>, DeedFault> {
        let checkpoint = self.checkpoint()?;
        let internal = |fault: &str| DeedFault::Internal(fault.to_owned());
        let size = self.verifier().read(&checkpoint).map_err(|fault| internal(&fault.to_string()))?.size;
        let place = |entry: &u64| entry.checked_sub(1).filter(|index| *index < size);
        let Some(places) = entries.iter().map(place).collect::<Option<Vec<u64>>>() else { return Ok(None) };
        let mut paths: Vec<Path> = places.into_iter().map(|index| Path::of(index, size)).collect();
        self.walk(size, &mut paths).map_err(|fault: DatabaseFault| DeedFault::Broken(fault.to_string()))?;
        let proof = |path: Path| {
            let leaf = path.leaf.ok_or_else(|| internal("an entry under the checkpoint is missing"))?;
            let path_up = path.trees.iter().map(Tree::root).collect();
            Ok(Proof { index: path.index, leaf, path: path_up, checkpoint: checkpoint.clone() })
        };
        paths.into_iter().map(proof).collect::<Result<Vec<Proof>, DeedFault>>().map(Some)
    }

    fn walk(&self, size: u64, paths: &mut [Path]) -> Result<(), DatabaseFault> {
        let mut at = 0_u64;
        let sql = "SELECT bytes FROM entry WHERE seq <= $1 ORDER BY seq";
        let ask = Statement::new(sql, vec![Value::Integer(size.cast_signed())]);
        self.read(|database| {
            database.each(&ask, &mut |row| {
                if let Some(Value::Bytes(bytes)) = row.first() {
                    let hash = leaf_hash(bytes);
                    paths.iter_mut().for_each(|path| path.take(at, hash));
                }
                at += 1;
                true
            })
        })
    }
}

/// The audit path of one entry, while the journal is read.
struct Path {
    index: u64,
    siblings: Vec<Range<u64>>,
    trees: Vec<Tree>,
    leaf: Option<Hash>,
}

impl Path {
    fn of(index: u64, size: u64) -> Path {
        let siblings = siblings(index, size);
        let trees = siblings.iter().map(|_| Tree::default()).collect();
        Path { index, siblings, trees, leaf: None }
    }

    fn take(&mut self, at: u64, hash: Hash) {
        match self.siblings.iter().position(|range| range.contains(&at)) {
            Some(n) => self.trees[n].push(hash),
            None => self.leaf = Some(hash),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::Secret;
    use crate::merkle::Signer25519;
    use proptest::prelude::*;

    fn proven(index: u64, size: u64) -> (Proof, VerifierKey) {
        let leaves: Vec<Hash> = (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let root_of = |leaves: &[Hash]| {
            let mut tree = Tree::default();
            leaves.iter().for_each(|leaf| tree.push(*leaf));
            tree
        };
        let signer = Signer25519::new("tutela.example", &Secret([3; 32]));
        let range = |range: &std::ops::Range<u64>| {
            root_of(&leaves[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()])
                .root()
        };
        let path = siblings(index, size).iter().map(range).collect();
        let leaf = leaves[usize::try_from(index).unwrap()];
        (Proof { index, leaf, path, checkpoint: signer.sign(&root_of(&leaves)) }, signer.verifier())
    }

    proptest! {
        #[test]
        fn a_proof_holds_survives_writing_and_is_of_its_entry_alone(size in 1_u64..70, at in 0_u64..70) {
            let index = at % size;
            let (proof, key) = proven(index, size);
            prop_assert_eq!(proof.verify(&key).map(|signed| signed.size), Ok(size));
            prop_assert_eq!(Proof::from_text(&proof.to_text()), Ok(proof.clone()));
            prop_assert_eq!(proof.is_of(&index.to_be_bytes()), Ok(()));
            prop_assert_eq!(proof.is_of(&(index + 1).to_be_bytes()), Err(NotProven::Entry));
        }

        #[test]
        fn whatever_byte_of_a_proof_is_changed_it_is_a_proof_no_more(
            size in 1_u64..40, at in 0_u64..40, byte in 0_usize..4096, to in 32_u8..127
        ) {
            let (proof, key) = proven(at % size, size);
            let mut bytes = proof.to_text().into_bytes();
            let place = byte % bytes.len();
            prop_assume!(bytes[place] != to);
            bytes[place] = to;
            if let Ok(changed) = String::from_utf8(bytes) {
                let found = Proof::from_text(&changed).and_then(|proof| proof.verify(&key));
                prop_assert!(found.is_err(), "{changed}");
            }
        }
    }

    #[test]
    fn a_proof_says_what_is_wrong_with_it() {
        let (proof, key) = proven(4, 11);
        let other = Signer25519::new("tutela.example", &Secret([4; 32])).verifier();
        assert!(matches!(proof.verify(&other), Err(NotProven::Checkpoint(_))));
        let moved = Proof { index: 5, ..proof.clone() };
        assert_eq!(moved.verify(&key), Err(NotProven::Path));
        let beyond = Proof { index: 11, ..proof.clone() };
        assert_eq!(beyond.verify(&key), Err(NotProven::Beyond { entry: 12, size: 11 }));
        for longer in [vec![], [proof.path.clone(), vec![Hash([1; 32])]].concat()] {
            assert_eq!(Proof { path: longer, ..proof.clone() }.verify(&key), Err(NotProven::Path));
        }
        for wrong in ["", "c2sp.org/tlog-proof@v1\n\n", "c2sp.org/tlog-proof@v1\nindex 1\n\n"] {
            assert!(matches!(Proof::from_text(wrong), Err(NotProven::Format(_))), "{wrong}");
        }
        let padded = proof.to_text().replace("index 4", "index 04");
        assert!(matches!(Proof::from_text(&padded), Err(NotProven::Format(_))));
    }
}
