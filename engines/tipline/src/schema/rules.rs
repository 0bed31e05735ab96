//! What a text must be, checked as XML Schema would.

use super::Rule;
use super::table::{COUNTRIES, STATES};

impl Rule {
    /// Checks a text; a fault says what would be right.
    pub(crate) fn check(self, text: &str) -> Result<(), String> {
        let blank = [' ', '\t', '\n', '\r'];
        let word = text.trim_matches(blank);
        let right = match self {
            Self::Text(most) => fits(text, most),
            Self::NotBlank(most) => fits(text, most) && !word.is_empty(),
            Self::Flag => matches!(word, "" | "true" | "false" | "1" | "0"),
            Self::Bool => matches!(word, "true" | "false" | "1" | "0"),
            Self::DateTime => unix_ms(word).is_some(),
            Self::Date => date(word).is_some(),
            Self::Long => !word.is_empty() && word.len() <= 18 && digits(word),
            Self::Age => {
                (1..=3).contains(&word.len())
                    && digits(word)
                    && word.parse::<u16>().is_ok_and(|age| age <= 150)
            }
            Self::Port => {
                (1..=5).contains(&word.len())
                    && digits(word)
                    && word.parse::<u32>().is_ok_and(|port| port <= 65_535)
            }
            Self::Decimal => decimal(word),
            Self::Mark => matches!(word, "" | "true" | "1"),
            Self::Country => word.is_empty() || COUNTRIES.split(' ').any(|known| known == word),
            Self::State => word.is_empty() || STATES.split(' ').any(|known| known == word),
            Self::Extension => (1..=10).contains(&word.len()) && digits(word),
            Self::CallingCode => {
                word.strip_prefix('+').is_some_and(|rest| (1..=3).contains(&rest.len()) && digits(rest))
            }
            Self::OneOf(words) => words.contains(&text),
        };
        if right { Ok(()) } else { Err(self.wanted()) }
    }

    fn wanted(self) -> String {
        match self {
            Self::Text(most) => format!("at most {most} characters are expected"),
            Self::NotBlank(most) => {
                format!("a text that is not blank, of at most {most} characters, is expected")
            }
            Self::Flag => "nothing, true or false is expected".to_owned(),
            Self::Bool => "true or false is expected".to_owned(),
            Self::DateTime => "a date and time like 2026-01-31T12:00:00Z is expected".to_owned(),
            Self::Date => "a date like 2026-01-31 is expected".to_owned(),
            Self::Long => "a whole number is expected".to_owned(),
            Self::Age => "a number from 0 to 150 is expected".to_owned(),
            Self::Port => "a number from 0 to 65535 is expected".to_owned(),
            Self::Decimal => "a number like -12.345 is expected".to_owned(),
            Self::Mark => "nothing or true is expected".to_owned(),
            Self::Country => "a country's code of ISO 3166, like FR, is expected".to_owned(),
            Self::State => "a state's code, like CA, is expected".to_owned(),
            Self::Extension => "up to ten digits are expected".to_owned(),
            Self::CallingCode => "a calling code like +33 is expected".to_owned(),
            Self::OneOf(words) => format!("one of these is expected: {}", words.join(" | ")),
        }
    }
}

fn fits(text: &str, most: u32) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    text.len() <= most || text.chars().nth(most).is_none()
}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn decimal(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    (1..=3).contains(&whole.len()) && (1..=20).contains(&part.len()) && digits(whole) && digits(part)
}

/// A number of exactly so many digits at the start, and the rest.
fn number(text: &str, long: usize) -> Option<(i64, &str)> {
    let (head, rest) = text.split_at_checked(long)?;
    if digits(head) { Some((head.parse().ok()?, rest)) } else { None }
}

/// Days since 1970 of a date at the start, and the rest.
fn day(text: &str) -> Option<(i64, &str)> {
    let (year, rest) = number(text, 4)?;
    let (month, rest) = number(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = number(rest.strip_prefix('-')?, 2)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let most = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if year == 0 || !(1..=most).contains(&day) {
        return None;
    }
    // Days from the civil calendar, years counted from March.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (y.div_euclid(400), y.rem_euclid(400));
    Some((
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * m + 2) / 5 + day - 1 - 719_468,
        rest,
    ))
}

/// Minutes east of Greenwich; nothing is taken as Greenwich.
fn zone(text: &str) -> Option<i64> {
    match text {
        "" | "Z" => return Some(0),
        _ => {}
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, rest) = number(text.strip_prefix(['+', '-'])?, 2)?;
    let (minutes, rest) = number(rest.strip_prefix(':')?, 2)?;
    let right = rest.is_empty() && minutes < 60 && (hours < 14 || (hours == 14 && minutes == 0));
    right.then_some(sign * (hours * 60 + minutes))
}

fn date(text: &str) -> Option<i64> {
    let (day, rest) = day(text)?;
    zone(rest).map(|_| day)
}

/// Milliseconds since 1970 of a date and time as the format writes it; without a zone it is taken as UTC.
///
/// ```
/// assert_eq!(tipline::unix_ms("1970-01-02T00:00:00.5+01:00"), Some(82_800_500));
/// assert_eq!(tipline::unix_ms("2026-02-30T00:00:00Z"), None);
/// ```
pub fn unix_ms(text: &str) -> Option<i64> {
    let (day, rest) = day(text)?;
    let (hour, rest) = number(rest.strip_prefix('T')?, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
    let (second, mut rest) = number(rest.strip_prefix(':')?, 2)?;
    let mut thousandth = 0;
    if let Some(after) = rest.strip_prefix('.') {
        let long = after.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=12).contains(&long) {
            return None;
        }
        thousandth = format!("{:0<3}", &after[..long.min(3)]).parse().ok()?;
        rest = &after[long..];
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(((day * 24 + hour) * 60 + minute - zone(rest)?) * 60_000 + second * 1_000 + thousandth)
}
