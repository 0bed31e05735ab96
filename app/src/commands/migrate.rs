//! `tutela migrate`.

use super::Common;
use super::backup::told;
use super::node::must_be_there;
use crate::fault::Fault;
use crate::rooms::{registry, rooms};
use clap::Args;
use std::process::ExitCode;
use std::time::Duration;
use store::keeping::{MovePlan, move_node};

/// Moves a node to the other database: copied while it runs, finished and verified once you stop it, switched only then.
#[derive(Args)]
#[command(after_help = "Example: tutela migrate --to postgres://tutela@host/tutela")]
pub(crate) struct Migrate {
    #[command(flatten)]
    common: Common,
    /// A PostgreSQL URL of an empty database, or "sqlite"
    #[arg(long, value_name = "URL", value_parser = crate::settings::database_or_sqlite)]
    to: String,
    /// How many seconds a running node is waited for, once all but its last entries are copied
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    wait: u64,
}

impl Migrate {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let to = Some(self.to.clone()).filter(|to| to != "sqlite");
        must_be_there(&self.common)?;
        let (config, registry) = (self.common.config(), registry(&mut rooms())?);
        let patience = Duration::from_secs(self.wait);
        let plan = MovePlan { from: &config, to, registry: &registry, patience };
        let done = move_node(&plan, &mut told(&self.common), &mut |copied| {
            eprintln!("{copied} entries are copied. Stop the node now: the rest follows");
        })?;
        if self.common.json {
            let line = serde_json::json!({
                "entries": done.entries, "while_running": done.while_running, "payloads": done.payloads,
                "rows": done.rows,
            });
            println!("{line}");
        } else if !self.common.quiet {
            println!(
                "Moved and verified: {} entries ({} while the node ran), {} payloads, {} sealed rows. Start the node with its new database; the old one opens no more",
                done.entries, done.while_running, done.payloads, done.rows
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
