//! What a code list is, and the macro that makes one from its table.

use minicbor::decode::{self, Decoder};
use minicbor::encode::{self, Encoder, Write};

use super::unknown::{UnknownCode, nearest};

/// A closed list of codes.
pub trait CodeList: Sized + Copy + 'static {
    /// Name of the list in lower case with hyphens, such as `demand-level`.
    const NAME: &'static str;
    /// Version of the list, from 1; it grows when codes are added.
    const VERSION: u16;
    /// The document or standard from which the list is taken.
    const SOURCE: &'static str;

    /// Every code of the list, in the order in which it is shown.
    fn all() -> &'static [Self];

    /// The code as it stands in files and interfaces; unique in its list.
    fn code(self) -> &'static str;

    /// The number as it stands in entries; unique in its list and never given to another code.
    fn number(self) -> i64;

    /// What is shown in English. Other languages are found under [`CodeList::key`].
    fn label(self) -> &'static str;

    /// The Fluent key of the label, `NAME-code`.
    fn key(self) -> String {
        format!("{}-{}", Self::NAME, self.code())
    }

    /// The entry with this code, in exactly this spelling.
    ///
    /// # Errors
    /// [`UnknownCode`] names the list, what was given and what would be right.
    fn from_code(code: &str) -> Result<Self, UnknownCode> {
        Self::all().iter().copied().find(|one| one.code() == code).ok_or_else(|| {
            let near = nearest(code, Self::all().iter().map(|one| one.code()));
            UnknownCode::new(
                Self::NAME,
                code,
                near,
                Self::all().iter().map(|one| one.code().to_owned()).collect(),
            )
        })
    }

    /// The entry with this number.
    ///
    /// # Errors
    /// [`UnknownCode`] names the list, what was given and what would be right.
    fn from_number(number: i64) -> Result<Self, UnknownCode> {
        Self::all().iter().copied().find(|one| one.number() == number).ok_or_else(|| {
            let allowed = Self::all().iter().map(|one| format!("{} ({})", one.number(), one.code()));
            UnknownCode::new(Self::NAME, &number.to_string(), None, allowed.collect())
        })
    }
}

/// Writes a code as its number.
///
/// # Errors
/// What the writer refuses.
pub fn encode_number<L: CodeList, W: Write>(
    one: L,
    e: &mut Encoder<W>,
) -> Result<(), encode::Error<W::Error>> {
    e.i64(one.number())?.ok()
}

/// Reads a code from its number.
///
/// # Errors
/// No integer there, or a number that is not on the list.
pub fn decode_number<L: CodeList>(d: &mut Decoder<'_>) -> Result<L, decode::Error> {
    let position = d.position();
    L::from_number(d.i64()?).map_err(|unknown| decode::Error::message(unknown).at(position))
}

/// Makes one code list from one table: the enum, its [`CodeList`](crate::codes::CodeList) and its CBOR form (the number).
///
/// The label is also the documentation of its variant; a comment above a row adds to it. Two rows with one number
/// do not compile. A crate that uses the macro depends on `minicbor`.
///
/// ```ignore
/// code_list! {
///     /// How the weather was.
///     pub Weather, "weather", version 1, source "A barometer" {
///         NotSaid = 0, "not-said", "Not said";
///         Fair = 1, "fair", "Fair";
///     }
/// }
/// ```
#[macro_export]
macro_rules! code_list {
    (
        $(#[$about:meta])*
        pub $List:ident, $name:literal, version $version:literal, source $source:literal {
            $( $(#[$note:meta])* $Code:ident = $number:literal, $code:literal, $label:literal; )+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(i64)]
        pub enum $List {
            $(
                #[doc = concat!($label, ".")]
                #[doc = ""]
                $(#[$note])*
                $Code = $number,
            )+
        }

        impl $crate::codes::CodeList for $List {
            const NAME: &'static str = $name;
            const VERSION: u16 = $version;
            const SOURCE: &'static str = $source;

            fn all() -> &'static [Self] {
                &[$(Self::$Code),+]
            }

            fn code(self) -> &'static str {
                match self { $(Self::$Code => $code,)+ }
            }

            fn number(self) -> i64 {
                self as i64
            }

            fn label(self) -> &'static str {
                match self { $(Self::$Code => $label,)+ }
            }
        }

        $crate::wire_text!($List, one => $crate::codes::CodeList::code(*one).to_owned(), text => $crate::codes::CodeList::from_code(text),
            $crate::wire::codes_schema::<$List>());

        impl<C> ::minicbor::Encode<C> for $List {
            fn encode<W: ::minicbor::encode::Write>(
                &self,
                e: &mut ::minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), ::minicbor::encode::Error<W::Error>> {
                $crate::codes::encode_number(*self, e)
            }
        }

        impl<'b, C> ::minicbor::Decode<'b, C> for $List {
            fn decode(d: &mut ::minicbor::Decoder<'b>, _: &mut C) -> Result<Self, ::minicbor::decode::Error> {
                $crate::codes::decode_number(d)
            }
        }
    };
}
