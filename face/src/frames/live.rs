//! A page that goes on: what happens is added to its end while somebody reads it. It works without scripts, since a browser
//! shows what has come of a page before the rest is there.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::stream::{Stream, StreamExt as _, once};
use std::convert::Infallible;

use super::page::Page;
use crate::{ErrorStatus, Problem, headers};

/// Where in a page that goes on the pieces are put in. No text can hold it: what is shown is escaped.
pub(super) const HERE: &str = "<!-- here -->";

/// An answer in pieces, each of which proxies and compression must let through as it comes.
pub fn unbuffered<S>(media: &'static str, pieces: S) -> Response
where
    S: Stream<Item = String> + Send + 'static,
{
    let pieces = pieces.map(Ok::<String, Infallible>);
    let mut response = Body::from_stream(pieces).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(headers::UNBUFFERED, HeaderValue::from_static("no"));
    headers::secure(headers);
    response
}

impl Page {
    /// The page up to the place where pieces go, each piece when it is there, and the rest of the page once none comes any more.
    pub fn going_on<S>(self, pieces: S) -> Response
    where
        S: Stream<Item = String> + Send + 'static,
    {
        let status = self.status();
        let html = self.into_html();
        let Some((head, tail)) = html.split_once(HERE) else {
            return Problem::new(ErrorStatus::INTERNAL, "a page could not be drawn").into_response();
        };
        let (head, tail) = (head.to_owned(), tail.to_owned());
        let whole = once(async { head }).chain(pieces).chain(once(async { tail }));
        let mut response = unbuffered("text/html; charset=utf-8", whole);
        *response.status_mut() = status;
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Language, Visit};
    use askama::Template;
    use axum::body::to_bytes;

    #[derive(Template)]
    #[template(source = "<h1>{{ word }}</h1><div><!-- here --></div>", ext = "html")]
    struct Body<'a> {
        word: &'a str,
    }

    #[tokio::test]
    async fn pieces_stand_where_they_belong_whatever_the_page_says() {
        let visit = Visit::sample(&Catalogue::new(&[]).unwrap().texts(Language::English));
        let page = Page::public_going_on(&visit, &Body { word: HERE });
        let pieces = ["<p>one</p>", "<p>two</p>"].map(ToOwned::to_owned);
        let response = page.going_on(futures_util::stream::iter(pieces));
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["content-security-policy"], headers::CONTENT_SECURITY_POLICY);
        let html =
            String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap();
        assert!(html.contains("<h1>&#60;!-- here --&#62;</h1><div><p>one</p><p>two</p></div>"), "{html}");
    }

    #[tokio::test]
    async fn the_way_out_works_before_the_page_is_at_its_end() {
        let visit = Visit::sample(&Catalogue::new(&[]).unwrap().texts(Language::English));
        let html = Page::public_going_on(&visit, &Body { word: "x" }).into_html();
        let (head, _) = html.split_once(HERE).unwrap();
        let (link, script) = (head.find("data-exit>").unwrap(), head.find("/assets/exit-").unwrap());
        assert!(link < script && head.find("data-exit-hint").unwrap() < script, "{head}");
        assert!(!html.contains(" defer"), "such a script waits for an end that does not come");
        assert_eq!(html.matches("data-exit-hint").count(), 1);
        let usual = Page::public(&visit, &Body { word: "x" }).into_html();
        assert_eq!((usual.matches("/assets/exit-").count(), usual.matches("data-exit-hint").count()), (1, 1));
    }
}
