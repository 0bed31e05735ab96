//! The body that hears a complaint finds that it is not about an agency or an official, and may hand it on there (¶46, 52).

use super::{complaint_needs, known, said_of};
use crate::codes::SaidOf;
use crate::events::FoundNotToConcern;
use facts::complaint::{Body, CaseConcerned, ComplaintBody};
use kernel::{Act, ActKind, CodeList, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ClearConcern`].
pub const KIND: ActKind = ActKind {
    code: 108,
    name: "reports.clear-concern",
    about: "Say, as the body that hears a complaint, that it is not about them",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Says whom a report is not about. The unit that hears complaints says it, and nobody else; until then it cannot go there.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClearConcern {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// Whom it is not about.
    #[n(1)]
    pub said_of: SaidOf,
}

impl Act for ClearConcern {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        complaint_needs(self.report, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.report }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = known(self.report, view)?;
        let hears =
            |body: &Body| view.get::<ComplaintBody>(*body).is_some_and(|row| row.unit == ctx.actor.unit);
        if !Body::all().iter().any(hears) {
            let right = "refer it to the body that hears complaints; it decides";
            return Err(Problem::new("report", "is not heard by your unit", right).into());
        }
        if !said_of(self.report, view).contains(&self.said_of) {
            return Err(
                Problem::new("said_of", "is not said of it", "somebody whom the report is about").into()
            );
        }
        if self.said_of.body().is_none() {
            let right = "an agency or an official; nothing keeps the report from others";
            return Err(Problem::new("said_of", "is no agency and no official", right).into());
        }
        let ClearConcern { report, said_of } = *self;
        let found = NewEntry::of(&FoundNotToConcern { report, said_of });
        let of_case = row
            .case_id
            .some()
            .map(|case| NewEntry::of(&CaseConcerned { case, report, unit: Id::NONE }).about(case));
        Ok(std::iter::once(found).chain(of_case).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{MarkComplaint, NameBody, Refer};
    use crate::testing::{REPORT, Room, analyst, field, overseer};
    use facts::complaint::Concern;
    use facts::unit::UnitKind;
    use kernel::{Actor, RuleName};

    #[test]
    fn the_body_alone_finds_that_it_is_not_about_them_and_hands_it_on() {
        let mut room = Room::with_report();
        let body = room.unit("oversight", UnitKind::Oversight);
        let police = room.unit("police", UnitKind::Police);
        let clear = |said_of| ClearConcern { report: REPORT, said_of };
        assert!(room.entered(&NameBody { body: Body::First, unit: body }, overseer(1)));
        assert_eq!(field(&room.enter(&clear(SaidOf::PerhapsOfficial), analyst(1))), "report");
        for said_of in [SaidOf::Police, SaidOf::PerhapsOfficial] {
            let by = if said_of == SaidOf::Police { analyst(1) } else { Actor { unit: body, ..analyst(5) } };
            assert!(room.entered(&MarkComplaint { report: REPORT, said_of }, by));
        }
        let watcher = Actor { unit: body, ..analyst(5) };
        let refer = Refer::agreed(REPORT, police);
        assert_eq!(field(&room.enter(&clear(SaidOf::AtHome), watcher)), "said_of");
        assert!(room.entered(&clear(SaidOf::PerhapsOfficial), watcher));
        assert_eq!(room.refused_by(&refer, watcher), RuleName::NoJudgeInOwnCause, "still about the police");
        assert!(room.entered(&clear(SaidOf::Police), watcher));
        assert!(room.rows::<Concern>().is_empty());
        assert!(room.entered(&refer, watcher));
        assert!(room.replays());
    }
}
