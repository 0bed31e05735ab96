//! Which lists a hash is on.

/// A set of up to 128 lists, each a number from 0 to 127.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lists(pub u128);

impl Lists {
    /// Every list.
    pub const ALL: Lists = Lists(u128::MAX);
    /// No list.
    pub const NONE: Lists = Lists(0);

    /// The list of that number alone; none for a number above 127.
    #[must_use]
    pub fn one(number: u32) -> Lists {
        Lists(1u128.checked_shl(number).unwrap_or(0))
    }

    /// The lists of both.
    #[must_use]
    pub fn or(self, other: Lists) -> Lists {
        Lists(self.0 | other.0)
    }

    /// The lists that are in both.
    #[must_use]
    pub fn and(self, other: Lists) -> Lists {
        Lists(self.0 & other.0)
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}
