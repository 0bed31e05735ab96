//! Says that new or regraded entries were compared with the pictures of reports that were there already. What was found is entered report by
//! report, like what is found in a new one ([`RecordMatches`](super::RecordMatches)).

use super::no_such_list;
use crate::events::LookedBack;
use crate::tables::HashList;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`LookBack`].
pub const KIND: ActKind = ActKind {
    code: 217,
    name: "known-material.look-back",
    about: "Say that new or regraded entries were compared with the pictures that came before them",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Says so.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LookBack {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// How many entries were compared.
    #[n(1)]
    pub entries: u32,
    /// With how many pictures.
    #[n(2)]
    pub pictures: u64,
    /// Reports of which a picture was near one of them.
    #[n(3)]
    pub reports: u32,
}

impl Act for LookBack {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("list", self.list)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<HashList>(self.list);
    }

    // It is about pictures and lists, and about no person.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        view.get::<HashList>(self.list).ok_or_else(|| no_such_list("list"))?;
        let LookBack { list, entries, pictures, reports } = *self;
        Ok(vec![NewEntry::of(&LookedBack { list, entries, pictures, reports })])
    }
}
