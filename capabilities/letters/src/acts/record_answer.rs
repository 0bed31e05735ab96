//! Entering what a platform answered.

use super::{at, wrong};
use crate::codes::{LetterAnswer, WhyRefused};
use crate::events::PlatformAnswered;
use crate::tables::Letter;
use kernel::{Act, ActKind, Ctx, Day, Denial, Facet, Hash, Id, Nature, Needs, NewEntry, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Slot of the platform's words, and of where what it disclosed lies.
pub const SLOT_ANSWER: u16 = 0;

/// Kind of [`RecordAnswer`].
pub const KIND: ActKind = ActKind {
    code: 819,
    name: "letters.record-answer",
    about: "Enter what a platform answered",
    nature: Nature::Decision,
    roles: super::DESK,
};

/// Enters an answer. The platform's words, and where what it disclosed lies, are sealed in slot 0.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordAnswer {
    /// The report or case.
    #[n(0)]
    pub record: Id,
    /// The letter.
    #[n(1)]
    pub letter: Id,
    /// What it answered.
    #[n(2)]
    pub platform_answer: LetterAnswer,
    /// With preserved: until which day.
    #[n(3)]
    #[serde(default)]
    pub preserved_until: Option<Span>,
    /// With refused: why.
    #[n(4)]
    pub why_refused: WhyRefused,
    /// With disclosed or partly: SHA-256 of what it disclosed, where that is known; hexadecimal.
    #[n(5)]
    #[serde(default)]
    pub disclosed_hash: Option<String>,
}

impl RecordAnswer {
    fn until(&self, today: Day) -> Result<Option<Day>, Denial> {
        let right = "with preserved one day, today or later; with anything else nothing";
        match (self.platform_answer, self.preserved_until) {
            (LetterAnswer::Preserved, Some(on)) if on.from == on.to && on.to >= today => Ok(Some(on.to)),
            (LetterAnswer::Preserved, _) | (_, Some(_)) => wrong("preserved_until", "does not fit", right),
            (_, None) => Ok(None),
        }
    }

    fn hash(&self) -> Result<Option<Hash>, Denial> {
        let Some(text) = &self.disclosed_hash else { return Ok(None) };
        if !matches!(self.platform_answer, LetterAnswer::Disclosed | LetterAnswer::Partly) {
            return wrong("disclosed_hash", "comes with nothing that was disclosed", "nothing");
        }
        let digit = |n: usize| text.get(2 * n..2 * n + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
        let bytes: Option<Vec<u8>> = (0..32).map(digit).collect();
        let is_plain = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match bytes.and_then(|bytes| bytes.try_into().ok()).filter(|_| is_plain) {
            Some(bytes) => Ok(Some(Hash(bytes))),
            None => wrong("disclosed_hash", "is no SHA-256 value", "64 hexadecimal digits"),
        }
    }
}

impl Act for RecordAnswer {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Letter>(self.letter);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = at(self.record, self.letter, Letter::may_be_answered, view)?;
        let (answer, why) = (self.platform_answer, self.why_refused);
        let fits = match answer {
            LetterAnswer::None => false,
            LetterAnswer::Preserved => row.letter_asks.preserves(),
            LetterAnswer::Disclosed => !row.letter_asks.preserves(),
            _ => true,
        };
        if !fits {
            return wrong(
                "platform_answer",
                "does not answer this letter",
                "what the platform answered to it",
            );
        }
        if answer != LetterAnswer::Refused && why != WhyRefused::NotSaid {
            return wrong("why_refused", "comes with no refusal", "not-said, but with a refusal");
        }
        let (until, hash) = (self.until(ctx.now.day())?, self.hash()?);
        Ok(vec![NewEntry::of(&PlatformAnswered { letter: row.letter, answer, until, why, hash })])
    }
}
