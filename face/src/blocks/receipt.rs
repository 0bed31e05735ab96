//! The page's message that something arrived, with the number that leads back to it.

use askama::Template;

use crate::{Texts, html::drawn};

/// A receipt; its title is the page's `h1`.
#[derive(Clone, Debug, Template)]
#[template(path = "blocks/receipt.html")]
pub struct Receipt {
    title: String,
    label: String,
    code: String,
    keep: String,
}
drawn!(Receipt);

impl Receipt {
    /// A receipt with its title as a text and its code in Western letters and digits.
    #[must_use]
    pub fn new(t: &Texts, title_key: &str, code: impl Into<String>) -> Self {
        Self {
            title: t.t(title_key),
            label: t.t("receipt-label"),
            code: code.into(),
            keep: t.t("receipt-keep"),
        }
    }
}
