//! `tutela prove`.

use super::Common;
use super::node::{Reached, reach};
use crate::fault::Fault;
use clap::Args;
use oversight::EntryProof;
use std::process::ExitCode;

/// Proves that an entry stands in the journal, without what it says: C2SP tlog-proof text, to be handed on.
#[derive(Args)]
#[command(
    after_help = "Example: tutela prove 4711 > entry-4711.tlog-proof\n         tutela verify --proof entry-4711.tlog-proof --key my.vkey"
)]
pub(crate) struct Prove {
    #[command(flatten)]
    common: Common,
    /// The entry's number
    entry: u64,
}

impl Prove {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let missing = || Fault::Input(format!("ENTRY {}: the journal has no such entry", self.entry));
        let proof = match reach(&self.common)? {
            Reached::Live(live) => {
                let text = live.get(&format!("/api/overseer/entries/{}/proof", self.entry))?;
                serde_json::from_str(&text).map_err(|error| Fault::Input(error.to_string()))?
            }
            // Whoever has the node's files may prove what stands in them: a proof tells nothing of it.
            Reached::Files(house) => {
                let proof = house.node.prove(self.entry)?.ok_or_else(missing)?;
                serde_json::to_value(EntryProof::from(&proof))
                    .map_err(|error| Fault::Input(error.to_string()))?
            }
        };
        if self.common.json {
            println!("{proof}");
        } else {
            print!("{}", proof["text"].as_str().unwrap_or_default());
        }
        Ok(ExitCode::SUCCESS)
    }
}
