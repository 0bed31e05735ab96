//! Hashing and searching beside the peers: each round runs both, one after the other, and medians are compared.
//!
//! `cargo bench -p material --bench peers -- FOLDER [hash] [index] [correlated] [100m]`: peers and photographs are installed below FOLDER (some
//! 600 MB) the first time. `hash`: PyPI `pdqhash` and Pillow. `index`: `faiss` Flat and MultiHash among 10 million random hashes; `correlated`:
//! among 10 million of blended crops of photographs; `100m`: 100 million of ours alone.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is missing")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock and files")]

mod hashing;
mod peer;
mod searching;

use std::path::PathBuf;
use std::process::Command;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let Some((folder, parts)) = words.split_first() else {
        println!("peers: no folder named, nothing measured; see the head of benches/peers/main.rs");
        return;
    };
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder).unwrap();
    let folder = folder.canonicalize().unwrap();
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
    for (script, place) in [("python", "python"), ("photographs", "photographs")] {
        let ran = Command::new(here.join(script)).arg(folder.join(place)).status().unwrap();
        assert!(ran.success(), "{script} could not be installed");
    }
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|word| word == part);
    if wanted("hash") {
        hashing::run(&folder);
    }
    if wanted("index") {
        searching::run(&folder, "random", &searching::random(10_000_000));
    }
    if wanted("correlated") {
        searching::run(&folder, "correlated", &searching::correlated(&folder, 10_000_000));
    }
    if parts.iter().any(|word| word == "100m") {
        searching::alone(&searching::random(100_000_000));
    }
}

/// The middle one; of an even number the upper of the two.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The value that so many percent do not exceed.
fn percentile(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(values.len() * percent / 100).min(values.len() - 1)]
}

/// Bits from a seed.
struct Dice(u64);

impl Dice {
    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.word() % u64::try_from(most).unwrap()).unwrap()
    }
}
