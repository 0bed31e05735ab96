//! Codes, dates and sentences in the reader's language.

use crate::tables::Proceeding;
use face::Texts;
use kernel::{CodeList, Day, Instant, Span};

/// A code in the reader's language, or its English label where that has no word for it.
pub(super) fn label<L: CodeList>(t: &Texts, code: L) -> String {
    let key = code.key();
    if t.has(&key) { t.t(&key) } else { code.label().to_owned() }
}

/// A code that stands as its number, where 0 or an unknown one is none.
pub(super) fn coded<L: CodeList>(t: &Texts, number: i64) -> String {
    L::from_number(number).map_or_else(|_| t.t("cases-none"), |code| label(t, code))
}

/// Yes or no.
pub(super) fn yes_no(t: &Texts, yes: bool) -> String {
    t.t(if yes { "yes" } else { "no" })
}

/// A date as EDTF (a year, a month or a day) in words.
fn date(t: &Texts, edtf: &str) -> String {
    let mut parts = edtf.splitn(3, '-');
    let year = parts.next().and_then(|year| year.parse().ok()).unwrap_or_default();
    let mut small = || parts.next().and_then(|part| part.parse::<u8>().ok());
    t.date(year, small(), small())
}

fn day(t: &Texts, day: Day) -> String {
    date(t, &day.to_string())
}

/// When something happened, as precisely as it is known.
pub(super) fn span(t: &Texts, span: Span) -> String {
    let edtf = span.to_string();
    if span.is_unknown() {
        t.t("cases-date-unknown")
    } else if edtf.contains('/') {
        let (from, to) = (day(t, span.from), day(t, span.to));
        t.t_args("cases-date-between", &[("from", from.into()), ("to", to.into())])
    } else {
        date(t, &edtf)
    }
}

/// A moment.
pub(super) fn moment(t: &Texts, at: Instant) -> String {
    let (year, month, day) = at.day().parts();
    let minute = at.0.div_euclid(60_000).rem_euclid(24 * 60);
    let part = |n: i64| u8::try_from(n).unwrap_or_default();
    let date = (i32::from(year), part(i64::from(month)), part(i64::from(day)));
    t.date_time(date, (part(minute / 60), part(minute % 60)))
}

/// The verdict that stands, and whether it is final.
pub(super) fn verdict(t: &Texts, row: &Proceeding) -> String {
    let verdict = label(t, row.verdict);
    if row.is_final { t.with("cases-verdict-final", "verdict", verdict) } else { verdict }
}

/// The sentence that stands: its parts, and the months of custody.
pub(super) fn sentence(t: &Texts, row: &Proceeding) -> String {
    let parts = row.sentence().into_iter().map(|kind| label(t, kind));
    let months = (row.sentence_months > 0).then(|| t.with("cases-months", "months", row.sentence_months));
    let all: Vec<String> = parts.chain(months).collect();
    if all.is_empty() { t.t("cases-none") } else { all.join(" · ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples::catalogue;
    use face::Language;

    #[test]
    fn dates_say_what_is_known_and_no_more() {
        let english = catalogue().texts(Language::English);
        let said = |text: &str| span(&english, text.parse().unwrap());
        assert_eq!(said("2026"), "2026");
        assert_eq!(said("2026-03"), "March 2026");
        assert_eq!(said("2026-03-05"), "5 March 2026");
        assert_eq!(said("2026-03-05/2026-04-07"), "5 March 2026 to 7 April 2026");
        assert_eq!(span(&english, Span::UNKNOWN), "not known");
    }
}
