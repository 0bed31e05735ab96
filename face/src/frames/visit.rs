//! A visit to a public page: its language and its way out. Nothing is stored anywhere, so the language rides in links, and so
//! does the wish for easy words.

use axum::{
    extract::FromRequestParts,
    http::{Uri, header, request::Parts},
};

use super::link::{LanguageForm, LanguageLink, language_links, with_language, with_parameter};
use crate::{ErrorStatus, Language, Looks, Problem, Texts};

/// What a public handler takes first. The language is `?lang=` of the address, else the browser's, else the default.
#[derive(Clone, Debug)]
pub struct Visit {
    texts: Texts,
    /// Chosen by the address: then every link repeats it.
    chosen: bool,
    /// The address asks for easy words: then every link repeats it.
    easy: bool,
    here: String,
    exit: String,
    switch: Switch,
}

/// The parameter of an address, and its value, by which easy words are chosen.
const WORDS: &str = "words";
const EASY: &str = "easy";

/// How a page offers the other languages.
#[derive(Clone, Debug)]
enum Switch {
    /// By links to the same address.
    Links,
    /// By buttons that send a form of the page, so that nothing typed is lost.
    Form { id: &'static str, path: &'static str },
    /// Not at all: the page answers a form and cannot be asked for again.
    None,
}

impl Visit {
    /// The texts of the visit's language.
    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// A path of this site as a link or form action that keeps the chosen language.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        let path = if self.chosen { with_language(path, self.texts.language()) } else { path.to_owned() };
        if self.easy { with_parameter(&path, WORDS, Some(EASY)) } else { path }
    }

    /// Whether whoever reads chose easy words.
    #[must_use]
    pub fn is_easy(&self) -> bool {
        self.easy
    }

    /// As [`Visit::link`], with easy words from there on, or with the usual ones.
    #[must_use]
    pub fn link_with_words(&self, path: &str, easy: bool) -> String {
        with_parameter(&self.link(path), WORDS, easy.then_some(EASY))
    }

    /// A visit for samples and tests; it leaves for an empty page.
    #[must_use]
    pub fn sample(texts: &Texts) -> Self {
        Self {
            texts: texts.clone(),
            chosen: true,
            easy: false,
            here: "/sample".into(),
            exit: "about:blank".into(),
            switch: Switch::Links,
        }
    }

    /// For a page that answers a form: its other languages are buttons that send the form with this id to this path,
    /// which shows the page again with all that was typed. Links would lose it.
    #[must_use]
    pub fn switching_by_form(&self, id: &'static str, path: &'static str) -> Self {
        Self { switch: Switch::Form { id, path }, ..self.clone() }
    }

    /// For a page that cannot be asked for a second time, such as one that shows a receipt: it offers no language.
    #[must_use]
    pub fn not_switching(&self) -> Self {
        Self { switch: Switch::None, ..self.clone() }
    }

    pub(super) fn exit(&self) -> &str {
        &self.exit
    }

    pub(super) fn languages(&self) -> Vec<LanguageLink> {
        match self.switch {
            Switch::Links => language_links(Language::ALL, &self.here, self.texts.language()),
            _ => Vec::new(),
        }
    }

    pub(super) fn language_form(&self) -> Option<LanguageForm> {
        let Switch::Form { id, path } = self.switch else { return None };
        let path = if self.easy { with_parameter(path, WORDS, Some(EASY)) } else { path.to_owned() };
        Some(LanguageForm { id, languages: language_links(Language::ALL, &path, self.texts.language()) })
    }

    fn of(looks: &Looks, uri: &Uri, accepted: Option<&str>) -> Self {
        let query = uri.query().unwrap_or("");
        let chosen = language_of_query(query);
        let easy = form_urlencoded::parse(query.as_bytes()).any(|pair| pair == (WORDS.into(), EASY.into()));
        let language = chosen
            .or_else(|| accepted.and_then(|header| Language::of_accept_language(header, Language::ALL)))
            .unwrap_or_default();
        Self {
            texts: looks.catalogue().texts(language),
            chosen: chosen.is_some(),
            easy,
            here: uri.path_and_query().map_or_else(|| "/".into(), ToString::to_string),
            exit: looks.exit().to_owned(),
            switch: Switch::Links,
        }
    }
}

/// The language that an address asks for with `lang=`.
fn language_of_query(query: &str) -> Option<Language> {
    form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, value)| (name == "lang").then(|| Language::of_code(&value)).flatten())
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(looks) = parts.extensions.get::<Looks>() else {
            return Err(Problem::new(ErrorStatus::INTERNAL, "no looks are laid under this route"));
        };
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self::of(looks, &parts.uri, accepted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    fn visit(uri: &str, accepted: Option<&str>) -> Visit {
        let looks = Looks::new(Catalogue::new(&[]).unwrap(), "about:blank");
        Visit::of(&looks, &uri.parse().unwrap(), accepted)
    }

    #[test]
    fn the_address_wins_over_the_browser_and_links_keep_it() {
        let chosen = visit("/report?lang=ar&step=2", Some("en"));
        assert_eq!(chosen.texts().language(), Language::Arabic);
        assert_eq!(chosen.link("/report/3"), "/report/3?lang=ar");
        let browser = visit("/report", Some("ar-LB"));
        assert_eq!(browser.texts().language(), Language::Arabic);
        assert_eq!(browser.link("/report/3"), "/report/3");
        let easy = visit("/report?lang=ar&words=easy", None);
        assert_eq!(easy.link("/report/3"), "/report/3?lang=ar&words=easy");
        assert_eq!(easy.link_with_words("/", false), "/?lang=ar");
        assert!(easy.languages().iter().all(|other| other.href.contains("words=easy")));
        let form = easy.switching_by_form("f", "/f").language_form().unwrap();
        assert!(form.languages.iter().all(|other| other.href.contains("words=easy")));
        assert!(!chosen.is_easy() && chosen.link_with_words("/", true).ends_with("words=easy"));
        assert_eq!(visit("/report?lang=xx", None).texts().language(), Language::English);
    }
}
