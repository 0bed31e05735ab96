//! `tutela init`: a new node, with its first administrator and its first overseer.

use super::Common;
use crate::doors::core::House;
use crate::fault::Fault;
use access::{AccountFault, founded, founder_link};
use clap::Args;
use desk::Desk;
use kernel::{Cell, Id};
use serde_json::{Value, json};
use std::process::ExitCode;

/// Makes a node and prints two one-time links, for its first administrator and its first overseer. Each is good once, within 24
/// hours, at the staff door. Run again, it prints new links for those who have not used theirs.
#[derive(Args)]
#[command(
    after_help = "Example: tutela init --data /var/lib/tutela --name tutela.example --staff https://staff.example"
)]
pub(crate) struct Init {
    #[command(flatten)]
    common: Common,
    /// Where the staff door will be, as those who get the links reach it
    #[arg(long, default_value = "http://127.0.0.1:8081", value_name = "URL")]
    staff: String,
    /// Lets staff sign in with name and password alone. It stands in the journal and cannot be changed later
    #[arg(long)]
    without_second_factor: bool,
}

impl Init {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let house = House::open(self.common.config(), &self.common.exit)?;
        let told = |fault: AccountFault| Fault::Input(fault.to_string());
        let founding = founded(&house.node, !self.without_second_factor).map_err(told)?;
        let mut links = Vec::new();
        for (who, account) in [("administrator", founding.administrator), ("overseer", founding.overseer)] {
            match founder_link(&house.node, account, Desk::now()) {
                Ok((link, until)) => links.push(self.told(who, account, &link, &until.to_text())),
                // It was used: whoever holds that account is there already.
                Err(AccountFault::Link) => {}
                Err(fault) => return Err(told(fault)),
            }
        }
        if links.is_empty() {
            return Err(Fault::Input(format!(
                "--data {}: this node is founded, and both links were used; 'tutela account recover' helps who cannot sign in",
                self.common.data.display()
            )));
        }
        if self.common.json {
            links.iter().for_each(|link| println!("{link}"));
        } else {
            println!("Serve the node ('tutela serve'). Then each of the two opens their own link, once:\n");
            let part = |link: &Value, name: &str| link[name].as_str().unwrap_or_default().to_owned();
            links.iter().for_each(|link| {
                println!(
                    "  {} (until {})\n  {}\n",
                    part(link, "role"),
                    part(link, "until"),
                    part(link, "link")
                );
            });
        }
        Ok(ExitCode::SUCCESS)
    }

    fn told(&self, role: &str, account: Id, link: &str, until: &str) -> Value {
        let link = format!("{}/begin/{link}", self.staff.trim_end_matches('/'));
        json!({ "role": role, "account": account.to_string(), "link": link, "until": until })
    }
}
