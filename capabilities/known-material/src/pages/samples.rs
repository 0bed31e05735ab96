//! Every page with fictional content, drawn in all languages and looked through.

use super::entry::{EntryPage, VictimsPage};
use super::explained::Explained;
use super::home::HomePage;
use super::lead::{LeadPage, Seen};
use super::list::{Around, ListPage};
use crate::codes::{
    DisputeReason, DisputeState, EntryReach, GradeStands, How, ListPurpose, ListVisible, Undone,
    VictimStatus, WithdrawnWhy,
};
use crate::tables::{
    EntryDispute, EntryGrading, EntryVictims, EntryVote, HashEntry, HashList, Lead, MappedLabel,
};
use crate::testing::{LIST, REPORT, UNIT, analyst};
use face::{Catalogue, FieldError, Page, Sample, StaffFrame, Texts, Typed, check};
use kernel::codes::{Country, Grade, LeadState};
use kernel::{Actor, Id, Instant, Role};

const SAMPLES: &[Sample] = &[
    Sample { name: "known-material/home", render: |t| whole(t, &HomePage::new(t, 3, &analyst(1))) },
    Sample { name: "known-material/list", render: |t| list(t, Vec::new()) },
    Sample { name: "known-material/list-wrong", render: |t| list(t, wrong(t)) },
    Sample { name: "known-material/lead", render: |t| lead(t, LeadState::Unverified, Undone::NotUndone) },
    Sample {
        name: "known-material/lead-decided",
        render: |t| lead(t, LeadState::Confirmed, Undone::NotUndone),
    },
    Sample {
        name: "known-material/lead-undone",
        render: |t| lead(t, LeadState::Withdrawn, Undone::EntryWithdrawn),
    },
    Sample { name: "known-material/entry", render: |t| entry(t, false) },
    Sample { name: "known-material/entry-withdrawn", render: |t| entry(t, true) },
    Sample { name: "known-material/victims", render: |t| victims(t, true) },
    Sample { name: "known-material/victims-none", render: |t| victims(t, false) },
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
        organisation: "Fictional hotline".into(),
        list_visible: ListVisible::Named,
        changes: 12,
        compared_back: 120_000,
    }
}

/// An entry that two people graded, about which somebody proposed another grade since.
fn explained(withdrawn: bool) -> Explained {
    let entry = HashEntry {
        list: LIST,
        entry: 815,
        grade: Grade::Baseline,
        grade_stands: GradeStands::Confirmed,
        withdrawn,
        withdrawn_why: if withdrawn { WithdrawnWhy::Disputed } else { WithdrawnWhy::NotSaid },
        added_at: Instant(1_790_000_000_000),
        brought_by: analyst(1).id,
        exchange: "Fictional exchange".into(),
        entry_reach: EntryReach::Likeness,
    };
    let grading = EntryGrading {
        proposed_grade: Grade::National,
        grade_round: 2,
        graded_first: analyst(1).id,
        graded_by: analyst(2).id,
        graded_at: Instant(1_790_000_100_000),
        votes_against: 1,
        ..EntryGrading::entered(&entry)
    };
    let vote = EntryVote {
        list: LIST,
        entry: 815,
        grade_round: 1,
        voter: analyst(2).id,
        voter_unit: UNIT,
        agrees: true,
        voted_at: Instant(1_790_000_100_000),
    };
    let dispute = EntryDispute {
        dispute: Id([0x5d; 16]),
        list: LIST,
        entry: 815,
        dispute_reason: DisputeReason::MatchesOthers,
        dispute_state: DisputeState::Open,
        disputed_by: analyst(3).id,
        disputed_unit: UNIT,
        disputed_at: Instant(1_790_000_200_000),
        dispute_answered_by: Id::NONE,
        dispute_answered_at: Instant(0),
    };
    let label = MappedLabel {
        mapping: Id([0x6d; 16]),
        country: Country::from_alpha2("NL").unwrap(),
        grade_label: "fictional-a".into(),
        grade: Grade::Baseline,
    };
    Explained {
        votes: vec![vote.clone(), EntryVote { agrees: false, grade_round: 2, ..vote }],
        disputes: vec![dispute],
        ends_at: Instant(1_890_000_000_000),
        labels: vec![label],
        mapping_version: 3,
        entry,
        list: a_list_row(),
        grading,
    }
}

fn entry(t: &Texts, withdrawn: bool) -> String {
    let investigator = Actor { role: Role::Investigator, ..analyst(4) };
    whole(t, &EntryPage::new(t, &explained(withdrawn), &investigator))
}

fn victims(t: &Texts, is_noted: bool) -> String {
    let row = EntryVictims {
        list: LIST,
        entry: 815,
        victim_status: VictimStatus::InProgress,
        victims_noted_by: analyst(4).id,
        victims_unit: UNIT,
        victims_noted_at: Instant(1_790_000_300_000),
    };
    whole(t, &VictimsPage::new(t, (LIST, 815), is_noted.then_some(&row)))
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
    let units = vec!["hotline".into(), "police".into()];
    let around = Around { actor: analyst(1), act: Id([9; 16]), came, errors, units };
    whole(t, &ListPage::new(t, &a_list_row(), &Typed::nothing(), &around))
}

fn a_lead(state: LeadState, undone: Undone) -> Lead {
    Lead {
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
        undone,
    }
}

fn lead(t: &Texts, state: LeadState, undone: Undone) -> String {
    let lead = a_lead(state, undone);
    let behind = Some(explained(state != LeadState::Unverified));
    whole(t, &LeadPage::new(t, &Seen { lead, behind, sees_list: true }, &analyst(1)))
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
    fn keys_of<L: CodeList>() -> Vec<String> {
        L::all().iter().map(|code| code.key()).collect()
    }
    let codes = [
        keys_of::<How>(),
        keys_of::<ListPurpose>(),
        keys_of::<ListVisible>(),
        keys_of::<EntryReach>(),
        keys_of::<GradeStands>(),
        keys_of::<WithdrawnWhy>(),
        keys_of::<DisputeReason>(),
        keys_of::<DisputeState>(),
        keys_of::<VictimStatus>(),
        keys_of::<Undone>(),
    ];
    let codes = codes.concat();
    let waits = room.waits.iter().chain(room.waits_for.iter().map(|(waits, _)| waits));
    let waits: Vec<String> = waits.map(|waits| waits.label.to_owned()).collect();
    let nav = room.nav.iter().map(|nav| nav.label.to_owned());
    let keys: Vec<String> = lists.chain(columns).chain(acts).chain(codes).chain(waits).chain(nav).collect();
    for &language in face::Language::STAFF {
        let texts = catalogue().texts(language);
        let missing: Vec<_> = keys.iter().filter(|key| !texts.has(key)).collect();
        assert!(missing.is_empty(), "{missing:?} in {}", language.code());
    }
}

#[test]
fn who_may_not_decide_sees_no_button() {
    let texts = catalogue().texts(face::Language::English);
    let drawn = |state| lead(&texts, state, Undone::NotUndone);
    let both = drawn(LeadState::Unverified);
    assert!(both.contains("confirm-lead?lead=3c3c") && both.contains("reject-lead?lead=3c3c"));
    assert!(!drawn(LeadState::NotConfirmed).contains("reject-lead"));
    let undone = lead(&texts, LeadState::Withdrawn, Undone::EntryWithdrawn);
    assert!(!undone.contains("confirm-lead") && !undone.contains("reject-lead"));
    assert!(undone.contains("The list withdrew its entry"), "{undone}");
    let overseer = Actor { role: Role::Overseer, ..analyst(2) };
    let around =
        Around { actor: overseer, act: Id([9; 16]), came: None, errors: Vec::new(), units: Vec::new() };
    let typed = Typed::nothing();
    let page = whole(&texts, &ListPage::new(&texts, &a_list_row(), &typed, &around));
    assert!(!page.contains("/import") && !page.contains("/export"));
}

#[test]
fn a_lead_of_a_list_that_the_reader_does_not_see_names_neither_list_nor_people() {
    let texts = catalogue().texts(face::Language::English);
    let page = |sees_list| {
        let behind = Some(explained(false));
        let lead = a_lead(LeadState::Unverified, Undone::NotUndone);
        whole(&texts, &LeadPage::new(&texts, &Seen { lead, behind, sees_list }, &analyst(1)))
    };
    let told = ["Fictional list", "Fictional exchange", "/entries/815"];
    assert!(told.iter().all(|part| page(true).contains(part)));
    assert!(!told.iter().any(|part| page(false).contains(part)));
    assert!(
        page(false).contains("fictional-a"),
        "what the grade is called elsewhere is no secret of the list"
    );
}

#[test]
fn the_rooms_own_routes_are_described() {
    let described = crate::room().openapi.unwrap();
    let paths: Vec<_> =
        described.paths.paths.keys().map(|path| path.trim_start_matches("/api/known-material/")).collect();
    let entry = "lists/{list}/entries/{entry}";
    let victims = "lists/{list}/entries/{entry}/victims";
    let wanted = [
        "leads/{lead}",
        "lists/{list}",
        entry,
        victims,
        "lists/{list}/export",
        "lists/{list}/import",
        "look-ups/check",
    ];
    assert_eq!(paths, wanted);
}
