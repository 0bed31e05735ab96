//! The papers: every file and test that they name is there, and each requirement of a table has its evidence or its why.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A table of requirements in a paper. A line's cells are its number, what is asked, its state, and what shows it or why not.
struct Requirements {
    paper: &'static str,
    /// What stands before the number of a line.
    start: &'static str,
    /// How many parts a number has.
    parts: usize,
    /// How many cells stand between the number and the state.
    between: usize,
    /// What a state may be; the first must name its evidence.
    states: &'static [&'static str],
    /// How many there are.
    count: usize,
}

const TABLES: [Requirements; 2] = [
    // Levels 1 and 2 of OWASP ASVS 5.0.0.
    Requirements {
        paper: "docs/asvs.md",
        start: "v5.0.0-",
        parts: 3,
        between: 2,
        states: &["met", "not met", "not applicable"],
        count: 253,
    },
    // What a door for children must be.
    Requirements {
        paper: "docs/child-door.md",
        start: "C",
        parts: 1,
        between: 1,
        states: &["met", "partly", "not done"],
        count: 30,
    },
];
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

impl Requirements {
    fn numbers(&self, id: &str) -> Vec<u32> {
        id.trim_start_matches(self.start).split('.').filter_map(|number| number.parse().ok()).collect()
    }

    /// What is wrong with a line whose number follows `before`.
    fn wrong_with(&self, cells: &[&str], before: &[u32], at_root: &BTreeSet<String>) -> Option<String> {
        let (id, state, why) = (cells[0], cells[cells.len() - 2], cells[cells.len() - 1]);
        let numbers = self.numbers(id);
        if numbers.as_slice() <= before || numbers.len() != self.parts {
            return Some(format!("{id}: is out of order or twice"));
        }
        if !self.states.contains(&state) || why.is_empty() {
            return Some(format!("{id}: {}, and why", self.states.join(" or ")));
        }
        let is_bare = state == self.states[0] && named(why, at_root).is_empty();
        is_bare.then(|| format!("{id}: names no file or test"))
    }

    /// What is wrong with the table.
    fn unproven(&self, text: &str, at_root: &BTreeSet<String>) -> Vec<String> {
        let (mut wrong, mut before) = (Vec::new(), Vec::new());
        let start = format!("| {}", self.start);
        let is_line = |line: &&str| {
            line.strip_prefix(&start).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
        };
        let lines = text.lines().filter(is_line);
        for line in lines.clone() {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            if cells.len() != self.between + 3 {
                wrong.push(format!("{line}: {} cells are right", self.between + 3));
                continue;
            }
            wrong.extend(self.wrong_with(&cells, &before, at_root));
            before = self.numbers(cells[0]);
        }
        let of = |state: &&str| {
            let cell = format!(" | {state} |");
            format!("{} {state}", lines.clone().filter(|line| line.contains(&cell)).count())
        };
        let head = self.states.iter().map(of).collect::<Vec<_>>().join(", ");
        if !text.contains(&format!("**{head}.**")) {
            wrong.push(format!("the head must say: {head}"));
        }
        let count = lines.count();
        if count != self.count {
            wrong.push(format!("{count} lines; there are {}", self.count));
        }
        wrong
    }
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
        for table in TABLES.iter().filter(|table| table.paper == name) {
            wrong.extend(table.unproven(&text, &at_root).into_iter().map(|fault| format!("{name}: {fault}")));
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
        let wrong = |lines: &[&str]| TABLES[0].unproven(&lines.join("\n"), &at_root).len() - 2;
        let met = "| v5.0.0-1.2.10 | 1 | short | met | `deny.toml` |";
        let not = "| v5.0.0-1.2.11 | 2 | short | not met | nothing does it |";
        assert_eq!(wrong(&[met, not]), 0);
        assert_eq!(wrong(&[not, met]), 1);
        assert_eq!(wrong(&[met, met]), 1);
        assert_eq!(wrong(&["| v5.0.0-1.2.10 | 1 | short | met | surely |"]), 1);
        assert_eq!(wrong(&["| v5.0.0-1.2.10 | 1 | short | perhaps | `deny.toml` |"]), 1);
        assert_eq!(wrong(&["| v5.0.0-1.2.10 | 1 | short | not applicable | |"]), 1);
        assert_eq!(wrong(&["| v5.0.0-1.2.10 | 1 | met | `deny.toml` |"]), 1);
        let door = |lines: &[&str]| TABLES[1].unproven(&lines.join("\n"), &at_root).len() - 2;
        assert_eq!(
            door(&["| C1 | short | met | `deny.toml` |", "| C2 | short | not done | nobody did it |"]),
            0
        );
        assert_eq!(door(&["| C2 | short | partly | |", "| C1 | short | met | surely |"]), 2);
    }

    #[test]
    fn every_table_is_there() {
        for table in &TABLES {
            assert!(root().join(table.paper).exists(), "{}", table.paper);
        }
    }
}
