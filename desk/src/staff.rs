//! Units and accounts, as those who keep them see them: lists, acts, one account's page, and what is handed over to its holder.

use crate::acts::{ActDoor, Slot};
use crate::answers::{problem_of_account, problem_of_deed};
use crate::caller::Caller;
use crate::entrusted::{Entrusted, StillWith, still_with, table};
use crate::known::Guard;
use crate::listing::{Listing, Rows};
use crate::room::{Desk, Nav, Room};
use crate::routes::{Line, Routes};
use crate::waits::{Pressing, Waits};
use access::acts::{
    ApproveAccount, ApproveRecovery, CloseAccount, EndMachineKey, EndSessions, OpenUnit, ProposeAccount,
    ProposeRecovery, SLOT_NAMES, SetMachineQuota, SetNames, SuspendAccount,
};
use access::codes::AccountState;
use access::tables::{AccountProposal, MachineKey, RecoveryProposal, Staff};
use access::{Half, Known, READ_OWN, READ_STAFF, READ_TOKENS, READ_UNITS, half, known};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use face::{Cell, ErrorStatus, Page, Problem, SummaryList, Texts};
use facts::unit::Unit;
use kernel::{Act, Ask, Cell as _, Id, Record};
use serde::Serialize;
use utoipa::{OpenApi as _, ToSchema};

const fn listing(
    name: &'static str,
    table: &'static kernel::Table,
    read: &'static kernel::ReadKind,
    order: &'static str,
    href: &'static str,
) -> Listing {
    Listing {
        room: "access",
        name,
        table,
        rows: Rows::Kept,
        read,
        guard: Guard::Open,
        columns: &[],
        filters: &[],
        when: "",
        order,
        href,
    }
}

static STAFF: Listing = Listing {
    filters: &["role", "unit", "state"],
    ..listing("staff", Staff::TABLE, &READ_STAFF, "-since", "/staff/{}")
};
pub(crate) static UNITS: Listing = listing("units", Unit::TABLE, &READ_UNITS, "word", "");
static PROPOSALS: Listing =
    listing("proposals", AccountProposal::TABLE, &READ_STAFF, "-proposed_at", "/staff/{}");
static RECOVERIES: Listing =
    listing("recoveries", RecoveryProposal::TABLE, &READ_STAFF, "-proposed_at", "/staff/{}");

static MACHINE_KEYS: Listing = Listing {
    columns: &["key", "unit", "environment", "works", "per_minute", "bytes_a_day", "ends_at", "opened_at"],
    filters: &["unit", "environment", "works"],
    ..listing("machine-keys", MachineKey::TABLE, &READ_STAFF, "-opened_at", "")
};

static WAITS_PROPOSALS: Waits = Waits {
    label: "waits-proposals",
    listing: &PROPOSALS,
    filters: &[],
    own: "",
    due: "",
    pressing: Pressing::Open,
};

static WAITS_RECOVERIES: Waits = Waits {
    label: "waits-recoveries",
    listing: &RECOVERIES,
    filters: &[],
    own: "",
    due: "",
    pressing: Pressing::Open,
};

static PROPOSED: Entrusted =
    Entrusted::decided_by_another("entrusted-account-proposals", AccountProposal::TABLE, "proposed_by", None);
static RECOVERING: Entrusted = Entrusted::decided_by_another(
    "entrusted-account-recoveries",
    RecoveryProposal::TABLE,
    "proposed_by",
    None,
);

/// One name a line; none takes all away.
const NAMES: &[Slot] = &[Slot { slot: SLOT_NAMES, label: "field-officer-names", required: false }];

/// Units and accounts at the staff door. Their pure half is a floor's: `access::charter`.
#[must_use]
pub fn room() -> Room {
    Room {
        nav: vec![
            Nav { label: "nav-staff", href: "/lists/access/staff", read: &READ_STAFF },
            Nav { label: "nav-machine-keys", href: "/lists/access/machine-keys", read: &READ_STAFF },
            Nav { label: "nav-tokens", href: "/tokens", read: &READ_TOKENS },
            Nav { label: "nav-views", href: "/views", read: &READ_OWN },
            Nav { label: "nav-habits", href: "/habits", read: &READ_OWN },
            Nav { label: "nav-sessions", href: "/sessions", read: &READ_OWN },
            Nav { label: "nav-ways", href: "/ways", read: &READ_OWN },
        ],
        waits: vec![&WAITS_PROPOSALS, &WAITS_RECOVERIES],
        listings: vec![&STAFF, &UNITS, &PROPOSALS, &RECOVERIES, &MACHINE_KEYS],
        acts: vec![
            ActDoor::of::<OpenUnit>(&[]),
            ActDoor::of::<ProposeAccount>(&[]),
            ActDoor::of::<ApproveAccount>(&[]),
            ActDoor::of::<SuspendAccount>(&[]),
            ActDoor::of::<CloseAccount>(&[]),
            ActDoor::of::<EndSessions>(&[]),
            ActDoor::of::<EndMachineKey>(&[]),
            ActDoor::of::<SetMachineQuota>(&[]),
            ActDoor::of::<SetNames>(NAMES),
            ActDoor::of::<ProposeRecovery>(&[]),
            ActDoor::of::<ApproveRecovery>(&[]),
        ],
        pages: Routes::new()
            .get("/staff/new", Line::Act(ProposeAccount::KIND), new_account)
            .get("/staff/new-unit", Line::Act(OpenUnit::KIND), new_unit)
            .get("/staff/{account}", Line::Read(&READ_STAFF), show)
            .get("/api/accounts/{account}", Line::Read(&READ_STAFF), show_json)
            .and(crate::machine::routes()),
        openapi: Some(Described::openapi()),
        entrusted: vec![&PROPOSED, &RECOVERING],
        daily: vec![crate::views::forget],
        ..Room::default()
    }
}

/// To the form of an act that wants a new number.
async fn with_new_number<A: Act>(desk: Desk, caller: Caller, to: fn(Id) -> String) -> Response {
    let frame = caller.frame(&desk);
    let drawn = caller
        .may(Ask::Act(A::KIND))
        .and_then(|()| desk.node().new_id().map_err(|fault| problem_of_deed(&caller.texts, &fault)));
    match drawn {
        Ok(id) => Redirect::to(&to(id)).into_response(),
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

async fn new_account(State(desk): State<Desk>, caller: Caller) -> Response {
    let to = |id| format!("/acts/access.propose-account?account={id}&next=/staff/{id}");
    with_new_number::<ProposeAccount>(desk, caller, to).await
}

async fn new_unit(State(desk): State<Desk>, caller: Caller) -> Response {
    let to = |id| format!("/acts/access.open-unit?unit={id}&next=/lists/access/units");
    with_new_number::<OpenUnit>(desk, caller, to).await
}

type Seen = (Known, Option<Half>, Vec<StillWith>);

async fn seen(desk: &Desk, caller: &Caller, account: &str) -> Result<(Id, Seen), Problem> {
    caller.may(Ask::Read(&READ_STAFF))?;
    let t = &caller.texts;
    let account: Id = account.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    let asks = caller.actor;
    let declared = desk.entrusted().to_vec();
    let found = desk.blocking(move |node| {
        let still = still_with(node, &declared, account, &asks)?;
        Ok::<_, access::AccountFault>((known(node, account)?, half(node, account, asks.id)?, still))
    });
    let (known, half, still) = found.await.map_err(|fault| problem_of_account(t, &fault))?;
    let known = known.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    // Link and code open an account: as for what is grave, one proves first who one is.
    Ok((account, (known, half.filter(|_| caller.is_proved()), still)))
}

/// A link of a page: where it leads, and what it says.
struct Way {
    href: String,
    label: String,
}

#[derive(Template)]
#[template(path = "staff.html")]
struct StaffPage<'a> {
    t: &'a Texts,
    title: String,
    summary: SummaryList,
    waiting: Vec<SummaryList>,
    ways: Vec<Way>,
    still: Option<face::Table>,
    link: Option<String>,
    code: Option<String>,
}

fn summary(caller: &Caller, account: Id, known: &Known) -> SummaryList {
    let t = &caller.texts;
    let mut list = SummaryList::new(t).row(t.t("column-account"), Cell::code(account.to_string()));
    let user = if known.user.is_empty() { t.t("staff-no-name") } else { known.user.clone() };
    list = list.row(t.t("sign-in-user"), Cell::text(user));
    if let Some(staff) = &known.staff {
        list = list
            .row(t.t("column-role"), Cell::text(caller.label(staff.role)))
            .row(t.t("column-unit"), Cell::text(known.unit_word.clone()))
            .row(t.t("column-state"), Cell::text(caller.label(staff.state)))
            .row(t.t("column-since"), Cell::code(staff.since.to_text()));
    }
    list
}

/// What waits for a second person, and the ways on.
fn waiting(caller: &Caller, account: Id, known: &Known) -> (Vec<SummaryList>, Vec<Way>) {
    let t = &caller.texts;
    let way = |act: &str, more: &str| Way {
        href: format!("/acts/{act}?account={account}{more}&next=/staff/{account}"),
        label: t.t(&format!("act-{}", act.replace('.', "-"))),
    };
    let (mut lists, mut ways) = (Vec::new(), Vec::new());
    if let Some(one) = &known.proposal {
        let list = SummaryList::new(t)
            .row(t.t("column-proposal"), Cell::code(one.proposal.to_string()))
            .row(t.t("column-role"), Cell::text(caller.label(one.role)))
            .row(t.t("column-unit"), Cell::code(one.unit.to_string()))
            .row(t.t("column-proposed-by"), Cell::code(one.proposed_by.to_string()));
        lists.push(list);
        ways.push(way("access.approve-account", &format!("&proposal={}", one.proposal)));
    }
    if let Some(one) = &known.recovery {
        let list = SummaryList::new(t)
            .row(t.t("column-recovery"), Cell::code(one.proposal.to_string()))
            .row(t.t("column-proposed-by"), Cell::code(one.proposed_by.to_string()));
        lists.push(list);
        ways.push(way("access.approve-recovery", &format!("&proposal={}", one.proposal)));
    }
    let state = known.staff.as_ref().map(|staff| staff.state);
    if state != Some(AccountState::Closed) {
        ways.push(way("access.propose-account", ""));
    }
    if state == Some(AccountState::Open) {
        ways.push(way("access.propose-recovery", ""));
        ways.push(way("access.suspend-account", ""));
    }
    if matches!(state, Some(AccountState::Open | AccountState::Suspended)) {
        ways.push(way("access.set-names", ""));
        ways.push(way("access.end-sessions", ""));
        ways.push(way("access.close-account", ""));
    }
    (lists, ways)
}

async fn show(
    State(desk): State<Desk>,
    caller: Caller,
    Path(account): Path<String>,
    headers: HeaderMap,
) -> Response {
    let frame = caller.frame(&desk);
    if !caller.machine && !caller.is_proved() && caller.may(Ask::Read(&READ_STAFF)).is_ok() {
        return crate::again::led_there(&caller.here);
    }
    let (account, (known, half, still)) = match seen(&desk, &caller, &account).await {
        Ok(found) => found,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let t = &caller.texts;
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (link, code) = match half {
        Some(Half::Link(link, _)) => (Some(format!("{host}/begin/{link}")), None),
        Some(Half::Code(code)) => (None, Some(code)),
        None => (None, None),
    };
    let (waiting, ways) = waiting(&caller, account, &known);
    let title = t.with("staff-title", "account", account.short());
    let summary = summary(&caller, account, &known);
    let still = table(&desk, &caller, account, &still);
    let page = StaffPage { t, title: title.clone(), summary, waiting, ways, still, link, code };
    Page::staff(&frame, &title, &page).into_response()
}

/// One account, as those who keep accounts see it.
#[derive(Serialize, ToSchema)]
struct AccountSeen {
    /// Its number.
    account: String,
    /// The name that its holder signs in with; nothing before they have chosen one.
    user: Option<String>,
    /// Its role; nothing while it is only proposed.
    role: Option<String>,
    /// Its unit.
    unit: Option<String>,
    /// open, suspended or closed.
    state: Option<String>,
    /// The proposal that waits for a second person.
    proposal: Option<String>,
    /// The recovery that waits for a second person.
    recovery: Option<String>,
    /// What is still with its holder, and the act that hands it over.
    still_with: Vec<StillWith>,
    /// For who approved it: the address at which its holder chooses name and password, once, within 24 hours.
    link: Option<String>,
    /// For who proposed it: the code to that address.
    code: Option<String>,
}

/// One account: what is known of it, what waits, and the half of its one-time link that the caller hands over.
#[utoipa::path(
    get,
    path = "/api/accounts/{account}",
    operation_id = "access.see-account",
    tag = "access",
    params(("account" = String, Path, description = "The account's number")),
    responses((status = 200, description = "What is known of it", body = AccountSeen),
        (status = 404, description = "Nobody ever proposed it."))
)]
async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(account): Path<String>,
) -> Result<Json<AccountSeen>, Problem> {
    let (account, (known, half, still_with)) = seen(&desk, &caller, &account).await?;
    let (link, code) = match half {
        Some(Half::Link(link, _)) => (Some(format!("/begin/{link}")), None),
        Some(Half::Code(code)) => (None, Some(code)),
        None => (None, None),
    };
    let staff = known.staff.as_ref();
    Ok(Json(AccountSeen {
        account: account.to_string(),
        user: Some(known.user).filter(|user| !user.is_empty()),
        role: staff.map(|staff| kernel::CodeList::code(staff.role).to_owned()),
        unit: staff.map(|staff| staff.unit.to_string()),
        state: staff.map(|staff| kernel::CodeList::code(staff.state).to_owned()),
        proposal: known.proposal.map(|one| one.proposal.to_string()),
        recovery: known.recovery.map(|one| one.proposal.to_string()),
        still_with,
        link,
        code,
    }))
}

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show_json))]
struct Described;
