//! The languages Tutela speaks: one list, from which the type and the loading of texts both follow.

/// From one list of languages makes [`Language`] and the macro `resources!`; a new language is one line here plus one
/// folder `languages/CODE` beside each crate's sources, and the compiler names every file that is still missing.
macro_rules! speak {
    ($d:tt $($(#[$doc:meta])* $name:ident $code:literal $own:literal $direction:ident $group:literal $decimal:literal;)+) => {
        /// A language of the pages.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Language {
            $($(#[$doc])* $name,)+
        }

        impl Language {
            /// Every language, the default first.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The BCP 47 code, as in `lang="…"` and in the names of folders.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The language's name in itself, for the language links.
            #[must_use]
            pub const fn own_name(self) -> &'static str {
                match self { $(Self::$name => $own),+ }
            }

            /// Which way the script runs.
            #[must_use]
            pub const fn direction(self) -> Direction {
                match self { $(Self::$name => Direction::$direction),+ }
            }

            /// What stands between thousands.
            #[must_use]
            pub const fn group_mark(self) -> char {
                match self { $(Self::$name => $group),+ }
            }

            /// What stands before decimals.
            #[must_use]
            pub const fn decimal_mark(self) -> char {
                match self { $(Self::$name => $decimal),+ }
            }
        }

        /// Embeds one area's texts of the calling crate in every language: `resources!("reports")` reads
        /// `languages/en/reports.ftl`, `languages/ar/reports.ftl` and so on, and is a `[Resource; N]`.
        #[macro_export]
        macro_rules! resources {
            ($d area:literal) => {
                [$($crate::Resource {
                    language: $crate::Language::$name,
                    source: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/languages/", $code, "/", $d area, ".ftl")),
                }),+]
            };
        }
    };
}

speak! { $
    /// English, the language that other languages' keys are compared with.
    English "en" "English" LeftToRight ',' '.';
    /// Arabic, with Western digits, as the United Nations print it.
    Arabic "ar" "العربية" RightToLeft ',' '.';
}

/// Which way a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// As Latin, Cyrillic and Chinese.
    LeftToRight,
    /// As Arabic.
    RightToLeft,
}

impl Direction {
    /// The value of HTML's `dir`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }

    /// Whether the script runs from right to left.
    #[must_use]
    pub const fn is_rtl(self) -> bool {
        matches!(self, Self::RightToLeft)
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::ALL[0]
    }
}

impl Language {
    /// The language of a code such as `ar` or `AR`; `None` if Tutela does not speak it.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// The first language of an `Accept-Language` header that Tutela speaks (browsers list the preferred first).
    #[must_use]
    pub fn of_accept_language(header: &str) -> Option<Self> {
        header.split(',').find_map(|range| {
            let tag = range.split(';').next()?.trim();
            Self::of_code(tag.split('-').next()?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_or_an_unknown_language_does_not_hide_a_known_one() {
        assert_eq!(Language::of_accept_language("ar-SY,ar;q=0.9,en;q=0.8"), Some(Language::Arabic));
        assert_eq!(Language::of_accept_language("tlh, EN-gb;q=0.5"), Some(Language::English));
        assert_eq!(Language::of_accept_language("tlh"), None);
        assert_eq!(Language::of_accept_language(""), None);
    }
}
