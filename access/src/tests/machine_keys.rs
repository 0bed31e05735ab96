//! Keys of senders' systems: what lets them in, and what does not.

use super::house::{House, minutes};
use crate::acts::EndMachineKey;
use crate::codes::Environment;
use crate::machine_keys::{
    MachineSender, MachineSpent, OpenedKey, machine_keys, machine_sender, note_spent, noted_spent,
    open_machine_key, sender_at_door,
};
use crate::runtime::{MachineSecret, put};
use crate::testing::id;
use crate::{AccountFault, add_unit, enter};
use facts::unit::UnitKind;
use kernel::{Instant, Record, Role};
use store::database::TableSql;
use store::testing::{Home, on_both};

const PLATFORM: u8 = 130;

/// A house with the unit of a fictional platform.
fn with_platform(home: &Home) -> House {
    let house = House::open(home, false);
    add_unit(&house.node, id(PLATFORM), "fictional-platform", UnitKind::Platform).unwrap();
    house
}

fn open(house: &House, name: &str, environment: Environment) -> Result<OpenedKey, AccountFault> {
    open_machine_key(&house.node, house.keepers().0, name, id(PLATFORM), environment, minutes(0))
}

fn sender(house: &House, name: &str, secret: &str) -> Option<MachineSender> {
    machine_sender(&house.node, name, secret, minutes(0)).unwrap()
}

fn secrets(house: &House) -> Vec<MachineSecret> {
    let sql = TableSql::of(MachineSecret::TABLE).all;
    house.node.runtime(|database| database.records::<MachineSecret>(&sql, Vec::new())).unwrap()
}

#[test]
fn name_and_secret_let_a_system_in_for_its_unit_until_the_key_is_ended() {
    on_both(|home| {
        let house = with_platform(home);
        let real = open(&house, "platform-1", Environment::Production).unwrap();
        let tried = open(&house, "platform-1-try", Environment::Sandbox).unwrap();
        assert!(real.secret.len() >= 32, "160 bits and more");
        let found = sender(&house, "platform-1", &real.secret).unwrap();
        assert_eq!(
            (found.key, found.unit, found.environment),
            (real.key, id(PLATFORM), Environment::Production)
        );
        let actor = found.actor();
        assert_eq!((actor.id, actor.role, actor.unit), (real.key, Role::Sender, id(PLATFORM)));
        let other = sender(&house, "platform-1-try", &tried.secret).unwrap();
        assert_eq!((other.key, other.environment), (tried.key, Environment::Sandbox));
        let wrong = [
            ("platform-1", tried.secret.as_str()),
            ("platform-1-try", real.secret.as_str()),
            ("platform-1", ""),
            ("platform-2", real.secret.as_str()),
            // One letter less of the name is none of the secret.
            ("platform-", real.secret.as_str()),
            ("", real.secret.as_str()),
        ];
        for (name, secret) in wrong {
            assert_eq!(sender(&house, name, secret), None, "{name}");
        }
        enter(&house.node, &EndMachineKey { key: real.key }, house.keepers().1).unwrap();
        assert_eq!(sender(&house, "platform-1", &real.secret), None, "it is ended");
        assert!(sender(&house, "platform-1-try", &tried.secret).is_some(), "the other goes on");
    });
}

#[test]
fn what_does_not_fit_is_told_and_opens_nothing() {
    on_both(|home| {
        let house = with_platform(home);
        open(&house, "platform-1", Environment::Production).unwrap();
        for name in ["", "ab", "Platform", "platform 1", "platform:1", "platform.1", &"p".repeat(41)] {
            let fault = open(&house, name, Environment::Production).err().unwrap();
            assert!(matches!(fault, AccountFault::KeyName), "{name}: {fault}");
        }
        let twice = open(&house, "platform-1", Environment::Sandbox).err().unwrap();
        assert!(matches!(twice, AccountFault::KeyNameTaken), "{twice}");
        let (administrator, overseer) = house.keepers();
        let (unit, now) = (id(PLATFORM), minutes(0));
        for (by, unit) in [(administrator, id(131)), (overseer, unit)] {
            let fault = open_machine_key(&house.node, by, "platform-3", unit, Environment::Production, now);
            assert!(matches!(fault.err().unwrap(), AccountFault::Denied(_)), "{by:?}");
        }
        assert_eq!((secrets(&house).len(), machine_keys(&house.node).unwrap().len()), (1, 1));
    });
}

#[test]
fn a_list_tells_names_and_the_last_use_to_the_minute_and_no_secret() {
    on_both(|home| {
        let house = with_platform(home);
        let first = open(&house, "platform-1", Environment::Production).unwrap();
        let second = open(&house, "platform-2", Environment::Sandbox).unwrap();
        let at_door = |now| sender_at_door(&house.node, "platform-1", &first.secret, now).unwrap();
        let used = || {
            let all = machine_keys(&house.node).unwrap();
            all.iter().find(|one| one.key.key == first.key).unwrap().used
        };
        assert_eq!(used(), None);
        let begun = minutes(1);
        assert!(at_door(begun).is_some());
        assert_eq!(used(), Some(begun));
        assert!(at_door(Instant(begun.0 + 60_000)).is_some());
        assert_eq!(used(), Some(begun), "the same minute");
        let later = Instant(begun.0 + 60_001);
        assert!(at_door(later).is_some());
        assert_eq!(used(), Some(later));
        assert_eq!(sender_at_door(&house.node, "platform-1", &second.secret, minutes(9)).unwrap(), None);
        assert_eq!(used(), Some(later), "a wrong secret uses nothing");
        enter(&house.node, &EndMachineKey { key: second.key }, house.keepers().0).unwrap();
        let mut told: Vec<(Option<String>, bool)> =
            machine_keys(&house.node).unwrap().into_iter().map(|one| (one.name, one.key.works)).collect();
        told.sort();
        assert_eq!(told, [(Some("platform-1".to_owned()), true), (Some("platform-2".to_owned()), false)]);
    });
}

#[test]
fn whoever_writes_beside_the_journal_opens_nothing() {
    let home = Home::sqlite();
    let house = with_platform(&home);
    let real = open(&house, "platform-1", Environment::Production).unwrap();
    let tried = open(&house, "platform-2", Environment::Sandbox).unwrap();
    let row = secrets(&house).into_iter().find(|row| row.key == tried.key).unwrap();
    let forged = [
        MachineSecret { key: real.key, ..row.clone() },
        MachineSecret { key: id(9), ..row.clone() },
        MachineSecret { name: "platform-1".to_owned(), ..row.clone() },
    ];
    for forged in forged {
        house.node.runtime(|database| database.run(&[put(&forged)])).unwrap();
        for name in ["platform-1", "platform-2"] {
            assert_eq!(sender(&house, name, &tried.secret), None, "{name}");
        }
    }
    house.node.runtime(|database| database.run(&[put(&row)])).unwrap();
    assert_eq!(sender(&house, "platform-2", &tried.secret).unwrap().environment, Environment::Sandbox);
}

#[test]
fn of_two_who_open_one_name_at_once_one_does() {
    on_both(|home| {
        let house = with_platform(home);
        for n in 0..8 {
            let name = format!("platform-{n}");
            let both = std::sync::Barrier::new(2);
            let opened = std::thread::scope(|scope| {
                let open = || {
                    both.wait();
                    open(&house, &name, Environment::Production)
                };
                let threads = [scope.spawn(open), scope.spawn(open)];
                threads.map(|thread| thread.join().unwrap())
            });
            let refused: Vec<_> = opened.iter().filter_map(|one| one.as_ref().err()).collect();
            assert!(matches!(refused[..], [AccountFault::KeyNameTaken]), "{n}: {refused:?}");
            assert_eq!(secrets(&house).iter().filter(|row| row.name == name).count(), 1);
        }
        assert_eq!(machine_keys(&house.node).unwrap().len(), 8);
        // Beside the journal nothing is left of it, and still the name is given to nobody else.
        house.node.runtime(|database| database.declare("DELETE FROM machine_secret")).unwrap();
        let again = open(&house, "platform-1", Environment::Production);
        assert!(matches!(again, Err(AccountFault::KeyNameTaken)));
    });
}

#[test]
fn what_a_key_has_handed_in_is_noted_and_no_late_note_takes_it_back() {
    let house = with_platform(&Home::sqlite());
    let spent = |day, bytes, minute, reports| MachineSpent { key: id(9), minute, reports, day, bytes };
    assert_eq!(noted_spent(&house.node, id(9)).unwrap(), None);
    let mut last = spent(1, 10, 1_440, 1);
    for next in [last.clone(), spent(1, 20, 1_440, 1), spent(1, 20, 1_441, 0), spent(2, 5, 2_880, 1)] {
        note_spent(&house.node, &next).unwrap();
        assert_eq!(noted_spent(&house.node, id(9)).unwrap(), Some(next.clone()));
        note_spent(&house.node, &last).unwrap();
        assert_eq!(noted_spent(&house.node, id(9)).unwrap(), Some(next.clone()));
        last = next;
    }
}
