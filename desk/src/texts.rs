//! Texts that all rooms share: signing in, columns, fields; labels of the kernel's code lists.

use face::{Resource, door_resources, resources};

/// The shared texts in every language.
#[must_use]
pub fn resources() -> Vec<Resource> {
    let staff = [resources!("desk"), resources!("access"), resources!("codes"), resources!("work")].concat();
    // The public statistics speak of demand, too.
    [&staff[..], &door_resources!("demand")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ActDoor;
    use face::{Catalogue, Language, Texts, check::keys_in};
    use facts::report::Notice;
    use kernel::codes::{Listing, catalogue};
    use kernel::erasure::{AskErasure, ConfirmErasure};
    use kernel::{CodeList, Purpose, Role, RuleName};

    /// Words that blame a child or lessen the crime (Terminology Guidelines, Luxembourg 2016).
    const AVOIDED: &[&str] = &[
        "child porn",
        "child prostitut",
        "child sex tour",
        "child sex work",
        "sex tourist",
        "sextortion",
        "sexting",
        "client",
        "customer",
        "john",
        "webcam",
        "virtual child",
        "paedophil",
        "pedophil",
    ];

    fn texts() -> Catalogue {
        Catalogue::new(&resources()).unwrap()
    }

    fn lists() -> Vec<Listing> {
        let others = [
            Listing::of::<Role>(),
            Listing::of::<Purpose>(),
            Listing::of::<RuleName>(),
            Listing::of::<Notice>(),
            Listing::of::<kernel::glass::GlassReason>(),
            Listing::of::<kernel::kept::RecordKind>(),
            Listing::of::<kernel::kept::Anchor>(),
        ];
        catalogue()
            .into_iter()
            .chain(others)
            .chain(facts::catalogue())
            .chain(access::codes::catalogue())
            .collect()
    }

    fn lacking(texts: &Texts, keys: impl Iterator<Item = String>) -> Vec<String> {
        keys.filter(|key| !texts.has(key)).collect()
    }

    #[test]
    fn all_languages_have_the_same_keys_and_variables() {
        assert_eq!(texts().differences(), Vec::<String>::new());
    }

    #[test]
    fn every_text_can_be_shown() {
        let catalogue = texts();
        for &language in Language::STAFF {
            let texts = catalogue.texts(language);
            for key in resources().iter().flat_map(|resource| keys_of(resource.source)) {
                let words = ["paragraphs", "when", "user", "count", "number", "label", "account", "name"];
                let shown = texts.t_args(key, &words.map(|name| (name, "82(c)".into())));
                assert!(!shown.contains('⟦') && !shown.contains('{'), "{language:?} {key}: {shown}");
            }
        }
    }

    #[test]
    fn every_code_has_its_label_and_the_english_one_is_that_of_the_code() {
        let english = texts().texts(Language::English);
        for list in lists() {
            for one in &list.codes {
                assert_eq!(english.t(&format!("{}-{}", list.name, one.code)), one.label);
            }
        }
    }

    #[test]
    fn arabic_labels_are_arabic_and_tell_the_codes_of_a_list_apart() {
        let arabic = texts().texts(Language::Arabic);
        for list in lists() {
            let mut labels: Vec<String> =
                list.codes.iter().map(|one| arabic.t(&format!("{}-{}", list.name, one.code))).collect();
            for label in &labels {
                assert!(label.chars().any(|c| ('\u{621}'..='\u{64a}').contains(&c)), "{} {label}", list.name);
            }
            labels.sort();
            labels.dedup();
            assert_eq!(labels.len(), list.codes.len(), "{}", list.name);
        }
    }

    #[test]
    fn every_column_of_the_lower_floors_has_a_label() {
        let english = texts().texts(Language::English);
        let tables = kernel::journal::charter().tables.into_iter().chain(facts::charter().tables);
        let listed = crate::staff_room().listings;
        let columns = tables.flat_map(|table| table.columns.iter());
        let columns = columns.chain(listed.iter().flat_map(|listing| listing.table.columns.iter()));
        let keys = columns.map(|column| format!("column-{}", column.name.replace('_', "-")));
        assert_eq!(lacking(&english, keys), Vec::<String>::new());
    }

    #[test]
    fn every_act_of_the_journal_has_a_title_and_its_fields_have_labels() {
        let english = texts().texts(Language::English);
        let own = [ActDoor::of::<AskErasure>(&[]), ActDoor::of::<ConfirmErasure>(&[])];
        for door in own.into_iter().chain(crate::staff_room().acts) {
            let schema = serde_json::to_value((door.schema)().0).unwrap();
            let fields = schema["properties"].as_object().unwrap().keys();
            let title = format!("act-{}", door.kind.name.replace('.', "-"));
            let keys = fields.map(|name| format!("field-{}", name.replace('_', "-"))).chain([title]);
            assert_eq!(lacking(&english, keys), Vec::<String>::new());
        }
    }

    #[test]
    fn every_rule_that_spans_rooms_says_why_and_what_instead_in_all_languages() {
        let rules: Vec<&str> = rules::charter().rules.iter().map(|rule| rule.name.code()).collect();
        assert_eq!(rules.len(), 9);
        let keys =
            || rules.iter().flat_map(|rule| ["why", "instead"].map(|part| format!("refusal-{rule}-{part}")));
        for &language in Language::STAFF {
            assert_eq!(lacking(&texts().texts(language), keys()), Vec::<String>::new());
        }
    }

    #[test]
    fn every_key_that_the_desk_writes_out_exists() {
        let english = texts().texts(Language::English);
        let sources = [
            include_str!("sign_in.rs"),
            include_str!("again.rs"),
            include_str!("begin.rs"),
            include_str!("second_factor.rs"),
            include_str!("sessions.rs"),
            include_str!("staff.rs"),
            include_str!("machine.rs"),
            include_str!("tokens.rs"),
            include_str!("act_form.rs"),
            include_str!("act_page.rs"),
            include_str!("answers.rs"),
            include_str!("../templates/act.html"),
            include_str!("../templates/again.html"),
            include_str!("../templates/begin.html"),
            include_str!("../templates/begun.html"),
            include_str!("../templates/codes.html"),
            include_str!("../templates/offered.html"),
            include_str!("../templates/second_factor.html"),
            include_str!("../templates/sessions.html"),
            include_str!("../templates/staff.html"),
            include_str!("../templates/tokens.html"),
            include_str!("../templates/list.html"),
            include_str!("../templates/purpose.html"),
            include_str!("../templates/sign_in.html"),
        ];
        let called = sources.iter().flat_map(|source| keys_in(source));
        let quoted = sources.iter().flat_map(|source| source.split('"'));
        let written = quoted.filter(|text| {
            let own = ["sign-in-", "purpose-", "act-", "again-", "session-", "token-", "staff-"]
                .iter()
                .any(|start| text.starts_with(start));
            own && *text != "act-id" && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        });
        let keys: Vec<String> =
            called.chain(written).map(ToOwned::to_owned).filter(|key| !key.ends_with('-')).collect();
        assert!(keys.len() > 10, "the reading of the sources finds nothing: {keys:?}");
        assert_eq!(lacking(&english, keys.into_iter()), Vec::<String>::new());
    }

    #[test]
    fn english_texts_keep_to_respectful_words() {
        for resource in resources().iter().filter(|resource| resource.language == Language::English) {
            for line in resource.source.lines() {
                let small = line.to_lowercase();
                let words = |word: &&&str| {
                    small.match_indices(**word).any(|(at, _)| !small[..at].ends_with(char::is_alphabetic))
                };
                assert_eq!(AVOIDED.iter().find(words), None, "{line}");
            }
        }
    }

    /// The keys that a file defines: what stands before the equals sign of a line that begins with a letter.
    fn keys_of(source: &str) -> impl Iterator<Item = &str> {
        let entries = source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
        entries.filter_map(|line| line.split_once(" = ").map(|(key, _)| key))
    }
}
