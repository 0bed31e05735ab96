//! Words of a reporter that are folded on a page until whoever reads opens them (¶52 derived): nobody is to meet them unprepared,
//! and nobody is to miss danger. So reasons, points and answers stay above in full, and while a human is called nothing is folded
//! unless the reader chose so.

use super::report::Seen;
use crate::codes::{CallState, Speaker};
use crate::tables::Message;
use desk::{Caller, Fold};
use facts::report::Notice;
use kernel::{Cell as _, CodeList};

/// Whether what the reporter wrote may distress: as somebody who read it said, else as far as reasons and answers tell.
pub(super) fn may_distress(seen: &Seen) -> bool {
    let marked = seen.marked.as_ref().map(|row| row.may_distress);
    let happening = seen.beside.as_ref().map(|beside| beside.row.happening);
    crate::distress::may_distress(marked, seen.reasons.iter().map(|row| row.reason), happening)
}

/// Whether the reporter's words are folded for a reader.
fn is_folded(fold: Fold, may_distress: bool, is_calling: bool) -> bool {
    match fold {
        Fold::All => true,
        Fold::Marked => may_distress && !is_calling,
        Fold::Never => false,
    }
}

/// One word of the thread as it is drawn.
pub(super) struct Said {
    /// Who speaks.
    pub(super) who: String,
    /// When.
    pub(super) at: String,
    /// What.
    pub(super) text: String,
    /// What stands in its place until it is opened; nothing where it is not folded.
    pub(super) folded: Option<String>,
}

/// How the words of one report are folded for its reader.
#[derive(Clone, Copy)]
pub(super) struct Folding {
    /// Whether they may distress.
    pub(super) may_distress: bool,
    /// Whether a human is called to the report.
    pub(super) is_calling: bool,
}

impl Folding {
    /// As the report stands.
    pub(super) fn of(seen: &Seen) -> Folding {
        let is_calling = seen.call.as_ref().is_some_and(|call| call.state == CallState::Calling);
        Folding { may_distress: may_distress(seen), is_calling }
    }
}

/// What stands in the place of a reporter's words until the reader opens them.
fn in_place_of(caller: &Caller, folding: Folding, speaker: Speaker, text: &str) -> Option<String> {
    let marked = folding.may_distress;
    let folds = speaker == Speaker::Reporter && is_folded(caller.habits.fold, marked, folding.is_calling);
    let key = if marked { "report-folded-marked" } else { "report-folded" };
    let letters = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    folds.then(|| caller.texts.with(key, "count", letters))
}

/// One word of the thread: what somebody said, or the words of a notice.
pub(super) fn said(caller: &Caller, folding: Folding, message: &Message, text: &str) -> Said {
    let notice =
        || Notice::from_number(message.notice).map(|notice| caller.label(notice)).unwrap_or_default();
    let text = if message.speaker == Speaker::Notice { notice() } else { text.to_owned() };
    let folded = in_place_of(caller, folding, message.speaker, &text);
    Said { who: caller.label(message.speaker), at: message.at.to_text(), text, folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_distress_is_folded_unless_a_human_is_called_or_the_reader_chose_otherwise() {
        for (fold, may_distress, is_calling, folded) in [
            (Fold::Marked, true, false, true),
            (Fold::Marked, true, true, false),
            (Fold::Marked, false, false, false),
            (Fold::All, false, false, true),
            (Fold::All, true, true, true),
            (Fold::Never, true, false, false),
        ] {
            assert_eq!(
                is_folded(fold, may_distress, is_calling),
                folded,
                "{fold:?} {may_distress} {is_calling}"
            );
        }
    }
}
