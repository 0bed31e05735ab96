//! `tutela addresses`: addresses that are to be taken down, in by the file and out as a list.

use super::Common;
use super::act::{As, id_of};
use super::list::{How, List};
use super::node::{Reached, reach};
use crate::fault::Fault;
use clap::{Args, Subcommand};
use kernel::{Ask, CodeList as _, Id, allow};
use sha3::{Digest as _, Sha3_256};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use takedown::acts::add_address::KIND;
use takedown::codes::AddressSource;
use takedown::intake::{From, LineAnswer, take};

/// Takes in addresses that carry child sexual abuse material, and lists them; what is at an address is never fetched.
#[derive(Args)]
#[command(after_help = "Example: tutela addresses add from-partner.csv --source hotline\n         \
    tutela addresses list --filter address_state=question")]
pub(crate) struct Addresses {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Take in files: CSV (columns url, source, report), NDJSON with these members, or an address a line
    Add {
        /// Files of at most 100,000 lines each; - for standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// From whom, where a line does not say it: report, hotline, police or analyst
        #[arg(long, value_name = "CODE")]
        source: Option<String>,
        /// The report in which they stood, where a line does not say it
        #[arg(long, value_name = "NUMBER")]
        report: Option<String>,
        /// Makes a retry harmless; without it, it follows from what the file holds, so that the same file comes in once
        #[arg(long)]
        id: Option<String>,
    },
    /// List addresses by their numbers: how far each is
    List(How),
}

/// A file that is to come in.
struct Batch<'a> {
    source: AddressSource,
    report: Id,
    id: Id,
    file: &'a Path,
    bytes: Vec<u8>,
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, Fault> {
    if file.as_os_str() != "-" {
        return std::fs::read(file).map_err(Fault::file(file));
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(Fault::file(file))?;
    Ok(bytes)
}

/// The id of a file that was given none: of what it holds, and of what is said of all its lines.
fn id_of_content(bytes: &[u8], source: AddressSource, report: Id) -> Id {
    let mut hash = Sha3_256::new();
    hash.update(b"tutela addresses\0");
    hash.update(source.code());
    hash.update(report.0);
    hash.update(bytes);
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finalize()[..16]);
    Id(id)
}

/// What is sent, told as it goes: the node takes no more than it has entered.
struct Told<'a> {
    rest: &'a [u8],
    lines: u64,
    shows: bool,
}

impl std::io::Read for Told<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let n = self.rest.read(room)?;
        let lines = room[..n].iter().filter(|byte| **byte == b'\n').count();
        self.lines = self.lines.saturating_add(u64::try_from(lines).unwrap_or(0));
        if self.shows {
            eprint!("\r{} lines", self.lines);
        }
        Ok(n)
    }
}

impl Addresses {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        match self.what {
            What::List(how) => List::of(self.common, self.by, "takedown.addresses", how).run(),
            What::Add { ref files, ref source, ref report, ref id } => {
                let code = source.as_deref().unwrap_or("not-said");
                let source = AddressSource::from_code(code).map_err(|_| {
                    let right = "report, hotline, police, analyst, moved or not-said is wanted";
                    Fault::Input(format!("--source: '{code}' is not known; {right}"))
                })?;
                let report = report.as_deref().map_or(Ok(Id::NONE), |text| id_of("--report", text))?;
                let id = id.as_deref().map(|text| id_of("--id", text)).transpose()?;
                let mut refused = 0;
                for file in files {
                    let bytes = bytes_of(file)?;
                    // Several files under one id stay apart by what they hold.
                    let own = id_of_content(&bytes, source, report);
                    let id = id.map_or(own, |id| id.derive(&own.to_string(), 0));
                    refused += self.add(Batch { source, report, id, file, bytes })?;
                }
                match refused {
                    0 => Ok(ExitCode::SUCCESS),
                    n => Err(Fault::Input(format!(
                        "{n} lines were refused: each says above what is wrong and what would be right"
                    ))),
                }
            }
        }
    }

    /// Takes a file in and tells how many lines were refused.
    fn add(&self, batch: Batch<'_>) -> Result<u64, Fault> {
        let shows = self.common.shows_progress();
        let told = match reach(&self.common)? {
            Reached::Live(live) => {
                let mut path = format!("/api/takedown/addresses/file?id={}", batch.id);
                path += &format!("&source={}", batch.source.code());
                path += &batch.report.some().map(|report| format!("&report={report}")).unwrap_or_default();
                let mut body = Told { rest: &batch.bytes, lines: 0, shows };
                live.post_stream(&path, "text/plain", &mut body)?
            }
            Reached::Files(house) => {
                let (actor, purpose) = self.by.actor(&house)?;
                allow(&actor, Ask::Act(&KIND), purpose).map_err(|fault| Fault::Input(fault.to_string()))?;
                let from = From { source: batch.source, report: batch.report, actor, purpose };
                let mut all = String::new();
                let mut progress = |answers: &[LineAnswer], lines: u64| {
                    answers.iter().for_each(|answer| all += &format!("{}\n", serde_json::json!(answer)));
                    if shows {
                        eprint!("\r{lines} lines");
                    }
                };
                take(&house.node, &batch.bytes, &from, batch.id, &mut progress)
                    .map_err(|fault| Fault::Input(format!("{}: {fault}", batch.file.display())))?;
                all
            }
        };
        if shows {
            eprintln!();
        }
        self.tell(batch.file, &told)
    }

    /// As JSON every line's answer; else what was refused, and a sum.
    fn tell(&self, file: &Path, told: &str) -> Result<u64, Fault> {
        let (mut counts, mut refused) = ([0_u64; 2], Vec::new());
        for line in told.lines() {
            let answer: serde_json::Value = serde_json::from_str(line)
                .map_err(|error| Fault::Input(format!("the node's answer: {error}")))?;
            match answer["outcome"].as_str() {
                Some("entered") => counts[0] += 1,
                Some("again") => counts[1] += 1,
                _ => refused.push(answer),
            }
        }
        let n = u64::try_from(refused.len()).unwrap_or(u64::MAX);
        let mut out = String::new();
        if self.common.json {
            out += told;
        } else {
            for answer in refused {
                let part = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
                let (field, wrong, right) = (part("field"), part("wrong"), part("right"));
                out += &format!("{} line {}, {field}: {wrong}; {right}\n", file.display(), answer["line"]);
            }
            let [entered, again] = counts;
            out += &format!("{}: {entered} taken in, {again} before, {n} refused\n", file.display());
        }
        let fault = |error| Fault::File("standard output".into(), error);
        std::io::stdout().write_all(out.as_bytes()).map_err(fault)?;
        Ok(n)
    }
}
