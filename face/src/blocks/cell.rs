//! What stands in one place of a table or a summary list.

use std::fmt;

use askama::filters::HtmlSafe;

use super::tag::Tag;
use crate::{Language, Texts, html::Markup};

/// The content of a table's cell or of a value in a summary list.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Words. Line ends are kept.
    Text(String),
    /// Words in a language of their own, which need not be the page's.
    Spoken {
        /// The words.
        text: String,
        /// Their language.
        language: Language,
    },
    /// Words that lead somewhere.
    Link {
        /// What it says.
        text: String,
        /// Where it leads.
        href: String,
    },
    /// A code, receipt or number of a file, read from left to right in every language.
    Code(String),
    /// A number, already written as the language writes it; stands at the column's end.
    Number(String),
    /// A state.
    Tag(Tag),
    /// A number that is not shown, lest it single somebody out.
    Withheld(String),
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Words in a language of their own: readers aloud speak them so, and their letters run as they must.
    #[must_use]
    pub fn spoken(text: impl Into<String>, language: Language) -> Self {
        Self::Spoken { text: text.into(), language }
    }

    /// Words that lead somewhere.
    #[must_use]
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self::Link { text: text.into(), href: href.into() }
    }

    /// A code.
    #[must_use]
    pub fn code(code: impl Into<String>) -> Self {
        Self::Code(code.into())
    }

    /// A whole number as the language writes it.
    #[must_use]
    pub fn number(t: &Texts, number: i64) -> Self {
        Self::Number(t.number(number))
    }

    /// A count, or the words for one that is not shown.
    #[must_use]
    pub fn count(t: &Texts, count: Option<u64>) -> Self {
        match count {
            Some(count) => Self::number(t, i64::try_from(count).unwrap_or(i64::MAX)),
            None => Self::Withheld(t.t("not-shown")),
        }
    }

    /// The classes of the table cell around the content.
    pub(crate) fn class(&self) -> &'static str {
        match self {
            Self::Number(_) => "govuk-table__cell govuk-table__cell--numeric",
            Self::Withheld(_) => "govuk-table__cell govuk-table__cell--numeric govuk-table__cell--withheld",
            _ => "govuk-table__cell",
        }
    }
}

impl From<Tag> for Cell {
    fn from(tag: Tag) -> Self {
        Self::Tag(tag)
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => {
                let lines: Vec<_> = text.lines().map(|line| Markup::escape(line).to_string()).collect();
                write!(f, "<bdi>{}</bdi>", lines.join("<br>"))
            }
            Self::Spoken { text, language } => {
                let (code, direction) = (language.code(), language.direction().code());
                write!(f, r#"<bdi lang="{code}" dir="{direction}">{}</bdi>"#, Markup::escape(text))
            }
            Self::Link { text, href } => {
                let (href, text) = (Markup::escape(href), Markup::escape(text));
                write!(f, r#"<a class="govuk-link" href="{href}"><bdi>{text}</bdi></a>"#)
            }
            Self::Code(code) => write!(f, r#"<span class="tutela-code">{}</span>"#, Markup::escape(code)),
            Self::Number(words) | Self::Withheld(words) => write!(f, "{}", Markup::escape(words)),
            Self::Tag(tag) => write!(f, "{tag}"),
        }
    }
}

impl HtmlSafe for Cell {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_escaped() {
        assert_eq!(Cell::text("<b>\n2").to_string(), "<bdi>&#60;b&#62;<br>2</bdi>");
        let spoken = Cell::spoken("كلمات & <b>", Language::Arabic).to_string();
        assert_eq!(spoken, "<bdi lang=\"ar\" dir=\"rtl\">كلمات &#38; &#60;b&#62;</bdi>");
        let link = Cell::link("a&b", "/x?a=1&b=\"2\"").to_string();
        assert!(link.contains("href=\"/x?a=1&#38;b=&#34;2&#34;\"") && link.contains("a&#38;b"), "{link}");
    }
}
