//! `tutela material index`: how large and how fast the index of a list is. It is made in memory and goes with the command: lists
//! lie sealed in a node, and nothing plain is written beside it.

use super::finding::Known;
use super::lists;
use super::telling::line;
use crate::fault::Fault;
use kernel::CodeList;
use kernel::codes::Grade;
use known_material::csv::ListRow;
use material::{Pdq, Query, Radius};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn built(file: &Path) -> Result<(Known, Duration), Fault> {
    let begun = Instant::now();
    let known = Known::read(&[PathBuf::from(file)], Radius::MAX)?;
    Ok((known, begun.elapsed()))
}

/// `index build`.
pub(super) fn build(file: &Path, json: bool) -> Result<ExitCode, Fault> {
    let (known, took) = built(file)?;
    let (size, (sha256, md5)) = (known.index().size(), known.exact());
    if json {
        line(&json!({
            "file": file.display().to_string(), "pdq": size.listed, "sha256": sha256, "md5": md5,
            "seconds": took.as_secs_f64(), "bytes": size.bytes,
        }));
    } else {
        println!(
            "{}: {} perceptual hashes, {sha256} SHA-256, {md5} MD5; read and sorted in {:.2} s",
            file.display(),
            size.listed,
            took.as_secs_f64()
        );
        println!(
            "the index of the perceptual ones takes {:.1} MB of memory; nothing was written",
            megabytes(size.bytes)
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// The perceptual hashes of a list, in its order.
fn perceptual(file: &Path, mut each: impl FnMut(&ListRow)) -> Result<Vec<Pdq>, Fault> {
    let mut hashes = Vec::new();
    lists::read(file, |row| {
        hashes.extend(row.hashes.pdq);
        each(row);
    })?;
    Ok(hashes)
}

/// `index stat`.
pub(super) fn stat(file: &Path, json: bool) -> Result<ExitCode, Fault> {
    let (mut lines, mut sha256, mut md5, mut alone) = (0_u64, 0_u64, 0_u64, 0_u64);
    let mut grades = vec![0_u64; Grade::all().len()];
    let mut hashes = perceptual(file, |row| {
        lines += 1;
        sha256 += u64::from(row.hashes.sha256.is_some());
        md5 += u64::from(row.hashes.md5.is_some());
        alone += u64::from(row.hashes.sha256.is_none() && row.hashes.md5.is_none());
        if let Some(place) = Grade::all().iter().position(|grade| *grade == row.grade) {
            grades[place] += 1;
        }
    })?;
    hashes.sort_unstable();
    let runs = || hashes.chunk_by(|one, next| one == next).map(<[Pdq]>::len);
    let (pdq, distinct, most) = (hashes.len(), runs().count(), runs().max().unwrap_or(0));
    let by_grade = Grade::all().iter().zip(&grades).filter(|(_, count)| **count > 0);
    if json {
        let grades: serde_json::Map<String, serde_json::Value> =
            by_grade.map(|(grade, count)| (grade.code().to_owned(), (*count).into())).collect();
        line(&json!({
            "file": file.display().to_string(), "lines": lines, "pdq": pdq, "distinct_pdq": distinct,
            "most_of_one_pdq": most, "sha256": sha256, "md5": md5, "pdq_alone": alone, "grades": grades,
        }));
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}: {lines} entries", file.display());
    println!("  perceptual  {pdq}, {distinct} of them distinct; the most frequent stands there {most} times");
    println!("  SHA-256     {sha256}\n  MD5         {md5}\n  perceptual alone  {alone}");
    by_grade.for_each(|(grade, count)| println!("  {:<18}{count}", grade.code()));
    Ok(ExitCode::SUCCESS)
}

/// Numbers that follow from one another, spread well enough to try an index with.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 ^ (self.0 >> 29)
    }

    fn below(&mut self, bound: usize) -> usize {
        // The remainder is less than a `usize`.
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }

    fn hash(&mut self) -> Pdq {
        let mut bytes = [0; 32];
        bytes.chunks_exact_mut(8).for_each(|part| part.copy_from_slice(&self.next().to_le_bytes()));
        Pdq(bytes)
    }

    /// A hash at most 31 bits from another.
    fn near(&mut self, hash: &Pdq) -> Pdq {
        let mut near = *hash;
        for _ in 0..self.below(32) {
            let bit = self.below(256);
            near.0[bit / 8] ^= 1 << (bit % 8);
        }
        near
    }
}

/// `index bench`.
pub(super) fn bench(file: &Path, queries: u32, json: bool) -> Result<ExitCode, Fault> {
    let listed = perceptual(file, |_| {})?;
    if listed.is_empty() {
        return Err(Fault::Input(format!("{}: has no pdq; there is nothing to ask", file.display())));
    }
    let (known, _) = built(file)?;
    let mut numbers = Numbers(0x7475_7465_6C61);
    let asked: Vec<Query> = (0..queries)
        .map(|n| {
            let near = listed[numbers.below(listed.len())];
            Query::of(if n % 2 == 0 { numbers.near(&near) } else { numbers.hash() })
        })
        .collect();
    drop(listed);
    let mut times = Vec::with_capacity(asked.len());
    let (mut found, begun) = (0_u64, Instant::now());
    for query in &asked {
        let at = Instant::now();
        found += u64::from(known.index().find(query).count > 0);
        times.push(at.elapsed());
    }
    let each_second = f64::from(queries) / begun.elapsed().as_secs_f64().max(1e-9);
    times.sort_unstable();
    let micros =
        |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1e6;
    let (median, slow, hashes) = (micros(50), micros(99), known.index().size().listed);
    if json {
        line(&json!({
            "file": file.display().to_string(), "pdq": hashes, "queries": queries, "found": found,
            "queries_per_second": each_second, "p50_us": median, "p99_us": slow,
        }));
    } else {
        println!(
            "{}: {hashes} perceptual hashes, {queries} look-ups on one thread, {found} found something",
            file.display()
        );
        println!(
            "  {each_second:.0} look-ups a second; one takes {median:.1} us, 1 of 100 more than {slow:.1} us"
        );
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_what_is_asked_is_near_to_something_listed() {
        let mut numbers = Numbers(7);
        let hash = numbers.hash();
        let distances: Vec<u32> = (0..500).map(|_| numbers.near(&hash).distance(&hash)).collect();
        assert!(distances.iter().all(|bits| *bits <= 31) && distances.iter().any(|bits| *bits > 20));
    }
}
