use crate::room::{enter, open, registry};
use kernel::Value;
use store::merkle::VerifierKey;
use store::testing::{Home, burgle, on_both};
use store::verify::{Against, Depth, Verified, verify};
use store::{Database, Finding};

pub(crate) fn verified(home: &Home, kept: Option<&str>) -> Verified {
    let text = std::fs::read_to_string(home.path().join("checkpoint.vkey")).unwrap();
    let verifier = VerifierKey::from_text(&text).unwrap();
    let kept = kept.map(|text| verifier.read(text).unwrap());
    let against = Against { verifier: &verifier, kept, depth: Depth::Everything };
    let mut database: Box<dyn Database> = match home.config().database {
        None => Box::new(store::sqlite::Sqlite::open_to_read(&home.path().join("tutela.db")).unwrap()),
        Some(url) => Box::new(store::postgres::Postgres::connect(&url).unwrap()),
    };
    verify(&mut *database, &registry(), &against, &mut |_| {}).unwrap()
}

/// A home with 40 notes, and a checkpoint over all their entries.
fn filled(home: &Home) -> String {
    let node = open(home);
    (1..=40).for_each(|n| drop(enter(&node, n, n % 7)));
    let text = node.checkpoint().unwrap();
    drop(node);
    text
}

#[test]
fn an_honest_journal_passes() {
    on_both(|home| {
        let kept = filled(home);
        let found = verified(home, Some(&kept));
        assert_eq!(found.findings, []);
        assert!(
            found.entries > 40 && found.rows > 80 && found.sealed == 80 && found.checkpoints >= 2,
            "{found:?}"
        );
    });
}

#[test]
fn a_changed_entry_is_named() {
    on_both(|home| {
        filled(home);
        for seq in [1_i64, 17, 40] {
            let row = |home: &Home| -> Vec<u8> { read_entry(home, seq) };
            let honest = row(home);
            for at in [3, honest.len() / 2, honest.len() - 3] {
                let mut changed = honest.clone();
                changed[at] ^= 4;
                put_entry(home, seq, &changed);
                let found = verified(home, None);
                assert!(
                    matches!(found.findings.first(), Some(Finding::Entry { seq: named, .. }) if *named == seq.unsigned_abs()),
                    "{seq} at {at}: {:?}",
                    found.findings
                );
            }
            put_entry(home, seq, &honest);
        }
        assert_eq!(verified(home, None).findings, []);
    });
}

fn read_entry(home: &Home, seq: i64) -> Vec<u8> {
    let node = open(home);
    let rows = node
        .read(|database| database.rows("SELECT bytes FROM entry WHERE seq = $1", vec![Value::Integer(seq)]))
        .unwrap();
    match &rows[0][0] {
        Value::Bytes(bytes) => bytes.clone(),
        other => panic!("{other:?}"),
    }
}

fn put_entry(home: &Home, seq: i64, bytes: &[u8]) {
    burgle(
        home,
        "UPDATE entry SET bytes = $1 WHERE seq = $2",
        vec![Value::Bytes(bytes.to_vec()), Value::Integer(seq)],
    );
}

#[test]
fn a_deleted_or_invented_row_is_named() {
    on_both(|home| {
        filled(home);
        burgle(
            home,
            "DELETE FROM note WHERE weight = 3 AND act = (SELECT act FROM note WHERE weight = 3 ORDER BY act LIMIT 1)",
            vec![],
        );
        let found = verified(home, None);
        assert!(
            matches!(found.findings.as_slice(), [Finding::Row { table: "note", wrong: "is missing", .. }]),
            "{found:?}"
        );
        burgle(
            home,
            "INSERT INTO note (note, weight, act) VALUES ($1, 1, $1)",
            vec![Value::Bytes(vec![255; 16])],
        );
        let found = verified(home, None);
        assert!(
            found.findings.iter().any(|one| matches!(one, Finding::Row { wrong: "comes from no entry", .. })),
            "{found:?}"
        );
    });
}

#[test]
fn a_sealed_thing_lost_or_changed_is_named() {
    on_both(|home| {
        filled(home);
        burgle(
            home,
            "UPDATE payload SET key = $1 WHERE act = (SELECT act FROM payload ORDER BY act LIMIT 1)",
            vec![Value::Bytes(vec![1; 16])],
        );
        burgle(
            home,
            "DELETE FROM note_token WHERE token = (SELECT token FROM note_token ORDER BY token LIMIT 1)",
            vec![],
        );
        let found = verified(home, None);
        let wrongs: Vec<&str> = found
            .findings
            .iter()
            .filter_map(|one| match one {
                Finding::Sealed { wrong, .. } => Some(*wrong),
                _ => None,
            })
            .collect();
        assert_eq!(wrongs, ["was changed", "is missing, and no erasure explains it"]);
    });
}

#[test]
fn only_a_checkpoint_kept_elsewhere_finds_a_cut_tail() {
    on_both(|home| {
        let kept = filled(home);
        // Whoever cuts the tail well puts everything else in order: a younger copy of the whole database does that.
        let young = Home::sqlite();
        let node = open(&young);
        (1..=3).for_each(|n| drop(enter(&node, n, n % 7)));
        drop(node);
        assert_eq!(verified(&young, None).findings, []);
        let text = std::fs::read_to_string(home.path().join("checkpoint.vkey")).unwrap();
        let kept = VerifierKey::from_text(&text).unwrap().read(&kept).unwrap();
        let own = std::fs::read_to_string(young.path().join("checkpoint.vkey")).unwrap();
        let verifier = VerifierKey::from_text(&own).unwrap();
        let against = Against { verifier: &verifier, kept: Some(kept), depth: Depth::Everything };
        let mut database = store::sqlite::Sqlite::open_to_read(&young.path().join("tutela.db")).unwrap();
        let found = verify(&mut database, &registry(), &against, &mut |_| {}).unwrap();
        assert!(
            matches!(found.findings.as_slice(), [Finding::Checkpoint { wrong, .. }] if wrong.contains("tail was cut"))
        );
    });
}
