//! Releases one after another.

use std::collections::HashSet;

use disclosure::{Exposure, Learned, Rule, SafeTable, Table, differences_safe, suppress, suppress_after};
use proptest::prelude::*;

use crate::generate::{count, grid, list};

const T: i64 = 3;

/// All pairs (before, now) that each part of a list can have, for a reader of two releases who trusts that no
/// count fell. Hidden counts are tried up to `most`.
fn pairs(old: &SafeTable, new: &SafeTable, most: i64) -> Vec<Vec<(i64, i64)>> {
    let read =
        |release: &SafeTable| -> Vec<Option<i64>> { release.cells().map(|(_, c)| c.shown()).collect() };
    let (old, new) = (read(old), read(new));
    let parts = old.len() - 1;
    let (before, now) = (old[parts], new[parts]);
    let cap = |total: Option<i64>, sum: i64| if total.is_some() { sum } else { sum.min(1) };
    let choices = |part: usize| -> Vec<(i64, i64)> {
        let tried = |shown: Option<i64>| shown.map_or((1..=most).collect::<Vec<i64>>(), |count| vec![count]);
        let nows = tried(new[part]);
        let all =
            tried(old[part]).into_iter().flat_map(|a| nows.iter().map(move |&b| (a, b)).collect::<Vec<_>>());
        all.filter(|(a, b)| a <= b).collect()
    };
    let add = |(x, y): (i64, i64), (a, b): (i64, i64)| (cap(before, x + a), cap(now, y + b));
    let fits = |(x, y): (i64, i64)| before.is_none_or(|t| x <= t) && now.is_none_or(|t| y <= t);
    let ends = |(x, y): (i64, i64)| before.map_or(x >= 1, |t| x == t) && now.map_or(y >= 1, |t| y == t);
    let mut reached: Vec<HashSet<(i64, i64)>> = vec![HashSet::from([(0, 0)])];
    for part in 0..parts {
        let next =
            reached[part].iter().flat_map(|&sum| choices(part).into_iter().map(move |pair| (sum, pair)));
        reached.push(next.map(|(sum, pair)| add(sum, pair)).filter(|&sum| fits(sum)).collect());
    }
    let mut good: HashSet<(i64, i64)> = reached[parts].iter().copied().filter(|&sum| ends(sum)).collect();
    let mut found = vec![Vec::new(); parts];
    for part in (0..parts).rev() {
        let mut from = HashSet::new();
        for &sum in &reached[part] {
            for pair in choices(part) {
                if good.contains(&add(sum, pair)) {
                    from.insert(sum);
                    found[part].push(pair);
                }
            }
        }
        good = from;
    }
    found
}

fn is_close(values: impl Iterator<Item = i64>) -> bool {
    let values: Vec<i64> = values.collect();
    let (min, max) = (*values.iter().min().unwrap(), *values.iter().max().unwrap());
    max - min < T && min < T && max >= 1
}

/// The first part of which both releases together tell too much.
fn given_away(old: &SafeTable, new: &SafeTable) -> Option<usize> {
    let is_hidden = |release: &SafeTable, part| release.cells().nth(part).unwrap().1.shown().is_none();
    pairs(old, new, 60).iter().enumerate().position(|(part, pairs)| {
        let (before, now) = (is_hidden(old, part), is_hidden(new, part));
        before && is_close(pairs.iter().map(|pair| pair.0))
            || now && is_close(pairs.iter().map(|pair| pair.1))
            || (before || now) && is_close(pairs.iter().map(|pair| pair.1 - pair.0))
    })
}

fn growing_lists() -> impl Strategy<Value = (Table, Table)> {
    let grown = prop_oneof![4 => Just(0), 1 => Just(1), 1 => Just(T - 1), 3 => Just(T), 3 => T + 1..3 * T];
    let part = (prop_oneof![3 => count(T), 1 => 4 * T..6 * T], grown);
    prop::collection::vec(part, 2..=4).prop_map(|parts| {
        let before: Vec<i64> = parts.iter().map(|part| part.0).collect();
        let now: Vec<i64> = parts.iter().map(|part| part.0 + part.1).collect();
        (list(&before), list(&now))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn an_accepted_list_withstands_a_reader_of_both((before, now) in growing_lists(), keeps in any::<bool>()) {
        let rule = Rule::new(T).unwrap();
        let earlier = [suppress(&before, rule)];
        let new = suppress_after(&now, rule, if keeps { &earlier } else { &[] });
        if differences_safe(&earlier, &new, rule).is_ok() {
            prop_assert_eq!(given_away(&earlier[0], &new), None);
        }
    }
}

fn after(before: &Table, now: &Table) -> Result<(), Exposure> {
    let rule = Rule::default();
    differences_safe(&[suppress(before, rule)], &suppress(now, rule), rule)
}

#[test]
fn a_shown_cell_may_stay_or_change_by_enough() {
    let before = list(&[20, 30]);
    assert_eq!(after(&before, &before), Ok(()));
    assert_eq!(after(&before, &list(&[25, 30])), Ok(()));
    assert_eq!(after(&before, &list(&[15, 30])), Ok(()));
    for now in [[24, 30], [21, 30], [19, 30], [16, 30]] {
        let refused = after(&before, &list(&now)).unwrap_err();
        assert!(matches!(refused, Exposure::Difference { release: 0, .. }), "{refused}");
        assert_eq!(refused.to_string(), format!("since release 0, a0 changed by {}", now[0] - 20));
    }
}

#[test]
fn every_earlier_release_counts() {
    let rule = Rule::default();
    let releases = [20, 26, 28].map(|count| suppress(&list(&[count, 30]), rule));
    assert_eq!(differences_safe(&releases[..1], &releases[2], rule), Ok(()));
    let refused = differences_safe(&releases[..2], &releases[2], rule);
    assert!(matches!(refused, Err(Exposure::Difference { release: 1, difference: 2, .. })));
}

#[test]
fn the_hidden_part_of_a_total_must_not_change_by_few() {
    // The total grows by six: five shown, and one among the two that are hidden.
    let refused = after(&list(&[2, 8, 30]), &list(&[3, 8, 35])).unwrap_err();
    assert_eq!(refused.to_string(), "since release 0, the hidden part of (total) changed by 1");
}

#[test]
fn a_pattern_that_moves_gives_away_what_stayed() {
    // The small cell's partner grows, so that another would be hidden with it: 2 + 8 = 10, then 2 + 9 = 11.
    // Six joined the three, so the 14 was at least 8, and the small cell at most 2.
    let (before, now) = (list(&[2, 8, 9, 30]), list(&[2, 14, 9, 30]));
    let rule = Rule::default();
    let earlier = [suppress(&before, rule)];
    let refused = differences_safe(&earlier, &suppress(&now, rule), rule).unwrap_err();
    let Exposure::Growth { place, about: Learned::EarlierCount, interval, .. } = &refused else {
        panic!("{refused}")
    };
    assert_eq!((place.to_string().as_str(), interval.min, interval.max), ("a0", 1, Some(2)));
    // Keeping the pattern keeps the secret.
    assert_eq!(differences_safe(&earlier, &suppress_after(&now, rule, &earlier), rule), Ok(()));
}

#[test]
fn a_cell_that_just_reached_the_threshold_stays_hidden_after_its_release() {
    let rule = Rule::default();
    let earlier = [suppress(&list(&[2, 20, 30]), rule)];
    let now = list(&[5, 23, 40]);
    let refused = differences_safe(&earlier, &suppress(&now, rule), rule);
    assert!(matches!(refused, Err(Exposure::Growth { about: Learned::Increase, .. })), "{refused:?}");
    assert_eq!(differences_safe(&earlier, &suppress_after(&now, rule, &earlier), rule), Ok(()));
}

#[test]
fn a_release_of_other_dimensions_is_not_compared() {
    let refused = after(&list(&[20, 30]), &grid(1, &[20, 30]));
    assert_eq!(refused, Err(Exposure::NotComparable { release: 0 }));
}

#[test]
fn a_tightened_rule_refuses_what_an_older_one_let_pass() {
    let new = suppress(&list(&[4, 30]), Rule::new(3).unwrap());
    let refused = differences_safe(&[], &new, Rule::default());
    assert!(matches!(refused, Err(Exposure::Small { count: 4, .. })));
}

#[test]
fn an_earlier_release_can_give_away_a_new_count() {
    let rule = Rule::new(T).unwrap();
    let earlier = [suppress(&grid(1, &[4, 2, 4, 2]), rule)];
    let now = grid(1, &[11, 2, 4, 8]);
    let refused = differences_safe(&earlier, &suppress(&now, rule), rule);
    assert!(matches!(refused, Err(Exposure::Growth { about: Learned::NewCount, .. })), "{refused:?}");
    assert_eq!(differences_safe(&earlier, &suppress_after(&now, rule, &earlier), rule), Ok(()));
}
