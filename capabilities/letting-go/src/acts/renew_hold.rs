//! Renewing a legal hold that still stands: it never outlasts a year without somebody who says so.

use super::{HOLDERS, last_day, ordered, standing_hold};
use crate::events::HoldRenewed;
use crate::tables::Hold;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Makes a hold last longer.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewHold {
    /// The record that it holds.
    #[n(0)]
    pub record: Id,
    /// The hold.
    #[n(1)]
    pub hold: Id,
    /// The authority that ordered it.
    #[n(2)]
    pub authority: Id,
    /// The document that says so.
    #[n(3)]
    pub document: Id,
    /// Its last day from now on, at most a year from today.
    #[n(4)]
    pub until: Span,
}

/// Kind of [`RenewHold`].
pub const KIND: ActKind = ActKind {
    code: 951,
    name: "letting-go.renew-hold",
    about: "Make a legal hold last longer",
    nature: Nature::Decision,
    roles: HOLDERS,
};

impl Act for RenewHold {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Hold>(self.hold);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let RenewHold { record, hold, authority, document, until } = *self;
        let row = standing_hold(record, hold, ctx, view)?;
        ordered(authority, document)?;
        let ends_on = last_day(until, ctx.now.day())?;
        if ends_on <= row.ends_on {
            let wrong = format!("is no later than {}, until which it stands already", row.ends_on);
            return Err(
                Problem::new("until", wrong, "a later day; to end it early, ask that it be lifted").into()
            );
        }
        Ok(vec![NewEntry::of(&HoldRenewed { hold, authority, document, ends_on })])
    }
}
