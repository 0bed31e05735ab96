//! Saying that the term of a request runs out, and that it was missed.

use crate::events::{RequestMissed, RequestRunsOut};
use crate::tables::DataRequest;
use crate::terms::RUNS_OUT_DAYS;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Enters that the term of a request runs out, or that it was missed.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WatchRequest {
    /// The request.
    #[n(0)]
    pub request: Id,
    /// The report or person whose data it is about.
    #[n(1)]
    pub subject: Id,
}

/// Kind of [`WatchRequest`].
pub const KIND: ActKind = ActKind {
    code: 974,
    name: "letting-go.watch-request",
    about: "Enter that the term of a request runs out or was missed",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for WatchRequest {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<DataRequest>(self.request);
    }

    // It decides nothing: what it says follows from what is on record.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.subject
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row =
            view.get::<DataRequest>(self.request).filter(|row| row.subject == self.subject && row.waiting);
        let Some(DataRequest { request, due_at, reminded, missed, .. }) = row else {
            return Err(Problem::new("request", "does not wait", "one that is not answered").into());
        };
        if due_at < ctx.now && !missed {
            return Ok(vec![NewEntry::of(&RequestMissed { request })]);
        }
        if due_at.plus_days(-RUNS_OUT_DAYS) <= ctx.now && ctx.now <= due_at && !reminded {
            return Ok(vec![NewEntry::of(&RequestRunsOut { request })]);
        }
        Err(Problem::new("request", "has nothing to be said of", "one whose term runs out").into())
    }
}
