//! What is told and who is named stands nowhere in clear: not in the database, its log, the node's log or a temporary file.

use crate::demo::{Demo, run};
use serde_json::json;
use std::path::Path;
use store::testing::{Home, on_both};

fn marker(n: usize) -> String {
    format!("Zqmarker{n:04}Xvzw")
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

/// Where a planted text stands in clear.
fn found(home: &Home, planted: &[String]) -> Vec<String> {
    let mut places = vec![("the database's dump".to_owned(), dumped(home))];
    places.extend(
        files(home.path())
            .into_iter()
            .map(|file| (file.display().to_string(), std::fs::read(&file).unwrap_or_default())),
    );
    let needles: Vec<Vec<u8>> = planted.iter().flat_map(|text| forms(text)).collect();
    let holds = |bytes: &[u8]| {
        // Every planted text begins alike in every form, so that one pass over the file finds the candidates.
        needles.iter().any(|needle| memmem(bytes, needle))
    };
    places.into_iter().filter(|(_, bytes)| holds(bytes)).map(|(place, _)| place).collect()
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

#[test]
fn planted_names_and_texts_are_found_nowhere() {
    let count: usize = std::env::var("TUTELA_MARKERS").ok().and_then(|text| text.parse().ok()).unwrap_or(40);
    on_both(|home| {
        let demo = Demo::start(home, 1, 0, "trace", &home.path().join("node.log"));
        let planted: Vec<String> = (0..count).map(marker).collect();
        for (n, text) in planted.iter().enumerate() {
            let sent = if n % 2 == 0 {
                demo.post(None, "/api/reports", &json!({ "text": text, "contact": text }))
            } else {
                let person = kernel::Id([6; 16]).derive("person", n as u32);
                let act = json!({ "act": { "person": person, "born": "1990", "sex": "not-known" }, "sealed": { "0": text } });
                demo.post(Some("investigator"), "/api/acts/cases.enter-person", &act)
            };
            assert_eq!(sent.unwrap().0, 200);
        }
        assert_eq!(found(home, &planted), Vec::<String>::new(), "while it runs");
        demo.stop();
        assert_eq!(found(home, &planted), Vec::<String>::new(), "after it stopped");
        assert!(run(home, &["verify"]).status.success());
        // The search can find: the name of a table is no secret and stands in every database.
        assert!(!found(home, &["receipt_token".to_owned()]).is_empty());
        println!("proof: {count} planted texts found nowhere");
    });
}
