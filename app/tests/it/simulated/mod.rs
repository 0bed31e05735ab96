//! The whole house on a simulated machine: everything that can befall writer, store and reactions, from one seed.

mod plans;

use plans::{house, plan};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use store::testing::Home;
use store::testing::simulation::plan::{Step, read, written};
use store::testing::simulation::shrink::shrink;
use store::testing::simulation::{Bug, Failure, Ground, House, Report, run};

type Tally = BTreeMap<String, u64>;

fn setting(name: &str, unless: u64) -> u64 {
    std::env::var(name)
        .ok()
        .map_or(unless, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// A run whose panics are failures too: an act that panics breaks a law like any other.
fn tried(
    house: &House,
    ground: &Ground,
    seed: u64,
    steps: &[Step],
    bug: Option<Bug>,
) -> Result<Report, Failure> {
    let run = std::panic::AssertUnwindSafe(|| run(house, ground, seed, steps, bug));
    std::panic::catch_unwind(run).unwrap_or_else(|panic| {
        let told = panic.downcast_ref::<String>().cloned();
        let told = told.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
        Err(Failure { law: "nothing panics", detail: told.unwrap_or_default(), step: steps.len() })
    })
}

/// Cuts a failed plan shorter, and says where it lies and how it is kept.
fn report(house: &House, ground: &Ground, seed: u64, steps: &[Step], failure: Failure) -> String {
    let (short, failure) = shrink(steps, failure, &mut |steps| tried(house, ground, seed, steps, None).err());
    let text = format!("# seed {seed}\n# {failure}\n{}", written(&short));
    let file = format!("{}/simulated-{seed}.txt", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&file, &text).unwrap();
    format!(
        "seed {seed}, {failure}\n{} of {} steps are left:\n{text}kept in {file}: move it to \
         app/tests/it/simulation_cases when it is understood",
        short.len(),
        steps.len()
    )
}

fn added(all: &Mutex<Tally>, more: Tally) {
    let mut all = all.lock().unwrap();
    more.into_iter().for_each(|(what, count)| *all.entry(what).or_default() += count);
}

/// Does the seeds from `first` on, on every core; tells what happened how often, or one failure for each law that was broken.
fn seeds(first: u64, count: u64) -> Result<Tally, String> {
    let (next, tally) = (AtomicU64::new(first), Mutex::default());
    let failed = Mutex::new(BTreeMap::<&str, String>::new());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let work = || {
        let house = house();
        let ground = Ground::of(&house);
        loop {
            let seed = next.fetch_add(1, Ordering::SeqCst);
            if seed >= first + count {
                return;
            }
            let steps = plan(seed);
            match tried(&house, &ground, seed, &steps, None) {
                Ok(report) => added(&tally, report.tally),
                Err(failure) => {
                    let is_known = failed.lock().unwrap().insert(failure.law, String::new());
                    if let Some(told) = is_known {
                        failed.lock().unwrap().insert(failure.law, told);
                        continue;
                    }
                    let (law, told) = (failure.law, report(&house, &ground, seed, &steps, failure));
                    failed.lock().unwrap().insert(law, told);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(work);
        }
    });
    let failed: Vec<String> = failed.into_inner().unwrap().into_values().collect();
    if failed.is_empty() { Ok(tally.into_inner().unwrap()) } else { Err(failed.join("\n")) }
}

/// Seeds that are told and written down together.
const CHUNK: u64 = 100;

/// What earlier runs of the very same program have done, where a file for it is named: a long proof may be interrupted.
struct Log {
    file: Option<String>,
    program: u64,
    tally: Mutex<Tally>,
    done: BTreeSet<u64>,
}

impl Log {
    fn open() -> Log {
        let file = std::env::var("TUTELA_SEEDS_LOG").ok();
        let program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let program = program.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut log = Log { file, program, tally: Mutex::default(), done: BTreeSet::new() };
        let known = log.file.as_ref().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        for line in known.lines() {
            let Ok((of, first, tally)) = serde_json::from_str::<(u64, u64, Tally)>(line) else { continue };
            if of == program {
                log.done.insert(first);
                added(&log.tally, tally);
            }
        }
        log
    }

    fn keep(&self, first: u64, tally: Tally) {
        if let Some(file) = &self.file {
            let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file).unwrap();
            writeln!(file, "{}", serde_json::to_string(&(self.program, first, &tally)).unwrap()).unwrap();
        }
        added(&self.tally, tally);
    }
}

#[test]
fn simulated_seeds_break_no_law() {
    let (first, count) = (setting("TUTELA_FIRST_SEED", 1), setting("TUTELA_SEEDS", 500));
    let log = Log::open();
    for chunk in (first..first + count).step_by(CHUNK as usize) {
        if !log.done.contains(&chunk) {
            let tally =
                seeds(chunk, CHUNK.min(first + count - chunk)).unwrap_or_else(|told| panic!("{told}"));
            log.keep(chunk, tally);
            println!("{} of {count} seeds", chunk - first + CHUNK.min(first + count - chunk));
        }
    }
    println!("proof: {count} seeds, no law broken");
    for (what, count) in log.tally.into_inner().unwrap() {
        println!("proof: {what} {count}");
    }
}

#[test]
fn what_a_simulation_found_once_stays_away() {
    let house = house();
    let ground = Ground::of(&house);
    let folder = format!("{}/tests/it/simulation_cases", env!("CARGO_MANIFEST_DIR"));
    let mut kept = 0;
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let text = std::fs::read_to_string(&file).unwrap();
        let seed = text.lines().find_map(|line| line.strip_prefix("# seed ")).unwrap().parse().unwrap();
        let done = tried(&house, &ground, seed, &read(&text).unwrap(), None);
        assert!(done.is_ok(), "{}: {}", file.display(), done.unwrap_err());
        kept += 1;
    }
    assert!(kept > 0, "no case is kept");
}

#[test]
fn a_plan_is_the_same_after_it_was_written_down() {
    for seed in 1..=20 {
        let steps = plan(seed);
        assert_eq!(read(&written(&steps)).unwrap(), steps, "seed {seed}");
    }
    assert!(read("round\nsome words").unwrap_err().contains("some words"));
}

#[test]
fn the_same_seed_comes_to_the_same_entries() {
    let house = house();
    let ground = Ground::of(&house);
    for seed in 1..=10 {
        let steps = plan(seed);
        assert_eq!(plan(seed), steps, "seed {seed}");
        let once = run(&house, &ground, seed, &steps, None).unwrap();
        let twice = run(&house, &ground, seed, &steps, None).unwrap();
        assert_eq!(once, twice, "seed {seed}");
        assert_ne!(once.entries, run(&house, &ground, seed + 1, &steps, None).unwrap().entries);
    }
}

#[test]
fn every_sown_bug_is_found() {
    let most = setting("TUTELA_BUG_SEEDS", 200);
    let house = house();
    let ground = Ground::of(&house);
    for bug in Bug::ALL {
        let broken = |seed| {
            let steps = plan(seed);
            let failure = tried(&house, &ground, seed, &steps, Some(*bug)).err()?;
            // It must be the bug that breaks the law, and nothing else.
            tried(&house, &ground, seed, &steps, None).ok().map(|_| (seed, failure))
        };
        let (seed, failure) =
            (1..=most).find_map(broken).unwrap_or_else(|| panic!("{bug:?} was not found in {most} seeds"));
        println!("proof: {bug:?} found by seed {seed}: {}", failure.law);
    }
}

#[test]
fn a_simulated_plan_comes_to_the_same_on_both_databases() {
    let house = house();
    let ground = Ground::of(&house);
    for seed in 1..=setting("TUTELA_SEEDS_ON_BOTH", 5) {
        let calm: Vec<Step> = plan(seed).iter().filter_map(Step::calm).collect();
        let here = run(&house, &ground, seed, &calm, None).unwrap();
        let home = Home::postgres();
        let there = run(&house, &ground.on(&home.config().database.unwrap()), seed, &calm, None).unwrap();
        assert_eq!(here, there, "seed {seed}");
        assert!(here.tally["entered"] > 10, "seed {seed} enters too little to prove anything");
    }
}
