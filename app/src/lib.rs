//! Tutela: web doors and command line. Composition only.

mod checkpoints;
mod commands;
mod demo;
mod doctor;
mod doors;
mod fault;
mod log;
mod metrics;
mod provider;
pub mod rooms;
mod settings;

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

/// Everything that does not fit, a line each. Help and version are answers (0); all else is bad input (2): clap's own codes.
fn told(stop: settings::Stop) -> ExitCode {
    let (wrong, error) = match stop {
        settings::Stop::Wrong(wrong) => (wrong, None),
        settings::Stop::Clap(error, _) if error.exit_code() == 0 => (Vec::new(), Some(error)),
        settings::Stop::Clap(error, wrong) => (wrong, Some(error)),
    };
    wrong.iter().for_each(|one| eprintln!("tutela: {one}"));
    match error {
        None => ExitCode::from(2),
        Some(error) => {
            drop(error.print());
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}

/// Runs the command line: 0 done, 1 found something wrong, 2 bad input.
#[must_use]
pub fn run() -> ExitCode {
    end_quietly_when_nobody_reads();
    let (command, settings) = match settings::parse(std::env::args_os().collect()) {
        Ok(parsed) => parsed,
        Err(stop) => return told(stop),
    };
    match commands::run(command, &settings) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("tutela: {fault}");
            fault.exit_code()
        }
    }
}
