//! The schema document, written from the table in this crate's own words.

use super::table::{COUNTRIES, FILE, REPORT, STATES};
use super::{Attribute, Content, Item, Part, Rule, Shape};
use std::fmt::Write as _;

/// The schema of reports and of details of files, as XML Schema.
///
/// ```
/// assert!(tipline::xsd().contains("incidentSummary"));
/// ```
pub fn xsd() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n",
    );
    item(&mut out, &REPORT, true);
    item(&mut out, &FILE, true);
    out.push_str("</xs:schema>\n");
    out
}

/// Writing into a text cannot fail.
fn put(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.write_fmt(words).expect("a text takes all that is written");
}

fn item(out: &mut String, item: &Item, root: bool) {
    put(out, format_args!("<xs:element name=\"{}\"", item.name));
    if !root {
        match item.most {
            u16::MAX => put(out, format_args!(" minOccurs=\"{}\" maxOccurs=\"unbounded\"", item.least)),
            most => put(out, format_args!(" minOccurs=\"{}\" maxOccurs=\"{most}\"", item.least)),
        }
    }
    out.push('>');
    shape(out, item.shape);
    out.push_str("</xs:element>\n");
}

fn shape(out: &mut String, shape: &Shape) {
    match &shape.content {
        Content::Text(rule) if shape.attributes.is_empty() => simple(out, *rule),
        // A simple content with attributes extends a type by name: a restriction of anyType's text stands for it.
        Content::Text(rule) => {
            out.push_str("<xs:complexType><xs:simpleContent><xs:restriction base=\"xs:anyType\">");
            simple(out, *rule);
            attributes(out, shape.attributes);
            out.push_str("</xs:restriction></xs:simpleContent></xs:complexType>");
        }
        Content::Sequence(parts) => {
            out.push_str("<xs:complexType><xs:sequence>");
            for part in *parts {
                match part {
                    Part::One(one) => item(out, one, false),
                    Part::Or(least, items) => {
                        put(out, format_args!("<xs:choice minOccurs=\"{least}\">"));
                        items.iter().for_each(|one| item(out, one, false));
                        out.push_str("</xs:choice>");
                    }
                }
            }
            out.push_str("</xs:sequence>");
            attributes(out, shape.attributes);
            out.push_str("</xs:complexType>");
        }
        Content::All(items) => {
            out.push_str("<xs:complexType><xs:all>");
            items.iter().for_each(|one| item(out, one, false));
            out.push_str("</xs:all>");
            attributes(out, shape.attributes);
            out.push_str("</xs:complexType>");
        }
    }
}

fn attributes(out: &mut String, attributes: &[Attribute]) {
    for attribute in attributes {
        let required = if attribute.required { " use=\"required\"" } else { "" };
        put(out, format_args!("<xs:attribute name=\"{}\"{required}>", attribute.name));
        simple(out, attribute.rule);
        out.push_str("</xs:attribute>");
    }
}

fn simple(out: &mut String, rule: Rule) {
    let token = |facets: &str| format!("<xs:restriction base=\"xs:token\">{facets}</xs:restriction>");
    let inner = match rule {
        Rule::Text(most) => format!("<xs:restriction base=\"xs:string\"><xs:maxLength value=\"{most}\"/></xs:restriction>"),
        Rule::NotBlank(most) => format!(
            "<xs:restriction base=\"xs:string\"><xs:maxLength value=\"{most}\"/><xs:pattern value=\"(.|\\s)*[^ \\t\\n\\r](.|\\s)*\"/></xs:restriction>"
        ),
        Rule::Flag => token("<xs:pattern value=\"(true|false|1|0)?\"/>"),
        Rule::Bool => token("<xs:pattern value=\"true|false|1|0\"/>"),
        Rule::DateTime => "<xs:restriction base=\"xs:dateTime\"><xs:pattern value=\"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-5][0-9](\\.[0-9]{1,12})?(Z|[+\\-][0-9]{2}:[0-9]{2})?\"/></xs:restriction>".to_owned(),
        Rule::Date => "<xs:restriction base=\"xs:date\"><xs:pattern value=\"[0-9]{4}-.*\"/></xs:restriction>".to_owned(),
        Rule::Long => token("<xs:pattern value=\"[0-9]{1,18}\"/>"),
        Rule::Age => token("<xs:pattern value=\"[0-9]{1,2}|0[0-9]{2}|1[0-4][0-9]|150\"/>"),
        Rule::Port => token("<xs:pattern value=\"[0-9]{1,4}|[0-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]\"/>"),
        Rule::Decimal => token("<xs:pattern value=\"-?[0-9]{1,3}(\\.[0-9]{1,20})?\"/>"),
        Rule::Mark => token("<xs:pattern value=\"(true|1)?\"/>"),
        Rule::Country => token(&format!("<xs:pattern value=\"({})?\"/>", COUNTRIES.replace(' ', "|"))),
        Rule::State => token(&format!("<xs:pattern value=\"({})?\"/>", STATES.replace(' ', "|"))),
        Rule::Extension => token("<xs:pattern value=\"[0-9]{1,10}\"/>"),
        Rule::CallingCode => token("<xs:pattern value=\"\\+[0-9]{1,3}\"/>"),
        Rule::OneOf(words) => {
            let all = words.iter().map(|word| format!("<xs:enumeration value=\"{word}\"/>")).collect::<String>();
            format!("<xs:restriction base=\"xs:string\">{all}</xs:restriction>")
        }
    };
    put(out, format_args!("<xs:simpleType>{inner}</xs:simpleType>"));
}
