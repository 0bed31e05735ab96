//! Reads and validates made-up reports, and has xmllint do the same with the same schema: prints how long each takes of a document.
//! xmllint's start is measured with one document and taken off.
#![expect(clippy::disallowed_methods, reason = "documents for xmllint lie in a folder of the benchmark")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const DOCUMENTS: u64 = 2_000;

fn main() -> std::io::Result<()> {
    let folder = std::env::temp_dir().join(format!("tipline-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let schema = folder.join("schema.xsd");
    std::fs::write(&schema, tipline::xsd())?;
    let mut documents = Vec::new();
    let mut names = Vec::new();
    for seed in 0..DOCUMENTS {
        let name = folder.join(seed.to_string());
        let xml = tipline::testing::report(seed);
        std::fs::write(&name, &xml)?;
        documents.push(xml);
        names.push(name);
    }
    let begun = Instant::now();
    let read = documents
        .iter()
        .filter(|xml| tipline::read_report(xml.as_bytes(), &tipline::Limits::default(), i64::MAX).is_ok())
        .count();
    let own = begun.elapsed();
    let start = xmllint(&schema, &names[..1])?;
    let peer = xmllint(&schema, &names)?.saturating_sub(start);
    std::fs::remove_dir_all(&folder)?;
    let each = |whole: Duration| whole.as_secs_f64() * 1e6 / documents.len() as f64;
    println!(
        "{read} reports: {:.0} µs each here, {:.0} µs each by xmllint: ratio {:.2}",
        each(own),
        each(peer),
        own.as_secs_f64() / peer.as_secs_f64()
    );
    Ok(())
}

fn xmllint(schema: &Path, names: &[PathBuf]) -> std::io::Result<Duration> {
    let begun = Instant::now();
    let mut command = Command::new("xmllint");
    command.args(["--nonet", "--noout", "--schema"]).arg(schema).args(names).stderr(Stdio::null());
    assert!(command.status()?.success(), "xmllint takes every document");
    Ok(begun.elapsed())
}
