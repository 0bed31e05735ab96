//! `tutela hashes`: hash lists in and out as CSV.

use super::Common;
use super::act::{As, id_of};
use super::node::{Reached, reach};
use crate::fault::Fault;
use clap::{Args, Subcommand};
use kernel::Id;
use known_material::{ImportFault, export, import};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Brings a hash list in from CSV (columns sha256, md5, pdq, grade), or writes one out.
#[derive(Args)]
#[command(after_help = "Example: tutela hashes import 0f8fad5bd9cb469fa165708677289501 list.csv")]
pub(crate) struct Hashes {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Adds the entries of CSV files to a list; all lines are checked before one is entered
    Import {
        /// The list's number
        list: String,
        /// CSV files; - for standard input. Several files print one JSON object a line
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The import's id: the same file under the same id is entered once
        #[arg(long)]
        id: Option<String>,
    },
    /// Writes a list as CSV to standard output
    Export {
        /// The list's number
        list: String,
    },
}

fn bytes_of(file: &PathBuf) -> Result<Vec<u8>, Fault> {
    use std::io::Read;
    if file.as_os_str() != "-" {
        return std::fs::read(file).map_err(Fault::file(file));
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(Fault::file(file))?;
    Ok(bytes)
}

fn wrong_lines(file: &std::path::Path, fault: ImportFault) -> Fault {
    match fault {
        ImportFault::Lines { wrong, more } => {
            let lines: Vec<String> =
                wrong.iter().take(20).map(|line| format!("{}: {line}", file.display())).collect();
            let more = if more > 0 { format!("\n... and {more} more lines") } else { String::new() };
            Fault::Input(lines.join("\n") + &more)
        }
        ImportFault::Refused(refusal) => Fault::Found(refusal.to_string()),
        other => Fault::Input(format!("{}: {other}", file.display())),
    }
}

impl Hashes {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        match &self.what {
            What::Import { list, files, id } => {
                files.iter().try_for_each(|file| self.import(list, file, id.as_deref()))?
            }
            What::Export { list } => self.export(list)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn import(&self, list: &str, file: &PathBuf, id: Option<&str>) -> Result<(), Fault> {
        let (number, bytes) = (id_of("LIST", list)?, bytes_of(file)?);
        // Several files under one id stay apart by their content's length and place.
        let first: Option<Id> =
            id.map(|id| id_of("--id", id)).transpose()?.map(|id| id.derive(&file.to_string_lossy(), 0));
        let answer = match reach(&self.common)? {
            Reached::Live(live) => {
                let query = first.map_or(String::new(), |id| format!("?id={id}"));
                live.post_bytes(
                    &format!("/api/known-material/lists/{list}/import{query}"),
                    "text/csv",
                    &bytes,
                )?
            }
            Reached::Files(house) => {
                let (actor, purpose) = self.by.actor(&house)?;
                let first = first.map_or_else(|| house.node.new_id(), Ok)?;
                let shows = self.common.shows_progress();
                let mut told = |done: u64| {
                    if shows {
                        eprint!("\r{done} entries");
                    }
                };
                let imported = import(
                    &house.node,
                    actor,
                    purpose,
                    number,
                    first,
                    std::io::Cursor::new(bytes),
                    &mut told,
                );
                let imported = imported.map_err(|fault| wrong_lines(file, fault))?;
                serde_json::json!({ "entries": imported.entries, "first": imported.first }).to_string()
            }
        };
        println!("{answer}");
        Ok(())
    }

    fn export(&self, list: &str) -> Result<(), Fault> {
        let out = match reach(&self.common)? {
            Reached::Live(live) => {
                live.get(&format!("/api/known-material/lists/{list}/export"))?.into_bytes()
            }
            Reached::Files(house) => {
                let (actor, purpose) = self.by.actor(&house)?;
                let mut out = Vec::new();
                export(&house.node, actor, purpose, id_of("LIST", list)?, &mut out)
                    .map_err(|fault| Fault::Found(fault.to_string()))?;
                out
            }
        };
        std::io::stdout().write_all(&out).map_err(|error| Fault::File("standard output".into(), error))
    }
}
