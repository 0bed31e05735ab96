use crate::tables::{MachineFile, MachineReport};
use access::acts::EndMachineKey;
use access::codes::Environment;
use access::machine_keys::{OpenedKey, machine_sender, open_machine_key};
use access::{add_unit, founded};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use desk::Desk;
use face::{Catalogue, Looks};
use facts::unit::UnitKind;
use kernel::{Actor, Id, Registry, Role};
use std::sync::Arc;
use store::Node;
use store::database::TableSql;
use store::testing::{Home, on_both};
use store::verify::{Against, Depth, verify};
use tipline::Code;
use tipline::testing::{broken_report, file_details_of, report};
use tower::ServiceExt as _;

pub(crate) const PLATFORM: Id = Id([60; 16]);
pub(crate) const OTHER: Id = Id([61; 16]);

/// Largest file of these tests, in bytes.
const LARGEST: u64 = 5 << 20;

pub(crate) struct House {
    pub(crate) node: Arc<Node>,
    pub(crate) router: Router,
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) by: Actor,
}

impl House {
    pub(crate) fn new(home: &Home) -> House {
        let charters = vec![facts::charter(), rules::charter(), access::charter(), crate::charter()];
        let node = Arc::new(Node::open(home.config(), Registry::new(charters).unwrap()).unwrap());
        let is_new = access::founding(&node).unwrap().is_none();
        let founding = founded(&node, false).unwrap();
        for (unit, word) in [(PLATFORM, "platform"), (OTHER, "other-platform")] {
            if is_new {
                add_unit(&node, unit, word, UnitKind::Platform).unwrap();
            }
        }
        let by = Actor { id: founding.administrator, role: Role::Administrator, unit: Id([1; 16]) };
        let mut rooms = [crate::room()];
        let texts: Vec<_> =
            desk::texts::resources().into_iter().chain(rooms[0].texts.iter().copied()).collect();
        let looks = Looks::new(Catalogue::new(&texts).unwrap(), "https://example.org/");
        let desk = Desk::new(Arc::clone(&node), looks, &mut rooms);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        House { node, router: crate::machine_routes(desk, LARGEST), runtime, by }
    }

    pub(crate) fn key(&self, name: &str, unit: Id, environment: Environment) -> OpenedKey {
        open_machine_key(&self.node, self.by, name, unit, environment, Desk::now()).unwrap()
    }

    fn asked(&self, request: Request<Body>) -> (StatusCode, String) {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            assert!(response.headers().contains_key("request-id"));
            let status = response.status();
            let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
            (status, String::from_utf8(bytes.to_vec()).unwrap())
        })
    }

    fn post(&self, key: &OpenedKey, path: &str, media: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(format!("/ispws/{path}"))
            .header("authorization", format!("Bearer {}.{}", key.name, key.secret))
            .header("content-type", media);
        let (status, text) = self.asked(request.body(body.into()).unwrap());
        assert_eq!(status, StatusCode::OK, "{text}");
        Answer(text)
    }

    pub(crate) fn submit(&self, key: &OpenedKey, seed: u64) -> u64 {
        let answer = self.post(key, "submit", "text/xml", report(seed));
        assert_eq!(answer.code(), "0", "{}", answer.0);
        answer.element("reportId").parse().unwrap()
    }

    fn upload(&self, key: &OpenedKey, number: u64, bytes: &[u8]) -> Answer {
        let mut body = format!(
            "--b\r\ncontent-disposition: form-data; name=\"id\"\r\n\r\n{number}\r\n--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--b--\r\n");
        self.post(key, "upload", "multipart/form-data; boundary=b", body)
    }

    pub(crate) fn form(&self, key: &OpenedKey, path: &str, number: u64) -> Answer {
        self.post(key, path, "application/x-www-form-urlencoded", format!("id={number}"))
    }

    fn rows<R: kernel::Record>(&self) -> Vec<R> {
        let all = TableSql::of(R::TABLE).all;
        self.node.read(|database| database.records::<R>(&all, Vec::new())).unwrap()
    }

    /// What verify finds wrong.
    fn findings(&self) -> Vec<String> {
        let against = Against { verifier: self.node.verifier(), kept: None, depth: Depth::Everything };
        let found = self.node.read(|database| verify(database, self.node.registry(), &against, &mut |_| ()));
        found.unwrap().findings.iter().map(|finding| format!("{finding:?}")).collect()
    }

    fn sealed(&self) -> usize {
        let sql = "SELECT slot FROM payload WHERE subject IN (SELECT report FROM machine_report)";
        self.node.read(|database| database.rows(sql, Vec::new())).unwrap().len()
    }
}

pub(crate) struct Answer(String);

impl Answer {
    fn element(&self, name: &str) -> &str {
        let (begin, end) = (format!("<{name}>"), format!("</{name}>"));
        self.0.split_once(&begin).and_then(|(_, rest)| rest.split_once(&end)).map_or("", |(text, _)| text)
    }

    fn code(&self) -> &str {
        self.element("responseCode")
    }
}

#[test]
fn a_report_is_opened_added_to_and_finished_once() {
    on_both(|home| {
        let house = House::new(home);
        let key = house.key("platform-1", PLATFORM, Environment::Production);
        let number = house.submit(&key, 1);
        assert!(number > u64::from(u32::MAX) / 2);
        let bytes = vec![7; 3 << 20];
        let taken = house.upload(&key, number, &bytes);
        assert_eq!((taken.code(), taken.element("reportId")), ("0", number.to_string().as_str()));
        let file = taken.element("fileId").to_owned();
        assert!(file.len() == 32 && file.starts_with(|first: char| first.is_ascii_alphabetic()), "{file}");
        assert_eq!(taken.element("hash").len(), 32);
        let details = file_details_of(1, number, &file);
        assert_eq!(house.post(&key, "fileinfo", "text/plain;charset=UTF-8", details.clone()).code(), "0");
        let unknown = file_details_of(1, number, &"ab".repeat(16));
        assert_eq!(house.post(&key, "fileinfo", "text/xml", unknown).code(), "5002");
        let done = house.form(&key, "finish", number);
        assert_eq!((done.code(), done.element("files").contains(&file)), ("0", true));
        assert!(!done.0.contains("responseDescription"));
        let again = house.form(&key, "finish", number);
        assert_eq!((again.code(), again.element("reportId")), ("5102", number.to_string().as_str()));
        assert!(again.0.contains("<reportDoneResponse>"), "clients read no other form: {}", again.0);
        assert_eq!(house.form(&key, "retract", number).code(), "5102");
        assert_eq!(house.upload(&key, number, b"late").code(), "5102");
        assert_eq!(house.post(&key, "fileinfo", "text/xml", details).code(), "5102");
        let row = house.rows::<MachineReport>().remove(0);
        assert_eq!((row.files, row.bytes, row.sender), (1, 3 << 20, PLATFORM));
        // The document, three slots of the file, the details.
        assert_eq!(house.sealed(), 5);
        assert_eq!(house.findings(), Vec::<String>::new());
    });
}

#[test]
fn what_is_taken_back_is_gone_with_its_keys() {
    on_both(|home| {
        let house = House::new(home);
        let key = house.key("platform-1", PLATFORM, Environment::Production);
        let (number, kept) = (house.submit(&key, 2), house.submit(&key, 3));
        assert_eq!(house.upload(&key, number, b"a fictional file").code(), "0");
        assert_eq!(house.sealed(), 3);
        assert_eq!(house.form(&key, "retract", number).code(), "0");
        assert_eq!(house.sealed(), 1, "the other report's document");
        let again = house.form(&key, "retract", number);
        assert_eq!((again.code(), again.element("reportId")), ("5101", number.to_string().as_str()));
        assert_eq!(house.form(&key, "finish", number).code(), "5101");
        assert_eq!(house.form(&key, "finish", kept).code(), "0");
        assert_eq!(house.form(&key, "finish", 1).code(), "5001");
        assert_eq!(house.findings(), Vec::<String>::new(), "the gaps are those that erasures name");
    });
}

#[test]
fn a_sender_knows_of_its_own_reports_alone_and_whoever_has_no_key_of_none() {
    let house = House::new(&Home::sqlite());
    let (one, other) = (
        house.key("platform-1", PLATFORM, Environment::Production),
        house.key("platform-2", OTHER, Environment::Production),
    );
    let number = house.submit(&one, 4);
    assert_eq!(house.form(&other, "finish", number).code(), "5001");
    assert_eq!(house.upload(&other, number, b"x").code(), "5001");
    let status = |authorization: &str| {
        let request = Request::get("/ispws/status").header("authorization", authorization);
        house.asked(request.body(Body::empty()).unwrap())
    };
    let bearer = |key: &OpenedKey| format!("Bearer {}.{}", key.name, key.secret);
    assert_eq!(status(&bearer(&one)).0, StatusCode::OK);
    let (code, text) = status("Bearer platform-1.wrong");
    assert_eq!(code, StatusCode::UNAUTHORIZED);
    assert_eq!(Answer(text).code(), "2000");
    assert_eq!(status(&format!("Bearer {}.{}", other.name, one.secret)).0, StatusCode::UNAUTHORIZED);
    access::enter(&house.node, &EndMachineKey { key: one.key }, house.by).unwrap();
    assert_eq!(status(&bearer(&one)).0, StatusCode::UNAUTHORIZED, "an ended key opens nothing");
    assert_eq!(machine_sender(&house.node, &one.name, &one.secret, Desk::now()).unwrap(), None);
}

#[test]
fn the_sandbox_checks_the_same_and_keeps_nothing() {
    let house = House::new(&Home::sqlite());
    let key = house.key("platform-try", PLATFORM, Environment::Sandbox);
    let number = house.submit(&key, 5);
    let taken = house.upload(&key, number, b"a fictional file");
    let details = file_details_of(5, number, taken.element("fileId"));
    assert_eq!(house.post(&key, "fileinfo", "text/xml", details).code(), "0");
    let done = house.form(&key, "finish", number);
    assert_eq!((done.code(), done.element("fileId")), ("0", taken.element("fileId")));
    assert_eq!(house.form(&key, "finish", number).code(), "5102");
    assert_eq!(house.form(&key, "retract", 77).code(), "5001");
    assert!(house.rows::<MachineReport>().is_empty() && house.rows::<MachineFile>().is_empty());
    let real = house.key("platform-1", PLATFORM, Environment::Production);
    assert_eq!(house.form(&real, "retract", number).code(), "5001", "the environments do not meet");
}

#[test]
fn every_valid_report_is_taken_and_every_broken_one_gets_its_code() {
    let house = House::new(&Home::sqlite());
    let key = house.key("platform-1", PLATFORM, Environment::Production);
    for seed in 0..500 {
        house.submit(&key, seed);
        let (broken, code) = broken_report(seed);
        let answer = house.post(&key, "submit", "application/xml", broken);
        assert_eq!(answer.code(), code.number().to_string(), "{seed}: {}", answer.0);
    }
    assert_eq!(house.rows::<MachineReport>().len(), 500);
}

#[test]
fn what_is_no_request_of_the_wire_is_told_and_nothing_is_entered() {
    let house = House::new(&Home::sqlite());
    let key = house.key("platform-1", PLATFORM, Environment::Production);
    let number = house.submit(&key, 6);
    let code = |path: &str, media: &str, body: &str| {
        house.post(&key, path, media, body.to_owned()).code().to_owned()
    };
    assert_eq!(code("submit", "application/json", "{}"), "4000");
    assert_eq!(code("submit", "text/xml", ""), "4110");
    assert_eq!(code("submit", "text/xml", &" ".repeat((4 << 20) + 1)), "4000");
    assert_eq!(code("finish", "text/xml", "id=1"), "4000");
    assert_eq!(code("finish", "application/x-www-form-urlencoded", "number=1"), "4000");
    assert_eq!(code("finish", "application/x-www-form-urlencoded", "id=1&id=2"), "4000");
    assert_eq!(code("finish", "application/x-www-form-urlencoded", "id=one"), "4000");
    let form = format!("--b\r\ncontent-disposition: form-data; name=\"id\"\r\n\r\n{number}\r\n--b--\r\n");
    assert_eq!(code("upload", "multipart/form-data; boundary=b", &form), "4000", "a file is missing");
    let cut = format!(
        "{}--b\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\nhalf of",
        &form[..form.len() - 7]
    );
    assert_eq!(code("upload", "multipart/form-data; boundary=b", &cut), "4200", "a file that broke off");
    assert_eq!(code("nowhere", "text/xml", ""), "1210");
    assert_eq!(code("status", "text/xml", ""), "1210", "it is read, and not posted to");
    assert_eq!(house.rows::<MachineReport>().len(), 1);
    assert_eq!(code("finish", "multipart/form-data; boundary=b", &form), "0", "as some clients send it");
}

#[test]
fn a_fault_of_ours_has_the_code_of_its_call() {
    let code = |refused: super::Refused| {
        let response = axum::response::IntoResponse::into_response(refused);
        let status = response.status();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let bytes = runtime.block_on(to_bytes(response.into_body(), 1 << 20)).unwrap();
        (status.as_u16(), Answer(String::from_utf8(bytes.to_vec()).unwrap()).code().to_owned())
    };
    let ours = || super::Refused::ours("fictional");
    let may_not = || super::Refused::of(Code::NotAuthorised, "fictional");
    let of_submit = |refused: super::Refused| refused.of_call(Code::SaveFailed, Code::MayNotSubmit);
    let told = [
        code(ours()),
        code(of_submit(ours())),
        code(ours().of_update(Code::UpdateFailed, 7)),
        code(ours().of_finish(7)),
        code(may_not()),
        code(of_submit(may_not())),
        code(may_not().of_update(Code::UpdateFailed, 7)),
        code(may_not().of_finish(7)),
    ];
    let wanted = [
        (503, "1000"),
        (503, "1100"),
        (503, "1300"),
        (503, "1300"),
        (200, "3000"),
        (200, "3100"),
        (200, "3300"),
        (200, "3300"),
    ];
    assert_eq!(told, wanted.map(|(status, code)| (status, code.to_owned())));
}

/// A form with the number after the file, in pieces, each of so many bytes; `seen` is asked how it stands before each.
fn form_of(number: u64, pieces: Vec<Vec<u8>>, mut seen: impl FnMut(usize) + Send + 'static) -> Body {
    let file = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    let id = format!("\r\n--b\r\ncontent-disposition: form-data; name=\"id\"\r\n\r\n{number}\r\n--b--\r\n");
    let all = std::iter::once(file.as_bytes().to_vec()).chain(pieces).chain([id.into_bytes()]);
    let mut came = 0;
    let told = all.map(move |piece| {
        seen(came);
        came += piece.len();
        Ok::<_, std::convert::Infallible>(piece)
    });
    Body::from_stream(futures_util::stream::iter(told))
}

fn patterned(mebibytes: usize) -> Vec<Vec<u8>> {
    // Of no size that a slot has.
    (0..mebibytes * 16).map(|n| vec![u8::try_from(n % 251).unwrap(); 1 << 16]).collect()
}

const FORM: &str = "multipart/form-data; boundary=b";

fn laid(node: &Node) -> i64 {
    let sql = "SELECT COUNT(*) FROM payload WHERE act IN (SELECT act FROM laid)";
    node.read(|database| database.number(sql, Vec::new())).unwrap()
}

/// Waits until nothing is laid any more.
fn settle(node: &Node) {
    let laid = || node.read(|database| database.number("SELECT COUNT(*) FROM laid", Vec::new())).unwrap();
    for _ in 0..1_000 {
        if laid() == 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    panic!("what was laid did not go");
}

#[test]
fn a_large_file_is_durable_as_it_comes_and_no_more_than_a_few_slots_are_held() {
    on_both(|home| {
        let house = House::new(home);
        let key = house.key("platform-1", PLATFORM, Environment::Production);
        let number = house.submit(&key, 1);
        let pieces = patterned(5);
        let whole: Vec<u8> = pieces.concat();
        let (node, most) = (Arc::clone(&house.node), Arc::new(std::sync::atomic::AtomicUsize::new(0)));
        let told = Arc::clone(&most);
        let body = form_of(number, pieces, move |came| {
            // The body is asked for within the runtime, where nothing may wait for a database.
            let node = Arc::clone(&node);
            let durable = std::thread::spawn(move || laid(&node)).join().unwrap();
            let held = came.saturating_sub(usize::try_from(durable).unwrap() << 20);
            told.fetch_max(held, std::sync::atomic::Ordering::Relaxed);
        });
        let taken = house.post(&key, "upload", FORM, body);
        let digests = material::Digests::of(&whole);
        let md5: String = digests.md5.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((taken.code(), taken.element("hash")), ("0", md5.as_str()));
        let most = most.load(std::sync::atomic::Ordering::Relaxed);
        assert!((1 << 20..3 << 20).contains(&most), "{most} bytes came before they were durable");
        settle(&house.node);
        assert_eq!(house.sealed(), 1 + 5, "the document and five slots");
        assert_eq!(house.findings(), Vec::<String>::new());
        let row = house.rows::<crate::tables::MachineFileDigest>().remove(0);
        assert_eq!((row.sha256, row.md5), (digests.sha256.to_vec(), digests.md5.to_vec()));
        assert_eq!(house.rows::<MachineFile>()[0].bytes, 5 << 20);
        // What was sealed is what came.
        let sql = "SELECT act, slots FROM original WHERE kind = $1";
        let kind = kernel::CodeList::number(facts::original::OriginalKind::File);
        let found = house.node.read(|database| database.rows(sql, vec![kernel::Value::Integer(kind)]));
        let act = <Id as kernel::Cell>::from_value(&found.unwrap()[0][0]).unwrap();
        let report = row.report;
        let trace = house
            .node
            .look(Actor::SYSTEM, &crate::READ_DOCUMENT, kernel::Purpose::Reaction, &[report])
            .unwrap();
        let opened: Vec<u8> = (0..5)
            .flat_map(|slot| house.node.open_payload(&trace, act, slot).unwrap().expose().clone())
            .collect();
        assert!(opened == whole);
        assert_eq!(house.form(&key, "retract", number).code(), "0");
        assert_eq!((house.sealed(), house.findings()), (0, Vec::new()));
    });
}

#[test]
fn of_a_large_file_that_is_not_taken_nothing_is_left() {
    on_both(|home| {
        let house = House::new(home);
        let key = house.key("platform-1", PLATFORM, Environment::Production);
        let number = house.submit(&key, 1);
        let upload = |number, pieces| house.post(&key, "upload", FORM, form_of(number, pieces, |_| ()));
        let too_large = upload(number, patterned(6));
        assert_eq!(too_large.code(), "4000");
        assert!(too_large.0.contains("larger than 5242880 bytes"), "{}", too_large.0);
        assert_eq!(
            upload(77, patterned(3)).code(),
            "5001",
            "a report that nobody opened, told after the file"
        );
        assert_eq!(house.upload(&key, 77, &[7; 3 << 20]).code(), "5001", "and before it");
        let cut: Vec<u8> = [
            format!("--b\r\ncontent-disposition: form-data; name=\"id\"\r\n\r\n{number}\r\n").into_bytes(),
            b"--b\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\n".to_vec(),
            vec![7; 3 << 20],
        ]
        .concat();
        assert_eq!(house.post(&key, "upload", FORM, cut).code(), "4200", "it breaks off");
        settle(&house.node);
        assert_eq!((house.sealed(), house.rows::<MachineFile>().len()), (1, 0));
        assert_eq!(house.findings(), Vec::<String>::new());
    });
}

#[test]
fn the_sandbox_takes_a_large_file_and_keeps_none_of_it() {
    let house = House::new(&Home::sqlite());
    let key = house.key("platform-try", PLATFORM, Environment::Sandbox);
    let number = house.submit(&key, 5);
    let taken = house.post(&key, "upload", FORM, form_of(number, patterned(4), |_| ()));
    assert_eq!((taken.code(), taken.element("hash").len()), ("0", 32));
    assert_eq!(house.upload(&key, 77, &[7; 3 << 20]).code(), "5001");
    let sql = "SELECT COUNT(*) FROM payload WHERE slot > 0";
    assert_eq!(house.node.read(|database| database.number(sql, Vec::new())).unwrap(), 0);
}
