//! Terms and deadlines: each with its value in force since when, what would be ordinary, and what waits for the overseer.

use crate::READ_SETTINGS;
use crate::pages::reading::rows;
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database};
use face::{Cell, Column, Page, Problem, Table, Texts};
use kernel::term::{APPROVE, PROPOSE, Term, TermProposal, TermValue};
use kernel::{Actor, Ask, CodeList as _};
use serde::Serialize;
use store::{DatabaseFault, Node};
use utoipa::ToSchema;

/// One term as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermSeen {
    /// Its code.
    pub term: &'static str,
    /// The value in force, in hours or days as the term counts.
    pub value: i64,
    /// Since when it is in force; nothing where it was never set.
    pub since: Option<String>,
    /// The value where nothing was set.
    pub ordinary: i64,
    /// The largest value that can be set.
    pub most: i64,
    /// A longer value that waits for the overseer.
    pub proposed: Option<i64>,
    /// Its proposal's number.
    pub proposal: Option<String>,
}

/// Every term as it stands now.
///
/// # Errors
/// [`DatabaseFault`].
pub fn terms_seen(node: &Node) -> Result<Vec<TermSeen>, DatabaseFault> {
    let (set, waiting) =
        (rows::<TermValue>(node, "1 = 1", vec![])?, rows::<TermProposal>(node, "1 = 1", vec![])?);
    let seen = |&term: &Term| {
        let value = set.iter().find(|row| row.term == term);
        let proposed = waiting.iter().find(|row| row.term == term);
        TermSeen {
            term: term.code(),
            value: value.map_or(term.ordinary(), |row| row.value),
            since: value.map(|row| row.since.to_string()),
            ordinary: term.ordinary(),
            most: term.most(),
            proposed: proposed.map(|row| row.value),
            proposal: proposed.map(|row| row.proposal.to_string()),
        }
    };
    Ok(Term::all().iter().map(seen).collect())
}

async fn found(desk: &Desk, caller: &Caller) -> Result<Vec<TermSeen>, Problem> {
    caller.may(Ask::Read(&READ_SETTINGS))?;
    desk.blocking(terms_seen).await.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

/// Terms and deadlines: values in force since when, and what waits for the overseer.
#[utoipa::path(
    get,
    path = "/api/terms",
    operation_id = "oversight.terms",
    tag = "oversight",
    responses((status = 200, description = "Every term", body = Vec<TermSeen>))
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
) -> Result<Json<Vec<TermSeen>>, Problem> {
    found(&desk, &caller).await.map(Json)
}

#[derive(Template)]
#[template(path = "terms.html")]
pub(super) struct Terms<'a> {
    t: &'a Texts,
    table: Table,
}

impl<'a> Terms<'a> {
    pub(super) fn new(t: &'a Texts, terms: &[TermSeen], actor: &Actor) -> Terms<'a> {
        let columns = vec![
            Column::new(t, "term", "oversight-term"),
            Column::new(t, "value", "oversight-term-value").number(),
            Column::new(t, "since", "column-since"),
            Column::new(t, "ordinary", "oversight-term-ordinary").number(),
            Column::new(t, "proposed", "oversight-term-proposed"),
            Column::new(t, "change", "oversight-term-change"),
        ];
        let rows = terms.iter().map(|term| {
            let proposed = term.proposed.map_or_else(String::new, |value| t.number(value));
            let change = match &term.proposal {
                Some(proposal) if Ask::Act(&APPROVE).is_for(actor.role) => Cell::link(
                    t.t("act-journal-approve-term"),
                    format!("/acts/journal.approve-term?term={}&proposal={proposal}&next=/terms", term.term),
                ),
                _ if Ask::Act(&PROPOSE).is_for(actor.role) => Cell::link(
                    t.t("act-journal-propose-term"),
                    format!("/acts/journal.propose-term?term={}&next=/terms", term.term),
                ),
                _ => Cell::text(""),
            };
            vec![
                Cell::text(t.t(&format!("term-{}", term.term))),
                Cell::number(t, term.value),
                Cell::code(term.since.clone().unwrap_or_default()),
                Cell::number(t, term.ordinary),
                Cell::text(proposed),
                change,
            ]
        });
        let table = Table::new(t, "terms", t.t("oversight-terms-title"), columns).rows(rows);
        Terms { t, table }
    }
}

pub(super) async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    match found(&desk, &caller).await {
        Ok(terms) => {
            let page = Terms::new(&caller.texts, &terms, &caller.actor);
            Page::staff(&frame, &caller.texts.t("oversight-terms-title"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}
