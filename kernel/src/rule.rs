//! The twenty rights rules by name, and the vocabulary (facets) in which acts tell the rules what they would do.

use crate::codes::{ClosureReason, ConductOfExploitation};
use crate::refusal::Refusal;
use crate::view::{Needs, View};
use crate::{Ctx, Id, Instant, Span, code_list};

code_list! {
    /// The rights rules. The numbers are written into the journal and never change.
    pub RuleName, "rule", version 1, source "A/HRC/31/58, paragraphs as each rule cites them" {
        /// ¶69, 82(f) derived.
        NoChildOnRegister = 1, "no-child-on-register", "No child on the register";
        /// ¶66 derived.
        ConvictionBeforeRegister = 2, "conviction-before-register", "Conviction before register";
        /// ¶69.
        RegisterIsClosed = 3, "register-is-closed", "The register is closed";
        /// ¶69 derived.
        EntriesEnd = 4, "entries-end", "Entries end";
        /// ¶82(f).
        VictimIsNotOffender = 5, "victim-is-not-offender", "A victim is not an offender";
        /// ¶29, 42.
        NoConsentOfAChild = 6, "no-consent-of-a-child", "No consent of a child";
        /// ¶82(c).
        ExOfficio = 7, "ex-officio", "Ex officio";
        /// ¶50.
        NoProgrammeInsteadOfProsecution = 8, "no-programme-instead-of-prosecution", "No programme instead of prosecution";
        /// ¶56, 59.
        RiskBeforeRelease = 9, "risk-before-release", "Risk before release";
        /// ¶35, 59 derived.
        GuardianIsNotSuspect = 10, "guardian-is-not-suspect", "A guardian is not a suspect";
        /// ¶62.
        BestForumForTheChild = 11, "best-forum-for-the-child", "Best forum for the child";
        /// ¶58, 82(e).
        ProceedsToCare = 12, "proceeds-to-care", "Proceeds to care";
        /// ¶70, 72.
        LawfulTreatment = 13, "lawful-treatment", "Lawful treatment";
        /// ¶51 derived.
        HelpIsAnonymous = 14, "help-is-anonymous", "Help is anonymous";
        /// ¶52, 69 derived.
        TwoPeople = 15, "two-people", "Two people";
        /// ¶46, 52.
        NoJudgeInOwnCause = 16, "no-judge-in-own-cause", "No judge in their own cause";
        /// ¶77.
        OutsideEyes = 17, "outside-eyes", "Outside eyes";
        /// ¶67 derived.
        AnswerToTheApplicantFirst = 18, "answer-to-the-applicant-first", "Answer to the applicant first";
        /// ¶49, 78 derived.
        CountNobodyOut = 19, "count-nobody-out", "Count nobody out";
        /// ¶52, 69 derived.
        EveryLookLeavesATrace = 20, "every-look-leaves-a-trace", "Every look leaves a trace";
    }
}

/// Where a rule's authority lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The paragraph says it.
    Text,
    /// It follows from the paragraph and another named source.
    Derived,
}

impl RuleName {
    /// The paragraphs of A/HRC/31/58 that the rule rests on.
    #[must_use]
    pub fn paragraphs(self) -> &'static str {
        match self {
            Self::NoChildOnRegister => "69, 82(f)",
            Self::ConvictionBeforeRegister => "66",
            Self::RegisterIsClosed | Self::EntriesEnd => "69",
            Self::VictimIsNotOffender => "82(f)",
            Self::NoConsentOfAChild => "29, 42",
            Self::ExOfficio => "82(c)",
            Self::NoProgrammeInsteadOfProsecution => "50",
            Self::RiskBeforeRelease => "56, 59",
            Self::GuardianIsNotSuspect => "35, 59",
            Self::BestForumForTheChild => "62",
            Self::ProceedsToCare => "58, 82(e)",
            Self::LawfulTreatment => "70, 72",
            Self::HelpIsAnonymous => "51",
            Self::NoJudgeInOwnCause => "46, 52",
            Self::OutsideEyes => "77",
            Self::AnswerToTheApplicantFirst => "67",
            Self::CountNobodyOut => "49, 78",
            Self::TwoPeople | Self::EveryLookLeavesATrace => "52, 69",
        }
    }

    /// Whether the paragraph says it or it is derived.
    #[must_use]
    pub fn basis(self) -> Basis {
        match self {
            Self::NoChildOnRegister
            | Self::ConvictionBeforeRegister
            | Self::EntriesEnd
            | Self::GuardianIsNotSuspect
            | Self::HelpIsAnonymous
            | Self::TwoPeople
            | Self::AnswerToTheApplicantFirst
            | Self::CountNobodyOut
            | Self::EveryLookLeavesATrace => Basis::Derived,
            _ => Basis::Text,
        }
    }
}

/// What brings somebody under suspicion, or carries it further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Named as a suspect.
    Suspect,
    /// Arrested or detained.
    Arrest,
    /// Charged.
    Charge,
    /// Convicted or punished.
    Punish,
}

/// What an accusation rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A person's own assessment of evidence.
    Assessment,
    /// An import, a mapping of somebody else's data, or a hash match.
    Machine,
}

/// A release from custody, as far as rules speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseChoice {
    /// Somebody decides: bail, non-custodial sentence, conditional release, parole.
    Discretionary,
    /// The law leaves no choice: term ended, acquittal, court order.
    DueByLaw,
}

/// What a guardian would get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardianGets {
    /// To be told.
    Notice,
    /// To consent for the child.
    Consent,
    /// To see what is recorded.
    Access,
}

/// One thing that an act would do, in the words that rules speak. An act of any room tells its facets; every rule reads
/// all facets of every act, so a new act is covered from its first day.
#[derive(Clone, Debug, PartialEq)]
pub enum Facet {
    /// Brings a person under suspicion or carries it further.
    Accuses {
        /// The person.
        person: Id,
        /// What exploitation made of a child (82(f)), if the conduct is of that kind.
        conduct: Option<ConductOfExploitation>,
        /// When the conduct was.
        when: Span,
        /// How far it goes.
        step: Step,
        /// What it rests on.
        ground: Ground,
    },
    /// Closes a case or a report, or makes less of it.
    Closes {
        /// The reason given.
        reason: ClosureReason,
        /// The suspects of the case.
        suspects: Vec<Id>,
        /// When the conduct was.
        when: Span,
    },
    /// Makes the case depend on the child's testimony.
    RequiresTestimony,
    /// Sends a person into a programme instead of prosecution.
    Diverts {
        /// The person.
        person: Id,
        /// When the conduct was.
        when: Span,
    },
    /// Lets a person out of custody.
    Releases {
        /// Who has a choice.
        choice: ReleaseChoice,
        /// The victims of the case.
        victims: Vec<Id>,
        /// Those victims whose risk and best interests were assessed for this release.
        assessed: Vec<Id>,
    },
    /// Gives a parent or guardian something on the child's behalf.
    GuardianGets {
        /// The child.
        child: Id,
        /// The parent or guardian.
        guardian: Id,
        /// What they would get.
        what: GuardianGets,
    },
    /// Does what needs two people.
    NeedsTwo {
        /// Who asked for it; [`Id::NONE`] when nobody did.
        first: Id,
    },
    /// Erases what is sealed about a report, case, person or list, or prepares it.
    Erases {
        /// Whose or what.
        subject: Id,
        /// True when a schedule asks for it and no person.
        scheduled: bool,
    },
    /// Handles a matter: somebody with a declared conflict must not.
    Handles {
        /// The case, report or person.
        matter: Id,
    },
    /// Routes a complaint about one unit to another.
    RoutesComplaint {
        /// The unit that it is about.
        about: Id,
        /// The unit that would get it.
        to: Id,
    },
    /// Gives a matter to a unit: one that a complaint is about must not get it.
    Gives {
        /// The report.
        matter: Id,
        /// The unit that would get it.
        to: Id,
    },
    /// Publishes counts of persons.
    Publishes {
        /// Every count that would be shown.
        counts: Vec<i64>,
        /// The least count, but zero, that may be shown.
        threshold: i64,
    },
    /// Reads personal data.
    Reads {
        /// Whose.
        whose: Vec<Id>,
    },
}

/// A rule in force: what it needs to see, and its verdict on one facet.
pub struct Rule {
    /// Its name.
    pub name: RuleName,
    /// Adds what it needs to see for this facet.
    pub needs: fn(&Facet, &Ctx, &View, &mut Needs),
    /// `None` when the rule has nothing against the facet. Pure.
    pub judge: fn(&Facet, &Ctx, &View) -> Option<Refusal>,
}

/// For rules that need nothing but the facet.
pub fn needs_nothing(_: &Facet, _: &Ctx, _: &View, _: &mut Needs) {}

/// The day span of one moment: used by rules for "now".
#[must_use]
pub fn today(now: Instant) -> Span {
    Span::on(now.day())
}
