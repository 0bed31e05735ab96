//! The standby's line to the writer: one connection for acts, and a fresh one for each question whether it is still there.

use super::frames;
use super::wire::{Question, Reply};
use std::io::{self, ErrorKind};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A writer that says nothing for so long is stalled: its place is taken.
const SILENCE: Duration = Duration::from_millis(2_500);

/// How long an answer may take before it is asked whether the writer is still there.
const LOOK: Duration = Duration::from_millis(500);

/// Why the writer did not answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LineFault {
    /// Nobody listens, or the one who did is gone, or is not the writer.
    Nobody,
    /// Somebody listens and says nothing.
    Silent,
}

/// The line to whoever is the writer.
pub(super) struct Line {
    socket: PathBuf,
    open: Option<UnixStream>,
}

fn ask_on(
    stream: &mut UnixStream,
    question: &Question,
    go_on: &mut dyn FnMut() -> io::Result<()>,
) -> io::Result<Reply> {
    stream.set_write_timeout(Some(SILENCE))?;
    frames::send(stream, &kernel::entry::to_cbor(question))?;
    let reply = frames::receive(stream, go_on)?;
    minicbor::decode(&reply).map_err(|error| io::Error::new(ErrorKind::InvalidData, error.to_string()))
}

fn fault(error: &io::Error) -> LineFault {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => LineFault::Silent,
        _ => LineFault::Nobody,
    }
}

/// Asks whether the writer is there, on a connection of its own.
fn ping(socket: &Path) -> io::Result<()> {
    let begun = Instant::now();
    let mut stream = UnixStream::connect(socket)?;
    let reply = ask_on(&mut stream, &Question::Ping, &mut || match begun.elapsed() {
        waited if waited > SILENCE => Err(ErrorKind::TimedOut.into()),
        _ => Ok(()),
    })?;
    if matches!(reply, Reply::Here) { Ok(()) } else { Err(ErrorKind::ConnectionRefused.into()) }
}

impl Line {
    pub(super) fn new(socket: PathBuf) -> Line {
        Line { socket, open: None }
    }

    /// Whether the writer is there.
    pub(super) fn ping(&self) -> Result<(), LineFault> {
        ping(&self.socket).map_err(|error| fault(&error))
    }

    /// Asks, and waits for the reply as long as the writer is there.
    pub(super) fn ask(&mut self, question: &Question) -> Result<Reply, LineFault> {
        let kept = self.open.take();
        let stream = kept.map_or_else(|| UnixStream::connect(&self.socket), Ok);
        let mut stream = stream.map_err(|error| fault(&error))?;
        let socket = &self.socket;
        let mut looked = Instant::now();
        let mut go_on = || {
            if looked.elapsed() > LOOK {
                ping(socket)?;
                looked = Instant::now();
            }
            Ok(())
        };
        let reply = ask_on(&mut stream, question, &mut go_on).map_err(|error| fault(&error))?;
        if matches!(reply, Reply::NotWriter) {
            return Err(LineFault::Nobody);
        }
        self.open = Some(stream);
        Ok(reply)
    }
}
