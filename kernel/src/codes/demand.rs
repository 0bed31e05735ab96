//! The three levels of demand (A/HRC/31/58, ¶22-48) and what is coded on each.
//!
//! Persons are coded on the immediate or the intermediate level, or both; cases and contexts on the underlying level
//! and by external factors. Nobody is coded unless somebody determined it: the default is "not determined".

use super::list::CodeList;
use crate::code_list;

code_list! {
    /// A level of demand; external factors (¶48) stand beside the three.
    #[derive(Default)]
    pub DemandLevel, "demand-level", version 1, source "A/HRC/31/58, ¶24-48" {
        #[default]
        NotDetermined = 0, "not-determined", "Not determined";
        Immediate = 1, "immediate", "Immediate: those who directly exploit children";
        Intermediate = 2, "intermediate", "Intermediate: those who provide or facilitate";
        Underlying = 3, "underlying", "Underlying: what lets exploitation be ignored, tolerated or accepted";
        External = 4, "external", "External factors";
    }
}

impl DemandLevel {
    /// Whether a person may be coded on this level.
    #[must_use]
    pub fn codes_persons(self) -> bool {
        matches!(self, Self::NotDetermined | Self::Immediate | Self::Intermediate)
    }

    /// Whether a case or a context may be coded on this level.
    #[must_use]
    pub fn codes_contexts(self) -> bool {
        matches!(self, Self::NotDetermined | Self::Underlying | Self::External)
    }
}

code_list! {
    /// What is coded on a level of demand. A child is never coded: a peer under 18 is helped, not counted as demand.
    #[derive(Default)]
    pub DemandCategory, "demand-category", version 1, source "A/HRC/31/58, ¶22-54 and 75" {
        #[default]
        NotDetermined = 0, "not-determined", "Not determined";

        /// What conduct shows, such as seeking adolescents out; it says nothing about a disorder (¶26, 28).
        Preferential = 101, "preferential", "Preferential offender, by conduct and without a diagnosis";
        /// Only a clinician can say so: see [`DemandCategory::needs_clinician`].
        PreferentialDiagnosed = 102, "preferential-diagnosed", "Preferential offender, diagnosed by a clinician";
        Situational = 103, "situational", "Situational offender";
        AgainstPayment = 104, "against-payment", "Offender who gives money or goods for the exploitation of a child";
        Accomplice = 105, "accomplice", "Accomplice of a direct offender";
        OnlineMaterial = 106, "online-material", "Offender who seeks child sexual abuse material";
        Travelling = 107, "travelling", "Travelling or transnational offender";
        MilitaryOrPeacekeeping = 108, "military-or-peacekeeping", "Military or peacekeeping personnel";
        OrganisedCrimeContact = 109, "organised-crime-contact", "Member of organised crime who abuses a child directly";
        LiveStreamed = 110, "live-streamed", "Offender who orders or watches live-streamed abuse";

        Procurer = 201, "procurer", "Procurer";
        FamilyMember = 202, "family-member", "Parent or other family member who provides a child";
        Peer = 203, "peer", "Peer who provides a child";
        TraffickerRecruiter = 204, "trafficker-recruiter", "Trafficker: recruiter";
        TraffickerTransporter = 205, "trafficker-transporter", "Trafficker: transporter";
        TraffickerHarbourer = 206, "trafficker-harbourer", "Trafficker: harbours or receives";
        TraffickerController = 207, "trafficker-controller", "Trafficker: controls, transfers or keeps in exploitation";
        TraffickerProfiteer = 208, "trafficker-profiteer", "Trafficker: profits directly or indirectly";
        Transport = 209, "transport", "Transport, such as a taxi driver";
        Accommodation = 210, "accommodation", "Accommodation, such as hotel staff";
        Entertainment = 211, "entertainment", "Entertainment, such as bars, clubs and massage parlours";
        TourOperatorOrGuide = 212, "tour-operator-or-guide", "Tour operator or guide";
        CompanyLookingAway = 213, "company-looking-away", "Company that turns a blind eye to its staff";
        ContentHost = 214, "content-host", "Content provider or host";
        Platform = 215, "platform", "Platform or network";
        Developer = 216, "developer", "Developer of hidden services or peer-to-peer networks";
        FinancialActor = 217, "financial-actor", "Financial actor";
        OrganisedCrime = 218, "organised-crime", "Organised crime that supplies children or material";

        YouthConsentVirginity = 301, "youth-consent-virginity", "Perception of youth, consent and virginity";
        GenderDiscrimination = 302, "gender-discrimination", "Gender discrimination and stereotypes";
        PowerOfAdults = 303, "power-of-adults", "Power imbalance between children and adults";
        RacismAndDiscrimination = 304, "racism-and-discrimination", "Racism and discrimination";
        Caste = 305, "caste", "Caste or similar entrenched inequality";
        SexualOrientation = 306, "sexual-orientation", "Discrimination based on sexual orientation or gender identity";
        Impunity = 307, "impunity", "Impunity, real or perceived";
        CorruptionOrComplicity = 308, "corruption-or-complicity", "Corruption, complacency or complicity of authorities";
        ShameAndHonour = 309, "shame-and-honour", "Norms of shame and honour";
        LackOfCare = 310, "lack-of-care", "Lack of care for child victims";

        HumanitarianCrisis = 401, "humanitarian-crisis", "Humanitarian crisis";
        Conflict = 402, "conflict", "Conflict";
        MajorEvent = 403, "major-event", "Major sporting or other event";
        RapidTechnology = 404, "rapid-technology", "Rapid technological change";
        RapidTourism = 405, "rapid-tourism", "Rapid growth of tourism";
    }
}

impl DemandCategory {
    /// The level to which the category belongs.
    #[must_use]
    pub fn level(self) -> DemandLevel {
        match self.number() / 100 {
            1 => DemandLevel::Immediate,
            2 => DemandLevel::Intermediate,
            3 => DemandLevel::Underlying,
            4 => DemandLevel::External,
            _ => DemandLevel::NotDetermined,
        }
    }

    /// The paragraphs of A/HRC/31/58 that describe it, such as `32, 75` or `26-28`.
    #[must_use]
    pub fn paragraph(self) -> &'static str {
        match self {
            Self::NotDetermined => "24",
            Self::Preferential => "26, 28",
            Self::PreferentialDiagnosed => "26-27",
            Self::Situational => "29",
            Self::AgainstPayment => "22, 25, 28",
            Self::Accomplice => "30",
            Self::OnlineMaterial => "31",
            Self::Travelling | Self::MilitaryOrPeacekeeping => "32",
            Self::OrganisedCrimeContact => "33",
            Self::Procurer | Self::FamilyMember | Self::Peer => "35",
            Self::TraffickerRecruiter
            | Self::TraffickerTransporter
            | Self::TraffickerHarbourer
            | Self::TraffickerController
            | Self::TraffickerProfiteer => "36",
            Self::Transport
            | Self::Accommodation
            | Self::Entertainment
            | Self::TourOperatorOrGuide
            | Self::CompanyLookingAway => "37",
            Self::LiveStreamed | Self::ContentHost | Self::Platform | Self::Developer => "38",
            Self::FinancialActor => "35, 38",
            Self::OrganisedCrime => "33, 40",
            Self::YouthConsentVirginity => "42",
            Self::GenderDiscrimination => "43",
            Self::PowerOfAdults => "44",
            Self::RacismAndDiscrimination | Self::Caste | Self::SexualOrientation => "45",
            Self::Impunity | Self::ShameAndHonour => "46",
            Self::CorruptionOrComplicity => "46, 52",
            Self::LackOfCare => "47",
            Self::HumanitarianCrisis | Self::Conflict => "48",
            Self::MajorEvent => "32, 75",
            Self::RapidTechnology | Self::RapidTourism => "54",
        }
    }

    /// Whether only a clinician may enter it: a disorder is diagnosed, not investigated (¶26-27).
    #[must_use]
    pub fn needs_clinician(self) -> bool {
        self == Self::PreferentialDiagnosed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_has_paragraphs_of_the_model() {
        for category in DemandCategory::all() {
            for number in category.paragraph().split([',', '-']) {
                let number: u8 = number.trim().parse().unwrap();
                assert!((22..=54).contains(&number) || number == 75, "{category:?} {number}");
            }
        }
    }

    #[test]
    fn the_paragraphs_fit_the_level() {
        for category in DemandCategory::all() {
            let first: u8 = category.paragraph().split([',', '-']).next().unwrap().parse().unwrap();
            let fits = match category.level() {
                DemandLevel::NotDetermined => *category == DemandCategory::default(),
                DemandLevel::Immediate => {
                    (22..=33).contains(&first) || *category == DemandCategory::LiveStreamed
                }
                DemandLevel::Intermediate => (33..=40).contains(&first),
                DemandLevel::Underlying => (42..=47).contains(&first),
                DemandLevel::External => [32, 48, 54].contains(&first),
            };
            assert!(fits, "{category:?} {first}");
        }
    }

    #[test]
    fn a_level_codes_persons_or_contexts_and_only_the_default_codes_both() {
        for level in DemandLevel::all() {
            let both = level.codes_persons() && level.codes_contexts();
            assert!(level.codes_persons() || level.codes_contexts());
            assert_eq!(both, *level == DemandLevel::default());
        }
    }

    #[test]
    fn only_a_diagnosis_needs_a_clinician() {
        let clinical: Vec<_> = DemandCategory::all().iter().filter(|c| c.needs_clinician()).collect();
        assert_eq!(clinical, [&DemandCategory::PreferentialDiagnosed]);
    }
}
