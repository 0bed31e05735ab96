//! The room's code lists: the steps of the funnel, the groups of demand that no category names, the states of a release.

use kernel::code_list;

code_list! {
    /// Which part of a release a figure belongs to.
    pub Part, "map-part", version 1, source "A/HRC/31/58, ¶49, 63, 78" {
        Funnel = 1, "funnel", "Funnel";
        Demand = 2, "demand", "Demand";
    }
}

code_list! {
    /// Where a release stands.
    pub ReleaseState, "map-release-state", version 1, source "A/HRC/31/58, ¶78 and 82(k)" {
        Proposed = 1, "proposed", "Proposed, waits for a second person";
        Published = 2, "published", "Published";
    }
}

code_list! {
    /// The figures of the published funnel. Persons stand once for each case; companies are not among them.
    ///
    /// The tens of a number tell the step that the figure divides: 30 to 35 divide 20, who were charged.
    pub FunnelStep, "funnel-step", version 1, source "A/HRC/31/58, ¶56-63; UN-CTS" {
        ReportsFiled = 1, "reports-filed", "Reports filed";
        CasesOpened = 2, "cases-opened", "Cases opened";
        Identified = 3, "identified", "Persons identified";

        FormalContact = 10, "formal-contact", "In formal contact with the police, arrests included";
        ClosedBeforeContact = 11, "closed-before-contact", "Closed with a reason before any formal contact";
        NotKnownBeforeContact = 12, "not-known-before-contact", "Outcome not known, no formal contact entered";

        Charged = 20, "charged", "Charged";
        ClosedBeforeCharge = 21, "closed-before-charge", "Closed with a reason before a charge";
        NotKnownBeforeCharge = 22, "not-known-before-charge", "Outcome not known, no charge entered";

        Convicted = 30, "convicted", "Convicted";
        Acquitted = 31, "acquitted", "Acquitted";
        Dismissed = 32, "dismissed", "Dismissed";
        Unfit = 33, "unfit", "Not fit to stand trial";
        ClosedAfterCharge = 34, "closed-after-charge", "Closed with a reason after a charge";
        NotKnownAfterCharge = 35, "not-known-after-charge", "Outcome not known, charged";

        Sentenced = 40, "sentenced", "Sentenced";
        NoSentenceKnown = 41, "no-sentence-known", "Convicted, no sentence entered";

        SentenceFinal = 50, "sentence-final", "Sentenced and final";
        SentenceNotFinal = 51, "sentence-not-final", "Sentenced, not yet final";
    }
}

code_list! {
    /// Groups of persons or cases that no single category of demand names, gaps among them.
    ///
    /// A number of a whole hundred is a level on which somebody was coded without a category.
    pub DemandGroup, "demand-group", version 1, source "A/HRC/31/58, ¶22-48, 78" {
        ImmediateOnly = 1, "immediate-only", "Persons on the immediate level only";
        IntermediateOnly = 2, "intermediate-only", "Persons on the intermediate level only";
        BothLevels = 3, "both-levels", "Persons on both levels";
        PersonsNotDetermined = 4, "persons-not-determined", "Persons whose level is not determined";
        UnderlyingDetermined = 5, "underlying-determined", "Cases with an underlying context determined";
        UnderlyingNotDetermined = 6, "underlying-not-determined", "Cases whose underlying context is not determined";
        ExternalDetermined = 7, "external-determined", "Cases with an external factor determined";
        ExternalNotDetermined = 8, "external-not-determined", "Cases whose external factors are not determined";
        SeveralImmediate = 11, "several-immediate", "Several categories of the immediate level";
        SeveralIntermediate = 12, "several-intermediate", "Several categories of the intermediate level";
        SeveralUnderlying = 13, "several-underlying", "Several underlying contexts";
        SeveralExternal = 14, "several-external", "Several external factors";
        ImmediateCategoryNotDetermined = 100, "immediate-category-not-determined", "Immediate level, category not determined";
        IntermediateCategoryNotDetermined = 200, "intermediate-category-not-determined", "Intermediate level, category not determined";
        UnderlyingCategoryNotDetermined = 300, "underlying-category-not-determined", "Underlying level, context not determined";
        ExternalCategoryNotDetermined = 400, "external-category-not-determined", "External factors, factor not determined";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::codes::{CodeList, DemandCategory};

    #[test]
    fn a_number_of_demand_is_a_group_or_a_category_never_both() {
        for group in DemandGroup::all() {
            assert!(DemandCategory::from_number(group.number()).is_err(), "{group:?}");
        }
    }
}
