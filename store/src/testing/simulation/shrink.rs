//! Cutting a plan shorter while it still breaks the same law.

use super::Failure;
use super::plan::Step;

/// How often a plan is tried at most.
const MOST_TRIES: usize = 2_000;

/// The shortest plan that was found to break the same law, and how it does. `fails` must give the same answer each time.
pub fn shrink(
    steps: &[Step],
    failure: Failure,
    fails: &mut dyn FnMut(&[Step]) -> Option<Failure>,
) -> (Vec<Step>, Failure) {
    // What comes after the failure has no part in it.
    let mut best = steps[..steps.len().min(failure.step + 1)].to_vec();
    let (law, mut found, mut tries) = (failure.law, failure, 0);
    let mut chunk = best.len().div_ceil(2).max(1);
    loop {
        let (mut at, mut shorter) = (0, false);
        while at < best.len() && tries < MOST_TRIES {
            let end = (at + chunk).min(best.len());
            let rest: Vec<Step> = best[..at].iter().chain(&best[end..]).cloned().collect();
            tries += 1;
            match fails(&rest).filter(|failure| failure.law == law) {
                Some(failure) => (best, found, shorter) = (rest, failure, true),
                None => at = end,
            }
        }
        if tries >= MOST_TRIES || (chunk == 1 && !shorter) {
            return (best, found);
        }
        chunk = if shorter { chunk } else { chunk / 2 }.max(1);
    }
}
