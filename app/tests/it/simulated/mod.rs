//! The whole house on a simulated machine: everything that can befall writer, store and reactions, from one seed.

mod plans;

use plans::{house, plan};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use store::testing::simulation::plan::{Step, read, written};
use store::testing::simulation::shrink::shrink;
use store::testing::simulation::{Bug, Failure, Ground, House, Report, run};

type Tally = BTreeMap<String, u64>;

fn setting(name: &str, unless: u64) -> u64 {
    std::env::var(name).ok().map_or(unless, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// A run whose panics are failures too: an act that panics breaks a law like any other.
fn tried(house: &House, ground: &Ground, seed: u64, steps: &[Step], bug: Option<Bug>) -> Result<Report, Failure> {
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

/// Does the seeds from `first` on, on every core; tells what happened how often, or the first failure.
fn seeds(first: u64, count: u64) -> Result<Tally, String> {
    let (next, tally, failed) = (AtomicU64::new(first), Mutex::default(), Mutex::new(None));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let work = || {
        let house = house();
        let ground = Ground::of(&house);
        loop {
            let seed = next.fetch_add(1, Ordering::SeqCst);
            if seed >= first + count || failed.lock().unwrap().is_some() {
                return;
            }
            let steps = plan(seed);
            match tried(&house, &ground, seed, &steps, None) {
                Ok(report) => added(&tally, report.tally),
                Err(failure) => {
                    let told = report(&house, &ground, seed, &steps, failure);
                    failed.lock().unwrap().get_or_insert(told);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(work);
        }
    });
    failed.into_inner().unwrap().map_or(Ok(tally.into_inner().unwrap()), Err)
}

#[test]
fn simulated_seeds_break_no_law() {
    let (first, count) = (setting("TUTELA_FIRST_SEED", 1), setting("TUTELA_SEEDS", 500));
    let tally = seeds(first, count).unwrap_or_else(|told| panic!("{told}"));
    println!("proof: {count} seeds, no law broken");
    for (what, count) in tally {
        println!("proof: {what} {count}");
    }
}
