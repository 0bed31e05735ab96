//! Trying a way: a message that says that it is a trial.

use super::{body_needs, in_use, trial};
use crate::tables::Way;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`TryWay`].
pub const KIND: ActKind = ActKind {
    code: 122,
    name: "calling.try-way",
    about: "Send a message that shows whether a way works",
    nature: Nature::Decision,
    roles: &[Role::Administrator, Role::Overseer],
};

/// Tries a way.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TryWay {
    /// The way.
    #[n(0)]
    pub way: Id,
}

impl Act for TryWay {
    const KIND: &'static ActKind = &KIND;

    /// Ways are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Way>(self.way);
        body_needs(needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.way
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        in_use(self.way, &ctx.actor, view)?;
        Ok(vec![trial(ctx.act, self.way)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Message;
    use crate::testing::{Room, WAY, a_way, administrator};

    #[test]
    fn each_trial_is_a_message_of_its_own() {
        let mut room = Room::default();
        assert!(room.entered(&a_way(), administrator(1)));
        for _ in 0..2 {
            assert!(room.entered(&TryWay { way: WAY }, administrator(1)));
        }
        let messages = room.rows::<Message>();
        assert_eq!(messages.len(), 3);
        assert!(messages.iter().all(|message| message.way == WAY && message.matter.is_none()));
    }
}
