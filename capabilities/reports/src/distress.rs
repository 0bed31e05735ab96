//! What may distress whoever reads it, as far as reasons and answers tell: its words are folded, and who has read much of it in a row
//! is offered something lighter.

use crate::codes::Happening;
use crate::priority::Reason;
use kernel::CodeList;

/// Reasons whose words may distress whoever reads them.
const REASONS: [Reason; 6] = [
    Reason::DangerNow,
    Reason::SelfHarm,
    Reason::Held,
    Reason::SharesPictures,
    Reason::Threatened,
    Reason::Survivor,
];
/// Answers of which the same is so.
const HAPPENINGS: [Happening; 4] =
    [Happening::ThreatensToShare, Happening::BodilyContact, Happening::GivesForIt, Happening::PicturesSpread];

/// Whether what was told may distress: as somebody who read it said, else as far as reasons and answers tell; `happening` is the number
/// of what was chosen beside it.
pub(crate) fn may_distress(
    marked: Option<bool>,
    reasons: impl Iterator<Item = Reason>,
    happening: Option<i64>,
) -> bool {
    marked.unwrap_or_else(|| speaks_of_it(reasons, happening))
}

fn speaks_of_it(mut reasons: impl Iterator<Item = Reason>, happening: Option<i64>) -> bool {
    reasons.any(|reason| REASONS.contains(&reason))
        || HAPPENINGS.iter().any(|one| happening == Some(one.number()))
}
