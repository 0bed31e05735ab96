//! A form with pictures is read as it streams, within bounds. What is wrong with one field does not lose the others.

use super::ask::Door;
use super::intake::wrong;
use crate::codes::SaidOf;
use crate::limits::{MAX_PICTURE_BYTES, MAX_PICTURES, MAX_VOICE_BYTES};
use crate::picture::PictureFault;
use crate::sound::SoundFault;
use crate::wire::{TakenPicture, TakenVoice};
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use face::{FieldError, Texts, Typed};
use kernel::CodeList;
use tokio::sync::OwnedSemaphorePermit;

/// Most parts of one form: its fields and pictures are about a dozen.
const MOST_PARTS: usize = 50;
/// After so many errors nobody reads on.
const MOST_ERRORS: usize = 20;
/// As much of a text is kept, in bytes, to be shown again to whoever wrote too much.
const MOST_SHOWN: usize = 1024 * 1024;
/// Longest code or number in a hidden field, in bytes.
const MOST_CODE: usize = 200;
/// The field of which several are sent: whom it is about.
const ABOUT: &str = "about";
/// The fields that a report has, and the most bytes that are kept of each. Others are not read.
const FIELDS: [(&str, usize); 20] = [
    ("text", MOST_SHOWN),
    ("contact", MOST_SHOWN),
    ("contact_hours", MOST_SHOWN),
    ("contact_other", MOST_SHOWN),
    ("place", MOST_SHOWN),
    ("not_for", MOST_SHOWN),
    ("hashes", MOST_SHOWN),
    ("duty_words", MOST_SHOWN),
    ("agency", MOST_SHOWN),
    ("duty", MOST_CODE),
    ("child_knows", MOST_CODE),
    (ABOUT, MOST_CODE),
    ("reach", MOST_CODE),
    ("happening", MOST_CODE),
    ("by", MOST_CODE),
    ("danger", MOST_CODE),
    ("age", MOST_CODE),
    ("once", MOST_CODE),
    ("turn", MOST_CODE),
    ("id", MOST_CODE),
];

/// What came in by a form.
#[derive(Default)]
pub(crate) struct Came {
    pub(crate) typed: Typed,
    pub(crate) pictures: Vec<TakenPicture>,
    pub(crate) voice: Option<TakenVoice>,
    pub(crate) errors: Vec<FieldError>,
    /// The form was not read to its end: what is missing may not be missing with its sender.
    pub(crate) broken: bool,
    /// Too many send files at the same time; later they will be taken.
    pub(crate) busy: bool,
    /// It came as JSON, whose fields have names of their own.
    pub(crate) is_json: bool,
    /// The place among those whose files are in memory, held until this is dropped.
    place: Option<OwnedSemaphorePermit>,
}

/// Reads a field to its end and keeps its first `most` bytes, also when it breaks off; says whether that is all of it.
async fn start_of(field: &mut Field<'_>, most: usize, kept: &mut Vec<u8>) -> Result<bool, MultipartError> {
    let mut whole = true;
    while let Some(chunk) = field.chunk().await? {
        let room = most.saturating_sub(kept.len());
        whole &= chunk.len() <= room;
        kept.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(whole)
}

/// The whole of a file whose first bytes came already; none when it is larger than that.
async fn rest_of(field: &mut Field<'_>, first: &[u8], most: u64) -> Result<Option<Vec<u8>>, MultipartError> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut bytes = first.to_vec();
    Ok(start_of(field, most, &mut bytes).await?.then_some(bytes))
}

/// Reads a form with files.
pub(crate) async fn read(door: &Door, t: &Texts, mut form: Multipart) -> Came {
    let mut came = Came::default();
    for part in 0.. {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => {
                came.broke_off(t, &error);
                break;
            }
        };
        if part >= MOST_PARTS || came.errors.len() >= MOST_ERRORS {
            came.broken = true;
            came.errors.push(wrong(t, "pictures", "door-many-parts", "door-picture-limit"));
            break;
        }
        if let Err(error) = came.take(door, t, field).await {
            came.broke_off(t, &error);
            break;
        }
    }
    came
}

/// How many of a field are read.
fn most_of(field: &str) -> usize {
    if field == ABOUT { SaidOf::all().len() } else { 1 }
}

impl Came {
    /// What came without a form.
    pub(crate) fn of_json(typed: Typed) -> Came {
        Came { typed, is_json: true, ..Came::default() }
    }

    async fn take(&mut self, door: &Door, t: &Texts, mut field: Field<'_>) -> Result<(), MultipartError> {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "pictures" {
            return self.picture(door, t, &mut field).await;
        }
        if name == "voice" {
            return self.voice(door, t, &mut field).await;
        }
        match FIELDS.iter().find(|(known, _)| *known == name) {
            // A further field of the same name would only cost memory: nobody reads it.
            Some((known, most)) if self.typed.all(known).count() < most_of(known) => {
                self.text(t, known, *most, &mut field).await
            }
            _ => Ok(()),
        }
    }

    async fn text(
        &mut self,
        t: &Texts,
        name: &str,
        most: usize,
        field: &mut Field<'_>,
    ) -> Result<(), MultipartError> {
        let mut bytes = Vec::new();
        let read = start_of(field, most, &mut bytes).await;
        let text = String::from_utf8(bytes).unwrap_or_else(|fault| {
            // A letter cut in two at the end of what is kept is no fault of the text.
            if matches!(read, Ok(true)) || fault.utf8_error().error_len().is_some() {
                self.errors.push(wrong(t, name, "door-text-encoding", "door-text-utf8"));
            }
            String::from_utf8_lossy(fault.as_bytes()).into_owned()
        });
        self.typed = std::mem::take(&mut self.typed).and(name, text.replace("\r\n", "\n"));
        read.map(drop)
    }

    async fn picture(&mut self, door: &Door, t: &Texts, field: &mut Field<'_>) -> Result<(), MultipartError> {
        // A file field that was left empty still comes, without a byte.
        let Some(first) = field.chunk().await?.filter(|chunk| !chunk.is_empty()) else { return Ok(()) };
        if self.pictures.len() >= MAX_PICTURES {
            self.errors.push(wrong(t, "pictures", "door-picture-many", "door-picture-limit"));
            return Ok(());
        }
        if !self.has_place(door) {
            self.errors.push(wrong(t, "pictures", "door-picture-busy", "door-picture-later"));
            return Ok(());
        }
        let declared = field.content_type().map(ToOwned::to_owned);
        let Some(bytes) = rest_of(field, &first, MAX_PICTURE_BYTES).await? else {
            self.errors.push(wrong(t, "pictures", "door-picture-large", "door-picture-limit"));
            return Ok(());
        };
        match door.take(bytes, declared).await {
            Ok(picture) => self.pictures.push(picture),
            Err(fault) => self.errors.push(picture_error(t, &fault)),
        }
        Ok(())
    }

    async fn voice(&mut self, door: &Door, t: &Texts, field: &mut Field<'_>) -> Result<(), MultipartError> {
        let Some(first) = field.chunk().await?.filter(|chunk| !chunk.is_empty()) else { return Ok(()) };
        if self.voice.is_some() {
            self.errors.push(wrong(t, "voice", "door-sound-many", "door-sound-limit"));
            return Ok(());
        }
        if !self.has_place(door) {
            self.errors.push(wrong(t, "voice", "door-sound-busy", "door-sound-later"));
            return Ok(());
        }
        let Some(bytes) = rest_of(field, &first, MAX_VOICE_BYTES).await? else {
            self.errors.push(sound_error(t, SoundFault::TooManyBytes));
            return Ok(());
        };
        match crate::sound::take(bytes) {
            Ok(voice) => self.voice = Some(voice),
            Err(fault) => self.errors.push(sound_error(t, fault)),
        }
        Ok(())
    }

    /// Whether this report has a place among those whose files are in memory.
    fn has_place(&mut self, door: &Door) -> bool {
        self.place = self.place.take().or_else(|| door.place());
        self.busy |= self.place.is_none();
        self.place.is_some()
    }

    /// The form ended before its end: cut off on the way, or larger than what is read.
    fn broke_off(&mut self, t: &Texts, error: &MultipartError) {
        self.broken = true;
        // What is large is a picture, once the text has come.
        let field = if self.typed.get("text").is_empty() { "text" } else { "pictures" };
        let (wrong_key, right_key) = if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            ("door-too-large", "door-picture-limit")
        } else {
            ("door-broken-off", "door-send-again")
        };
        self.errors.push(wrong(t, field, wrong_key, right_key));
    }
}

fn sound_error(t: &Texts, fault: SoundFault) -> FieldError {
    let (wrong_key, right_key) = match fault {
        SoundFault::TooManyBytes => ("door-sound-large", "door-sound-limit"),
        SoundFault::NoSound => ("door-sound-unknown", "door-sound-kinds"),
        SoundFault::Film => ("door-sound-film", "door-sound-kinds"),
    };
    wrong(t, "voice", wrong_key, right_key)
}

fn picture_error(t: &Texts, fault: &PictureFault) -> FieldError {
    let (wrong_key, right_key) = match fault {
        PictureFault::TooManyBytes => ("door-picture-large", "door-picture-limit"),
        PictureFault::TooManyPixels => ("door-picture-pixels", "door-picture-limit"),
        PictureFault::TooSlow => ("door-picture-slow", "door-picture-screenshot"),
        PictureFault::NoPicture => ("door-picture-unknown", "door-picture-kinds"),
        PictureFault::Mislabelled { .. } => ("door-picture-mislabelled", "door-picture-kinds"),
        PictureFault::CutOff => ("door-picture-truncated", "door-picture-whole"),
        PictureFault::Damaged => ("door-picture-broken", "door-picture-whole"),
    };
    wrong(t, "pictures", wrong_key, right_key)
}
