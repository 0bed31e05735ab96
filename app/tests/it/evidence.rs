//! Originals go to a lawful unit that opens them without a node, and the chain of custody verifies offline; what was changed is found.

use crate::demo::{TUTELA, at};
use evidence::acts::{
    AnswerHandover, ApproveHandover, ApproveRecipient, ProposeHandover, ProposeRecipient, TellHand,
    WithdrawRecipient, fingerprint,
};
use evidence::codes::{Hand, LegalBasis};
use evidence::events::Chosen;
use evidence::package::receipt::Receipt;
use evidence::{Fetched, chain_of, fetch, let_go, work};
use facts::evidence::EvidenceAnswer;
use facts::machine::Wire;
use kernel::act::made;
use kernel::{Act, Actor, Cell as _, Day, Id, Outcome, Purpose, Role, Span, Value};
use platforms::acts::{OpenReport, TakeFile};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use store::testing::{Home, on_both};
use store::{Node, keeping};
use tempfile::TempDir;
use tutela::rooms::{registry, rooms};

const UNIT: Id = Id([200; 16]);
/// More than two slots hold.
const LONG: usize = 2_500_000;

fn by(n: u8, role: Role) -> Actor {
    Actor { id: Id([n; 16]), role, unit: UNIT }
}

fn node(home: &Home) -> Node {
    Node::open(home.config(), registry(&mut rooms()).unwrap()).unwrap()
}

fn enter<A: Act>(node: &Node, id: Id, act: &A, actor: Actor, sealed: (Id, &[u8])) -> Outcome {
    let mut deed = node.deed(id, act, actor, Purpose::Investigation);
    for (slot, piece) in (0_u16..).zip(sealed.1.chunks(1 << 20)) {
        deed = deed.seal(slot, sealed.0, piece).unwrap();
    }
    node.enter_now(deed.build()).unwrap().outcome
}

fn entered<A: Act>(node: &Node, id: Id, act: &A, actor: Actor, sealed: (Id, &[u8])) {
    let outcome = enter(node, id, act, actor, sealed);
    assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
}

fn does<A: Act>(node: &Node, act: &A, actor: Actor) {
    entered(node, node.new_id().unwrap(), act, actor, (Id::NONE, &[]));
}

fn count(node: &Node, sql: &str, id: Id) -> i64 {
    let rows = node.read(|database| database.rows(sql, vec![id.to_value()])).unwrap();
    match rows[0][0] {
        Value::Integer(count) => count,
        ref other => panic!("{other:?}"),
    }
}

/// A handover that two people approved, of a document and a file of a report by machine; and the recipient's table.
struct Scene {
    node: Node,
    report: Id,
    recipient: Id,
    handover: Id,
    there: TempDir,
}

/// What was handed in, made up.
fn originals() -> [Vec<u8>; 2] {
    [b"<report>fictional words</report>".to_vec(), (0..LONG).map(|n| (n % 251) as u8).collect()]
}

fn approved(home: &Home) -> Scene {
    let (node, there) = (node(home), tempfile::tempdir().unwrap());
    let [document, file] = originals();
    let sender = by(9, Role::Sender);
    let (opening, taking) = (node.new_id().unwrap(), node.new_id().unwrap());
    let (report, number) = (made(opening, "report"), made(taking, "file"));
    let act = OpenReport { report, wire: Wire::CyberTipline, bytes: document.len() as u64 };
    entered(&node, opening, &act, sender, (report, &document));
    let act = TakeFile { report, file: number, bytes: file.len() as u64 };
    entered(&node, taking, &act, sender, (report, &file));
    let public_key = keeping::make_identity(&there.path().join("key")).unwrap();
    let today = node.entry(1).unwrap().unwrap().recorded.day();
    let until = Span::on(Day(today.0 + 60));
    let naming = node.new_id().unwrap();
    let recipient = made(naming, "recipient");
    let print = fingerprint(&public_key);
    let recipient_name = "Police of a fictional State".to_owned();
    let act = ProposeRecipient { recipient, unit: Id::NONE, recipient_name, public_key, until };
    entered(&node, naming, &act, by(31, Role::Administrator), (Id::NONE, &[]));
    does(&node, &ApproveRecipient { recipient, fingerprint: print }, by(32, Role::Overseer));
    let proposing = node.new_id().unwrap();
    let handover = made(proposing, "handover");
    let originals = vec![Chosen { act: opening, slot: 0 }, Chosen { act: taking, slot: 0 }];
    let basis = LegalBasis::CourtOrder;
    let act = ProposeHandover { record: report, handover, recipient, basis, until, originals };
    entered(&node, proposing, &act, by(1, Role::Analyst), (report, b"Order 12 of a fictional court"));
    let approve = ApproveHandover { record: report, handover };
    let alone = enter(&node, node.new_id().unwrap(), &approve, by(1, Role::Analyst), (Id::NONE, &[]));
    assert!(matches!(alone, Outcome::Refused(_)), "the same person twice: {alone:?}");
    assert_eq!(work(&node).unwrap(), 0, "nothing is packed for one person");
    does(&node, &approve, by(2, Role::Investigator));
    Scene { node, report, recipient, handover, there }
}

impl Scene {
    fn path(&self, name: &str) -> PathBuf {
        self.there.path().join(name)
    }

    fn shelf(&self) -> PathBuf {
        self.node.config().data.join("handover")
    }

    fn lies_there(&self) -> Vec<String> {
        self.node.shelf("handover").names()
    }

    /// What the analyst fetched, on the recipient's table.
    fn fetched(&self) -> Fetched {
        let fetched = fetch(&self.node, by(1, Role::Analyst), Purpose::Investigation, self.handover).unwrap();
        if let Fetched::Package(mut file) = fetched {
            let mut to = std::fs::File::create(self.path("package.age")).unwrap();
            std::io::copy(&mut file, &mut to).unwrap();
            return Fetched::Package(file);
        }
        fetched
    }

    /// The program where there is no node.
    fn custody(&self, words: &[&str]) -> (i32, String) {
        let mut command = Command::new(TUTELA);
        command.arg("custody").args(words).current_dir(self.there.path()).args(["--data", "no-node"]);
        let output: Output = command.output().unwrap();
        assert!(!self.path("no-node").exists(), "no node is needed, and none is made");
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8_lossy(&said).into_owned())
    }

    fn chain(&self) -> String {
        serde_json::to_string_pretty(&chain_of(&self.node, self.handover).unwrap().unwrap()).unwrap()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }
}

fn flipped(file: &Path, at: usize) -> Vec<u8> {
    let mut bytes = std::fs::read(file).unwrap();
    bytes[at] ^= 1;
    bytes
}

#[test]
fn originals_reach_their_recipient_and_the_chain_verifies_offline_on_both_databases() {
    on_both(|home| {
        let scene = approved(home);
        let Scene { node, report, handover, .. } = &scene;
        let holds = "SELECT COUNT(*) FROM legal_hold WHERE record_id = $1";
        assert_eq!(count(node, holds, *report), 1, "the record is held from the approval on");
        // A process that died between packing and its entry left these.
        std::fs::create_dir_all(scene.shelf()).unwrap();
        for left in [format!("{handover}.0123456789abcdef.age"), format!("{handover}.1.part")] {
            std::fs::write(scene.shelf().join(left), b"of a process that died").unwrap();
        }
        let looks = "SELECT COUNT(*) FROM look WHERE record_id = $1";
        let before = count(node, looks, *report);
        assert_eq!(work(node).unwrap(), 1);
        assert_eq!(count(node, looks, *report), before + 1, "reading originals is a look");
        assert_eq!((work(node).unwrap(), scene.lies_there().len()), (0, 1), "{:?}", scene.lies_there());
        assert!(matches!(scene.fetched(), Fetched::Package(_)));
        is_received_and_answered(&scene);
        is_verified(&scene);
        assert_eq!(let_go(node).unwrap(), 1, "what arrived lies here no longer");
        drop(scene);
        let verified = Command::new(TUTELA).arg("verify").args(at(home)).output().unwrap();
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    });
}

/// At the recipient's: decrypted, every hash checked, and a receipt that goes back.
fn is_received_and_answered(scene: &Scene) {
    let receive = ["receive", "package.age", "--identity", "key", "--out", "out"];
    let (code, words) = scene.custody(&receive);
    assert_eq!(code, 0, "{words}");
    let mut left = originals().to_vec();
    for name in std::fs::read_dir(scene.path("out")).unwrap().map(|file| file.unwrap().path()) {
        left.retain(|bytes| *bytes != std::fs::read(&name).unwrap());
    }
    assert!(left.is_empty(), "both are there, byte for byte");
    let (code, words) = scene.custody(&receive);
    assert!(code == 2 && words.contains("there already"), "{words}");
    let package = scene.path("package.age");
    for at in [30, 400, std::fs::metadata(&package).unwrap().len() as usize - 1] {
        scene.write("flipped.age", flipped(&package, at));
        let (code, words) =
            scene.custody(&["receive", "flipped.age", "--identity", "key", "--out", "not-there"]);
        assert!(code == 1 && words.contains("package"), "{words}");
        assert!(!scene.path("not-there").exists());
    }
    let receipt = Receipt::from_bytes(&std::fs::read(scene.path("out/receipt.json")).unwrap()).unwrap();
    let (record, handover, hand) = (receipt.record, receipt.handover, Hand::Arrived);
    let act = TellHand { record, handover, hand, hash: receipt.manifest, package: Some(receipt.package) };
    does(&scene.node, &act, by(1, Role::Analyst));
    let act = AnswerHandover { record, handover, answer: EvidenceAnswer::Confirmed };
    does(&scene.node, &act, by(1, Role::Analyst));
}

/// The chain holds as it is, and whatever of it is changed is named.
fn is_verified(scene: &Scene) {
    let chain = scene.chain();
    scene.write("custody.json", &chain);
    scene.write("node.vkey", scene.node.verifier().to_text());
    let verify = |file: &str, package: &str| {
        scene.custody(&["verify", file, "--package", package, "--identity", "key", "--key", "node.vkey"])
    };
    let (code, words) = verify("custody.json", "package.age");
    assert!(code == 0 && words.contains("'answered'"), "{code} {words}");
    scene.write("flipped.age", flipped(&scene.path("package.age"), 400));
    let (code, words) = verify("custody.json", "flipped.age");
    assert!(code == 1 && words.contains("package"), "{code} {words}");
    let mut document: serde_json::Value = serde_json::from_str(&chain).unwrap();
    let entries = document["entries"].as_array().unwrap().clone();
    // In their order: the recipient proposed and approved, the handover proposed and approved, packed, and so on.
    let without =
        |n: usize| entries.iter().enumerate().filter(move |(at, _)| *at != n).map(|(_, one)| one.clone());
    for (n, named) in [(1, "recipient"), (3, "second person"), (5, "order")] {
        document["entries"] = without(n).collect();
        scene.write("cut.json", document.to_string());
        let (code, words) = verify("cut.json", "package.age");
        assert!(code == 1 && words.contains(named), "{n}: {code} {words}");
    }
    let entry = entries[4]["entry"].as_str().unwrap();
    let changed = if entry.starts_with('j') { 'k' } else { 'j' };
    scene.write("changed.json", chain.replacen(entry, &format!("{changed}{}", &entry[1..]), 1));
    let (code, words) = verify("changed.json", "package.age");
    assert!(code == 1 && words.contains("entry"), "{code} {words}");
    scene.write("nothing.json", "nothing");
    assert_eq!(verify("nothing.json", "package.age").0, 2);
    let (code, words) = scene.custody(&["verify", "custody.json", "--key", "custody.json"]);
    assert!(code == 2 && words.contains("--key"), "{code} {words}");
}

#[test]
fn a_recipient_that_is_withdrawn_in_between_gets_nothing() {
    let scene = approved(&Home::sqlite());
    let act = WithdrawRecipient { recipient: scene.recipient };
    does(&scene.node, &act, by(31, Role::Administrator));
    assert_eq!(work(&scene.node).unwrap(), 1);
    assert_eq!(scene.lies_there(), Vec::<String>::new());
    assert!(matches!(scene.fetched(), Fetched::NotThere));
    let stopped = "SELECT COUNT(*) FROM handover_of_evidence WHERE handover = $1 AND handover_state = 9";
    assert_eq!(count(&scene.node, stopped, scene.handover), 1);
}

#[test]
fn a_package_that_was_changed_on_the_disk_does_not_leave() {
    let scene = approved(&Home::sqlite());
    work(&scene.node).unwrap();
    let file = scene.shelf().join(&scene.lies_there()[0]);
    std::fs::write(&file, flipped(&file, 500)).unwrap();
    assert!(matches!(scene.fetched(), Fetched::Broken));
    assert!(matches!(scene.fetched(), Fetched::NotThere), "it is stopped");
    scene.write("custody.json", scene.chain());
    let (code, words) = scene.custody(&["verify", "custody.json"]);
    assert!(code == 1 && words.contains("'fetched'"), "{code} {words}");
}
