//! `tutela rules`.

use super::Common;
use super::node::{Reached, reach};
use crate::fault::Fault;
use clap::Args;
use kernel::journal::RuleCount;
use kernel::rule::Basis;
use kernel::{CodeList, Record, RuleName};
use serde_json::{Value, json};
use std::process::ExitCode;
use store::Node;
use store::database::TableSql;

/// Lists every rights rule: paragraph, basis, state, refusals and violations.
#[derive(Args)]
#[command(after_help = "Example: tutela rules --json")]
pub(crate) struct Rules {
    #[command(flatten)]
    common: Common,
}

/// Every rule with what it counted.
///
/// # Errors
/// [`store::DatabaseFault`].
pub(crate) fn rules_of(node: &Node) -> Result<Vec<Value>, store::DatabaseFault> {
    let counts =
        node.read(|database| database.records::<RuleCount>(&TableSql::of(RuleCount::TABLE).all, Vec::new()))?;
    let row = |rule: &RuleName| {
        let counted = counts.iter().find(|count| count.rule == rule.number());
        json!({
            "rule": rule.code(),
            "paragraphs": rule.paragraphs(),
            "basis": if rule.basis() == Basis::Text { "text" } else { "derived" },
            "state": if node.registry().in_force(*rule) { "in force" } else { "its room is not built" },
            "refusals": counted.map_or(0, |count| count.refusals),
            "violations": counted.map_or(0, |count| count.violations),
        })
    };
    Ok(RuleName::all().iter().map(row).collect())
}

impl Rules {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let rules = match reach(&self.common)? {
            Reached::Files(house) => rules_of(&house.node)?,
            Reached::Live(live) => {
                let text = live.get("/api/rules")?;
                serde_json::from_str::<Vec<Value>>(&text).map_err(|error| Fault::Input(error.to_string()))?
            }
        };
        if self.common.json {
            rules.iter().for_each(|rule| println!("{rule}"));
            return Ok(ExitCode::SUCCESS);
        }
        println!(
            "{:36} {:12} {:8} {:22} {:>8} {:>10}",
            "rule", "paragraph", "basis", "state", "refusals", "violations"
        );
        for rule in &rules {
            let text = |name: &str| rule[name].as_str().unwrap_or_default().to_owned();
            println!(
                "{:36} {:12} {:8} {:22} {:>8} {:>10}",
                text("rule"),
                text("paragraphs"),
                text("basis"),
                text("state"),
                rule["refusals"],
                rule["violations"]
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
