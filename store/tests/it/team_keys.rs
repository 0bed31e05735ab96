//! Keys of teams in the key store's backup, and after a restore.

use crate::keeping::{Vault, another};
use crate::room::{enter, open};
use store::Node;
use store::keys::BoxFault;
use store::team::{Team, TeamKey};
use store::testing::{Home, on_both};

#[test]
fn keys_of_teams_come_back_with_the_key_store_and_one_made_since_is_told_apart() {
    on_both(|home| {
        let (vault, node) = (Vault::new(), open(home));
        enter(&node, 1, 5);
        let desk = |node: &Node| node.team_keys().unwrap().of(Team::ReportsDesk);
        let replaced = |node: &Node| {
            let before = desk(node);
            assert!(node.rotate_team_keys(kernel::Instant(before.made.0 + 1)).unwrap());
            before
        };
        let before = replaced(&node);
        vault.backup(home).unwrap();
        vault.keys(home);
        let kept = replaced(&node);
        let since = desk(&node);
        drop(node);
        let there = another(home);
        vault.restore(&there).unwrap();
        let node = open(&there);
        let opened = |key: &TeamKey| node.open_box(Team::ReportsDesk, &key.seal(b"words").unwrap());
        assert_eq!(desk(&node), kept);
        for key in [&kept, &before] {
            assert_eq!(opened(key).unwrap().expose(), b"words");
        }
        assert!(matches!(opened(&since), Err(BoxFault::AnotherKey)));
        // Its number is given out again, and is still not that key.
        replaced(&node);
        assert_eq!(desk(&node).number, since.number);
        assert!(matches!(opened(&since), Err(BoxFault::AnotherKey)));
        assert_eq!(opened(&desk(&node)).unwrap().expose(), b"words");
    });
}

#[test]
fn a_key_store_that_was_not_started_since_there_are_keys_of_teams_is_backed_up_and_restored() {
    let home = Home::sqlite();
    let (vault, node) = (Vault::new(), open(&home));
    enter(&node, 1, 5);
    drop(node);
    let mut keys = store::sqlite::Sqlite::open(&home.path().join("keys.db")).unwrap();
    store::Database::declare(&mut keys, "DROP TABLE team_key").unwrap();
    drop(keys);
    vault.backup(&home).unwrap();
    assert!(vault.keys(&home).keys > 0);
    let there = another(&home);
    vault.restore(&there).unwrap();
    assert_eq!(open(&there).team_keys().unwrap().of(Team::ReportsDesk).number, 1);
}
