//! Finding a country by a name: the one of the list, or another that documents use.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::country::Country;
use super::list::CodeList;
use super::unknown::{UnknownCode, nearest};

/// Names in use that differ from the list by more than case, accents, punctuation or the order of the words.
/// That a name stands here says that documents use it, and nothing about whether they should.
const ALIASES: &[(&str, &[&str])] = &[
    ("AE", &["UAE"]),
    ("BO", &["Bolivia"]),
    ("BN", &["Brunei"]),
    ("CD", &["DR Congo", "DRC", "Congo-Kinshasa"]),
    ("CG", &["Republic of the Congo", "Congo-Brazzaville"]),
    ("CI", &["Ivory Coast"]),
    ("CV", &["Cape Verde"]),
    ("CZ", &["Czech Republic"]),
    ("FK", &["Falkland Islands"]),
    ("FO", &["Faeroe Islands"]),
    ("FM", &["Micronesia"]),
    ("GB", &["United Kingdom of Great Britain and Northern Ireland", "Great Britain", "UK"]),
    ("HK", &["Hong Kong SAR", "China, Hong Kong Special Administrative Region"]),
    ("IR", &["Iran"]),
    ("KG", &["Kyrgyz Republic"]),
    ("KP", &["North Korea", "DPRK"]),
    ("KR", &["South Korea"]),
    ("LA", &["Laos", "Lao PDR"]),
    ("LY", &["Libyan Arab Jamahiriya"]),
    ("MD", &["Moldova"]),
    ("MK", &["Republic of North Macedonia", "The former Yugoslav Republic of Macedonia"]),
    ("MM", &["Burma"]),
    ("MO", &["Macau", "Macao SAR", "China, Macao Special Administrative Region"]),
    ("NL", &["Kingdom of the Netherlands"]),
    ("PN", &["Pitcairn Islands"]),
    ("PS", &["Palestine", "Occupied Palestinian Territory"]),
    ("RU", &["Russia"]),
    ("SH", &["Saint Helena"]),
    ("SK", &["Slovak Republic"]),
    ("SX", &["Sint Maarten"]),
    ("SY", &["Syria"]),
    ("SZ", &["Swaziland"]),
    ("TL", &["East Timor"]),
    ("TR", &["Turkey", "Republic of Türkiye"]),
    ("TW", &["Taiwan"]),
    ("TZ", &["Tanzania"]),
    ("US", &["United States of America", "USA", "US"]),
    ("VA", &["Holy See", "Vatican City", "Vatican City State"]),
    ("VE", &["Venezuela"]),
    ("VI", &["United States Virgin Islands"]),
    ("VN", &["Vietnam"]),
];

static BY_NAME: LazyLock<HashMap<String, Country>> =
    LazyLock::new(|| every_name().map(|(name, country)| (folded(name), country)).collect());

fn every_name() -> impl Iterator<Item = (&'static str, Country)> {
    let listed = Country::all().iter().map(|country| (country.name(), *country));
    let others = Country::all().iter().flat_map(|country| {
        let of_country = ALIASES.iter().filter(|(alpha2, _)| *alpha2 == country.alpha2());
        of_country.flat_map(|(_, names)| names.iter().map(|name| (*name, *country)))
    });
    listed.chain(others)
}

/// The country that is known by this name.
pub(super) fn by_name(name: &str) -> Result<Country, UnknownCode> {
    BY_NAME.get(&folded(name)).copied().ok_or_else(|| {
        let near = nearest(name, every_name().map(|(known, _)| known));
        UnknownCode::new(
            Country::NAME,
            name,
            near,
            vec!["an English name of a country or territory".to_owned()],
        )
    })
}

/// The words that tell names apart, without case, accents or punctuation, in alphabetical order.
fn folded(name: &str) -> String {
    let plain: String = name.chars().flat_map(char::to_lowercase).flat_map(unaccented).collect();
    let mut words: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !matches!(*word, "" | "the" | "of" | "and"))
        .map(|word| if word == "st" { "saint" } else { word })
        .collect();
    words.sort_unstable();
    words.join(" ")
}

/// A small letter without its accent; full stops, apostrophes and combining accents vanish ("U.S." is "us").
fn unaccented(letter: char) -> Option<char> {
    match letter {
        'à'..='å' | 'ā' | 'ă' => Some('a'),
        'ç' => Some('c'),
        'è'..='ë' => Some('e'),
        'ì'..='ï' | 'ı' => Some('i'),
        'ñ' => Some('n'),
        'ò'..='ö' | 'ø' => Some('o'),
        'ş' | 'š' => Some('s'),
        'ù'..='ü' => Some('u'),
        '.' | '\'' | '\u{2019}' | '\u{300}'..='\u{36f}' => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_countries() {
        for (name, country) in every_name() {
            assert_eq!(by_name(name), Ok(country), "{name}");
        }
    }

    #[test]
    fn every_alias_belongs_to_an_assigned_code_and_adds_something() {
        let listed: HashMap<String, Country> =
            Country::all().iter().map(|c| (folded(c.name()), *c)).collect();
        for (alpha2, names) in ALIASES {
            assert!(Country::from_alpha2(alpha2).is_ok(), "{alpha2}");
            for name in *names {
                assert!(!listed.contains_key(&folded(name)), "{name} is found without the alias");
            }
        }
    }

    #[test]
    fn names_as_documents_write_them_are_found() {
        for (name, alpha2) in [
            ("Republic of Korea", "KR"),
            ("KOREA (the Republic of)", "KR"),
            ("Democratic People's Republic of Korea", "KP"),
            ("Democratic People’s Republic of Korea", "KP"),
            ("Cote d'Ivoire", "CI"),
            ("Co\u{302}te d’Ivoire", "CI"),
            ("Turkey", "TR"),
            ("TÜRKİYE", "TR"),
            ("Vietnam", "VN"),
            ("Bolivia (Plurinational State of)", "BO"),
            ("Micronesia (Federated States of)", "FM"),
            ("State of Palestine", "PS"),
            ("Democratic Republic of the Congo", "CD"),
            ("Congo", "CG"),
            ("St. Kitts and Nevis", "KN"),
            ("Bahamas, The", "BS"),
            ("Sao Tome & Principe", "ST"),
            ("US Virgin Islands", "VI"),
            ("British Virgin Islands", "VG"),
            ("Pitcairn Islands", "PN"),
            ("Dominica", "DM"),
            ("Dominican Republic", "DO"),
            ("Niger", "NE"),
        ] {
            assert_eq!(by_name(name).map(Country::alpha2), Ok(alpha2), "{name}");
        }
    }

    #[test]
    fn a_slip_is_suggested_and_not_guessed() {
        assert_eq!(by_name("Gemrany").unwrap_err().nearest, Some("Germany"));
        for name in ["", "of the", "Korea", "Virgin Islands", "Atlantis"] {
            assert!(by_name(name).is_err(), "{name}");
        }
    }
}
