//! What a telephone does at the door: it reports, it adds to its report, and it asks what was answered.

use super::keys::{Caller, Delivery, Phones};
use crate::door::ask::{Door, Kept};
use crate::door::once::Once;
use crate::wire::{SafeContact, TakenVoice, Thread, Told, ToldFurther, ToldReport, ToldVoice};
use face::{Language, Looks, Texts};
use facts::report::CameBy;
use kernel::CodeList;
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use std::time::Duration;

/// So long ago a telephone is taken to have begun: whoever writes on its keys has been at it for minutes, and stands in the queue of a
/// full door where somebody stands whose page was opened then.
const BEGUN_BEFORE: Duration = Duration::from_secs(180);

/// One telephone at the door.
pub(super) struct Line<'d> {
    pub(super) door: &'d Door,
    pub(super) phones: &'d Phones,
    pub(super) looks: &'d Looks,
    pub(super) caller: Caller,
}

/// What a telephone reports.
pub(super) struct Report {
    pub(super) came_by: CameBy,
    pub(super) language: Language,
    pub(super) danger: DangerAnswer,
    /// Code of what happens; empty where nothing was chosen.
    pub(super) happening: &'static str,
    pub(super) text: String,
    pub(super) voice: Option<TakenVoice>,
}

impl Report {
    /// One that says in which language, and by which way.
    pub(super) fn new(came_by: CameBy, language: Language) -> Report {
        Report {
            came_by,
            language,
            danger: DangerAnswer::NoAnswer,
            happening: "",
            text: String::new(),
            voice: None,
        }
    }
}

impl Line<'_> {
    /// The texts of a language.
    pub(super) fn texts(&self, language: Language) -> Texts {
        self.looks.catalogue().texts(language)
    }

    /// What follows from a message's own number.
    pub(super) fn delivery(&self, way: CameBy, id: &str) -> Delivery {
        self.phones.delivery(way.code(), id, &self.caller)
    }

    async fn submit(&self, told: &Told) -> Result<(), Kept> {
        self.door.submit(told, &self.door.ticket_of(BEGUN_BEFORE)).await
    }

    /// Files a report under numbers of its sender; the same delivery twice is the same report.
    pub(super) async fn file(&self, report: &Report, delivery: &Delivery) -> Result<(), Kept> {
        self.submit(&self.told(report, delivery, &delivery.own)?).await
    }

    /// Files what a session or a call tells, under the numbers of that alone. What goes on from there: with false, its end is told
    /// without its sender and it stood already, so that nothing is raised a second time, and what was told after it stands by itself.
    /// Where the numbers stand for something else, as when a gateway gives them to two people, it has others, and another code.
    pub(super) async fn file_once(
        &self,
        report: &Report,
        id: &str,
        ended: bool,
    ) -> Result<(Delivery, bool), Kept> {
        let (way, delivery) = (report.came_by.code(), self.delivery(report.came_by, id));
        match self.submit(&self.told(report, &delivery, &delivery.once)?).await {
            Err(Kept::Used) if ended && self.caller.is_hidden() => {
                Ok((self.phones.delivery(&format!("{way}, what followed"), id, &self.caller), false))
            }
            Err(Kept::Used) => {
                let other = self.phones.delivery(&format!("{way}, another"), id, &self.caller);
                self.file(report, &other).await?;
                Ok((other, true))
            }
            other => other.map(|()| (delivery, true)),
        }
    }

    fn told(&self, report: &Report, delivery: &Delivery, once: &Once) -> Result<Told, Kept> {
        // Under the newest secret: there is always one.
        let proof =
            self.phones.proofs(&self.caller, &delivery.code).first().copied().ok_or(Kept::TryAgain)?;
        Ok(Told::Report(Box::new(ToldReport {
            act: once.report_act(),
            report: once.report(),
            by: ReportingPerson::NotSaid.code().to_owned(),
            danger: report.danger.code().to_owned(),
            age: AgeBand::NotSaid.code().to_owned(),
            language: report.language.code().to_owned(),
            text: report.text.clone(),
            contact: SafeContact::default(),
            pictures: Vec::new(),
            proof,
            happening: report.happening.to_owned(),
            said_of: Vec::new(),
            reach: String::new(),
            not_for: String::new(),
            place: String::new(),
            voice: report.voice.clone(),
            hashes: Vec::new(),
            came_by: Some(report.came_by.code().to_owned()),
            duty: None,
        })))
    }

    /// Adds words to the thread of a code.
    pub(super) async fn further(&self, code: &str, text: &str, delivery: &Delivery) -> Result<(), Kept> {
        let act = delivery.own.message_act();
        self.to_thread(code, |proof| Told::Further(ToldFurther { act, proof, text: text.to_owned() })).await
    }

    /// Adds a voice message to the thread of a code.
    pub(super) async fn speak(&self, code: &str, voice: TakenVoice, delivery: &Delivery) -> Result<(), Kept> {
        let act = delivery.own.voice_act();
        self.to_thread(code, |proof| Told::Voice(ToldVoice { act, proof, voice: voice.clone() })).await
    }

    /// Tells a thread something, which may have begun under an older secret.
    async fn to_thread(&self, code: &str, told: impl Fn([u8; 32]) -> Told + Send) -> Result<(), Kept> {
        let proofs = self.phones.proofs(&self.caller, code);
        self.door.submit_to_any(&proofs, told, &self.door.ticket_of(BEGUN_BEFORE)).await
    }

    /// The latest page of the thread of a code. A code that opens nothing is not counted yet: its words may be a report.
    pub(super) async fn thread(&self, code: &str) -> Result<Thread, Kept> {
        self.door.thread_of_any(&self.phones.proofs(&self.caller, code)).await
    }

    /// Says that a code opens nothing; the later, the more of them were tried lately.
    pub(super) async fn unknown(&self, t: &Texts, code: &str) -> String {
        self.door.wrong_receipt().await;
        // Without a number there is no telephone that it would be the wrong one for.
        let key = if self.caller.is_hidden() { "phone-unknown-anywhere" } else { "phone-unknown-code" };
        t.with(key, "code", code)
    }
}

/// What the answers and notices in a thread say, the newest first; nothing while there is none.
pub(super) fn answers(t: &Texts, thread: &Thread) -> Vec<String> {
    let why = (!thread.not_pursued.is_empty()).then(|| t.t(&format!("door-why-{}", thread.not_pursued)));
    let all = thread.said.iter().rev().map(|said| match (said.notice.as_str(), said.text.as_str()) {
        ("", "") => t.t("phone-erased"),
        ("", text) => text.to_owned(),
        (notice, _) => format!("{} {}", t.t(&format!("door-notice-{notice}")), said.days()),
    });
    why.into_iter().chain(all).collect()
}
