//! Addresses of this site: the language in them, and nothing else of theirs lost.

use crate::Language;

/// A link to the same page in another language.
#[derive(Clone, Debug)]
pub(super) struct LanguageLink {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) href: String,
    pub(super) current: bool,
}

/// The languages of a page that answers a form: each is a button of that form.
#[derive(Clone, Debug)]
pub(super) struct LanguageForm {
    pub(super) id: &'static str,
    pub(super) languages: Vec<LanguageLink>,
}

/// The same page in each of these languages.
pub(super) fn language_links(among: &[Language], here: &str, current: Language) -> Vec<LanguageLink> {
    let link = |&language: &Language| LanguageLink {
        code: language.code(),
        name: language.own_name(),
        href: with_language(here, language),
        current: language == current,
    };
    among.iter().map(link).collect()
}

/// A path with `lang=` set, its other parameters and its fragment kept.
pub(super) fn with_language(path: &str, language: Language) -> String {
    with_parameter(path, "lang", Some(language.code()))
}

/// A path with a parameter set or taken out, its other ones and its fragment kept.
pub(super) fn with_parameter(path: &str, key: &str, value: Option<&str>) -> String {
    let (address, fragment) = path.split_once('#').map_or((path, None), |(a, f)| (a, Some(f)));
    let (bare, query) = address.split_once('?').unwrap_or((address, ""));
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs(form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != key));
    value.map(|value| pairs.append_pair(key, value));
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    let query = pairs.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{bare}{mark}{query}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_replaced_and_the_rest_kept() {
        assert_eq!(with_language("/a", Language::Arabic), "/a?lang=ar");
        assert_eq!(with_language("/a?x=1&lang=ar#top", Language::English), "/a?x=1&lang=en#top");
        assert_eq!(with_parameter("/a?x=1#top", "x", None), "/a#top");
    }
}
