//! The room's derived tables. What facts make of them is in `apply`; sealed rows are in [`sealed`](crate::sealed).

mod again;
mod apply;
mod calls;
pub mod consultation;
pub mod desk_hours;
mod figures;
mod fold;
mod gone;
mod link;
mod machine;
pub mod marked;
pub mod official;
mod opinion;
mod receipt;
pub mod referral;
mod voice;
pub mod weights;
mod wording;

pub use gone::WishedGone;
pub use machine::ByMachine;
pub use voice::ReportVoice;

use crate::codes::{
    CallReason, CallState, DoorLanguage, Duty, LinkState, Media, Opinion, OpinionOf, SaidOf, SecondLook,
    Speaker, Wording,
};
use crate::priority::Reason;
use facts::report::CameBy;
use kernel::codes::{AgeBand, DangerAnswer, QueueState, ReportingPerson};
use kernel::{Apply, Day, Id, Instant, Record, Table, record};

record! {
    /// Reports as the queue shows them: codes, points and times.
    ///
    /// by_unit, by_state and by_waiting list in the order of urgency, then of age; by_due what waits for an answer, the most pressing first;
    /// by_free what waits and nobody has, in the order of urgency.
    pub struct Report in "report", Derived, key 1, indexes [by_unit: 2 3 4 0, by_state: 2 1 3 4 0, by_waiting: 2 5 3 4 0, by_due: 5 6, by_taker: 15 1 3, by_free: 2 5 15 3 4 0] {
        /// The report.
        report: Id, Internal;
        /// Where it stands.
        state: QueueState, Internal;
        /// The unit that looks after it; none while it is new.
        unit: Id, Internal;
        /// 100 less its points, so that rising order is the order of urgency.
        rank: i64, Internal;
        /// When it was filed, UTC ms.
        filed_at: Instant, Internal;
        /// 1 while the reporter's last word has no answer.
        waiting: bool, Internal;
        /// By when a person must answer what waits, UTC ms; when nothing waits, by when the last answer was due.
        due_at: Instant, Internal;
        /// Points for priority, 0 to 100; report_reason explains them.
        points: i64, Internal;
        /// Who reports.
        reporter: ReportingPerson, Internal;
        /// The answer to "are you safe now?".
        danger: DangerAnswer, Internal;
        /// The age band of the child, as told.
        age: AgeBand, Internal;
        /// The language it was written in, BCP 47.
        language: String, Internal;
        /// How many pictures came with it.
        pictures: i64, Internal;
        /// 1 when a safe way to be reached is sealed with it.
        contact: bool, Internal;
        /// Number of the reason why it is not pursued; 0 unless it is in that state.
        not_pursued: i64, Internal;
        /// Who looks after it; none when nobody does.
        taken_by: Id, Internal;
        /// The case that it went into; none before.
        case_id: Id, Internal;
        /// Messages in its thread, the first text and notices counted.
        messages: i64, Internal;
        /// When a person first answered, UTC ms; 0 before.
        answered_at: Instant, Internal;
        /// When the last message came into its thread, UTC ms.
        last_at: Instant, Internal;
        /// For how many reports its line stands: those of machines that say the same, itself counted.
        stands_for: i64, Internal;
        /// The report in whose line it was filed; none where it was filed in its own.
        filed_into: Id, Internal;
        /// The way by which it came.
        came_by: CameBy, Internal;
        /// What obliges whoever reports, where they said so at work.
        duty: Duty, Internal;
    }
}

record! {
    /// Reports of machines that stand in the line of another. Each is known through that one alone.
    ///
    /// by_head lists a line.
    pub struct FoldedReport in "report_folded", Derived, key 1, indexes [by_head: 1 3] {
        /// The report.
        report: Id, Internal;
        /// The report of the line.
        head: Id, Internal;
        /// Who put it there; Tutela, or who entered it, where it said the same from the first.
        folded_by: Id, Internal;
        /// When, UTC ms.
        folded_at: Instant, Internal;
    }
}

record! {
    /// Reports to which a human is or was called: urgent ones, and such as waited in silence.
    pub struct Call in "report_call", Derived, key 1, indexes [by_next: 1 6, by_times: 1 5 6] {
        /// The report.
        report: Id, Internal;
        /// Whether a human still has to be found.
        state: CallState, Internal;
        /// Why.
        call_reason: CallReason, Internal;
        /// Who is called: 1 those on duty, then their superiors, 3 at last; 0 before the first call.
        called_level: i64, Internal;
        /// How many times since somebody answered last.
        times: i64, Internal;
        /// When the last time, UTC ms; 0 before the first call.
        called_at: Instant, Internal;
        /// Not before when the next time, UTC ms.
        next_at: Instant, Internal;
        /// Who answered last; none before.
        had_by: Id, Internal;
        /// When, UTC ms; 0 before.
        had_at: Instant, Internal;
    }
}

record! {
    /// Why a report has its points.
    pub struct ReportReason in "report_reason", Derived, key 2, indexes [by_report: 0 1] {
        /// The report.
        report: Id, Internal;
        /// The reason.
        reason: Reason, Internal;
        /// The act that told it: the report itself or a later message.
        act: Id, Internal;
    }
}

record! {
    /// Messages of threads, in their order. What was said is sealed beside the act.
    pub struct Message in "message", Derived, key 2, indexes [by_report: 0 1] {
        /// The report.
        report: Id, Internal;
        /// Its place in the thread, from 0.
        n: i64, Internal;
        /// Who speaks.
        speaker: Speaker, Internal;
        /// When it came, UTC ms.
        at: Instant, Internal;
        /// The act beside which the text is sealed; none for a notice.
        act: Id, Internal;
        /// The slot in which it is sealed.
        slot: i64, Internal;
        /// Number of the notice; 0 when it is none.
        notice: i64, Internal;
        /// First day that a notice speaks of; 0 when it is none.
        on_from: Day, Internal;
        /// Last day that a notice speaks of; 0 when it is none.
        on_to: Day, Internal;
    }
}

record! {
    /// Pictures of reports: what is known of them without looking. They are sealed and never shown.
    pub struct Picture in "picture", Derived, key 2, indexes [by_report: 0 1] {
        /// The report.
        report: Id, Internal;
        /// Its place in the report, from 0.
        n: i64, Internal;
        /// Its format.
        media: Media, Internal;
        /// Its size, in bytes.
        bytes: i64, Internal;
        /// Its width, in pixels; 0 when it could not be decoded.
        width: i64, Internal;
        /// Its height, in pixels; 0 when it could not be decoded.
        height: i64, Internal;
        /// Detail for perceptual matching, 0 to 100.
        quality: i64, Internal;
        /// The act beside which it is sealed.
        act: Id, Internal;
        /// The slot in which it is sealed.
        slot: i64, Internal;
    }
}

record! {
    /// What was chosen beside the text of a report; a row where anything was.
    ///
    /// by_body lists complaints, by_happening what is about the same.
    pub struct Circumstance in "report_circumstance", Derived, key 1, indexes [by_body: 4, by_happening: 1] {
        /// The report.
        report: Id, Internal;
        /// Number of what happens; 0 when it was not said.
        happening: i64, Internal;
        /// Number of how the reporter wishes to be reached; 0 when it was not said.
        reach: i64, Internal;
        /// 1 when the reporter names adults who must not see it.
        kept_from: bool, Internal;
        /// Number of the body that hears it as a complaint; 0 when it is none.
        body: i64, Internal;
        /// 1 when the app or site and the name used there are sealed beside it.
        tells_place: bool, Internal;
    }
}

record! {
    /// Whom a report is about, as the reporter said or staff read it. Nobody is a suspect by it.
    pub struct SaidOfReport in "report_said_of", Derived, key 2, indexes [by_report: 0] {
        /// The report.
        report: Id, Internal;
        /// Whom it is about.
        said_of: SaidOf, Internal;
    }
}

impl SaidOfReport {
    /// Index by report.
    pub const BY_REPORT: &'static str = "report_said_of_by_report";
}

record! {
    /// Who put a report aside, and when the last time.
    pub struct PutAside in "report_put_aside", Derived, key 2, indexes [by_report: 0] {
        /// The report.
        report: Id, Internal;
        /// The officer.
        put_aside_by: Id, Internal;
        /// When, UTC ms.
        put_aside_at: Instant, Internal;
    }
}

impl PutAside {
    /// Index by report.
    pub const BY_REPORT: &'static str = "report_put_aside_by_report";
}

record! {
    /// Reports at which their reporter asked another person to look again.
    ///
    /// by_look lists what waits.
    pub struct AskedLook in "report_second_look", Derived, key 1, indexes [by_look: 1 2] {
        /// The report.
        report: Id, Internal;
        /// Whether another person has looked.
        second_look: SecondLook, Internal;
        /// When it was asked for, UTC ms.
        look_asked_at: Instant, Internal;
    }
}

record! {
    /// Which receipt of a report is in force, where it was changed: the one beside that act. All others open nothing.
    pub struct ReceiptInForce in "receipt_in_force", Derived, key 1, indexes [] {
        /// The report.
        report: Id, Internal;
        /// The act beside which the receipt's blind token is sealed.
        receipt_act: Id, Internal;
        /// When, UTC ms.
        receipt_changed_at: Instant, Internal;
    }
}

record! {
    /// How the desk answers what was filed in a month: counts, by language, by who reports and by the way.
    pub struct DeskFigure in "desk_figure", Derived, key 4, indexes [] {
        /// The month in which the reports were filed, by its first day.
        in_month: Day, Internal;
        /// The language they were written in, BCP 47.
        language: String, Internal;
        /// Who reported.
        reporter: ReportingPerson, Internal;
        /// The way by which they came.
        came_by: CameBy, Internal;
        /// How many were filed.
        filed: i64, Internal;
        /// How many a person has written to.
        answered: i64, Internal;
        /// Of those, how many within an hour.
        within_hour: i64, Internal;
        /// How many within 24 hours.
        within_day: i64, Internal;
        /// How many within 72 hours.
        within_three_days: i64, Internal;
        /// How many in the term that was in force for them.
        in_term: i64, Internal;
        /// How many were put aside before a person had written a word to the reporter.
        without_words: i64, Internal;
        /// For how many a second look was asked.
        looked_again: i64, Internal;
    }
}

record! {
    /// Opinions of the public door: how many in a month. Nobody's name, no report's number.
    pub struct OpinionCount in "door_opinion", Derived, key 4, indexes [] {
        /// The month, by its first day.
        in_month: Day, Internal;
        /// The language of the page.
        in_language: DoorLanguage, Internal;
        /// What was asked.
        opinion_of: OpinionOf, Internal;
        /// What was answered.
        opinion: Opinion, Internal;
        /// How many times.
        given: i64, Internal;
    }
}

record! {
    /// Reports that belong together, each pair once: the smaller number first.
    ///
    /// by_state lists what waits for a second person.
    pub struct ReportLink in "report_link", Derived, key 2, indexes [by_other: 1, by_state: 2] {
        /// A report.
        report: Id, Internal;
        /// The other one.
        other_report: Id, Internal;
        /// Whether it is approved.
        link_state: LinkState, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// Who approved it; none before.
        approved_by: Id, Internal;
    }
}

impl ReportLink {
    /// The key of a pair, whichever is named first.
    #[must_use]
    pub fn pair(one: Id, two: Id) -> (Id, Id) {
        (one.min(two), one.max(two))
    }

    /// The other report of a pair that this one is of.
    #[must_use]
    pub fn other_than(&self, report: Id) -> Id {
        if self.report == report { self.other_report } else { self.report }
    }
}

record! {
    /// Words of an organisation's own in the place of texts of the public door.
    pub struct DoorText in "door_text", Derived, key 2, indexes [] {
        /// The text.
        wording: Wording, Internal;
        /// The language.
        in_language: DoorLanguage, Internal;
        /// The words; empty where the built-in ones are shown again.
        words: String, Published;
        /// Who proposed them, or took them back.
        changed_by: Id, Internal;
        /// Who approved them; none where they were taken back.
        confirmed_by: Id, Internal;
        /// Since when it is so, UTC ms.
        since: Instant, Internal;
    }
}

record! {
    /// Words that were proposed for texts of the public door and wait for a second person.
    pub struct DoorTextProposal in "door_text_proposal", Derived, key 2, indexes [] {
        /// The text.
        wording: Wording, Internal;
        /// The language.
        in_language: DoorLanguage, Internal;
        /// The proposal's number.
        proposal: Id, Internal;
        /// The words.
        words: String, Internal;
        /// Who proposed them.
        proposed_by: Id, Internal;
        /// When, UTC ms.
        proposed_at: Instant, Internal;
    }
}

record! {
    /// Texts of the public door that may be said in an organisation's own words: built in, and in force.
    ///
    /// No database holds it: it is made of the program's texts and of what was changed.
    pub struct DoorTextSeen in "door_text_seen", Derived, key 2, indexes [] {
        /// The text.
        wording: Wording, Internal;
        /// The language.
        in_language: DoorLanguage, Internal;
        /// 1 when words of the organisation's own are in force.
        replaced: bool, Internal;
        /// 1 when others wait for a second person.
        proposed: bool, Internal;
        /// Who proposed what is in force, or took back what was; none where nothing was ever changed.
        changed_by: Id, Internal;
        /// Who approved it.
        confirmed_by: Id, Internal;
        /// Since when it is so, UTC ms.
        since: Instant, Internal;
        /// The words in force.
        words: String, Published;
        /// The built-in words.
        built_in: String, Published;
    }
}

/// Index of [`ReportReason`] by report.
pub const REASONS_OF: &str = "report_reason_by_report";

/// The room's tables, sealed ones included.
pub(crate) fn tables() -> Vec<&'static Table> {
    use crate::sealed::{GoneHash, Likeness, MarkToken, PictureBands, PictureHash, ReceiptToken};
    vec![
        Report::TABLE,
        Call::TABLE,
        ReportReason::TABLE,
        Message::TABLE,
        Picture::TABLE,
        ReportVoice::TABLE,
        ByMachine::TABLE,
        WishedGone::TABLE,
        marked::MarkedWords::TABLE,
        GoneHash::TABLE,
        ReceiptToken::TABLE,
        PictureHash::TABLE,
        PictureBands::TABLE,
        Likeness::TABLE,
        MarkToken::TABLE,
        FoldedReport::TABLE,
        Circumstance::TABLE,
        SaidOfReport::TABLE,
        PutAside::TABLE,
        AskedLook::TABLE,
        ReceiptInForce::TABLE,
        DeskFigure::TABLE,
        OpinionCount::TABLE,
        ReportLink::TABLE,
        DoorText::TABLE,
        DoorTextProposal::TABLE,
    ]
    .into_iter()
    .chain(weights::tables())
    .chain(desk_hours::tables())
    .chain([referral::Referral::TABLE, referral::ContactReach::TABLE, referral::AgreementFigure::TABLE])
    .chain([consultation::Consultation::TABLE])
    .chain(official::tables())
    .collect()
}

/// What facts make of the room's tables.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    let beside = [
        calls::projections(),
        again::projections(),
        opinion::projections(),
        link::projections(),
        receipt::projections(),
        fold::projections(),
        voice::projections(),
        machine::projections(),
        gone::projections(),
        marked::projections(),
        weights::projections(),
        desk_hours::projections(),
        referral::projections(),
        consultation::projections(),
        official::projections(),
    ];
    let all = apply::projections().into_iter().chain(beside.into_iter().flatten());
    all.chain(wording::projections()).collect()
}
