//! A host's notices as a file.

use super::does::{Refused, whose};
use super::page::{Reader, refused_page};
use super::seen::{notices, with_addresses};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use desk::Desk;
use face::Asked;
use kernel::{Cell as _, CodeList as _};

/// Most lines of one file.
const MOST_LINES: usize = 10_000;

fn written(rows: &[(super::seen::Notice, Option<String>)]) -> Result<Vec<u8>, csv::Error> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record([
        "notice",
        "address",
        "state",
        "noticed_at",
        "removed_at",
        "hours",
        "appeal",
        "not_ours",
    ])?;
    for (notice, address) in rows {
        let answer = |one: Option<crate::codes::HostAnswer>| one.map(|one| one.code()).unwrap_or_default();
        file.write_record([
            notice.notice.to_string().as_str(),
            address.as_deref().unwrap_or_default(),
            notice.state.code(),
            &notice.noticed_at.to_text(),
            &notice.removed_at.map(|at| at.to_text()).unwrap_or_default(),
            &notice.hours().map(|hours| hours.to_string()).unwrap_or_default(),
            answer(notice.appeal),
            answer(notice.not_ours),
        ])?;
    }
    file.into_inner().map_err(|fault| fault.into_error().into())
}

/// The notices, a line each. Addresses begin with their scheme, so no spreadsheet takes one for a formula.
pub(super) async fn file(
    State(desk): State<Desk>,
    Path(token): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let state = super::page::state_of(&Asked::of(&uri));
    let answer = async {
        let opened = whose(&desk, token.clone()).await?;
        let found = desk.blocking(move |node| -> Result<_, Refused> {
            let mut all = notices(node, &opened.host)?;
            all.retain(|notice| state.is_none_or(|state| notice.state == state));
            all.truncate(MOST_LINES);
            Ok(with_addresses(node, &opened, all)?)
        });
        written(&found.await?).map_err(|fault| Refused::Ours(fault.to_string()))
    };
    match answer.await {
        Ok(file) => {
            let named = (CONTENT_DISPOSITION, "attachment; filename=\"notices.csv\"");
            ([(CONTENT_TYPE, "text/csv; charset=utf-8"), named], file).into_response()
        }
        Err(refused) => refused_page(&Reader::nobody(&desk, &uri, &headers), refused),
    }
}
