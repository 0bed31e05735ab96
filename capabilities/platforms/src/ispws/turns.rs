//! Whose file is received when: so many at once, and not all of them of one sender.

use super::Refused;
use crate::limits::{FILES_AT_ONCE, FILES_OF_ONE, TURN_SECONDS};
use kernel::Id;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::Node;
use tipline::Code;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// The turns that are left: of all, and of each key.
struct Turns {
    all: Arc<Semaphore>,
    of_keys: Mutex<BTreeMap<Id, Arc<Semaphore>>>,
}

impl Default for Turns {
    fn default() -> Turns {
        Turns { all: Arc::new(Semaphore::new(FILES_AT_ONCE)), of_keys: Mutex::default() }
    }
}

impl Turns {
    fn of(&self, key: Id) -> Arc<Semaphore> {
        let mut of_keys = self.of_keys.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(of_keys.entry(key).or_insert_with(|| Arc::new(Semaphore::new(FILES_OF_ONE))))
    }

    async fn turn(&self, key: Id) -> Result<Turn, Refused> {
        let (own, all) = (self.of(key), Arc::clone(&self.all));
        let both = async { Ok::<_, AcquireError>([own.acquire_owned().await?, all.acquire_owned().await?]) };
        match timeout(Duration::from_secs(TURN_SECONDS), both).await {
            Ok(Ok(both)) => Ok(Turn(both)),
            _ => {
                let why = "too many files come at once: again in a minute".to_owned();
                Err(Refused::Ours(Code::UploadFailed, why))
            }
        }
    }
}

/// A turn ends when it is dropped.
pub(super) struct Turn(#[expect(dead_code, reason = "held, not read")] [OwnedSemaphorePermit; 2]);

/// Waits for a turn of that key.
pub(super) async fn turn(node: &Node, key: Id) -> Result<Turn, Refused> {
    node.memory::<Turns>().turn(key).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sender_leaves_turns_to_the_others_and_who_waits_too_long_is_told() {
        let turns = Turns::default();
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let mut held = Vec::new();
            for _ in 0..FILES_OF_ONE {
                held.push(turns.turn(Id([1; 16])).await.ok().unwrap());
            }
            assert!(turns.turn(Id([1; 16])).await.is_err(), "one more of the same");
            let others = turns.turn(Id([2; 16])).await;
            assert!(others.is_ok(), "another is heard");
            held.pop();
            assert!(turns.turn(Id([1; 16])).await.is_ok(), "a turn that ended is free");
        });
    }
}
