//! One step back.

use askama::Template;

use crate::{Texts, html::drawn};

/// The link above a page's heading that leads one step back.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<p class="tutela-back"><a class="govuk-back-link" href="{{ href }}">{{ label }}</a></p>"#,
    ext = "html"
)]
pub struct BackLink {
    label: String,
    href: String,
}
drawn!(BackLink);

impl BackLink {
    /// A link back to an address of this site.
    #[must_use]
    pub fn new(t: &Texts, href: impl Into<String>) -> Self {
        Self { label: t.t("back"), href: href.into() }
    }
}
