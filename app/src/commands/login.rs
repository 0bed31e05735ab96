//! `tutela login`.

use super::Common;
use super::account::password;
use super::client::{TOKEN_FILE, sign_in, staff_address};
use crate::fault::Fault;
use clap::Args;
use kernel::{CodeList, Purpose};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
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
        drop(std::fs::remove_file(&file));
        let mut options = std::fs::OpenOptions::new();
        let mut kept =
            options.write(true).create_new(true).mode(0o600).open(&file).map_err(Fault::file(&file))?;
        kept.write_all(token.as_bytes()).map_err(Fault::file(&file))?;
        if !self.common.quiet {
            println!("Signed in as {} for {}", self.user, purpose.code());
        }
        Ok(ExitCode::SUCCESS)
    }
}
