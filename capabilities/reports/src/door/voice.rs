//! Texts differ with the age of whoever reads them, as far as they say it: under 13, 13 to 17, and everybody else. Whoever
//! chose easy words reads those for children under 13, an adult as far as these do not speak of being a child.

use face::Texts;
use kernel::CodeList;
use kernel::codes::{AgeBand, ReportingPerson};

/// To whom a page speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    /// A child under 13.
    Young,
    /// A child of 13 to 17, or one who keeps their age to themselves.
    Teen,
    /// Everybody else.
    Adult,
    /// An adult who chose easy words.
    EasyAdult,
}

/// Texts for children under 13 that speak to everybody: none of them says "I" or "grown-up".
const EASY_FOR_ALL: [&str; 7] = [
    "door-what-title",
    "door-reads-words",
    "door-limits-words",
    "door-text-hint",
    "door-about",
    "door-about-court",
    "door-about-oversight",
];

/// Who tells, as the buttons of the page offer it: the code of who reports, and the code of their own age.
pub(crate) const TELLERS: [(&str, &str, &str); 8] = [
    ("under-10", "child", "under-10"),
    ("10-12", "child", "10-12"),
    ("13-15", "child", "13-15"),
    ("16-17", "child", "16-17"),
    ("child", "child", ""),
    ("adult", "adult-for-child", ""),
    ("professional", "professional", ""),
    ("survivor", "adult-survivor", ""),
];

impl Voice {
    /// To whom a page speaks when these codes were chosen.
    pub(crate) fn of(by: &str, age: &str) -> Voice {
        if by != ReportingPerson::Child.code() {
            return Voice::Adult;
        }
        match AgeBand::from_code(age) {
            Ok(AgeBand::Under10 | AgeBand::From10To12) => Voice::Young,
            _ => Voice::Teen,
        }
    }

    /// The same reader, who may have chosen easy words.
    pub(crate) fn or_easy(self, is_easy: bool) -> Voice {
        match self {
            Voice::Teen if is_easy => Voice::Young,
            Voice::Adult if is_easy => Voice::EasyAdult,
            other => other,
        }
    }

    /// The key of the text for this reader: its own where there is one, else everybody's.
    pub(crate) fn key(self, t: &Texts, key: &str) -> String {
        let own = match self {
            Voice::Young => Some(format!("{key}-young")),
            Voice::Teen => Some(format!("{key}-teen")),
            Voice::EasyAdult if EASY_FOR_ALL.contains(&key) => Some(format!("{key}-young")),
            Voice::Adult | Voice::EasyAdult => None,
        };
        own.filter(|own| t.has(own)).unwrap_or_else(|| key.to_owned())
    }

    /// The text for this reader.
    pub(crate) fn says(self, t: &Texts, key: &str) -> String {
        t.t(&self.key(t, key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::door::testing::texts;

    #[test]
    fn every_teller_is_a_known_answer_with_its_words() {
        for (teller, by, age) in TELLERS {
            assert!(
                ReportingPerson::from_code(by).is_ok() && (age.is_empty() || AgeBand::from_code(age).is_ok())
            );
            assert!(texts().iter().all(|t| t.has(&format!("door-who-{teller}"))), "{teller}");
        }
    }

    #[test]
    fn only_a_child_is_spoken_to_as_one() {
        assert_eq!(Voice::of("child", "10-12"), Voice::Young);
        assert_eq!(Voice::of("child", "16-17"), Voice::Teen);
        assert_eq!(Voice::of("child", ""), Voice::Teen);
        // The age is the child's whom an adult speaks of.
        assert_eq!(Voice::of("adult-for-child", "under-10"), Voice::Adult);
    }

    #[test]
    fn whoever_chose_easy_words_reads_the_easiest_there_are() {
        assert_eq!(Voice::of("child", "16-17").or_easy(true), Voice::Young);
        assert_eq!(Voice::of("child", "16-17").or_easy(false), Voice::Teen);
        let adult = Voice::of("adult-survivor", "").or_easy(true);
        for t in texts() {
            assert!(EASY_FOR_ALL.iter().all(|key| t.has(&format!("{key}-young"))));
            assert_eq!(adult.says(&t, "door-reads-words"), t.t("door-reads-words-young"));
            assert_eq!(adult.says(&t, "door-what-wants-to-meet"), t.t("door-what-wants-to-meet"));
        }
    }

    #[test]
    fn who_has_no_words_of_their_own_reads_everybodys() {
        for t in texts() {
            assert_eq!(Voice::Teen.says(&t, "door-limits-words"), t.t("door-limits-words"));
            assert_eq!(Voice::Young.says(&t, "door-limits-words"), t.t("door-limits-words-young"));
            assert_eq!(Voice::Adult.says(&t, "door-limits-words"), t.t("door-limits-words"));
        }
    }
}
