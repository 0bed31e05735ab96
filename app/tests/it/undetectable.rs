//! No tell in bytes or time: to an officer of another unit, records that are there are answered like records that never were,
//! a thousand times over, and the time it takes does not tell them apart (Welch's t, as in leakage tests of ciphers).

use crate::demo::Demo;
use crate::knowing::{Asker, without};
use crate::random::Numbers;
use cases::acts::{CodeDemand, OpenCase};
use kernel::codes::{Country, DemandCategory, Iccs};
use kernel::{Act, Actor, CodeList, Id, MemoryNode, Outcome, Purpose, Role, Span};
use serde_json::{Value, json};
use std::time::Instant;
use store::testing::on_both;
use tutela::rooms::{registry, rooms};

/// Above this a difference would count as found.
const TELLS: f64 = 4.5;

/// How many pairs; the proof asks for 10,000 and judges the time, CI looks at the bytes.
fn pairs() -> usize {
    std::env::var("TUTELA_PAIRS").ok().and_then(|text| text.parse().ok()).unwrap_or(100)
}

/// Nanoseconds of each class of probe.
#[derive(Default)]
struct Times {
    there: Vec<f64>,
    absent: Vec<f64>,
}

impl Times {
    fn of(&mut self, is_there: bool) -> &mut Vec<f64> {
        if is_there { &mut self.there } else { &mut self.absent }
    }

    /// Welch's t of both classes, without what is slower than all but a twentieth of both together: the machine's own pauses.
    fn t(&self) -> f64 {
        let mut all: Vec<f64> = self.there.iter().chain(&self.absent).copied().collect();
        all.sort_by(f64::total_cmp);
        let limit = all[all.len() * 19 / 20];
        let moments = |times: &[f64]| {
            let kept: Vec<f64> = times.iter().copied().filter(|time| *time <= limit).collect();
            let n = kept.len() as f64;
            let mean = kept.iter().sum::<f64>() / n;
            let variance = kept.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (n - 1.0);
            (mean, variance / n)
        };
        let ((one, one_error), (other, other_error)) = (moments(&self.there), moments(&self.absent));
        (one - other) / (one_error + other_error).sqrt()
    }

    fn judged(&self, what: &str) {
        let t = self.t();
        println!("proof: {what}: {} pairs, Welch's t {t:.2}", self.there.len());
        assert!(pairs() < 10_000 || t.abs() < TELLS, "{what}: t is {t:.2}");
    }
}

/// Which of a pair comes first, by chance.
fn order(numbers: &mut Numbers) -> [bool; 2] {
    let first = numbers.chance(50);
    [first, !first]
}

fn number(numbers: &mut Numbers) -> Id {
    let (a, b) = (u128::from(numbers.next()), u128::from(numbers.next()));
    Id((a << 64 | b).to_be_bytes())
}

#[test]
fn no_tell_in_the_gate_itself() {
    let police = Actor { id: Id([1; 16]), role: Role::Investigator, unit: Id([200; 16]) };
    let outsider = Actor { id: Id([2; 16]), unit: Id([201; 16]), ..police };
    let mut node = MemoryNode::new(registry(&mut rooms()).unwrap());
    node.head.recorded = kernel::Day::of(2026, 6, 1).unwrap().start();
    let mut numbers = Numbers(7);
    let mut there = Vec::new();
    for n in 0..2_000 {
        let ctx = node.ctx(if n % 2 == 0 { police } else { outsider }, Purpose::Investigation, n);
        let case = kernel::act::made(ctx.act, "case");
        let open = OpenCase {
            case,
            report: Id::NONE,
            offence: Iccs::all()[0],
            conduct_when: Span::UNKNOWN,
            country: Country::from_alpha2("NL").unwrap(),
            ex_officio: true,
        };
        assert!(matches!(node.enter(&open, &ctx), Ok(Outcome::Entered { .. })));
        if n % 2 == 0 {
            there.push(case);
        }
    }
    let mut times = Times::default();
    let category = DemandCategory::all()[0];
    let ctx = node.ctx(outsider, Purpose::Investigation, 9_999);
    for n in 0..pairs() + 200 {
        for is_there in order(&mut numbers) {
            // A number is drawn either way: only what it names differs.
            let (pick, drawn) = (numbers.below(there.len()), number(&mut numbers));
            let case = if is_there { there[pick] } else { drawn };
            let act = CodeDemand { case, person: Id::NONE, level: category.level(), category };
            let began = Instant::now();
            let verdict = kernel::gate::pass(&node.registry, &act, &ctx, &mut node.tables).unwrap();
            let took = began.elapsed().as_nanos() as f64;
            assert!(matches!(verdict, kernel::gate::Verdict::Invalid(_)), "{}", CodeDemand::KIND.name);
            // The first ones warm the caches.
            if n >= 200 {
                times.of(is_there).push(took);
            }
        }
    }
    times.judged("the gate in memory");
}

/// Probes at one address or act: the same bytes, and no tell in time.
fn probed(asker: &Asker<'_>, what: &str, there: &[String], ask: &dyn Fn(&str) -> (u16, String)) {
    let mut numbers = Numbers(9);
    let mut times = Times::default();
    // As many numbers of which nothing exists, asked as often: only being there is different.
    let absent: Vec<String> = there.iter().map(|_| number(&mut numbers).to_string()).collect();
    let mut answer: Option<(u16, String)> = None;
    for n in 0..pairs() + 20 {
        for is_there in order(&mut numbers) {
            let pick = numbers.below(there.len());
            let id = if is_there { &there[pick] } else { &absent[pick] };
            let began = Instant::now();
            let (status, body) = ask(id);
            let took = began.elapsed().as_nanos() as f64;
            let said = (status, without(&body, id));
            let first = answer.get_or_insert_with(|| said.clone());
            assert_eq!(*first, said, "{what}: {id}");
            if n >= 20 {
                times.of(is_there).push(took);
            }
        }
    }
    assert!(asker.is_awake());
    times.judged(what);
}

#[test]
fn no_tell_at_the_doors_on_both_databases() {
    on_both(|home| {
        let demo = Demo::start(home, 40, 30, "error", &home.path().join("log"));
        let asker = Asker::new(&demo);
        let column = |list: &str, column: &str| {
            let rows = asker.rows("fictional-investigator", &format!("{list}?per_page=500"));
            let cells = rows.iter().map(|row| row[column].as_str().unwrap().to_owned());
            cells.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>()
        };
        let (cases, persons) = (column("cases/files", "case_id"), column("cases/victims", "person"));
        let mut reports = column("cases/victims", "thread");
        // Where there is no thread the cell is empty.
        reports.retain(|report| !report.is_empty());
        assert!(cases.len() > 20 && persons.len() > 20 && reports.len() > 5);
        let user = "fictional-outsider-investigator";
        let read = |path: &'static str| {
            let asker = &asker;
            move |id: &str| asker.ask(user, "GET", &path.replace("{}", id), &Value::Null)
        };
        probed(&asker, "a case", &cases, &read("/api/cases/{}"));
        probed(&asker, "the names of a case", &cases, &read("/api/cases/{}/names"));
        probed(&asker, "a report", &reports, &read("/api/reports/{}"));
        let link = |id: &str| asker.act(user, "cases.link-persons", &json!({ "kept": id, "linked": id }));
        probed(&asker, "an act that names a person", &persons, &link);
        demo.stop();
    });
}
