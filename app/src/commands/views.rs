//! `tutela views`: saved views of lists, beside a running node.

use super::Common;
use super::act::id_of;
use super::client::Live;
use crate::fault::Fault;
use clap::Args;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Lists one's own saved views and those that the unit shares, saves one, or removes one.
#[derive(Args)]
#[command(
    after_help = "Example: tutela views\n         tutela views --save \"New and urgent\" --of reports/queue --asked \"state=new&sort=-points\" --shared\n         tutela views --remove 0f8fad5bd9cb469fa165708677289501"
)]
pub(crate) struct Views {
    #[command(flatten)]
    common: Common,
    /// Saves a view under this name: 1 to 60 characters
    #[arg(long, value_name = "NAME", requires = "of")]
    save: Option<String>,
    /// The list of the view to be saved: room and name with a slash between
    #[arg(long, value_name = "ROOM/LIST", requires = "save")]
    of: Option<String>,
    /// What is asked of the list, as in its address: filters and order
    #[arg(long, value_name = "FILTERS", default_value = "", requires = "save")]
    asked: String,
    /// Everybody of the unit finds it, too
    #[arg(long, requires = "save")]
    shared: bool,
    /// Removes one's own view of that number
    #[arg(long, value_name = "NUMBER", conflicts_with = "save")]
    remove: Option<String>,
}

impl Views {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let live = Live::of(&self.common.data)?;
        if let (Some(name), Some(list)) = (&self.save, &self.of) {
            let body = json!({ "name": name, "list": list, "asked": self.asked, "shared": self.shared });
            let answer = live.post("/api/views", &body)?;
            println!("{}", if self.common.json { answer } else { "Saved.".to_owned() });
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(number) = &self.remove {
            let body = json!({ "number": id_of("--remove", number)?.to_string() });
            let answer = live.post("/api/views/remove", &body)?;
            println!("{}", if self.common.json { answer } else { "Removed.".to_owned() });
            return Ok(ExitCode::SUCCESS);
        }
        let told: Value = serde_json::from_str(&live.get("/api/views")?)
            .map_err(|error| Fault::Input(format!("the node's answer: {error}")))?;
        for one in told.as_array().into_iter().flatten() {
            if self.common.json {
                println!("{one}");
                continue;
            }
            let part = |name: &str| one[name].as_str().unwrap_or_default();
            let whose = match (one["own"] == true, one["shared"] == true) {
                (true, true) => "yours, shared",
                (true, false) => "yours",
                (false, _) => "of the unit",
            };
            println!("{}  {:40} {}?{}  {whose}", part("number"), part("name"), part("list"), part("asked"));
        }
        Ok(ExitCode::SUCCESS)
    }
}
