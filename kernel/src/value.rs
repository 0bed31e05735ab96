//! The four types that a table column may have, on both databases.

use crate::codes::{CodeList, Listing};
use crate::{Day, Id, Instant};
use minicbor::{Decode, Encode};

/// What a column holds. SQL of this house knows no other type, and no NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// 64-bit signed integer.
    Integer,
    /// IEEE 754 double.
    Double,
    /// Unicode text in binary collation, without NUL.
    Text,
    /// Bytes.
    Bytes,
}

/// One cell of a table.
#[derive(Clone, Debug, Encode, Decode)]
pub enum Value {
    /// 64-bit signed integer.
    #[n(0)]
    Integer(#[n(0)] i64),
    /// IEEE 754 double.
    #[n(1)]
    Double(#[n(0)] f64),
    /// Unicode text without NUL.
    #[n(2)]
    Text(#[n(0)] String),
    /// Bytes.
    #[n(3)]
    Bytes(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>),
}

/// The cells of one row, in the order of the table's columns.
pub type Row = Vec<Value>;

impl Value {
    /// Which type this cell has.
    #[must_use]
    pub fn column_type(&self) -> ColumnType {
        match self {
            Value::Integer(_) => ColumnType::Integer,
            Value::Double(_) => ColumnType::Double,
            Value::Text(_) => ColumnType::Text,
            Value::Bytes(_) => ColumnType::Bytes,
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Value::Integer(_) => 0,
            Value::Double(_) => 1,
            Value::Text(_) => 2,
            Value::Bytes(_) => 3,
        }
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (self, other) {
            (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
            (Value::Double(a), Value::Double(b)) => a.total_cmp(b),
            (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
            (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Value {}

/// A row that does not fit its table: a damaged database or a table read with another version's declaration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("column holds something else than {wanted}")]
pub struct WrongCell {
    /// What the column should hold.
    pub wanted: &'static str,
}

/// A Rust type that is stored in one column.
pub trait Cell: Sized {
    /// The column's type.
    const TYPE: ColumnType;
    /// As a cell.
    fn to_value(&self) -> Value;
    /// From a cell.
    ///
    /// # Errors
    /// [`WrongCell`] when the cell has another type or an unknown code.
    fn from_value(value: &Value) -> Result<Self, WrongCell>;
    /// As it stands in lists, CSV and JSON: numbers as digits, ids as hexadecimal, moments as RFC 3339, codes as codes.
    fn to_text(&self) -> String;
    /// Reads [`Cell::to_text`]; `None` when the text is none.
    fn from_text(text: &str) -> Option<Self>;
    /// The code list that a column of this type holds, for filters and forms; none for everything else.
    fn codes() -> Option<Listing> {
        None
    }
}

/// What a cell of type `T` reads as; empty when the cell is none.
#[must_use]
pub fn cell_text<T: Cell>(value: &Value) -> String {
    T::from_value(value).map(|cell| cell.to_text()).unwrap_or_default()
}

/// The cell of type `T` that a text means.
#[must_use]
pub fn text_cell<T: Cell>(text: &str) -> Option<Value> {
    T::from_text(text).map(|cell| cell.to_value())
}

impl Cell for i64 {
    const TYPE: ColumnType = ColumnType::Integer;
    fn to_value(&self) -> Value {
        Value::Integer(*self)
    }
    fn from_value(value: &Value) -> Result<Self, WrongCell> {
        match value {
            Value::Integer(n) => Ok(*n),
            _ => Err(WrongCell { wanted: "an integer" }),
        }
    }
    fn to_text(&self) -> String {
        self.to_string()
    }
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Cell for bool {
    const TYPE: ColumnType = ColumnType::Integer;
    fn to_value(&self) -> Value {
        Value::Integer(i64::from(*self))
    }
    fn from_value(value: &Value) -> Result<Self, WrongCell> {
        match value {
            Value::Integer(0) => Ok(false),
            Value::Integer(1) => Ok(true),
            _ => Err(WrongCell { wanted: "0 or 1" }),
        }
    }
    fn to_text(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
    fn from_text(text: &str) -> Option<Self> {
        match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
}

impl Cell for f64 {
    const TYPE: ColumnType = ColumnType::Double;
    fn to_value(&self) -> Value {
        Value::Double(*self)
    }
    fn from_value(value: &Value) -> Result<Self, WrongCell> {
        match value {
            Value::Double(n) => Ok(*n),
            _ => Err(WrongCell { wanted: "a double" }),
        }
    }
    fn to_text(&self) -> String {
        self.to_string()
    }
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Cell for String {
    const TYPE: ColumnType = ColumnType::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: &Value) -> Result<Self, WrongCell> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            _ => Err(WrongCell { wanted: "text" }),
        }
    }
    fn to_text(&self) -> String {
        self.clone()
    }
    fn from_text(text: &str) -> Option<Self> {
        (!text.contains('\0')).then(|| text.to_owned())
    }
}

impl Cell for Vec<u8> {
    const TYPE: ColumnType = ColumnType::Bytes;
    fn to_value(&self) -> Value {
        Value::Bytes(self.clone())
    }
    fn from_value(value: &Value) -> Result<Self, WrongCell> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.clone()),
            _ => Err(WrongCell { wanted: "bytes" }),
        }
    }
    fn to_text(&self) -> String {
        self.iter().map(|byte| format!("{byte:02x}")).collect()
    }
    fn from_text(text: &str) -> Option<Self> {
        let pairs = text.as_bytes().chunks(2);
        pairs
            .map(|pair| {
                std::str::from_utf8(pair)
                    .ok()
                    .filter(|p| p.len() == 2)
                    .and_then(|p| u8::from_str_radix(p, 16).ok())
            })
            .collect()
    }
}

impl Cell for Id {
    const TYPE: ColumnType = ColumnType::Bytes;
    fn to_value(&self) -> Value {
        Value::Bytes(self.0.to_vec())
    }
    fn from_value(value: &Value) -> Result<Self, WrongCell> {
        match value {
            Value::Bytes(bytes) => {
                bytes.as_slice().try_into().map(Id).map_err(|_| WrongCell { wanted: "16 bytes" })
            }
            _ => Err(WrongCell { wanted: "16 bytes" }),
        }
    }
    fn to_text(&self) -> String {
        self.some().map(|id| id.to_string()).unwrap_or_default()
    }
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Cell for Instant {
    const TYPE: ColumnType = ColumnType::Integer;
    fn to_value(&self) -> Value {
        Value::Integer(self.0)
    }
    fn from_value(value: &Value) -> Result<Self, WrongCell> {
        i64::from_value(value).map(Instant)
    }
    fn to_text(&self) -> String {
        if self.0 == 0 { String::new() } else { self.to_string() }
    }
    fn from_text(text: &str) -> Option<Self> {
        text.parse::<crate::Span>().ok().map(|span| span.from.start())
    }
}

impl Cell for Day {
    const TYPE: ColumnType = ColumnType::Integer;
    fn to_value(&self) -> Value {
        Value::Integer(i64::from(self.0))
    }
    fn from_value(value: &Value) -> Result<Self, WrongCell> {
        let days = i64::from_value(value)?;
        i32::try_from(days).map(Day).map_err(|_| WrongCell { wanted: "a day number" })
    }
    fn to_text(&self) -> String {
        crate::Span::on(*self).to_string()
    }
    fn from_text(text: &str) -> Option<Self> {
        text.parse::<crate::Span>().ok().map(|span| span.from)
    }
}

impl<T: CodeList> Cell for T {
    const TYPE: ColumnType = ColumnType::Integer;
    fn to_value(&self) -> Value {
        Value::Integer(self.number())
    }
    fn from_value(value: &Value) -> Result<Self, WrongCell> {
        T::from_number(i64::from_value(value)?).map_err(|_| WrongCell { wanted: T::NAME })
    }
    fn to_text(&self) -> String {
        self.code().to_owned()
    }
    fn from_text(text: &str) -> Option<Self> {
        T::from_code(text).ok()
    }
    fn codes() -> Option<Listing> {
        Some(Listing::of::<T>())
    }
}
