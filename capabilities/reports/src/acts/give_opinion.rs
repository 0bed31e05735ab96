//! What somebody thinks of the door, in three taps. It names no report and nobody.

use crate::codes::{DoorLanguage, Opinion, OpinionOf};
use crate::events::OpinionGiven;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`GiveOpinion`].
pub const KIND: ActKind = ActKind {
    code: 112,
    name: "reports.give-opinion",
    about: "Say what one thinks of the public door",
    nature: Nature::Decision,
    roles: &[Role::Public],
};

/// Gives an opinion; what is not answered is left out, and one answer at least is there.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveOpinion {
    /// The language of the page.
    #[n(0)]
    pub in_language: DoorLanguage,
    /// Was it easy to tell us?
    #[n(1)]
    pub easy: Option<Opinion>,
    /// Did you feel taken seriously?
    #[n(2)]
    pub serious: Option<Opinion>,
    /// Would you tell a friend to come here?
    #[n(3)]
    pub friend: Option<Opinion>,
}

impl GiveOpinion {
    /// Each question that was answered, with its answer.
    fn answers(&self) -> Vec<(OpinionOf, Opinion)> {
        let all = [
            (OpinionOf::Easy, self.easy),
            (OpinionOf::Serious, self.serious),
            (OpinionOf::Friend, self.friend),
        ];
        all.into_iter().filter_map(|(asked, answer)| Some((asked, answer?))).collect()
    }
}

impl Act for GiveOpinion {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        let (in_language, answers) = (self.in_language, self.answers());
        if answers.is_empty() {
            return Err(
                Problem::new("easy", "is not answered, nor is anything else", "one answer at least").into()
            );
        }
        Ok(vec![NewEntry::of(&OpinionGiven { in_language, answers })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::OpinionCount;
    use crate::testing::{Room, analyst, field};
    use kernel::{Actor, Outcome};

    #[test]
    fn opinions_are_counted_by_month_and_language_and_name_nobody() {
        let mut room = Room::default();
        let none = GiveOpinion { in_language: DoorLanguage::French, easy: None, serious: None, friend: None };
        assert_eq!(field(&room.enter(&none, Actor::PUBLIC)), "easy");
        let one = GiveOpinion { easy: Some(Opinion::Yes), friend: Some(Opinion::No), ..none.clone() };
        assert!(matches!(room.enter(&one, analyst(1)), Outcome::Forbidden(_)));
        for _ in 0..3 {
            assert!(room.entered(&one, Actor::PUBLIC));
        }
        assert!(room.entered(&GiveOpinion { easy: Some(Opinion::Partly), ..none }, Actor::PUBLIC));
        let counted: Vec<_> = room
            .rows::<OpinionCount>()
            .into_iter()
            .map(|row| (row.opinion_of, row.opinion, row.given, row.in_month.to_string()))
            .collect();
        let month = "2027-01-01".to_owned();
        assert_eq!(
            counted,
            [
                (OpinionOf::Easy, Opinion::Yes, 3, month.clone()),
                (OpinionOf::Easy, Opinion::Partly, 1, month.clone()),
                (OpinionOf::Friend, Opinion::No, 3, month),
            ]
        );
        assert!(room.replays());
    }
}
