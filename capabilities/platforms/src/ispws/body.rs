//! Bodies of requests, read within bounds of size and time.

use crate::limits::MAX_DOCUMENT_BYTES;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use futures_util::StreamExt as _;
use futures_util::stream::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;
use tokio::time::Instant;

/// How long a document or form may take to come.
const FOR_A_DOCUMENT: Duration = Duration::from_secs(30);
/// How long a file may take to come,
const FOR_A_FILE: Duration = Duration::from_secs(600);
/// and how much longer for each mebibyte that came.
const FOR_A_MEBIBYTE: Duration = Duration::from_secs(8);
/// How long nothing of a file may come.
const IN_SILENCE: Duration = Duration::from_secs(30);
/// Largest form that is no file, in bytes.
const MAX_FORM_BYTES: usize = 8 * 1024;

/// So many bytes may come of which nothing comes out: a part's head, and what stands before the first.
const BEFORE_A_PART: usize = 64 << 10;

/// What is wrong with a request, in words for its sender.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Wrong {
    /// It is larger than it may be.
    #[error("the body is larger than {0} bytes")]
    TooLarge(u64),
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
        Ok(Err(fault)) if fault.to_string().contains("length limit") => Err(Wrong::TooLarge(most as u64)),
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
            let (mut number, pace) = (Number::default(), Pace::of(FOR_A_DOCUMENT, Duration::ZERO));
            each_part(request, MAX_FORM_BYTES as u64, pace, &mut number).await?;
            number.0.ok_or(Wrong::Missing("id"))
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

/// What takes the parts of a form as they come.
pub(crate) trait Parts {
    /// The report's number.
    fn number(&mut self, number: u64) -> Result<(), Wrong>;
    /// The file begins.
    fn begin(&mut self) -> Result<(), Wrong>;
    /// The next bytes of the file.
    async fn file(&mut self, piece: &[u8]);
}

/// A form with a number alone.
#[derive(Default)]
struct Number(Option<u64>);

impl Parts for Number {
    fn number(&mut self, number: u64) -> Result<(), Wrong> {
        match self.0.replace(number) {
            Some(_) => Err(Wrong::Twice("id")),
            None => Ok(()),
        }
    }

    fn begin(&mut self) -> Result<(), Wrong> {
        Err(Wrong::Media("a form with the field 'id' alone"))
    }

    async fn file(&mut self, _: &[u8]) {}
}

/// A form with a file; its bytes go on as they come.
pub(crate) async fn upload(request: Request, most: u64, parts: &mut impl Parts) -> Result<(), Wrong> {
    if media(&request) != "multipart/form-data" {
        return Err(Wrong::Media("multipart/form-data"));
    }
    each_part(request, most, Pace::of(FOR_A_FILE, FOR_A_MEBIBYTE), parts).await
}

/// How long a body may take to come: the larger, the longer.
struct Pace {
    begun: Instant,
    first: Duration,
    for_a_mebibyte: Duration,
}

impl Pace {
    fn of(first: Duration, for_a_mebibyte: Duration) -> Pace {
        Pace { begun: Instant::now(), first, for_a_mebibyte }
    }

    /// Waits for what comes next, once so many bytes have come.
    async fn wait<T>(&self, came: u64, next: impl Future<Output = T>) -> Result<T, Wrong> {
        let mebibytes = u32::try_from(came >> 20).unwrap_or(u32::MAX);
        let end = self.begun + self.first + self.for_a_mebibyte * mebibytes;
        let end = end.min(Instant::now() + IN_SILENCE);
        tokio::time::timeout_at(end, next).await.map_err(|_| Wrong::TooSlow)
    }
}

/// The same body, a piece at a time: whoever reads forms takes in all that is there when asked for the next piece, however much that is.
///
/// `given` counts the bytes of which nothing came out yet: a part's head, or what stands before the first, may be [`BEFORE_A_PART`] and no more.
fn piecemeal(request: Request, given: &Arc<AtomicUsize>) -> Request {
    let given = Arc::clone(given);
    request.map(|body| {
        let (mut pieces, mut gave) = (body.into_data_stream(), false);
        Body::from_stream(poll_fn(move |context| {
            if std::mem::take(&mut gave) {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            if given.load(Ordering::Relaxed) > BEFORE_A_PART {
                return Poll::Ready(Some(Err(axum::Error::new(Endless))));
            }
            let next = pieces.poll_next_unpin(context);
            if let Poll::Ready(Some(Ok(piece))) = &next {
                given.fetch_add(piece.len(), Ordering::Relaxed);
            }
            gave = next.is_ready();
            next
        }))
    })
}

/// What is no part has no end.
#[derive(Debug, thiserror::Error)]
#[error("what stands before a part has no end")]
struct Endless;

/// Reads the parts in whatever order they come; parts of other names are passed over.
async fn each_part(request: Request, most: u64, pace: Pace, parts: &mut impl Parts) -> Result<(), Wrong> {
    let given = Arc::new(AtomicUsize::new(0));
    let mut form = Multipart::from_request(piecemeal(request, &given), &())
        .await
        .map_err(|_| Wrong::Media("multipart/form-data with a boundary"))?;
    let (mut came, mut file) = (0_u64, 0_u64);
    loop {
        let part = pace.wait(came, form.next_field()).await?;
        given.store(0, Ordering::Relaxed);
        let Some(mut part) = part.map_err(|_| Wrong::CutOff)? else { return Ok(()) };
        let name = part.name().map(ToOwned::to_owned);
        let (is_file, is_number) = (name.as_deref() == Some("file"), name.as_deref() == Some("id"));
        if is_file {
            parts.begin()?;
        }
        let mut number = Vec::new();
        loop {
            let piece = pace.wait(came, part.chunk()).await?;
            given.store(0, Ordering::Relaxed);
            let broken = if is_file { Wrong::BrokenFile } else { Wrong::CutOff };
            let Some(piece) = piece.map_err(|_| broken)? else { break };
            let size = piece.len() as u64;
            (came, file) = (came + size, if is_file { file + size } else { file });
            // Beside the file there is little to say.
            if file > most || came > most.saturating_add(MAX_FORM_BYTES as u64) {
                return Err(Wrong::TooLarge(most));
            }
            if is_file {
                parts.file(&piece).await;
            } else if is_number {
                number.extend_from_slice(&piece);
            }
            if number.len() > MAX_FORM_BYTES {
                return Err(Wrong::NoNumber);
            }
        }
        if is_number {
            parts.number(read_number(&String::from_utf8_lossy(&number))?)?;
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

    #[tokio::test]
    async fn what_stands_before_a_part_without_end_is_cut_off() {
        for head in ["--b\r\nx: ", "no boundary at all "] {
            let pieces =
                std::iter::once(head.to_owned()).chain(std::iter::repeat_n("a".repeat(64 << 10), 1_000));
            let counted = Arc::new(AtomicUsize::new(0));
            let counts = Arc::clone(&counted);
            let body = futures_util::stream::iter(pieces.map(move |piece| {
                counts.fetch_add(piece.len(), Ordering::Relaxed);
                Ok::<_, Infallible>(Bytes::from(piece))
            }));
            let sent = request("multipart/form-data; boundary=b", Body::from_stream(body));
            let refused = upload(sent, 1 << 30, &mut Passing).await;
            assert!(matches!(refused, Err(Wrong::CutOff)), "{head}");
            assert!(counted.load(Ordering::Relaxed) <= BEFORE_A_PART + (128 << 10), "{head}");
        }
    }

    /// Looks at nothing.
    struct Passing;

    impl Parts for Passing {
        fn number(&mut self, _: u64) -> Result<(), Wrong> {
            Ok(())
        }

        fn begin(&mut self) -> Result<(), Wrong> {
            Ok(())
        }

        async fn file(&mut self, _: &[u8]) {}
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
        assert_eq!(upload(silent, 1 << 20, &mut Passing).await.err(), Some(Wrong::TooSlow));
        assert!(began.elapsed() <= 3 * FOR_A_DOCUMENT + 3 * IN_SILENCE + often);
        let trickling = request(FORM, trickle(FILE, often));
        assert_eq!(upload(trickling, 1 << 20, &mut Passing).await.err(), Some(Wrong::TooSlow));
        assert!(began.elapsed() <= 3 * FOR_A_DOCUMENT + 3 * IN_SILENCE + FOR_A_FILE + 2 * often);
    }
}
