//! `tutela verify`.

use super::Common;
use crate::fault::Fault;
use crate::rooms::{registry, rooms};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use store::merkle::{Checkpoint, VerifierKey};
use store::proof::{NotProven, Proof};
use store::verify::{Against, Depth, Progress, Verified, verify};

/// Checks chain, checkpoints, sealed things and every derived row; or a proof of one entry.
#[derive(Args)]
#[command(
    after_help = "Example: tutela verify --data ./tutela-data --checkpoint kept-elsewhere.txt\n         tutela verify --proof entry-4711.tlog-proof --key my.vkey"
)]
pub(crate) struct Verify {
    #[command(flatten)]
    common: Common,
    /// A checkpoint kept elsewhere; - for standard input. Finds a cut tail and a rewritten whole
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// A proof of one entry ('tutela prove'), - for standard input: checks it with the key alone, without a database
    #[arg(long, value_name = "FILE", conflicts_with = "checkpoint")]
    proof: Option<PathBuf>,
    /// With --proof: the bytes of the entry, as they lie in the journal, when somebody hands them over
    #[arg(long, value_name = "FILE", requires = "proof")]
    entry: Option<PathBuf>,
    /// The node's verifier key, when it is not DIR/checkpoint.vkey
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// How deep to look: each looks at what the one before looks at, too
    #[arg(long, value_name = "HOW-FAR", default_value = "everything")]
    only: Only,
}

/// How deep `tutela verify` looks.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Only {
    /// The chain of entries and the tree over them
    Chain,
    /// Also every derived row
    Tables,
    /// Also everything sealed
    Everything,
}

impl From<Only> for Depth {
    fn from(only: Only) -> Depth {
        match only {
            Only::Chain => Depth::Chain,
            Only::Tables => Depth::Tables,
            Only::Everything => Depth::Everything,
        }
    }
}

fn read(path: &PathBuf) -> Result<String, Fault> {
    if path.as_os_str() == "-" {
        return std::io::read_to_string(std::io::stdin()).map_err(Fault::file(path));
    }
    std::fs::read_to_string(path).map_err(Fault::file(path))
}

/// Runs verify on a node's files or database, telling progress where somebody looks.
///
/// # Errors
/// [`Fault`] when the database cannot be read.
pub(crate) fn verify_node(
    common: &Common,
    verifier: &VerifierKey,
    kept: Option<Checkpoint>,
    depth: Depth,
) -> Result<Verified, Fault> {
    let registry = registry(&mut rooms())?;
    let against = Against { verifier, kept, depth };
    let (shows, started) = (common.shows_progress(), Instant::now());
    let mut told = |progress: Progress| {
        if shows {
            let rate = progress.done as f64 / started.elapsed().as_secs_f64().max(0.001);
            eprint!("\r{}: {} of {}, {rate:.0}/s        ", progress.doing, progress.done, progress.of);
        }
    };
    let found = store::verify::on_node(&common.config(), |database| {
        verify(database, &registry, &against, &mut told)
    })?;
    if shows {
        eprintln!();
    }
    Ok(found)
}

impl Verify {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let key = self.key.clone().unwrap_or_else(|| self.common.data.join("checkpoint.vkey"));
        let wrong = || Fault::Input(format!("{}: is no verifier key; NAME+ID+BASE64 is", key.display()));
        let verifier = VerifierKey::from_text(&read(&key)?).ok_or_else(wrong)?;
        if let Some(proof) = &self.proof {
            return self.verify_proof(proof, &verifier);
        }
        let kept = match &self.checkpoint {
            None => None,
            Some(file) => Some(
                verifier
                    .read(&read(file)?)
                    .map_err(|error| Fault::Input(format!("{}: {error}", file.display())))?,
            ),
        };
        let started = Instant::now();
        let found = verify_node(&self.common, &verifier, kept, self.only.into())?;
        self.tell(&found, started.elapsed().as_secs_f64());
        Ok(if found.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// Checks a proof of one entry: what is wrong with it is found, what cannot be read is bad input.
    fn verify_proof(&self, file: &PathBuf, key: &VerifierKey) -> Result<ExitCode, Fault> {
        let proof = Proof::from_text(&read(file)?)
            .map_err(|error| Fault::Input(format!("{}: {error}", file.display())))?;
        let checked = proof.verify(key).and_then(|signed| match &self.entry {
            None => Ok(signed),
            Some(entry) => std::fs::read(entry)
                .map_err(|_| NotProven::Format("the file of --entry cannot be read"))
                .and_then(|bytes| proof.is_of(&bytes))
                .map(|()| signed),
        });
        match (&checked, self.common.json) {
            (Ok(signed), true) => {
                println!(
                    "{}",
                    serde_json::json!({ "ok": true, "entry": proof.entry(), "size": signed.size })
                );
            }
            (Ok(signed), false) => println!(
                "All is well: entry {} stands under a checkpoint over {} entries",
                proof.entry(),
                signed.size
            ),
            (Err(fault), true) => {
                println!("{}", serde_json::json!({ "ok": false, "findings": [fault.to_string()] }));
            }
            (Err(fault), false) => println!("WRONG  {fault}"),
        }
        Ok(if checked.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn tell(&self, found: &Verified, seconds: f64) {
        let findings: Vec<String> = found.findings.iter().map(ToString::to_string).collect();
        // Shown as a whole number: nobody needs fractions of an entry.
        let rate = (found.entries as f64 / seconds.max(1e-9)).round();
        if self.common.json {
            let line = serde_json::json!({
                "ok": findings.is_empty(), "entries": found.entries, "rows": found.rows, "sealed": found.sealed,
                "erased": found.erased, "checkpoints": found.checkpoints, "seconds": seconds, "entries_per_second": rate,
                "findings": findings,
            });
            println!("{line}");
            return;
        }
        for finding in &findings {
            println!("WRONG  {finding}");
        }
        if !self.common.quiet || findings.is_empty() {
            println!(
                "{}: {} entries, {} checkpoints, {} derived rows, {} sealed things ({} erased) in {seconds:.2} s, {rate} entries/s",
                if findings.is_empty() { "All is well" } else { "Something is wrong" },
                found.entries,
                found.checkpoints,
                found.rows,
                found.sealed,
                found.erased
            );
        }
    }
}
