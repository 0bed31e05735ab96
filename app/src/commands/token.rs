//! `tutela token`.

use super::Common;
use super::node::files;
use crate::fault::Fault;
use clap::Args;
use desk::{Desk, add_token};
use kernel::{CodeList, Purpose};
use std::process::ExitCode;

/// Makes a machine's token, shown once and stored only as a hash.
#[derive(Args)]
#[command(after_help = "Example: tutela token intake --purpose intake")]
pub(crate) struct Token {
    #[command(flatten)]
    common: Common,
    /// The account that the token acts for
    user: String,
    /// The purpose that it states
    #[arg(long)]
    purpose: String,
}

impl Token {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let purpose =
            Purpose::from_code(&self.purpose).map_err(|error| Fault::Input(format!("--purpose: {error}")))?;
        let house = files(&self.common)?;
        let token = add_token(&house.node, &self.user, purpose, Desk::now())
            .map_err(|error| Fault::Input(error.to_string()))?;
        if self.common.json {
            println!("{}", serde_json::json!({ "name": self.user, "token": token }));
        } else {
            println!("{token}");
        }
        Ok(ExitCode::SUCCESS)
    }
}
