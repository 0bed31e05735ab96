//! The writer's end of the line: a socket in the data directory, for processes of the same user only.

use super::frames::{self, GLANCE};
use super::wire::{Question, Reply, SentAnswer, SentDeed, SentFault};
use crate::deed::DeedFault;
use crate::writer::Orders;
use kernel::Table;
use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often it is looked whether somebody wants in.
const PAUSE: Duration = Duration::from_millis(20);

/// Takes acts from standbys until it goes.
pub(super) struct Listening {
    going: Arc<AtomicBool>,
}

/// What the threads of a listening writer share.
struct Door {
    orders: Orders,
    tables: Vec<&'static Table>,
    going: Arc<AtomicBool>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.going.store(false, Ordering::Release);
    }
}

impl Listening {
    /// Listens at `socket`; what another left there goes: only who holds the writer's place comes here.
    pub(super) fn start(socket: &Path, orders: Orders, tables: Vec<&'static Table>) -> io::Result<Listening> {
        // Nobody finds it before it is for this user alone. What an interrupted start left is of no use.
        let fresh = socket.with_extension("new");
        drop(std::fs::remove_file(&fresh));
        let listener = UnixListener::bind(&fresh)?;
        std::fs::set_permissions(&fresh, std::fs::Permissions::from_mode(0o600))?;
        std::fs::rename(&fresh, socket)?;
        listener.set_nonblocking(true)?;
        let going = Arc::new(AtomicBool::new(true));
        let door = Arc::new(Door { orders, tables, going: Arc::clone(&going) });
        std::thread::Builder::new().name("listening".into()).spawn(move || accept(&listener, &door))?;
        Ok(Listening { going })
    }
}

fn accept(listener: &UnixListener, door: &Arc<Door>) {
    while door.going.load(Ordering::Acquire) {
        match listener.accept() {
            Ok((stream, _)) => {
                let door = Arc::clone(door);
                let made = std::thread::Builder::new().name("standby".into()).spawn(move || {
                    // A standby that went away comes again by itself.
                    drop(attend(stream, &door));
                });
                if let Err(error) = made {
                    tracing::warn!(%error, "a standby was turned away");
                }
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::sleep(PAUSE),
            Err(error) => {
                tracing::warn!(%error, "a standby did not come in");
                std::thread::sleep(PAUSE);
            }
        }
    }
}

fn attend(mut stream: UnixStream, door: &Door) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    // A standby that does not take its answers must not hold a thread for ever.
    stream.set_write_timeout(Some(40 * GLANCE))?;
    loop {
        let mut go_on = || match door.going.load(Ordering::Acquire) {
            true => Ok(()),
            false => Err(ErrorKind::ConnectionAborted.into()),
        };
        let question = frames::receive(&mut stream, &mut go_on)?;
        let question = minicbor::decode(&question);
        let question = question.map_err(|error| io::Error::new(ErrorKind::InvalidData, error.to_string()))?;
        let reply = if door.going.load(Ordering::Acquire) { door.answer(question) } else { Reply::NotWriter };
        frames::send(&mut stream, &kernel::entry::to_cbor(&reply))?;
    }
}

impl Door {
    fn answer(&self, question: Question) -> Reply {
        match question {
            Question::Ping => Reply::Here,
            Question::Checkpoint => {
                let signed = self.orders.checkpoint();
                let text = signed.and_then(|text| text.blocking_recv().map_err(|_| DeedFault::Stopping)?);
                match text {
                    Ok(text) => Reply::Checkpoint(text),
                    Err(fault) => Reply::Fault(SentFault::of(fault)),
                }
            }
            Question::Lay(piece) => {
                let laid = self.orders.lay(piece.into_piece());
                match laid.and_then(|laid| laid.blocking_recv().map_err(|_| DeedFault::Stopping)?) {
                    Ok(()) => Reply::Laid,
                    Err(fault) => Reply::Fault(SentFault::of(fault)),
                }
            }
            Question::LetGo(act) => {
                self.orders.let_go(act);
                Reply::Laid
            }
            Question::Enter(deeds) => {
                // All are sent before the first is waited for: they come into one transaction.
                let sent: Vec<_> = deeds.into_iter().map(|deed| self.enter(deed)).collect();
                let wait = |one: Result<crate::writer::Answering, DeedFault>| match one {
                    Ok(answer) => answer.blocking_recv().unwrap_or(Err(DeedFault::Stopping)),
                    Err(fault) => Err(fault),
                };
                Reply::Entered(sent.into_iter().map(|one| SentAnswer::of(wait(one))).collect())
            }
        }
    }

    fn enter(&self, sent: SentDeed) -> Result<crate::writer::Answering, DeedFault> {
        let deed = sent.into_deed(&self.tables);
        let deed = deed.ok_or_else(|| DeedFault::Unreadable("it names a table that is not here".into()))?;
        self.orders.enter(deed)
    }
}
