//! The files of Project VIC: JSON of the VICS data model, versions 1.2 to 2.0, which more than thirty tools of police read and write.
//!
//! A file may be of any length: media are told one by one while it is read, and written one by one. A medium that is wrong stops no other.

mod medium;
mod read;
mod write;

pub use medium::{File, Medium, Named};
pub use read::{MEDIUM_BYTES, read};
pub use write::Writer;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holds {
    /// A list of media.
    Media,
    /// Cases, each with its media.
    Cases,
}

/// The version of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Version {
    /// 1.2.
    V1_2,
    /// 1.3.
    V1_3,
    /// 2.0.
    V2_0,
}

/// What the first line of a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The version of the model.
    pub version: Version,
    /// Whose categories: `US`, `UK`, `Default`, `CUSTOM`; none before version 2.0.
    pub scheme: Option<String>,
    /// What it holds.
    pub holds: Holds,
}

const OWN: &str = "VICSDATAMODEL/ProjectVic/DataModels/";
const FORMER: &str = "ICMEC/ProjectVic/DataModels/";

impl Header {
    /// A list of media in version 2.0 with that scheme's categories.
    #[must_use]
    pub fn media(scheme: &str) -> Header {
        Header { version: Version::V2_0, scheme: Some(scheme.to_owned()), holds: Holds::Media }
    }

    /// The key and the text of the first line.
    #[must_use]
    pub fn written(&self) -> (&'static str, String) {
        let holds = match self.holds {
            Holds::Media => "Media",
            Holds::Cases => "Cases",
        };
        match self.version {
            Version::V2_0 => {
                let scheme = self.scheme.as_deref().unwrap_or("Default");
                ("@odata.context", format!("http://github.com/{OWN}2.0.xml/{scheme}/$metadata#{holds}"))
            }
            Version::V1_3 => ("odata.metadata", format!("http://github.com/{FORMER}1.3.xml#{holds}")),
            Version::V1_2 => ("odata.metadata", format!("http://github.com/{FORMER}1.2.xml#{holds}")),
        }
    }

    /// What such a text says; none where it is another one.
    #[must_use]
    pub fn of(text: &str) -> Option<Header> {
        let (model, holds) = text.rsplit_once('#')?;
        let holds = match holds {
            "Media" => Holds::Media,
            "Cases" => Holds::Cases,
            _ => return None,
        };
        let (_, model) = model.split_once(OWN).or_else(|| model.split_once(FORMER))?;
        let (version, rest) = model.split_once(".xml")?;
        let version = match version {
            "1.2" => Version::V1_2,
            "1.3" => Version::V1_3,
            "2.0" => Version::V2_0,
            _ => return None,
        };
        let scheme = rest
            .trim_matches('/')
            .split('/')
            .next()
            .filter(|scheme| !scheme.is_empty() && *scheme != "$metadata");
        Some(Header { version, scheme: scheme.map(ToOwned::to_owned), holds })
    }
}

#[cfg(test)]
mod tests;
