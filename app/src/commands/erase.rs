//! `tutela erase`: asked by one, confirmed by the overseer.

use super::Common;
use super::act::{As, id_of};
use super::node::{Reached, reach};
use crate::fault::Fault;
use clap::Args;
use kernel::erasure::{AskErasure, ConfirmErasure};
use kernel::{Id, Outcome};
use serde_json::json;
use std::process::ExitCode;

/// Erases a report's or person's sealed data. One person asks; the overseer runs it again with --confirm.
#[derive(Args)]
#[command(
    after_help = "Example: tutela erase 0f8fad5bd9cb469fa165708677289501\n         tutela erase 0f8fad5bd9cb469fa165708677289501 --confirm"
)]
pub(crate) struct Erase {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    /// The report's or person's number
    subject: String,
    /// Confirms an erasure that somebody else asked for
    #[arg(long)]
    confirm: bool,
}

impl Erase {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let subject: Id = id_of("SUBJECT", &self.subject)?;
        let name = if self.confirm { kernel::erasure::CONFIRM.name } else { kernel::erasure::ASK.name };
        let outcome = match reach(&self.common)? {
            Reached::Live(live) => {
                let mut envelope = json!({ "act": { "subject": self.subject } });
                if let Some(purpose) = self.by.purpose()? {
                    envelope["purpose"] = json!(kernel::CodeList::code(purpose));
                }
                live.post(&format!("/api/acts/{name}"), &envelope)?;
                None
            }
            Reached::Files(house) => {
                let (actor, purpose) = self.by.actor(&house)?;
                let (node, act) = (&house.node, house.node.new_id()?);
                let deed = if self.confirm {
                    node.deed(act, &ConfirmErasure { subject }, actor, purpose).build()
                } else {
                    node.deed(act, &AskErasure { subject }, actor, purpose).build()
                };
                Some(node.enter_now(deed)?.outcome)
            }
        };
        match outcome {
            None | Some(Outcome::Entered { .. }) => {}
            Some(Outcome::Refused(refusal)) => return Err(Fault::Found(refusal.to_string())),
            Some(Outcome::Forbidden(forbidden)) => return Err(Fault::Input(forbidden.to_string())),
            Some(Outcome::Invalid(problem)) => return Err(Fault::Input(problem.to_string())),
        }
        if self.common.json {
            println!(
                "{}",
                json!({ "subject": self.subject, "state": if self.confirm { "erased" } else { "asked" } })
            );
        } else if self.confirm {
            println!("Erased: its keys, ciphertexts and sealed rows are gone; the journal stays whole.");
        } else {
            println!(
                "Asked. Nothing is erased until the overseer confirms: tutela erase {} --confirm",
                self.subject
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
