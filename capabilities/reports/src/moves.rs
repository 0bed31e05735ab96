//! What another table of points would move in the queue. Pure: the page reads what waits and asks this.

use crate::limits::term;
use crate::priority::Reason;
use crate::priority::weights::{Weights, under};
use kernel::term::Term;
use kernel::{CodeList, Id, Instant};
use serde::Serialize;
use utoipa::ToSchema;

/// So many reports are looked at, at most: whoever decides waits for a page, and nobody for the queue.
pub(crate) const MOST_LOOKED_AT: u64 = 10_000;
/// So many reports are shown, those that move most.
const MOST_SHOWN: usize = 20;

/// A report that waits, as far as its place in the queue goes.
#[derive(Clone, Debug)]
pub(crate) struct Waits {
    pub(crate) report: Id,
    pub(crate) filed_at: Instant,
    pub(crate) points: u32,
    /// The table by which it has them.
    pub(crate) by: Weights,
    pub(crate) reasons: Vec<Reason>,
}

/// How many reports are answered within a term, by the table in force and by the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct InTerm {
    /// The term's code.
    pub term: &'static str,
    /// How many now.
    pub now: u64,
    /// How many then.
    pub then: u64,
}

/// One report that would move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Move {
    /// The report.
    pub report: Id,
    /// Its points now.
    pub points_now: u32,
    /// Its points then.
    pub points_then: u32,
    /// Its place in the queue now, from 1.
    pub place_now: u64,
    /// Its place then.
    pub place_then: u64,
}

impl Move {
    fn distance(&self) -> u64 {
        self.place_now.abs_diff(self.place_then)
    }
}

/// What would move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Moves {
    /// How many reports that wait were looked at.
    pub looked_at: u64,
    /// How many would gain points.
    pub gain: u64,
    /// How many would lose points.
    pub lose: u64,
    /// How many would be due within a shorter term.
    pub sooner: u64,
    /// How many would be due within a longer one.
    pub later: u64,
    /// How many are in each term, now and then.
    pub terms: Vec<InTerm>,
    /// The reports that would move most, at most 20.
    pub most: Vec<Move>,
}

/// What waits, in the order of the queue by these points: each report's place, from 1.
fn places(waiting: &[Waits], points: &[u32]) -> Vec<u64> {
    let mut order: Vec<usize> = (0..waiting.len()).collect();
    order.sort_by_key(|&n| (std::cmp::Reverse(points[n]), waiting[n].filed_at, waiting[n].report));
    let mut places = vec![0; waiting.len()];
    for (place, n) in (1_u64..).zip(order) {
        places[n] = place;
    }
    places
}

/// The larger, the sooner.
fn urgency(points: u32) -> u8 {
    match term(points) {
        Term::UrgentAnswer => 2,
        Term::SoonAnswer => 1,
        _ => 0,
    }
}

/// What this table would move among what waits.
pub(crate) fn moves(waiting: &[Waits], next: &Weights) -> Moves {
    let now: Vec<u32> = waiting.iter().map(|one| one.points).collect();
    let then: Vec<u32> = waiting.iter().map(|one| under(next, &one.by, one.points, &one.reasons)).collect();
    let both = || now.iter().copied().zip(then.iter().copied());
    let count = |is: &dyn Fn(u32, u32) -> bool| both().filter(|&(now, then)| is(now, then)).count() as u64;
    let in_term = |wanted: Term| InTerm {
        term: wanted.code(),
        now: count(&|now, _| term(now) == wanted),
        then: count(&|_, then| term(then) == wanted),
    };
    let (places_now, places_then) = (places(waiting, &now), places(waiting, &then));
    let one = |n: usize| Move {
        report: waiting[n].report,
        points_now: now[n],
        points_then: then[n],
        place_now: places_now[n],
        place_then: places_then[n],
    };
    let mut most: Vec<Move> = (0..waiting.len()).map(one).collect();
    most.retain(|one| one.distance() > 0 || one.points_now != one.points_then);
    most.sort_by_key(|one| {
        let points = one.points_now.abs_diff(one.points_then);
        (std::cmp::Reverse((one.distance(), points)), one.place_now)
    });
    most.truncate(MOST_SHOWN);
    Moves {
        looked_at: waiting.len() as u64,
        gain: count(&|now, then| then > now),
        lose: count(&|now, then| then < now),
        sooner: count(&|now, then| urgency(then) > urgency(now)),
        later: count(&|now, then| urgency(then) < urgency(now)),
        terms: [Term::UrgentAnswer, Term::SoonAnswer, Term::OrdinaryAnswer].map(in_term).to_vec(),
        most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    fn waits(n: u8, reasons: &[Reason]) -> Waits {
        Waits {
            report: Id([n; 16]),
            filed_at: Instant(i64::from(n)),
            points: Weights::BUILT_IN.points(reasons),
            by: Weights::BUILT_IN,
            reasons: reasons.to_vec(),
        }
    }

    #[test]
    fn who_gains_who_loses_who_is_due_sooner_and_who_moves_most() {
        let waiting = [
            waits(1, &[Reason::Held]),
            waits(2, &[Reason::Child13To17]),
            waits(3, &[Reason::PicturesAttached]),
            waits(4, &[Reason::AdultNearby]),
        ];
        let next = Weights { child_13_17: 20, held: 30, pictures_attached: 60, ..Weights::BUILT_IN };
        let moved = moves(&waiting, &next);
        assert_eq!((moved.looked_at, moved.gain, moved.lose, moved.sooner, moved.later), (4, 2, 1, 1, 0));
        let terms: Vec<_> = moved.terms.iter().map(|one| (one.term, one.now, one.then)).collect();
        assert_eq!(terms, [("urgent-answer", 0, 1), ("soon-answer", 1, 1), ("ordinary-answer", 3, 2)]);
        let most: Vec<_> =
            moved.most.iter().map(|one| (one.report.0[0], one.place_now, one.place_then)).collect();
        // Now: 1 with 40, 4 with 20, 2 and 3 with 10, the older first.
        assert_eq!(most, [(3, 4, 1), (4, 2, 4), (1, 1, 2), (2, 3, 3)]);
    }

    #[test]
    fn what_stays_is_not_shown_and_no_more_than_twenty_are() {
        let waiting: Vec<Waits> = (1..=60).map(|n| waits(n, &[Reason::AdultNearby])).collect();
        let same = moves(&waiting, &Weights::BUILT_IN);
        assert_eq!((same.gain + same.lose + same.sooner + same.later, same.most.len()), (0, 0));
        let next = Weights { adult_nearby: 21, ..Weights::BUILT_IN };
        let all = moves(&waiting, &next);
        assert_eq!((all.gain, all.most.len()), (60, 20), "all gain alike, and none changes its place");
    }

    proptest! {
        #[test]
        fn places_are_those_of_the_queue_and_each_report_is_counted_once(
            of in prop::collection::vec(subsequence(Reason::all().to_vec(), 0..6), 1..40), adult_nearby in 0_u32..=60, survivor in 0_u32..=60,
        ) {
            let waiting: Vec<Waits> = (1..).zip(&of).map(|(n, reasons)| waits(n, reasons)).collect();
            let moved = moves(&waiting, &Weights { adult_nearby, survivor, ..Weights::BUILT_IN });
            let sums: (u64, u64) = moved.terms.iter().fold((0, 0), |sum, one| (sum.0 + one.now, sum.1 + one.then));
            prop_assert_eq!(sums, (moved.looked_at, moved.looked_at));
            prop_assert!(moved.gain + moved.lose <= moved.looked_at);
            for one in &moved.most {
                let before = waiting.iter().filter(|other| (std::cmp::Reverse(other.points), other.filed_at) < (std::cmp::Reverse(one.points_now), Instant(i64::from(one.report.0[0]))));
                prop_assert_eq!(before.count() as u64 + 1, one.place_now);
            }
        }
    }
}
