//! Cutting a plan shorter while it still breaks the same law.

use super::Failure;
use super::plan::{Errand, Step};

/// How often a plan is tried at most.
const MOST_TRIES: usize = 2_000;

/// What a plan is tried with, and how often it was.
struct Trial<'f> {
    law: &'static str,
    best: Vec<Step>,
    found: Failure,
    tries: usize,
    fails: &'f mut dyn FnMut(&[Step]) -> Option<Failure>,
}

/// The shortest plan that was found to break the same law, and how it does. `fails` must give the same answer each time.
pub fn shrink(
    steps: &[Step],
    failure: Failure,
    fails: &mut dyn FnMut(&[Step]) -> Option<Failure>,
) -> (Vec<Step>, Failure) {
    // What comes after the failure has no part in it.
    let best = steps[..steps.len().min(failure.step + 1)].to_vec();
    let mut trial = Trial { law: failure.law, best, found: failure, tries: 0, fails };
    trial.with_fewer_steps();
    trial.with_simpler_steps();
    trial.with_fewer_steps();
    (trial.best, trial.found)
}

impl Trial<'_> {
    /// Whether these steps break the law too; then they are what goes on.
    fn is_enough(&mut self, steps: Vec<Step>) -> bool {
        self.tries += 1;
        let failure = (self.fails)(&steps).filter(|failure| failure.law == self.law);
        if let Some(failure) = failure {
            (self.best, self.found) = (steps, failure);
            return true;
        }
        false
    }

    fn with_fewer_steps(&mut self) {
        let mut chunk = self.best.len().div_ceil(2).max(1);
        loop {
            let (mut at, mut shorter) = (0, false);
            while at < self.best.len() && self.tries < MOST_TRIES {
                let end = (at + chunk).min(self.best.len());
                let rest = self.best[..at].iter().chain(&self.best[end..]).cloned().collect();
                if self.is_enough(rest) { shorter = true } else { at = end }
            }
            if self.tries >= MOST_TRIES || (chunk == 1 && !shorter) {
                return;
            }
            chunk = if shorter { chunk } else { chunk / 2 }.max(1);
        }
    }

    /// Each step without its fault and without what it seals.
    fn with_simpler_steps(&mut self) {
        for at in 0..self.best.len() {
            for simpler in simpler(&self.best[at]) {
                if self.tries < MOST_TRIES && simpler != self.best[at] {
                    let mut steps = self.best.clone();
                    steps[at] = simpler;
                    self.is_enough(steps);
                }
            }
        }
    }
}

fn simpler(step: &Step) -> Vec<Step> {
    let bare = match step {
        Step::Send(errand, fault) => {
            let bare = Errand { payloads: Vec::new(), rows: Vec::new(), ..(**errand).clone() };
            Some(Step::Send(Box::new(bare), *fault))
        }
        _ => None,
    };
    step.calm().into_iter().chain(bare).collect()
}
