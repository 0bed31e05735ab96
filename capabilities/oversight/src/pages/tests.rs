use super::code_lists;
use super::entry::{EntryPage, EntrySeen, ExportSeen};
use super::finding::{FindingPage, Seen};
use super::overview::{Overview, RoomSeen, Traces};
use super::roles::{Roles, lines};
use super::terms::{TermSeen, Terms};
use crate::codes::{AnswerGround, FindingState, WatchRule};
use face::{Catalogue, Language, Page, StaffFrame, check};
use kernel::{CodeList as _, Day, Id, Instant, Purpose, Role};

fn room(seen_up_to: u64) -> RoomSeen {
    let traces = |list: &str, waiting| Traces { list: list.into(), all: 12, new: 3, waiting };
    RoomSeen {
        seen_up_to,
        entries: 90,
        traces: vec![traces("journal/glass", Some(1)), traces("journal/looks", None)],
    }
}

fn look() -> EntrySeen {
    let number = |n: u8| kernel::Id([n; 16]).to_string();
    EntrySeen {
        entry: 1_234,
        kind: "journal.looked".into(),
        recorded: "2026-03-05T10:00:00Z".into(),
        act: number(1),
        actor: number(2),
        name: "fictional-analyst".into(),
        role: Role::Analyst,
        unit: number(3),
        unit_word: "fictional-hotline".into(),
        purpose: Purpose::Triage,
        record: number(4),
        rules: vec!["two-people".into()],
        read: Some("reports.report".into()),
        whose: vec![number(4), number(5)],
        through: vec![number(6)],
        glass: Some(77),
        asked_for: None,
        exported: Some(ExportSeen { list: "reports.queue".into(), rows: 9 }),
    }
}

fn finding(watch_rule: WatchRule) -> Seen {
    let row = crate::tables::UnusualLook {
        finding: Id([1; 16]),
        watch_rule,
        officer: Id([2; 16]),
        role: Role::Analyst,
        unit: Id([3; 16]),
        record_id: Id([4; 16]),
        on_day: Day(20_700),
        counted: 40,
        own_median: 9,
        own_bound: 27,
        peers_median: -1,
        peers_bound: -1,
        first_seq: 3,
        last_seq: 50,
        state: FindingState::Open,
        ground: AnswerGround::None,
        answered_by: Id::NONE,
        answered_at: Instant(0),
        glass_seq: 7,
        seq: 51,
        at: Instant(1_790_000_000_000),
    };
    Seen { row, name: "fictional-analyst".into(), unit: "fictional-hotline".into() }
}

#[test]
fn pages_are_whole_in_all_languages() {
    let all: Vec<_> = desk::texts::resources().into_iter().chain(crate::room().texts).collect();
    let catalogue = Catalogue::new(&all).unwrap();
    assert_eq!(catalogue.differences(), Vec::<String>::new());
    for &language in Language::STAFF {
        let t = catalogue.texts(language);
        let frame = StaffFrame::sample(&t);
        let drawn = |page: String| {
            assert_eq!(check::page(&page, &t), Vec::<String>::new(), "{page}");
            page
        };
        let page = Overview::new(&t, &room(0));
        let page = drawn(Page::staff(&frame, "sample", &page).into_html());
        assert!(page.contains("/lists/journal/glass") && page.contains("up_to=90"), "{page}");
        let done = drawn(Page::staff(&frame, "sample", &Overview::new(&t, &room(90))).into_html());
        assert!(!done.contains("oversight.see-to"), "{done}");
        let registry = kernel::Registry::new(vec![crate::charter()]).unwrap();
        let asked = face::Asked::of(&"/roles?role=overseer".parse().unwrap());
        let page = Roles::new(&t, &asked, &lines(&registry));
        let page = drawn(Page::staff(&frame, "sample", &page).into_html());
        assert!(page.contains("oversight.answer-finding"), "{page}");
        let term = |proposed: Option<i64>| TermSeen {
            term: "glass-open",
            value: 8,
            since: proposed.map(|_| "2026-03-05T10:00:00Z".into()),
            ordinary: 8,
            most: 24,
            proposed,
            proposal: proposed.map(|_| Id([7; 16]).to_string()),
        };
        for (role, act) in [(Role::Overseer, "approve-term"), (Role::Administrator, "propose-term")] {
            let reader = kernel::Actor { id: Id([1; 16]), role, unit: Id([2; 16]) };
            let page = Terms::new(&t, &[term(None), term(Some(12))], &reader);
            let page = drawn(Page::staff(&frame, "sample", &page).into_html());
            assert!(page.contains(act), "{page}");
        }
        let all: Vec<_> = Language::STAFF.iter().map(|&one| catalogue.texts(one)).collect();
        let lists = code_lists::sample(&all);
        drawn(Page::staff(&frame, "sample", &code_lists::Lists::new(&t, &lists)).into_html());
        drawn(Page::staff(&frame, "sample", &code_lists::One::new(&t, &lists[0])).into_html());
        for rule in crate::codes::WatchRule::all() {
            let seen = finding(*rule);
            let page = FindingPage::new(&t, &seen, &|key: &str, english: &str| {
                if t.has(key) { t.t(key) } else { english.to_owned() }
            });
            let page = drawn(Page::staff(&frame, "sample", &page).into_html());
            assert!(page.contains("oversight.answer-finding") && page.contains("27"), "{page}");
        }
        let page = EntryPage::new(&t, &look(), "role", "purpose");
        let page = drawn(Page::staff(&frame, "sample", &page).into_html());
        for part in ["fictional-analyst", "reports.report", "reports.queue: 9", "two-people"] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
    }
}
