//! `tutela match-audit`: is what stands beside the journal about look-ups what the journal says?

use super::Common;
use super::act::As;
use super::node::{Reached, reach};
use crate::fault::Fault;
use clap::Args;
use kernel::{Ask, allow};
use known_material::service::{Checked, READ_CHECKED, check_look_ups};
use serde_json::{Value, json};
use std::process::ExitCode;

/// Makes the digest of each second of look-ups again from what every caller asked, and compares it with the journal.
#[derive(Args)]
#[command(after_help = "Example: tutela match-audit --json")]
pub(crate) struct MatchAudit {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
}

impl MatchAudit {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let told = match reach(&self.common)? {
            Reached::Live(live) => {
                let answer = live.get("/api/known-material/look-ups/check")?;
                serde_json::from_str(&answer).map_err(|error| Fault::Input(error.to_string()))?
            }
            Reached::Files(house) => {
                let (actor, purpose) = self.by.actor(&house)?;
                allow(&actor, Ask::Read(&READ_CHECKED), purpose)
                    .map_err(|forbidden| Fault::Input(forbidden.to_string()))?;
                let checked: Checked = check_look_ups(&house.node, desk::Desk::now())?;
                json!(checked)
            }
        };
        self.print(&told);
        let is_right = told["wrong"].as_array().is_some_and(Vec::is_empty);
        Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn print(&self, told: &Value) {
        if self.common.json {
            println!("{told}");
            return;
        }
        println!(
            "{} digests of {} look-ups are as they were; {} let go of",
            told["digests"], told["look_ups"], told["let_go"]
        );
        for one in told["wrong"].as_array().into_iter().flatten() {
            let part = |name: &str| one[name].as_str().unwrap_or_default();
            println!("wrong: process {}, digest {}: {}", part("process"), one["place"], part("wrong"));
        }
        if told["more"] != 0 {
            println!("and {} more", told["more"]);
        }
    }
}
