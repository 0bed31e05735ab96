//! Frames on a socket: four bytes of length, then so many bytes.

use super::wire::MOST_FRAME;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

/// How long a read waits before it is asked whether to wait on.
pub(super) const GLANCE: Duration = Duration::from_millis(250);

/// True where nothing came in time and the connection still stands.
fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

fn too_long() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "a frame is too long")
}

/// Sends one frame.
pub(super) fn send(stream: &mut UnixStream, frame: &[u8]) -> io::Result<()> {
    let length = u32::try_from(frame.len()).ok().filter(|_| frame.len() <= MOST_FRAME);
    stream.write_all(&length.ok_or_else(too_long)?.to_be_bytes())?;
    stream.write_all(frame)
}

/// Fills `into`, asking `go_on` each time that nothing has come for a while.
fn fill(
    stream: &mut UnixStream,
    into: &mut [u8],
    go_on: &mut dyn FnMut() -> io::Result<()>,
) -> io::Result<()> {
    let mut at = 0;
    while at < into.len() {
        match stream.read(&mut into[at..]) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(read) => at += read,
            Err(error) if is_late(&error) => go_on()?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Receives one frame; while it does not come, `go_on` says whether to wait on.
pub(super) fn receive(
    stream: &mut UnixStream,
    go_on: &mut dyn FnMut() -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    stream.set_read_timeout(Some(GLANCE))?;
    let mut length = [0; 4];
    fill(stream, &mut length, go_on)?;
    let length = u32::from_be_bytes(length) as usize;
    if length > MOST_FRAME {
        return Err(too_long());
    }
    let mut frame = vec![0; length];
    fill(stream, &mut frame, go_on)?;
    Ok(frame)
}
