//! The desk's side of a chat, on both databases: who is there, what is new, and that each text that is shown leaves its trace.

use super::*;
use crate::READ_REPORT;
use crate::acts::AddToThread;
use crate::live::{Side, is_here, sign};
use axum::body::BodyDataStream;
use futures_util::StreamExt as _;
use std::time::Duration;

fn looks(house: &House) -> usize {
    house.looks().iter().filter(|look| look.read == i64::from(READ_REPORT.code)).count()
}

/// A page that stays open, and what has come of it.
struct Page<'h> {
    runtime: &'h tokio::runtime::Runtime,
    pieces: BodyDataStream,
    came: String,
}

impl Page<'_> {
    fn says(&mut self, words: &str) {
        self.runtime.block_on(async {
            while !self.came.contains(words) {
                let piece = tokio::time::timeout(Duration::from_secs(20), self.pieces.next()).await;
                match piece {
                    Ok(Some(piece)) => self.came += std::str::from_utf8(&piece.unwrap()).unwrap(),
                    Ok(None) | Err(_) => panic!("{words:?} is not in {}", self.came),
                }
            }
        });
    }
}

fn open<'h>(house: &House, runtime: &'h tokio::runtime::Runtime, token: &str) -> Page<'h> {
    let request = Request::get(format!("/reports/{REPORT}/live?lang=en"));
    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    let answer = runtime.block_on(house.door.clone().oneshot(request.body(Body::empty()).unwrap())).unwrap();
    assert_eq!(
        (answer.status(), &answer.headers()["x-accel-buffering"]),
        (StatusCode::OK, &"no".parse().unwrap())
    );
    Page { runtime, pieces: answer.into_body().into_data_stream(), came: String::new() }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap()
}

fn further() -> AddToThread {
    AddToThread { report: REPORT, reasons: Vec::new() }
}

#[test]
fn the_page_goes_on_with_what_both_say_and_opens_each_text_once() {
    on_both(|home| {
        let (house, runtime) = (House::open(home), runtime());
        let (token, _) = house.account(Role::Analyst, Purpose::Triage);
        let before = looks(&house);
        let mut page = open(&house, &runtime, &token);
        page.says("The reporter is not here at the moment.");
        assert!(page.came.contains(TOLD) && is_here(&house.node, Side::Staff, REPORT));
        assert_eq!(looks(&house), before + 1);
        sign(&house.node, Side::Reporter, REPORT);
        page.says("The reporter is here now.");
        assert_eq!(looks(&house), before + 1, "who is there is no text");
        house.enter(&further(), Actor::PUBLIC, &[(SLOT_TEXT, "Fictional: there <b>is</b> more")]);
        page.says("Fictional: there &#60;b&#62;is&#60;/b&#62; more");
        house.enter(&Reply { report: REPORT }, officer(), &[(SLOT_TEXT, "A fictional answer.")]);
        page.says("A fictional answer.");
        assert_eq!(looks(&house), before + 3);
        assert_eq!(page.came.matches("A fictional answer.").count(), 1);
        // Its form enters the reply, and leads back to the page.
        let (_, form) = page.came.split_once(r#"action="/acts/reports.reply""#).unwrap();
        let act = form.split_once(r#"name="act-id" value=""#).unwrap().1.split('"').next().unwrap();
        let body = format!(
            "act-id={act}&report={REPORT}&given=report&next=/reports/{REPORT}/live&sealed-0=From+the+form"
        );
        let post = Request::post("/acts/reports.reply")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        assert_eq!(house.ask(&token, post, body).0, StatusCode::SEE_OTHER);
        page.says("From the form");
        house.node.stop();
    });
}

#[test]
fn whoever_may_not_read_it_any_more_reads_nothing_new() {
    on_both(|home| {
        let (house, runtime) = (House::open(home), runtime());
        let (token, account) = house.account(Role::Analyst, Purpose::Triage);
        let mut page = open(&house, &runtime, &token);
        page.says("The reporter is not here at the moment.");
        let before = looks(&house);
        house.enter(&Elsewhere::of(&KeptAway { officer: account, matter: REPORT }), Actor::SYSTEM, &[]);
        house.enter(&further(), Actor::PUBLIC, &[(SLOT_TEXT, "Fictional: not for them")]);
        page.says("This page ends here: your session has ended");
        assert!(!page.came.contains("not for them"), "{}", page.came);
        assert_eq!(looks(&house), before);
        house.node.stop();
    });
}

#[test]
fn the_first_page_and_the_list_of_chats_tell_those_who_may_know_of_it_and_nobody_else() {
    on_both(|home| {
        let house = House::open(home);
        let (token, account) = house.account(Role::Analyst, Purpose::Triage);
        let chats = |token: &str| house.json(token, "/api/chats");
        assert_eq!(chats(&token), json!([]));
        sign(&house.node, Side::Reporter, REPORT);
        assert_eq!(chats(&token), json!([{ "report": REPORT, "staff_here": false }]));
        assert!(house.get(&token, "/chats").1.contains(&format!("/reports/{REPORT}/live")));
        assert!(
            house.get(&token, &format!("/reports/{REPORT}?lang=en")).1.contains("The reporter is here now.")
        );
        house.enter(&Elsewhere::of(&KeptAway { officer: account, matter: REPORT }), Actor::SYSTEM, &[]);
        assert_eq!(chats(&token), json!([]));
        let live = |report: &str| house.get(&token, &format!("/reports/{report}/live"));
        let (there, never) = (live(&REPORT.to_string()), live(&OTHER.to_string()));
        let as_never = there.1.replace(&REPORT.to_string(), &OTHER.to_string());
        assert_eq!((there.0, as_never), (StatusCode::NOT_FOUND, never.1));
        house.node.stop();
    });
}

#[test]
fn the_pages_are_sound_in_every_language() {
    let home = Home::sqlite();
    let house = House::open(&home);
    let (token, _) = house.account(Role::Analyst, Purpose::Triage);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    // A node that stops ends its pages in words.
    crate::closing(&house.node);
    for &language in Language::STAFF {
        for path in ["/chats".to_owned(), format!("/reports/{REPORT}/live")] {
            let request = Request::get(format!("{path}?lang={}", language.code()));
            let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            let page = runtime.block_on(async {
                let answer = house.door.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
                let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
                String::from_utf8(bytes.to_vec()).unwrap()
            });
            assert_eq!(check::page(&page, &catalogue().texts(language)), Vec::<String>::new(), "{page}");
            sign(&house.node, Side::Reporter, REPORT);
        }
    }
}
