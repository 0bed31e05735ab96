//! One entry is proven to somebody who has the node's verifier key and no database, and a changed proof is found.

use crate::demo::{TUTELA, at};
use std::process::{Command, Output};
use store::testing::{Home, on_both};

fn tutela(home: &Home, arguments: &[&str]) -> Output {
    Command::new(TUTELA).args(arguments).args(at(home)).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Checks a proof where there is nothing but it and the key.
fn verify(proof: &str, key: &str, entry: Option<&[u8]>) -> (i32, String) {
    let elsewhere = tempfile::tempdir().unwrap();
    let file = |name: &str| elsewhere.path().join(name);
    std::fs::write(file("proof"), proof).unwrap();
    std::fs::write(file("key"), key).unwrap();
    let mut command = Command::new(TUTELA);
    command.arg("verify").arg("--proof").arg(file("proof")).arg("--key").arg(file("key"));
    if let Some(entry) = entry {
        std::fs::write(file("entry"), entry).unwrap();
        command.arg("--entry").arg(file("entry"));
    }
    let output = command.arg("--data").arg(file("no-node")).output().unwrap();
    assert!(!file("no-node").exists(), "a proof touches no node");
    (output.status.code().unwrap(), said(&output))
}

#[test]
fn an_entry_is_proven_without_a_database_and_a_changed_proof_is_found_on_both_databases() {
    on_both(|home| {
        let made = tutela(home, &["init"]);
        assert!(made.status.success(), "{}", said(&made));
        let proof = tutela(home, &["prove", "1"]);
        assert!(proof.status.success(), "{}", said(&proof));
        let proof = String::from_utf8(proof.stdout).unwrap();
        let key = std::fs::read_to_string(home.path().join("checkpoint.vkey")).unwrap();
        let (code, words) = verify(&proof, &key, None);
        assert!(code == 0 && words.contains("entry 1 stands"), "{words}");
        let json = tutela(home, &["prove", "1", "--json"]);
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        let content: Vec<u8> = home_entry(home);
        let shown = proof.clone() + &json.to_string();
        let hex: String = content.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!shown.contains(&hex[..64]), "the proof holds nothing of the entry");
        assert_eq!(verify(&proof, &key, Some(&content)).0, 0);
        assert_eq!(verify(&proof, &key, Some(b"another entry")).0, 1);
        let leaf = proof.lines().nth(1).unwrap();
        let other = if leaf.contains("extra A") { "extra B" } else { "extra A" };
        let changed = proof.replacen(&leaf[..7], other, 1);
        let (code, words) = verify(&changed, &key, None);
        assert!(code == 1 && words.contains("WRONG"), "{code} {words}");
        let moved = proof.replace("index 0", "index 1");
        assert_eq!(verify(&moved, &key, None).0, 1);
        assert_eq!(verify("nothing", &key, None).0, 2);
        let beyond = tutela(home, &["prove", "999999"]);
        assert_eq!(beyond.status.code(), Some(2), "{}", said(&beyond));
    });
}

/// The bytes of the first entry, as they lie in the journal.
fn home_entry(home: &Home) -> Vec<u8> {
    let registry = tutela::rooms::registry(&mut tutela::rooms::rooms()).unwrap();
    let node = store::Node::open(home.config(), registry).unwrap();
    node.entry(1).unwrap().unwrap().to_bytes()
}
