//! A real server that fails twice before it takes a checkpoint, files, and what is kept of it all.

use super::*;
use crate::doors::core::House;
use kernel::erasure::AskErasure;
use kernel::{Actor, Id, Purpose, Role};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::Instant;
use store::testing::{Home, on_both};

const QUICK: Pace = Pace {
    every: Duration::from_millis(50),
    first_pause: Duration::from_millis(20),
    longest_pause: Duration::from_millis(100),
};

/// One request: its head and its body.
fn request(stream: &TcpStream) -> (String, String) {
    let (mut reader, mut head, mut length) = (BufReader::new(stream), String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(told) = line.to_lowercase().strip_prefix("content-length:") {
            length = told.trim().parse().unwrap();
        }
        if line == "\r\n" || line.is_empty() {
            break;
        }
        head += &line;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (head, String::from_utf8(body).unwrap())
}

/// A keeper of checkpoints that answers with these statuses, one a request, and then ends.
fn keeper(statuses: &'static [u16]) -> (u16, JoinHandle<Vec<(String, String)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let answer = move |status: &u16| {
        let (mut stream, _) = listener.accept().unwrap();
        let asked = request(&stream);
        let answer = format!("HTTP/1.1 {status} Told\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        stream.write_all(answer.as_bytes()).unwrap();
        asked
    };
    (port, std::thread::spawn(move || statuses.iter().map(answer).collect()))
}

/// Something enters the journal: an administrator asks for an erasure, and the policy's refusal is an entry.
fn grow(node: &Node) {
    let actor = Actor { id: Id([1; 16]), role: Role::Administrator, unit: Id([2; 16]) };
    let ask = AskErasure { subject: Id([3; 16]) };
    let before = *node.grown().borrow();
    node.enter_now(node.deed(node.new_id().unwrap(), &ask, actor, Purpose::Triage).build()).unwrap();
    assert!(*node.grown().borrow() > before);
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "never: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn places(typed: &[&str]) -> Vec<Place> {
    typed.iter().map(|typed| Place::of(typed).unwrap()).collect()
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn each_place_gets_the_newest_and_what_failed_is_tried_again_and_kept() {
    on_both(|home| {
        let house = House::open(home.config(), "about:blank").unwrap();
        let kept = tempfile::tempdir().unwrap();
        let (file, missing) = (kept.path().join("kept.txt"), kept.path().join("gone/kept.txt"));
        let (port, keeper) = keeper(&[503, 500, 204]);
        let url = format!("http://keeper:hidden@127.0.0.1:{port}/tutela?key=hidden");
        grow(&house.node);
        let typed = [&url, path(&file), path(&missing)];
        let delivery = Delivery::start(&house.node, places(&typed), QUICK).unwrap();
        let asked = keeper.join().unwrap();
        let (head, body) = asked.last().unwrap();
        assert!(head.starts_with("PUT /tutela?key=hidden HTTP/1.1\r\n"), "{head}");
        assert!(head.to_lowercase().contains("authorization: basic a2vlcgvyomhpzgrlbg=="), "{head}");
        let size = house.node.verifier().read(body).unwrap().size;
        assert!(size > 0 && asked.len() == 3);
        let rows = || record::all(&house.node).unwrap();
        until("all is kept", || rows()[0].size > 0 && rows()[1].size > 0 && rows()[2].failures > 1);
        let rows = rows();
        assert_eq!(rows[0].name, format!("http://***@127.0.0.1:{port}/tutela?***"));
        assert_eq!((rows[0].trouble.as_str(), rows[0].status, rows[0].failures), ("status", 500, 0));
        assert!(rows[0].failed <= rows[0].succeeded && rows[0].failed.0 > 0);
        assert_eq!((rows[1].failed.0, rows[1].trouble.as_str()), (0, ""));
        assert_eq!((rows[2].succeeded.0, rows[2].size, rows[2].trouble.as_str()), (0, 0, "missing"));
        assert!(!format!("{rows:?}").contains("hidden"));
        house.node.stop();
        delivery.finish();
        // What the node signed when it stopped is there, too, and it is the journal's.
        let last = std::fs::read_to_string(&file).unwrap();
        assert_eq!(house.node.verifier().read(&last).unwrap().size, *house.node.grown().borrow());
    });
}

#[test]
fn nothing_is_written_while_nothing_grows_and_places_no_longer_named_are_forgotten() {
    let home = Home::sqlite();
    let house = House::open(home.config(), "about:blank").unwrap();
    let kept = tempfile::tempdir().unwrap();
    let files = || std::fs::read_dir(kept.path()).unwrap().count();
    grow(&house.node);
    let delivery = Delivery::start(&house.node, places(&[path(kept.path())]), QUICK).unwrap();
    until("the first", || files() == 1);
    std::thread::sleep(QUICK.every * 4);
    assert_eq!(files(), 1);
    grow(&house.node);
    until("the second", || files() == 2);
    delivery.finish();
    let again = Delivery::start(&house.node, places(&[path(kept.path())]), QUICK).unwrap();
    std::thread::sleep(QUICK.every * 2);
    again.finish();
    assert_eq!((files(), record::all(&house.node).unwrap()[0].failures), (2, 0));
    Delivery::start(&house.node, Vec::new(), QUICK).unwrap().finish();
    assert!(record::all(&house.node).unwrap().is_empty());
}
