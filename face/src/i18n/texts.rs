//! The texts of one language, as templates and handlers use them.

use std::{fmt, sync::Arc};

use fluent_bundle::FluentArgs;

use super::{
    catalogue::Bundle,
    number::grouped,
    value::{ToValue, Value},
};
use crate::{Direction, Language};

/// What stands around a key that no text was found for; [`crate::check`] refuses a page that shows it.
pub(crate) const MISSING: (char, char) = ('⟦', '⟧');

/// One language's texts. Cheap to clone.
#[derive(Clone)]
pub struct Texts {
    language: Language,
    bundle: Arc<Bundle>,
    /// Words in the place of some of the bundle's.
    over: Option<Arc<Bundle>>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Texts({:?})", self.language)
    }
}

impl Texts {
    pub(crate) fn new(language: Language, bundle: Arc<Bundle>, over: Option<Arc<Bundle>>) -> Self {
        Self { language, bundle, over }
    }

    /// The language of these texts.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Which way the script runs.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.language.direction()
    }

    /// Whether a key exists.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The text of a key that takes nothing; a missing key shows as `⟦key⟧`, which the tests of samples refuse.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.t_args(key, &[])
    }

    /// The text of a key with one argument.
    #[must_use]
    pub fn with(&self, key: &str, name: &str, value: impl ToValue) -> String {
        self.t_args(key, &[(name, value.to_value())])
    }

    /// The text of a key with arguments; a missing key or argument shows as `⟦key⟧`.
    #[must_use]
    pub fn t_args(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let missing = || format!("{}{key}{}", MISSING.0, MISSING.1);
        let own = self.over.as_ref().filter(|over| over.has_message(key)).unwrap_or(&self.bundle);
        let Some(pattern) = own.get_message(key).and_then(|message| message.value()) else {
            return missing();
        };
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            arguments.set(*name, value.for_fluent(self.language));
        }
        let mut faults = Vec::new();
        let text = own.format_pattern(pattern, Some(&arguments), &mut faults);
        if faults.is_empty() { text.into_owned() } else { missing() }
    }

    /// A whole number as the language writes it.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        grouped(&number.to_string(), self.language.group_mark())
    }

    /// A number with a fixed count of decimals (at most 12), as the language writes it.
    #[must_use]
    pub fn decimal(&self, number: f64, decimals: usize) -> String {
        let plain = format!("{number:.*}", decimals.min(12));
        match plain.split_once('.') {
            None => grouped(&plain, self.language.group_mark()),
            Some((whole, rest)) => {
                let whole = grouped(whole, self.language.group_mark());
                format!("{whole}{}{rest}", self.language.decimal_mark())
            }
        }
    }

    /// A share between 0 and 1 as per cent with a fixed count of decimals.
    #[must_use]
    pub fn percent(&self, share: f64, decimals: usize) -> String {
        self.with("percent", "n", self.decimal(share * 100.0, decimals))
    }

    /// A date with the month as a word; without a day or a month, what is known of it.
    #[must_use]
    pub fn date(&self, year: i32, month: Option<u8>, day: Option<u8>) -> String {
        let year = year.to_string();
        let Some(month) = month else { return year };
        let month = self.t(&format!("month-{month}"));
        match day {
            Some(day) => {
                let parts = [("day", day.to_string().into()), ("month", month.into()), ("year", year.into())];
                self.t_args("date-full", &parts)
            }
            None => self.t_args("date-month-year", &[("month", month.into()), ("year", year.into())]),
        }
    }

    /// A date and a time of day in UTC (hour 0-23, minute 0-59).
    #[must_use]
    pub fn date_time(&self, date: (i32, u8, u8), time: (u8, u8)) -> String {
        let day = self.date(date.0, Some(date.1), Some(date.2));
        let time = format!("{:02}:{:02}", time.0, time.1);
        self.t_args("date-time", &[("date", day.into()), ("time", time.into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Resource};

    fn texts(language: Language) -> Texts {
        let source = "room-n = { $n ->\n    [one] one case\n   *[other] { $n } cases\n}";
        let arabic = "room-n = { $n ->\n    [two] قضيتان\n    [few] { $n } قضايا\n   *[other] { $n } قضية\n}";
        let rooms = [
            Resource { language: Language::English, is_for_door: false, source },
            Resource { language: Language::Arabic, is_for_door: false, source: arabic },
        ];
        Catalogue::new(&rooms).unwrap().texts(language)
    }

    #[test]
    fn plurals_follow_the_language() {
        let en = texts(Language::English);
        assert_eq!(en.with("room-n", "n", 1), "one case");
        assert_eq!(en.with("room-n", "n", 12_000), "12,000 cases");
        let ar = texts(Language::Arabic);
        assert_eq!(ar.with("room-n", "n", 2), "قضيتان");
        assert_eq!(ar.with("room-n", "n", 7), "7 قضايا");
    }

    #[test]
    fn a_missing_key_or_argument_shows() {
        let en = texts(Language::English);
        assert_eq!(en.t("no-such-key"), "⟦no-such-key⟧");
        assert_eq!(en.t("room-n"), "⟦room-n⟧");
    }

    #[test]
    fn dates_are_unambiguous_and_say_what_is_known() {
        let en = texts(Language::English);
        assert_eq!(en.date(2026, Some(3), Some(1)), "1 March 2026");
        assert_eq!(en.date(2026, Some(3), None), "March 2026");
        assert_eq!(en.date(2026, None, None), "2026");
        assert_eq!(en.date_time((2026, 3, 1), (9, 5)), "1 March 2026, 09:05 UTC");
        assert_eq!(texts(Language::Arabic).date(2026, Some(3), Some(1)), "1 آذار/مارس 2026");
    }

    #[test]
    fn every_month_has_a_name_in_every_language() {
        for &language in Language::ALL {
            let texts = texts(language);
            for month in 1..=12 {
                assert!(!texts.date(2026, Some(month), None).contains(MISSING.0));
            }
        }
    }

    #[test]
    fn decimals_and_shares() {
        let en = texts(Language::English);
        assert_eq!(en.decimal(1234567.891, 1), "1,234,567.9");
        assert_eq!(en.percent(0.1234, 1), "12.3%");
    }
}
