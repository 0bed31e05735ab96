//! What was typed: every value that does not fit is told, not only the first one.

use super::schema::{Setting, fits};
use super::{Complaint, Given, Origin, Values};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use std::ffi::OsString;

/// The value of an option, before anything is known of the command line.
pub(super) fn peek(words: &[OsString], option: &str) -> Option<OsString> {
    let mut words = words.iter().skip(1).take_while(|word| *word != "--");
    let mut found = None;
    while let Some(word) = words.next() {
        if word == option {
            found = words.next().cloned();
        } else if let Some(value) =
            word.to_str().and_then(|word| word.strip_prefix(option)?.strip_prefix('='))
        {
            found = Some(value.into());
        }
    }
    found
}

/// The commands as they are, but every value is any text.
fn taking_anything(command: Command) -> Command {
    command
        .mut_args(|arg| {
            if arg.get_action().takes_values() { arg.value_parser(clap::value_parser!(String)) } else { arg }
        })
        .mut_subcommands(taking_anything)
}

/// Looks at every value that was typed for a command and those below it.
fn look(
    command: &Command,
    matches: &ArgMatches,
    schema: &[Setting],
    given: &mut Values,
    wrong: &mut Vec<Complaint>,
) {
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str();
        if !matches!(matches.try_contains_id(id), Ok(true))
            || matches.value_source(id) != Some(ValueSource::CommandLine)
        {
            continue;
        }
        let typed: Vec<String> = match matches.try_get_raw(id) {
            Ok(Some(typed)) => typed.map(|value| value.to_string_lossy().into_owned()).collect(),
            _ => continue,
        };
        let name = match arg.get_long() {
            Some(long) => format!("--{long}"),
            None => id.to_uppercase(),
        };
        if arg.get_action().takes_values() {
            for text in &typed {
                if let Err(what) = fits(arg.get_value_parser(), text) {
                    wrong.push(Complaint::new("", &name, what));
                }
            }
        }
        let key = arg.get_long().unwrap_or_default().replace('-', "_");
        if let Some(setting) =
            schema.iter().find(|one| arg.is_global_set() && one.section == "node" && one.key == key)
        {
            let values = if arg.get_action().takes_values() { typed } else { vec!["true".into()] };
            given.insert(
                (setting.section, setting.key.clone()),
                Given { values, origin: Origin::CommandLine },
            );
        }
    }
    if let Some((name, matches)) = matches.subcommand()
        && let Some(command) = command.find_subcommand(name)
    {
        look(command, matches, schema, given, wrong);
    }
}

/// Reads what was typed.
///
/// # Errors
/// clap's own answer: help, or words that fit no command.
pub(super) fn read(
    command: &Command,
    words: &[OsString],
    schema: &[Setting],
    given: &mut Values,
    wrong: &mut Vec<Complaint>,
) -> Result<(), clap::Error> {
    let matches = taking_anything(command.clone()).try_get_matches_from(words)?;
    let mut built = command.clone();
    built.build();
    look(&built, &matches, schema, given, wrong);
    Ok(())
}
