//! A report's voice message. It is heard on a page of its own, after a warning, and each opening is recorded.

use crate::READ_VOICE;
use crate::acts::file_report::SLOT_VOICE;
use crate::tables::ReportVoice;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look};
use face::headers::Leave;
use face::{BackLink, Button, ErrorStatus, Page, Problem, Texts};
use kernel::{Ask, Cell as _, CodeList as _, Id, Record};
use store::Node;
use store::database::TableSql;

/// What is known of a report's voice message without hearing it; none where none was left.
pub(super) fn of(node: &Node, report: Id) -> Result<Option<ReportVoice>, store::DatabaseFault> {
    let sql = TableSql::of(ReportVoice::TABLE).get;
    Ok(node.read(|database| database.records::<ReportVoice>(&sql, vec![report.to_value()]))?.pop())
}

/// Its kind and size, in words.
pub(super) fn words(caller: &Caller, voice: &ReportVoice) -> String {
    format!("{} · {} B", caller.label(voice.sound), voice.bytes)
}

/// The way to it, for those who may hear it.
pub(super) fn way(caller: &Caller, voice: &ReportVoice) -> Option<Button> {
    let href = format!("/reports/{}/voice", voice.report);
    let open = Ask::Read(&READ_VOICE).is_for(caller.actor.role);
    open.then(|| Button::link(caller.texts.t("report-voice-open"), href).secondary())
}

#[derive(Template)]
#[template(path = "voice.html")]
struct VoicePage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    words: String,
    /// Where the sound is served; the browser asks for it when somebody presses "play".
    sound: String,
}

/// The voice message that may be heard by the caller. Nothing is opened yet.
async fn known(desk: &Desk, caller: &Caller, path: &str) -> Result<ReportVoice, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_VOICE))?;
    let report: Id = path.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_VOICE, report).await?;
    let voice = desk.blocking(move |node| of(node, report)).await;
    voice
        .map_err(|fault| problem_of_look(t, &fault.into()))?
        .ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
}

/// The page before the sound: what may come, and a player that loads nothing by itself.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match known(&desk, &caller, &path).await {
        Ok(voice) => {
            let t = &caller.texts;
            let page = VoicePage {
                t,
                back: BackLink::new(t, format!("/reports/{}", voice.report)),
                title: t.with("report-voice-title", "number", voice.report.short().as_str()),
                words: words(&caller, &voice),
                sound: format!("/reports/{}/voice/sound", voice.report),
            };
            Page::staff(&frame, &page.title, &page).with_leave(Leave::Play).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// Opens the sound under a trace that names the report. It is never decoded here: its bytes go out as they came.
async fn opened(desk: &Desk, caller: &Caller, path: &str) -> Result<Response, Problem> {
    let t = &caller.texts;
    let voice = known(desk, caller, path).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let (report, act) = (voice.report, voice.act);
    let bytes = desk.blocking(move |node| {
        let trace = node.look(actor, &READ_VOICE, purpose, &[report])?;
        node.open_payload(&trace, act, SLOT_VOICE).map(|opened| opened.expose().to_vec())
    });
    let bytes = bytes.await.map_err(|fault| problem_of_look(t, &fault))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(voice.sound.media_type()));
    // Whoever comes here by an address gets a file: no browser begins to play it by itself.
    let name = format!("attachment; filename=\"voice-{}.{}\"", report.short(), voice.sound.code());
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    face::headers::secure(headers);
    Ok(response)
}

/// The sound, for the player of the page.
pub(super) async fn sound(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    match opened(&desk, &caller, &path).await {
        Ok(response) => response,
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

/// A report's voice message. The look is recorded.
#[utoipa::path(
    get,
    path = "/api/reports/{report}/voice",
    operation_id = "reports.voice",
    tag = "reports",
    params(("report" = Id, Path, description = "The report")),
    responses(
        (status = 200, description = "The sound file as it came; its kind stands in `content-type`", content(
            (Vec<u8> = "audio/webm"), (Vec<u8> = "audio/ogg"), (Vec<u8> = "audio/mp4"), (Vec<u8> = "audio/wav"), (Vec<u8> = "audio/mpeg")
        )),
        (status = 403, description = "Not for this role, or no purpose is stated"),
        (status = 404, description = "No such report, or no voice message came with it, or it is erased"),
        desk::Conflicted,
    )
)]
pub(super) async fn from_api(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Response, Problem> {
    opened(&desk, &caller, &path).await
}
