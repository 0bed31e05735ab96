//! Handing work over: whoever leaves, is ill or was suspended hands nothing over themselves, so one act gives all that they look
//! after to a colleague of their unit.

use crate::events::HandedOver;
use crate::tables::Report;
use access::codes::AccountState;
use access::tables::Staff;
use facts::complaint::{about_needs, is_about};
use facts::standing::Conflict;
use kernel::codes::QueueState;
use kernel::knowing::KeptFrom;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Index of the reports that somebody looks after.
const BY_TAKER: &str = "report_by_taker";
/// So many reports change hands by one act; whoever has more hands over again.
const MOST: usize = 500;

/// Who may look after a report at all.
pub(super) const TAKERS: &[Role] = &[Role::Analyst, Role::Investigator, Role::VictimSupport];

/// Kind of [`HandOver`].
pub const KIND: ActKind = ActKind {
    code: 940,
    name: "reports.hand-over",
    about: "Hand all reports that somebody looks after over to a colleague of their unit",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport, Role::Administrator],
};

/// Hands all open reports of one officer over to another of the same unit.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The account of whoever looked after them; it may be suspended or closed.
    #[n(0)]
    pub officer: Id,
    /// The account of the colleague: open, of the same unit.
    #[n(1)]
    pub colleague: Id,
}

/// Whether the acting person may hand over for this officer: a colleague, or an administrator, who keeps all accounts.
fn is_theirs(officer: &Staff, ctx: &Ctx) -> bool {
    ctx.actor.role == Role::Administrator || officer.unit == ctx.actor.unit
}

impl HandOver {
    /// The reports that they look after now, the most urgent first: none of an officer who is no colleague of the actor's, of
    /// whom nothing is even looked up.
    fn all(&self, ctx: &Ctx, view: &View) -> Vec<Report> {
        if !view.peek::<Staff>(self.officer).is_some_and(|officer| is_theirs(&officer, ctx)) {
            return Vec::new();
        }
        let mut all = view.peek_list::<Report>(BY_TAKER, (self.officer, QueueState::TakenUp));
        all.truncate(MOST);
        all
    }

    /// Those that the acting person may know of: who is kept from a report, or works beside those whom it is about, is answered as
    /// if it were not there.
    fn reports(&self, ctx: &Ctx, view: &View) -> Vec<Report> {
        let mut all = self.all(ctx, view);
        all.retain(|row| {
            let is_kept = view.get::<KeptFrom>((row.report, ctx.actor.id)).is_some();
            !is_kept && !is_about(row.report, ctx.actor.unit, view)
        });
        all
    }
}

impl Act for HandOver {
    const KIND: &'static ActKind = &KIND;

    /// It names officers alone; their reports are those of their unit, which is the actor's, too.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, ctx: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Staff>(self.officer);
        needs.row::<Staff>(self.colleague);
        if view.peek::<Staff>(self.officer).is_some_and(|officer| is_theirs(&officer, ctx)) {
            needs.list::<Report>(BY_TAKER, (self.officer, QueueState::TakenUp));
        }
        for row in self.all(ctx, view) {
            needs.row::<Conflict>((self.colleague, row.report));
            needs.row::<KeptFrom>((row.report, self.colleague));
            needs.row::<KeptFrom>((row.report, ctx.actor.id));
            about_needs(row.report, ctx.actor.unit, needs);
        }
    }

    fn facets(&self, ctx: &Ctx, view: &View) -> Vec<Facet> {
        self.reports(ctx, view).into_iter().map(|row| Facet::Handles { matter: row.report }).collect()
    }

    fn subject(&self) -> Id {
        self.officer
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let known = |field: &'static str, account: Id| {
            let staff = view.get::<Staff>(account);
            // Officers of another unit are answered like nobody.
            let problem =
                || Problem::new(field, "is nobody of your unit", "the number of a colleague's account");
            staff.filter(|staff| is_theirs(staff, ctx)).ok_or_else(problem)
        };
        let (from, to) = (known("officer", self.officer)?, known("colleague", self.colleague)?);
        let is_taker = TAKERS.contains(&to.role) && to.state == AccountState::Open;
        if to.account == from.account || to.unit != from.unit || !is_taker {
            let right = "another open account of that unit whose role looks after reports";
            return Err(Problem::new("colleague", "cannot take the reports over", right).into());
        }
        let (kept, given): (Vec<Report>, Vec<Report>) =
            self.reports(ctx, view).into_iter().partition(|row| {
                view.get::<Conflict>((self.colleague, row.report)).is_some()
                    || view.get::<KeptFrom>((row.report, self.colleague)).is_some()
            });
        if given.is_empty() && !kept.is_empty() {
            let right = "another colleague: this one may handle none of them";
            return Err(Problem::new("colleague", "may not handle these reports", right).into());
        }
        if given.is_empty() {
            return Err(Problem::new("officer", "looks after no report", "nothing is left to do").into());
        }
        let event = |row: Report| {
            let handed = HandedOver { report: row.report, to: self.colleague };
            NewEntry::of(&handed).about(row.report)
        };
        Ok(given.into_iter().map(event).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::TakeUp;
    use crate::testing::{REPORT, Room, UNIT, analyst, field};
    use kernel::{Actor, Instant, Outcome, Tables};

    /// Analysts 1 to 3 of the unit, 4 of another; 1 looks after a report.
    fn room() -> Room {
        let mut room = Room::with_report();
        for n in 1..=4_u8 {
            let unit = if n == 4 { Id([201; 16]) } else { UNIT };
            let (account, role, state) = (analyst(n).id, Role::Analyst, AccountState::Open);
            let tables: &mut dyn Tables = &mut room.node.tables;
            tables.put(&Staff { account, role, unit, state, since: Instant(1) }).unwrap();
        }
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        room
    }

    fn act(from: u8, to: u8) -> HandOver {
        HandOver { officer: analyst(from).id, colleague: analyst(to).id }
    }

    fn administrator() -> Actor {
        Actor { id: Id([99; 16]), role: Role::Administrator, unit: Id([250; 16]) }
    }

    #[test]
    fn all_that_somebody_looked_after_is_a_colleagues() {
        let mut room = room();
        assert!(room.entered(&act(1, 2), analyst(3)));
        let row = room.report();
        assert_eq!((row.taken_by, row.unit, row.state), (analyst(2).id, UNIT, QueueState::TakenUp));
        assert_eq!(field(&room.enter(&act(1, 2), analyst(3))), "officer", "nothing is left");
        assert!(room.entered(&act(2, 1), administrator()));
        assert_eq!(room.report().taken_by, analyst(1).id);
    }

    #[test]
    fn nobody_of_another_unit_hands_over_or_takes() {
        let mut room = room();
        let outsider = Actor { unit: Id([201; 16]), ..analyst(4) };
        let absent = HandOver { officer: Id([77; 16]), colleague: analyst(4).id };
        let words = |outcome: Outcome| match outcome {
            Outcome::Invalid(problem) => problem.to_string(),
            other => panic!("{other:?}"),
        };
        let there = words(room.enter(&act(1, 2), outsider));
        assert_eq!(there, words(room.enter(&absent, outsider)), "like nobody");
        assert_eq!(field(&room.enter(&act(1, 4), administrator())), "colleague");
        assert_eq!(field(&room.enter(&act(1, 1), analyst(3))), "colleague");
        assert_eq!(room.report().taken_by, analyst(1).id);
    }

    #[test]
    fn whoever_is_suspended_or_has_a_conflict_takes_nothing() {
        let mut room = room();
        let tables: &mut dyn Tables = &mut room.node.tables;
        tables.change::<Staff>(analyst(3).id, |staff| staff.state = AccountState::Suspended).unwrap();
        assert_eq!(field(&room.enter(&act(1, 3), analyst(2))), "colleague");
        room.declare_conflict(2, REPORT);
        assert_eq!(field(&room.enter(&act(1, 2), administrator())), "colleague");
        assert_eq!(room.report().taken_by, analyst(1).id);
    }

    #[test]
    fn whoever_is_kept_from_a_report_learns_nothing_of_it_and_moves_it_nowhere() {
        let mut room = room();
        let words = |outcome: Outcome| match outcome {
            Outcome::Invalid(problem) => problem.to_string(),
            other => panic!("{other:?}"),
        };
        let nothing = words(room.enter(&act(2, 3), analyst(3)));
        let tables: &mut dyn Tables = &mut room.node.tables;
        tables.put(&KeptFrom { record_id: REPORT, officer: analyst(3).id }).unwrap();
        // To themselves, to another and from a third: the same words as where there is no report.
        assert_eq!(words(room.enter(&act(1, 3), analyst(3))), nothing);
        assert_eq!(words(room.enter(&act(1, 2), analyst(3))), nothing);
        // Who may know of it is told that this one may not take it.
        assert_eq!(field(&room.enter(&act(1, 3), analyst(2))), "colleague");
        assert_eq!(room.report().taken_by, analyst(1).id);
    }

    #[test]
    fn reports_of_whoever_is_suspended_do_not_stay_with_them() {
        let mut room = room();
        let tables: &mut dyn Tables = &mut room.node.tables;
        tables.change::<Staff>(analyst(1).id, |staff| staff.state = AccountState::Suspended).unwrap();
        assert!(room.entered(&act(1, 2), administrator()));
        assert_eq!(room.report().taken_by, analyst(2).id);
    }
}
