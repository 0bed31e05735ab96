use super::letters::{Said, words};
use super::registry::Registry;
use super::*;
use crate::acts::{
    AddAddress, AskPreservation, GradeAddress, SLOT_CONTACT, SLOT_HOOK, SLOT_HOOK_REASON, SLOT_HOOK_SECRET,
    SLOT_REASON, SendNotice, SetContact, SetHook,
};
use crate::address::host_number;
use crate::codes::{
    AddressState, CheckFound, ContactSource, HostKind, LegalGround, LetterKind, LetterMeans, LetterState,
    RegistryFound,
};
use crate::events::LetterTried;
use crate::intake::{deed, number_of, take};
use crate::tables::Host;
use crate::tables::{Address, Letter};
use crate::testing::{Ahead, a_grade, analyst, clock, from, node_with_clock};
use couriers::hook::Secret;
use kernel::{Act, Id, Outcome, Purpose, Record};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use store::database::TableSql;
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
    works_with_clock(home).0
}

/// With a clock that a test sets forward.
fn works_with_clock(home: &Home) -> (Works, Ahead) {
    let ahead = Ahead::default();
    let node = Arc::new(node_with_clock(home, &ahead));
    let texts: Vec<_> = desk::texts::resources().into_iter().chain(face::resources!("takedown")).collect();
    let catalogue = Catalogue::new(&texts).unwrap();
    let settings = Settings {
        also_private: true,
        patience: Duration::from_secs(5),
        clock: Arc::new(clock(&ahead)),
        ..Settings::default()
    };
    (Works::new(node, &catalogue, settings), ahead)
}

const DAY_MS: i64 = 86_400_000;

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
    let (works, ahead) = works_with_clock(&home);
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
    ahead.fetch_add(DAY_MS, Ordering::SeqCst);
    works.checks(works.now().unwrap()).unwrap();
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
        let said = Said { kind, url: Some("https://host.example/a"), ground: LegalGround::Opsc, page: None };
        let (subject, text) = words(&t, &said, "desk@hotline.example");
        for there in ["https://host.example/a", "article 3", "desk@hotline.example"] {
            assert!(text.contains(there), "{there}");
        }
        // No number of this node stands in it: of no report, address, act or officer.
        assert!(!text.contains("{") && !subject.contains("host.example"));
        let longest = text.split(|c: char| !c.is_ascii_hexdigit()).map(str::len).max().unwrap();
        assert!(longest < 16, "something looks like a number of a record");
        let page = Some("https://machine.example/host/0");
        assert!(
            words(&t, &Said { page, ..said }, "desk@hotline.example")
                .1
                .contains("https://machine.example/host/0")
        );
    }
    let said = Said {
        kind: LetterKind::Link,
        url: None,
        ground: LegalGround::Opsc,
        page: Some("https://machine.example/host/0"),
    };
    let (_, text) = words(&t, &said, "desk@hotline.example");
    assert!(text.contains("/host/0") && !text.contains("article 3"), "{text}");
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

/// A server on this machine: what it answers to each request, and all that it was asked.
fn server(answers: impl Fn(&str) -> String + Send + 'static) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let heard = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let (mut text, mut piece) = (String::new(), [0; 4_096]);
            while !text.contains("\r\n\r\n") || (text.starts_with("POST") && !text.ends_with('}')) {
                let Ok(n @ 1..) = stream.read(&mut piece) else { break };
                text += &String::from_utf8_lossy(&piece[..n]);
            }
            heard.lock().unwrap().push(text.clone());
            let _ = stream.write_all(answers(&text).as_bytes());
        }
    });
    (address, asked)
}

fn answer(status: &str, more: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{more}connection: close\r\n\r\n{body}")
}

/// A registry that knows two names and answers others as their first part says.
fn registry() -> (String, Arc<Mutex<Vec<String>>>) {
    server(|asked| {
        let path = asked.split(' ').nth(1).unwrap_or_default().to_owned();
        let told = |operator: &str| {
            let card = |words: &str| format!("\"vcardArray\":[\"vcard\",[{words}]]");
            let name =
                card("[\"fn\",{},\"text\",\"Fictional Registrar\"],[\"adr\",{\"cc\":\"FR\"},\"text\",[]]");
            let mail = card("[\"email\",{},\"text\",\"abuse@registrar.example\"]");
            format!(
                "{{\"objectClassName\":\"domain\",\"entities\":[{{\"handle\":\"{operator}\",\"roles\":[\"registrar\"],{name},\"entities\":[{{\"roles\":[\"abuse\"],{mail}}}]}}]}}"
            )
        };
        match path.as_str() {
            "/rdap/domain/host.example" => answer("200 OK", "", &told("9999")),
            "/rdap/domain/busy.example" => answer("429 Later", "retry-after: 7200\r\n", ""),
            "/rdap/domain/down.example" => answer("503 Away", "", ""),
            "/rdap/domain/elsewhere.example" => answer("302 Found", "location: http://127.0.0.1:9/\r\n", ""),
            "/rdap/domain/rubbish.example" => answer("200 OK", "", "<html>"),
            "/rdap/domain/large.example" => answer("200 OK", "", &" ".repeat(rdap::MAX_ANSWER + 10)),
            "/rdap/domain/slow.example" => {
                std::thread::sleep(Duration::from_millis(1_500));
                answer("200 OK", "", &told("9999"))
            }
            _ => answer("404 Unknown", "", "{\"errorCode\":404}"),
        }
    })
}

#[test]
fn a_registry_is_asked_within_bounds_and_nobody_else_is() {
    let (address, asked) = registry();
    let registry = Registry::at(&format!("{address}/rdap/"), Duration::from_millis(700));
    let of = |host: &str| registry.ask(host, HostKind::Name, false);
    let right = of("www.host.example:8443");
    assert_eq!((right.found, right.told.operator.as_str()), (RegistryFound::Found, "9999"));
    assert_eq!(right.told.abuse.as_deref(), Some("abuse@registrar.example"));
    let paths = |asked: &Mutex<Vec<String>>| -> Vec<String> {
        asked.lock().unwrap().iter().map(|text| text.split(' ').nth(1).unwrap().to_owned()).collect()
    };
    assert_eq!(paths(&asked), ["/rdap/domain/www.host.example", "/rdap/domain/host.example"]);
    let cases = [
        ("nobody.example", RegistryFound::NotFound, 0),
        ("busy.example", RegistryFound::NotNow, 7_200),
        ("down.example", RegistryFound::NotNow, 0),
        ("elsewhere.example", RegistryFound::NotNow, 0),
        ("rubbish.example", RegistryFound::Unreadable, 0),
        ("large.example", RegistryFound::Unreadable, 0),
    ];
    for (host, found, pause_s) in cases {
        let answer = of(host);
        assert_eq!((answer.found, answer.pause_s), (found, pause_s), "{host}");
    }
    let before = paths(&asked).len();
    assert_eq!(registry.ask("10.0.0.1:8080", HostKind::Number, false).found, RegistryFound::NotFound);
    assert_eq!(paths(&asked).len(), before, "nobody is told of a private network");
    drop(registry.ask("[2606:4700::1111]:8080", HostKind::Number, false));
    assert_eq!(paths(&asked).last().unwrap(), "/rdap/ip/2606:4700::1111");
    assert_eq!(of("slow.example").found, RegistryFound::NotNow);
}

#[test]
fn what_the_registry_says_is_entered_once_and_it_is_left_alone_when_it_asks_for_that() {
    let home = Home::sqlite();
    let (address, asked) = registry();
    let mut works = works(&home);
    works.registry = Some(Registry::at(&format!("{address}/rdap"), Duration::from_secs(2)));
    works.settings.registry_pause = Duration::ZERO;
    let list = b"https://host.example/a\nhttps://busy.example/a\nhttp://abcdefghijklmnop.onion/a\n";
    crate::intake::take(&works.node, list, &from(), Id([9; 16]), &mut |_, _| {}).unwrap();
    (0..4).for_each(|_| works.ask_registry(works.now().unwrap()).unwrap());
    let of = |name: &str| rows::<Host>(&works).into_iter().find(|row| row.host_name == name).unwrap();
    let known = of("host.example");
    assert_eq!((known.registry_found, known.contact_source), (RegistryFound::Found, ContactSource::Rdap));
    assert_eq!((known.registrar.as_str(), known.host_country.as_str()), ("Fictional Registrar", "FR"));
    let contact = works.opened(&crate::READ_CONTACT, known.host, known.contact_act, SLOT_CONTACT).unwrap();
    assert_eq!(contact, "abuse@registrar.example");
    let busy = of("busy.example");
    assert_eq!((busy.registry_found, busy.contact_source), (RegistryFound::NotNow, ContactSource::None));
    assert!(busy.registry_next.0 - busy.registry_at.0 >= 7_200_000);
    assert_eq!(of("abcdefghijklmnop.onion").registry_at.0, 0);
    assert_eq!(asked.lock().unwrap().len(), 2, "each once");
}

/// An address of a host, noticed; its host's system takes notices where one is given.
fn noticed(works: &Works, host: &str, path: &str, hook: Option<(&str, &str)>) -> Id {
    let id = works.node.new_id().unwrap();
    let (address, deed) = deed(&works.node, id, &format!("http://{host}/{path}"), &from()).unwrap();
    works.node.enter_now(deed).unwrap();
    let number = host_number(host);
    for n in [1, 2] {
        does(works, &GradeAddress { address, ..a_grade("baseline") }, n);
    }
    does(works, &AskPreservation { address }, 1);
    match hook {
        Some((place, secret)) => {
            let id = works.node.new_id().unwrap();
            let mut builder = works.node.deed(id, &SetHook { host: number }, analyst(1), Purpose::Triage);
            for (slot, text) in
                [(SLOT_HOOK, place), (SLOT_HOOK_REASON, "fictional"), (SLOT_HOOK_SECRET, secret)]
            {
                builder = builder.seal(slot, number, text.as_bytes()).unwrap();
            }
            assert!(matches!(
                works.node.enter_now(builder.build()).unwrap().outcome,
                Outcome::Entered { .. }
            ));
        }
        None => {
            let (source, country, registrar) = (ContactSource::ByHand, None, String::new());
            does(works, &SetContact { host: number, source, country, registrar }, 1);
        }
    }
    does(works, &SendNotice { address, ground: LegalGround::Opsc }, 1);
    address
}

#[test]
fn a_hosts_system_gets_signed_notices_until_it_takes_them_over() {
    let home = Home::sqlite();
    let works = works(&home);
    let secret = Secret::written(&[7; 32]);
    let times = Mutex::new(0);
    let (place, asked) = server(move |_| {
        let mut times = times.lock().unwrap();
        *times += 1;
        answer(if *times == 1 { "503 Later" } else { "204 Taken" }, "", "")
    });
    let address = noticed(&works, "host.example", "a", Some((&place, &secret)));
    let now = Desk::now();
    works.letters(now).unwrap();
    let letter = rows::<Letter>(&works).remove(0);
    assert_eq!((letter.letter_means, letter.letter_state), (LetterMeans::Webhook, LetterState::OnItsWay));
    assert_eq!((letter.letter_tried, letter.letter_answer), (LetterTried::Refused, 503));
    works.letters(now.plus_days(1)).unwrap();
    let letter = rows::<Letter>(&works).remove(0);
    assert_eq!((letter.letter_state, letter.letter_answer), (LetterState::Taken, 204));
    let asked = asked.lock().unwrap();
    let number = letter.letter.to_string();
    for text in asked.iter() {
        let header = |name: &str| {
            let line =
                text.lines().find_map(|line| line.to_lowercase().strip_prefix(name).map(|_| line.to_owned()));
            line.unwrap()[name.len()..].trim().to_owned()
        };
        let body = text.split_once("\r\n\r\n").unwrap().1;
        let (id, at) = (header("webhook-id:"), header("webhook-timestamp:").parse().unwrap());
        assert_eq!(id, number, "the same notice under the same number");
        assert!(Secret::read(&secret).unwrap().verifies(&id, at, body, &header("webhook-signature:")));
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(
            (&body["type"], &body["address"]),
            (&"takedown.notice".into(), &"http://host.example/a".into())
        );
        assert_eq!((&body["letter"], &body["law"]), (&number.as_str().into(), &"opsc".into()));
        // It names the letter, the notice as the host's own page has it, the address and the law, and nobody of the house.
        assert_eq!(body["notice"], address.to_string());
        assert!([1, 2].iter().all(|&n| !text.contains(&analyst(n).id.to_string())), "{text}");
    }
}

#[test]
fn where_an_address_leads_is_kept_sealed_for_a_person() {
    let home = Home::sqlite();
    let (works, ahead) = works_with_clock(&home);
    let (host, _) = server(|_| answer("302 Found", "location: https://Other.example/b?x=1#part\r\n", ""));
    let address = noticed(&works, host.trim_start_matches("http://"), "a", None);
    ahead.fetch_add(DAY_MS, Ordering::SeqCst);
    works.checks(works.now().unwrap()).unwrap();
    let row = rows::<Address>(&works).into_iter().find(|row| row.address == address).unwrap();
    assert_eq!(row.address_state, AddressState::Moved);
    let target = works.opened(&crate::READ_URL, address, row.moved_act, crate::acts::SLOT_TARGET).unwrap();
    assert_eq!(target, "https://other.example/b?x=1");
    ahead.fetch_add(DAY_MS, Ordering::SeqCst);
    works.checks(works.now().unwrap()).unwrap();
    let again = rows::<Address>(&works).into_iter().find(|row| row.address == address).unwrap();
    assert_eq!(again.moved_act, row.moved_act, "told once");
}
