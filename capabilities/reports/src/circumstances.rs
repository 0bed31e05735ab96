//! What whoever reports chose to say beside the text: what happens, whom it is about, how to be reached (¶35, 40, 46, 52).

use crate::codes::{Happening, Reach, SaidOf};
use crate::priority::Reason;
use facts::complaint::Body;
use facts::unit::UnitKind;
use kernel::{CodeList, Problem};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Answers of which every one may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Circumstances {
    /// What it is about.
    #[n(0)]
    pub happening: Option<Happening>,
    /// Whom it is about, each once, in the order of the list.
    #[n(1)]
    pub said_of: Vec<SaidOf>,
    /// How the reporter wishes to be reached.
    #[n(2)]
    pub reach: Option<Reach>,
    /// True when names of adults who must not see it are sealed beside it.
    #[n(3)]
    pub kept_from: bool,
    /// True when the app or site, and the name used there, are sealed beside it.
    #[n(4)]
    pub place: bool,
}

impl Circumstances {
    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Circumstances::default()
    }

    /// Whether somebody who wrote no word has told something all the same.
    #[must_use]
    pub fn tell_something(&self) -> bool {
        self.happening.is_some() || !self.said_of.is_empty() || self.place
    }

    /// The reasons of priority that these answers give, in the order of the list.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let happening = match self.happening {
            Some(Happening::ThreatensToShare) => Some(Reason::Threatened),
            Some(Happening::WantsToMeet) => Some(Reason::MeetsSoon),
            _ => None,
        };
        let at_home = self.said_of.contains(&SaidOf::AtHome).then_some(Reason::AdultNearby);
        crate::priority::union(&happening.into_iter().chain(at_home).collect::<Vec<_>>(), &[])
    }

    /// Whom it is about must stand there once and in order, so that one report has one encoding.
    ///
    /// # Errors
    /// A [`Problem`] with the field `said_of`.
    pub fn check(&self) -> Result<(), Problem> {
        if self.said_of.is_sorted_by(|one, next| one < next) {
            return Ok(());
        }
        let right = "each answer once, in the order of the list";
        Err(Problem::new("said_of", "has an answer twice, or out of order", right))
    }
}

/// The body that hears what is about these; none when it is no complaint. Whatever else a complaint is about, what is about the
/// first body goes to the second.
#[must_use]
pub fn body_for(said_of: &[SaidOf]) -> Option<Body> {
    let bodies = || said_of.iter().filter_map(|one| one.body());
    bodies().find(|body| *body == Body::Second).or_else(|| bodies().next())
}

/// The kinds of units that they may be of, or that work beside them: parent and sister units are of their kind.
pub(crate) fn kinds(said_of: &[SaidOf]) -> impl Iterator<Item = UnitKind> {
    let all = UnitKind::all().iter().copied();
    all.filter(|kind| said_of.iter().any(|one| one.may_be_of(*kind)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    proptest! {
        #[test]
        fn what_is_about_the_oversight_body_never_goes_to_it(said_of in subsequence(SaidOf::all().to_vec(), 0..=SaidOf::all().len())) {
            let body = body_for(&said_of);
            let official = said_of.iter().any(|one| one.body().is_some());
            prop_assert_eq!(body.is_some(), official);
            prop_assert_eq!(body == Some(Body::Second), said_of.contains(&SaidOf::Oversight));
            let about = |kind| kinds(&said_of).any(|one| one == kind);
            prop_assert_eq!(about(UnitKind::Oversight), said_of.contains(&SaidOf::Oversight));
            prop_assert!(!about(UnitKind::VictimSupport), "help is for everybody");
        }
    }

    #[test]
    fn whoever_may_be_meant_is_never_whom_it_goes_to() {
        for &one in SaidOf::all() {
            let units = UnitKind::all().iter().filter(|unit| one.may_be_of(**unit)).count();
            assert_eq!(units > 0, one.body().is_some(), "{one:?}");
        }
        assert!(kinds(&[SaidOf::PerhapsOfficial]).any(|kind| kind == UnitKind::Police));
        assert_eq!(kinds(&[SaidOf::Police]).collect::<Vec<_>>(), [UnitKind::Police]);
    }

    #[test]
    fn answers_stand_once_and_in_order() {
        let of = |said_of: &[SaidOf]| Circumstances { said_of: said_of.to_vec(), ..Circumstances::default() };
        assert_eq!(of(&[SaidOf::AtHome, SaidOf::Police]).check(), Ok(()));
        for wrong in [[SaidOf::Police, SaidOf::AtHome], [SaidOf::AtHome; 2]] {
            assert_eq!(of(&wrong).check().unwrap_err().field, "said_of");
        }
    }

    #[test]
    fn a_threat_is_answered_at_once_and_somebody_at_home_is_near() {
        let told =
            |happening, said_of| Circumstances { happening, said_of, ..Circumstances::default() }.reasons();
        assert_eq!(told(Some(Happening::ThreatensToShare), vec![]), [Reason::Threatened]);
        assert_eq!(
            told(Some(Happening::WantsToMeet), vec![SaidOf::AtHome]),
            [Reason::MeetsSoon, Reason::AdultNearby]
        );
        assert_eq!(told(None, vec![SaidOf::Stranger]), []);
        assert!(Reason::Threatened.points() >= crate::limits::URGENT_POINTS);
    }
}
