//! What several acts ask about an account: who it is, and whether the node can do without it.

use crate::codes::AccountState;
use crate::tables::Staff;
use kernel::{Ctx, Denial, Id, Needs, Problem, Refusal, Role, RuleName, View};

/// The roles without whose open account nobody could open another.
const INDISPENSABLE: [Role; 2] = [Role::Administrator, Role::Overseer];

/// Asks for what [`dispensable`] reads.
pub(super) fn needs_others(needs: &mut Needs) {
    INDISPENSABLE.iter().for_each(|&role| needs.list::<Staff>("staff_by_role", (role, AccountState::Open)));
}

/// Whether the node has another open account of the same role, should this one go.
pub(super) fn dispensable(staff: &Staff, view: &View) -> Result<(), Denial> {
    if staff.state != AccountState::Open || !INDISPENSABLE.contains(&staff.role) {
        return Ok(());
    }
    let open = view.list::<Staff>("staff_by_role", (staff.role, AccountState::Open));
    if open.iter().any(|other| other.account != staff.account) {
        return Ok(());
    }
    let wrong = format!("is the last open account of an {}", kernel::CodeList::code(staff.role));
    Err(Problem::new("account", wrong, "open another of that role first: two people can").into())
}

/// The account of that number, or that there is none.
pub(super) fn staff_of(account: Id, view: &View) -> Result<Staff, Denial> {
    view.get::<Staff>(account)
        .ok_or_else(|| Problem::new("account", "is nobody's", "the number of an account").into())
}

/// Nobody decides about themselves.
pub(super) fn not_their_own(account: Id, ctx: &Ctx) -> Result<(), Denial> {
    if account != ctx.actor.id {
        return Ok(());
    }
    Err(Refusal {
        rule: RuleName::NoJudgeInOwnCause,
        why: "this is your own account.",
        instead: "let another administrator or overseer approve it.",
    }
    .into())
}
