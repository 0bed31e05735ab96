//! What the door sends, at a node with databases: what is sent again is entered once, and threads come page by page.

mod official;

use super::*;
use crate::acts::Reply;
use crate::acts::file_report::SLOT_VOICE;
use crate::testing::{analyst, registry};
use crate::testing::{pattern, sample_picture, sample_sounds};
use crate::wire::{Glance, SafeContact, TakenVoice, ToldHash};
use store::testing::{Home, on_both};

fn node(home: &Home) -> Node {
    Node::open(home.config(), registry()).unwrap()
}

fn told(n: u8, text: &str) -> ToldReport {
    ToldReport {
        act: [n; 16],
        report: [n + 100; 16],
        by: "child".into(),
        danger: "safe".into(),
        age: "13-15".into(),
        language: "en".into(),
        text: text.into(),
        contact: SafeContact::default(),
        pictures: Vec::new(),
        proof: [n; 32],
        happening: String::new(),
        said_of: Vec::new(),
        reach: String::new(),
        not_for: String::new(),
        place: String::new(),
        voice: None,
        hashes: Vec::new(),
        came_by: None,
        duty: None,
    }
}

fn ask(node: &Node, question: &Question) -> Answer {
    read(&answer(node, &write(question))).unwrap()
}

fn submit(node: &Node, told: &Told) -> Answer {
    let sealed = node.team_keys().unwrap().of(Team::ReportsDesk).seal(&write(told)).unwrap();
    ask(node, &Question::Submit(sealed))
}

fn report(node: &Node, told: ToldReport) -> Answer {
    submit(node, &Told::Report(Box::new(told)))
}

fn rows(node: &Node, table: &str) -> usize {
    node.read(|database| database.rows(&format!("SELECT * FROM {table}"), Vec::new())).unwrap().len()
}

#[test]
fn what_is_sent_again_is_one_report_and_other_words_are_told_apart() {
    on_both(|home| {
        let node = node(home);
        let first = report(&node, told(1, "Something."));
        assert!(matches!(first, Answer::Filed { .. }));
        assert_eq!(report(&node, told(1, "Something.")), first);
        assert_eq!(report(&node, told(1, "Something else.")), Answer::Used);
        assert_eq!((rows(&node, "report"), rows(&node, "receipt_token"), rows(&node, "message")), (1, 1, 1));

        let further =
            |text: &str| Told::Further(ToldFurther { act: [9; 16], proof: [1; 32], text: text.into() });
        assert_eq!(submit(&node, &further("More.")), submit(&node, &further("More.")));
        assert_eq!(submit(&node, &further("Other.")), Answer::Used);
        assert_eq!(rows(&node, "message"), 2);
        // A key that was drawn for the second sending opens nothing else: what was sealed before is still read.
        assert!(matches!(ask(&node, &Question::OpenThread([1; 32], 0)), Answer::Thread(_)));
        node.stop();
    });
}

#[test]
fn a_box_opens_with_the_key_that_it_names_until_that_is_destroyed() {
    on_both(|home| {
        let node = node(home);
        let old = node.team_keys().unwrap().of(Team::ReportsDesk);
        let sealed = |key: &store::team::TeamKey, n| {
            let told = Told::Report(Box::new(told(n, "Something.")));
            Question::Submit(key.seal(&write(&told)).unwrap())
        };
        let now = desk::Desk::now();
        assert!(node.rotate_team_keys(kernel::Instant(now.0 + 1)).unwrap());
        let new = node.team_keys().unwrap().of(Team::ReportsDesk);
        assert_ne!((old.number, old.public), (new.number, new.public));
        assert!(matches!(ask(&node, &sealed(&old, 1)), Answer::Filed { .. }));
        assert!(matches!(ask(&node, &sealed(&new, 2)), Answer::Filed { .. }));
        node.keep_team_keys(kernel::Instant(now.0 + (store::keys::GRACE_HOURS + 1) * 3_600_000)).unwrap();
        assert_eq!(ask(&node, &sealed(&old, 3)), Answer::AnotherKey);
        assert_eq!(rows(&node, "report"), 2, "what was not opened was entered");
        // The same words, sealed anew; and those that were filed under the key that is gone are still the same report.
        assert!(matches!(ask(&node, &sealed(&new, 3)), Answer::Filed { .. }));
        assert!(matches!(ask(&node, &sealed(&new, 1)), Answer::Filed { .. }));
        assert_eq!(rows(&node, "report"), 3);
        assert!(matches!(ask(&node, &Question::Submit(vec![7; 60])), Answer::Invalid { .. }));
        node.stop();
    });
}

#[test]
fn two_who_send_the_same_form_at_once_file_one_report() {
    let home = Home::sqlite();
    let node = node(&home);
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let send = || report(&node, told(1, "Something."));
        let sent: Vec<_> = (0..4).map(|_| scope.spawn(send)).collect();
        sent.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0] && matches!(answer, Answer::Filed { .. })));
    assert_eq!(rows(&node, "report"), 1);
    node.stop();
}

#[test]
fn a_long_thread_comes_a_hundred_at_a_time_the_latest_first() {
    on_both(|home| {
        let node = node(home);
        report(&node, told(1, "Something."));
        for n in 0..230_u32 {
            let (act, by) = (Reply { report: Id([101; 16]) }, analyst(1));
            let deed = node.deed(node.new_id().unwrap(), &act, by, Purpose::Triage);
            let deed = deed.seal(SLOT_TEXT, act.report, format!("Reply {n}").as_bytes()).unwrap().build();
            assert!(matches!(node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
        }
        let page = |n| match ask(&node, &Question::OpenThread([1; 32], n)) {
            Answer::Thread(thread) => {
                let said: Vec<String> = thread.said.into_iter().map(|said| said.text).collect();
                (said.first().cloned(), said.last().cloned(), said.len(), thread.older)
            }
            other => panic!("{other:?}"),
        };
        let text = |n: u32| Some(format!("Reply {n}"));
        assert_eq!(page(0), (text(130), text(229), 100, true));
        assert_eq!(page(1), (text(30), text(129), 100, true));
        assert_eq!(page(2), (text(0), text(29), 30, false));
        assert_eq!(page(3), (None, None, 0, false));
        node.stop();
    });
}

#[test]
fn what_was_chosen_is_kept_and_whoever_must_not_see_it_is_kept_away() {
    on_both(|home| {
        let node = node(home);
        let known = access::NewAccount {
            user: "amira.haddad",
            role: kernel::Role::Analyst,
            unit: Id([7; 16]),
            password: "a fictional password",
        };
        let officer = access::add_account(&node, &known).unwrap();
        let mut asked = told(1, "");
        asked.happening = "threatens-to-share".into();
        asked.said_of = vec!["police".into(), "at-home".into(), "police".into()];
        asked.reach = "call".into();
        asked.not_for = "Ms Haddad, Amira, and her brother".into();
        asked.place = "an app, as x".into();
        assert!(matches!(report(&node, asked), Answer::Filed { .. }));
        assert_eq!((rows(&node, "report_said_of"), rows(&node, "kept_from")), (2, 1));
        let sql = "SELECT happening, reach, kept_from, body, tells_place FROM report_circumstance";
        let row = node.read(|database| database.rows(sql, Vec::new())).unwrap().remove(0);
        assert_eq!(row, [1, 2, 1, 1, 1].map(kernel::Value::Integer));
        let row = queue_row(&node, Id([101; 16])).unwrap().unwrap();
        assert_eq!(
            (row.unit, row.points >= 60),
            (kernel::knowing::NO_UNIT_YET, true),
            "complaints are nobody's yet"
        );
        let officers =
            node.read(|database| database.rows("SELECT officer FROM kept_from", Vec::new())).unwrap();
        assert_eq!(officers[0][0], officer.id.to_value());
        // A code that is on no list, and a word too many.
        let mut wrong = told(2, "Something.");
        wrong.said_of = vec!["the moon".into()];
        assert!(matches!(report(&node, wrong), Answer::Invalid { field, .. } if field == "about"));
        let mut long = told(3, "Something.");
        long.not_for = "a".repeat(2_001);
        assert!(matches!(report(&node, long), Answer::Invalid { field, .. } if field == "not_for"));
        assert!(matches!(report(&node, told(4, " ")), Answer::Invalid { field, .. } if field == "text"));
        // A choice, a place or a picture is enough; a way to be reached tells nothing.
        let tell: [fn(&mut ToldReport); 3] = [
            |told| told.said_of = vec!["at-home".into()],
            |told| told.place = "an app".into(),
            |told| told.pictures = vec![crate::picture::take(sample_picture(), None).unwrap()],
        ];
        for (n, tell) in (5..).zip(tell) {
            let mut told = told(n, "");
            tell(&mut told);
            assert!(matches!(report(&node, told), Answer::Filed { .. }), "{n}");
        }
        let mut reached = told(8, "");
        reached.reach = "call".into();
        assert!(matches!(report(&node, reached), Answer::Invalid { field, .. } if field == "text"));
    });
}

#[test]
fn a_second_look_is_asked_for_by_receipt_and_an_opinion_by_nobody() {
    on_both(|home| {
        let node = node(home);
        report(&node, told(1, "Something."));
        let number = Id([101; 16]);
        let again = |proof| Told::Again(AskedAgain { act: [7; 16], proof: [proof; 32] });
        let look = |node: &Node| match ask(node, &Question::OpenThread([1; 32], 0)) {
            Answer::Thread(thread) => (thread.state, thread.second_look),
            other => panic!("no thread: {other:?}"),
        };
        assert!(matches!(submit(&node, &again(1)), Answer::Invalid { .. }), "nobody put it aside");
        let reason = kernel::codes::NotPursuedReason::OutsideRemit;
        let aside = crate::acts::NotPursue { report: number, reason, ground: None, told: false };
        let deed = node.deed(Id([8; 16]), &aside, analyst(1), Purpose::Triage).build();
        assert!(matches!(node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
        assert_eq!(look(&node), ("not-pursued".into(), "not-asked".into()));
        assert_eq!(submit(&node, &again(9)), Answer::NoSuchThread);
        let again = |act| Told::Again(AskedAgain { act: [act; 16], proof: [1; 32] });
        let first = submit(&node, &again(10));
        assert!(matches!(first, Answer::Filed { answer_by, .. } if answer_by > 0));
        assert_eq!(submit(&node, &again(10)), first);
        assert!(matches!(submit(&node, &again(11)), Answer::Invalid { .. }), "it was asked for already");
        assert_eq!(look(&node), ("new".into(), "asked".into()));

        let opinion = |easy: &str, friend: &str| {
            let (language, serious) = ("ar".to_owned(), String::new());
            let (easy, friend) = (easy.to_owned(), friend.to_owned());
            Told::Opinion(ToldOpinion { act: [12; 16], language, easy, serious, friend })
        };
        assert!(matches!(submit(&node, &opinion("seven", "")), Answer::Invalid { .. }));
        assert!(matches!(submit(&node, &opinion("", "")), Answer::Invalid { .. }));
        let given = submit(&node, &opinion("yes", "no"));
        assert_eq!(given, Answer::Filed { answer_by: 0, official: None });
        assert_eq!(submit(&node, &opinion("yes", "no")), given);
        assert_eq!(rows(&node, "door_opinion"), 2);
        node.stop();
    });
}

#[test]
fn a_changed_receipt_opens_the_thread_and_the_one_before_opens_nothing() {
    on_both(|home| {
        let node = node(home);
        report(&node, told(1, "Something."));
        let change = |act: u8, from: u8, to: u8| {
            let told = AskedReceipt { act: [act; 16], proof: [from; 32], new_proof: [to; 32] };
            submit(&node, &Told::Receipt(told))
        };
        let opens =
            |proof: u8| matches!(ask(&node, &Question::OpenThread([proof; 32], 0)), Answer::Thread(_));
        assert_eq!(change(20, 9, 3), Answer::NoSuchThread);
        let first = change(21, 1, 2);
        assert!(matches!(first, Answer::Filed { .. }));
        assert!(!opens(1) && opens(2));
        assert_eq!(change(21, 1, 2), first, "the same form again");
        assert_eq!(change(22, 1, 4), Answer::NoSuchThread, "the old one changes nothing");
        assert!(matches!(change(23, 2, 5), Answer::Filed { .. }));
        assert_eq!(change(21, 1, 2), Answer::NoSuchThread, "what was changed again is not handed out again");
        assert_eq!(change(21, 5, 2), Answer::Used, "an old form under the newest receipt");
        assert!(opens(5), "nothing was changed by it");
        assert!(!opens(1) && !opens(2) && opens(5) && !opens(4));
        let further = |proof: u8| {
            let told = ToldFurther { act: [proof + 60; 16], proof: [proof; 32], text: "More.".into() };
            submit(&node, &Told::Further(told))
        };
        assert_eq!(further(2), Answer::NoSuchThread);
        assert!(matches!(further(5), Answer::Filed { .. }));
        node.stop();
    });
}

#[test]
fn a_glance_tells_that_there_is_something_new_and_neither_what_nor_to_whom_has_no_receipt() {
    on_both(|home| {
        let node = node(home);
        report(&node, told(1, "Something."));
        report(&node, told(2, "Something else."));
        let glance = |proofs: &[u8]| {
            let proofs = proofs.iter().map(|proof| [*proof; 32].into()).collect();
            match ask(&node, &Question::Glance(proofs)) {
                Answer::Glances(told) => told,
                other => panic!("{other:?}"),
            }
        };
        let so = |newest, staff_here| Some(Glance { newest, staff_here });
        let looks = || rows(&node, "look");
        let before = looks();
        assert_eq!(glance(&[2, 9, 1]), [so(-1, false), None, so(-1, false)]);
        assert_eq!(glance(&[]), []);
        assert_eq!(crate::live::reporters(&node), [Id([101; 16]), Id([102; 16])]);
        let further = ToldFurther { act: [9; 16], proof: [1; 32], text: "More.".into() };
        submit(&node, &Told::Further(further));
        assert_eq!(glance(&[1]), [so(-1, false)], "one's own words are nothing new");
        let reply = node.deed(Id([30; 16]), &Reply { report: Id([101; 16]) }, analyst(1), Purpose::Triage);
        let reply = reply.seal(SLOT_TEXT, Id([101; 16]), b"A fictional answer.").unwrap().build();
        assert!(matches!(node.enter_now(reply).unwrap().outcome, Outcome::Entered { .. }));
        crate::live::sign(&node, crate::live::Side::Staff, Id([102; 16]));
        assert_eq!(glance(&[1, 2]), [so(2, false), so(-1, true)]);
        assert_eq!(looks(), before, "nothing was opened");
        let change = AskedReceipt { act: [31; 16], proof: [1; 32], new_proof: [3; 32] };
        assert!(matches!(submit(&node, &Told::Receipt(change)), Answer::Filed { .. }));
        assert_eq!(glance(&[1, 3]), [None, so(2, false)], "a receipt that is not in force is none");
        let many = vec![[1; 32].into(); MOST_OPEN + 1];
        assert!(matches!(ask(&node, &Question::Glance(many)), Answer::Invalid { .. }));
        node.stop();
    });
}

#[test]
fn a_voice_message_is_sealed_beside_the_report_and_its_kind_is_found_by_its_bytes() {
    on_both(|home| {
        let node = node(home);
        let (sound, bytes) = crate::testing::sample_sounds().remove(4);
        let with = |n: u8, bytes: &[u8]| ToldReport {
            voice: Some(TakenVoice { bytes: bytes.to_vec() }),
            ..told(n, "")
        };
        assert!(matches!(submit(&node, &Told::Report(Box::new(with(1, &bytes)))), Answer::Filed { .. }));
        let sql = store::database::TableSql::of(<crate::tables::ReportVoice as kernel::Record>::TABLE).all;
        let rows =
            node.read(|database| database.records::<crate::tables::ReportVoice>(&sql, Vec::new())).unwrap();
        assert_eq!((rows.len(), rows[0].sound, rows[0].bytes), (1, sound, bytes.len() as i64));
        let report = Id([101; 16]);
        let trace = node.look(analyst(1), &crate::READ_VOICE, Purpose::Triage, &[report]).unwrap();
        let opened = node.open_payload(&trace, rows[0].act, SLOT_VOICE).unwrap();
        assert_eq!(opened.expose(), &bytes);
        // What is no sound, or a film, is not believed because the door sent it.
        for wrong in [&b"no sound"[..], b"", b"\x1a\x45\xdf\xa3 webm\x86\x85V_VP8"] {
            let answer = submit(&node, &Told::Report(Box::new(with(2, wrong))));
            assert!(matches!(&answer, Answer::Invalid { field, .. } if field == "voice"), "{answer:?}");
        }
        node.stop();
    });
}

#[test]
fn fingerprints_are_sealed_rows_of_the_report_and_more_than_fifty_are_not_taken() {
    on_both(|home| {
        let node = node(home);
        let with = |n: u8, count: u8| ToldReport {
            hashes: (0..count).map(|of| ToldHash { sha256: [of; 32] }).collect(),
            ..told(n, "")
        };
        assert!(matches!(submit(&node, &Told::Report(Box::new(with(1, 50)))), Answer::Filed { .. }));
        let answer = submit(&node, &Told::Report(Box::new(with(2, 51))));
        assert!(matches!(&answer, Answer::Invalid { field, .. } if field == "hashes"), "{answer:?}");
        let sql = "SELECT report, n, sha256, seal_subject FROM gone_hash ORDER BY n";
        let rows = node.read(|database| database.rows(sql, Vec::new())).unwrap();
        assert_eq!(rows.len(), 50);
        let report = Id([101; 16]).to_value();
        assert_eq!(rows[7], [report.clone(), 7_i64.to_value(), vec![7_u8; 32].to_value(), report]);
        let pictures = node.read(|database| database.rows("SELECT * FROM picture_hash", Vec::new())).unwrap();
        assert!(pictures.is_empty(), "no picture came");
        node.stop();
    });
}

#[test]
fn a_picture_that_was_made_smaller_or_turned_looks_the_same_and_another_does_not() {
    on_both(|home| {
        let node = node(home);
        let pictures = [
            pattern(1, 256, false),
            pattern(1, 160, false),
            pattern(1, 256, true),
            pattern(2, 256, false),
            pattern(1, 256, false),
        ];
        for (n, picture) in (1..).zip(pictures) {
            let picture = crate::picture::take(picture, None).unwrap();
            assert!(picture.quality >= 50, "{n} has quality {}", picture.quality);
            assert!(matches!(
                report(&node, ToldReport { pictures: vec![picture], ..told(n, "") }),
                Answer::Filed { .. }
            ));
        }
        let of = |n: u8| Id([100 + n; 16]);
        let alike = |n: u8| node.read(|database| crate::alike::alike(database, of(n))).unwrap();
        let found: Vec<(Id, u32, u32)> =
            alike(1).into_iter().map(|(report, alike)| (report, alike.pictures, alike.look_same)).collect();
        assert_eq!(found, [(of(5), 1, 0), (of(2), 0, 1), (of(3), 0, 1)]);
        assert!(alike(4).is_empty());
        // A reporter's data go with the report, and nothing is found by them any more.
        assert_eq!(rows(&node, "picture_bands"), 5);
    });
}

#[test]
fn a_voice_alone_calls_a_person_unless_its_speaker_is_safe() {
    on_both(|home| {
        let node = node(home);
        let spoken = |n: u8, text: &str, danger: &str| {
            let voice = Some(TakenVoice { bytes: sample_sounds().remove(0).1 });
            let told = ToldReport { voice, danger: danger.into(), ..told(n, text) };
            let answer = report(&node, told);
            assert!(matches!(answer, Answer::Filed { .. }), "{answer:?}");
            queue_row(&node, Id([100 + n; 16])).unwrap().unwrap().points
                >= i64::from(crate::limits::URGENT_POINTS)
        };
        assert!(spoken(1, "", "no-answer"));
        assert!(!spoken(2, "", "safe"));
        assert!(!spoken(3, "A fictional text beside it.", "no-answer"), "its words were read");
    });
}

#[test]
fn officers_are_found_by_every_name_that_they_are_known_by() {
    on_both(|home| {
        let node = node(home);
        let known = access::NewAccount {
            user: "desk-7",
            role: kernel::Role::Analyst,
            unit: Id([7; 16]),
            password: "a fictional password",
        };
        let officer = access::add_account(&node, &known).unwrap();
        let set = |act: u8, names: &str| {
            let keeper =
                kernel::Actor { id: Id([8; 16]), role: kernel::Role::Administrator, unit: Id([9; 16]) };
            let names_of = access::acts::SetNames { account: officer.id };
            let deed = node.deed(Id([act; 16]), &names_of, keeper, kernel::Purpose::Administration);
            let deed = deed.seal(access::acts::SLOT_NAMES, officer.id, names.as_bytes()).unwrap().build();
            let outcome = node.enter_now(deed).unwrap().outcome;
            assert!(matches!(outcome, kernel::Outcome::Entered { .. }), "{outcome:?}");
        };
        let is_kept = |n: u8, not_for: &str| {
            let before = rows(&node, "kept_from");
            assert!(matches!(
                report(&node, ToldReport { not_for: not_for.into(), ..told(n, "Something.") }),
                Answer::Filed { .. }
            ));
            rows(&node, "kept_from") > before
        };
        assert!(!is_kept(1, "Ms Haddad, Amira"));
        set(201, "Amira Haddad\nthe coach of the blue team");
        assert!(is_kept(2, "Ms Haddad, Amira"));
        assert!(is_kept(3, "только не Амира Хаддад"), "in another script");
        assert!(is_kept(4, "THE COACH of the Blue Team!"));
        assert!(!is_kept(5, "my brother"));
        set(202, "");
        assert!(!is_kept(6, "Ms Haddad, Amira"), "all of them were taken away");
    });
}
