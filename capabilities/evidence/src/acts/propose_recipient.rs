//! Proposing a lawful unit as recipient of originals: a second person compares the key (¶52, 63).

use super::{is_key, last_day, wrong};
use crate::events::RecipientProposed;
use crate::tables::Recipient;
use facts::unit::Unit;
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
    /// Its number: left out, the node draws it.
    #[n(0)]
    #[schema(required = false)]
    pub recipient: Id,
    /// The unit of this node; left out for one outside of it.
    #[n(1)]
    #[serde(default)]
    #[schema(required = false)]
    pub unit: Id,
    /// Its name, as it stands on its letters; names no person.
    #[n(2)]
    #[schema(min_length = 3, max_length = 80)]
    pub recipient_name: String,
    /// Its public key: an age recipient of 62 characters that begins with age1.
    #[n(3)]
    pub public_key: String,
    /// Its last day, at most a year from today.
    #[n(4)]
    pub until: Span,
}

impl Act for ProposeRecipient {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("recipient", self.recipient)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Recipient>(self.recipient);
        needs.row::<Unit>(self.unit);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.recipient
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let ProposeRecipient { recipient, unit, ref recipient_name, ref public_key, until } = *self;
        if recipient.is_none() || view.get::<Recipient>(recipient).is_some() {
            return wrong("recipient", "is no new number", "the number that the node draws");
        }
        if !unit.is_none() && view.get::<Unit>(unit).is_none() {
            return wrong("unit", "is no unit of this node", "one of its units, or nothing for one outside");
        }
        let is_name = (3..=80).contains(&recipient_name.chars().count())
            && recipient_name.trim() == recipient_name
            && !recipient_name.chars().any(char::is_control);
        if !is_name {
            return wrong("recipient_name", "is no name", "3 to 80 characters on one line");
        }
        if !is_key(public_key) {
            return wrong(
                "public_key",
                "is no age recipient",
                "62 characters that begin with age1, as 'age-keygen -y' prints",
            );
        }
        let ends_on = last_day(until, ctx.now.day())?;
        let (name, key) = (recipient_name.clone(), public_key.clone());
        Ok(vec![NewEntry::of(&RecipientProposed { recipient, unit, name, key, ends_on })])
    }
}
