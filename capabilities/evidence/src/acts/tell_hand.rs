//! Telling that a package went through one more hand, and which hash was computed there. Another hash stops it.

use super::{at, hash_of, in_force, wrong};
use crate::codes::{Hand, HandoverState};
use crate::events::{HandBroken, HandPassed};
use crate::tables::{Handover, Recipient};
use kernel::Hash;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`TellHand`].
pub const KIND: ActKind = ActKind {
    code: 807,
    name: "evidence.tell-hand",
    about: "Tell that a package went through one more hand",
    nature: Nature::Decision,
    roles: super::WORKERS,
};

/// Tells of a hand.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TellHand {
    /// The record that the originals came with.
    #[n(0)]
    pub record: Id,
    /// The handover.
    #[n(1)]
    pub handover: Id,
    /// Which hand: fetched, arrived, destroyed or returned.
    #[n(2)]
    pub hand: Hand,
    /// What was computed there: the package's hash when fetched, the manifest's from then on; hexadecimal.
    #[n(3)]
    pub hash: String,
    /// With arrived: the package's hash, too, as the recipient computed it; hexadecimal.
    #[n(4)]
    #[serde(default)]
    pub package: Option<String>,
}

impl Act for TellHand {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Handover>(self.handover);
        if let Some(row) = view.peek::<Handover>(self.handover) {
            needs.row::<Recipient>(row.recipient);
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let (from, is_package): (&[HandoverState], bool) = match self.hand {
            Hand::Fetched => (&[HandoverState::Packed, HandoverState::Fetched], true),
            Hand::Arrived => (&[HandoverState::Fetched], false),
            Hand::Destroyed | Hand::Returned => (&[HandoverState::Arrived, HandoverState::Answered], false),
            Hand::Proposed | Hand::Approved | Hand::Packed | Hand::Answered => {
                return wrong(
                    "hand",
                    "is told by an act of its own",
                    "fetched, arrived, destroyed or returned",
                );
            }
        };
        let row = at(self.record, self.handover, from, view)?;
        if self.hand == Hand::Fetched {
            in_force(row.recipient, ctx, view)?;
        }
        let kept = |bytes: &[u8]| Hash(bytes.try_into().unwrap_or_default());
        let told = hash_of("hash", &self.hash)?;
        let mut computed = vec![(kept(if is_package { &row.package } else { &row.manifest }), told)];
        if let Some(package) = &self.package {
            if self.hand != Hand::Arrived {
                return wrong("package", "is told at another hand", "nothing, but with arrived");
            }
            computed.push((kept(&row.package), hash_of("package", package)?));
        }
        let (handover, hand) = (row.handover, self.hand);
        let differs = computed.into_iter().find(|(expected, found)| expected != found);
        Ok(vec![match differs {
            None => NewEntry::of(&HandPassed { handover, hand, hash: told }),
            Some((expected, found)) => NewEntry::of(&HandBroken { handover, hand, expected, found }),
        }])
    }
}
