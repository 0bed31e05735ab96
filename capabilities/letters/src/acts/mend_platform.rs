//! Mending where and how a platform takes letters.

use super::wrong;
use crate::codes::{LetterLanguage, LetterWay};
use crate::events::PlatformSet;
use crate::tables::Platform;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`MendPlatform`].
pub const KIND: ActKind = ActKind {
    code: 811,
    name: "letters.mend-platform",
    about: "Mend where and how a platform takes letters",
    nature: Nature::Decision,
    roles: super::DESK,
};

/// Mends a platform's contact: sealed as when it was added. A letter that was signed before keeps the contact that it had.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MendPlatform {
    /// The platform.
    #[n(0)]
    pub platform: Id,
    /// How it wants letters.
    #[n(1)]
    pub way: LetterWay,
    /// In what language.
    #[n(2)]
    pub language: LetterLanguage,
}

impl Act for MendPlatform {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Platform>(self.platform);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.platform
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let MendPlatform { platform, way, language } = *self;
        let Some(row) = view.get::<Platform>(platform) else {
            return wrong("platform", "is none that is known", "one of the list of platforms");
        };
        let (name, country) = (row.platform_name, row.country);
        Ok(vec![NewEntry::of(&PlatformSet { platform, name, country, way, language })])
    }
}
