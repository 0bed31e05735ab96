//! The environment: a variable for each setting. Values of a list are parted by commas.

use super::file::meant;
use super::schema::{Kind, Setting};
use super::{Complaint, Given, Origin, Values};

/// What variables of sections begin with: another name after it is a mistake.
const PREFIXES: [&str; 4] = ["TUTELA_SERVE_", "TUTELA_PUBLIC_", "TUTELA_DOOR_", "TUTELA_VERIFY_"];

/// Reads what was set: what fits stands before the file's, and what does not is complained of.
pub(super) fn read(schema: &[Setting], given: &mut Values, wrong: &mut Vec<Complaint>) {
    let variables = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok()?;
        (name.starts_with("TUTELA_") && !value.is_empty()).then_some((name, value))
    });
    let mut all: Vec<_> = variables.collect();
    all.sort();
    take(all.into_iter().map(|(name, value)| (name, value.into_string().ok())), schema, given, wrong);
}

/// Takes variables; nothing stands for a value that is no text.
pub(super) fn take(
    variables: impl Iterator<Item = (String, Option<String>)>,
    schema: &[Setting],
    given: &mut Values,
    wrong: &mut Vec<Complaint>,
) {
    let mut complain = |name: &str, key: &str, what: String| {
        wrong.push(Complaint::new(format!("environment, {name}"), key, what))
    };
    for (name, value) in variables {
        let Some(setting) = schema.iter().find(|setting| setting.variable == name) else {
            if PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
                let known = schema.iter().map(|setting| setting.variable.as_str());
                let meant = meant(&name, known).map(|meant| format!("; did you mean '{meant}'?"));
                complain(&name, "", format!("sets nothing{}", meant.unwrap_or_default()));
            }
            continue;
        };
        let Some(value) = value else {
            complain(&name, &setting.name(), "is no text in UTF-8".into());
            continue;
        };
        let values: Vec<String> = match setting.kind {
            Kind::List => {
                value.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
            }
            _ => vec![value],
        };
        let is_flag = setting.kind == Kind::Flag;
        for value in &values {
            let checked = match value.as_str() {
                "true" | "false" if is_flag => Ok(()),
                _ if is_flag => Err(format!("{} is wanted", setting.kind.wanted())),
                text => setting.check(text),
            };
            if let Err(what) = checked {
                complain(&name, &setting.name(), what);
            }
        }
        let origin = Origin::Environment(name);
        given.insert((setting.section, setting.key.clone()), Given { values, origin });
    }
}
