//! Releasing an answer that somebody else decided: only then it is given, and only then anything is mended (¶52 derived).

use super::{ANSWERERS, concerns, open_request};
use crate::codes::RequestState;
use crate::events::AnswerReleased;
use crate::tables::DataRequest;
use facts::letting_go::{CorrectionToTell, PersonCorrected};
use kernel::codes::Sex;
use kernel::knowing::{ever_told, ever_told_needs};
use kernel::{
    Act, ActKind, CodeList, Ctx, Day, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Span, View,
};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Releases the answer to a request.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseAnswer {
    /// The request.
    #[n(0)]
    pub request: Id,
    /// The report or person whose data it is about.
    #[n(1)]
    pub subject: Id,
}

/// Kind of [`ReleaseAnswer`].
pub const KIND: ActKind = ActKind {
    code: 973,
    name: "letting-go.release-answer",
    about: "Release the answer that somebody else decided",
    nature: Nature::Decision,
    roles: ANSWERERS,
};

impl Act for ReleaseAnswer {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("subject", self.subject)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<DataRequest>(self.request);
        ever_told_needs(self.subject, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let row = view.get::<DataRequest>(self.request).filter(|row| row.subject == self.subject);
        let first = row.map_or(Id::NONE, |row| row.decided_by);
        let two = [Facet::NeedsTwo { first }].into_iter();
        two.chain(concerns(self.request, self.subject, view)).collect()
    }

    fn subject(&self) -> Id {
        self.subject
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = open_request(self.request, self.subject, view)?;
        if row.state != RequestState::Decided {
            return Err(
                Problem::new("request", "is not decided", "one that waits for a second person").into()
            );
        }
        let released = NewEntry::of(&AnswerReleased { request: row.request });
        let Some(corrected) = correction(&row) else { return Ok(vec![released]) };
        let units = ever_told(self.subject, view).into_iter();
        let told = units.map(|unit| NewEntry::of(&CorrectionToTell { unit }));
        Ok([released, NewEntry::of(&corrected)].into_iter().chain(told).collect())
    }
}

/// The fact that takes the place of what was wrong; none when nothing is mended.
fn correction(row: &DataRequest) -> Option<PersonCorrected> {
    let is_born = row.born_from != Day(0) || row.born_to != Day(0);
    let born = is_born.then_some(Span { from: row.born_from, to: row.born_to });
    let sex = Sex::from_number(row.right_sex).ok();
    let named_in = if row.renamed { row.decided_in } else { Id::NONE };
    let mends = born.is_some() || sex.is_some() || row.renamed;
    mends.then_some(PersonCorrected { person: row.subject, born, sex, named_in })
}
