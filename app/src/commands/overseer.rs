//! `tutela overseer`.

use super::Common;
use super::act::As;
use super::node::{Reached, reach};
use crate::fault::Fault;
use clap::Args;
use kernel::{Ask, allow};
use oversight::{READ_OVERSEER, entry_seen, room_seen};
use serde_json::Value;
use std::process::ExitCode;

/// Tells what is new for whoever oversees, or explains one entry.
#[derive(Args)]
#[command(
    after_help = "Examples: tutela overseer\n          tutela overseer --entry 4711\n          tutela list journal.looks --filter actor=NUMBER --filter from=2026-11"
)]
pub(crate) struct Overseer {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    /// Explains this entry: who, why, when, about which record, through which case
    #[arg(long, value_name = "NUMBER")]
    entry: Option<u64>,
}

impl Overseer {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let told = match reach(&self.common)? {
            Reached::Live(live) => {
                let path = match self.entry {
                    Some(entry) => format!("/api/overseer/entries/{entry}"),
                    None => "/api/overseer".to_owned(),
                };
                serde_json::from_str(&live.get(&path)?).map_err(|error| Fault::Input(error.to_string()))?
            }
            Reached::Files(house) => {
                let (actor, purpose) = self.by.actor(&house)?;
                allow(&actor, Ask::Read(&READ_OVERSEER), purpose)
                    .map_err(|forbidden| Fault::Input(forbidden.to_string()))?;
                match self.entry {
                    Some(entry) => {
                        serde_json::to_value(entry_seen(&house.node, entry)?.ok_or_else(|| {
                            Fault::Input(format!("--entry {entry}: there is no such entry"))
                        })?)
                    }
                    None => serde_json::to_value(room_seen(&house.node, actor.id)?),
                }
                .map_err(|error| Fault::Input(error.to_string()))?
            }
        };
        if self.common.json {
            println!("{told}")
        } else {
            self.tell(&told)
        }
        Ok(ExitCode::SUCCESS)
    }

    fn tell(&self, told: &Value) {
        if self.entry.is_some() {
            let fields = told.as_object().into_iter().flatten();
            fields
                .filter(|(_, value)| !is_nothing(value))
                .for_each(|(name, value)| println!("{name:10} {value}"));
            return;
        }
        println!("{:20} {:>8} {:>8} {:>8}", "list", "new", "waiting", "all");
        for traces in told["traces"].as_array().into_iter().flatten() {
            let list = traces["list"].as_str().unwrap_or_default();
            let waiting = traces["waiting"].as_u64().map(|n| n.to_string()).unwrap_or_default();
            println!("{list:20} {:>8} {waiting:>8} {:>8}", traces["new"], traces["all"]);
        }
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value == "" || value.as_array().is_some_and(Vec::is_empty)
}
