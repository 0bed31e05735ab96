//! Deciding how a request is answered: what is shown, withheld, mended or refused, on which ground. Another releases it.

use super::{ANSWERERS, concerns, open_request};
use crate::codes::{AnswerTo, AppealTo, Asks, RefusalGround, RequestState};
use crate::events::RequestDecided;
use crate::tables::DataRequest;
use facts::Standing;
use kernel::codes::Sex;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Decides a request. Nothing is answered or mended until somebody else releases it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideRequest {
    /// The request.
    #[n(0)]
    pub request: Id,
    /// The report or person whose data it is about.
    #[n(1)]
    pub subject: Id,
    /// How it is answered.
    #[n(2)]
    pub answer: AnswerTo,
    /// On which ground something is refused; "none" when nothing is.
    #[n(3)]
    pub ground: RefusalGround,
    /// To whom a refusal can be taken: wanted with every refusal.
    #[n(4)]
    pub appeal: Option<AppealTo>,
    /// Acts whose sealed words are withheld, because they name others.
    #[n(5)]
    pub withheld: Vec<Id>,
    /// The right days of birth, where they were wrong.
    #[n(6)]
    pub born: Option<Span>,
    /// The right sex, where it was wrong.
    #[n(7)]
    pub sex: Option<Sex>,
    /// True when the right name and notes are sealed beside it.
    #[n(8)]
    pub renamed: bool,
}

/// Kind of [`DecideRequest`].
pub const KIND: ActKind = ActKind {
    code: 972,
    name: "letting-go.decide-request",
    about: "Decide how a request about what is held on somebody is answered",
    nature: Nature::Decision,
    roles: ANSWERERS,
};

impl Act for DecideRequest {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("subject", self.subject)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<DataRequest>(self.request);
        needs.row::<Standing>(self.subject);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        concerns(self.request, self.subject, view)
    }

    fn subject(&self) -> Id {
        self.subject
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = open_request(self.request, self.subject, view)?;
        if row.state != RequestState::Open {
            return Err(Problem::new("request", "is decided", "one that waits for a decision").into());
        }
        self.grounded()?;
        self.mends(row.asks, ctx, view)?;
        let DecideRequest { request, answer, ground, appeal, born, sex, renamed, .. } = *self;
        let withheld = self.withheld.clone();
        let decided = RequestDecided { request, answer, ground, appeal, withheld, born, sex, renamed };
        Ok(vec![NewEntry::of(&decided)])
    }
}

/// The slot in which the words of the answer are sealed.
pub const SLOT_ANSWER: u16 = 0;
/// How many sealed words one answer withholds at most.
const MOST_WITHHELD: usize = 200;

impl DecideRequest {
    /// Whoever refuses says on which ground, and to whom it can be taken.
    fn grounded(&self) -> Result<(), Problem> {
        let refuses = matches!(self.answer, AnswerTo::InPart | AnswerTo::Refused);
        if self.answer == AnswerTo::Undecided {
            return Err(Problem::new("answer", "decides nothing", "granted, in-part or refused"));
        }
        if refuses == (self.ground == RefusalGround::None) {
            return Err(Problem::new(
                "ground",
                "does not fit the answer",
                "a ground with every refusal, else none",
            ));
        }
        if refuses != self.appeal.is_some() {
            return Err(Problem::new(
                "appeal",
                "does not fit the answer",
                "to whom a refusal can be taken, else nobody",
            ));
        }
        if !refuses && !self.withheld.is_empty() {
            return Err(Problem::new(
                "withheld",
                "something is withheld",
                "an answer in part, with its ground",
            ));
        }
        if self.withheld.len() > MOST_WITHHELD {
            return Err(Problem::new("withheld", "are too many", "200 at most; refuse the whole instead"));
        }
        Ok(())
    }

    /// Only who asked that it be mended has it mended, and only a person has days of birth, a sex and a name.
    fn mends(&self, asks: Asks, ctx: &Ctx, view: &View) -> Result<(), Problem> {
        let mends = self.born.is_some() || self.sex.is_some() || self.renamed;
        let grants = self.answer != AnswerTo::Refused && asks == Asks::Rectification;
        if mends && !grants {
            return Err(Problem::new("answer", "mends something", "a granted request to mend it"));
        }
        if grants && !mends {
            return Err(Problem::new("answer", "mends nothing", "what is right from now on, or a refusal"));
        }
        if mends && view.get::<Standing>(self.subject).is_none() {
            return Err(Problem::new(
                "subject",
                "is no person",
                "a person: what a report says is its reporter's word",
            ));
        }
        match self.born {
            Some(born) if born.is_unknown() || born.from > ctx.now.day() => {
                Err(Problem::new("born", "is no day of birth", "a past day or span of days"))
            }
            _ => Ok(()),
        }
    }
}
