use super::*;
use crate::codes::{Hand, LegalBasis};
use crate::events::{
    Chosen, EvidencePacked, HandBroken, HandPassed, HandoverApproved, HandoverProposed, RecipientApproved,
    RecipientProposed, RecipientWithdrawn,
};
use facts::evidence::{EvidenceAnswer, EvidenceAnswered};
use kernel::{Actor, Day, Event, Instant, Purpose, Role};
use proptest::prelude::*;

const HANDOVER: Id = Id([3; 16]);
const RECIPIENT: Id = Id([2; 16]);
const RECORD: Id = Id([1; 16]);
const PACKAGE: Hash = Hash([0xa1; 32]);
const MANIFEST: Hash = Hash([0xb2; 32]);

fn by(n: u8) -> Actor {
    Actor { id: Id([n; 16]), role: Role::Analyst, unit: Id([200; 16]) }
}

fn entry<E: Event>(seq: u64, actor: Actor, event: &E) -> Entry {
    Entry {
        seq,
        previous: Hash::default(),
        recorded: Instant(0),
        act: Id([9; 16]),
        ordinal: 0,
        kind: E::KIND,
        version: E::VERSION,
        actor,
        purpose: Purpose::Triage,
        cause: None,
        marks: Vec::new(),
        body: kernel::entry::to_cbor(event),
        subject: if E::KIND <= RecipientWithdrawn::KIND { RECIPIENT } else { RECORD },
        commitments: Vec::new(),
    }
}

fn passed(seq: u64, hand: Hand, hash: Hash) -> Entry {
    entry(seq, by(3), &HandPassed { handover: HANDOVER, hand, hash })
}

/// A handover from its recipient to its answer.
fn whole() -> Vec<Entry> {
    let (handover, recipient, key) = (HANDOVER, RECIPIENT, "age1".to_owned());
    let proposed = HandoverProposed {
        handover,
        recipient,
        basis: LegalBasis::CourtOrder,
        until: Day(20_000),
        originals: vec![Chosen { act: Id([4; 16]), slot: 2 }],
    };
    let named = RecipientProposed {
        recipient,
        unit: Id::NONE,
        name: "n".into(),
        key: key.clone(),
        ends_on: Day(20_000),
    };
    let (package, manifest) = (PACKAGE, MANIFEST);
    let packed = EvidencePacked { handover, package, manifest, bytes: 500, originals: 1 };
    let answer = EvidenceAnswer::Confirmed;
    vec![
        entry(1, by(31), &named),
        entry(2, by(32), &RecipientApproved { recipient }),
        entry(3, by(1), &proposed),
        entry(4, by(2), &HandoverApproved { handover, key }),
        entry(5, Actor::SYSTEM, &packed),
        passed(6, Hand::Fetched, PACKAGE),
        passed(7, Hand::Arrived, MANIFEST),
        entry(8, by(3), &EvidenceAnswered { handover, answer, pictures: vec![0], unit: Id::NONE }),
        passed(9, Hand::Destroyed, MANIFEST),
    ]
}

/// What is said of a chain that was changed.
fn said(change: impl FnOnce(&mut Vec<Entry>)) -> String {
    let mut entries = whole();
    change(&mut entries);
    Custody::of(HANDOVER, &entries).unwrap_err().to_string()
}

#[test]
fn a_whole_chain_holds_and_tells_what_it_says() {
    let custody = Custody::of(HANDOVER, &whole()).unwrap();
    assert_eq!(
        (custody.record, custody.package, custody.manifest),
        (RECORD, Some((PACKAGE, 500)), Some(MANIFEST))
    );
    assert_eq!((custody.last, custody.answer), (Some(Hand::Destroyed), Some(EvidenceAnswer::Confirmed)));
    assert_eq!(custody.chain, [3, 4]);
    for length in 4..whole().len() {
        assert!(Custody::of(HANDOVER, &whole()[..length]).is_ok(), "so far as it has come");
    }
}

#[test]
fn a_missing_second_person_is_named() {
    assert!(said(|all| drop(all.remove(3))).contains("before a second person approved"));
    assert!(said(|all| all.truncate(3)).contains("no second person approved the handover"));
    assert!(said(|all| all[3].actor = by(1)).contains("handover: one person did both"));
    assert!(said(|all| all[3].actor = Actor::SYSTEM).contains("no second person approved the handover"));
    assert!(said(|all| all[1].actor = by(31)).contains("recipient: one person did both"));
    assert!(said(|all| drop(all.remove(1))).contains("before two people had named its recipient"));
    assert!(said(|all| all.truncate(1)).contains("no second person approved the recipient"));
}

#[test]
fn another_hash_order_or_handover_is_named() {
    let hash = Hash([0xa2; 32]);
    assert!(said(|all| all[5] = passed(6, Hand::Fetched, hash)).contains("'fetched' the hash is another"));
    assert!(said(|all| all[6] = passed(7, Hand::Arrived, PACKAGE)).contains("'arrived' the hash is another"));
    assert!(said(|all| drop(all.remove(5))).contains("arrived is out of its order"));
    assert!(said(|all| all.swap(7, 8)).contains("does not stand in its place"));
    assert!(said(|all| all[6].subject = RECIPIENT).contains("another handover"));
    let broken = HandBroken { handover: HANDOVER, hand: Hand::Fetched, expected: PACKAGE, found: hash };
    assert!(said(|all| all[5] = entry(6, by(3), &broken)).contains("a2a2"));
    let withdrawn = entry(5, by(31), &RecipientWithdrawn { recipient: RECIPIENT });
    assert!(said(|all| all[4] = withdrawn).contains("withdrawn"));
    let other = HandoverApproved { handover: HANDOVER, key: "age2".into() };
    assert!(said(|all| all[3] = entry(4, by(2), &other)).contains("another key"));
}

/// The chain as a document under a checkpoint over it alone, and its key.
fn document() -> Document {
    let entries = whole();
    let leaves: Vec<Hash> = entries.iter().map(|entry| kernel::entry::leaf_hash(&entry.to_bytes())).collect();
    let tree = |leaves: &[Hash]| {
        let mut tree = store::merkle::Tree::default();
        leaves.iter().for_each(|leaf| tree.push(*leaf));
        tree
    };
    let secret = store::crypto::Secret::random().unwrap();
    let signer = store::merkle::Signer25519::new("tutela.example", &secret);
    let checkpoint = signer.sign(&tree(&leaves));
    let place = |n: u64| usize::try_from(n).unwrap();
    let proof = |index: u64| Proof {
        index,
        leaf: leaves[place(index)],
        path: store::merkle::siblings(index, leaves.len() as u64)
            .iter()
            .map(|range| tree(&leaves[place(range.start)..place(range.end)]).root())
            .collect(),
        checkpoint: checkpoint.clone(),
    };
    let proven: Vec<_> = (0_u64..).zip(&entries).map(|(n, entry)| (entry.to_bytes(), proof(n))).collect();
    Document::of(HANDOVER, &signer.verifier(), &proven)
}

#[test]
fn a_document_verifies_with_its_key_alone() {
    let document = document();
    let text = serde_json::to_vec(&document).unwrap();
    let read = Document::from_bytes(&text).unwrap();
    assert_eq!(read, document);
    let key = VerifierKey::from_text(&document.verifier).unwrap();
    assert_eq!(read.verify(Some(&key)).unwrap().last, Some(Hand::Destroyed));
    let secret = store::crypto::Secret::random().unwrap();
    let other = store::merkle::Signer25519::new("tutela.example", &secret).verifier();
    assert!(read.verify(Some(&other)).unwrap_err().to_string().contains("another key"));
    let cut = Document { entries: Vec::new(), ..document };
    assert!(cut.verify(None).unwrap_err().is_found());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_byte_of_a_document_is_changed_it_does_not_verify(
        at in any::<prop::sample::Index>(), to in 32_u8..127
    ) {
        let document = document();
        let mut bytes = serde_json::to_vec(&document).unwrap();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        let own = VerifierKey::from_text(&document.verifier).unwrap();
        // Spaces between its parts say nothing; everything that says something is under the signature or compared.
        if let Ok(changed) = Document::from_bytes(&bytes) {
            prop_assert!(changed == document || changed.verify(Some(&own)).is_err(), "{changed:?}");
        }
    }
}
