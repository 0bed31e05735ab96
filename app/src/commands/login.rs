//! `tutela login`.

use super::Common;
use super::account::password;
use super::client::{TOKEN_FILE, sign_in, staff_address};
use super::serve::write_for_this_user;
use crate::fault::Fault;
use clap::Args;
use kernel::{CodeList, Purpose};
use std::process::ExitCode;

/// Signs in to the running node and keeps a token that ends with the day, readable by this user only.
#[derive(Args)]
#[command(after_help = "Example: tutela login --user amira --purpose investigation")]
pub(crate) struct Login {
    #[command(flatten)]
    common: Common,
    /// The name to sign in with
    #[arg(long)]
    user: String,
    /// Why you work with the node
    #[arg(long)]
    purpose: String,
}

impl Login {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let purpose =
            Purpose::from_code(&self.purpose).map_err(|error| Fault::Input(format!("--purpose: {error}")))?;
        let staff = staff_address(&self.common.data)?;
        let token = sign_in(&staff, &self.user, &password()?, purpose)?;
        let file = self.common.data.join(TOKEN_FILE);
        write_for_this_user(&file, token.as_bytes())?;
        if !self.common.quiet {
            println!("Signed in as {} for {}", self.user, purpose.code());
        }
        Ok(ExitCode::SUCCESS)
    }
}
