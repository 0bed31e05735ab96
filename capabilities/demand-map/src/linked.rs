//! Two records found to be one person are one person in the counts, too: one proceeding is one person in one case.

use crate::tables::{DemandRow, FunnelPerson};
use kernel::Id;
use kernel::codes::{SuspectRole, Verdict};
use std::collections::BTreeMap;

/// One row for each person of each case. `root_of` names the record that speaks for a person (the person itself where it
/// speaks for itself), as the standing of persons knows it.
#[must_use]
pub fn one_row_a_person(rows: Vec<FunnelPerson>, root_of: &dyn Fn(Id) -> Id) -> Vec<FunnelPerson> {
    let mut merged: BTreeMap<(Id, Id), FunnelPerson> = BTreeMap::new();
    for mut row in rows {
        row.person = root_of(row.person);
        let key = (row.case_id, row.person);
        let row = match merged.remove(&key) {
            Some(other) => merge(other, row),
            None => row,
        };
        merged.insert(key, row);
    }
    merged.into_values().collect()
}

/// The codings of whoever speaks for each person.
#[must_use]
pub fn codings_by_root(rows: Vec<DemandRow>, root_of: &dyn Fn(Id) -> Id) -> Vec<DemandRow> {
    let speak = |row: DemandRow| {
        let person = if row.person.is_none() { Id::NONE } else { root_of(row.person) };
        DemandRow { person, ..row }
    };
    rows.into_iter().map(speak).collect()
}

fn merge(one: FunnelPerson, other: FunnelPerson) -> FunnelPerson {
    let (behind, ahead) = if (one.furthest, one.last_at) <= (other.furthest, other.last_at) {
        (one, other)
    } else {
        (other, one)
    };
    let later_verdict = behind.verdict != Verdict::NotKnown
        && (ahead.verdict == Verdict::NotKnown || behind.verdict_on > ahead.verdict_on);
    let judged = if later_verdict { &behind } else { &ahead };
    let role = if ahead.role == SuspectRole::NotDetermined { behind.role } else { ahead.role };
    FunnelPerson {
        case_id: ahead.case_id,
        person: ahead.person,
        role,
        furthest: ahead.furthest,
        contact: ahead.contact || behind.contact,
        arrested: ahead.arrested || behind.arrested,
        charged: ahead.charged || behind.charged,
        verdict: judged.verdict,
        verdict_on: judged.verdict_on,
        sentenced: ahead.sentenced || behind.sentenced,
        settled: ahead.settled || behind.settled,
        // A closing of the record that fell behind does not close what went on under the other.
        closed: ahead.closed,
        first_year: ahead.first_year.min(behind.first_year),
        last_at: ahead.last_at.max(behind.last_at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::funnel::Funnel;
    use crate::testing::people;
    use kernel::Instant;
    use kernel::codes::Stage;
    use proptest::prelude::*;

    #[test]
    fn an_arrest_under_one_record_and_a_verdict_under_another_are_one_proceeding() {
        let (case, kept, linked) = (Id([1; 16]), Id([2; 16]), Id([3; 16]));
        let arrested = FunnelPerson {
            arrested: true,
            contact: true,
            furthest: Stage::Arrested,
            ..FunnelPerson::named(case, linked, 2023, Instant(1))
        };
        let judged = FunnelPerson {
            contact: true,
            charged: true,
            verdict: Verdict::Convicted,
            furthest: Stage::Verdict,
            ..FunnelPerson::named(case, kept, 2024, Instant(2))
        };
        let rows =
            one_row_a_person(vec![arrested, judged], &|person| if person == linked { kept } else { person });
        let funnel = Funnel::of(0, 1, &rows);
        assert_eq!((rows.len(), rows[0].first_year), (1, 2023));
        assert_eq!((funnel.arrested.convicted, funnel.arrested.total()), (1, 1));
    }

    proptest! {
        #[test]
        fn the_order_of_records_does_not_matter(people in people(20), pairs in 1_u8..4) {
            let root_of = move |person: Id| Id([person.0[0] % pairs; 16]);
            let same_case = |rows: Vec<FunnelPerson>| -> Vec<FunnelPerson> {
                rows.into_iter().map(|row| FunnelPerson { case_id: Id([1; 16]), ..row }).collect()
            };
            let mut backwards = people.clone();
            backwards.reverse();
            let one = Funnel::of(0, 0, &one_row_a_person(same_case(people), &root_of));
            let other = Funnel::of(0, 0, &one_row_a_person(same_case(backwards), &root_of));
            prop_assert_eq!(one.contact.total(), other.contact.total());
            prop_assert_eq!(one.arrested.total(), other.arrested.total());
            prop_assert_eq!(one.identified.total(), other.identified.total());
        }
    }
}
