//! A fact: a person left custody.

use super::RECORDERS;
use crate::checks::proceeded_against;
use crate::deed::{Deed, Told};
use crate::release::{choice, release_needs, releases};
use crate::tables::Proceeding;
use facts::outcome::ReleasePlanned;
use kernel::codes::ReleaseKind;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Source, View, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A person left custody. Entered at once, whatever the kind: who asked to be told is told (¶59).
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseHappened {
    /// Whom, who, when, by which document.
    #[n(0)]
    pub deed: Deed,
    /// Which kind of release.
    #[n(1)]
    pub kind: ReleaseKind,
}
event!(ReleaseHappened, 1217, 1, "cases.release-happened");

/// Kind of [`ReleaseHappened`].
const KIND: ActKind = ActKind {
    code: 327,
    name: "cases.release-happened",
    about: "Enter that a person left custody",
    nature: Nature::Fact,
    roles: RECORDERS,
};

impl Told for ReleaseHappened {
    fn deed(&self) -> &Deed {
        &self.deed
    }
    /// Where the person is does not change how far the proceeding has come.
    fn tell(&self, _: &mut Proceeding) {}
}

impl Act for ReleaseHappened {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        self.deed.names()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        self.deed.needs(view, needs);
        release_needs(self.deed.case, self.deed.person, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let Deed { case, person, happened, .. } = self.deed;
        let releases = releases(case, person, choice(self.kind), happened, view);
        self.deed.handles(view).into_iter().chain([releases]).collect()
    }

    fn subject(&self) -> Id {
        self.deed.person
    }

    fn source(&self) -> Option<Source> {
        Some(self.deed.source())
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        self.deed.check(view)?;
        let Deed { case, person, happened: on, .. } = self.deed;
        proceeded_against(case, person, view)?;
        let kind = self.kind;
        Ok(vec![NewEntry::of(self), NewEntry::of(&ReleasePlanned { person, case, kind, on })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::DecideRelease;
    use crate::tests::desk::{Desk, arrest, assessment, deed, release, victim};
    use kernel::codes::CodeList;
    use kernel::{RuleName, Span};

    fn bail(day: &str) -> ReleaseHappened {
        ReleaseHappened { deed: deed(day), kind: ReleaseKind::Bail }
    }

    fn desk() -> Desk {
        let mut desk = Desk::with_case();
        desk.does(&victim());
        desk.does(&arrest());
        desk
    }

    #[test]
    fn every_release_is_told_and_only_a_discretionary_one_without_assessment_is_marked() {
        for &kind in ReleaseKind::all() {
            let mut desk = desk();
            let fact = ReleaseHappened { kind, ..bail("2026-05-12") };
            if kind.is_discretionary() {
                assert_eq!(desk.refused(&DecideRelease { kind, ..release() }), RuleName::RiskBeforeRelease);
                assert!(desk.marked(&fact, RuleName::RiskBeforeRelease).repeats > 0);
            } else {
                desk.does(&fact);
            }
            assert_eq!(desk.entered::<ReleasePlanned>()[0].on, fact.deed.happened);
        }
    }

    #[test]
    fn an_assessment_after_the_release_cures_nothing_and_one_before_does() {
        let mut desk = desk();
        desk.does(&assessment());
        desk.marked(&bail("2026-05-12"), RuleName::RiskBeforeRelease);
        desk.marked(&bail("2026-05-30/2026-06-02"), RuleName::RiskBeforeRelease);
        desk.days_pass(2);
        let happened = Span::on(desk.now().day());
        desk.does(&ReleaseHappened { deed: Deed { happened, ..deed("2026-05-12") }, ..bail("2026-05-12") });
    }

    #[test]
    fn a_release_needs_a_proceeding_to_speak_of() {
        assert_eq!(Desk::with_case().problem(&bail("2026-05-12")), "person");
    }
}
