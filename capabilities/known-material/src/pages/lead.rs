//! The page of one lead: what matches what, how surely, and the verdict of a named unit. The picture is never shown.

use super::entry::{behind, labels};
use super::explained::{Explained, explained};
use super::{id_in, label, moment};
use crate::READ_LEADS;
use crate::acts::decide_lead::{CONFIRM, REJECT};
use crate::codes::Undone;
use crate::files::row;
use crate::room::listing;
use crate::tables::Lead;
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, is_known, problem_of_database};
use face::{
    BackLink, Button, Cell, ErrorStatus, Page, Problem, SummaryList, Table, Tag, Texts, Tone, Warning,
};
use kernel::codes::LeadState;
use kernel::{Actor, Ask, Id, Record};
use serde_json::Value;
use store::{DatabaseFault, Node};

/// A lead with what it rests on.
pub(super) struct Seen {
    pub(super) lead: Lead,
    /// The entry, and what stands behind it; none when its list is gone.
    pub(super) behind: Option<Explained>,
    /// Whether the reader sees the list: its name and who brought and graded the entry are told to nobody else.
    pub(super) sees_list: bool,
}

impl Seen {
    /// True when the list has withdrawn the entry.
    fn withdrawn(&self) -> bool {
        self.behind.as_ref().is_none_or(|behind| behind.entry.withdrawn)
    }

    /// What may be told of the entry to whoever looks.
    fn told(&self) -> Option<&Explained> {
        self.behind.as_ref().filter(|_| self.sees_list)
    }
}

fn see(node: &Node, lead: Id, actor: &Actor) -> Result<Option<Seen>, DatabaseFault> {
    let Some(lead) = row::<Lead>(node, lead)? else { return Ok(None) };
    let behind = explained(node, lead.list, lead.entry)?;
    let sees_list = node.read(|database| is_known(database, actor, lead.list, Desk::now()))?;
    Ok(Some(Seen { lead, behind, sees_list }))
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
    behind: Option<SummaryList>,
    labels: Option<Table>,
    buttons: Vec<Button>,
}

impl<'a> LeadPage<'a> {
    pub(super) fn new(t: &'a Texts, seen: &Seen, actor: &Actor) -> LeadPage<'a> {
        let withdrawn = match seen.lead.undone {
            Undone::NotUndone => seen.withdrawn().then(|| t.t("known-material-entry-withdrawn")),
            why => Some(t.with("known-material-lead-undone", "why", label(t, why).as_str())),
        };
        LeadPage {
            t,
            back: BackLink::new(t, "/lists/known-material/leads"),
            title: t.with("known-material-lead-title", "number", seen.lead.lead.short().as_str()),
            never: Warning::new(t, t.t("known-material-never-shown")),
            withdrawn: withdrawn.map(|words| Warning::new(t, words)),
            summary: summary(t, seen),
            behind: seen.told().map(|told| behind(t, told, SummaryList::new(t))),
            labels: seen.behind.as_ref().and_then(|told| labels(t, told)),
            buttons: buttons(t, seen, actor),
        }
    }
}

fn summary(t: &Texts, seen: &Seen) -> SummaryList {
    let (lead, said) = (&seen.lead, |name: &str| t.t(&format!("known-material-lead-{name}")));
    let tone = match lead.state {
        LeadState::Unverified => Tone::Watch,
        LeadState::Confirmed => Tone::Good,
        LeadState::NotConfirmed | LeadState::Withdrawn => Tone::Still,
    };
    let (list, entry) = match seen.told() {
        None => (Cell::text(said("another-list")), Cell::number(t, lead.entry)),
        Some(told) => {
            let href = format!("/known-material/lists/{}", lead.list);
            let entry = Cell::link(t.number(lead.entry), format!("{href}/entries/{}", lead.entry));
            (Cell::link(told.list.name.clone(), href), entry)
        }
    };
    let found = SummaryList::new(t)
        .row(said("state"), Tag::new(label(t, lead.state), tone))
        .row(said("report"), Cell::link(lead.report.short(), format!("/reports/{}", lead.report)))
        .row(said("picture"), Cell::number(t, lead.picture.saturating_add(1)))
        .row(said("list"), list)
        .row(said("entry"), entry)
        .row(said("how"), Cell::text(label(t, lead.how)))
        .row(said("distance"), Cell::text(t.with("known-material-bits", "n", lead.distance)))
        .row(said("grade"), Cell::text(label(t, lead.grade)))
        .row(said("found"), Cell::text(moment(t, lead.at)));
    if matches!(lead.state, LeadState::Unverified | LeadState::Withdrawn) {
        return found;
    }
    found
        .row(said("decided"), Cell::text(moment(t, lead.decided_at)))
        .row(said("unit"), Cell::code(lead.unit.short()))
        .row(said("by"), Cell::code(lead.decided_by.short()))
}

/// A decided lead has no buttons, and one whose entry was withdrawn can only be rejected.
fn buttons(t: &Texts, seen: &Seen, actor: &Actor) -> Vec<Button> {
    let lead = &seen.lead;
    if lead.state != LeadState::Unverified {
        return Vec::new();
    }
    let id = lead.lead;
    let href = |act: &str| format!("/acts/{act}?lead={id}&next=/known-material/leads/{id}");
    let confirm = Button::link(t.t("known-material-confirm"), href(CONFIRM.name));
    let reject = Button::link(t.t("known-material-reject"), href(REJECT.name)).secondary();
    let confirm = (!seen.withdrawn() && Ask::Act(&CONFIRM).is_for(actor.role)).then_some(confirm);
    confirm.into_iter().chain(Ask::Act(&REJECT).is_for(actor.role).then_some(reject)).collect()
}

async fn seen(desk: &Desk, caller: &Caller, path: &str) -> Result<Seen, Problem> {
    caller.may(Ask::Read(&READ_LEADS))?;
    let lead = id_in(caller, path)?;
    let actor = caller.actor;
    let seen = desk.blocking(move |node| see(node, lead, &actor)).await;
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
    responses((status = 200, description = "The lead's columns, `entry_withdrawn`, `labels` of its grade by State, and `explained` for who sees the list", body = Value),
        desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let seen = seen(&desk, &caller, &path).await?;
    let mut answer = listing("leads", Lead::TABLE, "-at").json(&seen.lead.to_row());
    answer["entry_withdrawn"] = seen.withdrawn().into();
    answer["labels"] = seen.behind.as_ref().map_or(Value::Null, Explained::labels_json);
    answer["explained"] = seen.told().map_or(Value::Null, Explained::json);
    Ok(Json(answer))
}
