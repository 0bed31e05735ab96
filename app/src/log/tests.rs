use super::*;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What is written while `work` runs.
fn written(format: Format, level: Level, work: impl FnOnce()) -> Vec<String> {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&lines);
    let write = move |line: &str| kept.lock().unwrap().push(line.to_owned());
    tracing::subscriber::with_default(
        tracing_subscriber::registry().with(Lines { format, level, write }),
        work,
    );
    Arc::into_inner(lines).map_or_else(Vec::new, |lines| lines.into_inner().unwrap())
}

#[test]
fn only_declared_fields_of_this_house_are_written() {
    let said = || {
        let name = "Fictional Person";
        tracing::error!(fault = "no space", entries = 7_u64, name, "a batch was not written");
        tracing::warn!(target: "hyper::proto", query = name, "GET /thread?name=Fictional Person");
        tracing::debug!(target: "rustls", "Fictional Person");
    };
    let json = written(Format::Json, Level::TRACE, said);
    let text = written(Format::Text, Level::TRACE, said);
    assert!(json.len() == 2 && text.len() == 2, "{json:?} {text:?}");
    let first: Value = serde_json::from_str(&json[0]).unwrap();
    assert_eq!((first["fault"].as_str(), first["entries"].as_u64()), (Some("no space"), Some(7)));
    assert_eq!(
        (first["level"].as_str(), first["message"].as_str()),
        (Some("error"), Some("a batch was not written"))
    );
    assert!(
        text[0].contains("ERROR a batch was not written") && text[0].contains("fault=\"no space\""),
        "{}",
        text[0]
    );
    assert!(json[1].contains("hyper::proto"));
    assert!(json.iter().chain(&text).all(|line| !line.contains("Person")), "{json:?} {text:?}");
}

fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && name != "target" && name != "node_modules" && name != "tests" {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") && name != "tests.rs" {
            found.push(path);
        }
    }
}

/// The words between the brackets of each call that logs.
fn calls(source: &str) -> Vec<String> {
    let levels = ["error!(", "warn!(", "info!(", "debug!(", "trace!("];
    let mut found = Vec::new();
    for (at, _) in source.match_indices("tracing::") {
        let after = &source[at + "tracing::".len()..];
        let Some(level) = levels.iter().find(|level| after.starts_with(**level)) else { continue };
        let (mut depth, mut is_text, mut before) = (1, false, ' ');
        let body = after[level.len()..].chars().take_while(|c| {
            is_text ^= *c == '"' && before != '\\';
            before = *c;
            depth += i32::from(*c == '(' && !is_text) - i32::from(*c == ')' && !is_text);
            depth > 0
        });
        found.push(body.collect());
    }
    found
}

#[test]
fn every_place_that_logs_says_a_literal_and_names_declared_fields() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for floor in
        ["kernel", "engines", "store", "facts", "rules", "access", "face", "desk", "capabilities", "app/src"]
    {
        sources(&top.join(floor), &mut files);
    }
    let mut looked = 0;
    for file in files {
        for call in calls(&std::fs::read_to_string(&file).unwrap()) {
            let place = format!("{}: {call}", file.display());
            let (fields, message) =
                call.split_once('"').unwrap_or_else(|| panic!("no literal message: {place}"));
            let end = message.rfind('"').unwrap_or_else(|| panic!("no literal message: {place}"));
            assert!(!message[..end].contains('{'), "a message with a value in it: {place}");
            let names = fields.split(',').map(str::trim).filter(|name| !name.is_empty());
            for name in names {
                let name = name.split('=').next().unwrap_or_default().trim_matches(['%', '?', ' ']);
                assert!(FIELDS.contains(&name), "'{name}' is no declared field: {place}");
            }
            looked += 1;
        }
    }
    assert!(looked > 40, "{looked}");
}
