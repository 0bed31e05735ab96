//! Opening a case: from a report, or ex officio (¶82(c)).

use super::HANDLERS;
use crate::checks::{begun, new_number};
use crate::events::CaseFiled;
use crate::matters::handles;
use crate::tables::CaseFile;
use facts::conflict::{ConflictDeclared, KeptAway};
use facts::machine::{SenderStage, tell_needs, to_tell};
use facts::outcome::CaseOpened;
use facts::report::ReportBecameCase;
use facts::standing::Conflict;
use kernel::codes::{Country, Iccs};
use kernel::knowing::KeptFrom;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Opens a case. One report may lead to several.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCase {
    /// The new case's number: left out, the node draws it.
    #[n(0)]
    #[schema(required = false)]
    pub case: Id,
    /// The report that it begins with; none when there is none.
    #[n(1)]
    pub report: Id,
    /// The offence, as known now.
    #[n(2)]
    pub offence: Iccs,
    /// When the conduct was.
    #[n(3)]
    pub conduct_when: Span,
    /// Where the conduct was.
    #[n(4)]
    pub country: Country,
    /// True when nobody complained: a report by somebody else is no complaint.
    #[n(5)]
    pub ex_officio: bool,
}

/// Kind of [`OpenCase`].
const KIND: ActKind = ActKind {
    code: 300,
    name: "cases.open",
    about: "Open a case, from a report or ex officio",
    nature: Nature::Decision,
    roles: HANDLERS,
};

/// Whoever has a conflict with the report has one with the case, and whoever was kept from it is kept from the case.
fn conflicts(report: Id, case: Id, view: &View) -> Vec<NewEntry> {
    let kept_from = view.list::<KeptFrom>(KeptFrom::BY_RECORD, report).into_iter();
    let kept_from = kept_from.map(|row| NewEntry::of(&KeptAway { officer: row.officer, matter: case }));
    let declared = view.list::<Conflict>(Conflict::BY_MATTER, report).into_iter();
    let declared = declared.map(|row| NewEntry::of(&ConflictDeclared { officer: row.officer, matter: case }));
    declared.chain(kept_from).collect()
}

impl Act for OpenCase {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<CaseFile>(self.case);
        needs.list::<Conflict>(Conflict::BY_MATTER, self.report);
        needs.list::<KeptFrom>(KeptFrom::BY_RECORD, self.report);
        tell_needs(self.report, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let report = self.report.some().map(|matter| Facet::Handles { matter });
        handles(self.case, &[], view).into_iter().chain(report).collect()
    }

    fn subject(&self) -> Id {
        self.case
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        new_number("case", self.case, view.get::<CaseFile>(self.case).is_some())?;
        begun("conduct_when", self.conduct_when, ctx)?;
        if self.report.is_none() && !self.ex_officio {
            return Err(Problem::new(
                "ex_officio",
                "is false, and there is no report",
                "true: without a report the case is opened ex officio; or enter the complaint as a report first",
            )
            .into());
        }
        let OpenCase { case, report, offence, conduct_when, country, ex_officio } = *self;
        let mut entries = vec![
            NewEntry::of(&CaseFiled { case, report, offence, conduct_when, country, ex_officio }),
            NewEntry::of(&CaseOpened { case, offence, conduct_when, ex_officio }),
        ];
        if !report.is_none() {
            entries.push(NewEntry::of(&ReportBecameCase { report, case }).about(report));
            entries.extend(conflicts(report, case, view));
            entries.extend(to_tell(report, SenderStage::BecameCase, view));
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::DeclareConflict;
    use crate::codes::CaseState;
    use crate::tests::desk::{Desk, case, id, open_case};
    use kernel::RuleName;

    #[test]
    fn opens_from_a_report_and_ex_officio() {
        let mut desk = Desk::new();
        let report = id(60);
        desk.report(report);
        desk.does(&OpenCase { report, ex_officio: false, ..open_case() });
        let file: CaseFile = desk.row(case()).unwrap();
        assert_eq!((file.report, file.state, file.unit), (report, CaseState::Open, desk.investigator().unit));
        assert_eq!(desk.entered::<ReportBecameCase>(), [ReportBecameCase { report, case: case() }]);
        desk.does(&OpenCase { case: id(51), ..open_case() });
        assert_eq!(desk.entered::<ReportBecameCase>().len(), 1, "none follows from an ex officio case");
        assert!(desk.entered::<CaseOpened>()[1].ex_officio);
    }

    #[test]
    fn wants_a_new_number_a_past_and_a_report_or_ex_officio() {
        let mut desk = Desk::new();
        assert_eq!(desk.problem(&OpenCase { case: Id::NONE, ..open_case() }), "case");
        assert_eq!(desk.problem(&OpenCase { ex_officio: false, ..open_case() }), "ex_officio");
        let conduct_when = "2027".parse().unwrap();
        assert_eq!(desk.problem(&OpenCase { conduct_when, ..open_case() }), "conduct_when");
        desk.does(&open_case());
        assert_eq!(desk.problem(&open_case()), "case");
    }

    #[test]
    fn nobody_opens_a_case_from_a_report_that_concerns_them() {
        let mut desk = Desk::new();
        let officer = desk.investigator().id;
        desk.report(id(60));
        desk.does(&DeclareConflict { officer, matter: id(60) });
        assert_eq!(desk.refused(&OpenCase { report: id(60), ..open_case() }), RuleName::NoJudgeInOwnCause);
    }
}
