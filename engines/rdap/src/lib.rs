//! Answers of registries by RDAP (RFC 9082, RFC 9083): with whom a name or network is registered, in which State it stands, and where
//! abuse is told. Pure: whoever asks brings the bytes.
//!
//! What a registry says is believed of nothing but this: every text is cut to one line of bounded length, every mail address has a form
//! that mail takes, every State is two letters, and an answer that is too large or too deep is refused.
//!
//! ```
//! let answer = r#"{ "objectClassName": "domain", "handle": "D-1", "ldhName": "host.example", "entities": [
//!     { "objectClassName": "entity", "handle": "9999", "roles": ["registrar"],
//!       "vcardArray": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Fictional Registrar"]]],
//!       "entities": [{ "objectClassName": "entity", "roles": ["abuse"],
//!         "vcardArray": ["vcard", [["email", {}, "text", "abuse@registrar.example"]]] }] }] }"#;
//! let told = rdap::read(answer.as_bytes())?;
//! assert_eq!(told.registrar, "Fictional Registrar");
//! assert_eq!(told.abuse.as_deref(), Some("abuse@registrar.example"));
//! # Ok::<(), rdap::NoAnswer>(())
//! ```

use serde_json::{Map, Value};

/// Longest answer that is read, in bytes.
pub const MAX_ANSWER: usize = 256 * 1024;
/// Longest text that is kept, in characters.
pub const MAX_TEXT: usize = 120;
/// Longest mail address (RFC 5321, section 4.5.3.1.3).
const MAX_MAIL: usize = 254;
/// So many entities are looked at, wherever they stand.
const MOST_ENTITIES: usize = 200;
/// Entities stand in entities, so deep at most.
const MOST_DEPTH: usize = 4;

/// What a registry says of a name or network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registered {
    /// The registry's own number of it; empty where it tells none.
    pub handle: String,
    /// Who runs it: of a name the registrar, of a network whoever has it; empty where the registry does not say.
    pub registrar: String,
    /// The registry's number of whoever runs it; empty where it tells none.
    pub operator: String,
    /// Where abuse is told.
    pub abuse: Option<String>,
    /// In which State it stands, as two capital letters.
    pub country: Option<String>,
}

/// Why an answer is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// More than [`MAX_ANSWER`].
    #[error("the answer is larger than 256 KiB")]
    TooLarge,
    /// No JSON object, or one that is nested too deep.
    #[error("the answer is no JSON object")]
    NoJson,
    /// Of another class than a name or a network.
    #[error("the answer is about neither a name nor a network")]
    Class,
}

/// Reads an answer about a domain or an IP network.
///
/// # Errors
/// [`NoAnswer`].
pub fn read(bytes: &[u8]) -> Result<Registered, NoAnswer> {
    if bytes.len() > MAX_ANSWER {
        return Err(NoAnswer::TooLarge);
    }
    // serde_json ends at 128 levels by itself.
    let Ok(Value::Object(answer)) = serde_json::from_slice(bytes) else { return Err(NoAnswer::NoJson) };
    let runs = match text(&answer, "objectClassName").as_str() {
        "domain" => "registrar",
        "ip network" => "registrant",
        _ => return Err(NoAnswer::Class),
    };
    let mut all = Vec::new();
    gather(&answer, 0, &mut all);
    let operator = all.iter().find(|entity| has_role(entity, runs));
    let card = operator.map(|entity| Card::of(entity)).unwrap_or_default();
    // Whoever is named for abuse, the nearest first; else whoever runs it.
    let abuse =
        all.iter().filter(|entity| has_role(entity, "abuse")).find_map(|entity| Card::of(entity).mail);
    let own = Some(text(&answer, "country")).filter(|code| is_country(code));
    Ok(Registered {
        handle: text(&answer, "handle"),
        registrar: card.name.or_else(|| some(text(&answer, "name"))).unwrap_or_default(),
        operator: operator.map(|entity| text(entity, "handle")).unwrap_or_default(),
        abuse: abuse.or(card.mail),
        country: own.or(card.country),
    })
}

/// The entities of an object and those within them, the nearest first.
fn gather<'a>(object: &'a Map<String, Value>, depth: usize, all: &mut Vec<&'a Map<String, Value>>) {
    let own = object.get("entities").and_then(Value::as_array).into_iter().flatten();
    let own: Vec<_> =
        own.filter_map(Value::as_object).take(MOST_ENTITIES.saturating_sub(all.len())).collect();
    all.extend(&own);
    if depth < MOST_DEPTH {
        own.into_iter().for_each(|entity| gather(entity, depth + 1, all));
    }
}

fn has_role(entity: &Map<String, Value>, role: &str) -> bool {
    entity.get("roles").and_then(Value::as_array).is_some_and(|roles| roles.iter().any(|one| one == role))
}

/// A text in one line of bounded length; empty where there is none.
fn text(object: &Map<String, Value>, name: &str) -> String {
    object.get(name).and_then(Value::as_str).map(one_line).unwrap_or_default()
}

fn one_line(text: &str) -> String {
    let plain = text.split(|letter: char| letter.is_control() || letter.is_whitespace());
    let plain: Vec<&str> = plain.filter(|word| !word.is_empty()).take(MAX_TEXT).collect();
    plain.join(" ").chars().take(MAX_TEXT).collect::<String>().trim_end().to_owned()
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a text has the form that mail takes: the part before the sign without blanks and controls, a name of a host behind it.
fn is_mail(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let fits = |part: &str, others: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || others.as_bytes().contains(&byte))
    };
    let is_host =
        host.contains('.') && host.split('.').all(|label| fits(label, "-") && !label.starts_with('-'));
    text.len() <= MAX_MAIL && fits(local, "!#$%&'*+-/=?^_`{|}~.") && is_host
}

/// What a jCard (RFC 7095) says.
#[derive(Default)]
struct Card {
    name: Option<String>,
    mail: Option<String>,
    country: Option<String>,
}

impl Card {
    fn of(entity: &Map<String, Value>) -> Card {
        let mut card = Card::default();
        let properties = entity.get("vcardArray").and_then(|array| array.get(1)).and_then(Value::as_array);
        for property in properties.into_iter().flatten().take(MOST_ENTITIES) {
            let value = property.get(3);
            let said = || value.and_then(Value::as_str);
            match property.get(0).and_then(Value::as_str).unwrap_or_default() {
                "fn" => card.name = card.name.or_else(|| said().map(one_line).and_then(some)),
                "email" => {
                    let mail = said().map(|text| text.trim().trim_start_matches("mailto:").to_owned());
                    card.mail = card.mail.or(mail.filter(|mail| is_mail(mail)));
                }
                "adr" => {
                    // RFC 8605: the State's two letters stand beside the property.
                    let code = property.get(1).and_then(|more| more.get("cc")).and_then(Value::as_str);
                    let code = code.map(str::to_ascii_uppercase).filter(|code| is_country(code));
                    card.country = card.country.or(code);
                }
                _ => {}
            }
        }
        card
    }
}

#[cfg(test)]
mod tests;
