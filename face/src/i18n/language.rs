//! The languages Tutela speaks: one list, from which the type and the loading of texts both follow.
//!
//! The build script (`build.rs`) makes the list of the folders that have a `language.txt`: `languages/CODE` of this crate, or
//! `languages/CODE` of the whole house for a language of the door whose texts all lie in that one folder.

/// The text of a file of the calling crate, or of the folder in which everything of a language lies.
#[doc(hidden)]
#[macro_export]
macro_rules! text_of {
    ($area:literal, $code:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/languages/", $code, "/", $area, ".ftl"))
    };
    ($area:literal, $code:literal, $here:literal) => {
        include_str!(concat!($here, "/", $area, ".ftl"))
    };
}

/// From the list of languages makes [`Language`] and the macros `resources!`, `door_resources!` and `languages!`; the compiler
/// names every file that is still missing. `here` is the folder of a language whose texts lie in one place.
macro_rules! speak {
    ($d:tt
        everywhere { $($name:ident $english:literal $code:literal $own:literal $number:literal $direction:ident $group:literal $decimal:literal;)+ }
        door { $($door_name:ident $door_english:literal $door_code:literal $door_own:literal $door_number:literal $door_direction:ident $door_group:literal $door_decimal:literal $(here $here:literal)?;)* }
    ) => {
        /// A language of the pages.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Language {
            $(#[doc = concat!($english, ".")] $name,)+
            $(#[doc = concat!($door_english, ".")] $door_name,)*
        }

        impl Language {
            /// Every language of the public door, the default first.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+ $(Self::$door_name,)*];
            /// The languages of the staff's pages, the default first.
            pub const STAFF: &'static [Self] = &[$(Self::$name),+];

            /// The BCP 47 code, as in `lang="…"` and in the names of folders.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ $(Self::$door_name => $door_code,)* }
            }

            /// The language's name in itself, for the language links.
            #[must_use]
            pub const fn own_name(self) -> &'static str {
                match self { $(Self::$name => $own,)+ $(Self::$door_name => $door_own,)* }
            }

            /// Which way the script runs.
            #[must_use]
            pub const fn direction(self) -> Direction {
                match self { $(Self::$name => Direction::$direction,)+ $(Self::$door_name => Direction::$door_direction,)* }
            }

            /// What stands between thousands.
            #[must_use]
            pub const fn group_mark(self) -> char {
                match self { $(Self::$name => $group,)+ $(Self::$door_name => $door_group,)* }
            }

            /// What stands before decimals.
            #[must_use]
            pub const fn decimal_mark(self) -> char {
                match self { $(Self::$name => $decimal,)+ $(Self::$door_name => $door_decimal,)* }
            }
        }

        /// Embeds one area's texts of the calling crate in the languages of the staff's pages: `resources!("cases")` reads
        /// `languages/en/cases.ftl`, `languages/ar/cases.ftl` and so on, and is an array of `Resource`.
        #[macro_export]
        macro_rules! resources {
            ($d area:literal) => {
                [$($crate::Resource {
                    language: $crate::Language::$name,
                    is_for_door: false,
                    source: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/languages/", $code, "/", $d area, ".ftl")),
                }),+]
            };
        }

        /// The same in every language of the public door.
        #[macro_export]
        macro_rules! door_resources {
            ($d area:literal) => {
                [$($crate::Resource {
                    language: $crate::Language::$name,
                    is_for_door: true,
                    source: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/languages/", $code, "/", $d area, ".ftl")),
                },)+ $($crate::Resource {
                    language: $crate::Language::$door_name,
                    is_for_door: true,
                    source: $crate::text_of!($d area, $door_code $(, $here)?),
                },)*]
            };
        }

        /// Hands every language of the door to a macro, as `Name = number, "code", "English name";` each: a list of codes follows.
        #[macro_export]
        macro_rules! languages {
            ($d then:ident) => {
                $d then! {
                    $($name = $number, $code, $english;)+
                    $($door_name = $door_number, $door_code, $door_english;)*
                }
            };
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

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

    /// The first language of an `Accept-Language` header that is spoken `among` these (browsers list the preferred first).
    #[must_use]
    pub fn of_accept_language(header: &str, among: &[Self]) -> Option<Self> {
        header.split(',').find_map(|range| {
            let tag = range.split(';').next()?.trim();
            Self::of_code(tag.split('-').next()?).filter(|language| among.contains(language))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_or_an_unknown_language_does_not_hide_a_known_one() {
        let door = |header| Language::of_accept_language(header, Language::ALL);
        assert_eq!(door("ar-SY,ar;q=0.9,en;q=0.8"), Some(Language::Arabic));
        assert_eq!(door("tlh, EN-gb;q=0.5"), Some(Language::English));
        assert_eq!(door("zh-Hans-SG"), Some(Language::Chinese));
        assert_eq!(door("tlh"), None);
        assert_eq!(door(""), None);
    }

    #[test]
    fn staff_are_answered_in_a_language_of_theirs() {
        let staff = |header| Language::of_accept_language(header, Language::STAFF);
        assert_eq!(staff("fr, ar;q=0.5"), Some(Language::Arabic));
        assert_eq!(staff("fr"), None);
    }
}
