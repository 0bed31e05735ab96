//! The tree as the standard says it, and checkpoints.

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

/// RFC 9162, 2.1.3.1, word by word.
fn path_by_definition(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let split = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(split);
    let (mut path, other) = if index < split {
        (path_by_definition(index, left), right)
    } else {
        (path_by_definition(index - split, right), left)
    };
    path.push(by_definition(other));
    path
}

proptest! {
    #[test]
    fn paths_are_those_of_the_standard_and_lead_to_the_root(count in 1_u8..120, at in 0_u8..120, other in 0_u64..120) {
        let leaves: Vec<Hash> = (0..count).map(|n| kernel::entry::leaf_hash(&[n])).collect();
        let (index, size) = (usize::from(at % count), u64::from(count));
        let path = path_by_definition(index, &leaves);
        let place = |n: u64| usize::try_from(n).unwrap();
        let ranges = siblings(index as u64, size);
        let found: Vec<Hash> =
            ranges.iter().map(|range| by_definition(&leaves[place(range.start)..place(range.end)])).collect();
        prop_assert_eq!(&found, &path);
        let root = by_definition(&leaves);
        prop_assert_eq!(root_by_path(leaves[index], index as u64, size, &path), Some(root));
        if other != index as u64 {
            prop_assert_ne!(root_by_path(leaves[index], other, size, &path), Some(root));
        }
    }
}

/// The tree of the seven leaves of RFC 9162, 2.1.5: paths of d0, d3, d4 and d6, from the roots of that figure.
#[test]
fn the_example_of_the_standard() {
    let d: Vec<Hash> = (0_u8..7).map(|n| kernel::entry::leaf_hash(&[n])).collect();
    let (g, h, i) = (node(&d[0], &d[1]), node(&d[2], &d[3]), node(&d[4], &d[5]));
    let (k, l) = (node(&g, &h), node(&i, &d[6]));
    let root = node(&k, &l);
    for (index, path) in
        [(0, vec![d[1], h, l]), (3, vec![d[2], g, l]), (4, vec![d[5], d[6], k]), (6, vec![i, k])]
    {
        assert_eq!(root_by_path(d[index], index as u64, 7, &path), Some(root), "{index}");
    }
    assert_eq!(siblings(6, 7), [4..6, 0..4]);
    assert_eq!((siblings(0, 1), siblings(7, 7), siblings(0, 0)), (vec![], vec![], vec![]));
    assert_eq!(root_by_path(d[0], 0, 0, &[]), None);
    assert_eq!(root_by_path(d[0], 0, 1, &[]), Some(d[0]));
}

/// Test vectors of the Certificate Transparency project (trillian, `merkle/testonly`): eight leaves, SHA-256.
#[test]
fn vectors_of_others() {
    let hex = |text: &str| -> Hash {
        let bytes: Vec<u8> =
            (0..32).map(|n| u8::from_str_radix(&text[2 * n..2 * n + 2], 16).unwrap()).collect();
        Hash(bytes.try_into().unwrap())
    };
    let inputs: [&[u8]; 8] = [
        &[],
        &[0x00],
        &[0x10],
        &[0x20, 0x21],
        &[0x30, 0x31],
        &[0x40, 0x41, 0x42, 0x43],
        &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        &[0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let leaves: Vec<Hash> = inputs.iter().map(|input| kernel::entry::leaf_hash(input)).collect();
    for (size, root) in (1_usize..).zip(roots) {
        assert_eq!(by_definition(&leaves[..size]), hex(root), "{size}");
        for index in 0..size {
            let path = path_by_definition(index, &leaves[..size]);
            let found = root_by_path(leaves[index], index as u64, size as u64, &path);
            assert_eq!(found, Some(hex(root)), "{index} of {size}");
        }
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
