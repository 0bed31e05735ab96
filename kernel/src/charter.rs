//! A charter is the pure half of a room: its acts, facts, tables, rules and reactions. All charters make the registry.

use crate::act::{ActKind, ActSpec};
use crate::actor::Ctx;
use crate::entry::{Entry, Event, from_canonical};
use crate::kept::{Kept, Kind, RecordKind, Touch};
use crate::policy::ReadKind;
use crate::refusal::Problem;
use crate::rule::{Facet, Rule, RuleName};
use crate::table::Table;
use crate::tables::{TableFault, Tables};
use crate::view::{Needs, View};
use std::collections::BTreeMap;

/// What a table becomes when an entry of some kind is applied.
pub type Apply = fn(&mut dyn Tables, &Entry) -> Result<(), TableFault>;

/// One version of one kind of fact.
pub struct EventSpec {
    /// Its number.
    pub kind: u16,
    /// Its version.
    pub version: u8,
    /// Its stable name.
    pub name: &'static str,
    /// Checks that a body is one canonical encoding of it.
    pub check: fn(&[u8]) -> Result<(), String>,
}

impl EventSpec {
    /// The specification of `E`.
    #[must_use]
    pub fn of<E: Event>() -> EventSpec {
        EventSpec {
            kind: E::KIND,
            version: E::VERSION,
            name: E::NAME,
            check: |bytes| from_canonical::<E>(bytes).map(drop),
        }
    }
}

/// Who carries out a reaction.
pub enum Work {
    /// The writer, as an act of Tutela through the same gate: number and public body of the act, or `None` when this
    /// entry calls for none.
    Act(fn(&Entry) -> Option<(u16, Vec<u8>)>),
    /// A worker beside the writer, which needs more than the tables (sealed hashes, an index in memory) and answers with
    /// an act under the job's id.
    Worker,
}

/// What a room does when a fact of some kind is entered.
pub struct Reactor {
    /// Its stable name, `room.reaction`.
    pub name: &'static str,
    /// The kind of fact.
    pub on: u16,
    /// Who carries it out.
    pub work: Work,
}

/// Something on record that stands in the way of a decision, whoever decides: a legal hold before an erasure, say. It is no
/// rights rule: it says what is in the way and until when, and a fact is never kept out by it.
pub struct Bar {
    /// Its stable name, `room.bar`.
    pub name: &'static str,
    /// Adds what it needs to see for this facet.
    pub needs: fn(&Facet, &Ctx, &View, &mut Needs),
    /// What stands in the way; none when nothing does. Pure.
    pub stops: fn(&Facet, &Ctx, &View) -> Option<Problem>,
}

/// The pure half of a room.
#[derive(Default)]
pub struct Charter {
    /// The room's name, as its folder is called.
    pub name: &'static str,
    /// The paragraphs of A/HRC/31/58 that it serves.
    pub paragraphs: &'static str,
    /// Acts that it takes.
    pub acts: Vec<ActSpec>,
    /// Numbers of those of its acts that may enter an erasure: each has a transaction of its own.
    pub erasing: Vec<u16>,
    /// Reads that it answers.
    pub reads: Vec<&'static ReadKind>,
    /// Facts that it may enter.
    pub events: Vec<EventSpec>,
    /// What its tables become by facts, its own and others'.
    pub projections: Vec<(u16, Apply)>,
    /// What it does when facts are entered.
    pub reactors: Vec<Reactor>,
    /// Its tables.
    pub tables: Vec<&'static Table>,
    /// Its rights rules.
    pub rules: Vec<Rule>,
    /// What it puts in the way of decisions.
    pub bars: Vec<Bar>,
    /// Kinds of record that it enters and that can be let go.
    pub kinds: Vec<Kind>,
    /// Facts that move the clocks of such records.
    pub touches: Vec<Touch>,
    /// What each of its tables holds on whom.
    pub kept: Vec<Kept>,
}

/// A registry that cannot be: two things with one number or name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {number} is declared twice, by '{first}' and by '{second}'")]
pub struct DeclaredTwice {
    /// What is declared.
    pub what: &'static str,
    /// Its number or name.
    pub number: String,
    /// First declarer.
    pub first: String,
    /// Second declarer.
    pub second: String,
}

/// All charters of a node, by what the gate looks up.
pub struct Registry {
    charters: Vec<Charter>,
    acts: BTreeMap<u16, (usize, usize)>,
    events: BTreeMap<(u16, u8), (usize, usize)>,
    draws_numbers: bool,
}

impl Registry {
    /// Puts charters together, the kernel's own first.
    ///
    /// # Errors
    /// [`DeclaredTwice`] when two of them claim one act, fact, read or table.
    pub fn new(rooms: Vec<Charter>) -> Result<Registry, DeclaredTwice> {
        let mut charters = vec![crate::journal::charter()];
        charters.extend(rooms);
        let (acts, events) = (BTreeMap::new(), BTreeMap::new());
        let mut registry = Registry { charters: Vec::new(), acts, events, draws_numbers: true };
        let mut names: BTreeMap<(&'static str, String), &'static str> = BTreeMap::new();
        let mut once = |what: &'static str, number: String, by: &'static str| match names
            .insert((what, number.clone()), by)
        {
            None => Ok(()),
            Some(first) => Err(DeclaredTwice { what, number, first: first.into(), second: by.into() }),
        };
        for (at, charter) in charters.iter().enumerate() {
            for (n, spec) in charter.acts.iter().enumerate() {
                once("act", spec.kind.code.to_string(), spec.kind.name)?;
                once("act name", spec.kind.name.to_owned(), charter.name)?;
                registry.acts.insert(spec.kind.code, (at, n));
            }
            for (n, spec) in charter.events.iter().enumerate() {
                once("fact", format!("{}v{}", spec.kind, spec.version), spec.name)?;
                registry.events.insert((spec.kind, spec.version), (at, n));
            }
            for read in &charter.reads {
                once("read", read.code.to_string(), read.name)?;
            }
            for table in &charter.tables {
                once("table", table.name.to_owned(), charter.name)?;
            }
            for reactor in &charter.reactors {
                once("reaction", reactor.name.to_owned(), charter.name)?;
            }
            for bar in &charter.bars {
                once("bar", bar.name.to_owned(), charter.name)?;
            }
            for kind in &charter.kinds {
                once("kind of record", crate::codes::CodeList::code(kind.kind).to_owned(), charter.name)?;
            }
            for kept in &charter.kept {
                once("what a table keeps", kept.table.name.to_owned(), charter.name)?;
            }
        }
        registry.charters = charters;
        Ok(registry)
    }

    /// The same for a room's own tests, which call their people by numbers that they can read. No node of the program does so.
    #[must_use]
    pub fn with_chosen_numbers(self) -> Registry {
        Registry { draws_numbers: false, ..self }
    }

    /// Whether numbers of new records must follow from the act that makes them.
    #[must_use]
    pub fn draws_numbers(&self) -> bool {
        self.draws_numbers
    }

    /// The charters, the kernel's own first.
    #[must_use]
    pub fn charters(&self) -> &[Charter] {
        &self.charters
    }

    /// The act of that number.
    #[must_use]
    pub fn act(&self, code: u16) -> Option<&ActSpec> {
        self.acts.get(&code).map(|&(room, n)| &self.charters[room].acts[n])
    }

    /// The act of that name.
    #[must_use]
    pub fn act_named(&self, name: &str) -> Option<&ActSpec> {
        self.charters.iter().flat_map(|c| &c.acts).find(|spec| spec.kind.name == name)
    }

    /// Whether an act of that kind may enter an erasure.
    #[must_use]
    pub fn erases(&self, act: u16) -> bool {
        self.charters.iter().any(|charter| charter.erasing.contains(&act))
    }

    /// All kinds of act.
    pub fn act_kinds(&self) -> impl Iterator<Item = &'static ActKind> {
        self.charters.iter().flat_map(|charter| charter.acts.iter().map(|spec| spec.kind))
    }

    /// The fact of that number and version.
    #[must_use]
    pub fn event(&self, kind: u16, version: u8) -> Option<&EventSpec> {
        self.events.get(&(kind, version)).map(|&(room, n)| &self.charters[room].events[n])
    }

    /// All rules in force.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.charters.iter().flat_map(|charter| &charter.rules)
    }

    /// Whether a rule is in force: its room is built.
    #[must_use]
    pub fn in_force(&self, name: RuleName) -> bool {
        self.rules().any(|rule| rule.name == name)
    }

    /// Everything that may stand in the way of a decision.
    pub fn bars(&self) -> impl Iterator<Item = &Bar> {
        self.charters.iter().flat_map(|charter| &charter.bars)
    }

    /// The declaration of a kind of record.
    #[must_use]
    pub fn kind(&self, kind: RecordKind) -> Option<&Kind> {
        self.charters.iter().flat_map(|charter| &charter.kinds).find(|declared| declared.kind == kind)
    }

    /// Clocks that a kind of fact moves.
    pub fn touches(&self, kind: u16) -> impl Iterator<Item = &Touch> {
        self.charters.iter().flat_map(|charter| &charter.touches).filter(move |touch| touch.on == kind)
    }

    /// What tables hold on whom.
    pub fn kept(&self) -> impl Iterator<Item = &Kept> {
        self.charters.iter().flat_map(|charter| &charter.kept)
    }

    /// All reactions to a kind of fact.
    pub fn reactors(&self, kind: u16) -> impl Iterator<Item = &Reactor> {
        self.charters.iter().flat_map(|charter| &charter.reactors).filter(move |reactor| reactor.on == kind)
    }

    /// All tables.
    pub fn tables(&self) -> impl Iterator<Item = &'static Table> {
        self.charters.iter().flat_map(|charter| charter.tables.iter().copied())
    }

    /// What an entry does to the tables: the kernel's part and every room's projections of its kind.
    ///
    /// # Errors
    /// [`TableFault`] when a body or row cannot be read, or the backend fails.
    pub fn apply(&self, tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
        crate::journal::apply_every(self, tables, entry)?;
        for charter in &self.charters {
            for (kind, apply) in &charter.projections {
                if *kind == entry.kind {
                    apply(tables, entry)?;
                }
            }
        }
        Ok(())
    }
}
