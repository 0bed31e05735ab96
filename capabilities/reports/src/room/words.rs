//! The words of a picture, as of a screenshot of threats: a program reads them, nobody sees the picture. Each reading is recorded.

use crate::READ_WORDS;
use crate::tables::{Picture, Report};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look};
use face::{BackLink, ErrorStatus, Page, Problem, Texts};
use kernel::Ask;
use kernel::{Actor, Cell as _, Id, Personal, Purpose, Record};
use material::{DecodeLimits, decode};
use reader::{Fault, Grey, Held};
use serde_json::{Value, json};
use store::database::TableSql;
use store::{LookFault, Node};

/// The packs for a report's language, the English one beside it: names of apps and accounts are often in Latin letters.
fn packs(language: &str) -> Vec<&'static str> {
    let own = match language.split('-').next().unwrap_or_default() {
        "ar" => "ara",
        "zh" => "chi_sim",
        "fr" => "fra",
        "ru" => "rus",
        "es" => "spa",
        _ => "eng",
    };
    if own == "eng" { vec![own] } else { vec![own, "eng"] }
}

/// Why no words can be shown.
#[derive(Debug, thiserror::Error)]
enum Unread {
    #[error("there is no such picture")]
    None,
    #[error("the picture cannot be decoded here")]
    Undecodable,
    #[error(transparent)]
    Reader(#[from] Fault),
    #[error(transparent)]
    Look(#[from] LookFault),
}

impl Unread {
    fn problem(&self, t: &Texts) -> Problem {
        let away = |key: &str| Problem::new(ErrorStatus::UNAVAILABLE, t.t(key));
        match self {
            Unread::None => Problem::of(t, ErrorStatus::NOT_FOUND),
            Unread::Look(fault) => problem_of_look(t, fault),
            Unread::Undecodable => Problem::new(ErrorStatus::REFUSED, t.t("report-words-undecodable")),
            Unread::Reader(Fault::NotInstalled | Fault::NoPack) => away("report-words-not-installed"),
            Unread::Reader(Fault::Busy) => away("report-words-busy"),
            Unread::Reader(fault) => {
                tracing::warn!(%fault, "the words of a picture were not read");
                away("report-words-failed")
            }
        }
    }
}

/// What was read of a picture.
struct Read {
    report: Id,
    picture: i64,
    words: Personal<String>,
    is_cut: bool,
    packs: Vec<String>,
    held: Held,
}

fn row<R: Record>(node: &Node, key: Vec<kernel::Value>) -> Result<Option<R>, LookFault> {
    let sql = TableSql::of(R::TABLE).get;
    Ok(node.read(|database| database.records::<R>(&sql, key))?.pop())
}

/// Opens a picture under a trace, decodes it within bounds and has its words read. Nothing is opened where nothing can be read.
fn read(node: &Node, actor: Actor, purpose: Purpose, (report, n): (Id, i64)) -> Result<Read, Unread> {
    let filed: Report = row(node, vec![report.to_value()])?.ok_or(Unread::None)?;
    let picture: Picture = row(node, vec![report.to_value(), n.to_value()])?.ok_or(Unread::None)?;
    let place = reader::place()?;
    let installed = reader::installed()?;
    // Without a namespace of its own the program could reach what this node can.
    if installed.held == Held::Limits {
        return Err(reader::Fault::NotInstalled.into());
    }
    let trace = node.look(actor, &READ_WORDS, purpose, &[report])?;
    let slot = u16::try_from(picture.slot).unwrap_or(u16::MAX);
    let opened = node.open_payload(&trace, picture.act, slot)?;
    let decoded = decode(opened.expose(), None, &DecodeLimits::default()).map_err(|_| Unread::Undecodable)?;
    drop(opened);
    let grey = Grey::from_rgb(decoded.width(), decoded.height(), decoded.pixels());
    let grey = grey.map_err(|_| Unread::Undecodable)?;
    drop(decoded);
    let words = reader::read(&place, &installed, &grey, &packs(&filed.language))?;
    Ok(Read {
        report,
        picture: n,
        words: Personal::new(words.text),
        is_cut: words.is_cut,
        packs: words.packs,
        held: words.held,
    })
}

async fn asked(desk: &Desk, caller: &Caller, (path, n): (&str, &str)) -> Result<Read, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_WORDS))?;
    let absent = || Problem::of(t, ErrorStatus::NOT_FOUND);
    let report: Id = path.parse().map_err(|_| absent())?;
    caller.may_read(desk, &READ_WORDS, report).await?;
    let n: i64 = n.parse().map_err(|_| absent())?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let read = desk.blocking(move |node| read(node, actor, purpose, (report, n))).await;
    read.map_err(|unread| unread.problem(t))
}

#[derive(Template)]
#[template(path = "words.html")]
struct WordsPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    lines: Vec<&'a str>,
    is_cut: bool,
    how: String,
}

/// The words, folded.
pub(super) async fn show(
    State(desk): State<Desk>,
    caller: Caller,
    Path((path, n)): Path<(String, String)>,
) -> Response {
    let frame = caller.frame(&desk);
    match asked(&desk, &caller, (&path, &n)).await {
        Ok(read) => {
            let t = &caller.texts;
            let (number, picture) = (read.report.short(), read.picture + 1);
            let args = [("number", number.as_str().into()), ("picture", picture.into())];
            let (packs, held) =
                (read.packs.join(", "), t.t(&format!("report-words-held-{}", read.held.code())));
            let page = WordsPage {
                t,
                back: BackLink::new(t, format!("/reports/{}", read.report)),
                title: t.t_args("report-words-title", &args),
                lines: read.words.expose().lines().collect(),
                is_cut: read.is_cut,
                how: t.t_args(
                    "report-words-how",
                    &[("packs", packs.as_str().into()), ("held", held.as_str().into())],
                ),
            };
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// The words of a picture that came with a report. The look is recorded; the picture itself is never given out.
#[utoipa::path(
    get,
    path = "/api/reports/{report}/pictures/{n}/words",
    operation_id = "reports.picture-words",
    tag = "reports",
    params(
        ("report" = Id, Path, description = "The report"),
        ("n" = u32, Path, description = "The picture's place in the report, from 0"),
    ),
    responses(
        (status = 200, description = "`report`, `picture`, `words` (empty where none were found), `is_cut` (there were more than 20,000 characters), `packs` (languages that it was read with), `held` (what held the program: bubblewrap, namespaces or limits)", body = Value),
        (status = 403, description = "Not for this role, or no purpose is stated"),
        (status = 404, description = "No such report or picture, or it is erased"),
        (status = 422, description = "A rare variant of picture that cannot be decoded here"),
        (status = 503, description = "Tesseract is not installed, two pictures are read already, or it took longer than 20 s"),
        desk::Conflicted,
    )
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path((path, n)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let read = asked(&desk, &caller, (&path, &n)).await?;
    Ok(Json(json!({
        "report": read.report, "picture": read.picture, "words": read.words.expose(), "is_cut": read.is_cut,
        "packs": read.packs, "held": read.held.code(),
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_in_its_language_and_in_english() {
        for (language, wanted) in [
            ("ar", &["ara", "eng"][..]),
            ("zh-Hans", &["chi_sim", "eng"]),
            ("fr", &["fra", "eng"]),
            ("ru", &["rus", "eng"]),
            ("es-419", &["spa", "eng"]),
            ("en", &["eng"]),
            ("fil", &["eng"]),
        ] {
            assert_eq!(packs(language), wanted, "{language}");
            assert!(packs(language).iter().all(|pack| reader::PACKS.contains(pack)));
        }
    }
}
