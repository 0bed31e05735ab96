//! What the pages of one node share: its texts and where its exit leads.

use std::sync::Arc;

use crate::Catalogue;

/// Made once at the start and put under the routes as `Extension(looks)`; [`crate::Visit`] finds it there.
#[derive(Clone)]
pub struct Looks(Arc<Inner>);

struct Inner {
    catalogue: Catalogue,
    exit: String,
}

impl Looks {
    /// Texts of all rooms, and the address that "leave this page" goes to: an ordinary, well-known page of the node's
    /// country, such as a weather forecast, that nobody wonders about.
    #[must_use]
    pub fn new(catalogue: Catalogue, exit: impl Into<String>) -> Self {
        Self(Arc::new(Inner { catalogue, exit: exit.into() }))
    }

    /// The texts.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// Where the exit leads.
    #[must_use]
    pub fn exit(&self) -> &str {
        &self.0.exit
    }
}
