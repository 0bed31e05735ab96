//! Taking longer to answer: once, with a reason, before the term is over.

use super::{ASKED, concerns, open_request};
use crate::codes::ExtendReason;
use crate::events::RequestExtended;
use crate::tables::DataRequest;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Extends the term of a request by 60 days.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendRequest {
    /// The request.
    #[n(0)]
    pub request: Id,
    /// The report or person whose data it is about.
    #[n(1)]
    pub subject: Id,
    /// Why.
    #[n(2)]
    pub reason: ExtendReason,
}

/// Kind of [`ExtendRequest`].
pub const KIND: ActKind = ActKind {
    code: 971,
    name: "letting-go.extend-request",
    about: "Take longer to answer a request, once",
    nature: Nature::Decision,
    roles: ASKED,
};

impl Act for ExtendRequest {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("subject", self.subject)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<DataRequest>(self.request);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        concerns(self.request, self.subject, view)
    }

    fn subject(&self) -> Id {
        self.subject
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = open_request(self.request, self.subject, view)?;
        if row.extended {
            return Err(Problem::new("request", "was extended already", "an answer").into());
        }
        if row.due_at < ctx.now {
            return Err(Problem::new("request", "its term is over", "an answer").into());
        }
        Ok(vec![NewEntry::of(&RequestExtended { request: row.request, reason: self.reason })])
    }
}
