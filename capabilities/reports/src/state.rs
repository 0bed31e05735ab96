//! Where a report may go from where it stands.
//!
//! ```text
//!            ┌──────── take up ────────┐┌── take up (by a colleague)
//!   New ─────┤                         ▼▼        │
//!    │       │                      Taken up ────┘
//!    │       └─ refer ─▶ Referred ◀──▶ │
//!    └─ not pursue ─▶ Not pursued ◀────┘    Not pursued ── take up, refer ─▶ reconsidered
//!   any ── it became a case ─▶ Closed       nothing leads out of Closed: the case goes on with it
//! ```
//!
//! What a machine says again is folded: it stands in the line of the first such report and goes nowhere by itself.
//!
//! Messages are taken in every state, Closed too: the reporter's word makes the report wait for an answer again.

use facts::machine::SenderStage;
use kernel::codes::QueueState;

/// What staff may do with a report in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Somebody looks after it from now on.
    TakeUp,
    /// Another unit does.
    Refer,
    /// Nothing more is done about it.
    NotPursue,
}

/// The state that a step leads to; `None` where it leads nowhere.
#[must_use]
pub fn next(state: QueueState, step: Step) -> Option<QueueState> {
    match (state, step) {
        (QueueState::Closed | QueueState::Folded, _) | (QueueState::NotPursued, Step::NotPursue) => None,
        (_, Step::TakeUp) => Some(QueueState::TakenUp),
        (_, Step::Refer) => Some(QueueState::Referred),
        (_, Step::NotPursue) => Some(QueueState::NotPursued),
    }
}

/// What the sender of a machine's report is told of where it stands; none where it stands in the line of another, which says it.
#[must_use]
pub fn stage_of(state: QueueState) -> Option<SenderStage> {
    match state {
        QueueState::New => Some(SenderStage::Received),
        QueueState::TakenUp => Some(SenderStage::InReview),
        QueueState::Referred => Some(SenderStage::Referred),
        QueueState::NotPursued => Some(SenderStage::PutAside),
        QueueState::Closed => Some(SenderStage::BecameCase),
        QueueState::Folded => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::CodeList;

    #[test]
    fn only_a_case_ends_the_queue_and_nothing_is_put_aside_twice() {
        let steps = [Step::TakeUp, Step::Refer, Step::NotPursue];
        for &state in QueueState::all() {
            let open = steps.map(|step| next(state, step).is_some());
            let wanted = match state {
                QueueState::Closed | QueueState::Folded => [false; 3],
                QueueState::NotPursued => [true, true, false],
                _ => [true; 3],
            };
            assert_eq!(open, wanted, "{state:?}");
        }
        assert!(steps.iter().all(|&step| next(QueueState::New, step) != Some(QueueState::Closed)));
    }
}
