//! What the room bounds.

/// Largest document of a report or of a file's details, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 4 << 20;
/// So much of a document or a file lies sealed in one slot, in bytes.
pub const SLOT_BYTES: usize = 1 << 20;
/// Largest file, in bytes: it is sealed in memory, and many come at once.
pub const MAX_FILE_BYTES: usize = 64 << 20;
/// Most files of one report.
pub const MAX_FILES: i64 = 1_000;
/// So many files are being received at once; the others wait for their turn.
pub const FILES_AT_ONCE: usize = 16;
/// An open report expires at the later of so long after it was opened, in ms,
pub const OPEN_MS: i64 = 24 * 3_600_000;
/// and so long after it was last changed.
pub const IDLE_MS: i64 = 3_600_000;
/// The number on the wire of the first report: too large for 32 bits, so that no client gets used to less.
pub const FIRST_NUMBER: i64 = 3_000_000_000;

/// How many slots so many bytes take: one at least.
#[must_use]
pub fn slots_of(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(SLOT_BYTES).max(1)).unwrap_or(u32::MAX)
}
