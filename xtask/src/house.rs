//! The floors of the house, read from `cargo metadata`: imports point down, and no capability imports another.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Most packages that the default build may have on Linux.
const MOST_PACKAGES: usize = 450;

/// What engines may stand on: it knows less than any of them.
const GROUND: &str = "engines/bounded-xml";

/// The floor of a folder, from the ground up; capabilities share one.
fn floor(folder: &str) -> Option<u8> {
    Some(match folder.split('/').next()? {
        "kernel" | "engines" => 0,
        "store" => 1,
        "facts" => 2,
        "rules" => 3,
        "access" => 4,
        "face" => 5,
        "desk" => 6,
        "capabilities" => 7,
        "app" => 8,
        "xtask" => 9,
        _ => return None,
    })
}

/// Which imports between floors are allowed: only down. Engines know nothing of the house, and of each other only [`GROUND`]; face knows
/// nothing of the store.
fn allowed(from: &str, to: &str) -> bool {
    let (Some(above), Some(below)) = (floor(from), floor(to)) else { return false };
    let knows_nothing = from.starts_with("engines") || from == "kernel";
    let face_stays_pure = !(from == "face" && below > 0);
    let is_ground = to == GROUND && from != GROUND && from.starts_with("engines/");
    is_ground || (below < above && !knows_nothing && face_stays_pure)
}

fn metadata() -> Result<Value, String> {
    let done = Command::new(env!("CARGO")).args(["metadata", "--format-version", "1", "--no-deps"]).output();
    let output = done.map_err(|error| format!("cargo metadata: {error}"))?;
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))
}

/// Every import between crates of the house: folder of the importer, folder of the imported.
fn imports(metadata: &Value) -> Vec<(String, String)> {
    let root = metadata["workspace_root"].as_str().unwrap_or_default();
    let folder = |path: &str| {
        path.strip_prefix(root).unwrap_or(path).trim_matches('/').trim_end_matches("/Cargo.toml").to_owned()
    };
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    let mut found = Vec::new();
    for package in &packages {
        let from = folder(package["manifest_path"].as_str().unwrap_or_default());
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            // Tests may look down and sideways at what they need; what ships may not.
            let Some(path) = dependency["path"].as_str().filter(|_| dependency["kind"] != "dev") else {
                continue;
            };
            found.push((from.clone(), folder(path)));
        }
    }
    found
}

fn packages() -> Result<usize, String> {
    let done = Command::new(env!("CARGO")).args(["tree", "-e", "normal,build", "--prefix", "none"]).output();
    let output = done.map_err(|error| format!("cargo tree: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut lines: Vec<&str> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    lines.sort_unstable();
    lines.dedup();
    Ok(lines.len())
}

/// Checks the house.
pub(crate) fn check() -> Result<String, String> {
    let metadata = metadata()?;
    let imports = imports(&metadata);
    let wrong: Vec<String> = imports
        .iter()
        .filter(|(from, to)| !allowed(from, to))
        .map(|(from, to)| format!("{from} imports {to}"))
        .collect();
    if !wrong.is_empty() {
        return Err(format!("imports must point down: {}", wrong.join("; ")));
    }
    let packages = packages()?;
    if packages > MOST_PACKAGES {
        return Err(format!("{packages} packages in the default build; at most {MOST_PACKAGES}"));
    }
    let names = crate::papers::check(Path::new(metadata["workspace_root"].as_str().unwrap_or_default()))?;
    Ok(format!(
        "{} imports point down; {packages} packages in the default build; {names} names in the papers lead somewhere",
        imports.len()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_house_stands() {
        let imports = imports(&metadata().unwrap());
        assert!(imports.len() > 20, "{imports:?}");
        let wrong: Vec<_> = imports.iter().filter(|(from, to)| !allowed(from, to)).collect();
        assert_eq!(wrong, Vec::<&(String, String)>::new());
    }

    #[test]
    fn a_wrong_import_is_found() {
        for (from, to) in [
            ("kernel", "store"),
            ("capabilities/cases", "capabilities/reports"),
            ("store", "app"),
            ("engines/material", "kernel"),
            ("engines/material", "engines/tipline"),
            ("engines/bounded-xml", "engines/tipline"),
            ("kernel", "engines/bounded-xml"),
            ("face", "store"),
            ("rules", "capabilities/cases"),
            ("facts", "access"),
            ("access", "desk"),
        ] {
            assert!(!allowed(from, to), "{from} -> {to}");
        }
        assert!(allowed("app", "capabilities/cases") && allowed("capabilities/cases", "facts"));
        assert!(allowed("engines/tipline", "engines/bounded-xml"));
    }
}
