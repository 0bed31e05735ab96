//! Tutela: web doors and command line. Composition only.

mod checkpoints;
mod commands;
mod demo;
mod doors;
mod fault;
mod metrics;
mod provider;
pub mod rooms;

use clap::Parser;
use std::process::ExitCode;

/// `tutela list ... | head` ends when `head` has read enough: that is no fault.
fn end_quietly_when_nobody_reads() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let told = panic.payload().downcast_ref::<String>().is_some_and(|text| {
            text.starts_with("failed printing to stdout") && text.contains("Broken pipe")
        });
        if told {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

/// Runs the command line: 0 done, 1 found something wrong, 2 bad input.
#[must_use]
pub fn run() -> ExitCode {
    end_quietly_when_nobody_reads();
    let command = match commands::Cli::try_parse() {
        Ok(command) => command,
        // Help and version are answers (0); everything else is bad input (2): clap's own codes, one place.
        Err(error) => {
            drop(error.print());
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match commands::run(command) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("tutela: {fault}");
            fault.exit_code()
        }
    }
}
