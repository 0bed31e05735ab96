//! For fuzzing: what a restore reads once signature and encryption fit, without either.

use super::{manifest, parts};
use std::path::Path;

/// Whether the body of a manifest is read.
#[must_use]
pub fn manifest(body: &str) -> bool {
    manifest::parsed(body).is_ok()
}

/// How many records of a part are read, and whether it was whole.
#[must_use]
pub fn records(mut plain: &[u8]) -> (u64, bool) {
    let mut count = 0;
    let done = parts::records(Path::new("part"), &mut plain, &mut |_| {
        count += 1;
        Ok(())
    });
    (count, done.is_ok())
}
