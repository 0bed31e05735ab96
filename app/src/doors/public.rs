//! `public`: its own process, without any private key. It knows two verbs and the files that `core` writes out for it.

use crate::doors::core::{catalogue, public_directory, socket_path};
use crate::doors::socket::Asker;
use crate::doors::{health, serving};
use crate::fault::Fault;
use crate::rooms::rooms;
use axum::Router;
use demand_map::PublicStatistics;
use face::Looks;
use reports::door::{Door, Help, Pace};
use std::future::IntoFuture;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot::Receiver;

/// How long a request may take: slow phones upload slowly.
const PATIENCE: Duration = Duration::from_secs(300);

fn box_key(data: &Path) -> Result<[u8; 32], Fault> {
    let file = public_directory(data).join("door.key");
    let text = std::fs::read_to_string(&file).map_err(Fault::file(&file))?;
    let byte = |n: usize| text.get(2 * n..2 * n + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
    let wrong = || Fault::Input(format!("{}: is no key; start the core first", file.display()));
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(wrong)
}

/// The numbers to call that the operator has set; none where the file is not there.
fn help(data: &Path) -> Result<Help, Fault> {
    let file = public_directory(data).join("help.json");
    match std::fs::read_to_string(&file) {
        Ok(text) => Help::read(&text).map_err(|fault| Fault::Input(format!("{}: {fault}", file.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Help::default()),
        Err(error) => Err(Fault::file(&file)(error)),
    }
}

/// The public door's routes.
///
/// # Errors
/// [`Fault`] when `core` has not written out its key yet, or the numbers to call cannot be read.
pub(crate) fn routes(data: &Path, exit: &str, pace: &Pace) -> Result<Router, Fault> {
    let texts = rooms().into_iter().flat_map(|room| room.texts);
    let looks = Looks::new(catalogue(texts)?, exit);
    let asker = Asker::new(&socket_path(data));
    let ask = move |question: Vec<u8>| {
        let asker = Arc::clone(&asker);
        Box::pin(async move { asker.ask(&question).await }) as reports::door::Asking
    };
    let door = Door::new(Arc::new(ask), box_key(data)?).with_help(help(data)?).with_pace(pace.clone());
    let door = door.with_beside(demand_map::public_paths());
    let statistics = PublicStatistics::new(public_directory(data));
    let door = reports::door::routes(door)
        .merge(demand_map::public_routes(statistics))
        .merge(face::assets::router())
        .layer(tower_http::timeout::TimeoutLayer::with_status_code(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        // Around everything that can refuse, and inside of the looks that its pages need.
        .layer(axum::middleware::from_fn(face::dressed))
        .layer(axum::Extension(looks))
        .layer(tower_http::compression::CompressionLayer::new())
        .layer(axum::middleware::map_response(face::headers::secured))
        .layer(axum::middleware::from_fn(crate::log::answered));
    // In this order: of two routers the second one's answer to unknown addresses is kept, with its words.
    Ok(health::of_public(socket_path(data)).merge(door))
}

/// Serves the public door until `stop` comes.
///
/// # Errors
/// [`Fault`].
pub(crate) async fn serve(
    data: &Path,
    exit: &str,
    pace: &Pace,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Fault> {
    let routes = routes(data, exit, pace)?;
    let served = |told: Receiver<()>| {
        axum::serve(listener, routes).with_graceful_shutdown(async { drop(told.await) }).into_future()
    };
    serving::until(served, stop).await.map_err(|error| Fault::File("public door".into(), error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use axum::http::{HeaderMap, Request};
    use reports::door::Limits;
    use tower::ServiceExt;

    fn home(help: Option<&str>) -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        let public = public_directory(home.path());
        std::fs::create_dir_all(&public).unwrap();
        std::fs::write(public.join("door.key"), "09".repeat(32)).unwrap();
        if let Some(help) = help {
            std::fs::write(public.join("help.json"), help).unwrap();
        }
        home
    }

    /// Asks a door behind which no core answers.
    fn answer(
        home: &Path,
        method: &str,
        path: &str,
        media: &str,
        body: &'static str,
    ) -> (u16, HeaderMap, String) {
        let request = Request::builder().method(method).uri(path).header("content-type", media);
        let request = request.body(Body::from(body)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let answer = routes(home, "https://weather.example/", &Pace::new(Limits::default()))
                .unwrap()
                .oneshot(request)
                .await
                .unwrap();
            let (parts, body) = answer.into_parts();
            let body = to_bytes(body, 1 << 20).await.unwrap();
            (parts.status.as_u16(), parts.headers, String::from_utf8(body.to_vec()).unwrap())
        })
    }

    #[test]
    fn every_refusal_is_a_page_or_a_problem_and_every_answer_has_the_headers() {
        let (home, form) = (home(None), "application/x-www-form-urlencoded");
        let json = "application/json";
        for (method, path, media, body, status) in [
            ("POST", "/report?lang=ar", form, "text=x", 400),
            ("POST", "/report?lang=ar", "multipart/form-data", "", 400),
            ("DELETE", "/?lang=ar", form, "", 405),
            ("POST", "/thread?lang=ar", "text/plain", "receipt=1", 415),
            ("GET", "/nowhere?lang=ar", form, "", 404),
            ("GET", "/statistics/none?lang=ar", form, "", 404),
            ("GET", "/who?lang=ar", form, "", 303),
            ("POST", "/api/reports", json, "{", 400),
            ("POST", "/api/reports", form, "text=x", 415),
            ("GET", "/api/reports", json, "", 405),
            ("POST", "/api/nowhere", json, "{}", 404),
            ("POST", "/api/reports", json, r#"{"text":"x"}"#, 503),
            ("GET", "/assets/none.css?lang=ar", form, "", 404),
            ("GET", "/openapi.json", json, "", 200),
        ] {
            let (told, headers, text) = answer(home.path(), method, path, media, body);
            assert_eq!(told, status, "{method} {path}: {text}");
            assert_eq!(headers["referrer-policy"], "no-referrer", "{method} {path}");
            assert!(headers.contains_key("content-security-policy"), "{method} {path}");
            if status < 400 {
                continue;
            }
            let media = headers["content-type"].to_str().unwrap();
            if path.starts_with("/api/") {
                assert_eq!(media, "application/problem+json", "{method} {path}");
            } else {
                assert!(media.starts_with("text/html"), "{method} {path}: {media}");
                assert!(text.contains("https://weather.example/") && text.contains("rtl"), "{method} {path}");
            }
        }
    }

    #[test]
    fn the_description_holds_what_every_room_shows_at_this_door() {
        let (_, _, text) = answer(home(None).path(), "GET", "/openapi.json", "application/json", "");
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        for (path, method) in [
            ("/api/reports", "post"),
            ("/api/thread", "post"),
            ("/api/thread/messages", "post"),
            ("/statistics/{release}.json", "get"),
            ("/statistics/{release}.csv", "get"),
        ] {
            let operation = &document["paths"][path][method];
            assert!(operation["responses"]["200"]["content"].is_object(), "{path}");
            assert!(operation["responses"]["404"].is_object() || path == "/api/reports", "{path}");
        }
    }

    #[test]
    fn the_numbers_to_call_are_read_and_half_a_file_stops_the_start() {
        let first = |home: &Path| answer(home, "GET", "/?lang=en", "text/plain", "").2;
        assert!(first(home(Some(r#"{"emergency":"112"}"#)).path()).contains("112"));
        assert!(!first(home(None).path()).contains("112"));
        let broken = home(Some(r#"{"emergency":"#));
        assert!(
            routes(broken.path(), "", &Pace::new(Limits::default()))
                .is_err_and(|fault| fault.to_string().contains("help.json"))
        );
    }
}
