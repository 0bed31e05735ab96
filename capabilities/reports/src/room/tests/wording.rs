//! An organisation's own words at the doors: proposed, approved, listed, written out.

use super::*;

#[test]
fn an_organisations_own_words_go_from_an_administrator_over_a_second_person_to_the_door() {
    on_both(|home| {
        let house = House::open(home);
        let (first, first_id) = house.account(Role::Administrator, Purpose::Administration);
        let (second, second_id) = house.account(Role::Overseer, Purpose::Administration);
        let (reader, _) = house.account(Role::Analyst, Purpose::Triage);
        let act = |token: &str, name: &str, act: Value| {
            let request =
                Request::post(format!("/api/acts/{name}")).header("content-type", "application/json");
            house.ask(token, request, json!({ "act": act }).to_string())
        };
        let text = json!({ "wording": "next-who", "in_language": "ar" });
        let with = |name: &str, value: &str| {
            let mut act = text.clone();
            act[name] = value.into();
            act
        };
        let words = "يقرأ فريق خيالي ما كتبته.";
        assert_eq!(act(&reader, "reports.propose-text", with("new_words", words)).0, StatusCode::FORBIDDEN);
        let (status, body) = act(&first, "reports.propose-text", with("new_words", "Latin letters alone"));
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("new_words"), "{body}");
        assert_eq!(act(&first, "reports.propose-text", with("new_words", words)).0, StatusCode::OK);
        assert_eq!(
            crate::wording::write_out(&house.node).unwrap(),
            b"[]",
            "nothing is shown before it is approved"
        );
        let seen = house.json(&reader, "/api/texts/next-who")[1].clone();
        assert_eq!((seen["in_language"].as_str(), seen["replaced"].as_bool()), (Some("ar"), Some(false)));
        let proposal = seen["waiting"]["proposal"].as_str().unwrap().to_owned();
        assert_eq!(
            act(&first, "reports.approve-text", with("proposal", &proposal)).0,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(act(&second, "reports.approve-text", with("proposal", &proposal)).0, StatusCode::OK);
        let written = String::from_utf8(crate::wording::write_out(&house.node).unwrap()).unwrap();
        assert!(written.contains(words) && written.contains("next-who"), "{written}");
        let list = house.json(&reader, "/api/lists/reports/texts?replaced=yes");
        assert_eq!((list["total"].as_i64(), list["rows"][0]["words"].as_str()), (Some(1), Some(words)));
        let row = &list["rows"][0];
        assert_eq!(row["changed_by"].as_str(), Some(first_id.to_string().as_str()));
        assert_eq!(row["confirmed_by"].as_str(), Some(second_id.to_string().as_str()));
        assert_eq!(row["built_in"].as_str().map(str::is_empty), Some(false));
        assert_eq!(act(&first, "reports.take-back-text", text.clone()).0, StatusCode::OK);
        assert_eq!(crate::wording::write_out(&house.node).unwrap(), b"[]");
        let row = house.json(&reader, "/api/texts/next-who")[1].clone();
        assert_eq!((row["words"].clone(), row["replaced"].as_bool()), (row["built_in"].clone(), Some(false)));
        assert_eq!(
            row["changed_by"].as_str(),
            Some(first_id.to_string().as_str()),
            "who took them back stays"
        );
        house.node.stop();
    });
}

#[test]
fn the_list_of_texts_has_pages_sorts_filters_and_exports() {
    on_both(|home| {
        let house = House::open(home);
        let (token, _) = house.account(Role::Statistician, Purpose::Statistics);
        let all = house.json(&token, "/api/texts").as_array().unwrap().len();
        let languages = Language::ALL.len();
        assert_eq!(all, languages * <crate::codes::Wording as kernel::CodeList>::all().len());
        let page =
            house.json(&token, "/api/lists/reports/texts?in_language=ar&sort=-wording&per_page=4&page=2");
        assert_eq!(page["total"].as_u64(), Some((all / languages) as u64));
        assert_eq!(page["rows"].as_array().unwrap().len(), 4);
        assert!(page["rows"].as_array().unwrap().iter().all(|row| row["in_language"] == "ar"));
        let (status, csv) = house.get(&token, "/api/lists/reports/texts?format=csv");
        assert_eq!(status, StatusCode::OK);
        assert_eq!(csv.trim_end().split("\r\n").count(), all + 1, "{csv}");
        assert_eq!(house.get(&token, "/api/lists/reports/texts?no_such=1").0, StatusCode::BAD_REQUEST);
        assert_eq!(
            house.get(&token, "/api/texts/pictures-hint").0,
            StatusCode::NOT_FOUND,
            "no text of the list"
        );
        for at in ["/texts", "/texts/lead-child", "/lists/reports/texts", "/texts?lang=ar"] {
            let (status, page) = house.get(&token, at);
            let language = if at.ends_with("ar") { Language::Arabic } else { Language::English };
            assert_eq!(status, StatusCode::OK, "{at}");
            assert_eq!(
                check::page(&page, &catalogue().texts(language)),
                Vec::<String>::new(),
                "{at}: {page}"
            );
        }
        house.node.stop();
    });
}
