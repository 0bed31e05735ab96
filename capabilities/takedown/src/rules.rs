//! The room's own rule: nothing is taken down before it is preserved, and not while the police ask for it to stay (¶38, 63).

use kernel::{Instant, Problem};

/// Why no notice goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// Nobody asked the host to preserve it.
    NotPreserved,
    /// The police asked that it stays until a day that has not come.
    Held,
}

/// ¶38, 63: whoever did it must be found, so evidence is preserved before a notice makes it vanish; and while a hold of the police stands,
/// no notice goes out. A hold ends by itself: from its last moment on, `until`, it stands no more.
///
/// # Errors
/// [`Bar`]: what stands in the way.
pub fn preserve_before_notice(
    asked: Option<Instant>,
    until: Option<Instant>,
    now: Instant,
) -> Result<(), Bar> {
    if asked.is_none_or(|asked| asked > now) {
        return Err(Bar::NotPreserved);
    }
    if until.is_some_and(|until| now < until) {
        return Err(Bar::Held);
    }
    Ok(())
}

impl From<Bar> for Problem {
    fn from(bar: Bar) -> Problem {
        match bar {
            Bar::NotPreserved => Problem::new(
                "address",
                "nobody asked yet that it be preserved (¶38, 63)",
                "first takedown.ask-preservation, then the notice",
            ),
            Bar::Held => Problem::new(
                "address",
                "the police asked that it stays for now (¶38, 63)",
                "wait until the hold's day, or until it is ended",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_notice_before_preservation_and_none_under_a_hold(
            asked in proptest::option::of(0_i64..100),
            until in proptest::option::of(0_i64..100),
            now in 0_i64..100,
        ) {
            let goes = preserve_before_notice(asked.map(Instant), until.map(Instant), Instant(now)).is_ok();
            let preserved = matches!(asked, Some(at) if at <= now);
            let held = matches!(until, Some(until) if until > now);
            prop_assert_eq!(goes, preserved && !held);
        }
    }

    #[test]
    fn a_hold_ends_by_itself() {
        let at = |now| preserve_before_notice(Some(Instant(1)), Some(Instant(10)), Instant(now));
        assert_eq!((at(9), at(10)), (Err(Bar::Held), Ok(())));
    }
}
