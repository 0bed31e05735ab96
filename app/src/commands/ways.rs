//! `tutela ways`: one's own ways to sign in, beside a running node.

use super::Common;
use super::act::id_of;
use super::client::Live;
use super::secrets::secret;
use crate::fault::Fault;
use clap::Args;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Lists one's own ways to sign in, or changes one: sign in with 'tutela login' less than ten minutes before. Passkeys are added in
/// a browser, at /ways of the staff door. A new password is read from TUTELA_NEW_PASSWORD or one line of standard input.
#[derive(Args)]
#[command(
    after_help = "Example: tutela ways\n         tutela ways --remove 0f8fad5bd9cb469fa165708677289501\n         tutela ways --new-password"
)]
pub(crate) struct Ways {
    #[command(flatten)]
    common: Common,
    /// Removes the passkey of that number
    #[arg(long, value_name = "NUMBER", group = "change")]
    remove: Option<String>,
    /// Gives the passkey of that number the name of --label
    #[arg(long, value_name = "NUMBER", group = "change", requires = "label")]
    rename: Option<String>,
    /// The new name: 1 to 40 characters
    #[arg(long, value_name = "NAME", requires = "rename")]
    label: Option<String>,
    /// Sets another password; all other sessions end
    #[arg(long, group = "change")]
    new_password: bool,
    /// Makes ten new recovery codes and prints them, once; all other sessions end
    #[arg(long, group = "change")]
    new_codes: bool,
}

impl Ways {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let live = Live::of(&self.common.data)?;
        if self.new_codes {
            return self.show_codes(&live.post("/api/second-factor/codes", &json!({}))?);
        }
        let change = match (&self.remove, &self.rename) {
            (Some(number), _) => Some(json!({ "number": id_of("--remove", number)?.to_string() })),
            (_, Some(number)) => {
                Some(json!({ "number": id_of("--rename", number)?.to_string(), "label": self.label }))
            }
            _ => None,
        };
        let answer = if self.new_password {
            let password = secret("TUTELA_NEW_PASSWORD", "New password", "password")?;
            live.post("/api/password", &json!({ "password": password }))?
        } else if let Some(change) = change {
            live.post("/api/ways/change", &change)?
        } else {
            return self.list(&live.get("/api/ways")?);
        };
        println!("{}", if self.common.json { answer } else { "Changed.".to_owned() });
        Ok(ExitCode::SUCCESS)
    }

    fn show_codes(&self, answer: &str) -> Result<ExitCode, Fault> {
        if self.common.json {
            println!("{answer}");
            return Ok(ExitCode::SUCCESS);
        }
        for code in read(answer)?["recovery_codes"].as_array().into_iter().flatten() {
            println!("{}", code.as_str().unwrap_or_default());
        }
        Ok(ExitCode::SUCCESS)
    }

    fn list(&self, answer: &str) -> Result<ExitCode, Fault> {
        if self.common.json {
            println!("{answer}");
            return Ok(ExitCode::SUCCESS);
        }
        let told = read(answer)?;
        let is = |name: &str| if told[name] == true { "yes" } else { "no" };
        println!("password       {}", is("password"));
        println!(
            "second factor  {}, {} recovery codes left",
            is("second_factor"),
            told["recovery_codes_left"]
        );
        println!("provider       {}", told["bound"].as_str().map_or("not bound", |_| "bound"));
        for one in told["passkeys"].as_array().into_iter().flatten() {
            let part = |name: &str| one[name].as_str().unwrap_or("never");
            println!("passkey        {}  used {}  {}", part("number"), part("used"), part("label"));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn read(answer: &str) -> Result<Value, Fault> {
    serde_json::from_str(answer).map_err(|error| Fault::Input(format!("the node's answer: {error}")))
}
