//! How the desk answers: counted by month, language, who reports and the way, while it happens.

use super::{DeskFigure, Report};
use crate::limits::{DAY_MS, HOUR_MS};
use kernel::{Day, Id, Instant, TableFault, Tables};

/// The first day of the month of a day.
pub(super) fn first_of_month(day: Day) -> Day {
    let (year, month, _) = day.parts();
    // Every month has a first day.
    Day::of(year, month, 1).unwrap_or(day)
}

/// Changes the figures of the month in which a report was filed; those of nothing where there is no such report.
fn change(
    tables: &mut dyn Tables,
    report: Id,
    count: impl FnOnce(&Report, &mut DeskFigure),
) -> Result<(), TableFault> {
    let Some(row) = tables.get::<Report>(report)? else { return Ok(()) };
    let in_month = first_of_month(row.filed_at.day());
    let key = (in_month, row.language.clone(), row.reporter, row.came_by);
    let mut figure = tables.get::<DeskFigure>(key)?.unwrap_or(DeskFigure {
        in_month,
        language: row.language.clone(),
        reporter: row.reporter,
        came_by: row.came_by,
        filed: 0,
        answered: 0,
        within_hour: 0,
        within_day: 0,
        within_three_days: 0,
        in_term: 0,
        without_words: 0,
        looked_again: 0,
    });
    count(&row, &mut figure);
    tables.put(&figure)
}

/// A report came in: its row stands already.
pub(super) fn filed(tables: &mut dyn Tables, report: Id) -> Result<(), TableFault> {
    change(tables, report, |_, figure| figure.filed += 1)
}

/// A person answers; only the first answer counts. The row stands as it was before.
pub(super) fn answered(tables: &mut dyn Tables, report: Id, at: Instant) -> Result<(), TableFault> {
    change(tables, report, |row, figure| {
        if row.answered_at != Instant(0) {
            return;
        }
        let took = at.0.saturating_sub(row.filed_at.0);
        figure.answered += 1;
        figure.within_hour += i64::from(took <= HOUR_MS);
        figure.within_day += i64::from(took <= DAY_MS);
        figure.within_three_days += i64::from(took <= 3 * DAY_MS);
        figure.in_term += i64::from(at <= row.due_at);
    })
}

/// A report is put aside, after a second look `again`, and nobody wrote a word to its reporter. The row stands as it was before.
pub(super) fn put_aside_without_words(
    tables: &mut dyn Tables,
    report: Id,
    again: bool,
) -> Result<(), TableFault> {
    change(tables, report, |row, figure| {
        figure.without_words += i64::from(!again && row.answered_at == Instant(0));
    })
}

/// A second look is asked for.
pub(super) fn looked_again(tables: &mut dyn Tables, report: Id) -> Result<(), TableFault> {
    change(tables, report, |_, figure| figure.looked_again += 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{AskSecondLook, FileReport, NotPursue, Reply};
    use crate::testing::{REPORT, Room, a_report, analyst};
    use kernel::Actor;
    use kernel::codes::NotPursuedReason;

    fn figures(room: &Room) -> DeskFigure {
        let rows = room.rows::<DeskFigure>();
        assert_eq!(rows.len(), 1);
        rows[0].clone()
    }

    #[test]
    fn the_first_answer_counts_once_by_how_long_it_took() {
        let mut room = Room::default();
        let ids = [REPORT, Id([3; 16]), Id([4; 16]), Id([5; 16])];
        for report in ids {
            assert!(room.entered(&FileReport { report, ..a_report() }, Actor::PUBLIC));
        }
        let filed_at = room.report().filed_at;
        for (report, took) in ids.into_iter().zip([HOUR_MS / 2, DAY_MS / 2, 2 * DAY_MS, 4 * DAY_MS]) {
            room.at(Instant(filed_at.0 + took));
            assert!(room.entered(&Reply { report }, analyst(1)));
            assert!(room.entered(&Reply { report }, analyst(1)), "a second answer counts nothing");
        }
        let figure = figures(&room);
        assert_eq!((figure.filed, figure.answered), (4, 4));
        assert_eq!((figure.within_hour, figure.within_day, figure.within_three_days), (1, 2, 3));
        assert_eq!((figure.in_term, figure.without_words, figure.looked_again), (3, 0, 0));
        assert_eq!((figure.in_month.to_string(), &*figure.language), ("2027-01-01".into(), "en"));
        assert!(room.replays());
    }

    #[test]
    fn what_is_put_aside_without_a_word_is_counted_apart_and_once() {
        let mut room = Room::with_report();
        let reason = NotPursuedReason::TooLittleToAct;
        let aside = NotPursue { report: REPORT, reason, ground: None, told: false };
        assert!(room.entered(&aside, analyst(1)));
        assert!(room.entered(&AskSecondLook { report: REPORT }, Actor::PUBLIC));
        assert!(room.entered(&aside, analyst(2)));
        let figure = figures(&room);
        assert_eq!((figure.answered, figure.without_words, figure.looked_again), (0, 1, 1));
        assert!(room.replays());
    }
}
