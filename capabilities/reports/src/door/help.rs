//! Whom to call: what the operator of a node has set for its country, each with its source and the day on which it was checked.

use face::Texts;
use kernel::codes::Country;
use kernel::{CodeList, Day, Span};
use serde::Deserialize;

/// Longest number, name or source, in characters.
const MOST_CHARS: usize = 200;
/// Most others who can help.
const MOST_OTHERS: usize = 30;
/// Days after which somebody calls the numbers again to see that they are right.
pub const CHECKED_FOR_DAYS: i32 = 366;

/// A number to call, as the operator wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// The number or the address, such as `112`; with the name of whoever answers, where that helps.
    number: String,
    /// Where it was taken from: a page, a law, a letter.
    #[serde(default)]
    source: Option<String>,
    /// The day on which somebody checked it, such as `2026-11-01`.
    #[serde(default)]
    checked_on: Option<String>,
}

/// Numbers to call, as the operator wrote them. What is not set is not spoken of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Help {
    /// The State whose numbers these are, ISO 3166-1 alpha-2.
    country: Option<String>,
    /// The emergency number.
    emergency: Option<Number>,
    /// A helpline for children.
    helpline: Option<Number>,
    /// In the place of a helpline: that the State has none, who says so and when it was checked. The door says nothing of it.
    no_helpline: Option<Number>,
    /// A service for people who fear that they could harm a child.
    worry: Option<Number>,
    /// Others who can help: each its name and number, in the order in which the door shows them.
    others: Vec<Number>,
}

/// Why the settings of help are not taken.
#[derive(Debug, thiserror::Error)]
pub enum HelpFault {
    /// It is not the JSON object wanted.
    #[error(
        "{0}; right would be {{\"country\": \"..\", \"emergency\": {{\"number\": \"112\", \"source\": \"where it is from\", \
         \"checked_on\": \"2026-11-01\"}}}}"
    )]
    Unreadable(#[from] serde_json::Error),
    /// A text does not fit.
    #[error(
        "\"{0}\": a text in it must have 1 to {MOST_CHARS} characters on one line; leave it out when there is none"
    )]
    Text(&'static str),
    /// It is no day.
    #[error("\"{0}\": checked_on must be a day such as 2026-11-01")]
    Day(&'static str),
    /// It is no country.
    #[error("\"country\": {0}")]
    Country(String),
    /// Too many.
    #[error("\"others\" has more than {MOST_OTHERS}")]
    Others,
}

fn fits(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= MOST_CHARS && !text.chars().any(char::is_control)
}

/// One whole day.
fn day(text: &str) -> Option<Day> {
    text.parse::<Span>().ok().filter(|span| span.from == span.to).map(|span| span.from)
}

impl Number {
    fn check(&self, name: &'static str) -> Result<(), HelpFault> {
        if !fits(&self.number) || !self.source.as_deref().is_none_or(fits) {
            return Err(HelpFault::Text(name));
        }
        let is_day = self.checked_on.as_deref().is_none_or(|text| day(text).is_some());
        if is_day { Ok(()) } else { Err(HelpFault::Day(name)) }
    }

    /// What is missing of its proof: a source, a day on which it was checked.
    fn unproven(&self, today: Day) -> Option<&'static str> {
        match (&self.source, self.checked_on.as_deref().and_then(day)) {
            (None, _) => Some("says no source"),
            (_, None) => Some("says no day on which it was checked"),
            // In the east of the world it is tomorrow already.
            (_, Some(day)) if day.0 > today.0.saturating_add(1) => Some("is checked on a day to come"),
            _ => None,
        }
    }

    fn is_stale(&self, today: Day) -> bool {
        let checked = self.checked_on.as_deref().and_then(day);
        checked.is_some_and(|day| today.0.saturating_sub(day.0) > CHECKED_FOR_DAYS)
    }
}

/// What keeps the numbers from being confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unconfirmed {
    /// What is missing, in words: nobody may rely on the numbers before it is there.
    pub missing: Vec<String>,
    /// Which numbers were checked too long ago.
    pub stale: Vec<&'static str>,
}

impl Help {
    /// Reads the operator's settings: a JSON object with `country`, `emergency`, `helpline` or `no_helpline`, `worry` and `others`, each of which
    /// may be left out.
    ///
    /// # Errors
    /// [`HelpFault`]: the page that a child in danger sees must not show half of something.
    ///
    /// ```
    /// use reports::door::Help;
    /// assert!(Help::read(r#"{"emergency": {"number": "112"}}"#).is_ok());
    /// assert!(Help::read(r#"{"emergency": {"number": ""}}"#).is_err());
    /// ```
    pub fn read(json: &str) -> Result<Help, HelpFault> {
        let help: Help = serde_json::from_str(json)?;
        for (name, number) in help.named() {
            number.check(name)?;
        }
        if help.others.len() > MOST_OTHERS {
            return Err(HelpFault::Others);
        }
        if let Some(country) = &help.country {
            Country::from_alpha2(country).map_err(|unknown| HelpFault::Country(unknown.to_string()))?;
        }
        Ok(help)
    }

    /// Every number that is set, with the name of its field.
    fn named(&self) -> impl Iterator<Item = (&'static str, &Number)> {
        let single = [
            ("emergency", &self.emergency),
            ("helpline", &self.helpline),
            ("no_helpline", &self.no_helpline),
            ("worry", &self.worry),
        ];
        let set = single.into_iter().filter_map(|(name, number)| Some((name, number.as_ref()?)));
        set.chain(self.others.iter().map(|number| ("others", number)))
    }

    /// What keeps the numbers from being confirmed on that day: a State, an emergency number and a helpline (or word that there is none) are there, and each
    /// number says where it is from and when somebody checked it.
    #[must_use]
    pub fn unconfirmed(&self, today: Day) -> Unconfirmed {
        let absent = [
            ("country", self.country.is_none()),
            ("emergency", self.emergency.is_none()),
            ("helpline", self.helpline.is_none() && self.no_helpline.is_none()),
        ];
        let absent = absent
            .into_iter()
            .filter(|(_, is_absent)| *is_absent)
            .map(|(name, _)| format!("{name} is not set"));
        let unproven = self.named().filter_map(|(name, number)| {
            Some(format!("{name} ({}) {}", number.number.trim(), number.unproven(today)?))
        });
        let stale = self.named().filter(|(_, number)| number.is_stale(today)).map(|(name, _)| name);
        Unconfirmed { missing: absent.chain(unproven).collect(), stale: stale.collect() }
    }

    /// The State whose numbers these are; none where it is not set.
    #[must_use]
    pub fn country(&self) -> Option<&'static str> {
        let country = Country::from_alpha2(self.country.as_ref()?).ok()?;
        Some(country.label())
    }

    /// What to do in danger, with the number where there is one.
    pub(crate) fn emergency(&self, t: &Texts) -> String {
        self.emergency
            .as_ref()
            .map_or_else(|| t.t("door-emergency"), |number| told(t, "door-emergency-number", number))
    }

    /// The helpline, where there is one.
    pub(crate) fn helpline(&self, t: &Texts) -> Option<String> {
        self.helpline.as_ref().map(|number| told(t, "door-helpline", number))
    }

    /// The service for people who fear that they could harm a child, where there is one.
    pub(crate) fn worry(&self, t: &Texts) -> Option<String> {
        self.worry.as_ref().map(|number| told(t, "door-worry-line", number))
    }

    /// Others who can help, as the operator named them.
    pub(crate) fn others(&self) -> impl Iterator<Item = &str> {
        self.others.iter().map(|number| number.number.trim())
    }
}

/// A sentence with a number in it that keeps its own direction, whichever way the sentence runs.
fn told(t: &Texts, key: &str, number: &Number) -> String {
    t.with(key, "number", format!("\u{2068}{}\u{2069}", unbroken(number.number.trim())))
}

/// The same with its digits on one line: half a number at the end of a line is dialled as a whole one.
fn unbroken(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    let shown = letters.iter().enumerate().map(|(at, &letter)| {
        let within = letter == ' ' && is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
        if within { '\u{a0}' } else { letter }
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::door::testing::texts;

    #[test]
    fn what_is_set_is_told_and_what_is_not_is_left_out() {
        let json = r#"{"emergency": {"number": "112"}, "helpline": {"number": "Helpline 5, 116 111"}}"#;
        let help = Help::read(json).unwrap();
        for t in texts() {
            assert!(help.emergency(&t).contains("112"));
            assert!(help.helpline(&t).unwrap().contains("Helpline 5, 116\u{a0}111"));
            assert!(!Help::default().emergency(&t).contains("112"));
            assert_eq!(Help::default().helpline(&t), None);
        }
    }

    #[test]
    fn half_of_something_is_not_taken() {
        for json in [
            r#"{"emergncy": {"number": "112"}}"#,
            "3",
            r#"{"emergency": "112"}"#,
            r#"{"helpline": {"number": " "}}"#,
            r#"{"emergency": {"number": "1\n2"}}"#,
            r#"{"emergency": {"number": "112", "source": ""}}"#,
            r#"{"emergency": {"number": "112", "checked_on": "lately"}}"#,
            r#"{"emergency": {"number": "112", "checked_on": "2026"}}"#,
            r#"{"country": "QQ"}"#,
            r#"{"others": [{"number": ""}]}"#,
        ] {
            assert!(Help::read(json).is_err(), "{json}");
        }
        let many = format!(r#"{{"others": [{}]}}"#, vec![r#"{"number": "1"}"#; MOST_OTHERS + 1].join(","));
        assert!(matches!(Help::read(&many), Err(HelpFault::Others)));
    }

    #[test]
    fn numbers_are_confirmed_when_each_says_where_it_is_from_and_when_it_was_checked() {
        let today = Day::of(2026, 11, 27).unwrap();
        assert_eq!(Help::default().unconfirmed(today).missing.len(), 3);
        let number = |source: &str, on: &str| {
            format!(r#"{{"number": "112", "source": "{source}", "checked_on": "{on}"}}"#)
        };
        let help = |emergency: &str| {
            let helpline = number("a law", "2026-01-01");
            Help::read(&format!(r#"{{"country": "fr", "emergency": {emergency}, "helpline": {helpline}}}"#))
                .unwrap()
        };
        assert_eq!(help(&number("a law", "2026-11-27")).unconfirmed(today), Unconfirmed::default());
        assert_eq!(help(r#"{"number": "112"}"#).unconfirmed(today).missing.len(), 1);
        assert_eq!(help(r#"{"number": "112", "source": "a law"}"#).unconfirmed(today).missing.len(), 1);
        assert_eq!(help(&number("a law", "2026-11-28")).unconfirmed(today), Unconfirmed::default());
        assert_eq!(help(&number("a law", "2026-11-29")).unconfirmed(today).missing.len(), 1);
        let emergency = number("a law", "2026-11-01");
        let none = emergency.replace("112", "none");
        let without = format!(r#"{{"country": "fr", "emergency": {emergency}, "no_helpline": {none}}}"#);
        assert_eq!(Help::read(&without).unwrap().unconfirmed(today), Unconfirmed::default());
        let old = help(&number("a law", "2025-11-25")).unconfirmed(today);
        assert_eq!((old.missing.len(), old.stale), (0, vec!["emergency"]));
        assert_eq!(help(&number("a law", "2025-11-26")).unconfirmed(today).stale, Vec::<&str>::new());
        assert_eq!(help(&number("a law", "2026-11-27")).country(), Some("France"));
    }
}
