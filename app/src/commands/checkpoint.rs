//! `tutela checkpoint`.

use super::Common;
use super::node::{Reached, reach};
use crate::fault::Fault;
use clap::Args;
use std::process::ExitCode;

/// Signs and prints a checkpoint (C2SP tlog-checkpoint), to be kept elsewhere.
#[derive(Args)]
#[command(after_help = "Example: tutela checkpoint > kept-elsewhere.txt")]
pub(crate) struct Checkpoint {
    #[command(flatten)]
    common: Common,
}

impl Checkpoint {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let text = match reach(&self.common)? {
            Reached::Files(house) => house.node.checkpoint()?,
            Reached::Live(live) => live.get("/api/checkpoint")?,
        };
        if self.common.json {
            println!("{}", serde_json::json!({ "checkpoint": text }));
        } else {
            print!("{text}");
        }
        Ok(ExitCode::SUCCESS)
    }
}
