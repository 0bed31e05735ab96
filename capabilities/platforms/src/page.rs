//! The sender's page at the machine door, for the people of a platform: HTML without scripts, by the key, in their browser's language of
//! English and Arabic. It shows what the API tells, and does what the API does.

mod key;
mod reports;
#[cfg(test)]
mod tests;
mod webhook;

use crate::hooks::hook_of;
use access::codes::Environment;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use desk::{Desk, MachineCaller, spent};
use face::{
    Asked, Banner, Cell, Column, ErrorStatus, Language, NavItem, Page, Problem, StaffFrame, SummaryList,
    Table, Texts,
};
use kernel::CodeList as _;

/// The routes.
pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/sender") }))
        .route("/sender", get(overview))
        .route("/sender/reports", get(reports::show))
        .route("/sender/reports.csv", get(reports::csv))
        .route("/sender/webhook", get(webhook::show).post(webhook::lay))
        .route("/sender/webhook/end", post(webhook::end))
        .route("/sender/webhook/test", post(webhook::test))
        .route("/sender/webhook/replay", post(webhook::replay))
        .route("/sender/key", get(key::show).post(key::change))
        .layer(axum::middleware::map_response(face::headers::secured))
        .merge(face::assets::router())
}

/// Whoever reads, and in which language.
struct Reader {
    caller: MachineCaller,
    texts: Texts,
    here: String,
}

impl Reader {
    fn of(desk: &Desk, caller: MachineCaller, uri: &Uri, headers: &HeaderMap) -> Reader {
        let language = Asked::of(uri).language(headers, Language::STAFF);
        let here = uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        Reader { caller, texts: desk.looks().catalogue().texts(language), here }
    }

    /// An address of this page, in the language that is read.
    fn link(&self, path: &str) -> String {
        let between = if path.contains('?') { '&' } else { '?' };
        format!("{path}{between}lang={}", self.texts.language().code())
    }

    fn frame(&self) -> StaffFrame {
        let nav = [
            ("", "sender-overview"),
            ("/reports", "sender-reports"),
            ("/webhook", "sender-webhook"),
            ("/key", "sender-key"),
        ];
        let nav =
            nav.map(|(path, label)| NavItem::new(self.texts.t(label), self.link(&format!("/sender{path}"))));
        StaffFrame {
            texts: self.texts.clone(),
            who: self.caller.sender.name.clone(),
            nav: nav.into(),
            purpose: None,
            purpose_href: String::new(),
            sign_out: String::new(),
            here: self.here.clone(),
            reminder: None,
        }
    }

    fn page(&self, title_key: &str, body: &impl Template) -> Page {
        Page::staff(&self.frame(), &self.texts.t(title_key), body)
    }

    fn problem(&self, status: ErrorStatus) -> Response {
        Problem::of(&self.texts, status).staff_page(&self.frame()).into_response()
    }

    /// A fault of ours, which passes.
    fn broken(&self, fault: impl std::fmt::Display) -> Response {
        tracing::error!(%fault, "a sender's page was not shown");
        self.problem(ErrorStatus::UNAVAILABLE)
    }

    fn is_sandbox(&self) -> bool {
        self.caller.sender.environment == Environment::Sandbox
    }

    /// What was done just now, where the address says it.
    fn done(&self, uri: &Uri) -> Option<Banner> {
        let done = Asked::of(uri).get("done").to_owned();
        let known = ["laid", "ended", "tested", "replayed"].contains(&done.as_str());
        known.then(|| Banner::done(&self.texts, self.texts.t(&format!("sender-done-{done}"))))
    }
}

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview<'a> {
    t: &'a Texts,
    sandbox: Option<String>,
    summary: SummaryList,
    codes: Table,
}

/// The codes of the wire, and what to do about each.
const CODES: [&str; 12] =
    ["0", "429", "1000", "1210", "2000", "4000", "4100", "4110", "5001", "5002", "5101", "5102"];

fn codes(t: &Texts) -> Table {
    let columns = vec![Column::new(t, "code", "sender-code"), Column::new(t, "words", "sender-code-words")];
    let rows = CODES.map(|code| vec![Cell::code(code), Cell::text(t.t(&format!("sender-code-{code}")))]);
    Table::new(t, "codes", t.t("sender-codes"), columns).rows(rows)
}

async fn overview(State(desk): State<Desk>, caller: MachineCaller, uri: Uri, headers: HeaderMap) -> Response {
    let reader = Reader::of(&desk, caller, &uri, &headers);
    let (t, sender) = (&reader.texts, &reader.caller.sender);
    let unit = sender.unit;
    let hook = match desk.blocking(move |node| hook_of(node, unit)).await {
        Ok(hook) => hook,
        Err(fault) => return reader.broken(fault),
    };
    let used = spent(&desk, sender, Desk::now()).await;
    let of_all = |used: i64, most: i64| {
        t.t_args(
            "sender-used",
            &[("used", t.number(used).as_str().into()), ("most", t.number(most).as_str().into())],
        )
    };
    let webhook = match &hook {
        None => t.t("sender-webhook-none"),
        Some(row) if row.failed > 0 => t.with("sender-webhook-fails", "count", row.failed),
        Some(_) => t.t("sender-webhook-works"),
    };
    let summary = SummaryList::new(t)
        .row(t.t("sender-key-name"), Cell::code(sender.name.clone()))
        .row(t.t("column-environment"), Cell::text(t.t(&sender.environment.key())))
        .row(t.t("sender-quota-reports"), Cell::text(of_all(used.reports, sender.per_minute)))
        .row(t.t("sender-quota-bytes"), Cell::text(of_all(used.bytes, sender.bytes_a_day)))
        .row(t.t("sender-webhook"), Cell::text(webhook));
    let sandbox = reader.is_sandbox().then(|| t.t("sender-sandbox"));
    reader.page("sender-overview", &Overview { t, sandbox, summary, codes: codes(t) }).into_response()
}
