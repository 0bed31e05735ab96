//! What can be set, read off the commands' options.

use super::{Origin, Values};
use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Command};
use std::any::TypeId;

/// The heading under which options of the public door's limits stand: `serve` and `public` both take them.
pub(crate) const DOOR_HEADING: &str = "Limits of the public door";

/// The commands whose own options can be set; those that all commands take stand under `[node]`.
const COMMANDS: [&str; 3] = ["serve", "public", "verify"];

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// true or false.
    Flag,
    /// A list of texts.
    List,
}

impl Kind {
    fn of(arg: &Arg) -> Kind {
        let parser = arg.get_value_parser().type_id();
        let numbers = [TypeId::of::<u16>(), TypeId::of::<u32>(), TypeId::of::<u64>(), TypeId::of::<i64>()];
        match arg.get_action() {
            ArgAction::SetTrue => Kind::Flag,
            ArgAction::Append => Kind::List,
            _ if numbers.iter().any(|number| parser == *number) => Kind::Number,
            _ => Kind::Text,
        }
    }

    /// In words.
    pub(crate) fn wanted(self) -> &'static str {
        match self {
            Kind::Text => "a text in quotes",
            Kind::Number => "a whole number without quotes",
            Kind::Flag => "true or false",
            Kind::List => "a list of texts, as [\"one\", \"two\"]",
        }
    }
}

/// One thing that can be set.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    /// `node`, `door`, or the command's name.
    pub(crate) section: &'static str,
    /// The option's name with underscores.
    pub(crate) key: String,
    /// Its variable of the environment.
    pub(crate) variable: String,
    /// What it must be.
    pub(crate) kind: Kind,
    id: String,
    parser: ValueParser,
    default: Vec<String>,
}

impl Setting {
    fn of(section: &'static str, arg: &Arg) -> Option<Setting> {
        let long = arg.get_long()?;
        let is_answer = ["json", "config", "help", "version"].contains(&long);
        if is_answer || arg.is_hide_set() {
            return None;
        }
        let key = long.replace('-', "_");
        // The section says already whose it is.
        let key = key.strip_prefix(&format!("{section}_")).map(ToOwned::to_owned).unwrap_or(key);
        let variable = match (section, key.as_str()) {
            // The level had this name before the file was.
            ("node", "log_level") => "TUTELA_LOG".to_owned(),
            ("node", "log") => "TUTELA_LOG_FORMAT".to_owned(),
            ("node", _) => format!("TUTELA_{}", key.to_uppercase()),
            _ => format!("TUTELA_{}_{}", section.to_uppercase(), key.to_uppercase()),
        };
        let default = arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned());
        Some(Setting {
            section,
            key,
            variable,
            kind: Kind::of(arg),
            id: arg.get_id().to_string(),
            parser: arg.get_value_parser().clone(),
            default: default.collect(),
        })
    }

    /// The value that is built in.
    pub(crate) fn built_in(&self) -> Vec<String> {
        if self.kind == Kind::Flag { vec!["false".into()] } else { self.default.clone() }
    }

    /// As it is written: `section.key`.
    pub(crate) fn name(&self) -> String {
        format!("{}.{}", self.section, self.key)
    }

    /// Whether a process that serves the public door alone goes by it. What it does not go by may name files of secrets, which the
    /// user of that process cannot open and shall not.
    pub(super) fn is_of_the_public_door(&self) -> bool {
        match self.section {
            "public" | "door" => true,
            "node" => self.key != "database",
            _ => false,
        }
    }

    /// From now on every text can be a value of it: somebody else goes by it.
    pub(super) fn leave_unread(&mut self) {
        self.parser = clap::value_parser!(String);
    }

    /// Whether a text can be a value of it.
    ///
    /// # Errors
    /// What is wrong and what would be right.
    pub(super) fn check(&self, text: &str) -> Result<(), String> {
        if self.kind == Kind::Flag { Ok(()) } else { fits(&self.parser, text) }
    }

    fn is_of(&self, command: &Command, arg: &Arg) -> bool {
        let is_here = match self.section {
            "node" => arg.is_global_set(),
            "door" => arg.get_help_heading() == Some(DOOR_HEADING),
            section => command.get_name() == section && !arg.is_global_set(),
        };
        is_here && *arg.get_id() == *self.id
    }
}

/// Whether a text is one that a parser takes; what is wrong is told without the text, which may be a secret.
///
/// # Errors
/// What is wrong and what would be right.
pub(super) fn fits(parser: &ValueParser, text: &str) -> Result<(), String> {
    let alone =
        Command::new("value").no_binary_name(true).arg(Arg::new("value").value_parser(parser.clone()));
    match alone.try_get_matches_from(["--", text]) {
        Ok(_) => Ok(()),
        Err(error) => Err(std::error::Error::source(&error)
            .map_or_else(|| "is not possible here; see --help".to_owned(), ToString::to_string)),
    }
}

/// Everything that can be set.
pub(super) fn of(command: &Command) -> Vec<Setting> {
    let mut all: Vec<Setting> = Vec::new();
    for name in COMMANDS {
        let Some(command) = command.find_subcommand(name) else { continue };
        for arg in command.get_arguments() {
            let section = match arg.get_help_heading() {
                _ if arg.is_global_set() => "node",
                Some(DOOR_HEADING) => "door",
                _ => name,
            };
            let known = |one: &Setting| one.section == section && *arg.get_id() == *one.id;
            if !all.iter().any(known) {
                all.extend(Setting::of(section, arg));
            }
        }
    }
    all.sort_by_key(|setting| {
        ["node", "serve", "public", "door", "verify"].iter().position(|s| *s == setting.section)
    });
    all
}

/// The commands with what was set in the place of what is built in: what is typed still stands before it.
pub(super) fn with_defaults(command: Command, schema: &[Setting], given: &Values) -> Command {
    command.mut_subcommands(|command| {
        let described = command.clone();
        command.mut_args(|arg| {
            let setting = schema.iter().find(|setting| setting.is_of(&described, &arg));
            let given = setting.and_then(|one| given.get(&(one.section, one.key.clone())));
            match given {
                Some(given) if given.origin != Origin::CommandLine => {
                    arg.default_values(given.values.clone())
                }
                _ => arg,
            }
        })
    })
}
