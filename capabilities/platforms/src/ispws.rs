//! The CyberTipline reporting API, `/ispws/*`: status, xsd, submit, upload, fileinfo, finish, retract.
//!
//! What is wrong with a request is told with HTTP 200 and a code of the wire, since clients send anything else again; who is not known
//! gets 401, and only a fault of ours 5xx. Every answer has a `Request-ID`.

mod body;
mod described;
mod incoming;
mod sandbox;
mod shelf;
#[cfg(test)]
pub(crate) mod tests;
mod turns;

use crate::limits::MOST_FILE_BYTES;
use access::codes::Environment;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use body::Wrong;
use described::{Answer, FileForm, Finishing, Form, Usual};
use desk::{Desk, MachineCaller, NoMachine, Over, spend};
use incoming::Incoming;
use sandbox::Sandbox;
use shelf::{Finished, Journal, Shelf};
use std::sync::Arc;
use tipline::answer::{done, response};
use tipline::{Code, FileDetails, Limits, Report, read_file_details, read_report};

/// The routes of the wire; a file has at most so many bytes.
pub fn routes(desk: Desk, most: u64) -> Router {
    let upload = move |desk, sender, request| upload(desk, sender, request, most);
    Router::new()
        .route("/ispws/status", get(status))
        .route("/ispws/xsd", get(xsd))
        .route("/ispws/submit", post(submit))
        .route("/ispws/upload", post(upload))
        .route("/ispws/fileinfo", post(fileinfo))
        .route("/ispws/finish", post(finish))
        .route("/ispws/retract", post(retract))
        .route("/ispws/{*other}", axum::routing::any(nowhere))
        .method_not_allowed_fallback(nowhere)
        // Each body is bounded where it is read.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(desk.clone(), numbered))
        .with_state(desk)
}

/// What is described of the wire.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    <described::Described as utoipa::OpenApi>::openapi()
}

/// An answer of the wire, or why there is none.
type Answered = Result<Response, Refused>;
/// Who sends, or nobody.
type Sender = Result<MachineCaller, NoMachine>;

/// Why a request is not done.
pub(crate) enum Refused {
    /// Nobody is known by these credentials.
    Nobody,
    /// A code of the wire, words for the sender, and the report that it is about, where one is known.
    Code(Code, String, Option<u64>),
    /// A report that cannot be finished, with its number: the wire answers so in another form.
    NotDone(Code, u64),
    /// More than the key may hand in: the same again later.
    TooMuch(Over),
    /// A fault of ours, which passes: the same again.
    Ours(Code, String),
}

impl From<Over> for Refused {
    fn from(over: Over) -> Refused {
        Refused::TooMuch(over)
    }
}

impl Refused {
    fn of(code: Code, words: &str) -> Refused {
        Refused::Code(code, words.to_owned(), None)
    }

    fn ours(fault: impl ToString) -> Refused {
        Refused::Ours(Code::ServerError, fault.to_string())
    }

    /// The same, in the codes that the wire has for what failed and for who may not do it.
    fn of_call(self, failed: Code, may_not: Code) -> Refused {
        match self {
            Refused::Ours(Code::ServerError, why) => Refused::Ours(failed, why),
            Refused::Code(Code::NotAuthorised, words, about) => Refused::Code(may_not, words, about),
            other => other,
        }
    }

    /// The same, of an update of that report: clients look for its number.
    fn of_update(self, failed: Code, number: u64) -> Refused {
        match self.of_call(failed, Code::MayNotUpdate) {
            Refused::Code(code, words, _) => Refused::Code(code, words, Some(number)),
            other => other,
        }
    }

    /// The same for a report that was to be finished.
    fn of_finish(self, number: u64) -> Refused {
        match self.of_update(Code::UpdateFailed, number) {
            Refused::Code(code, ..) => Refused::NotDone(code, number),
            other => other,
        }
    }
}

impl From<NoMachine> for Refused {
    fn from(reason: NoMachine) -> Refused {
        match reason {
            NoMachine::Nobody => Refused::Nobody,
            NoMachine::Elsewhere => {
                Refused::of(Code::NotAuthorised, "Not authorised - another site sent this")
            }
            NoMachine::Ours(why) => Refused::ours(why),
        }
    }
}

impl From<tipline::Fault> for Refused {
    fn from(fault: tipline::Fault) -> Refused {
        Refused::Code(fault.code(), fault.to_string(), None)
    }
}

impl From<Wrong> for Refused {
    fn from(wrong: Wrong) -> Refused {
        match wrong {
            Wrong::BrokenFile => Refused::of(Code::MalformedFile, &format!("Malformed file - {wrong}")),
            _ => Refused::of(Code::InvalidRequest, &format!("Invalid request - {wrong}")),
        }
    }
}

fn xml(status: StatusCode, text: String) -> Response {
    (status, [(CONTENT_TYPE, "application/xml;charset=UTF-8")], text).into_response()
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Refused::Nobody => {
                let text = response(Code::AuthenticationRequired, "Authentication required", None, None);
                let basic = [(WWW_AUTHENTICATE, "Basic realm=\"ispws\"")];
                (basic, xml(StatusCode::UNAUTHORIZED, text)).into_response()
            }
            Refused::Code(code, words, about) => xml(StatusCode::OK, response(code, &words, about, None)),
            Refused::NotDone(code, number) => xml(StatusCode::OK, done(code, number, &[])),
            Refused::TooMuch(over) => {
                // The wire has no code for it; by the status clients send the same again, as by that of a fault.
                let text = response(Code::ServerError, &format!("Too much - {over}"), None, None);
                let after = [(RETRY_AFTER, over.seconds.to_string())];
                (after, xml(StatusCode::TOO_MANY_REQUESTS, text)).into_response()
            }
            Refused::Ours(code, why) => {
                tracing::error!(fault = why, "a machine's request was not entered");
                let text = response(code, "Server error - send the same again", None, None);
                ([(RETRY_AFTER, "5")], xml(StatusCode::SERVICE_UNAVAILABLE, text)).into_response()
            }
        }
    }
}

/// Gives each answer a number by which sender and operator can speak of it.
async fn numbered(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let number = desk.node().new_id().ok().and_then(|id| HeaderValue::from_str(&id.to_string()).ok());
    if let Some(number) = number {
        response.headers_mut().insert("request-id", number);
    }
    response
}

/// What the wire has not, or not by that method.
async fn nowhere(sender: Sender) -> Answered {
    sender?;
    Err(Refused::of(Code::ResourceNotFound, "Resource not found"))
}

/// Whose key it is.
#[utoipa::path(
    get,
    path = "/ispws/status",
    operation_id = "ispws-status",
    tag = "ispws",
    responses((status = 200, description = "Whose key it is", body = Answer, content_type = "application/xml", headers(("Request-ID" = String, description = "The answer's number"))), Usual),
    security(("machine" = []))
)]
async fn status(sender: Sender) -> Answered {
    let MachineCaller { sender, .. } = sender?;
    // The address that a request comes from is nobody's business here: a proxy's, or a person's.
    let words = format!("Remote User : {}, Remote Ip : not kept", sender.name);
    Ok(xml(StatusCode::OK, response(Code::Success, &words, None, None)))
}

/// The schema that documents are checked by.
#[utoipa::path(
    get,
    path = "/ispws/xsd",
    operation_id = "ispws-xsd",
    tag = "ispws",
    responses((status = 200, description = "An XML schema", body = serde_json::Value, content_type = "application/xml", headers(("Request-ID" = String, description = "The answer's number"))), Usual),
    security(("machine" = []))
)]
async fn xsd(sender: Sender) -> Answered {
    sender?;
    Ok(xml(StatusCode::OK, tipline::xsd()))
}

/// Where what this sender sends is kept.
fn shelf(desk: &Desk, caller: &MachineCaller) -> Arc<dyn Shelf> {
    match caller.sender.environment {
        Environment::Production => Arc::new(Journal::of(desk, caller)),
        Environment::Sandbox => Arc::new(Sandbox::of(desk, caller)),
    }
}

fn success(report: u64, file: Option<(&str, &str)>) -> Response {
    xml(StatusCode::OK, response(Code::Success, "Success", Some(report), file))
}

/// Opens a report.
#[utoipa::path(
    post,
    path = "/ispws/submit",
    operation_id = "ispws-submit",
    tag = "ispws",
    request_body(content((String = "application/xml"), (String = "text/xml"), (String = "text/plain")), description = "One `report`, 4 MiB at most. Both forms that the format's documents know are read, with a declaration or without"),
    responses((status = 200, description = "Done, or what is wrong, by its code", body = Answer, content_type = "application/xml", headers(("Request-ID" = String, description = "The answer's number"))), Usual),
    security(("machine" = []))
)]
async fn submit(State(desk): State<Desk>, sender: Sender, request: Request) -> Answered {
    let caller = sender?;
    let document = body::document(request).await?;
    spend(&desk, &caller.sender, 1, document.len(), Desk::now()).await?;
    let report = read_report(&document, &Limits::default(), Desk::now().0)?;
    let shelf = shelf(&desk, &caller);
    let number = desk
        .blocking(move |_| shelf.open(&document, &report))
        .await
        .map_err(|refused| refused.of_call(Code::SaveFailed, Code::MayNotSubmit))?;
    Ok(success(number, None))
}

/// Adds a file to an open report.
#[utoipa::path(
    post,
    path = "/ispws/upload",
    operation_id = "ispws-upload",
    tag = "ispws",
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "Done, or what is wrong, by its code", body = Answer, content_type = "application/xml", headers(("Request-ID" = String, description = "The answer's number"))), Usual),
    security(("machine" = []))
)]
async fn upload(State(desk): State<Desk>, sender: Sender, request: Request, most: u64) -> Answered {
    let caller = sender?;
    let turn = turns::turn(desk.node(), caller.sender.key).await?;
    let mut incoming = Incoming::new(&desk, &caller);
    let length = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    incoming.announced(length).await;
    body::upload(request, most.min(MOST_FILE_BYTES), &mut incoming).await?;
    let (number, file, md5) = incoming.take().await?;
    drop(turn);
    Ok(success(number, Some((&file, &md5))))
}

/// Tells the details of a file.
#[utoipa::path(
    post,
    path = "/ispws/fileinfo",
    operation_id = "ispws-fileinfo",
    tag = "ispws",
    request_body(content((String = "application/xml"), (String = "text/xml"), (String = "text/plain")), description = "One `fileDetails`, 4 MiB at most"),
    responses((status = 200, description = "Done, or what is wrong, by its code", body = Answer, content_type = "application/xml", headers(("Request-ID" = String, description = "The answer's number"))), Usual),
    security(("machine" = []))
)]
async fn fileinfo(State(desk): State<Desk>, sender: Sender, request: Request) -> Answered {
    let caller = sender?;
    let document = body::document(request).await?;
    spend(&desk, &caller.sender, 0, document.len(), Desk::now()).await?;
    let details = read_file_details(&document, &Limits::default())?;
    let shelf = shelf(&desk, &caller);
    let number = details.report_id;
    desk.blocking(move |_| shelf.describe(&document, &details))
        .await
        .map_err(|refused: Refused| refused.of_update(Code::UpdateFailed, number))?;
    Ok(success(number, None))
}

/// Finishes a report: from then on the desk has it, and nothing of it changes.
#[utoipa::path(
    post,
    path = "/ispws/finish",
    operation_id = "ispws-finish",
    tag = "ispws",
    request_body(content((Form = "application/x-www-form-urlencoded"), (Form = "multipart/form-data")), description = "The report's number"),
    responses((status = 200, description = "Done, or why it is not: of what is no request of the format as every other answer", content_type = "application/xml", body = inline(Finishing), headers(("Request-ID" = String, description = "The answer's number"))), Usual),
    security(("machine" = []))
)]
async fn finish(State(desk): State<Desk>, sender: Sender, request: Request) -> Answered {
    let caller = sender?;
    let number = body::number(request).await?;
    let shelf = shelf(&desk, &caller);
    let Finished { files } =
        desk.blocking(move |_| shelf.finish(number)).await.map_err(|refused| refused.of_finish(number))?;
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    Ok(xml(StatusCode::OK, done(Code::Success, number, &files)))
}

/// Takes an open report back: it is erased.
#[utoipa::path(
    post,
    path = "/ispws/retract",
    operation_id = "ispws-retract",
    tag = "ispws",
    request_body(content((Form = "application/x-www-form-urlencoded"), (Form = "multipart/form-data")), description = "The report's number"),
    responses((status = 200, description = "Done, or what is wrong, by its code", body = Answer, content_type = "application/xml", headers(("Request-ID" = String, description = "The answer's number"))), Usual),
    security(("machine" = []))
)]
async fn retract(State(desk): State<Desk>, sender: Sender, request: Request) -> Answered {
    let caller = sender?;
    let number = body::number(request).await?;
    let shelf = shelf(&desk, &caller);
    desk.blocking(move |_| shelf.retract(number))
        .await
        .map_err(|refused: Refused| refused.of_update(Code::UpdateFailed, number))?;
    Ok(success(number, None))
}

/// How useful a report is, 0 to 100.
pub(crate) fn quality(report: &Report, files: &[FileDetails]) -> u32 {
    tipline::scores::quality(report, files).points.into()
}
