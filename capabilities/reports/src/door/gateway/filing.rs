//! What a telephone does at the door: it reports, it adds to its report, and it asks what was answered.

use super::keys::{Caller, Delivery, Phones};
use crate::door::ask::{Door, Kept};
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

    /// Files a report; the same delivery twice is the same report.
    pub(super) async fn file(&self, report: Report, delivery: &Delivery) -> Result<(), Kept> {
        // Under the newest secret: there is always one.
        let proof =
            self.phones.proofs(&self.caller, &delivery.code).first().copied().ok_or(Kept::TryAgain)?;
        let told = ToldReport {
            act: delivery.once.report_act(),
            report: delivery.once.report(),
            by: ReportingPerson::NotSaid.code().to_owned(),
            danger: report.danger.code().to_owned(),
            age: AgeBand::NotSaid.code().to_owned(),
            language: report.language.code().to_owned(),
            text: report.text,
            contact: SafeContact::default(),
            pictures: Vec::new(),
            proof,
            happening: report.happening.to_owned(),
            said_of: Vec::new(),
            reach: String::new(),
            not_for: String::new(),
            place: String::new(),
            voice: report.voice,
            hashes: Vec::new(),
            came_by: Some(report.came_by.code().to_owned()),
        };
        self.submit(&Told::Report(Box::new(told))).await
    }

    /// Adds words to the thread of a code.
    pub(super) async fn further(&self, code: &str, text: &str, delivery: &Delivery) -> Result<(), Kept> {
        let act = delivery.once.message_act();
        self.to_thread(code, |proof| Told::Further(ToldFurther { act, proof, text: text.to_owned() })).await
    }

    /// Adds a voice message to the thread of a code.
    pub(super) async fn speak(&self, code: &str, voice: TakenVoice, delivery: &Delivery) -> Result<(), Kept> {
        let act = delivery.once.voice_act();
        self.to_thread(code, |proof| Told::Voice(ToldVoice { act, proof, voice: voice.clone() })).await
    }

    /// Tells a thread something, which may have begun under an older secret.
    async fn to_thread(&self, code: &str, told: impl Fn([u8; 32]) -> Told + Send) -> Result<(), Kept> {
        for proof in self.phones.proofs(&self.caller, code) {
            match self.submit(&told(proof)).await {
                Err(Kept::NoSuchThread) => {}
                other => return other,
            }
        }
        Err(Kept::NoSuchThread)
    }

    /// The latest page of the thread of a code.
    pub(super) async fn thread(&self, code: &str) -> Result<Thread, Kept> {
        for proof in self.phones.proofs(&self.caller, code) {
            match self.door.thread(proof, 0).await {
                Err(Kept::NoSuchThread) => {}
                other => return other,
            }
        }
        Err(Kept::NoSuchThread)
    }
}

/// What the latest answer in a thread says; none while there is none.
pub(super) fn newest(t: &Texts, thread: &Thread) -> Option<String> {
    let why = (!thread.not_pursued.is_empty()).then(|| t.t(&format!("door-why-{}", thread.not_pursued)));
    let last = thread.said.last().map(|said| match (said.notice.as_str(), said.text.as_str()) {
        ("", "") => t.t("phone-erased"),
        ("", text) => text.to_owned(),
        (notice, _) => format!("{} {}", t.t(&format!("door-notice-{notice}")), said.days()),
    });
    let words: Vec<String> = why.into_iter().chain(last).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
