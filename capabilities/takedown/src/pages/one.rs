//! One address: how far it is, and what comes next. Who may grade sees the address itself, and that look is entered.

use crate::acts::{SLOT_TARGET, SLOT_URL, SLOT_WORDS, follow};
use crate::codes::{AddressState, HostAnswer, HostWord};
use crate::room::ADDRESSES;
use crate::tables::{Address, Word};
use crate::{READ_ADDRESSES, READ_URL};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_deed, problem_of_look, summary};
use face::{BackLink, Choice, ErrorStatus, FieldError, Form, Page, Problem, SummaryList, Texts, Typed};
use kernel::{Ask, Cell as _, CodeList as _, Id, Key as _, Record};
use serde_json::{Value, json};
use store::database::TableSql;
use store::{LookFault, Node, Trace};

/// A link to an act that comes next.
struct Way {
    href: String,
    label: String,
}

#[derive(Template)]
#[template(path = "address.html")]
struct AddressPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    url: Option<String>,
    summary: SummaryList,
    ways: Vec<Way>,
    /// What was said against its notice, while that waits; empty where it came without words.
    said: Vec<(String, String)>,
    number: String,
    /// Where it leads, while nobody took that in and the reader may.
    target: Option<String>,
    form: Form<'a>,
    same: Vec<Choice>,
    act: String,
}

/// What is known of an address.
struct Known {
    row: Address,
    /// The address itself, for who may open it; none where it was erased.
    url: Option<String>,
    /// Where it points, for the same.
    target: Option<String>,
    /// What was said against its notice and waits, the words of an appeal for the same.
    said: Vec<(HostWord, String)>,
}

/// What waits of what was said of an address, opened where there is a trace.
fn said_of(node: &Node, address: Id, trace: Option<&Trace>) -> Result<Vec<(HostWord, String)>, LookFault> {
    let sql = format!("{} WHERE address = $1 AND host_answer = $2", TableSql::of(Word::TABLE).every);
    let asked = vec![address.to_value(), HostAnswer::Waits.to_value()];
    let rows = node.read(|database| database.records::<Word>(&sql, asked))?;
    let words = |row: &Word| match trace.filter(|_| row.host_word == HostWord::Appeal) {
        Some(trace) => opened(node, trace, row.said_act, SLOT_WORDS),
        None => Ok(None),
    };
    rows.iter().map(|row| Ok((row.host_word, words(row)?.unwrap_or_default()))).collect()
}

/// Opens what is sealed beside an act; none where it was erased.
fn opened(node: &Node, trace: &Trace, act: Id, slot: u16) -> Result<Option<String>, LookFault> {
    match node.open_payload(trace, act, slot) {
        Ok(opened) => Ok(Some(String::from_utf8_lossy(opened.expose()).into_owned())),
        Err(LookFault::Gone) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The row, and what is sealed of it for who may open that, under a trace.
async fn looked(desk: &Desk, caller: &Caller, path: &str) -> Result<Known, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_ADDRESSES))?;
    let number: Id = path.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_ADDRESSES, number).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let opens = Ask::Read(&READ_URL).is_for(actor.role);
    let found = desk.blocking(move |node| -> Result<_, LookFault> {
        let sql = TableSql::of(Address::TABLE).get;
        let Some(row) = node.read(|database| database.records::<Address>(&sql, number.cells()))?.pop() else {
            return Ok(None);
        };
        if !opens {
            let said = said_of(node, number, None)?;
            return Ok(Some(Known { row, url: None, target: None, said }));
        }
        let trace = node.look(actor, &READ_URL, purpose, &[number])?;
        let url = opened(node, &trace, row.act, SLOT_URL)?;
        let target = match row.moved_act.some() {
            Some(act) => opened(node, &trace, act, SLOT_TARGET)?,
            None => None,
        };
        let said = said_of(node, number, Some(&trace))?;
        Ok(Some(Known { row, url, target, said }))
    });
    let found = found.await.map_err(|fault| problem_of_look(t, &fault))?;
    found.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
}

/// The acts that come next.
fn next(row: &Address, said: &[(HostWord, String)]) -> &'static [&'static str] {
    if said.iter().any(|(word, _)| *word == HostWord::NotOurs) {
        return if row.appealed { &["answer-disowned", "decide-appeal"] } else { &["answer-disowned"] };
    }
    if row.appealed {
        return &["decide-appeal"];
    }
    match row.address_state {
        AddressState::TakenIn | AddressState::GradedOnce | AddressState::Disputed => &["grade-address"],
        AddressState::Graded => &["ask-preservation", "place-hold"],
        AddressState::Preserved => &["send-notice", "place-hold", "end-hold"],
        AddressState::Offline => &["lodge-appeal"],
        AddressState::NotIllegal | AddressState::Corrected => &[],
        _ => &["claim-removal", "decide-found", "send-notice", "lodge-appeal", "disown"],
    }
}

fn ways(desk: &Desk, caller: &Caller, row: &Address, said: &[(HostWord, String)]) -> Vec<Way> {
    let address = row.address;
    let way = |name: &str, with: String| {
        let door = desk.act(&format!("takedown.{name}"))?;
        Ask::Act(door.kind).is_for(caller.actor.role).then(|| Way {
            href: format!("/acts/takedown.{name}?{with}&next=/takedown/addresses/{address}"),
            label: caller.texts.t(&format!("act-takedown-{name}")),
        })
    };
    let acts = next(row, said).iter().filter_map(|name| way(name, format!("address={address}")));
    let link = (row.notices > 0).then(|| way("renew-link", format!("address={address}"))).flatten();
    let contact = way("set-contact", format!("host={}&contact_source=by-hand", row.host));
    acts.chain(link).chain(contact).collect()
}

/// One address as a page.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    shown(&desk, &caller, &path, &[]).await
}

/// The page, with what was wrong in its form.
pub(super) async fn shown(desk: &Desk, caller: &Caller, path: &str, errors: &[FieldError]) -> Response {
    let frame = caller.frame(desk);
    let Known { row, url, target, said } = match looked(desk, caller, path).await {
        Ok(found) => found,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let t = &caller.texts;
    let act = match desk.node().new_id() {
        Ok(act) => act.to_string(),
        Err(fault) => return problem_of_deed(t, &fault).staff_page(&frame).into_response(),
    };
    let summary = summary(t, Address::TABLE, &row.to_row(), ADDRESSES.columns);
    let follows = row.address_state == AddressState::Moved
        && row.moved_to.is_none()
        && Ask::Act(&follow::FOLLOW).is_for(caller.actor.role);
    let typed = Typed::nothing();
    let page = AddressPage {
        t,
        back: BackLink::new(t, "/lists/takedown/addresses"),
        title: t.with("takedown-address-title", "number", row.address.short()),
        url,
        summary,
        ways: ways(desk, caller, &row, &said),
        said: said.into_iter().map(|(word, words)| (t.t(&word.key()), words)).collect(),
        number: row.address.to_string(),
        target: target.filter(|_| follows),
        form: Form::again(t, &typed, errors),
        same: vec![
            Choice::of(t, "yes", "takedown-move-same-yes"),
            Choice::of(t, "no", "takedown-move-same-no"),
        ],
        act,
    };
    let drawn = Page::staff(&frame, &page.title, &page);
    if errors.is_empty() {
        return drawn.into_response();
    }
    drawn.with_status(ErrorStatus::BAD_REQUEST.code()).into_response()
}

/// One address: how far it is, and the address itself (`url`) and where it points (`target`) for who may open it, which is entered as a
/// look; what was said against its notice and waits (`said`).
#[utoipa::path(
    get,
    path = "/api/takedown/addresses/{address}",
    operation_id = "takedown.address",
    tag = "takedown",
    params(("address" = Id, Path, description = "The address's number")),
    responses((status = 200, description = "Its columns, `url`, `target` and `said`", body = Value), desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let Known { row, url, target, said } = looked(&desk, &caller, &path).await?;
    let mut told = ADDRESSES.json(&row.to_row());
    told["url"] = url.into();
    told["target"] = target.into();
    let said = said.iter().map(|(word, words)| json!({ "word": word.code(), "words": words }));
    told["said"] = said.collect();
    Ok(Json(told))
}
