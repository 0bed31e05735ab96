//! The table of points: what each reason gives. One is built in; two people may lay down others, each under a number of its own, and
//! a report keeps the points that it was given.
//!
//! Floors protect the child whatever somebody lays down: whoever is not safe, speaks of harming themselves or is threatened now is
//! urgent by that alone, and so is a young child who is not sure; danger is always answered within the day, and silence about an age
//! is never read as that of an adult.

use super::{MAX_POINTS, Reason, union};
use crate::limits::{SOON_POINTS, URGENT_POINTS};
use kernel::{CodeList, Problem};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most points that one reason can give.
pub const MOST_WEIGHT: u32 = 60;
/// What a voice alone gives where a table says nothing of it, as those did that were laid down before it was a reason.
const VOICE_ALONE: u32 = URGENT_POINTS;
/// The same for what a platform's document tells.
const SENDER_URGENT: u32 = 40;
const MAY_GO_ON: u32 = 20;
const SADISTIC: u32 = 40;
const STREAMED_LIVE: u32 = 30;
const JUST_NOW: u32 = 10;
/// Number of the table that is built in.
pub const BUILT_IN_VERSION: u32 = 0;

/// What each reason gives, 0 to 60.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Says that somebody is not safe now: 60.
    #[n(0)]
    pub danger_now: u32,
    /// Speaks of harming themselves: 60.
    #[n(1)]
    pub self_harm: u32,
    /// Is not sure of being safe: 30 to 60; with a child under 13 together 60 at least.
    #[n(2)]
    pub danger_unsure: u32,
    /// A meeting is near, or the person knows where the child is: 30 to 60.
    #[n(3)]
    pub meets_soon: u32,
    /// Is kept from leaving, or is taken elsewhere: 30 to 60.
    #[n(4)]
    pub held: u32,
    /// Somebody threatens to share pictures: 30 to 60.
    #[n(5)]
    pub shares_pictures: u32,
    /// The person lives with the child or comes to the home: 0 to 60.
    #[n(6)]
    pub adult_nearby: u32,
    /// A child under 13: up to 60, never less than an older child.
    #[n(7)]
    pub child_under_13: u32,
    /// A child of 13 to 17: up to 60, never less than an age that was not said.
    #[n(8)]
    pub child_13_17: u32,
    /// The age was not said: 1 to 60.
    #[n(9)]
    pub age_not_said: u32,
    /// Pictures came with it: 0 to 60.
    #[n(10)]
    pub pictures_attached: u32,
    /// A professional reports, in the course of work: 0 to 60.
    #[n(11)]
    pub professional_duty: u32,
    /// Happened when the person was a child: 0 to 60.
    #[n(12)]
    pub survivor: u32,
    /// Is threatened with pictures now: 60.
    #[n(13)]
    pub threatened: u32,
    /// Told by voice alone, and not said to be safe: 30 to 60; 60 where a table says nothing of it.
    #[n(14)]
    pub voice_alone: Option<u32>,
    /// The platform says that it is urgent: 30 to 60; 40 where a table says nothing of it.
    #[n(15)]
    pub sender_urgent: Option<u32>,
    /// Abuse, trafficking or solicitation that may go on: 0 to 60; 20 where a table says nothing of it.
    #[n(16)]
    pub may_go_on: Option<u32>,
    /// Sadistic exploitation: 30 to 60; 40 where a table says nothing of it.
    #[n(17)]
    pub sadistic: Option<u32>,
    /// Was streamed live: 0 to 60; 30 where a table says nothing of it.
    #[n(18)]
    pub streamed_live: Option<u32>,
    /// Less than two days ago: 0 to 60; 10 where a table says nothing of it.
    #[n(19)]
    pub just_now: Option<u32>,
}

impl Weights {
    /// The table that is built in.
    pub const BUILT_IN: Weights = Weights {
        danger_now: 60,
        self_harm: 60,
        danger_unsure: 40,
        meets_soon: 40,
        held: 40,
        shares_pictures: 30,
        adult_nearby: 20,
        child_under_13: 20,
        child_13_17: 10,
        age_not_said: 5,
        pictures_attached: 10,
        professional_duty: 5,
        survivor: 0,
        threatened: 60,
        voice_alone: Some(VOICE_ALONE),
        sender_urgent: Some(SENDER_URGENT),
        may_go_on: Some(MAY_GO_ON),
        sadistic: Some(SADISTIC),
        streamed_live: Some(STREAMED_LIVE),
        just_now: Some(JUST_NOW),
    };

    /// The table of which only these reasons are known; every other gives what is built in.
    #[must_use]
    pub fn from_rows(rows: impl IntoIterator<Item = (Reason, i64)>) -> Weights {
        let mut weights = Weights::BUILT_IN;
        for (reason, points) in rows {
            *weights.place(reason) = u32::try_from(points).unwrap_or(0);
        }
        weights
    }

    fn place(&mut self, reason: Reason) -> &mut u32 {
        match reason {
            Reason::DangerNow => &mut self.danger_now,
            Reason::SelfHarm => &mut self.self_harm,
            Reason::DangerUnsure => &mut self.danger_unsure,
            Reason::MeetsSoon => &mut self.meets_soon,
            Reason::Held => &mut self.held,
            Reason::SharesPictures => &mut self.shares_pictures,
            Reason::AdultNearby => &mut self.adult_nearby,
            Reason::ChildUnder13 => &mut self.child_under_13,
            Reason::Child13To17 => &mut self.child_13_17,
            Reason::AgeNotSaid => &mut self.age_not_said,
            Reason::PicturesAttached => &mut self.pictures_attached,
            Reason::ProfessionalDuty => &mut self.professional_duty,
            Reason::Survivor => &mut self.survivor,
            Reason::Threatened => &mut self.threatened,
            Reason::VoiceAlone => self.voice_alone.get_or_insert(VOICE_ALONE),
            Reason::SenderUrgent => self.sender_urgent.get_or_insert(SENDER_URGENT),
            Reason::MayGoOn => self.may_go_on.get_or_insert(MAY_GO_ON),
            Reason::Sadistic => self.sadistic.get_or_insert(SADISTIC),
            Reason::StreamedLive => self.streamed_live.get_or_insert(STREAMED_LIVE),
            Reason::JustNow => self.just_now.get_or_insert(JUST_NOW),
        }
    }

    /// What a reason gives.
    #[must_use]
    pub fn of(&self, reason: Reason) -> u32 {
        match reason {
            Reason::DangerNow => self.danger_now,
            Reason::SelfHarm => self.self_harm,
            Reason::DangerUnsure => self.danger_unsure,
            Reason::MeetsSoon => self.meets_soon,
            Reason::Held => self.held,
            Reason::SharesPictures => self.shares_pictures,
            Reason::AdultNearby => self.adult_nearby,
            Reason::ChildUnder13 => self.child_under_13,
            Reason::Child13To17 => self.child_13_17,
            Reason::AgeNotSaid => self.age_not_said,
            Reason::PicturesAttached => self.pictures_attached,
            Reason::ProfessionalDuty => self.professional_duty,
            Reason::Survivor => self.survivor,
            Reason::Threatened => self.threatened,
            Reason::VoiceAlone => self.voice_alone.unwrap_or(VOICE_ALONE),
            Reason::SenderUrgent => self.sender_urgent.unwrap_or(SENDER_URGENT),
            Reason::MayGoOn => self.may_go_on.unwrap_or(MAY_GO_ON),
            Reason::Sadistic => self.sadistic.unwrap_or(SADISTIC),
            Reason::StreamedLive => self.streamed_live.unwrap_or(STREAMED_LIVE),
            Reason::JustNow => self.just_now.unwrap_or(JUST_NOW),
        }
    }

    /// Every reason with what it gives, in the order of the list.
    pub fn rows(&self) -> impl Iterator<Item = (Reason, u32)> + '_ {
        Reason::all().iter().map(|&reason| (reason, self.of(reason)))
    }

    /// The points of reasons together, 0 to 100. A reason counts once, however often it is named.
    #[must_use]
    pub fn points(&self, reasons: &[Reason]) -> u32 {
        let sum = union(reasons, &[]).into_iter().fold(0_u32, |sum, one| sum.saturating_add(self.of(one)));
        sum.min(MAX_POINTS)
    }

    /// Whether people may lay this table down: no number beyond its bounds, no child less protected than the floors say.
    ///
    /// # Errors
    /// A [`Problem`] at the first number that is out of bounds.
    pub fn check(&self) -> Result<(), Problem> {
        for (reason, points) in self.rows() {
            let (least, right) = floor(reason);
            if !(least..=MOST_WEIGHT).contains(&points) {
                return Err(Problem::new(field(reason), format!("is {points}"), right));
            }
        }
        if self.danger_unsure + self.child_under_13 < URGENT_POINTS {
            let right =
                "60 at least together with danger_unsure: a young child in doubt is answered within the hour";
            return Err(Problem::new("child_under_13", format!("is {}", self.child_under_13), right));
        }
        if self.child_under_13 < self.child_13_17 {
            let right = "no less than child_13_17";
            return Err(Problem::new("child_under_13", format!("is {}", self.child_under_13), right));
        }
        if self.child_13_17 < self.age_not_said {
            let right = "no less than age_not_said";
            return Err(Problem::new("child_13_17", format!("is {}", self.child_13_17), right));
        }
        Ok(())
    }
}

/// What a reason gives at least, and what would be right.
fn floor(reason: Reason) -> (u32, &'static str) {
    match reason {
        Reason::DangerNow | Reason::SelfHarm | Reason::Threatened => {
            (URGENT_POINTS, "60: it is answered within the hour")
        }
        Reason::DangerUnsure
        | Reason::MeetsSoon
        | Reason::Held
        | Reason::SharesPictures
        | Reason::VoiceAlone
        | Reason::SenderUrgent
        | Reason::Sadistic => (SOON_POINTS, "30 to 60: danger is answered within the day"),
        Reason::AgeNotSaid | Reason::Child13To17 | Reason::ChildUnder13 => {
            (1, "1 to 60: a child, or who may be one, is never as if of age")
        }
        Reason::AdultNearby
        | Reason::PicturesAttached
        | Reason::ProfessionalDuty
        | Reason::Survivor
        | Reason::MayGoOn
        | Reason::StreamedLive
        | Reason::JustNow => (0, "0 to 60"),
    }
}

/// The field of the act that holds what a reason gives.
fn field(reason: Reason) -> &'static str {
    match reason {
        Reason::DangerNow => "danger_now",
        Reason::SelfHarm => "self_harm",
        Reason::DangerUnsure => "danger_unsure",
        Reason::MeetsSoon => "meets_soon",
        Reason::Held => "held",
        Reason::SharesPictures => "shares_pictures",
        Reason::AdultNearby => "adult_nearby",
        Reason::ChildUnder13 => "child_under_13",
        Reason::Child13To17 => "child_13_17",
        Reason::AgeNotSaid => "age_not_said",
        Reason::PicturesAttached => "pictures_attached",
        Reason::ProfessionalDuty => "professional_duty",
        Reason::Survivor => "survivor",
        Reason::Threatened => "threatened",
        Reason::VoiceAlone => "voice_alone",
        Reason::SenderUrgent => "sender_urgent",
        Reason::MayGoOn => "may_go_on",
        Reason::Sadistic => "sadistic",
        Reason::StreamedLive => "streamed_live",
        Reason::JustNow => "just_now",
    }
}

/// What a report that has `points` under the table `before` has under another one. What made it more urgent than its own reasons
/// do, a report that belongs together with it, say, is not undone.
#[must_use]
pub fn under(next: &Weights, before: &Weights, points: u32, reasons: &[Reason]) -> u32 {
    let fresh = next.points(reasons);
    if points > before.points(reasons) { fresh.max(points) } else { fresh }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    /// Any table that people may lay down.
    fn any_weights() -> impl Strategy<Value = Weights> {
        let numbers = prop::collection::vec(0..=MOST_WEIGHT, Reason::all().len());
        numbers.prop_map(|numbers| {
            let mut weights = Weights::BUILT_IN;
            for (&reason, points) in Reason::all().iter().zip(numbers) {
                *weights.place(reason) = points.max(floor(reason).0);
            }
            weights.child_13_17 = weights.child_13_17.max(weights.age_not_said);
            let urgent = URGENT_POINTS.saturating_sub(weights.danger_unsure);
            weights.child_under_13 = weights.child_under_13.max(weights.child_13_17).max(urgent);
            weights
        })
    }

    fn any_reasons() -> impl Strategy<Value = Vec<Reason>> {
        subsequence(Reason::all().to_vec(), 0..=Reason::all().len())
    }

    #[test]
    fn what_is_built_in_stands_and_is_what_reasons_give() {
        assert_eq!(Weights::BUILT_IN.check(), Ok(()));
        for &reason in Reason::all() {
            assert_eq!(Weights::BUILT_IN.of(reason), reason.points());
            assert_eq!(*Weights::BUILT_IN.clone().place(reason), reason.points());
        }
        let rows: Vec<_> =
            Weights::BUILT_IN.rows().map(|(reason, points)| (reason, i64::from(points))).collect();
        assert_eq!(Weights::from_rows(rows), Weights::BUILT_IN);
    }

    #[test]
    fn the_fields_are_called_after_the_reasons() {
        for &reason in Reason::all() {
            assert_eq!(field(reason), reason.code().replace('-', "_"));
            let json = serde_json::to_value(Weights::BUILT_IN).unwrap();
            assert_eq!(json[field(reason)], reason.points());
        }
    }

    proptest! {
        #[test]
        fn whatever_is_laid_down_the_child_in_danger_comes_first(weights in any_weights(), others in any_reasons()) {
            prop_assert_eq!(weights.check(), Ok(()));
            for urgent in [vec![Reason::DangerNow], vec![Reason::SelfHarm], vec![Reason::Threatened], vec![Reason::DangerUnsure, Reason::ChildUnder13]] {
                prop_assert!(weights.points(&[urgent, others.clone()].concat()) >= URGENT_POINTS);
            }
            for soon in [Reason::DangerUnsure, Reason::MeetsSoon, Reason::Held, Reason::SharesPictures, Reason::VoiceAlone] {
                prop_assert!(weights.points(&[others.clone(), vec![soon]].concat()) >= SOON_POINTS);
            }
            prop_assert!(weights.points(&others) <= MAX_POINTS);
        }

        #[test]
        fn a_number_below_its_floor_or_above_the_most_is_told_by_its_field(weights in any_weights(), reason in select(Reason::all().to_vec()), above in 1_u32..1_000) {
            let (least, _) = floor(reason);
            for wrong in [least.checked_sub(1), Some(MOST_WEIGHT + above)].into_iter().flatten() {
                let mut table = weights.clone();
                *table.place(reason) = wrong;
                prop_assert_eq!(table.check().unwrap_err().field, field(reason));
            }
        }

        #[test]
        fn what_came_from_elsewhere_is_never_lowered(next in any_weights(), before in any_weights(), reasons in any_reasons(), raised in 0_u32..=MAX_POINTS) {
            let own = before.points(&reasons);
            prop_assert_eq!(under(&next, &before, own, &reasons), next.points(&reasons));
            let points = own.max(raised);
            let after = under(&next, &before, points, &reasons);
            prop_assert!(after >= next.points(&reasons) && after <= MAX_POINTS);
            prop_assert!(after >= points || points == own);
        }
    }

    #[test]
    fn ages_stand_in_their_order() {
        let with = |under_13, older, not_said| Weights {
            danger_unsure: 60,
            child_under_13: under_13,
            child_13_17: older,
            age_not_said: not_said,
            ..Weights::BUILT_IN
        };
        assert_eq!(with(9, 9, 9).check(), Ok(()));
        assert_eq!(with(8, 9, 9).check().unwrap_err().field, "child_under_13");
        assert_eq!(with(9, 8, 9).check().unwrap_err().field, "child_13_17");
        let doubt = Weights { danger_unsure: 39, child_under_13: 20, ..Weights::BUILT_IN };
        assert_eq!(doubt.check().unwrap_err().field, "child_under_13");
    }
}
