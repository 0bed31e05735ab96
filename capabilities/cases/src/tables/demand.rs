//! What is coded on the levels of demand (¶22-48).

use facts::outcome::DemandCoded;
use kernel::codes::{CodeList, DemandCategory, DemandLevel};
use kernel::{Apply, Entry, Event, Id, TableFault, Tables, record};

record! {
    /// A category coded on a person, or on a case as a whole. No row means "not determined".
    pub struct Demand in "demand", Derived, key 3, indexes [by_coded: 0 1, by_person: 1] {
        /// The case.
        case_id: Id, Internal;
        /// The person; none when the case as a whole is coded.
        person: Id, Internal;
        /// The category.
        category: DemandCategory, Internal;
        /// The level to which it belongs.
        demand_level: DemandLevel, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(DemandCoded::KIND, apply_coded as Apply)]
}

fn apply_coded(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let DemandCoded { person, case, level, category } = entry.event()?;
    if level == DemandLevel::NotDetermined {
        // Taken back: the gap shows again.
        let categories = DemandCategory::all().iter();
        return categories
            .copied()
            .try_for_each(|category| tables.delete::<Demand>((case, person, category)));
    }
    tables.put(&Demand { case_id: case, person, category, demand_level: level })
}
