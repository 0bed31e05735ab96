//! Taking a list out as a file is itself an act: its entry is durable before the file is given (¶52, 69).

use crate::act::{Act, ActKind, Nature};
use crate::actor::{Ctx, Purpose, Role};
use crate::entry::{Entry, Event, NewEntry};
use crate::refusal::{Denial, Problem};
use crate::rule::Facet;
use crate::tables::{TableFault, Tables};
use crate::view::{Needs, View};
use crate::{Id, Instant, event, record};
use minicbor::{Decode, Encode};

/// Most bytes of a list's or column's name.
const LONGEST_NAME: usize = 80;
/// Most columns by which a list can be narrowed.
const MOST_COLUMNS: usize = 32;

record! {
    /// Every list that was taken out as a file: who, which, how much.
    pub struct Export in "export", Derived, key 1, indexes [] {
        /// Number of the entry.
        seq: i64, Internal;
        /// The list, room.list.
        list: String, Internal;
        /// How many rows were taken out.
        rows_out: i64, Internal;
        /// The columns by which it was narrowed; what was looked for is not kept.
        narrowed_by: String, Internal;
        /// The record, where the list is that of one record.
        record_id: Id, Internal;
        /// Who took it out.
        actor: Id, Internal;
        /// In which role.
        role: Role, Internal;
        /// For which unit.
        unit: Id, Internal;
        /// To what end.
        purpose: Purpose, Internal;
        /// When, UTC ms.
        at: Instant, Internal;
    }
}

/// A list was taken out as a file: of the entry's subject, where it is that of one record.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Exported {
    /// The list, room.list.
    #[n(0)]
    pub list: String,
    /// How many rows.
    #[n(1)]
    pub rows: u64,
    /// The columns by which it was narrowed.
    #[n(2)]
    pub narrowed_by: Vec<String>,
}
event!(Exported, 9, 1, "journal.exported");

/// Says that a list is about to be taken out.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct NoteExport {
    /// The list, room.list.
    #[n(0)]
    pub list: String,
    /// How many rows.
    #[n(1)]
    pub rows: u64,
    /// The columns by which it was narrowed.
    #[n(2)]
    pub narrowed_by: Vec<String>,
    /// The record, where the list is that of one record.
    #[n(3)]
    pub record: Id,
}

/// Kind of [`NoteExport`]. Who may read a list is the policy's answer about the list; every role that takes one out leaves a
/// trace.
pub const EXPORT: ActKind = ActKind {
    code: 10,
    name: "journal.note-export",
    about: "Leave the trace of a list that is taken out",
    nature: Nature::Decision,
    roles: &[
        Role::System,
        Role::Analyst,
        Role::Investigator,
        Role::Prosecutor,
        Role::CourtOfficer,
        Role::VictimSupport,
        Role::Overseer,
        Role::Statistician,
        Role::Administrator,
    ],
};

/// A name as they are declared in code: it cannot carry somebody's words into the journal.
fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
    (1..=LONGEST_NAME).contains(&text.len()) && text.bytes().all(plain)
}

impl Act for NoteExport {
    const KIND: &'static ActKind = &EXPORT;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        self.record.some().map(|matter| Facet::Handles { matter }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        if !is_name(&self.list) {
            return Err(Problem::new("list", "is no list's name", "room.list").into());
        }
        if self.narrowed_by.len() > MOST_COLUMNS || !self.narrowed_by.iter().all(|name| is_name(name)) {
            return Err(Problem::new("narrowed_by", "holds what is no column", "names of columns").into());
        }
        let NoteExport { list, rows, narrowed_by, .. } = self.clone();
        Ok(vec![NewEntry::of(&Exported { list, rows, narrowed_by })])
    }
}

pub(crate) fn apply_exported(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let Exported { list, rows, narrowed_by } = entry.event()?;
    tables.put(&Export {
        seq: i64::try_from(entry.seq).unwrap_or(i64::MAX),
        list,
        rows_out: i64::try_from(rows).unwrap_or(i64::MAX),
        narrowed_by: narrowed_by.join(" "),
        record_id: entry.subject,
        actor: entry.actor.id,
        role: entry.actor.role,
        unit: entry.actor.unit,
        purpose: entry.purpose,
        at: entry.recorded,
    })
}

/// The projection of [`Exported`].
pub(crate) const PROJECTION: (u16, crate::charter::Apply) = (Exported::KIND, apply_exported);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, MemoryNode, Outcome, Record, Registry};

    #[test]
    fn an_export_is_kept_with_who_and_how_much_and_takes_no_words_in() {
        let mut node = MemoryNode::new(Registry::new(Vec::new()).unwrap());
        let actor = Actor { id: Id([1; 16]), role: Role::Overseer, unit: Id([2; 16]) };
        let act = NoteExport {
            list: "cases.files".into(),
            rows: 7,
            narrowed_by: vec!["state".into()],
            record: Id::NONE,
        };
        let mut enter = |act: &NoteExport, n| {
            let ctx = node.ctx(actor, Purpose::Oversight, n);
            let outcome = node.enter(act, &ctx).unwrap();
            (outcome, node.tables.rows(Export::TABLE).map(|row| Export::from_row(row).unwrap()).collect())
        };
        let (outcome, rows): (_, Vec<Export>) = enter(&act, 0);
        assert!(matches!(outcome, Outcome::Entered { .. }));
        let row = &rows[0];
        assert_eq!((row.list.as_str(), row.rows_out, row.narrowed_by.as_str()), ("cases.files", 7, "state"));
        assert_eq!((row.actor, row.role, row.unit), (actor.id, actor.role, actor.unit));
        for wrong in ["", "Somebody's name", "a b", &"a".repeat(81)] {
            let (outcome, rows) = enter(&NoteExport { list: wrong.into(), ..act.clone() }, 1);
            assert!(matches!(outcome, Outcome::Invalid(problem) if problem.field == "list"), "{wrong}");
            assert_eq!(rows.len(), 1);
        }
        let wrong = NoteExport { narrowed_by: vec!["Somebody".into()], ..act };
        assert!(matches!(enter(&wrong, 2).0, Outcome::Invalid(problem) if problem.field == "narrowed_by"));
    }
}
