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
    let routes = platforms::machine_routes(desk.clone(), largest_file);
    let routes = routes.merge(takedown::machine_routes(desk.clone()));
    routes.merge(reports::machine_routes(desk, described))
}

/// Serves the machine door, where a file has at most so many bytes, until `stop` comes, then finishes what is under way.
pub(crate) async fn serve(
    listener: TcpListener,
    desk: Desk,
    largest_file: u64,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let routes = routes(desk, largest_file);
    let served = |told: tokio::sync::oneshot::Receiver<()>| {
        axum::serve(listener, routes).with_graceful_shutdown(async { drop(told.await) }).into_future()
    };
    if let Err(error) = serving::until(served, stop).await {
        tracing::error!(%error, "the machine door is closed");
    }
}
