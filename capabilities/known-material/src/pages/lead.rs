//! The page of one lead: what matches what, how surely, and the verdict of a named unit. The picture is never shown.

use super::{id_in, label, moment};
use crate::READ_LEADS;
use crate::acts::decide_lead::{CONFIRM, REJECT};
use crate::files::{list_row, row};
use crate::room::LEADS;
use crate::tables::{HashEntry, HashList, Lead};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, Listing, problem_of_database};
use face::{BackLink, Button, Cell, ErrorStatus, Page, Problem, SummaryList, Tag, Texts, Tone, Warning};
use kernel::codes::LeadState;
use kernel::{Actor, Ask, Id, Record};
use serde_json::Value;
use store::database::TableSql;
use store::{DatabaseFault, Node};

/// A lead with what it rests on.
pub(super) struct Seen {
    pub(super) lead: Lead,
    pub(super) list: Option<HashList>,
    /// True when the list has withdrawn the entry.
    pub(super) withdrawn: bool,
}

fn see(node: &Node, lead: Id) -> Result<Option<Seen>, DatabaseFault> {
    let Some(lead) = row::<Lead>(node, lead)? else { return Ok(None) };
    let key = [kernel::Cell::to_value(&lead.list), kernel::Cell::to_value(&lead.entry)].to_vec();
    let entry =
        node.read(|database| database.records::<HashEntry>(&TableSql::of(HashEntry::TABLE).get, key))?;
    let withdrawn = entry.first().is_none_or(|entry| entry.withdrawn);
    Ok(Some(Seen { list: list_row(node, lead.list)?, lead, withdrawn }))
}

#[derive(Template)]
#[template(path = "lead.html")]
pub(super) struct LeadPage<'a> {
    t: &'a Texts,
    back: BackLink,
    pub(super) title: String,
    never: Warning,
    withdrawn: Option<Warning>,
    summary: SummaryList,
    buttons: Vec<Button>,
}

impl<'a> LeadPage<'a> {
    pub(super) fn new(t: &'a Texts, seen: &Seen, actor: &Actor) -> LeadPage<'a> {
        let withdrawn = seen.withdrawn.then(|| Warning::new(t, t.t("known-material-entry-withdrawn")));
        LeadPage {
            t,
            back: BackLink::new(t, "/lists/known-material/leads"),
            title: t.with("known-material-lead-title", "number", seen.lead.lead.short().as_str()),
            never: Warning::new(t, t.t("known-material-never-shown")),
            withdrawn,
            summary: summary(t, seen),
            buttons: buttons(t, seen, actor),
        }
    }
}

fn summary(t: &Texts, Seen { lead, list, .. }: &Seen) -> SummaryList {
    let said = |name: &str| t.t(&format!("known-material-lead-{name}"));
    let name = list.as_ref().map_or_else(|| lead.list.short(), |list| list.name.clone());
    let tone = match lead.state {
        LeadState::Unverified => Tone::Watch,
        LeadState::Confirmed => Tone::Good,
        LeadState::NotConfirmed => Tone::Still,
    };
    let found = SummaryList::new(t)
        .row(said("state"), Tag::new(label(t, lead.state), tone))
        .row(said("report"), Cell::link(lead.report.short(), format!("/reports/{}", lead.report)))
        .row(said("picture"), Cell::number(t, lead.picture.saturating_add(1)))
        .row(said("list"), Cell::link(name, format!("/known-material/lists/{}", lead.list)))
        .row(said("entry"), Cell::number(t, lead.entry))
        .row(said("how"), Cell::text(label(t, lead.how)))
        .row(said("distance"), Cell::text(t.with("known-material-bits", "n", lead.distance)))
        .row(said("grade"), Cell::text(label(t, lead.grade)))
        .row(said("found"), Cell::text(moment(t, lead.at)));
    if lead.state == LeadState::Unverified {
        return found;
    }
    found
        .row(said("decided"), Cell::text(moment(t, lead.decided_at)))
        .row(said("unit"), Cell::code(lead.unit.short()))
        .row(said("by"), Cell::code(lead.decided_by.short()))
}

/// A decided lead has no buttons, and one whose entry was withdrawn can only be rejected.
fn buttons(t: &Texts, Seen { lead, withdrawn, .. }: &Seen, actor: &Actor) -> Vec<Button> {
    if lead.state != LeadState::Unverified {
        return Vec::new();
    }
    let id = lead.lead;
    let href = |act: &str| format!("/acts/{act}?lead={id}&next=/known-material/leads/{id}");
    let confirm = Button::link(t.t("known-material-confirm"), href(CONFIRM.name));
    let reject = Button::link(t.t("known-material-reject"), href(REJECT.name)).secondary();
    let confirm = (!withdrawn && Ask::Act(&CONFIRM).is_for(actor.role)).then_some(confirm);
    confirm.into_iter().chain(Ask::Act(&REJECT).is_for(actor.role).then_some(reject)).collect()
}

async fn seen(desk: &Desk, caller: &Caller, path: &str) -> Result<Seen, Problem> {
    caller.may(Ask::Read(&READ_LEADS))?;
    let lead = id_in(caller, path)?;
    let seen = desk.blocking(move |node| see(node, lead)).await;
    let seen = seen.map_err(|fault| problem_of_database(&caller.texts, &fault))?;
    let seen = seen.ok_or_else(|| Problem::of(&caller.texts, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_LEADS, seen.lead.report).await?;
    Ok(seen)
}

/// The lead.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match seen(&desk, &caller, &path).await {
        Ok(seen) => {
            let page = LeadPage::new(&caller.texts, &seen, &caller.actor);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// One lead: what matches what, how surely, and the verdict; no picture, no hash.
#[utoipa::path(
    get,
    path = "/api/known-material/leads/{lead}",
    operation_id = "known-material.lead",
    tag = "known-material",
    params(("lead" = Id, Path, description = "The lead")),
    responses((status = 200, description = "The lead's columns, and `entry_withdrawn`", body = Value),
        desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let Seen { lead, withdrawn, .. } = seen(&desk, &caller, &path).await?;
    let mut answer = Listing { columns: &[], ..LEADS }.json(&lead.to_row());
    answer["entry_withdrawn"] = withdrawn.into();
    Ok(Json(answer))
}
