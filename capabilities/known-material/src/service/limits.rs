//! What the match service bounds.

use std::time::Duration;

/// Most look-ups a minute of a key for which nothing was said.
pub const USUAL_A_MINUTE: i64 = 60_000;
/// Most look-ups a minute that can be laid down.
pub const MOST_A_MINUTE: u32 = 100_000_000;
/// Most lists that one key may ask.
pub const MOST_LISTS: usize = 1_000;
/// Most matches that one look-up tells, the nearest.
pub const MOST_MATCHES: usize = 1_000;
/// Most look-ups of one batch.
pub const MOST_TOGETHER: usize = 10_000;
/// Largest batch, in bytes.
pub const MAX_BATCH_BYTES: usize = 8 << 20;
/// Most characters of the number that a sender gives a line of a batch.
pub const MAX_ID_CHARS: usize = 100;
/// Largest file that is hashed here, in bytes: a longer one is hashed where it lies.
pub const MAX_FILE_BYTES: usize = 64 << 20;
/// Largest JSON body of the other calls, in bytes.
pub const MAX_JSON_BYTES: usize = 64 << 10;
/// So many files are received at once; the others wait for their turn.
pub const FILES_AT_ONCE: usize = 8;
/// So many of them are of one key, so that nobody shuts out the others.
pub const FILES_OF_ONE: usize = 6;
/// So many pictures are decoded at once.
pub const DECODED_AT_ONCE: usize = 2;
/// How long a file waits for its turn.
pub const TURN: Duration = Duration::from_secs(60);
/// How long a file may take to come, and how long nothing of it may come.
pub const FOR_A_FILE: Duration = Duration::from_secs(600);
/// See [`FOR_A_FILE`].
pub const IN_SILENCE: Duration = Duration::from_secs(30);
/// Credentials that were looked up hold so long without another look, in ms, and no longer than until the journal grows.
pub const KNOWN_MS: i64 = 1_000;
/// Callers that are remembered.
pub const MOST_KNOWN: usize = 4_096;
/// The lists are brought up to date this often at most while the journal grows.
pub const FOLLOW_EVERY: Duration = Duration::from_millis(20);
/// How long it is waited before lists that could not be read are read again.
pub const AFTER_FAULT: Duration = Duration::from_secs(1);
/// How often what was asked is written down and its digest journalled.
pub const KEEP_EVERY: Duration = Duration::from_secs(1);
/// Segments are let go of after so long, in ms: a year and a month. Their digests stay in the journal.
pub const SEGMENTS_MS: i64 = 396 * 24 * 3_600_000;
/// So many wrong segments are told one by one.
pub const MOST_WRONG: usize = 100;

/// Within so long, in ms, near misses and walks of one caller are counted.
pub const PROBING_MS: i64 = 3_600_000;
/// A match is a near miss from so many bits on: its hash is hardly within reach of the listed one.
pub const NEAR_BITS: u32 = 24;
/// A look-up walks when it is so many bits at most from one that matched before, and is not the same.
pub const WALK_BITS: u32 = 48;
/// So many look-ups that matched are remembered of a caller, to know walks by.
pub const REMEMBERED: usize = 32;
/// So many near misses within the time are put before the overseer,
pub const MANY_NEAR: u32 = 100;
/// and so many walks.
pub const MANY_WALKS: u32 = 200;
