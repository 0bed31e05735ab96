//! What the room's tables hold on whom, which of its facts move the clock of a person, and that nobody is let go of whom a
//! planned release still has to be told.

use crate::tables::{PlannedRelease, ReleaseNotice, VictimThread, Wish};
use facts::person::{GuardianExcluded, GuardianNamed, WishStated};
use kernel::kept::{Anchor, Kept, RecordKind, Touch};
use kernel::{Bar, Ctx, Entry, Event, Facet, Id, Needs, Problem, Record, TableFault, View};

pub(crate) fn kept() -> Vec<Kept> {
    vec![
        Kept::of(Wish::TABLE, &["victim"], &["through"]),
        Kept::of(VictimThread::TABLE, &["victim"], &[]),
        Kept::of(PlannedRelease::TABLE, &["person"], &[]),
        Kept::of(ReleaseNotice::TABLE, &["victim"], &["through", "thread"]),
    ]
}

fn touch(on: u16, whose: fn(&Entry) -> Result<Id, TableFault>) -> Touch {
    Touch { on, kind: RecordKind::Person, hand: Anchor::LastEvent, whose }
}

pub(crate) fn touches() -> Vec<Touch> {
    vec![
        touch(WishStated::KIND, |entry| Ok(entry.event::<WishStated>()?.victim)),
        touch(GuardianNamed::KIND, |entry| Ok(entry.event::<GuardianNamed>()?.child)),
        touch(GuardianNamed::KIND, |entry| Ok(entry.event::<GuardianNamed>()?.guardian)),
        touch(GuardianExcluded::KIND, |entry| Ok(entry.event::<GuardianExcluded>()?.child)),
    ]
}

/// Whoever is still to be told of a release is not let go by a schedule, nor is the thread in which they are told.
pub(crate) const PLANNED_RELEASE: Bar = Bar { name: "victims.planned-release", needs, stops };

/// Index of threads by victim.
const OF_VICTIM: &str = "victim_thread_by_victim";
/// Index of planned releases by case.
const OF_CASE: &str = "planned_release_by_case";

fn needs(facet: &Facet, _: &Ctx, view: &View, needs: &mut Needs) {
    let Facet::Erases { subject, scheduled: true } = facet else { return };
    needs.list::<VictimThread>(OF_VICTIM, *subject);
    needs.list::<PlannedRelease>(OF_CASE, *subject);
    for row in view.peek_list::<VictimThread>(OF_VICTIM, *subject) {
        needs.list::<PlannedRelease>(OF_CASE, row.case_id);
    }
}

/// The last possible day of a release counts: until it is past, somebody may have to be told.
fn stops(facet: &Facet, ctx: &Ctx, view: &View) -> Option<Problem> {
    let Facet::Erases { subject, scheduled: true } = facet else { return None };
    let threads = view.list::<VictimThread>(OF_VICTIM, *subject);
    let cases = threads.iter().map(|row| row.case_id).chain([*subject]);
    let mut releases = cases.flat_map(|case| view.list::<PlannedRelease>(OF_CASE, case));
    let ahead = releases.find(|release| ctx.now.day() <= release.on_to)?;
    let wrong = format!("{subject}: a release is planned until {}, of which victims are told", ahead.on_to);
    Some(Problem::new("subject", wrong, "wait until that day is past"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Actor, Day, Instant, MemoryTables, Purpose, Tables};
    use proptest::prelude::*;

    proptest! {
        /// Up to the last possible day of a release, and not a day longer.
        #[test]
        fn whoever_is_to_be_told_is_kept_until_the_day_is_past(ahead in -3_i32..4, width in 0_i32..3, scheduled: bool, own: bool) {
            let (victim, case, today) = (Id([1; 16]), Id([2; 16]), 20_000);
            let release = PlannedRelease {
                case_id: case, person: Id([3; 16]), release_id: Id([4; 16]),
                kind: kernel::CodeList::all()[0], on_from: Day(today + ahead - width), on_to: Day(today + ahead),
            };
            let mut tables = MemoryTables::default();
            let put: &mut dyn Tables = &mut tables;
            put.put(&release).unwrap();
            put.put(&VictimThread { victim: if own { victim } else { Id([9; 16]) }, case_id: case, thread: Id::NONE }).unwrap();
            let ctx = Ctx { now: Day(today).start(), act: Id([5; 16]), actor: Actor::SYSTEM, purpose: Purpose::Reaction, cause: None };
            let facet = Facet::Erases { subject: victim, scheduled };
            let mut view = View::default();
            for _ in 0..3 {
                let mut wanted = Needs::default();
                needs(&facet, &ctx, &view, &mut wanted);
                kernel::Loader::load(&mut tables, &wanted.missing_from(&view), &mut view).unwrap();
            }
            prop_assert_eq!(stops(&facet, &ctx, &view).is_some(), scheduled && own && ahead >= 0);
            prop_assert!(Instant(0) < ctx.now);
        }
    }
}
