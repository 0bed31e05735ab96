//! The frame of staff pages: who is signed in, for what purpose, and where one can go.

use axum::{extract::FromRequestParts, http::request::Parts};

use super::link::{LanguageLink, language_links};
use crate::{ErrorStatus, Language, Problem, Texts};

/// One entry of the main navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// What it says, already in the reader's language.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

impl NavItem {
    /// An entry of the navigation.
    #[must_use]
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// A break is thought of: words for whoever is signed in, and for nobody else.
#[derive(Clone, Debug)]
pub struct Reminder {
    /// What the reminder is called, for who listens.
    pub label: String,
    /// Why it is time.
    pub words: String,
    /// That others can take over.
    pub rotate: String,
    /// The button that asks for something lighter, where an act offers that.
    pub lighter: Option<Lighter>,
    /// The button that puts it off.
    pub later: String,
    /// Where that posts to.
    pub later_href: String,
    /// The link to where it is changed.
    pub change: String,
    /// Where that is.
    pub change_href: String,
}

/// A button that asks for something lighter to do next, ready to be sent once.
#[derive(Clone, Debug)]
pub struct Lighter {
    /// Its words.
    pub label: String,
    /// Where it posts to.
    pub href: String,
    /// The act's id.
    pub id: String,
    /// The field that asks for it.
    pub field: &'static str,
    /// Where it leads.
    pub next: &'static str,
}

/// What the app lays under staff routes for each request, as an extension; handlers take it first.
#[derive(Clone, Debug)]
pub struct StaffFrame {
    /// Texts in the language of the person signed in.
    pub texts: Texts,
    /// The person's name and role as shown.
    pub who: String,
    /// The rooms this person may enter.
    pub nav: Vec<NavItem>,
    /// The stated purpose; without one, the banner says that personal data stay closed.
    pub purpose: Option<String>,
    /// Where a purpose is stated or changed; empty where none is.
    pub purpose_href: String,
    /// Where the sign-out button posts to; empty where nobody signs in by a page.
    pub sign_out: String,
    /// Path and query of the page asked for; marks the current entry and keeps the page when the language changes.
    pub here: String,
    /// A break is thought of.
    pub reminder: Option<Reminder>,
}

impl StaffFrame {
    /// A frame for samples and tests, with a fictional person.
    #[must_use]
    pub fn sample(texts: &Texts) -> Self {
        Self {
            texts: texts.clone(),
            who: "N. Fictional".into(),
            nav: vec![NavItem::new(texts.t("name"), "/sample"), NavItem::new(texts.t("all"), "/other")],
            purpose: None,
            purpose_href: "/purpose".into(),
            sign_out: "/sign-out".into(),
            here: "/sample?page=2".into(),
            reminder: None,
        }
    }

    /// Whether an entry holds the page shown: the longest address that the page's path starts with.
    pub(super) fn is_current(&self, item: &NavItem) -> bool {
        let path = self.here.split('?').next().unwrap_or("");
        let holds = |href: &str| {
            // An entry may lead to a list that is filtered already.
            let href = href.split('?').next().unwrap_or("");
            path.strip_prefix(href)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || href.ends_with('/'))
        };
        let longest = self
            .nav
            .iter()
            .map(|entry| entry.href.as_str())
            .filter(|href| holds(href))
            .max_by_key(|h| h.len());
        longest == Some(item.href.as_str())
    }

    pub(super) fn languages(&self) -> Vec<LanguageLink> {
        language_links(Language::STAFF, &self.here, self.texts.language())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for StaffFrame {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let frame = parts.extensions.get::<Self>().cloned();
        frame.ok_or_else(|| Problem::new(ErrorStatus::INTERNAL, "no staff frame is laid under this route"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Language};

    #[test]
    fn the_longest_matching_entry_is_current() {
        let mut frame = StaffFrame::sample(&Catalogue::new(&[]).unwrap().texts(Language::English));
        frame.nav = ["/", "/cases", "/cases/tasks"].map(|href| NavItem::new(href, href)).into();
        let mut current = |here: &str| {
            frame.here = here.into();
            frame
                .nav
                .iter()
                .filter(|item| frame.is_current(item))
                .map(|item| item.href.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(current("/cases/17?tab=2"), ["/cases"]);
        assert_eq!(current("/cases/tasks"), ["/cases/tasks"]);
        assert_eq!(current("/casesque"), ["/"]);
        frame.nav = ["/", "/lists/queue?waiting=yes"].map(|href| NavItem::new(href, href)).into();
        frame.here = "/lists/queue?state=new".into();
        assert!(frame.is_current(&frame.nav[1]) && !frame.is_current(&frame.nav[0]));
    }
}
