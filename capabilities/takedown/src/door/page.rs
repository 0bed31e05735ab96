//! A host's own page: HTML without scripts, in the languages of those who work here.

use super::does::{Refused, Said, own, say, whose};
use super::seen::{Figures, Notice, notices, with_addresses};
use super::token::Opened;
use crate::codes::NoticeState;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Desk;
use face::{
    Asked, BackLink, Banner, Cell, Choice, Column, ErrorStatus, FieldError, Filter, Form, Language, Page,
    Pages, Problem, StaffFrame, SummaryList, Table, Texts, Typed,
};
use kernel::{Cell as _, CodeList};

const PER_PAGE: usize = 50;

/// Who reads, and in which language.
pub(super) struct Reader {
    texts: Texts,
    here: String,
    /// Whose page it is; empty while that is not known.
    who: String,
}

impl Reader {
    /// Somebody who opened no page.
    pub(super) fn nobody(desk: &Desk, uri: &Uri, headers: &HeaderMap) -> Reader {
        let language = Asked::of(uri).language(headers, Language::STAFF);
        let here = uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        Reader { texts: desk.looks().catalogue().texts(language), here, who: String::new() }
    }

    fn of(self, opened: &Opened) -> Reader {
        Reader { who: opened.host.host_name.clone(), ..self }
    }

    fn link(&self, path: &str) -> String {
        let between = if path.contains('?') { '&' } else { '?' };
        format!("{path}{between}lang={}", self.texts.language().code())
    }

    fn frame(&self) -> StaffFrame {
        StaffFrame {
            texts: self.texts.clone(),
            who: self.who.clone(),
            nav: Vec::new(),
            purpose: None,
            purpose_href: String::new(),
            sign_out: String::new(),
            here: self.here.clone(),
            reminder: None,
        }
    }

    fn page(&self, title: &str, body: &impl Template) -> Page {
        Page::staff(&self.frame(), title, body)
    }
}

/// Why something is not shown, as a page. A wrong link, one that ended and one that was revoked are told alike.
pub(super) fn refused_page(reader: &Reader, refused: Refused) -> Response {
    let t = &reader.texts;
    let shown = |problem: Problem| problem.staff_page(&reader.frame()).into_response();
    match refused {
        Refused::Nobody => shown(Problem::of(t, ErrorStatus::NOT_FOUND).with_detail(t.t("host-link-none"))),
        Refused::NotFound => shown(Problem::of(t, ErrorStatus::NOT_FOUND)),
        Refused::Invalid(_) => shown(Problem::of(t, ErrorStatus::REFUSED).with_detail(t.t("host-cannot"))),
        Refused::TooMany(seconds) => {
            let mut answer = shown(Problem::of(t, ErrorStatus::TOO_MANY));
            if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
                answer.headers_mut().insert(RETRY_AFTER, value);
            }
            answer
        }
        Refused::Ours(fault) => {
            tracing::error!(fault, "a host's page was not shown");
            shown(Problem::of(t, ErrorStatus::UNAVAILABLE))
        }
    }
}

pub(super) fn state_of(asked: &Asked) -> Option<NoticeState> {
    NoticeState::from_code(asked.get("state")).ok()
}

#[derive(Template)]
#[template(path = "host.html")]
struct HostPage<'a> {
    t: &'a Texts,
    figures: SummaryList,
    filter: Filter,
    table: Option<Table>,
    pages: Pages,
    csv: String,
}

fn figures(t: &Texts, opened: &Opened, all: &[Notice]) -> SummaryList {
    let own = Figures::of(all);
    let median = own.median_hours.map_or_else(|| t.t("host-median-none"), |hours| t.number(hours));
    SummaryList::new(t)
        .row(t.t("column-host-name"), Cell::code(opened.host.host_name.clone()))
        .row(t.t("host-open"), Cell::number(t, own.open))
        .row(t.t("host-removed"), Cell::number(t, own.removed))
        .row(t.t("host-corrected"), Cell::number(t, own.corrected))
        .row(t.t("host-median"), Cell::text(median))
        .row(t.t("host-until"), Cell::text(opened.link.link_until.to_text()))
}

/// What the host says of it and what was decided, in words.
fn decided(t: &Texts, notice: &Notice) -> String {
    let words = [("host-word-appeal", notice.appeal), ("host-word-not-ours", notice.not_ours)];
    let said = words.into_iter().filter_map(|(word, answer)| Some((word, answer?)));
    said.map(|(word, answer)| format!("{}: {}", t.t(word), t.t(&answer.key()))).collect::<Vec<_>>().join("; ")
}

fn table(reader: &Reader, token: &str, rows: &[(Notice, Option<String>)]) -> Option<Table> {
    let t = &reader.texts;
    let columns = [
        ("notice", "host-notice"),
        ("address", "field-address"),
        ("state", "host-state"),
        ("noticed", "host-noticed-at"),
        ("removed", "host-removed-at"),
        ("hours", "column-hours-to-removal"),
        ("decided", "host-decided"),
    ]
    .map(|(name, label)| Column::new(t, name, label));
    let cells = rows.iter().map(|(notice, address)| {
        let number = notice.notice;
        vec![
            Cell::link(number.short(), reader.link(&format!("/host/{token}/notices/{number}"))),
            Cell::code(address.clone().unwrap_or_else(|| t.t("takedown-address-gone"))),
            Cell::text(t.t(&notice.state.key())),
            Cell::text(notice.noticed_at.to_text()),
            Cell::text(notice.removed_at.map(|at| at.to_text()).unwrap_or_default()),
            Cell::text(notice.hours().map(|hours| t.number(hours)).unwrap_or_default()),
            Cell::text(decided(t, notice)),
        ]
    });
    let table = Table::new(t, "notices", t.t("host-notices"), columns.into()).rows(cells);
    (!rows.is_empty()).then_some(table)
}

/// The notices that the host got, and its own figures.
pub(super) async fn list(
    State(desk): State<Desk>,
    Path(token): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let reader = Reader::nobody(&desk, &uri, &headers);
    let opened = match whose(&desk, token.clone()).await {
        Ok(opened) => opened,
        Err(refused) => return refused_page(&reader, refused),
    };
    let (reader, asked) = (reader.of(&opened), Asked::of(&uri));
    let state = state_of(&asked);
    let number = usize::try_from(asked.page()).unwrap_or(1).clamp(1, 1_000_000);
    let by = opened.clone();
    let found = desk.blocking(move |node| -> Result<_, Refused> {
        let all = notices(node, &by.host)?;
        let fits = all.iter().filter(|notice| state.is_none_or(|state| notice.state == state));
        let (count, part) = (
            fits.clone().count(),
            fits.skip((number - 1) * PER_PAGE).take(PER_PAGE).cloned().collect::<Vec<_>>(),
        );
        let rows = with_addresses(node, &by, part)?;
        Ok((all, count, rows))
    });
    let (all, count, rows) = match found.await {
        Ok(found) => found,
        Err(refused) => return refused_page(&reader, refused),
    };
    let t = &reader.texts;
    let choices: Vec<Choice> =
        NoticeState::all().iter().map(|state| Choice::of(t, state.code(), &state.key())).collect();
    let body = HostPage {
        t,
        figures: figures(t, &opened, &all),
        filter: Filter::new(t, &asked).one_of("state", "host-state", choices),
        table: table(&reader, &token, &rows),
        pages: Pages::new(t, &asked, count as u64, PER_PAGE as u64),
        csv: asked.at_path(&format!("/host/{token}/notices.csv")),
    };
    reader.page(&t.t("host-title"), &body).into_response()
}

#[derive(Template)]
#[template(path = "host_notice.html")]
struct NoticePage<'a> {
    t: &'a Texts,
    back: BackLink,
    done: Option<Banner>,
    form: Form<'a>,
    title: String,
    address: Option<String>,
    summary: SummaryList,
    removed: Option<String>,
    appeal: Option<String>,
    not_ours: Option<String>,
}

fn summary(t: &Texts, notice: &Notice) -> SummaryList {
    let list = SummaryList::new(t)
        .row(t.t("host-state"), Cell::text(t.t(&notice.state.key())))
        .row(t.t("host-noticed-at"), Cell::text(notice.noticed_at.to_text()));
    let list = match (notice.removed_at, notice.hours()) {
        (Some(at), Some(hours)) => list
            .row(t.t("host-removed-at"), Cell::text(at.to_text()))
            .row(t.t("column-hours-to-removal"), Cell::number(t, hours)),
        _ => list,
    };
    let words = [("host-word-appeal", notice.appeal), ("host-word-not-ours", notice.not_ours)];
    words
        .into_iter()
        .filter_map(|(word, answer)| Some((word, answer?)))
        .fold(list, |list, (word, answer)| list.row(t.t(word), Cell::text(t.t(&answer.key()))))
}

/// Where it is, and whose.
struct Place<'a> {
    token: &'a str,
    notice: &'a str,
    uri: &'a Uri,
}

async fn drawn(
    desk: &Desk,
    reader: &Reader,
    opened: Opened,
    place: &Place<'_>,
    typed: &Typed,
    errors: &[FieldError],
) -> Response {
    let number = place.notice.to_owned();
    let found = desk.blocking(move |node| -> Result<_, Refused> {
        let one = own(node, &opened, &number)?;
        with_addresses(node, &opened, vec![one])?.pop().ok_or(Refused::NotFound)
    });
    let (notice, address) = match found.await {
        Ok(found) => found,
        Err(refused) => return refused_page(reader, refused),
    };
    let t = &reader.texts;
    let done = Asked::of(place.uri).get("done").to_owned();
    let is_known = ["removed", "appeal", "not-ours"].contains(&done.as_str());
    let Place { token, notice: number, .. } = place;
    let way =
        |may: bool, name: &str| may.then(|| reader.link(&format!("/host/{token}/notices/{number}/{name}")));
    let body = NoticePage {
        t,
        back: BackLink::new(t, reader.link(&format!("/host/{token}"))),
        done: is_known.then(|| Banner::done(t, t.t(&format!("host-done-{done}")))),
        form: Form::again(t, typed, errors),
        title: t.with("host-notice-title", "number", notice.notice.short()),
        address,
        summary: summary(t, &notice),
        removed: way(notice.is_open, "removed"),
        appeal: way(notice.can_be_appealed(), "appeal"),
        not_ours: way(notice.can_be_disowned(), "not-ours"),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    reader.page(&body.title, &body).with_status(status).into_response()
}

/// One notice, and what can be said of it.
pub(super) async fn one(
    State(desk): State<Desk>,
    Path((token, notice)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let reader = Reader::nobody(&desk, &uri, &headers);
    match whose(&desk, token.clone()).await {
        Ok(opened) => {
            let (reader, place) = (reader.of(&opened), Place { token: &token, notice: &notice, uri: &uri });
            drawn(&desk, &reader, opened, &place, &Typed::nothing(), &[]).await
        }
        Err(refused) => refused_page(&reader, refused),
    }
}

async fn said(
    desk: &Desk,
    (token, notice): (String, String),
    (uri, headers): (Uri, HeaderMap),
    typed: &Typed,
    said: Said,
) -> Response {
    let reader = Reader::nobody(desk, &uri, &headers);
    let opened = match whose(desk, token.clone()).await {
        Ok(opened) => opened,
        Err(refused) => return refused_page(&reader, refused),
    };
    let reader = reader.of(&opened);
    let (by, number, done) = (opened.clone(), notice.clone(), said.code());
    match desk.blocking(move |node| say(node, &by, &number, &said)).await {
        Ok(()) => {
            let there = format!("/host/{token}/notices/{notice}?done={done}");
            Redirect::to(&reader.link(&there)).into_response()
        }
        Err(Refused::Invalid(problem)) if problem.field == "words" => {
            let errors = [FieldError::new(&reader.texts, "words", "host-wrong-words", "host-right-words")];
            let place = Place { token: &token, notice: &notice, uri: &uri };
            drawn(desk, &reader, opened, &place, typed, &errors).await
        }
        Err(refused) => refused_page(&reader, refused),
    }
}

/// Says that the page is gone.
pub(super) async fn removed(
    State(desk): State<Desk>,
    Path(place): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    said(&desk, place, (uri, headers), &Typed::nothing(), Said::Removed).await
}

/// Says that the notice is a mistake.
pub(super) async fn appeal(
    State(desk): State<Desk>,
    Path(place): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let words = typed.get("words").to_owned();
    said(&desk, place, (uri, headers), &typed, Said::Appeal(words)).await
}

/// Says that it is not at this host.
pub(super) async fn not_ours(
    State(desk): State<Desk>,
    Path(place): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    said(&desk, place, (uri, headers), &Typed::nothing(), Said::NotOurs).await
}
