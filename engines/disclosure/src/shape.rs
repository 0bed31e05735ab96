//! Dimensions, and how a place in a table with its totals becomes an index.

use std::fmt;

use crate::table::TableError;

/// Most dimensions of a table. Beyond two, bounds are no longer maximum flows.
pub const MAX_DIMENSIONS: usize = 2;

/// Most categories of a dimension.
pub const MAX_CATEGORIES: usize = 64;

/// One way in which a table divides people: a name and its categories, in the order of publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    name: String,
    categories: Vec<String>,
}

impl Dimension {
    /// A dimension with these categories.
    ///
    /// # Errors
    /// [`TableError::CategoryCount`] for none or more than [`MAX_CATEGORIES`], [`TableError::RepeatedCategory`].
    pub fn new<C: Into<String>>(
        name: impl Into<String>,
        categories: impl IntoIterator<Item = C>,
    ) -> Result<Self, TableError> {
        let name = name.into();
        let categories: Vec<String> = categories.into_iter().map(Into::into).collect();
        if categories.is_empty() || categories.len() > MAX_CATEGORIES {
            return Err(TableError::CategoryCount { dimension: name, given: categories.len() });
        }
        for (at, category) in categories.iter().enumerate() {
            if categories[..at].contains(category) {
                return Err(TableError::RepeatedCategory { dimension: name, category: category.clone() });
            }
        }
        Ok(Self { name, categories })
    }

    /// What the dimension is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its categories, in order.
    #[must_use]
    pub fn categories(&self) -> &[String] {
        &self.categories
    }

    fn position(&self, category: &str) -> Result<usize, TableError> {
        self.categories.iter().position(|known| known == category).ok_or_else(|| {
            TableError::UnknownCategory { dimension: self.name.clone(), category: category.to_owned() }
        })
    }
}

/// Where in a table: a category for each dimension, or `None` for the total over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(pub Vec<Option<String>>);

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, category) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(out, "{comma}{}", category.as_deref().unwrap_or("(total)"))?;
        }
        Ok(())
    }
}

/// The dimensions of a table. Totals count as one more position behind the categories of each dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    dimensions: Vec<Dimension>,
}

impl Shape {
    pub(crate) fn new(dimensions: Vec<Dimension>) -> Result<Self, TableError> {
        if dimensions.is_empty() || dimensions.len() > MAX_DIMENSIONS {
            return Err(TableError::DimensionCount { given: dimensions.len() });
        }
        Ok(Self { dimensions })
    }

    pub(crate) fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// The number of cells, totals included.
    pub(crate) fn size(&self) -> usize {
        self.dimensions.iter().map(|dimension| dimension.categories.len() + 1).product()
    }

    /// The index of a position per dimension; the last dimension runs fastest.
    pub(crate) fn index(&self, positions: &[usize]) -> usize {
        self.dimensions
            .iter()
            .zip(positions)
            .fold(0, |index, (dimension, position)| index * (dimension.categories.len() + 1) + position)
    }

    /// The inverse of [`Shape::index`].
    pub(crate) fn positions(&self, mut index: usize) -> Vec<usize> {
        let mut positions = vec![0; self.dimensions.len()];
        for (slot, dimension) in positions.iter_mut().zip(&self.dimensions).rev() {
            let width = dimension.categories.len() + 1;
            *slot = index % width;
            index /= width;
        }
        positions
    }

    /// Over how many dimensions the cell at this index is a total.
    pub(crate) fn totals(&self, index: usize) -> usize {
        let positions = self.positions(index);
        positions.iter().zip(&self.dimensions).filter(|(at, d)| **at == d.categories.len()).count()
    }

    /// The positions that these categories name; `None` is the total.
    pub(crate) fn find(&self, place: &[Option<&str>]) -> Result<Vec<usize>, TableError> {
        if place.len() != self.dimensions.len() {
            return Err(TableError::WrongLength { expected: self.dimensions.len(), given: place.len() });
        }
        let total_or_position = |(dimension, category): (&Dimension, &Option<&str>)| match category {
            Some(category) => dimension.position(category),
            None => Ok(dimension.categories.len()),
        };
        self.dimensions.iter().zip(place).map(total_or_position).collect()
    }

    /// The inverse of [`Shape::find`], by index.
    pub(crate) fn place(&self, index: usize) -> Place {
        let positions = self.positions(index);
        let name = |(at, dimension): (&usize, &Dimension)| dimension.categories.get(*at).cloned();
        Place(positions.iter().zip(&self.dimensions).map(name).collect())
    }

    /// Each sum that the table states: the index of a total, and those of the parts that add up to it.
    pub(crate) fn sums(&self) -> Vec<(usize, Vec<usize>)> {
        let mut sums = Vec::new();
        for (along, dimension) in self.dimensions.iter().enumerate() {
            for whole in 0..self.size() {
                let mut positions = self.positions(whole);
                if positions[along] != dimension.categories.len() {
                    continue;
                }
                let mut part = |at| {
                    positions[along] = at;
                    self.index(&positions)
                };
                sums.push((whole, (0..dimension.categories.len()).map(&mut part).collect()));
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape() -> Shape {
        let rows = Dimension::new("rows", ["a", "b"]).unwrap();
        Shape::new(vec![rows, Dimension::new("columns", ["x", "y", "z"]).unwrap()]).unwrap()
    }

    #[test]
    fn index_and_positions_are_inverse() {
        let shape = shape();
        assert_eq!(shape.size(), 12);
        assert!((0..12).all(|index| shape.index(&shape.positions(index)) == index));
        assert_eq!(shape.place(shape.index(&[1, 3])).to_string(), "b, (total)");
        assert_eq!(shape.find(&[None, Some("y")]).unwrap(), [2, 1]);
        assert_eq!((shape.totals(0), shape.totals(3), shape.totals(11)), (0, 1, 2));
    }

    #[test]
    fn every_total_is_stated_as_a_sum() {
        let sums = shape().sums();
        assert_eq!(sums.len(), 4 + 3);
        assert!(sums.contains(&(3, vec![0, 1, 2])));
        assert!(sums.contains(&(11, vec![8, 9, 10])));
        assert!(sums.contains(&(11, vec![3, 7])));
    }

    #[test]
    fn bad_dimensions_are_refused() {
        let none: [&str; 0] = [];
        assert!(matches!(Dimension::new("d", none), Err(TableError::CategoryCount { given: 0, .. })));
        assert!(matches!(Dimension::new("d", ["a", "b", "a"]), Err(TableError::RepeatedCategory { .. })));
        assert!(matches!(Shape::new(vec![]), Err(TableError::DimensionCount { given: 0 })));
    }
}
