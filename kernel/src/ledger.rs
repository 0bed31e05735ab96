//! From an act to numbered, chained, applied entries: the one path that the writer, the tests and the simulator share.

use crate::act::AnyAct;
use crate::actor::Ctx;
use crate::charter::{Registry, Work};
use crate::entry::{Commitment, Entry, Hash, NewEntry, leaf_hash};
use crate::gate::{GateFault, Loader, Verdict, pass};
use crate::journal::{Job, Refused, job_id};
use crate::policy::Forbidden;
use crate::refusal::{Problem, Refusal};
use crate::rule::RuleName;
use crate::tables::{MemoryTables, TableFault, Tables};
use crate::view::{Need, View};
use crate::{Actor, Id, Instant, Purpose};

/// Where the journal ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Number of the last entry; 0 before the first.
    pub seq: u64,
    /// Leaf hash of the last entry; zero before the first.
    pub leaf: Hash,
    /// When the last entry was recorded.
    pub recorded: Instant,
}

/// An entry with its canonical bytes and leaf hash.
#[derive(Clone, Debug)]
pub struct Written {
    /// The entry.
    pub entry: Entry,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// Its leaf hash.
    pub leaf: Hash,
}

/// What became of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Entered: number of the first entry.
    Entered {
        /// Number of the first entry.
        seq: u64,
        /// Rules that the fact violates.
        marks: Vec<RuleName>,
    },
    /// Refused by a rights rule; the refusal is an entry.
    Refused(Refusal),
    /// Not for this actor; that is an entry too.
    Forbidden(Forbidden),
    /// The input does not fit; nothing was entered.
    Invalid(Problem),
}

/// Tables that can also be loaded from.
pub trait World: Loader + Tables {
    /// As tables.
    fn tables(&mut self) -> &mut dyn Tables;
    /// As loader.
    fn loader(&mut self) -> &mut dyn Loader;
}

/// Passes an act through the gate and, where it is entered or refused, numbers, chains and applies its entries.
///
/// # Errors
/// [`GateFault`]: nothing was entered, and what was applied must be thrown away with the batch.
pub fn enter(
    registry: &Registry,
    head: &mut Head,
    act: &dyn AnyAct,
    ctx: &Ctx,
    commitments: Vec<Commitment>,
    world: &mut dyn World,
) -> Result<(Outcome, Vec<Written>), GateFault> {
    let ctx = Ctx { now: ctx.now.max(head.recorded), ..*ctx };
    let refused = |rule| vec![NewEntry::of(&Refused { rule, act_kind: act.kind().code })];
    let (outcome, entries, marks) = match pass(registry, act, &ctx, world.loader())? {
        Verdict::Enter { entries, marks } => {
            (Outcome::Entered { seq: head.seq + 1, marks: marks.clone() }, entries, marks)
        }
        Verdict::Refused(refusal) => {
            (Outcome::Refused(refusal.clone()), refused(Some(refusal.rule)), Vec::new())
        }
        Verdict::Forbidden(forbidden) => (Outcome::Forbidden(forbidden), refused(None), Vec::new()),
        // A reaction must end somewhere: as a human's task.
        Verdict::Invalid(problem) if ctx.cause.is_some() => {
            (Outcome::Invalid(problem), refused(None), Vec::new())
        }
        Verdict::Invalid(problem) => return Ok((Outcome::Invalid(problem), Vec::new())),
    };
    let commitments = if matches!(outcome, Outcome::Entered { .. }) { commitments } else { Vec::new() };
    let mut written = Vec::with_capacity(entries.len());
    for (ordinal, new) in (0_u16..).zip(entries) {
        if registry.event(new.kind, new.version).is_none() {
            let (act, kind, version) = (act.kind().name, new.kind, new.version);
            return Err(GateFault::Unsaid { act, kind, version });
        }
        let first = ordinal == 0;
        let entry = Entry {
            seq: head.seq + 1,
            previous: head.leaf,
            recorded: ctx.now,
            act: ctx.act,
            ordinal,
            kind: new.kind,
            version: new.version,
            actor: ctx.actor,
            purpose: ctx.purpose,
            cause: ctx.cause,
            marks: if first { marks.clone() } else { Vec::new() },
            body: new.body,
            subject: new.subject.unwrap_or_else(|| act.subject()),
            commitments: if first { commitments.clone() } else { Vec::new() },
        };
        let bytes = entry.to_bytes();
        let leaf = leaf_hash(&bytes);
        registry.apply(world.tables(), &entry)?;
        *head = Head { seq: entry.seq, leaf, recorded: ctx.now };
        written.push(Written { entry, bytes, leaf });
    }
    Ok((outcome, written))
}

/// The act by which Tutela reacts to an entry, if the reaction is one of the writer's own.
#[must_use]
pub fn reaction(registry: &Registry, cause: &Entry, reactor: &str) -> Option<(Box<dyn AnyAct>, Ctx)> {
    let reactor = registry.reactors(cause.kind).find(|candidate| candidate.name == reactor)?;
    let Work::Act(answer) = reactor.work else { return None };
    let (code, body) = answer(cause)?;
    let act = (registry.act(code)?.decode)(&body).ok()?;
    let ctx = Ctx {
        now: cause.recorded,
        act: job_id(cause, reactor.name),
        actor: Actor::SYSTEM,
        purpose: Purpose::Reaction,
        cause: Some(cause.seq),
    };
    Some((act, ctx))
}

impl Loader for MemoryTables {
    fn load(&mut self, needs: &[Need], view: &mut View) -> Result<(), TableFault> {
        needs.iter().for_each(|need| view.fill(need, self.answer(need)));
        Ok(())
    }
}

impl World for MemoryTables {
    fn tables(&mut self) -> &mut dyn Tables {
        self
    }
    fn loader(&mut self) -> &mut dyn Loader {
        self
    }
}

/// A whole node in memory: for property tests, simulation and replay.
pub struct MemoryNode {
    /// Its registry.
    pub registry: Registry,
    /// Its tables.
    pub tables: MemoryTables,
    /// Where its journal ends.
    pub head: Head,
    /// Its journal.
    pub entries: Vec<Entry>,
}

impl MemoryNode {
    /// An empty node.
    #[must_use]
    pub fn new(registry: Registry) -> MemoryNode {
        MemoryNode { registry, tables: MemoryTables::default(), head: Head::default(), entries: Vec::new() }
    }

    /// Enters one act and every reaction that follows from it.
    ///
    /// # Errors
    /// [`GateFault`] when an act reads what it did not ask for or a row does not fit.
    pub fn enter(&mut self, act: &dyn AnyAct, ctx: &Ctx) -> Result<Outcome, GateFault> {
        let (outcome, written) =
            enter(&self.registry, &mut self.head, act, ctx, Vec::new(), &mut self.tables)?;
        self.keep(written)?;
        Ok(outcome)
    }

    fn keep(&mut self, written: Vec<Written>) -> Result<(), GateFault> {
        let causes: Vec<Entry> = written.into_iter().map(|one| one.entry).collect();
        // All that an act enters stands before what follows from any of it.
        self.entries.extend(causes.iter().cloned());
        for cause in causes {
            let names: Vec<&'static str> =
                self.registry.reactors(cause.kind).map(|reactor| reactor.name).collect();
            for name in names {
                if let Some((act, ctx)) = reaction(&self.registry, &cause, name) {
                    let (_, written) =
                        enter(&self.registry, &mut self.head, &*act, &ctx, Vec::new(), &mut self.tables)?;
                    self.keep(written)?;
                }
            }
        }
        Ok(())
    }

    /// The job rows that wait for a worker.
    #[must_use]
    pub fn jobs(&self) -> Vec<Job> {
        let rows = self.tables.rows(<Job as crate::Record>::TABLE);
        rows.filter_map(|row| <Job as crate::Record>::from_row(row).ok()).collect()
    }

    /// A context for an act of `actor`, with a number made from `n`.
    #[must_use]
    pub fn ctx(&self, actor: Actor, purpose: Purpose, n: u32) -> Ctx {
        Ctx { now: self.head.recorded, act: Id([0x5a; 16]).derive("act", n), actor, purpose, cause: None }
    }
}
