//! Every line of policy deleted and widened in turn, in a copy of the house: the tests must find and name each.
//!
//! A copy is compiled once, with two places changed: what a kind of act or read answers of a role, and the line of an address,
//! follow the variable `TUTELA_MUTANT`. Then the tests run once for each mutant. The house itself knows no such variable.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where the copy lies.
const COPY: &str = "target/policy-mutants";
/// The hand-kept matrix.
const MATRIX: &str = "app/policy.txt";
/// The tests that must find each mutant.
const TESTS: [&str; 2] = [
    "policy::every_act_and_read_is_open_to_whom_the_matrix_says_and_to_nobody_else",
    "policy::every_address_has_a_line_of_policy_that_says_what_the_matrix_says",
];
/// Roles by their codes, as `kernel::Role` has them.
const ROLES: [&str; 10] = [
    "public",
    "system",
    "analyst",
    "investigator",
    "prosecutor",
    "court-officer",
    "victim-support",
    "overseer",
    "statistician",
    "administrator",
];
/// Addresses whose act or list has the line.
const NAMED: [&str; 8] = [
    "POST /api/acts/{name}",
    "POST /api/acts/{name}/many",
    "POST /acts/{name}/many",
    "GET /acts/{name}",
    "POST /acts/{name}",
    "GET /api/lists/{room}/{name}",
    "GET /lists/{room}/{name}",
    "GET /lists/{room}/{name}/news/{was}/{n}",
];
/// What becomes of the line of an address.
const LINES: [&str; 3] = ["open", "staff", "nobody"];

/// What is changed in the copy: file, text of the house, text of the copy.
const CHANGES: [(&str, &str, &str); 2] = [
    (
        "kernel/src/policy.rs",
        "        roles.contains(&role)\n",
        "        let toggled = format!(\"{} {}\", self.name(), crate::codes::CodeList::code(role));\n        \
         roles.contains(&role) != std::env::var(\"TUTELA_MUTANT\").is_ok_and(|mutant| mutant == toggled)\n",
    ),
    (
        "desk/src/routes.rs",
        "    fn lay(mut self, address: Address, route: MethodRouter<Desk>) -> Routes {\n",
        "    fn lay(mut self, mut address: Address, route: MethodRouter<Desk>) -> Routes {\n        \
         static NOBODY: ReadKind = ReadKind { code: 65_000, name: \"mutant.nobody\", roles: &[], personal: false };\n        \
         for (word, line) in [(\"open\", Line::Open), (\"staff\", Line::Staff), (\"nobody\", Line::Read(&NOBODY))] {\n            \
         let mutant = format!(\"{} {} {word}\", address.method, address.path);\n            \
         if std::env::var(\"TUTELA_MUTANT\").is_ok_and(|asked| asked == mutant) {\n                \
         address.line = line;\n            }\n        }\n",
    ),
];

/// One mutant: the word that calls it, and what the tests must name.
struct Mutant {
    word: String,
    named: String,
}

fn fault(path: &Path) -> impl Fn(std::io::Error) -> String + '_ {
    move |error| format!("{}: {error}", path.display())
}

fn run(command: &mut Command) -> Result<Output, String> {
    command.output().map_err(|error| format!("{command:?}: {error}"))
}

/// Copies every file that git knows, and changes the two places. Unchanged files keep their times, so a second run compiles little.
fn copy() -> Result<(), String> {
    let listed = run(Command::new("git").args(["ls-files"]))?;
    for file in String::from_utf8_lossy(&listed.stdout).lines() {
        let to = PathBuf::from(COPY).join(file);
        let Ok(bytes) = fs::read(file) else { continue };
        let bytes = match CHANGES.iter().find(|(changed, ..)| *changed == file) {
            None => bytes,
            Some((_, house, mutated)) => {
                let text = String::from_utf8(bytes).map_err(|error| format!("{file}: {error}"))?;
                if text.matches(house).count() != 1 {
                    return Err(format!("{file}: the place to be changed is not there once: {house}"));
                }
                text.replace(house, mutated).into_bytes()
            }
        };
        if fs::read(&to).is_ok_and(|there| there == bytes) {
            continue;
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(fault(folder))?;
        }
        fs::write(&to, bytes).map_err(fault(&to))?;
    }
    Ok(())
}

/// Compiles the copy's tests and tells where the program lies that runs them.
fn compiled() -> Result<PathBuf, String> {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(COPY).env("CARGO_TARGET_DIR", "target").args([
        "test",
        "-p",
        "tutela",
        "--test",
        "it",
        "--no-run",
        "--message-format=json",
    ]);
    let output = run(&mut command)?;
    if !output.status.success() {
        return Err(format!("the copy does not compile:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut programs = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_it = message["target"]["name"] == "it" && message["profile"]["test"] == true;
        is_it.then(|| message["executable"].as_str().map(PathBuf::from)).flatten()
    });
    programs.next_back().ok_or_else(|| "cargo names no program for the tests".to_owned())
}

/// Every mutant of every line that the matrix holds.
fn mutants() -> Result<Vec<Mutant>, String> {
    let matrix = fs::read_to_string(MATRIX).map_err(fault(Path::new(MATRIX)))?;
    let lines = matrix.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let whats: BTreeSet<&str> =
        lines.filter_map(|line| Some(line.split_once(": ")?.0)).chain(NAMED).collect();
    let mut mutants = Vec::new();
    for what in whats {
        // Lists have a generic address; their lines are toggled through their reads. Files are the same for everybody.
        if (what.starts_with("GET /api/lists/") && !NAMED.contains(&what)) || what == "GET /assets/{file}" {
            continue;
        }
        let ends: &[&str] = if what.contains(" /") { &LINES } else { &ROLES };
        let word = what.split_once(' ').filter(|_| !what.contains(" /")).map_or(what, |(_, name)| name);
        for end in ends {
            mutants.push(Mutant { word: format!("{word} {end}"), named: word.to_owned() });
        }
    }
    Ok(mutants)
}

/// Whether a mutant changes nothing: the line already says so.
fn is_the_same(mutant: &Mutant, matrix: &str) -> bool {
    let Some((what, end)) = mutant.word.rsplit_once(' ') else { return false };
    let line = matrix.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(": "));
    matches!((line, end), (Some("public"), "open") | (Some("everybody who works here"), "staff"))
}

fn tried(program: &Path, mutant: &str) -> Result<(bool, String), String> {
    let mut command = Command::new(program);
    command.current_dir(Path::new(COPY).join("app")).env("TUTELA_MUTANT", mutant).env("RUST_BACKTRACE", "0");
    let output = run(command.args(TESTS).arg("--exact"))?;
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    Ok((output.status.success(), text))
}

/// Deletes and widens each line in turn.
///
/// # Errors
/// Every mutant that no test found, or that a test found without naming the line.
pub(crate) fn check() -> Result<String, String> {
    copy()?;
    let program = compiled()?;
    let (is_passed, text) = tried(&program, "")?;
    if !is_passed || !text.contains("2 passed") {
        return Err(format!("without a mutant the tests must pass:\n{text}"));
    }
    let matrix = fs::read_to_string(MATRIX).map_err(fault(Path::new(MATRIX)))?;
    let all: Vec<Mutant> = mutants()?.into_iter().filter(|mutant| !is_the_same(mutant, &matrix)).collect();
    let mut survivors = Vec::new();
    for (n, mutant) in all.iter().enumerate() {
        let (is_passed, text) = tried(&program, &mutant.word)?;
        if is_passed || !text.contains(&mutant.named) {
            survivors.push(mutant.word.clone());
        }
        if (n + 1) % 100 == 0 {
            eprintln!("{} of {} mutants", n + 1, all.len());
        }
    }
    let lines: BTreeSet<&str> = all.iter().map(|mutant| mutant.named.as_str()).collect();
    if survivors.is_empty() {
        Ok(format!("proof: {} mutants of {} lines of policy, all found and named", all.len(), lines.len()))
    } else {
        Err(format!("{} mutants survive:\n{}", survivors.len(), survivors.join("\n")))
    }
}
