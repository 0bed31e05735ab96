//! `tutela man`.

use super::Cli;
use crate::fault::Fault;
use clap::{Args, CommandFactory};
use std::process::ExitCode;

/// Prints the man page (roff), of all commands or of one.
#[derive(Args)]
#[command(after_help = "Example: tutela man verify | man -l -")]
pub(crate) struct Man {
    /// Which command; all when none is named
    command: Option<String>,
}

impl Man {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let mut all = Cli::command();
        all.build();
        let command = match &self.command {
            None => all,
            Some(name) => {
                let known =
                    all.get_subcommands().map(|one| one.get_name().to_owned()).collect::<Vec<_>>().join(", ");
                let found = all.find_subcommand(name).cloned();
                found.ok_or_else(|| Fault::Input(format!("'{name}' is no command; {known} are")))?
            }
        };
        let written = clap_mangen::Man::new(command).render(&mut std::io::stdout());
        written.map_err(|error| Fault::File("standard output".into(), error))?;
        Ok(ExitCode::SUCCESS)
    }
}
