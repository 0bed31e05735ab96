//! What leaves this node, for page, API and command alike: a package under an entry that says who fetched it, and the chain of custody.

use crate::acts::TellHand;
use crate::codes::{Hand, HandoverState};
use crate::custody::Document;
use crate::package::{hash_of, hex};
use crate::tables::{Handover, Recipient};
use crate::worker::{SHELF, name, row};
use kernel::{Actor, Cell as _, Hash, Id, Outcome, Purpose, Value};
use store::{Answer, DatabaseFault, DeedFault, Node};

/// What became of fetching a package.
#[derive(Debug)]
pub enum Fetched {
    /// It lies there as it was packed, and it is entered that it was fetched.
    Package(std::fs::File),
    /// No package lies there now.
    NotThere,
    /// It is not as it was packed: that was entered, and the handover is stopped.
    Broken,
    /// The act was not entered.
    NotEntered(Answer),
}

/// The file, and what was computed over it just now.
fn computed(node: &Node, at: &Handover) -> Option<(String, String)> {
    let name = name(at.handover, &Hash(at.package.as_slice().try_into().ok()?));
    let (found, _) = hash_of(node.shelf(SHELF).open(&name).ok()?).ok()?;
    Some((name, hex(&found.0)))
}

/// Fetches a package: what lies there is hashed, and who fetched it entered, before anything leaves. Blocking.
///
/// # Errors
/// [`DeedFault`].
pub fn fetch(node: &Node, actor: Actor, purpose: Purpose, handover: Id) -> Result<Fetched, DeedFault> {
    let at = |node| row::<Handover>(node, handover).map_err(|fault| broken(&fault));
    let is_there =
        |row: &Handover| matches!(row.handover_state, HandoverState::Packed | HandoverState::Fetched);
    let Some(found) = at(node)?.filter(is_there) else { return Ok(Fetched::NotThere) };
    let Some((file, hash)) = computed(node, &found) else { return Ok(Fetched::NotThere) };
    let record = found.record_id;
    let act = TellHand { record, handover, hand: Hand::Fetched, hash, package: None };
    let answer = node.enter_now(node.deed(node.new_id()?, &act, actor, purpose).build())?;
    if !matches!(answer.outcome, Outcome::Entered { .. }) {
        return Ok(Fetched::NotEntered(answer));
    }
    // The act says whether the hash was the same: what differs went into the journal, and does not leave.
    let is_same = at(node)?.is_some_and(|row| row.handover_state == HandoverState::Fetched);
    if !is_same {
        return Ok(Fetched::Broken);
    }
    let file = node.shelf(SHELF).open(&file);
    Ok(file.map_or(Fetched::NotThere, |file| Fetched::Package(file.into_inner())))
}

/// The chain of custody of the handover of that number; none where there is none. Blocking.
///
/// # Errors
/// [`DeedFault`].
pub fn chain_of(node: &Node, handover: Id) -> Result<Option<Document>, DeedFault> {
    let at = row::<Handover>(node, handover).map_err(|fault| broken(&fault))?;
    at.map(|at| document(node, &at)).transpose()
}

fn broken(fault: &DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

/// The numbers of the entries that the document shows, in their order.
fn numbers(node: &Node, at: &Handover) -> Result<Vec<u64>, DatabaseFault> {
    let to = row::<Recipient>(node, at.recipient)?;
    let named = to.map(|to| [to.proposed_in, to.approved_in, to.withdrawn_in]).into_iter().flatten();
    let sql = "SELECT seq FROM custody_hand WHERE handover = $1 ORDER BY seq LIMIT 200";
    let hands = node.read(|database| database.rows(sql, vec![at.handover.to_value()]))?;
    let hands = hands.iter().filter_map(|row| match row.first() {
        Some(Value::Integer(seq)) => Some(*seq),
        _ => None,
    });
    let mut all: Vec<u64> = named.chain(hands).filter(|seq| *seq > 0).map(i64::cast_unsigned).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Puts the document together, under a checkpoint that is signed now. Blocking.
///
/// # Errors
/// [`DeedFault`].
pub(crate) fn document(node: &Node, at: &Handover) -> Result<Document, DeedFault> {
    let numbers = numbers(node, at).map_err(|fault| broken(&fault))?;
    let missing = || DeedFault::Internal("an entry of a handover is missing".to_owned());
    let proofs = node.prove_all(&numbers)?.ok_or_else(missing)?;
    let entry = |number: &u64| {
        let entry = node.entry(*number).map_err(|fault| broken(&fault))?;
        entry.map(|entry| entry.to_bytes()).ok_or_else(missing)
    };
    let bytes = numbers.iter().map(entry).collect::<Result<Vec<_>, DeedFault>>()?;
    let entries: Vec<_> = bytes.into_iter().zip(proofs).collect();
    Ok(Document::of(at.handover, node.verifier(), &entries))
}
