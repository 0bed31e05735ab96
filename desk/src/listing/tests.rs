//! Lists as they are asked for.

use crate::testing::House;

#[test]
fn a_page_that_cannot_be_is_told_and_one_beyond_the_last_is_empty() {
    let house = House::open();
    for path in ["/lists/journal/rules", "/api/lists/journal/rules"] {
        let status = |page: &str| house.get(&format!("{path}?page={page}")).status.as_u16();
        for wrong in ["1000000000000000000", "99999999999999999999999", "last", "0", "-1", "1.5"] {
            assert_eq!(status(wrong), 400, "{path} {wrong}");
        }
        for wrong in ["1&rul=two-people", "1&ref=x", "1&format=xml"] {
            assert_eq!(status(wrong), 400, "{path} {wrong}");
        }
        for right in ["", "1", "1000000000&per_page=500"] {
            assert_eq!(status(right), 200, "{path} {right}");
        }
    }
}

fn exports(house: &House, query: &str) -> serde_json::Value {
    let answer = house.get(&format!("/api/lists/journal/exports?{query}"));
    assert_eq!(answer.status.as_u16(), 200, "{query}: {}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

#[test]
fn whoever_takes_a_list_out_stands_on_the_list_of_exports() {
    let house = House::open();
    assert_eq!(exports(&house, "")["total"], 0);
    let file = house.get("/api/lists/journal/rules?format=csv");
    assert_eq!((file.status.as_u16(), file.body.lines().count()), (200, 1));
    house.get("/api/lists/journal/exports?format=csv&list=journal.rules");
    let told = exports(&house, "sort=seq");
    let row = |n: usize, name: &str| told["rows"][n][name].clone();
    assert_eq!(told["total"], 2);
    assert_eq!((row(0, "list"), row(0, "rows_out")), ("journal.rules".into(), 0.into()));
    assert_eq!((row(1, "list"), row(1, "rows_out")), ("journal.exports".into(), 1.into()));
    assert_eq!((row(0, "narrowed_by"), row(1, "narrowed_by")), ("".into(), "list".into()));
    assert_eq!((row(0, "role"), row(0, "purpose")), ("investigator".into(), "investigation".into()));
}

#[test]
fn rows_are_chosen_by_the_days_between_which_they_lie() {
    let house = House::open();
    house.get("/api/lists/journal/rules?format=csv");
    let today = crate::Desk::now().day();
    let (before, after) = (kernel::Day(today.0 - 1), kernel::Day(today.0 + 1));
    let total = |query: String| exports(&house, &query)["total"].as_i64().unwrap();
    assert_eq!(total(format!("from={today}&until={today}")), 1);
    assert_eq!(total(format!("from={before}&until={before}")), 0);
    assert_eq!(total(format!("from={after}")), 0);
    assert_eq!(total(format!("until={after}")), 1);
    let year = today.parts().0;
    assert_eq!(total(format!("from={year}&until={}", year + 1)), 1);
    let page = house.get(&format!("/lists/journal/exports?from={today}")).body;
    assert!(page.contains(r#"name="from""#) && page.contains(r#"name="until""#), "{page}");
    let wrong = house.get("/api/lists/journal/exports?from=yesterday");
    assert!(wrong.status.as_u16() == 400 && wrong.body.contains(r#""field":"from""#), "{}", wrong.body);
    assert_eq!(house.get("/api/lists/journal/rules?from=2026").status.as_u16(), 400);
}

/// Lists of a reader who is bound by need to know, page by page.
mod bound {
    use crate::known::Guard;
    use crate::listing::{Listing, Rows};
    use face::Asked;
    use kernel::knowing::KeptFrom;
    use kernel::{Actor, Id, ReadKind, Record, Role, Row, record};
    use store::database::{TableSql, declaration};
    use store::testing::{on_both, past_all_rules};
    use store::{Database, DatabaseFault, Statement};

    record! {
        /// A row of these tests.
        pub struct Leaf in "leaf_listed", Derived, key 1, indexes [by_unit: 1 2 3 0] {
            /// The leaf.
            leaf: Id, Internal;
            /// The unit.
            unit: Id, Internal;
            /// How urgent.
            rank: i64, Internal;
            /// How old.
            age: i64, Internal;
        }
    }

    const READ: ReadKind =
        ReadKind { code: 9001, name: "test.leaves", roles: &[Role::Analyst], personal: false };
    static LEAVES: Listing = Listing {
        room: "test",
        name: "leaves",
        table: Leaf::TABLE,
        rows: Rows::Kept,
        read: &READ,
        guard: Guard::Unit("unit", "leaf"),
        columns: &[],
        filters: &["rank"],
        when: "",
        order: "rank,age",
        href: "",
    };
    const UNITS: [Id; 3] = [Id([1; 16]), Id::NONE, Id([2; 16])];
    const READER: Actor = Actor { id: Id([9; 16]), role: Role::Analyst, unit: UNITS[0] };

    fn leaves(many: u32) -> Vec<Leaf> {
        let leaf = |n: u32| Leaf {
            leaf: Id([3; 16]).derive("leaf", n),
            unit: UNITS[n as usize % 3],
            rank: i64::from(n % 5),
            age: i64::from(n % 7),
        };
        (0..many).map(leaf).collect()
    }

    fn filled(database: &mut dyn Database, leaves: &[Leaf], kept: &[Id]) -> Result<(), DatabaseFault> {
        database.declare(&declaration(Leaf::TABLE, database.dialect()))?;
        database.declare(&declaration(KeptFrom::TABLE, database.dialect()))?;
        let [leaf, kept_from] = [Leaf::TABLE, KeptFrom::TABLE].map(TableSql::of);
        let mut all = vec![Statement::new("BEGIN", Vec::new())];
        all.extend(leaves.iter().map(|row| leaf.put_apart(row.to_row())));
        let kept = kept.iter().map(|&record_id| KeptFrom { record_id, officer: READER.id });
        all.extend(kept.map(|row| kept_from.put_apart(row.to_row())));
        all.push(Statement::new("COMMIT", Vec::new()));
        database.run(&all)
    }

    #[test]
    fn pages_hold_every_row_of_the_readers_units_once_and_in_order() {
        on_both(|home| {
            past_all_rules(home, |database| {
                let all = leaves(300);
                let kept: Vec<Id> = all.iter().step_by(11).map(|row| row.leaf).collect();
                filled(database, &all, &kept)?;
                for (asked, key) in [
                    ("", (|row: &Leaf| (row.rank, row.age, row.leaf)) as fn(&Leaf) -> (i64, i64, Id)),
                    ("&sort=age", |row| (row.age, 0, row.leaf)),
                    ("&sort=-rank", |row| (-row.rank, row.age, Id(row.leaf.0.map(|byte| !byte)))),
                    ("&rank=3", |row| (row.rank, row.age, row.leaf)),
                ] {
                    let mut wanted: Vec<&Leaf> = all
                        .iter()
                        .filter(|row| row.unit != UNITS[2] && !kept.contains(&row.leaf))
                        .filter(|row| !asked.contains("&rank=3") || row.rank == 3)
                        .collect();
                    wanted.sort_by_key(|row| key(row));
                    let wanted: Vec<Row> = wanted.into_iter().map(Record::to_row).collect();
                    let mut found = Vec::new();
                    for page in 1.. {
                        let uri = format!("/x?page={page}&per_page=7{asked}").parse().unwrap();
                        let query = LEAVES.query(&Asked::of(&uri)).unwrap();
                        let listed = LEAVES.page(database, &query, &READER)?;
                        assert_eq!((listed.total, listed.has_more), (wanted.len() as u64, false), "{asked}");
                        if listed.rows.is_empty() {
                            break;
                        }
                        found.extend(listed.rows);
                    }
                    assert_eq!(found, wanted, "{asked}");
                    let mut each = Vec::new();
                    let query = LEAVES.query(&Asked::of(&format!("/x?{asked}").parse().unwrap())).unwrap();
                    LEAVES.each(database, &query, &READER, &mut |row| {
                        each.push(row);
                        true
                    })?;
                    assert_eq!(each, wanted, "{asked}");
                }
                Ok(())
            });
        });
    }

    #[test]
    fn what_is_long_is_counted_up_to_ten_thousand_and_some_pages_beyond_the_one_shown() {
        on_both(|home| {
            past_all_rules(home, |database| {
                filled(database, &leaves(18_000), &[])?;
                let mut page = |page: u32| {
                    let uri = format!("/x?per_page=500&page={page}").parse().unwrap();
                    let listed = LEAVES.page(database, &LEAVES.query(&Asked::of(&uri)).unwrap(), &READER);
                    listed.map(|listed| (listed.rows.len(), listed.total, listed.has_more))
                };
                assert_eq!(page(1)?, (500, 10_000, true));
                assert_eq!(page(20)?, (500, 10_500, true));
                assert_eq!(page(24)?, (500, 12_000, false));
                assert_eq!(page(25)?, (0, 12_000, false));
                Ok(())
            });
        });
    }
}
