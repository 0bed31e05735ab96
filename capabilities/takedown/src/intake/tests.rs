use super::*;
use crate::tables::{Address, Host};
use crate::testing::{from, node};
use kernel::Record;
use store::database::TableSql;
use store::testing::Home;

const FIRST: Id = Id([9; 16]);

fn rows<R: Record>(node: &Node) -> Vec<R> {
    let sql = TableSql::of(R::TABLE).all;
    node.read(|database| database.records::<R>(&sql, Vec::new())).unwrap()
}

/// A file's answers when it comes in pieces of so many bytes.
fn answers(node: &Node, text: &[u8], first: Id, size: usize) -> Vec<LineAnswer> {
    let mut taking = Taking::new(from(), first);
    let mut all: Vec<LineAnswer> =
        text.chunks(size).flat_map(|piece| taking.piece(node, piece).unwrap()).collect();
    all.extend(taking.end(node).unwrap());
    all
}

#[test]
fn a_list_comes_in_once_and_what_is_wrong_is_told_by_line() {
    let home = Home::sqlite();
    let node = node(&home);
    let list =
        "url\nhttps://host.example/a\nhxxps://host[.]example/a#x\nnothing here\nhttps://other.example/\n";
    let took = take(&node, list.as_bytes(), &from(), FIRST, &mut |_, _| {}).unwrap();
    assert_eq!((took.entered, took.wrong.len(), took.wrong[0].line), (3, 1, 4));
    assert_eq!(took.first, Some(number_of(&node, "https://host.example/a")));
    take(&node, list.as_bytes(), &from(), FIRST, &mut |_, _| {}).unwrap();
    let mut seen: Vec<i64> = rows::<Address>(&node).iter().map(|row| row.seen).collect();
    seen.sort_unstable();
    assert_eq!(seen, [1, 2], "the same list under the same id is one");
    assert_eq!(rows::<Host>(&node).len(), 2);
}

#[test]
fn each_line_is_answered_once_in_order_whatever_the_pieces_are() {
    let home = Home::sqlite();
    let node = node(&home);
    let long = "x".repeat(MAX_LINE + 5);
    let file = format!(
        "url,source\r\nhttps://host.example/a,police\r\n\n{long}\nhttps://host.example/b,nobody\nftp://host.example/c,\nhttps://host.example/d,"
    );
    let told = answers(&node, file.as_bytes(), FIRST, 7);
    let short: Vec<_> = told.iter().map(|one| (one.line, one.outcome, one.field.as_str())).collect();
    let wanted = [
        (2, ENTERED, ""),
        (4, REFUSED, "line"),
        (5, REFUSED, "source"),
        (6, REFUSED, "url"),
        (7, ENTERED, ""),
    ];
    assert_eq!(short, wanted);
    assert!(
        told.iter()
            .filter(|one| one.outcome == REFUSED)
            .all(|one| !one.wrong.is_empty() && !one.right.is_empty())
    );
    for size in [1, 64, 1 << 20] {
        let again = answers(&node, file.as_bytes(), FIRST, size);
        let outcomes: Vec<_> = again.iter().map(|one| (one.line, one.outcome)).collect();
        let wanted =
            wanted.map(|(line, outcome, _)| (line, if outcome == ENTERED { AGAIN } else { outcome }));
        assert_eq!(outcomes, wanted, "in pieces of {size}");
    }
    let sources: Vec<_> = rows::<Address>(&node).iter().map(|row| row.address_source).collect();
    assert!(
        sources.contains(&AddressSource::Police) && sources.contains(&AddressSource::Analyst),
        "a line's own, else the file's"
    );
}

#[test]
fn many_lines_come_in_and_more_than_a_file_may_have_do_not() {
    let home = Home::sqlite();
    let node = node(&home);
    let many: String = (0..1_000).map(|n| format!("https://host.example/{n}\n")).collect();
    assert_eq!(answers(&node, many.as_bytes(), FIRST, 9_000).len(), 1_000);
    assert_eq!(rows::<Address>(&node).len(), 1_000);
    let empty = "\n".repeat(MOST_LINES + 3);
    let told = answers(&node, empty.as_bytes(), FIRST, 1 << 16);
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].line, told[0].field.as_str()), (MOST_LINES as u64 + 1, "line"));
}
