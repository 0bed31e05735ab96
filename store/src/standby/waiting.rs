//! Standing by: acts go to the writer and its answers back, until there is no writer.

use super::line::LineFault;
use super::wire::{Question, Reply, SentAnswer, SentDeed, SentPiece};
use crate::deed::DeedFault;
use crate::writer::{Laying, Order, Waiting, Writer};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How often a standby tries for the writer's place while the writer answers.
const TRY_EVERY: Duration = Duration::from_millis(250);
/// The same while nobody answers.
const TRY_AGAIN: Duration = Duration::from_millis(40);
/// How often the writer is asked whether it is there when no act asks it.
const PING_EVERY: Duration = Duration::from_millis(500);
/// How long the place of a writer that was sent away may take to be free.
const EVICTION: Duration = Duration::from_secs(2);
/// How long an act waits for a writer before its sender is told to try again.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many acts travel in one frame at most.
const MOST_ACTS: usize = 256;
/// After so many bytes a frame takes no more acts.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// An act that waits for a writer, and since when.
type Unanswered = VecDeque<(Instant, Box<Waiting>)>;

impl Writer {
    /// Stands by until this process is the writer (true) or is told to stop (false).
    pub(crate) fn stand_by(&mut self, orders: &Receiver<Order>) -> bool {
        let begun = Instant::now();
        let (mut unanswered, mut due, mut pinged) = (Unanswered::new(), begun, begun);
        let mut evicted: Option<Instant> = None;
        for order in std::mem::take(&mut self.held) {
            if let Order::Enter(waiting) = order {
                unanswered.push_back((begun, waiting));
            }
        }
        loop {
            if due <= Instant::now() {
                if self.take_place() {
                    self.held.extend(unanswered.into_iter().map(|(_, waiting)| Order::Enter(waiting)));
                    return true;
                }
                due = Instant::now() + if evicted.is_some() { TRY_AGAIN } else { TRY_EVERY };
            }
            evicted = evicted.filter(|since| since.elapsed() < EVICTION);
            let patience = if unanswered.is_empty() && evicted.is_none() { TRY_EVERY / 2 } else { TRY_AGAIN };
            if !self.take_orders(orders, patience, &mut unanswered) {
                return false;
            }
            let asked = if evicted.is_some() {
                // Its place is about to be free; asking it again would only take time.
                None
            } else if !unanswered.is_empty() {
                Some(self.hand_on(&mut unanswered))
            } else if pinged.elapsed() > PING_EVERY {
                self.shared.as_ref().map(|shared| shared.line.ping())
            } else {
                None
            };
            if let Some(asked) = asked {
                pinged = Instant::now();
                self.meters.database_is_away(asked.is_err());
                if let Err(fault) = asked {
                    due = Instant::now();
                    evicted = self.evicts(&fault).then_some(due);
                }
            }
            give_up_on(&mut unanswered);
        }
    }

    /// Takes what there is to do; false when it is to stop.
    fn take_orders(
        &mut self,
        orders: &Receiver<Order>,
        patience: Duration,
        unanswered: &mut Unanswered,
    ) -> bool {
        let mut next = match orders.recv_timeout(patience) {
            Ok(order) => Some(order),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return false,
        };
        while let Some(order) = next {
            // Each of these asks the writer and waits for it: what else there is to do comes in between.
            let waits = matches!(order, Order::Lay(_) | Order::LetGo(_));
            match order {
                Order::Enter(waiting) => unanswered.push_back((Instant::now(), waiting)),
                Order::Checkpoint(answer) => self.have_signed(answer),
                Order::Lay(laying) => self.have_laid(laying),
                Order::LetGo(act) => drop(self.ask_writer(&Question::LetGo(act))),
                Order::Stop => return false,
            }
            next = if !waits && unanswered.len() < MOST_ACTS { orders.try_recv().ok() } else { None };
        }
        true
    }

    /// Has the writer sign a checkpoint.
    fn have_signed(&mut self, answer: oneshot::Sender<Result<String, DeedFault>>) {
        let told = self.ask_writer(&Question::Checkpoint).and_then(|reply| match reply {
            Reply::Checkpoint(text) => Ok(text),
            _ => Err(nobody_there()),
        });
        // Who asked may be gone: the checkpoint is signed all the same.
        drop(answer.send(told));
    }

    /// Has the writer lay a piece. Where nobody is the writer it is not tried again: its sender begins anew.
    fn have_laid(&mut self, laying: Laying) {
        let Laying { piece, answer } = laying;
        let told = self.ask_writer(&Question::Lay(SentPiece::of(piece))).and_then(|reply| match reply {
            Reply::Laid => Ok(()),
            _ => Err(nobody_there()),
        });
        // Who went away left what was laid to be let go of.
        drop(answer.send(told));
    }

    fn ask_writer(&mut self, question: &Question) -> Result<Reply, DeedFault> {
        match self.shared.as_mut().map(|shared| shared.line.ask(question)) {
            Some(Ok(Reply::Fault(fault))) => Err(fault.into_fault()),
            Some(Ok(reply)) => Ok(reply),
            _ => Err(nobody_there()),
        }
    }

    /// Hands acts on to the writer, and its answers back.
    fn hand_on(&mut self, unanswered: &mut Unanswered) -> Result<(), LineFault> {
        let Some(shared) = &mut self.shared else { return Ok(()) };
        unanswered.retain(|(_, waiting)| !waiting.answer.is_closed());
        let (mut sent, mut bytes) = (Vec::new(), 0);
        for (_, waiting) in unanswered.iter().take(MOST_ACTS) {
            if bytes > MOST_BYTES {
                break;
            }
            let sealed = waiting.deed.payloads.iter().map(|payload| payload.ciphertext.len());
            bytes += waiting.deed.body.len() + sealed.sum::<usize>();
            sent.push(SentDeed::of(&waiting.deed));
        }
        if sent.is_empty() {
            return Ok(());
        }
        let count = sent.len();
        let Reply::Entered(answers) = shared.line.ask(&Question::Enter(sent))? else {
            return Err(LineFault::Nobody);
        };
        if answers.len() != count {
            return Err(LineFault::Nobody);
        }
        if answers.iter().any(SentAnswer::is_broken) {
            // A key that was erased elsewhere may be remembered here: who tries again must find it forgotten.
            self.forget_all();
        }
        let mut is_stopping = false;
        for answer in answers {
            let Some((since, waiting)) = unanswered.pop_front() else { break };
            match answer.into_answer(waiting.deed.act) {
                // It entered nothing, and another comes after it.
                Err(DeedFault::Stopping) => {
                    is_stopping = true;
                    unanswered.push_back((since, waiting));
                }
                told => {
                    self.meters.handed_on();
                    drop(waiting.answer.send(told));
                }
            }
        }
        if is_stopping { Err(LineFault::Nobody) } else { Ok(()) }
    }
}

fn nobody_there() -> DeedFault {
    DeedFault::Broken("no process is the writer of this database now: try again".to_owned())
}

/// Senders wait only so long.
fn give_up_on(unanswered: &mut Unanswered) {
    while unanswered.front().is_some_and(|(since, _)| since.elapsed() > PATIENCE) {
        if let Some((_, waiting)) = unanswered.pop_front() {
            drop(waiting.answer.send(Err(nobody_there())));
        }
    }
}
