//! Saved views as pages and JSON.

use super::lasting;
use crate::testing::{House, catalogue};
use face::Language;
use kernel::Role;
use serde_json::{Value, json};

const FORM: &str = "view_name=Fictional+view&list=journal/exports&asked=actor%3D%26sort%3Drows_out%26page%3D3&next=/lists/journal/exports";

fn kept(house: &House) -> Vec<Value> {
    serde_json::from_str(&house.get("/api/views").body).unwrap()
}

#[test]
fn what_passes_is_not_kept() {
    assert_eq!(lasting("state=new&empty=&page=3&lang=ar&sort=-points&format=csv"), "state=new&sort=-points");
    assert_eq!(lasting(""), "");
}

#[test]
fn a_view_is_saved_on_the_lists_page_found_there_and_removed() {
    let house = House::open();
    let list = house.get("/lists/journal/exports?sort=rows_out&page=1").body;
    assert!(list.contains(r#"name="asked" value="sort=rows_out""#), "{list}");
    assert_eq!(house.post("/views", FORM).to, "/lists/journal/exports");
    let link = r#"href="/lists/journal/exports?sort=rows_out"><bdi>Fictional view</bdi>"#;
    for page in ["/lists/journal/exports", "/views"] {
        let page = house.get(page).body;
        assert!(page.contains(link), "{page}");
    }
    assert!(!house.get("/lists/journal/rules").body.contains("Fictional view"), "it is another list's");
    assert_eq!(house.get("/lists/journal/exports?sort=rows_out").status.as_u16(), 200);
    let number = kept(&house)[0]["number"].as_str().unwrap().to_owned();
    assert_eq!(house.post("/views/remove", &format!("number={number}")).to, "/views");
    assert!(kept(&house).is_empty());
}

#[test]
fn what_is_wrong_is_told_at_its_field_with_what_was_typed() {
    let house = House::open();
    let page = house.post("/views", &FORM.replace("Fictional+view", &"n".repeat(61)));
    assert_eq!(page.status.as_u16(), 422);
    for part in [r##"href="#view_name""##, &"n".repeat(61), r#"name="list" value="journal/exports""#] {
        assert!(page.body.contains(part), "{part} is not in {}", page.body);
    }
    let sent = |body: &Value| {
        let answer = house.post_json("/api/views", body);
        let problem: Value = serde_json::from_str(&answer.body).unwrap();
        (answer.status.as_u16(), problem["errors"][0]["field"].as_str().unwrap_or_default().to_owned())
    };
    let view = |list: &str, asked: &str| json!({ "name": "Fictional", "list": list, "asked": asked });
    assert_eq!(sent(&view("journal/no-such", "")), (422, "list".into()));
    assert_eq!(sent(&view("journal", "")), (422, "list".into()));
    assert_eq!(sent(&view("journal/exports", "stat=1")), (422, "stat".into()));
    assert_eq!(sent(&view("journal/exports", "sort=nothing")), (422, "sort".into()));
    assert_eq!(sent(&view("access/staff", "")).0, 403, "a list that is not open to them");
    assert_eq!(sent(&json!({ "names": 1 })), (400, "body".into()));
    assert!(kept(&house).is_empty());
    let removed = house.post_json("/api/views/remove", &json!({ "number": "07".repeat(16) }));
    assert_eq!(removed.status.as_u16(), 404);
}

#[test]
fn pages_of_views_are_sound_in_every_language() {
    let house = House::open_as(Role::Overseer);
    let made =
        house.post("/views", &FORM.replace("journal/exports", "access/staff").replace("rows_out", "since"));
    assert_eq!(made.status.as_u16(), 303, "{}", made.body);
    for language in Language::STAFF {
        let texts = catalogue().texts(*language);
        let lang = format!("?lang={}", language.code());
        let pages = [
            house.get(&format!("/views{lang}")),
            house.get(&format!("/lists/access/staff{lang}")),
            house.post(&format!("/views{lang}"), "view_name=&list=access/staff"),
        ];
        for page in pages {
            assert_eq!(face::check::page(&page.body, &texts), Vec::<String>::new(), "{}", page.body);
        }
    }
}
