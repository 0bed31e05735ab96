//! The desk's side of a chat: a page that stays open and goes on while both sides write, without scripts. Whoever has it open is
//! there for the reporter. Opening it is a look, and so is each new text that it shows.

use super::folded::{Folding, said};
use super::report::{Seen, looked, thread_after};
use super::{REPLY, may};
use crate::acts::reply;
use crate::live::{EACH, End, Happened, LONGEST, STILL, Side, is_closing, is_here, newest, reporters, sign};
use crate::tables::Message;
use crate::{READ_QUEUE, READ_REPORT};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, WaitsNow, problem_of_database, problem_of_deed};
use face::{Button, Form, Meanwhile, Page, Problem, Texts, Typed, Uttered};
use futures_util::stream::{Stream, StreamExt as _, unfold};
use kernel::{Ask, Id};
use serde_json::{Value, json};
use store::LookFault;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep};

/// Pages that may be open at once in this process: each looks once a second for something new.
static OPEN: Semaphore = Semaphore::const_new(64);

/// Those whose reporter is there now.
pub(super) static WAITS_CHATS: WaitsNow =
    WaitsNow { label: "waits-chats", read: &READ_REPORT, records: reporters, href: "/chats" };

#[derive(Template)]
#[template(path = "live.html")]
struct LivePage<'a> {
    t: &'a Texts,
    title: String,
    report: Id,
    form: Form<'a>,
    act: String,
    reply: String,
    said: Vec<Uttered>,
}

fn uttered(caller: &Caller, folding: Folding, (message, text): &(Message, String)) -> Uttered {
    let one = said(caller, folding, message, text);
    Uttered::new(one.who, one.at, one.text).folded(one.folded)
}

/// What is added to the page.
fn piece(caller: &Caller, report: Id, folding: Folding, happened: &Happened<(Message, String)>) -> String {
    let t = &caller.texts;
    match happened {
        Happened::Said(all) => all.iter().map(|one| uttered(caller, folding, one).to_string()).collect(),
        Happened::Here => Meanwhile::new([t.t("report-live-here")]).to_string(),
        Happened::Gone => Meanwhile::new([t.t("report-live-gone")]).to_string(),
        Happened::Still => "<!-- -->\n".to_owned(),
        Happened::End(end) => {
            let again = Button::link(t.t("report-live-again"), format!("/reports/{report}/live"));
            Meanwhile::new([t.t(&format!("report-live-end-{}", end.code()))]).to_string() + &again.to_string()
        }
    }
}

/// One page, until its end or until nobody reads it any more.
struct Watching {
    desk: Desk,
    caller: Caller,
    report: Id,
    /// The place of the newest message that the page shows.
    shown: i64,
    /// What the page says of the reporter; nothing yet.
    is_here: Option<bool>,
    /// Until when the page is open.
    until: Instant,
    /// When something is sent at the latest, and whoever looks is asked for again.
    still: Instant,
    is_over: bool,
    _place: SemaphorePermit<'static>,
}

impl Watching {
    fn happening(self) -> impl Stream<Item = Happened<(Message, String)>> + Send + 'static {
        unfold(self, |mut page| async move {
            if page.is_over {
                return None;
            }
            let happened = page.next().await;
            page.is_over = matches!(happened, Happened::End(_));
            page.still = Instant::now() + STILL;
            Some((happened, page))
        })
    }

    async fn next(&mut self) -> Happened<(Message, String)> {
        loop {
            if Instant::now() >= self.until {
                return Happened::End(End::Time);
            }
            if is_closing(self.desk.node()) {
                return Happened::End(End::Away);
            }
            match self.now().await {
                Ok(Some(happened)) => return happened,
                Ok(None) => {}
                Err(end) => return Happened::End(end),
            }
            if Instant::now() >= self.still {
                return self.may().await.map_or_else(Happened::End, |()| Happened::Still);
            }
            sleep(EACH).await;
        }
    }

    /// Whether whoever looks would still be let in.
    async fn may(&self) -> Result<(), End> {
        let may = self.caller.may_still_read(&self.desk, &READ_REPORT, self.report).await;
        may.map_err(|problem| if problem.status().code().is_server_error() { End::Away } else { End::Closed })
    }

    /// What the page does not show yet.
    async fn now(&mut self) -> Result<Option<Happened<(Message, String)>>, End> {
        let report = self.report;
        let looked = self.desk.blocking(move |node| {
            sign(node, Side::Staff, report);
            Ok::<_, store::DatabaseFault>((is_here(node, Side::Reporter, report), newest(node, report)?))
        });
        let (is_here, newest) = looked.await.map_err(|fault| {
            tracing::error!(%fault, "a thread was not read");
            End::Away
        })?;
        if newest > self.shown {
            return self.opened().await.map(Some);
        }
        let changed = self.is_here.replace(is_here) != Some(is_here);
        Ok(changed.then_some(if is_here { Happened::Here } else { Happened::Gone }))
    }

    /// Opens what is new, under a look of its own.
    async fn opened(&mut self) -> Result<Happened<(Message, String)>, End> {
        self.may().await?;
        let (caller, report, after) = (self.caller.clone(), self.report, self.shown);
        let opened = self.desk.blocking(move |node| {
            let trace = node.look(caller.actor, &READ_REPORT, caller.purpose, &[report])?;
            thread_after(node, &caller, &trace, report, after)
        });
        let new = opened.await.map_err(|fault| match fault {
            LookFault::Forbidden(_) | LookFault::Refused(_) | LookFault::Gone => End::Closed,
            fault => {
                tracing::error!(%fault, "a thread was not opened");
                End::Away
            }
        })?;
        self.shown = new.iter().map(|(message, _)| message.n).max().unwrap_or(self.shown);
        Ok(Happened::Said(new))
    }
}

/// The page, and what happens from now on.
fn page(desk: Desk, caller: Caller, seen: &Seen, place: SemaphorePermit<'static>) -> Response {
    let (report, folding) = (seen.row.report, Folding::of(seen));
    let act = match desk.node().new_id() {
        Ok(id) => id.to_string(),
        Err(fault) => {
            return problem_of_deed(&caller.texts, &fault).staff_page(&caller.frame(&desk)).into_response();
        }
    };
    let typed = Typed::nothing();
    let body = LivePage {
        t: &caller.texts,
        title: caller.texts.with("report-live-title", "number", report.short().as_str()),
        report,
        form: Form::again(&caller.texts, &typed, &[]),
        act,
        reply: REPLY.iter().map(|slot| format!("sealed-{}", slot.slot)).collect(),
        said: seen.thread.iter().map(|one| uttered(&caller, folding, one)).collect(),
    };
    let page = Page::staff(&caller.frame(&desk), &body.title, &body);
    let watching = Watching {
        shown: seen.thread.iter().map(|(message, _)| message.n).max().unwrap_or(-1),
        desk,
        caller: caller.clone(),
        report,
        is_here: None,
        until: Instant::now() + LONGEST,
        still: Instant::now() + STILL,
        is_over: false,
        _place: place,
    };
    page.going_on(watching.happening().map(move |happened| piece(&caller, report, folding, &happened)))
}

/// `GET /reports/{report}/live`: for whoever may reply.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    if let Err(problem) = caller.may(Ask::Act(&reply::KIND)) {
        return problem.staff_page(&frame).into_response();
    }
    let seen = match looked(&desk, &caller, &id).await {
        Ok(seen) => seen,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let Ok(place) = OPEN.try_acquire() else {
        let problem = Problem::of(&caller.texts, face::ErrorStatus::UNAVAILABLE);
        return problem.with_detail(caller.texts.t("report-live-full")).staff_page(&frame).into_response();
    };
    caller.opened(&desk, super::folded::may_distress(&seen));
    page(desk, caller, &seen, place)
}

#[derive(Template)]
#[template(path = "chats.html")]
struct Chats<'a> {
    t: &'a Texts,
    /// The number of each report in words, its page, and whether somebody of the team is there.
    chats: Vec<(String, String, bool)>,
}

/// The reports whose reporter is there now, as far as the reader may know of them; and whether anybody of the team is.
async fn chats(desk: &Desk, caller: &Caller) -> Result<Vec<(Id, bool)>, Problem> {
    caller.may(Ask::Read(&READ_QUEUE))?;
    let actor = caller.actor;
    let found = desk.blocking(move |node| {
        let known = WAITS_CHATS.known(node, &actor)?;
        Ok(known.into_iter().map(|report| (report, is_here(node, Side::Staff, report))).collect())
    });
    found.await.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

/// `GET /chats`: who waits in a chat now.
pub(super) async fn show_all(State(desk): State<Desk>, caller: Caller) -> Response {
    let (frame, t) = (caller.frame(&desk), &caller.texts);
    let all = match chats(&desk, &caller).await {
        Ok(all) => all,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let page = if may(&desk, &caller, "reports.reply") { "/live" } else { "" };
    let row = |(report, staff): (Id, bool)| {
        (t.with("report-title", "number", report.short().as_str()), format!("/reports/{report}{page}"), staff)
    };
    let body = Chats { t, chats: all.into_iter().map(row).collect() };
    Page::staff(&frame, &t.t("waits-chats"), &body).into_response()
}

/// The reports whose reporter has the thread open in a chat now, of those that the reader may know of. Nothing is opened.
#[utoipa::path(
    get,
    path = "/api/chats",
    operation_id = "reports.chats",
    tag = "reports",
    responses((status = 200, description = "An object for each: `report`, `staff_here` (whether somebody of the team has it open). What this process has seen in the last 30 seconds", body = Vec<Value>))
)]
pub(super) async fn all_json(State(desk): State<Desk>, caller: Caller) -> Result<Json<Vec<Value>>, Problem> {
    let all = chats(&desk, &caller).await?;
    let row = |(report, staff_here): (Id, bool)| json!({ "report": report, "staff_here": staff_here });
    Ok(Json(all.into_iter().map(row).collect()))
}
