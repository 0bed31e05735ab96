//! Votes on a fingerprint.

use super::page::child;
use super::{NAMESPACE, Reason};
use crate::Fault;
use bounded_xml::{Limits, Written, read};

/// So many reasons are read at most.
const REASONS: usize = 32;

/// The reasons that may be given, for one kind of fingerprint.
#[must_use]
pub fn reasons(kind: &str, all: &[Reason]) -> String {
    let mut xml = Written::begin("availableFeedbackReasons", &[("xmlns", NAMESPACE)]);
    for reason in all {
        xml.empty("reason", &[("guid", &reason.guid), ("name", &reason.name), ("type", kind)]);
    }
    xml.end()
}

/// A vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submission {
    /// The fingerprint belongs there.
    Affirmative,
    /// It does not, for these reasons by number; at least one.
    Negative(Vec<String>),
}

/// A vote as it travels.
#[must_use]
pub fn submission(vote: &Submission) -> String {
    let mut xml = Written::begin("feedbackSubmission", &[("xmlns", NAMESPACE)]);
    match vote {
        Submission::Affirmative => xml.empty("affirmative", &[]),
        Submission::Negative(guids) => {
            xml.open("negative", &[]);
            xml.open("reasonIds", &[]);
            guids.iter().for_each(|guid| xml.put("guid", guid));
        }
    }
    xml.end()
}

/// Reads a vote.
///
/// # Errors
/// [`Fault`].
pub fn read_submission(bytes: &[u8]) -> Result<Submission, Fault> {
    let root = read(bytes, &Limits { bytes: 64 << 10, elements: 100, ..Limits::default() })?;
    if root.local_name() != "feedbackSubmission" {
        return Err(Fault::field("the root", "feedbackSubmission"));
    }
    let one = "either affirmative or negative";
    match (child(&root, "affirmative"), child(&root, "negative")) {
        (Some(_), None) => Ok(Submission::Affirmative),
        (None, Some(negative)) => {
            let listed = child(negative, "reasonIds").map_or(&[][..], |listed| listed.children.as_slice());
            let guids: Vec<String> = listed
                .iter()
                .filter(|guid| guid.local_name() == "guid")
                .map(|guid| guid.text.trim().to_owned())
                .filter(|guid| !guid.is_empty())
                .collect();
            if guids.is_empty() || guids.len() > REASONS {
                return Err(Fault::field("reasonIds", "one to 32 reasons by their guid"));
            }
            Ok(Submission::Negative(guids))
        }
        _ => Err(Fault::field("feedbackSubmission", one)),
    }
}

/// What is answered to a vote that was taken.
#[must_use]
pub fn accepted() -> String {
    Written::begin("submissionResult", &[("xmlns", NAMESPACE)]).end()
}
