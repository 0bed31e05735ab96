//! The room's tables. What facts make of them is in `apply`.

mod apply;

use crate::codes::{
    AnswerTo, Asks, DueState, HoldReason, HoldState, IdentityCheck, RefusalGround, RequestState,
    ScheduleState, ToTell,
};
use kernel::kept::{Anchor, Kept, RecordKind};
use kernel::{Apply, Day, Id, Instant, Record, Table, record};

record! {
    /// Legal holds: what must not be erased, by whose order, until when.
    pub struct Hold in "legal_hold", Derived, key 1, indexes [by_record: 1, by_state: 7 6] {
        /// The hold.
        hold: Id, Internal;
        /// The report, case, person or list that is held; a case with everything that belongs to it.
        record_id: Id, Internal;
        /// Why.
        hold_reason: HoldReason, Internal;
        /// The authority that ordered it.
        authority: Id, Internal;
        /// The document that says so.
        document: Id, Internal;
        /// When it was imposed, UTC ms.
        imposed_at: Instant, Internal;
        /// Its last day.
        ends_on: Day, Internal;
        /// Whether it stands.
        state: HoldState, Internal;
        /// Who imposed or renewed it.
        imposed_by: Id, Internal;
        /// 1 when it was said that it ends soon.
        warned: bool, Internal;
        /// Who asked that it be lifted early; none when nobody did.
        lift_asked_by: Id, Internal;
        /// Who lifted it; none when nobody did.
        lifted_by: Id, Internal;
    }
}

record! {
    /// How long records of each kind are kept: every version that was ever laid down.
    pub struct Schedule in "retention_schedule", Derived, key 1, indexes [by_kind: 1 6] {
        /// The schedule.
        schedule: Id, Internal;
        /// The kind of record.
        kind: RecordKind, Internal;
        /// From which event the term counts.
        counts_from: Anchor, Internal;
        /// The term, in days.
        days: i64, Internal;
        /// How many days before a record is erased it is shown.
        notice_days: i64, Internal;
        /// The law that it rests on.
        basis: String, Internal;
        /// Where it stands.
        state: ScheduleState, Internal;
        /// Who laid it down.
        laid_down_by: Id, Internal;
        /// When, UTC ms.
        laid_down_at: Instant, Internal;
        /// Who approved it; none before.
        approved_by: Id, Internal;
        /// When, UTC ms; 0 before.
        approved_at: Instant, Internal;
    }
}

record! {
    /// What will be erased, when and why: records that fall due, the soonest first.
    pub struct Due in "retention_due", Derived, key 1, indexes [by_day: 3 0, by_state: 4 7] {
        /// The record.
        record_id: Id, Internal;
        /// What it is.
        kind: RecordKind, Internal;
        /// The schedule that asks for it.
        schedule: Id, Internal;
        /// The first day on which its erasure may be put forward.
        due_on: Day, Internal;
        /// How far it has come.
        state: DueState, Internal;
        /// When it was announced, UTC ms.
        announced_at: Instant, Internal;
        /// 1 while it waits for the overseer.
        waiting: bool, Internal;
        /// By when the overseer should confirm it, UTC ms; 0 before it is put forward.
        due_at: Instant, Internal;
        /// 1 when it was said that it waits too long.
        reminded: bool, Internal;
    }
}

record! {
    /// What stands and falls together: a record and the case or linked record that it belongs to.
    pub struct Tie in "record_tie", Derived, key 2, indexes [by_record: 0] {
        /// The record.
        record_id: Id, Internal;
        /// The case, or the other record of one person.
        other: Id, Internal;
    }
}

record! {
    /// Units that were told of a record and are to be told what became of it.
    pub struct PartnerNotice in "partner_notice", Derived, key 3, indexes [] {
        /// The record.
        record_id: Id, Internal;
        /// The unit.
        unit: Id, Internal;
        /// What it is to be told.
        to_tell: ToTell, Internal;
        /// Since when, UTC ms.
        since: Instant, Internal;
        /// 1 while nobody told it.
        waiting: bool, Internal;
        /// By when it should know, UTC ms.
        due_at: Instant, Internal;
        /// Who told it; none before.
        told_by: Id, Internal;
        /// The document by which it was told; none before.
        document: Id, Internal;
    }
}

record! {
    /// What people ask about what is held on them, and how far the answer is.
    pub struct DataRequest in "data_request", Derived, key 1, indexes [by_subject: 1 5, by_state: 5 7] {
        /// The request.
        request: Id, Internal;
        /// The report or person whose data it is about.
        subject: Id, Internal;
        /// What is asked.
        asks: Asks, Internal;
        /// The parent or guardian who asks for a child; none when it is the subject.
        guardian: Id, Internal;
        /// How it was checked who asks.
        identity: IdentityCheck, Internal;
        /// How far it is.
        state: RequestState, Internal;
        /// 1 while it is not answered.
        waiting: bool, Internal;
        /// By when it must be answered, UTC ms.
        due_at: Instant, Internal;
        /// When it was made, UTC ms.
        asked_at: Instant, Internal;
        /// 1 when its term was extended: that happens once.
        extended: bool, Internal;
        /// 1 when it was said that its term runs out.
        reminded: bool, Internal;
        /// 1 when its term was missed.
        missed: bool, Internal;
        /// How it is answered.
        answer: AnswerTo, Internal;
        /// On which ground something is refused.
        ground: RefusalGround, Internal;
        /// Who decided it; none before.
        decided_by: Id, Internal;
        /// The act that decided it: the words of the answer are sealed beside it. None before.
        decided_in: Id, Internal;
        /// The act that made the request: what was said is sealed beside it, if anything was.
        asked_in: Id, Internal;
        /// First possible day of birth from now on; 0 together with the last when it was right.
        born_from: Day, Internal;
        /// Last possible day of birth from now on.
        born_to: Day, Internal;
        /// The right sex, as its number; -1 when it was right.
        right_sex: i64, Internal;
        /// 1 when the right name and notes are sealed beside the decision.
        renamed: bool, Internal;
    }
}

record! {
    /// Sealed words that are withheld from an answer, because they name others.
    pub struct Withheld in "withheld", Derived, key 2, indexes [by_request: 0] {
        /// The request.
        request: Id, Internal;
        /// The act beside which the words are sealed.
        act: Id, Internal;
    }
}

/// Index of [`DataRequest`] by subject and state.
pub(crate) const REQUESTS_OF: &str = "data_request_by_subject";
/// Index of [`Hold`] by record.
pub(crate) const HOLDS_OF: &str = "legal_hold_by_record";
/// Index of [`Schedule`] by kind and state.
pub(crate) const SCHEDULES_OF: &str = "retention_schedule_by_kind";
/// Index of [`Tie`] by record.
pub(crate) const TIES_OF: &str = "record_tie_by_record";

pub(crate) fn tables() -> Vec<&'static Table> {
    vec![
        Hold::TABLE,
        Schedule::TABLE,
        Due::TABLE,
        Tie::TABLE,
        PartnerNotice::TABLE,
        DataRequest::TABLE,
        Withheld::TABLE,
    ]
}

/// What the room's tables hold on whom.
pub(crate) fn kept() -> Vec<Kept> {
    vec![
        Kept::of(Hold::TABLE, &["record_id"], &["imposed_by", "lift_asked_by", "lifted_by"]),
        Kept::nothing(Schedule::TABLE),
        Kept::of(Due::TABLE, &["record_id"], &[]),
        Kept::of(Tie::TABLE, &["record_id"], &["other"]),
        Kept::of(PartnerNotice::TABLE, &["record_id"], &["told_by"]),
        Kept::of(DataRequest::TABLE, &["subject"], &["guardian", "decided_by"]),
        Kept::nothing(Withheld::TABLE),
    ]
}

pub(crate) fn projections() -> Vec<(u16, Apply)> {
    apply::projections()
}
