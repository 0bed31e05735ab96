//! What is in the program: a CycloneDX 1.5 bill of materials of the default build on Linux. The same tree gives the same bytes:
//! it has no time and no random number in it.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The program that ships.
const PROGRAM: &str = "tutela";
const TARGET: &str = "x86_64-unknown-linux-gnu";
/// The one npm package of which something is in the program: its styles.
const STYLES: &str = "govuk-frontend";

/// A package as a build names it: name and version.
type Named = (String, String);

fn cargo(words: &[&str]) -> Result<String, String> {
    let output = Command::new(env!("CARGO")).args(words).output();
    let output = output.map_err(|error| format!("cargo {}: {error}", words[0]))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("cargo {}: {}", words[0], String::from_utf8_lossy(&output.stderr).trim()))
    }
}

/// What the build takes, its own build scripts and macros included: `name v1.2.3`, whatever stands behind.
fn built(tree: &str) -> BTreeSet<Named> {
    let named = |line: &str| {
        let mut words = line.split(' ');
        Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
    };
    tree.lines().filter_map(named).collect()
}

/// The checksums of `Cargo.lock`, which cargo writes in one form.
fn checksums(lock: &str) -> BTreeMap<Named, String> {
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        line.and_then(|rest| rest.strip_suffix('"')).map(ToOwned::to_owned)
    };
    let blocks = lock.split("[[package]]").skip(1);
    blocks
        .filter_map(|one| Some(((value(one, "name")?, value(one, "version")?), value(one, "checksum")?)))
        .collect()
}

/// An expression of SPDX: older packages part licences by a stroke.
fn licence(text: &str) -> Value {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    json!([{ "expression": parts.join(" OR ") }])
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// How a package is referred to in the list. Crates of the house are on no registry, so they have no address there.
fn reference(name: &str, version: &str, is_ours: bool) -> String {
    if is_ours { format!("house:{name}@{version}") } else { format!("pkg:cargo/{name}@{version}") }
}

fn crate_component(package: &Value, checksums: &BTreeMap<Named, String>) -> Value {
    let (name, version) = (text(package, "name"), text(package, "version"));
    let is_ours = package["source"].is_null();
    let kind = if name == PROGRAM { "application" } else { "library" };
    let reference = reference(name, version, is_ours);
    let mut made = json!({
        "type": kind,
        "bom-ref": reference,
        "name": name,
        "version": version,
        "licenses": licence(text(package, "license")),
    });
    if !is_ours {
        made["purl"] = json!(reference);
    }
    if let Some(sum) = checksums.get(&(name.to_owned(), version.to_owned())) {
        made["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
    }
    made
}

/// Base64 as npm writes it, in hexadecimal digits; nothing when it is none.
fn hex_of_base64(text: &str) -> Option<String> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut hex, mut held, mut bits) = (String::new(), 0_usize, 0_u32);
    for letter in text.trim_end_matches('=').bytes() {
        held = (held << 6 | LETTERS.iter().position(|one| *one == letter)?) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            hex += &format!("{:02x}", held >> bits & 0xff);
        }
    }
    Some(hex)
}

/// What the pages' styles are made of, and with: tools of the build are named and marked as no part of the program.
fn npm_components(lock: &Value) -> Vec<Value> {
    let packages = lock["packages"].as_object().into_iter().flatten();
    let used = packages.filter(|(_, package)| package["optional"] != true);
    let named = used.filter_map(|(path, package)| Some((path.rsplit_once("node_modules/")?.1, package)));
    let made = named.map(|(name, package)| {
        let version = text(package, "version");
        let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
        let sum = text(package, "integrity").strip_prefix("sha512-").and_then(hex_of_base64);
        json!({
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "scope": if name == STYLES { "required" } else { "excluded" },
            "licenses": licence(text(package, "license")),
            "hashes": sum.map(|sum| json!([{ "alg": "SHA-512", "content": sum }])).unwrap_or(json!([])),
            "purl": purl,
        })
    });
    made.collect()
}

/// What leans on what, within what is built; dev-dependencies of the house stay out.
fn dependencies(metadata: &Value, references: &BTreeMap<&str, String>) -> Vec<Value> {
    let nodes = metadata["resolve"]["nodes"].as_array().into_iter().flatten();
    let leans = |node: &Value| {
        let reference = references.get(text(node, "id"))?;
        let ships = |one: &&Value| {
            one["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"] != "dev")
        };
        let deps = node["deps"].as_array().into_iter().flatten().filter(ships);
        let on: BTreeSet<&String> = deps.filter_map(|one| references.get(text(one, "pkg"))).collect();
        Some((reference.clone(), json!({ "ref": reference, "dependsOn": on })))
    };
    nodes.filter_map(leans).collect::<BTreeMap<_, _>>().into_values().collect()
}

/// The bill of materials.
pub(crate) fn bill(root: &Path) -> Result<Value, String> {
    let read =
        |name: &str| std::fs::read_to_string(root.join(name)).map_err(|error| format!("{name}: {error}"));
    let words = ["-p", PROGRAM, "-e", "normal,build", "--prefix", "none", "--format", "{p}"];
    let tree = cargo(&[&["tree", "--locked", "--target", TARGET], &words[..]].concat())?;
    let metadata = ["metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET];
    let metadata: Value = serde_json::from_str(&cargo(&metadata)?).map_err(|error| error.to_string())?;
    let styles: Value = serde_json::from_str(&read("face/package-lock.json")?)
        .map_err(|error| format!("face/package-lock.json: {error}"))?;
    let (built, sums) = (built(&tree), checksums(&read("Cargo.lock")?));
    let all = metadata["packages"].as_array().into_iter().flatten();
    let packages: Vec<&Value> = all
        .filter(|one| built.contains(&(text(one, "name").to_owned(), text(one, "version").to_owned())))
        .collect();
    let named = |one: &&Value| reference(text(one, "name"), text(one, "version"), one["source"].is_null());
    let references = packages.iter().map(|one| (text(one, "id"), named(one))).collect();
    let (program, libraries): (Vec<_>, Vec<_>) =
        packages.iter().map(|one| crate_component(one, &sums)).partition(|one| one["type"] == "application");
    let mut components: Vec<Value> = libraries.into_iter().chain(npm_components(&styles)).collect();
    components.sort_by_cached_key(|one| text(one, "bom-ref").to_owned());
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": program.into_iter().next().ok_or("the program is not in its own build")? },
        "components": components,
        "dependencies": dependencies(&metadata, &references),
    }))
}

/// As text, the same bytes for the same tree.
pub(crate) fn written(root: &Path) -> Result<String, String> {
    serde_json::to_string_pretty(&bill(root)?).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
