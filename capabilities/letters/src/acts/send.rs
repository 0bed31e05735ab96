//! Signing a letter: it leaves. A disclosure is signed by another person than who drafted it (¶52, 69).

use super::{About, asked, at, letter_needs};
use crate::codes::{Asks, LetterStands, SecondLook};
use crate::events::LetterSigned;
use crate::rules::{Signing, signing};
use crate::tables::{Basis, Letter, Platform};
use facts::handles;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`Send`].
pub const KIND: ActKind = ActKind {
    code: 815,
    name: "letters.send",
    about: "Sign a letter to a platform, so that it leaves",
    nature: Nature::Decision,
    roles: super::DESK,
};

/// Signs a letter, or sends one again that could not be delivered, to the contact that the platform has now.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Send {
    /// The report or case.
    #[n(0)]
    pub record: Id,
    /// The letter.
    #[n(1)]
    pub letter: Id,
}

fn is_to_be_sent(row: &Letter) -> bool {
    matches!(row.letter_stands, LetterStands::Drafted | LetterStands::Undelivered)
        && row.emergency_look != SecondLook::NotUpheld
}

impl Act for Send {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        letter_needs(self.letter, view, needs);
        if let Some(row) = view.peek::<Letter>(self.letter) {
            needs.row::<Letter>(row.follows);
            About::of(&row).needs(view, needs);
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let row = view.get::<Letter>(self.letter).filter(|row| row.record_id == self.record);
        let two = row.as_ref().filter(|row| row.letter_asks.discloses());
        let two = two.map(|row| Facet::NeedsTwo { first: row.drafted_by });
        let about = row.as_ref().map(|row| About::of(row).facets(self.record, view));
        about.unwrap_or_else(|| handles(self.record, &[], view)).into_iter().chain(two).collect()
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = at(self.record, self.letter, is_to_be_sent, view)?;
        let basis = view.get::<Basis>(row.basis);
        let signing = signing(&asked(&row, basis.as_ref()), ctx.actor.role).map_err(Problem::from);
        let signing = signing.and_then(|signing| About::of(&row).may_be_asked(view).map(|()| signing));
        // Nothing of it is typed here: the letter itself is what is wrong.
        let signing = signing.map_err(|problem| Problem { field: "letter", ..problem })?;
        let runs = |first: Letter| first.runs && ctx.now < first.lapses_at;
        if row.letter_asks == Asks::Extend && !view.get::<Letter>(row.follows).is_some_and(runs) {
            return super::wrong(
                "letter",
                "extends what holds no more",
                "a new preservation, and this one withdrawn",
            );
        }
        let Some(platform) = view.get::<Platform>(row.platform) else {
            return super::wrong("letter", "goes to nobody who is known", "a letter to a known platform");
        };
        let Platform { letter_way: way, contact_act, .. } = platform;
        let at_once = signing == Signing::AtOnce;
        Ok(vec![NewEntry::of(&LetterSigned { letter: row.letter, way, contact_act, at_once })])
    }
}
