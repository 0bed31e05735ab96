//! `tutela gateway`: what an operator's gateway to the phone network does, but for the phone network.

use super::Common;
use super::reaching::gateway_secret;
use super::serve::{listen, runtime, told_to_stop};
use crate::fault::Fault;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use clap::Args;
use couriers::hook::Secret;
use desk::Desk;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A message that is so old, or from so far ahead, is refused: somebody may send it again who heard it. Seconds.
const MOST_APART: i64 = 300;
/// So many numbers are remembered, to tell a message that comes again.
const MOST_REMEMBERED: usize = 10_000;

/// Simulates a gateway to the phone network: verifies each message, drops what came before, shows it, and sends nothing.
#[derive(Args)]
#[command(after_help = "Example: tutela gateway --secret @gateway.secret &\n         \
    tutela serve --gateway http://127.0.0.1:8085/calls --gateway-secret @gateway.secret")]
pub(crate) struct Simulator {
    #[command(flatten)]
    common: Common,
    /// The file that holds the secret which the node knows, too: whsec_...
    #[arg(long, value_name = "@FILE", value_parser = gateway_secret)]
    secret: Secret,
    /// Where it listens
    #[arg(long, default_value = "127.0.0.1:8085", value_name = "ADDRESS", value_parser = crate::settings::address)]
    listen: String,
    /// Answers so many messages with 503 first, as a gateway that is busy does
    #[arg(long, default_value_t = 0, value_name = "COUNT")]
    busy: u32,
}

/// What is told of a message that was taken over.
pub(crate) type Show = dyn Fn(&Value) + Send + Sync;

/// A gateway at work.
struct Gateway {
    secret: Secret,
    busy: AtomicU32,
    known: Mutex<BTreeSet<String>>,
    show: Box<Show>,
}

/// The routes of a gateway that shows what it takes over.
pub(crate) fn routes(secret: Secret, busy: u32, show: Box<Show>) -> Router {
    let gateway = Gateway { secret, busy: AtomicU32::new(busy), known: Mutex::default(), show };
    Router::new().route("/calls", post(take)).with_state(Arc::new(gateway))
}

/// Takes one message over: 204; 401 where it is not the node's, 503 while the gateway is busy.
async fn take(State(gateway): State<Arc<Gateway>>, headers: HeaderMap, body: String) -> StatusCode {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (number, sent_at) = (header("webhook-id"), header("webhook-timestamp").parse::<i64>());
    let Ok(sent_at) = sent_at else { return StatusCode::UNAUTHORIZED };
    let is_new = (Desk::now().0 / 1_000).abs_diff(sent_at) <= MOST_APART.unsigned_abs();
    if !is_new || !gateway.secret.verifies(number, sent_at, &body, header("webhook-signature")) {
        return StatusCode::UNAUTHORIZED;
    }
    let one_less = |left: u32| left.checked_sub(1);
    if gateway.busy.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).is_ok() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let Ok(message) = serde_json::from_str::<Value>(&body) else { return StatusCode::BAD_REQUEST };
    let mut known = gateway.known.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= MOST_REMEMBERED {
        known.clear();
    }
    // What came before is taken over again, and nobody is called twice for it.
    if known.insert(number.to_owned()) {
        (gateway.show)(&message);
    }
    StatusCode::NO_CONTENT
}

impl Simulator {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let runtime = runtime()?;
        let stop = told_to_stop(&runtime);
        let (listener, url) = runtime.block_on(listen(&self.listen))?;
        let is_json = self.common.json;
        if is_json {
            println!("{}", json!({ "gateway": format!("{url}/calls") }));
        } else if !self.common.quiet {
            println!("Takes messages at {url}/calls. Nothing leaves this machine.");
        }
        let show = move |message: &Value| {
            let text = |field: &str| message[field].as_str().unwrap_or_default().to_owned();
            if is_json {
                println!("{message}");
            } else {
                println!("{}  {}  {}", text("type"), text("to"), text("text"));
            }
        };
        let routes = routes(self.secret, self.busy, Box::new(show));
        let served =
            runtime.block_on(async { axum::serve(listener, routes).with_graceful_shutdown(stop).await });
        served.map(|()| ExitCode::SUCCESS).map_err(|error| Fault::File("gateway".into(), error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;

    /// Statuses of what is sent, and how often something was shown.
    fn sent(busy: u32, messages: &[(&str, i64, &str, bool)]) -> (Vec<u16>, usize) {
        let secret = Secret::read(&Secret::written(&[7; 32])).unwrap();
        let shown = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&shown);
        let gateway = routes(
            secret.clone(),
            busy,
            Box::new(move |_| {
                counted.fetch_add(1, Ordering::SeqCst);
            }),
        );
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let statuses = messages.iter().map(|(number, late, body, is_ours)| {
            let sent_at = Desk::now().0 / 1_000 - late;
            let signed = secret.sign(number, sent_at, if *is_ours { body } else { "another" });
            let request = Request::post("/calls")
                .header("webhook-id", *number)
                .header("webhook-timestamp", sent_at.to_string())
                .header("webhook-signature", signed)
                .body(Body::from(body.to_string()))
                .unwrap();
            runtime.block_on(gateway.clone().oneshot(request)).unwrap().status().as_u16()
        });
        let statuses = statuses.collect();
        (statuses, shown.load(Ordering::SeqCst) as usize)
    }

    #[test]
    fn it_takes_what_is_signed_and_fresh_shows_it_once_and_is_busy_when_told() {
        assert_eq!(
            sent(0, &[("a", 0, "{}", true), ("a", 0, "{}", true), ("b", 0, "{}", true)]),
            (vec![204; 3], 2)
        );
        assert_eq!(
            sent(0, &[("a", 0, "{}", false), ("a", 400, "{}", true), ("a", -400, "{}", true)]),
            (vec![401; 3], 0)
        );
        assert_eq!(sent(1, &[("a", 0, "{}", true), ("a", 0, "{}", true)]), (vec![503, 204], 1));
        assert_eq!(sent(0, &[("a", 0, "{", true)]), (vec![400], 0));
    }
}
