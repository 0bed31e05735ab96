//! The unit that was asked about a report says what it thinks. It is shown nothing more afterwards, and never had the report.

use crate::events::ViewGiven;
use crate::tables::consultation::Consultation;
use kernel::knowing::{KeptFrom, not_known};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`GiveView`].
pub const KIND: ActKind = ActKind {
    code: 180,
    name: "reports.give-view",
    about: "Answer what another unit asks about a report of its own",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Answers a question; the answer is sealed in [`SLOT_TEXT`](super::SLOT_TEXT), as a word about the report.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveView {
    /// The consultation.
    #[n(0)]
    pub consultation: Id,
}

impl GiveView {
    /// The consultation, where it is open to the acting person; what was learned by a broken glass answers nothing.
    fn open(&self, ctx: &Ctx, view: &View) -> Option<Consultation> {
        let row = view.peek::<Consultation>(self.consultation)?;
        let is_kept = view.peek::<KeptFrom>((row.report, ctx.actor.id)).is_some();
        (row.is_open_to(ctx.actor.unit, ctx.now) && !is_kept).then_some(row)
    }
}

impl Act for GiveView {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("consultation", self.consultation)]
    }

    fn needs(&self, ctx: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Consultation>(self.consultation);
        if let Some(row) = view.peek::<Consultation>(self.consultation) {
            needs.row::<KeptFrom>((row.report, ctx.actor.id));
        }
    }

    /// Whoever has a conflict with the report, or is meant by it, has no view of it.
    fn facets(&self, ctx: &Ctx, view: &View) -> Vec<Facet> {
        let Some(row) = self.open(ctx, view) else { return Vec::new() };
        // There a conflict can be declared with the consultation alone: its number is all that is known.
        [row.report, self.consultation].map(|matter| Facet::Handles { matter }).into()
    }

    fn subject(&self) -> Id {
        self.consultation
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let Some(row) = self.open(ctx, view) else { return Err(not_known("consultation").into()) };
        Ok(vec![NewEntry::of(&ViewGiven { consultation: self.consultation }).about(row.report)])
    }
}
