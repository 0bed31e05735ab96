//! Withdrawing a letter: the platform is told where it may have it.

use super::{at, letter_needs};
use crate::codes::{LetterStands, LetterWay};
use crate::events::LetterWithdrawn;
use crate::tables::{Letter, Platform};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`Withdraw`].
pub const KIND: ActKind = ActKind {
    code: 820,
    name: "letters.withdraw",
    about: "Withdraw a letter; the platform is told where it may have it",
    nature: Nature::Decision,
    roles: super::DESK,
};

/// Withdraws a letter.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// The report or case.
    #[n(0)]
    pub record: Id,
    /// The letter.
    #[n(1)]
    pub letter: Id,
}

impl Act for Withdraw {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        letter_needs(self.letter, view, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = at(self.record, self.letter, Letter::may_be_withdrawn, view)?;
        let told = !matches!(row.letter_stands, LetterStands::Drafted | LetterStands::ByHand);
        let platform = view.get::<Platform>(row.platform);
        let (way, contact_act) = platform
            .map_or((LetterWay::Post, Id::NONE), |platform| (platform.letter_way, platform.contact_act));
        Ok(vec![NewEntry::of(&LetterWithdrawn { letter: row.letter, told, way, contact_act })])
    }
}
