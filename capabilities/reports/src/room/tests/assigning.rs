//! "Give me the next one" at the doors, and by many at once.

use super::*;
use crate::acts::AssignNext;
use crate::testing::told;
use kernel::codes::DangerAnswer;
use std::collections::BTreeSet;
use std::sync::Barrier;

fn file(house: &House, n: u8, danger: DangerAnswer) -> Id {
    let report = Id([n; 16]);
    let filed = FileReport { report, ..told(&crate::priority::Told { danger, ..crate::testing::TOLD }) };
    house.enter(&filed, Actor::PUBLIC, &[(SLOT_TEXT, TOLD)]);
    report
}

#[test]
fn one_button_gives_the_most_urgent_report_and_leads_there() {
    on_both(|home| {
        let house = House::open(home);
        let (token, id) = house.account(Role::Analyst, Purpose::Triage);
        let (overseer, _) = house.account(Role::Overseer, Purpose::Triage);
        let urgent = file(&house, 0xb1, DangerAnswer::NotSafe);
        let queue = "/lists/reports/queue?waiting=yes";
        let (status, page) = house.get(&token, queue);
        assert_eq!(
            (status, check::page(&page, &catalogue().texts(Language::English))),
            (StatusCode::OK, vec![])
        );
        let form = page.split("<form").find(|form| form.contains("/acts/reports.assign-next")).unwrap();
        let act_id = form.split("name=\"act-id\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(
            form.contains("value=\"/reports/{report}\"") && form.contains("Give me the next one"),
            "{form}"
        );
        assert!(
            !house.get(&overseer, queue).1.contains("assign-next"),
            "whoever may not do it is offered nothing"
        );
        let send = |act_id: &str| {
            let body = format!("act-id={act_id}&next=%2Freports%2F%7Breport%7D");
            let request = Request::post("/acts/reports.assign-next")
                .header("content-type", "application/x-www-form-urlencoded")
                .header(header::AUTHORIZATION, format!("Bearer {token}"));
            let request = request.body(Body::from(body)).unwrap();
            house.runtime.block_on(async {
                let answer = house.door.clone().oneshot(request).await.unwrap();
                let to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
                (answer.status(), to)
            })
        };
        // Sent twice, the form is one act, and leads to the same report.
        for _ in 0..2 {
            assert_eq!(send(act_id), (StatusCode::SEE_OTHER, Some(format!("/reports/{urgent}"))));
        }
        let ask = |id: &str| {
            let request =
                Request::post("/api/acts/reports.assign-next").header("content-type", "application/json");
            house.ask(&token, request, json!({ "id": id, "act": {} }).to_string())
        };
        let (status, answer) = ask(&"0c".repeat(16));
        assert_eq!(status, StatusCode::OK, "{answer}");
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["found"].as_str(), Some(REPORT.to_string().as_str()));
        let (status, answer) = ask(&"0d".repeat(16));
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && answer.contains("nothing waits"), "{answer}");
        assert_eq!(send(&"0e".repeat(16)).0, StatusCode::UNPROCESSABLE_ENTITY);
        let own = house.json(&token, &format!("/api/lists/reports/queue?taken_by={id}"));
        assert_eq!(own["total"], 2);
        house.node.stop();
    });
}

#[test]
fn however_many_ask_at_once_nobody_gets_what_another_got() {
    on_both(|home| {
        let house = House::open(home);
        let reports: BTreeSet<Id> = (0xb1..=0xba)
            .map(|n| file(&house, n, if n % 3 == 0 { DangerAnswer::NotSafe } else { DangerAnswer::Safe }))
            .chain([REPORT])
            .collect();
        let (callers, turns) = (6_u8, 3);
        let barrier = Barrier::new(usize::from(callers));
        let ask = |n: u8| {
            barrier.wait();
            let actor = Actor { id: Id([n + 1; 16]), role: Role::Analyst, unit: UNIT };
            let one = |_| {
                let id = house.node.new_id().unwrap();
                let deed = house.node.deed(id, &AssignNext { lighter: None }, actor, Purpose::Triage).build();
                match house.node.enter_now(deed).unwrap().outcome {
                    Outcome::Entered { .. } => true,
                    Outcome::Invalid(problem) if problem.field == "report" => false,
                    other => panic!("{other:?}"),
                }
            };
            (0..turns).map(one).filter(|got| *got).count()
        };
        let got: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..callers).map(|n| scope.spawn(move || ask(n))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        // Eighteen asked for eleven reports: each was given once, and seven were told that nothing waits.
        assert_eq!(got, reports.len());
        let sql = store::database::TableSql::of(crate::tables::Report::TABLE).all;
        let rows =
            house.node.read(|database| database.records::<crate::tables::Report>(&sql, Vec::new())).unwrap();
        assert!(rows.iter().all(|row| row.unit == UNIT && !row.taken_by.is_none()));
        let entries =
            house.node.read(|database| database.rows("SELECT bytes FROM entry", Vec::new())).unwrap();
        let kind = |row: &kernel::Row| {
            let [kernel::Value::Bytes(bytes)] = row.as_slice() else { panic!("{row:?}") };
            kernel::Entry::from_bytes(bytes).unwrap().kind
        };
        let taken =
            entries.iter().filter(|row| kind(row) == <crate::events::TakenUp as kernel::Event>::KIND).count();
        assert_eq!(taken, reports.len(), "no report was taken up twice");
        house.node.stop();
    });
}
