//! `tutela keys`.

use super::Common;
use super::node::must_be_there;
use crate::doctor::{Kept, note};
use crate::doors::core::House;
use crate::fault::Fault;
use clap::Args;
use desk::Desk;
use std::path::PathBuf;
use std::process::ExitCode;
use store::keeping::{back_keys_up, make_identity};

/// Shows the key store in figures, replaces the node key (both with the node stopped), or backs the key store up (beside it, too).
#[derive(Args)]
#[command(
    after_help = "Example: tutela keys --rotate\n         tutela keys --backup keys.age --recipient age1..."
)]
pub(crate) struct Keys {
    #[command(flatten)]
    common: Common,
    /// Replaces the node key: every key is wrapped anew
    #[arg(long, conflicts_with_all = ["backup", "new_identity"])]
    rotate: bool,
    /// Backs the key store up into this file, in the place of the copy before
    #[arg(long, value_name = "FILE", requires = "recipient", conflicts_with = "new_identity")]
    backup: Option<PathBuf>,
    /// Who can read the backup: an age recipient; may be given more than once
    #[arg(long, value_name = "AGE1...")]
    recipient: Vec<String>,
    /// Makes an age identity for backups in this file, and prints its recipient
    #[arg(long, value_name = "FILE")]
    new_identity: Option<PathBuf>,
}

impl Keys {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        if let Some(file) = &self.new_identity {
            println!("{}", make_identity(file)?);
            return Ok(ExitCode::SUCCESS);
        }
        must_be_there(&self.common)?;
        match &self.backup {
            Some(file) => self.back_up(file),
            None => self.figures(),
        }
    }

    fn back_up(&self, file: &std::path::Path) -> Result<ExitCode, Fault> {
        let done = back_keys_up(&self.common.config(), file, &self.recipient)?;
        note(&self.common.data, Kept::Keys, done.entries, file, Desk::now())?;
        if self.common.json {
            let line = serde_json::json!({ "keys": done.keys, "entries": done.entries, "bytes": done.bytes });
            println!("{line}");
        } else if !self.common.quiet {
            println!("{} keys, {} bytes: keep this copy and no older one", done.keys, done.bytes);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn figures(&self) -> Result<ExitCode, Fault> {
        let house = House::open(self.common.config(), &self.common.exit)?;
        if self.rotate {
            let shows = self.common.shows_progress();
            house.node.rotate_keys(&mut |told| {
                if shows {
                    eprint!("\rwrapping keys anew: {} of {}        ", told.done, told.of);
                }
            })?;
        }
        let status = house.node.key_status()?;
        if self.common.json {
            let ages: serde_json::Map<String, serde_json::Value> =
                status.ages.iter().map(|(age, count)| (age.code().to_owned(), (*count).into())).collect();
            let line = serde_json::json!({
                "keys": status.keys, "unused": status.unused, "ages": ages, "node_key": status.node_key,
                "since": (status.since.0 > 0).then(|| status.since.to_string()),
                "under_older": status.under_older,
            });
            println!("{line}");
            return Ok(ExitCode::SUCCESS);
        }
        let since =
            if status.since.0 > 0 { status.since.to_string() } else { "before that was written down".into() };
        println!("Node key {}, since {since}", status.node_key);
        println!("{} keys, {} of them unused", status.keys, status.unused);
        status.ages.iter().for_each(|(age, count)| println!("  {:20} {count}", age.code()));
        if self.rotate {
            println!("Put the new node.key into the safe, and back the key store up anew");
        }
        Ok(ExitCode::SUCCESS)
    }
}
