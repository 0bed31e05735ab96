//! `tutela machine-key`: keys by which systems of platforms and partners send reports.

use super::Common;
use super::client::Live;
use crate::fault::Fault;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::process::ExitCode;

/// Opens, lists and ends keys of senders' systems, beside a running node; to open one, sign in as an administrator within the last ten
/// minutes.
#[derive(Args)]
#[command(
    after_help = "Example: tutela machine-key open platform-1 --unit platform --sandbox\n         tutela machine-key list\n         tutela machine-key end platform-1"
)]
pub(crate) struct MachineKey {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Open a key; its secret is shown once
    Open {
        /// The name that it signs in with: 3 to 40 small letters, digits or hyphens
        name: String,
        /// The word of the unit that it sends for
        #[arg(long, value_name = "WORD")]
        unit: String,
        /// For trying: everything is checked, and nothing reaches a desk
        #[arg(long)]
        sandbox: bool,
        /// Most reports that it hands in within a minute; 600000 where it is left out
        #[arg(long, value_name = "NUMBER")]
        per_minute: Option<u32>,
        /// Most bytes that it hands in within a day; a tebibyte where it is left out
        #[arg(long, value_name = "NUMBER")]
        bytes_a_day: Option<u64>,
    },
    /// Set how much a key hands in at most
    Quota {
        /// The name that it signs in with, or its number
        #[arg(value_name = "NAME")]
        name: String,
        /// Most reports within a minute
        #[arg(long, value_name = "NUMBER")]
        per_minute: u32,
        /// Most bytes within a day
        #[arg(long, value_name = "NUMBER")]
        bytes_a_day: u64,
    },
    /// End a key, at once
    End {
        /// The name that it signs in with, or its number
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// List keys
    List,
}

fn read(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::Input(format!("the node's answer: {error}")))
}

/// The number of the unit of that word.
fn unit_of(live: &Live, word: &str) -> Result<String, Fault> {
    let units = read(&live.get("/api/lists/access/units?per_page=500")?)?;
    let mut rows = units["rows"].as_array().into_iter().flatten();
    let found = rows.find(|row| row["word"] == word).and_then(|row| row["unit"].as_str());
    found.map(ToOwned::to_owned).ok_or_else(|| {
        Fault::Input(format!("--unit: '{word}' is no unit; a word from 'tutela list access/units' is wanted"))
    })
}

/// All keys, with their names.
fn keys(live: &Live) -> Result<Vec<Value>, Fault> {
    Ok(read(&live.get("/api/machine-keys")?)?.as_array().cloned().unwrap_or_default())
}

/// The number of the key of that name, or of that number.
fn key_of(keys: &[Value], named: &str) -> Result<String, Fault> {
    let found = keys.iter().find(|one| one["name"] == named || one["key"] == named);
    found.and_then(|one| one["key"].as_str()).map(ToOwned::to_owned).ok_or_else(|| {
        Fault::Input(format!("NAME: '{named}' is no key; a name from 'tutela machine-key list' is wanted"))
    })
}

impl MachineKey {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let live = Live::of(&self.common.data)?;
        match self.what {
            What::Open { name, unit, sandbox, per_minute, bytes_a_day } => {
                let environment = if sandbox { "sandbox" } else { "production" };
                let body = json!({ "name": name, "unit": unit_of(&live, &unit)?, "environment": environment,
                        "per_minute": per_minute, "bytes_a_day": bytes_a_day });
                let told = read(&live.post("/api/machine-keys", &body)?)?;
                if self.common.json {
                    println!("{told}");
                } else {
                    let part = |name: &str| told[name].as_str().unwrap_or_default();
                    println!("Key {}, shown once. With HTTP Basic at the machine door:", part("key"));
                    println!("{}:{}", part("name"), part("secret"));
                }
            }
            What::Quota { name, per_minute, bytes_a_day } => {
                let key = key_of(&keys(&live)?, &name)?;
                let quota = json!({ "key": key, "per_minute": per_minute, "bytes_a_day": bytes_a_day });
                let told = live.post("/api/acts/access.set-machine-quota", &json!({ "act": quota }))?;
                println!("{}", if self.common.json { told } else { "Set.".to_owned() });
            }
            What::End { name } => {
                let body = json!({ "act": { "key": key_of(&keys(&live)?, &name)? } });
                let told = live.post("/api/acts/access.end-machine-key", &body)?;
                println!("{}", if self.common.json { told } else { "Ended.".to_owned() });
            }
            What::List => {
                for one in keys(&live)? {
                    if self.common.json {
                        println!("{one}");
                        continue;
                    }
                    let part = |name: &str| one[name].as_str().unwrap_or("-");
                    let works = if one["works"].as_bool().unwrap_or(false) { "works" } else { "ended" };
                    let (name, used) = (part("name"), part("used"));
                    println!(
                        "{}  {name:<24}  {:<10}  {works}  for {}  last used {used}",
                        part("key"),
                        part("environment"),
                        part("unit")
                    );
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_name_or_number_and_no_other() {
        let keys = [
            json!({ "key": "01", "name": null, "works": true }),
            json!({ "key": "02", "name": "platform-1", "works": true }),
        ];
        assert_eq!(key_of(&keys, "platform-1").unwrap(), "02");
        assert_eq!(key_of(&keys, "01").unwrap(), "01");
        for wrong in ["platform", "", "null", "3"] {
            let fault = key_of(&keys, wrong).unwrap_err().to_string();
            assert!(fault.contains(wrong) && fault.contains("machine-key list"), "{fault}");
        }
    }
}
