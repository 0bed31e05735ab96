//! Packed rows one behind the other in large pieces of memory: millions of them, and no allocation for each.

/// How large a piece is, unless one row needs more.
const PIECE: usize = 1 << 20;

/// Rows as bytes.
#[derive(Default)]
pub(super) struct Shelf {
    pieces: Vec<Vec<u8>>,
    used: usize,
    empty: usize,
}

/// Where a row lies.
#[derive(Clone, Copy)]
pub(super) struct Place {
    piece: u32,
    at: u32,
    len: u32,
    /// How long a row may be there.
    room: u32,
}

impl Shelf {
    /// The row at a place of this shelf.
    pub(super) fn at(&self, place: Place) -> &[u8] {
        &self.pieces[place.piece as usize][place.at as usize..][..place.len as usize]
    }

    /// Puts a row behind the others. The databases hold no row of 4 GiB.
    pub(super) fn put(&mut self, row: &[u8]) -> Place {
        let has_room = |piece: &Vec<u8>| piece.capacity() - piece.len() >= row.len();
        if !self.pieces.last().is_some_and(has_room) {
            self.pieces.push(Vec::with_capacity(PIECE.max(row.len())));
        }
        let piece = self.pieces.len() - 1;
        let bytes = &mut self.pieces[piece];
        let len = number(row.len());
        let place = Place { piece: number(piece), at: number(bytes.len()), len, room: len };
        bytes.extend_from_slice(row);
        self.used += row.len();
        place
    }

    /// Leaves a place empty.
    pub(super) fn leave(&mut self, place: Place) {
        self.used -= place.room as usize;
        self.empty += place.room as usize;
    }

    /// Whether more is empty than used, and it is much.
    pub(super) fn is_mostly_empty(&self) -> bool {
        self.empty > self.used + 16 * PIECE
    }

    /// Puts a row in the place of another. Most changes keep a row's length, and a shorter one fits too; a longer one gets a new
    /// place, and the old one stays empty.
    pub(super) fn replace(&mut self, place: Place, row: &[u8]) -> Place {
        if row.len() > place.room as usize {
            self.leave(place);
            return self.put(row);
        }
        self.pieces[place.piece as usize][place.at as usize..][..row.len()].copy_from_slice(row);
        Place { len: number(row.len()), ..place }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stay_what_they_are_however_many_and_whatever_changes() {
        let mut shelf = Shelf::default();
        let row = |n: usize, len: usize| vec![u8::try_from(n % 251).unwrap(); len];
        let mut places: Vec<Place> = (0..5_000).map(|n| shelf.put(&row(n, 700 + n % 90))).collect();
        let large = shelf.put(&row(7, 3 * PIECE));
        assert!(shelf.pieces.len() > 4);
        // Shorter, as long as at first, longer: only the last needs a new place.
        for (len, used) in [(10, 0), (700, 0), (900, 1)] {
            let before = shelf.empty;
            for (n, place) in places.iter_mut().enumerate() {
                *place = shelf.replace(*place, &row(n, len));
            }
            assert_eq!(shelf.empty > before, used == 1, "{len}");
            assert!(places.iter().enumerate().all(|(n, place)| shelf.at(*place) == row(n, len)), "{len}");
        }
        assert_eq!(shelf.at(large), row(7, 3 * PIECE));
        assert!(!shelf.is_mostly_empty());
        places.iter().for_each(|place| shelf.leave(*place));
        assert_eq!(shelf.used, 3 * PIECE);
    }
}
