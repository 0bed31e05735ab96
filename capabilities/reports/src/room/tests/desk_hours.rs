//! The hours of the desk at the doors: proposed, shown, approved, and what they do to when an answer is due.

use super::*;

#[test]
fn hours_of_the_desk_go_from_an_administrator_over_the_overseer_to_when_an_answer_is_due() {
    on_both(|home| {
        let house = House::open(home);
        let (first, _) = house.account(Role::Administrator, Purpose::Administration);
        let (second, _) = house.account(Role::Overseer, Purpose::Administration);
        let (reader, _) = house.account(Role::Analyst, Purpose::Triage);
        let act = |token: &str, name: &str, act: Value| {
            let request =
                Request::post(format!("/api/acts/{name}")).header("content-type", "application/json");
            house.ask(token, request, json!({ "act": act }).to_string())
        };
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let hours = |opens: u32, closes: u32| {
            let one = |day: &str| [(format!("{day}_opens"), opens), (format!("{day}_closes"), closes)];
            json!({ "hours": days.iter().flat_map(|day| one(day)).map(|(name, n)| (name, json!(n))).collect::<serde_json::Map<_, _>>() })
        };
        assert_eq!(
            house.json(&reader, "/api/desk-hours"),
            json!({ "hours": null, "since": null, "waiting": null })
        );
        let (status, body) = act(&first, "reports.propose-desk-hours", hours(600, 601));
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("20 hours"), "{body}");
        assert_eq!(act(&first, "reports.propose-desk-hours", hours(0, 720)).0, StatusCode::OK);
        let waiting = house.json(&reader, "/api/desk-hours")["waiting"].clone();
        assert_eq!(
            (&waiting["hours"]["sunday_closes"], &waiting["hours"]["monday_opens"]),
            (&json!(720), &json!(0))
        );
        let approve = json!({ "proposal": waiting["proposal"] });
        assert_eq!(act(&first, "reports.approve-desk-hours", approve.clone()).0, StatusCode::FORBIDDEN);
        for language in Language::STAFF {
            let texts = catalogue().texts(*language);
            for (token, offers) in [(&reader, false), (&second, true)] {
                let (status, page) = house.get(token, &format!("/desk-hours?lang={}", language.code()));
                assert_eq!(
                    (status, check::page(&page, &texts)),
                    (StatusCode::OK, Vec::<String>::new()),
                    "{page}"
                );
                assert_eq!(page.contains("/acts/reports.approve-desk-hours?"), offers);
                assert!(page.contains("00:00–12:00"), "{page}");
            }
        }
        let (status, form) = house.get(&first, "/acts/reports.propose-desk-hours?next=/desk-hours");
        assert!(status == StatusCode::OK && form.contains("name=\"hours.sunday_closes\""), "{form}");
        let due = |report: Id| {
            let seen = house.json(&reader, &format!("/api/reports/{report}"))["report"].clone();
            let at =
                |name: &str| seen[name].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second();
            at("due_at") - at("filed_at")
        };
        let before = due(REPORT);
        assert_eq!(act(&second, "reports.approve-desk-hours", approve).0, StatusCode::OK);
        assert_eq!((due(REPORT), before), (72 * 3600, 72 * 3600), "what was due already does not move");
        house.enter(&FileReport { report: OTHER, ..a_report() }, Actor::PUBLIC, &[(SLOT_TEXT, TOLD)]);
        // Half of each day counts, so 72 hours are six days, whenever it was told, less half a day at most.
        assert!((132 * 3600..=144 * 3600).contains(&due(OTHER)), "{}", due(OTHER));
        let listed = house.json(&reader, "/api/lists/reports/desk-hours");
        assert_eq!((&listed["total"], &listed["rows"][6]["closes"]), (&json!(7), &json!(720)));
        assert_eq!(act(&reader, "reports.round-the-clock", json!({})).0, StatusCode::FORBIDDEN);
        assert_eq!(act(&second, "reports.round-the-clock", json!({})).0, StatusCode::OK);
        assert_eq!(house.json(&reader, "/api/desk-hours")["hours"], Value::Null);
        house.node.stop();
    });
}
