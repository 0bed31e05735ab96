//! The story that is the acceptance test: from a hash list to a published funnel, through the real doors.

mod asking;
mod cast;
mod closing;
mod court;
mod door;
mod evidence;
mod keeping;
mod letters;
mod officials;
mod people;
mod phones;
mod platforms;
mod steps;
mod takedown;
mod ways;

use crate::commands::{Common, Running};
use crate::fault::Fault;
use steps::Story;

pub(crate) use steps::Told;

/// Runs every step and prints what was expected and what was seen. True only if all hold.
///
/// # Errors
/// [`Fault`] when a door does not answer at all.
pub(crate) fn tell(running: &Running, common: &Common, told: Told) -> Result<bool, Fault> {
    let mut story = Story::begin(running, common, told);
    story.pictures()?;
    story.reports()?;
    story.leads()?;
    story.thread()?;
    story.complaint()?;
    story.ways()?;
    story.phones()?;
    story.official()?;
    story.platform()?;
    story.evidence()?;
    story.takedown()?;
    story.case()?;
    story.letters()?;
    story.refusals()?;
    story.violation()?;
    story.people()?;
    story.retention()?;
    story.request()?;
    story.hold()?;
    story.erasure()?;
    story.partners()?;
    story.publication()?;
    story.verification()?;
    Ok(story.end())
}
