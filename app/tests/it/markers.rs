//! What is told and who is named stands nowhere in clear: not in the database, its log, the node's log or a temporary file.

use crate::demo::{Demo, run};
use flate2::read::{GzDecoder, ZlibDecoder};
use kernel::act::made;
use kernel::{Cell, Id, Value};
use serde_json::json;
use std::io::Read;
use std::path::Path;
use store::Database;
use store::crypto::{Secret, place};
use store::sqlite::Sqlite;
use store::testing::{Home, on_both};

/// How every planted text begins.
const PREFIX: &str = "Zqmarkerxvzw";

fn marker(n: usize) -> String {
    format!("{PREFIX}{n:04}")
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let mut text = String::new();
    for at in (0..bytes.len()).step_by(3) {
        let all = u32::from(bits(at)) << 16 | u32::from(bits(at + 1)) << 8 | u32::from(bits(at + 2));
        (0..4).for_each(|n| text.push(LETTERS[(all >> (18 - 6 * n) & 63) as usize] as char));
    }
    text
}

/// Every form in which a text may stand in a file: plain, UTF-16, hexadecimal, base64 at each of three offsets.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![
        text.as_bytes().to_vec(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
    ];
    for skip in 0..3 {
        let whole = &text.as_bytes()[skip..];
        forms.push(base64(&whole[..whole.len() - whole.len() % 3]).into_bytes());
    }
    forms
}

fn files(directory: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn dumped(home: &Home) -> Vec<u8> {
    let Some(url) = home.config().database else { return Vec::new() };
    let output = std::process::Command::new("pg_dump").args(["--inserts", &url]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// What stands compressed in a file: every gzip or zlib stream that can be read, up to a mebibyte of each.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    for at in 0..bytes.len().saturating_sub(2) {
        let stream = &bytes[at..];
        let mut out = Vec::new();
        // A stream that ends badly still shows what came before its end.
        match stream[..2] {
            [0x1f, 0x8b] => drop(GzDecoder::new(stream).take(1 << 20).read_to_end(&mut out)),
            [0x78, 0x01 | 0x9c | 0xda] => drop(ZlibDecoder::new(stream).take(1 << 20).read_to_end(&mut out)),
            _ => {}
        }
        all.append(&mut out);
    }
    all
}

/// Every file of the home, and the database's dump: where it is, and what it holds, compressed things unpacked.
fn places(home: &Home) -> Vec<(String, Vec<u8>)> {
    let mut places = vec![("the database's dump".to_owned(), dumped(home))];
    let files = files(home.path()).into_iter();
    places.extend(files.map(|file| (file.display().to_string(), std::fs::read(&file).unwrap_or_default())));
    let packed: Vec<(String, Vec<u8>)> = places
        .iter()
        .map(|(place, bytes)| (format!("{place}, compressed"), unpacked(bytes)))
        .filter(|(_, bytes)| !bytes.is_empty())
        .collect();
    places.extend(packed);
    places
}

/// Where a text stands in any of its forms.
fn found(home: &Home, text: &str) -> Vec<String> {
    let needles = forms(text);
    let holds = |bytes: &[u8]| needles.iter().any(|needle| memmem(bytes, needle));
    places(home).into_iter().filter(|(_, bytes)| holds(bytes)).map(|(place, _)| place).collect()
}

fn memmem(bytes: &[u8], needle: &[u8]) -> bool {
    let first = needle[0];
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        if bytes[from + at..].starts_with(needle) {
            return true;
        }
        from += at + 1;
    }
    false
}

/// The person of the `n`th planted name.
fn person(n: usize) -> Id {
    made(entering(n), "person")
}

/// The act that enters them.
fn entering(n: usize) -> Id {
    Id([6; 16]).derive("person", n as u32)
}

/// Every text is planted as the words of a report and as a way to reach its reporter, or as a person's name.
fn plant(demo: &Demo, count: usize) {
    for n in 0..count {
        let text = marker(n);
        let sent = if n % 2 == 0 {
            demo.post(None, "/api/reports", &json!({ "text": text, "contact": text }))
        } else {
            let person = json!({ "person": person(n), "born": "1990", "sex": "not-known" });
            let act = json!({ "id": entering(n), "act": person, "sealed": { "0": text } });
            demo.post(Some("victim-support"), "/api/acts/cases.enter-person", &act)
        };
        assert_eq!(sent.unwrap().0, 200);
    }
}

/// A sealed payload as an old copy of the database has it.
struct Kept {
    act: Id,
    slot: u16,
    ciphertext: Vec<u8>,
}

fn kept_payloads(home: &Home, subjects: &[Id]) -> Vec<Kept> {
    let sql = "SELECT subject, act, slot, ciphertext FROM payload";
    let rows = store::verify::on_node(&home.config(), |database| database.rows(sql, Vec::new())).unwrap();
    let kept = rows.into_iter().filter_map(|row| match row.as_slice() {
        [subject, act, Value::Integer(slot), Value::Bytes(ciphertext)]
            if subjects.contains(&Id::from_value(subject).unwrap()) =>
        {
            let act = Id::from_value(act).unwrap();
            Some(Kept { act, slot: u16::try_from(*slot).unwrap(), ciphertext: ciphertext.clone() })
        }
        _ => None,
    });
    kept.collect()
}

/// Every key that is left, as a thief of key store and node key has it.
fn remaining_keys(home: &Home) -> Vec<Secret> {
    let node_key: [u8; 32] = std::fs::read(home.path().join("node.key")).unwrap().try_into().unwrap();
    let wrap = Secret::from(node_key).derive("wrapping");
    let mut file = Sqlite::open_to_read(&home.path().join("keys.db")).unwrap();
    let file: &mut dyn Database = &mut file;
    let rows = file.rows("SELECT id, wrapped FROM wrapped_key", Vec::new()).unwrap();
    let keys = rows.iter().map(|row| match row.as_slice() {
        [Value::Bytes(id), Value::Bytes(wrapped)] => {
            let plain: [u8; 32] = wrap.open(id, wrapped).unwrap().try_into().unwrap();
            Secret::from(plain)
        }
        _ => panic!("the key store has another form"),
    });
    keys.collect()
}

fn opened(kept: &[Kept], keys: &[Secret]) -> usize {
    let opens =
        |one: &&Kept| keys.iter().any(|key| key.open(&place(one.act, one.slot), &one.ciphertext).is_ok());
    kept.iter().filter(opens).count()
}

#[test]
fn planted_names_and_texts_are_found_nowhere() {
    let count: usize =
        std::env::var("TUTELA_MARKERS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    on_both(|home| {
        let demo = Demo::start(home, 1, 0, "trace", &home.path().join("node.log"));
        plant(&demo, count);
        // Every planted text begins with the same letters: one search finds any of them.
        assert_eq!(found(home, PREFIX), Vec::<String>::new(), "while it runs");
        demo.stop();
        assert_eq!(found(home, PREFIX), Vec::<String>::new(), "after it stopped");
        assert!(run(home, &["verify"]).status.success());
        // The most talkative log was written, and by both processes.
        let log = std::fs::read_to_string(home.path().join("node.log")).unwrap();
        for route in ["/api/reports", "/api/acts/"] {
            assert!(log.lines().any(|line| line.contains("answered") && line.contains(route)), "{route}");
        }
        // The search can find: the name of a table is no secret and stands in every database.
        assert!(!found(home, "receipt_token").is_empty());
        println!("proof: {count} planted texts found nowhere");
    });
}

#[test]
fn what_is_erased_opens_with_no_key_that_is_left() {
    on_both(|home| {
        let demo = Demo::start(home, 0, 0, "error", &home.path().join("node.log"));
        plant(&demo, 120);
        demo.stop();
        let (erased, spared): (Vec<Id>, Vec<Id>) =
            (0..120).filter(|n| n % 2 == 1).map(person).partition(|id| id.0[0] % 2 == 0);
        let (kept, others) = (kept_payloads(home, &erased), kept_payloads(home, &spared));
        assert!(erased.len() > 10 && kept.len() >= erased.len() && others.len() >= spared.len());
        let keys = remaining_keys(home);
        assert_eq!(opened(&kept, &keys), kept.len(), "before the erasure every key is there");
        let demo = Demo::start(home, 0, 0, "error", &home.path().join("node.log"));
        for subject in &erased {
            let body = json!({ "act": { "subject": subject } });
            for (role, act) in [("victim-support", "ask"), ("overseer", "confirm")] {
                let answer =
                    demo.post(Some(role), &format!("/api/acts/journal.{act}-erasure"), &body).unwrap();
                assert_eq!(answer.0, 200, "{}", answer.1);
            }
        }
        demo.stop();
        let keys = remaining_keys(home);
        assert_eq!(opened(&kept, &keys), 0, "an old copy of the database and every key that is left");
        assert_eq!(opened(&others, &keys), others.len(), "who was not erased is still there");
        assert_eq!(kept_payloads(home, &erased).len(), 0);
        assert_eq!(found(home, PREFIX), Vec::<String>::new());
        assert!(run(home, &["verify"]).status.success());
        println!("proof: {} payloads of {} erased people open with no key left", kept.len(), erased.len());
    });
}
