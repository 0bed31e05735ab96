//! Saying a text of the public door in an organisation's own words. Children read it, so a second person approves it.

use crate::codes::{DoorLanguage, Wording};
use crate::events::TextProposed;
use crate::tables::DoorText;
use crate::wording::{built_in_words, fitting};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ProposeText`].
pub const KIND: ActKind = ActKind {
    code: 942,
    name: "reports.propose-text",
    about: "Propose your organisation's own words for a text of the public door",
    nature: Nature::Decision,
    roles: &[Role::Administrator],
};

/// Proposes words in the place of a text's built-in ones, in one language. What waited before for that text goes.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeText {
    /// The text.
    #[n(0)]
    pub wording: Wording,
    /// The language.
    #[n(1)]
    pub in_language: DoorLanguage,
    /// The words: plain text on one line of at most 600 letters, with exactly the variables of the built-in words.
    #[n(2)]
    #[schema(max_length = 600)]
    pub new_words: String,
}

impl Act for ProposeText {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<DoorText>((self.wording, self.in_language));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let (wording, in_language) = (self.wording, self.in_language);
        let words = self.new_words.trim();
        fitting(wording, in_language, words)?;
        let built_in = built_in_words(wording, in_language);
        let own = view.get::<DoorText>((wording, in_language)).map(|row| row.words);
        let in_force = own.filter(|own| !own.is_empty());
        if words == in_force.as_deref().unwrap_or(&built_in) {
            return Err(Problem::new("new_words", "are in force already", "other words").into());
        }
        if words == built_in {
            let right = "other words; to have the built-in ones again, take yours back";
            return Err(Problem::new("new_words", "are the built-in ones", right).into());
        }
        Ok(vec![NewEntry::of(&TextProposed { wording, in_language, words: words.to_owned() })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::DoorTextProposal;
    use crate::testing::{Room, administrator, analyst, field};
    use kernel::Outcome;

    fn right() -> ProposeText {
        ProposeText {
            wording: Wording::EmergencyNumber,
            in_language: DoorLanguage::English,
            new_words: " In danger? Call { $number } now. ".into(),
        }
    }

    #[test]
    fn words_wait_and_show_nowhere_and_the_newest_take_the_place_of_those_before() {
        let mut room = Room::default();
        assert!(matches!(room.enter(&right(), analyst(1)), Outcome::Forbidden(_)));
        assert!(room.entered(&right(), administrator(1)));
        let first = room.rows::<DoorTextProposal>();
        assert_eq!(first[0].words, "In danger? Call { $number } now.");
        assert!(room.rows::<DoorText>().is_empty());
        assert!(
            room.entered(&ProposeText { new_words: "Call { $number }!".into(), ..right() }, administrator(1))
        );
        let second = room.rows::<DoorTextProposal>();
        assert_eq!((second.len(), second[0].words.as_str()), (1, "Call { $number }!"));
        assert_ne!(first[0].proposal, second[0].proposal);
        assert!(room.replays());
    }

    #[test]
    fn what_cannot_stand_there_is_told_with_what_would_be_right() {
        let mut room = Room::default();
        let built_in = built_in_words(Wording::EmergencyNumber, DoorLanguage::English);
        for words in
            ["", "Call us", "<b>Call</b> { $number }", "Call { $phone }", "اتصل { $number }", &built_in]
        {
            let outcome = room.enter(&ProposeText { new_words: words.into(), ..right() }, administrator(1));
            assert_eq!(field(&outcome), "new_words", "{words}");
        }
        let long = format!("{{ $number }} {}", "x".repeat(600));
        let outcome = room.enter(&ProposeText { new_words: long, ..right() }, administrator(1));
        let Outcome::Invalid(problem) = outcome else { panic!("{outcome:?}") };
        assert!(problem.to_string().contains("at most 600 letters"), "{problem}");
        assert!(room.rows::<DoorTextProposal>().is_empty());
        let arabic = ProposeText {
            in_language: DoorLanguage::Arabic,
            new_words: "أنت في خطر؟ اتصل على { $number } الآن.".into(),
            ..right()
        };
        assert!(room.entered(&arabic, administrator(1)));
    }
}
