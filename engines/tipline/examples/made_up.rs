//! Writes made-up documents of a range of seeds into a folder: `made_up FOLDER FROM TO`. For corpora and for comparisons.

#![expect(clippy::disallowed_methods, reason = "an example of an engine has no store")]

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let mut words = std::env::args().skip(1);
    let folder = PathBuf::from(words.next().unwrap_or_else(|| "made-up".to_owned()));
    let mut number = || words.next().and_then(|word| word.parse::<u64>().ok()).unwrap_or_default();
    let (from, to) = (number(), number());
    std::fs::create_dir_all(&folder)?;
    for seed in from..to {
        std::fs::write(folder.join(format!("report-{seed}")), tipline::testing::report(seed))?;
        std::fs::write(folder.join(format!("file-{seed}")), tipline::testing::file_details(seed))?;
        std::fs::write(folder.join(format!("broken-{seed}")), tipline::testing::broken_report(seed).0)?;
    }
    Ok(())
}
