//! What a service manager or a balancer asks of a door: does it live, can it do its work. Neither tells anything else.

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::Node;
use tokio::sync::Semaphore;

/// How long an answer may take until the door is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

async fn lives() -> &'static str {
    "ok\n"
}

/// What a door that can do its work says.
const READY: &str = "ready\n";
/// The same of one whose process hands its acts on.
const READY_AS_STANDBY: &str = "ready: standby\n";

fn told(ready: Option<&'static str>) -> Response {
    match ready {
        Some(ready) => ready.into_response(),
        None => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response(),
    }
}

fn routes<F, Fut>(is_ready: F) -> Router
where
    F: Fn() -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Option<&'static str>> + Send,
{
    let ready = move || async move { told(tokio::time::timeout(PATIENCE, is_ready()).await.unwrap_or(None)) };
    Router::new()
        .route("/healthz", get(lives))
        .route("/readyz", get(ready))
        .layer(axum::middleware::map_response(face::headers::secured))
}

/// The staff door's: ready when acts can be entered, here or through the writer, and the database can be read.
pub(crate) fn of_core(node: &Arc<Node>) -> Router {
    // One look at a time: who asks again and again while a database hangs takes no more than one thread.
    let (node, one) = (Arc::clone(node), Arc::new(Semaphore::new(1)));
    routes(move || {
        let (node, one) = (Arc::clone(&node), Arc::clone(&one));
        async move {
            let Ok(turn) = one.acquire_owned().await else { return None };
            let look = tokio::task::spawn_blocking(move || {
                let _turn = turn;
                let sql = "SELECT term FROM head WHERE one = 1";
                let ready = if node.is_standby() { READY_AS_STANDBY } else { READY };
                (node.is_writing() && node.read(|database| database.rows(sql, Vec::new())).is_ok())
                    .then_some(ready)
            });
            look.await.unwrap_or(None)
        }
    })
}

/// The public door's: ready when core takes a connection at its socket.
pub(crate) fn of_public(socket: PathBuf) -> Router {
    routes(move || {
        let socket = socket.clone();
        async move { tokio::net::UnixStream::connect(&socket).await.is_ok().then_some(READY) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use store::testing::on_both;
    use tower::ServiceExt;

    async fn ask(door: &Router, path: &str) -> (u16, String) {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let answer = door.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let status = answer.status().as_u16();
        let body = to_bytes(answer.into_body(), 1000).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[test]
    fn the_staff_door_is_ready_while_its_writer_works() {
        on_both(|home| {
            let house = crate::doors::core::House::open(home.config(), "about:blank").unwrap();
            let door = house.staff();
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                assert_eq!(ask(&door, "/healthz").await, (200, "ok\n".into()));
                assert_eq!(ask(&door, "/readyz").await, (200, "ready\n".into()));
                house.node.stop();
                assert_eq!(ask(&door, "/healthz").await, (200, "ok\n".into()));
                assert_eq!(ask(&door, "/readyz").await, (503, "not ready\n".into()));
            });
        });
    }

    #[test]
    fn the_public_door_is_ready_while_core_listens() {
        let home = tempfile::tempdir().unwrap();
        let socket = home.path().join("core.sock");
        let door = of_public(socket.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            assert_eq!(ask(&door, "/readyz").await, (503, "not ready\n".into()));
            let listener = tokio::net::UnixListener::bind(&socket).unwrap();
            assert_eq!(ask(&door, "/readyz").await, (200, "ready\n".into()));
            drop(listener);
            assert_eq!(ask(&door, "/readyz").await, (503, "not ready\n".into()));
            assert_eq!(ask(&door, "/healthz").await, (200, "ok\n".into()));
        });
    }
}
