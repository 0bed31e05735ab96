//! Moments as XML has them here: whole seconds of UTC.

use crate::Fault;
use jiff::Timestamp;

/// A moment in seconds since 1970, UTC, written as `2026-01-02T03:04:05Z`. One outside of the years 0 to 9999 is written as the nearest within.
#[must_use]
pub fn written_moment(seconds: i64) -> String {
    let (least, most) = (-62_167_219_200, 253_402_300_799);
    let moment = Timestamp::from_second(seconds.clamp(least, most)).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The seconds of such a text. Fractions of a second are passed over, and an offset is heeded, since both occur.
///
/// # Errors
/// [`Fault::Field`] under the field's name.
pub fn read_moment(text: &str, field: &str) -> Result<i64, Fault> {
    let text = text.trim();
    // Without any offset it is UTC.
    let moment = text.parse::<Timestamp>().or_else(|_| format!("{text}Z").parse());
    moment
        .map(|moment| moment.as_second())
        .map_err(|_| Fault::field(field, "a moment such as 2026-01-02T03:04:05Z"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(seconds in -62_000_000_000i64..253_000_000_000) {
            prop_assert_eq!(read_moment(&written_moment(seconds), "at"), Ok(seconds));
        }
    }

    #[test]
    fn forms_that_occur_are_read_and_others_named() {
        assert_eq!(read_moment("1970-01-01T00:00:10Z", "at"), Ok(10));
        assert_eq!(read_moment("1970-01-01T00:00:10.75Z", "at"), Ok(10));
        assert_eq!(read_moment("1970-01-01T01:00:10+01:00", "at"), Ok(10));
        assert_eq!(read_moment(" 1970-01-01T00:00:10 ", "at"), Ok(10));
        assert_eq!(
            read_moment("yesterday", "from").unwrap_err().to_string(),
            "from: a moment such as 2026-01-02T03:04:05Z is expected"
        );
    }
}
