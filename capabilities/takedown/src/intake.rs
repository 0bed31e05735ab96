//! How addresses come in: one, a list, or a file. Each becomes an act; what cannot be read is told line by line and nothing is lost.

use crate::acts::{AddAddress, SLOT_URL};
use crate::address::{self, NoAddress, RIGHT, read};
use crate::codes::AddressSource;
use kernel::{Actor, Id, Outcome, Purpose};
use serde::Serialize;
use store::{Deed, DeedFault, Node};
use utoipa::ToSchema;

/// One file holds so many lines at most.
pub const MOST_LINES: usize = 100_000;
/// So many acts are entered together.
const TOGETHER: usize = 256;
/// So many wrong lines are told one by one; the others are counted.
pub const MOST_WRONG: usize = 100;

/// From where addresses come.
#[derive(Clone, Copy, Debug)]
pub struct From {
    /// From whom.
    pub source: AddressSource,
    /// The report in which they stood; none where they came otherwise.
    pub report: Id,
    /// Who enters them.
    pub actor: Actor,
    /// For what.
    pub purpose: Purpose,
}

/// A line that did not come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WrongLine {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong.
    pub wrong: String,
    /// What would be right.
    pub right: String,
}

/// What came of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TakenIn {
    /// Lines that are entered now: new addresses, and addresses that are known and were seen again.
    pub entered: u64,
    /// The number of the first of them.
    pub first: Option<Id>,
    /// The first wrong lines, at most 100.
    pub wrong: Vec<WrongLine>,
    /// How many more are wrong.
    pub more_wrong: u64,
}

impl TakenIn {
    fn note(&mut self, line: u64, wrong: String, right: String) {
        if self.wrong.len() < MOST_WRONG {
            self.wrong.push(WrongLine { line, wrong, right });
        } else {
            self.more_wrong = self.more_wrong.saturating_add(1);
        }
    }
}

/// The number of an address: it follows from the address, by a key of this node.
#[must_use]
pub fn number_of(node: &Node, url: &str) -> Id {
    address::number_of(node.token(address::TOKEN_DOMAIN, url.as_bytes()))
}

/// Why a line does not become a deed.
#[derive(Debug, thiserror::Error)]
pub enum NoDeed {
    /// It is no address.
    #[error(transparent)]
    Address(#[from] NoAddress),
    /// The node failed.
    #[error(transparent)]
    Fault(#[from] DeedFault),
}

/// The act that takes in an address, sealed under the address's own key.
///
/// # Errors
/// [`NoDeed`].
pub fn deed(node: &Node, act: Id, text: &str, from: &From) -> Result<(Id, Deed), NoDeed> {
    let normal = read(text)?;
    let address = number_of(node, &normal.url);
    let From { source, report, actor, purpose } = *from;
    let taken = AddAddress {
        address,
        host: normal.host,
        kind: normal.kind,
        source,
        report,
        told_in: None,
        unit: None,
    };
    let builder = node.deed(act, &taken, actor, purpose).seal(SLOT_URL, address, normal.url.as_bytes())?;
    Ok((address, builder.build()))
}

/// The address in a line of a list: the line itself, the first cell of a CSV line, or the member `url` of a line of NDJSON; none where
/// the line is empty, a remark, or names columns.
fn in_line(line: &str, n: u64) -> Option<String> {
    let line = line.trim().trim_start_matches('\u{feff}');
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    if line.starts_with('{') {
        let told: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
        return Some(told["url"].as_str().unwrap_or_default().to_owned());
    }
    if n == 1 && ["url", "address"].iter().any(|name| line.split(',').next() == Some(name)) {
        return None;
    }
    // Commas are in many addresses: only a quoted cell ends before one.
    match line.strip_prefix('"') {
        Some(rest) => Some(rest.split('"').next().unwrap_or_default().to_owned()),
        None => Some(line.to_owned()),
    }
}

/// Takes in a list. The acts' ids follow from `first_act` and the line, so the same list under the same id is entered once. `progress` is
/// told how many lines are done. Blocking.
///
/// # Errors
/// [`DeedFault`]: the node failed; the same list under the same id goes on.
pub fn take(
    node: &Node,
    text: &str,
    from: &From,
    first_act: Id,
    progress: &mut dyn FnMut(u64),
) -> Result<TakenIn, DeedFault> {
    let mut done = TakenIn::default();
    let mut waiting = Vec::with_capacity(TOGETHER);
    for (n, line) in (1_u64..).zip(text.lines()) {
        if n > MOST_LINES as u64 {
            done.note(n, "is one too many".into(), format!("at most {MOST_LINES} lines in one file"));
            break;
        }
        let Some(address) = in_line(line, n) else { continue };
        let act = first_act.derive("takedown.line", u32::try_from(n).unwrap_or(u32::MAX));
        match deed(node, act, &address, from) {
            Ok((address, deed)) => waiting.push((n, address, deed)),
            Err(NoDeed::Address(wrong)) => done.note(n, wrong.to_string(), RIGHT.into()),
            Err(NoDeed::Fault(fault)) => return Err(fault),
        }
        if waiting.len() >= TOGETHER {
            enter(node, &mut waiting, &mut done)?;
            progress(n);
        }
    }
    enter(node, &mut waiting, &mut done)?;
    Ok(done)
}

fn enter(node: &Node, waiting: &mut Vec<(u64, Id, Deed)>, done: &mut TakenIn) -> Result<(), DeedFault> {
    let (told, deeds): (Vec<_>, Vec<_>) = waiting.drain(..).map(|(n, id, deed)| ((n, id), deed)).unzip();
    for ((line, address), answer) in told.into_iter().zip(node.enter_all(deeds)) {
        match answer?.outcome {
            Outcome::Entered { .. } => {
                done.entered = done.entered.saturating_add(1);
                done.first = done.first.or(Some(address));
            }
            Outcome::Invalid(problem) => {
                done.note(line, format!("{}: {}", problem.field, problem.wrong), problem.right.to_string());
            }
            Outcome::Refused(refusal) => done.note(line, refusal.why.into(), refusal.instead.into()),
            Outcome::Forbidden(_) => done.note(line, "is closed to your role".into(), "another role".into()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_lists_csv_and_ndjson_are_read() {
        let of = |line: &str| in_line(line, 2);
        assert_eq!(of(" https://host.example/a,b "), Some("https://host.example/a,b".into()));
        assert_eq!(of("\"https://host.example/a,b\",police"), Some("https://host.example/a,b".into()));
        assert_eq!(of("{\"url\":\"https://host.example/a\"}"), Some("https://host.example/a".into()));
        assert_eq!(of("{not json"), Some(String::new()), "told as wrong, not left out");
        assert_eq!((of(""), of("# remark"), in_line("url,source", 1)), (None, None, None));
    }
}
