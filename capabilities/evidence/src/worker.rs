//! The worker beside the writer: packs what two people approved, once in effect. Each original is read under a look that is entered,
//! piece by piece, and encrypted straight away.
//!
//! A package's name follows from its content, so a process that dies between packing and its entry leaves a file that no entry
//! names; the next one packs anew, and what no handover needs any more is removed.

use crate::acts::{CallOff, RecordPackage};
use crate::codes::HandoverState;
use crate::events::HandoverApproved;
use crate::package::manifest::Manifest;
use crate::package::{Packed, Source, Wrong, hex, write};
use crate::tables::{Handed, Handover, Recipient};
use crate::{PACK, READ_ORIGINALS, SLOT_WORDS};
use facts::original::Original;
use kernel::journal::{ActSeen, Job};
use kernel::{Actor, Cell as _, CodeList as _, Day, Event, Hash, Id, Key, Outcome, Purpose, Record, Value};
use store::database::TableSql;
use store::{DatabaseFault, DeedFault, LookFault, Node, Trace};

/// Most packages of one turn: others wait behind it.
const JOBS: i64 = 4;

/// The shelf on which packages lie until they are fetched: DATA/handover.
pub(crate) const SHELF: &str = "handover";

/// The name of the package with that hash.
pub(crate) fn name(handover: Id, package: &Hash) -> String {
    format!("{handover}.{}.age", hex(&package.0[..8]))
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn broken(fault: DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

/// The row with that key.
pub(crate) fn row<R: Record>(node: &Node, key: impl Key) -> Result<Option<R>, DatabaseFault> {
    let sql = TableSql::of(R::TABLE).get;
    Ok(node.read(|database| database.records::<R>(&sql, key.cells()))?.pop())
}

/// What was chosen for a handover, in its order.
pub(crate) fn handed(node: &Node, handover: Id) -> Result<Vec<Handed>, DatabaseFault> {
    let sql = format!("{} WHERE handover = $1 ORDER BY act, slot", TableSql::of(Handed::TABLE).every);
    node.read(|database| database.records::<Handed>(&sql, vec![handover.to_value()]))
}

/// Why a handover is not packed now.
enum Hindered {
    /// It can never be: a human must look.
    ForGood(String),
    /// It is tried again.
    Now(DeedFault),
}

impl From<DeedFault> for Hindered {
    fn from(fault: DeedFault) -> Hindered {
        Hindered::Now(fault)
    }
}

impl From<DatabaseFault> for Hindered {
    fn from(fault: DatabaseFault) -> Hindered {
        Hindered::Now(broken(fault))
    }
}

/// A fault of a file or a disk that fills up may pass; everything else stays as it is.
impl From<Wrong> for Hindered {
    fn from(wrong: Wrong) -> Hindered {
        match wrong {
            Wrong::File(..) => Hindered::Now(DeedFault::Broken(wrong.to_string())),
            other => Hindered::ForGood(other.to_string()),
        }
    }
}

impl From<LookFault> for Hindered {
    fn from(fault: LookFault) -> Hindered {
        match fault {
            LookFault::Trace(fault) => Hindered::Now(fault),
            LookFault::Database(fault) => fault.into(),
            LookFault::Keys(fault) => Hindered::Now(fault.into()),
            other => Hindered::ForGood(other.to_string()),
        }
    }
}

/// Packs what waits, and tells how many. Blocking.
///
/// # Errors
/// [`DeedFault`]: what was not packed is still to do, and the next turn does it.
pub fn work(node: &Node) -> Result<usize, DeedFault> {
    let jobs = node.jobs(PACK, JOBS).map_err(broken)?;
    for job in &jobs {
        answer(node, job)?;
    }
    Ok(jobs.len())
}

fn answer(node: &Node, job: &Job) -> Result<(), DeedFault> {
    let cause = job.cause.unsigned_abs();
    let entry = node.entry(cause).map_err(broken)?.filter(|entry| entry.kind == HandoverApproved::KIND);
    let Some((record, HandoverApproved { handover, key })) =
        entry.and_then(|entry| Some((entry.subject, entry.event().ok()?)))
    else {
        tracing::error!(cause, "a job's cause is no approved handover");
        return Ok(());
    };
    let deed = match pack(node, record, handover, &key) {
        Ok(act) => node.deed(job.act, &act, Actor::SYSTEM, Purpose::Reaction).caused_by(cause).build(),
        Err(Hindered::Now(fault)) => return Err(fault),
        Err(Hindered::ForGood(fault)) => {
            tracing::error!(fault, "a handover cannot be packed: a human must look");
            let act = CallOff { record, handover };
            node.deed(job.act, &act, Actor::SYSTEM, Purpose::Reaction).caused_by(cause).build()
        }
    };
    match node.enter_now(deed)?.outcome {
        Outcome::Entered { .. } => {}
        // It was called off meanwhile, or its recipient was withdrawn: it ended as a human's task, and goes no further.
        outcome => {
            tracing::warn!(cause, ?outcome, "a package was not entered");
            let (id, act) = (job.act.derive("stop", 0), CallOff { record, handover });
            let deed = node.deed(id, &act, Actor::SYSTEM, Purpose::Reaction).caused_by(cause).build();
            node.enter_now(deed)?;
        }
    }
    clear(node, handover).map_err(broken)
}

/// Packs one handover; the file is whole and durable when this returns.
fn pack(node: &Node, record: Id, handover: Id, key: &str) -> Result<RecordPackage, Hindered> {
    let gone = || Hindered::ForGood("handover or recipient is not there".into());
    let at = row::<Handover>(node, handover)?.filter(|row| row.handover_state == HandoverState::Approved);
    let at = at.ok_or_else(gone)?;
    let to = row::<Recipient>(node, at.recipient)?.ok_or_else(gone)?;
    let today = node.no_earlier(desk::Desk::now())?.day();
    if to.public_key != key || !to.may_get(today) {
        return Err(Hindered::ForGood("the recipient may get nothing any more".into()));
    }
    // Reading originals is a look like every other: it names the record, and whoever looks at looks sees it.
    let trace = node.look(Actor::SYSTEM, &READ_ORIGINALS, Purpose::Reaction, &[record])?;
    let chosen = handed(node, handover)?;
    let sources = chosen.iter().map(|one| source(node, &trace, one)).collect::<Result<Vec<_>, _>>()?;
    let originals = u32::try_from(sources.len()).unwrap_or(u32::MAX);
    let words = node.open_payload(&trace, at.proposed_act, SLOT_WORDS)?;
    let manifest = manifest(node, &at, &to, &String::from_utf8_lossy(words.expose()))?;
    let failed = |error| Wrong::File(SHELF.into(), error);
    let draft = node.shelf(SHELF).begin(&handover.to_string()).map_err(failed)?;
    let (packed, draft) = write(draft, manifest, sources)?;
    let Packed { package, manifest, bytes } = packed;
    draft.finish(&name(handover, &package)).map_err(failed)?;
    let (package, manifest) = (hex(&package.0), hex(&manifest.0));
    Ok(RecordPackage { record, handover, package, manifest, bytes, originals })
}

fn manifest(node: &Node, at: &Handover, to: &Recipient, words: &str) -> Result<Manifest, DatabaseFault> {
    let sql = "SELECT seq FROM custody_hand WHERE handover = $1 ORDER BY seq";
    let rows = node.read(|database| database.rows(sql, vec![at.handover.to_value()]))?;
    let number = |row: &kernel::Row| match row.first() {
        Some(Value::Integer(seq)) => Some(seq.cast_unsigned()),
        _ => None,
    };
    Ok(Manifest {
        format: Manifest::format(),
        node: node.config().name.clone(),
        handover: at.handover,
        record: at.record_id,
        recipient: at.recipient,
        recipient_name: to.recipient_name.clone(),
        key: to.public_key.clone(),
        legal_basis: at.legal_basis.code().to_owned(),
        legal_words: words.to_owned(),
        held_to: at.held_to.to_string(),
        chain: rows.iter().filter_map(number).collect(),
        originals: Vec::new(),
    })
}

/// One original as it is read: slot by slot, each at most as long as was sealed at once.
fn source<'s>(node: &'s Node, trace: &'s Trace, one: &Handed) -> Result<Source<'s>, Hindered> {
    let missing = || Hindered::ForGood("an original is not there any more".into());
    let original = row::<Original>(node, (one.record_id, one.act, one.slot))?.ok_or_else(missing)?;
    let taken_in = row::<ActSeen>(node, one.act)?.ok_or_else(missing)?.seq.cast_unsigned();
    let (act, first, last) = (one.act, original.slot, original.slot + original.slots);
    Ok(Source {
        kind: original.kind,
        bytes: u64::try_from(original.bytes).unwrap_or_default(),
        taken_in,
        pieces: Box::new(move |take| {
            for slot in first..last {
                let slot = u16::try_from(slot).map_err(|_| "is in no slot".to_owned())?;
                let piece = node.open_payload(trace, act, slot).map_err(|fault| fault.to_string())?;
                take(piece.expose()).map_err(|error| error.to_string())?;
            }
            Ok(())
        }),
    })
}

/// Removes what lies packed and is named by no handover that still needs it.
fn clear(node: &Node, handover: Id) -> Result<(), DatabaseFault> {
    let (shelf, needed) = (node.shelf(SHELF), needed(node, handover, None)?);
    let of_it = |name: &String| name.starts_with(&format!("{handover}.")) && needed.as_ref() != Some(name);
    for name in shelf.names().iter().filter(|name| of_it(name)) {
        if let Err(error) = shelf.remove(name) {
            tracing::warn!(%error, "a package that nobody needs is still there");
        }
    }
    Ok(())
}

/// The name of the package that a handover still needs: packed, not arrived, and its day not past.
fn needed(node: &Node, handover: Id, today: Option<Day>) -> Result<Option<String>, DatabaseFault> {
    let row = row::<Handover>(node, handover)?.filter(|row| {
        matches!(row.handover_state, HandoverState::Packed | HandoverState::Fetched)
            && today.is_none_or(|today| today <= row.held_to)
    });
    Ok(row.and_then(|row| Some(name(handover, &Hash(row.package.as_slice().try_into().ok()?)))))
}

/// What the day brings: packages that arrived, were called off or are out of their time are removed. Blocking.
///
/// # Errors
/// [`DeedFault`].
pub fn let_go(node: &Node) -> Result<usize, DeedFault> {
    let today = node.no_earlier(desk::Desk::now()).map_err(broken)?.day();
    let (shelf, mut gone) = (node.shelf(SHELF), 0);
    for file in shelf.names() {
        let Some(handover) = file.split('.').next().and_then(|number| number.parse::<Id>().ok()) else {
            continue;
        };
        // What is being packed now belongs to a handover that waits for it.
        let waits = row::<Handover>(node, handover)
            .map_err(broken)?
            .is_some_and(|row| row.handover_state == HandoverState::Approved);
        if waits || needed(node, handover, Some(today)).map_err(broken)?.as_ref() == Some(&file) {
            continue;
        }
        match shelf.remove(&file) {
            Ok(()) => gone += 1,
            Err(error) => tracing::warn!(%error, "a package that nobody needs is still there"),
        }
    }
    Ok(gone)
}
