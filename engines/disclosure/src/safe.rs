//! A table as it may be published.

use crate::flow::{Bounds, Network};
use crate::shape::{Dimension, Place, Shape};
use crate::table::{MAX_TOTAL, TableError};

/// What is said of one count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SafeCell {
    /// The count itself; zeros are always shown, as 0.
    Shown(i64),
    /// Hidden. The reason is for those who hold the data; published, it would narrow the count.
    Suppressed(Reason),
}

/// Why a cell is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its count is in `1..threshold`.
    Primary,
    /// Another hidden cell could otherwise be worked out.
    Secondary,
}

impl SafeCell {
    /// The count where it is shown: all that may be published of a cell.
    #[must_use]
    pub fn shown(self) -> Option<i64> {
        match self {
            Self::Shown(count) => Some(count),
            Self::Suppressed(_) => None,
        }
    }
}

/// A table with cells hidden so that nobody is singled out. It does not hold the hidden counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeTable {
    shape: Shape,
    cells: Vec<SafeCell>,
}

impl SafeTable {
    pub(crate) fn new(shape: Shape, cells: Vec<SafeCell>) -> Self {
        Self { shape, cells }
    }

    /// A release read back from where it was kept, its cells in the order of [`SafeTable::cells`].
    ///
    /// It checks that the cells can be a table, and trusts that they were once hidden with care:
    /// [`intervals`](crate::intervals) tells whether they were.
    ///
    /// # Errors
    /// [`TableError::DimensionCount`], [`TableError::WrongLength`], [`TableError::Overflow`],
    /// [`TableError::NegativeCount`], and [`TableError::Contradiction`] where no table looks like this.
    pub fn restore(dimensions: Vec<Dimension>, cells: Vec<SafeCell>) -> Result<Self, TableError> {
        let shape = Shape::new(dimensions)?;
        if cells.len() != shape.size() {
            return Err(TableError::WrongLength { expected: shape.size(), given: cells.len() });
        }
        for (index, cell) in cells.iter().enumerate() {
            match cell.shown() {
                Some(count) if count < 0 => {
                    return Err(TableError::NegativeCount { place: shape.place(index), count });
                }
                Some(count) if count > MAX_TOTAL => return Err(TableError::Overflow),
                _ => {}
            }
        }
        let table = Self { shape, cells };
        if Network::of(&table.shape).feasible(&table.bounds()).is_none() {
            return Err(TableError::Contradiction);
        }
        Ok(table)
    }

    /// The cell at a category for each dimension; `None` is the total over that dimension.
    ///
    /// # Errors
    /// [`TableError::UnknownCategory`], [`TableError::WrongLength`].
    pub fn cell(&self, place: &[Option<&str>]) -> Result<SafeCell, TableError> {
        Ok(self.cells[self.shape.index(&self.shape.find(place)?)])
    }

    /// Every cell, totals behind the categories they add up, the last dimension running fastest.
    pub fn cells(&self) -> impl Iterator<Item = (Place, SafeCell)> + '_ {
        self.cells.iter().enumerate().map(|(index, cell)| (self.shape.place(index), *cell))
    }

    /// The dimensions, in order.
    #[must_use]
    pub fn dimensions(&self) -> &[Dimension] {
        self.shape.dimensions()
    }

    pub(crate) fn shape(&self) -> &Shape {
        &self.shape
    }

    pub(crate) fn shown(&self, index: usize) -> Option<i64> {
        self.cells[index].shown()
    }

    /// What a reader knows of each cell by itself: a hidden one is at least 1, since zeros are shown.
    pub(crate) fn bounds(&self) -> Vec<Bounds> {
        self.cells.iter().map(|cell| cell.shown().map_or(Bounds::from(1), Bounds::exactly)).collect()
    }
}
