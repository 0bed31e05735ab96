//! Adding a platform that the house writes to. Its mail address and how it is known are sealed.

use super::{is_name, wrong};
use crate::codes::{LetterLanguage, LetterWay};
use crate::events::PlatformSet;
use crate::tables::Platform;
use kernel::codes::Country;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Slot of the mail address.
pub const SLOT_CONTACT: u16 = 0;
/// Slot of the reason: how the contact is known.
pub const SLOT_REASON: u16 = 1;

/// Kind of [`AddPlatform`].
pub const KIND: ActKind = ActKind {
    code: 810,
    name: "letters.add-platform",
    about: "Add a platform that letters go to",
    nature: Nature::Decision,
    roles: super::DESK,
};

/// Adds a platform. Where letters go is sealed in slot 0, how that is known in slot 1.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddPlatform {
    /// Its number: left out, the node draws it.
    #[n(0)]
    #[schema(required = false)]
    pub platform: Id,
    /// Its name, as it stands on its letters; names no person.
    #[n(1)]
    #[schema(min_length = 3, max_length = 80)]
    pub platform_name: String,
    /// The State in which it takes letters.
    #[n(2)]
    pub country: Country,
    /// How it wants letters.
    #[n(3)]
    pub way: LetterWay,
    /// In what language.
    #[n(4)]
    pub language: LetterLanguage,
}

impl Act for AddPlatform {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("platform", self.platform)]
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
        let AddPlatform { platform, ref platform_name, country, way, language } = *self;
        if platform.is_none() || view.get::<Platform>(platform).is_some() {
            return wrong("platform", "is no new number", "the number that the node draws");
        }
        if !is_name(platform_name, 80) {
            return wrong("platform_name", "is no name", "3 to 80 characters on one line");
        }
        let name = platform_name.clone();
        Ok(vec![NewEntry::of(&PlatformSet { platform, name, country, way, language })])
    }
}
