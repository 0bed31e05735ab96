//! `tutela keys`.

use super::Common;
use super::client::Live;
use super::node::{Reached, must_be_there, reach};
use crate::doctor::{Kept, note};
use crate::doors::keys::{self, turn_at_the_console};
use crate::fault::Fault;
use clap::Args;
use desk::Desk;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use store::keeping::{back_keys_up, make_identity};

/// Shows the key store in figures, replaces the node key and the keys of teams, or backs the key store up: beside a running node, where one signs in first, or without one.
#[derive(Args)]
#[command(
    after_help = "Example: tutela keys --rotate\n         tutela keys --backup keys.age --recipient age1..."
)]
pub(crate) struct Keys {
    #[command(flatten)]
    common: Common,
    /// Replaces the node key, under which every key is wrapped anew, and the keys that the public door seals to
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
        let told = match reach(&self.common)? {
            Reached::Live(live) => {
                if self.rotate {
                    self.turn_beside(&live)?;
                }
                asked(&live)?
            }
            Reached::Files(house) => {
                if self.rotate {
                    turn_at_the_console(&house.node).map_err(|fault| Fault::Input(fault.to_string()))?;
                    crate::doors::core::write_out(&house.node)?;
                }
                keys::told(&house.node.key_status()?)
            }
        };
        if self.common.json {
            println!("{told}");
            return Ok(ExitCode::SUCCESS);
        }
        let since = told["since"].as_str().unwrap_or("before that was written down");
        println!("Node key {}, since {since}", told["node_key"]);
        println!("{} keys, {} of them unused", told["keys"], told["unused"]);
        for (age, count) in told["ages"].as_object().into_iter().flatten() {
            println!("  {age:20} {count}");
        }
        for key in told["teams"].as_array().into_iter().flatten() {
            println!("{}", team_line(key));
        }
        if self.rotate {
            println!("Put the new node.key into the safe, and back the key store up anew");
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Decides it beside a running node, and waits until the node has done it.
    fn turn_beside(&self, live: &Live) -> Result<(), Fault> {
        let before = asked(live)?;
        live.post(&format!("/api/acts/{}", kernel::turning::ROTATE.name), &json!({ "act": {} }))?;
        let until = Instant::now() + TURNING;
        loop {
            let told = asked(live)?;
            // The new node key has its place only when nothing of the replacement is left to do.
            if told["node_key"].as_u64() > before["node_key"].as_u64() && told["turning"].is_null() {
                return Ok(());
            }
            if Instant::now() > until {
                let wrong = "it is decided, and not done yet: the node goes on with it; see 'tutela keys'";
                return Err(Fault::Found(wrong.into()));
            }
            if self.common.shows_progress() {
                eprint!("\rwrapping keys anew: {} left        ", told["under_older"]);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// A team's key in one line.
fn team_line(key: &Value) -> String {
    let text = |name: &str| key[name].as_str().unwrap_or_default();
    let (team, made) = (text("team"), text("made"));
    let state = match key["opens_until"].as_str() {
        None => "current".to_owned(),
        Some(until) => format!("replaced, opens until {until}"),
    };
    format!("Key {} of {team}, made {made}, {} days old: {state}", key["key"], key["days"])
}

/// How long a running node is waited for.
const TURNING: Duration = Duration::from_secs(600);

/// What the running node tells of its keys.
fn asked(live: &Live) -> Result<Value, Fault> {
    serde_json::from_str(&live.get("/api/keys")?)
        .map_err(|error| Fault::Input(format!("the node's answer: {error}")))
}
