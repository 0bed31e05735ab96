//! A disk that forgets: what is left of a node's files when its process is killed or its power fails.
//!
//! A killed process leaves its files as they are. A power cut leaves of each sector that was not yet forced to the disk the
//! old bytes, the new ones, or neither; what SQLite had forced is there.

use crate::testing::chance::Numbers;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

/// What a disk writes as one, in bytes.
const SECTOR: usize = 512;

/// Files by name.
pub(crate) type Image = BTreeMap<String, Vec<u8>>;

/// A directory for a simulated disk; in memory where the machine has such a place.
pub(crate) fn make() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a simulation has room for its files")
}

/// All files of a node but those that say nothing after its process: locks and shared memory.
pub(crate) fn image(of: &Path) -> Image {
    let files = std::fs::read_dir(of).expect("the simulated disk can be listed").flatten();
    files
        .filter_map(|file| {
            let name = file.file_name().into_string().ok()?;
            let lasts = name != "writer.lock" && !name.ends_with("-shm");
            lasts.then(|| std::fs::read(file.path()).ok().map(|bytes| (name, bytes))).flatten()
        })
        .collect()
}

/// Puts files into a new directory.
pub(crate) fn put(image: &Image) -> TempDir {
    let made = make();
    for (name, bytes) in image {
        std::fs::write(made.path().join(name), bytes).expect("the simulated disk takes a file");
    }
    made
}

/// What a power cut leaves: `durable` is what was forced to the disk for certain, `now` what the process had written.
pub(crate) fn after_power_cut(durable: &Image, now: &Image, seed: u64) -> Image {
    let mut numbers = Numbers(seed);
    let mut left = now.clone();
    for name in ["tutela.db", "keys.db", "runtime.db"] {
        let log = format!("{name}-wal");
        let nothing = Vec::new();
        let of = |image: &Image, name: &str| image.get(name).unwrap_or(&nothing).clone();
        let (was, is) = (of(durable, name), of(now, name));
        let (log_was, log_is) = (of(durable, &log), of(now, &log));
        if was != is {
            // The log is being brought into the file: it stands until the whole file is on the disk.
            let stage = numbers.below(3);
            let file = if stage == 0 { torn(&was, &is, &mut numbers) } else { is };
            left.insert(name.to_owned(), file);
            left.insert(log, if stage < 2 { log_was } else { log_is });
        } else if log_was != log_is {
            left.insert(log, torn(&log_was, &log_is, &mut numbers));
        }
    }
    left
}

/// Each sector old, new or neither; the file may end early.
fn torn(was: &[u8], is: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let (old, new) = match numbers.below(4) {
        0 => (100, 0),
        1 => (0, 100),
        _ => (40, 50),
    };
    let length = if is.len() > was.len() && new < 100 {
        was.len() + numbers.below(is.len() - was.len() + 1)
    } else {
        is.len()
    };
    let mut left = Vec::with_capacity(length);
    for at in (0..length).step_by(SECTOR) {
        let end = (at + SECTOR).min(length);
        let before = |n: usize| was.get(n).copied().unwrap_or(0);
        if (at..end).all(|n| before(n) == is[n]) {
            left.extend_from_slice(&is[at..end]);
            continue;
        }
        match numbers.below(100) {
            n if n < new => left.extend_from_slice(&is[at..end]),
            n if n < new + old => left.extend((at..end).map(before)),
            // A disk leaves what lies beside the written bytes alone.
            _ => {
                left.extend((at..end).map(|n| if was.get(n) == Some(&is[n]) { is[n] } else { is[n] ^ 0x5a }))
            }
        }
    }
    left
}
