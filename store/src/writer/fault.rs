//! Why a batch failed, and whose fault it is.

use crate::database::DatabaseFault;
use kernel::GateFault;

/// Why a batch failed.
pub(crate) enum BatchFault {
    /// The connection, disk or key store: nobody's data are to blame.
    Broken(String),
    /// Data or a defect: each act is tried by itself.
    Data(String),
}

impl From<DatabaseFault> for BatchFault {
    fn from(fault: DatabaseFault) -> Self {
        match fault {
            DatabaseFault::Refused(_) => BatchFault::Data(fault.to_string()),
            _ => BatchFault::Broken(fault.to_string()),
        }
    }
}

impl From<kernel::TableFault> for BatchFault {
    fn from(fault: kernel::TableFault) -> Self {
        match fault {
            kernel::TableFault::Unreachable(_) => BatchFault::Broken(fault.to_string()),
            _ => BatchFault::Data(fault.to_string()),
        }
    }
}

impl From<GateFault> for BatchFault {
    fn from(fault: GateFault) -> Self {
        match fault {
            GateFault::Table(fault) => fault.into(),
            GateFault::Undeclared { .. } | GateFault::Unsaid { .. } => BatchFault::Data(fault.to_string()),
        }
    }
}
