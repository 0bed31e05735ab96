//! `public`: its own process, without any private key. It knows two verbs and the files that `core` writes out for it.

use crate::doors::core::{catalogue, public_directory, socket_path};
use crate::doors::socket::Asker;
use crate::fault::Fault;
use crate::rooms::rooms;
use axum::Router;
use demand_map::PublicStatistics;
use face::Looks;
use reports::door::Door;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

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

/// The public door's routes.
///
/// # Errors
/// [`Fault`] when `core` has not written out its key yet.
pub(crate) fn routes(data: &Path, exit: &str) -> Result<Router, Fault> {
    let texts = rooms().into_iter().flat_map(|room| room.texts);
    let looks = Looks::new(catalogue(texts)?, exit);
    let asker = Asker::new(&socket_path(data));
    let ask = move |question: Vec<u8>| {
        let asker = Arc::clone(&asker);
        Box::pin(async move { asker.ask(&question).await }) as reports::door::Asking
    };
    let door = Door::new(Arc::new(ask), box_key(data)?);
    let statistics = PublicStatistics::new(public_directory(data));
    Ok(reports::door::routes(door)
        .merge(demand_map::public_routes(statistics))
        .merge(face::assets::router())
        .layer(axum::Extension(looks))
        .layer(tower_http::timeout::TimeoutLayer::with_status_code(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(tower_http::compression::CompressionLayer::new()))
}

/// Serves the public door until `stop` comes.
///
/// # Errors
/// [`Fault`].
pub(crate) async fn serve(
    data: &Path,
    exit: &str,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Fault> {
    let served = axum::serve(listener, routes(data, exit)?).with_graceful_shutdown(stop);
    served.await.map_err(|error| Fault::File("public door".into(), error))
}
