//! When a record falls due: from which day its term counts, and how long it lasts.

use crate::tables::{Schedule, TIES_OF, Tie};
use facts::Standing;
use kernel::kept::{Anchor, RecordClock};
use kernel::{Day, Id, Needs, View};

/// How many days the overseer has before an unconfirmed erasure is said to wait too long.
pub const CONFIRM_WITHIN_DAYS: i64 = 14;
/// How many days there are to tell a partner.
pub const TELL_WITHIN_DAYS: i64 = 30;
/// How many days a request about what is held on somebody may take.
pub const ANSWER_WITHIN_DAYS: i64 = 30;
/// By how many more its term is extended, once.
pub const EXTENDED_BY_DAYS: i64 = 60;
/// How many days before its end a term is said to run out.
pub const RUNS_OUT_DAYS: i64 = 7;
/// The shortest and the longest time for which a record is shown before its erasure is put forward, in days.
pub const NOTICE_DAYS: std::ops::RangeInclusive<u32> = 14..=180;
/// The longest term, in days: a hundred years.
pub const MOST_DAYS: u32 = 36_525;

/// Asks for what [`due_day`] reads.
pub(crate) fn terms_needs(record: Id, view: &View, needs: &mut Needs) {
    needs.row::<RecordClock>(record);
    needs.row::<Standing>(record);
    needs.list::<Tie>(TIES_OF, record);
    for tie in view.peek_list::<Tie>(TIES_OF, record) {
        needs.row::<RecordClock>(tie.other);
    }
}

/// The first day on which a record may be erased by a schedule; none while its term has not begun.
pub(crate) fn due_day(record: Id, schedule: &Schedule, view: &View) -> Option<Day> {
    let own = view.get::<RecordClock>(record).filter(|clock| clock.kind == schedule.kind)?;
    let ties = view.list::<Tie>(TIES_OF, record);
    let tied: Vec<RecordClock> = ties.iter().filter_map(|tie| view.get(tie.other)).collect();
    due(schedule.counts_from, schedule.days, &own, &tied, view.get::<Standing>(record).as_ref())
}

/// As [`due_day`], of what was looked up.
fn due(
    counts_from: Anchor,
    days: i64,
    own: &RecordClock,
    tied: &[RecordClock],
    standing: Option<&Standing>,
) -> Option<Day> {
    let last = |clock: &RecordClock| clock.last_at.max(clock.closed_at);
    // What belongs to a case is not older than the case.
    let with_ties = || tied.iter().map(last).chain([last(own)]).max();
    let from = match counts_from {
        Anchor::Entered => Some(own.entered_at),
        Anchor::LastEvent => with_ties(),
        Anchor::Closed if own.closed_at.0 == 0 => None,
        Anchor::Closed => with_ties(),
    };
    let from = from?.day();
    let from = standing.and_then(|standing| grown_up(standing, own)).map_or(from, |day| day.max(from));
    Some(Day(i32::try_from(i64::from(from.0).saturating_add(days)).unwrap_or(i32::MAX)))
}

/// A victim's term does not begin before they are surely grown up: until then nobody can have asked for it in their own right.
/// Of a birth that is not known, the last day that can be: that on which they were entered. Nobody else's term is longer for
/// their age: least of all that of a child who is wrongly suspected.
fn grown_up(standing: &Standing, own: &RecordClock) -> Option<Day> {
    standing.victim.then(|| standing.born_to.min(own.entered_at.day()).plus_years(18))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::kept::RecordKind;
    use kernel::{Instant, Span};
    use proptest::prelude::*;

    const RECORD: Id = Id([1; 16]);

    fn clock(entered: i32, last: i32, closed: i32) -> RecordClock {
        let at = |day: i32| Day(day).start();
        let closed_at = if closed == 0 { Instant(0) } else { at(closed) };
        RecordClock {
            record_id: RECORD,
            kind: RecordKind::Person,
            entered_at: at(entered),
            last_at: at(last),
            closed_at,
        }
    }

    proptest! {
        /// A term begins with the latest of all that keeps a record alive, and lasts to the day.
        #[test]
        fn a_term_counts_from_the_last_thing_that_happened(
            entered in 10_000_i32..20_000, later in 0_i32..3_000, closed in 0_i32..2, ties in prop::collection::vec(0_i32..4_000, 0..4),
            days in 1_i64..9_000,
        ) {
            let last = entered + later;
            let own = clock(entered, last, closed * last);
            let tied: Vec<RecordClock> = ties.iter().map(|after| clock(entered, entered + after, 0)).collect();
            let latest = ties.iter().map(|after| entered + after).chain([last]).max().unwrap();
            let ends = |from: i32| Some(Day(from + i32::try_from(days).unwrap()));
            prop_assert_eq!(due(Anchor::Entered, days, &own, &tied, None), ends(entered));
            prop_assert_eq!(due(Anchor::LastEvent, days, &own, &tied, None), ends(latest));
            let closing = if closed == 1 { ends(latest) } else { None };
            prop_assert_eq!(due(Anchor::Closed, days, &own, &tied, None), closing);
        }

        /// Both bounds of a birth in the victim's favour: the term never begins while they may be a child.
        #[test]
        fn a_victims_term_begins_when_they_are_surely_grown_up(
            from in 8_000_i32..14_000, width in 0_i32..4_000, entered in 14_000_i32..20_000, unknown: bool, victim: bool, suspected: bool,
        ) {
            let born = if unknown { Span::UNKNOWN } else { Span { from: Day(from), to: Day(from + width) } };
            let own = clock(entered, entered, 0);
            let standing = Standing { born_from: born.from, born_to: born.to, victim, suspected, ..Standing::unknown(RECORD) };
            let due = due(Anchor::LastEvent, 10, &own, &[], Some(&standing)).unwrap();
            let begun = Day(due.0 - 10);
            let known = Span { from: born.from, to: born.to.min(Day(entered)) };
            if victim {
                prop_assert!(!known.may_be_under(18, Span::on(begun)));
                prop_assert!(begun == Day(entered) || known.may_be_under(18, Span::on(Day(begun.0 - 1))), "and no day later");
            } else {
                prop_assert_eq!(begun, Day(entered));
            }
        }
    }
}
