use super::*;
use crate::doors::core::House;
use crate::rooms::{registry, rooms};
use calling::acts::{BeginAttempt, CloseWay, OpenWay, TellAttempt};
use calling::codes::{Attempted, Means, WayLanguage};
use calling::tables::Message;
use desk::Desk;
use facts::complaint::Body;
use facts::unit::{Unit, UnitKind};
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::{Actor, Id, Outcome, Purpose, Record, Role};
use reports::acts::{FileReport, NameBody};
use reports::circumstances::Circumstances;
use reports::codes::SaidOf;
use reports::priority::{answered, numbers, points};
use std::os::unix::fs::PermissionsExt;
use store::Node;
use store::database::TableSql;
use store::testing::{Home, burgle, on_both};

fn look_at(home: &Home, now: Instant) -> Report {
    let words =
        ["tutela", "doctor", "--data", &home.path().display().to_string()].map(std::ffi::OsString::from);
    let Ok((_, settings)) = crate::settings::parse(words.to_vec()) else { panic!("the settings do not fit") };
    let registry = registry(&mut rooms()).unwrap();
    examine(&Patient { config: &home.config(), registry: &registry, settings: &settings, now })
}

fn standing(report: &Report, check: &str) -> Standing {
    let lines = report.0.iter().filter(|line| line.check == check);
    lines
        .map(|line| line.standing)
        .max_by_key(|standing| *standing as u8)
        .unwrap_or_else(|| panic!("no {check}: {report:#?}"))
}

fn made(home: &Home) {
    let house = House::open(home.config(), "about:blank").unwrap();
    access::founded(&house.node, true).unwrap();
    house.node.stop();
    call(home, NUMBERS);
}

/// Numbers that an operator has confirmed.
const NUMBERS: &str = r#"{"country": "FR",
    "emergency": {"number": "112", "source": "a test", "checked_on": "2026-11-01"},
    "helpline": {"number": "116 111", "source": "a test", "checked_on": "2026-11-01"}}"#;

fn call(home: &Home, numbers: &str) {
    let public = crate::doors::core::public_directory(home.path());
    std::fs::create_dir_all(&public).unwrap();
    std::fs::write(public.join("help.json"), numbers).unwrap();
}

#[test]
fn numbers_to_call_are_a_failure_until_the_operator_has_confirmed_those_of_its_own_state() {
    on_both(|home| {
        made(home);
        let stands = |numbers: Option<&str>, day: (i16, i8, i8)| {
            let file = crate::doors::core::public_directory(home.path()).join("help.json");
            match numbers {
                Some(numbers) => call(home, numbers),
                None => std::fs::remove_file(file).unwrap(),
            }
            let now = kernel::Day::of(day.0, day.1, day.2).unwrap().start();
            standing(&look_at(home, now), "numbers to call")
        };
        assert_eq!(stands(Some(NUMBERS), (2026, 11, 27)), Standing::Ok);
        assert_eq!(stands(Some(NUMBERS), (2027, 11, 27)), Standing::Warning, "checked too long ago");
        assert_eq!(
            stands(Some(&NUMBERS.replace(r#""country": "FR","#, "")), (2026, 11, 27)),
            Standing::Failure
        );
        assert_eq!(stands(Some(r#"{"emergency": {"number": "112"}}"#), (2026, 11, 27)), Standing::Failure);
        assert_eq!(stands(Some("{"), (2026, 11, 27)), Standing::Failure);
        assert_eq!(stands(None, (2026, 11, 27)), Standing::Failure);
    });
}

#[test]
fn a_film_in_sign_language_without_captions_is_warned_of() {
    let home = Home::sqlite();
    made(&home);
    let folder = crate::doors::films::folder(&crate::doors::core::public_directory(home.path()));
    std::fs::create_dir_all(&folder).unwrap();
    let stands = || standing(&look_at(&home, Desk::now()), "sign language");
    assert_eq!(stands(), Standing::Ok, "none is there");
    std::fs::write(folder.join("en.mp4"), "a film").unwrap();
    assert_eq!(stands(), Standing::Warning);
    std::fs::write(folder.join("en.vtt"), "WEBVTT\n").unwrap();
    assert_eq!(stands(), Standing::Ok);
}

#[test]
fn a_founded_node_has_no_failure_and_every_failure_says_what_to_do() {
    on_both(|home| {
        made(home);
        let report = look_at(home, Desk::now());
        assert!(!report.has_failed(), "{report:#?}");
        for line in &report.0 {
            assert_eq!(line.todo.is_empty(), line.standing == Standing::Ok, "{line:?}");
        }
        assert_eq!(standing(&report, "accounts"), Standing::Warning, "one of each");
        assert_eq!(standing(&report, "backup"), Standing::Warning, "none was made");
        assert_eq!(standing(&report, "running"), Standing::Ok);
        assert_eq!(standing(&report, "telephones"), Standing::Ok, "none is wanted");
        assert_eq!(standing(&report, "complaints"), Standing::Warning, "no body is named");
        assert_eq!(standing(&report, "calling"), Standing::Warning, "nobody can be reached");
    });
}

#[test]
fn a_complaint_that_reaches_nobody_is_a_failure_until_somebody_hears_it() {
    let home = Home::sqlite();
    made(&home);
    let check = || standing(&look_at(&home, Desk::now()), "complaints");
    let house = House::open(home.config(), "about:blank").unwrap();
    complain(&house.node);
    assert_eq!(check(), Standing::Failure);
    let units = TableSql::of(Unit::TABLE).all;
    let units = house.node.read(|database| database.records::<Unit>(&units, Vec::new())).unwrap();
    let oversight = units.iter().find(|unit| unit.kind == UnitKind::Oversight).unwrap().unit;
    let overseer = Actor { id: Id([8; 16]), role: Role::Overseer, unit: oversight };
    let name = NameBody { body: Body::First, unit: oversight };
    let named = house.node.deed(Id([5; 16]), &name, overseer, Purpose::Oversight).build();
    assert!(matches!(house.node.enter_now(named).unwrap().outcome, Outcome::Entered { .. }));
    assert_eq!(check(), Standing::Failure, "an overseer reads no report");
    let analyst = access::NewAccount {
        user: "hears",
        role: Role::Analyst,
        unit: oversight,
        password: "fictional words 17",
    };
    access::add_account(&house.node, &analyst).unwrap();
    assert_eq!(check(), Standing::Warning, "the second one is not named");
    house.node.stop();
}

#[test]
fn ways_that_cannot_work_are_a_failure() {
    let home = Home::sqlite();
    made(&home);
    let house = House::open(home.config(), "about:blank").unwrap();
    let administrator = Actor { id: Id([8; 16]), role: Role::Administrator, unit: Id([9; 16]) };
    let way = |n: u8, means, level| OpenWay {
        way: Id([n; 16]),
        means,
        unit: Id::NONE,
        from_level: level,
        officer: Id::NONE,
        way_language: WayLanguage::English,
    };
    let opens = |act: &OpenWay| {
        let deed = house.node.deed(house.node.new_id().unwrap(), act, administrator, Purpose::Administration);
        assert!(matches!(house.node.enter_now(deed.build()).unwrap().outcome, Outcome::Entered { .. }));
    };
    let found = || {
        let report = look_at(&home, Desk::now());
        report.0.into_iter().find(|line| line.check == "calling").unwrap()
    };
    opens(&way(1, Means::Webhook, 1));
    assert!(found().standing == Standing::Warning && found().found.contains("level 2"), "{:?}", found());
    opens(&way(2, Means::Voice, 2));
    assert!(found().standing == Standing::Failure && found().found.contains("no gateway"), "{:?}", found());
    opens(&way(3, Means::Mail, 3));
    assert!(found().standing == Standing::Failure && found().found.contains("no server"), "{:?}", found());
    for n in [2, 3] {
        let close = CloseWay { way: Id([n; 16]) };
        let deed =
            house.node.deed(house.node.new_id().unwrap(), &close, administrator, Purpose::Administration);
        house.node.enter_now(deed.build()).unwrap();
    }
    let messages = TableSql::of(Message::TABLE).all;
    let messages = house.node.read(|database| database.records::<Message>(&messages, Vec::new())).unwrap();
    let trial = messages.iter().find(|row| row.way == Id([1; 16])).unwrap().message;
    let failed =
        TellAttempt { message: trial, attempt: 1, attempted: Attempted::Late, code: 0, words: String::new() };
    let begun = BeginAttempt { message: trial, attempt: 1 };
    let begun = house.node.deed(Id([76; 16]), &begun, Actor::SYSTEM, Purpose::Reaction).build();
    let failed = house.node.deed(Id([77; 16]), &failed, Actor::SYSTEM, Purpose::Reaction).build();
    for deed in [begun, failed] {
        assert!(matches!(house.node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
    }
    assert!(found().standing == Standing::Failure && found().found.contains("1 of 1"), "{:?}", found());
    house.node.stop();
}

/// A fictional report about police is filed.
fn complain(node: &Node) {
    let act = Id([6; 16]);
    let report = kernel::act::made(act, "report");
    let (by, danger, age) = (ReportingPerson::Child, DangerAnswer::Safe, AgeBand::From13To15);
    let reasons = answered(by, danger, age, 0);
    let file = FileReport {
        report,
        by,
        danger,
        age,
        language: "en".into(),
        pictures: Vec::new(),
        points: points(&reasons),
        reasons: numbers(&reasons),
        contact: false,
        circumstances: Circumstances { said_of: vec![SaidOf::Police], ..Circumstances::default() },
        kept_away: Vec::new(),
        folded_into: None,
        voice: None,
        hashes: None,
        came_by: None,
        duty: None,
    };
    let deed = node.deed(act, &file, Actor::PUBLIC, Purpose::Intake).for_new(report).unwrap();
    let answer = node.enter_now(deed.build()).unwrap();
    assert!(matches!(answer.outcome, Outcome::Entered { .. }), "{answer:?}");
}

#[test]
fn a_machine_door_that_others_reach_without_tls_is_a_failure() {
    let home = Home::sqlite();
    made(&home);
    let found = |text: &str| {
        std::fs::write(home.path().join("tutela.toml"), text).unwrap();
        standing(&look_at(&home, Desk::now()), "machine door")
    };
    assert_eq!(found(""), Standing::Ok);
    assert_eq!(found("[serve]\nmachine = \"127.0.0.1:8082\"\n"), Standing::Ok);
    assert_eq!(found("[serve]\nmachine = \"0.0.0.0:8082\"\n"), Standing::Failure);
}

#[test]
fn what_is_not_as_it_must_be_is_found() {
    on_both(|home| {
        made(home);
        let late = Instant(Desk::now().0 - 86_400_000);
        assert_eq!(
            standing(&look_at(home, late), "clock"),
            Standing::Failure,
            "the last entry is of tomorrow"
        );
        let later = Instant(Desk::now().0 + 400 * 86_400_000);
        assert_eq!(standing(&look_at(home, later), "node key"), Standing::Warning);
        note(home.path(), Kept::Keys, 1, &home.path().join("keys.age"), Desk::now()).unwrap();
        note(home.path(), Kept::Database, 1, Path::new("/elsewhere"), Desk::now()).unwrap();
        let report = look_at(home, Desk::now());
        assert_eq!(standing(&report, "kept apart"), Standing::Failure, "node.key lies beside the backup");
        assert_eq!(standing(&report, "backup"), Standing::Ok);
        assert_eq!(standing(&look_at(home, later), "backup"), Standing::Warning);
        let mode = |file: &str, mode| {
            std::fs::set_permissions(home.path().join(file), std::fs::Permissions::from_mode(mode)).unwrap();
        };
        mode("node.key", 0o644);
        assert_eq!(standing(&look_at(home, Desk::now()), "modes"), Standing::Failure);
        mode("node.key", 0o600);
        mode("", 0o770);
        assert_eq!(standing(&look_at(home, Desk::now()), "modes"), Standing::Failure);
        mode("", 0o700);
        assert_eq!(standing(&look_at(home, Desk::now()), "modes"), Standing::Ok);
        burgle(home, "DROP TABLE task", Vec::new());
        let report = look_at(home, Desk::now());
        assert!(
            report.0.iter().any(|line| line.check == "tables" && line.found.contains("task")),
            "{report:#?}"
        );
        std::fs::remove_file(home.path().join("node.key")).unwrap();
        let report = look_at(home, Desk::now());
        assert!(report.has_failed() && standing(&report, "data directory") == Standing::Failure);
    });
}

#[test]
fn a_public_door_that_was_not_given_the_newest_keys_is_found() {
    let home = Home::sqlite();
    made(&home);
    let check = || standing(&look_at(&home, Desk::now()), "keys of teams");
    assert_eq!(check(), Standing::Warning, "the node was never served");
    let house = House::open(home.config(), "about:blank").unwrap();
    crate::doors::core::write_out(&house.node).unwrap();
    assert_eq!(check(), Standing::Ok);
    let later = Instant(Desk::now().0 + 32 * 86_400_000);
    assert_eq!(standing(&look_at(&home, later), "keys of teams"), Standing::Warning, "it is old");
    assert!(house.node.rotate_team_keys(Instant(Desk::now().0 + 1)).unwrap());
    assert_eq!(check(), Standing::Warning, "there is a newer one");
    crate::doors::core::write_out(&house.node).unwrap();
    assert_eq!(check(), Standing::Ok);
    std::fs::write(crate::doors::core::team_keys_path(home.path()), "half").unwrap();
    assert_eq!(check(), Standing::Failure);
    house.node.stop();
}

#[test]
fn a_server_that_is_away_is_told_with_what_to_do() {
    let home = Home::sqlite();
    made(&home);
    let config =
        store::NodeConfig { database: Some("postgres://nobody@127.0.0.1:1/none".into()), ..home.config() };
    let words = ["tutela", "doctor"].map(std::ffi::OsString::from).to_vec();
    let Ok((_, settings)) = crate::settings::parse(words) else { panic!("the settings do not fit") };
    let registry = registry(&mut rooms()).unwrap();
    let report =
        examine(&Patient { config: &config, registry: &registry, settings: &settings, now: Desk::now() });
    assert_eq!(standing(&report, "database"), Standing::Failure);
}
