//! The table of points at the doors: proposed, shown with what it would move, approved, gone over.

use super::*;
use crate::priority::weights::Weights;
use crate::testing::told;
use kernel::codes::DangerAnswer;

fn more_for_the_older() -> Weights {
    Weights { child_13_17: 35, child_under_13: 40, ..Weights::BUILT_IN }
}

struct Desks {
    first: String,
    second: String,
    reader: String,
    reader_id: Id,
}

fn desks(house: &House) -> Desks {
    let (first, _) = house.account(Role::Administrator, Purpose::Administration);
    let (second, _) = house.account(Role::Overseer, Purpose::Administration);
    let (reader, reader_id) = house.account(Role::Analyst, Purpose::Triage);
    Desks { first, second, reader, reader_id }
}

fn act(house: &House, token: &str, name: &str, act: Value) -> (StatusCode, String) {
    let request = Request::post(format!("/api/acts/{name}")).header("content-type", "application/json");
    house.ask(token, request, json!({ "act": act }).to_string())
}

fn propose(house: &House, desks: &Desks, weights: &Weights, also_waiting: bool) -> String {
    let proposal = json!({ "weights": weights, "also_waiting": also_waiting });
    let (status, body) = act(house, &desks.first, "reports.propose-weights", proposal);
    assert_eq!(status, StatusCode::OK, "{body}");
    let seen = house.json(&desks.reader, "/api/weights");
    seen["proposal"]["proposal"].as_str().unwrap().to_owned()
}

fn file(house: &House, n: u8, danger: DangerAnswer) -> Id {
    let report = Id([n; 16]);
    let filed = FileReport { report, ..told(&crate::priority::Told { danger, ..crate::testing::TOLD }) };
    house.enter(&filed, Actor::PUBLIC, &[(SLOT_TEXT, TOLD)]);
    report
}

#[test]
fn what_a_table_would_move_is_shown_before_it_is_approved_and_then_it_moves() {
    on_both(|home| {
        let house = House::open(home);
        let desks = desks(&house);
        let doubt = file(&house, 0xb1, DangerAnswer::Unsure);
        let (status, body) = act(
            &house,
            &desks.first,
            "reports.propose-weights",
            json!({ "weights": Weights { danger_now: 10, ..Weights::BUILT_IN }, "also_waiting": true }),
        );
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("danger_now"), "{body}");
        let proposal = propose(&house, &desks, &more_for_the_older(), true);
        let moved = house.json(&desks.reader, &format!("/api/weights/{proposal}"));
        let counts =
            ["looked_at", "gain", "lose", "sooner", "later"].map(|name| moved["moves"][name].as_u64());
        assert_eq!(counts, [2, 2, 0, 2, 0].map(Some), "{moved}");
        assert_eq!(moved["is_sample"], false);
        let first = &moved["moves"]["most"][0];
        assert_eq!(
            (first["report"].as_str(), &first["points_now"]),
            (Some(doubt.to_string().as_str()), &json!(50))
        );
        assert_eq!((&first["points_then"], &first["place_now"]), (&json!(75), &json!(1)));
        assert_eq!(house.get(&desks.reader, &format!("/api/weights/{OTHER}")).0, StatusCode::NOT_FOUND);
        let approve = json!({ "proposal": proposal });
        assert_eq!(
            act(&house, &desks.reader, "reports.approve-weights", approve.clone()).0,
            StatusCode::FORBIDDEN
        );
        let own = act(&house, &desks.first, "reports.approve-weights", approve.clone());
        assert!(own.0 == StatusCode::UNPROCESSABLE_ENTITY && own.1.contains("two-people"), "{}", own.1);
        assert_eq!(act(&house, &desks.second, "reports.approve-weights", approve).0, StatusCode::OK);
        let queue = |house: &House| {
            let listed = house.json(&desks.reader, "/api/lists/reports/queue?waiting=yes");
            let rows = listed["rows"].as_array().unwrap().clone();
            rows.iter().map(|row| row["points"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(queue(&house), [50, 10], "a step of the worker is what moves them");
        assert_eq!(house.json(&desks.reader, "/api/weights")["going_over"], true);
        assert_eq!(crate::reassessing::work(&house.node).unwrap(), 1);
        assert_eq!(crate::reassessing::work(&house.node).unwrap(), 0, "nothing is left");
        assert_eq!(queue(&house), [75, 35]);
        let seen = house.json(&desks.reader, "/api/weights");
        assert_eq!(
            (&seen["version"], &seen["going_over"], &seen["proposal"]),
            (&json!(1), &json!(false), &Value::Null)
        );
        let report = house.json(&desks.reader, &format!("/api/reports/{doubt}"));
        let given: Vec<_> =
            report["reasons"].as_array().unwrap().iter().map(|one| one["points"].as_i64()).collect();
        assert_eq!(given, [Some(40), Some(35)], "the page explains them by the table that gave them");
        let listed =
            house.json(&desks.reader, "/api/lists/reports/weights?weights_version=1&reason=child-13-17");
        assert_eq!((&listed["total"], &listed["rows"][0]["points"]), (&json!(1), &json!(35)));
        house.node.stop();
    });
}

#[test]
fn what_waits_is_gone_over_to_its_end_however_much_it_is() {
    on_both(|home| {
        let house = House::open(home);
        let desks = desks(&house);
        let many = crate::acts::reassess::AT_A_TIME + 20;
        for n in 0..many {
            let report = Id([0xc0; 16]).derive("many", u16::try_from(n).unwrap().into());
            house.enter(&FileReport { report, ..a_report() }, Actor::PUBLIC, &[(SLOT_TEXT, TOLD)]);
        }
        let proposal = propose(&house, &desks, &more_for_the_older(), true);
        assert_eq!(
            act(&house, &desks.second, "reports.approve-weights", json!({ "proposal": proposal })).0,
            StatusCode::OK
        );
        assert_eq!(crate::reassessing::work(&house.node).unwrap(), 2);
        let points = house.json(&desks.reader, "/api/lists/reports/queue?waiting=yes&sort=points&per_page=1");
        assert_eq!((&points["total"], &points["rows"][0]["points"]), (&json!(many + 1), &json!(35)));
        house.node.stop();
    });
}

#[test]
fn nobody_learns_by_it_of_what_is_kept_from_them_and_who_reads_no_queue_sees_counts_alone() {
    on_both(|home| {
        let house = House::open(home);
        let desks = desks(&house);
        let kept = file(&house, 0xb1, DangerAnswer::Unsure);
        house.enter(&Elsewhere::of(&KeptAway { officer: desks.reader_id, matter: kept }), Actor::SYSTEM, &[]);
        let proposal = propose(&house, &desks, &more_for_the_older(), false);
        let path = format!("/api/weights/{proposal}");
        let seen = |token: &str| house.json(token, &path)["moves"].clone();
        let (reader, overseer, first) = (seen(&desks.reader), seen(&desks.second), seen(&desks.first));
        assert_eq!((&reader["looked_at"], &overseer["looked_at"]), (&json!(1), &json!(2)));
        assert!(!reader.to_string().contains(&kept.to_string()), "{reader}");
        assert!(overseer.to_string().contains(&kept.to_string()), "{overseer}");
        assert_eq!((&first["looked_at"], first["most"].as_array().map(Vec::len)), (&json!(2), Some(0)));
        let (outsider, _) = house.account(Role::Statistician, Purpose::Administration);
        assert_eq!(house.get(&outsider, &path).0, StatusCode::FORBIDDEN);
        assert_eq!(house.get(&outsider, "/api/weights").0, StatusCode::OK);
        // The pages, in all languages, and what they offer to whom.
        for language in Language::STAFF {
            let texts = catalogue().texts(*language);
            for (token, approves) in [(&desks.reader, false), (&desks.second, true)] {
                for path in ["/weights".to_owned(), format!("/weights/{proposal}")] {
                    let (status, page) = house.get(token, &format!("{path}?lang={}", language.code()));
                    assert_eq!(status, StatusCode::OK, "{page}");
                    assert_eq!(check::page(&page, &texts), Vec::<String>::new(), "{page}");
                    assert_eq!(page.contains("/acts/reports.approve-weights?"), approves);
                }
            }
        }
        let (_, page) = house.get(&desks.first, "/weights");
        assert!(page.contains("weights.danger_now=60"), "{page}");
        let form = page.split("href=\"").find(|href| href.contains("propose-weights?")).unwrap();
        let form = form.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        let (status, form) = house.get(&desks.first, &form);
        assert!(status == StatusCode::OK && form.contains("name=\"weights.danger_now\""), "{form}");
        house.node.stop();
    });
}
