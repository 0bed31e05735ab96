//! An ordinary month of a fictional State, to measure how often the watch asks about what is in order, and eight officers who
//! do what it must find. All of it is made of numbers by a generator.

use super::*;
use kernel::CodeList;

/// A generator of numbers, the same on every machine (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
    fn below(&mut self, bound: i64) -> i64 {
        i64::try_from(self.next() % bound.unsigned_abs().max(1)).unwrap()
    }
    fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }
    /// A count around a mean that scatters as counts do: the hits of many rare chances.
    fn around(&mut self, mean: i64) -> i64 {
        (0..mean * 20).filter(|_| self.below(20) == 0).count().try_into().unwrap()
    }
}

fn number(kind: &str, n: u32) -> Id {
    Id([7; 16]).derive(kind, n)
}

const OFFICERS: u32 = 40;
const ROLES: [Role; 4] = [Role::Analyst, Role::Investigator, Role::Prosecutor, Role::VictimSupport];

struct Month {
    numbers: Numbers,
    seq: u64,
    looks: Vec<Glance>,
    holds: BTreeSet<(Id, Id)>,
    acted: BTreeSet<(Id, Id)>,
}

impl Month {
    fn new(seed: u64) -> Month {
        let (looks, holds, acted) = Default::default();
        Month { numbers: Numbers(seed), seq: 0, looks, holds, acted }
    }

    fn look(&mut self, officer: u32, day: Day, record: Id, in_hours: bool) {
        self.seq += 1;
        let unit = number("unit", officer % 8);
        let role = ROLES[(officer % 4) as usize];
        let officer = number("officer", officer);
        let whose = vec![record];
        self.looks.push(Glance { seq: self.seq, officer, role, unit, record, whose, day, in_hours });
    }

    /// A day's work: new records, a few of the old ones again, sometimes something late in the evening.
    fn works(&mut self, officer: u32, day: Day) {
        // Some read much and some little; the hotline is fuller after each weekend.
        let mean = 4 + i64::from(officer % 5) * 4 + if day.0.rem_euclid(7) == 4 { 4 } else { 0 };
        let unit = number("unit", officer % 8);
        for n in 0..self.numbers.around(mean) {
            let again = self.numbers.chance(35);
            let which = if again { self.numbers.below(40) } else { i64::from(day.0) * 100 + n };
            let record = number("record", u32::try_from(which).unwrap() * 64 + officer);
            self.holds.insert((unit, record));
            if self.numbers.chance(if again { 30 } else { 60 }) {
                self.acted.insert((number("officer", officer), record));
            }
            self.look(officer, day, record, true);
        }
        if self.numbers.chance(6) {
            let late = 1 + self.numbers.below(2);
            (0..late).for_each(|_| {
                let record = number("record", officer);
                self.holds.insert((unit, record));
                self.acted.insert((number("officer", officer), record));
                self.look(officer, day, record, false);
            });
        }
    }

    fn judged(&self, day: Day) -> Vec<Finding> {
        let from = day.0 - LOOKBACK_DAYS;
        let looks = self.looks.iter().filter(|look| (from..=day.0).contains(&look.day.0)).cloned().collect();
        judge(&Watched {
            looks,
            day,
            holds: self.holds.clone(),
            acted: self.acted.clone(),
            ..Watched::default()
        })
    }
}

/// Twelve weeks: eight to learn what is ordinary, four that are judged. Working days are five of seven.
fn lived(seed: u64) -> (Month, Vec<Day>) {
    let mut month = Month::new(seed);
    let days =
        (0..84).map(|n| Day(20_000 + n)).filter(|day| day.0.rem_euclid(7) != 2 && day.0.rem_euclid(7) != 3);
    let days: Vec<Day> = days.collect();
    for &day in &days {
        for officer in 0..OFFICERS {
            // Leave, training, illness.
            if !month.numbers.chance(12) {
                month.works(officer, day);
            }
        }
    }
    let judged = days.into_iter().filter(|day| day.0 >= 20_056).collect();
    (month, judged)
}

#[test]
fn in_ordinary_months_it_asks_about_few_days() {
    let (mut days, mut looks, mut asked) = (0_usize, 0_usize, BTreeMap::new());
    for seed in 1..=4 {
        let (month, judged) = lived(seed);
        for day in judged {
            let of_the_day = month.looks.iter().filter(|look| look.day == day);
            days += by_officer(of_the_day.clone()).len();
            looks += of_the_day.count();
            for finding in month.judged(day) {
                *asked.entry(finding.rule.code()).or_insert(0_usize) += 1;
            }
        }
    }
    let all: usize = asked.values().sum();
    println!(
        "proof: 4 ordinary months, {OFFICERS} officers, {days} days worked, {looks} looks: asked about {all} ({} in 10,000 days worked): {asked:?}",
        all * 10_000 / days
    );
    assert!(days > 2_000 && looks > 20_000);
    assert!(all * 200 <= days, "at most one question for 200 days worked: {asked:?}");
}

#[test]
fn in_the_same_months_it_finds_what_stands_out() {
    for seed in 1..=4 {
        let (mut month, judged) = lived(seed);
        let day = *judged.last().unwrap();
        let before = month.judged(day);
        let stranger = number("record of another unit", 1);
        let held = number("record", 1);
        // Officer 0 reads everything there is; 1 comes at night; 2 opens what is none of their business; 3 watches somebody.
        (0..120).for_each(|n| month.look(0, day, number("record", n), true));
        (0..5).for_each(|_| month.look(1, day, held, false));
        month.holds.extend((0..120).map(|n| (number("unit", 0), number("record", n))));
        month.holds.extend([1, 3].map(|unit| (number("unit", unit), held)));
        month.look(2, day, stranger, true);
        let watched = number("watched", 1);
        month.holds.insert((number("unit", 3), watched));
        for ago in 0..9 {
            month.look(3, Day(day.0 - ago), watched, true);
        }
        let after = month.judged(day);
        for (rule, officer) in [
            (WatchRule::Volume, 0),
            (WatchRule::Hours, 1),
            (WatchRule::NoBusiness, 2),
            (WatchRule::Repeated, 3),
        ] {
            let hit = |found: &[Finding]| {
                found.iter().any(|one| one.rule == rule && one.officer == number("officer", officer))
            };
            assert!(hit(&after) && !hit(&before), "seed {seed}: {}", rule.code());
        }
    }
}
