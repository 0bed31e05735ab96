//! How what was told becomes a deed: the act, computed from the plain text, and all that is sealed beside it. The door files by it, and
//! whoever hands in a file.

use super::{Declined, chosen, code, short_fits, text_fits};
use crate::acts::file_report::{
    SLOT_AGENCY, SLOT_CONTACT, SLOT_DUTY, SLOT_NOT_FOR, SLOT_PICTURES, SLOT_PLACE, SLOT_VOICE,
};
use crate::acts::{FileReport, SLOT_TEXT};
use crate::circumstances::Circumstances;
use crate::codes::{ChildKnows, Duty, Happening, Media, Reach, SaidOf};
use crate::duty::UnderDuty;
use crate::events::{PictureMeta, VoiceMeta};
use crate::gone::MOST_HASHES;
use crate::kept_away::named_in;
use crate::priority::{Reason, Told as Assessed, assess, numbers, points, unheard, union};
use crate::sealed::{GoneHash, PictureBands, PictureHash, ReceiptToken, TOKEN_DOMAIN};
use crate::sound::{SoundFault, sniff};
use crate::traces::{self, Plain};
use crate::wire::{TakenPicture, TakenVoice, ToldDuty, ToldHash, ToldReport, write};
use facts::report::CameBy;
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::{Actor, CodeList, Id, Purpose};
use material::Digests;
use store::{DeedBuilder, Node};
fn circumstances(told: &ToldReport) -> Result<Circumstances, Declined> {
    short_fits("not_for", &told.not_for)?;
    short_fits("place", &told.place)?;
    let said_of = told.said_of.iter().map(|given| code::<SaidOf>("about", given));
    let mut said_of = said_of.collect::<Result<Vec<_>, _>>()?;
    said_of.sort_unstable();
    said_of.dedup();
    Ok(Circumstances {
        happening: chosen::<Happening>("happening", &told.happening)?,
        said_of,
        reach: chosen::<Reach>("reach", &told.reach)?,
        kept_from: !told.not_for.trim().is_empty(),
        place: !told.place.trim().is_empty(),
    })
}

/// What was said of a duty; none where nothing was told of one.
fn under_duty(told: Option<&ToldDuty>) -> Result<Option<UnderDuty>, Declined> {
    let Some(told) = told else { return Ok(None) };
    short_fits("duty.words", &told.words)?;
    short_fits("duty.agency", &told.agency)?;
    Ok(Some(UnderDuty {
        kind: chosen::<Duty>("duty.kind", &told.kind)?.unwrap_or(Duty::NotTold),
        words: !told.words.trim().is_empty(),
        agency: !told.agency.trim().is_empty(),
        child_knows: chosen::<ChildKnows>("duty.child_knows", &told.child_knows)?
            .unwrap_or(ChildKnows::NotTold),
    }))
}

/// Who hands a report in, and how.
pub(crate) struct Handed {
    /// Who.
    pub(crate) actor: Actor,
    /// Whether a receipt opens its thread.
    pub(crate) has_receipt: bool,
    /// The line that it stands in; none for one of its own.
    pub(crate) folded_into: Option<Id>,
    /// What a document that came with it gives as reasons, beside what was told.
    pub(crate) signals: Vec<Reason>,
    /// The entry that it answers; none where a person or a file hands it in.
    pub(crate) cause: Option<u64>,
}

/// All that a machine told, without the numbers that are each report's own.
pub(crate) fn all_told(told: &ToldReport) -> Vec<u8> {
    write(&ToldReport { act: [0; 16], report: [0; 16], proof: [0; 32], ..told.clone() })
}

/// The act that files what was told, computed from the plain text.
fn act_to_file(node: &Node, told: &ToldReport, handed: &Handed) -> Result<FileReport, Declined> {
    let circumstances = circumstances(told)?;
    let (by, danger, age) = (
        code::<ReportingPerson>("by", &told.by)?,
        code::<DangerAnswer>("danger", &told.danger)?,
        code::<AgeBand>("age", &told.age)?,
    );
    // A choice, a picture, a voice, a fingerprint or that somebody is not safe is enough: whoever cannot write has told something
    // all the same.
    let gives = !told.pictures.is_empty() || told.voice.is_some() || !told.hashes.is_empty();
    let is_told = circumstances.tell_something() || gives || danger.raises_alarm();
    text_fits("text", &told.text, usize::from(!is_told))?;
    text_fits("contact", &told.contact.parts().join("\n"), 0)?;
    let reasons = assess(&Assessed { by, danger, age, pictures: told.pictures.len(), text: &told.text });
    let heard_by_nobody: Vec<_> = unheard(told.voice.is_some(), &told.text, danger).into_iter().collect();
    let reasons = union(&union(&reasons, &circumstances.reasons()), &heard_by_nobody);
    let reasons = union(&reasons, &handed.signals);
    let kept_away =
        if circumstances.kept_from { named_in(&told.not_for, &access::names(node)?) } else { Vec::new() };
    let metas = (SLOT_PICTURES..).zip(&told.pictures).map(|(slot, picture)| meta(slot, picture));
    Ok(FileReport {
        report: Id(told.report),
        by,
        danger,
        age,
        language: told.language.clone(),
        pictures: metas.collect::<Result<_, _>>()?,
        points: points(&reasons),
        reasons: numbers(&reasons),
        contact: !told.contact.is_empty(),
        circumstances,
        kept_away,
        folded_into: handed.folded_into,
        voice: told.voice.as_ref().map(voice_meta).transpose()?,
        hashes: u32::try_from(told.hashes.len()).ok().filter(|hashes| *hashes > 0),
        came_by: chosen::<CameBy>("came_by", told.came_by.as_deref().unwrap_or_default())?,
        duty: under_duty(told.duty.as_ref())?,
    })
}

/// The deed that files what was told, with all that is sealed beside it.
pub(crate) fn deed_to_file(node: &Node, told: &ToldReport, handed: &Handed) -> Result<store::Deed, Declined> {
    let act = act_to_file(node, told, handed)?;
    let report = act.report;
    let deed = node.deed(Id(told.act), &act, handed.actor, Purpose::Intake);
    let deed = if let Some(cause) = handed.cause { deed.caused_by(cause) } else { deed.for_new(report)? };
    let mut deed = deed.seal(SLOT_TEXT, report, told.text.as_bytes())?;
    if handed.has_receipt {
        deed = deed.row(report, &ReceiptToken::new(node.token(TOKEN_DOMAIN, &told.proof), report))?;
    }
    // What says the same as the report of its line is found through that one.
    if handed.folded_into.is_none() {
        let all = (act.by == ReportingPerson::Machine).then(|| all_told(told));
        let plain = Plain { text: &told.text, place: &told.place, by_machine: all.as_deref() };
        if let Some(likeness) = traces::likeness(node, report, &plain) {
            deed = deed.row(report, &likeness)?;
        }
        deed = marked(node, deed, report, Id(told.act), &plain)?;
    }
    Ok(with_what_was_given(deed, &act, told)?.build())
}

/// Seals beside a deed what was told and given beside the text.
fn with_what_was_given<'n>(
    mut deed: DeedBuilder<'n>,
    act: &FileReport,
    told: &ToldReport,
) -> Result<DeedBuilder<'n>, Declined> {
    let report = act.report;
    let contact = told.contact.parts().join("\n");
    let duty = told.duty.clone().unwrap_or_default();
    let beside = [
        (act.contact, SLOT_CONTACT, &contact),
        (act.circumstances.kept_from, SLOT_NOT_FOR, &told.not_for),
        (act.circumstances.place, SLOT_PLACE, &told.place),
        (act.duty.is_some_and(|duty| duty.agency), SLOT_AGENCY, &duty.agency),
        (act.duty.is_some_and(|duty| duty.words), SLOT_DUTY, &duty.words),
    ];
    for (_, slot, text) in beside.into_iter().filter(|(is_told, ..)| *is_told) {
        deed = deed.seal(slot, report, text.as_bytes())?;
    }
    for ((slot, n), picture) in (SLOT_PICTURES..).zip(0..).zip(&told.pictures) {
        // Digests are made here again from the bytes: what the door says of them is not believed.
        let digests = Digests::of(&picture.bytes);
        let row = PictureHash::new(report, n, &digests, &picture.pdq, picture.quality);
        deed = deed.seal(slot, report, &picture.bytes)?.row(report, &row)?;
        if let Some(row) = PictureBands::new(report, n, &picture.pdq, picture.quality) {
            deed = deed.row(report, &row)?;
        }
    }
    if let Some(voice) = &told.voice {
        deed = deed.seal(SLOT_VOICE, report, &voice.bytes)?;
    }
    // More than there may be are told by the act, and so many rows need not be made for that.
    for (n, ToldHash { sha256 }) in told.hashes.iter().take(MOST_HASHES).enumerate() {
        deed = deed.row(report, &GoneHash::new(report, n, *sha256))?;
    }
    Ok(deed)
}

/// Puts the tokens of what is named beside a deed.
pub(super) fn marked<'n>(
    node: &'n Node,
    mut deed: DeedBuilder<'n>,
    report: Id,
    told_in: Id,
    plain: &Plain,
) -> Result<DeedBuilder<'n>, Declined> {
    for mark in traces::marks(node, report, told_in, plain) {
        deed = deed.row(report, &mark)?;
    }
    Ok(deed)
}

/// What kind of sound it is, by its bytes.
pub(super) fn voice_meta(voice: &TakenVoice) -> Result<VoiceMeta, Declined> {
    let fault = |fault: SoundFault| {
        Declined::Invalid("voice", fault.to_string(), "WebM, Ogg, MP4, WAV or MP3, at most 10 MiB")
    };
    Ok(VoiceMeta { media: sniff(&voice.bytes).map_err(fault)?, bytes: voice.bytes.len() as u64 })
}

fn meta(slot: u16, picture: &TakenPicture) -> Result<PictureMeta, Declined> {
    let known = Media::all().iter().copied().find(|media| picture.media.ends_with(media.code()));
    let media = known.ok_or_else(|| {
        Declined::Invalid("pictures", "have an unknown media type".into(), "JPEG, PNG, WebP or GIF")
    })?;
    let (width, height, quality) = (picture.width, picture.height, picture.quality);
    Ok(PictureMeta { media, bytes: picture.bytes.len() as u64, width, height, quality, slot })
}
