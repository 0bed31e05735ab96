//! Backups under load, restored and verified; erasures honoured; what is damaged, named.

use crate::erasing::erased_by_two;
use crate::room::{READ, analyst, deed, enter, number, open, registry};
use crate::verifying::verified;
use kernel::{Outcome, Purpose};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use store::keeping::{
    BackedUp, BackupPlan, KeepFault, KeysBackedUp, RestorePlan, Restored, back_keys_up, backup,
    make_identity, restore,
};
use store::testing::{Home, on_both};
use store::{LookFault, Node, OpenFault};

/// Where backups of a home go, and who reads them.
pub(crate) struct Vault {
    directory: tempfile::TempDir,
    recipients: Vec<String>,
}

impl Vault {
    pub(crate) fn new() -> Vault {
        let directory = tempfile::tempdir().unwrap();
        let recipient = make_identity(&directory.path().join("identity")).unwrap();
        Vault { directory, recipients: vec![recipient] }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn backup(&self, home: &Home) -> Result<BackedUp, KeepFault> {
        let (config, registry, target) = (home.config(), registry(), self.path("database"));
        let recipients = &self.recipients;
        let plan =
            BackupPlan { config: &config, registry: &registry, target: &target, recipients, runtime: &[] };
        backup(&plan, &mut |_| {})
    }

    /// Keys and node key, each into its own place.
    pub(crate) fn keys(&self, home: &Home) -> KeysBackedUp {
        std::fs::copy(home.path().join("node.key"), self.path("node.key")).unwrap();
        back_keys_up(&home.config(), &self.path("keys.age"), &self.recipients).unwrap()
    }

    pub(crate) fn restore(&self, to: &Home) -> Result<Restored, KeepFault> {
        let plan = RestorePlan {
            source: &self.path("database"),
            identity: &self.path("identity"),
            keys: &self.path("keys.age"),
            node_key: &self.path("node.key"),
            config: to.config(),
            registry: registry(),
            runtime: &[],
        };
        restore(plan, &mut |_| {})
    }
}

/// A home of the same kind of database.
pub(crate) fn another(home: &Home) -> Home {
    if home.config().database.is_some() { Home::postgres() } else { Home::sqlite() }
}

/// Every file below a directory, with its bytes.
fn files_below(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![(path.clone(), std::fs::read(&path).unwrap())]
            }
        })
        .collect()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// Enters notes from that number on until told to stop; tells how many.
fn load(node: &Node, from: u32, going: &AtomicBool, entered: &AtomicU32) {
    let mut n = from;
    while going.load(Ordering::Relaxed) {
        enter(node, n, 1);
        n += 1;
        entered.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_chain_of_backups_taken_under_load_restores_and_verifies() {
    on_both(|home| {
        let (vault, node) = (Vault::new(), open(home));
        (1..=30).for_each(|n| drop(enter(&node, n, 5)));
        let (going, entered) = (AtomicBool::new(true), AtomicU32::new(0));
        let runs: Vec<BackedUp> = std::thread::scope(|scope| {
            let loads = [1_000, 100_000].map(|from| {
                let (node, going, entered) = (&node, &going, &entered);
                scope.spawn(move || load(node, from, going, entered))
            });
            let runs = (0..4).map(|_| {
                let before = entered.load(Ordering::Relaxed);
                while entered.load(Ordering::Relaxed) < before + 20 {
                    std::thread::yield_now();
                }
                vault.backup(home).unwrap()
            });
            let runs = runs.collect();
            vault.keys(home);
            going.store(false, Ordering::Relaxed);
            loads.into_iter().for_each(|load| load.join().unwrap());
            runs
        });
        let last = runs.last().unwrap();
        assert_eq!(runs.iter().map(|run| run.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert!(runs.windows(2).all(|two| two[1].after == two[0].upto && two[1].upto > two[0].upto));
        drop(node);
        let to = another(home);
        let restored = vault.restore(&to).unwrap();
        assert_eq!((restored.last, restored.recorded), (last.upto, last.recorded));
        assert!(restored.verified.entries >= last.upto && restored.verified.findings.is_empty());
        assert_eq!((restored.erased_since.len(), restored.without_key), (0, 0));
        let payloads: u64 = runs.iter().map(|run| run.payloads).sum();
        println!("proof: 4 runs of a backup under load restored and verified, {payloads} sealed texts open");
        assert_eq!((restored.keys, restored.verified.sealed), (payloads, 2 * payloads));
        // The same node, on the same database or the other one: it opens what was sealed and goes on.
        let node = open(&to);
        let trace = node.look(analyst(1), &READ, Purpose::Triage, &[number(7)]).unwrap();
        let act = kernel::Id([8; 16]).derive("act", 7);
        assert_eq!(node.open_payload(&trace, act, 0).unwrap().expose(), b"ordinary words 7");
        assert!(matches!(enter(&node, 500, 2).outcome, Outcome::Entered { .. }));
        drop(node);
        assert_eq!(verified(&to, None).findings, []);
    });
}

#[test]
fn a_backup_of_one_database_restores_into_the_other() {
    for (home, to) in [(Home::sqlite(), Home::postgres()), (Home::postgres(), Home::sqlite())] {
        let vault = Vault::new();
        let node = open(&home);
        (1..=20).for_each(|n| drop(enter(&node, n, n % 7)));
        drop(node);
        vault.backup(&home).unwrap();
        vault.keys(&home);
        assert_eq!(vault.restore(&to).unwrap().verified.findings, []);
    }
}

#[test]
fn no_backup_holds_a_key_or_a_word_in_clear() {
    on_both(|home| {
        let (vault, node) = (Vault::new(), open(home));
        (1..=20).for_each(|n| drop(enter(&node, n, 5)));
        vault.backup(home).unwrap();
        vault.keys(home);
        drop(node);
        let node_key = std::fs::read(home.path().join("node.key")).unwrap();
        for (file, bytes) in files_below(&vault.path("database")) {
            assert!(!holds(&bytes, b"ordinary words") && !holds(&bytes, &node_key), "{}", file.display());
        }
        assert!(!holds(&std::fs::read(vault.path("keys.age")).unwrap(), &node_key));
        assert!(!holds(&std::fs::read(vault.path("keys.age")).unwrap(), b"wrapped_key"));
    });
}

#[test]
fn whoever_is_erased_stays_erased_whatever_backup_is_restored() {
    on_both(|home| {
        let (vault, node) = (Vault::new(), open(home));
        let act = |n| kernel::Id([8; 16]).derive("act", n);
        (1..=20).for_each(|n| drop(enter(&node, n, 5)));
        vault.backup(home).unwrap();
        // One is erased between two runs, and something new is sealed about them; one after the last.
        erased_by_two(&node, 3);
        assert!(node.enter_now(deed(&node, 21, 5, "later words")).is_ok());
        vault.backup(home).unwrap();
        erased_by_two(&node, 4);
        vault.keys(home);
        drop(node);
        let to = another(home);
        let restored = vault.restore(&to).unwrap();
        assert_eq!(restored.erased_since, [number(4)]);
        assert_eq!((restored.left_out, restored.without_key, restored.keys), (2, 0, 19));
        let node = open(&to);
        let whose: Vec<_> = (1..=21).map(number).collect();
        let trace = node.look(analyst(1), &READ, Purpose::Triage, &whose).unwrap();
        for n in 1..=20 {
            let opened = node.open_payload(&trace, act(n), 0);
            assert_eq!(matches!(opened, Err(LookFault::Gone)), n == 3 || n == 4, "{n}");
        }
        for subject in [3, 4] {
            let sql = "SELECT COUNT(*) FROM note_token WHERE seal_subject = $1";
            let cell = kernel::Cell::to_value(&number(subject));
            assert_eq!(node.read(|database| database.number(sql, vec![cell])).unwrap(), 0);
        }
        drop(node);
        let found = verified(&to, None);
        assert_eq!((found.findings.as_slice(), found.erased), (&[][..], 4));
        println!("proof: two erased people stay erased whatever backup is restored, 18 others open");
    });
}

#[test]
fn an_older_copy_of_the_keys_destroys_nothing() {
    on_both(|home| {
        let (vault, node) = (Vault::new(), open(home));
        enter(&node, 1, 5);
        vault.keys(home);
        // More keys than the pool held when the copy was made.
        node.stop();
        drop(node);
        let node = open(home);
        enter(&node, 2, 5);
        drop(node);
        vault.backup(home).unwrap();
        let to = another(home);
        let restored = vault.restore(&to).unwrap();
        assert_eq!((restored.without_key, restored.erased_since.len(), restored.left_out), (1, 0, 0));
        assert_eq!(restored.verified.findings, []);
    });
}

#[test]
fn what_is_damaged_is_named_and_nothing_is_built() {
    on_both(|home| {
        let (vault, node) = (Vault::new(), open(home));
        for run in 0..2 {
            (1..=10).for_each(|n| drop(enter(&node, run * 10 + n, 5)));
            vault.backup(home).unwrap();
        }
        vault.keys(home);
        drop(node);
        let to = another(home);
        let mut names: Vec<String> = Vec::new();
        for (file, honest) in files_below(&vault.path("database")) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if name == ".lock" {
                continue;
            }
            let mut changed = honest.clone();
            let middle = honest.len() / 2;
            changed[middle] ^= 1;
            let mut damages = vec![Some(changed), Some(honest[..middle].to_vec())];
            // Without its manifest the last run does not count, and the ones before it are whole.
            damages.extend((name != "000002.manifest").then_some(None));
            for damage in damages {
                match damage {
                    Some(bytes) => std::fs::write(&file, bytes).unwrap(),
                    None => std::fs::remove_file(&file).unwrap(),
                }
                let told = vault.restore(&to).unwrap_err().to_string();
                assert!(told.contains(&name), "{name}: {told}");
                assert!(
                    std::fs::read_dir(to.path()).unwrap().next().is_none(),
                    "{name}: something was built"
                );
            }
            std::fs::write(&file, &honest).unwrap();
            names.push(name);
        }
        assert_eq!(names.len(), 10, "{names:?}");
        std::fs::remove_file(vault.path("database").join("000002.manifest")).unwrap();
        assert_eq!(vault.restore(&to).unwrap().runs, 1);
    });
}

#[test]
fn a_journal_that_went_another_way_is_not_added_to_a_chain() {
    on_both(|home| {
        let (vault, node) = (Vault::new(), open(home));
        enter(&node, 1, 5);
        drop(node);
        let copy = home.copy();
        let node = open(home);
        enter(&node, 2, 5);
        vault.backup(home).unwrap();
        drop(node);
        // A shorter journal, and one that is as long and holds something else.
        assert!(matches!(vault.backup(&copy), Err(KeepFault::AnotherJournal(_))));
        let node = open(&copy);
        enter(&node, 3, 5);
        enter(&node, 4, 5);
        assert!(matches!(vault.backup(&copy), Err(KeepFault::AnotherJournal(_))));
        assert_eq!(vault.backup(home).unwrap().number, 2);
    });
}

#[test]
fn a_target_that_holds_anything_is_refused() {
    on_both(|home| {
        let (vault, node) = (Vault::new(), open(home));
        enter(&node, 1, 5);
        drop(node);
        vault.backup(home).unwrap();
        vault.keys(home);
        assert!(matches!(vault.restore(home), Err(KeepFault::NotEmpty(_))));
        let to = another(home);
        std::fs::write(to.path().join("a-file"), "of somebody's").unwrap();
        assert!(matches!(vault.restore(&to), Err(KeepFault::NotEmpty(_))));
        assert_eq!(files_below(to.path()).len(), 1);
        // The node that was there stands as it was.
        assert_eq!(verified(home, None).findings, []);
    });
}

#[test]
fn a_restore_that_was_interrupted_is_no_node() {
    let (home, to) = (Home::sqlite(), Home::sqlite());
    let vault = Vault::new();
    drop(open(&home));
    vault.backup(&home).unwrap();
    vault.keys(&home);
    vault.restore(&to).unwrap();
    std::fs::write(to.path().join("unfinished-restore"), "").unwrap();
    assert!(matches!(Node::open(to.config(), registry()), Err(OpenFault::Unfinished(_))));
}

#[test]
fn keys_and_readers_that_do_not_belong_together_are_told() {
    let (home, to) = (Home::sqlite(), Home::sqlite());
    let vault = Vault::new();
    let node = open(&home);
    enter(&node, 1, 5);
    drop(node);
    vault.backup(&home).unwrap();
    vault.keys(&home);
    let right = std::fs::read(vault.path("node.key")).unwrap();
    std::fs::write(vault.path("node.key"), [1; 32]).unwrap();
    assert!(vault.restore(&to).unwrap_err().to_string().contains("node.key"));
    std::fs::write(vault.path("node.key"), &right).unwrap();
    let own = std::fs::read(vault.path("identity")).unwrap();
    std::fs::remove_file(vault.path("identity")).unwrap();
    make_identity(&vault.path("identity")).unwrap();
    assert!(vault.restore(&to).unwrap_err().to_string().contains("none of the identities"));
    std::fs::write(vault.path("identity"), own).unwrap();
    // Another node's backup in the same directory does not pass for a run of this one.
    let other = Home::sqlite();
    drop(open(&other));
    let told = vault.backup(&other).unwrap_err().to_string();
    assert!(told.contains("000001.manifest"), "{told}");
    assert!(vault.restore(&to).is_ok());
}

#[test]
fn the_newest_copy_of_the_keys_takes_the_place_of_the_one_before() {
    let home = Home::sqlite();
    let (vault, node) = (Vault::new(), open(&home));
    enter(&node, 1, 5);
    vault.keys(&home);
    let (file, link) = (vault.path("keys.age"), vault.path("held"));
    std::fs::hard_link(&file, &link).unwrap();
    let before = std::fs::read(&file).unwrap();
    assert_eq!(vault.keys(&home).entries, 2);
    assert_ne!(std::fs::read(&file).unwrap(), before);
    assert!(std::fs::read(&link).unwrap().iter().all(|byte| *byte == 0), "the copy before is overwritten");
}
