//! Whoever holds a receipt gets a new one, as when somebody else may have seen it: the old one opens nothing from then on.

use super::known;
use crate::events::ReceiptChanged;
use crate::tables::{ReceiptInForce, Report};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
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
    /// The act beside which the receipt that is in force was sealed; none for the one that the report was filed with. So of two
    /// who change one receipt at once the second changes nothing.
    #[n(1)]
    pub replaces: Id,
}

impl Act for ChangeReceipt {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<ReceiptInForce>(self.report);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        known(self.report, view)?;
        let in_force = view.get::<ReceiptInForce>(self.report).map_or(Id::NONE, |row| row.receipt_act);
        if self.replaces != in_force {
            return Err(
                Problem::new("replaces", "is in force no more", "the act of the newest receipt").into()
            );
        }
        Ok(vec![NewEntry::of(&ReceiptChanged { report: self.report, replaces: self.replaces })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{REPORT, Room, analyst, field};
    use kernel::{Actor, Outcome};

    #[test]
    fn the_last_change_is_in_force_and_staff_change_nothing() {
        let mut room = Room::with_report();
        let mut act = ChangeReceipt { report: REPORT, replaces: Id::NONE };
        assert!(matches!(room.enter(&act, analyst(1)), Outcome::Forbidden(_)));
        assert_eq!(
            field(&room.enter(&ChangeReceipt { report: Id([9; 16]), ..act.clone() }, Actor::PUBLIC)),
            "report"
        );
        assert!(room.rows::<ReceiptInForce>().is_empty());
        let mut acts = Vec::new();
        for _ in 0..2 {
            assert!(room.entered(&act, Actor::PUBLIC));
            assert_eq!(field(&room.enter(&act, Actor::PUBLIC)), "replaces", "another change came first");
            let rows = room.rows::<ReceiptInForce>();
            assert_eq!(rows.len(), 1);
            acts.push(rows[0].receipt_act);
            act.replaces = rows[0].receipt_act;
        }
        assert_ne!(acts[0], acts[1]);
        assert!(!room.report().waiting || room.report().messages == 1, "it is no message");
        assert!(room.replays());
    }
}
