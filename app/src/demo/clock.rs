//! The demo's clock: while a State's past is made up it stands there; afterwards it is the system's.

use desk::Desk;
use kernel::Instant;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that can be put back.
#[derive(Clone, Debug, Default)]
pub(crate) struct DemoClock(Arc<AtomicI64>);

impl DemoClock {
    /// Puts the clock to a moment, where it stays.
    pub(crate) fn put(&self, moment: Instant) {
        self.0.store(moment.0, Ordering::SeqCst);
    }

    /// Lets it go as the system's does.
    pub(crate) fn release(&self) {
        self.0.store(0, Ordering::SeqCst);
    }

    /// What time it is.
    pub(crate) fn now(&self) -> Instant {
        match self.0.load(Ordering::SeqCst) {
            0 => Desk::now(),
            moment => Instant(moment),
        }
    }

    /// As the node's clock.
    pub(crate) fn ticking(&self) -> Box<dyn Fn() -> Instant + Send> {
        let clock = self.clone();
        Box::new(move || clock.now())
    }
}
