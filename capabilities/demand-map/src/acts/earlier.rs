//! What is published already, as both acts look at it: the same figures may come again, other slices of the same people not.

use crate::scheme::Cell;
use crate::tables::{Release, ReleaseCell};
use kernel::{Id, Needs, Problem, Span, View};

const BY_PERIOD: &str = "release_by_period";
const BY_RELEASE: &str = "release_cell_by_release";

/// Asks for all releases, and for the figures of those that are published for this period.
pub(super) fn needs_published(period: Option<Span>, view: &View, needs: &mut Needs) {
    needs.list::<Release>(BY_PERIOD, ());
    for release in view.peek_list::<Release>(BY_PERIOD, ()) {
        if release.is_published() && Some(release.period()) == period {
            needs_cells(release.release_id, needs);
        }
    }
}

/// Asks for the figures of one release.
pub(super) fn needs_cells(release: Id, needs: &mut Needs) {
    needs.list::<ReleaseCell>(BY_RELEASE, release);
}

/// The figures of one release.
pub(super) fn cells_of(release: Id, view: &View) -> Vec<Cell> {
    view.list::<ReleaseCell>(BY_RELEASE, release).iter().map(ReleaseCell::figure).collect()
}

/// The figures of each release published for this period.
pub(super) fn published(period: Span, view: &View) -> Vec<Vec<Cell>> {
    let releases = view.list::<Release>(BY_PERIOD, ());
    let same = releases.iter().filter(|release| release.is_published() && release.period() == period);
    same.map(|release| cells_of(release.release_id, view)).collect()
}

/// A period that shares years with a published one without being the same would give away the people of their difference.
pub(super) fn no_other_slice(period: Span, view: &View) -> Result<(), Problem> {
    let releases = view.list::<Release>(BY_PERIOD, ());
    let crosses = |release: &&Release| {
        let other = release.period();
        release.is_published() && other != period && other.from <= period.to && period.from <= other.to
    };
    match releases.iter().find(crosses) {
        None => Ok(()),
        Some(release) => Err(Problem::new(
            "period",
            format!("shares years with the published period {}", release.period()),
            "exactly that period again, or years that no release counts",
        )),
    }
}
