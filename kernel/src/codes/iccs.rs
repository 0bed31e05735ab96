//! Offences of the International Classification of Crime for Statistical Purposes, as far as they concern this work.
//!
//! A code is hierarchical: each further digit is a part of what stands before it. Pages show [`CodeList::label`] in
//! respectful terms; [`Iccs::standard_label`] is the wording of the standard and belongs into exports only.

use super::list::CodeList;
use crate::code_list;

code_list! {
    /// An offence code of the ICCS.
    ///
    /// The number is the code without its leading zero. "Check against the manual" stands where only the code's
    /// meaning, and not the page of the manual, was at hand.
    pub Iccs, "iccs", version 1, source "UNODC, International Classification of Crime for Statistical Purposes 1.0 (2015)" {
        SlaveryAndExploitation = 203, "0203", "slavery and exploitation";
        Trafficking = 204, "0204", "trafficking in persons";
        TraffickingForSexualExploitation = 2041, "02041", "trafficking in persons for sexual exploitation";
        TraffickingForForcedLabour = 2042, "02042", "trafficking in persons for forced labour or services";
        TraffickingForOrganRemoval = 2043, "02043", "trafficking in persons for organ removal";
        /// Check against the manual; Eurostat's list uses the same code.
        TraffickingForOtherPurposes = 2044, "02044", "trafficking in persons for other purposes";
        SexualViolence = 301, "0301", "sexual violence";
        Rape = 3011, "03011", "rape";
        /// Check against the manual.
        StatutoryRape = 30113, "030113", "rape of a person below the age of consent or unable to consent in law";
        /// Check against the manual; Eurostat's list uses the same code.
        SexualAssault = 3012, "03012", "sexual assault";
        SexualExploitation = 302, "0302", "sexual exploitation";
        /// Check against the manual.
        ExploitationOfAdults = 3021, "03021", "sexual exploitation of adults";
        /// Check against the manual; Eurostat's list uses the same code.
        ExploitationOfChildren = 3022, "03022", "sexual exploitation of children";
        AbuseMaterial = 30221, "030221", "child sexual abuse material offences";
        ExploitationInProstitution = 30222, "030222", "exploitation of children in prostitution";
        Grooming = 30223, "030223", "grooming of children for sexual purposes";
        OtherExploitationOfChildren = 30229, "030229", "other sexual exploitation of children";
        OtherSexualExploitation = 3029, "03029", "other acts of sexual exploitation";
        Corruption = 703, "0703", "corruption";
        ProceedsOfCrime = 704, "0704", "acts involving the proceeds of crime";
        /// Check against the manual.
        MoneyLaundering = 7041, "07041", "money laundering";
        /// Check against the manual.
        ComputerSystems = 903, "0903", "acts against computer systems";
    }
}

impl Iccs {
    /// The wording of the standard, for exports that must match it.
    #[must_use]
    pub fn standard_label(self) -> &'static str {
        match self {
            Self::StatutoryRape => "statutory rape",
            Self::AbuseMaterial => "child pornography",
            Self::ExploitationInProstitution => "child prostitution",
            Self::Grooming => "sexual grooming of children",
            other => other.label(),
        }
    }

    /// Whether the code itself says that a child was sexually exploited.
    ///
    /// `false` says nothing about the victim's age: trafficking (02041) has victims of any age.
    #[must_use]
    pub fn concerns_child_exploitation(self) -> bool {
        self.is_within(Self::ExploitationOfChildren)
    }

    /// Whether this code is `whole` or a part of it.
    #[must_use]
    pub fn is_within(self, whole: Self) -> bool {
        self.code().starts_with(whole.code())
    }

    /// The next wider code on this list, if there is one.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let wider = Self::all().iter().copied().filter(|whole| *whole != self && self.is_within(*whole));
        wider.max_by_key(|whole| whole.code().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_the_code() {
        for offence in Iccs::all() {
            assert_eq!(offence.code().parse(), Ok(offence.number()));
            assert!(offence.code().starts_with('0'), "a code without a leading zero could share a number");
        }
    }

    #[test]
    fn exploitation_of_a_child_is_03022_and_its_parts() {
        let codes: Vec<_> =
            Iccs::all().iter().filter(|o| o.concerns_child_exploitation()).map(|o| o.code()).collect();
        assert_eq!(codes, ["03022", "030221", "030222", "030223", "030229"]);
    }

    #[test]
    fn parents_are_the_next_wider_code() {
        assert_eq!(Iccs::Grooming.parent(), Some(Iccs::ExploitationOfChildren));
        assert_eq!(Iccs::ExploitationOfChildren.parent(), Some(Iccs::SexualExploitation));
        assert_eq!(Iccs::SexualExploitation.parent(), None);
        assert!(!Iccs::SexualExploitation.is_within(Iccs::Grooming));
    }

    #[test]
    fn the_standard_keeps_its_words_and_pages_use_better_ones() {
        assert_eq!(Iccs::AbuseMaterial.standard_label(), "child pornography");
        assert_eq!(Iccs::AbuseMaterial.label(), "child sexual abuse material offences");
        assert_eq!(Iccs::Trafficking.standard_label(), Iccs::Trafficking.label());
    }
}
