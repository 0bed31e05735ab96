//! Settings: the command line over the environment over one file over what is built in.
//!
//! What can be set follows from the options of the commands: an option of `serve` is a key of `[serve]`, a variable
//! `TUTELA_SERVE_...`, and nothing has to be declared twice. Everything that does not fit is told at once, each with its place.
//!
//! | file | what it does |
//! |---|---|
//! | `schema` | what can be set, read off the commands |
//! | `file`, `environment` | what was set there |
//! | `words` | what was typed |
//! | `values` | what a text must be: addresses, the database, files with secrets |

mod environment;
mod file;
mod schema;
mod values;
mod words;

pub(crate) use schema::{DOOR_HEADING, Kind, Setting};
pub(crate) use values::{
    address, database, database_or_sqlite, door, format, level, of_this_machine, read_secret, shown_database,
};

use crate::commands::Cli;
use clap::{CommandFactory, FromArgMatches};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The file that is read when no other is named and none lies in the data directory.
const SYSTEM_FILE: &str = "/etc/tutela/tutela.toml";
/// The file's name in a data directory.
const FILE_NAME: &str = "tutela.toml";

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It was typed.
    CommandLine,
    /// A variable of the environment.
    Environment(String),
    /// A line of the file.
    File(PathBuf, usize),
    /// It is built in.
    Default,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::CommandLine => f.write_str("command line"),
            Origin::Environment(variable) => write!(f, "environment, {variable}"),
            Origin::File(file, line) => write!(f, "{}:{line}", file.display()),
            Origin::Default => f.write_str("default"),
        }
    }
}

/// Something that does not fit: where it stands, which key, what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    place: String,
    key: String,
    what: String,
}

impl Complaint {
    fn new(place: impl ToString, key: &str, what: impl Into<String>) -> Complaint {
        Complaint { place: place.to_string(), key: key.to_owned(), what: what.into() }
    }
}

impl std::fmt::Display for Complaint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [&self.place, &self.key, &self.what].map(|part| part.replace(['\n', '\r'], " "));
        let told: Vec<&str> = parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
        f.write_str(&told.join(": "))
    }
}

/// A value that was set, as texts: one, or those of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) values: Vec<String>,
    pub(crate) origin: Origin,
}

/// Values by section and key.
type Values = BTreeMap<(&'static str, String), Given>;

/// All settings and what is in force.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The file that was read, if any.
    pub(crate) file: Option<PathBuf>,
    schema: Vec<Setting>,
    given: Values,
}

impl Settings {
    /// Every setting with its value and where that comes from.
    pub(crate) fn in_force(&self) -> impl Iterator<Item = (&Setting, Given)> + '_ {
        self.schema.iter().map(|setting| {
            let built_in = || Given { values: setting.built_in(), origin: Origin::Default };
            let given = self.given.get(&(setting.section, setting.key.clone())).cloned();
            (setting, given.unwrap_or_else(built_in))
        })
    }

    /// One value as it was set; nothing when it is neither set nor built in.
    pub(crate) fn values(&self, section: &str, key: &str) -> Vec<String> {
        let found = self.in_force().find(|(setting, _)| setting.section == section && setting.key == key);
        found.map(|(_, given)| given.values).unwrap_or_default()
    }
}

/// Why nothing is run.
pub(crate) enum Stop {
    /// Help, a version, or words that fit no command: clap's own answer, after what else is wrong.
    Clap(Box<clap::Error>, Vec<Complaint>),
    /// Settings that do not fit.
    Wrong(Vec<Complaint>),
}

/// Which file is read, and whether it must be there.
fn place(words: &[OsString]) -> Option<(PathBuf, bool)> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(named) = words::peek(words, "--config").or_else(|| variable("TUTELA_CONFIG")) {
        return Some((named.into(), true));
    }
    // A demo's State, a simulated telephone, completions and man pages are nobody's node.
    if words
        .get(1)
        .is_some_and(|word| ["demo", "phone", "completions", "man"].iter().any(|name| word == name))
    {
        return None;
    }
    let data = words::peek(words, "--data").or_else(|| variable("TUTELA_DATA"));
    let beside = Path::new(data.as_deref().unwrap_or("./tutela-data".as_ref())).join(FILE_NAME);
    if beside.is_file() {
        return Some((beside, false));
    }
    let system = Path::new(SYSTEM_FILE);
    // Whoever names a data directory means that node, and not the one of the system's file.
    let is_meant = data.is_none_or(|data| file::data_of(system).is_some_and(|told| *told == *data));
    (system.is_file() && is_meant).then(|| (system.to_owned(), false))
}

/// Reads the command line, the environment and the file.
///
/// # Errors
/// [`Stop`] holds everything that does not fit.
pub(crate) fn parse(words: Vec<OsString>) -> Result<(Cli, Settings), Stop> {
    let command = Cli::command();
    let mut schema = schema::of(&command);
    let (mut given, mut wrong) = (Values::new(), Vec::new());
    let is_public_door = words.get(1).is_some_and(|word| word == "public");
    let is_left_out = |setting: &Setting| is_public_door && !setting.is_of_the_public_door();
    schema.iter_mut().filter(|setting| is_left_out(setting)).for_each(Setting::leave_unread);
    let file = place(&words).map(|(file, _)| file);
    if let Some(file) = &file {
        file::read(file, &schema, &mut given, &mut wrong);
    }
    environment::read(&schema, &mut given, &mut wrong);
    for setting in schema.iter().filter(|setting| is_left_out(setting)) {
        given.remove(&(setting.section, setting.key.clone()));
    }
    match words::read(&command, &words, &schema, &mut given, &mut wrong) {
        Err(error) => return Err(Stop::Clap(Box::new(error), wrong)),
        Ok(()) if !wrong.is_empty() => return Err(Stop::Wrong(wrong)),
        Ok(()) => {}
    }
    let settings = Settings { file, schema, given };
    let matches = schema::with_defaults(command, &settings.schema, &settings.given)
        .try_get_matches_from(words)
        .map_err(|error| Stop::Clap(Box::new(error), Vec::new()))?;
    let cli = Cli::from_arg_matches(&matches).map_err(|error| Stop::Clap(Box::new(error), Vec::new()))?;
    Ok((cli, settings))
}

#[cfg(test)]
mod tests;
