//! Many rows at once, as pages.

use crate::testing::{House, MATTER};
use face::Language;
use kernel::Role;

const OTHER: &str = "08080808080808080808080808080808";
const AT: &str = "/acts/test.try/many";
const FROM: &str = "from=access/units&next=/lists/access/units";

fn form(rows: &str, how: &str) -> String {
    format!("{FROM}&row={rows}&batch={}&how={how}&sure=yes&deed.authority=", "0c".repeat(16))
}

#[test]
fn a_list_offers_boxes_and_acts_to_whom_the_act_is_open() {
    let house = House::open();
    let page = house.get("/lists/access/units").body;
    assert!(page.contains(r#"formaction="/acts/test.try/many""#), "{page}");
    assert_eq!(page.matches(r#"type="checkbox" name="row""#).count(), 3, "one for each unit: {page}");
    let closed = House::open_as(Role::Administrator).get("/lists/access/units").body;
    assert!(!closed.contains(r#"name="row""#) && !closed.contains("/many"), "{closed}");
    assert!(!house.get("/lists/journal/rules").body.contains(r#"name="row""#), "no act is for its rows");
}

#[test]
fn what_is_chosen_is_shown_first_then_done_and_sent_again_done_once() {
    let house = House::open();
    let chosen = house.post(AT, &format!("{FROM}&row={MATTER}&row={OTHER}&row={OTHER}"));
    for part in ["2 rows", r#"name="batch""#, r#"name="how""#, &format!("{MATTER} {OTHER}")] {
        assert!(chosen.body.contains(part), "{part} is not in {}", chosen.body);
    }
    assert!(!chosen.body.contains(r#"id="matter""#), "the row is not asked for: {}", chosen.body);
    assert_eq!(house.entered(), 0, "choosing does nothing");
    for _ in 0..2 {
        let done = house.post(AT, &form(&format!("{MATTER}+{OTHER}"), "enters"));
        assert!(done.body.contains("Entered: 2. Not entered: 0."), "{}", done.body);
        assert_eq!(house.entered(), 2);
    }
    let all = house.post(AT, &format!("{FROM}&all=yes&shown={MATTER}+{OTHER}"));
    assert!(all.body.contains("2 rows"), "{}", all.body);
}

#[test]
fn what_is_wrong_with_all_is_mended_first_and_each_refusal_is_told_at_its_row() {
    let house = House::open();
    let wrong = house.post(AT, &form(MATTER, "enters").replace("sure=yes", ""));
    assert_eq!(wrong.status.as_u16(), 422);
    assert!(wrong.body.contains(r##"href="#sure""##), "{}", wrong.body);
    assert!(wrong.body.contains(&"0c".repeat(16)), "nothing was entered under its id: {}", wrong.body);
    let refused = house.post(AT, &form(&format!("{MATTER}+{OTHER}"), "refused"));
    assert!(refused.body.contains("Entered: 0. Not entered: 2."), "{}", refused.body);
    assert_eq!(refused.body.matches("Ex officio").count(), 2, "{}", refused.body);
    assert_eq!(house.entered(), 0);
}

#[test]
fn no_row_too_many_rows_and_rows_of_no_such_list_are_told() {
    let house = House::open();
    let status = |form: &str| house.post(AT, form).status.as_u16();
    assert_eq!(status(FROM), 422);
    assert_eq!(status(&format!("{FROM}&row=nonsense")), 422);
    let many: Vec<String> = (0..501).map(|n| format!("{n:032x}")).collect();
    assert_eq!(status(&format!("{FROM}&row={}", many.join("+"))), 422);
    assert_eq!(status(&format!("from=journal/rules&row={MATTER}")), 404);
    assert_eq!(House::open_as(Role::Administrator).post(AT, &form(MATTER, "enters")).status.as_u16(), 403);
    assert_eq!(house.entered(), 0);
}

#[test]
fn a_node_that_stops_is_told_and_the_same_form_can_be_sent_again() {
    let house = House::open();
    house.node.stop();
    let answer = house.post(AT, &(form(MATTER, "enters") + "&sealed-0=Fictional+words"));
    for part in ["Not entered: 1", "Send the same again", &"0c".repeat(16), r#"value="Fictional words""#] {
        assert!(answer.body.contains(part), "{part} is not in {}", answer.body);
    }
}

#[test]
fn pages_for_many_are_sound_in_every_language() {
    let house = House::open();
    for language in Language::STAFF {
        let texts = crate::testing::catalogue().texts(*language);
        let lang = format!("?lang={}", language.code());
        let post = |form: &str| house.post(&format!("{AT}{lang}"), form);
        let chosen = format!("{FROM}&row={MATTER}");
        let pages = [
            house.get(&format!("/lists/access/units{lang}")),
            post(&chosen),
            post(&form(MATTER, "refused")),
            post(&form(MATTER, "enters")),
            post(FROM),
        ];
        for page in pages {
            assert_eq!(face::check::page(&page.body, &texts), Vec::<String>::new(), "{}", page.body);
        }
    }
}
