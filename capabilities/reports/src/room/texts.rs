//! The texts of the public door that an organisation may say in its own words: all of them, and one in every language.

use super::may;
use crate::READ_TEXTS;
use crate::codes::{DoorLanguage, Wording};
use crate::tables::{DoorTextProposal, DoorTextSeen};
use crate::wording;
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database};
use face::{BackLink, Cell, Column, ErrorStatus, Page, Problem, SummaryList, Table, Tag, Texts, Tone};
use kernel::{Ask, Cell as _, CodeList, Id};
use serde::Serialize;
use utoipa::ToSchema;

/// Words that wait for a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Waiting {
    /// The proposal's number.
    proposal: Id,
    /// The words.
    words: String,
    /// Who proposed them.
    proposed_by: Id,
    /// When.
    proposed_at: String,
}

/// One text in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct TextSeen {
    /// The text.
    wording: Wording,
    /// The language.
    in_language: DoorLanguage,
    /// The built-in words.
    built_in: String,
    /// The words in force.
    words: String,
    /// Whether these are the organisation's own.
    replaced: bool,
    /// Who proposed them, or took back what was there; nothing where nothing was ever changed.
    changed_by: Option<Id>,
    /// Who approved them.
    confirmed_by: Option<Id>,
    /// Since when it is so.
    since: Option<String>,
    /// What waits for a second person.
    waiting: Option<Waiting>,
}

impl TextSeen {
    fn of((row, waiting): (DoorTextSeen, Option<DoorTextProposal>)) -> TextSeen {
        TextSeen {
            wording: row.wording,
            in_language: row.in_language,
            built_in: row.built_in,
            words: row.words,
            replaced: row.replaced,
            changed_by: row.changed_by.some(),
            confirmed_by: row.confirmed_by.some(),
            since: Some(row.since.to_text()).filter(|since| !since.is_empty()),
            waiting: waiting.map(|one| Waiting {
                proposal: one.proposal,
                words: one.words,
                proposed_by: one.proposed_by,
                proposed_at: one.proposed_at.to_text(),
            }),
        }
    }

    fn cell(&self, words: &str) -> Cell {
        Cell::spoken(words, self.in_language.language())
    }

    /// Where it stands: built in, own, or changed soon.
    fn state(&self, t: &Texts) -> Cell {
        match (&self.waiting, self.replaced) {
            (Some(_), _) => Tag::new(t.t("texts-state-waiting"), Tone::Watch).into(),
            (None, true) => Tag::new(t.t("texts-state-replaced"), Tone::Good).into(),
            (None, false) => Cell::text(t.t("texts-state-built-in")),
        }
    }
}

/// All texts, or those of one wording in every language.
async fn found(desk: &Desk, caller: &Caller, wording: Option<&str>) -> Result<Vec<TextSeen>, Problem> {
    caller.may(Ask::Read(&READ_TEXTS))?;
    let absent = || Problem::of(&caller.texts, ErrorStatus::NOT_FOUND);
    let only = wording.map(|code| Wording::from_code(code).map_err(|_| absent())).transpose()?;
    let all = desk.blocking(|node| node.read(wording::seen)).await;
    let all = all.map_err(|fault| problem_of_database(&caller.texts, &fault))?;
    let chosen = all.into_iter().filter(|(row, _)| only.is_none_or(|only| row.wording == only));
    Ok(chosen.map(TextSeen::of).collect())
}

/// Every text of the public door that may be replaced, in every language: built in, in force, waiting.
#[utoipa::path(
    get,
    path = "/api/texts",
    operation_id = "reports.texts",
    tag = "reports",
    responses((status = 200, description = "The texts", body = Vec<TextSeen>))
)]
pub(super) async fn all_json(
    State(desk): State<Desk>,
    caller: Caller,
) -> Result<Json<Vec<TextSeen>>, Problem> {
    found(&desk, &caller, None).await.map(Json)
}

/// One text of the public door in every language.
#[utoipa::path(
    get,
    path = "/api/texts/{wording}",
    operation_id = "reports.text",
    tag = "reports",
    params(("wording" = String, Path, description = "The text's code")),
    responses((status = 200, description = "The text, once for each language", body = Vec<TextSeen>),
        (status = 404, description = "No text of that code may be replaced."))
)]
pub(super) async fn one_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(wording): Path<String>,
) -> Result<Json<Vec<TextSeen>>, Problem> {
    found(&desk, &caller, Some(&wording)).await.map(Json)
}

#[derive(Template)]
#[template(path = "texts.html")]
struct TextsPage<'a> {
    t: &'a Texts,
    tables: Vec<Table>,
}

/// The label of a code in the reader's language.
fn label<L: CodeList>(t: &Texts, code: L) -> String {
    let key = format!("{}-{}", L::NAME, code.code());
    if t.has(&key) { t.t(&key) } else { code.label().to_owned() }
}

fn table(t: &Texts, language: DoorLanguage, all: &[TextSeen]) -> Table {
    let columns = vec![
        Column::new(t, "wording", "column-wording"),
        Column::new(t, "words", "column-words"),
        Column::new(t, "state", "column-state"),
        Column::new(t, "since", "column-since"),
    ];
    let rows = all.iter().filter(|text| text.in_language == language).map(|text| {
        vec![
            Cell::link(label(t, text.wording), format!("/texts/{}", text.wording.code())),
            text.cell(&text.words),
            text.state(t),
            Cell::code(text.since.clone().unwrap_or_default()),
        ]
    });
    Table::new(t, language.code(), label(t, language), columns).rows(rows)
}

impl<'a> TextsPage<'a> {
    fn new(t: &'a Texts, all: &[TextSeen]) -> TextsPage<'a> {
        let tables = DoorLanguage::all().iter().map(|&language| table(t, language, all)).collect();
        TextsPage { t, tables }
    }
}

pub(super) async fn show_all(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    match found(&desk, &caller, None).await {
        Ok(all) => {
            let page = TextsPage::new(&caller.texts, &all);
            Page::staff(&frame, &caller.texts.t("texts-title"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// A text in one language, with what may be done about it.
struct InLanguage {
    name: String,
    summary: SummaryList,
    waits: Option<SummaryList>,
    ways: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "text.html")]
struct TextPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    languages: Vec<InLanguage>,
}

/// The address of an act's form, with fields filled in.
fn form(act: &str, text: &TextSeen, more: &[(&str, &str)]) -> String {
    let (wording, language) = (text.wording.code(), text.in_language.code());
    let next = format!("/texts/{wording}");
    let fields = [("wording", wording), ("in_language", language), ("next", next.as_str())];
    let pairs = fields.iter().chain(more);
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("/acts/{act}?{query}")
}

/// What this reader may do about a text in one language; `may` says which acts are open to them.
fn ways(t: &Texts, text: &TextSeen, may: &dyn Fn(&str) -> bool) -> Vec<(String, String)> {
    let proposal = text.waiting.as_ref().map(|one| one.proposal.to_string()).unwrap_or_default();
    let acts = [
        ("reports.approve-text", text.waiting.is_some(), ("proposal", proposal.as_str())),
        ("reports.propose-text", true, ("new_words", text.words.as_str())),
        ("reports.take-back-text", text.replaced || text.waiting.is_some(), ("", "")),
    ];
    let open = acts.into_iter().filter(|(act, is_open, _)| *is_open && may(act));
    open.map(|(act, _, more)| {
        let more: Vec<_> = Some(more).into_iter().filter(|(name, _)| !name.is_empty()).collect();
        (t.t(&format!("act-{}", act.replace('.', "-"))), form(act, text, &more))
    })
    .collect()
}

impl InLanguage {
    fn new(t: &Texts, text: &TextSeen, may: &dyn Fn(&str) -> bool) -> InLanguage {
        let id = |id: Option<Id>| Cell::code(id.map(|id| id.to_string()).unwrap_or_default());
        let mut summary = SummaryList::new(t)
            .row(t.t("column-state"), text.state(t))
            .row(t.t("column-words"), text.cell(&text.words))
            .row(t.t("column-built-in"), text.cell(&text.built_in));
        if let Some(since) = &text.since {
            summary = summary
                .row(t.t("column-changed-by"), id(text.changed_by))
                .row(t.t("column-confirmed-by"), id(text.confirmed_by))
                .row(t.t("column-since"), Cell::code(since.clone()));
        }
        let waits = text.waiting.as_ref().map(|one| {
            SummaryList::new(t)
                .row(t.t("column-words"), text.cell(&one.words))
                .row(t.t("column-proposed-by"), id(Some(one.proposed_by)))
                .row(t.t("column-proposed-at"), Cell::code(one.proposed_at.clone()))
        });
        InLanguage { name: label(t, text.in_language), summary, waits, ways: ways(t, text, may) }
    }
}

impl<'a> TextPage<'a> {
    fn new(t: &'a Texts, all: &[TextSeen], may: &dyn Fn(&str) -> bool) -> TextPage<'a> {
        TextPage {
            t,
            back: BackLink::new(t, "/texts"),
            title: all.first().map(|text| label(t, text.wording)).unwrap_or_default(),
            languages: all.iter().map(|text| InLanguage::new(t, text, may)).collect(),
        }
    }
}

pub(super) async fn show_one(
    State(desk): State<Desk>,
    caller: Caller,
    Path(wording): Path<String>,
) -> Response {
    let frame = caller.frame(&desk);
    match found(&desk, &caller, Some(&wording)).await {
        Ok(all) => {
            let page = TextPage::new(&caller.texts, &all, &|act| may(&desk, &caller, act));
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use face::{Catalogue, Language, StaffFrame, check};
    use kernel::Instant;

    fn row(in_language: DoorLanguage, replaced: bool, waits: bool) -> TextSeen {
        let wording = Wording::EmergencyNumber;
        let built_in = wording::built_in_words(wording, in_language);
        let seen = DoorTextSeen {
            wording,
            in_language,
            replaced,
            proposed: waits,
            changed_by: if replaced { Id([1; 16]) } else { Id::NONE },
            confirmed_by: Id::NONE,
            since: Instant(if replaced { 1_790_000_000_000 } else { 0 }),
            words: built_in.clone(),
            built_in,
        };
        let waiting = waits.then(|| DoorTextProposal {
            wording,
            in_language,
            proposal: Id([7; 16]),
            words: "Call { $number } & <wait>".into(),
            proposed_by: Id([1; 16]),
            proposed_at: Instant(1_790_000_000_000),
        });
        TextSeen::of((seen, waiting))
    }

    #[test]
    fn pages_are_whole_in_all_languages_and_offer_what_may_be_done() {
        let all: Vec<_> = desk::texts::resources().into_iter().chain(crate::room().texts).collect();
        let catalogue = Catalogue::new(&all).unwrap();
        assert_eq!(catalogue.differences(), Vec::<String>::new());
        for &language in Language::STAFF {
            let t = catalogue.texts(language);
            let texts = [row(DoorLanguage::English, true, true), row(DoorLanguage::Arabic, false, false)];
            let drawn = |page: &dyn Fn(&StaffFrame) -> Page| {
                let page = page(&StaffFrame::sample(&t)).into_html();
                assert_eq!(check::page(&page, &t), Vec::<String>::new(), "{page}");
                page
            };
            let list = TextsPage::new(&t, &texts);
            let page = drawn(&|frame| Page::staff(frame, "sample", &list));
            assert!(
                page.contains(r#"<bdi lang="ar" dir="rtl">"#) && page.contains("/texts/emergency-number"),
                "{page}"
            );
            let one = TextPage::new(&t, &texts, &|_| true);
            let page = drawn(&|frame| Page::staff(frame, "sample", &one));
            assert_eq!(page.matches("reports.propose-text?").count(), 2, "{page}");
            assert_eq!(page.matches("reports.take-back-text?").count(), 1, "{page}");
            assert!(page.contains("proposal=07070707"), "{page}");
            assert!(page.contains("new_words=In+danger") || page.contains("new_words=If+you"), "{page}");
            let closed = TextPage::new(&t, &texts, &|_| false);
            assert!(!drawn(&|frame| Page::staff(frame, "sample", &closed)).contains("/acts/"));
        }
    }
}
