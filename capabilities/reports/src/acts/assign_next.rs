//! "Give me the next one": the most urgent report that waits, that nobody has, and that whoever asks may handle.
//!
//! Which one that is is decided where acts are entered one after the other, so that two who ask at once never get the same. Whoever has
//! read much that weighs on them may ask for something lighter: it never puts off danger, nor what is due within the hour.

use super::{may_handle, may_handle_needs};
use crate::distress::may_distress;
use crate::events::TakenUp;
use crate::limits::{HOUR_MS, URGENT_POINTS};
use crate::state::{Step, next};
use crate::tables::marked::MarkedWords;
use crate::tables::{Circumstance, REASONS_OF, Report, ReportReason};
use facts::machine::{SenderStage, tell_needs, to_tell};
use kernel::codes::ReportingPerson;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Index of the reports of a unit that wait and that nobody has, in the order of urgency.
const BY_FREE: &str = "report_by_free";
/// So many reports of the unit, and so many that no unit has yet, are looked at: whoever may handle none of them looks into the queue.
const LOOKED_AT: usize = 50;

/// Kind of [`AssignNext`].
pub const KIND: ActKind = ActKind {
    code: 176,
    name: "reports.assign-next",
    about: "Look after the most urgent report that waits and that nobody has",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Takes the next report up for the acting person and their unit: of their unit's, and of those that no unit has yet.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignNext {
    /// Something lighter: the first one whose reasons and answers tell of nothing that may distress. What is urgent, or due within
    /// the hour, is given all the same.
    #[n(0)]
    pub lighter: Option<bool>,
}

impl AssignNext {
    /// Reports that wait and that nobody has, the most urgent first; `list` yields those of one unit.
    fn free(ctx: &Ctx, list: impl Fn(Id) -> Vec<Report>) -> Vec<Report> {
        if ctx.actor.unit.is_none() {
            return Vec::new();
        }
        let mut all = [list(ctx.actor.unit), list(Id::NONE)].concat();
        all.retain(|row| next(row.state, Step::TakeUp).is_some());
        all.sort_by_key(|row| (row.rank, row.filed_at, row.report));
        all
    }

    /// Whether nothing stands behind something lighter that is asked for: danger, and what is due within the hour.
    fn is_pressing(row: &Report, ctx: &Ctx) -> bool {
        row.points >= i64::from(URGENT_POINTS) || row.due_at.0 < ctx.now.0.saturating_add(HOUR_MS)
    }

    /// The first of them that the acting person may handle.
    fn chosen(&self, ctx: &Ctx, view: &View) -> Option<Report> {
        let free = Self::free(ctx, |unit| view.first(BY_FREE, (unit, true, Id::NONE), LOOKED_AT));
        let mut free =
            free.into_iter().filter(|row| may_handle(row.report, ctx.actor.id, ctx.actor.unit, view));
        if self.lighter == Some(true) {
            let mut free: Vec<Report> = free.collect();
            // Among what must not wait the most urgent one comes first, as ever.
            let pressing = free.iter().position(|row| Self::is_pressing(row, ctx));
            let chosen = pressing.or_else(|| free.iter().position(|row| is_light(row.report, view)))?;
            return Some(free.swap_remove(chosen));
        }
        free.next()
    }
}

/// Whether reasons and answers tell of nothing that may distress.
fn is_light(report: Id, view: &View) -> bool {
    let reasons = view.list::<ReportReason>(REASONS_OF, report).into_iter().map(|row| row.reason);
    let marked = view.get::<MarkedWords>(report).map(|row| row.may_distress);
    !may_distress(marked, reasons, view.get::<Circumstance>(report).map(|row| row.happening))
}

impl Act for AssignNext {
    const KIND: &'static ActKind = &KIND;

    /// It names none: which one it is, is found among what the unit holds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, ctx: &Ctx, view: &View, needs: &mut Needs) {
        let unit = ctx.actor.unit;
        if unit.is_none() {
            return;
        }
        for unit in [unit, Id::NONE] {
            needs.first::<Report>(BY_FREE, (unit, true, Id::NONE), LOOKED_AT);
        }
        for row in Self::free(ctx, |unit| view.peek_first(BY_FREE, (unit, true, Id::NONE), LOOKED_AT)) {
            may_handle_needs(row.report, ctx.actor.id, unit, needs);
            if row.reporter == ReportingPerson::Machine {
                tell_needs(row.report, needs);
            }
            if self.lighter == Some(true) {
                needs.list::<ReportReason>(REASONS_OF, row.report);
                needs.row::<Circumstance>(row.report);
                needs.row::<MarkedWords>(row.report);
            }
        }
    }

    fn facets(&self, ctx: &Ctx, view: &View) -> Vec<Facet> {
        self.chosen(ctx, view).map(|row| Facet::Handles { matter: row.report }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if ctx.actor.unit.is_none() {
            return Err(Problem::new("unit", "names nobody", "sign in for a unit").into());
        }
        let Some(Report { report, reporter, .. }) = self.chosen(ctx, view) else {
            if self.lighter == Some(true) {
                let right = "take a break, or ask for the next one whatever it is";
                return Err(Problem::new(
                    "report",
                    "is none that is lighter among the first 50 of your unit and the first 50 new ones",
                    right,
                )
                .into());
            }
            let right = "nothing is left to do now; what colleagues look after stands in the queue";
            return Err(Problem::new("report", "nothing waits that you may take", right).into());
        };
        let taken_up = NewEntry::of(&TakenUp { report }).about(report);
        let is_machines = reporter == ReportingPerson::Machine;
        let told = if is_machines { to_tell(report, SenderStage::InReview, view) } else { Vec::new() };
        Ok(std::iter::once(taken_up).chain(told).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{AskSecondLook, FileReport, NotPursue, Reply, TakeUp};
    use crate::priority::Reason;
    use crate::testing::{Room, TOLD, UNIT, a_report, analyst, field, told};
    use facts::complaint::set_concern;
    use facts::conflict::KeptAway;
    use facts::report::ReportBecameCase;
    use facts::unit::UnitKind;
    use kernel::codes::{DangerAnswer, NotPursuedReason, QueueState};
    use kernel::{Actor, Instant, Outcome, Tables};

    const ACT: AssignNext = AssignNext { lighter: None };

    /// Files a report that is urgent, or can wait, and tells its number.
    fn filed(room: &mut Room, n: u8, danger: DangerAnswer) -> Id {
        let report = Id([n; 16]);
        let act = told(&crate::priority::Told { danger, ..TOLD });
        assert!(room.entered(&FileReport { report, ..act }, Actor::PUBLIC));
        report
    }

    /// What is given to this officer; none when nothing is.
    fn given(room: &mut Room, actor: Actor) -> Option<Id> {
        given_by(room, &ACT, actor)
    }

    fn given_by(room: &mut Room, act: &AssignNext, actor: Actor) -> Option<Id> {
        let before = room.node.entries.len();
        match room.enter(act, actor) {
            Outcome::Entered { .. } => {
                let entry = &room.node.entries[before];
                assert_eq!(entry.event::<TakenUp>().unwrap().report, entry.subject);
                let row = room.rows::<Report>().into_iter().find(|row| row.report == entry.subject).unwrap();
                assert_eq!((row.state, row.taken_by), (QueueState::TakenUp, actor.id));
                assert_eq!(row.unit, actor.unit);
                Some(entry.subject)
            }
            other => {
                assert_eq!(field(&other), "report");
                None
            }
        }
    }

    #[test]
    fn the_most_urgent_comes_first_then_the_oldest_and_nobody_gets_what_somebody_has() {
        let mut room = Room::default();
        let (old, young) = (filed(&mut room, 1, DangerAnswer::Safe), filed(&mut room, 2, DangerAnswer::Safe));
        let urgent = filed(&mut room, 3, DangerAnswer::NotSafe);
        let answered = filed(&mut room, 4, DangerAnswer::NotSafe);
        assert!(room.entered(&Reply { report: answered }, analyst(1)));
        assert_eq!(given(&mut room, analyst(1)), Some(urgent));
        assert_eq!(given(&mut room, analyst(2)), Some(old));
        assert_eq!(given(&mut room, analyst(1)), Some(young), "whoever has one may have another");
        assert_eq!(given(&mut room, analyst(3)), None, "what is answered does not wait");
        assert_eq!(field(&room.enter(&ACT, Actor { unit: Id::NONE, ..analyst(3) })), "unit");
        assert!(matches!(room.enter(&ACT, Actor::PUBLIC), Outcome::Forbidden(_)));
        assert!(room.replays());
    }

    #[test]
    fn something_lighter_passes_over_what_may_distress_and_never_over_danger() {
        const LIGHTER: AssignNext = AssignNext { lighter: Some(true) };
        let mut room = Room::default();
        let heavy = filed_because(&mut room, 1, &[Reason::Held]);
        let light = filed_because(&mut room, 2, &[]);
        assert!(room.entered(&ACT, analyst(5)), "somebody else gets the heavy one");
        let heavier = filed_because(&mut room, 3, &[Reason::SharesPictures]);
        assert_eq!(given_by(&mut room, &LIGHTER, analyst(1)), Some(light), "it passes over {heavier}");
        assert_eq!(given_by(&mut room, &LIGHTER, analyst(1)), None, "nothing lighter is left");
        let danger = filed(&mut room, 4, DangerAnswer::NotSafe);
        let another = filed_because(&mut room, 5, &[]);
        assert_eq!(given_by(&mut room, &LIGHTER, analyst(1)), Some(danger), "danger waits for nobody");
        assert_eq!(given_by(&mut room, &LIGHTER, analyst(1)), Some(another));
        // What is due within the hour is given all the same.
        let due_at = room.rows::<Report>().into_iter().find(|row| row.report == heavier).unwrap().due_at;
        room.at(Instant(due_at.0 - crate::limits::HOUR_MS + 1));
        let last = filed_because(&mut room, 6, &[]);
        assert_eq!(given_by(&mut room, &LIGHTER, analyst(1)), Some(heavier));
        assert_eq!(given_by(&mut room, &LIGHTER, analyst(1)), Some(last));
        assert_ne!(heavy, heavier);
        assert!(room.replays());
    }

    /// Files a report that can wait, with these reasons beside its answers.
    fn filed_because(room: &mut Room, n: u8, reasons: &[crate::priority::Reason]) -> Id {
        use crate::priority::{numbers, points, union};
        let act = told(&crate::priority::Told { danger: DangerAnswer::Safe, ..TOLD });
        let reasons = union(&crate::priority::assess(&TOLD), reasons);
        let report = Id([n; 16]);
        let act = FileReport { report, points: points(&reasons), reasons: numbers(&reasons), ..act };
        assert!(room.entered(&act, Actor::PUBLIC));
        report
    }

    #[test]
    fn whoever_is_kept_from_it_or_has_a_conflict_gets_the_next_one() {
        let mut room = Room::default();
        let urgent = filed(&mut room, 1, DangerAnswer::NotSafe);
        let conflict = filed(&mut room, 2, DangerAnswer::Unsure);
        let last = filed(&mut room, 3, DangerAnswer::Safe);
        room.tell(&KeptAway { officer: analyst(1).id, matter: urgent });
        room.declare_conflict(1, conflict);
        assert_eq!(given(&mut room, analyst(1)), Some(last));
        assert_eq!(given(&mut room, analyst(1)), None, "of the others they learn nothing");
        assert_eq!(given(&mut room, analyst(2)), Some(urgent));
        assert_eq!(given(&mut room, analyst(3)), Some(conflict));
        assert!(room.replays());
    }

    #[test]
    fn whoever_put_it_aside_is_not_the_one_who_looks_again() {
        let mut room = Room::default();
        let report = filed(&mut room, 1, DangerAnswer::Unsure);
        assert!(room.entered(&TakeUp { report }, analyst(1)));
        let reason = NotPursuedReason::TooLittleToAct;
        assert!(room.entered(&NotPursue { report, reason, ground: None, told: false }, analyst(1)));
        assert_eq!(given(&mut room, analyst(1)), None, "what is put aside waits for nothing");
        assert!(room.entered(&AskSecondLook { report }, Actor::PUBLIC));
        assert_eq!(given(&mut room, analyst(1)), None);
        assert_eq!(given(&mut room, analyst(2)), Some(report));
        assert!(room.replays());
    }

    #[test]
    fn no_unit_gets_what_another_has_what_is_about_it_or_what_went_into_a_case() {
        let mut room = Room::default();
        let other = Actor { unit: Id([201; 16]), ..analyst(5) };
        let report = filed(&mut room, 1, DangerAnswer::Safe);
        assert!(room.entered(&TakeUp { report }, analyst(1)));
        let reason = NotPursuedReason::TooLittleToAct;
        assert!(room.entered(&NotPursue { report, reason, ground: None, told: false }, analyst(1)));
        assert!(room.entered(&AskSecondLook { report }, Actor::PUBLIC));
        assert_eq!(given(&mut room, other), None, "it is with the unit that had it");
        let closed = filed(&mut room, 2, DangerAnswer::NotSafe);
        room.tell(&ReportBecameCase { report: closed, case: Id([9; 16]) });
        assert_eq!(given(&mut room, other), None, "the case goes on with it");
        // A complaint about a kind of units is not for them, wherever it stands.
        let unit = room.unit("police", UnitKind::Police);
        let about = filed(&mut room, 3, DangerAnswer::Safe);
        let tables: &mut dyn Tables = &mut room.node.tables;
        set_concern(tables, about, UnitKind::Police, true).unwrap();
        assert_eq!(given(&mut room, Actor { unit, ..analyst(6) }), None);
        assert_eq!(given(&mut room, other), Some(about));
    }

    #[test]
    fn a_long_queue_is_looked_at_from_its_beginning_alone() {
        let mut room = Room::default();
        for n in 0..120_u64 {
            let report = Id([7; 16]).derive("many", n.try_into().unwrap());
            assert!(room.entered(&FileReport { report, ..a_report() }, Actor::PUBLIC));
            if n < 60 {
                room.tell(&KeptAway { officer: analyst(1).id, matter: report });
            }
        }
        let urgent = filed(&mut room, 1, DangerAnswer::NotSafe);
        assert_eq!(given(&mut room, analyst(1)), Some(urgent));
        assert_eq!(given(&mut room, analyst(1)), None, "the first fifty are kept from them");
        assert!(given(&mut room, analyst(2)).is_some());
        assert_eq!(UNIT, analyst(2).unit);
    }
}
