//! Somebody reports. Nothing is mandatory but to send: no name, no account, no age (¶82(g)).

use super::{body_needs, route};
use crate::circumstances::{Circumstances, body_for};
use crate::duty::UnderDuty;
use crate::events::{
    CircumstancesTold, DutyTold, HashesGiven, PictureMeta, PicturesAttached, VoiceAttached, VoiceMeta,
};
use crate::gone::MOST_HASHES;
use crate::limits::{MAX_PICTURE_BYTES, MAX_PICTURES, is_language_tag};
use crate::priority::{Reason, answered, from_numbers, points, union};
use crate::state::stage_of;
use crate::tables::Report;
use crate::weights::{entered, in_force, in_force_needs};
use facts::conflict::KeptAway;
use facts::machine::{SenderStage, SenderToTell, SentReport, tell_needs};
use facts::report::{CameBy, ReportFiled};
use kernel::codes::{AgeBand, DangerAnswer, QueueState, ReportingPerson};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Slot of the safe contact and the safe hours, where the reporter left any.
pub const SLOT_CONTACT: u16 = 1;
/// Slot of the first picture; the others follow it.
pub const SLOT_PICTURES: u16 = 2;
/// Slot of the adults who must not see the report, where the reporter named any.
pub const SLOT_NOT_FOR: u16 = 10;
/// Slot of the app or site and the name used there, where the reporter told them.
pub const SLOT_PLACE: u16 = 11;
/// Slot of the voice message, where the reporter left one.
pub const SLOT_VOICE: u16 = 12;
/// Slot of the agency or institution for which an official reports, where they named it.
pub const SLOT_AGENCY: u16 = 13;
/// Slot of which law, order or rule obliges an official, where they said it.
pub const SLOT_DUTY: u16 = 14;
/// Most officers whom a reporter can keep away by naming them.
pub const MOST_KEPT_AWAY: usize = 50;

/// Kind of [`FileReport`].
pub const KIND: ActKind = ActKind {
    code: 100,
    name: "reports.file",
    about: "Report that a child is or was exploited or in danger",
    nature: Nature::Decision,
    roles: &[Role::Public, Role::System, Role::Sender, Role::Analyst],
};

/// Files a report. The sender makes its number; `core` computes the reasons from the plain text, then seals the
/// text in [`SLOT_TEXT`](super::SLOT_TEXT), the contact in [`SLOT_CONTACT`] and the pictures from [`SLOT_PICTURES`], and sends
/// the receipt's token and the pictures' hashes along as [`sealed`](crate::sealed) rows.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileReport {
    /// The report's number, drawn by the sender; the subject of all that is sealed.
    #[n(0)]
    pub report: Id,
    /// Who reports, as far as they say.
    #[n(1)]
    pub by: ReportingPerson,
    /// The answer to "are you safe now?".
    #[n(2)]
    pub danger: DangerAnswer,
    /// The age band of the child, as told.
    #[n(3)]
    pub age: AgeBand,
    /// The language of the page it was written on: BCP 47, at most 8 bytes.
    #[n(4)]
    pub language: String,
    /// The pictures, at most [`MAX_PICTURES`], in slots that follow each other.
    #[n(5)]
    pub pictures: Vec<PictureMeta>,
    /// Points for priority by the table that is built in, 0 to 100: exactly those of the reasons. Which points the report gets
    /// follows from the table in force, so that what is sent again stays the same act whatever was laid down meanwhile.
    #[n(6)]
    pub points: u32,
    /// Numbers of [`Reason`], in rising order: all that the answers give, and those that words gave.
    #[n(7)]
    pub reasons: Vec<u32>,
    /// True when a safe contact is sealed in [`SLOT_CONTACT`].
    #[n(8)]
    pub contact: bool,
    /// What was chosen beside the text.
    #[n(9)]
    #[serde(default)]
    pub circumstances: Circumstances,
    /// Accounts that bear a name of [`SLOT_NOT_FOR`], at most [`MOST_KEPT_AWAY`]: none of them learns of the report.
    #[n(10)]
    #[serde(default)]
    pub kept_away: Vec<Id>,
    /// The report of a machine that says the same and came before: this one, of a machine, too, stands in its line.
    #[n(11)]
    #[serde(default)]
    pub folded_into: Option<Id>,
    /// What is known of the voice message in [`SLOT_VOICE`]; none where none was left.
    #[n(13)]
    #[serde(default)]
    pub voice: Option<VoiceMeta>,
    /// How many SHA-256 of pictures that somebody wants gone come as [`GoneHash`](crate::sealed::GoneHash) rows, at most
    /// [`MOST_HASHES`].
    #[n(14)]
    #[serde(default)]
    pub hashes: Option<u32>,
    /// The way by which it came; none where nobody noted it.
    #[n(15)]
    #[serde(default)]
    pub came_by: Option<CameBy>,
    /// What obliges whoever reports in the course of work, with words in [`SLOT_DUTY`] and [`SLOT_AGENCY`]; none where they told of no
    /// duty.
    #[n(16)]
    #[serde(default)]
    pub duty: Option<UnderDuty>,
}

impl Act for FileReport {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Nobody puts a report in a line that they must not know of.
        self.folded_into.map(|head| ("folded_into", head)).into_iter().collect()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        if let Some(head) = self.folded_into {
            needs.row::<Report>(head);
            tell_needs(self.report, needs);
        }
        body_needs(needs);
        in_force_needs(view, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if self.report.is_none() || view.get::<Report>(self.report).is_some() {
            return Err(Problem::new("report", "is no free number", "a new random number").into());
        }
        if !is_language_tag(&self.language) {
            let right = "a BCP 47 language tag of at most 8 letters, such as ar or pt-BR";
            return Err(Problem::new("language", "is no language tag", right).into());
        }
        self.check_pictures()?;
        self.voice.map_or(Ok(()), |voice| voice.check())?;
        self.check_hashes()?;
        self.circumstances.check()?;
        self.check_kept_away()?;
        self.duty.map_or(Ok(()), |_| UnderDuty::check(self.by))?;
        let reasons = self.check_reasons()?;
        self.check_machine(ctx, view)?;
        let (version, weights) = in_force(view);
        let filed = NewEntry::of(&ReportFiled {
            report: self.report,
            by: self.by,
            danger: self.danger,
            age: self.age,
            language: self.language.clone(),
            pictures: u32::try_from(self.pictures.len()).unwrap_or(u32::MAX),
            points: weights.points(&reasons),
            reasons: self.reasons.clone(),
            contact: self.contact,
            folded_into: self.folded_into,
            weights: entered(version),
            came_by: self.came_by,
        });
        let pictures = PicturesAttached { report: self.report, pictures: self.pictures.clone() };
        let attached = (!self.pictures.is_empty()).then(|| NewEntry::of(&pictures));
        let voice = self.voice.map(|voice| NewEntry::of(&VoiceAttached { report: self.report, voice }));
        let hashes = self.hashes.map(|hashes| NewEntry::of(&HashesGiven { report: self.report, hashes }));
        let told = CircumstancesTold { report: self.report, circumstances: self.circumstances.clone() };
        let told = (!self.circumstances.is_empty()).then(|| NewEntry::of(&told));
        let duty = self.duty.map(|duty| NewEntry::of(&DutyTold { report: self.report, duty }));
        let body = body_for(&self.circumstances.said_of);
        // What stands in a line goes where the line went: what says the same is about the same.
        let routed = body
            .filter(|_| self.folded_into.is_none())
            .map(|body| NewEntry::of(&route(self.report, body, view)));
        let away = |&officer: &Id| NewEntry::of(&KeptAway { officer, matter: self.report });
        let away = self.kept_away.iter().map(away);
        let beside = [attached, voice, hashes, duty, told, routed].into_iter().flatten();
        Ok(std::iter::once(filed).chain(beside).chain(away).chain(self.line_told(ctx, view)).collect())
    }
}

impl FileReport {
    /// What its sender is told where it comes into a line that somebody has looked at already.
    fn line_told(&self, ctx: &Ctx, view: &View) -> Option<NewEntry> {
        let line = view.get::<Report>(self.folded_into?)?;
        let stage = stage_of(line.state).filter(|stage| *stage != SenderStage::Received)?;
        let own = ctx.actor.role == Role::Sender;
        let sender = view.get::<SentReport>(self.report).map(|row| row.sender);
        let sender = sender.or(own.then_some(ctx.actor.unit))?;
        Some(NewEntry::of(&SenderToTell { report: self.report, sender, stage, needed: Vec::new() }))
    }

    fn check_pictures(&self) -> Result<(), Problem> {
        let wrong = |wrong: String, right| Err(Problem::new("pictures", wrong, right));
        if self.pictures.len() > MAX_PICTURES {
            return wrong(
                format!("are {}", self.pictures.len()),
                "at most 5 pictures; more in a second report",
            );
        }
        for (slot, picture) in (SLOT_PICTURES..).zip(&self.pictures) {
            let n = slot - SLOT_PICTURES + 1;
            if picture.slot != slot {
                return wrong(format!("number {n} is in slot {}", picture.slot), "slots 2, 3, 4 and so on");
            }
            if !(1..=MAX_PICTURE_BYTES).contains(&picture.bytes) {
                return wrong(
                    format!("number {n} has {} bytes", picture.bytes),
                    "a picture of at most 10 MiB",
                );
            }
            if (picture.width == 0) != (picture.height == 0) || picture.quality > 100 {
                let right = "width and height in pixels, both 0 if undecoded, and a quality of 0 to 100";
                return wrong(format!("number {n} has sizes or a quality that cannot be"), right);
            }
        }
        Ok(())
    }

    /// Nobody at the public door is a machine, and only what machines say is put in one line: whoever told something is answered.
    fn check_machine(&self, ctx: &Ctx, view: &View) -> Result<(), Problem> {
        if self.by == ReportingPerson::Machine && ctx.actor.role == Role::Public {
            return Err(Problem::new("by", "is a machine", "whoever reports at the public door"));
        }
        let Some(head) = self.folded_into else { return Ok(()) };
        let right =
            "the report of a machine that stands in a line of its own, for another report of a machine";
        let is_head =
            |row: &Report| row.reporter == ReportingPerson::Machine && row.state != QueueState::Folded;
        if self.by == ReportingPerson::Machine && view.get::<Report>(head).as_ref().is_some_and(is_head) {
            Ok(())
        } else {
            Err(Problem::new("folded_into", "cannot take this report in its line", right))
        }
    }

    fn check_hashes(&self) -> Result<(), Problem> {
        match self.hashes {
            Some(hashes) if hashes == 0 || hashes as usize > MOST_HASHES => {
                Err(Problem::new("hashes", format!("are {hashes}"), "1 to 50; more in a second report"))
            }
            _ => Ok(()),
        }
    }

    fn check_kept_away(&self) -> Result<(), Problem> {
        let wrong = |wrong: &str| {
            let right = "the accounts that bear a name which the reporter gave, each once, in rising order";
            Err(Problem::new("kept_away", wrong, right))
        };
        if self.kept_away.len() > MOST_KEPT_AWAY {
            return wrong("are too many");
        }
        if !self.kept_away.is_empty() && !self.circumstances.kept_from {
            return wrong("stand there though nobody was named");
        }
        if self.kept_away.is_sorted_by(|one, next| one < next) {
            Ok(())
        } else {
            wrong("are not in rising order")
        }
    }

    /// What the answers give must be among the reasons, and beside it only what words can give.
    fn check_reasons(&self) -> Result<Vec<Reason>, Problem> {
        let reasons = from_numbers(&self.reasons)?;
        let by_answers = answered(self.by, self.danger, self.age, self.pictures.len());
        let by_answers = union(&by_answers, &self.circumstances.reasons());
        let right = "the reasons that the assessment of answers and text gave";
        if let Some(missing) = by_answers.iter().find(|reason| !reasons.contains(reason)) {
            return Err(Problem::new("reasons", format!("lack {missing:?}, which the answers give"), right));
        }
        // A voice that came with words beside it is none that nobody has read.
        let is_unheard = self.voice.is_some() && self.danger != DangerAnswer::Safe;
        let given = |reason: Reason| {
            by_answers.contains(&reason)
                || reason.from_words()
                || (reason == Reason::VoiceAlone && is_unheard)
                || (reason.from_documents() && self.by == ReportingPerson::Machine)
        };
        let made_up = |reason: &&Reason| !given(**reason);
        if let Some(extra) = reasons.iter().find(made_up) {
            return Err(Problem::new("reasons", format!("hold {extra:?}, which no answer gives"), right));
        }
        let points = points(&reasons);
        if self.points == points {
            Ok(reasons)
        } else {
            let wrong = format!("are {}, and the reasons give {points}", self.points);
            Err(Problem::new("points", wrong, "the points of the reasons together, at most 100"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Media, Sound, Speaker};
    use crate::limits::MAX_VOICE_BYTES;
    use crate::priority::{Told, assess, numbers};
    use crate::tables::{Message, Picture, ReportReason, ReportVoice, WishedGone};
    use crate::testing::{REPORT, Room, a_report, field, pictures, support, told};
    use kernel::codes::QueueState;
    use kernel::{Actor, Outcome};

    #[test]
    fn a_report_stands_in_the_queue_with_its_reasons_and_a_time_to_answer() {
        let mut room = Room::default();
        let act = told(&Told {
            by: ReportingPerson::Child,
            danger: DangerAnswer::Unsure,
            age: AgeBand::From10To12,
            pictures: 2,
            text: "Fictional: he wants to meet.",
        });
        assert!(room.entered(&FileReport { contact: true, ..act.clone() }, Actor::PUBLIC));
        let row = room.report();
        assert_eq!((row.state, row.points, row.rank, row.waiting), (QueueState::New, 100, 0, true));
        assert_eq!((row.due_at.0 - row.filed_at.0, row.pictures, row.contact), (3_600_000, 2, true));
        let reasons: Vec<Reason> = room.rows::<ReportReason>().into_iter().map(|row| row.reason).collect();
        assert_eq!(numbers(&reasons), act.reasons);
        let message = room.rows::<Message>().remove(0);
        assert_eq!((message.n, message.speaker, message.slot, row.messages), (0, Speaker::Reporter, 0, 1));
        let pictures = room.rows::<Picture>();
        assert_eq!(pictures.iter().map(|row| (row.n, row.slot)).collect::<Vec<_>>(), [(0, 2), (1, 3)]);
        assert!(pictures.iter().all(|row| row.media == Media::Jpeg && row.act == message.act));
        assert_eq!(room.node.entries[0].subject, REPORT);
        assert!(room.replays());
    }

    #[test]
    fn nothing_but_sending_is_asked_for() {
        let mut room = Room::default();
        let silent = Told {
            by: ReportingPerson::NotSaid,
            danger: DangerAnswer::NoAnswer,
            age: AgeBand::NotSaid,
            pictures: 0,
            text: "",
        };
        assert_eq!(numbers(&assess(&silent)), [10]);
        assert!(room.entered(&told(&silent), Actor::SYSTEM));
        assert_eq!(room.report().points, 5);
        assert!(room.rows::<Picture>().is_empty());
        assert!(matches!(
            room.enter(&FileReport { report: Id([8; 16]), ..told(&silent) }, support(1)),
            Outcome::Forbidden(_)
        ));
    }

    #[test]
    fn a_voice_message_stands_beside_the_report_and_is_all_that_is_needed() {
        let mut room = Room::default();
        let voice = VoiceMeta { media: Sound::Webm, bytes: 40_000 };
        assert!(room.entered(&FileReport { voice: Some(voice), ..a_report() }, Actor::PUBLIC));
        let row = room.rows::<ReportVoice>().remove(0);
        assert_eq!((row.report, row.sound, row.bytes), (REPORT, Sound::Webm, 40_000));
        assert_eq!(row.act, room.node.entries[0].act);
        assert!(room.replays());
    }

    #[test]
    fn how_many_fingerprints_came_is_known_and_nothing_else_of_them() {
        let mut room = Room::default();
        assert!(room.entered(&FileReport { hashes: Some(50), ..a_report() }, Actor::PUBLIC));
        let row = room.rows::<WishedGone>().remove(0);
        assert_eq!((row.report, row.hashes_given), (REPORT, 50));
        assert!(room.replays());
    }

    #[test]
    fn what_does_not_fit_is_told_and_not_entered() {
        let mut room = Room::default();
        let good = a_report();
        let with = |change: &dyn Fn(&mut FileReport)| {
            let mut act = told(&Told { pictures: 2, ..crate::testing::TOLD });
            change(&mut act);
            act
        };
        let wrong = [
            ("report", with(&|act| act.report = Id::NONE)),
            ("language", with(&|act| act.language = "englishes".into())),
            ("language", with(&|act| act.language = "a free text".into())),
            ("pictures", with(&|act| act.pictures = pictures(6))),
            ("pictures", with(&|act| act.pictures[1].slot = 2)),
            ("pictures", with(&|act| act.pictures[0].slot = 0)),
            ("pictures", with(&|act| act.pictures[0].bytes = 0)),
            ("pictures", with(&|act| act.pictures[0].bytes = MAX_PICTURE_BYTES + 1)),
            ("pictures", with(&|act| act.pictures[0].width = 0)),
            ("pictures", with(&|act| act.pictures[0].quality = 101)),
            ("voice", with(&|act| act.voice = Some(VoiceMeta { media: Sound::Webm, bytes: 0 }))),
            (
                "voice",
                with(&|act| act.voice = Some(VoiceMeta { media: Sound::Mp3, bytes: MAX_VOICE_BYTES + 1 })),
            ),
            ("hashes", with(&|act| act.hashes = Some(51))),
            ("points", with(&|act| act.points += 1)),
            ("reasons", with(&|act| act.danger = DangerAnswer::NotSafe)),
            ("reasons", with(&|act| act.reasons.push(13))),
            ("reasons", with(&|act| act.reasons.push(99))),
            ("reasons", with(&|act| act.reasons.reverse())),
        ];
        for (wanted, act) in &wrong {
            assert_eq!(field(&room.enter(act, Actor::PUBLIC)), *wanted, "{act:?}");
        }
        assert!(room.node.entries.is_empty());
        assert!(room.entered(&good, Actor::PUBLIC));
        assert_eq!(field(&room.enter(&good, Actor::PUBLIC)), "report");
    }
}
