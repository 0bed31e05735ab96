//! `tutela completions`.

use super::Cli;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::process::ExitCode;

/// Prints completions for a shell.
#[derive(Args)]
#[command(after_help = "Example: tutela completions bash > /etc/bash_completion.d/tutela")]
pub(crate) struct Completions {
    /// Which shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> ExitCode {
        clap_complete::generate(self.shell, &mut Cli::command(), "tutela", &mut std::io::stdout());
        ExitCode::SUCCESS
    }
}
