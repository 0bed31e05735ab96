//! One release by itself.

use disclosure::{Reason, Rule, SafeCell, SafeTable, Table, intervals, suppress};
use proptest::prelude::*;

use crate::attacker::Shown;
use crate::generate::{grid, grids, list, lists};

fn shown(release: &SafeTable) -> Vec<Option<i64>> {
    release.cells().map(|(_, cell)| cell.shown()).collect()
}

/// The attacker confirms that every hidden cell is wide enough, and that the engine's intervals are exact.
fn withstands(table: &Table, rule: Rule) -> Result<(), TestCaseError> {
    let release = suppress(table, rule);
    let knowing = Shown::read(&release, 1);
    let naive = Shown { floor: 0, ..knowing.clone() };
    let found = intervals(&release);
    prop_assert_eq!(found.len(), knowing.hidden().len());
    for (cell, (place, interval)) in knowing.hidden().into_iter().zip(found) {
        let place: Vec<Option<&str>> = place.0.iter().map(Option::as_deref).collect();
        let truth = table.count(&place).unwrap();
        let high = interval.max.unwrap_or(truth.max(interval.min) + rule.threshold());
        prop_assert!(high - interval.min >= rule.threshold(), "{:?} {:?}", place, interval);
        prop_assert!((interval.min..=high).contains(&truth));
        for reader in [&knowing, &naive] {
            prop_assert!(reader.can_be(cell, interval.min) && reader.can_be(cell, high), "{:?}", place);
        }
        prop_assert!(!knowing.can_be(cell, interval.min - 1));
        prop_assert!(interval.max.is_none_or(|max| !knowing.can_be(cell, max + 1)));
    }
    Ok(())
}

fn well_formed(table: &Table, rule: Rule) -> Result<(), TestCaseError> {
    let release = suppress(table, rule);
    prop_assert_eq!(&release, &suppress(table, rule));
    for (place, cell) in release.cells() {
        let names: Vec<Option<&str>> = place.0.iter().map(Option::as_deref).collect();
        let count = table.count(&names).unwrap();
        match cell {
            SafeCell::Shown(shown) => prop_assert!(shown == count && !rule.is_small(count)),
            SafeCell::Suppressed(Reason::Primary) => prop_assert!(rule.is_small(count)),
            SafeCell::Suppressed(Reason::Secondary) => prop_assert!(count >= rule.threshold()),
        }
    }
    prop_assert!(intervals(&release).iter().all(|(_, interval)| interval.is_at_least(rule.threshold())));
    let cells = release.cells().map(|(_, cell)| cell).collect();
    prop_assert_eq!(SafeTable::restore(table.dimensions().to_vec(), cells), Ok(release));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn lists_withstand_the_attacker(table in lists(5, 1..=5)) {
        withstands(&table, Rule::default())?;
    }

    #[test]
    fn small_grids_withstand_the_attacker(table in grids(5, 1..=2, 1..=3)) {
        withstands(&table, Rule::default())?;
    }

    #[test]
    fn grids_withstand_the_attacker(table in grids(3, 3..=3, 2..=3)) {
        withstands(&table, Rule::new(3).unwrap())?;
    }

    #[test]
    fn larger_tables_are_well_formed(table in grids(5, 1..=9, 1..=9)) {
        well_formed(&table, Rule::default())?;
    }

    #[test]
    fn long_lists_are_well_formed(table in lists(10, 1..=40)) {
        well_formed(&table, Rule::new(10).unwrap())?;
    }
}

#[test]
fn the_attacker_undoes_primary_suppression_alone() {
    let row = |cells: [Option<i64>; 4]| cells.to_vec();
    let mut reader = Shown {
        grid: vec![row([None, Some(9), Some(8), Some(19)]), row([Some(7), Some(9), Some(8), Some(24)])],
        is_list: false,
        floor: 1,
    };
    reader.grid.push(row([Some(9), Some(18), Some(16), Some(43)]));
    assert_eq!(reader.values((0, 0), 100), [2]);
    // A second hidden cell in the row does not help: its column gives it away.
    reader.grid[0][1] = None;
    assert_eq!(reader.values((0, 0), 100), [2]);
    // Nor does a rectangle of cells that are too small: 1 or 2, and thus nearly known.
    reader.grid[1][0] = None;
    reader.grid[1][1] = None;
    assert_eq!(reader.values((0, 0), 100).len(), 8);
}

#[test]
fn a_single_small_cell_in_a_list_takes_the_smallest_sufficient_partner() {
    let release = suppress(&list(&[2, 30, 6, 20]), Rule::default());
    assert_eq!(shown(&release), [None, Some(30), None, Some(20), Some(58)]);
    // 2 + 5 leaves 1..=6, just wide enough; 1 + 5 leaves 1..=5, which is not.
    assert_eq!(shown(&suppress(&list(&[2, 5, 20]), Rule::default())), [None, None, Some(20), Some(27)]);
    assert_eq!(shown(&suppress(&list(&[1, 5, 20]), Rule::default())), [None, Some(5), None, Some(26)]);
}

#[test]
fn a_single_small_cell_in_a_grid_takes_a_rectangle() {
    let table = grid(3, &[2, 20, 30, 20, 8, 30, 30, 30, 30]);
    let release = suppress(&table, Rule::default());
    let expected = [
        [None, None, Some(30), Some(52)],
        [None, None, Some(30), Some(58)],
        [Some(30), Some(30), Some(30), Some(90)],
        [Some(52), Some(58), Some(90), Some(200)],
    ];
    assert_eq!(shown(&release), expected.concat());
}

#[test]
fn where_nothing_else_helps_totals_are_hidden_and_zeros_are_shown() {
    assert_eq!(shown(&suppress(&list(&[0, 2, 0]), Rule::default())), [Some(0), None, Some(0), None]);
    assert_eq!(shown(&suppress(&list(&[0, 0]), Rule::default())), [Some(0); 3]);
    let lone = suppress(&grid(2, &[1, 0, 0, 50]), Rule::default());
    assert_eq!(lone.cell(&[Some("r0"), None]).unwrap(), SafeCell::Suppressed(Reason::Primary));
    assert_eq!(lone.cell(&[Some("r0"), Some("c1")]).unwrap(), SafeCell::Shown(0));
    assert!(intervals(&lone).iter().all(|(_, interval)| interval.is_at_least(5)));
}

#[test]
fn a_release_that_contradicts_itself_is_not_restored() {
    use disclosure::TableError;
    let dimensions = || list(&[0, 0]).dimensions().to_vec();
    let restore = |cells: [SafeCell; 3]| SafeTable::restore(dimensions(), cells.to_vec());
    let hidden = SafeCell::Suppressed(Reason::Primary);
    assert!(restore([hidden, hidden, SafeCell::Shown(9)]).is_ok());
    let contradiction = restore([SafeCell::Shown(5), hidden, SafeCell::Shown(5)]);
    assert_eq!(contradiction, Err(TableError::Contradiction));
    let negative = restore([hidden, SafeCell::Shown(-1), hidden]);
    assert!(matches!(negative, Err(TableError::NegativeCount { count: -1, .. })));
    let short = SafeTable::restore(dimensions(), vec![hidden]);
    assert_eq!(short, Err(TableError::WrongLength { expected: 3, given: 1 }));
}
