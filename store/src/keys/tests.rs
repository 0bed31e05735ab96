use super::*;
use crate::crypto::Secret;

fn node_key_of(data: &Path) -> Secret {
    node_key::read(&node_key::path(data)).unwrap().unwrap()
}

fn fresh(data: &Path) -> KeyStore {
    let key = node_key::make(&node_key::path(data)).unwrap();
    KeyStore::open(data, &key).unwrap()
}

fn opened(data: &Path) -> KeyStore {
    KeyStore::open(data, &node_key_of(data)).unwrap()
}

fn wrapped(store: &KeyStore, id: Id) -> Vec<u8> {
    let mut inner = store.lock();
    let file: &mut dyn Database = &mut inner.file;
    let rows = file.rows("SELECT wrapped FROM wrapped_key WHERE id = $1", vec![id.to_value()]).unwrap();
    match &rows[0][0] {
        Value::Bytes(bytes) => bytes.clone(),
        _ => unreachable!(),
    }
}

fn lies_in(data: &Path, needle: &[u8]) -> bool {
    let files = std::fs::read_dir(data).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    files.into_iter().any(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
}

#[test]
fn a_drawn_key_is_durable_and_an_erased_one_gone() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    let (id, key) = store.draw().unwrap();
    let (kept, _) = store.draw().unwrap();
    drop(store);
    let store = opened(dir.path());
    assert_eq!(store.get(id).unwrap().0, key.0);
    let erased = wrapped(&store, id);
    assert!(lies_in(dir.path(), &erased));
    store.erase(&[id]).unwrap();
    assert!(matches!(store.get(id), Err(KeyFault::Gone)));
    assert!(store.get(kept).is_ok());
    assert!(!lies_in(dir.path(), &erased), "the erased key still lies on the disk");
    let other = KeyStore::open(dir.path(), &Secret::random().unwrap());
    assert!(matches!(other, Err(KeyFault::WrongNodeKey)));
}

#[test]
fn a_rotation_stopped_after_any_step_is_finished_at_the_next_start() {
    // The last turn of the loop is one that ran to its end.
    for stop_after in 0.. {
        let dir = tempfile::tempdir().unwrap();
        let store = fresh(dir.path());
        let drawn: Vec<(Id, Secret)> = (0..40).map(|_| store.draw().unwrap()).collect();
        let (root, first) = (store.root().0, node_key_of(dir.path()));
        let before = wrapped(&store, drawn[0].0);
        let mut rotation = store.rotation().unwrap();
        let mut is_done = false;
        for _ in 0..stop_after {
            is_done = !rotation.advance().unwrap();
        }
        // Between any two steps the node that runs goes on.
        assert_eq!(store.get(drawn[7].0).unwrap().0, drawn[7].1.0);
        let (late, late_key) = store.draw().unwrap();
        drop(rotation);
        drop(store);
        let store = opened(dir.path());
        for (id, key) in drawn.iter().chain([&(late, late_key)]) {
            assert_eq!(store.get(*id).unwrap().0, key.0, "stopped after {stop_after} steps");
        }
        assert_eq!(store.root().0, root);
        assert_eq!(store.lock().generations.len(), 1);
        let status = store.status().unwrap();
        assert_eq!((status.under_older, status.turning), (0, None));
        assert!(!node_key::next_path(dir.path()).exists());
        // Before the key store knows of the next node key nothing has happened; after it, nothing is left under the old one.
        let turned = stop_after >= 2;
        assert_eq!(status.node_key, if turned { 2 } else { 1 });
        assert_eq!(node_key_of(dir.path()).0 != first.0, turned);
        drop(store);
        assert_eq!(KeyStore::open(dir.path(), &first).is_ok(), !turned);
        assert_eq!(lies_in(dir.path(), &before), !turned, "the old wrapping after {stop_after} steps");
        if is_done {
            assert!(stop_after > 10, "2,048 keys take more than one batch");
            return;
        }
    }
}

#[test]
fn keys_drawn_and_erased_during_a_rotation_are_as_they_should_be() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    let drawn: Vec<(Id, Secret)> = (0..600).map(|_| store.draw().unwrap()).collect();
    std::thread::scope(|scope| {
        let rotating = scope.spawn(|| store.rotate(&mut |_| std::thread::yield_now()).unwrap());
        for (n, (id, key)) in drawn.iter().enumerate() {
            if n % 3 == 0 {
                store.erase(&[*id]).unwrap();
            } else {
                assert_eq!(store.get(*id).unwrap().0, key.0);
            }
        }
        assert!(rotating.join().unwrap().of >= 600);
    });
    drop(store);
    let store = opened(dir.path());
    for (n, (id, key)) in drawn.iter().enumerate() {
        match store.get(*id) {
            Ok(found) => assert!(n % 3 != 0 && found.0 == key.0),
            Err(KeyFault::Gone) => assert!(n % 3 == 0),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(store.status().unwrap().under_older, 0);
}

#[test]
fn one_replacement_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    let first = store.rotation().unwrap();
    assert!(matches!(store.rotate(&mut |_| {}), Err(KeyFault::Rotating)));
    assert!(store.status().unwrap().turning.is_some());
    drop(first);
    store.rotate(&mut |_| {}).unwrap();
    store.rotate(&mut |_| {}).unwrap();
    assert_eq!(store.status().unwrap().node_key, 3);
}

#[test]
fn what_was_decided_once_is_done_once_whatever_the_clock_says() {
    let dir = tempfile::tempdir().unwrap();
    let store = fresh(dir.path());
    // Decided by a clock that ran ahead.
    let decided = kernel::Instant(now().0 + 3_600_000);
    assert!(store.rotate_decided(decided).unwrap());
    assert!(!store.rotate_decided(decided).unwrap());
    drop(store);
    let store = opened(dir.path());
    assert!(!store.rotate_decided(decided).unwrap());
    assert_eq!((store.status().unwrap().node_key, store.status().unwrap().since), (2, decided));
}

/// A key store as it was before there was a root secret.
fn of_old(data: &Path, node_key: &Secret) -> (Id, Secret) {
    let mut file = Sqlite::open(&file::path(data)).unwrap();
    file.declare(
        "CREATE TABLE wrapped_key (id BLOB NOT NULL PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;",
    )
    .unwrap();
    let (id, key) = (Id([5; 16]), Secret::random().unwrap());
    let wrapped = node_key.derive("wrapping").seal(&id.0, &key.0).unwrap();
    let sql = "INSERT INTO wrapped_key (id, wrapped) VALUES ($1, $2)";
    file.run(&[Statement::new(sql, vec![id.to_value(), Value::Bytes(wrapped)])]).unwrap();
    (id, key)
}

#[test]
fn a_key_store_of_before_keeps_what_was_derived_from_its_node_key() {
    let dir = tempfile::tempdir().unwrap();
    let first = node_key::make(&node_key::path(dir.path())).unwrap();
    let (id, key) = of_old(dir.path(), &first);
    assert!(has_no_root(dir.path()).unwrap());
    assert_eq!(read_root(dir.path()).unwrap().0, first.0);
    let wrong = KeyStore::open(dir.path(), &Secret::random().unwrap());
    assert!(matches!(wrong, Err(KeyFault::WrongNodeKey)));
    assert!(has_no_root(dir.path()).unwrap(), "another node key changes nothing");
    let store = opened(dir.path());
    assert_eq!((store.root().0, store.get(id).unwrap().0), (first.0, key.0));
    let status = store.status().unwrap();
    assert_eq!((status.since.0, status.ages[3]), (0, (Age::NotKnown, 1)));
    store.rotate(&mut |_| {}).unwrap();
    drop(store);
    let store = opened(dir.path());
    assert_eq!((store.root().0, store.get(id).unwrap().0), (first.0, key.0));
    assert_ne!(node_key_of(dir.path()).0, first.0);
    assert_eq!(read_root(dir.path()).unwrap().0, first.0);
    assert!(!has_no_root(dir.path()).unwrap());
}
