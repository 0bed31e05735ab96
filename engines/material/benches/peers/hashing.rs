//! Pixels to hash, and file to hash.

use super::{median, peer::Peer, percentile};
use material::{DecodeLimits, Picture, decode_for_hash, pdq_of_image, pdq_of_turns};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Instant;

const ROUNDS: usize = 3;

/// One photograph's figures, in seconds.
struct Figures {
    megapixels: f64,
    jpeg: bool,
    pixels: (f64, f64),
    turns: (f64, f64),
    file: (f64, f64),
    apart: u32,
}

pub(crate) fn run(folder: &Path) {
    let mut peer = Peer::start(folder);
    let all = photographs(folder);
    let (mut figures, mut unlike, mut same_file) = (Vec::new(), 0, std::collections::HashSet::new());
    for (n, path) in all.iter().enumerate() {
        let bytes = std::fs::read(path).unwrap();
        if !same_file.insert(material::Digests::of(&bytes).sha256) {
            continue;
        }
        match one(&mut peer, folder, path, &bytes) {
            Some((figure, equal)) => {
                unlike += usize::from(!equal);
                figures.push(figure);
            }
            None => println!("left out, not decoded here: {}", path.display()),
        }
        if n % 20 == 0 {
            eprint!("\r{n} of {} photographs", all.len());
        }
    }
    eprintln!();
    println!(
        "hash: {} photographs; {unlike} with another hash, quality or turned hash than pdqhash's on the same pixels",
        figures.len()
    );
    let apart: Vec<f64> = figures.iter().map(|one| f64::from(one.apart)).collect();
    println!(
        "from files by our own decoder: mean {:.2}, most {} bits from pdqhash's of Pillow's pixels",
        apart.iter().sum::<f64>() / figures_count(&figures),
        percentile(apart, 100)
    );
    for (name, from, to) in [
        ("below 0.5", 0.0, 0.5),
        ("0.5 to 3", 0.5, 3.0),
        ("3 to 9", 3.0, 9.0),
        ("9 and more", 9.0, 1e9),
        ("3 and more", 3.0, 1e9),
        ("all", 0.0, 1e9),
    ] {
        let band: Vec<&Figures> = figures.iter().filter(|one| (from..to).contains(&one.megapixels)).collect();
        if band.is_empty() {
            continue;
        }
        let jpegs: Vec<&&Figures> = band.iter().filter(|one| one.jpeg).collect();
        let ms = |of: &dyn Fn(&Figures) -> f64| median(band.iter().map(|one| of(one) * 1e3).collect());
        let ratio = |of: &dyn Fn(&Figures) -> (f64, f64)| {
            median(band.iter().map(|one| of(one).0 / of(one).1).collect())
        };
        let of_files = if jpegs.is_empty() {
            f64::NAN
        } else {
            median(jpegs.iter().map(|one| one.file.0 / one.file.1).collect())
        };
        println!(
            "{name:>11} MP ({:>3}, {:>3} JPEG): pixels to hash {:.3} against {:.3} ms, ratio {:.1}; eight turns ratio {:.1}; JPEG to hash ratio {of_files:.1}",
            band.len(),
            jpegs.len(),
            ms(&|one| one.pixels.1),
            ms(&|one| one.pixels.0),
            ratio(&|one| one.pixels),
            ratio(&|one| one.turns),
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "some hundreds")]
fn figures_count(figures: &[Figures]) -> f64 {
    figures.len() as f64
}

pub(crate) fn photographs(folder: &Path) -> Vec<PathBuf> {
    let root = folder.join("photographs");
    let list = std::fs::read_to_string(root.join("all")).unwrap();
    list.lines().map(|line| root.join(line)).collect()
}

/// Figures of one, and whether hash, quality and turned hashes are the peer's.
fn one(peer: &mut Peer, folder: &Path, path: &Path, bytes: &[u8]) -> Option<(Figures, bool)> {
    let raw = folder.join("pixels");
    let size = peer.ask(json!(["load", path, raw]));
    let side = |name: &str| u32::try_from(size[name].as_u64().unwrap()).unwrap();
    let picture = Picture::from_rgb(side("width"), side("height"), std::fs::read(&raw).unwrap()).unwrap();
    let limits = DecodeLimits { max_pixels: 100_000_000, ..Default::default() };
    let own = decode_for_hash(bytes, None, &limits).ok()?;
    let (mut pixels, mut turns, mut files) = (Vec::new(), Vec::new(), Vec::new());
    let (mut equal, mut apart) = (true, 0);
    for _ in 0..ROUNDS {
        let (theirs, told) = peer.seconds("hash_pixels");
        let begun = Instant::now();
        let ours = pdq_of_image(&picture);
        pixels.push((theirs, begun.elapsed().as_secs_f64()));
        equal &= told["hash"] == json!(ours.hash.to_string()) && told["quality"] == json!(ours.quality);

        let (theirs, told) = peer.seconds("turns");
        let begun = Instant::now();
        let eight = pdq_of_turns(&picture);
        turns.push((theirs, begun.elapsed().as_secs_f64()));
        let texts: Vec<Value> = eight.hashes.iter().map(|(_, hash)| json!(hash.to_string())).collect();
        equal &= told["hashes"] == json!(texts);

        let (theirs, _) = peer.seconds("hash_file");
        let begun = Instant::now();
        let of_file = pdq_of_image(&decode_for_hash(bytes, None, &limits).unwrap());
        files.push((theirs, begun.elapsed().as_secs_f64()));
        apart = of_file.hash.distance(&ours.hash);
    }
    let of = |pairs: &[(f64, f64)]| {
        (median(pairs.iter().map(|pair| pair.0).collect()), median(pairs.iter().map(|pair| pair.1).collect()))
    };
    let figures = Figures {
        megapixels: f64::from(picture.width()) * f64::from(picture.height()) / 1e6,
        jpeg: own.channels() == material::Channels::Brightness,
        pixels: of(&pixels),
        turns: of(&turns),
        file: of(&files),
        apart,
    };
    if !equal {
        println!("unlike: {}", path.display());
    }
    Some((figures, equal))
}
