//! What is coded of a person: sex, role of a suspect, sector, and what exploitation made of a child.

use crate::code_list;

code_list! {
    /// Sex, as in ISO/IEC 5218 where it applies: 0, 1 and 2 are its numbers; "other" has none there, and its 9 (not
    /// applicable) is not used for persons.
    #[derive(Default)]
    pub Sex, "sex", version 1, source "ISO/IEC 5218" {
        #[default]
        NotKnown = 0, "not-known", "Not known";
        Male = 1, "male", "Male";
        Female = 2, "female", "Female";
        Other = 3, "other", "Other";
    }
}

code_list! {
    /// The part that a suspect is said to have played.
    #[derive(Default)]
    pub SuspectRole, "suspect-role", version 1, source "A/HRC/31/58, ¶25, 34-38, 82(d)" {
        #[default]
        NotDetermined = 0, "not-determined", "Not determined";
        DirectOffender = 1, "direct-offender", "Direct offender";
        Procurer = 2, "procurer", "Procurer";
        Trafficker = 3, "trafficker", "Trafficker";
        Intermediary = 4, "intermediary", "Intermediary";
        Facilitator = 5, "facilitator", "Facilitator";
        Company = 6, "company", "Company";
    }
}

code_list! {
    /// The sector in or through which a suspect acted.
    #[derive(Default)]
    pub Sector, "sector", version 1, source "A/HRC/31/58, ¶37-38, 82(d)" {
        #[default]
        NotDetermined = 0, "not-determined", "Not determined";
        None = 1, "none", "None";
        Accommodation = 2, "accommodation", "Accommodation";
        Transport = 3, "transport", "Transport";
        Entertainment = 4, "entertainment", "Entertainment";
        TourOperation = 5, "tour-operation", "Tour operation";
        Finance = 6, "finance", "Finance";
        Ict = 7, "ict", "Information and communications technologies";
        Other = 8, "other", "Other";
    }
}

code_list! {
    /// What exploitation made of a child, for which no child is suspected, charged or punished.
    pub ConductOfExploitation, "conduct-of-exploitation", version 1, source "A/HRC/31/58, ¶82(f)" {
        Prostitution = 1, "prostitution", "Exploited in prostitution";
        Status = 2, "status", "Conduct that is an offence for children only, such as running away";
        Migration = 3, "migration", "Entry or stay without papers";
        SelfMadeImages = 4, "self-made-images", "Images of themselves";
    }
}
