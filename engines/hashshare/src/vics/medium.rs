//! A medium as the model has it.

use crate::Fault;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// A hash of another kind, under its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// What it is.
    #[serde(rename = "HashName")]
    pub name: String,
    /// Itself.
    #[serde(rename = "HashValue")]
    pub value: String,
}

/// Where a medium was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct File {
    /// The file's name.
    #[serde(rename = "FileName", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its path.
    #[serde(rename = "FilePath", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// When it was made, as written.
    #[serde(rename = "Created", skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// When it was last changed, as written.
    #[serde(rename = "Written", skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// When it was last read, as written.
    #[serde(rename = "Accessed", skip_serializing_if = "Option::is_none")]
    pub accessed: Option<String>,
    /// Whether it was deleted.
    #[serde(rename = "Deleted", deserialize_with = "flag", skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
    /// Whether it was found outside of all files.
    #[serde(rename = "Unallocated", deserialize_with = "flag", skip_serializing_if = "Option::is_none")]
    pub unallocated: Option<bool>,
    /// The carrier.
    #[serde(rename = "SourceID", deserialize_with = "word", skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A medium.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Medium {
    /// Its number in the file.
    #[serde(rename = "MediaID")]
    pub id: i64,
    /// Its category in the file's scheme. Not said is not the same as 0, which means "not pertinent" in some schemes.
    #[serde(rename = "Category", default)]
    pub category: Option<i64>,
    /// MD5 of its bytes, 32 hex digits in small letters.
    #[serde(rename = "MD5", deserialize_with = "md5", serialize_with = "upper")]
    pub md5: String,
    /// SHA-1 of its bytes, 40 hex digits in small letters.
    #[serde(
        rename = "SHA1",
        default,
        deserialize_with = "sha1",
        serialize_with = "upper_if",
        skip_serializing_if = "Option::is_none"
    )]
    pub sha1: Option<String>,
    /// PhotoDNA, as written: 192 signs of base64 or 288 hex digits.
    #[serde(rename = "PhotoDNA", default, skip_serializing_if = "Option::is_none")]
    pub photo_dna: Option<String>,
    /// Hashes of other kinds.
    #[serde(rename = "AlternativeHashes", default, skip_serializing_if = "Vec::is_empty")]
    pub other_hashes: Vec<Named>,
    /// Its length in bytes.
    #[serde(
        rename = "MediaSize",
        default,
        deserialize_with = "size",
        skip_serializing_if = "Option::is_none"
    )]
    pub size: Option<u64>,
    /// Its type, as written.
    #[serde(rename = "MimeType", default, skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// When it last changed, as written.
    #[serde(rename = "DateUpdated", default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// Whether the category was brought from elsewhere.
    #[serde(
        rename = "IsPrecategorized",
        default,
        deserialize_with = "flag",
        skip_serializing_if = "Option::is_none"
    )]
    pub precategorised: Option<bool>,
    /// From where.
    #[serde(rename = "PrecategorizationSource", default, skip_serializing_if = "Option::is_none")]
    pub precategorised_by: Option<String>,
    /// Whether it was passed on.
    #[serde(
        rename = "IsDistributed",
        default,
        deserialize_with = "flag",
        skip_serializing_if = "Option::is_none"
    )]
    pub distributed: Option<bool>,
    /// Whether it is suspected only.
    #[serde(
        rename = "IsSuspected",
        default,
        deserialize_with = "flag",
        skip_serializing_if = "Option::is_none"
    )]
    pub suspected: Option<bool>,
    /// Whether the victim is identified.
    #[serde(
        rename = "VictimIdentified",
        default,
        deserialize_with = "flag",
        skip_serializing_if = "Option::is_none"
    )]
    pub victim_identified: Option<bool>,
    /// Whether the offender is identified.
    #[serde(
        rename = "OffenderIdentified",
        default,
        deserialize_with = "flag",
        skip_serializing_if = "Option::is_none"
    )]
    pub offender_identified: Option<bool>,
    /// The series that it belongs to.
    #[serde(rename = "Series", default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// Words of whoever categorised it.
    #[serde(rename = "Tags", default, deserialize_with = "word", skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// The same, longer.
    #[serde(rename = "Comments", default, skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// Where it lies beside the file, where it does.
    #[serde(rename = "RelativeFilePath", default, skip_serializing_if = "Option::is_none")]
    pub relative_path: Option<String>,
    /// Where it was found.
    #[serde(rename = "MediaFiles", default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
}

impl Medium {
    /// Reads one. Hashes that stand under another name than the model's are found by their form.
    ///
    /// # Errors
    /// [`Fault`] that names the field.
    pub(super) fn of(value: Value) -> Result<Medium, Fault> {
        let Value::Object(mut fields) = value else {
            return Err(Fault::Malformed("a medium is not an object".into()));
        };
        named_hashes(&mut fields);
        check(&fields)?;
        serde_json::from_value(Value::Object(fields))
            .map_err(|_| Fault::Malformed("a field of another kind than the model's".into()))
    }
}

/// Puts a list of named hashes under the name that it has in the model.
fn named_hashes(fields: &mut Map<String, Value>) {
    let is_named = |value: &Value| {
        value
            .as_array()
            .is_some_and(|all| !all.is_empty() && all.iter().all(|one| one.get("HashName").is_some()))
    };
    let found = fields.iter().find(|(name, value)| *name != "AlternativeHashes" && is_named(value));
    if let Some(name) = found.map(|(name, _)| name.clone())
        && let Some(hashes) = fields.remove(&name)
    {
        fields.insert("AlternativeHashes".into(), hashes);
    }
}

/// What every medium must have, named where it is wrong.
fn check(fields: &Map<String, Value>) -> Result<(), Fault> {
    let text = |name: &str| fields.get(name).filter(|value| !value.is_null());
    let is_hex = |value: &Value, digits: usize| {
        value
            .as_str()
            .is_some_and(|text| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    if !fields.get("MediaID").is_some_and(Value::is_i64) {
        return Err(Fault::field("MediaID", "a whole number"));
    }
    if !text("MD5").is_some_and(|value| is_hex(value, 32)) {
        return Err(Fault::field("MD5", "32 hex digits"));
    }
    let is_absent = |value: &Value| value.as_str().is_some_and(str::is_empty);
    if text("SHA1").is_some_and(|value| !is_hex(value, 40) && !is_absent(value)) {
        return Err(Fault::field("SHA1", "40 hex digits"));
    }
    if text("Category").is_some_and(|value| !value.is_i64()) {
        return Err(Fault::field("Category", "a whole number"));
    }
    Ok(())
}

fn md5<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(String::deserialize(from)?.to_ascii_lowercase())
}

fn sha1<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    Ok(text.filter(|text| !text.is_empty()).map(|text| text.to_ascii_lowercase()))
}

fn upper<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&text.to_ascii_uppercase())
}

fn upper_if<S: Serializer>(text: &Option<String>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&text.as_deref().unwrap_or_default().to_ascii_uppercase())
}

/// True or false, also as a word or a number; anything else is not said.
fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Bool(flag) => Some(flag),
        Value::String(text) if text.eq_ignore_ascii_case("true") || text == "1" => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") || text == "0" => Some(false),
        Value::Number(number) => number.as_i64().map(|number| number != 0),
        _ => None,
    })
}

/// A text, also where a number or a list of texts stands.
fn word<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let one = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    Ok(match Value::deserialize(from)? {
        Value::Null => None,
        Value::Array(all) => Some(all.iter().map(one).collect::<Vec<_>>().join(",")),
        value => Some(one(&value)),
    })
}

fn size<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}
