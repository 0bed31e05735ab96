//! How well a report can be worked with, and apart from it what speaks for haste. The two are never mixed: a poor report may be
//! urgent, and a good one may wait.

use crate::report::{FileDetails, Identifier, Report};
use crate::terms::{Annotation, Incident};

/// What would have made a report more useful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// Nothing leads to a person.
    Identifier,
    /// Only one thing leads to a person.
    SecondIdentifier,
    /// No address of the network.
    Ip,
    /// No address of the network that has its time.
    IpTime,
    /// No address of the network that has its port.
    IpPort,
    /// No place.
    Location,
    /// No words on what happened.
    Narrative,
    /// No file, or none with details.
    File,
    /// A file without a word on whether a person looked at it.
    Viewed,
    /// A file without its class.
    Class,
}

impl Missing {
    /// Everything that counts, with its points; they make a hundred.
    pub const ALL: [(Self, u8); 10] = [
        (Self::Identifier, 20),
        (Self::SecondIdentifier, 5),
        (Self::Ip, 15),
        (Self::IpTime, 10),
        (Self::IpPort, 10),
        (Self::Location, 10),
        (Self::Narrative, 10),
        (Self::File, 5),
        (Self::Viewed, 10),
        (Self::Class, 5),
    ];

    /// A code for display.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::SecondIdentifier => "second-identifier",
            Self::Ip => "ip",
            Self::IpTime => "ip-time",
            Self::IpPort => "ip-port",
            Self::Location => "location",
            Self::Narrative => "narrative",
            Self::File => "file",
            Self::Viewed => "viewed",
            Self::Class => "class",
        }
    }
}

/// How well a report can be worked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    /// 0 to 100.
    pub points: u8,
    /// What is there.
    pub present: Vec<Missing>,
    /// What would have made it more useful.
    pub missing: Vec<Missing>,
}

/// Scores how well a report can be worked with.
pub fn quality(report: &Report, files: &[FileDetails]) -> Quality {
    let ips = || {
        let of_files = files.iter().filter_map(|file| file.ip.as_ref());
        let of_report = report
            .identifiers
            .iter()
            .filter_map(|one| if let Identifier::Ip(ip) = one { Some(ip) } else { None });
        // What is written as an address and is none leads nowhere.
        of_report.chain(of_files).filter(|ip| ip.address.parse::<std::net::IpAddr>().is_ok())
    };
    let leads = report.identifiers.iter().filter(|one| !matches!(one, Identifier::Ip(_))).count();
    let own = || files.iter().filter(|file| !file.supplemental);
    let has = |what: Missing| match what {
        Missing::Identifier => leads > 0,
        Missing::SecondIdentifier => leads > 1,
        Missing::Ip => ips().next().is_some(),
        Missing::IpTime => ips().any(|ip| ip.at.is_some()),
        Missing::IpPort => ips().any(|ip| ip.port.is_some() && ip.at.is_some()),
        Missing::Location => report.located,
        Missing::Narrative => report.texts.iter().any(|(_, text)| text.chars().count() >= 20),
        Missing::File => !files.is_empty(),
        Missing::Viewed => own().next().is_some() && own().all(|file| file.viewed.is_some()),
        Missing::Class => own().next().is_some() && own().all(|file| file.class.is_some()),
    };
    let (present, missing): (Vec<_>, Vec<_>) = Missing::ALL.into_iter().partition(|(what, _)| has(*what));
    let points = present.iter().map(|(_, points)| points).sum();
    let codes = |all: Vec<(Missing, u8)>| all.into_iter().map(|(what, _)| what).collect();
    Quality { points, present: codes(present), missing: codes(missing) }
}

/// What speaks for haste.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Urgency {
    /// The sender says so and why.
    SenderSays,
    /// The kind of incident means a child that somebody may be harming now.
    Incident,
    /// Extortion of a child.
    Extortion,
    /// Sadistic exploitation.
    Sadistic,
    /// A file was streamed live.
    LiveStream,
    /// It was less than two days ago.
    Recent,
    /// A victim under 13, or an infant.
    YoungVictim,
}

impl Urgency {
    /// A code for display.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SenderSays => "sender-says",
            Self::Incident => "incident",
            Self::Extortion => "extortion",
            Self::Sadistic => "sadistic",
            Self::LiveStream => "live-stream",
            Self::Recent => "recent",
            Self::YoungVictim => "young-victim",
        }
    }
}

/// So long something is recent.
const RECENT_MS: i64 = 2 * 24 * 60 * 60 * 1_000;

/// What speaks for haste, as of `now` (milliseconds since 1970).
pub fn urgency(report: &Report, files: &[FileDetails], now: i64) -> Vec<Urgency> {
    let noted = |note: &str| files.iter().any(|file| file.annotations.contains(&note));
    let marked = |mark| report.annotations.contains(&mark);
    let now_harmed = matches!(
        report.incident,
        Incident::Trafficking | Incident::TravelAndTourism | Incident::SexualAbuse | Incident::Solicitation
    );
    let young =
        report.victims.iter().chain(&report.recipients).any(|person| person.age.is_some_and(|age| age < 13));
    [
        (Urgency::SenderSays, report.urgent.is_some()),
        (Urgency::Incident, now_harmed),
        (Urgency::Extortion, marked(Annotation::Extortion)),
        (Urgency::Sadistic, marked(Annotation::Sadistic)),
        (Urgency::LiveStream, noted("live-streamed")),
        (Urgency::Recent, now.saturating_sub(report.at) < RECENT_MS),
        (Urgency::YoungVictim, young || noted("infant")),
    ]
    .into_iter()
    .filter_map(|(what, there)| there.then_some(what))
    .collect()
}
