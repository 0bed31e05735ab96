//! Proposing a lawful unit as recipient of originals: a second person compares the key (¶52, 63).

use super::{is_key, last_day, wrong};
use crate::events::RecipientProposed;
use crate::tables::Recipient;
use kernel::Span;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ProposeRecipient`].
pub const KIND: ActKind = ActKind {
    code: 800,
    name: "evidence.propose-recipient",
    about: "Propose a lawful unit as recipient of originals",
    nature: Nature::Decision,
    roles: super::KEEPERS,
};

/// Proposes a recipient.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeRecipient {
    /// The recipient's new number.
    #[n(0)]
    pub recipient: Id,
    /// The unit of this node; none for one outside, whose name is sealed in slot 0.
    #[n(1)]
    pub unit: Id,
    /// Its public key: an age recipient of 62 characters that begins with age1.
    #[n(2)]
    pub key: String,
    /// Its last day, at most a year from today.
    #[n(3)]
    pub until: Span,
}

impl Act for ProposeRecipient {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Recipient>(self.recipient);
        let _ = view;
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let _ = view;
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.recipient
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let ProposeRecipient { recipient, unit, ref key, until } = *self;
        if recipient.is_none() || view.get::<Recipient>(recipient).is_some() {
            return wrong("recipient", "is no new number", "a new random number");
        }
        if !is_key(key) {
            return wrong(
                "key",
                "is no age recipient",
                "62 characters that begin with age1, as 'age-keygen -y' prints",
            );
        }
        let ends_on = last_day(until, ctx.now.day())?;
        Ok(vec![NewEntry::of(&RecipientProposed { recipient, unit, key: key.clone(), ends_on })])
    }
}
