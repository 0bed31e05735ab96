//! How a door is served until the node is told to stop.

use std::io;
use std::pin::pin;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

/// How long what is under way may take once a door is told to stop: a connection that is kept open cannot hold the node.
const GRACE: Duration = Duration::from_secs(10);

/// Compresses what a browser takes compressed, but for what comes in pieces.
pub(crate) fn compressed() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().compress_when(DefaultPredicate::new().and(face::headers::may_be_compressed))
}

/// Awaits a served door. `serving` gets the signal to stop and ends by itself; where it does not, it is left after `grace`.
async fn bounded<S>(
    serving: impl FnOnce(tokio::sync::oneshot::Receiver<()>) -> S,
    stop: impl Future<Output = ()>,
    grace: Duration,
) -> io::Result<()>
where
    S: Future<Output = io::Result<()>>,
{
    let (tell, told) = tokio::sync::oneshot::channel();
    let mut serving = pin!(serving(told));
    tokio::select! {
        done = &mut serving => return done,
        () = stop => {}
    }
    // The door may have ended by itself in between: then nobody hears it, and that is well.
    let (Ok(()) | Err(())) = tell.send(());
    match tokio::time::timeout(grace, serving).await {
        Ok(done) => done,
        Err(_) => {
            tracing::warn!(
                seconds = grace.as_secs(),
                "a request was still under way; its connection is closed"
            );
            Ok(())
        }
    }
}

/// Serves a door until `stop` comes, then finishes what is under way, but waits no longer than [`GRACE`] for it.
///
/// # Errors
/// What the listener told.
pub(crate) async fn until<S>(
    serving: impl FnOnce(tokio::sync::oneshot::Receiver<()>) -> S,
    stop: impl Future<Output = ()>,
) -> io::Result<()>
where
    S: Future<Output = io::Result<()>>,
{
    bounded(serving, stop, GRACE).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::routing::get;
    use std::future::IntoFuture;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    /// Opens a door, asks for a path over a plain connection, says stop once the request is under way.
    async fn stopped(routes: Router, path: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let serving = |told: tokio::sync::oneshot::Receiver<()>| {
            axum::serve(listener, routes).with_graceful_shutdown(async { drop(told.await) }).into_future()
        };
        let door = bounded(serving, async { drop(stopped.await) }, Duration::from_millis(300));
        let asked = async {
            let mut connection = TcpStream::connect(address).await.unwrap();
            let request = format!("GET {path} HTTP/1.1\r\nhost: door\r\n\r\n");
            connection.write_all(request.as_bytes()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(50)).await;
            stop.send(()).unwrap();
            let mut answer = [0; 12];
            match tokio::time::timeout(Duration::from_millis(200), connection.read_exact(&mut answer)).await {
                Ok(Ok(_)) => String::from_utf8_lossy(&answer).into_owned(),
                _ => "no answer".to_owned(),
            }
        };
        let (done, answer) = tokio::join!(door, asked);
        done.unwrap();
        answer
    }

    fn routes() -> Router {
        let slow = || async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            "done"
        };
        Router::new().route("/slow", get(slow)).route("/endless", get(std::future::pending::<()>))
    }

    #[tokio::test]
    async fn what_is_under_way_is_finished() {
        assert_eq!(stopped(routes(), "/slow").await, "HTTP/1.1 200");
    }

    #[tokio::test]
    async fn a_request_that_never_ends_holds_no_node() {
        assert_eq!(stopped(routes(), "/endless").await, "no answer");
    }
}
