//! Why something is not read.

/// Why something from outside is not read: which field, and what was expected. It never repeats what stood there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not of the form at all.
    #[error("{0}")]
    Malformed(String),
    /// A field.
    #[error("{field}: {wanted} is expected")]
    Field {
        /// Which.
        field: String,
        /// What would be right.
        wanted: &'static str,
    },
}

impl Fault {
    pub(crate) fn field(field: impl Into<String>, wanted: &'static str) -> Fault {
        Fault::Field { field: field.into(), wanted }
    }
}

impl From<bounded_xml::Malformed> for Fault {
    fn from(malformed: bounded_xml::Malformed) -> Fault {
        Fault::Malformed(format!("malformed XML, {malformed}"))
    }
}

impl From<serde_json::Error> for Fault {
    /// The words of a JSON fault may repeat what stood there: only its place is told.
    fn from(fault: serde_json::Error) -> Fault {
        Fault::Malformed(format!(
            "not the JSON that is expected, line {}, column {}",
            fault.line(),
            fault.column()
        ))
    }
}
