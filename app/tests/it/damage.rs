//! What a burglar does to the database is found and named: bits, rows, a cut tail, a rewritten whole.

use crate::demo::{Demo, run};
use crate::random::Numbers;
use kernel::{Class, ColumnType, Record, Table, Value};
use serde_json::Value as Json;
use store::database::{SEAL_COLUMNS, quoted};
use store::schema::{HeadRow, KeyToErase, LaidRow};
use store::testing::{Home, burgle, burgle_counted, on_both};
use store::world::main_tables;
use tutela::rooms::{registry, rooms};

fn filled(home: &Home, reports: u32, cases: u32) {
    Demo::start(home, reports, cases, "error", &home.path().join("log")).stop();
}

fn verified(home: &Home, checkpoint: Option<&std::path::Path>) -> (Option<i32>, Vec<String>) {
    let file = checkpoint.map(|file| file.display().to_string());
    let mut words = vec!["verify", "--json"];
    words.extend(file.iter().flat_map(|file| ["--checkpoint", file.as_str()]));
    let output = run(home, &words);
    let answer: Json = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let findings = answer["findings"].as_array().cloned().unwrap_or_default();
    (output.status.code(), findings.iter().filter_map(|one| one.as_str().map(ToOwned::to_owned)).collect())
}

fn columns(table: &Table) -> Vec<(&'static str, ColumnType)> {
    let own = table.columns.iter().map(|column| (column.name, column.column_type));
    own.chain(SEAL_COLUMNS.into_iter().filter(|_| table.class == Class::Sealed)).collect()
}

fn rows(home: &Home, sql: &str) -> Vec<Vec<Value>> {
    store::verify::on_node(&home.config(), |database| database.rows(sql, Vec::new())).unwrap()
}

/// One bit of a value, flipped; none when there is no bit to flip.
fn flipped(value: &Value, numbers: &mut Numbers) -> Option<Value> {
    match value {
        Value::Integer(n) => Some(Value::Integer(n ^ (1 << numbers.below(62)))),
        Value::Double(n) => Some(Value::Double(f64::from_bits(n.to_bits() ^ 1))),
        Value::Bytes(bytes) if !bytes.is_empty() => {
            let mut bytes = bytes.clone();
            let at = numbers.below(bytes.len());
            bytes[at] ^= 1 << numbers.below(8);
            Some(Value::Bytes(bytes))
        }
        Value::Text(text) if !text.is_empty() => {
            let ascii: Vec<usize> =
                text.char_indices().filter(|(_, c)| c.is_ascii_graphic()).map(|(at, _)| at).collect();
            let mut bytes = text.clone().into_bytes();
            bytes[*ascii.get(numbers.below(ascii.len()))?] ^= 1;
            String::from_utf8(bytes).ok().map(Value::Text)
        }
        _ => None,
    }
}

fn key_filter(table: &Table, first: usize) -> String {
    let keys = table.columns[..table.key].iter().enumerate();
    keys.map(|(n, column)| format!("{} = ${}", quoted(column.name), n + first))
        .collect::<Vec<_>>()
        .join(" AND ")
}

/// Flips a random bit somewhere, looks, and puts it back. Answers where it was, or none when there was nothing to flip.
fn flip(home: &Home, tables: &[&'static Table], numbers: &mut Numbers) -> Option<String> {
    let table = tables[numbers.below(tables.len())];
    let columns = columns(table);
    let names: Vec<String> = columns.iter().map(|(name, _)| quoted(name)).collect();
    let all = rows(home, &format!("SELECT {} FROM {}", names.join(", "), table.name));
    if all.is_empty() {
        return None;
    }
    let (row, at) = (&all[numbers.below(all.len())], numbers.below(columns.len()));
    // Who may write is a lease and no part of the record.
    if table.name == HeadRow::TABLE.name && ["one", "term"].contains(&columns[at].0) {
        return None;
    }
    let changed = flipped(&row[at], numbers)?;
    let place = format!("{}.{}", table.name, columns[at].0);
    let sql = format!("UPDATE {} SET {} = $1 WHERE {}", table.name, names[at], key_filter(table, 2));
    let put = |value: &Value, key: &[Value]| {
        let parameters = std::iter::once(value.clone()).chain(key.iter().cloned()).collect();
        assert_eq!(burgle_counted(home, &sql, parameters), 1, "{place}");
    };
    let key = row[..table.key].to_vec();
    let mut moved = key.clone();
    if at < table.key {
        moved[at] = changed.clone();
        // Two rows under one key: the database itself lets nobody do that.
        if all.iter().any(|other| other[..table.key] == moved[..]) {
            return None;
        }
    }
    put(&changed, &key);
    let (code, findings) = verified(home, None);
    assert_eq!(code, Some(1), "a flipped bit in {place} was not found");
    assert!(!findings.is_empty(), "a flipped bit in {place} was not named");
    put(&row[at], &moved);
    Some(place)
}

#[test]
fn every_flipped_bit_and_deleted_row_is_named() {
    let flips: usize = std::env::var("TUTELA_FLIPS").ok().and_then(|text| text.parse().ok()).unwrap_or(30);
    on_both(|home| {
        filled(home, 12, 12);
        let house = registry(&mut rooms()).unwrap();
        let all = main_tables(&house);
        // Of these two no row is left once nothing is under way.
        let passing = [KeyToErase::TABLE.name, LaidRow::TABLE.name];
        let tables: Vec<&'static Table> =
            all.into_iter().filter(|table| !passing.contains(&table.name)).collect();
        assert_eq!(verified(home, None), (Some(0), Vec::new()));
        let mut numbers = Numbers(7);
        let mut places = Vec::new();
        while places.len() < flips {
            places.extend(flip(home, &tables, &mut numbers));
        }
        println!("proof: {} flipped bits found and named", places.len());
        let mut emptied = 0;
        for table in tables.iter().filter(|table| table.class == Class::Derived) {
            let names: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
            let all = rows(home, &format!("SELECT {} FROM {}", names.join(", "), table.name));
            let Some(row) = all.first() else { continue };
            burgle(
                home,
                &format!("DELETE FROM {} WHERE {}", table.name, key_filter(table, 1)),
                row[..table.key].to_vec(),
            );
            let (code, findings) = verified(home, None);
            assert_eq!(code, Some(1), "a deleted row of {} was not found", table.name);
            assert!(findings[0].contains(&format!("table {}", table.name)), "{findings:?}");
            let places: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
            burgle(
                home,
                &format!("INSERT INTO {} ({}) VALUES ({})", table.name, names.join(", "), places.join(", ")),
                row.clone(),
            );
            emptied += 1;
        }
        println!("proof: a deleted row found and named in {emptied} derived tables");
        assert_eq!(verified(home, None), (Some(0), Vec::new()));
    });
}

#[test]
fn a_cut_tail_and_a_rewritten_whole_are_found_by_a_checkpoint_kept_elsewhere() {
    on_both(|home| {
        filled(home, 12, 6);
        let before = home.copy();
        // More is entered, and what the journal is then is kept elsewhere.
        let demo = Demo::start(home, 0, 0, "error", &home.path().join("log"));
        for n in 0..5 {
            let told = serde_json::json!({ "text": format!("A fictional report, number {n}.") });
            assert_eq!(demo.post(None, "/api/reports", &told).unwrap().0, 200);
        }
        demo.stop();
        let kept = home.path().join("kept-elsewhere.txt");
        std::fs::write(&kept, run(home, &["checkpoint"]).stdout).unwrap();
        assert_eq!(verified(home, Some(&kept)), (Some(0), Vec::new()));
        // A journal that ends earlier, with all its tables: in itself it is right.
        assert_eq!(verified(&before, None), (Some(0), Vec::new()));
        let (code, findings) = verified(&before, Some(&kept));
        assert_eq!(code, Some(1));
        assert!(findings[0].contains("tail was cut"), "{findings:?}");
        // Whoever holds node key and key store can put everything else in order: only what is kept elsewhere tells.
        let other = if home.config().database.is_some() { Home::postgres() } else { Home::sqlite() };
        for file in ["node.key", "keys.db"] {
            std::fs::copy(home.path().join(file), other.path().join(file)).unwrap();
        }
        filled(&other, 20, 10);
        assert_eq!(verified(&other, None), (Some(0), Vec::new()));
        let (code, findings) = verified(&other, Some(&kept));
        assert_eq!(code, Some(1));
        assert!(findings[0].contains("rewritten"), "{findings:?}");
    });
    println!("proof: a cut tail and a rewritten whole found by a checkpoint kept elsewhere");
}
