//! What goes wrong on the command line, and the exit code it ends with: 0 done, 1 found something wrong, 2 bad input.

use std::process::ExitCode;

/// A fault, said in one line: what, where, what would be right.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// What was typed or sent does not fit.
    #[error("{0}")]
    Input(String),
    /// The node does not open.
    #[error(transparent)]
    Open(#[from] store::OpenFault),
    /// An act was not entered.
    #[error(transparent)]
    Deed(#[from] store::DeedFault),
    /// The database.
    #[error(transparent)]
    Database(#[from] store::DatabaseFault),
    /// A backup, restore or move was not done.
    #[error(transparent)]
    Keep(#[from] store::keeping::KeepFault),
    /// The key store.
    #[error(transparent)]
    Keys(#[from] store::keys::KeyFault),
    /// A file.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// Something was found wrong; it is told already.
    #[error("{0}")]
    Found(String),
    /// The rooms do not fit together: a defect.
    #[error(transparent)]
    Rooms(#[from] crate::rooms::Unfit),
    /// The texts do not fit together: a defect.
    #[error(transparent)]
    Texts(#[from] face::CatalogueFault),
}

impl Fault {
    /// The exit code.
    #[must_use]
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Fault::Input(_) | Fault::Open(_) | Fault::File(..) => ExitCode::from(2),
            // Backups that are damaged were found so; everything else about them is what was typed or is there.
            Fault::Keep(fault) if !fault.is_found() => ExitCode::from(2),
            // A database that cannot be reached says nothing about what stands in it.
            Fault::Database(store::DatabaseFault::Broken(_)) => ExitCode::from(2),
            Fault::Deed(store::DeedFault::AnotherBody | store::DeedFault::Unreadable(_)) => ExitCode::from(2),
            _ => ExitCode::from(1),
        }
    }

    /// A fault of a file.
    pub(crate) fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Fault {
        let path = path.display().to_string();
        move |error| Fault::File(path, error)
    }
}
