//! Bytes from outside become a bounded tree, or are said to be malformed.

use quick_xml::Reader;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use std::fmt;

/// How much of a document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of a document.
    pub bytes: usize,
    /// Most elements.
    pub elements: usize,
    /// Most elements inside one another.
    pub depth: usize,
    /// Most bytes of text in one element.
    pub text: usize,
    /// Most attributes of one element.
    pub attributes: usize,
    /// Most bytes of one attribute's value.
    pub attribute: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 4 << 20, elements: 20_000, depth: 32, text: 1 << 20, attributes: 16, attribute: 4_096 }
    }
}

/// A place in a document: both count from one, columns in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The byte in the line.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Why a document is not read. It names places and elements, never what somebody wrote into them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct Malformed {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub what: String,
}

impl Malformed {
    fn at(place: Place, what: impl fmt::Display) -> Malformed {
        Malformed { place, what: what.to_string() }
    }
}

/// An element as it was read.
#[derive(Debug)]
pub struct Node {
    /// Its name, with a prefix where it has one.
    pub name: String,
    /// Its attributes in their order, without prefixes of namespaces and places of schemas.
    pub attributes: Vec<(String, String)>,
    /// The elements in it, in their order.
    pub children: Vec<Node>,
    /// All text of its own, as it stands.
    pub text: String,
    /// Where it begins.
    pub place: Place,
}

impl Node {
    /// Its name without a prefix.
    #[must_use]
    pub fn local_name(&self) -> &str {
        self.name.rsplit_once(':').map_or(self.name.as_str(), |(_, name)| name)
    }

    /// The first child of a name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of a name.
    pub fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of a name, unless it is blank.
    #[must_use]
    pub fn said(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }

    /// An attribute's value.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Walks a text forward and tells lines and columns, so that a whole document is counted once.
struct Places<'a> {
    bytes: &'a [u8],
    at: usize,
    place: Place,
}

impl Places<'_> {
    fn to(&mut self, offset: usize) -> Place {
        let offset = offset.min(self.bytes.len());
        while self.at < offset {
            if self.bytes[self.at] == b'\n' {
                self.place = Place { line: self.place.line.saturating_add(1), column: 1 };
            } else {
                self.place.column = self.place.column.saturating_add(1);
            }
            self.at += 1;
        }
        self.place
    }
}

/// Reads a document into a tree within limits.
///
/// # Errors
/// [`Malformed`].
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Node, Malformed> {
    let start = Place { line: 1, column: 1 };
    if bytes.len() > limits.bytes {
        return Err(Malformed::at(start, format_args!("the document is larger than {} bytes", limits.bytes)));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut places = Places { bytes, at: 0, place: start };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(fault) => {
            return Err(Malformed::at(places.to(fault.valid_up_to()), "the document is not UTF-8"));
        }
    };
    if let Some((at, _)) = text.char_indices().find(|(_, char)| !allowed(*char)) {
        return Err(Malformed::at(places.to(at), "a character that XML 1.0 forbids"));
    }
    Builder { places, limits, open: Vec::new(), root: None, elements: 0 }.run(text)
}

/// Whether XML 1.0 allows a character.
pub(crate) const fn allowed(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

struct Builder<'a> {
    places: Places<'a>,
    limits: &'a Limits,
    open: Vec<Node>,
    root: Option<Node>,
    elements: usize,
}

impl Builder<'_> {
    fn run(mut self, text: &str) -> Result<Node, Malformed> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = true;
        loop {
            let offset = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            let place = self.places.to(offset);
            let event = reader
                .read_event()
                .map_err(|_| Malformed::at(place, "tags do not fit together or a reference is not closed"))?;
            match event {
                Event::Eof => break,
                Event::Decl(decl) => declared(&decl, offset, text, place)?,
                Event::DocType(_) => return Err(Malformed::at(place, "a DOCTYPE is not accepted")),
                Event::PI(_) => {
                    return Err(Malformed::at(place, "processing instructions are not accepted"));
                }
                Event::Comment(_) => {}
                Event::Start(tag) => self.begin(&tag, place)?,
                Event::Empty(tag) => {
                    self.begin(&tag, place)?;
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(said) => {
                    let said = said.into_inner();
                    if said.contains("]]>") {
                        return Err(Malformed::at(place, "]]> stands in a text"));
                    }
                    self.say(&said, place)?;
                }
                Event::CData(said) => {
                    let said = said.into_inner();
                    if self.open.is_empty() {
                        return Err(Malformed::at(place, "text outside of the root element"));
                    }
                    self.say(&said, place)?;
                }
                Event::GeneralRef(name) => {
                    let char = reference(&name.into_inner()).ok_or_else(|| no_entity(place))?;
                    if self.open.is_empty() {
                        return Err(Malformed::at(place, "text outside of the root element"));
                    }
                    self.push(char.encode_utf8(&mut [0; 4]), place)?;
                }
            }
        }
        let place = self.places.to(text.len());
        if let Some(open) = self.open.last() {
            return Err(Malformed::at(place, format_args!("element {} is not closed", shown(&open.name))));
        }
        self.root.ok_or_else(|| Malformed::at(place, "there is no root element"))
    }

    fn begin(&mut self, tag: &BytesStart<'_>, place: Place) -> Result<(), Malformed> {
        if self.open.is_empty() && self.root.is_some() {
            return Err(Malformed::at(place, "a second root element"));
        }
        self.elements += 1;
        if self.elements > self.limits.elements {
            return Err(Malformed::at(place, format_args!("more than {} elements", self.limits.elements)));
        }
        if self.open.len() >= self.limits.depth {
            return Err(Malformed::at(
                place,
                format_args!("elements stand deeper than {} levels", self.limits.depth),
            ));
        }
        let name = tag.name().as_ref().to_owned();
        if !is_name(&name) {
            return Err(Malformed::at(place, "an element's name is not one"));
        }
        let attributes = attributes(tag.attributes_raw(), self.limits, place)?;
        self.open.push(Node { name, attributes, children: Vec::new(), text: String::new(), place });
        Ok(())
    }

    fn end(&mut self) {
        if let Some(node) = self.open.pop() {
            match self.open.last_mut() {
                Some(parent) => parent.children.push(node),
                None => self.root = Some(node),
            }
        }
    }

    /// Text as it stands in the document: ends of lines become one sign.
    fn say(&mut self, said: &str, place: Place) -> Result<(), Malformed> {
        if !said.contains('\r') {
            return self.push(said, place);
        }
        self.push(&said.replace("\r\n", "\n").replace('\r', "\n"), place)
    }

    fn push(&mut self, said: &str, place: Place) -> Result<(), Malformed> {
        let Some(node) = self.open.last_mut() else {
            let blank = said.chars().all(|char| matches!(char, ' ' | '\t' | '\n' | '\r'));
            return if blank {
                Ok(())
            } else {
                Err(Malformed::at(place, "text outside of the root element"))
            };
        };
        if node.text.len() + said.len() > self.limits.text {
            return Err(Malformed::at(
                place,
                format_args!("the text of an element is longer than {} bytes", self.limits.text),
            ));
        }
        node.text.push_str(said);
        Ok(())
    }
}

fn no_entity(place: Place) -> Malformed {
    Malformed::at(place, "an entity that is none of amp, lt, gt, quot, apos and character references")
}

/// The declaration stands first, is of XML 1.0 and names an encoding that is read here.
fn declared(decl: &BytesDecl<'_>, offset: usize, text: &str, place: Place) -> Result<(), Malformed> {
    if offset != 0 {
        return Err(Malformed::at(place, "the XML declaration does not stand first"));
    }
    if decl.version().map_err(|_| Malformed::at(place, "the XML declaration cannot be read"))? != "1.0" {
        return Err(Malformed::at(place, "the version is not XML 1.0"));
    }
    let Some(encoding) = decl.encoding() else { return Ok(()) };
    let encoding = encoding
        .map_err(|_| Malformed::at(place, "the XML declaration cannot be read"))?
        .to_ascii_lowercase();
    match encoding.as_str() {
        "utf-8" | "utf8" => Ok(()),
        "us-ascii" | "ascii" | "iso-8859-1" if text.is_ascii() => Ok(()),
        "us-ascii" | "ascii" | "iso-8859-1" => {
            Err(Malformed::at(place, "the declared encoding is not what the document holds: send UTF-8"))
        }
        _ => Err(Malformed::at(place, "the declared encoding is not accepted: send UTF-8")),
    }
}

/// The character of one of the five entities or of a character reference.
fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |hex| (hex, 16));
            // A sign before the digits is read by Rust and is none of XML.
            if digits.is_empty()
                || digits.len() > 12
                || !digits.bytes().all(|byte| char::from(byte).is_digit(radix))
            {
                return None;
            }
            char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|char| allowed(*char))
        }
    }
}

/// The attributes of a tag, read strictly. Where a document says its schema lies is left out: it is never followed.
fn attributes(raw: &str, limits: &Limits, place: Place) -> Result<Vec<(String, String)>, Malformed> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut rest = raw;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        if trimmed.is_empty() {
            all.retain(|(name, _)| {
                !(name.starts_with("xmlns:")
                    || name == "xsi:noNamespaceSchemaLocation"
                    || name == "xsi:schemaLocation")
            });
            return Ok(all);
        }
        let (name, value, after) = (trimmed.len() < rest.len())
            .then(|| attribute(trimmed))
            .flatten()
            .ok_or_else(|| Malformed::at(place, "an attribute is not written as name=\"value\""))?;
        if all.len() >= limits.attributes {
            return Err(Malformed::at(
                place,
                format_args!("an element has more than {} attributes", limits.attributes),
            ));
        }
        if value.len() > limits.attribute {
            return Err(Malformed::at(
                place,
                format_args!("an attribute is longer than {} bytes", limits.attribute),
            ));
        }
        if all.iter().any(|(known, _)| known == name) {
            return Err(Malformed::at(place, "an attribute stands twice"));
        }
        all.push((name.to_owned(), resolved(value).ok_or_else(|| no_entity(place))?));
        rest = after;
    }
}

/// One attribute at the start of a text: its name, its value as written, and what follows.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let blank = [' ', '\t', '\n', '\r'];
    let (name, rest) = text.split_once('=')?;
    let name = name.trim_end_matches(blank);
    let rest = rest.trim_start_matches(blank);
    let quote = rest.chars().next().filter(|char| matches!(char, '"' | '\''))?;
    let (value, after) = rest[1..].split_once(quote)?;
    (is_name(name) && !value.contains('<')).then_some((name, value, after))
}

/// An attribute's value with its references read; blanks of any kind are spaces there.
fn resolved(value: &str) -> Option<String> {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    loop {
        let Some((before, after)) = rest.split_once('&') else {
            out.extend(rest.chars().map(|char| if matches!(char, '\t' | '\n' | '\r') { ' ' } else { char }));
            return Some(out);
        };
        out.extend(before.chars().map(|char| if matches!(char, '\t' | '\n' | '\r') { ' ' } else { char }));
        let (name, after) = after.split_once(';')?;
        out.push(reference(name)?);
        rest = after;
    }
}

/// Whether a text is a name. The format has none with letters beyond ASCII.
fn is_name(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':'))
}

/// A name from outside as it may stand in an answer.
#[must_use]
pub fn shown(name: &str) -> &str {
    name.get(..64).unwrap_or(name)
}
