//! Asking `core`: everything that is told is sealed to the team that receives it before it leaves this process.

use super::gateway::Phones;
use super::help::Help;
use super::live::Chats;
use super::pace::{Busy, Limits, Pace};
use crate::wire::{Answer, Question, Thread, Told, read, write};
use face::Language;
use serde_json::{Map, Value};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use store::team::TeamKey;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A question under way.
pub type Asking = Pin<Box<dyn Future<Output = std::io::Result<Vec<u8>>> + Send>>;

/// How many pictures are decoded at once: decoding is the only heavy work of this process.
const DECODING: usize = 2;
/// How many reports with files are in memory at once, 60 MB each; texts alone are always taken.
const WITH_PICTURES: usize = 16;

/// The way to `core`, and the public half that is sealed to.
#[derive(Clone)]
pub struct Door {
    ask: Arc<dyn Fn(Vec<u8>) -> Asking + Send + Sync>,
    desk_key: Arc<dyn Fn() -> TeamKey + Send + Sync>,
    decoding: Arc<Semaphore>,
    with_pictures: Arc<Semaphore>,
    help: Arc<Help>,
    pace: Pace,
    beside: Arc<Map<String, Value>>,
    films: Films,
    phones: Option<Phones>,
    chats: Chats,
}

/// A film in sign language, and its captions: addresses of this door.
#[derive(Clone, Debug)]
pub struct Film {
    /// The film's address.
    pub address: String,
    /// Its media type.
    pub media: &'static str,
    /// The address of its captions, in WebVTT.
    pub captions: String,
}

/// The film of a language, if there is one.
pub type Films = Arc<dyn Fn(Language) -> Option<Film> + Send + Sync>;

/// What keeps a person's words from being taken in.
#[derive(Debug)]
pub(crate) enum Kept {
    /// Something does not fit.
    Invalid { field: String, wrong: String, right: String },
    /// No report has this receipt.
    NoSuchThread,
    /// The same form was sent before, with other words.
    Used,
    /// Nothing was taken in; try again.
    TryAgain,
    /// Too many send at this moment: nothing was taken in; try again after so many seconds.
    Busy(u32),
}

impl Door {
    /// A door that asks so. `desk_key` tells what the desk of reports opens with at that moment, and is asked each time.
    pub fn new(
        ask: Arc<dyn Fn(Vec<u8>) -> Asking + Send + Sync>,
        desk_key: Arc<dyn Fn() -> TeamKey + Send + Sync>,
    ) -> Door {
        let places = |count| Arc::new(Semaphore::new(count));
        let (decoding, with_pictures) = (places(DECODING), places(WITH_PICTURES));
        let pace = Pace::new(Limits::default());
        let (help, beside, films) = (Arc::default(), Arc::default(), Arc::new(|_| None));
        let chats = Chats::default();
        Door { ask, desk_key, decoding, with_pictures, help, pace, beside, films, phones: None, chats }
    }

    /// The same door, with numbers to call.
    #[must_use]
    pub fn with_help(self, help: Help) -> Door {
        Door { help: Arc::new(help), ..self }
    }

    /// The same door, at another pace.
    #[must_use]
    pub fn with_pace(self, pace: Pace) -> Door {
        Door { pace, ..self }
    }

    /// The same door, that describes with its own addresses those of what stands beside it: paths of OpenAPI.
    #[must_use]
    pub fn with_beside(self, paths: Map<String, Value>) -> Door {
        Door { beside: Arc::new(paths), ..self }
    }

    /// The same door, with films in sign language. `films` is asked with each page that could show one.
    #[must_use]
    pub fn with_films(self, films: Films) -> Door {
        Door { films, ..self }
    }

    /// The same door, for telephones, too.
    #[must_use]
    pub fn with_phones(self, phones: Phones) -> Door {
        Door { phones: Some(phones), ..self }
    }

    /// What telephones come in by; none where the operator has no gateway.
    pub(crate) fn phones(&self) -> Option<&Phones> {
        self.phones.as_ref()
    }

    /// The film in sign language for readers of a language.
    pub(crate) fn film(&self, language: Language) -> Option<Film> {
        (self.films)(language)
    }

    /// The paths of what stands beside this door.
    pub(crate) fn beside(&self) -> &Map<String, Value> {
        &self.beside
    }

    /// What the form that is drawn now carries, so that its turn comes before those of later ones.
    pub(crate) fn ticket(&self) -> String {
        self.pace.ticket()
    }

    /// The same for somebody who began so long ago elsewhere.
    pub(crate) fn ticket_of(&self, ago: Duration) -> String {
        self.pace.ticket_of(ago)
    }

    /// Numbers to call.
    pub(crate) fn help(&self) -> &Help {
        &self.help
    }

    /// A place among those whose pictures are in memory; none while all are taken. Nobody waits for one: whoever sends
    /// slowly on purpose would hold up everybody else.
    pub(crate) fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.with_pictures).try_acquire_owned().ok()
    }

    async fn turn(&self, ticket: &str) -> Result<(), Kept> {
        self.pace.turn(ticket).await.map_err(|Busy(seconds)| Kept::Busy(seconds))
    }

    /// The pages that are open in a chat.
    pub(super) fn chats(&self) -> &Chats {
        &self.chats
    }

    /// Ends the pages that are open in a chat, in words: the door is about to close.
    pub fn closing(&self) {
        self.chats.end();
    }

    pub(super) async fn asked(&self, question: &Question) -> Result<Answer, Kept> {
        let frame = (self.ask)(write(question)).await.map_err(|error| {
            tracing::error!(%error, "the core does not answer");
            Kept::TryAgain
        })?;
        match read::<Answer>(&frame) {
            Ok(Answer::Invalid { field, wrong, right }) => Err(Kept::Invalid { field, wrong, right }),
            Ok(Answer::NoSuchThread) => Err(Kept::NoSuchThread),
            Ok(Answer::Used) => Err(Kept::Used),
            Ok(Answer::TryAgain) | Err(_) => Err(Kept::TryAgain),
            Ok(answer) => Ok(answer),
        }
    }

    /// Seals what was told and has it entered; it is durable when this answers.
    pub(crate) async fn submit(&self, told: &Told, ticket: &str) -> Result<(), Kept> {
        self.submit_and_hear(told, ticket).await.map(drop)
    }

    /// The same, and what core answers to it.
    pub(crate) async fn submit_and_hear(&self, told: &Told, ticket: &str) -> Result<Answer, Kept> {
        self.turn(ticket).await?;
        let submitted = self.submitted(told).await;
        if matches!(submitted, Err(Kept::NoSuchThread)) {
            self.pace.wrong_receipt().await;
        }
        submitted
    }

    /// Has what is told entered in the first of these threads that there is, in one turn. That there is none is not counted as a wrong
    /// receipt: whoever asks says so where nothing else follows ([`Door::wrong_receipt`]).
    pub(super) async fn submit_to_any(
        &self,
        proofs: &[[u8; 32]],
        told: impl Fn([u8; 32]) -> Told + Send,
        ticket: &str,
    ) -> Result<(), Kept> {
        self.turn(ticket).await?;
        for proof in proofs {
            let told = told(*proof);
            match self.submitted(&told).await {
                Err(Kept::NoSuchThread) => {}
                other => return other.map(drop),
            }
        }
        Err(Kept::NoSuchThread)
    }

    /// Opens the latest page of the first of these threads that there is, in one turn and uncounted in the same way.
    pub(super) async fn thread_of_any(&self, proofs: &[[u8; 32]]) -> Result<Thread, Kept> {
        self.turn("").await?;
        for proof in proofs {
            match self.thread_again(*proof).await {
                Err(Kept::NoSuchThread) => {}
                other => return other,
            }
        }
        Err(Kept::NoSuchThread)
    }

    /// Counts a receipt that no report has, and waits.
    pub(super) async fn wrong_receipt(&self) {
        self.pace.wrong_receipt().await;
    }

    async fn submitted(&self, told: &Told) -> Result<Answer, Kept> {
        let key = (self.desk_key)();
        if let Some(answer) = self.filed(told, &key).await? {
            return Ok(answer);
        }
        // Core has destroyed that key since: what was told goes to the one that it gives out now, and is taken in once.
        let fresh = (self.desk_key)();
        let again = if fresh == key { None } else { self.filed(told, &fresh).await? };
        again.ok_or_else(|| {
            tracing::error!("core does not open what is sealed to the key that it gave out");
            Kept::TryAgain
        })
    }

    /// Seals what was told to that key and has it entered; nothing when core cannot open what is sealed to it.
    async fn filed(&self, told: &Told, key: &TeamKey) -> Result<Option<Answer>, Kept> {
        let sealed = key.seal(&write(told)).map_err(|_| Kept::TryAgain)?;
        let answer = self.asked(&Question::Submit(sealed)).await?;
        Ok((answer != Answer::AnotherKey).then_some(answer))
    }

    /// Opens a page of a thread; page 0 is the latest.
    pub(crate) async fn thread(&self, proof: [u8; 32], page: u32) -> Result<Thread, Kept> {
        self.turn("").await?;
        match self.asked(&Question::OpenThread(proof, page)).await {
            Ok(Answer::Thread(thread)) => Ok(thread),
            Ok(_) => Err(Kept::TryAgain),
            Err(Kept::NoSuchThread) => {
                self.pace.wrong_receipt().await;
                Err(Kept::NoSuchThread)
            }
            Err(kept) => Err(kept),
        }
    }

    /// The newest page of a thread that this door has open in a chat. Its turn came when it was opened: how often this is asked is
    /// bounded by how often the team answers.
    pub(crate) async fn thread_again(&self, proof: [u8; 32]) -> Result<Thread, Kept> {
        match self.asked(&Question::OpenThread(proof, 0)).await? {
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
