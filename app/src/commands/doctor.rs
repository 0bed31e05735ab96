//! `tutela doctor`.

use super::Common;
use crate::doctor::{Patient, Standing, examine};
use crate::fault::Fault;
use crate::rooms::{registry, rooms};
use crate::settings::Settings;
use clap::Args;
use desk::Desk;
use serde_json::json;
use std::process::ExitCode;

/// Looks whether a node is set up as it should be, beside a running one or without, and says what to do. It changes nothing and
/// tells nothing of any person. Exit code 1 when something has failed.
#[derive(Args)]
#[command(after_help = "Example: tutela doctor --config /etc/tutela/tutela.toml")]
pub(crate) struct Doctor {
    #[command(flatten)]
    common: Common,
}

impl Doctor {
    pub(crate) fn run(self, settings: &Settings) -> Result<ExitCode, Fault> {
        let (config, registry) = (self.common.config(), registry(&mut rooms())?);
        let report = examine(&Patient { config: &config, registry: &registry, settings, now: Desk::now() });
        for line in &report.0 {
            if self.common.json {
                let todo = (!line.todo.is_empty()).then_some(&line.todo);
                println!(
                    "{}",
                    json!({ "check": line.check, "standing": line.standing.code(), "found": line.found, "todo": todo })
                );
            } else if !self.common.quiet || line.standing != Standing::Ok {
                println!("{:8} {:20} {}", line.standing.code(), line.check, line.found);
                if !line.todo.is_empty() {
                    println!("{:30}-> {}", "", line.todo);
                }
            }
        }
        Ok(if report.has_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}
