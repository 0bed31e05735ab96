//! Taking in what somebody asks about what is held on them: to see it, or to have it mended.

use super::ASKED;
use crate::codes::{Asks, IdentityCheck};
use crate::events::RequestMade;
use crate::tables::DataRequest;
use facts::standing::GuardianTie;
use kernel::rule::GuardianGets;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A request on behalf of the subject: the child itself, a grown person, or a parent or guardian who was named as the child's.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeRequest {
    /// The request's new number.
    #[n(0)]
    pub request: Id,
    /// The report or person whose data it is about.
    #[n(1)]
    pub subject: Id,
    /// What they ask.
    #[n(2)]
    pub asks: Asks,
    /// The parent or guardian who asks for a child; none when it is the subject.
    #[n(3)]
    pub guardian: Id,
    /// How it was checked who asks.
    #[n(4)]
    pub identity: IdentityCheck,
    /// True when their words are sealed beside it.
    #[n(5)]
    pub told: bool,
}

/// Kind of [`MakeRequest`].
pub const KIND: ActKind = ActKind {
    code: 970,
    name: "letting-go.request",
    about: "Take in a request about what is held on somebody",
    nature: Nature::Decision,
    roles: ASKED,
};

impl Act for MakeRequest {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("subject", self.subject), ("guardian", self.guardian)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<DataRequest>(self.request);
        needs.row::<GuardianTie>((self.subject, self.guardian));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        let (child, guardian, what) = (self.subject, self.guardian, GuardianGets::Access);
        let gets = guardian.some().map(|guardian| Facet::GuardianGets { child, guardian, what });
        [Facet::Handles { matter: child }].into_iter().chain(gets).collect()
    }

    fn subject(&self) -> Id {
        self.subject
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let MakeRequest { request, subject, asks, guardian, identity, told } = *self;
        if subject.is_none() {
            return Err(Problem::new("subject", "names nothing", "a report or a person").into());
        }
        if request.is_none() || view.get::<DataRequest>(request).is_some() {
            return Err(Problem::new("request", "is no new number", "a new random number").into());
        }
        if !guardian.is_none() && view.get::<GuardianTie>((subject, guardian)).is_none() {
            let right = "somebody who was named as this child's parent or guardian, or nobody";
            return Err(Problem::new("guardian", "is not named as theirs", right).into());
        }
        if asks == Asks::Rectification && !told {
            return Err(
                Problem::new("told", "nothing is said to be wrong", "what is wrong, in their words").into()
            );
        }
        Ok(vec![NewEntry::of(&RequestMade { request, asks, guardian, identity, told })])
    }
}

/// The slot in which what they said is sealed.
pub const SLOT_WORDS: u16 = 0;
