//! The start tags of a page. Templates escape every value, so a `<` begins a tag and quotes close where they should.

/// One start tag.
pub(super) struct Tag<'h> {
    pub(super) name: &'h str,
    pub(super) attributes: Vec<(&'h str, &'h str)>,
}

impl<'h> Tag<'h> {
    /// The value of an attribute; empty for one that has none.
    pub(super) fn get(&self, name: &str) -> Option<&'h str> {
        self.attributes.iter().find(|(has, _)| *has == name).map(|(_, value)| *value)
    }
}

/// All start tags, in order.
pub(super) fn tags_of(html: &str) -> Vec<Tag<'_>> {
    html.split('<')
        .skip(1)
        .filter(|text| text.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(tag_of)
        .collect()
}

fn tag_of(text: &str) -> Tag<'_> {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        if end == 0 {
            return Tag { name, attributes };
        }
        let (attribute, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => ("", after),
        };
        attributes.push((attribute, value));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_attributes_are_read() {
        let tags = tags_of(r#"<p class="a b" hidden>x</p><br/><a href="/x?a>b">"#);
        let names: Vec<_> = tags.iter().map(|tag| tag.name).collect();
        assert_eq!(names, ["p", "br", "a"]);
        assert_eq!(tags[0].get("class"), Some("a b"));
        assert_eq!(tags[0].get("hidden"), Some(""));
        assert_eq!(tags[2].get("href"), Some("/x?a>b"));
    }
}
