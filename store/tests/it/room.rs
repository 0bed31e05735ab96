//! A small room for the store's tests: notes with a sealed text and a blind token.

use kernel::act::Nature;
use kernel::rule::Facet;
use kernel::{
    Act, ActKind, ActSpec, Actor, Charter, Ctx, Denial, Entry, Event, EventSpec, Id, Instant, Needs,
    NewEntry, Problem, Purpose, Reactor, ReadKind, Record, Registry, Role, TableFault, Tables, View, Work,
    event, record,
};
use minicbor::{Decode, Encode};
use store::testing::Home;
use store::{Answer, Deed, DeedFault, Node, OpenFault};

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub(crate) struct Noted {
    #[n(0)]
    pub note: Id,
    #[n(1)]
    pub weight: u32,
}
event!(Noted, 9000, 1, "test.noted");

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub(crate) struct Weighed {
    #[n(0)]
    pub weight: u32,
}
event!(Weighed, 9001, 1, "test.weighed");

record! {
    /// Notes.
    pub struct NoteRow in "note", Derived, key 1, indexes [by_weight: 1] {
        /// The note.
        note: Id, Internal;
        /// Its weight.
        weight: i64, Internal;
        /// The act whose slot 0 holds the text.
        act: Id, Internal;
    }
}

record! {
    /// The sum of all weights, kept by a reaction.
    pub struct SumRow in "note_sum", Derived, key 1, indexes [] {
        /// Always 1.
        one: i64, Internal;
        /// The sum.
        sum: i64, Internal;
    }
}

record! {
    /// Blind tokens of notes.
    pub struct TokenRow in "note_token", Sealed, key 1, indexes [] {
        /// The token.
        token: Vec<u8>, Sealed;
        /// The note.
        note: Id, Internal;
    }
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub(crate) struct Note {
    #[n(0)]
    pub note: Id,
    #[n(1)]
    pub weight: u32,
}

pub(crate) const NOTE: ActKind = ActKind {
    code: 9000,
    name: "test.note",
    about: "Note",
    nature: Nature::Decision,
    roles: &[Role::Analyst],
};

impl Act for Note {
    const KIND: &'static ActKind = &NOTE;
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }
    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<NoteRow>(self.note);
    }
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        if self.weight == 13 {
            vec![Facet::RequiresTestimony]
        } else {
            vec![Facet::Handles { matter: self.note }]
        }
    }
    fn subject(&self) -> Id {
        self.note
    }
    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        match view.get::<NoteRow>(self.note) {
            Some(_) => Err(Problem::new("note", "is taken", "a new number").into()),
            None => Ok(vec![NewEntry::of(&Noted { note: self.note, weight: self.weight })]),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub(crate) struct Weigh {
    #[n(0)]
    pub weight: u32,
}

pub(crate) const WEIGH: ActKind = ActKind {
    code: 9001,
    name: "test.weigh",
    about: "Weigh",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for Weigh {
    const KIND: &'static ActKind = &WEIGH;
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }
    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // Notes of weight 99 make a reaction that a rule refuses.
        if self.weight == 99 { vec![Facet::RequiresTestimony] } else { Vec::new() }
    }
    fn subject(&self) -> Id {
        Id::NONE
    }
    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        Ok(vec![NewEntry::of(&Weighed { weight: self.weight })])
    }
}

fn apply_noted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let noted: Noted = entry.event()?;
    // Every unit knows of every note.
    kernel::knowing::hold(tables, Id::NONE, noted.note)?;
    tables.put(&NoteRow { note: noted.note, weight: i64::from(noted.weight), act: entry.act })
}

fn apply_weighed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let weighed: Weighed = entry.event()?;
    let sum = tables.get::<SumRow>(1_i64)?.map_or(0, |row| row.sum);
    tables.put(&SumRow { one: 1, sum: sum + i64::from(weighed.weight) })
}

fn weigh_it(entry: &Entry) -> Option<(u16, Vec<u8>)> {
    let noted: Noted = entry.event().ok()?;
    (noted.weight > 0).then(|| (WEIGH.code, kernel::entry::to_cbor(&Weigh { weight: noted.weight })))
}

pub(crate) fn registry() -> Registry {
    Registry::new(vec![facts::charter(), rules::charter(), charter()]).unwrap()
}

pub(crate) fn charter() -> Charter {
    Charter {
        name: "test",
        paragraphs: "none",
        acts: vec![ActSpec::of::<Note>(), ActSpec::of::<Weigh>()],
        reads: vec![&READ],
        events: vec![EventSpec::of::<Noted>(), EventSpec::of::<Weighed>()],
        projections: vec![(Noted::KIND, apply_noted), (Weighed::KIND, apply_weighed)],
        reactors: vec![Reactor { name: "test.weigh", on: Noted::KIND, work: Work::Act(weigh_it) }],
        tables: vec![NoteRow::TABLE, SumRow::TABLE, TokenRow::TABLE],
        ..Charter::default()
    }
}

pub(crate) const READ: ReadKind =
    ReadKind { code: 9000, name: "test.read", roles: &[Role::Analyst], personal: true };

pub(crate) fn analyst(n: u8) -> Actor {
    Actor { id: Id([n; 16]), role: Role::Analyst, unit: Id([250; 16]) }
}

pub(crate) fn overseer(n: u8) -> Actor {
    Actor { role: Role::Overseer, ..analyst(n) }
}

pub(crate) fn open(home: &Home) -> Node {
    Node::open(home.config(), registry()).unwrap()
}

/// Opens a node that shares its database with others.
pub(crate) fn beside(home: &Home) -> Result<Node, OpenFault> {
    let clock = || {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Instant(i64::try_from(since.as_millis()).unwrap())
    };
    Node::open_beside_others(home.config(), registry(), Box::new(clock))
}

/// The number of the `n`th note.
pub(crate) fn number(n: u32) -> Id {
    Id([7; 16]).derive("note", n)
}

pub(crate) fn deed(node: &Node, n: u32, weight: u32, text: &str) -> Deed {
    try_deed(node, n, weight, text).unwrap()
}

/// A deed, while the database may be away.
pub(crate) fn try_deed(node: &Node, n: u32, weight: u32, text: &str) -> Result<Deed, DeedFault> {
    let note = Note { note: number(n), weight };
    let token = TokenRow { token: node.token("note", text.as_bytes()).to_vec(), note: note.note };
    let act = Id([8; 16]).derive("act", n);
    let sealed = node.deed(act, &note, analyst(1), Purpose::Triage).seal(0, note.note, text.as_bytes())?;
    Ok(sealed.row(note.note, &token)?.build())
}

pub(crate) fn enter(node: &Node, n: u32, weight: u32) -> Answer {
    node.enter_now(deed(node, n, weight, &format!("ordinary words {n}"))).unwrap()
}
