//! `tutela account`.

use super::Common;
use super::node::files;
use crate::fault::Fault;
use clap::Args;
use desk::{NewAccount, add_account};
use kernel::{CodeList, Id, Role};
use std::process::ExitCode;

/// Makes a staff account. The password is read from standard input or TUTELA_PASSWORD.
#[derive(Args)]
#[command(
    after_help = "Example: tutela account amira --role investigator --unit 0f8fad5bd9cb469fa165708677289501"
)]
pub(crate) struct AccountCommand {
    #[command(flatten)]
    common: Common,
    /// The name to sign in with
    user: String,
    /// analyst, investigator, prosecutor, court-officer, victim-support, overseer, statistician or administrator
    #[arg(long)]
    role: String,
    /// The unit's number
    #[arg(long)]
    unit: String,
}

/// Reads a password: from the environment, or one line of standard input.
///
/// # Errors
/// [`Fault::Input`] when there is none.
pub(crate) fn password() -> Result<String, Fault> {
    if let Ok(password) = std::env::var("TUTELA_PASSWORD") {
        return Ok(password);
    }
    use std::io::IsTerminal;
    if std::io::stdin().is_terminal() {
        eprint!("Password: ");
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| Fault::File("standard input".into(), error))?;
    let line = line.trim_end_matches(['\r', '\n']).to_owned();
    if line.is_empty() {
        Err(Fault::Input("password: none was given; type it, pipe it in, or set TUTELA_PASSWORD".into()))
    } else {
        Ok(line)
    }
}

impl AccountCommand {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let role = Role::from_code(&self.role).map_err(|error| Fault::Input(format!("--role: {error}")))?;
        let unit: Id = self.unit.parse().map_err(|error| Fault::Input(format!("--unit: {error}")))?;
        let password = password()?;
        let house = files(&self.common)?;
        let new = NewAccount { user: &self.user, role, unit, password: &password };
        let account = add_account(&house.node, &new).map_err(|error| Fault::Input(error.to_string()))?;
        if self.common.json {
            println!(
                "{}",
                serde_json::json!({ "user": account.user, "id": account.id.to_string(), "role": role.code() })
            );
        } else if !self.common.quiet {
            println!("{} may sign in as {} (number {})", account.user, role.code(), account.id);
        }
        Ok(ExitCode::SUCCESS)
    }
}
