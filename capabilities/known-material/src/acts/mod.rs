//! The room's acts, one file each, and what several of them check.

pub mod add_hashes;
pub mod create_list;
pub mod decide_lead;
pub mod hear_answer;
mod numbers;
pub mod record_matches;
pub mod withdraw_hashes;

pub use add_hashes::AddHashes;
pub use create_list::CreateList;
pub use decide_lead::{ConfirmLead, RejectLead};
pub use hear_answer::HearAnswer;
pub use record_matches::RecordMatches;
pub use withdraw_hashes::WithdrawHashes;

use crate::tables::HashList;
use kernel::{ActSpec, Ctx, Id, Problem, View};

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
