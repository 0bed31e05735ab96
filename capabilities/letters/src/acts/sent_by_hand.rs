//! Entering that a person sent a letter, or its withdrawal: by post, or in the platform's portal.

use super::{at, wrong};
use crate::apply::withdrawal_of;
use crate::codes::{LetterStands, LetterWay, SendingKind, SendingState};
use crate::events;
use crate::tables::{Letter, Sending};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`SentByHand`].
pub const KIND: ActKind = ActKind {
    code: 818,
    name: "letters.sent-by-hand",
    about: "Enter that a person sent a letter or its withdrawal to a platform",
    nature: Nature::Decision,
    roles: super::DESK,
};

/// Enters that it was sent by hand: also what could not be delivered by mail.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentByHand {
    /// The report or case.
    #[n(0)]
    pub record: Id,
    /// The letter.
    #[n(1)]
    pub letter: Id,
    /// The letter, or its withdrawal.
    #[n(2)]
    pub sent_what: SendingKind,
    /// By what way: post or portal.
    #[n(3)]
    pub way: LetterWay,
    /// On which day: today or before, and not before it was signed.
    #[n(4)]
    pub on: Span,
}

impl SentByHand {
    fn sending(&self) -> Id {
        match self.sent_what {
            SendingKind::Letter => self.letter,
            SendingKind::Withdrawal => withdrawal_of(self.letter),
        }
    }
}

impl Act for SentByHand {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Letter>(self.letter);
        needs.row::<Sending>(self.sending());
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let stands: &[LetterStands] = match self.sent_what {
            SendingKind::Letter => &[LetterStands::ByHand, LetterStands::Undelivered],
            SendingKind::Withdrawal => &[LetterStands::Withdrawn],
        };
        at(self.record, self.letter, |row| stands.contains(&row.letter_stands), view)?;
        let waits = |row: &Sending| matches!(row.sending_state, SendingState::ByHand | SendingState::GivenUp);
        let Some(sending) = view.get::<Sending>(self.sending()).filter(waits) else {
            return wrong(
                "sent_what",
                "is nothing that a person is to send",
                "what waits to be sent by hand",
            );
        };
        if self.way == LetterWay::Mail {
            return wrong("way", "is not by hand", "post or portal");
        }
        let (on, today) = (self.on, ctx.now.day());
        if on.from != on.to || on.to > today || on.to < sending.letter_since.day() {
            return wrong("on", "is no such day", "a day from its signing to today");
        }
        let (sending, way) = (sending.sending, self.way);
        Ok(vec![NewEntry::of(&events::SentByHand { sending, way, on: on.to })])
    }
}
