//! What the search box finds of this room by other words than a number: a receipt that somebody reads out, the hash of a picture, an
//! address in the web, an address of e-mail, a telephone number, a name that somebody uses: each found by its blind token.

use crate::core::of_token;
use crate::receipt::Receipt;
use crate::sealed::TOKEN_DOMAIN;
use crate::traces::token as token_of;
use kernel::{Cell as _, Id, Value};
use likeness::{Mark, MarkKind};
use store::{DatabaseFault, Node};

/// Bytes of SHA-256 and MD5, and the column that holds them: of pictures that came, and of such as somebody wants gone.
const HASHES: [(usize, &str, &str); 3] =
    [(32, "picture_hash", "sha256"), (16, "picture_hash", "md5"), (32, "gone_hash", "sha256")];
/// So many reports with one picture, or one mark, are found.
const MOST: usize = 1_000;

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|letter| letter.to_digit(16)).collect::<Option<_>>()?;
    let byte = |pair: &[u32]| u8::try_from(pair.first()? << 4 | pair.get(1)?).ok();
    digits.chunks(2).map(byte).collect()
}

/// What a text may name: all of it as a name, the marks in it, and all of it as an address.
fn tokens(node: &Node, text: &str) -> Vec<Vec<u8>> {
    let whole = likeness::address(text).map(|text| Mark { kind: MarkKind::Address, text });
    let mut marks = likeness::marks_in(text);
    marks.extend(likeness::name(text));
    marks.extend(whole);
    let mut tokens: Vec<Vec<u8>> = marks.iter().map(|mark| token_of(node, mark)).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// Reports that a text names; all that there are.
pub(super) fn find(node: &Node, text: &str) -> Result<Vec<Id>, DatabaseFault> {
    let token = Receipt::parse(text).ok().map(|receipt| node.token(TOKEN_DOMAIN, &receipt.proof()));
    let by_mark =
        format!("SELECT DISTINCT report FROM report_mark WHERE mark = $1 ORDER BY report LIMIT {MOST}");
    let mut asks: Vec<(String, Vec<u8>)> =
        tokens(node, text).into_iter().map(|token| (by_mark.clone(), token)).collect();
    if let Some(hash) = bytes(text) {
        for (_, table, column) in HASHES.iter().filter(|(length, ..)| *length == hash.len()) {
            let sql = format!(
                "SELECT DISTINCT report FROM {table} WHERE {column} = $1 ORDER BY report LIMIT {MOST}"
            );
            asks.push((sql, hash.clone()));
        }
    }
    node.read(|database| {
        let by_receipt = token.map(|token| of_token(database, &token)).transpose()?;
        let mut found: Vec<Id> = by_receipt.flatten().into_iter().map(|(report, _)| report).collect();
        for (sql, key) in asks {
            let rows = database.rows(&sql, vec![Value::Bytes(key)])?;
            found.extend(rows.iter().filter_map(|row| Id::from_value(row.first()?).ok()));
        }
        // A picture that came can be wished gone by the same report.
        let mut once = std::collections::BTreeSet::new();
        found.retain(|report| once.insert(*report));
        Ok(found)
    })
}
