//! Views and habits: one's own affair, sealed to the account, gone with it.

use super::house::{House, minutes};
use crate::acts::{ApproveAccount, CloseAccount, ProposeAccount, SuspendAccount};
use crate::codes::Fold;
use crate::runtime::{Habit, SavedView, put};
use crate::testing::id;
use crate::{
    HabitFault, Habits, MOST_VIEWS, NewView, ViewFault, drop_view, enter, forget_closed, habits, keep_habits,
    keep_view, views,
};
use kernel::{Actor, Record, Role};
use store::database::TableSql;
use store::testing::Home;

fn urgent(shared: bool) -> NewView<'static> {
    NewView { name: "Urgent", list: "reports/queue", asked: "waiting=yes&sort=-points", shared }
}

fn of_unit(n: u8) -> Actor {
    Actor { id: id(n), role: Role::Investigator, unit: id(110) }
}

/// Another officer of the same unit, with an account that is open.
fn colleague(house: &House, n: u8) -> Actor {
    let (account, _) = house.opened(n);
    Actor { id: account, role: Role::Investigator, unit: id(110) }
}

fn names(house: &House, reader: &Actor) -> Vec<String> {
    views(&house.node, reader).unwrap().into_iter().map(|view| view.name).collect()
}

#[test]
fn a_view_is_found_by_its_keeper_and_by_the_unit_only_where_it_is_shared() {
    let home = Home::sqlite();
    let house = House::open(&home, false);
    let (one, two) = (colleague(&house, 20), colleague(&house, 21));
    let stranger = Actor { unit: id(111), ..two };
    keep_view(&house.node, &one, &urgent(false), minutes(0)).unwrap();
    let seen = views(&house.node, &one).unwrap();
    assert_eq!((seen[0].asked.as_str(), seen[0].shared), ("waiting=yes&sort=-points", false));
    assert!(names(&house, &two).is_empty());
    let number = keep_view(&house.node, &one, &urgent(true), minutes(1)).unwrap();
    assert_eq!(
        names(&house, &one),
        ["Urgent"],
        "of the same name for the same list, it takes the other's place"
    );
    assert_eq!(names(&house, &two), ["Urgent"]);
    assert!(names(&house, &stranger).is_empty());
    assert!(!drop_view(&house.node, two.id, number).unwrap(), "nobody removes another's");
    assert!(drop_view(&house.node, one.id, number).unwrap());
    assert!(names(&house, &two).is_empty());
}

#[test]
fn a_name_that_is_none_and_the_fifty_first_are_told() {
    let home = Home::sqlite();
    let house = House::open(&home, false);
    let one = of_unit(20);
    let long = "n".repeat(61);
    for name in ["", "  ", "two\nlines", &long] {
        let kept = keep_view(&house.node, &one, &NewView { name, ..urgent(false) }, minutes(0));
        assert!(matches!(kept, Err(ViewFault::Name)), "{name:?}");
    }
    let asked = "a".repeat(2_001);
    let kept = keep_view(&house.node, &one, &NewView { asked: &asked, ..urgent(false) }, minutes(0));
    assert!(matches!(kept, Err(ViewFault::Asked)));
    for n in 0..MOST_VIEWS {
        let name = format!("{n}");
        keep_view(&house.node, &one, &NewView { name: &name, ..urgent(false) }, minutes(0)).unwrap();
    }
    let more = keep_view(&house.node, &one, &urgent(false), minutes(0));
    assert!(matches!(more, Err(ViewFault::TooMany)));
    keep_view(&house.node, &one, &NewView { name: "0", ..urgent(true) }, minutes(0)).unwrap();
    assert_eq!(names(&house, &one).len(), MOST_VIEWS);
    assert!(
        keep_view(&house.node, &of_unit(21), &urgent(false), minutes(0)).is_ok(),
        "each has their own fifty"
    );
    for n in 1..10 {
        let name = format!("{n}");
        keep_view(&house.node, &one, &NewView { name: &name, ..urgent(true) }, minutes(0)).unwrap();
    }
    let eleventh = keep_view(&house.node, &one, &NewView { name: "10", ..urgent(true) }, minutes(0));
    assert!(matches!(eleventh, Err(ViewFault::TooManyShared)));
}

#[test]
fn what_they_are_called_is_sealed_and_bound_to_account_and_unit() {
    let home = Home::sqlite();
    let house = House::open(&home, false);
    let (one, two) = (colleague(&house, 20), colleague(&house, 21));
    keep_view(&house.node, &one, &urgent(false), minutes(0)).unwrap();
    let sql = TableSql::of(SavedView::TABLE).all;
    let row =
        house.node.runtime(|database| database.records::<SavedView>(&sql, Vec::new())).unwrap().remove(0);
    assert!(!row.kept.windows(6).any(|part| part == b"Urgent"));
    for forged in [SavedView { account: two.id, ..row.clone() }, SavedView { unit: two.unit, ..row }] {
        house.node.runtime(|database| database.run(&[put(&forged)])).unwrap();
        assert!(names(&house, &two).is_empty(), "{forged:?}");
    }
}

#[test]
fn what_goes_with_an_account_that_is_closed_and_what_rests_while_it_is_suspended() {
    let home = Home::sqlite();
    let house = House::open(&home, false);
    let (administrator, overseer) = house.keepers();
    let (one, two) = (colleague(&house, 20), colleague(&house, 21));
    keep_view(&house.node, &one, &urgent(true), minutes(0)).unwrap();
    keep_view(&house.node, &two, &NewView { name: "Mine", ..urgent(false) }, minutes(0)).unwrap();
    let changed = Habits { fold: Fold::All, ..Habits::default() };
    keep_habits(&house.node, one.id, &changed, minutes(0)).unwrap();
    enter(&house.node, &SuspendAccount { account: one.id }, administrator).unwrap();
    assert_eq!(names(&house, &two), ["Mine"], "who does not work there shares nothing");
    assert_eq!(forget_closed(&house.node).unwrap(), 0, "it may be opened again");
    let again = ProposeAccount { account: one.id, staff_role: Role::Investigator, unit: id(110) };
    let proposal = enter(&house.node, &again, administrator).unwrap();
    enter(&house.node, &ApproveAccount { account: one.id, proposal }, overseer).unwrap();
    assert_eq!(names(&house, &two), ["Mine", "Urgent"]);
    enter(&house.node, &CloseAccount { account: one.id }, administrator).unwrap();
    assert_eq!(names(&house, &two), ["Mine"]);
    assert_eq!(forget_closed(&house.node).unwrap(), 1);
    assert!(names(&house, &one).is_empty());
    assert_eq!(habits(&house.node, one.id).unwrap(), Habits::default());
    assert_eq!(names(&house, &two), ["Mine"]);
    assert_eq!(forget_closed(&house.node).unwrap(), 0);
}

#[test]
fn habits_are_what_was_chosen_and_nobody_writes_anothers() {
    let home = Home::sqlite();
    let house = House::open(&home, false);
    assert_eq!(habits(&house.node, id(20)).unwrap(), Habits::default());
    let chosen = Habits { keys: false, fold: Fold::Never, minutes: 0, texts: 500, lighter: Some(0) };
    keep_habits(&house.node, id(20), &chosen, minutes(0)).unwrap();
    assert_eq!(habits(&house.node, id(20)).unwrap(), chosen);
    let wrong = |habits: &Habits| keep_habits(&house.node, id(20), habits, minutes(0));
    for few_or_many in [9, 241] {
        let told = wrong(&Habits { minutes: few_or_many, ..chosen });
        assert!(matches!(told, Err(HabitFault::Minutes)), "{few_or_many}");
    }
    assert!(matches!(wrong(&Habits { texts: 501, ..chosen }), Err(HabitFault::Texts)));
    assert_eq!(habits(&house.node, id(20)).unwrap(), chosen);
    let sql = TableSql::of(Habit::TABLE).all;
    let row = house.node.runtime(|database| database.records::<Habit>(&sql, Vec::new())).unwrap().remove(0);
    house.node.runtime(|database| database.run(&[put(&Habit { account: id(21), ..row })])).unwrap();
    assert_eq!(habits(&house.node, id(21)).unwrap(), Habits::default(), "a copied row says nothing");
}
