use super::*;
use crate::acts::CreateList;
use crate::codes::ListPurpose;
use crate::hashes::EntryHashes;
use crate::tables::{HashEntry, ListHash};
use crate::testing::{House, LIST, a_list, analyst, csv, officer_of, withdraw};
use kernel::journal::Look;
use kernel::{Actor, Purpose, Role, RuleName};
use std::io::Cursor;
use store::testing::{Home, on_both};

fn bring(house: &House, actor: Actor, act: u8, file: &str) -> Result<Imported, ImportFault> {
    let id = Id([act; 16]);
    import(&house.node, actor, Purpose::Triage, LIST, id, Cursor::new(file), &mut |_| {})
}

fn take(house: &House, actor: Actor) -> Result<String, ExportFault> {
    let mut file = Vec::new();
    export(&house.node, actor, Purpose::Triage, LIST, &mut file)?;
    Ok(String::from_utf8(file).unwrap())
}

#[test]
fn a_file_comes_in_batch_by_batch_and_a_retry_enters_nothing_twice() {
    on_both(|home| {
        let house = House::with_list(home);
        let (file, mut seen) = (csv(2_500), Vec::new());
        let id = Id([7; 16]);
        let mut send = |file: &str| {
            let told = &mut |n| seen.push(n);
            import(&house.node, analyst(1), Purpose::Triage, LIST, id, Cursor::new(file), told).unwrap()
        };
        assert_eq!(send(&file), Imported { entries: 2_500, first: 1 });
        assert_eq!(send(&file), Imported { entries: 2_500, first: 1 });
        assert_eq!(seen, [1_000, 2_000, 2_500, 1_000, 2_000, 2_500]);
        assert_eq!(list_row(&house.node, LIST).unwrap().unwrap().entries, 2_500);
        assert_eq!(house.rows::<HashEntry>().len(), 2_500);
        let hashes = house.rows::<ListHash>();
        assert_eq!(hashes.len(), 2_500);
        assert!(hashes.iter().all(|row| {
            let last = EntryHashes::of(row).unwrap().sha256.unwrap()[28..].try_into().unwrap();
            row.entry == i64::from(u32::from_be_bytes(last)) + 1
        }));
        let other = bring(&house, analyst(1), 7, &csv(2_499));
        assert!(matches!(other, Err(ImportFault::Deed(store::DeedFault::AnotherBody))), "{other:?}");
    });
}

#[test]
fn an_import_that_stopped_goes_on_where_somebody_else_has_added_meanwhile() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    let whole = csv(1_500);
    let begun: String = whole.lines().take(1_001).flat_map(|line| [line, "\n"]).collect();
    assert_eq!(bring(&house, analyst(1), 7, &begun).unwrap(), Imported { entries: 1_000, first: 1 });
    assert_eq!(bring(&house, analyst(2), 8, &csv(3)).unwrap(), Imported { entries: 3, first: 1_001 });
    assert_eq!(bring(&house, analyst(1), 7, &whole).unwrap(), Imported { entries: 1_500, first: 1 });
    assert_eq!(list_row(&house.node, LIST).unwrap().unwrap().entries, 1_503);
}

#[test]
fn two_who_import_at_once_both_get_in() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    std::thread::scope(|scope| {
        for act in 1..=4 {
            let house = &house;
            scope.spawn(move || bring(house, analyst(act), act, &csv(3_000)).unwrap());
        }
    });
    assert_eq!(house.rows::<HashEntry>().len(), 12_000);
}

#[test]
fn one_wrong_line_keeps_everything_out_and_all_wrong_lines_are_told() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    let mut file = csv(1_200) + "f8,baseline\n" + &"f8,unheard-of\n".repeat(150);
    let fault = bring(&house, analyst(1), 7, &file).unwrap_err();
    assert_eq!(fault.to_string(), "151 lines are wrong; nothing was entered");
    let ImportFault::Lines { wrong, more } = fault else { panic!() };
    assert_eq!((wrong.len(), more, wrong[0].line, wrong[0].field), (MAX_WRONG, 51, 1_202, "sha256"));
    assert!(house.rows::<ListHash>().is_empty());
    assert!(matches!(bring(&house, analyst(1), 7, "sha256\n\n"), Err(ImportFault::Empty)));
    assert!(matches!(bring(&house, analyst(1), 7, ""), Err(ImportFault::Lines { .. })));
    file.truncate(csv(1_200).len());
    assert_eq!(bring(&house, analyst(1), 7, &file).unwrap().entries, 1_200);
}

#[test]
fn a_line_that_does_not_fit_a_list_of_what_is_harmless_keeps_everything_out() {
    let home = Home::sqlite();
    let house = House::open(&home);
    house.enter(&CreateList { purpose: ListPurpose::SetAside, ..a_list() }, analyst(1));
    let harmless = csv(1_200).replace("baseline", "known-harmless");
    let fault =
        bring(&house, analyst(1), 7, &(harmless.clone() + &"f8".repeat(32) + ",baseline\n")).unwrap_err();
    let ImportFault::Lines { wrong, .. } = fault else { panic!("{fault}") };
    assert_eq!((wrong.len(), wrong[0].line, wrong[0].field), (1, 1_202, "grade"));
    assert!(house.rows::<ListHash>().is_empty());
    assert_eq!(bring(&house, analyst(1), 8, &harmless).unwrap().entries, 1_200);
}

#[test]
fn only_the_lists_unit_brings_entries_in() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    let told = |actor| bring(&house, actor, 7, &csv(2)).unwrap_err();
    assert!(
        matches!(told(officer_of(Id([77; 16]))), ImportFault::Invalid(problem) if problem.field == "list")
    );
    let overseer = Actor { role: Role::Overseer, ..analyst(3) };
    assert!(matches!(told(overseer), ImportFault::Forbidden(_)));
    let elsewhere = Id([99; 16]);
    let nowhere = import(
        &house.node,
        analyst(1),
        Purpose::Triage,
        elsewhere,
        Id([7; 16]),
        Cursor::new(""),
        &mut |_| {},
    );
    assert!(matches!(nowhere, Err(ImportFault::NoSuchList(list)) if list == elsewhere));
}

#[test]
fn a_list_goes_out_as_it_came_in_without_what_was_withdrawn_and_leaves_a_trace() {
    on_both(|home| {
        let house = House::with_list(home);
        let pdq = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
        let (sha256, md5) = ("0a".repeat(32), "0b".repeat(16));
        let file = format!(
            "sha256,md5,pdq,grade\r\n{sha256},{md5},{pdq},baseline\r\n{sha256},,,national\r\n,{md5},,known-harmless\r\n"
        );
        bring(&house, analyst(1), 7, &file).unwrap();
        assert_eq!(take(&house, analyst(2)).unwrap(), file);
        house.enter(&withdraw(2), analyst(1));
        let without: String =
            file.split_inclusive("\r\n").filter(|line| !line.contains("national")).collect();
        assert_eq!(take(&house, analyst(2)).unwrap(), without);
        let looks = house.rows::<Look>();
        assert_eq!(looks.len(), 2);
        assert!(looks.iter().all(|look| (look.whose, look.actor, look.read) == (LIST, analyst(2).id, 202)));
    });
}

#[test]
fn one_person_takes_out_at_most_a_thousand_entries() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    bring(&house, analyst(1), 7, &csv(1_001)).unwrap();
    let fault = take(&house, analyst(1)).unwrap_err();
    assert!(
        matches!(&fault, ExportFault::Refused(refusal) if refusal.rule == RuleName::TwoPeople),
        "{fault}"
    );
    assert!(house.rows::<Look>().is_empty(), "nothing was read");
    house.enter(&withdraw(1), analyst(1));
    assert_eq!(take(&house, analyst(1)).unwrap().lines().count(), 1_001);
}

#[test]
fn a_file_goes_out_only_to_a_role_that_may_and_for_a_purpose() {
    let home = Home::sqlite();
    let house = House::open(&home);
    assert!(matches!(take(&house, analyst(1)), Err(ExportFault::NoSuchList(_))));
    house.enter(&a_list(), analyst(1));
    let statistician = Actor { role: Role::Statistician, ..analyst(3) };
    assert!(matches!(take(&house, statistician), Err(ExportFault::Forbidden(_))));
    let without = export(&house.node, analyst(1), Purpose::NotStated, LIST, Vec::new());
    assert!(matches!(without, Err(ExportFault::Forbidden(_))));
}
