//! What the wire calls things, as codes of neutral words. The words of the wire are fixed by law and never shown.

/// What a report is about, after the Luxembourg terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Incident {
    /// Child sexual abuse material.
    AbuseMaterial,
    /// Trafficking of children for sexual exploitation.
    Trafficking,
    /// Exploitation of children in travel and tourism.
    TravelAndTourism,
    /// Sexual abuse of a child.
    SexualAbuse,
    /// A misleading name of a domain.
    MisleadingDomain,
    /// Misleading words or pictures.
    MisleadingContent,
    /// Solicitation of children for sexual purposes.
    Solicitation,
    /// Obscene material that a child was sent.
    MaterialSentToChild,
}

impl Incident {
    /// In the order of the table of the schema, whose last two are other spellings.
    const ALL: [Self; 10] = [
        Self::AbuseMaterial,
        Self::Trafficking,
        Self::TravelAndTourism,
        Self::SexualAbuse,
        Self::MisleadingDomain,
        Self::MisleadingContent,
        Self::Solicitation,
        Self::MaterialSentToChild,
        Self::Solicitation,
        Self::SexualAbuse,
    ];

    /// The incident of a word of the wire.
    pub(crate) fn of(wire: &str) -> Option<Self> {
        crate::schema::table::INCIDENTS
            .iter()
            .position(|word| *word == wire)
            .and_then(|at| Self::ALL.get(at).copied())
    }

    /// In words, as the Luxembourg terminology guidelines put it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AbuseMaterial => "child sexual abuse material",
            Self::Trafficking => "trafficking of children for sexual exploitation",
            Self::TravelAndTourism => "sexual exploitation of children in travel and tourism",
            Self::SexualAbuse => "sexual abuse of a child",
            Self::MisleadingDomain => "a misleading name of a domain",
            Self::MisleadingContent => "misleading words or pictures",
            Self::Solicitation => "solicitation of children for sexual purposes",
            Self::MaterialSentToChild => "obscene material that a child was sent",
        }
    }

    /// A code for display.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AbuseMaterial => "abuse-material",
            Self::Trafficking => "trafficking",
            Self::TravelAndTourism => "travel-and-tourism",
            Self::SexualAbuse => "sexual-abuse",
            Self::MisleadingDomain => "misleading-domain",
            Self::MisleadingContent => "misleading-content",
            Self::Solicitation => "solicitation",
            Self::MaterialSentToChild => "material-sent-to-child",
        }
    }
}

/// What the sender marked a report with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Annotation {
    /// Sexual extortion.
    Extortion,
    /// Material was solicited.
    MaterialSolicited,
    /// Between children.
    BetweenChildren,
    /// Spam.
    Spam,
    /// Sadistic exploitation online.
    Sadistic,
    /// The sender says there is nothing to act on.
    Informational,
}

impl Annotation {
    pub(crate) fn of(wire: &str) -> Option<Self> {
        Some(match wire {
            "sextortion" => Self::Extortion,
            "csamSolicitation" => Self::MaterialSolicited,
            "minorToMinorInteraction" => Self::BetweenChildren,
            "spam" => Self::Spam,
            "sadisticOnlineExploitation" => Self::Sadistic,
            "informational" => Self::Informational,
            _ => return None,
        })
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Extortion => "sexual extortion",
            Self::MaterialSolicited => "a child was asked for pictures",
            Self::BetweenChildren => "between children",
            Self::Spam => "unsolicited bulk messages",
            Self::Sadistic => "sadistic exploitation online",
            Self::Informational => "the sender sees nothing to act on",
        }
    }

    /// A code for display.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Extortion => "extortion",
            Self::MaterialSolicited => "material-solicited",
            Self::BetweenChildren => "between-children",
            Self::Spam => "spam",
            Self::Sadistic => "sadistic",
            Self::Informational => "informational",
        }
    }
}
