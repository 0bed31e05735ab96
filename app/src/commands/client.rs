//! Speaking to a running node over HTTP with the token that `tutela login` keeps.

use crate::fault::Fault;
use kernel::{CodeList, Purpose};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

/// Where a running node writes its addresses.
pub(crate) const DOORS_FILE: &str = "doors.json";
/// Where `tutela login` keeps its token.
pub(crate) const TOKEN_FILE: &str = "cli.token";
/// Where it keeps what tells its next attempt from those of others.
pub(crate) const KNOWN_FILE: &str = "cli.known";

/// The longest answer that is taken, in bytes.
const MOST_ANSWER: u64 = 1 << 30;

/// A running node.
pub(crate) struct Live {
    agent: ureq::Agent,
    staff: String,
    token: String,
}

/// An HTTP agent that hands back every status, so that problems can be read.
pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(120)))
        .build()
        .new_agent()
}

/// The staff address of the node that runs on these files.
pub(crate) fn staff_address(data: &Path) -> Result<String, Fault> {
    let file = data.join(DOORS_FILE);
    let text = std::fs::read_to_string(&file).map_err(Fault::file(&file))?;
    let doors: Value =
        serde_json::from_str(&text).map_err(|error| Fault::Input(format!("{}: {error}", file.display())))?;
    doors["staff"]
        .as_str()
        .map(ToOwned::to_owned)
        .ok_or_else(|| Fault::Input(format!("{}: names no staff door", file.display())))
}

/// What one signs in with.
pub(crate) struct SignIn<'a> {
    pub(crate) user: &'a str,
    pub(crate) password: &'a str,
    pub(crate) code: &'a str,
    pub(crate) purpose: Purpose,
    pub(crate) known: &'a str,
    /// The token of the session whose place this one takes; empty where there is none.
    pub(crate) before: &'a str,
}

/// What signing in tells.
pub(crate) struct SignedIn {
    pub(crate) token: String,
    pub(crate) known: String,
}

/// Signs in at a staff door; the token ends with the day.
///
/// # Errors
/// [`Fault::Input`] when name, password and code do not fit, or nobody answers.
pub(crate) fn sign_in(staff: &str, with: &SignIn<'_>) -> Result<SignedIn, Fault> {
    let asked = serde_json::json!({
        "user": with.user, "password": with.password, "code": with.code, "purpose": with.purpose.code(),
        "known": with.known,
    });
    let mut post = agent().post(format!("{staff}/api/sign-in")).header("content-type", "application/json");
    if !with.before.is_empty() {
        post = post.header("authorization", format!("Bearer {}", with.before));
    }
    let sent = post.send(asked.to_string());
    let mut answer = sent.map_err(|error| Fault::Input(format!("the node does not answer: {error}")))?;
    if answer.status().as_u16() == 503 {
        return Err(Fault::Input("the node has too much to do just now; try again in a moment".into()));
    }
    let body = answer.body_mut().read_to_string().unwrap_or_default();
    let told: Value = serde_json::from_str(&body).unwrap_or_default();
    let part = |name: &str| told[name].as_str().map(ToOwned::to_owned);
    let wrong = "user: name, password and code do not fit each other; try again, or wait 15 minutes";
    let token = part("token").ok_or_else(|| Fault::Input(wrong.into()))?;
    Ok(SignedIn { token, known: part("known").unwrap_or_default() })
}

impl Live {
    /// A staff door at which somebody has signed in.
    pub(crate) fn at(staff: String, token: String) -> Live {
        Live { agent: agent(), staff, token }
    }

    /// The node that runs on these files.
    ///
    /// # Errors
    /// [`Fault::Input`] when nobody is signed in.
    pub(crate) fn of(data: &Path) -> Result<Live, Fault> {
        let file = data.join(TOKEN_FILE);
        let token = std::fs::read_to_string(&file).map_err(|_| {
            Fault::Input("the node is running: sign in first with 'tutela login --user NAME'".into())
        })?;
        Ok(Live { agent: agent(), staff: staff_address(data)?, token: token.trim().to_owned() })
    }

    /// Gets a path; the answer's body as text.
    ///
    /// # Errors
    /// [`Fault`] with the problem's one line.
    pub(crate) fn get(&self, path: &str) -> Result<String, Fault> {
        let asked = self
            .agent
            .get(format!("{}{path}", self.staff))
            .header("authorization", format!("Bearer {}", self.token))
            .call();
        read(asked)
    }

    /// Posts JSON to a path; the answer's body as text.
    ///
    /// # Errors
    /// [`Fault`] with the problem's one line.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<String, Fault> {
        let post = self
            .agent
            .post(format!("{}{path}", self.staff))
            .header("authorization", format!("Bearer {}", self.token));
        read(post.header("content-type", "application/json").send(body.to_string()))
    }

    /// Posts nothing to a path, and writes the answer's body into a new file for this user alone.
    ///
    /// # Errors
    /// [`Fault`] with the problem's one line; then no file is left.
    pub(crate) fn post_into(&self, path: &str, file: &Path) -> Result<(), Fault> {
        let post = self
            .agent
            .post(format!("{}{path}", self.staff))
            .header("authorization", format!("Bearer {}", self.token));
        let mut answer =
            post.send_empty().map_err(|error| Fault::Input(format!("the node does not answer: {error}")))?;
        if answer.status().as_u16() >= 400 {
            return read(Ok(answer)).map(drop);
        }
        super::serve::write_for_this_user(file, &[])?;
        let written = std::fs::OpenOptions::new()
            .write(true)
            .open(file)
            .and_then(|mut to| std::io::copy(&mut answer.body_mut().as_reader(), &mut to));
        if let Err(error) = written {
            // Half a package is none.
            drop(std::fs::remove_file(file));
            return Err(Fault::File(file.display().to_string(), error));
        }
        Ok(())
    }

    /// Posts bytes of some type to a path.
    ///
    /// # Errors
    /// [`Fault`] with the problem's one line.
    pub(crate) fn post_bytes(&self, path: &str, media: &str, body: &[u8]) -> Result<String, Fault> {
        let post = self
            .agent
            .post(format!("{}{path}", self.staff))
            .header("authorization", format!("Bearer {}", self.token));
        read(post.header("content-type", media).send(body))
    }

    /// Posts what is read piece by piece to a path.
    ///
    /// # Errors
    /// [`Fault`] with the problem's one line.
    pub(crate) fn post_stream(
        &self,
        path: &str,
        media: &str,
        body: &mut dyn std::io::Read,
    ) -> Result<String, Fault> {
        let post = self
            .agent
            .post(format!("{}{path}", self.staff))
            .header("authorization", format!("Bearer {}", self.token));
        read(post.header("content-type", media).send(ureq::SendBody::from_reader(body)))
    }
}

/// The body of an answer, or its problem as one line.
///
/// # Errors
/// [`Fault`] with the problem's one line.
pub(crate) fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<String, Fault> {
    let mut answer = answer.map_err(|error| Fault::Input(format!("the node does not answer: {error}")))?;
    let status = answer.status().as_u16();
    // A list of every row may be long; the library would stop at 10 MiB.
    let body = answer
        .body_mut()
        .with_config()
        .limit(MOST_ANSWER)
        .read_to_string()
        .map_err(|error| Fault::Input(format!("the node's answer breaks off: {error}")))?;
    if status < 400 { Ok(body) } else { Err(problem(status, &body)) }
}

/// A problem document as one line: what, where, what would be right.
fn problem(status: u16, body: &str) -> Fault {
    let document: Value = serde_json::from_str(body).unwrap_or_default();
    let title = document["title"].as_str().unwrap_or("the node refuses");
    let errors = document["errors"].as_array().cloned().unwrap_or_default();
    let error = |error: &Value| {
        let part = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
        format!("{}: {}; {}", part("field"), part("wrong"), part("right"))
    };
    let lines: Vec<String> = errors.iter().map(error).collect();
    let detail = if lines.is_empty() {
        document["detail"].as_str().unwrap_or_default().to_owned()
    } else {
        lines.join(" | ")
    };
    let line = format!("{title}: {detail}");
    if status == 422 && document["type"].as_str().is_some_and(|kind| kind.contains("/rule/")) {
        Fault::Found(line)
    } else {
        Fault::Input(line)
    }
}
