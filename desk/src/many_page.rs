//! One act for many rows of a list, as pages: what is chosen on the list's page is shown with the act's own fields, and done once that
//! is sent. A form that is sent twice is the same acts.

use crate::act_fields::{ActField, envelope, fields, placed, put, sealed_name};
use crate::act_form::{drawn, local};
use crate::act_page::draw;
use crate::acts::{ActDoor, ActEnvelope, Unprepared};
use crate::caller::Caller;
use crate::listing::Listing;
use crate::many::{Became, MOST_ACTS, each};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use face::{Cell, Column, ErrorStatus, FieldError, Form, Page, Problem, Table, Tag, Texts, Tone, Typed};
use kernel::{Ask, Id, Row};

/// What a list's page offers for the rows that are chosen.
pub(crate) struct Offered {
    pub(crate) acts: Vec<(String, String)>,
    pub(crate) from: String,
    pub(crate) shown: String,
    pub(crate) next: String,
}

/// The first key cell of a row: what an act for many rows takes.
fn number_of(listing: &Listing, row: &Row) -> String {
    row.first().map(|key| (listing.table.columns[0].text)(key)).unwrap_or_default()
}

impl Offered {
    /// The acts that this caller may do for many rows of the list; none where there is no such act, or no row.
    pub(crate) fn of(
        desk: &Desk,
        caller: &Caller,
        listing: &'static Listing,
        rows: &[Row],
    ) -> Option<Offered> {
        let open = |door: &&ActDoor| {
            let is_here = door.many.iter().any(|(list, _)| std::ptr::eq(*list, listing));
            is_here && caller.may(Ask::Act(door.kind)).is_ok()
        };
        let act = |door: &ActDoor| (address(door), title(&caller.texts, door));
        let acts: Vec<_> = desk.acts().iter().filter(open).map(act).collect();
        let numbers: Vec<String> = rows.iter().map(|row| number_of(listing, row)).collect();
        (!acts.is_empty() && !rows.is_empty()).then(|| Offered {
            acts,
            from: format!("{}/{}", listing.room, listing.name),
            shown: numbers.join(" "),
            next: caller.here.clone(),
        })
    }
}

/// The box of each row, and its label.
pub(crate) fn boxes(texts: &Texts, listing: &Listing, rows: &[Row]) -> Vec<(String, String)> {
    let one = |row: &Row| {
        let number = number_of(listing, row);
        let label = texts.with("many-choose-row", "number", number.get(..8).unwrap_or(&number));
        (number, label)
    };
    rows.iter().map(one).collect()
}

fn address(door: &ActDoor) -> String {
    format!("/acts/{}/many", door.kind.name)
}

fn title(texts: &Texts, door: &ActDoor) -> String {
    texts.t(&format!("act-{}", door.kind.name.replace('.', "-")))
}

/// The rows that were chosen, each once.
fn chosen(typed: &Typed) -> Result<Vec<Id>, FieldError> {
    let which = if typed.has("all", "yes") { "shown" } else { "row" };
    let mut rows: Vec<Id> = Vec::new();
    for number in typed.all(which).flat_map(str::split_whitespace) {
        let row = number.parse().map_err(|_| FieldError {
            field: String::new(),
            wrong: "a row that is no number of this system".into(),
            right: "the numbers that the list shows".into(),
        })?;
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    Ok(rows)
}

#[derive(Template)]
#[template(path = "many.html")]
struct ManyPage<'a> {
    t: &'a Texts,
    title: String,
    count: String,
    rows: Vec<(String, String)>,
    form: Form<'a>,
    action: String,
    hidden: Vec<(String, String)>,
    fields: Vec<String>,
    send: String,
    back: String,
}

#[derive(Template)]
#[template(path = "many_done.html")]
struct DonePage<'a> {
    t: &'a Texts,
    title: String,
    words: String,
    table: Table,
    again: Option<String>,
    hidden: Vec<(String, String)>,
    action: String,
    back: String,
}

/// What a form for many rows is about.
struct Asked<'a> {
    desk: &'a Desk,
    caller: &'a Caller,
    door: &'a ActDoor,
    listing: &'static Listing,
    field: &'static str,
    typed: &'a Typed,
    rows: Vec<Id>,
}

impl Asked<'_> {
    fn links(&self) -> Vec<(String, String)> {
        let link = |row: &Id| (row.short(), self.listing.href.replace("{}", &row.to_string()));
        self.rows.iter().map(link).collect()
    }

    fn back(&self) -> String {
        let list = || format!("/lists/{}/{}", self.listing.room, self.listing.name);
        local(self.typed.get("next")).map_or_else(list, ToOwned::to_owned)
    }

    fn joined(&self) -> String {
        self.rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    fn hidden(&self, batch: Id) -> Vec<(String, String)> {
        let from = format!("{}/{}", self.listing.room, self.listing.name);
        let all =
            [("row", self.joined()), ("from", from), ("next", self.back()), ("batch", batch.to_string())];
        all.map(|(name, value)| (name.to_owned(), value)).into()
    }

    /// The act's fields but the one that takes the row.
    fn fields(&self) -> Vec<ActField> {
        fields(self.door).into_iter().filter(|field| field.name != self.field).collect()
    }

    /// The page that shows what will be done, with what is wrong.
    fn form(&self, batch: Id, errors: &[FieldError], status: StatusCode) -> Response {
        let t = &self.caller.texts;
        let form = Form::again(t, self.typed, errors);
        let mut fields: Vec<String> = self.fields().iter().map(|field| draw(&form, t, field)).collect();
        for slot in self.door.slots {
            let field = form.lines(&sealed_name(slot.slot), slot.label);
            fields.push(if slot.required { field.to_string() } else { field.optional().to_string() });
        }
        let count = i64::try_from(self.rows.len()).unwrap_or(i64::MAX);
        let page = ManyPage {
            t,
            title: title(t, self.door),
            count: t.with("many-count", "count", count),
            rows: self.links(),
            form: form.clone(),
            action: address(self.door),
            hidden: self.hidden(batch),
            fields,
            send: t.with("many-send", "count", count),
            back: self.back(),
        };
        Page::staff(&self.caller.frame(self.desk), &page.title, &page).with_status(status).into_response()
    }

    /// Each row's act, under an id that follows from the form's and the row.
    fn envelopes(&self, batch: Id) -> Result<Vec<ActEnvelope>, Vec<FieldError>> {
        let first = self.rows.first().copied().unwrap_or(Id::NONE);
        let with_row = self.typed.clone().and(self.field, first.to_string());
        let one = envelope(self.door, &with_row, &self.caller.texts)?;
        let of_row = |row: &Id| {
            let mut act = one.act.clone();
            if let Some(act) = act.as_object_mut() {
                put(act, self.field, row.to_string().into());
            }
            ActEnvelope { id: Some(batch.derive(&format!("many {row}"), 0)), act, ..one.clone() }
        };
        Ok(self.rows.iter().map(of_row).collect())
    }

    /// What is wrong with all of them alike, found before any is done: the act of the first row is made and thrown away.
    async fn tried(&self, envelopes: &[ActEnvelope]) -> Result<(), Vec<FieldError>> {
        let Some(first) = envelopes.first().cloned() else { return Ok(()) };
        let (door, actor, purpose) = (self.door.clone(), self.caller.actor, self.caller.purpose);
        match self.desk.blocking(move |node| door.prepare(node, &first, actor, purpose)).await {
            Err(Unprepared::Field(error)) => Err(vec![error]),
            Ok(_) | Err(Unprepared::Fault(_)) => Ok(()),
        }
    }

    /// The form again, with what is wrong at its fields.
    fn mend(&self, batch: Id, errors: Vec<FieldError>) -> Response {
        let errors: Vec<FieldError> = errors.into_iter().map(|error| placed(self.door, error)).collect();
        self.form(batch, &errors, StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// What became of each, told row by row.
    fn done(&self, batch: Id, told: &[Became]) -> Response {
        let t = &self.caller.texts;
        let columns = vec![Column::new(t, "row", "many-row"), Column::new(t, "became", "many-became")];
        let rows = self.links().into_iter().zip(told).map(|((number, href), became)| {
            let cell = match became {
                Ok(_) => Tag::new(t.t("many-entered"), Tone::Good).into(),
                Err(problem) => Cell::text(words(t, problem)),
            };
            let row =
                if self.listing.href.is_empty() { Cell::code(number) } else { Cell::link(number, href) };
            vec![row, cell]
        });
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let entered = told.iter().filter(|became| became.is_ok()).count();
        let args = [("count", count(entered).into()), ("number", count(told.len() - entered).into())];
        let is_unanswered = told
            .iter()
            .any(|became| became.as_ref().is_err_and(|one| one.status() == ErrorStatus::UNAVAILABLE));
        let mut hidden = self.hidden(batch);
        hidden.extend(self.fields().iter().flat_map(|field| self.sent(&field.name)));
        hidden.extend(self.door.slots.iter().flat_map(|slot| self.sent(&sealed_name(slot.slot))));
        let page = DonePage {
            t,
            title: title(t, self.door),
            words: t.t_args("many-done", &args),
            table: Table::new(t, "many", t.t("many-each"), columns).rows(rows),
            again: is_unanswered.then(|| t.t("many-again")),
            hidden,
            action: address(self.door),
            back: self.back(),
        };
        Page::staff(&self.caller.frame(self.desk), &page.title, &page).into_response()
    }

    fn sent(&self, name: &str) -> Vec<(String, String)> {
        self.typed.all(name).map(|value| (name.to_owned(), value.to_owned())).collect()
    }
}

/// Why one was not entered, in one cell: of a refusal the rule, why, and what may be done instead.
fn words(t: &Texts, problem: &Problem) -> String {
    let errors = problem.errors().iter().map(|error| error.line(t));
    let detail = problem.detail().map(ToOwned::to_owned);
    [t.with("many-not-entered", "label", problem.title())]
        .into_iter()
        .chain(detail)
        .chain(errors)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A page that says what is wrong with the choice itself.
fn wrong(desk: &Desk, caller: &Caller, key: &str) -> Response {
    let error =
        FieldError::new(&caller.texts, "", &format!("many-{key}-wrong"), &format!("many-{key}-right"));
    let problem =
        Problem::of(&caller.texts, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![error]);
    problem.staff_page(&caller.frame(desk)).into_response()
}

async fn send(State(desk): State<Desk>, caller: Caller, Path(name): Path<String>, typed: Typed) -> Response {
    let closed = |problem: Problem| problem.staff_page(&caller.frame(&desk)).into_response();
    let not_found = || Problem::of(&caller.texts, ErrorStatus::NOT_FOUND);
    let Some(door) = desk.act(&name) else { return closed(not_found()) };
    if let Err(problem) = caller.may(Ask::Act(door.kind)) {
        return closed(problem);
    }
    let is_from = |(list, _): &&(&'static Listing, &'static str)| {
        typed.get("from") == format!("{}/{}", list.room, list.name)
    };
    let Some((listing, field)) = door.many.iter().find(is_from).copied() else { return closed(not_found()) };
    let rows = match chosen(&typed) {
        Ok(rows) if rows.is_empty() => return wrong(&desk, &caller, "none"),
        Ok(rows) if rows.len() > MOST_ACTS => return wrong(&desk, &caller, "too-many"),
        Ok(rows) => rows,
        Err(_) => return wrong(&desk, &caller, "none"),
    };
    let asked = Asked { desk: &desk, caller: &caller, door, listing, field, typed: &typed, rows };
    let Some(batch) = typed.get("batch").parse::<Id>().ok().and_then(Id::some) else {
        return match drawn(&desk, &caller) {
            Ok(batch) => asked.form(batch, &[], StatusCode::OK),
            Err(problem) => closed(problem),
        };
    };
    let envelopes = match asked.envelopes(batch) {
        Ok(envelopes) => envelopes,
        Err(errors) => return asked.mend(batch, errors),
    };
    match asked.tried(&envelopes).await {
        Ok(()) => asked.done(batch, &each(&desk, &caller, door, envelopes).await),
        Err(errors) => asked.mend(batch, errors),
    }
}

/// `POST /acts/{name}/many`: shows what will be done, and does it.
pub(crate) fn routes() -> Routes {
    Routes::new().post("/acts/{name}/many", Line::Named, send)
}

#[cfg(test)]
mod tests;
