//! Addresses, numbers and names in a text, each in one form.

use crate::normal;
use url::Url;

/// Most marks of one text.
pub const MOST_MARKS: usize = 50;
/// Digits at the end of a telephone number that are compared: what stands before them is the country's or the exchange's.
const PHONE_DIGITS: usize = 9;
/// Fewest and most digits of a telephone number, as E.164 has it.
const PHONE: std::ops::RangeInclusive<usize> = 8..=15;
/// Fewest and most characters of a name.
const NAME: std::ops::RangeInclusive<usize> = 3..=60;
/// Names in a query that say where a reader came from and nothing of the page.
const TRACKING: [&str; 6] = ["utm_", "fbclid", "gclid", "igshid", "mc_eid", "si="];

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// An address in the web.
    Address,
    /// An address of e-mail.
    Mail,
    /// A telephone number.
    Phone,
    /// A name somebody uses.
    Name,
}

/// One mark, in the form in which it is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// Its form.
    pub text: String,
}

fn mark(kind: MarkKind, text: String) -> Mark {
    Mark { kind, text }
}

/// What people write so that nobody follows an address by accident, undone.
fn armed(text: &str) -> String {
    let text = text.replace("[.]", ".").replace("(.)", ".").replace("[dot]", ".").replace("[:]", ":");
    match text.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("hxxp") => format!("http{}", text.get(4..).unwrap_or("")),
        _ => text,
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '/' | '@' | '+' | '_'))
}

/// An address in one form: host and path, without scheme, `www.`, user, fragment and what only tells where a reader came from; the
/// rest of the query in order. `None` where the text is no web address.
///
/// ```
/// assert_eq!(likeness::address("HTTPS://www.Example.org:443/a/?b=2&a=1#end").unwrap(), "example.org/a?a=1&b=2");
/// ```
#[must_use]
pub fn address(text: &str) -> Option<String> {
    let text = armed(text.trim());
    let has_scheme = text.contains("://");
    let url = if has_scheme { Url::parse(&text) } else { Url::parse(&format!("https://{text}")) };
    let url = url.ok().filter(|url| has_scheme || url.username().is_empty());
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.');
    if !host.contains(['.', ':']) {
        return None;
    }
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let mut query: Vec<&str> = url.query().unwrap_or_default().split('&').collect();
    query.retain(|part| !part.is_empty() && !TRACKING.iter().any(|name| part.starts_with(name)));
    query.sort_unstable();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    Some(format!("{host}{port}{}{query}", url.path().trim_end_matches('/')))
}

/// Whether a word looks like an address: a scheme, `www.`, or a host with a path.
fn looks_like_address(word: &str) -> bool {
    let has_scheme = word.split_once("://").is_some_and(|(scheme, _)| !scheme.is_empty());
    let starts = word.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    let (host, path) = word.split_once('/').unwrap_or((word, ""));
    let labels = || host.split('.').all(|label| label.len() > 1 && !label.contains(['@', ':']));
    has_scheme || starts || (!path.is_empty() && host.contains('.') && labels())
}

fn mail(word: &str) -> Option<Mark> {
    let (local, host) = word.split_once('@')?;
    let is_host = host.contains('.') && !host.contains('@') && host.split('.').all(|label| !label.is_empty());
    (!local.is_empty() && !local.contains('/') && is_host)
        .then(|| mark(MarkKind::Mail, format!("{local}@{host}").to_lowercase()))
}

/// A name as it is compared; `None` where too little or too much is left of it.
#[must_use]
pub fn name(text: &str) -> Option<Mark> {
    let text = normal(text).replace(' ', "");
    NAME.contains(&text.chars().count()).then(|| mark(MarkKind::Name, text))
}

fn of_word(word: &str) -> Option<Mark> {
    let word = armed(word);
    let word = bare(&word);
    if let Some(handle) = word.strip_prefix('@') {
        return name(handle);
    }
    mail(word).or_else(|| {
        looks_like_address(word).then(|| address(word)).flatten().map(|text| mark(MarkKind::Address, text))
    })
}

/// Telephone numbers: digits with what people write between them.
fn phones(text: &str) -> impl Iterator<Item = Mark> + '_ {
    let between = |letter: char| {
        letter.is_numeric() || matches!(letter, '+' | '-' | '(' | ')' | '.' | '/' | ' ' | '\u{a0}')
    };
    text.split(move |letter: char| !between(letter)).filter_map(|run| {
        let digits = run.chars().filter_map(digit).collect::<Vec<char>>();
        let from = digits.len().saturating_sub(PHONE_DIGITS);
        let text = || digits.get(from..).unwrap_or_default().iter().collect();
        PHONE.contains(&digits.len()).then(|| mark(MarkKind::Phone, text()))
    })
}

/// A digit of any script that reads it as European or Arabic-Indic digits do.
fn digit(letter: char) -> Option<char> {
    let arabic = match letter {
        '\u{660}'..='\u{669}' => Some(u32::from(letter) - 0x660),
        '\u{6f0}'..='\u{6f9}' => Some(u32::from(letter) - 0x6f0),
        _ => letter.to_digit(10),
    };
    arabic.and_then(|value| char::from_digit(value, 10))
}

fn each_once(marks: impl Iterator<Item = Mark>) -> Vec<Mark> {
    let mut found: Vec<Mark> = Vec::new();
    for mark in marks {
        if found.len() == MOST_MARKS {
            break;
        }
        if !found.contains(&mark) {
            found.push(mark);
        }
    }
    found
}

/// Addresses, telephone numbers and names with an `@` in a text, each once, [`MOST_MARKS`] at most.
#[must_use]
pub fn marks_in(text: &str) -> Vec<Mark> {
    let words = text.split(char::is_whitespace).filter_map(of_word);
    each_once(words.chain(phones(text)))
}

/// What a line tells that names an app and who is meant there, "app, name": its marks, and each part of it as a name.
///
/// ```
/// let names = likeness::names_in("Chat of an example; Blue_Fox 91");
/// assert_eq!(names[1].text, "bluefox91");
/// ```
#[must_use]
pub fn names_in(text: &str) -> Vec<Mark> {
    let parts = text.split([',', ';', '\n', '\r', '|', '،', '；', '，', '、']);
    let parts = parts.filter(|part| marks_in(part).is_empty()).filter_map(name);
    each_once(marks_in(text).into_iter().chain(parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(marks: &[Mark]) -> Vec<(MarkKind, &str)> {
        marks.iter().map(|mark| (mark.kind, mark.text.as_str())).collect()
    }

    #[test]
    fn one_page_has_one_form() {
        let same = [
            "http://example.org/a/b",
            "https://www.example.org/a/b/",
            "HTTPS://EXAMPLE.ORG:443/a/b#top",
            "hxxp://example[.]org/a/b",
            "example.org/a/b?utm_source=x&fbclid=1",
            "https://somebody@example.org/a/b",
            "(https://example.org/a/b).",
        ];
        for text in same {
            assert_eq!(texts(&marks_in(text)), [(MarkKind::Address, "example.org/a/b")], "{text}");
        }
        assert_ne!(address("example.org/a"), address("example.org/A"));
        assert_eq!(address("https://пример.example/x").unwrap(), "xn--e1afmkfd.example/x");
        for none in ["no address", "mailto:a@example.org", "ftp://example.org/x", "localhost/x", ""] {
            assert_eq!(address(none), None, "{none}");
        }
    }

    #[test]
    fn marks_are_found_in_what_people_write() {
        let text = "Fictional: write to Blue.Fox@Example.org or +49 (170) 555-0123, he is @blue_fox on www.example.org/chat. \
                    It was at 10:30 on 12.5.2026, for example at noon/evening.";
        let wanted = [
            (MarkKind::Mail, "blue.fox@example.org"),
            (MarkKind::Name, "bluefox"),
            (MarkKind::Address, "example.org/chat"),
            (MarkKind::Phone, "705550123"),
        ];
        let found = marks_in(text);
        for one in wanted {
            assert!(texts(&found).contains(&one), "{one:?} in {found:?}");
        }
        assert_eq!(marks_in("0170 5550123")[0], marks_in("٠١٧٠ ٥٥٥٠١٢٣")[0]);
        assert!(marks_in("Nothing of that is here, e.g. a word/another.").is_empty());
    }

    #[test]
    fn an_app_and_a_name_are_names() {
        let found = names_in("Example chat, Blue_Fox 91\n@bluefox91");
        assert_eq!(texts(&found), [(MarkKind::Name, "bluefox91"), (MarkKind::Name, "examplechat")]);
        assert_eq!(names_in("a, b"), []);
    }

    proptest! {
        #[test]
        fn any_text_has_few_marks_each_in_its_last_form(text in "\\PC{0,400}") {
            let found = marks_in(&text);
            prop_assert!(found.len() <= MOST_MARKS);
            for mark in found.iter().filter(|mark| mark.kind == MarkKind::Address) {
                prop_assert_eq!(address(&mark.text), Some(mark.text.clone()));
            }
        }

        #[test]
        fn an_address_is_found_wherever_it_stands(before in "[a-z ]{0,20}", path in "[a-z0-9]{1,10}") {
            let text = format!("{before} https://www.example.org/{path}?b=1&a=2, and more");
            let wanted = format!("example.org/{path}?a=2&b=1");
            prop_assert!(marks_in(&text).iter().any(|mark| mark.text == wanted));
        }
    }
}
