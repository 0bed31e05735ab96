//! Somebody who worked with a machine's report says what would have made it useful; its sender is told (¶40).

use super::known;
use crate::state::stage_of;
use crate::tables::Report;
use facts::machine::{Needed, SenderStage, SenderToTell, SentReport, line_to_tell, needed_codes, tell_needs};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`RateUsefulness`].
pub const KIND: ActKind = ActKind {
    code: 199,
    name: "reports.rate-usefulness",
    about: "Say what would have made a machine's report useful; its sender is told",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Says what would have made a machine's report useful. It tells its sender codes, and nothing of what was found.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateUsefulness {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// What was missing; `nothing` alone where nothing was. What is said later takes its place.
    #[n(1)]
    pub needed: Vec<Needed>,
}

impl RateUsefulness {
    fn checked(&self) -> Result<(), Problem> {
        let wrong = |wrong, right| Err(Problem::new("needed", wrong, right));
        if self.needed.is_empty() {
            return wrong("names nothing", "what was missing, or `nothing` where nothing was");
        }
        if self.needed.contains(&Needed::Nothing) && self.needed.iter().any(|one| *one != Needed::Nothing) {
            return wrong("names nothing and something", "`nothing` alone, or what was missing");
        }
        Ok(())
    }
}

impl Act for RateUsefulness {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        tell_needs(self.report, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.report }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let (report, row) = (self.report, known(self.report, view)?);
        self.checked()?;
        let needed = self.needed.clone();
        let own = view.get::<SentReport>(report);
        let stage = own.as_ref().map(|own| own.sender_stage).or(stage_of(row.state));
        let line = line_to_tell(report, stage.unwrap_or(SenderStage::Received), &needed, view);
        if own.is_none() && line.is_none() {
            let right = "a report that a sender's system handed in";
            return Err(Problem::new("report", "came from no sender's system", right).into());
        }
        if own.as_ref().is_some_and(|own| own.needed == needed_codes(&needed)) {
            return Err(
                Problem::new("needed", "is what was said already", "something else, or leave it").into()
            );
        }
        let own = own.map(|own| {
            NewEntry::of(&SenderToTell { report, sender: own.sender, stage: own.sender_stage, needed })
        });
        Ok(own.into_iter().chain(line).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::TakeUp;
    use crate::testing::{REPORT, Room, analyst, field, support};
    use kernel::Outcome;

    fn rate(needed: &[Needed]) -> RateUsefulness {
        RateUsefulness { report: REPORT, needed: needed.to_vec() }
    }

    #[test]
    fn the_sender_is_told_codes_once_and_the_stage_stays() {
        let mut room = Room::with_sent_report();
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        assert!(room.entered(&rate(&[Needed::Time, Needed::Account, Needed::Time]), analyst(1)));
        let row = room.rows::<SentReport>().pop().unwrap();
        assert_eq!((row.needed.as_str(), row.sender_stage), ("account time", SenderStage::InReview));
        assert_eq!(row.place, 3, "filed, taken up, rated");
        assert_eq!(field(&room.enter(&rate(&[Needed::Account, Needed::Time]), analyst(2))), "needed");
        assert!(room.entered(&rate(&[Needed::Nothing]), analyst(2)));
        assert_eq!(room.rows::<SentReport>().pop().unwrap().needed, "nothing");
        assert!(room.replays());
    }

    #[test]
    fn what_says_nothing_or_concerns_no_sender_is_named() {
        let mut room = Room::with_sent_report();
        assert_eq!(field(&room.enter(&rate(&[]), analyst(1))), "needed");
        assert_eq!(field(&room.enter(&rate(&[Needed::Nothing, Needed::File]), analyst(1))), "needed");
        assert!(matches!(room.enter(&rate(&[Needed::File]), support(1)), Outcome::Forbidden(_)));
        let mut room = Room::with_report();
        assert_eq!(field(&room.enter(&rate(&[Needed::File]), analyst(1))), "report", "a person told it");
    }
}
