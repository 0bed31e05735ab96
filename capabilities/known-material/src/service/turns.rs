//! Whose file is received when, and which picture is decoded: so many at once, and not all of them of one caller.

use super::limits::{DECODED_AT_ONCE, FILES_AT_ONCE, FILES_OF_ONE, TURN};
use super::told::Told;
use kernel::Id;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// The turns that are left.
pub(crate) struct Turns {
    files: Arc<Semaphore>,
    decoding: Arc<Semaphore>,
    of_callers: Mutex<BTreeMap<Id, Arc<Semaphore>>>,
}

impl Default for Turns {
    fn default() -> Turns {
        Turns {
            files: Arc::new(Semaphore::new(FILES_AT_ONCE)),
            decoding: Arc::new(Semaphore::new(DECODED_AT_ONCE)),
            of_callers: Mutex::default(),
        }
    }
}

/// A turn ends when it is dropped.
pub(crate) struct Turn(#[expect(dead_code, reason = "held, not read")] Vec<OwnedSemaphorePermit>);

async fn taken(semaphores: Vec<Arc<Semaphore>>) -> Result<Turn, Told> {
    let all = async {
        let mut permits = Vec::with_capacity(semaphores.len());
        for semaphore in semaphores {
            permits.push(semaphore.acquire_owned().await.ok()?);
        }
        Some(Turn(permits))
    };
    let turn = timeout(TURN, all).await.ok().flatten();
    turn.ok_or_else(|| Told::later("too many files come at once: send the same again", 60))
}

impl Turns {
    /// Waits for a turn to have a file received.
    pub(crate) async fn file(&self, caller: Id) -> Result<Turn, Told> {
        let own = {
            let mut of_callers = self.of_callers.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(of_callers.entry(caller).or_insert_with(|| Arc::new(Semaphore::new(FILES_OF_ONE))))
        };
        taken(vec![own, Arc::clone(&self.files)]).await
    }

    /// Waits for a turn to have a picture decoded.
    pub(crate) async fn decoding(&self) -> Result<Turn, Told> {
        taken(vec![Arc::clone(&self.decoding)]).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_caller_leaves_turns_to_the_others_and_who_waits_too_long_is_told() {
        let turns = Turns::default();
        let mut held = Vec::new();
        for _ in 0..FILES_OF_ONE {
            held.push(turns.file(Id([1; 16])).await.unwrap());
        }
        assert!(turns.file(Id([1; 16])).await.is_err(), "one more of the same");
        let other = turns.file(Id([2; 16])).await;
        assert!(other.is_ok(), "another is heard");
        held.pop();
        assert!(turns.file(Id([1; 16])).await.is_ok(), "a turn that ended is free");
    }
}
