//! How kernel types stand in JSON and OpenAPI: as the text that people read and write, with errors that say what would be right.

use crate::codes::{CodeList, Country};
use crate::{Id, Span};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, SchemaType, Type};

pub use serde;
pub use utoipa;

/// The schema of a text of this system's own: the name of its form, a pattern without which none is read, and an example.
#[must_use]
pub fn text_schema(about: &str, form: &str, pattern: &str, example: &str) -> RefOr<Schema> {
    let text = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
    let text = text.format(Some(SchemaFormat::Custom(form.to_owned()))).pattern(Some(pattern));
    RefOr::T(text.description(Some(about)).examples([example]).build().into())
}

/// The schema of a code list: its codes, and where they come from.
#[must_use]
pub fn codes_schema<L: CodeList>() -> RefOr<Schema> {
    let codes = L::all().iter().map(|one| one.code());
    let text = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
    let about = format!("{} (version {}). Source: {}", L::NAME, L::VERSION, L::SOURCE);
    RefOr::T(text.description(Some(about)).enum_values(Some(codes)).build().into())
}

/// Makes a type stand as text in JSON: written by the first expression, read by the second, described by the third.
#[macro_export]
macro_rules! wire_text {
    ($type:ty, $one:ident => $write:expr, $text:ident => $read:expr, $schema:expr) => {
        impl $crate::wire::serde::Serialize for $type {
            fn serialize<S: $crate::wire::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                let $one = self;
                serializer.serialize_str(AsRef::<str>::as_ref(&$write))
            }
        }

        impl<'de> $crate::wire::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::wire::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                let text = <String as $crate::wire::serde::Deserialize>::deserialize(deserializer)?;
                let $text: &str = &text;
                $read.map_err($crate::wire::serde::de::Error::custom)
            }
        }

        impl $crate::wire::utoipa::PartialSchema for $type {
            fn schema() -> $crate::wire::utoipa::openapi::RefOr<$crate::wire::utoipa::openapi::schema::Schema>
            {
                $schema
            }
        }

        impl $crate::wire::utoipa::ToSchema for $type {}
    };
}

wire_text!(Id, one => one.some().map(|id| id.to_string()).unwrap_or_default(),
    text => if text.is_empty() { Ok(Id::NONE) } else { text.parse::<Id>() },
    text_schema("A number of this system: 32 hexadecimal digits; empty for none.", "record-number",
        "^([0-9a-fA-F]{32})?$", "0f8fad5bd9cb469fa165708677289501"));

wire_text!(Span, one => one.to_string(),
    text => if text == ".." { Ok(Span::UNKNOWN) } else { text.parse::<Span>() },
    text_schema("A date as EDTF: 2026, 2026-03, 2026-03-05, two of these with / between them, or .. when not known.", "edtf",
        "^\\s*([0-9]{4}(-[0-9]{2}){0,2}(/[0-9]{4}(-[0-9]{2}){0,2})?|\\.\\.)\\s*$", "2026-03"));

wire_text!(Country, one => one.alpha2(), text => Country::from_alpha2(text),
    text_schema("A country: two capital letters of ISO 3166-1.", "iso-3166-1", "^[A-Za-z]{2}$", "NL"));
