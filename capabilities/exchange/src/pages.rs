//! The room's own pages and their twin in the API: where it begins, and one address with all words about it.

use crate::acts::peer::{APPROVE, CLOSE, PROPOSE};
use crate::acts::person::{AGAIN, HOLD};
use crate::codes::{ExchangeState, PeerState};
use crate::room::{ADDRESSES, PEERS, WORDS};
use crate::tables::{Exchanged, Peer, Proposal, Word};
use crate::{READ_EXCHANGE, READ_PEERS};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, Line, Listing, Routes, problem_of_database, problem_of_look};
use face::{BackLink, Cards, Cell, ErrorStatus, Page, Problem, SummaryList, Texts};
use kernel::{ActKind, Ask, Cell as _, Column, Id, Key as _, Record, Row};
use serde_json::Value;
use store::LookFault;
use store::database::TableSql;

/// So many words about one address are shown; the list has all.
const MOST_WORDS: usize = 50;
/// So many hotlines are shown where the room begins; the list has all.
const MOST_PEERS: usize = 100;

/// The pages.
pub(crate) fn pages() -> Routes {
    Routes::new().get("/exchange", Line::Read(&READ_PEERS), home).get(
        "/exchange/addresses/{address}",
        Line::Read(&READ_EXCHANGE),
        one,
    )
}

/// The JSON routes.
pub(crate) fn api() -> Routes {
    Routes::new().get("/api/exchange/addresses/{address}", Line::Read(&READ_EXCHANGE), one_json)
}

/// The JSON routes as OpenAPI describes them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(one_json))]
pub(crate) struct Described;

/// A link to an act that comes next.
struct Way {
    href: String,
    label: String,
}

/// Something with its columns and what can be done about it.
struct Part {
    title: String,
    summary: SummaryList,
    ways: Vec<Way>,
}

#[derive(Template)]
#[template(path = "exchange.html")]
struct HomePage<'a> {
    t: &'a Texts,
    title: String,
    cards: Cards,
    peers: Vec<Part>,
    ways: Vec<Way>,
}

#[derive(Template)]
#[template(path = "exchanged.html")]
struct AddressPage<'a> {
    t: &'a Texts,
    back: BackLink,
    part: Part,
    words: Vec<Part>,
}

/// A cell in the reader's words: a code by its label, everything else as it stands.
fn in_words(t: &Texts, column: &Column, text: &str) -> String {
    if matches!(text, "yes" | "no") {
        return t.t(text);
    }
    let label = (column.codes)().map(|list| format!("{}-{text}", list.name)).filter(|key| t.has(key));
    label.map_or_else(|| text.to_owned(), |key| t.t(&key))
}

/// The columns of a list, of one row.
fn summary(t: &Texts, listing: &Listing, row: &Row) -> SummaryList {
    listing.shown().into_iter().fold(SummaryList::new(t), |list, (at, column)| {
        let label = t.t(&format!("column-{}", column.name.replace('_', "-")));
        list.row(label, Cell::text(in_words(t, column, &(column.text)(&row[at]))))
    })
}

fn way(caller: &Caller, kind: &'static ActKind, with: &str, next: &str) -> Option<Way> {
    let label = caller.texts.t(&format!("act-{}", kind.name.replace('.', "-")));
    let href = format!("/acts/{}?{with}&next={next}", kind.name);
    Ask::Act(kind).is_for(caller.actor.role).then_some(Way { href, label })
}

fn cards(t: &Texts, caller: &Caller) -> Cards {
    let said = |name: &str| t.t(&format!("exchange-home-{name}"));
    let addresses = [
        ("waiting", "addresses?exchange_state=waiting"),
        ("given-up", "addresses?send_given_up=yes"),
        ("all", "addresses"),
        ("words", "words"),
    ];
    let sees = Ask::Read(&READ_EXCHANGE).is_for(caller.actor.role);
    let addresses = addresses.into_iter().filter(|_| sees);
    addresses.chain([("peers", "peers"), ("proposals", "proposals?waits_for_second=yes")]).fold(
        Cards::new(),
        |cards, (name, href)| {
            cards.card(said(name), said(&format!("{name}-words")), format!("/lists/exchange/{href}"))
        },
    )
}

/// Where the room begins: with whom it speaks, and how that goes.
async fn home(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    let t = &caller.texts;
    if let Err(problem) = caller.may(Ask::Read(&READ_PEERS)) {
        return problem.staff_page(&frame).into_response();
    }
    let read = desk.blocking(|node| {
        let peers = format!("{} ORDER BY peer_name LIMIT {MOST_PEERS}", TableSql::of(Peer::TABLE).every);
        let waiting = TableSql::of(Proposal::TABLE).every;
        let waiting =
            format!("{waiting} WHERE waits_for_second = $1 ORDER BY proposed_at LIMIT {MOST_PEERS}");
        node.read(|database| {
            let waiting = database.records::<Proposal>(&waiting, vec![true.to_value()])?;
            Ok((database.records::<Peer>(&peers, Vec::new())?, waiting))
        })
    });
    let (peers, waiting) = match read.await {
        Ok(read) => read,
        Err(fault) => return problem_of_database(t, &fault).staff_page(&frame).into_response(),
    };
    let part = |peer: Peer| {
        let with = format!("peer={}", peer.peer);
        let is_open = peer.peer_state == PeerState::Open;
        let ways = [
            way(&caller, &PROPOSE, &with, "/exchange"),
            way(&caller, &CLOSE, &with, "/exchange").filter(|_| is_open),
        ];
        let summary = summary(t, &PEERS, &peer.to_row());
        Part { title: peer.peer_name, summary, ways: ways.into_iter().flatten().collect() }
    };
    let approve = waiting.iter().filter(|row| row.proposed_by != caller.actor.id).filter_map(|row| {
        let way = way(&caller, &APPROVE, &format!("proposal={}", row.proposal), "/exchange")?;
        Some(Way { label: t.with("exchange-approve", "name", row.peer_name.clone()), ..way })
    });
    let page = HomePage {
        t,
        title: t.t("exchange-home-title"),
        cards: cards(t, &caller),
        peers: peers.into_iter().map(part).collect(),
        ways: approve.chain(way(&caller, &PROPOSE, "", "/exchange")).collect(),
    };
    Page::staff(&frame, &page.title, &page).into_response()
}

/// The address, and the newest words about it.
async fn looked(desk: &Desk, caller: &Caller, path: &str) -> Result<(Exchanged, Vec<Word>), Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_EXCHANGE))?;
    let number: Id = path.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_EXCHANGE, number).await?;
    let found = desk.blocking(move |node| -> Result<_, LookFault> {
        let sql = TableSql::of(Exchanged::TABLE).get;
        let words = TableSql::of(Word::TABLE).every;
        let words = format!("{words} WHERE address = $1 ORDER BY done_at DESC, word LIMIT {MOST_WORDS}");
        let read = node.read(|database| {
            let row = database.records::<Exchanged>(&sql, number.cells())?.pop();
            Ok((row, database.records::<Word>(&words, number.cells())?))
        })?;
        Ok(read)
    });
    let (row, words) = found.await.map_err(|fault| problem_of_look(t, &fault))?;
    row.map(|row| (row, words)).ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
}

/// One address as a page.
async fn one(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    let (row, words) = match looked(&desk, &caller, &path).await {
        Ok(found) => found,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let t = &caller.texts;
    let (address, next) = (row.address, format!("/exchange/addresses/{}", row.address));
    let is_waiting = row.exchange_state == ExchangeState::Waiting && !row.may_be_there();
    let is_given_up =
        row.send_given_up || words.iter().any(|word| word.word_state == crate::codes::WordState::GivenUp);
    let back = !row.held_back;
    let ways = [
        way(&caller, &HOLD, &format!("address={address}&back={back}"), &next).filter(|_| is_waiting),
        way(&caller, &AGAIN, &format!("address={address}"), &next).filter(|_| is_given_up),
    ];
    let part = Part {
        title: t.with("exchange-address-title", "number", address.short()),
        summary: summary(t, &ADDRESSES, &row.to_row()),
        ways: ways.into_iter().flatten().collect(),
    };
    let said = words.iter().map(|word| Part {
        title: in_words(t, action_column(), &(action_column().text)(&word.address_action.to_value())),
        summary: summary(t, &WORDS, &word.to_row()),
        ways: Vec::new(),
    });
    let page =
        AddressPage { t, back: BackLink::new(t, "/lists/exchange/addresses"), part, words: said.collect() };
    Page::staff(&frame, &page.part.title, &page).into_response()
}

/// The column of what was done.
fn action_column() -> &'static Column {
    // It is the fourth by the declaration of the table.
    &Word::TABLE.columns[3]
}

/// One address between two hotlines, with the newest words about it. The address itself is not told.
#[utoipa::path(
    get,
    path = "/api/exchange/addresses/{address}",
    operation_id = "exchange.address",
    tag = "exchange",
    params(("address" = Id, Path, description = "The address's number")),
    responses((status = 200, description = "Its columns, and `words`", body = Value), desk::Conflicted)
)]
async fn one_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let (row, words) = looked(&desk, &caller, &path).await?;
    let mut told = ADDRESSES.json(&row.to_row());
    told["words"] = words.iter().map(|word| WORDS.json(&word.to_row())).collect();
    Ok(Json(told))
}
