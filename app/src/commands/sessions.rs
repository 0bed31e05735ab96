//! `tutela sessions`: one's own, beside a running node.

use super::Common;
use super::act::id_of;
use super::client::Live;
use crate::fault::Fault;
use clap::Args;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Lists one's own sessions, or ends one or all of them.
#[derive(Args)]
#[command(
    after_help = "Example: tutela sessions\n         tutela sessions --end 0f8fad5bd9cb469fa165708677289501"
)]
pub(crate) struct Sessions {
    #[command(flatten)]
    common: Common,
    /// Ends the session of that number
    #[arg(long, value_name = "NUMBER", conflicts_with = "end_all")]
    end: Option<String>,
    /// Ends all sessions, that of 'tutela login' too
    #[arg(long)]
    end_all: bool,
}

impl Sessions {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let live = Live::of(&self.common.data)?;
        if self.end_all || self.end.is_some() {
            let body = match &self.end {
                Some(number) => json!({ "number": id_of("--end", number)?.to_string() }),
                None => json!({ "all": true }),
            };
            let answer = live.post("/api/sessions/end", &body)?;
            println!("{}", if self.common.json { answer } else { "Ended.".to_owned() });
            return Ok(ExitCode::SUCCESS);
        }
        let told: Value = serde_json::from_str(&live.get("/api/sessions")?)
            .map_err(|error| Fault::Input(format!("the node's answer: {error}")))?;
        for one in told.as_array().into_iter().flatten() {
            if self.common.json {
                println!("{one}");
                continue;
            }
            let part = |name: &str| one[name].as_str().unwrap_or_default();
            let here = if one["this"] == true { "this one" } else { "" };
            println!("{}  {:14} until {}  {here}", part("number"), part("purpose"), part("ends"));
        }
        Ok(ExitCode::SUCCESS)
    }
}
