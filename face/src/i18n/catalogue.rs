//! All texts of all rooms in all languages, read once at the start.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use fluent_bundle::{FluentError, FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast::Entry;
use unic_langid::LanguageIdentifier;

use super::{number::group_thousands, pseudo::pseudo, variables::variables_of};
use crate::{Language, Texts};

/// Bundles shared by all threads.
pub(crate) type Bundle = FluentBundle<FluentResource>;

/// One file of texts in one language; made by `resources!` and `door_resources!`.
#[derive(Clone, Copy, Debug)]
pub struct Resource {
    /// The language of the file.
    pub language: Language,
    /// Whether the public door shows these texts, so that every language of the door must have them.
    pub is_for_door: bool,
    /// Its content in Fluent's syntax.
    pub source: &'static str,
}

/// Why texts could not be loaded: always a mistake in a file of this project, found when a test or the program starts.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueFault {
    /// The file is not Fluent.
    #[error("a text file in {language:?} cannot be parsed: {what}")]
    Syntax {
        /// The file's language.
        language: Language,
        /// What the parser says.
        what: String,
    },
    /// Two files define one key.
    #[error("{language:?} has the key `{key}` twice")]
    Twice {
        /// The files' language.
        language: Language,
        /// The key.
        key: String,
    },
}

/// Every text in every language. Build one at the start with every room's resources and share it.
#[derive(Clone)]
pub struct Catalogue {
    pub(super) bundles: BTreeMap<Language, Arc<Bundle>>,
    /// Words in the place of built-in ones.
    over: BTreeMap<Language, Arc<Bundle>>,
    variables: Arc<BTreeMap<Language, Keys>>,
    /// Keys of what the public door shows.
    door: Arc<BTreeSet<String>>,
}

/// The keys of a language, each with its variables.
type Keys = BTreeMap<String, BTreeSet<String>>;

impl Catalogue {
    /// Loads the rooms' resources beside face's own.
    ///
    /// # Errors
    /// A file that Fluent cannot parse, or a key defined twice.
    pub fn new(resources: &[Resource]) -> Result<Self, CatalogueFault> {
        Self::made_of(resources, |language| language, |resource| Ok(resource.source.to_owned()))
    }

    /// The pseudo-language in the place of every language, made of the English texts: for the demo alone, to find what no
    /// language could translate and what would be cut off.
    ///
    /// # Errors
    /// As [`Catalogue::new`].
    pub fn pseudo(resources: &[Resource]) -> Result<Self, CatalogueFault> {
        let source = |resource: &Resource| {
            let language = resource.language;
            pseudo(resource.source).map_err(|what| CatalogueFault::Syntax { language, what })
        };
        Self::made_of(resources, |_| Language::default(), source)
    }

    /// Each language out of the files of the language that `of` names, read by `source`.
    fn made_of(
        resources: &[Resource],
        of: impl Fn(Language) -> Language,
        source: impl Fn(&Resource) -> Result<String, CatalogueFault>,
    ) -> Result<Self, CatalogueFault> {
        let mut bundles = BTreeMap::new();
        let mut variables = BTreeMap::new();
        let mut door = BTreeSet::new();
        for &language in Language::ALL {
            let mut bundle = empty_bundle(of(language));
            let mut keys = Keys::new();
            for resource in OWN.iter().chain(resources).filter(|resource| resource.language == of(language)) {
                let added = add(&mut bundle, language, source(resource)?)?;
                if resource.is_for_door && language == Language::default() {
                    door.extend(added.keys().cloned());
                }
                keys.extend(added);
            }
            name_the_unnamed(&mut bundle);
            bundles.insert(language, Arc::new(bundle));
            variables.insert(language, keys);
        }
        let (variables, door) = (Arc::new(variables), Arc::new(door));
        Ok(Self { bundles, over: BTreeMap::new(), variables, door })
    }

    /// The texts of one language; cheap to call and to clone.
    #[must_use]
    pub fn texts(&self, language: Language) -> Texts {
        Texts::new(language, Arc::clone(&self.bundles[&language]), self.over.get(&language).cloned())
    }

    /// These texts with others in the place of some.
    pub(super) fn with_over(&self, over: BTreeMap<Language, Arc<Bundle>>) -> Self {
        Self { over, ..self.clone() }
    }

    /// All keys of a language, sorted.
    #[must_use]
    pub fn all_keys(&self, language: Language) -> Vec<&str> {
        self.variables[&language].keys().map(String::as_str).collect()
    }

    /// The keys that a language must have.
    fn wanted(&self, language: Language) -> impl Iterator<Item = (&String, &BTreeSet<String>)> {
        let is_for_staff = Language::STAFF.contains(&language);
        let standard = self.variables[&Language::default()].iter();
        standard.filter(move |(key, _)| is_for_staff || self.door.contains(*key))
    }

    /// How languages differ from the default one in keys and variables, one line each; a test asserts that it is empty.
    #[must_use]
    pub fn differences(&self) -> Vec<String> {
        let standard = &self.variables[&Language::default()];
        let mut found = Vec::new();
        for (language, keys) in self.variables.iter() {
            for (key, wanted) in self.wanted(*language) {
                match keys.get(key) {
                    None => found.push(format!("{language:?} lacks `{key}`")),
                    Some(has) if has != wanted => {
                        found.push(format!(
                            "{language:?} has other variables in `{key}`: {has:?}, not {wanted:?}"
                        ));
                    }
                    Some(_) => {}
                }
            }
            let extra = keys.keys().filter(|key| !standard.contains_key(*key));
            found.extend(extra.map(|key| format!("only {language:?} has `{key}`")));
        }
        found
    }
}

/// The texts that every page needs.
const OWN: [Resource; Language::ALL.len()] = door_resources!("face");

/// A bundle with the language's way of writing numbers. Isolation is done per value, where scripts really mix.
pub(super) fn empty_bundle(language: Language) -> Bundle {
    let identifier: LanguageIdentifier =
        language.code().parse().expect("the list of languages holds valid codes");
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(group_thousands(language)));
    bundle
}

/// A language of the door that nobody has translated the name of is called as it calls itself: its folder is enough.
fn name_the_unnamed(bundle: &mut Bundle) {
    for language in Language::ALL {
        let key = format!("door-language-{}", language.code());
        let named = FluentResource::try_new(format!("{key} = {}\n", language.own_name()));
        if let Some(named) = named.ok().filter(|_| !bundle.has_message(&key)) {
            bundle.add_resource_overriding(named);
        }
    }
}

/// Adds one file to a bundle and tells its keys and their variables.
fn add(bundle: &mut Bundle, language: Language, source: String) -> Result<Keys, CatalogueFault> {
    let mut keys = Keys::new();
    let resource = FluentResource::try_new(source)
        .map_err(|(_, faults)| CatalogueFault::Syntax { language, what: format!("{faults:?}") })?;
    for entry in resource.entries() {
        if let Entry::Message(message) = entry {
            keys.insert(message.id.name.to_owned(), variables_of(message));
        }
    }
    bundle.add_resource(resource).map_err(|faults| {
        let key = faults.into_iter().find_map(|fault| match fault {
            FluentError::Overriding { id, .. } => Some(id),
            _ => None,
        });
        CatalogueFault::Twice { language, key: key.unwrap_or_default() }
    })?;
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_languages_have_the_same_keys_and_variables() {
        let catalogue = Catalogue::new(&[]).unwrap();
        assert_eq!(catalogue.differences(), Vec::<String>::new());
        assert!(catalogue.all_keys(Language::English).contains(&"exit-label"));
    }

    fn resource(language: Language, is_for_door: bool, source: &'static str) -> Resource {
        Resource { language, is_for_door, source }
    }

    #[test]
    fn a_missing_key_another_variable_and_an_extra_key_are_named() {
        let catalogue = Catalogue::new(&[
            resource(Language::English, false, "room-a = A { $x }\nroom-b = B"),
            resource(Language::Arabic, false, "room-a = أ { $y }\nroom-c = ج"),
        ]);
        assert_eq!(catalogue.unwrap().differences().len(), 3);
    }

    #[test]
    fn a_language_of_the_door_must_have_what_the_door_shows_and_no_more() {
        let of = |is_for_door| {
            Catalogue::new(&[
                resource(Language::English, is_for_door, "room-a = A"),
                resource(Language::Arabic, is_for_door, "room-a = أ"),
            ])
            .unwrap()
            .differences()
        };
        assert_eq!(of(false), Vec::<String>::new());
        assert_eq!(of(true).len(), Language::ALL.len() - Language::STAFF.len());
    }

    #[test]
    fn a_key_cannot_be_taken_twice_and_bad_syntax_is_refused() {
        let twice = Catalogue::new(&[resource(Language::English, false, "yes = Aye")]);
        assert!(matches!(twice, Err(CatalogueFault::Twice { key, .. }) if key == "yes"));
        let broken = Catalogue::new(&[resource(Language::English, false, "= nothing")]);
        assert!(matches!(broken, Err(CatalogueFault::Syntax { .. })));
    }
}
