//! What many listed hashes have in common, kept once.

use super::{Lists, Radius};
use std::collections::HashMap;

/// Number of a [`Common`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Group(pub(crate) u32);

/// What hashes of the same lists share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Common {
    pub(crate) lists: Lists,
    pub(crate) radius: Radius,
}

/// All that was ever used, each once: as many as there are sets of lists, not as there are hashes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups {
    all: Vec<Common>,
    numbers: HashMap<Common, Group>,
}

impl Groups {
    pub(crate) fn number(&mut self, common: Common) -> Group {
        *self.numbers.entry(common).or_insert_with(|| {
            self.all.push(common);
            Group(u32::try_from(self.all.len() - 1).unwrap_or(u32::MAX))
        })
    }

    pub(crate) fn get(&self, group: Group) -> Common {
        self.all[group.0 as usize]
    }
}
