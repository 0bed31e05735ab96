//! What is known of voice messages without hearing them.

use crate::acts::file_report::SLOT_VOICE;
use crate::codes::Sound;
use crate::events::VoiceAttached;
use facts::original::{Original, OriginalKind, note_original};
use kernel::{Apply, Entry, Event, Id, TableFault, Tables, record};

record! {
    /// Voice messages of reports: what is known of them without hearing. They are sealed beside the act that filed the report.
    pub struct ReportVoice in "report_voice", Derived, key 1, indexes [] {
        /// The report.
        report: Id, Internal;
        /// Its kind.
        sound: Sound, Internal;
        /// Its size, in bytes.
        bytes: i64, Internal;
        /// The act beside which it is sealed.
        act: Id, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(VoiceAttached::KIND, apply_voice as Apply)]
}

fn apply_voice(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let VoiceAttached { report, voice } = entry.event()?;
    let bytes = i64::try_from(voice.bytes).unwrap_or(i64::MAX);
    let (act, slot) = (entry.act, i64::from(SLOT_VOICE));
    let original = Original { record: report, act, slot, slots: 1, bytes, kind: OriginalKind::Voice, n: 0 };
    note_original(tables, &original)?;
    tables.put(&ReportVoice { report, sound: voice.media, bytes, act })
}
