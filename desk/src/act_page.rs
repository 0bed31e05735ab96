//! The form of an act as a page. Every field can be seen: what an address has filled in stands in its field, and numbers
//! that an address gave stand above the form.

use crate::act_fields::{ActField, Kind, fields, sealed_name};
use crate::acts::ActDoor;
use crate::caller::label;
use askama::Template;
use face::{Cell, Choice, FieldError, Form, Page, Problem, StaffFrame, SummaryList, Texts, Typed};

#[derive(Template)]
#[template(path = "act.html")]
struct ActPage<'a> {
    t: &'a Texts,
    title: String,
    banner: Option<&'a ActBanner>,
    form: Form<'a>,
    action: String,
    hidden: Vec<(String, String)>,
    given: Option<SummaryList>,
    fields: Vec<String>,
}

/// Why an act was not entered, above its form.
pub(crate) struct ActBanner {
    title: String,
    lines: Vec<String>,
}

impl ActBanner {
    /// All that a problem says: of a refusal the rule, its paragraph, why, and what may be done instead.
    pub(crate) fn of(texts: &Texts, problem: &Problem) -> ActBanner {
        let detail = problem.detail().map(ToOwned::to_owned);
        let errors = problem.errors().iter().map(|error| error.line(texts));
        ActBanner { title: problem.title().to_owned(), lines: detail.into_iter().chain(errors).collect() }
    }
}

/// What a form holds when it is drawn.
pub(crate) struct ActForm<'a> {
    /// The id that the act will have: sent twice, the form is one act.
    pub(crate) id: String,
    /// What is typed, or filled in by the address.
    pub(crate) typed: &'a Typed,
    /// Names of the fields that an address filled in.
    pub(crate) given: Vec<String>,
    /// What is wrong, each at its field.
    pub(crate) errors: &'a [FieldError],
    /// Why it was not entered, if that is no matter of one field.
    pub(crate) banner: Option<ActBanner>,
}

fn choices(texts: &Texts, list: &str, codes: &[String]) -> Vec<Choice> {
    codes.iter().map(|code| Choice::new(code, label(texts, &format!("{list}-{code}"), code))).collect()
}

pub(crate) fn draw(form: &Form<'_>, texts: &Texts, field: &ActField) -> String {
    let key = field.label_key();
    let hint = format!("{key}-hint");
    macro_rules! finished {
        ($made:expr) => {{
            let made = if texts.has(&hint) { $made.hint(&hint) } else { $made };
            if field.required { made.to_string() } else { made.optional().to_string() }
        }};
    }
    match &field.kind {
        Kind::Id => finished!(form.line(&field.name, &key).code()),
        Kind::Ids | Kind::LongText => finished!(form.lines(&field.name, &key)),
        Kind::Text => finished!(form.line(&field.name, &key)),
        Kind::Number => finished!(form.line(&field.name, &key).width(10)),
        Kind::YesNo => finished!(form.yes_no(&field.name, &key)),
        Kind::One { list, codes } if codes.len() <= 6 => {
            finished!(form.radios(&field.name, &key, choices(texts, list, codes)))
        }
        Kind::One { list, codes } => finished!(form.select(&field.name, &key, choices(texts, list, codes))),
        Kind::Several { list, codes } => {
            finished!(form.checkboxes(&field.name, &key, choices(texts, list, codes)))
        }
    }
}

/// The numbers that the address gave, by their labels; none when it gave none.
fn given(texts: &Texts, held: &ActForm<'_>, kept: &[&ActField]) -> Option<SummaryList> {
    let row = |list: SummaryList, field: &&ActField| {
        list.row(texts.t(&field.label_key()), Cell::code(held.typed.get(&field.name)))
    };
    (!kept.is_empty()).then(|| kept.iter().fold(SummaryList::new(texts), row))
}

/// The form of an act.
pub(crate) fn act_page(frame: &StaffFrame, door: &ActDoor, held: &ActForm<'_>) -> Page {
    let (texts, typed) = (&frame.texts, held.typed);
    let form = Form::again(texts, typed, held.errors);
    let all = fields(door);
    // A number that is wrong must be there to be mended.
    let is_kept = |field: &&ActField| {
        let is_wrong = held.errors.iter().any(|error| error.field == field.name);
        held.given.contains(&field.name) && field.id_of(typed).is_some() && !is_wrong
    };
    let (kept, shown): (Vec<&ActField>, Vec<&ActField>) = all.iter().partition(is_kept);
    let mut drawn: Vec<String> = shown.into_iter().map(|field| draw(&form, texts, field)).collect();
    for slot in door.slots {
        let field = form.lines(&sealed_name(slot.slot), slot.label);
        drawn.push(if slot.required { field.to_string() } else { field.optional().to_string() });
    }
    let mut hidden = vec![("act-id".to_owned(), held.id.clone())];
    hidden.extend(kept.iter().map(|field| (field.name.clone(), typed.get(&field.name).to_owned())));
    hidden.extend(kept.iter().map(|field| ("given".to_owned(), field.name.clone())));
    hidden.extend(Some(("next".to_owned(), typed.get("next").to_owned())).filter(|(_, to)| !to.is_empty()));
    let title = texts.t(&format!("act-{}", door.kind.name.replace('.', "-")));
    let page = ActPage {
        t: texts,
        title: title.clone(),
        banner: held.banner.as_ref(),
        form: form.clone(),
        action: format!("/acts/{}", door.kind.name),
        hidden,
        given: given(texts, held, &kept),
        fields: drawn,
    };
    Page::staff(frame, &title, &page)
}
