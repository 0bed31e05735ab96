//! `tutela config`.

use super::Common;
use crate::settings::{Given, Kind, Setting, Settings, shown_database};
use clap::Args;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Prints every setting in force and where it comes from. Secrets are not shown: they stand in files that settings name.
#[derive(Args)]
#[command(after_help = "Example: tutela config --config /etc/tutela/tutela.toml")]
pub(crate) struct Config {
    #[command(flatten)]
    common: Common,
}

/// A value as it may be shown.
fn shown(setting: &Setting, given: &Given) -> Value {
    let one = |text: &String| match setting.kind {
        Kind::Number => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
        Kind::Flag => json!(text == "true"),
        _ if setting.key == "database" => json!(shown_database(text)),
        _ => json!(text),
    };
    match setting.kind {
        Kind::List => given.values.iter().map(one).collect(),
        _ => given.values.first().map_or(Value::Null, one),
    }
}

impl Config {
    pub(crate) fn run(self, settings: &Settings) -> ExitCode {
        if !self.common.json && !self.common.quiet {
            match &settings.file {
                Some(file) => println!("# {}", file.display()),
                None => println!("# no file; see 'tutela help config'"),
            }
        }
        let mut section = "";
        for (setting, given) in settings.in_force() {
            let value = shown(setting, &given);
            let from = given.origin.to_string();
            if self.common.json {
                println!(
                    "{}",
                    json!({ "setting": setting.name(), "value": value, "from": from, "variable": setting.variable })
                );
                continue;
            }
            if setting.section != section {
                section = setting.section;
                println!("\n[{section}]");
            }
            match value {
                Value::Null => println!("# {} is not set", setting.key),
                value => println!("{} = {value}  # {from}", setting.key),
            }
        }
        ExitCode::SUCCESS
    }
}
