//! A fictional host of the demo, on this machine: it has a page, its system takes signed notices, and takes the page down then. What it
//! was told last it shows: the link to its own page stands there.

use crate::fault::Fault;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use couriers::hook::Secret;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The fictional host: where its page is, and where its system takes notices.
pub(crate) struct SimulatedHost {
    pub(crate) page: String,
    pub(crate) notices: String,
    pub(crate) secret: String,
    /// Where it shows what it was told last.
    pub(crate) inbox: String,
}

#[derive(Clone)]
struct Host {
    secret: Secret,
    is_gone: Arc<AtomicBool>,
    told: Arc<Mutex<String>>,
}

async fn page(State(host): State<Host>) -> StatusCode {
    if host.is_gone.load(Ordering::SeqCst) { StatusCode::GONE } else { StatusCode::NO_CONTENT }
}

/// What is signed is followed; everything else is refused.
async fn notice(State(host): State<Host>, headers: HeaderMap, body: String) -> StatusCode {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let at = header("webhook-timestamp").parse().unwrap_or_default();
    if !host.secret.verifies(header("webhook-id"), at, &body, header("webhook-signature")) {
        return StatusCode::UNAUTHORIZED;
    }
    host.is_gone.store(body.contains("takedown.notice"), Ordering::SeqCst);
    *host.told.lock().unwrap_or_else(PoisonError::into_inner) = body;
    StatusCode::NO_CONTENT
}

async fn inbox(State(host): State<Host>) -> String {
    host.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Starts it.
///
/// # Errors
/// [`Fault`].
pub(crate) async fn host() -> Result<SimulatedHost, Fault> {
    let bytes = store::crypto::random().map_err(|error| Fault::Input(error.to_string()))?;
    let secret = Secret::written(&bytes);
    let (listener, url) = crate::commands::listen("127.0.0.1:0").await?;
    let host = Host {
        secret: Secret::read(&secret).map_err(Fault::Input)?,
        is_gone: Arc::default(),
        told: Arc::default(),
    };
    let routes = Router::new().route("/page", get(page)).route("/notices", post(notice));
    let routes = routes.route("/inbox", get(inbox)).with_state(host);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(SimulatedHost {
        page: format!("{url}/page"),
        notices: format!("{url}/notices"),
        secret,
        inbox: format!("{url}/inbox"),
    })
}
