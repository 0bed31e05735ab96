//! A wire between a node and PostgreSQL that can be cut in the very moment after a COMMIT has arrived.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

#[derive(Default)]
struct Knife {
    armed: AtomicBool,
    cuts: AtomicU32,
}

/// The proxy; it goes on listening until the test ends.
pub(crate) struct Proxy {
    port: u16,
    knife: Arc<Knife>,
}

/// `HOST:PORT` of a URL `postgres://USER@HOST:PORT/NAME`.
fn address(url: &str) -> &str {
    url.split(['@', '/']).find(|part| part.contains(':') && !part.ends_with(':')).unwrap()
}

impl Proxy {
    /// Listens, and hands everything on to the server that the URL names.
    pub(crate) fn before(url: &str) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, server) = (listener.local_addr().unwrap().port(), address(url).to_owned());
        let knife = Arc::new(Knife::default());
        let shared = Arc::clone(&knife);
        std::thread::spawn(move || {
            for near in listener.incoming() {
                let (near, far) = (near.unwrap(), TcpStream::connect(&server).unwrap());
                let swallow = Arc::new(AtomicBool::new(false));
                let (near_too, far_too) = (near.try_clone().unwrap(), far.try_clone().unwrap());
                let (knife, swallowing) = (Arc::clone(&shared), Arc::clone(&swallow));
                std::thread::spawn(move || drop(there(near_too, far_too, &knife, &swallowing)));
                let knife = Arc::clone(&shared);
                std::thread::spawn(move || drop(back(far, near, &knife, &swallow)));
            }
        });
        Proxy { port, knife }
    }

    /// The URL by way of this proxy.
    pub(crate) fn instead_of(&self, url: &str) -> String {
        url.replace(address(url), &format!("127.0.0.1:{}", self.port))
    }

    /// Cuts the connection once the next COMMIT is done, before anything is answered.
    pub(crate) fn cut_after_the_next_commit(&self) {
        self.knife.armed.store(true, Ordering::SeqCst);
    }

    /// How often it has cut.
    pub(crate) fn cuts(&self) -> u32 {
        self.knife.cuts.load(Ordering::SeqCst)
    }
}

/// The text up to the next zero byte, and what follows.
fn text(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap();
    (&bytes[..end], &bytes[end + 1..])
}

/// Hands on what the node sends, and sees when it executes COMMIT: a Bind of the statement that was parsed from that text.
fn there(
    mut near: TcpStream,
    mut far: TcpStream,
    knife: &Knife,
    swallow: &AtomicBool,
) -> std::io::Result<()> {
    let (mut kept, mut chunk, mut commit) = (Vec::new(), vec![0; 65_536], Vec::new());
    let mut is_started = false;
    loop {
        let read = near.read(&mut chunk)?;
        if read == 0 {
            return far.shutdown(Shutdown::Both);
        }
        kept.extend_from_slice(&chunk[..read]);
        loop {
            let kind = usize::from(is_started);
            let Some(length) = kept.get(kind..kind + 4) else { break };
            let length = kind + u32::from_be_bytes(length.try_into().unwrap()) as usize;
            if kept.len() < length {
                break;
            }
            let message: Vec<u8> = kept.drain(..length).collect();
            if is_started && message[0] == b'P' {
                let (name, rest) = text(&message[5..]);
                if text(rest).0 == b"COMMIT" {
                    commit = name.to_vec();
                }
            }
            let executes = is_started && message[0] == b'B' && !commit.is_empty() && {
                let (_, rest) = text(&message[5..]);
                text(rest).0 == commit
            };
            if executes && knife.armed.swap(false, Ordering::SeqCst) {
                swallow.store(true, Ordering::SeqCst);
            }
            is_started = true;
            far.write_all(&message)?;
        }
    }
}

/// Hands on what the server answers; once it must not, waits for the word that COMMIT is done and cuts.
fn back(mut far: TcpStream, mut near: TcpStream, knife: &Knife, swallow: &AtomicBool) -> std::io::Result<()> {
    let (mut chunk, mut swallowed) = (vec![0; 65_536], Vec::new());
    loop {
        let read = far.read(&mut chunk)?;
        if read == 0 {
            return near.shutdown(Shutdown::Both);
        }
        if !swallow.load(Ordering::SeqCst) {
            near.write_all(&chunk[..read])?;
            continue;
        }
        swallowed.extend_from_slice(&chunk[..read]);
        if swallowed.windows(7).any(|window| window == b"COMMIT\0") {
            knife.cuts.fetch_add(1, Ordering::SeqCst);
            near.shutdown(Shutdown::Both)?;
            return far.shutdown(Shutdown::Both);
        }
    }
}
