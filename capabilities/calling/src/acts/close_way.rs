//! Closing a way: it is used no more.

use super::{body_needs, in_use};
use crate::events::WayClosed;
use crate::tables::Way;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`CloseWay`].
pub const KIND: ActKind = ActKind {
    code: 121,
    name: "calling.close-way",
    about: "Close a way that is used no more",
    nature: Nature::Decision,
    roles: &[Role::Administrator, Role::Overseer],
};

/// Closes a way.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseWay {
    /// The way.
    #[n(0)]
    pub way: Id,
}

impl Act for CloseWay {
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
        let row = in_use(self.way, &ctx.actor, view)?;
        Ok(vec![NewEntry::of(&WayClosed { way: row.way })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::TryWay;
    use crate::tables::Message;
    use crate::testing::{Room, WAY, a_way, administrator, field};

    #[test]
    fn a_closed_way_is_used_no_more_and_closed_once() {
        let mut room = Room::default();
        assert_eq!(field(&room.enter(&CloseWay { way: WAY }, administrator(1))), "way");
        assert!(room.entered(&a_way(), administrator(1)));
        assert!(room.entered(&CloseWay { way: WAY }, administrator(1)));
        assert_eq!(field(&room.enter(&CloseWay { way: WAY }, administrator(1))), "way");
        assert_eq!(field(&room.enter(&TryWay { way: WAY }, administrator(1))), "way");
        let level = 1;
        room.wants(Id([5; 16]), Id::NONE, level, 1);
        assert_eq!(room.rows::<Message>().len(), 1, "the trial when it was opened, nothing else");
        assert!(room.replays());
    }
}
