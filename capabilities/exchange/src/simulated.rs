//! A fictional hotline on this machine: it answers as ICCAM's interface does, well or badly. For tests alone.

use iccam::ask::written;
use iccam::field;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The user name that it knows.
pub const USER: &str = "tutela";
/// The password that it knows.
pub const PASSWORD: &str = "fictional";
/// When what it has came in: 2027-01-15T08:00:00Z, and a second more for each.
const FIRST_MS: i64 = 1_800_000_000_000;

/// How it answers, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// With that status, and does nothing.
    Status(u16),
    /// Not at all: it does what was asked, and hangs up.
    Cut,
    /// Too late: it does what was asked.
    Slow,
    /// With what cannot be read: it does what was asked.
    Rubbish,
    /// Each thing of a list twice.
    Doubled,
}

/// What it has.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Its number.
    pub number: i64,
    /// The address.
    pub url: String,
    /// Whether it hands it in here; else it was handed over from here.
    pub hands_in: bool,
    /// The other side's number.
    pub reference: String,
    /// The assessment; 0 before.
    pub classification: i64,
    /// The State of the host; empty before.
    pub hosting: String,
    /// The State of the hotline that has it; empty before.
    pub assigned: String,
    /// What was done: type and date.
    pub actions: Vec<(i64, String)>,
}

#[derive(Default)]
struct State {
    held: Vec<Held>,
    bearers: BTreeSet<String>,
    refreshes: BTreeSet<String>,
    tokens: u32,
    heard: Vec<String>,
    bodies: Vec<String>,
    manners: Vec<(String, Manner)>,
    is_gone: bool,
    takes: Duration,
}

/// A fictional hotline.
#[derive(Clone)]
pub struct Peer {
    /// Where it is spoken with.
    pub endpoint: String,
    state: Arc<Mutex<State>>,
}

impl Peer {
    /// One that answers well until it is told otherwise.
    ///
    /// # Panics
    /// When this machine gives no port.
    #[must_use]
    pub fn start() -> Peer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has a port");
        let at = listener.local_addr().expect("a port has an address");
        let peer = Peer { endpoint: format!("http://{at}/api"), state: Arc::default() };
        let answers = peer.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if answers.state().is_gone {
                    break;
                }
                let answers = answers.clone();
                std::thread::spawn(move || answers.answer(stream));
            }
        });
        peer
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It hands an address in; its number.
    #[must_use = "or it is not known which"]
    pub fn hands_in(&self, url: &str) -> i64 {
        self.keep(url, true)
    }

    /// It has an address that was handed over.
    pub fn has(&self, url: &str) {
        self.keep(url, false);
    }

    fn keep(&self, url: &str, hands_in: bool) -> i64 {
        let mut state = self.state();
        let number = state.held.len() as i64 + 1;
        state.held.push(Held { number, url: url.to_owned(), hands_in, ..Held::default() });
        number
    }

    /// What it has.
    #[must_use]
    pub fn held(&self) -> Vec<Held> {
        self.state().held.clone()
    }

    /// It does something about what it has.
    pub fn acts(&self, number: i64, action: i64) {
        let mut state = self.state();
        if let Some(held) = state.held.iter_mut().find(|held| held.number == number) {
            held.actions.push((action, written(FIRST_MS)));
        }
    }

    /// The next call that begins so is answered in that manner.
    pub fn next(&self, call: &str, manner: Manner) {
        self.state().manners.push((call.to_owned(), manner));
    }

    /// How often a call was made: method and path.
    #[must_use]
    pub fn count(&self, call: &str) -> usize {
        self.state().heard.iter().filter(|heard| *heard == call).count()
    }

    /// All calls, in order: method and path.
    #[must_use]
    pub fn heard(&self) -> Vec<String> {
        self.state().heard.clone()
    }

    /// Everything that was ever said to it.
    #[must_use]
    pub fn bodies(&self) -> String {
        self.state().bodies.join("\n")
    }

    /// No bearer token holds any more.
    pub fn forgets_bearers(&self) {
        self.state().bearers.clear();
    }

    /// No token holds any more.
    pub fn forgets_everybody(&self) {
        let mut state = self.state();
        state.bearers.clear();
        state.refreshes.clear();
    }

    /// It takes so long for each answer.
    pub fn takes_its_time(&self, takes: Duration) {
        self.state().takes = takes;
    }

    /// Nobody answers there any more.
    #[expect(clippy::disallowed_methods, reason = "it knocks at itself alone")]
    pub fn is_gone(&self) {
        self.state().is_gone = true;
        // One more connection, so that it notices.
        let at = self.endpoint.trim_start_matches("http://").trim_end_matches("/api").to_owned();
        drop(TcpStream::connect(at));
        std::thread::sleep(Duration::from_millis(50));
    }

    fn answer(&self, mut stream: TcpStream) {
        let Some((call, query, bearer, body)) = read(&stream) else { return };
        let manner = {
            let mut state = self.state();
            state.heard.push(call.clone());
            state.bodies.push(body.clone());
            let at = state.manners.iter().position(|(begins, _)| call.starts_with(begins.as_str()));
            at.map(|at| state.manners.remove(at).1)
        };
        if let Some(Manner::Status(status)) = manner {
            return say(&mut stream, status, "{}");
        }
        let takes = self.state().takes;
        std::thread::sleep(takes);
        let (status, told) = self.state().does(&call, &query, &bearer, &body);
        std::thread::sleep(takes);
        match manner {
            Some(Manner::Cut) => {}
            Some(Manner::Slow) => {
                std::thread::sleep(Duration::from_millis(1_500));
                say(&mut stream, status, &told.to_string());
            }
            Some(Manner::Rubbish) => say(&mut stream, status, "<html>"),
            Some(Manner::Doubled) => {
                let all = told.as_array().cloned().unwrap_or_default();
                let twice: Vec<Value> = all.iter().chain(&all).cloned().collect();
                say(&mut stream, status, &Value::from(twice).to_string());
            }
            _ => say(&mut stream, status, &told.to_string()),
        }
    }
}

/// Method and path, query, bearer token and body of a request.
fn read(stream: &TcpStream) -> Option<(String, String, String, String)> {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length, mut bearer) = (String::new(), 0, String::new());
    reader.read_line(&mut first).ok()?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" => bearer = value.trim_start_matches("Bearer ").to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?, words.next()?.strip_prefix("/api/")?);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Some((format!("{method} {path}"), query.to_owned(), bearer, String::from_utf8(body).ok()?))
}

fn say(stream: &mut TcpStream, status: u16, body: &str) {
    let head = format!(
        "HTTP/1.1 {status} Said\r\nlocation: http://127.0.0.1:9/\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    // Whoever went away does not hear it.
    drop(stream.write_all(format!("{head}{body}").as_bytes()));
}

impl State {
    fn does(&mut self, call: &str, query: &str, bearer: &str, body: &str) -> (u16, Value) {
        let asked: Value = serde_json::from_str(body).unwrap_or_default();
        match call {
            "POST Authentication" if asked["username"] == USER && asked["password"] == PASSWORD => {
                return (200, self.tokens());
            }
            "POST Authentication/refresh" => {
                let known = asked[field::REFRESH].as_str().is_some_and(|token| self.refreshes.remove(token));
                return if known { (200, self.tokens()) } else { (401, json!({})) };
            }
            _ if !self.bearers.contains(bearer) => return (401, json!({})),
            "POST rest/reports" => return (201, self.makes(&asked)),
            "GET rest/Content/unactioned" => {
                return (200, self.list(query, |held| held.hands_in && held.actions.is_empty()));
            }
            "GET rest/Content/no-reference" => {
                return (200, self.list(query, |held| !held.hands_in && held.reference.is_empty()));
            }
            _ => {}
        }
        let (method, rest) = call.split_once(" rest/Content/").unwrap_or((call, ""));
        let (number, what) = rest.split_once('/').unwrap_or((rest, ""));
        let number: i64 = number.parse().unwrap_or_default();
        let Some(held) = self.held.iter_mut().find(|held| held.number == number) else {
            return (404, json!({}));
        };
        let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
        match (method, what) {
            ("GET", "") => return (200, written_out(held)),
            ("PUT", "assessment") => {
                held.classification = asked[field::CLASSIFICATION].as_i64().unwrap_or_default()
            }
            ("PUT", "url/hosting") => held.hosting = text(field::COUNTRY),
            ("PUT", "assigned-country") => held.assigned = text(field::COUNTRY),
            ("PUT", "hotline-reference") => held.reference = text(field::REFERENCE),
            // Order matters here, as it does to the real one.
            ("POST", "actions") if held.classification == 0 => return (409, json!({})),
            ("POST", "actions") => {
                let kind = asked[field::ACTION_TYPE].as_i64().unwrap_or(-1);
                held.actions.push((kind, text(field::ACTION_DATE)));
            }
            _ => return (404, json!({})),
        }
        (200, json!({}))
    }

    fn tokens(&mut self) -> Value {
        self.tokens += 1;
        let (bearer, refresh) = (format!("bearer-{}", self.tokens), format!("refresh-{}", self.tokens));
        self.bearers.insert(bearer.clone());
        self.refreshes.insert(refresh.clone());
        json!({ field::BEARER: bearer, field::REFRESH: refresh, field::EXPIRES: 600 })
    }

    fn makes(&mut self, asked: &Value) -> Value {
        let number = self.held.len() as i64 + 1;
        let url = asked[field::CONTENTS][0][field::URL].as_str().unwrap_or_default().to_owned();
        self.held.push(Held { number, url, ..Held::default() });
        json!({ field::REPORT_ID: 1_000 + number, field::CONTENTS: [{ field::CONTENT_ID: number }] })
    }

    fn list(&self, query: &str, which: fn(&Held) -> bool) -> Value {
        let most = query.split('&').find_map(|part| part.strip_prefix("maxResults=")?.parse().ok());
        let from = query.split('&').find_map(|part| part.strip_prefix("receivedStartDate="));
        let from = from.unwrap_or_default().replace("%3A", ":");
        let all = self.held.iter().filter(|held| which(held) && received(held) >= from);
        all.take(most.unwrap_or(10)).map(written_out).collect()
    }
}

fn received(held: &Held) -> String {
    written(FIRST_MS + held.number * 1_000)
}

fn written_out(held: &Held) -> Value {
    let actions: Vec<Value> = (1..)
        .zip(&held.actions)
        .map(|(n, (kind, date))| {
            let n: i64 = n;
            json!({ field::ACTION_ID: n, field::ACTION_TYPE: kind, field::ACTION_DATE: date })
        })
        .collect();
    json!({
        field::CONTENT_ID: held.number,
        field::REPORT_ID: 1_000 + held.number,
        field::URL: held.url,
        field::RECEIVED: received(held),
        field::REFERENCE: held.reference,
        field::CLASSIFICATION: 1,
        field::ACTIONS: actions,
    })
}
