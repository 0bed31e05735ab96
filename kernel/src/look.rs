//! Looking at personal data is itself an act: its entry is durable before the answer is given (¶52, 69).

use crate::Id;
use crate::act::{Act, ActKind, Nature};
use crate::actor::{Ctx, Role};
use crate::entry::NewEntry;
use crate::journal::Looked;
use crate::refusal::Denial;
use crate::rule::Facet;
use crate::view::{Needs, View};
use minicbor::{Decode, Encode};

/// Says whose personal data are about to be read, by which kind of read.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Look {
    /// The kind of read, [`ReadKind::code`](crate::ReadKind::code).
    #[n(0)]
    pub read: u16,
    /// Whose data: reports or persons.
    #[n(1)]
    pub whose: Vec<Id>,
}

/// Kind of [`Look`]. Who may read what is the policy's answer about the kind of read; every role that reads leaves a trace.
pub const LOOK: ActKind = ActKind {
    code: 3,
    name: "journal.look",
    about: "Leave the trace of a look at personal data",
    nature: Nature::Decision,
    roles: &[
        Role::Public,
        Role::System,
        Role::Host,
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

impl Act for Look {
    const KIND: &'static ActKind = &LOOK;

    /// The first is the record that is opened; the others are whose data it holds, as its room found them.
    fn names(&self) -> Vec<(&'static str, Id)> {
        self.whose.first().map(|&record| ("whose", record)).into_iter().collect()
    }

    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        let handles = self.whose.iter().map(|&matter| Facet::Handles { matter });
        std::iter::once(Facet::Reads { whose: self.whose.clone() }).chain(handles).collect()
    }

    fn subject(&self) -> Id {
        self.whose.first().copied().unwrap_or(Id::NONE)
    }

    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        Ok(vec![NewEntry::of(&Looked { read: self.read, whose: self.whose.clone() })])
    }
}
