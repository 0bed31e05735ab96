//! `tutela roles`.

use super::Common;
use crate::fault::Fault;
use crate::rooms::{registry, rooms};
use clap::Args;
use std::process::ExitCode;

/// Tells what each role may do and read, made of the policy itself; needs no node.
#[derive(Args)]
#[command(after_help = "Example: tutela roles --role overseer")]
pub(crate) struct Roles {
    #[command(flatten)]
    common: Common,
    /// Only what is open to this role
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
}

impl Roles {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        if let Some(code) = &self.role {
            <kernel::Role as kernel::CodeList>::from_code(code)
                .map_err(|error| Fault::Input(format!("--role: {error}")))?;
        }
        let lines = oversight::lines(&registry(&mut rooms())?);
        let is_asked = |line: &&oversight::Line| {
            self.role.as_ref().is_none_or(|role| line.roles.contains(&role.as_str()))
        };
        for line in lines.iter().filter(is_asked) {
            if self.common.json {
                let told = serde_json::json!({ "what": line.what, "name": line.name, "about": line.about, "roles": line.roles });
                println!("{told}");
            } else {
                println!("{:9} {:34} {}", line.what, line.name, line.roles.join(", "));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
