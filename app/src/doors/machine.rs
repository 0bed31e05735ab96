//! The machine door: systems of senders, by their keys, and hosts, by the links of their notices. No session, nobody signs in.

use crate::doors::serving;
use axum::Router;
use desk::Desk;
use std::future::IntoFuture;
use tokio::net::TcpListener;

/// What stands at this door.
fn routes(desk: Desk, largest_file: u64) -> Router {
    let mut described = platforms::machine_described();
    described.merge(takedown::machine_described());
    described.merge(known_material::service::described());
    let routes = platforms::machine_routes(desk.clone(), largest_file);
    let routes = routes.merge(takedown::machine_routes(desk.clone()));
    let routes = routes.merge(known_material::service::routes(desk.clone()));
    routes.merge(reports::machine_routes(desk, described))
}

/// Serves the machine door, where a file has at most so many bytes, until `stop` comes, then finishes what is under way.
pub(crate) async fn serve(
    listener: TcpListener,
    desk: Desk,
    largest_file: u64,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let all = routes(desk.clone(), largest_file);
    with_matching(listener, desk, all, stop).await;
}

/// Serves routes, those of the match service among them, and keeps its lists and its trace until nothing is under way any more.
pub(crate) async fn with_matching(
    listener: TcpListener,
    desk: Desk,
    routes: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let (closed, told_closed) = tokio::sync::oneshot::channel::<()>();
    let keeping = tokio::spawn(known_material::service::keep(desk, async { drop(told_closed.await) }));
    let served = |told: tokio::sync::oneshot::Receiver<()>| {
        axum::serve(listener, routes).with_graceful_shutdown(async { drop(told.await) }).into_future()
    };
    if let Err(error) = serving::until(served, stop).await {
        tracing::error!(%error, "the machine door is closed");
    }
    drop(closed);
    // What was asked last is written down before the door counts as closed.
    drop(keeping.await);
}
