//! How far the victims of listed material are found and safe (¶63). It stands apart from lists and leads, and few read it.

use super::named_unit;
use crate::codes::VictimStatus;
use crate::events::VictimsNoted;
use crate::tables::{EntryVictims, HashEntry};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`NoteVictims`].
pub const KIND: ActKind = ActKind {
    code: 214,
    name: "known-material.note-victims",
    about: "Note how far the victims of an entry are found and safe",
    nature: Nature::Decision,
    roles: &[Role::Investigator, Role::VictimSupport],
};

/// Notes it. No person is named: who they are stands in cases.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteVictims {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entry's number in the list.
    #[n(1)]
    pub entry: u32,
    /// How far.
    #[n(2)]
    pub victim_status: VictimStatus,
}

impl Act for NoteVictims {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("list", self.list)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<HashEntry>((self.list, i64::from(self.entry)));
        needs.row::<EntryVictims>((self.list, i64::from(self.entry)));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.list }]
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        named_unit(ctx)?;
        let at = (self.list, i64::from(self.entry));
        if view.get::<HashEntry>(at).is_none() {
            return Err(Problem::new("entry", "is not on the list", "an entry of the list").into());
        }
        if view.get::<EntryVictims>(at).is_some_and(|row| row.victim_status == self.victim_status) {
            return Err(Problem::new("victim_status", "is noted already", "another one").into());
        }
        let NoteVictims { list, entry, victim_status: status } = *self;
        Ok(vec![NewEntry::of(&VictimsNoted { list, entry, status })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{LIST, Room, analyst, field};
    use kernel::{Actor, Outcome};

    #[test]
    fn it_is_noted_by_those_who_find_victims_and_by_nobody_else() {
        let mut room = Room::with_report();
        let note = |entry, victim_status| NoteVictims { list: LIST, entry, victim_status };
        let investigator = Actor { role: Role::Investigator, ..analyst(3) };
        assert!(matches!(room.enter(&note(1, VictimStatus::InProgress), analyst(1)), Outcome::Forbidden(_)));
        assert_eq!(field(&room.enter(&note(9, VictimStatus::InProgress), investigator)), "entry");
        assert!(room.entered(&note(1, VictimStatus::InProgress), investigator));
        assert_eq!(field(&room.enter(&note(1, VictimStatus::InProgress), investigator)), "victim_status");
        assert!(room.entered(&note(1, VictimStatus::Safeguarded), investigator));
        let rows = room.rows::<EntryVictims>();
        assert_eq!((rows.len(), rows[0].victim_status), (1, VictimStatus::Safeguarded));
        assert!(room.replays());
    }
}
