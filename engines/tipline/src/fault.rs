//! Why a document is not taken: a code of the format and words for who sent it.

pub use bounded_xml::Place;
use std::fmt;

/// Response codes of the format. The list of the format is declared not to be exhaustive: what reads answers must bear others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum Code {
    /// All is well.
    Success = 0,
    /// The server failed.
    ServerError = 1000,
    /// Nothing was saved.
    SaveFailed = 1100,
    /// An upload failed.
    UploadFailed = 1110,
    /// An upload of a file failed.
    FileUploadFailed = 1111,
    /// There is no such resource.
    ResourceNotFound = 1210,
    /// A change failed.
    UpdateFailed = 1300,
    /// Nobody signed in.
    AuthenticationRequired = 2000,
    /// Who signed in may not do this.
    NotAuthorised = 3000,
    /// Who signed in may not send reports.
    MayNotSubmit = 3100,
    /// Who signed in may not change this report.
    MayNotUpdate = 3300,
    /// The request is not one of the format.
    InvalidRequest = 4000,
    /// The document breaks the schema.
    ValidationFailed = 4100,
    /// The document is not XML, or XML that is refused for safety.
    MalformedXml = 4110,
    /// The file is broken.
    MalformedFile = 4200,
    /// There is no such report.
    NoSuchReport = 5001,
    /// There is no such file.
    NoSuchFile = 5002,
    /// The report was retracted before.
    AlreadyRetracted = 5101,
    /// The report was finished before.
    AlreadyFinished = 5102,
}

impl Code {
    /// Every code, in the order of the format.
    pub const ALL: [Self; 19] = [
        Self::Success,
        Self::ServerError,
        Self::SaveFailed,
        Self::UploadFailed,
        Self::FileUploadFailed,
        Self::ResourceNotFound,
        Self::UpdateFailed,
        Self::AuthenticationRequired,
        Self::NotAuthorised,
        Self::MayNotSubmit,
        Self::MayNotUpdate,
        Self::InvalidRequest,
        Self::ValidationFailed,
        Self::MalformedXml,
        Self::MalformedFile,
        Self::NoSuchReport,
        Self::NoSuchFile,
        Self::AlreadyRetracted,
        Self::AlreadyFinished,
    ];

    /// The number on the wire.
    pub const fn number(self) -> u16 {
        self as u16
    }
}

/// Why a document is not taken. As text it is the `responseDescription`; it names elements of the format and places, never what
/// somebody wrote into them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct Fault {
    code: Code,
    text: String,
    place: Place,
}

impl Fault {
    /// The code for the answer: [`Code::MalformedXml`] or [`Code::ValidationFailed`].
    pub const fn code(&self) -> Code {
        self.code
    }

    /// Where it stands.
    pub const fn place(&self) -> Place {
        self.place
    }

    pub(crate) fn invalid(place: Place, path: &str, what: impl fmt::Display) -> Self {
        Self {
            code: Code::ValidationFailed,
            text: format!("Validation failed - element {path} ({place}): {what}"),
            place,
        }
    }
}

impl From<bounded_xml::Malformed> for Fault {
    fn from(malformed: bounded_xml::Malformed) -> Self {
        Self {
            code: Code::MalformedXml,
            text: format!("Malformed XML - {malformed}"),
            place: malformed.place,
        }
    }
}
