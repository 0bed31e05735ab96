//! What a token may do: acts and reads by name, or all of a room. What it does not name, it refuses.

use crate::fault::AccountFault;
use kernel::Registry;

/// What somebody who asks may do at most; role and policy decide within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A person's session: whatever the role may.
    Everything,
    /// A token: what is named here.
    Named(Vec<String>),
}

/// Whether a line of a list covers an act or read: by its name, or as a room's `room.*`.
pub(crate) fn covers(line: &str, name: &str) -> bool {
    match line.strip_suffix(".*") {
        Some(room) => name.strip_prefix(room).is_some_and(|rest| rest.starts_with('.')),
        None => line == name,
    }
}

impl Scope {
    /// Whether an act or read of that name lies within.
    #[must_use]
    pub fn allows(&self, name: &str) -> bool {
        match self {
            Scope::Everything => true,
            Scope::Named(lines) => lines.iter().any(|line| covers(line, name)),
        }
    }

    /// Reads a token's scope: names with spaces or commas between them.
    ///
    /// # Errors
    /// [`AccountFault::Scope`] names what is none.
    pub fn read(text: &str, registry: &Registry) -> Result<Scope, AccountFault> {
        let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        let mut lines: Vec<String> = words.map(ToOwned::to_owned).collect();
        lines.sort_unstable();
        lines.dedup();
        let reads = registry.charters().iter().flat_map(|charter| charter.reads.iter().map(|read| read.name));
        let names: Vec<&str> = registry.act_kinds().map(|kind| kind.name).chain(reads).collect();
        let unknown = lines.iter().find(|line| !names.iter().any(|name| covers(line, name)));
        match (lines.is_empty(), unknown) {
            (true, _) => Err(AccountFault::Scope(String::new())),
            (_, Some(line)) => Err(AccountFault::Scope(line.chars().take(60).collect())),
            (false, None) => Ok(Scope::Named(lines)),
        }
    }

    /// As it is stored.
    pub(crate) fn text(&self) -> String {
        match self {
            Scope::Everything => String::new(),
            Scope::Named(lines) => lines.join(" "),
        }
    }

    /// From what is stored: nothing is named where nothing stands.
    pub(crate) fn stored(text: &str) -> Scope {
        Scope::Named(text.split(' ').filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_refuses_and_a_room_is_no_other_room_of_a_longer_name() {
        assert!(!Scope::stored("").allows("reports.queue"));
        let scope = Scope::stored("reports.* cases.read");
        for (name, open) in [
            ("reports.queue", true),
            ("reports.file", true),
            ("reports-more.queue", false),
            ("cases.read", true),
            ("cases.read-names", false),
            ("journal.look", false),
        ] {
            assert_eq!(scope.allows(name), open, "{name}");
        }
        assert!(Scope::Everything.allows("anything.at-all"));
    }

    #[test]
    fn reads_only_what_there_is() {
        let registry = Registry::new(vec![crate::charter()]).unwrap();
        let read = |text: &str| Scope::read(text, &registry);
        assert_eq!(read("access.read-units, access.*").unwrap().text(), "access.* access.read-units");
        for wrong in ["", " , ", "access.no-such", "*", ".*", "acc.*", "everything"] {
            assert!(matches!(read(wrong), Err(AccountFault::Scope(_))), "{wrong}");
        }
    }
}
