//! The demo as somebody at the doors: real HTTP, nothing else.

use crate::commands::agent;
use crate::fault::Fault;
use serde_json::Value;

/// An answer: status and body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// One door.
pub(crate) struct AtDoor {
    agent: ureq::Agent,
    base: String,
    token: Option<String>,
}

fn answered(sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Answer, Fault> {
    let mut response = sent.map_err(|error| Fault::Input(format!("the door does not answer: {error}")))?;
    let status = response.status().as_u16();
    let body = response
        .body_mut()
        .read_to_vec()
        .map_err(|error| Fault::Input(format!("the answer breaks off: {error}")))?;
    // A package is no text.
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(Answer { status, body })
}

impl AtDoor {
    /// At a door, with a token or without.
    pub(crate) fn new(base: &str, token: Option<&str>) -> AtDoor {
        AtDoor { agent: agent(), base: base.to_owned(), token: token.map(ToOwned::to_owned) }
    }

    /// Gets a path.
    ///
    /// # Errors
    /// [`Fault`] when nobody answers.
    pub(crate) fn get(&self, path: &str) -> Result<Answer, Fault> {
        let mut get = self.agent.get(format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            get = get.header("authorization", format!("Bearer {token}"));
        }
        answered(get.call())
    }

    /// Posts a body of some media type.
    ///
    /// # Errors
    /// [`Fault`] when nobody answers.
    pub(crate) fn post(&self, path: &str, media: &str, body: &[u8]) -> Result<Answer, Fault> {
        let mut post = self.agent.post(format!("{}{path}", self.base)).header("content-type", media);
        if let Some(token) = &self.token {
            post = post.header("authorization", format!("Bearer {token}"));
        }
        answered(post.send(body))
    }

    /// Enters an act by JSON.
    ///
    /// # Errors
    /// [`Fault`] when nobody answers.
    pub(crate) fn act(&self, name: &str, act: &Value, sealed: &Value) -> Result<Answer, Fault> {
        let mut act = act.clone();
        // What the story enters under an id of its own.
        let id = act.as_object_mut().and_then(|fields| fields.remove("act-id"));
        let mut envelope = serde_json::json!({ "act": act, "sealed": sealed });
        if let Some(id) = id {
            envelope["id"] = id;
        }
        self.post(&format!("/api/acts/{name}"), "application/json", envelope.to_string().as_bytes())
    }

    /// Posts a form with files (multipart/form-data).
    ///
    /// # Errors
    /// [`Fault`] when nobody answers.
    pub(crate) fn form(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &str, &[u8])],
    ) -> Result<Answer, Fault> {
        const BOUNDARY: &str = "tutela-demo-boundary-7d1f";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        for (name, file, media, bytes) in files {
            let head = format!(
                "content-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\ncontent-type: {media}"
            );
            body.extend(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        self.post(path, &format!("multipart/form-data; boundary={BOUNDARY}"), &body)
    }
}
