//! The papers: every file and test that they name is there, and each requirement of `docs/asvs.md` has its evidence or its why.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The table of requirements.
const ASVS: &str = "docs/asvs.md";
/// Requirements of levels 1 and 2 of OWASP ASVS 5.0.0.
const REQUIREMENTS: usize = 253;
/// What stands in a path for whatever the reader puts there.
const PLACEHOLDERS: [&str; 2] = ["NAME", "CODE"];

/// Every path between backticks that begins in one of these folders, or is a file that lies here: with the test behind `::`.
fn named<'t>(text: &'t str, at_root: &BTreeSet<String>) -> Vec<&'t str> {
    let outside_of_blocks = text.split("```").step_by(2);
    let quoted = outside_of_blocks.flat_map(|part| part.split('`').skip(1).step_by(2));
    quoted
        .filter(|words| !words.contains([' ', '*', '{', '<', '$']))
        .filter(|words| !PLACEHOLDERS.iter().any(|place| words.contains(place)))
        .filter(|words| at_root.contains(words.split('/').next().unwrap_or_default()))
        .collect()
}

/// Why a name leads nowhere; nothing when it leads somewhere.
fn dead(root: &Path, name: &str) -> Option<String> {
    let (file, test) = name.split_once("::").map_or((name, None), |(file, test)| (file, Some(test)));
    let path = root.join(file.trim_end_matches('/'));
    let Some(test) = test else { return (!path.exists()).then(|| format!("{name}: no such file")) };
    let Ok(text) = std::fs::read_to_string(&path) else { return Some(format!("{name}: no such file")) };
    (!text.contains(&format!("fn {test}("))).then(|| format!("{name}: no such test"))
}

fn numbers(id: &str) -> Vec<u32> {
    id.trim_start_matches("v5.0.0-").split('.').filter_map(|number| number.parse().ok()).collect()
}

/// What is wrong with the lines of the table of requirements.
fn unproven(text: &str, at_root: &BTreeSet<String>) -> Vec<String> {
    let (mut wrong, mut before) = (Vec::new(), Vec::new());
    let lines = text.lines().filter(|line| line.starts_with("| v5.0.0-"));
    for line in lines.clone() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, _, _, state, why] = cells[..] else {
            wrong.push(format!("{line}: five cells are right"));
            continue;
        };
        if numbers(id) <= before || numbers(id).len() != 3 {
            wrong.push(format!("{id}: is out of order or twice"));
        }
        before = numbers(id);
        match state {
            "met" if named(why, at_root).is_empty() => wrong.push(format!("{id}: names no file or test")),
            "met" | "not met" | "not applicable" if !why.is_empty() => {}
            _ => wrong.push(format!("{id}: met, not met or not applicable, and why")),
        }
    }
    let states = ["met", "not met", "not applicable"];
    let each =
        states.map(|state| lines.clone().filter(|line| line.contains(&format!(" | {state} |"))).count());
    let [met, not, none] = each;
    if !text.contains(&format!("**{met} met, {not} not met, {none} not applicable.**")) {
        wrong.push(format!("the head must say: {met} met, {not} not met, {none} not applicable"));
    }
    let count = lines.count();
    if count != REQUIREMENTS {
        wrong.push(format!("{count} requirements; levels 1 and 2 have {REQUIREMENTS}"));
    }
    wrong
}

fn at_root(root: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    // What a build or a node leaves here is no part of the house.
    names.filter(|name| !["target", "public", "tutela-data"].contains(&name.as_str())).collect()
}

fn papers(root: &Path) -> Result<Vec<PathBuf>, String> {
    let here = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "SECURITY.md", "fuzz/README.md"];
    let here = here.map(|name| root.join(name));
    let docs = std::fs::read_dir(root.join("docs")).map_err(|error| format!("docs: {error}"))?;
    let docs = docs.flatten().map(|entry| entry.path());
    Ok(here.into_iter().chain(docs.filter(|path| path.extension().is_some_and(|end| end == "md"))).collect())
}

/// Checks the papers; tells how many names in them lead somewhere.
pub(crate) fn check(root: &Path) -> Result<usize, String> {
    let at_root = at_root(root);
    let (mut count, mut wrong) = (0, Vec::new());
    for paper in papers(root)? {
        let text =
            std::fs::read_to_string(&paper).map_err(|error| format!("{}: {error}", paper.display()))?;
        let name = paper.strip_prefix(root).unwrap_or(&paper).display().to_string();
        let names = named(&text, &at_root);
        count += names.len();
        wrong.extend(names.iter().filter_map(|one| dead(root, one)).map(|fault| format!("{name}: {fault}")));
        if name == ASVS {
            wrong.extend(unproven(&text, &at_root).into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    if wrong.is_empty() { Ok(count) } else { Err(wrong.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
    }

    #[test]
    fn every_name_leads_somewhere() {
        assert!(check(root()).unwrap() > 300);
    }

    #[test]
    fn a_dead_name_is_found() {
        let at_root = at_root(root());
        let dead = |text: &str| named(text, &at_root).iter().filter_map(|name| dead(root(), name)).count();
        for alive in [
            "`xtask/src/papers.rs`",
            "`xtask/src/papers.rs::a_dead_name_is_found`",
            "`docs`, `deny.toml`, `/var/lib/none`, `proofs/NAME.json`, `capabilities/*`",
            "```sh\ncat `docs/none.md`\n```",
        ] {
            assert_eq!(dead(alive), 0, "{alive}");
        }
        for gone in ["`xtask/src/none.rs`", "`xtask/src/papers.rs::nobody_wrote_this`", "`docs/none.md::x`"] {
            assert_eq!(dead(gone), 1, "{gone}");
        }
    }

    #[test]
    fn a_requirement_without_evidence_or_out_of_order_is_found() {
        let at_root = at_root(root());
        let wrong = |lines: &[&str]| unproven(&lines.join("\n"), &at_root).len() - 2;
        let met = "| v5.0.0-1.2.10 | 1 | short | met | `deny.toml` |";
        let not = "| v5.0.0-1.2.11 | 2 | short | not met | nothing does it |";
        assert_eq!(wrong(&[met, not]), 0);
        assert_eq!(wrong(&[not, met]), 1);
        assert_eq!(wrong(&[met, met]), 1);
        assert_eq!(wrong(&["| v5.0.0-1.2.10 | 1 | short | met | surely |"]), 1);
        assert_eq!(wrong(&["| v5.0.0-1.2.10 | 1 | short | perhaps | `deny.toml` |"]), 1);
        assert_eq!(wrong(&["| v5.0.0-1.2.10 | 1 | short | not applicable | |"]), 1);
        assert_eq!(wrong(&["| v5.0.0-1.2.10 | 1 | met | `deny.toml` |"]), 1);
    }
}
