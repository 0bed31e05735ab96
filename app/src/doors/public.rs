//! `public`: its own process, without any private key. It knows three verbs and the files that `core` writes out for it.

use crate::doors::core::{catalogue_of, public_directory, socket_path, team_keys_path};
use crate::doors::onion::{self, Onion};
use crate::doors::socket::Asker;
use crate::doors::{films, health, serving};
use crate::fault::Fault;
use crate::rooms::rooms;
use axum::Router;
use demand_map::PublicStatistics;
use reports::door::{Door, Help, Pace, Phones};
use reports::wording::{Shelf, in_force};
use std::future::IntoFuture;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::team::{Team, TeamKeyFile};
use tokio::net::TcpListener;
use tokio::sync::oneshot::Receiver;

/// How long a request may take: slow phones upload slowly.
const PATIENCE: Duration = Duration::from_secs(300);

/// The numbers to call that the operator has set; none where the file is not there.
fn help(data: &Path) -> Result<Help, Fault> {
    let file = public_directory(data).join("help.json");
    match std::fs::read_to_string(&file) {
        Ok(text) => Help::read(&text).map_err(|fault| Fault::Input(format!("{}: {fault}", file.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Help::default()),
        Err(error) => Err(Fault::file(&file)(error)),
    }
}

/// By which ways the door is reached beside the web.
#[derive(Clone, Copy, Default)]
pub(crate) struct AlsoBy<'a> {
    /// The onion address that its pages name.
    pub(crate) onion: Option<&'a Onion>,
    /// What telephones come in by.
    pub(crate) phones: Option<&'a Phones>,
}

/// The public door's routes.
///
/// # Errors
/// [`Fault`] when `core` has not written out the keys of teams yet, or the numbers to call cannot be read.
pub(crate) fn routes(data: &Path, exit: &str, pace: &Pace, also: AlsoBy<'_>) -> Result<Router, Fault> {
    opened(data, exit, pace, also).map(|(routes, _)| routes)
}

/// The same, and the door itself.
fn opened(data: &Path, exit: &str, pace: &Pace, also: AlsoBy<'_>) -> Result<(Router, Door), Fault> {
    let texts = rooms().into_iter().flat_map(|room| room.texts);
    let shelf = Arc::new(Shelf::new(&public_directory(data), catalogue_of(data, texts)?, exit));
    let asker = Asker::new(&socket_path(data));
    let ask = move |question: Vec<u8>| {
        let asker = Arc::clone(&asker);
        Box::pin(async move { asker.ask(&question).await }) as reports::door::Asking
    };
    let keys = TeamKeyFile::open(team_keys_path(data)).map_err(|fault| Fault::Input(fault.to_string()))?;
    let desk_key = Arc::new(move || keys.of(Team::ReportsDesk));
    let door = Door::new(Arc::new(ask), desk_key).with_help(help(data)?).with_pace(pace.clone());
    let door = door.with_beside(demand_map::public_paths());
    let signs = films::folder(&public_directory(data));
    let door = door.with_films(Arc::new(move |language| films::film_of(&signs, language)));
    let door = match also.phones {
        Some(phones) => door.with_phones(phones.clone()),
        None => door,
    };
    let statistics = PublicStatistics::new(public_directory(data));
    let routes = reports::door::routes(door.clone())
        .merge(demand_map::public_routes(statistics))
        .merge(films::routes(&public_directory(data)))
        .merge(face::assets::router())
        .layer(tower_http::timeout::TimeoutLayer::with_status_code(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        // Around everything that can refuse, and inside of the looks that its pages need.
        .layer(axum::middleware::from_fn(face::dressed))
        .layer(axum::middleware::from_fn_with_state(shelf, in_force))
        .layer(serving::compressed())
        .layer(axum::middleware::map_response(face::headers::secured))
        .layer(axum::middleware::from_fn(crate::log::answered));
    let routes = match also.onion {
        Some(onion) => routes.layer(axum::middleware::from_fn_with_state(onion.clone(), onion::named)),
        None => routes,
    };
    // In this order: of two routers the second one's answer to unknown addresses is kept, with its words.
    Ok((health::of_public(socket_path(data)).merge(routes), door))
}

/// Serves the public door until `stop` comes.
///
/// # Errors
/// [`Fault`].
pub(crate) async fn serve(
    data: &Path,
    exit: &str,
    pace: &Pace,
    also: AlsoBy<'_>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Fault> {
    let (routes, door) = opened(data, exit, pace, also)?;
    // Pages that are open in a chat would hold the door for as long as it waits for anybody.
    let stop = async move {
        stop.await;
        door.closing();
    };
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
    use store::crypto::{Secret, open_sealed_to, public_key};
    use store::team::{TeamKey, TeamKeys};
    use tower::ServiceExt;

    fn keys(number: u64, public: [u8; 32]) -> TeamKeys {
        let key = TeamKey { team: Team::ReportsDesk, number, made: kernel::Instant(0), public };
        TeamKeys::new(vec![key]).unwrap()
    }

    fn home(help: Option<&str>) -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        let public = public_directory(home.path());
        std::fs::create_dir_all(&public).unwrap();
        std::fs::write(team_keys_path(home.path()), keys(1, [9; 32]).to_text()).unwrap();
        if let Some(help) = help {
            std::fs::write(public.join("help.json"), help).unwrap();
        }
        home
    }

    /// Every file below a directory.
    fn files_below(directory: &Path) -> Vec<Vec<u8>> {
        let paths = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
        let files = |path: std::path::PathBuf| {
            if path.is_dir() { files_below(&path) } else { vec![std::fs::read(path).unwrap()] }
        };
        paths.flat_map(files).collect()
    }

    #[test]
    fn nothing_that_public_is_given_opens_what_it_sealed() {
        let home = store::testing::Home::sqlite();
        let house = crate::doors::core::House::open(home.config(), "about:blank").unwrap();
        crate::doors::core::write_out(&house.node).unwrap();
        let keys = TeamKeyFile::open(team_keys_path(home.path())).unwrap();
        let sealed = keys.of(Team::ReportsDesk).seal(b"ordinary words").unwrap();
        assert_eq!(house.node.open_box(Team::ReportsDesk, &sealed).unwrap().expose(), b"ordinary words");
        let files = files_below(&public_directory(home.path()));
        assert!(!files.is_empty());
        let as_hex = |text: &[u8]| -> Option<[u8; 32]> {
            let pair = |n: usize| std::str::from_utf8(&text[2 * n..2 * n + 2]).ok();
            let bytes = (0..32).map(|n| u8::from_str_radix(pair(n)?, 16).ok()).collect::<Option<Vec<u8>>>();
            bytes?.try_into().ok()
        };
        let opens = |private: [u8; 32], sealed: &[u8]| {
            // Before that stands whose key it is.
            open_sealed_to(&Secret::from(private), &sealed[11..]).is_ok()
        };
        let control = TeamKey { public: public_key(&Secret::from([5; 32])), ..keys.of(Team::ReportsDesk) };
        assert!(opens([5; 32], &control.seal(b"ordinary words").unwrap()));
        let mut tried = 0;
        for file in files {
            let raw = file.windows(32).map(|window| <[u8; 32]>::try_from(window).unwrap());
            for candidate in raw.chain(file.windows(64).filter_map(as_hex)) {
                assert!(!opens(candidate, &sealed), "a private half lies where public reads");
                tried += 1;
            }
        }
        assert!(tried > 100, "{tried}");
        house.node.stop();
    }

    #[test]
    fn a_door_without_keys_of_teams_does_not_start_and_names_the_file() {
        let told = |home: &Path| {
            let door = routes(home, "", &Pace::new(Limits::default()), AlsoBy::default());
            door.map(drop).unwrap_err().to_string()
        };
        let home = home(None);
        std::fs::write(team_keys_path(home.path()), r#"{"format": 2, "keys": []}"#).unwrap();
        assert!(told(home.path()).contains("team-keys.json: \"format\" is 2; right would be 1"));
        std::fs::remove_file(team_keys_path(home.path())).unwrap();
        assert!(told(home.path()).contains("team-keys.json is not there"));
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
            let answer =
                routes(home, "https://weather.example/", &Pace::new(Limits::default()), AlsoBy::default())
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
        assert!(first(home(Some(r#"{"emergency":{"number":"112"}}"#)).path()).contains("112"));
        assert!(!first(home(None).path()).contains("112"));
        let broken = home(Some(r#"{"emergency":"#));
        assert!(
            routes(broken.path(), "", &Pace::new(Limits::default()), AlsoBy::default())
                .is_err_and(|fault| fault.to_string().contains("help.json"))
        );
    }

    #[test]
    fn an_organisations_own_words_are_shown_while_the_door_is_open_and_in_their_language_alone() {
        let home = home(None);
        let door = routes(home.path(), "", &Pace::new(Limits::default()), AlsoBy::default()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let first = |language: &str| {
            let request = Request::builder().uri(format!("/?lang={language}")).body(Body::empty()).unwrap();
            runtime.block_on(async {
                let body = door.clone().oneshot(request).await.unwrap().into_body();
                String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap()
            })
        };
        let file = public_directory(home.path()).join(reports::wording::FILE);
        let (english, arabic) = (first("en"), first("ar"));
        let own = r#"[{"wording":"emergency","language":"ar","words":"كلمات خيالية & أخرى"}]"#;
        std::fs::write(&file, own).unwrap();
        assert_eq!(first("en"), english);
        let shown = first("ar");
        assert!(shown.contains("كلمات خيالية &#38; أخرى") && shown.contains(r#"dir="rtl""#), "{shown}");
        std::fs::write(&file, &own[..30]).unwrap();
        assert_eq!(first("ar"), arabic, "a damaged file shows the built-in words");
    }
}
