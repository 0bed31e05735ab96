//! A report goes to another unit; the reporter is told that another team looks after it.

use super::giving::{another_unit, noted, works_here};
use super::that_can;
use crate::codes::Agreement;
use crate::events::Referred;
use crate::state::Step;
use crate::tables::Report;
use crate::tables::referral::ContactReach;
use facts::machine::{SenderStage, tell_needs, to_tell};
use facts::report::{Notice, ThreadNotice};
use facts::unit::Unit;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`Refer`].
pub const KIND: ActKind = ActKind {
    code: 104,
    name: "reports.refer",
    about: "Hand a report to the unit that should look after it",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Refers a report to another unit. What waits for an answer goes on waiting, with its time.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refer {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The unit that looks after it from now on.
    #[n(1)]
    pub unit: Id,
    /// What the reporter says to it, or why nobody asked; may be left out of a machine's report alone.
    #[n(2)]
    pub agreement: Option<Agreement>,
    /// Whether the other unit may open the safe contact: the reporter agreed, or life and limb are at stake; no where it is left out.
    #[n(3)]
    pub with_contact: Option<bool>,
}

impl Refer {
    /// Hands a report on as its reporter agreed, without the safe contact.
    #[must_use]
    pub fn agreed(report: Id, unit: Id) -> Refer {
        Refer { report, unit, agreement: Some(Agreement::Agreed), with_contact: None }
    }

    /// The safe contact goes along where there is one, it is open to the sender, and it is said why.
    fn contact_may_go(&self, row: &Report, ctx: &Ctx, view: &View) -> Result<(), Problem> {
        if self.with_contact != Some(true) {
            return Ok(());
        }
        let wrong = |wrong, right| Err(Problem::new("with_contact", wrong, right));
        if !row.contact {
            return wrong("is yes, and none was left", "no");
        }
        if !self.agreement.is_some_and(Agreement::opens_contact) {
            let right = "no; or yes where the reporter agreed, or somebody's life or limb is at stake";
            return wrong("is yes, and the reporter did not agree", right);
        }
        let own = view.get::<ContactReach>((self.report, ctx.actor.unit));
        if own.is_some_and(|row| !row.contact_open) {
            return wrong("is yes, and it is closed to your own unit", "no: ask the reporter in the thread");
        }
        Ok(())
    }
}

impl Act for Refer {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, ctx: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<Unit>(self.unit);
        needs.row::<ContactReach>((self.report, ctx.actor.unit));
        tell_needs(self.report, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        let matter = self.report;
        vec![Facet::Handles { matter }, Facet::Gives { matter, to: self.unit }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        another_unit(self.unit, "take the report up instead", ctx)?;
        let row = that_can(Step::Refer, self.report, view)?;
        if row.unit == self.unit {
            let right = "another unit, or leave it there";
            return Err(Problem::new("unit", "looks after it already", right).into());
        }
        works_here(self.unit, view)?;
        noted(self.agreement, &row)?;
        self.contact_may_go(&row, ctx, view)?;
        let Refer { report, unit, agreement, .. } = *self;
        let with_contact = Some(self.with_contact == Some(true));
        let on = Span::on(ctx.now.day());
        let referred = [
            NewEntry::of(&Referred { report, unit, agreement, with_contact }),
            NewEntry::of(&ThreadNotice { thread: report, notice: Notice::Referred, on }),
        ];
        Ok(referred.into_iter().chain(to_tell(report, SenderStage::Referred, view)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{FileReport, TakeUp};
    use crate::codes::Speaker;
    use crate::tables::Message;
    use crate::tables::referral::{AgreementFigure, Referral};
    use crate::testing::{REPORT, Room, UNIT, a_report, analyst, field};
    use facts::report::ReportBecameCase;
    use kernel::codes::{CodeList, QueueState};
    use kernel::knowing::NO_UNIT_YET;
    use kernel::{Actor, Outcome, RuleName};

    const OTHER: Id = Id([201; 16]);
    const ACT: Refer =
        Refer { report: REPORT, unit: OTHER, agreement: Some(Agreement::Agreed), with_contact: None };

    #[test]
    fn another_unit_has_it_and_the_reporter_reads_so() {
        let mut room = Room::with_report();
        room.hotline(OTHER);
        room.hotline(UNIT);
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        let due_at = room.report().due_at;
        assert!(room.entered(&ACT, analyst(1)));
        let row = room.report();
        assert_eq!((row.state, row.unit, row.taken_by), (QueueState::Referred, OTHER, Id::NONE));
        assert_eq!((row.waiting, row.due_at, row.messages), (true, due_at, 2));
        let notice = room.rows::<Message>().pop().unwrap();
        assert_eq!((notice.speaker, notice.notice), (Speaker::Notice, Notice::Referred.number()));
        assert_eq!(
            (notice.on_from, notice.on_to, notice.act),
            (row.last_at.day(), row.last_at.day(), Id::NONE)
        );

        assert_eq!(field(&room.enter(&ACT, analyst(1))), "report", "the unit knows of it no more");
        let back = Actor { unit: OTHER, ..analyst(3) };
        assert!(room.entered(&Refer::agreed(REPORT, UNIT), back));
        assert_eq!(room.report().unit, UNIT);
        assert!(room.replays());
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let mut room = Room::with_report();
        for unit in [Id::NONE, UNIT, OTHER, NO_UNIT_YET] {
            assert_eq!(field(&room.enter(&Refer::agreed(REPORT, unit), analyst(1))), "unit");
        }
        let platform = room.unit("platform", facts::unit::UnitKind::Platform);
        assert_eq!(field(&room.enter(&Refer::agreed(REPORT, platform), analyst(1))), "unit", "it only sends");
        room.hotline(OTHER);
        assert_eq!(field(&room.enter(&Refer::agreed(Id([9; 16]), OTHER), analyst(1))), "report");
        room.tell(&ReportBecameCase { report: REPORT, case: Id([5; 16]) });
        assert_eq!(field(&room.enter(&ACT, analyst(1))), "report");
    }

    #[test]
    fn what_a_person_told_goes_on_with_their_word_or_a_reason_that_is_counted() {
        let mut room = Room::default();
        room.hotline(OTHER);
        room.hotline(UNIT);
        let with_contact = FileReport { contact: true, ..a_report() };
        assert!(room.entered(&with_contact, Actor::PUBLIC));
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        for agreement in [None, Some(Agreement::NotNoted), Some(Agreement::NothingPersonal)] {
            assert_eq!(field(&room.enter(&Refer { agreement, ..ACT }, analyst(1))), "agreement");
        }
        let obliged = Refer { agreement: Some(Agreement::LawObliges), ..ACT };
        let contact_goes = Refer { with_contact: Some(true), ..obliged.clone() };
        assert_eq!(
            field(&room.enter(&contact_goes, analyst(1))),
            "with_contact",
            "the law asks for no contact"
        );
        assert!(room.entered(&obliged, analyst(1)));
        let row = room.rows::<Referral>().pop().unwrap();
        assert_eq!((row.agreement, row.overridden, row.with_contact), (Agreement::LawObliges, true, false));
        let there = Actor { unit: OTHER, ..analyst(3) };
        let third = room.unit("third", facts::unit::UnitKind::Hotline);
        let on = Refer { with_contact: Some(true), ..Refer::agreed(REPORT, third) };
        assert_eq!(field(&room.enter(&on, there)), "with_contact", "what is closed to them");
        assert!(room.entered(&Refer::agreed(REPORT, UNIT), there));
        let back = Refer { with_contact: Some(true), ..Refer::agreed(REPORT, OTHER) };
        assert!(room.entered(&back, analyst(1)));
        let rows = room.rows::<Referral>();
        assert!(rows.iter().any(|row| row.to_unit == OTHER && row.with_contact && !row.overridden));
        let counted: Vec<(Agreement, bool, i64)> = room
            .rows::<AgreementFigure>()
            .iter()
            .filter(|row| row.from_unit == UNIT)
            .map(|row| (row.agreement, row.overridden, row.referred))
            .collect();
        assert_eq!(counted, [(Agreement::Agreed, false, 1), (Agreement::LawObliges, true, 1)]);
        assert!(room.replays());
    }

    #[test]
    fn what_was_referred_before_agreement_was_noted_is_read_as_it_was() {
        #[derive(Encode)]
        struct Before {
            #[n(0)]
            report: Id,
            #[n(1)]
            unit: Id,
        }
        let before = kernel::entry::to_cbor(&Before { report: REPORT, unit: OTHER });
        let none = Refer { agreement: None, ..ACT };
        assert_eq!(kernel::entry::to_cbor(&none), before);
        let event = Referred { report: REPORT, unit: OTHER, agreement: None, with_contact: None };
        assert_eq!(NewEntry::of(&event).body, before);
        let mut room = Room::default();
        assert!(room.entered(&FileReport { contact: true, ..a_report() }, Actor::PUBLIC));
        room.tell(&event);
        let row = room.rows::<Referral>().pop().unwrap();
        assert_eq!((row.agreement, row.overridden, row.with_contact), (Agreement::NotNoted, false, true));
    }

    #[test]
    fn a_conflict_does_not_choose_who_looks_after_it() {
        let mut room = Room::with_report();
        room.declare_conflict(1, REPORT);
        assert_eq!(room.refused_by(&ACT, analyst(1)), RuleName::NoJudgeInOwnCause);
        assert!(matches!(room.enter(&ACT, Actor::PUBLIC), Outcome::Forbidden(_)));
        assert_eq!((room.report().state, room.report().messages), (QueueState::New, 1));
    }
}
