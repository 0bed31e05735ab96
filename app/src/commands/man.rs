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
        match &self.command {
            None => print_with_all_below(&all)?,
            Some(name) => {
                let known = all.get_subcommands().map(|one| one.get_name().to_owned());
                let known = known.collect::<Vec<_>>().join(", ");
                let found = all.find_subcommand(name);
                print_with_all_below(
                    found.ok_or_else(|| Fault::Input(format!("'{name}' is no command; {known} are")))?,
                )?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The page of a command, and of each command below it.
fn print_with_all_below(command: &clap::Command) -> Result<(), Fault> {
    let written = clap_mangen::Man::new(command.clone()).render(&mut std::io::stdout());
    written.map_err(|error| Fault::File("standard output".into(), error))?;
    command.get_subcommands().filter(|below| below.get_name() != "help").try_for_each(print_with_all_below)
}
