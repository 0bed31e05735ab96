//! A second person looks at a letter that went at once (¶52, 69).

use super::{About, at};
use crate::codes::SecondLook;
use crate::events::EmergencyReviewed;
use crate::tables::Letter;
use facts::handles;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ReviewEmergency`].
pub const KIND: ActKind = ActKind {
    code: 816,
    name: "letters.review-emergency",
    about: "Say whether an emergency disclosure was right to ask",
    nature: Nature::Decision,
    roles: &[Role::Investigator, Role::Prosecutor],
};

/// Says what the second person found; also after its time.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewEmergency {
    /// The report or case.
    #[n(0)]
    pub record: Id,
    /// The letter.
    #[n(1)]
    pub letter: Id,
    /// Whether it was right to ask.
    #[n(2)]
    pub upheld: bool,
}

impl Act for ReviewEmergency {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Letter>(self.letter);
        if let Some(row) = view.peek::<Letter>(self.letter) {
            About::of(&row).needs(view, needs);
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let row = view.get::<Letter>(self.letter).filter(|row| row.record_id == self.record);
        let about = row.as_ref().map(|row| About::of(row).handles(self.record, view));
        let about = about.unwrap_or_else(|| handles(self.record, &[], view));
        // Who drafted it has looked already, whoever signed.
        let drafted = row.as_ref().map(|row| Facet::NeedsTwo { first: row.drafted_by });
        let signed = row.filter(|row| !row.signed_by.is_none()).map(|row| row.signed_by);
        let signed = signed.map(|first| Facet::NeedsTwo { first });
        about.into_iter().chain(drafted).chain(signed).collect()
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let waits = |row: &Letter| matches!(row.emergency_look, SecondLook::Waits | SecondLook::Late);
        let row = at(self.record, self.letter, waits, view)?;
        Ok(vec![NewEntry::of(&EmergencyReviewed { letter: row.letter, upheld: self.upheld })])
    }
}
