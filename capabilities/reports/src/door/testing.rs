//! What the tests of the door share: a door in front of a core that a test writes, and forms as browsers send them.

use super::{Asking, Door, Help, routes};
use crate::wire::{Answer, Glance, Question, Thread, Told, read, write};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use face::{Catalogue, Language, Looks, Texts};
use std::sync::{Arc, Mutex};
use store::Node;
use store::crypto::{Secret, open_sealed_to, public_key};
use store::team::{Team, TeamKey};
use tower::ServiceExt;

/// The texts of each language.
pub(super) fn texts() -> Vec<Texts> {
    let catalogue = Catalogue::new(&crate::room().texts).unwrap();
    Language::ALL.iter().map(|&language| catalogue.texts(language)).collect()
}

/// Bytes of a box before what is sealed.
const HEAD: usize = 11;

/// What a core was told, opened.
pub(super) type Heard = Arc<Mutex<Vec<Told>>>;

/// A door, what it told its core, and how that core answers.
pub(super) struct Street {
    pub(super) door: Door,
    pub(super) heard: Heard,
}

/// An answer of the door.
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Answered {
    /// The value of a hidden field.
    pub(super) fn hidden(&self, name: &str) -> String {
        let from = format!(r#"name="{name}" value=""#);
        let (_, after) = self.body.split_once(&from).unwrap_or_else(|| panic!("no {name} in {}", self.body));
        after.split('"').next().unwrap().to_owned()
    }

    /// The hidden fields of the form that goes to that path, as they stand in the page.
    pub(super) fn all_hidden_of(&self, path: &str) -> Vec<(String, String)> {
        let (_, after) = self.body.split_once(&format!(r#"action="{path}"#)).expect("no such form");
        let form = after.split("</form>").next().unwrap();
        let field = |part: &str| {
            let (name, rest) = part.split_once(r#"" value=""#)?;
            Some((name.to_owned(), rest.split('"').next()?.to_owned()))
        };
        form.split(r#"type="hidden" name=""#).skip(1).filter_map(field).collect()
    }

    /// The receipt's digits.
    pub(super) fn digits(&self) -> String {
        let (_, after) = self.body.split_once(r#"id="receipt-digits">"#).expect("no receipt");
        after.split('<').next().unwrap().to_owned()
    }

    /// How many errors the summary lists.
    pub(super) fn errors(&self) -> usize {
        let (_, after) = self.body.split_once("govuk-error-summary__list").unwrap_or_default();
        after.split("</ul>").next().unwrap_or_default().matches("<li>").count()
    }
}

/// A thread in which nothing was said.
pub(super) fn empty_thread() -> Thread {
    Thread {
        state: "new".into(),
        not_pursued: String::new(),
        answer_by: 0,
        said: Vec::new(),
        older: false,
        second_look: "not-asked".into(),
        language: Some("en".into()),
        official: None,
    }
}

impl Street {
    /// A door whose core answers so: submissions are opened and kept first.
    pub(super) fn new(answer: impl Fn(&Question) -> Answer + Send + Sync + 'static) -> Street {
        let (key, heard) = (Secret::random().unwrap(), Heard::default());
        let desk = TeamKey {
            team: Team::ReportsDesk,
            number: 1,
            made: kernel::Instant(0),
            public: public_key(&key),
        };
        let told = Arc::clone(&heard);
        let ask = move |frame: Vec<u8>| {
            let question = read::<Question>(&frame).unwrap();
            if let Question::Submit(sealed) = &question {
                let opened = open_sealed_to(&key, &sealed[HEAD..]).unwrap();
                told.lock().unwrap().push(read::<Told>(&opened).unwrap());
            }
            let answer = write(&answer(&question));
            Box::pin(async move { Ok(answer) }) as Asking
        };
        let help = Help::read(r#"{"emergency": {"number": "112"}, "helpline": {"number": "116 111"}, "others": [{"number": "Youth Centre, 555 0100"}]}"#).unwrap();
        Street { door: Door::new(Arc::new(ask), Arc::new(move || desk)).with_help(help), heard }
    }

    /// A door whose core is a node's own.
    pub(super) fn before(node: &Arc<Node>, desk_key: impl Fn() -> TeamKey + Send + Sync + 'static) -> Street {
        let node = Arc::clone(node);
        let ask = move |frame: Vec<u8>| {
            let node = Arc::clone(&node);
            let answer = tokio::task::spawn_blocking(move || crate::core::answer(&node, &frame));
            Box::pin(async move { answer.await.map_err(std::io::Error::other) }) as Asking
        };
        Street { door: Door::new(Arc::new(ask), Arc::new(desk_key)), heard: Heard::default() }
    }

    /// Its routes, with what lies around them.
    pub(super) fn routes(&self) -> axum::Router {
        let looks = Looks::new(Catalogue::new(&crate::room().texts).unwrap(), "about:blank");
        routes(self.door.clone())
            .layer(axum::middleware::from_fn(face::dressed))
            .layer(axum::Extension(looks))
    }

    /// Sends a request.
    pub(super) fn send(&self, request: Request<Body>) -> Answered {
        self.send_on(&tokio::runtime::Builder::new_current_thread().build().unwrap(), request)
    }

    /// Sends a request and reads its answer to the end, however long that takes by the clock of the test.
    pub(super) fn send_and_wait(&self, request: Request<Body>) -> Answered {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        self.send_on(&runtime.unwrap(), request)
    }

    fn send_on(&self, runtime: &tokio::runtime::Runtime, request: Request<Body>) -> Answered {
        let routes = self.routes();
        runtime.block_on(async {
            let (parts, body) = routes.oneshot(request).await.unwrap().into_parts();
            let bytes = axum::body::to_bytes(body, 16 << 20).await.unwrap();
            let body = String::from_utf8(bytes.to_vec()).unwrap();
            Answered { status: StatusCode::as_u16(&parts.status), headers: parts.headers, body }
        })
    }
}

/// The parts of a form, as a browser sends them with its files.
#[derive(Default)]
pub(super) struct Parts(Vec<u8>);

impl Parts {
    /// A field.
    pub(super) fn and(self, name: &str, value: impl AsRef<[u8]>) -> Parts {
        self.part(&format!("name=\"{name}\""), value.as_ref())
    }

    /// A file.
    pub(super) fn file(self, bytes: &[u8]) -> Parts {
        self.file_in("pictures", bytes)
    }

    /// A file of that field.
    pub(super) fn file_in(self, field: &str, bytes: &[u8]) -> Parts {
        let head = format!("name=\"{field}\"; filename=\"a\"\r\ncontent-type: application/octet-stream");
        self.part(&head, bytes)
    }

    fn part(mut self, head: &str, bytes: &[u8]) -> Parts {
        self.0.extend(format!("--B\r\ncontent-disposition: form-data; {head}\r\n\r\n").bytes());
        self.0.extend_from_slice(bytes);
        self.0.extend(b"\r\n");
        self
    }

    /// The request, whole.
    pub(super) fn to(mut self, path: &str) -> Request<Body> {
        self.0.extend(b"--B--\r\n");
        self.cut(path)
    }

    /// The request, broken off after the last part.
    pub(super) fn cut(self, path: &str) -> Request<Body> {
        let request = Request::post(path).header("content-type", "multipart/form-data; boundary=B");
        request.body(Body::from(self.0)).unwrap()
    }
}

/// A form without files, as a browser sends it.
pub(super) fn form(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    let coded = |text: &str| text.bytes().map(byte).collect::<String>();
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    request.body(Body::from(pairs.join("&"))).unwrap()
}

/// A request of a program.
pub(super) fn json(path: &str, body: &serde_json::Value) -> Request<Body> {
    let request = Request::post(path).header("content-type", "application/json");
    request.body(Body::from(body.to_string())).unwrap()
}

/// How it stands with threads in which nothing was said, one for each that is asked for.
pub(super) fn nothing_new(asked: usize) -> Answer {
    Answer::Glances(vec![Some(Glance { newest: -1, staff_here: false }); asked])
}

/// Filed, whenever it is to be answered.
pub(super) const FILED: Answer = Answer::Filed { answer_by: 1, official: None };

/// A core that files everything, and whose threads are empty.
pub(super) fn filing() -> Street {
    Street::new(|question| match question {
        Question::Submit(_) => FILED,
        Question::OpenThread(..) => Answer::Thread(empty_thread()),
        Question::Glance(asked) => nothing_new(asked.len()),
    })
}

/// A core that answers everything so.
pub(super) fn answering(answer: Answer) -> Street {
    Street::new(move |_| answer.clone())
}

/// A thread that opens, in front of a core that takes messages in so.
pub(super) fn with_thread(thread: Thread, taken: Answer) -> Street {
    Street::new(move |question| match question {
        Question::Submit(_) => taken.clone(),
        Question::OpenThread(..) => Answer::Thread(thread.clone()),
        Question::Glance(asked) => nothing_new(asked.len()),
    })
}

/// A report of a child who is safe.
pub(super) fn told_form(once: &str, text: &str) -> Parts {
    Parts::default().and("once", once).and("danger", "safe").and("by", "child").and("text", text)
}

/// A receipt as its holder types it.
pub(super) fn a_receipt() -> String {
    crate::receipt::Receipt::from_entropy(*b"0123456789").digits()
}

/// A text in English.
pub(super) fn english(key: &str) -> String {
    texts()[0].t(key)
}
