//! `tutela token`.

use super::Common;
use super::act::id_of;
use super::client::Live;
use super::node::{Reached, reach};
use crate::fault::Fault;
use access::{AccountFault, NewToken, Scope, account_named, make_token};
use clap::Args;
use desk::Desk;
use kernel::{CodeList, Purpose};
use serde_json::{Value, json};
use std::process::ExitCode;
use store::Node;

/// Makes a machine's token, shown once and stored only as a hash. Beside a running node it is made for who signed in within the
/// last ten minutes; with the node stopped, for the account that is named.
#[derive(Args)]
#[command(
    after_help = "Example: tutela token intake --purpose intake --may 'reports.*' --days 90\n         tutela token --list\n         tutela token --withdraw 0f8fad5bd9cb469fa165708677289501"
)]
pub(crate) struct Token {
    #[command(flatten)]
    common: Common,
    /// With the node stopped: the account that the token acts for
    user: Option<String>,
    /// The purpose that it states
    #[arg(long, required_unless_present_any = ["list", "withdraw"])]
    purpose: Option<String>,
    /// What it may do: names of acts and reads, or all of a room as 'reports.*', with spaces or commas between them
    #[arg(long, default_value = "", value_name = "NAMES")]
    may: String,
    /// How many days it lasts, 1 to 365
    #[arg(long, default_value_t = 90)]
    days: i64,
    /// What it is for, 1 to 40 characters
    #[arg(long, default_value = "command line")]
    label: String,
    /// Lists tokens beside a running node: one's own, or for who keeps accounts everybody's
    #[arg(long)]
    list: bool,
    /// Withdraws the token of that number, at once
    #[arg(long, value_name = "NUMBER", conflicts_with = "list")]
    withdraw: Option<String>,
}

impl Token {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        if let Some(number) = &self.withdraw {
            let number = id_of("--withdraw", number)?.to_string();
            let answer =
                Live::of(&self.common.data)?.post("/api/tokens/withdraw", &json!({ "number": number }))?;
            println!("{}", if self.common.json { answer } else { "Withdrawn.".to_owned() });
            return Ok(ExitCode::SUCCESS);
        }
        if self.list {
            return self.list();
        }
        let code = self.purpose.as_deref().unwrap_or_default();
        let purpose =
            Purpose::from_code(code).map_err(|error| Fault::Input(format!("--purpose: {error}")))?;
        let (name, token) = match reach(&self.common)? {
            Reached::Live(live) => (String::new(), self.make_beside(&live, purpose)?),
            Reached::Files(house) => {
                let user = self.user.as_deref().unwrap_or_default();
                let made = self.make_by_files(&house.node, user, purpose);
                (user.to_owned(), made.map_err(|fault| Fault::Input(fault.to_string()))?)
            }
        };
        if self.common.json {
            println!("{}", json!({ "name": name, "token": token }));
        } else {
            println!("{token}");
        }
        Ok(ExitCode::SUCCESS)
    }

    fn make_beside(&self, live: &Live, purpose: Purpose) -> Result<String, Fault> {
        if let Some(user) = &self.user {
            return Err(Fault::Input(format!(
                "'{user}': beside a running node a token is made for who signed in; leave the name out"
            )));
        }
        let body = json!({
            "label": self.label, "purpose": purpose.code(), "scope": self.may, "days": self.days,
        });
        let told: Value = serde_json::from_str(&live.post("/api/tokens", &body)?)
            .map_err(|error| Fault::Input(format!("the node's answer: {error}")))?;
        Ok(told["token"].as_str().unwrap_or_default().to_owned())
    }

    fn make_by_files(&self, node: &Node, user: &str, purpose: Purpose) -> Result<String, AccountFault> {
        let account = account_named(node, user)?.ok_or_else(|| AccountFault::Nobody(user.to_owned()))?;
        let scope = Scope::read(&self.may, node.registry())?;
        let new = NewToken { account: account.id, label: &self.label, purpose, scope, days: self.days };
        Ok(make_token(node, &new, Desk::now())?.1)
    }

    fn list(&self) -> Result<ExitCode, Fault> {
        let told: Value = serde_json::from_str(&Live::of(&self.common.data)?.get("/api/tokens")?)
            .map_err(|error| Fault::Input(format!("the node's answer: {error}")))?;
        for one in told.as_array().into_iter().flatten() {
            if self.common.json {
                println!("{one}");
                continue;
            }
            let part = |name: &str| one[name].as_str().unwrap_or_default();
            let scope: Vec<&str> =
                one["scope"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            println!("{}  until {}  {}  [{}]", part("number"), part("ends"), part("label"), scope.join(" "));
        }
        Ok(ExitCode::SUCCESS)
    }
}
