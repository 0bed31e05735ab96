//! The fast index: sorted once by each of its bands, then only read.

mod build;
mod layout;
mod search;

use layout::Layout;
pub(crate) use layout::Words;
pub(crate) use search::Scratch;

use super::Listed;
use super::groups::Group;

/// Hashes sorted by each band. About 128 bytes each; nothing is ever changed in it.
#[derive(Debug)]
pub(crate) struct Ring {
    layout: Layout,
    bands: Vec<SortedBand>,
    words: Vec<Words>,
    ids: Vec<u64>,
    groups: Vec<Group>,
}

/// The entries by the value of one band.
#[derive(Debug)]
struct SortedBand {
    /// Where the entries of each value begin; one more than there are values.
    starts: Vec<u32>,
    /// Beside each entry 16 bits of the next band.
    signs: Vec<u16>,
    /// Which hash each entry is.
    places: Vec<u32>,
}

impl Ring {
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The listed hash at that place.
    pub(crate) fn get(&self, place: u32) -> Listed {
        let at = place as usize;
        Listed { id: self.ids[at], words: self.words[at], group: self.groups[at] }
    }

    /// Bytes in memory.
    pub(crate) fn bytes(&self) -> usize {
        let band = |band: &SortedBand| {
            band.starts.capacity() * 4 + band.signs.capacity() * 2 + band.places.capacity() * 4
        };
        self.bands.iter().map(band).sum::<usize>()
            + self.words.capacity() * size_of::<Words>()
            + self.ids.capacity() * 8
            + self.groups.capacity() * size_of::<Group>()
    }
}
