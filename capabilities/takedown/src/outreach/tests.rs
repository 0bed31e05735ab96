use super::*;
use crate::acts::{AddAddress, AskPreservation, GradeAddress, SLOT_REASON, SendNotice, SetContact};
use crate::address::host_number;
use crate::codes::{AddressState, CheckFound, ContactSource};
use crate::intake::{deed, number_of, take};
use crate::testing::{a_grade, analyst, from, node};
use kernel::Outcome;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use store::testing::Home;

/// A host on this machine that gives each path the status that the path names, and its address.
fn simulated_host() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut asked = [0; 2_000];
            let n = stream.read(&mut asked).unwrap_or(0);
            let text = String::from_utf8_lossy(&asked[..n]).into_owned();
            let status = text.split('/').nth(1).and_then(|part| part.split(' ').next()).unwrap_or("500");
            let _ =
                write!(stream, "HTTP/1.1 {status} Said\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
    host
}

fn works(home: &Home) -> Works {
    let node = Arc::new(node(home));
    let texts: Vec<_> = desk::texts::resources().into_iter().chain(face::resources!("takedown")).collect();
    let catalogue = Catalogue::new(&texts).unwrap();
    let settings = Settings { also_private: true, patience: Duration::from_secs(5), ..Settings::default() };
    let looker = Looker::new(settings.patience, true);
    let going = Arc::new(AtomicBool::new(true));
    Works { node, settings, looker, texts: catalogue.texts(Language::default()), going }
}

fn does<A: Act>(works: &Works, act: &A, n: u8) {
    let id = works.node.new_id().unwrap();
    let mut builder = works.node.deed(id, act, analyst(n), Purpose::Triage);
    if A::KIND.code == SetContact::KIND.code {
        builder = builder.seal(SLOT_CONTACT, act.subject(), b"abuse@host.example").unwrap();
        builder = builder.seal(SLOT_REASON, act.subject(), b"fictional").unwrap();
    }
    let outcome = works.node.enter_now(builder.build()).unwrap().outcome;
    assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
}

fn rows<R: Record>(works: &Works) -> Vec<R> {
    let sql = TableSql::of(R::TABLE).all;
    works.node.read(|database| database.records::<R>(&sql, Vec::new())).unwrap()
}

#[test]
fn simulated_hosts_lead_to_the_right_states_and_letters_wait_for_a_server() {
    let home = Home::sqlite();
    let works = works(&home);
    let host = simulated_host();
    let cases = [
        ("200", AddressState::StillThere),
        ("410", AddressState::Offline),
        ("403", AddressState::Refused),
        ("302", AddressState::Question),
    ];
    for (path, _) in cases {
        let id = works.node.new_id().unwrap();
        let (address, deed) = deed(&works.node, id, &format!("http://{host}/{path}"), &from()).unwrap();
        assert!(matches!(works.node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
        does(&works, &GradeAddress { address, ..a_grade("baseline") }, 1);
        does(&works, &GradeAddress { address, ..a_grade("baseline") }, 2);
        does(&works, &AskPreservation { address }, 1);
        let number = host_number(&host);
        let contact = SetContact {
            host: number,
            source: ContactSource::ByHand,
            country: None,
            registrar: String::new(),
        };
        does(&works, &contact, 1);
        does(&works, &SendNotice { address, ground: LegalGround::Opsc }, 1);
    }
    let now = Desk::now();
    works.letters(now).unwrap();
    assert!(rows::<Letter>(&works).iter().all(|letter| letter.letter_tried == LetterTried::NotSetUp));
    works.checks(now).unwrap();
    assert!(rows::<Address>(&works).iter().all(|row| row.check_found == CheckFound::NotYet), "not due yet");
    works.checks(now.plus_days(1)).unwrap();
    for (path, state) in cases {
        let number = number_of(&works.node, &format!("http://{host}/{path}"));
        let row = rows::<Address>(&works).into_iter().find(|row| row.address == number).unwrap();
        assert_eq!((row.address_state, row.http_status.to_string().as_str()), (state, path));
    }
}

#[test]
fn a_letter_names_the_address_the_law_and_the_reply_and_nothing_else() {
    let texts: Vec<_> = desk::texts::resources().into_iter().chain(face::resources!("takedown")).collect();
    let t = Catalogue::new(&texts).unwrap().texts(Language::default());
    for kind in [LetterKind::Notice, LetterKind::Correction] {
        let (subject, text) =
            words(&t, kind, "https://host.example/a", LegalGround::Opsc, "desk@hotline.example");
        for there in ["https://host.example/a", "article 3", "desk@hotline.example"] {
            assert!(text.contains(there), "{there}");
        }
        // No number of this node stands in it: of no report, address, act or officer.
        assert!(!text.contains("{") && !subject.contains("host.example"));
        let longest = text.split(|c: char| !c.is_ascii_hexdigit()).map(str::len).max().unwrap();
        assert!(longest < 16, "something looks like a number of a record");
    }
}

#[test]
fn what_is_taken_in_is_an_act_that_anybody_can_read_without_the_address() {
    let home = Home::sqlite();
    let works = works(&home);
    take(&works.node, b"https://host.example/secret-path", &from(), Id([9; 16]), &mut |_, _| {}).unwrap();
    let entry = works.node.entry(1).unwrap().unwrap();
    assert!(!String::from_utf8_lossy(&entry.body).contains("secret-path"));
    assert_eq!(AddAddress::KIND.code, 740);
}
