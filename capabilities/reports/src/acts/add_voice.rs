//! The reporter speaks, by receipt: to a thread that has no voice message yet, as when the alarm of a call was raised before a word was said.

use super::known;
use crate::events::{MessageAdded, VoiceAttached, VoiceMeta};
use crate::tables::{Report, ReportVoice};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`AddVoice`].
pub const KIND: ActKind = ActKind {
    code: 190,
    name: "reports.add-voice",
    about: "Speak to those who look after a report",
    nature: Nature::Decision,
    roles: &[Role::Public],
};

/// Adds the reporter's voice message, sealed in [`SLOT_VOICE`](super::file_report::SLOT_VOICE), to a report that has none. The door
/// enters it only for who has shown the receipt. No machine reads it, so it raises no points, and a person must hear it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddVoice {
    /// The report whose thread it is.
    #[n(0)]
    pub report: Id,
    /// What is known of the voice message.
    #[n(1)]
    pub voice: VoiceMeta,
}

impl Act for AddVoice {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<ReportVoice>(self.report);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = known(self.report, view)?;
        self.voice.check()?;
        if view.get::<ReportVoice>(self.report).is_some() {
            let right = "one voice message for each report; a further one in a second report";
            return Err(Problem::new("voice", "came already", right).into());
        }
        let (report, points) = (self.report, u32::try_from(row.points).unwrap_or(0));
        Ok(vec![
            NewEntry::of(&VoiceAttached { report, voice: self.voice }),
            NewEntry::of(&MessageAdded { report, reasons: Vec::new(), points, weights: None }),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::Reply;
    use crate::codes::Sound;
    use crate::testing::{REPORT, Room, analyst, field};
    use kernel::{Actor, Outcome};

    const VOICE: VoiceMeta = VoiceMeta { media: Sound::Wav, bytes: 40_000 };

    #[test]
    fn a_voice_comes_after_the_report_waits_for_an_answer_and_comes_once() {
        let mut room = Room::with_report();
        assert!(room.entered(&Reply { report: REPORT }, analyst(1)));
        assert!(!room.report().waiting);
        let points = room.report().points;
        let act = AddVoice { report: REPORT, voice: VOICE };
        assert!(room.entered(&act, Actor::PUBLIC));
        let (row, voice) = (room.report(), room.rows::<ReportVoice>().remove(0));
        assert_eq!((row.waiting, row.points, row.messages), (true, points, 3));
        assert_eq!((voice.sound, voice.bytes), (Sound::Wav, 40_000));
        assert_eq!(field(&room.enter(&act, Actor::PUBLIC)), "voice", "a second one would hide the first");
        assert!(room.replays());
    }

    #[test]
    fn what_does_not_fit_is_told_and_staff_do_not_speak_as_the_reporter() {
        let mut room = Room::with_report();
        let act = AddVoice { report: REPORT, voice: VOICE };
        assert!(matches!(room.enter(&act, analyst(1)), Outcome::Forbidden(_)));
        assert_eq!(
            field(&room.enter(&AddVoice { report: Id([9; 16]), ..act.clone() }, Actor::PUBLIC)),
            "report"
        );
        for bytes in [0, u64::MAX] {
            let voice = VoiceMeta { bytes, ..VOICE };
            assert_eq!(field(&room.enter(&AddVoice { voice, ..act.clone() }, Actor::PUBLIC)), "voice");
        }
        assert!(room.rows::<ReportVoice>().is_empty() && room.report().messages == 1);
    }
}
