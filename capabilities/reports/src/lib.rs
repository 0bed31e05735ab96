//! Reports: the public door, the thread behind a receipt, the queue (¶82(g)).
//!
//! Anybody can report, without a name, and hear back: what is told is sealed, a [`receipt`] opens the thread again, and
//! staff see a queue in the order of urgency. What crosses to other rooms is a fact: that a report was filed.
//!
//! # The life of a report
//! 1. The door checks the [`limits`]; `core` reads the plain text once, gives its [`priority`] with reasons that a page can
//!    explain, makes a receipt, seals the texts and pictures, and enters [`FileReport`](acts::FileReport).
//! 2. The report stands in the queue as new, with a time by which a person must answer.
//! 3. Staff take it up, answer, refer it or put it aside ([`state`]); `cases` may take it in, which closes it here.
//! 4. Whoever holds the receipt can write again in every state: the report then waits for an answer again, with a new time.
//!
//! # Acts
//! | act | number | by | sealed slots |
//! |---|---|---|---|
//! | [`FileReport`](acts::FileReport) | 100 | the public, Tutela itself, a sender's machine, analyst | 0 text, 1 safe contact and hours, 2.. pictures, 10 adults who must not see it, 11 app and name used there, 12 voice message, 13 agency, 14 which law, order or rule |
//! | [`AddToThread`](acts::AddToThread) | 101 | the public, by receipt | 0 text |
//! | [`Reply`](acts::Reply) | 102 | analyst, investigator, victim support | 0 text |
//! | [`TakeUp`](acts::TakeUp) | 103 | analyst, investigator, victim support | |
//! | [`Refer`](acts::Refer) | 104 | analyst, investigator, victim support | |
//! | [`NotPursue`](acts::NotPursue) | 105 | analyst, investigator | 0 explanation to the reporter |
//! | [`NameBody`](acts::NameBody) | 106 | overseer, administrator | |
//! | [`MarkComplaint`](acts::MarkComplaint) | 107 | analyst, investigator, victim support | |
//! | [`ClearConcern`](acts::ClearConcern) | 108 | the same, of the unit that hears complaints | |
//! | [`CallHuman`](acts::CallHuman) | 109 | Tutela itself | |
//! | [`AnswerCall`](acts::AnswerCall) | 110 | analyst, investigator, victim support | |
//! | [`AskSecondLook`](acts::AskSecondLook) | 111 | the public, by receipt | |
//! | [`GiveOpinion`](acts::GiveOpinion) | 112 | the public | |
//! | [`ProposeLink`](acts::ProposeLink) | 113 | analyst, investigator, victim support | |
//! | [`ApproveLink`](acts::ApproveLink) | 114 | analyst, investigator, victim support | |
//! | [`ChangeReceipt`](acts::ChangeReceipt) | 115 | the public, by receipt | (the new receipt's blind token, as a row) |
//! | [`PartLink`](acts::PartLink) | 116 | analyst, investigator, victim support | |
//! | [`Fold`](acts::Fold) | 150 | analyst, investigator, victim support | |
//! | [`Unfold`](acts::Unfold) | 151 | analyst, investigator, victim support | |
//! | [`ProposeWeights`](acts::ProposeWeights) | 170 | administrator | |
//! | [`ApproveWeights`](acts::ApproveWeights) | 171 | overseer, administrator | |
//! | [`Reassess`](acts::Reassess) | 172 | Tutela itself | |
//! | [`ProposeDeskHours`](acts::ProposeDeskHours) | 173 | administrator | |
//! | [`ApproveDeskHours`](acts::ApproveDeskHours) | 174 | overseer | |
//! | [`RoundTheClock`](acts::RoundTheClock) | 175 | overseer, administrator | |
//! | [`AssignNext`](acts::AssignNext) | 176 | analyst, investigator, victim support | |
//! | [`Assign`](acts::Assign) | 177 | analyst, investigator, victim support, administrator | |
//! | [`ReturnReferral`](acts::ReturnReferral) | 178 | analyst, investigator, victim support | |
//! | [`MarkWords`](acts::MarkWords) | 188 | analyst, investigator, victim support | |
//! | [`Acknowledge`](acts::Acknowledge) | 191 | analyst, investigator, victim support | |
//! | [`AddVoice`](acts::AddVoice) | 190 | the public, by receipt | 0 an empty text, 12 voice message |
//! | [`Consult`](acts::Consult) | 179 | analyst, investigator, victim support | 0 question |
//! | [`GiveView`](acts::GiveView) | 180 | analyst, investigator, victim support | 0 answer |
//! | [`EndConsultation`](acts::EndConsultation) | 181 | analyst, investigator, victim support | |
//! | [`RateUsefulness`](acts::RateUsefulness) | 199 | analyst, investigator | |
//! | [`TellLine`](acts::TellLine) | 739 | Tutela itself | |
//! | [`HandOver`](acts::HandOver) | 940 | analyst, investigator, victim support, administrator | |
//! | [`ProposeText`](acts::ProposeText) | 942 | administrator | |
//! | [`ApproveText`](acts::ApproveText) | 943 | overseer, administrator | |
//! | [`TakeBackText`](acts::TakeBackText) | 944 | overseer, administrator | |
//!
//! The subject of everything sealed is the report: erasing it takes texts, contact, voice, pictures, hashes, sketch, tokens
//! and receipt away.
//!
//! # What tells the same
//! Before a text is sealed, a keyed sketch and blind tokens of it are made (`traces`); [`alike`] finds by them what tells the same. What a
//! machine says again stands in the line of the first such report ([`intake`], [`Fold`](acts::Fold)); what people say is linked.
//!
//! # Calls
//! To what is urgent a human is called ([`calls`]) until one answers, takes it up or replies: those on duty first, those above
//! them when nobody does; and to a queue that is silent beyond its time. A call stands on a list, on the report's page and in the
//! journal; the fact [`HumanWanted`](facts::call::HumanWanted) lets the room of calling reach people.
//!
//! # A second look, an opinion, two reports of one child
//! Who holds the receipt of a report that was put aside asks once for a second look ([`AskSecondLook`](acts::AskSecondLook)): it waits
//! again until somebody else takes it up or decides: whoever put it aside does neither. Opinions of the door
//! ([`GiveOpinion`](acts::GiveOpinion)) name no report and are counted by month. Two people link two reports
//! ([`ApproveLink`](acts::ApproveLink)), as when a receipt was lost: each stays what it is, and the higher urgency wins.
//!
//! # Words of an organisation's own
//! The texts named by [`Wording`](codes::Wording) may be said in an organisation's own words ([`wording`]): proposed by an
//! administrator, approved by another or by the overseer, shown at the door while it is open.
//!
//! # The table of points
//! What each reason of [`priority`] gives is built in, and two people may lay down another table under the next number
//! ([`ApproveWeights`](acts::ApproveWeights)); floors that protect the child hold for every one ([`priority::weights`]). Before it is
//! approved a page shows what would move. A report keeps the points that it was given, and its entry names the table; where the
//! proposal says so, a worker goes over what waits ([`Reassess`](acts::Reassess)), and no time to answer is put off.
//!
//! # The hours of the desk
//! Two people may lay down when somebody sits at the desk ([`staffed`]): what can wait then counts these hours alone, in the node's time
//! zone and without free days; what is urgent counts every hour, always. One person has every hour count again at once.
//!
//! # Who gets which report
//! Whoever asks for the next one ([`AssignNext`](acts::AssignNext)) gets the most urgent report that waits, that nobody has and that
//! they may handle; it is chosen where acts are entered one after the other, so that nobody else gets it. A colleague of the unit may
//! be given one by name ([`Assign`](acts::Assign)). A unit that a report was referred to takes it or returns it with a reason
//! ([`ReturnReferral`](acts::ReturnReferral)); when it does neither in time, those above it are called, and whoever referred it reads
//! what came of it. Whoever refers what a person told says what the reporter says to it, or why nobody asked
//! ([`Agreement`](codes::Agreement)); the safe contact stays closed to the other unit unless it was to go with it.
//!
//! # Asking another unit
//! A question ([`Consult`](acts::Consult)) moves nothing: the unit that is asked sees the parts that were chosen, under a number that
//! is not the report's, until it answers ([`GiveView`](acts::GiveView)), its time is over, the question is ended
//! ([`EndConsultation`](acts::EndConsultation)) or the report goes elsewhere. It never knows of the report by it
//! ([`Consultation`](tables::consultation::Consultation)): afterwards, and to everybody else, it is answered like one that never was.
//!
//! # Those who must report
//! Whoever reports in the course of work may say what obliges them, for whom, and whether the child knows ([`duty`]): the words are
//! sealed, and each reading leaves its trace. They get a number for their file at once; by the term
//! [`OfficialAcknowledged`](kernel::term::Term) a person says that they have read it ([`Acknowledge`](acts::Acknowledge)), or has said
//! so by taking it up, answering, handing it on or deciding. Their thread tells what became of it, and nothing of the child.
//!
//! # Complaints
//! What is about the police, a court, a school or this service goes to the body that hears complaints, and what is about that body
//! to a second one ([`circumstances`], [`NameBody`](acts::NameBody)): whoever is meant, and every unit of their kind, never knows
//! of it by what is held here. Staff who read it out of a text send it there ([`MarkComplaint`](acts::MarkComplaint)), and the body
//! that hears it may find that it is not about them ([`ClearConcern`](acts::ClearConcern)) and hand it on. While no body is named, only the
//! overseer sees what came through the door for one, and staff send nothing there.
//!
//! # What senders are told
//! Whoever sent a report by machine is told where it stands ([`SenderToTell`](facts::machine::SenderToTell)), with the entry that moves
//! it, and what would have made it useful ([`RateUsefulness`](acts::RateUsefulness)): codes, never who looks at it or what was found. In
//! a line each sender is told of its own ([`TellLine`](acts::TellLine)).
//!
//! # Facts from other rooms
//! [`MachineReportComplete`](facts::machine::MachineReportComplete) is filed as a report of a machine, under the same number;
//! [`ReportBecameCase`](facts::report::ReportBecameCase) closes the report and names the case;
//! [`ThreadNotice`](facts::report::ThreadNotice) puts a notice into the thread.
//!
//! # Rules that apply
//! - *ex-officio* (82(c)): a report is not put aside for want of a complaint or because the child will not testify.
//! - *no-consent-of-a-child* (29, 42): nor because consent or ignorance of the age is alleged. See
//!   [`NotPursue::ground`](acts::NotPursue::ground).
//! - *two-people* (52): whoever proposes words for the door, or that two reports belong together, and whoever approves it are two;
//!   so are whoever put a report aside and whoever does after a second look.
//! - *no-judge-in-own-cause* (46, 52): who has a conflict with a report leaves it to others.
//! - *every-look-leaves-a-trace* (52, 69): opening a text, a contact, a voice message, the words of a picture or a thread names the report and the purpose.

pub mod acts;
pub mod alike;
pub mod calls;
pub mod circumstances;
pub mod codes;
pub mod core;
mod distress;
pub mod door;
pub mod duty;
pub mod events;
pub mod gone;
pub mod intake;
mod kept;
mod kept_away;
pub mod limits;
mod live;
mod moves;
pub mod picture;
pub mod priority;
mod reassessing;
pub mod receipt;
mod room;
pub mod sealed;
pub mod sound;
pub mod staffed;
pub mod state;
pub mod tables;
mod telling;
mod traces;
mod weights;
pub mod wire;
pub mod wording;

#[cfg(test)]
mod testing;

pub use live::closing;
pub use room::native::machine_routes;
pub use room::room;

use facts::machine::{LineToTell, MachineReportComplete};
use kernel::{Charter, Event as _, EventSpec, Reactor, ReadKind, Role, Work};

/// The queue: codes, points and times, nothing that was told.
pub const READ_QUEUE: ReadKind = ReadKind {
    code: 100,
    name: "reports.queue",
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport, Role::Overseer],
    personal: false,
};

/// A report's texts and its thread, for staff.
pub const READ_REPORT: ReadKind = ReadKind {
    code: 101,
    name: "reports.report",
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
    personal: true,
};

/// How and when the reporter can safely be reached: apart from the text, since few need it.
pub const READ_CONTACT: ReadKind = ReadKind {
    code: 102,
    name: "reports.contact",
    roles: &[Role::Investigator, Role::VictimSupport],
    personal: true,
};

/// A report's voice message: apart from the text, since hearing it is heavier than reading.
pub const READ_VOICE: ReadKind = ReadKind {
    code: 108,
    name: "reports.voice",
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
    personal: true,
};

/// The words of a report's picture, read by a program: nobody sees the picture itself.
pub const READ_WORDS: ReadKind = ReadKind {
    code: 109,
    name: "reports.picture-words",
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
    personal: true,
};

/// The document of a machine's report: Tutela reads it once, when its sender has finished it; staff, word for word.
pub const READ_MACHINE_DOCUMENT: ReadKind = ReadKind {
    code: 115,
    name: "reports.machine-document",
    roles: &[Role::Analyst, Role::Investigator, Role::System],
    personal: true,
};

/// What another unit asks, with the parts of its report that it shows: no more of it is read there.
pub const READ_CONSULTATION: ReadKind = ReadKind {
    code: 110,
    name: "reports.consultation",
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
    personal: true,
};

/// What other units ask now: nothing that was told.
pub const READ_ASKED: ReadKind = ReadKind {
    code: 111,
    name: "reports.asked",
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
    personal: false,
};

/// One's own thread, by receipt.
pub const READ_OWN_THREAD: ReadKind =
    ReadKind { code: 103, name: "reports.own-thread", roles: &[Role::Public], personal: true };

/// The texts of the public door, built in and in force: everybody works by what it says.
pub const READ_TEXTS: ReadKind =
    ReadKind { code: 104, name: "reports.texts", roles: Role::STAFF, personal: false };

/// What each reason of priority gives, and what gave it before: everybody works by it.
pub const READ_WEIGHTS: ReadKind =
    ReadKind { code: 112, name: "reports.weights", roles: Role::STAFF, personal: false };

/// What a proposed table of points would move, among what the reader may know of.
pub const READ_MOVES: ReadKind = ReadKind {
    code: 113,
    name: "reports.moves",
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport, Role::Overseer, Role::Administrator],
    personal: false,
};

/// When somebody sits at the desk: everybody works by it.
pub const READ_DESK_HOURS: ReadKind =
    ReadKind { code: 114, name: "reports.desk-hours", roles: Role::STAFF, personal: false };

/// How the desk answers, and what people think of the door: counts of all reports, of those too that one must not know of.
pub const READ_FIGURES: ReadKind =
    ReadKind { code: 105, name: "reports.figures", roles: &[Role::Overseer], personal: false };

fn reads() -> Vec<&'static ReadKind> {
    vec![
        &READ_QUEUE,
        &READ_REPORT,
        &READ_CONTACT,
        &READ_VOICE,
        &READ_WORDS,
        &READ_OWN_THREAD,
        &READ_TEXTS,
        &READ_FIGURES,
        &READ_WEIGHTS,
        &READ_MOVES,
        &READ_DESK_HOURS,
        &READ_CONSULTATION,
        &READ_ASKED,
        &READ_MACHINE_DOCUMENT,
    ]
}

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "reports",
        paragraphs: "35, 43, 45, 46, 82(c), 82(g)",
        acts: acts::specs(),
        reads: reads(),
        events: vec![
            EventSpec::of::<events::PicturesAttached>(),
            EventSpec::of::<events::VoiceAttached>(),
            EventSpec::of::<events::HashesGiven>(),
            EventSpec::of::<events::MessageAdded>(),
            EventSpec::of::<events::Replied>(),
            EventSpec::of::<events::TakenUp>(),
            EventSpec::of::<events::HandedOver>(),
            EventSpec::of::<events::Referred>(),
            EventSpec::of::<events::NotPursued>(),
            EventSpec::of::<events::CircumstancesTold>(),
            EventSpec::of::<events::HumanCalled>(),
            EventSpec::of::<events::CallAnswered>(),
            EventSpec::of::<events::SecondLookAsked>(),
            EventSpec::of::<events::OpinionGiven>(),
            EventSpec::of::<events::ReceiptChanged>(),
            EventSpec::of::<events::LinkProposed>(),
            EventSpec::of::<events::Folded>(),
            EventSpec::of::<events::Unfolded>(),
            EventSpec::of::<facts::report::ReportsLinked>(),
            EventSpec::of::<facts::report::ReportsParted>(),
            EventSpec::of::<events::ComplaintRouted>(),
            EventSpec::of::<events::BodyNamed>(),
            EventSpec::of::<events::FoundToConcern>(),
            EventSpec::of::<events::FoundNotToConcern>(),
            EventSpec::of::<events::TextProposed>(),
            EventSpec::of::<events::TextReplaced>(),
            EventSpec::of::<events::TextTakenBack>(),
            EventSpec::of::<events::WeightsProposed>(),
            EventSpec::of::<events::WeightsSet>(),
            EventSpec::of::<events::PointsGiven>(),
            EventSpec::of::<events::WaitingReassessed>(),
            EventSpec::of::<events::DeskHoursProposed>(),
            EventSpec::of::<events::DeskHoursSet>(),
            EventSpec::of::<events::RoundTheClock>(),
            EventSpec::of::<events::Assigned>(),
            EventSpec::of::<events::ReferralReturned>(),
            EventSpec::of::<events::WordsMarked>(),
            EventSpec::of::<events::DutyTold>(),
            EventSpec::of::<events::Acknowledged>(),
            EventSpec::of::<events::Consulted>(),
            EventSpec::of::<events::ViewGiven>(),
            EventSpec::of::<events::ConsultationEnded>(),
            EventSpec::of::<events::LineTold>(),
        ],
        projections: tables::projections(),
        reactors: vec![
            Reactor { name: intake::FILE_COMPLETE, on: MachineReportComplete::KIND, work: Work::Worker },
            Reactor { name: telling::TELL_LINE, on: LineToTell::KIND, work: Work::Worker },
        ],
        tables: tables::tables(),
        bars: vec![kept::OPEN_REPORT],
        kinds: vec![kept::KIND],
        touches: kept::touches(),
        kept: kept::kept(),
        ..Charter::default()
    }
}
