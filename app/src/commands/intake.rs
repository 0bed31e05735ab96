//! `tutela intake`: reports that a company, another hotline or an authority hands in by the file.

use super::Common;
use super::act::As;
use super::node::{Reached, reach};
use crate::fault::Fault;
use clap::Args;
use reports::intake::take_file;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Enters reports from files of JSON lines and prints a line for each: its number, and what became of it.
///
/// A line has `id` (the sender's own number) and `text`; also `by`, `danger`, `age`, `language`, `place`, `happening`, `about`, `contact`. The
/// same line under the same id is one report, however often it is sent. What a machine says again stands in the line of the first such
/// report.
#[derive(Args)]
#[command(after_help = "Example: tutela intake reports.ndjson")]
pub(crate) struct Intake {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    /// Files with a JSON object a line, at most 10,000 lines each; - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

fn text_of(file: &Path) -> Result<String, Fault> {
    if file.as_os_str() != "-" {
        return std::fs::read_to_string(file).map_err(Fault::file(file));
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(Fault::file(file))?;
    Ok(text)
}

impl Intake {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let mut all_in = true;
        for file in &self.files {
            let answer = self.take(file)?;
            all_in &= !answer.lines().any(|line| line.contains("\"outcome\":\"refused\""));
            let out = |error| Fault::File("standard output".into(), error);
            std::io::stdout().write_all(answer.as_bytes()).map_err(out)?;
        }
        if all_in {
            Ok(ExitCode::SUCCESS)
        } else {
            Err(Fault::Input(
                "some lines were refused: each says above what is wrong and what would be right".into(),
            ))
        }
    }

    fn take(&self, file: &Path) -> Result<String, Fault> {
        let text = text_of(file)?;
        match reach(&self.common)? {
            Reached::Live(live) => {
                live.post_bytes("/api/reports/intake", "application/x-ndjson", text.as_bytes())
            }
            Reached::Files(house) => {
                let (actor, _) = self.by.actor(&house)?;
                let shows = self.common.shows_progress();
                let mut told = |done: usize| {
                    if shows {
                        eprint!("\r{done} reports");
                    }
                };
                let taken = take_file(&house.node, &actor, &text, &mut told);
                let taken = taken.map_err(|fault| Fault::Input(format!("{}: {fault}", file.display())))?;
                if shows {
                    eprintln!();
                }
                let lines = taken.iter().map(|one| serde_json::json!(one).to_string() + "\n");
                Ok(lines.collect())
            }
        }
    }
}
