//! Tutela itself tells that a day came: no answer, a preservation that holds no more, an emergency at which nobody looked.

use super::wrong;
use crate::codes::{ClockFound, SecondLook};
use crate::events::ClockRang;
use crate::tables::Letter;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Instant, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`TellClock`].
pub const KIND: ActKind = ActKind {
    code: 821,
    name: "letters.tell-clock",
    about: "Tell that a letter's day came",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells that a day came.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellClock {
    /// The letter.
    #[n(0)]
    pub letter: Id,
    /// What the clock found.
    #[n(1)]
    pub found: ClockFound,
}

/// Whether that is so now.
fn is_so(row: &Letter, found: ClockFound, now: Instant) -> bool {
    match found {
        ClockFound::Overdue => row.is_waited_for() && !row.overdue && row.due_at <= now,
        ClockFound::Lapsed => row.runs && row.lapses_at <= now,
        ClockFound::NotLookedAt => row.emergency_look == SecondLook::Waits && row.look_by <= now,
    }
}

impl Act for TellClock {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Tutela itself acts on what it finds.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Letter>(self.letter);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // It decides nothing: the day came.
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.letter
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let TellClock { letter, found } = *self;
        let Some(row) = view.get::<Letter>(letter).filter(|row| is_so(row, found, ctx.now)) else {
            return wrong("letter", "is none whose day came", "nothing is left to do");
        };
        Ok(vec![NewEntry::of(&ClockRang { letter, found }).about(row.record_id)])
    }
}
