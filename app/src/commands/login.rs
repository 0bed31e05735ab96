//! `tutela login`.

use super::Common;
use super::client::{KNOWN_FILE, SignIn, TOKEN_FILE, sign_in, staff_address};
use super::secrets::{code, password};
use super::serve::write_for_this_user;
use crate::fault::Fault;
use clap::Args;
use kernel::{CodeList, Purpose};
use std::path::Path;
use std::process::ExitCode;

/// Signs in to the running node and keeps a token that ends with the day, readable by this user only. Sign in again for what is
/// grave: accounts, erasures, publications want a sign-in of the last ten minutes. The code of a second factor is read from
/// TUTELA_CODE.
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
        let known = self.common.data.join(KNOWN_FILE);
        let kept = |file: &Path| std::fs::read_to_string(file).unwrap_or_default().trim().to_owned();
        let token = self.common.data.join(TOKEN_FILE);
        let asked = SignIn {
            user: &self.user,
            password: &password()?,
            code: &code(),
            purpose,
            known: &kept(&known),
            before: &kept(&token),
        };
        let told = sign_in(&staff, &asked)?;
        write_for_this_user(&token, told.token.as_bytes())?;
        write_for_this_user(&known, told.known.as_bytes())?;
        if !self.common.quiet {
            println!("Signed in as {} for {}", self.user, purpose.code());
        }
        Ok(ExitCode::SUCCESS)
    }
}
