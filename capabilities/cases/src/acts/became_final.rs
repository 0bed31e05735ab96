//! A fact: a verdict became final.

use super::RECORDERS;
use crate::checks::known;
use crate::deed::{Accusation, Deed, Told};
use crate::tables::{CaseFile, Proceeding};
use facts::outcome::ConvictionFinal;
use kernel::codes::{Stage, Verdict};
use kernel::rule::Step;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Source, View, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A verdict can no longer be appealed. It names the verdict, since the earlier ones may never have been entered.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BecameFinal {
    /// Whom, who, when, by which document.
    #[n(0)]
    pub deed: Deed,
    /// The verdict that became final.
    #[n(1)]
    pub verdict: Verdict,
    /// What the person is accused of; where it is silent, the charge on record holds.
    #[n(2)]
    pub accusation: Accusation,
}
event!(BecameFinal, 1216, 1, "cases.became-final");

/// Kind of [`BecameFinal`].
const KIND: ActKind = ActKind {
    code: 326,
    name: "cases.became-final",
    about: "Enter that a verdict became final",
    nature: Nature::Fact,
    roles: RECORDERS,
};

impl Told for BecameFinal {
    fn deed(&self) -> &Deed {
        &self.deed
    }
    fn tell(&self, proceeding: &mut Proceeding) {
        proceeding.advance(Stage::Final);
        proceeding.accuse(&self.accusation);
        proceeding.judge(self.deed.happened.from, self.verdict, true);
    }
}

impl BecameFinal {
    /// The final conviction that other rooms are told of, once.
    fn conviction(&self, accusation: &Accusation, view: &View) -> Option<NewEntry> {
        let Deed { case, person, happened, .. } = self.deed;
        let row = self.deed.proceeding(view);
        let told = row.as_ref().is_some_and(|row| row.is_final && row.verdict == Verdict::Convicted);
        if self.verdict != Verdict::Convicted || told || accusation.wrongs_a_child(person, view) {
            return None;
        }
        let file = view.get::<CaseFile>(case)?;
        let offence = row.and_then(|row| row.charged()).unwrap_or(file.offence);
        let conduct_when = accusation.when;
        Some(NewEntry::of(&ConvictionFinal { person, case, offence, conduct_when, happened }))
    }
}

impl Act for BecameFinal {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        self.deed.names()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        self.deed.needs(view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let convicts = self.verdict == Verdict::Convicted;
        let accusation = self.deed.as_charged(self.accusation, view);
        let accuses = convicts.then(|| accusation.facet(self.deed.person, Step::Punish));
        self.deed.handles(view).into_iter().chain(accuses).collect()
    }

    fn subject(&self) -> Id {
        self.deed.person
    }

    fn source(&self) -> Option<Source> {
        Some(self.deed.source())
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        self.deed.check(view)?;
        self.accusation.check(&self.deed, view)?;
        known(self.verdict)?;
        let accusation = self.deed.as_charged(self.accusation, view);
        let followed = self.deed.accused(&accusation, Stage::Final, self.verdict, view);
        let conviction = self.conviction(&accusation, view);
        Ok(std::iter::once(NewEntry::of(self)).chain(followed).chain(conviction).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{ChargeBrought, VerdictGiven};
    use crate::tests::desk::{
        ADULT, CHILD, Desk, became_final, case, charge, deed, open_case, suspect, verdict,
    };
    use facts::Standing;
    use facts::outcome::StageReached;
    use kernel::RuleName;
    use kernel::codes::{ConductOfExploitation, Iccs};

    #[test]
    fn a_final_conviction_is_told_once_with_the_offence_charged() {
        let mut desk = Desk::with_case();
        desk.does(&suspect());
        desk.does(&ChargeBrought { offence: Iccs::Grooming, ..charge() });
        desk.does(&became_final());
        desk.does(&became_final());
        let [told] = &desk.entered::<ConvictionFinal>()[..] else { panic!("once") };
        assert_eq!((told.person, told.offence), (ADULT, Iccs::Grooming));
        assert_eq!(
            (told.conduct_when, told.happened),
            (suspect().conduct_when, became_final().deed.happened)
        );
        assert!(desk.row::<Standing>(ADULT).unwrap().convicted);
    }

    #[test]
    fn finality_needs_no_earlier_fact_and_a_late_verdict_does_not_undo_it() {
        let mut desk = Desk::with_case();
        desk.does(&became_final());
        assert_eq!(desk.entered::<ConvictionFinal>()[0].offence, open_case().offence);
        let later = VerdictGiven { deed: deed("2026-05-30"), verdict: Verdict::Acquitted, ..verdict() };
        desk.does(&later);
        let row: Proceeding = desk.row((case(), ADULT)).unwrap();
        assert_eq!((row.stage, row.verdict, row.is_final), (Stage::Final, Verdict::Convicted, true));
    }

    #[test]
    fn a_final_acquittal_convicts_nobody() {
        let mut desk = Desk::with_case();
        desk.does(&BecameFinal { verdict: Verdict::Acquitted, ..became_final() });
        assert_eq!(desk.entered::<ConvictionFinal>(), []);
        assert_eq!(desk.entered::<StageReached>()[0].verdict, Verdict::Acquitted);
        assert_eq!(desk.problem(&BecameFinal { verdict: Verdict::NotKnown, ..became_final() }), "verdict");
    }

    #[test]
    fn a_wronged_childs_conviction_is_marked_and_goes_nowhere() {
        let mut desk = Desk::with_case();
        let accusation =
            Accusation { conduct: Some(ConductOfExploitation::Prostitution), ..Accusation::SILENT };
        let deed = Deed { person: CHILD, ..deed("2026-05-28") };
        desk.marked(&BecameFinal { deed, accusation, ..became_final() }, RuleName::VictimIsNotOffender);
        assert_eq!(desk.entered::<ConvictionFinal>(), []);
        assert!(!desk.row::<Standing>(CHILD).unwrap().convicted);
    }
}
