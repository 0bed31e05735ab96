//! Letters to hosts leave by mail, or as signed messages to a host's system.

use super::{Beside as _, RoundFault, Works};
use crate::acts::{SLOT_CONTACT, SLOT_HOOK, SLOT_HOOK_SECRET, SLOT_URL, TellLetter};
use crate::codes::{LegalGround, LetterKind, LetterMeans, LetterState};
use crate::events::LetterTried;
use crate::tables::{Address, Letter};
use crate::{READ_CONTACT, READ_URL};
use couriers::{Became, hook, mail};
use desk::tried;
use face::Texts;
use kernel::{Cell as _, CodeList as _, Instant, Key as _, Record};
use serde_json::json;
use store::LookFault;
use store::database::TableSql;

/// So many letters leave in one round.
const LETTERS: i64 = 50;

impl Works {
    pub(super) fn letters(&self, now: Instant) -> Result<(), RoundFault> {
        let every = TableSql::of(Letter::TABLE).every;
        let sql = format!(
            "{every} WHERE letter_state = $1 AND letter_next <= $2 ORDER BY letter_next LIMIT {LETTERS}"
        );
        let asked = vec![LetterState::OnItsWay.to_value(), now.to_value()];
        for letter in self.node.read(|database| database.records::<Letter>(&sql, asked))? {
            if !self.is_going() {
                break;
            }
            let attempt = u32::try_from(letter.letter_attempts.saturating_add(1)).unwrap_or(u32::MAX);
            let (tried, code) = match self.send(&letter) {
                Ok(became) => became,
                Err(RoundFault::Look(LookFault::Gone)) => (LetterTried::Unfit, 0),
                Err(fault) => return Err(fault),
            };
            let told = TellLetter { letter: letter.letter, attempt, tried, code };
            self.enter(letter.letter.derive("tried", attempt), &told)?;
        }
        Ok(())
    }

    fn send(&self, letter: &Letter) -> Result<(LetterTried, u16), RoundFault> {
        if letter.letter_means == LetterMeans::Mail && self.settings.mail.is_none() {
            return Ok((LetterTried::NotSetUp, 0));
        }
        let sql = TableSql::of(Address::TABLE).get;
        let row = self.node.read(|database| database.records::<Address>(&sql, letter.address.cells()))?.pop();
        let Some(row) = row else { return Ok((LetterTried::Unfit, 0)) };
        let url = self.opened(&READ_URL, letter.address, row.act, SLOT_URL)?;
        let became = match letter.letter_means {
            LetterMeans::Mail => self.by_mail(letter, &url)?,
            LetterMeans::Webhook => self.by_hook(letter, &url)?,
        };
        Ok(tried(&became))
    }

    fn by_mail(&self, letter: &Letter, url: &str) -> Result<Became, RoundFault> {
        let Some((server, from)) = &self.settings.mail else {
            return Ok(Became::NotSent(couriers::Trouble::Unreachable));
        };
        let to = self.opened(&READ_CONTACT, letter.host, letter.contact_act, SLOT_CONTACT)?;
        let (subject, text) = words(&self.texts, letter.letter_kind, url, letter.legal_ground, from);
        let message = mail::Letter {
            number: letter.letter.to_string(),
            follows: None,
            from: from.clone(),
            to: to.trim().to_owned(),
            subject,
            text,
        };
        Ok(mail::send(server, &message, self.settings.patience))
    }

    fn by_hook(&self, letter: &Letter, url: &str) -> Result<Became, RoundFault> {
        let address = self.opened(&READ_CONTACT, letter.host, letter.contact_act, SLOT_HOOK)?;
        let secret = self.opened(&READ_CONTACT, letter.host, letter.contact_act, SLOT_HOOK_SECRET)?;
        let address = address.trim();
        let leads_elsewhere = hook::is_address_elsewhere(address) || self.settings.also_private;
        let (Ok(secret), true) = (hook::Secret::read(secret.trim()), leads_elsewhere) else {
            return Ok(Became::NotSent(couriers::Trouble::Unfit));
        };
        let reply = self.settings.mail.as_ref().map(|(_, from)| from.as_str());
        let body = told(&self.texts, letter, url, reply);
        let number = letter.letter.to_string();
        let sent_at = (self.settings.clock)().0.div_euclid(1_000);
        let message = hook::Message { address, number: &number, sent_at, body: &body };
        Ok(hook::send(&secret, &message, self.settings.patience))
    }
}

fn name_of(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Notice => "notice",
        LetterKind::Correction => "correction",
    }
}

/// What a host's system is told: the same as a letter says, and the letter's number, by which a repeated one is known.
pub(super) fn told(t: &Texts, letter: &Letter, url: &str, reply: Option<&str>) -> String {
    let kind = name_of(letter.letter_kind);
    json!({
        "type": format!("takedown.{kind}"),
        "letter": letter.letter.to_string(),
        "address": url,
        "law": letter.legal_ground.code(),
        "law_words": t.t(&letter.legal_ground.key()),
        "words": t.t(&format!("takedown-{kind}-words")),
        "reply_to": reply,
    })
    .to_string()
}

/// What a letter says: the address, the law, where to answer. It is made of nothing else, so it can tell nothing else.
pub(super) fn words(
    t: &Texts,
    kind: LetterKind,
    url: &str,
    ground: LegalGround,
    reply: &str,
) -> (String, String) {
    let kind = name_of(kind);
    let said = |name: &str| t.t(&format!("takedown-{kind}-{name}"));
    let law = t.t(&ground.key());
    let text =
        format!("{}\n\n{url}\n\n{}\n{law}\n\n{}\n{reply}\n", said("words"), said("law"), said("reply"));
    (said("subject"), text)
}
