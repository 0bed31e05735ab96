//! `tutela watch`.

use super::Common;
use super::act::As;
use super::node::{Reached, reach};
use crate::doors::watch::WATCH;
use crate::fault::Fault;
use clap::Args;
use kernel::{Ask, allow};
use std::process::ExitCode;

/// Goes over the looks of today and yesterday now, and puts what stands out before the overseer; a node does so each hour.
#[derive(Args)]
#[command(after_help = "Example: tutela watch && tutela list oversight.findings --filter state=open")]
pub(crate) struct Watch {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
}

impl Watch {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let found = match reach(&self.common)? {
            Reached::Live(live) => {
                let answer = live.post("/api/overseer/watch", &serde_json::json!({}))?;
                let answer: serde_json::Value =
                    serde_json::from_str(&answer).map_err(|error| Fault::Input(error.to_string()))?;
                answer["found"].as_u64().unwrap_or_default()
            }
            Reached::Files(house) => {
                let (actor, purpose) = self.by.actor(&house)?;
                allow(&actor, Ask::Read(&WATCH), purpose)
                    .map_err(|forbidden| Fault::Input(forbidden.to_string()))?;
                oversight::watch(&house.node, desk::Desk::now(), cases::persons_named)? as u64
            }
        };
        if self.common.json {
            println!("{}", serde_json::json!({ "found": found }));
        } else {
            println!(
                "{found} new; 'tutela list oversight.findings --filter state=open' lists what waits for an answer"
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
