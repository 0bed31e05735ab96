//! Every page with fictional content, drawn in all languages and looked through.

use super::candidates::CandidatesPage;
use super::case::{CasePage, Reader};
use super::home::HomePage;
use super::links::Doors;
use super::names::{Named, Names, NamesPage};
use super::person::PersonPage;
use super::seen::Seen;
use crate::codes::catalogue as code_lists;
use crate::tables::{CaseFile, CaseVictim, Demand, Proceeding, Risk, TimelineRow};
use crate::tests::desk::{
    ADULT, CHILD, Desk, OTHER_CHILD, arrest, assessment, case, sentence, suspect, verdict, victim,
};
use face::{Catalogue, Page, Sample, StaffFrame, Texts, Typed, check};
use facts::Standing;
use kernel::codes::{ConductOfExploitation, DemandCategory, DemandLevel};
use kernel::{Day, Id, Personal, Role, RuleName};

const SAMPLES: &[Sample] = &[
    Sample { name: "cases/home", render: |t| whole(t, &HomePage::new(t, &doors(Role::Investigator))) },
    Sample {
        name: "cases/case",
        render: |t| whole(t, &CasePage::new(&reader(t, Role::Prosecutor), &seen())),
    },
    Sample {
        name: "cases/case-new",
        render: |t| whole(t, &CasePage::new(&reader(t, Role::Overseer), &begun())),
    },
    Sample { name: "cases/suspect", render: |t| person(t, ADULT) },
    Sample { name: "cases/wronged", render: |t| person(t, CHILD) },
    Sample { name: "cases/victim", render: |t| person(t, OTHER_CHILD) },
    Sample { name: "cases/candidates-question", render: |t| candidates(t, None) },
    Sample { name: "cases/candidates", render: |t| candidates(t, Some(&names().persons)) },
    Sample { name: "cases/candidates-none", render: |t| candidates(t, Some(&[])) },
    Sample { name: "cases/names", render: |t| whole(t, &NamesPage::new(t, &names())) },
];

fn whole(t: &Texts, page: &impl askama::Template) -> String {
    Page::staff(&StaffFrame::sample(t), "sample", page).into_html()
}

fn doors(role: Role) -> Doors {
    Doors::open(&crate::room().acts, role)
}

fn reader(t: &Texts, role: Role) -> Reader<'_> {
    Reader { t, doors: doors(role), names: true, today: Day::of(2026, 7, 1).unwrap() }
}

fn person(t: &Texts, person: Id) -> String {
    whole(t, &PersonPage::new(&reader(t, Role::Investigator), &seen(), person))
}

fn candidates(t: &Texts, found: Option<&[Named]>) -> String {
    let typed = Typed::nothing().and("name", "Fictional Person");
    whole(t, &CandidatesPage::new(t, case(), &doors(Role::Investigator), &typed, &[], found))
}

/// What the room made of it, read as the pages read it.
fn seen_of(desk: &Desk) -> Seen {
    Seen {
        file: desk.rows::<CaseFile>().remove(0),
        proceedings: desk.rows::<Proceeding>(),
        victims: desk.rows::<CaseVictim>(),
        timeline: desk.rows::<TimelineRow>(),
        demand: desk.rows::<Demand>(),
        risks: desk.rows::<Risk>(),
        holds_days: i64::from(crate::ASSESSMENT_HOLDS_DAYS),
    }
}

fn begun() -> Seen {
    seen_of(&Desk::with_case())
}

/// A convicted adult, a child whom an authority wronged, two victims, one of them assessed.
fn seen() -> Seen {
    let mut desk = Desk::with_case();
    desk.does(&victim());
    desk.report(Id([9; 16]));
    desk.does(&crate::acts::RecordVictim { person: OTHER_CHILD, thread: Id([9; 16]), ..victim() });
    desk.does(&suspect());
    desk.does(&arrest());
    desk.does(&verdict());
    desk.does(&assessment());
    desk.does(&crate::acts::CodeDemand {
        case: case(),
        person: Id::NONE,
        level: DemandLevel::Underlying,
        category: DemandCategory::Impunity,
    });
    let mut wrong = arrest();
    wrong.deed.person = CHILD;
    wrong.accusation.conduct = Some(ConductOfExploitation::Prostitution);
    wrong.accusation.when = "2026-02".parse().unwrap();
    desk.marked(&wrong, RuleName::VictimIsNotOffender);
    desk.does(&sentence());
    seen_of(&desk)
}

fn names() -> Names {
    let named = |person, text: Option<&str>| Named {
        person,
        text: text.map(|text| Personal::new(text.to_owned())),
        standing: Standing::unknown(person),
    };
    Names {
        case: case(),
        persons: vec![named(ADULT, Some("Fictional Person <b>")), named(CHILD, None)],
        words: vec![(12, Personal::new("Fictional words".to_owned()))],
    }
}

pub(super) fn catalogue() -> Catalogue {
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
fn every_list_act_field_slot_and_code_has_its_words() {
    let room = crate::room();
    let lists = room.listings.iter().map(|listing| format!("list-{}-{}", listing.room, listing.name));
    let columns = room.listings.iter().flat_map(|listing| listing.shown());
    let columns = columns.map(|(_, column)| format!("column-{}", column.name.replace('_', "-")));
    let acts = room.acts.iter().map(|door| format!("act-{}", door.kind.name.replace('.', "-")));
    let slots = room.acts.iter().flat_map(|door| door.slots.iter().map(|slot| slot.label.to_owned()));
    let nav = room.nav.iter().map(|nav| nav.label.to_owned());
    let of_list = |list: kernel::codes::Listing| -> Vec<String> {
        list.codes.iter().map(|one| format!("{}-{}", list.name, one.code)).collect()
    };
    let codes = code_lists().into_iter().flat_map(of_list);
    let keys: Vec<String> = lists.chain(columns).chain(acts).chain(slots).chain(nav).chain(codes).collect();
    for &language in face::Language::STAFF {
        let texts = catalogue().texts(language);
        let missing: Vec<_> = keys.iter().filter(|key| !texts.has(key)).collect();
        assert!(missing.is_empty(), "{missing:?} in {}", language.code());
    }
}

#[test]
fn english_labels_are_those_of_the_codes() {
    let texts = catalogue().texts(face::Language::English);
    for list in code_lists() {
        for one in &list.codes {
            assert_eq!(texts.t(&format!("{}-{}", list.name, one.code)), one.label);
        }
    }
}

#[test]
fn a_page_offers_what_the_role_may_do_and_a_wronged_child_is_no_suspect() {
    let texts = catalogue().texts(face::Language::English);
    let drawn = |role| whole(&texts, &CasePage::new(&reader(&texts, role), &seen()));
    let prosecutor = drawn(Role::Prosecutor);
    let next = format!("/acts/cases.close?case={}&#38;next=/cases/{}", case(), case());
    assert!(prosecutor.contains(&next), "{prosecutor}");
    let overseer = drawn(Role::Overseer);
    let offered: Vec<_> =
        overseer.split("/acts/").skip(1).filter_map(|rest| rest.split('?').next()).collect();
    assert_eq!(offered, ["cases.declare-conflict"], "an overseer handles no case");
    let (_, wronged) = prosecutor.split_once("id=\"wronged\"").unwrap();
    let (wronged, _) = wronged.split_once("</table>").unwrap();
    assert!(wronged.contains(&CHILD.short()) && !wronged.contains(&ADULT.short()), "{wronged}");
    let child = person(&texts, CHILD);
    assert!(!child.contains("cases.decide-charge") && !child.contains("cases.code-demand"));
    assert!(
        child.contains("Victim, wronged by an authority") && child.contains("cases.arrest-made?deed.case=")
    );
    let adult = person(&texts, ADULT);
    assert!(adult.contains("Not assessed") && adult.contains("60 months of custody"), "{adult}");
    assert!(adult.contains(&format!("&#38;victim={OTHER_CHILD}&#38;")));
}

#[test]
fn demand_is_not_determined_until_somebody_determined_it() {
    let texts = catalogue().texts(face::Language::English);
    let page = whole(&texts, &CasePage::new(&reader(&texts, Role::Investigator), &begun()));
    let (_, demand) = page.split_once("id=\"demand\"").unwrap();
    let (demand, _) = demand.split_once("</table>").unwrap();
    assert!(demand.contains("The case as a whole") && demand.contains("Not determined"), "{demand}");
}
