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
