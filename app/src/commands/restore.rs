//! `tutela restore`.

use super::Common;
use super::backup::told;
use crate::fault::Fault;
use crate::rooms::{KEPT_RUNTIME, registry, rooms};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use store::keeping::{RestorePlan, restore};

/// Makes a node of backups: into an empty data directory (and an empty database), verified, with erasures made since honoured.
#[derive(Args)]
#[command(
    after_help = "Example: tutela restore /backups/node --identity key.txt --keys keys.age --node-key node.key --data ./restored"
)]
pub(crate) struct Restore {
    #[command(flatten)]
    common: Common,
    /// The directory of 'tutela backup'
    source: PathBuf,
    /// The file of age identities that opens both backups
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// The newest file of 'tutela keys --backup'
    #[arg(long, value_name = "FILE")]
    keys: PathBuf,
    /// The copy of node.key that was kept apart
    #[arg(long, value_name = "FILE")]
    node_key: PathBuf,
}

impl Restore {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let started = Instant::now();
        let plan = RestorePlan {
            source: &self.source,
            identity: &self.identity,
            keys: &self.keys,
            node_key: &self.node_key,
            config: self.common.config(),
            registry: registry(&mut rooms())?,
            runtime: &KEPT_RUNTIME,
        };
        let done = restore(plan, &mut told(&self.common))?;
        let erased: Vec<String> = done.erased_since.iter().map(ToString::to_string).collect();
        if self.common.json {
            let line = serde_json::json!({
                "last": done.last, "recorded": done.recorded.to_string(), "runs": done.runs, "keys": done.keys,
                "runtime_rows": done.runtime, "erased_since": erased, "left_out": done.left_out,
                "without_key": done.without_key, "entries": done.verified.entries,
                "seconds": started.elapsed().as_secs_f64(),
            });
            println!("{line}");
            return Ok(ExitCode::SUCCESS);
        }
        println!(
            "Restored and verified: {} runs, {} entries, {} keys, {} rows of runtime.db in {:.2} s",
            done.runs,
            done.verified.entries,
            done.keys,
            done.runtime,
            started.elapsed().as_secs_f64()
        );
        println!("The last entry is {} of {}: what was entered after it is lost", done.last, done.recorded);
        for subject in erased {
            println!("Erased since, and stays so: {subject}");
        }
        if done.without_key > 0 {
            println!(
                "{} payloads are newer than the key store's backup of {}: they stay, and cannot be read",
                done.without_key, done.keys_made
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
