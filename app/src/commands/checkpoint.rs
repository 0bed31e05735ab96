//! `tutela checkpoint`.

use super::Common;
use super::node::{Reached, reach};
use crate::checkpoints;
use crate::fault::Fault;
use clap::Args;
use serde_json::Value;
use std::process::ExitCode;

/// Signs and prints a checkpoint (C2SP tlog-checkpoint), to be kept elsewhere; or tells what became of those written out.
#[derive(Args)]
#[command(
    after_help = "Examples: tutela checkpoint > kept-elsewhere.txt\n          tutela checkpoint --places"
)]
pub(crate) struct Checkpoint {
    #[command(flatten)]
    common: Common,
    /// Tells where the node writes checkpoints ('tutela serve --checkpoint-to'), when it last could and what went wrong
    #[arg(long)]
    places: bool,
}

/// The places as one line each.
fn tell(place: &Value) {
    let text = |name: &str| place[name].as_str().unwrap_or("never").to_owned();
    let trouble = match (place["trouble"].as_str(), place["status"].as_u64()) {
        (None, _) => String::new(),
        (Some(trouble), None) => format!(" ({trouble})"),
        (Some(trouble), Some(status)) => format!(" ({trouble} {status})"),
    };
    println!(
        "{}  {}: written {} with {} entries; failed {}{trouble}, {} times since",
        place["number"],
        text("place"),
        text("succeeded"),
        place["size"],
        text("failed"),
        place["failures"],
    );
}

impl Checkpoint {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        if self.places { self.tell_places() } else { self.sign() }
    }

    fn tell_places(&self) -> Result<ExitCode, Fault> {
        let places: Vec<Value> = match reach(&self.common)? {
            Reached::Files(house) => checkpoints::all(&house.node)?.iter().map(checkpoints::told).collect(),
            Reached::Live(live) => serde_json::from_str(&live.get("/api/checkpoints")?)
                .map_err(|error| Fault::Input(error.to_string()))?,
        };
        if self.common.json {
            places.iter().for_each(|place| println!("{place}"));
        } else if places.is_empty() {
            println!("Checkpoints are written nowhere; see 'tutela serve --checkpoint-to'.");
        } else {
            places.iter().for_each(tell);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn sign(&self) -> Result<ExitCode, Fault> {
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
