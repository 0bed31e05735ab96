use super::*;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn told(text: &str) -> Told<'_> {
    Told { by: ReportingPerson::Child, danger: DangerAnswer::Safe, age: AgeBand::Adult, pictures: 0, text }
}

/// Any reasons, in the order of the list.
fn any_reasons() -> impl Strategy<Value = Vec<Reason>> {
    subsequence(Reason::all().to_vec(), 0..=Reason::all().len())
}

/// Sentences of listed phrases and of words that mean nothing here.
fn any_sentences() -> impl Strategy<Value = Vec<String>> {
    let phrase = select(words::tests::all_phrases()).prop_map(|(_, phrase)| phrase.to_owned());
    let filler = "[a-z]{1,6}( [ابتمن]{2,5}){0,3}";
    let sentence =
        (filler, phrase, filler).prop_map(|(before, phrase, after)| format!("{before} {phrase}, {after}"));
    prop::collection::vec(prop_oneof![sentence, Just("we had a nice day at school".to_owned())], 1..6)
}

/// The same text as somebody else types it: capitals, an accent or vowel sign after some letters.
fn typed_otherwise(text: &str, marks: u64) -> String {
    let marked = |(at, letter): (usize, char)| {
        let mark = match letter {
            _ if marks >> (at % 64) & 1 == 0 => None,
            'a'..='z' | 'A'..='Z' => Some('\u{0301}'),
            '\u{0621}'..='\u{064A}' => Some('\u{064E}'),
            _ => None,
        };
        std::iter::once(letter).chain(mark)
    };
    text.to_uppercase().chars().enumerate().flat_map(marked).collect()
}

proptest! {
    #[test]
    fn one_more_reason_never_lowers_the_points(reasons in any_reasons(), more in select(Reason::all().to_vec())) {
        let before = points(&reasons);
        let after = points(&[reasons, vec![more]].concat());
        prop_assert!(before <= after && after <= MAX_POINTS && after <= before + more.points());
    }

    #[test]
    fn order_case_and_marks_of_the_text_do_not_matter(
        (sentences, shuffled) in any_sentences().prop_flat_map(|s| (Just(s.clone()), Just(s).prop_shuffle())),
        marks: u64,
    ) {
        let reasons = assess_text(&sentences.join(". "));
        prop_assert!(sentences.iter().all(|one| assess_text(one).iter().all(|reason| reasons.contains(reason))));
        prop_assert_eq!(&assess_text(&shuffled.join("؟ ")), &reasons);
        prop_assert_eq!(assess_text(&typed_otherwise(&sentences.join("! "), marks)), reasons);
    }

    #[test]
    fn every_listed_phrase_is_found_amid_other_words(
        (reason, phrase) in select(words::tests::all_phrases()), joined: bool,
    ) {
        let and = if joined && !phrase.is_ascii() { "و" } else { "" };
        let text = format!("zzz {and}{phrase}, zzz");
        prop_assert!(assess_text(&text).contains(&reason));
        let whole = format!("zzz{phrase}zzz");
        // Words are whole words, but in Chinese, where no space tells where they end.
        let is_chinese = phrase.chars().any(face::spelling::is_han);
        prop_assert!(!assess_text(&whole).contains(&reason) || phrase.contains(' ') || is_chinese);
    }

    #[test]
    fn any_text_and_answers_give_reasons_in_order_and_at_most_100_points(
        by in select(ReportingPerson::all().to_vec()),
        danger in select(DangerAnswer::all().to_vec()),
        age in select(AgeBand::all().to_vec()),
        pictures in 0_usize..6,
        text in "\\PC{0,200}",
    ) {
        let reasons = assess(&Told { by, danger, age, pictures, text: &text });
        prop_assert!(points(&reasons) <= MAX_POINTS);
        prop_assert_eq!(from_numbers(&numbers(&reasons)), Ok(reasons.clone()));
        prop_assert!(answered(by, danger, age, pictures).iter().all(|reason| reasons.contains(reason)));
        if danger == DangerAnswer::NotSafe {
            prop_assert!(points(&reasons) >= crate::limits::URGENT_POINTS);
        }
    }
}

#[test]
fn explains_what_it_found() {
    for (text, wanted) in [
        (
            "Please help. I'm not safe, he's at the door and I CAN’T get out!",
            vec![Reason::DangerNow, Reason::Held],
        ),
        ("A man wants to meet. He has pictures of me.", vec![Reason::MeetsSoon, Reason::SharesPictures]),
        ("My friend says she wants to die", vec![Reason::SelfHarm]),
        ("هو يَعيشُ معنا ويهددني بصوري", vec![Reason::SharesPictures, Reason::AdultNearby]),
        ("My friend lives. With us it was fine", vec![]),
        ("We are a dangerous band", vec![]),
    ] {
        assert_eq!(assess_text(text), wanted, "{text}");
    }
}

#[test]
fn a_young_child_in_doubt_is_answered_within_the_hour_and_a_survivor_is_not_hurried() {
    let young = Told { danger: DangerAnswer::Unsure, age: AgeBand::From10To12, ..told("") };
    assert_eq!(points(&assess(&young)), 60);
    let silent = Told { age: AgeBand::NotSaid, by: ReportingPerson::NotSaid, ..told("") };
    assert_eq!(assess(&silent), [Reason::AgeNotSaid]);
    let survivor = Told { by: ReportingPerson::AdultSurvivor, age: AgeBand::Under10, ..told("") };
    assert_eq!((assess(&survivor), points(&assess(&survivor))), (vec![Reason::Survivor], 0));
    let teacher = Told { by: ReportingPerson::Professional, pictures: 2, ..told("") };
    assert_eq!(assess(&teacher), [Reason::PicturesAttached, Reason::ProfessionalDuty]);
}

#[test]
fn numbers_must_be_known_and_in_order() {
    assert_eq!(from_numbers(&[1, 13]), Ok(vec![Reason::DangerNow, Reason::Survivor]));
    for wrong in [vec![2, 1], vec![1, 1], vec![21], vec![0]] {
        assert_eq!(from_numbers(&wrong).map_err(|problem| problem.field), Err("reasons"), "{wrong:?}");
    }
}
