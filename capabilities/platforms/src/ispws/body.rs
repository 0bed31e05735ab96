//! Bodies of requests, read within bounds of size and time.

use crate::limits::{MAX_DOCUMENT_BYTES, MAX_FILE_BYTES};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use material::{DigestWriter, Digests};
use std::time::Duration;

/// How long a document or form may take to come.
const FOR_A_DOCUMENT: Duration = Duration::from_secs(30);
/// How long a file may take to come.
const FOR_A_FILE: Duration = Duration::from_secs(600);
/// How long nothing of a file may come.
const IN_SILENCE: Duration = Duration::from_secs(30);
/// Largest form that is no file, in bytes.
const MAX_FORM_BYTES: usize = 8 * 1024;

/// What is wrong with a request, in words for its sender.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Wrong {
    /// It is larger than it may be.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// It came too slowly.
    #[error("the body did not come in time")]
    TooSlow,
    /// It ended in between.
    #[error("the body ended before it was complete")]
    CutOff,
    /// A form with a file that is broken, or ended in between.
    #[error("the form broke off in the middle of the file")]
    BrokenFile,
    /// It is of another kind.
    #[error("the content type must be {0}")]
    Media(&'static str),
    /// A field is missing.
    #[error("the field '{0}' is missing")]
    Missing(&'static str),
    /// A field stands there twice.
    #[error("the field '{0}' stands there twice")]
    Twice(&'static str),
    /// The report's number is none.
    #[error("the field 'id' must be the number of a report")]
    NoNumber,
}

fn media(request: &Request) -> String {
    let value = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

async fn whole(body: Body, most: usize) -> Result<Bytes, Wrong> {
    match tokio::time::timeout(FOR_A_DOCUMENT, to_bytes(body, most)).await {
        Err(_) => Err(Wrong::TooSlow),
        Ok(Ok(bytes)) => Ok(bytes),
        // The one fault of a limit; every other is the connection's.
        Ok(Err(fault)) if fault.to_string().contains("length limit") => Err(Wrong::TooLarge(most)),
        Ok(Err(_)) => Err(Wrong::CutOff),
    }
}

/// An XML document. Clients send it as text, too.
pub(crate) async fn document(request: Request) -> Result<Bytes, Wrong> {
    if !matches!(media(&request).as_str(), "text/xml" | "application/xml" | "text/plain" | "") {
        return Err(Wrong::Media("text/xml, application/xml or text/plain"));
    }
    whole(request.into_body(), MAX_DOCUMENT_BYTES).await
}

fn read_number(text: &str) -> Result<u64, Wrong> {
    text.trim().parse().map_err(|_| Wrong::NoNumber)
}

/// The report's number in a form, urlencoded or multipart.
pub(crate) async fn number(request: Request) -> Result<u64, Wrong> {
    match media(&request).as_str() {
        "multipart/form-data" => {
            let (number, file) = tokio::time::timeout(FOR_A_DOCUMENT, parts(request, MAX_FORM_BYTES))
                .await
                .map_err(|_| Wrong::TooSlow)??;
            if file.is_some() {
                Err(Wrong::Media("a form with the field 'id' alone"))
            } else {
                number.ok_or(Wrong::Missing("id"))
            }
        }
        "application/x-www-form-urlencoded" => {
            let bytes = whole(request.into_body(), MAX_FORM_BYTES).await?;
            let text = String::from_utf8_lossy(&bytes);
            let mut given = text.split('&').filter_map(|pair| pair.strip_prefix("id="));
            match (given.next(), given.next()) {
                (Some(one), None) => read_number(one),
                (None, _) => Err(Wrong::Missing("id")),
                (Some(_), Some(_)) => Err(Wrong::Twice("id")),
            }
        }
        _ => Err(Wrong::Media("application/x-www-form-urlencoded or multipart/form-data")),
    }
}

/// A file and the report that it belongs to; its digests are made while it comes.
pub(crate) async fn upload(request: Request) -> Result<(u64, Vec<u8>, Digests), Wrong> {
    if media(&request) != "multipart/form-data" {
        return Err(Wrong::Media("multipart/form-data"));
    }
    let read = tokio::time::timeout(FOR_A_FILE, parts(request, MAX_FILE_BYTES));
    let (number, file) = read.await.map_err(|_| Wrong::TooSlow)??;
    let number = number.ok_or(Wrong::Missing("id"))?;
    let (bytes, digests) = file.ok_or(Wrong::Missing("file"))?;
    Ok((number, bytes, digests))
}

/// What a multipart form says: the report's number, and the file.
type Parts = (Option<u64>, Option<(Vec<u8>, Digests)>);

/// Reads the parts in whatever order they come; parts of other names are passed over.
async fn parts(request: Request, most: usize) -> Result<Parts, Wrong> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Wrong::Media("multipart/form-data with a boundary"))?;
    let (mut number, mut file) = (None, None);
    let mut left = most;
    loop {
        let part = tokio::time::timeout(IN_SILENCE, form.next_field()).await.map_err(|_| Wrong::TooSlow)?;
        let Some(mut part) = part.map_err(|_| Wrong::CutOff)? else { return Ok((number, file)) };
        let name = part.name().map(ToOwned::to_owned);
        let (mut bytes, mut digests) = (Vec::new(), DigestWriter::default());
        loop {
            let piece = tokio::time::timeout(IN_SILENCE, part.chunk()).await.map_err(|_| Wrong::TooSlow)?;
            let broken = if name.as_deref() == Some("file") { Wrong::BrokenFile } else { Wrong::CutOff };
            let Some(piece) = piece.map_err(|_| broken)? else { break };
            left = left.checked_sub(piece.len()).ok_or(Wrong::TooLarge(most))?;
            digests.update(&piece);
            bytes.extend_from_slice(&piece);
        }
        match name.as_deref() {
            Some("id") if number.is_some() => return Err(Wrong::Twice("id")),
            Some("id") => number = Some(read_number(&String::from_utf8_lossy(&bytes))?),
            Some("file") if file.is_some() => return Err(Wrong::Twice("file")),
            Some("file") => file = Some((bytes, digests.finish())),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    /// What comes a byte at a time, so long apart, and never ends.
    fn trickle(head: &'static str, apart: Duration) -> Body {
        let pieces = futures_util::stream::unfold(Some(head), move |head| async move {
            if head.is_none() {
                tokio::time::sleep(apart).await;
            }
            Some((Ok::<_, Infallible>(Bytes::from_static(head.unwrap_or(" ").as_bytes())), None))
        });
        Body::from_stream(pieces)
    }

    fn request(media: &str, body: Body) -> Request {
        Request::post("/").header(CONTENT_TYPE, media).body(body).expect("a request")
    }

    const FORM: &str = "multipart/form-data; boundary=b";
    const FILE: &str = "--b\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\n";

    #[tokio::test(start_paused = true)]
    async fn what_comes_too_slowly_is_refused_in_time() {
        let began = tokio::time::Instant::now();
        let often = Duration::from_secs(1);
        assert_eq!(document(request("text/xml", trickle("<report>", often))).await, Err(Wrong::TooSlow));
        assert_eq!(number(request(FORM, trickle("--b", often))).await, Err(Wrong::TooSlow));
        let urlencoded = "application/x-www-form-urlencoded";
        assert_eq!(number(request(urlencoded, trickle("id=", often))).await, Err(Wrong::TooSlow));
        assert!(began.elapsed() <= 3 * FOR_A_DOCUMENT + often);
        // Silence ends a file early; one that goes on and on ends, too.
        let silent = request(FORM, trickle(FILE, 2 * IN_SILENCE));
        assert_eq!(upload(silent).await.err(), Some(Wrong::TooSlow));
        assert!(began.elapsed() <= 3 * FOR_A_DOCUMENT + 3 * IN_SILENCE + often);
        assert_eq!(upload(request(FORM, trickle(FILE, often))).await.err(), Some(Wrong::TooSlow));
        assert!(began.elapsed() <= 3 * FOR_A_DOCUMENT + 3 * IN_SILENCE + FOR_A_FILE + 2 * often);
    }
}
