use super::*;
use crate::keys::node_key;
use kernel::Cell;
use std::path::Path;

const DESK: Team = Team::ReportsDesk;

fn fresh(data: &Path) -> KeyStore {
    let key = node_key::make(&node_key::path(data)).unwrap();
    KeyStore::open(data, &key).unwrap()
}

fn opened(data: &Path) -> KeyStore {
    KeyStore::open(data, &node_key::read(&node_key::path(data)).unwrap().unwrap()).unwrap()
}

fn boxed(store: &KeyStore, words: &[u8]) -> Vec<u8> {
    store.team_keys().unwrap().of(DESK).seal(words).unwrap()
}

fn hours(at: Instant, hours: i64) -> Instant {
    Instant(at.0 + hours * 3_600_000)
}

fn is_another_key(store: &KeyStore, sealed: &[u8], at: Instant) -> bool {
    matches!(store.open_box(DESK, sealed, at), Err(BoxFault::AnotherKey))
}

/// The ciphertexts of all private halves, as they lie on the disk.
fn wrappings(store: &KeyStore) -> Vec<Vec<u8>> {
    rows(&mut store.lock()).unwrap().into_iter().map(|row| row.wrapped).collect()
}

fn lies_in(data: &Path, needle: &[u8]) -> bool {
    let files = std::fs::read_dir(data).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    files.into_iter().any(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
}

#[test]
fn each_team_has_a_key_that_was_drawn_and_stays_until_it_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    let made = store.team_keys().unwrap();
    assert_eq!(made.all().len(), Team::ALL.len());
    let sealed = boxed(&store, b"ordinary words");
    assert_eq!(store.open_box(DESK, &sealed, now()).unwrap(), b"ordinary words");
    // It does not follow from the root secret, and nothing that public knows opens it.
    let derived = public_key(&store.root().derive("public door"));
    assert_ne!(made.of(DESK).public, derived);
    drop(store);
    let store = opened(dir.path());
    assert_eq!(store.team_keys().unwrap(), made);
    let status = store.status().unwrap().teams;
    assert_eq!((status.len(), status[0].number, status[0].opens_until, status[0].days), (1, 1, None, 0));
    assert!(matches!(store.open_box(DESK, b"no box", now()), Err(BoxFault::Unreadable)));
    let mut for_others = sealed.clone();
    for_others[2] = 9;
    assert!(matches!(store.open_box(DESK, &for_others, now()), Err(BoxFault::AnotherTeam)));
    let mut unknown = sealed.clone();
    unknown[10] = 9;
    assert!(is_another_key(&store, &unknown, now()));
    let mut changed = sealed;
    *changed.last_mut().unwrap() ^= 1;
    assert!(is_another_key(&store, &changed, now()));
}

#[test]
fn a_replaced_key_opens_for_its_grace_and_is_then_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    let (old, before) = (boxed(&store, b"old"), wrappings(&store).remove(0));
    let decided = Instant(now().0 + 1);
    assert!(store.rotate_teams_decided(decided).unwrap());
    assert!(!store.rotate_teams_decided(decided).unwrap(), "it happens once");
    let new = boxed(&store, b"new");
    let replaced = now();
    let status = store.status().unwrap().teams;
    assert_eq!(status.iter().map(|key| key.number).collect::<Vec<_>>(), [2, 1]);
    assert!(status[0].opens_until.is_none());
    let until = status[1].opens_until.unwrap();
    assert!(until > hours(replaced, GRACE_HOURS - 1) && until <= hours(replaced, GRACE_HOURS));
    for at in [replaced, hours(replaced, GRACE_HOURS - 1)] {
        store.keep_teams(at).unwrap();
        assert_eq!(store.open_box(DESK, &old, at).unwrap(), b"old");
    }
    // The moment counts, whether or not the daily work has come by; and a clock that was set back lengthens nothing.
    assert!(is_another_key(&store, &old, until) && is_another_key(&store, &old, hours(until, -49)));
    assert!(lies_in(dir.path(), &before));
    store.keep_teams(until).unwrap();
    assert!(is_another_key(&store, &old, replaced), "it is gone, whatever the clock says");
    assert!(!lies_in(dir.path(), &before), "the old key still lies on the disk");
    assert_eq!(wrappings(&store).len(), 1);
    assert_eq!(store.open_box(DESK, &new, now()).unwrap(), b"new");
    drop(store);
    let store = opened(dir.path());
    assert!(is_another_key(&store, &old, replaced));
    assert_eq!(store.open_box(DESK, &new, now()).unwrap(), b"new");
    // A number is never given again.
    store.keep_teams(hours(now(), MOST_DAYS * 24)).unwrap();
    assert_eq!(store.team_keys().unwrap().of(DESK).number, 3);
}

#[test]
fn an_old_key_is_replaced_by_the_daily_work_and_a_young_one_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    let number = || store.team_keys().unwrap().of(DESK).number;
    let due = hours(now(), MOST_DAYS * 24);
    store.keep_teams(hours(due, -1)).unwrap();
    assert_eq!(number(), 1);
    store.keep_teams(due).unwrap();
    store.keep_teams(due).unwrap();
    assert_eq!(number(), 2);
    let old = &store.team_status(due).unwrap()[1];
    assert_eq!(old.opens_until, Some(hours(due, GRACE_HOURS)));
}

#[test]
fn a_key_whose_end_was_interrupted_is_finished_and_opens_nothing_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    let (old, before) = (boxed(&store, b"old"), wrappings(&store).remove(0));
    store.rotate_teams_decided(Instant(now().0 + 1)).unwrap();
    let over = hours(now(), GRACE_HOURS + 1);
    // Somebody reads the file: the bytes may stand in its log for as long.
    let mut reader = crate::sqlite::Sqlite::open_to_read(&file::path(dir.path())).unwrap();
    reader.begin_snapshot().unwrap();
    assert!(matches!(store.keep_teams(over), Err(KeyFault::InUse)));
    assert!(is_another_key(&store, &old, now()));
    assert_eq!(wrappings(&store).iter().filter(|wrapped| wrapped.is_empty()).count(), 1);
    assert_eq!(store.status().unwrap().teams.len(), 1, "what is destroyed is not shown");
    // A start beside that reader goes on; the one after it has the end.
    drop(store);
    let store = opened(dir.path());
    assert!(is_another_key(&store, &old, now()));
    drop(store);
    drop(reader);
    let store = opened(dir.path());
    assert_eq!(wrappings(&store).len(), 1);
    assert!(!lies_in(dir.path(), &before));
}

#[test]
fn a_start_ends_keys_whose_time_was_over_while_the_node_was_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    let before = wrappings(&store).remove(0);
    store.rotate_teams_decided(Instant(now().0 + 1)).unwrap();
    let long_ago = Value::Integer(hours(now(), -GRACE_HOURS - 1).0);
    let sql = "UPDATE team_key SET retired = $1 WHERE number = 1";
    store.lock().file.run(&[Statement::new(sql, vec![long_ago])]).unwrap();
    drop(store);
    let store = opened(dir.path());
    assert_eq!(wrappings(&store).len(), 1);
    assert!(!lies_in(dir.path(), &before));
}

#[test]
fn a_replacement_that_does_not_come_to_its_end_leaves_the_key_before() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    let (made, sealed) = (store.team_keys().unwrap(), boxed(&store, b"words"));
    let (at, all) = (now(), rows(&mut store.lock()).unwrap());
    let statements = replacing(&store.lock(), &all, Team::ALL, (at, at)).unwrap();
    // The node is killed after each statement: the transaction was not committed.
    for upto in 1..=statements.len() {
        let mut inner = store.lock();
        inner.file.declare("BEGIN IMMEDIATE").unwrap();
        inner.file.run(&statements[..upto]).unwrap();
        inner.file.declare("ROLLBACK").unwrap();
        drop(inner);
        assert_eq!(store.team_keys().unwrap(), made);
        assert_eq!(store.open_box(DESK, &sealed, now()).unwrap(), b"words");
    }
    // Two processes that do it in the same moment make one key, not one in the place of the other.
    file::in_one(&mut store.lock().file, statements.clone()).unwrap();
    let second = store.team_keys().unwrap();
    assert!(file::in_one(&mut store.lock().file, statements).is_err());
    assert_eq!(store.team_keys().unwrap(), second);
    assert_eq!(second.of(DESK).number, 2);
}

#[test]
fn a_new_node_key_stopped_after_any_step_leaves_the_keys_of_teams_whole() {
    for stop_after in 0.. {
        let dir = tempfile::tempdir().unwrap();
        let store = fresh(dir.path());
        store.keep_ready(8);
        let old = boxed(&store, b"old");
        store.rotate_teams_decided(Instant(now().0 + 1)).unwrap();
        let (new, before) = (boxed(&store, b"new"), wrappings(&store));
        let mut rotation = store.rotation().unwrap();
        let mut is_done = false;
        for _ in 0..stop_after {
            is_done = !rotation.advance().unwrap();
            assert_eq!(store.open_box(DESK, &new, now()).unwrap(), b"new");
        }
        // One that is made in the middle of it stays, too.
        store.rotate_teams_decided(Instant(now().0 + 1)).unwrap();
        let newest = boxed(&store, b"newest");
        drop(rotation);
        drop(store);
        let store = opened(dir.path());
        for (sealed, words) in [(&old, &b"old"[..]), (&new, b"new"), (&newest, b"newest")] {
            assert_eq!(store.open_box(DESK, sealed, now()).unwrap(), words, "stopped after {stop_after}");
        }
        let turned = store.status().unwrap().node_key == 2;
        for wrapped in &before {
            assert_eq!(lies_in(dir.path(), wrapped), !turned, "the old wrapping after {stop_after} steps");
        }
        if is_done {
            return;
        }
    }
}

#[test]
fn a_key_store_of_before_gets_keys_of_teams_at_its_start() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    let (id, key) = store.draw().unwrap();
    store.lock().file.declare("DROP TABLE team_key").unwrap();
    drop(store);
    let store = opened(dir.path());
    assert_eq!(store.team_keys().unwrap().of(DESK).number, 1);
    assert_eq!(store.get(id).unwrap().0, key.0);
}

#[test]
fn nothing_of_a_key_is_printed() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    let row = rows(&mut store.lock()).unwrap().remove(0);
    let key = row.opened(&store.lock()).unwrap();
    let printed = format!("{row:?} {:?} {key:?}", store.status().unwrap());
    let bytes = format!("{:?}", key.0);
    assert!(!printed.contains(bytes.trim_matches(['[', ']'])));
    assert!(printed.contains("(secret)"));
    assert_eq!(row.to_row()[2], row.wrapped.to_value());
}
