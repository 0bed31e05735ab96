//! How urgent a report is, and why: points that anybody can add up.
//!
//! [`assess`] reads the answers and the plain text before they are sealed and gives [`Reason`]s, each with its points. No
//! machine learning and no weights that nobody can explain ([`weights`]): the page lists the reasons, the sum is capped at 100, and a
//! wrong reason is seen. A word found wrongly ("I am not in danger") costs somebody a look; a word missed can cost more.
//!
//! Priority orders the queue and sets [`due`](crate::limits::due). It closes nothing and hides nothing.

pub mod weights;
mod words;

use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::{CodeList, Problem, code_list};

/// Most points that a report can have.
pub const MAX_POINTS: u32 = 100;

code_list! {
    /// Why a report is urgent. What each gives is in [`Reason::points`].
    pub Reason, "priority-reason", version 1, source "A/HRC/31/58, ¶82(g); this project's own table of points" {
        DangerNow = 1, "danger-now", "Says that somebody is not safe now";
        SelfHarm = 2, "self-harm", "Speaks of harming themselves";
        DangerUnsure = 3, "danger-unsure", "Is not sure of being safe";
        MeetsSoon = 4, "meets-soon", "A meeting is near, or the person knows where the child is";
        Held = 5, "held", "Is kept from leaving, or is taken elsewhere";
        SharesPictures = 6, "shares-pictures", "Somebody threatens to share pictures";
        AdultNearby = 7, "adult-nearby", "The person lives with the child or comes to the home";
        ChildUnder13 = 8, "child-under-13", "A child under 13";
        Child13To17 = 9, "child-13-17", "A child of 13 to 17";
        /// Silence is answered in the child's favour.
        AgeNotSaid = 10, "age-not-said", "The age was not said: it may be a child";
        PicturesAttached = 11, "pictures-attached", "Pictures came with it";
        ProfessionalDuty = 12, "professional-duty", "A professional reports, in the course of work";
        /// No urgency: it is shown so that staff know how to answer.
        Survivor = 13, "survivor", "Happened when the person was a child";
        /// Chosen at the door: it is answered the same night (¶40).
        Threatened = 14, "threatened", "Is threatened with pictures now";
        /// What it says, no program has read: a person hears it soon.
        VoiceAlone = 15, "voice-alone", "Told by voice alone, and not said to be safe";
        /// A platform's word; the reason that it gave stands in the text.
        SenderUrgent = 16, "sender-urgent", "The platform says that it is urgent";
        MayGoOn = 17, "may-go-on", "Abuse, trafficking or solicitation that may go on";
        Sadistic = 18, "sadistic", "Sadistic exploitation";
        StreamedLive = 19, "streamed-live", "Was streamed live";
        JustNow = 20, "just-now", "Less than two days ago";
    }
}

impl Reason {
    /// What it gives by the table that is built in, 0 to 60; [`weights`] says how people lay down another. Changing a number changes
    /// new reports only: the points of a report stand in its entries.
    #[must_use]
    pub fn points(self) -> u32 {
        weights::Weights::BUILT_IN.of(self)
    }

    /// Whether the document of a platform's report can be the reason: of what a machine reports, and of nothing else.
    #[must_use]
    pub fn from_documents(self) -> bool {
        matches!(
            self,
            Self::SenderUrgent
                | Self::MayGoOn
                | Self::Sadistic
                | Self::StreamedLive
                | Self::JustNow
                | Self::SharesPictures
        )
    }

    /// Whether words in the text can be the reason. The others come from answers, counts and documents alone.
    #[must_use]
    pub fn from_words(self) -> bool {
        matches!(
            self,
            Self::DangerNow
                | Self::SelfHarm
                | Self::MeetsSoon
                | Self::Held
                | Self::SharesPictures
                | Self::AdultNearby
        )
    }
}

/// What a report tells, in plain: it lives in memory until it is sealed, and cannot be printed.
#[derive(Clone, Copy)]
pub struct Told<'t> {
    /// Who reports.
    pub by: ReportingPerson,
    /// The answer to "are you safe now?".
    pub danger: DangerAnswer,
    /// The age band of the child, as told.
    pub age: AgeBand,
    /// How many pictures came with it.
    pub pictures: usize,
    /// The text, in any language.
    pub text: &'t str,
}

/// The reasons why what was told is urgent, each once, in the order of the list.
#[must_use]
pub fn assess(told: &Told) -> Vec<Reason> {
    union(&answered(told.by, told.danger, told.age, told.pictures), &assess_text(told.text))
}

/// The reasons that words alone give: for a further message in a thread.
#[must_use]
pub fn assess_text(text: &str) -> Vec<Reason> {
    words::reasons_in(text)
}

/// The reasons that the answers alone give, in the order of the list.
#[must_use]
pub fn answered(by: ReportingPerson, danger: DangerAnswer, age: AgeBand, pictures: usize) -> Vec<Reason> {
    let danger = match danger {
        DangerAnswer::NotSafe => Some(Reason::DangerNow),
        DangerAnswer::Unsure => Some(Reason::DangerUnsure),
        DangerAnswer::NoAnswer | DangerAnswer::Safe => None,
    };
    // What happened long ago happened to a child who is grown up now.
    let age = match age {
        _ if by == ReportingPerson::AdultSurvivor => None,
        AgeBand::Under10 | AgeBand::From10To12 => Some(Reason::ChildUnder13),
        AgeBand::From13To15 | AgeBand::From16To17 => Some(Reason::Child13To17),
        AgeBand::NotSaid => Some(Reason::AgeNotSaid),
        AgeBand::Adult => None,
    };
    let by = match by {
        ReportingPerson::Professional => Some(Reason::ProfessionalDuty),
        ReportingPerson::AdultSurvivor => Some(Reason::Survivor),
        ReportingPerson::NotSaid
        | ReportingPerson::Child
        | ReportingPerson::AdultForChild
        | ReportingPerson::Machine => None,
    };
    let pictures = (pictures > 0).then_some(Reason::PicturesAttached);
    [danger, age, pictures, by].into_iter().flatten().collect()
}

/// The reason that a voice alone gives: whoever speaks may speak of danger, and nobody has heard it yet. Whoever said that they are safe
/// can wait.
#[must_use]
pub fn unheard(has_voice: bool, text: &str, danger: DangerAnswer) -> Option<Reason> {
    (has_voice && text.trim().is_empty() && danger != DangerAnswer::Safe).then_some(Reason::VoiceAlone)
}

/// The points of reasons together by the table that is built in, 0 to 100. A reason counts once, however often it is named.
#[must_use]
pub fn points(reasons: &[Reason]) -> u32 {
    weights::Weights::BUILT_IN.points(reasons)
}

/// All reasons of both, each once, in the order of the list.
#[must_use]
pub fn union(some: &[Reason], others: &[Reason]) -> Vec<Reason> {
    Reason::all().iter().copied().filter(|one| some.contains(one) || others.contains(one)).collect()
}

/// The numbers of reasons as acts and entries carry them.
#[must_use]
pub fn numbers(reasons: &[Reason]) -> Vec<u32> {
    reasons.iter().map(|reason| u32::try_from(reason.number()).unwrap_or(u32::MAX)).collect()
}

/// The reasons of such numbers.
///
/// # Errors
/// A [`Problem`] with the field `reasons`: a number that is on no list, or numbers not in rising order.
pub fn from_numbers(numbers: &[u32]) -> Result<Vec<Reason>, Problem> {
    let right = "the numbers that the assessment gave, each once, in rising order";
    if !numbers.is_sorted_by(|a, b| a < b) {
        return Err(Problem::new("reasons", "are not in rising order", right));
    }
    let known = |&number: &u32| {
        Reason::from_number(i64::from(number))
            .map_err(|_| Problem::new("reasons", format!("{number} is no reason"), right))
    };
    numbers.iter().map(known).collect()
}

#[cfg(test)]
mod tests;
