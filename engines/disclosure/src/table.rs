//! The counts before anything is hidden.

use crate::shape::{Dimension, MAX_CATEGORIES, MAX_DIMENSIONS, Place, Shape};

/// The largest grand total: more people than there are, and far from overflow in any sum of cells.
pub const MAX_TOTAL: i64 = 1_000_000_000_000;

/// Counts of people by one or two dimensions, with every total over them. Starts at zero throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    shape: Shape,
    counts: Vec<i64>,
}

/// Why a table was not made or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// No dimension, or more than [`MAX_DIMENSIONS`].
    #[error("a table has 1 to {MAX_DIMENSIONS} dimensions, not {given}")]
    DimensionCount {
        /// How many were given.
        given: usize,
    },
    /// No category, or more than [`MAX_CATEGORIES`].
    #[error("a dimension has 1 to {MAX_CATEGORIES} categories, {dimension} has {given}")]
    CategoryCount {
        /// The dimension's name.
        dimension: String,
        /// How many were given.
        given: usize,
    },
    /// A category is named twice.
    #[error("{dimension} names {category} twice")]
    RepeatedCategory {
        /// The dimension's name.
        dimension: String,
        /// The repeated category.
        category: String,
    },
    /// The dimension has no such category.
    #[error("{dimension} has no category {category}")]
    UnknownCategory {
        /// The dimension's name.
        dimension: String,
        /// The category asked for.
        category: String,
    },
    /// A list of counts, cells or categories does not fit the dimensions.
    #[error("{expected} values are needed, {given} were given")]
    WrongLength {
        /// How many fit.
        expected: usize,
        /// How many were given.
        given: usize,
    },
    /// A count would be below zero.
    #[error("{place} would count {count}")]
    NegativeCount {
        /// The cell.
        place: Place,
        /// What it would count.
        count: i64,
    },
    /// The grand total would exceed [`MAX_TOTAL`].
    #[error("the grand total would exceed {MAX_TOTAL}")]
    Overflow,
    /// No counts at all agree with these shown cells.
    #[error("the shown cells contradict their totals")]
    Contradiction,
}

impl Table {
    /// A table of zeros.
    ///
    /// # Errors
    /// [`TableError::DimensionCount`].
    pub fn new(dimensions: Vec<Dimension>) -> Result<Self, TableError> {
        let shape = Shape::new(dimensions)?;
        let counts = vec![0; shape.size()];
        Ok(Self { shape, counts })
    }

    /// A table of these counts without totals, the last dimension running fastest.
    ///
    /// # Errors
    /// [`TableError::DimensionCount`], [`TableError::WrongLength`], and those of [`Table::add`].
    pub fn from_counts(dimensions: Vec<Dimension>, counts: &[i64]) -> Result<Self, TableError> {
        let mut table = Self::new(dimensions)?;
        let inner: Vec<usize> = (0..table.counts.len()).filter(|&at| table.shape.totals(at) == 0).collect();
        if inner.len() != counts.len() {
            return Err(TableError::WrongLength { expected: inner.len(), given: counts.len() });
        }
        for (index, count) in inner.into_iter().zip(counts) {
            table.add_at(&table.shape.positions(index), *count)?;
        }
        Ok(table)
    }

    /// Adds to the count at these categories, one for each dimension, and to every total over it.
    ///
    /// # Errors
    /// [`TableError::UnknownCategory`], [`TableError::WrongLength`], [`TableError::NegativeCount`],
    /// [`TableError::Overflow`]; the table is then unchanged.
    pub fn add(&mut self, categories: &[&str], by: i64) -> Result<(), TableError> {
        let place: Vec<Option<&str>> = categories.iter().map(|category| Some(*category)).collect();
        self.add_at(&self.shape.find(&place)?, by)
    }

    /// The count at a category for each dimension; `None` is the total over that dimension.
    ///
    /// # Errors
    /// [`TableError::UnknownCategory`], [`TableError::WrongLength`].
    pub fn count(&self, place: &[Option<&str>]) -> Result<i64, TableError> {
        Ok(self.counts[self.shape.index(&self.shape.find(place)?)])
    }

    /// The dimensions, in order.
    #[must_use]
    pub fn dimensions(&self) -> &[Dimension] {
        self.shape.dimensions()
    }

    pub(crate) fn shape(&self) -> &Shape {
        &self.shape
    }

    pub(crate) fn counts(&self) -> &[i64] {
        &self.counts
    }

    fn add_at(&mut self, positions: &[usize], by: i64) -> Result<(), TableError> {
        let index = self.shape.index(positions);
        let count = self.counts[index].checked_add(by).ok_or(TableError::Overflow)?;
        if count < 0 {
            return Err(TableError::NegativeCount { place: self.shape.place(index), count });
        }
        let all = self.counts.last().copied().unwrap_or(0);
        if all.checked_add(by).is_none_or(|all| all > MAX_TOTAL) {
            return Err(TableError::Overflow);
        }
        // Each subset of the dimensions, replaced by its total, is a cell that counts the same people.
        for totalled in 0..1_usize << positions.len() {
            let mut cell = positions.to_vec();
            for (axis, dimension) in self.shape.dimensions().iter().enumerate() {
                if totalled >> axis & 1 == 1 {
                    cell[axis] = dimension.categories().len();
                }
            }
            self.counts[self.shape.index(&cell)] += by;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let rows = Dimension::new("rows", ["a", "b"]).unwrap();
        let columns = Dimension::new("columns", ["x", "y", "z"]).unwrap();
        Table::from_counts(vec![rows, columns], &[1, 2, 3, 4, 5, 6]).unwrap()
    }

    #[test]
    fn totals_follow_the_counts() {
        let mut table = table();
        assert_eq!(table.count(&[Some("a"), None]), Ok(6));
        assert_eq!(table.count(&[None, Some("z")]), Ok(9));
        table.add(&["b", "z"], 10).unwrap();
        assert_eq!(table.count(&[Some("b"), Some("z")]), Ok(16));
        assert_eq!(table.count(&[None, None]), Ok(31));
    }

    #[test]
    fn a_refused_change_leaves_the_table_as_it_was() {
        let mut table = table();
        let before = table.clone();
        assert!(matches!(table.add(&["a", "x"], -2), Err(TableError::NegativeCount { count: -1, .. })));
        assert_eq!(table.add(&["a", "x"], i64::MAX), Err(TableError::Overflow));
        assert_eq!(table.add(&["a", "x"], MAX_TOTAL - 20), Err(TableError::Overflow));
        assert!(matches!(table.add(&["a", "w"], 1), Err(TableError::UnknownCategory { .. })));
        assert!(matches!(table.add(&["a"], 1), Err(TableError::WrongLength { expected: 2, given: 1 })));
        assert_eq!(table, before);
    }
}
