//! Films in sign language that the operator has put beside the public door: `DATA/public/sign/CODE.mp4` or `CODE.webm`, CODE being
//! the language of the page, with captions in `CODE.vtt`. A film without captions is not shown.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path as Segment, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use face::Language;
use reports::door::Film;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_http::services::ServeFile;

/// The kinds of films that a browser plays without help; the first one that is there is shown.
const KINDS: [(&str, &str); 2] = [("mp4", "video/mp4"), ("webm", "video/webm")];
/// The kind of captions.
const CAPTIONS: &str = "vtt";

/// Where the films lie.
pub(crate) fn folder(public: &Path) -> PathBuf {
    public.join("sign")
}

fn file(folder: &Path, language: Language, kind: &str) -> PathBuf {
    folder.join(format!("{}.{kind}", language.code()))
}

/// The film of a language, if it and its captions are there.
pub(crate) fn film_of(folder: &Path, language: Language) -> Option<Film> {
    let (kind, media) = KINDS.into_iter().find(|(kind, _)| file(folder, language, kind).is_file())?;
    let address = |kind: &str| format!("/sign/{}.{kind}", language.code());
    file(folder, language, CAPTIONS).is_file().then(|| Film {
        address: address(kind),
        media,
        captions: address(CAPTIONS),
    })
}

/// The languages that have a film, and those whose film has no captions.
pub(crate) fn counted(folder: &Path) -> (Vec<&'static str>, Vec<&'static str>) {
    let has_film =
        |language: &Language| KINDS.iter().any(|(kind, _)| file(folder, *language, kind).is_file());
    let (shown, silent): (Vec<_>, Vec<_>) = Language::ALL
        .iter()
        .filter(|language| has_film(language))
        .partition(|language| film_of(folder, **language).is_some());
    let codes = |all: Vec<&Language>| all.into_iter().map(|language| language.code()).collect();
    (codes(shown), codes(silent))
}

/// The addresses of films and captions.
pub(crate) fn routes(public: &Path) -> Router {
    Router::new().route("/sign/{name}", get(serve)).with_state(Arc::new(folder(public)))
}

/// A file whose name is a language and a kind that we know; parts of it, too, since players ask so.
async fn serve(
    State(folder): State<Arc<PathBuf>>,
    Segment(name): Segment<String>,
    request: Request,
) -> Response {
    let known = name.split_once('.').and_then(|(code, kind)| {
        let language = Language::of_code(code).filter(|language| language.code() == code)?;
        let is_kind = kind == CAPTIONS || KINDS.iter().any(|(known, _)| *known == kind);
        is_kind.then(|| file(&folder, language, kind))
    });
    let Some(path) = known.filter(|path| path.is_file()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match ServeFile::new(path).try_call(request).await {
        Ok(response) => response.map(Body::new),
        Err(error) => {
            tracing::error!(%error, "a film in sign language cannot be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;
    use tower::ServiceExt;

    fn home(files: &[&str]) -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder(home.path())).unwrap();
        for name in files {
            std::fs::write(folder(home.path()).join(name), "0123456789").unwrap();
        }
        home
    }

    #[test]
    fn a_film_is_shown_in_its_language_and_only_with_captions() {
        let home = home(&["en.mp4", "en.webm", "en.vtt", "ar.webm", "fr.vtt", "xx.mp4", "xx.vtt"]);
        let folder = folder(home.path());
        let film = film_of(&folder, Language::English).unwrap();
        assert_eq!((film.address.as_str(), film.captions.as_str()), ("/sign/en.mp4", "/sign/en.vtt"));
        assert!(film_of(&folder, Language::Arabic).is_none() && film_of(&folder, Language::French).is_none());
        assert_eq!(counted(&folder), (vec!["en"], vec!["ar"]));
        assert_eq!(counted(Path::new("/no/such/folder")), (vec![], vec![]));
    }

    #[tokio::test]
    async fn films_are_served_in_parts_and_nothing_else_of_the_directory() {
        let home = home(&["en.mp4", "en.vtt", "secret.txt"]);
        std::fs::write(home.path().join("team-keys.json"), "{}").unwrap();
        let ask = |path: &'static str, range: &'static str| {
            let request = Request::get(path).header("range", range).body(Body::empty()).unwrap();
            let door = routes(home.path());
            async move {
                let (parts, body) = door.oneshot(request).await.unwrap().into_parts();
                let media = parts.headers.get("content-type").map(|media| media.to_str().unwrap().to_owned());
                (parts.status.as_u16(), media.unwrap_or_default(), to_bytes(body, 100).await.unwrap())
            }
        };
        assert_eq!(ask("/sign/en.mp4", "bytes=2-4").await, (206, "video/mp4".into(), "234".into()));
        let captions = ask("/sign/en.vtt", "bytes=0-").await;
        assert!(captions.1.starts_with("text/vtt"), "{captions:?}");
        assert_eq!(ask("/sign/en.mp4", "bytes=20-").await.0, 416);
        for path in [
            "/sign/fr.mp4",
            "/sign/secret.txt",
            "/sign/en.txt",
            "/sign/EN.mp4",
            "/sign/..%2Fteam-keys.json",
            "/sign/en.mp4%2F..%2F..%2Fteam-keys.json",
        ] {
            assert_eq!(ask(path, "bytes=0-").await.0, 404, "{path}");
        }
    }
}
