//! The public door: published releases by files alone, without cookies, in every language.

use super::house::{House, catalogue, send};
use crate::{PublicStatistics, public_routes, write_out};
use axum::http::{Request, header};
use axum::{Extension, Router};
use face::{Language, Looks, check};
use kernel::Role;
use serde_json::json;
use std::path::Path;
use store::testing::{Home, on_both};

#[expect(
    clippy::disallowed_methods,
    reason = "this test stands in for the process that writes the files out"
)]
fn put(directory: &Path, house: &House) -> Vec<String> {
    let files = write_out(&house.node).unwrap();
    for file in &files {
        std::fs::write(directory.join(&file.name), &file.bytes).unwrap();
    }
    files.into_iter().map(|file| file.name).collect()
}

fn door(directory: &Path) -> Router {
    let looks = Looks::new(catalogue(), "about:blank");
    public_routes(PublicStatistics::new(directory.to_owned())).layer(Extension(looks))
}

fn get(door: &Router, path: &str) -> super::house::Answer {
    send(door, Request::get(path), "", String::new(), "text/plain")
}

fn publish(house: &House) -> String {
    let first = house.token("statistician", Role::Statistician);
    let overseer = house.token("overseer", Role::Overseer);
    let proposed = house.post(&first, "/api/demand-map/releases", &json!({ "period": "2025" })).json();
    let release = proposed["release"].as_str().unwrap().to_owned();
    let act = json!({ "act": { "release": release } });
    assert_eq!(house.post(&overseer, "/api/acts/demand-map.confirm-release", &act).status, 200);
    release
}

#[test]
fn what_two_people_published_is_there_for_everybody_and_nothing_else() {
    on_both(|home| {
        let (house, shelf) = (House::open(home), Home::sqlite());
        house.a_year();
        let door = door(shelf.path());
        assert_eq!(get(&door, "/statistics").status, 200, "before anything is written out");
        let release = publish(&house);
        let third = house.token("third", Role::Statistician);
        let waiting = house.post(&third, "/api/demand-map/releases", &json!({ "period": "2024" })).json();
        put(shelf.path(), &house);
        let json = get(&door, &format!("/statistics/{release}.json")).json();
        let cells = json["cells"].as_array().unwrap();
        assert_eq!(cells.len(), crate::scheme::keys().len());
        assert!(cells.iter().any(|cell| cell["count"].is_null()));
        assert!(cells.iter().all(|cell| cell["count"].as_i64().is_none_or(|count| count == 0 || count >= 5)));
        let csv = get(&door, &format!("/statistics/{release}.csv"));
        assert!(csv.body.contains("funnel,identified,Persons identified,60\r\n"), "{}", csv.body);
        assert!(csv.body.contains(",not shown\r\n"));
        let waiting = waiting["release"].as_str().unwrap();
        assert_eq!(get(&door, &format!("/statistics/{waiting}.json")).status, 404);
        assert_eq!(get(&door, "/statistics/no-such-release").status, 404);
        assert_eq!(get(&door, &format!("/statistics/{release}.xml")).status, 404);
    });
}

#[test]
fn pages_are_sound_in_every_language_and_show_what_is_hidden() {
    on_both(|home| {
        let (house, shelf) = (House::open(home), Home::sqlite());
        house.a_year();
        let release = publish(&house);
        put(shelf.path(), &house);
        let door = door(shelf.path());
        for path in ["/statistics", &format!("/statistics/{release}")] {
            for &language in Language::ALL {
                let texts = catalogue().texts(language);
                let page = get(&door, &format!("{path}?lang={}", language.code()));
                assert_eq!(page.status, 200, "{path}");
                assert_eq!(check::page(&page.body, &texts), Vec::<String>::new(), "{path}");
                assert!(page.body.contains(&texts.t("not-shown-why")), "{path}");
                assert!(page.body.contains(&texts.t("statistics-words")), "{path}");
            }
        }
    });
}

#[test]
fn no_cookie_is_set_and_every_answer_is_secured() {
    let (home, shelf) = (Home::sqlite(), Home::sqlite());
    let house = House::open(&home);
    house.a_year();
    let release = publish(&house);
    put(shelf.path(), &house);
    let door = door(shelf.path());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for end in ["", ".csv", ".json"] {
        let request =
            Request::get(format!("/statistics/{release}{end}")).body(axum::body::Body::empty()).unwrap();
        let response = runtime.block_on(tower::ServiceExt::oneshot(door.clone(), request)).unwrap();
        assert!(!response.headers().contains_key(header::SET_COOKIE));
        assert_eq!(response.headers()["x-content-type-options"], "nosniff", "{end}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "this test damages a file")]
fn a_damaged_file_is_said_and_not_taken_for_no_release() {
    let shelf = Home::sqlite();
    std::fs::write(shelf.path().join("releases.json"), b"[{").unwrap();
    assert_eq!(get(&door(shelf.path()), "/statistics").status, 503);
}
