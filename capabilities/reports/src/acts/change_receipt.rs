//! Whoever holds a receipt gets a new one, as when somebody else may have seen it: the old one opens nothing from then on.

use super::known;
use crate::events::ReceiptChanged;
use crate::tables::Report;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ChangeReceipt`].
pub const KIND: ActKind = ActKind {
    code: 115,
    name: "reports.change-receipt",
    about: "Change the receipt of a report for a new one",
    nature: Nature::Decision,
    roles: &[Role::Public],
};

/// Changes the receipt of a report. The blind token of the new one is sealed beside it
/// ([`ReceiptToken`](crate::sealed::ReceiptToken)); the door enters it only for who has shown the receipt that is in force.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeReceipt {
    /// The report.
    #[n(0)]
    pub report: Id,
}

impl Act for ChangeReceipt {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        known(self.report, view)?;
        Ok(vec![NewEntry::of(&ReceiptChanged { report: self.report })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::ReceiptInForce;
    use crate::testing::{REPORT, Room, analyst, field};
    use kernel::{Actor, Outcome};

    #[test]
    fn the_last_change_is_in_force_and_staff_change_nothing() {
        let mut room = Room::with_report();
        let act = ChangeReceipt { report: REPORT };
        assert!(matches!(room.enter(&act, analyst(1)), Outcome::Forbidden(_)));
        assert_eq!(field(&room.enter(&ChangeReceipt { report: Id([9; 16]) }, Actor::PUBLIC)), "report");
        assert!(room.rows::<ReceiptInForce>().is_empty());
        let mut acts = Vec::new();
        for _ in 0..2 {
            assert!(room.entered(&act, Actor::PUBLIC));
            let rows = room.rows::<ReceiptInForce>();
            assert_eq!(
                (rows.len(), rows[0].receipt_changed_at),
                (1, room.node.entries.last().unwrap().recorded)
            );
            acts.push(rows[0].receipt_act);
        }
        assert_ne!(acts[0], acts[1]);
        assert!(!room.report().waiting || room.report().messages == 1, "it is no message");
        assert!(room.replays());
    }
}
