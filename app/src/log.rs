//! The log: lines of text or JSON on standard error that can hold nothing of any person.
//!
//! A line has a moment, a level, a message and fields. A message is a literal of this program, and a field is one of a closed
//! list of names; a test reads every place that logs and says so when one is not. Of other libraries only their name and the
//! level are told: what they would say may hold addresses or queries. Of a panic only the place is told, never its words.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use desk::Desk;
use serde_json::{Map, Value, json};
use std::io::Write as _;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// The crates of this house, whose messages are literals.
pub(crate) const HOUSE: [&str; 24] = [
    "tutela",
    "store",
    "kernel",
    "access",
    "desk",
    "face",
    "facts",
    "rules",
    "reports",
    "known_material",
    "cases",
    "victims",
    "calling",
    "exchange",
    "platforms",
    "takedown",
    "evidence",
    "letters",
    "couriers",
    "demand_map",
    "material",
    "disclosure",
    "letting_go",
    "oversight",
];

/// The fields that a line may have: faults (whose words name files, tables, codes), numbers, ids, and the program's own words.
pub(crate) const FIELDS: [&str; 19] = [
    "fault", "error", "trouble", "place", "entries", "cause", "outcome", "other", "list", "act", "file",
    "line", "method", "route", "status", "ms", "seconds", "target", "term",
];

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Json,
}

/// Writes each event as one line.
struct Lines<W> {
    format: Format,
    level: Level,
    write: W,
}

/// What an event says.
#[derive(Default)]
struct Said {
    message: String,
    fields: Map<String, Value>,
}

impl Said {
    fn put(&mut self, field: &Field, value: Value) {
        if FIELDS.contains(&field.name()) {
            self.fields.insert(field.name().to_owned(), value);
        }
    }
}

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let text = format!("{value:?}");
        if field.name() == "message" { self.message = text } else { self.put(field, text.into()) }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value.into());
    }
}

/// Whether a target is a crate of this house, or a module of one.
fn is_ours(target: &str) -> bool {
    HOUSE.contains(&target.split("::").next().unwrap_or_default())
}

fn line(format: Format, level: Level, said: Said) -> String {
    let now = Desk::now();
    if format == Format::Json {
        let mut all =
            json!({ "at": now.to_string(), "level": level.as_str().to_lowercase(), "message": said.message });
        if let Value::Object(all) = &mut all {
            all.extend(said.fields);
        }
        return all.to_string();
    }
    let mut text = format!("{now} {level:5} {}", said.message);
    for (name, value) in said.fields {
        // A string in quotes: what stands in it breaks no line.
        text += &format!(" {name}={value}");
    }
    text
}

impl<S: Subscriber, W: Fn(&str) + 'static> Layer<S> for Lines<W> {
    fn enabled(&self, metadata: &tracing::Metadata<'_>, _: Context<'_, S>) -> bool {
        let most = if is_ours(metadata.target()) { self.level } else { Level::WARN.min(self.level) };
        *metadata.level() <= most
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let (metadata, mut said) = (event.metadata(), Said::default());
        if is_ours(metadata.target()) {
            event.record(&mut said);
        } else {
            said.message = "a library complains".into();
            said.fields.insert("target".into(), metadata.target().into());
        }
        (self.write)(&line(self.format, *metadata.level(), said));
    }
}

/// Begins to log to standard error. A second call (the demo serves what another command set up) changes nothing.
pub(crate) fn begin(format: &str, level: Option<Level>, quiet: bool) {
    let level = level.unwrap_or(if quiet { Level::ERROR } else { Level::INFO });
    let format = if format == "json" { Format::Json } else { Format::Text };
    let write = |line: &str| drop(writeln!(std::io::stderr(), "{line}"));
    drop(tracing_subscriber::registry().with(Lines { format, level, write }).try_init());
    std::panic::set_hook(Box::new(|panic| {
        let (file, line) = panic.location().map_or(("", 0), |place| (place.file(), place.line()));
        tracing::error!(file, line, "a defect: a thread has panicked; what it was about is not told");
    }));
}

fn name_of(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "HEAD" => "HEAD",
        _ => "other",
    }
}

/// One line a request: method, the route as it is declared, status and time. No address, no path as it was typed, no query.
pub(crate) async fn answered(request: Request, next: Next) -> Response {
    let method = name_of(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let began = tokio::time::Instant::now();
    let response = next.run(request).await;
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    tracing::debug!(method, route, status = u64::from(response.status().as_u16()), ms, "answered");
    response
}

#[cfg(test)]
mod tests;
