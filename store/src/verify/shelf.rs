//! Packed rows one behind the other in large pieces of memory: millions of them, and no allocation for each.

/// How large a piece is, unless one row needs more.
const PIECE: usize = 1 << 20;

/// Rows as bytes.
#[derive(Default)]
pub(super) struct Shelf {
    pieces: Vec<Vec<u8>>,
}

/// Where a row lies.
#[derive(Clone, Copy)]
pub(super) struct Place {
    piece: u32,
    at: u32,
    len: u32,
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
        let place = Place { piece: number(piece), at: number(bytes.len()), len: number(row.len()) };
        bytes.extend_from_slice(row);
        place
    }

    /// Puts a row in the place of another. Most changes keep a row's length, and a shorter one fits too; a longer one gets a new
    /// place, and the old one stays empty.
    pub(super) fn replace(&mut self, place: Place, row: &[u8]) -> Place {
        if row.len() > place.len as usize {
            return self.put(row);
        }
        self.pieces[place.piece as usize][place.at as usize..][..row.len()].copy_from_slice(row);
        Place { len: number(row.len()), ..place }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
