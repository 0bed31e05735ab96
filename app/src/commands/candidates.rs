//! `tutela candidates`: who is known already by a name, before somebody enters the same person again.

use super::Common;
use super::act::{As, text_of};
use super::client::Live;
use super::node::{Reached, reach};
use super::show::at_the_door;
use crate::fault::Fault;
use clap::Args;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Looks up who was entered under a name, one person a line as JSON. The look is recorded.
#[derive(Args)]
#[command(after_help = "Example: echo 'Fictional Name' | tutela candidates -")]
pub(crate) struct Candidates {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    /// A file whose first line is the name; - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    file: String,
}

impl Candidates {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let name = text_of(&self.file)?;
        match reach(&self.common)? {
            Reached::Live(live) => self.print(&live, &name)?,
            Reached::Files(house) => at_the_door(*house, &self.by, |live| self.print(live, &name))?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn print(&self, live: &Live, name: &str) -> Result<(), Fault> {
        let answer = live.post("/api/cases/candidates", &json!({ "name": name }))?;
        let answer: Value = serde_json::from_str(&answer)
            .map_err(|error| Fault::Input(format!("the node's answer is none: {error}")))?;
        let found = answer["candidates"].as_array().cloned().unwrap_or_default();
        found.iter().for_each(|one| println!("{one}"));
        if !self.common.quiet && !self.common.json {
            eprintln!("{} known by this name", found.len());
        }
        Ok(())
    }
}
