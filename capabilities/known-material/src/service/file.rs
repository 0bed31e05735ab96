//! A file that comes in as the field of a form, hashed as it comes: what is hashed is forgotten with the answer.

use super::Matching;
use super::caller::Caller;
use super::limits::{FOR_A_FILE, IN_SILENCE, MAX_FILE_BYTES, MAX_JSON_BYTES};
use super::signal::{Signal, SignalType, written};
use super::told::Told;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use material::{DecodeError, DecodeLimits, DigestWriter, Digests, PdqHash, decode_for_hash, pdq_of_image};
use tokio::time::timeout;

/// What a file is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Photo,
    Video,
}

/// The hashes of a file by the names of their kinds; none of a picture with too little detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hashed(Vec<(&'static str, Option<Signal>)>);

impl Hashed {
    /// The hashes, each under the name of its kind.
    pub(crate) fn signals(&self) -> impl Iterator<Item = (&'static str, Option<&Signal>)> {
        self.0.iter().map(|(name, signal)| (*name, signal.as_ref()))
    }

    /// The same as text; an empty one where there is too little detail, as callers know it.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.signals()
            .map(|(name, signal)| (name, signal.map(|one| written(one.parts().1)).unwrap_or_default()))
    }

    fn of(content: Content, digests: &Digests, pdq: Option<PdqHash>) -> Hashed {
        let exact = |name| (name, Some(Signal::Md5(digests.md5)));
        let sha256 = ("sha256", Some(Signal::Sha256(digests.sha256)));
        match content {
            Content::Video => Hashed(vec![exact("video_md5"), sha256]),
            Content::Photo => {
                let usable = pdq.filter(PdqHash::usable).map(|pdq| Signal::Pdq(pdq.hash));
                Hashed(vec![("pdq", usable), sha256, exact("md5")])
            }
        }
    }

    /// Those kinds alone that were asked for.
    fn only(mut self, types: Option<&str>) -> Result<Hashed, Told> {
        let Some(types) = types else { return Ok(self) };
        let names: Vec<&str> = types.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            return Err(Told::wrong("empty signal type selection"));
        }
        if names.iter().any(|name| SignalType::named(name).is_none()) {
            return Err(Told::wrong("a signal type of `types` doesn't exist or is disabled"));
        }
        self.0.retain(|(name, _)| names.contains(name));
        Ok(self)
    }
}

fn content_of(name: Option<&str>) -> Result<Content, Told> {
    match name {
        Some("photo") => Ok(Content::Photo),
        Some("video") => Ok(Content::Video),
        _ => Err(Told::wrong("no such content_type: the field is called `photo` or `video`")),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn broken(error: MultipartError) -> Told {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large()
    } else {
        Told::wrong("the form broke off, or is none")
    }
}

fn too_large() -> Told {
    Told::too_large(format!("Content too large: {} MiB at most; hash it where it lies", MAX_FILE_BYTES >> 20))
}

/// The next of a form, unless it takes too long.
async fn next<T>(of: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Told> {
    match timeout(IN_SILENCE, of).await {
        Ok(next) => next.map_err(broken),
        Err(_) => Err(Told::wrong("the form did not come in time")),
    }
}

struct Came {
    content: Content,
    digests: Digests,
    /// Of a picture, whole.
    bytes: Vec<u8>,
}

async fn file(content: Content, mut field: Field<'_>) -> Result<Came, Told> {
    let (mut digests, mut bytes, mut size) = (DigestWriter::default(), Vec::new(), 0);
    while let Some(piece) = next(field.chunk()).await? {
        size += piece.len();
        if size > MAX_FILE_BYTES {
            return Err(too_large());
        }
        digests.update(&piece);
        if content == Content::Photo {
            bytes.extend_from_slice(&piece);
        }
    }
    Ok(Came { content, digests: digests.finish(), bytes })
}

/// The one file of a form. Its other fields are refused: nothing of them would be kept.
async fn form(request: Request) -> Result<Came, Told> {
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Told::wrong("Missing multipart/form-data file upload"))?;
    let mut came = None;
    while let Some(mut field) = next(form.next_field()).await? {
        let name = field.name().map(ToOwned::to_owned);
        if field.file_name().is_none() {
            let mut size = 0;
            while let Some(piece) = next(field.chunk()).await? {
                size += piece.len();
                if size > MAX_JSON_BYTES {
                    return Err(Told::wrong("a field beside the file is too long"));
                }
            }
            if matches!(name.as_deref(), Some("metadata" | "note")) {
                return Err(Told::wrong("metadata and notes are not kept here: leave them out"));
            }
            continue;
        }
        if came.is_some() {
            return Err(Told::wrong("Only one file allowed per request"));
        }
        came = Some(file(content_of(name.as_deref())?, field).await?);
    }
    came.ok_or_else(|| Told::wrong("Missing multipart/form-data file upload"))
}

fn unreadable(error: &DecodeError) -> Told {
    let known_format = !matches!(error, DecodeError::UnknownFormat);
    let what = if known_format { error.to_string() } else { "neither JPEG, PNG, WebP nor GIF".to_owned() };
    Told::wrong(format!("the photo cannot be read: {what}; its sha256 and md5 can be looked up"))
}

/// Receives the one file of a form and hashes it.
pub(crate) async fn hashed(
    matching: &Matching,
    caller: &Caller,
    request: Request,
    types: Option<&str>,
) -> Result<Hashed, Told> {
    let turns = &matching.service.turns;
    let turn = turns.file(caller.0.actor.id).await?;
    let came = timeout(FOR_A_FILE, form(request)).await;
    let Came { content, digests, bytes } =
        came.unwrap_or_else(|_| Err(Told::wrong("the file did not come in time")))?;
    let wants_pdq = content == Content::Photo && types.is_none_or(|types| types.contains("pdq"));
    let pdq = if wants_pdq {
        let decoding = turns.decoding().await?;
        let hash = matching.desk.blocking(move |_| {
            let _decoding = decoding;
            decode_for_hash(&bytes, None, &DecodeLimits::default()).map(|picture| pdq_of_image(&picture))
        });
        Some(hash.await.map_err(|error| unreadable(&error))?)
    } else {
        None
    };
    drop(turn);
    Hashed::of(content, &digests, pdq).only(types)
}
