//! What holds for every list.

use std::collections::BTreeSet;

use super::*;

/// Words that no label or code uses (Luxembourg Guidelines, 2016; A/HRC/31/58 ¶23, 32).
const AVOIDED: &[&str] = &[
    "child pornography",
    "child porn",
    "child prostitute",
    "child prostitution",
    "sex worker",
    "child sex tourism",
    "sex tourist",
    "sex tourism",
    "client",
    "clients",
    "customer",
    "customers",
    "john",
    "sextortion",
    "sexting",
    "webcam",
    "pimp",
    "paedophile",
    "pedophile",
    "paedophilia",
];

/// The files in which lists are made.
const TABLES: [&str; 6] = [
    include_str!("case.rs"),
    include_str!("demand.rs"),
    include_str!("iccs.rs"),
    include_str!("material.rs"),
    include_str!("person.rs"),
    include_str!("report.rs"),
];

fn words(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    format!(" {} ", words.join(" "))
}

fn avoided_in(text: &str) -> Option<&'static str> {
    AVOIDED.iter().copied().find(|avoided| words(text).contains(&words(avoided)))
}

#[test]
fn the_check_of_words_can_fail() {
    assert_eq!(avoided_in("Offences of child-pornography"), Some("child pornography"));
    assert_eq!(avoided_in("A client."), Some("client"));
    assert_eq!(avoided_in("Johnston Atoll"), None);
}

#[test]
fn no_label_or_code_uses_an_avoided_word() {
    for list in catalogue() {
        for one in &list.codes {
            assert_eq!(avoided_in(one.label), None, "{} {}", list.name, one.code);
            assert_eq!(avoided_in(one.code), None, "{} {}", list.name, one.code);
        }
    }
}

#[test]
fn codes_numbers_and_labels_are_unique_per_list() {
    for list in catalogue() {
        let total = list.codes.len();
        let codes: BTreeSet<_> = list.codes.iter().map(|one| one.code).collect();
        let numbers: BTreeSet<_> = list.codes.iter().map(|one| one.number).collect();
        let labels: BTreeSet<_> = list.codes.iter().map(|one| one.label).collect();
        assert_eq!((codes.len(), numbers.len(), labels.len()), (total, total, total), "{}", list.name);
    }
}

#[test]
fn names_are_unique_and_keys_are_what_fluent_accepts() {
    let lists = catalogue();
    assert_eq!(lists.iter().map(|list| list.name).collect::<BTreeSet<_>>().len(), lists.len());
    for list in lists {
        assert!(list.version >= 1 && !list.source.is_empty(), "{}", list.name);
        assert!(list.name.starts_with(|c: char| c.is_ascii_lowercase()), "{}", list.name);
        for one in list.codes {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
            assert!(list.name.chars().chain(one.code.chars()).all(plain), "{}-{}", list.name, one.code);
            assert!(!one.label.is_empty() && one.label.trim() == one.label);
        }
    }
}

#[test]
fn zero_always_means_that_nothing_was_determined() {
    let silent =
        ["not-determined", "not-said", "not-known", "no-answer", "none-yet", "not-graded", "unverified"];
    for list in catalogue() {
        for one in list.codes {
            assert_eq!(one.number == 0, silent.contains(&one.code), "{} {}", list.name, one.code);
        }
    }
}

#[test]
fn the_catalogue_forgets_no_list() {
    let made: usize = TABLES.iter().map(|text| text.matches("\ncode_list! {").count()).sum();
    assert_eq!(catalogue().len(), made + 1, "one per table, and the countries");
}

/// Round trips of one list; its name is returned so that the test below can tell that none was left out.
fn round_trips<L>() -> &'static str
where
    L: CodeList + PartialEq + std::fmt::Debug + minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()>,
{
    for one in L::all() {
        assert_eq!(L::from_code(one.code()), Ok(*one));
        assert_eq!(L::from_number(one.number()), Ok(*one));
        assert_eq!(one.key(), format!("{}-{}", L::NAME, one.code()));
        let bytes = minicbor::to_vec(one).unwrap();
        assert_eq!(minicbor::decode::<L>(&bytes).unwrap(), *one);
    }
    for wrong in ["", "no such code", "\0"] {
        let unknown = L::from_code(wrong).unwrap_err();
        assert_eq!((unknown.list, unknown.given.as_str()), (L::NAME, wrong));
        assert!(!unknown.allowed.is_empty());
    }
    for wrong in [-1, 1_000_000, i64::MIN, i64::MAX] {
        assert!(L::from_number(wrong).unwrap_err().to_string().contains(&wrong.to_string()));
        assert!(minicbor::decode::<L>(&minicbor::to_vec(wrong).unwrap()).is_err());
    }
    L::NAME
}

#[test]
fn every_list_reads_back_what_it_writes() {
    let tried = [
        round_trips::<Country>(),
        round_trips::<Iccs>(),
        round_trips::<DemandLevel>(),
        round_trips::<DemandCategory>(),
        round_trips::<Stage>(),
        round_trips::<Verdict>(),
        round_trips::<SentenceKind>(),
        round_trips::<ReleaseKind>(),
        round_trips::<ClosureReason>(),
        round_trips::<SuspectRole>(),
        round_trips::<Sector>(),
        round_trips::<Sex>(),
        round_trips::<ConductOfExploitation>(),
        round_trips::<ReportingPerson>(),
        round_trips::<ReportChannel>(),
        round_trips::<ReportKind>(),
        round_trips::<ReportOutcome>(),
        round_trips::<NotPursuedReason>(),
        round_trips::<DangerAnswer>(),
        round_trips::<QueueState>(),
        round_trips::<AgeBand>(),
        round_trips::<Grade>(),
        round_trips::<LeadState>(),
    ];
    let listed: Vec<_> = catalogue().iter().map(|list| list.name).collect();
    assert_eq!(tried.as_slice(), listed);
}

#[test]
fn the_numbers_in_old_entries_keep_their_meaning() {
    let mut all: Vec<String> = Vec::new();
    for list in catalogue().iter().filter(|list| list.name != "country") {
        all.extend(list.codes.iter().map(|one| format!("{} {} {}\n", list.name, one.number, one.code)));
    }
    assert_eq!(all.concat(), include_str!("numbers.txt"), "add lines; never change or remove one");
}

#[test]
fn an_error_says_what_would_be_right() {
    let said = DemandLevel::from_code("imediate").unwrap_err().to_string();
    assert!(said.contains("demand-level") && said.contains("\"imediate\""), "{said}");
    assert!(said.contains("probably meant: \"immediate\"") && said.contains("underlying"), "{said}");
    assert!(DangerAnswer::from_number(9).unwrap_err().to_string().contains("2 (not-safe)"));
}
