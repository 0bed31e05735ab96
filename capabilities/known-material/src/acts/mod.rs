//! The room's acts, one file each, and what several of them check.

pub mod add_hashes;
pub mod create_list;
pub mod decide_lead;
pub mod dispute;
pub mod expire;
pub mod grade;
pub mod hear_answer;
pub mod look_back;
pub mod map_grades;
pub mod note_victims;
mod numbers;
pub mod record_matches;
pub mod show_list;
mod undoing;
pub mod withdraw_hashes;

pub use add_hashes::AddHashes;
pub use create_list::CreateList;
pub use decide_lead::{ConfirmLead, RejectLead};
pub use dispute::{AnswerDispute, Dispute};
pub use expire::{ExpireHashes, SetExpiry};
pub use grade::{ProposeGrade, VoteGrade};
pub use hear_answer::HearAnswer;
pub use look_back::LookBack;
pub use map_grades::{ApproveMapping, ProposeMapping};
pub use note_victims::NoteVictims;
pub use record_matches::RecordMatches;
pub use show_list::{HideList, ShowList};
pub use withdraw_hashes::WithdrawHashes;

use crate::codes::ListPurpose;
use crate::tables::{HashEntry, HashList};
use kernel::codes::Grade;
use kernel::{ActSpec, Ctx, Id, Needs, Problem, View};
use std::collections::BTreeSet;

/// Most list entries in one act: their sealed rows and commitments stay a small part of a megabyte.
pub const MAX_ENTRIES: usize = 1_000;

/// The room's acts.
pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<CreateList>(),
        ActSpec::of::<AddHashes>(),
        ActSpec::of::<WithdrawHashes>(),
        ActSpec::of::<RecordMatches>(),
        ActSpec::of::<ConfirmLead>(),
        ActSpec::of::<RejectLead>(),
        ActSpec::of::<ShowList>(),
        ActSpec::of::<HideList>(),
        ActSpec::of::<ProposeGrade>(),
        ActSpec::of::<VoteGrade>(),
        ActSpec::of::<Dispute>(),
        ActSpec::of::<AnswerDispute>(),
        ActSpec::of::<SetExpiry>(),
        ActSpec::of::<ExpireHashes>(),
        ActSpec::of::<NoteVictims>(),
        ActSpec::of::<ProposeMapping>(),
        ActSpec::of::<ApproveMapping>(),
        ActSpec::of::<LookBack>(),
        ActSpec::of::<HearAnswer>(),
    ]
}

/// The unit that acts: a list and a verdict on a lead always have one.
fn named_unit(ctx: &Ctx) -> Result<Id, Problem> {
    ctx.actor.unit.some().ok_or_else(|| Problem::new("unit", "names nobody", "sign in for a unit"))
}

/// The list, if it is the acting unit's own.
pub(crate) fn own_list(list: Id, ctx: &Ctx, view: &View) -> Result<HashList, Problem> {
    let unit = named_unit(ctx)?;
    let row = view.get::<HashList>(list).ok_or_else(|| no_such_list("list"))?;
    if row.owner == unit {
        Ok(row)
    } else {
        Err(Problem::new("list", "is kept by another unit", "ask the unit that keeps it"))
    }
}

fn no_such_list(field: &'static str) -> Problem {
    Problem::new(field, "no such list", "the number of a list that was created")
}

/// Asks for entries of a list.
fn entries_needs(list: Id, entries: &[u32], needs: &mut Needs) {
    for entry in entries.iter().take(MAX_ENTRIES) {
        needs.row::<HashEntry>((list, i64::from(*entry)));
    }
}

/// The entries that an act names: 1 to 1,000, each once, and all of them stand on the list.
fn standing(list: Id, entries: &[u32], view: &View) -> Result<Vec<HashEntry>, Problem> {
    if entries.is_empty() || entries.len() > MAX_ENTRIES {
        let wrong = format!("are {}", entries.len());
        return Err(Problem::new("entries", wrong, "1 to 1,000 entries at a time"));
    }
    let (mut named, mut rows) = (BTreeSet::new(), Vec::with_capacity(entries.len()));
    for &entry in entries {
        let wrong = match view.get::<HashEntry>((list, i64::from(entry))) {
            None => "is not on the list",
            Some(row) if row.withdrawn => "is withdrawn already",
            Some(_) if !named.insert(entry) => "is named twice",
            Some(row) => {
                rows.push(row);
                continue;
            }
        };
        let right = "entries that stand on the list, each once";
        return Err(Problem::new("entries", format!("{entry} {wrong}"), right));
    }
    Ok(rows)
}

/// A negative list holds what is known to be harmless and nothing else.
pub(crate) fn fits_purpose(list: &HashList, grade: Grade, field: &'static str) -> Result<(), Problem> {
    if list.purpose == ListPurpose::SetAside && grade != Grade::KnownHarmless {
        let right = "known-harmless: this list sets aside; what is unlawful belongs onto another";
        return Err(Problem::new(field, "does not fit a list of what is harmless", right));
    }
    Ok(())
}
