//! What a statement is given: a value, or one value for each of many.

use kernel::Value;
use std::error::Error;
use tokio_postgres::types::{IsNull, Kind, ToSql, Type, private::BytesMut};

/// How the refusal of a parameter begins.
pub(super) const MISFIT: &str = "a parameter does not fit the SQL type";

type Sent = Result<IsNull, Box<dyn Error + Sync + Send>>;

/// A parameter of a statement.
#[derive(Debug)]
pub(super) enum Parameter<'v> {
    /// A value.
    One(&'v Value),
    /// An array: a value for each of those that travel together.
    Each(Vec<Cell<'v>>),
}

/// A value within an array.
#[derive(Debug)]
pub(super) struct Cell<'v>(pub(super) &'v Value);

impl Parameter<'_> {
    /// Whether it can be sent as that type. It is asked before anything is sent: of what travels together, a COMMIT would not
    /// wait for the one part that cannot.
    pub(super) fn fits(&self, ty: &Type) -> bool {
        match (self, ty.kind()) {
            (Parameter::One(value), _) => fits(value, ty),
            (Parameter::Each(cells), Kind::Array(of)) => cells.iter().all(|cell| fits(cell.0, of)),
            (Parameter::Each(_), _) => false,
        }
    }
}

fn fits(value: &Value, ty: &Type) -> bool {
    match value {
        Value::Integer(_) => *ty == Type::INT8,
        Value::Double(_) => *ty == Type::FLOAT8,
        Value::Text(_) => *ty == Type::TEXT,
        Value::Bytes(_) => *ty == Type::BYTEA,
    }
}

/// Sends a value, if it is of that type: an integer's raw bytes would pass as text.
fn send(value: &Value, ty: &Type, out: &mut BytesMut) -> Sent {
    if !fits(value, ty) {
        return Err(format!("{MISFIT} {ty}").into());
    }
    match value {
        Value::Integer(n) => n.to_sql(ty, out),
        Value::Double(n) => n.to_sql(ty, out),
        Value::Text(text) => text.to_sql(ty, out),
        Value::Bytes(bytes) => bytes.to_sql(ty, out),
    }
}

/// Whether a value can be of that type.
fn is_a_cell(ty: &Type) -> bool {
    [Type::INT8, Type::FLOAT8, Type::TEXT, Type::BYTEA].contains(ty)
}

impl ToSql for Cell<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Sent {
        send(self.0, ty, out)
    }

    fn accepts(ty: &Type) -> bool {
        is_a_cell(ty)
    }

    fn to_sql_checked(&self, ty: &Type, out: &mut BytesMut) -> Sent {
        self.to_sql(ty, out)
    }
}

impl ToSql for Parameter<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Sent {
        match (self, ty.kind()) {
            (Parameter::One(value), _) => send(value, ty, out),
            (Parameter::Each(cells), Kind::Array(_)) => cells.to_sql(ty, out),
            (Parameter::Each(_), _) => Err(format!("{MISFIT} {ty}").into()),
        }
    }

    fn accepts(ty: &Type) -> bool {
        is_a_cell(ty) || matches!(ty.kind(), Kind::Array(of) if is_a_cell(of))
    }

    fn to_sql_checked(&self, ty: &Type, out: &mut BytesMut) -> Sent {
        self.to_sql(ty, out)
    }
}
