//! Imposing a legal hold: what an authority still needs is not erased, until a day.

use super::{HOLDERS, last_day, ordered};
use crate::codes::HoldReason;
use crate::events::HoldImposed;
use crate::tables::Hold;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Holds a record, and of a case everything that belongs to it. A hold has an end, at most a year away; it can be renewed.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImposeHold {
    /// The hold's new number.
    #[n(0)]
    pub hold: Id,
    /// The report, case, person or list.
    #[n(1)]
    pub record: Id,
    /// Why.
    #[n(2)]
    pub reason: HoldReason,
    /// The authority that ordered it.
    #[n(3)]
    pub authority: Id,
    /// The document that says so.
    #[n(4)]
    pub document: Id,
    /// Its last day, at most a year from today.
    #[n(5)]
    pub until: Span,
}

/// Kind of [`ImposeHold`].
pub const KIND: ActKind = ActKind {
    code: 950,
    name: "letting-go.hold",
    about: "Keep a record, or a case with all that belongs to it, from being erased until a day",
    nature: Nature::Decision,
    roles: HOLDERS,
};

impl Act for ImposeHold {
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
        let ImposeHold { hold, record, reason, authority, document, until } = *self;
        if record.is_none() {
            return Err(Problem::new("record", "names nothing", "a report, case, person or list").into());
        }
        if hold.is_none() || view.get::<Hold>(hold).is_some() {
            return Err(Problem::new("hold", "is no new number", "a new random number").into());
        }
        ordered(authority, document)?;
        let ends_on = last_day(until, ctx.now.day())?;
        Ok(vec![NewEntry::of(&HoldImposed { hold, reason, authority, document, ends_on })])
    }
}
