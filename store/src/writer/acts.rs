//! What one act of a batch comes to: its needs, its way through the gate, its answer when it comes a second time, and the
//! reactions that the writer carries out itself.

use super::{BatchFault, JOBS, digests};
use crate::database::{Database, Statement};
use crate::deed::{Answer, Deed, DeedFault};
use crate::laying::IS_LAID;
use crate::world::Overlay;
use kernel::journal::{ActSeen, Job, Refused};
use kernel::ledger::{self, Written};
use kernel::{
    AnyAct, Ask, Cell, CodeList, Ctx, Entry, Event, Forbidden, Head, Id, Instant, Need, Needs, Outcome,
    Record, Refusal, Registry, RuleName, Value, View, allow,
};

/// What one act of a batch came to.
pub(super) struct Entered {
    pub(super) answer: Result<Answer, DeedFault>,
    pub(super) written: Vec<Written>,
}

pub(super) fn decode(registry: &Registry, deed: &Deed) -> Result<Box<dyn AnyAct>, DeedFault> {
    let spec = registry.act(deed.kind).ok_or(DeedFault::UnknownAct(deed.kind))?;
    (spec.decode)(&deed.body).map_err(DeedFault::Unreadable)
}

fn ctx_of(deed: &Deed, now: Instant) -> Ctx {
    Ctx { now, act: deed.act, actor: deed.actor, purpose: deed.purpose, cause: deed.cause }
}

/// Everything that is known to be needed before the batch begins goes in one round trip.
pub(super) fn first_needs(
    deeds: &[Deed],
    acts: &[Result<Box<dyn AnyAct>, DeedFault>],
    now: Instant,
) -> Vec<Need> {
    let empty = View::default();
    let mut all = Vec::new();
    for (deed, act) in deeds.iter().zip(acts) {
        let mut needs = Needs::default();
        needs.row::<ActSeen>(deed.act);
        if let Ok(act) = act {
            kernel::gate::first_needs(&**act, &ctx_of(deed, now), &mut needs);
        }
        all.extend(needs.missing_from(&empty));
    }
    all
}

pub(super) fn enter(
    registry: &Registry,
    head: &mut Head,
    deed: &Deed,
    act: &dyn AnyAct,
    now: Instant,
    runtime: &mut dyn Database,
    overlay: &mut Overlay<'_>,
) -> Result<Entered, BatchFault> {
    let tables: &mut dyn kernel::Tables = overlay;
    if let Some(seen) = tables.get::<ActSeen>(deed.act)? {
        let answer = match digests::known(runtime, deed.act, seen.seq)? {
            Some(digest) if digest != deed.digest => Err(DeedFault::AnotherBody),
            _ => answered_before(registry, overlay, deed.act, seen.seq),
        };
        return Ok(Entered { answer, written: Vec::new() });
    }
    if let Some(laid) = &deed.laid {
        let all = i64::try_from(laid.promises.len()).unwrap_or(i64::MAX);
        let ask = Statement::new(IS_LAID, vec![deed.act.to_value()]);
        let found = overlay.query(&[ask])?;
        if found.first().and_then(|rows| rows.first()) != Some(&vec![Value::Integer(all), Value::Integer(1)])
        {
            let gone = DeedFault::Broken("what was laid for this act is gone: send it again".into());
            return Ok(Entered { answer: Err(gone), written: Vec::new() });
        }
    }
    let (outcome, written) =
        ledger::enter(registry, head, act, &ctx_of(deed, now), deed.commitments(), overlay)?;
    Ok(Entered { answer: Ok(Answer { act: deed.act, outcome, again: false }), written })
}

/// The answer that an act got when it was entered first.
fn answered_before(
    registry: &Registry,
    overlay: &mut Overlay<'_>,
    act: Id,
    seq: i64,
) -> Result<Answer, DeedFault> {
    let ask = Statement::new("SELECT bytes FROM entry WHERE seq = $1", vec![Value::Integer(seq)]);
    let rows = overlay.query(&[ask]).map_err(|fault| DeedFault::Broken(fault.to_string()))?;
    let entry = match rows.first().and_then(|rows| rows.first()).and_then(|row| row.first()) {
        Some(Value::Bytes(bytes)) => {
            Entry::from_bytes(bytes).map_err(|fault| DeedFault::Internal(fault.to_string()))?
        }
        _ => return Err(DeedFault::Internal(format!("entry {seq} is not in the journal"))),
    };
    let outcome = match entry.kind {
        Refused::KIND => match entry.event::<Refused>() {
            Ok(Refused { rule: Some(rule), .. }) => Outcome::Refused(refused_before(rule)),
            Ok(Refused { rule: None, act_kind }) => {
                Outcome::Forbidden(forbidden_before(registry, act_kind, &entry))
            }
            Err(fault) => return Err(DeedFault::Internal(fault.to_string())),
        },
        _ => Outcome::Entered { seq: entry.seq, marks: entry.marks },
    };
    Ok(Answer { act, outcome, again: true })
}

/// The policy asked again gives the answer that it gave; one that changed since still refuses what it refused.
fn forbidden_before(registry: &Registry, act_kind: u16, entry: &Entry) -> Forbidden {
    let role = CodeList::code(entry.actor.role);
    let kind = registry.act(act_kind).map(|spec| spec.kind);
    let again = kind.and_then(|kind| allow(&entry.actor, Ask::Act(kind), entry.purpose).err());
    again.unwrap_or(Forbidden::Role { what: kind.map_or("this act", |kind| kind.name), role })
}

fn refused_before(rule: RuleName) -> Refusal {
    Refusal {
        rule,
        why: "this very act was refused before.",
        instead: "see the first answer; a new act needs a new id.",
    }
}

/// Carries out reactions that wait, by the number of their cause, from the table and not from memory.
pub(super) fn react(
    registry: &Registry,
    head: &mut Head,
    overlay: &mut Overlay<'_>,
    now: Instant,
) -> Result<Vec<Written>, BatchFault> {
    let sql =
        "SELECT act, cause, reactor, automatic FROM job WHERE automatic = 1 ORDER BY cause, act LIMIT $1";
    let mut rows = overlay.query(&[Statement::new(sql, vec![Value::Integer(JOBS)])])?;
    let mut written = Vec::new();
    for row in rows.pop().unwrap_or_default() {
        let Ok(job) = Job::from_row(&row) else { continue };
        let ask = Statement::new("SELECT bytes FROM entry WHERE seq = $1", vec![Value::Integer(job.cause)]);
        let found = overlay.query(&[ask])?;
        let Some(Value::Bytes(bytes)) =
            found.first().and_then(|rows| rows.first()).and_then(|row| row.first())
        else {
            continue;
        };
        let Ok(cause) = Entry::from_bytes(bytes) else { continue };
        if let Some((act, ctx)) = ledger::reaction(registry, &cause, &job.reactor) {
            let ctx = Ctx { now, ..ctx };
            let (_, entries) = ledger::enter(registry, head, &*act, &ctx, Vec::new(), overlay)?;
            written.extend(entries);
        }
    }
    Ok(written)
}
