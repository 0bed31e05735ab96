//! Search among many millions.

use super::{Dice, hashing::photographs, median, peer::Peer, percentile};
use material::{
    Channels, DecodeLimits, Listing, Lists, LiveIndex, Pdq, Picture, Query, Radius, decode_for_hash,
    pdq_of_image,
};
use serde_json::json;
use std::path::Path;
use std::time::Instant;

const ROUNDS: usize = 3;
/// Queries of each peer in a round, and of ours.
const THEIRS: usize = 40;
/// Planted at each distance from 0 to 40, and as many that are near nothing.
const PLANTED: usize = 20;

pub(crate) fn random(count: usize) -> Vec<[u8; 32]> {
    let mut dice = Dice(21);
    (0..count)
        .map(|_| {
            let mut hash = [0; 32];
            hash.as_chunks_mut::<8>().0.iter_mut().for_each(|part| *part = dice.word().to_be_bytes());
            hash
        })
        .collect()
}

/// Hashes of blends of crops of photographs, a seventh of them near another: bits as uneven as those of pictures are.
pub(crate) fn correlated(folder: &Path, count: usize) -> Vec<[u8; 32]> {
    let kept = folder.join(format!("correlated-{count}"));
    if let Ok(bytes) = std::fs::read(&kept) {
        return bytes.as_chunks::<32>().0.to_vec();
    }
    let crops = crops(folder);
    let part = |from: usize, to: usize| {
        let mut dice = Dice(31 + from as u64);
        let mut made: Vec<[u8; 32]> = Vec::with_capacity(to - from);
        while made.len() < to - from {
            let near = made.len() > 100 && dice.below(100) < 15;
            let hash = if near {
                altered(&made[dice.below(made.len())].clone(), &mut dice)
            } else {
                blend(&crops, &mut dice)
            };
            if hash != [0; 32] {
                made.push(hash);
            }
        }
        made
    };
    let half = count / 2;
    let all = std::thread::scope(|scope| {
        let first = scope.spawn(|| part(0, half));
        let mut second = part(half, count);
        let mut all = first.join().unwrap();
        all.append(&mut second);
        all
    });
    std::fs::write(&kept, all.as_flattened()).unwrap();
    all
}

type Small = [u8; 64 * 64];

fn crops(folder: &Path) -> Vec<Small> {
    let mut dice = Dice(41);
    let limits = DecodeLimits { max_pixels: 100_000_000, ..Default::default() };
    let mut crops = Vec::new();
    for path in photographs(folder) {
        let Ok(picture) = decode_for_hash(&std::fs::read(path).unwrap(), None, &limits) else { continue };
        if picture.channels() != Channels::Brightness || picture.width() < 640 || crops.len() >= 60_000 {
            continue;
        }
        crops.extend((0..470).map(|_| crop(&picture, &mut dice)));
    }
    crops
}

fn crop(picture: &Picture, dice: &mut Dice) -> Small {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let (wide, high) = (128 + dice.below(width - 128), 128 + dice.below((height - 128).max(1)));
    let (left, top) = (dice.below(width - wide + 1), dice.below(height.saturating_sub(high) + 1));
    let mut small = [0; 64 * 64];
    for (at, value) in small.iter_mut().enumerate() {
        let (x, y) = (left + at % 64 * wide / 64, top + at / 64 * high.min(height) / 64);
        let pixel = |dx: usize, dy: usize| {
            u32::from(picture.pixels()[(y + dy).min(height - 1) * width + (x + dx).min(width - 1)])
        };
        *value = u8::try_from((pixel(0, 0) + pixel(1, 0) + pixel(0, 1) + pixel(1, 1)) / 4).unwrap();
    }
    small
}

fn blend(crops: &[Small], dice: &mut Dice) -> [u8; 32] {
    let (one, other, share) = (
        &crops[dice.below(crops.len())],
        &crops[dice.below(crops.len())],
        u32::try_from(dice.below(60)).unwrap() + 20,
    );
    let pixels = one
        .iter()
        .zip(other)
        .map(|(&a, &b)| u8::try_from((u32::from(a) * share + u32::from(b) * (100 - share)) / 100).unwrap());
    pdq_of_image(&Picture::from_pixels(64, 64, Channels::Brightness, pixels.collect()).unwrap()).hash.0
}

fn altered(hash: &[u8; 32], dice: &mut Dice) -> [u8; 32] {
    let mut near = *hash;
    for _ in 0..dice.below(14) {
        let bit = dice.below(256);
        near[bit / 8] ^= 1 << (bit % 8);
    }
    near
}

fn queries(hashes: &[[u8; 32]]) -> Vec<[u8; 32]> {
    let mut dice = Dice(51);
    let mut queries: Vec<[u8; 32]> = (0..=40usize)
        .flat_map(|distance| std::iter::repeat_n(distance, PLANTED))
        .map(|distance| {
            let mut near = hashes[dice.below(hashes.len())];
            let mut flipped = std::collections::HashSet::new();
            while flipped.len() < distance {
                flipped.insert(dice.below(256));
            }
            flipped.iter().for_each(|bit| near[bit / 8] ^= 1 << (bit % 8));
            near
        })
        .collect();
    queries.extend(random(queries.len()));
    // Any share of them is like the whole.
    for at in (1..queries.len()).rev() {
        queries.swap(at, dice.below(at + 1));
    }
    queries
}

fn listings(hashes: &[[u8; 32]]) -> impl Iterator<Item = Listing> {
    (0u64..).zip(hashes).map(|(id, &hash)| Listing {
        id,
        hash: Pdq(hash),
        lists: Lists::one(0),
        radius: Radius::MAX,
    })
}

fn build(hashes: &[[u8; 32]]) -> LiveIndex {
    let begun = Instant::now();
    let index = LiveIndex::build(hashes.len(), listings(hashes), 2);
    println!(
        "  ours: built in {:.2} s on two threads, {:.3} GB",
        begun.elapsed().as_secs_f64(),
        index.size().bytes as f64 / 1e9
    );
    index
}

fn ask(index: &LiveIndex, hash: &[u8; 32]) -> (f64, Vec<u64>) {
    let query = Query { most: usize::MAX, ..Query::of(Pdq(*hash)) };
    let begun = Instant::now();
    let found = index.find(&query);
    let taken = begun.elapsed().as_secs_f64();
    let mut ids: Vec<u64> = found.hits.iter().map(|hit| hit.id).collect();
    ids.sort_unstable();
    (taken, ids)
}

pub(crate) fn run(folder: &Path, name: &str, hashes: &[[u8; 32]]) {
    println!("index: {} {name} hashes, one query at a time, one thread", hashes.len());
    let index = build(hashes);
    let queries = queries(hashes);
    let (set, asked) = (folder.join("set"), folder.join("queries"));
    std::fs::write(&set, hashes.as_flattened()).unwrap();
    std::fs::write(&asked, queries.as_flattened()).unwrap();
    for kind in ["flat", "multihash"] {
        let mut peer = Peer::start(folder);
        let built = peer.ask(json!(["index", kind, set]));
        println!("  faiss {kind}: built in {:.1} s", built["seconds"].as_f64().unwrap());
        let (mut theirs, mut ours, mut unlike) = (Vec::new(), Vec::new(), 0);
        let (mut their_p50, mut our_p50) = (Vec::new(), Vec::new());
        for round in 0..ROUNDS {
            let first = round * THEIRS;
            let told = peer.ask(json!(["search", kind, asked, first, THEIRS]));
            let times: Vec<f64> =
                told["times"].as_array().unwrap().iter().map(|time| time.as_f64().unwrap()).collect();
            let mut mine = Vec::new();
            for (n, hash) in queries.iter().enumerate() {
                let (taken, ids) = ask(&index, hash);
                mine.push(taken);
                if let Some(at) = n.checked_sub(first).filter(|&at| at < THEIRS) {
                    unlike += usize::from(told["found"][at] != json!(ids));
                }
            }
            theirs.push(times.len() as f64 / times.iter().sum::<f64>());
            ours.push(mine.len() as f64 / mine.iter().sum::<f64>());
            their_p50.push(median(times));
            our_p50.push(median(mine.clone()));
            if round + 1 == ROUNDS {
                println!("  ours: p99 {:.3} ms", percentile(mine, 99) * 1e3);
            }
        }
        let (theirs, ours) = (median(theirs), median(ours));
        let (their_p50, our_p50) = (median(their_p50), median(our_p50));
        println!(
            "  {ours:.0} against {theirs:.1} queries/s of faiss {kind}: ratio {:.0}; p50 {:.4} against {:.2} ms: ratio {:.0}; {unlike} of {} answers differ",
            ours / theirs,
            our_p50 * 1e3,
            their_p50 * 1e3,
            their_p50 / our_p50,
            ROUNDS * THEIRS,
        );
    }
}

/// Our index alone, with planted hashes only as the judge of what is found.
pub(crate) fn alone(hashes: &[[u8; 32]]) {
    println!("index: {} random hashes, ours alone", hashes.len());
    let index = build(hashes);
    let queries = queries(hashes);
    let times: Vec<f64> = queries.iter().map(|hash| ask(&index, hash).0).collect();
    let rate = times.len() as f64 / times.iter().sum::<f64>();
    println!(
        "  {rate:.0} queries/s on one thread, p50 {:.4} ms, p99 {:.4} ms",
        median(times.clone()) * 1e3,
        percentile(times, 99) * 1e3
    );
}
