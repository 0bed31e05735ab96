//! The file: TOML, one section a command.

use super::schema::{Kind, Setting};
use super::{Complaint, Given, Origin, Values};
use std::ops::Range;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use toml_edit::{Document, Item, Key, Value};

/// The line of a place in a text, from 1.
fn line(text: &str, span: Option<Range<usize>>) -> usize {
    let before = text.as_bytes().get(..span.map_or(0, |span| span.start)).unwrap_or_default();
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// The data directory that a file names.
pub(super) fn data_of(file: &Path) -> Option<PathBuf> {
    let document = Document::parse(std::fs::read_to_string(file).ok()?).ok()?;
    document.get("node")?.get("data")?.as_str().map(PathBuf::from)
}

/// The name that was probably meant.
pub(super) fn meant<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = names.map(|name| (strsim::damerau_levenshtein(&typed.replace('-', "_"), name), name));
    near.filter(|(distance, name)| *distance * 3 <= name.len().max(4)).min().map(|(_, name)| name)
}

fn unknown<'n>(kind: &str, typed: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    match meant(typed, names.clone()) {
        Some(name) => format!("there is no such {kind}; did you mean '{name}'?"),
        None => format!("there is no such {kind}; there are {}", names.collect::<Vec<_>>().join(", ")),
    }
}

/// A value as texts.
fn texts(kind: Kind, value: &Value) -> Option<Vec<String>> {
    match (kind, value) {
        (Kind::Text, Value::String(text)) => Some(vec![text.value().clone()]),
        (Kind::Number, Value::Integer(number)) => Some(vec![number.value().to_string()]),
        (Kind::Flag, Value::Boolean(flag)) => Some(vec![flag.value().to_string()]),
        (Kind::List, Value::Array(list)) => {
            list.iter().map(|one| one.as_str().map(ToOwned::to_owned)).collect()
        }
        _ => None,
    }
}

struct Reading<'r> {
    file: &'r Path,
    text: &'r str,
    schema: &'r [Setting],
    given: &'r mut Values,
    wrong: &'r mut Vec<Complaint>,
}

impl Reading<'_> {
    fn complain(&mut self, key: &Key, name: &str, what: String) {
        let place = Origin::File(self.file.to_owned(), line(self.text, key.span()));
        self.wrong.push(Complaint::new(place, name, what));
    }

    fn section(&mut self, key: &Key, item: &Item) {
        let sections: Vec<&str> = self.schema.iter().map(|setting| setting.section).collect();
        let mut sections = sections;
        sections.dedup();
        let name = key.get();
        if !sections.contains(&name) {
            return self.complain(key, name, unknown("section", name, sections.iter().copied()));
        }
        let Some(table) = item.as_table() else {
            return self.complain(key, name, format!("is no section; write [{name}] on a line of its own"));
        };
        for (typed, _) in table.iter() {
            if let Some((key, item)) = table.get_key_value(typed) {
                self.setting(name, key, item);
            }
        }
    }

    fn setting(&mut self, section: &str, key: &Key, item: &Item) {
        let typed = key.get();
        let name = format!("{section}.{typed}");
        let schema = self.schema;
        let here = schema.iter().filter(|setting| setting.section == section);
        let Some(setting) = here.clone().find(|setting| setting.key == typed) else {
            return self.complain(key, &name, unknown("key", typed, here.map(|one| one.key.as_str())));
        };
        let Some(values) = item.as_value().and_then(|value| texts(setting.kind, value)) else {
            let what = format!("is {}; {} is wanted", item.type_name(), setting.kind.wanted());
            return self.complain(key, &name, what);
        };
        for value in &values {
            if let Err(what) = setting.check(value) {
                self.complain(key, &name, what);
            }
        }
        let origin = Origin::File(self.file.to_owned(), line(self.text, key.span()));
        self.given.insert((setting.section, setting.key.clone()), Given { values, origin });
    }
}

/// Reads the file: what fits is given, and what does not is complained of.
pub(super) fn read(file: &Path, schema: &[Setting], given: &mut Values, wrong: &mut Vec<Complaint>) {
    let name = file.display();
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            let right = "name the file with --config or TUTELA_CONFIG, and let this user read it";
            return wrong.push(Complaint::new(name, "", format!("{error}; {right}")));
        }
    };
    let mode = std::fs::metadata(file).map_or(0, |known| known.permissions().mode());
    if mode & 0o002 != 0 {
        let what = "everybody on this machine can change it; 'chmod o-w' it";
        wrong.push(Complaint::new(&name, "", what));
    }
    let document = match Document::parse(text.as_str()) {
        Ok(document) => document,
        Err(error) => {
            let at = Origin::File(file.to_owned(), line(&text, error.span()));
            return wrong.push(Complaint::new(at, "", format!("is no TOML: {}", error.message())));
        }
    };
    let mut reading = Reading { file, text: &text, schema, given, wrong };
    for (typed, _) in document.as_table().iter() {
        if let Some((key, item)) = document.as_table().get_key_value(typed) {
            reading.section(key, item);
        }
    }
}
