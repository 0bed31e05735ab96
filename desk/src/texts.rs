//! Texts that all rooms share: signing in, columns, fields; labels of the kernel's code lists.

use face::{Language, Resource};

/// The shared texts in every language.
#[must_use]
pub fn resources() -> Vec<Resource> {
    vec![
        Resource { language: Language::English, source: include_str!("../languages/en/desk.ftl") },
        Resource { language: Language::Arabic, source: include_str!("../languages/ar/desk.ftl") },
        Resource { language: Language::English, source: include_str!("../languages/en/codes.ftl") },
        Resource { language: Language::Arabic, source: include_str!("../languages/ar/codes.ftl") },
    ]
}
