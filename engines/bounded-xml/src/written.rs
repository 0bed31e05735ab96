//! Writes documents.

/// A document that is being written. What XML 1.0 cannot hold becomes a replacement sign.
#[derive(Debug)]
pub struct Written {
    xml: String,
    open: Vec<&'static str>,
}

impl Written {
    /// A document with that root.
    #[must_use]
    pub fn begin(root: &'static str, attributes: &[(&str, &str)]) -> Written {
        let xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
        let mut written = Written { xml, open: Vec::new() };
        written.open(root, attributes);
        written
    }

    /// Begins an element that holds others.
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.xml.push('>');
        self.open.push(name);
    }

    /// Ends the element that was begun last; the root ends with the document.
    pub fn close(&mut self) {
        if self.open.len() > 1 {
            self.end_one();
        }
    }

    /// An element that holds a text.
    pub fn put(&mut self, name: &str, text: &str) {
        self.put_with(name, &[], text);
    }

    /// An element with attributes that holds a text.
    pub fn put_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes);
        self.xml.push('>');
        escaped(&mut self.xml, text, false);
        self.xml.push_str("</");
        self.xml.push_str(name);
        self.xml.push('>');
    }

    /// An element that holds nothing.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.xml.push_str("/>");
    }

    /// The whole document; what is open is closed.
    #[must_use]
    pub fn end(mut self) -> String {
        while !self.open.is_empty() {
            self.end_one();
        }
        self.xml
    }

    fn end_one(&mut self) {
        if let Some(name) = self.open.pop() {
            self.xml.push_str("</");
            self.xml.push_str(name);
            self.xml.push('>');
        }
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.xml.push('<');
        self.xml.push_str(name);
        for (name, value) in attributes {
            self.xml.push(' ');
            self.xml.push_str(name);
            self.xml.push_str("=\"");
            escaped(&mut self.xml, value, true);
            self.xml.push('"');
        }
    }
}

fn escaped(xml: &mut String, text: &str, in_attribute: bool) {
    for char in text.chars() {
        match char {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' if in_attribute => xml.push_str("&quot;"),
            // Written as such, blanks of an attribute and the end of a line are read as something else.
            '\t' | '\n' if in_attribute => xml.push_str(if char == '\t' { "&#9;" } else { "&#10;" }),
            '\r' => xml.push_str("&#13;"),
            char if crate::read::allowed(char) => xml.push(char),
            _ => xml.push('\u{FFFD}'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Written;
    use crate::{Limits, read};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(text in "\\PC*|[ -~\\t\\n\\r\u{0}\u{FFFE}é]*", value in "\\PC*|[ -~\\t\\n\\r]*") {
            let value: String = value.chars().take(300).collect();
            let shown: String = text.chars().map(|char| if crate::read::allowed(char) { char } else { '\u{FFFD}' }).collect();
            let told: String = value.chars().map(|char| if crate::read::allowed(char) { char } else { '\u{FFFD}' }).collect();
            let mut xml = Written::begin("all", &[]);
            xml.open("some", &[("one", &value)]);
            xml.put("text", &text);
            xml.close();
            xml.close();
            xml.empty("nothing", &[]);
            let root = read(xml.end().as_bytes(), &Limits::default()).unwrap();
            prop_assert_eq!(root.children.len(), 2);
            let some = root.child("some").unwrap();
            prop_assert_eq!(some.attribute("one"), Some(told.as_str()));
            prop_assert_eq!(some.child("text").unwrap().text.as_str(), shown.as_str());
        }
    }
}
