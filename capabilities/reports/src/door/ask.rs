//! Asking `core`: everything that is told is sealed to its key before it leaves this process.

use crate::wire::{Answer, Question, Thread, Told, read, write};
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// A question under way.
pub type Asking = Pin<Box<dyn Future<Output = std::io::Result<Vec<u8>>> + Send>>;

/// How many pictures are decoded at once: decoding is the only heavy work of this process.
const DECODING: usize = 2;

/// The way to `core`, and the key that it opens with.
#[derive(Clone)]
pub struct Door {
    ask: Arc<dyn Fn(Vec<u8>) -> Asking + Send + Sync>,
    box_key: [u8; 32],
    decoding: Arc<Semaphore>,
}

/// What keeps a person's words from being taken in.
#[derive(Debug)]
pub(crate) enum Kept {
    /// Something does not fit.
    Invalid { field: String, wrong: String, right: String },
    /// No report has this receipt.
    NoSuchThread,
    /// Nothing was taken in; try again.
    TryAgain,
}

impl Door {
    /// A door that asks so, and seals to that key.
    pub fn new(ask: Arc<dyn Fn(Vec<u8>) -> Asking + Send + Sync>, box_key: [u8; 32]) -> Door {
        Door { ask, box_key, decoding: Arc::new(Semaphore::new(DECODING)) }
    }

    async fn asked(&self, question: &Question) -> Result<Answer, Kept> {
        let frame = (self.ask)(write(question)).await.map_err(|error| {
            tracing::error!(%error, "the core does not answer");
            Kept::TryAgain
        })?;
        match read::<Answer>(&frame) {
            Ok(Answer::Invalid { field, wrong, right }) => Err(Kept::Invalid { field, wrong, right }),
            Ok(Answer::NoSuchThread) => Err(Kept::NoSuchThread),
            Ok(Answer::TryAgain) | Err(_) => Err(Kept::TryAgain),
            Ok(answer) => Ok(answer),
        }
    }

    /// Seals what was told and has it entered; it is durable when this answers.
    pub(crate) async fn submit(&self, told: &Told) -> Result<(), Kept> {
        let sealed = store::crypto::seal_to(&self.box_key, &write(told)).map_err(|_| Kept::TryAgain)?;
        self.asked(&Question::Submit(sealed)).await.map(drop)
    }

    /// Opens a thread.
    pub(crate) async fn thread(&self, proof: [u8; 32]) -> Result<Thread, Kept> {
        match self.asked(&Question::OpenThread(proof)).await? {
            Answer::Thread(thread) => Ok(thread),
            _ => Err(Kept::TryAgain),
        }
    }

    /// Takes a picture beside the async threads, a few at a time.
    pub(crate) async fn take(
        &self,
        bytes: Vec<u8>,
        declared: Option<String>,
    ) -> Result<crate::wire::TakenPicture, crate::picture::PictureFault> {
        // The semaphore is never closed while the door stands.
        let _place = self.decoding.acquire().await;
        let taken =
            tokio::task::spawn_blocking(move || crate::picture::take(bytes, declared.as_deref())).await;
        taken.unwrap_or(Err(crate::picture::PictureFault::Damaged))
    }
}
