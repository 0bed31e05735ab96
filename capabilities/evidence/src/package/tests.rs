use super::manifest::Manifest;
use super::*;
use crate::codes::LegalBasis;
use facts::original::OriginalKind;
use kernel::{CodeList as _, Id};
use proptest::prelude::*;
use std::io::Cursor;

fn a_manifest(key: &str) -> Manifest {
    Manifest {
        format: Manifest::format(),
        node: "tutela.example".into(),
        handover: Id([1; 16]),
        record: Id([2; 16]),
        recipient: Id([3; 16]),
        recipient_name: "Police of a fictional State".into(),
        key: key.into(),
        legal_basis: LegalBasis::CourtOrder.code().into(),
        legal_words: "Order 12 of a fictional court".into(),
        held_to: "2000-03-01".into(),
        chain: vec![7, 9],
        originals: Vec::new(),
    }
}

/// A package of those originals, each handed over in pieces of that size.
fn packed(key: &str, originals: &[Vec<u8>], piece: usize) -> Result<(Packed, Vec<u8>), Wrong> {
    let sources = originals.iter().map(|bytes| Source {
        kind: OriginalKind::File,
        bytes: bytes.len() as u64,
        taken_in: 4,
        pieces: Box::new(move |take| {
            bytes.chunks(piece).try_for_each(|piece| take(piece).map_err(|error| error.to_string()))
        }),
    });
    write(Vec::new(), a_manifest(key), sources.collect())
}

fn opened(package: &[u8], identities: &Identities) -> Result<(Opened, Vec<(String, usize)>), Wrong> {
    let mut names = Vec::new();
    let opened = open(Cursor::new(package), identities, &mut |name| {
        names.push((name.to_owned(), 0));
        Ok(std::io::sink())
    })?;
    Ok((opened, names))
}

fn identity() -> (Identities, String) {
    let identity = age::x25519::Identity::generate();
    let key = identity.to_public().to_string();
    (Identities::of(vec![identity]), key)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_packed_is_what_is_opened(
        originals in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..2_000), 1..4), piece in 1_usize..900
    ) {
        let (identities, key) = identity();
        let (packed, bytes) = packed(&key, &originals, piece).unwrap();
        prop_assert_eq!(packed.package, kernel::Hash::of(&[&bytes]));
        prop_assert_eq!(packed.bytes, bytes.len() as u64);
        let (opened, names) = opened(&bytes, &identities).unwrap();
        prop_assert_eq!(opened.manifest_hash, packed.manifest);
        prop_assert_eq!(names.len(), originals.len());
        let hashes = originals.iter().map(|bytes| hex(&kernel::Hash::of(&[bytes]).0));
        prop_assert!(opened.manifest.originals.iter().map(|one| one.sha256.clone()).eq(hashes));
    }

    #[test]
    fn whatever_byte_of_a_package_is_flipped_it_is_found(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let (identities, key) = identity();
        let (_, mut bytes) = packed(&key, &[b"ordinary words".to_vec(), vec![7; 1_500]], 64).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let found = opened(&bytes, &identities);
        prop_assert!(found.as_ref().is_err_and(Wrong::is_found), "{:?}", found.map(|(opened, _)| opened.manifest));
    }

    #[test]
    fn whatever_bytes_a_tar_or_a_manifest_is_read_from_it_answers(bytes in prop::collection::vec(any::<u8>(), 0..1_600)) {
        drop(tar::next(&mut bytes.as_slice()));
        prop_assert!(Manifest::from_bytes(&bytes).is_err());
        prop_assert!(receipt::Receipt::from_bytes(&bytes).is_err());
    }
}

#[test]
fn only_the_recipient_opens_it_and_only_whole() {
    let (identities, key) = identity();
    let (other, _) = identity();
    let (_, bytes) = packed(&key, &[b"ordinary words".to_vec()], 4).unwrap();
    assert!(!bytes.windows(8).any(|window| window == b"ordinary"));
    assert!(matches!(opened(&bytes, &other), Err(Wrong::OtherKey)));
    assert!(matches!(opened(&bytes[..bytes.len() - 40], &identities), Err(Wrong::Damaged(_))));
    assert!(matches!(packed("age1nonsense", &[vec![1]], 1), Err(Wrong::Key)));
}

#[test]
fn an_original_of_another_size_is_not_packed() {
    let (_, key) = identity();
    for bytes in [3, 5] {
        let pieces: Box<dyn FnMut(write::Take<'_>) -> Result<(), String>> =
            Box::new(|take| take(b"four").map_err(|error| error.to_string()));
        let source = Source { kind: OriginalKind::Picture, bytes, taken_in: 1, pieces };
        let made = write(Vec::new(), a_manifest(&key), vec![source]);
        assert!(matches!(made, Err(Wrong::Size(1))));
    }
}

/// A package whose files its maker chose, as nobody with Tutela makes one.
fn forged(key: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let key: age::x25519::Recipient = key.parse().unwrap();
    let encryptor = age::Encryptor::with_recipients([&key as &dyn age::Recipient].into_iter()).unwrap();
    let mut out = encryptor.wrap_output(Vec::new()).unwrap();
    for (name, bytes) in files {
        tar::begin(&mut out, name, bytes.len() as u64).unwrap();
        out.write_all(bytes).unwrap();
        tar::end_file(&mut out, bytes.len() as u64).unwrap();
    }
    tar::end(&mut out).unwrap();
    out.finish().unwrap()
}

#[test]
fn a_package_that_is_not_what_its_manifest_says_is_named() {
    let (identities, key) = identity();
    let (_, whole) = packed(&key, &[b"ordinary words".to_vec()], 4).unwrap();
    let manifest = opened(&whole, &identities).unwrap().0.manifest.to_bytes();
    let found = |files: &[(&str, &[u8])]| {
        opened(&forged(&key, files), &identities).map(|_| ()).unwrap_err().to_string()
    };
    let right: (&str, &[u8]) = ("original-001.file", b"ordinary words");
    assert!(opened(&forged(&key, &[right, (MANIFEST, &manifest)]), &identities).is_ok());
    let said = found(&[("original-001.file", b"other ws words"), (MANIFEST, &manifest)]);
    assert!(said.contains("original-001.file") && said.contains("SHA-256"), "{said}");
    assert!(found(&[(MANIFEST, &manifest)]).contains("original-001.file: is missing"));
    assert!(found(&[right]).contains("manifest.json: is missing"));
    assert!(found(&[right, ("original-002.file", b"more"), (MANIFEST, &manifest)]).contains("does not name"));
    assert!(found(&[right, (MANIFEST, &manifest), right]).contains("not the last"));
    let changed = String::from_utf8(manifest.clone()).unwrap().replace("court-order", "no-order");
    assert!(found(&[right, (MANIFEST, changed.as_bytes())]).contains("legal_basis"));
    let spaced = [manifest.as_slice(), b" "].concat();
    assert!(found(&[right, (MANIFEST, &spaced)]).starts_with("manifest:"));
}

#[test]
fn identities_are_read_as_age_writes_them() {
    use age::secrecy::ExposeSecret as _;
    let identity = age::x25519::Identity::generate();
    let text = format!("# created today\n\n{}\n", identity.to_string().expose_secret());
    assert_eq!(Identities::from_text(&text).unwrap().keys(), [identity.to_public().to_string()]);
    for text in ["", "# nothing", "AGE-SECRET-KEY-1NOTONE"] {
        assert!(Identities::from_text(text).is_none(), "{text}");
    }
    assert_eq!(hash_of(Cursor::new(b"words")).unwrap(), (kernel::Hash::of(&[b"words"]), 5));
}

#[test]
fn a_receipt_is_read_as_it_was_written_and_nothing_else_is() {
    use super::receipt::Receipt;
    let hash = "0a".repeat(32);
    let receipt = Receipt {
        format: Receipt::format(),
        handover: Id([1; 16]),
        record: Id([2; 16]),
        package: hash.clone(),
        manifest: hash,
        originals: 1,
    };
    let text = receipt.to_text();
    assert_eq!(Receipt::from_bytes(text.as_bytes()), Ok(receipt));
    for (from, to) in
        [("tutela-receipt/1", "tutela-receipt/2"), ("0a0a", "0x0a"), ("\"originals\"", "\"more\"")]
    {
        assert!(Receipt::from_bytes(text.replace(from, to).as_bytes()).is_err(), "{from}");
    }
}
