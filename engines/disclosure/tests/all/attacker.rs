//! Tries every table that agrees with what is shown: no flows, no bounds, only counting. It remembers which sums
//! it could not complete, so that counting ends.

use std::collections::HashSet;

use disclosure::SafeTable;

/// What is shown, as a reader sees it: rows with their totals last, and the row of totals last.
/// A list is a single row without a row of totals.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) grid: Vec<Vec<Option<i64>>>,
    pub(crate) is_list: bool,
    /// The least that a hidden count can be, as this reader thinks.
    pub(crate) floor: i64,
}

/// The sums so far: of this row, of each column, of all. A sum whose total is hidden needs to reach the floor
/// only, so it is not counted beyond.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Sums {
    at: usize,
    row: i64,
    columns: Vec<i64>,
    all: i64,
}

impl Shown {
    pub(crate) fn read(release: &SafeTable, floor: i64) -> Self {
        let cells: Vec<Option<i64>> = release.cells().map(|(_, cell)| cell.shown()).collect();
        let last = release.dimensions().last().unwrap().categories().len();
        let grid = cells.chunks(last + 1).map(<[_]>::to_vec).collect();
        Self { grid, is_list: release.dimensions().len() == 1, floor }
    }

    pub(crate) fn hidden(&self) -> Vec<(usize, usize)> {
        let width = self.grid[0].len();
        let all = (0..self.grid.len()).flat_map(|row| (0..width).map(move |column| (row, column)));
        all.filter(|&(row, column)| self.grid[row][column].is_none()).collect()
    }

    /// Whether some table agrees with what is shown and has this count there.
    pub(crate) fn can_be(&self, (row, column): (usize, usize), count: i64) -> bool {
        let mut guess = self.clone();
        guess.grid[row][column] = Some(count);
        let start = Sums { at: 0, row: 0, columns: vec![0; self.columns()], all: 0 };
        count >= self.floor && guess.exists(start, &mut HashSet::new())
    }

    /// The counts up to `most` that a hidden cell can have.
    pub(crate) fn values(&self, cell: (usize, usize), most: i64) -> Vec<i64> {
        (0..=most).filter(|&count| self.can_be(cell, count)).collect()
    }

    fn columns(&self) -> usize {
        self.grid[0].len() - 1
    }

    fn bottom(&self, column: usize) -> Option<i64> {
        if self.is_list { None } else { self.grid[self.grid.len() - 1][column] }
    }

    fn exists(&self, sums: Sums, failed: &mut HashSet<Sums>) -> bool {
        let (row, column) = (sums.at / self.columns(), sums.at % self.columns());
        let rows = if self.is_list { 1 } else { self.grid.len() - 1 };
        if row == rows {
            let columns = (0..self.columns()).all(|at| self.fits(self.bottom(at), sums.columns[at]));
            return self.is_list || columns && self.fits(self.bottom(self.columns()), sums.all);
        }
        if failed.contains(&sums) {
            return false;
        }
        let found = self.choices(&sums).into_iter().any(|count| {
            let mut next = sums.clone();
            next.at += 1;
            next.row = self.sum(self.grid[row][self.columns()], sums.row + count);
            next.columns[column] = self.sum(self.bottom(column), sums.columns[column] + count);
            next.all = self.sum(self.bottom(self.columns()), sums.all + count);
            if column + 1 == self.columns() {
                if !self.fits(self.grid[row][self.columns()], next.row) {
                    return false;
                }
                next.row = 0;
            }
            self.exists(next, failed)
        });
        if !found {
            failed.insert(sums);
        }
        found
    }

    /// What the next cell may count. Where it enters no shown total, any count that is not zero is as good.
    fn choices(&self, sums: &Sums) -> Vec<i64> {
        let (row, column) = (sums.at / self.columns(), sums.at % self.columns());
        let row_left = self.grid[row][self.columns()].map(|total| total - sums.row);
        let column_left = self.bottom(column).map(|total| total - sums.columns[column]);
        let all_left = self.bottom(self.columns()).map(|total| total - sums.all);
        let most = [row_left, column_left, all_left].into_iter().flatten().min();
        match (self.grid[row][column], most) {
            (Some(count), most) => (count <= most.unwrap_or(count)).then_some(count).into_iter().collect(),
            (None, Some(most)) => (self.floor..=most).collect(),
            (None, None) => vec![self.floor.max(1)],
        }
    }

    fn sum(&self, total: Option<i64>, sum: i64) -> i64 {
        if total.is_some() { sum } else { sum.min(self.floor) }
    }

    fn fits(&self, total: Option<i64>, sum: i64) -> bool {
        total.map_or(sum >= self.floor, |total| total == sum)
    }
}
