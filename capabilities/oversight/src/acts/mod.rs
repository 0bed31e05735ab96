//! What may be done about oversight.

mod answer_finding;
mod find_unusual;
mod see_to;
mod set_holiday;
mod set_time_zone;
mod set_working_week;

pub use answer_finding::AnswerFinding;
pub use find_unusual::FindUnusual;
pub use see_to::SeeTo;
pub use set_holiday::SetHoliday;
pub use set_time_zone::SetTimeZone;
pub use set_working_week::SetWorkingWeek;

use kernel::ActSpec;

pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<SeeTo>(),
        ActSpec::of::<FindUnusual>(),
        ActSpec::of::<AnswerFinding>(),
        ActSpec::of::<SetWorkingWeek>(),
        ActSpec::of::<SetHoliday>(),
        ActSpec::of::<SetTimeZone>(),
    ]
}
