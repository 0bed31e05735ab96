//! Beside the writer: letters to platforms leave by mail, each under its own number, so that a repeated one is known as the same.

use crate::acts::TellSending;
use crate::acts::add_platform::SLOT_CONTACT;
use crate::acts::draft::{SLOT_IDENTIFIERS, SLOT_ORDER};
use crate::codes::{LetterLanguage, SendingKind, SendingState};
use crate::tables::{Basis, Letter, Platform, Sending};
use crate::words::{Said, words};
use crate::{READ_CONTACT, READ_WORDS};
use couriers::mail;
use desk::{Attempt, Beside, Desk, Leaving, Round, RoundFault, Turns, tried};
use face::{Catalogue, Language, Texts};
use facts::letter::LetterTried;
use kernel::{Cell as _, Id, Instant, Key as _, Record, Value};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use store::database::TableSql;
use store::{LookFault, Node};

/// With what it works.
#[derive(Clone)]
pub struct Settings {
    /// The mail server, and from whom letters come; answers go there.
    pub mail: Option<(mail::Server, String)>,
    /// How long an answer is waited for.
    pub patience: Duration,
    /// What time it is: the clock of the node's writer.
    pub clock: Arc<dyn Fn() -> Instant + Send + Sync>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { mail: None, patience: Duration::from_secs(20), clock: Arc::new(Desk::now) }
    }
}

/// At work.
pub struct Outreach(Turns);

impl Outreach {
    /// Begins. Of several processes that serve one node, the writer's works.
    #[must_use]
    pub fn start(node: &Arc<Node>, catalogue: &Catalogue, settings: Settings) -> Outreach {
        let works = Arc::new(Works {
            node: Arc::clone(node),
            english: catalogue.texts(language(LetterLanguage::English)),
            arabic: catalogue.texts(language(LetterLanguage::Arabic)),
            settings,
            going: AtomicBool::new(true),
        });
        let rounds: Vec<(Round<Works>, &'static str)> = vec![(Works::letters, "letters to platforms wait")];
        Outreach(Turns::begin(&works, rounds))
    }

    /// Ends, when what is under way is over.
    pub fn stop(self) {
        self.0.stop();
    }
}

/// The language of pages that letters of that language are written in.
pub(crate) fn language(letters: LetterLanguage) -> Language {
    let code = match letters {
        LetterLanguage::English => "en",
        LetterLanguage::Arabic => "ar",
    };
    Language::of_code(code).unwrap_or_default()
}

impl Leaving for Sending {
    const STATE: &'static str = "sending_state";

    fn on_its_way() -> Value {
        SendingState::OnItsWay.to_value()
    }

    fn number(&self) -> Id {
        self.sending
    }

    fn is_due(&self, now: Instant) -> bool {
        self.sending_state == SendingState::OnItsWay && self.letter_next <= now
    }

    fn attempts(&self) -> i64 {
        self.letter_attempts
    }
}

struct Works {
    node: Arc<Node>,
    settings: Settings,
    english: Texts,
    arabic: Texts,
    going: AtomicBool,
}

impl Beside for Works {
    fn node(&self) -> &Node {
        &self.node
    }

    fn clock(&self) -> Instant {
        (self.settings.clock)()
    }

    fn going(&self) -> &AtomicBool {
        &self.going
    }
}

impl Works {
    fn row<R: Record>(&self, key: Id) -> Result<Option<R>, RoundFault> {
        let sql = TableSql::of(R::TABLE).get;
        Ok(self.node.read(|database| database.records::<R>(&sql, key.cells()))?.pop())
    }

    fn letters(&self, now: Instant) -> Result<(), RoundFault> {
        let told = |sending: Id, Attempt { attempt, tried, code }: Attempt| TellSending {
            sending,
            attempt,
            tried,
            code,
        };
        desk::post(self, now, |sending| self.send(sending, now), told)
    }

    fn send(&self, sending: &Sending, now: Instant) -> Result<(LetterTried, u16), RoundFault> {
        let Some((server, from)) = &self.settings.mail else { return Ok((LetterTried::NotSetUp, 0)) };
        let Some(letter) = self.row::<Letter>(sending.letter)? else { return Ok((LetterTried::Unfit, 0)) };
        let known = self.row::<Basis>(letter.basis)?.zip(self.row::<Platform>(letter.platform)?);
        let Some((basis, platform)) = known else { return Ok((LetterTried::Unfit, 0)) };
        let to = self.opened(&READ_CONTACT, sending.platform, sending.contact_act, SLOT_CONTACT)?;
        // A withdrawal says nothing of what was asked about.
        let (identifiers, order) = match sending.sending_kind {
            SendingKind::Letter => self.asked_about(&letter)?,
            SendingKind::Withdrawal => (String::new(), String::new()),
        };
        let t = match platform.letter_language {
            LetterLanguage::English => &self.english,
            LetterLanguage::Arabic => &self.arabic,
        };
        let said = Said {
            letter: &letter,
            basis: &basis,
            identifiers: &identifiers,
            order: &order,
            reply: from,
            now,
        };
        let (subject, text) = words(t, sending.sending_kind, &said);
        let follows = match sending.sending_kind {
            SendingKind::Letter => letter.follows.some(),
            SendingKind::Withdrawal => Some(letter.letter),
        };
        let message = mail::Letter {
            number: sending.sending.to_string(),
            follows: follows.map(|number| number.to_string()),
            from: from.clone(),
            to: to.trim().to_owned(),
            subject,
            text,
        };
        Ok(tried(&mail::send(server, &message, self.settings.patience)))
    }

    /// The identifiers, and the order's reference where there is one.
    fn asked_about(&self, letter: &Letter) -> Result<(String, String), RoundFault> {
        let of = |slot: u16| self.opened(&READ_WORDS, letter.record_id, letter.drafted_act, slot);
        let order = match of(SLOT_ORDER) {
            Err(RoundFault::Look(LookFault::Gone)) => String::new(),
            order => order?,
        };
        Ok((of(SLOT_IDENTIFIERS)?, order))
    }
}
