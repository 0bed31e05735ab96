//! Staff read that a report is about an agency or an official: it goes to the body that hears complaints (¶46, 52).

use super::{complaint_needs, known, route, said_of};
use crate::circumstances::body_for;
use crate::codes::SaidOf;
use crate::events::FoundToConcern;
use crate::tables::Report;
use facts::complaint::CaseConcerned;
use facts::machine::{SenderStage, tell_needs, to_tell};
use facts::report::{Notice, ThreadNotice};
use kernel::glass::{shut, shut_needs};
use kernel::knowing::NO_UNIT_YET;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`MarkComplaint`].
pub const KIND: ActKind = ActKind {
    code: 107,
    name: "reports.mark-complaint",
    about: "Send a report about an agency or an official to the body that hears complaints",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Says whom a report is about, as staff read it, and sends it to the body that hears it. Whoever is meant does not hold it from then on.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkComplaint {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// Whom it is about.
    #[n(1)]
    pub said_of: SaidOf,
}

impl Act for MarkComplaint {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        complaint_needs(self.report, needs);
        shut_needs(self.report, needs);
        tell_needs(self.report, needs);
        if let Some(case) = view.peek::<Report>(self.report).and_then(|row| row.case_id.some()) {
            shut_needs(case, needs);
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // Whoever has a conflict, or is meant, must be able to let go of it: sending it there is no handling.
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = known(self.report, view)?;
        let mut said_of = said_of(self.report, view);
        if said_of.contains(&self.said_of) {
            return Err(Problem::new("said_of", "is known already", "somebody else, or leave it").into());
        }
        said_of.push(self.said_of);
        let Some(body) = self.said_of.body().and(body_for(&said_of)) else {
            let right = "the agency or official whom it is about; for all others, refer the report";
            return Err(Problem::new("said_of", "is no agency and no official", right).into());
        };
        let routed = route(self.report, body, view);
        if routed.unit == NO_UNIT_YET {
            // There nobody would read it; here somebody does.
            let right = "leave it here until the overseer or an administrator names one (reports.name-body)";
            return Err(Problem::new("said_of", "has no body yet that hears it", right).into());
        }
        let on = Span::on(ctx.now.day());
        let mut entries = vec![
            NewEntry::of(&FoundToConcern { report: self.report, said_of: self.said_of }),
            NewEntry::of(&routed),
            NewEntry::of(&ThreadNotice { thread: self.report, notice: Notice::Referred, on }),
        ];
        // What its unit made of it goes the same way.
        entries.extend(row.case_id.some().map(|case| {
            NewEntry::of(&CaseConcerned { case, report: self.report, unit: routed.unit }).about(case)
        }));
        // Nobody of the body has looked at it yet.
        if row.case_id.is_none() {
            entries.extend(to_tell(self.report, SenderStage::Received, view));
        }
        // Whoever looks in under a broken glass may be one of those who are meant.
        entries.extend(shut(self.report, ctx.now, view));
        entries.extend(row.case_id.some().into_iter().flat_map(|case| shut(case, ctx.now, view)));
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{NameBody, Refer, TakeUp};
    use crate::tables::SaidOfReport;
    use crate::testing::{REPORT, Room, analyst, field, overseer};
    use facts::complaint::Body;
    use facts::report::ReportBecameCase;
    use facts::unit::UnitKind;
    use kernel::codes::QueueState;
    use kernel::glass::{BreakGlass, BrokenGlass, GlassReason};
    use kernel::{Actor, RuleName};

    fn about(said_of: SaidOf) -> MarkComplaint {
        MarkComplaint { report: REPORT, said_of }
    }

    #[test]
    fn whoever_is_meant_knows_of_it_no_more_and_the_body_does() {
        let mut room = Room::with_report();
        let body = room.unit("oversight", UnitKind::Oversight);
        assert!(room.entered(&NameBody { body: Body::First, unit: body }, overseer(1)));
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        assert!(room.entered(&about(SaidOf::Police), analyst(1)));
        let row = room.report();
        assert_eq!((row.state, row.unit, row.taken_by, row.waiting), (QueueState::New, body, Id::NONE, true));
        assert_eq!(
            field(&room.enter(&TakeUp { report: REPORT }, analyst(1))),
            "report",
            "not known any more"
        );
        let watcher = Actor { unit: body, ..analyst(5) };
        assert!(room.entered(&TakeUp { report: REPORT }, watcher));
        let police = room.unit("police", UnitKind::Police);
        let hotline = room.unit("hotline", UnitKind::Hotline);
        assert_eq!(room.refused_by(&Refer::agreed(REPORT, police), watcher), RuleName::NoJudgeInOwnCause);
        assert!(room.entered(&Refer::agreed(REPORT, hotline), watcher));
        assert!(room.replays());
    }

    #[test]
    fn a_glass_opens_a_complaint_to_nobody_whom_it_is_about() {
        let mut room = Room::with_report();
        let body = room.unit("oversight", UnitKind::Oversight);
        let [police, support] = [("police", UnitKind::Police), ("support", UnitKind::VictimSupport)]
            .map(|(word, kind)| room.unit(word, kind));
        assert!(room.entered(&NameBody { body: Body::First, unit: body }, overseer(1)));
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        let glass = BreakGlass { record: REPORT, reason: GlassReason::DangerNow };
        let meant = Actor { unit: police, role: Role::Investigator, ..analyst(7) };
        let other = Actor { unit: support, role: Role::VictimSupport, ..analyst(8) };
        let looks_in = |room: &Room, of: Actor| {
            room.rows::<BrokenGlass>().iter().any(|row| row.officer == of.id && row.record_id == REPORT)
        };
        [meant, other].into_iter().for_each(|by| assert!(room.entered(&glass, by)));
        assert!(looks_in(&room, meant) && looks_in(&room, other));
        // It turns out to be about the police: every glass is shut, and theirs stays so however often they break it.
        assert!(room.entered(&about(SaidOf::Police), analyst(1)));
        assert!(!looks_in(&room, meant) && !looks_in(&room, other));
        [meant, other].into_iter().for_each(|by| assert!(room.entered(&glass, by), "answered alike"));
        assert!(!looks_in(&room, meant) && looks_in(&room, other));
        // The same for a case that begins with it, and for whoever has a conflict.
        let case = Id([61; 16]);
        room.tell(&ReportBecameCase { report: REPORT, case });
        let glass = BreakGlass { record: case, reason: GlassReason::DangerNow };
        [meant, other].into_iter().for_each(|by| assert!(room.entered(&glass, by)));
        let officers = |room: &Room| -> Vec<Id> {
            let open = room.rows::<BrokenGlass>().into_iter().filter(|row| row.record_id == case);
            open.map(|row| row.officer).collect()
        };
        assert_eq!(officers(&room), [other.id]);
        room.declare_conflict(8, case);
        assert!(room.entered(&glass, other), "answered alike");
        assert!(officers(&room).is_empty());
        assert!(room.replays());
    }

    #[test]
    fn nothing_vanishes_while_no_body_is_named() {
        let mut room = Room::with_report();
        assert_eq!(field(&room.enter(&about(SaidOf::PerhapsOfficial), analyst(1))), "said_of");
        assert!(room.rows::<SaidOfReport>().is_empty(), "it stays where somebody reads it");
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        assert!(room.replays());
    }

    #[test]
    fn what_is_about_the_first_body_goes_on_to_the_second() {
        let mut room = Room::with_report();
        let (first, second) = (room.unit("one", UnitKind::Oversight), room.unit("two", UnitKind::Oversight));
        for (body, unit) in [(Body::First, first), (Body::Second, second)] {
            assert!(room.entered(&NameBody { body, unit }, overseer(1)));
        }
        assert!(room.entered(&about(SaidOf::Police), analyst(1)));
        let watcher = Actor { unit: first, ..analyst(5) };
        assert!(room.entered(&about(SaidOf::Oversight), watcher));
        assert_eq!(room.report().unit, second);
        let beyond = Actor { unit: second, ..analyst(6) };
        assert_eq!(room.refused_by(&Refer::agreed(REPORT, first), beyond), RuleName::NoJudgeInOwnCause);
    }

    #[test]
    fn what_is_no_complaint_is_told() {
        let mut room = Room::with_report();
        assert_eq!(field(&room.enter(&about(SaidOf::AtHome), analyst(1))), "said_of");
        assert_eq!(
            field(&room.enter(&MarkComplaint { report: Id([9; 16]), said_of: SaidOf::Police }, analyst(1))),
            "report"
        );
        assert!(room.rows::<SaidOfReport>().is_empty());
    }
}
