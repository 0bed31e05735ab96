//! `tutela account`: units and accounts, as two people open them.

use super::Common;
use super::act::{As, entered, id_of};
use super::client::{agent, staff_address};
use super::node::{Reached, reach};
use super::secrets::{code, password, secret};
use crate::doors::core::House;
use crate::fault::Fault;
use access::acts::ProposeRecovery;
use access::{console, console_code, enter};
use clap::{Args, Subcommand};
use facts::unit::UnitKind;
use kernel::{CodeList, Id, Role};
use serde_json::{Value, json};
use std::process::ExitCode;

/// Opens units and accounts: an administrator or overseer proposes, another approves. Beside a running node, sign in first; each
/// of these acts wants a sign-in of the last ten minutes.
#[derive(Args)]
#[command(
    after_help = "Example: tutela account propose --role investigator --unit 0f8fad5bd9cb469fa165708677289501\n         tutela account approve ACCOUNT PROPOSAL\n         tutela account link ACCOUNT\n         TUTELA_LINK=... TUTELA_LINK_CODE=... tutela account begin --user amira"
)]
pub(crate) struct AccountCommand {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Opens a unit and prints its number
    Unit {
        /// The word by which people call it: small letters, digits, hyphens
        word: String,
        /// hotline, police, prosecution, court, victim-support, oversight, statistics, administration or other
        #[arg(long)]
        kind: String,
    },
    /// Proposes an account, another role or unit of one, or a suspended one open again; prints account and proposal
    Propose {
        /// analyst, investigator, prosecutor, court-officer, victim-support, overseer, statistician or administrator
        #[arg(long)]
        role: String,
        /// The unit's number
        #[arg(long)]
        unit: String,
        /// An account that is there; a new one when none is named
        #[arg(long)]
        account: Option<String>,
    },
    /// Approves what somebody else proposed
    Approve {
        /// The account's number
        account: String,
        /// The proposal's number
        proposal: String,
    },
    /// Suspends an account, at once
    Suspend {
        /// The account's number
        account: String,
    },
    /// Closes an account for good
    Close {
        /// The account's number
        account: String,
    },
    /// Proposes that the holder of an account choose name and password anew. With the node stopped and without --as, the
    /// console proposes it and is told the code; an administrator or overseer approves it afterwards
    Recover {
        /// The account's number
        account: String,
    },
    /// Approves a recovery that somebody else proposed
    ApproveRecovery {
        /// The account's number
        account: String,
        /// The proposal's number
        proposal: String,
    },
    /// Prints what one hands over to the holder of an account: the link to who approved, the code to who proposed
    Link {
        /// The account's number
        account: String,
    },
    /// Chooses name, password and second factor by a one-time link. Reads TUTELA_LINK, TUTELA_LINK_CODE, TUTELA_PASSWORD and
    /// TUTELA_CODE (six digits of the app); without TUTELA_CODE it prints the secret for the app first
    Begin {
        /// The name to sign in with
        #[arg(long)]
        user: String,
    },
}

impl AccountCommand {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let told = match &self.what {
            What::Begin { user } => return self.begin(user),
            What::Unit { word, kind } => self.unit(word, kind)?,
            What::Propose { role, unit, account } => self.propose(role, unit, account.as_deref())?,
            What::Approve { account, proposal } => {
                self.approve("access.approve-account", account, proposal)?
            }
            What::ApproveRecovery { account, proposal } => {
                self.approve("access.approve-recovery", account, proposal)?
            }
            What::Suspend { account } => self.about("access.suspend-account", account)?,
            What::Close { account } => self.about("access.close-account", account)?,
            What::Recover { account } => self.recover(account)?,
            What::Link { account } => self.link(account)?,
        };
        println!("{told}");
        Ok(ExitCode::SUCCESS)
    }

    fn new_id() -> Result<Id, Fault> {
        store::crypto::random().map(Id).map_err(|error| Fault::Input(error.to_string()))
    }

    fn unit(&self, word: &str, kind: &str) -> Result<Value, Fault> {
        let kind = UnitKind::from_code(kind).map_err(|error| Fault::Input(format!("--kind: {error}")))?;
        let unit = AccountCommand::new_id()?;
        let act = json!({ "unit": unit.to_string(), "word": word, "kind": kind.code() });
        entered(&reach(&self.common)?, &self.by, "access.open-unit", &act)?;
        Ok(json!({ "unit": unit.to_string(), "word": word }))
    }

    fn propose(&self, role: &str, unit: &str, account: Option<&str>) -> Result<Value, Fault> {
        let role = Role::from_code(role).map_err(|error| Fault::Input(format!("--role: {error}")))?;
        let unit = id_of("--unit", unit)?;
        let account = match account {
            Some(account) => id_of("--account", account)?,
            None => AccountCommand::new_id()?,
        };
        let act =
            json!({ "account": account.to_string(), "staff_role": role.code(), "unit": unit.to_string() });
        let proposal = entered(&reach(&self.common)?, &self.by, "access.propose-account", &act)?;
        Ok(json!({ "account": account.to_string(), "proposal": proposal }))
    }

    fn approve(&self, name: &str, account: &str, proposal: &str) -> Result<Value, Fault> {
        let (account, proposal) = (id_of("ACCOUNT", account)?, id_of("PROPOSAL", proposal)?);
        let act = json!({ "account": account.to_string(), "proposal": proposal.to_string() });
        entered(&reach(&self.common)?, &self.by, name, &act)?;
        Ok(json!({ "account": account.to_string(), "state": "approved" }))
    }

    fn about(&self, name: &str, account: &str) -> Result<Value, Fault> {
        let account = id_of("ACCOUNT", account)?.to_string();
        let act = entered(&reach(&self.common)?, &self.by, name, &json!({ "account": account }))?;
        Ok(json!({ "account": account, "act": act }))
    }

    fn recover(&self, account: &str) -> Result<Value, Fault> {
        let reached = reach(&self.common)?;
        match &reached {
            Reached::Files(house) if !self.by.is_named() => {
                AccountCommand::recover_at_the_console(house, id_of("ACCOUNT", account)?)
            }
            _ => {
                let account = id_of("ACCOUNT", account)?.to_string();
                let act = json!({ "account": account });
                let proposal = entered(&reached, &self.by, "access.propose-recovery", &act)?;
                Ok(json!({ "account": account, "proposal": proposal }))
            }
        }
    }

    fn recover_at_the_console(house: &House, account: Id) -> Result<Value, Fault> {
        let proposal = enter(&house.node, &ProposeRecovery { account }, console())
            .map_err(|fault| Fault::Input(fault.to_string()))?;
        let code = console_code(&house.node, proposal, account);
        Ok(json!({ "account": account.to_string(), "proposal": proposal.to_string(), "code": code }))
    }

    fn link(&self, account: &str) -> Result<Value, Fault> {
        let account = id_of("ACCOUNT", account)?;
        let Reached::Live(live) = reach(&self.common)? else {
            return Err(Fault::Input("the node is stopped: serve it first, and sign in".into()));
        };
        let told = live.get(&format!("/api/accounts/{account}"))?;
        serde_json::from_str(&told).map_err(|error| Fault::Input(format!("the node's answer: {error}")))
    }

    fn begin(&self, user: &str) -> Result<ExitCode, Fault> {
        let link = secret("TUTELA_LINK", "Link", "link")?;
        let link = link.rsplit('/').next().unwrap_or_default().to_owned();
        if !link.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Fault::Input("link: is none; the address that was handed over, or its end".into()));
        }
        let path = format!("{}/api/begin/{link}", staff_address(&self.common.data)?);
        let offered = super::client::read(agent().get(&path).call())?;
        if code().is_empty() {
            println!("{offered}");
            eprintln!(
                "Take 'secret' into an app for codes; then run this again with TUTELA_CODE set to what it shows."
            );
            let offered: Value = serde_json::from_str(&offered).unwrap_or_default();
            if offered["second_factor_required"] == true {
                return Ok(ExitCode::SUCCESS);
            }
        }
        let body = json!({
            "user": user, "password": password()?, "code": code(),
            "link_code": std::env::var("TUTELA_LINK_CODE").unwrap_or_default(),
        });
        let post = agent().post(&path).header("content-type", "application/json").send(body.to_string());
        println!("{}", super::client::read(post)?);
        Ok(ExitCode::SUCCESS)
    }
}
