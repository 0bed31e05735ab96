//! `tutela backup`.

use super::Common;
use super::node::must_be_there;
use crate::doctor::{Kept, note};
use crate::fault::Fault;
use crate::rooms::{KEPT_RUNTIME, registry, rooms};
use clap::Args;
use desk::Desk;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use store::keeping::{BackupPlan, backup};
use store::verify::Progress;

/// Backs up the database, beside a running node or without one: what is new since the last run into that directory. Holds no key.
#[derive(Args)]
#[command(after_help = "Example: tutela backup /backups/node --recipient age1...")]
pub(crate) struct Backup {
    #[command(flatten)]
    common: Common,
    /// The directory of the backup: a new one, or that of an earlier run
    target: PathBuf,
    /// Who can read it: an age recipient; may be given more than once
    #[arg(long, required = true, value_name = "AGE1...")]
    recipient: Vec<String>,
}

/// Tells progress where somebody looks.
pub(crate) fn told(common: &Common) -> impl FnMut(Progress) + use<> {
    let shows = common.shows_progress();
    move |progress: Progress| {
        if shows {
            eprint!("\r{}: {} of {}        ", progress.doing, progress.done, progress.of);
        }
    }
}

impl Backup {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        must_be_there(&self.common)?;
        let (config, registry, started) = (self.common.config(), registry(&mut rooms())?, Instant::now());
        let plan = BackupPlan {
            config: &config,
            registry: &registry,
            target: &self.target,
            recipients: &self.recipient,
            runtime: &KEPT_RUNTIME,
        };
        let done = backup(&plan, &mut told(&self.common))?;
        note(&config.data, Kept::Database, done.upto, &self.target, Desk::now())?;
        let (entries, seconds) = (done.upto - done.after, started.elapsed().as_secs_f64());
        if self.common.json {
            let line = serde_json::json!({
                "number": done.number, "after": done.after, "last": done.upto,
                "recorded": done.recorded.to_string(), "entries": entries, "payloads": done.payloads,
                "rows": done.rows, "bytes": done.bytes, "seconds": seconds,
            });
            println!("{line}");
        } else if !self.common.quiet {
            println!(
                "Run {}: {entries} entries up to {} ({}), {} payloads, {} sealed rows, {} bytes in {seconds:.2} s. It holds no key: run 'tutela keys --backup' now",
                done.number, done.upto, done.recorded, done.payloads, done.rows, done.bytes
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
