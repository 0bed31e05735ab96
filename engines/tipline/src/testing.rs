//! Documents made up from a seed, out of the same table that validates: valid ones of great variety, and broken ones with the code
//! that each must get. All words in them are neutral.

use crate::fault::Code;
use crate::schema::table::{FILE, REPORT};
use crate::schema::{Attribute, Content, Item, Part, Rule};

/// Ways to break a report.
pub const WAYS: u64 = 14;

/// Numbers that depend on the seed alone (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (word ^ (word >> 31)) % sides
    }

    fn one<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let at = self.roll(words.len() as u64);
        words[usize::try_from(at).unwrap_or_default()]
    }
}

/// A valid report.
///
/// ```
/// # #[cfg(feature = "testing")] {
/// let xml = tipline::testing::report(7);
/// assert!(tipline::read_report(xml.as_bytes(), &tipline::Limits::default(), 1_800_000_000_000).is_ok());
/// # }
/// ```
pub fn report(seed: u64) -> String {
    document(seed, &REPORT)
}

/// Valid details of a file. Ids are what the seed makes them: see [`file_details_of`].
pub fn file_details(seed: u64) -> String {
    document(seed, &FILE)
}

/// Valid details of one file of one report.
pub fn file_details_of(seed: u64, report_id: u64, file_id: &str) -> String {
    let xml = file_details(seed);
    let xml = with_text(&xml, "reportId", &report_id.to_string());
    with_text(&xml, "fileId", file_id)
}

/// A report that is broken in one of [`WAYS`] ways, and the code it must get.
pub fn broken_report(seed: u64) -> (Vec<u8>, Code) {
    let good = report(seed / WAYS);
    let last = |what: &str| good.replace("</report>", &format!("{what}</report>"));
    let (text, code) = match seed % WAYS {
        0 => (last("<reporter><reportingPerson/></reporter>"), Code::ValidationFailed),
        1 => (without(&good, "incidentType"), Code::ValidationFailed),
        2 => (last("<unknownElement/>"), Code::ValidationFailed),
        3 => (with_text(&good, "incidentType", "Something else"), Code::ValidationFailed),
        4 => (with_text(&good, "incidentDateTime", "yesterday"), Code::ValidationFailed),
        5 => (with_text(&good, "incidentDateTime", "2999-01-01T00:00:00Z"), Code::ValidationFailed),
        6 => {
            let long = format!("</incidentType><platform>{}</platform>", "x".repeat(257));
            (without(&good, "platform").replace("</incidentType>", &long), Code::ValidationFailed)
        }
        7 => (good.replace("</report>", ""), Code::MalformedXml),
        8 => (good.replace("<report>", "<!DOCTYPE report><report>"), Code::MalformedXml),
        9 => (last("&other;"), Code::MalformedXml),
        10 => (last(&("<a>".repeat(40) + &"</a>".repeat(40))), Code::MalformedXml),
        11 => (last("\u{1}"), Code::MalformedXml),
        12 => (good.replace("<report>", "<report unknown=\"1\">"), Code::ValidationFailed),
        _ => {
            let mut bytes = good.into_bytes();
            bytes.extend([b'<', 0xE9]);
            return (bytes, Code::MalformedXml);
        }
    };
    (text.into_bytes(), code)
}

/// The document with another text in the first element of a name.
fn with_text(xml: &str, name: &str, text: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let found = xml.split_once(&open).and_then(|(before, rest)| Some((before, rest.split_once(&close)?.1)));
    found.map_or_else(|| xml.to_owned(), |(before, after)| format!("{before}{open}{text}{close}{after}"))
}

/// The document without the first element of a name.
fn without(xml: &str, name: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let found = xml.split_once(&open).and_then(|(before, rest)| Some((before, rest.split_once(&close)?.1)));
    found.map_or_else(|| xml.to_owned(), |(before, after)| format!("{before}{after}"))
}

fn document(seed: u64, root: &Item) -> String {
    let mut dice = Dice(seed);
    let mut xml = String::new();
    if dice.roll(3) > 0 {
        xml.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }
    element(&mut xml, root, &mut dice);
    xml
}

fn element(xml: &mut String, item: &Item, dice: &mut Dice) {
    xml.push('<');
    xml.push_str(item.name);
    for Attribute { name, rule, required } in item.shape.attributes {
        if *required || dice.roll(2) == 0 {
            xml.push_str(&format!(" {name}=\"{}\"", value(name, *rule, dice)));
        }
    }
    xml.push('>');
    match &item.shape.content {
        Content::Text(rule) => xml.push_str(&value(item.name, *rule, dice)),
        Content::Sequence(parts) => parts.iter().for_each(|part| place(xml, part, dice)),
        Content::All(items) => {
            // Any order: from somewhere on, around.
            let from = usize::try_from(dice.roll(items.len() as u64)).unwrap_or_default();
            for one in items[from..].iter().chain(&items[..from]) {
                if dice.roll(3) == 0 {
                    element(xml, one, dice);
                }
            }
        }
    }
    xml.push_str(&format!("</{}>", item.name));
}

fn place(xml: &mut String, part: &Part, dice: &mut Dice) {
    match part {
        Part::One(item) => {
            let more = if item.most > 1 { dice.roll(3) } else { dice.roll(2) };
            let times = if item.least == item.most { 1 } else { more.max(u64::from(item.least)) };
            (0..times).for_each(|_| element(xml, item, dice));
        }
        Part::Or(least, items) => {
            if *least > 0 || dice.roll(2) == 0 {
                let at = usize::try_from(dice.roll(items.len() as u64)).unwrap_or_default();
                element(xml, &items[at], dice);
            }
        }
    }
}

fn value(name: &str, rule: Rule, dice: &mut Dice) -> String {
    let number = dice.roll(1_000);
    match (name, rule) {
        // The other word forbids a class and a mark, which no schema can say.
        ("fileRelevance", _) => "Reported".to_owned(),
        ("ipAddress", _) => format!("192.0.2.{}", number % 256),
        ("email" | "emailAddress", _) => format!("person{number}@example.org"),
        ("url" | "profileUrl" | "legalURL" | "locationOfFile", _) => {
            format!("https://example.org/{number}?a=1&amp;b=2")
        }
        ("fileId", _) => format!("a{:031x}", number),
        (_, Rule::Text(_) | Rule::NotBlank(_)) => {
            format!(
                "{} {number}",
                dice.one(&["an example", "un café", "пример", "例子", "مثال", "a &lt;word&gt;", "a &#x41;"])
            )
        }
        (_, Rule::Flag) => dice.one(&["", "true", "false"]).to_owned(),
        (_, Rule::Mark) => dice.one(&["", "true"]).to_owned(),
        (_, Rule::Extension) => number.to_string(),
        (_, Rule::Bool) => dice.one(&["true", "false"]).to_owned(),
        (_, Rule::DateTime) => {
            let zone = dice.one(&["Z", "", "+05:30", "-08:00", ".25Z"]);
            format!(
                "20{:02}-{:02}-{:02}T{:02}:30:00{zone}",
                number % 26,
                number % 12 + 1,
                number % 28 + 1,
                number % 24
            )
        }
        (_, Rule::Date) => format!("19{:02}-{:02}-{:02}", number % 100, number % 12 + 1, number % 28 + 1),
        (_, Rule::Long) => number.to_string(),
        (_, Rule::Age) => (number % 151).to_string(),
        (_, Rule::Port) => (number * 65).to_string(),
        (_, Rule::Decimal) => format!("-{}.{number}", number % 90),
        (_, Rule::Country) => dice.one(&["FR", "KE", "", "A1"]).to_owned(),
        (_, Rule::State) => dice.one(&["CA", "NY", ""]).to_owned(),
        (_, Rule::CallingCode) => format!("+{}", number.max(1)),
        (_, Rule::OneOf(words)) => dice.one(words).to_owned(),
    }
}
