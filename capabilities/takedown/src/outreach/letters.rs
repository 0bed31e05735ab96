//! Letters to hosts leave by mail, or as signed messages to a host's system.

use super::{Beside as _, RoundFault, Works};
use crate::acts::{SLOT_CONTACT, SLOT_HOOK, SLOT_HOOK_SECRET, SLOT_URL, TellLetter};
use crate::codes::{LegalGround, LetterKind, LetterMeans, LetterState};
use crate::door::host_link;
use crate::events::LetterTried;
use crate::tables::{Address, Host, HostLink, Letter};
use crate::{READ_CONTACT, READ_URL};
use couriers::{Became, hook, mail};
use desk::{Attempt, Leaving, tried};
use face::Texts;
use kernel::{Cell as _, CodeList as _, Id, Instant, Key as _, Record, Value};
use serde_json::json;
use store::database::TableSql;

impl Leaving for Letter {
    const STATE: &'static str = "letter_state";

    fn on_its_way() -> Value {
        LetterState::OnItsWay.to_value()
    }

    fn number(&self) -> Id {
        self.letter
    }

    fn is_due(&self, now: Instant) -> bool {
        self.letter_state == LetterState::OnItsWay && self.letter_next <= now
    }

    fn attempts(&self) -> i64 {
        self.letter_attempts
    }
}

impl Works {
    pub(super) fn letters(&self, now: Instant) -> Result<(), RoundFault> {
        let told = |letter: Id, Attempt { attempt, tried, code }: Attempt| TellLetter {
            letter,
            attempt,
            tried,
            code,
        };
        desk::post(self, now, |letter| self.send(letter), told)
    }

    fn send(&self, letter: &Letter) -> Result<(LetterTried, u16), RoundFault> {
        if letter.letter_means == LetterMeans::Mail && self.settings.mail.is_none() {
            return Ok((LetterTried::NotSetUp, 0));
        }
        let sql = TableSql::of(Address::TABLE).get;
        let row = self.node.read(|database| database.records::<Address>(&sql, letter.address.cells()))?.pop();
        let Some(row) = row else { return Ok((LetterTried::Unfit, 0)) };
        let page = self.page_of(letter)?;
        let about = match (letter.letter_kind, &page) {
            // It is about the page alone: without one there is nothing to say.
            (LetterKind::Link, None) => return Ok((LetterTried::Unfit, 0)),
            (LetterKind::Link, Some(_)) => None,
            _ => Some(self.opened(&READ_URL, letter.address, row.act, SLOT_URL)?),
        };
        let said = Said {
            kind: letter.letter_kind,
            url: about.as_deref(),
            ground: letter.legal_ground,
            page: page.as_deref(),
        };
        let became = match letter.letter_means {
            LetterMeans::Mail => self.by_mail(letter, &said)?,
            LetterMeans::Webhook => self.by_hook(letter, &said)?,
        };
        Ok(tried(&became))
    }

    /// The page of the host, by the link of the contact to which the letter goes: nobody else is ever told it.
    fn page_of(&self, letter: &Letter) -> Result<Option<String>, RoundFault> {
        let Some(door) = &self.settings.pages else { return Ok(None) };
        let hosts = TableSql::of(Host::TABLE).get;
        let links = format!("{} WHERE host = $1 AND contact_act = $2", TableSql::of(HostLink::TABLE).every);
        let now = self.now()?;
        let (host, links) = self.node.read(|database| {
            let host = database.records::<Host>(&hosts, letter.host.cells())?.pop();
            let asked = vec![letter.host.to_value(), letter.contact_act.to_value()];
            Ok::<_, store::DatabaseFault>((host, database.records::<HostLink>(&links, asked)?))
        })?;
        let Some(host) = host else { return Ok(None) };
        let opens = links.into_iter().filter(|link| link.opens(&host, now));
        let link = opens.max_by_key(|link| (link.link_until, link.link));
        Ok(link.map(|link| host_link(&self.node, door, link.link)))
    }

    fn by_mail(&self, letter: &Letter, said: &Said<'_>) -> Result<Became, RoundFault> {
        let Some((server, from)) = &self.settings.mail else {
            return Ok(Became::NotSent(couriers::Trouble::Unreachable));
        };
        let to = self.opened(&READ_CONTACT, letter.host, letter.contact_act, SLOT_CONTACT)?;
        let (subject, text) = words(&self.texts, said, from);
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

    fn by_hook(&self, letter: &Letter, said: &Said<'_>) -> Result<Became, RoundFault> {
        let address = self.opened(&READ_CONTACT, letter.host, letter.contact_act, SLOT_HOOK)?;
        let secret = self.opened(&READ_CONTACT, letter.host, letter.contact_act, SLOT_HOOK_SECRET)?;
        let address = address.trim();
        let leads_elsewhere = hook::is_address_elsewhere(address) || self.settings.also_private;
        let (Ok(secret), true) = (hook::Secret::read(secret.trim()), leads_elsewhere) else {
            return Ok(Became::NotSent(couriers::Trouble::Unfit));
        };
        let reply = self.settings.mail.as_ref().map(|(_, from)| from.as_str());
        let body = told(&self.texts, letter, said, reply);
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
        LetterKind::Link => "link",
    }
}

/// All that a letter is made of.
pub(super) struct Said<'a> {
    pub(super) kind: LetterKind,
    /// The address; none where it brings a link alone.
    pub(super) url: Option<&'a str>,
    pub(super) ground: LegalGround,
    /// The host's own page, where this node has such.
    pub(super) page: Option<&'a str>,
}

/// What a host's system is told: the same as a letter says, and the letter's number, by which a repeated one is known.
pub(super) fn told(t: &Texts, letter: &Letter, said: &Said<'_>, reply: Option<&str>) -> String {
    let kind = name_of(said.kind);
    let law = said.url.map(|_| said.ground);
    json!({
        "type": format!("takedown.{kind}"),
        "letter": letter.letter.to_string(),
        "notice": said.url.map(|_| letter.address.to_string()),
        "address": said.url,
        "law": law.map(|law| law.code()),
        "law_words": law.map(|law| t.t(&law.key())),
        "words": t.t(&format!("takedown-{kind}-words")),
        "page": said.page,
        "reply_to": reply,
    })
    .to_string()
}

/// What a letter says: the address, the law, the host's own page, where to answer. It is made of nothing else, so it can tell nothing else.
pub(super) fn words(t: &Texts, said: &Said<'_>, reply: &str) -> (String, String) {
    let kind = name_of(said.kind);
    let text = |name: &str| t.t(&format!("takedown-{kind}-{name}"));
    let law = || t.t(&said.ground.key());
    let about = said.url.map(|url| format!("{url}\n\n{}\n{}\n\n", text("law"), law())).unwrap_or_default();
    let page =
        said.page.map(|page| format!("{}\n{page}\n\n", t.t("takedown-letter-page"))).unwrap_or_default();
    (text("subject"), format!("{}\n\n{about}{page}{}\n{reply}\n", text("words"), text("reply")))
}
