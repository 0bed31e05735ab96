//! Every page with fictional content, drawn in all languages and looked through.

use super::home::HomePage;
use super::lead::{LeadPage, Seen};
use super::list::{Around, ListPage};
use crate::codes::{How, ListPurpose};
use crate::tables::{HashList, Lead};
use crate::testing::{LIST, REPORT, UNIT, analyst};
use face::{Catalogue, FieldError, Page, Sample, StaffFrame, Texts, Typed, check};
use kernel::codes::{Country, Grade, LeadState};
use kernel::{Actor, Id, Instant, Role};

const SAMPLES: &[Sample] = &[
    Sample { name: "known-material/home", render: |t| whole(t, &HomePage::new(t, 3, &analyst(1))) },
    Sample { name: "known-material/list", render: |t| list(t, Vec::new()) },
    Sample { name: "known-material/list-wrong", render: |t| list(t, wrong(t)) },
    Sample { name: "known-material/lead", render: |t| lead(t, LeadState::Unverified, false) },
    Sample { name: "known-material/lead-decided", render: |t| lead(t, LeadState::Confirmed, true) },
];

fn whole(t: &Texts, page: &impl askama::Template) -> String {
    Page::staff(&StaffFrame::sample(t), "sample", page).into_html()
}

fn a_list_row() -> HashList {
    HashList {
        list: LIST,
        name: "Fictional list".into(),
        owner: UNIT,
        country: Country::from_alpha2("NL").unwrap(),
        grade_scheme: 1,
        max_distance: 31,
        purpose: ListPurpose::IdentifyVictims,
        entries: 120_000,
        withdrawn: 12,
        created_at: Instant(1_790_000_000_000),
    }
}

fn wrong(t: &Texts) -> Vec<FieldError> {
    let line = |line: &str| FieldError {
        field: line.into(),
        wrong: "has 4 characters".into(),
        right: "64 hexadecimal digits".into(),
    };
    super::answers::on_form(t, &[line("line 12, sha256"), line("line 40, pdq")])
}

fn list(t: &Texts, errors: Vec<FieldError>) -> String {
    let came = errors.is_empty().then_some((1_200, 7));
    let around = Around { actor: analyst(1), act: Id([9; 16]), came, errors };
    whole(t, &ListPage::new(t, &a_list_row(), &Typed::nothing(), &around))
}

fn lead(t: &Texts, state: LeadState, withdrawn: bool) -> String {
    let lead = Lead {
        lead: Id([0x3c; 16]),
        report: REPORT,
        picture: 0,
        list: LIST,
        entry: 815,
        how: How::Perceptual,
        distance: 12,
        grade: Grade::Baseline,
        state,
        at: Instant(1_790_000_000_000),
        decided_by: analyst(1).id,
        unit: UNIT,
        decided_at: Instant(1_790_000_900_000),
    };
    whole(t, &LeadPage::new(t, &Seen { lead, list: Some(a_list_row()), withdrawn }, &analyst(1)))
}

fn catalogue() -> Catalogue {
    let texts: Vec<_> = desk::texts::resources().into_iter().chain(crate::room().texts).collect();
    Catalogue::new(&texts).unwrap()
}

#[test]
fn pages_are_sound_in_all_languages() {
    assert_eq!(check::samples(SAMPLES, &catalogue(), face::Language::STAFF), Vec::<String>::new());
    let own = Catalogue::new(&crate::room().texts).unwrap();
    assert_eq!(own.differences(), Vec::<String>::new());
}

#[test]
fn every_list_act_and_code_has_its_words() {
    use kernel::CodeList;
    let room = crate::room();
    let lists = room.listings.iter().map(|listing| format!("list-{}-{}", listing.room, listing.name));
    let columns = room.listings.iter().flat_map(|listing| listing.shown());
    let columns = columns.map(|(_, column)| format!("column-{}", column.name.replace('_', "-")));
    let acts = room.acts.iter().map(|door| format!("act-{}", door.kind.name.replace('.', "-")));
    let codes =
        How::all().iter().map(|code| code.key()).chain(ListPurpose::all().iter().map(|code| code.key()));
    let nav = room.nav.iter().map(|nav| nav.label.to_owned());
    let keys: Vec<String> = lists.chain(columns).chain(acts).chain(codes).chain(nav).collect();
    for &language in face::Language::STAFF {
        let texts = catalogue().texts(language);
        let missing: Vec<_> = keys.iter().filter(|key| !texts.has(key)).collect();
        assert!(missing.is_empty(), "{missing:?} in {}", language.code());
    }
}

#[test]
fn who_may_not_decide_sees_no_button() {
    let texts = catalogue().texts(face::Language::English);
    let drawn = |state, withdrawn| lead(&texts, state, withdrawn);
    let both = drawn(LeadState::Unverified, false);
    assert!(both.contains("confirm-lead?lead=3c3c") && both.contains("reject-lead?lead=3c3c"));
    let only = drawn(LeadState::Unverified, true);
    assert!(!only.contains("confirm-lead") && only.contains("reject-lead"));
    assert!(!drawn(LeadState::NotConfirmed, false).contains("reject-lead"));
    let overseer = Actor { role: Role::Overseer, ..analyst(2) };
    let around = Around { actor: overseer, act: Id([9; 16]), came: None, errors: Vec::new() };
    let typed = Typed::nothing();
    let page = whole(&texts, &ListPage::new(&texts, &a_list_row(), &typed, &around));
    assert!(!page.contains("/import") && !page.contains("/export"));
}

#[test]
fn the_rooms_own_routes_are_described() {
    let described = crate::room().openapi.unwrap();
    let paths: Vec<_> =
        described.paths.paths.keys().map(|path| path.trim_start_matches("/api/known-material/")).collect();
    let wanted =
        ["leads/{lead}", "lists/{list}", "lists/{list}/export", "lists/{list}/import", "look-ups/check"];
    assert_eq!(paths, wanted);
}
