use super::business::{LEAST_REPEAT_DAYS, LEAST_REPEATS};
use super::volume::{LEAST_DAYS, LEAST_OUTSIDE, LEAST_VOLUME};
use super::*;
use crate::testing::id;
use proptest::prelude::*;

const DAY: Day = Day(20_000);

fn look(seq: u64, officer: u8, day: i32, record: u8) -> Glance {
    Glance {
        seq,
        officer: id(officer),
        role: Role::Analyst,
        unit: id(200),
        record: id(record),
        whose: vec![id(record)],
        day: Day(DAY.0 - day),
        in_hours: true,
    }
}

/// So many looks of an officer so many days ago.
fn looks(officer: u8, days_ago: i32, count: i64) -> Vec<Glance> {
    (0..count).map(|n| look(n.unsigned_abs() + 1, officer, days_ago, 100)).collect()
}

/// Every record is the unit's business, and everybody acts about everything: only volume and hours can stand out.
fn watched(looks: Vec<Glance>) -> Watched {
    let officers: BTreeSet<Id> = looks.iter().map(|look| look.officer).collect();
    let records: BTreeSet<Id> = looks.iter().map(|look| look.record).collect();
    let acted = officers.iter().flat_map(|&one| records.iter().map(move |&record| (one, record))).collect();
    let holds = records.iter().map(|&record| (id(200), record)).collect();
    Watched { looks, day: DAY, holds, acted, ..Watched::default() }
}

fn rules(watched: &Watched) -> Vec<WatchRule> {
    judge(watched).into_iter().map(|finding| finding.rule).collect()
}

proptest! {
    /// Half of an officer's past can be anything: what is ordinary stays between the least and most of the other half.
    #[test]
    fn half_of_the_counts_move_the_median_nowhere_else(
        honest in prop::collection::vec(5_i64..15, 5..20), wild in prop::collection::vec(0_i64..1_000_000, 0..4)
    ) {
        let all: Vec<i64> = honest.iter().chain(&wild).copied().collect();
        let found = ordinary(&all, 6);
        let (least, most) = (*honest.iter().min().unwrap(), *honest.iter().max().unwrap());
        prop_assert!((least..=most).contains(&found.median), "{found:?}");
        prop_assert!(found.bound >= found.median);
    }

    /// The order in which looks come, and what others' looks are numbered, changes nothing.
    #[test]
    fn is_the_same_for_the_same_looks(counts in prop::collection::vec((1_u8..5, 0_i32..20, 1_i64..30), 1..20), seed in 0_u64..1000) {
        let mut all: Vec<Glance> = counts.iter().flat_map(|&(who, ago, n)| looks(who, ago, n)).collect();
        let first = judge(&watched(all.clone()));
        let turn = usize::try_from(seed).unwrap() % all.len();
        // Days of others change places; each officer's own looks stay in their order.
        all.rotate_left(turn);
        all.sort_by_key(|look| look.seq);
        let second = judge(&watched(all));
        let told = |all: &[Finding]| all.iter().map(|one| (one.rule, one.officer, one.counted)).collect::<Vec<_>>();
        prop_assert_eq!(told(&first), told(&second));
    }

    /// Volume stands out exactly when it is at least twenty and above both bounds.
    #[test]
    fn volume_stands_out_above_both_bounds_alone(own in 1_i64..40, others in 1_i64..40, now in 1_i64..160) {
        let mut all = Vec::new();
        for ago in 1..=i32::try_from(LEAST_DAYS).unwrap() {
            all.extend(looks(1, ago, own));
            (2..5).for_each(|peer| all.extend(looks(peer, ago, others)));
        }
        all.extend(looks(1, 0, now));
        let bound = |median: i64| median + 6 * median.isqrt();
        let right = now >= LEAST_VOLUME && now > bound(own) && now > bound(others);
        prop_assert_eq!(rules(&watched(all)).contains(&WatchRule::Volume), right);
    }

    /// More looks never make an officer stand out less.
    #[test]
    fn more_is_never_less_unusual(now in 1_i64..100, more in 1_i64..50) {
        let past = |n: i64| {
            let mut all: Vec<Glance> = (1..12).flat_map(|ago| looks(1, ago, 6)).collect();
            all.extend(looks(1, 0, n));
            rules(&watched(all)).len()
        };
        prop_assert!(past(now + more) >= past(now));
    }
}

#[test]
fn where_nothing_can_be_compared_no_volume_stands_out() {
    let days = i32::try_from(LEAST_DAYS).unwrap();
    let with = |past: i32| {
        let mut all: Vec<Glance> = (1..=past).flat_map(|ago| looks(1, ago, 3)).collect();
        all.extend(looks(1, 0, 500));
        rules(&watched(all))
    };
    assert_eq!(with(days - 1), []);
    assert_eq!(with(days), [WatchRule::Volume]);
}

#[test]
fn a_finding_tells_the_numbers() {
    let mut all: Vec<Glance> = (1..=8).flat_map(|ago| looks(1, ago, 9)).collect();
    all.extend(looks(1, 0, 40));
    let found = &judge(&watched(all))[0];
    assert_eq!((found.counted, found.own), (40, Some(Ordinary { median: 9, bound: 27 })));
    assert_eq!((found.peers, found.first, found.last), (None, 1, 40));
}

#[test]
fn hours_stand_out_from_three_looks_and_not_for_whom_they_are_ordinary() {
    let night = |ago: i32, count: i64| {
        looks(1, ago, count).into_iter().map(|look| Glance { in_hours: false, ..look }).collect::<Vec<_>>()
    };
    assert_eq!(rules(&watched(night(0, LEAST_OUTSIDE - 1))), []);
    assert_eq!(rules(&watched(night(0, LEAST_OUTSIDE))), [WatchRule::Hours]);
    let nights: Vec<Glance> = (0..=9).flat_map(|ago| night(ago, 6)).collect();
    assert_eq!(rules(&watched(nights)), []);
    let days: Vec<Glance> = (1..=9).flat_map(|ago| looks(1, ago, 6)).chain(night(0, 4)).collect();
    assert_eq!(rules(&watched(days)), [WatchRule::Hours]);
}

#[test]
fn a_namesake_stands_out_whoever_holds_the_record() {
    let mut one = watched(vec![look(1, 1, 0, 100), look(2, 1, 0, 101), look(3, 2, 0, 100)]);
    one.namesakes = BTreeMap::from([(id(1), BTreeSet::from([id(100), id(103)]))]);
    let found = judge(&one);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].rule, found[0].officer, found[0].record), (WatchRule::OwnName, id(1), id(100)));
    assert_eq!((found[0].first, found[0].counted), (1, 1));
}

#[test]
fn what_the_unit_neither_holds_nor_worked_on_is_none_of_its_business() {
    let looks = vec![look(1, 1, 0, 100), look(2, 1, 0, 101), look(3, 1, 0, 102), look(4, 1, 0, 103)];
    let mut one = watched(looks);
    one.holds = BTreeSet::from([(id(200), id(100)), (Id::NONE, id(101)), (id(201), id(103))]);
    one.unit_acted = BTreeSet::from([(id(200), id(102))]);
    one.glasses = BTreeMap::from([((id(1), id(103)), 77)]);
    let found = judge(&one);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].rule, found[0].record, found[0].glass), (WatchRule::NoBusiness, id(103), Some(77)));
}

#[test]
fn one_person_again_and_again_stands_out_unless_something_was_done() {
    let days = i32::try_from(LEAST_REPEAT_DAYS).unwrap();
    let again = |count: usize, days: i32| -> Watched {
        let all = (0..count).map(|n| look(n as u64 + 1, 1, i32::try_from(n).unwrap() % days, 100)).collect();
        Watched { acted: BTreeSet::new(), ..watched(all) }
    };
    assert_eq!(rules(&again(LEAST_REPEATS, days)), [WatchRule::Repeated]);
    assert_eq!(rules(&again(LEAST_REPEATS - 1, days)), []);
    assert_eq!(rules(&again(LEAST_REPEATS, days - 1)), []);
    let mut done = again(LEAST_REPEATS, days);
    done.acted = BTreeSet::from([(id(1), id(100))]);
    assert_eq!(rules(&done), []);
    let others = Watched { acted: BTreeSet::from([(id(2), id(100))]), ..again(LEAST_REPEATS, days) };
    assert_eq!(rules(&others), [WatchRule::Repeated]);
}

#[test]
fn looks_of_nobodys_account_are_no_officers() {
    let public = looks(0, 0, 900).into_iter().map(|look| Glance { in_hours: false, ..look }).collect();
    assert_eq!(rules(&Watched { holds: BTreeSet::new(), ..watched(public) }), []);
}
