//! What a letter says. It is made of what stands in [`Said`] and of nothing else, so it can tell nothing else.

use crate::codes::{AskedAbout, Asks, Danger, OrderOf, SendingKind};
use crate::tables::{Basis, Letter};
use face::Texts;
use kernel::{CodeList as _, Instant};

/// What goes into a letter.
pub(crate) struct Said<'a> {
    pub(crate) letter: &'a Letter,
    pub(crate) basis: &'a Basis,
    /// The identifiers that are asked about.
    pub(crate) identifiers: &'a str,
    /// The order's reference; empty without one.
    pub(crate) order: &'a str,
    /// Where to answer.
    pub(crate) reply: &'a str,
    /// When it leaves.
    pub(crate) now: Instant,
}

/// Subject and text of a letter or its withdrawal, in the platform's language.
pub(crate) fn words(t: &Texts, kind: SendingKind, said: &Said<'_>) -> (String, String) {
    let Said { letter, .. } = said;
    let reference = letter.letter.to_string();
    let name = match kind {
        SendingKind::Withdrawal => "withdrawal",
        SendingKind::Letter => letter.letter_asks.code(),
    };
    let subject = t.t(&format!("letters-mail-{name}-subject"));
    let intro = t.t(&format!("letters-mail-{name}"));
    let line = |key: &str, value: String| format!("{} {value}", t.t(&format!("letters-mail-{key}")));
    let mut parts = vec![intro, line("reference", reference)];
    if kind == SendingKind::Letter {
        parts.extend(body(t, said));
    }
    parts.push(line("authority", letter.authority.clone()));
    if !said.reply.is_empty() {
        parts.push(line("reply", said.reply.to_owned()));
    }
    (subject, parts.join("\n\n") + "\n")
}

/// What only the letter itself says.
fn body(t: &Texts, said: &Said<'_>) -> Vec<String> {
    let Said { letter, basis, identifiers, order, now, .. } = said;
    let line = |key: &str, value: String| format!("{} {value}", t.t(&format!("letters-mail-{key}")));
    let mut parts = vec![
        format!("{}\n{}", t.t("letters-mail-identifiers"), identifiers.trim()),
        line("period", format!("{} – {}", letter.period_from, letter.period_to)),
        line("law", format!("{} ({})", basis.law, basis.country.code())),
    ];
    if letter.order_of != OrderOf::Nobody {
        parts.push(line("order", format!("{} {}", t.t(&letter.order_of.key()), order.trim())));
    }
    if let Some(first) = letter.follows.some() {
        parts.push(line("follows", first.to_string()));
    }
    if letter.letter_danger != Danger::Nobody {
        parts.push(line("danger", t.t(&letter.letter_danger.key())));
    }
    let about = match letter.asked_about {
        AskedAbout::Victim => "letters-mail-about-victim",
        AskedAbout::Unknown | AskedAbout::Suspect => "letters-mail-about-nobody",
    };
    parts.push(t.t(about));
    if letter.letter_asks.preserves() {
        parts.push(line("days", basis.preserved_days.to_string()));
    }
    if letter.letter_asks != Asks::Extend {
        parts.push(t.t("letters-mail-quiet"));
    }
    let due = now.plus_days(basis.answer_days).day().to_string();
    parts.push(line("due", due));
    parts
}
