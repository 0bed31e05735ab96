//! What a desk needs of a valid document, in neutral terms.

use crate::fault::Fault;
use crate::schema::{self, table, unix_ms};
use crate::terms::{Annotation, Incident};
use bounded_xml::{Limits, Node, read};

/// A report as a platform sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it is about.
    pub incident: Incident,
    /// When that was, in milliseconds since 1970.
    pub at: i64,
    /// How the sender puts the time in words.
    pub at_words: Option<String>,
    /// The platform's name.
    pub platform: Option<String>,
    /// Why the sender finds it urgent; present means urgent.
    pub urgent: Option<String>,
    /// What the sender marked it with.
    pub annotations: Vec<Annotation>,
    /// Every identifier anywhere in the report but those of who reports, in the order of the document.
    pub identifiers: Vec<Identifier>,
    /// The people reported, as given.
    pub reported: Vec<Person>,
    /// Victims, as given.
    pub victims: Vec<Person>,
    /// Intended recipients, as given.
    pub recipients: Vec<Person>,
    /// Free texts: what each is, in words, and what it says.
    pub texts: Vec<(&'static str, String)>,
    /// Earlier reports it points back to.
    pub prior: Vec<u64>,
    /// Whether a place was estimated or given.
    pub located: bool,
    /// Whether it stands for many of one viral file.
    pub batched: bool,
}

/// Something that leads to a person or place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// A mail address.
    Email(String),
    /// A telephone number.
    Phone(String),
    /// A screen name.
    ScreenName(String),
    /// An account's id at the platform.
    Account(String),
    /// An address of a page.
    Url(String),
    /// A device: kind and value.
    Device(String, String),
    /// An address of the network.
    Ip(IpUse),
}

/// The use of an address of the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpUse {
    /// The address as written.
    pub address: String,
    /// The port.
    pub port: Option<u16>,
    /// When, in milliseconds since 1970.
    pub at: Option<i64>,
    /// What was done, as the format calls it.
    pub event: Option<String>,
}

/// A person as given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// First and last name.
    pub name: Option<String>,
    /// Age in years.
    pub age: Option<u16>,
    /// Date of birth as written.
    pub born: Option<String>,
    /// The screen name.
    pub screen_name: Option<String>,
    /// Town, region and country as given.
    pub place: Option<String>,
}

/// Details of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDetails {
    /// The report.
    pub report_id: u64,
    /// The file.
    pub file_id: String,
    /// Its name.
    pub name: Option<String>,
    /// Where it lay.
    pub location: Option<String>,
    /// Whether a person at the platform looked at it.
    pub viewed: Option<bool>,
    /// Whether everybody could see it.
    pub public: Option<bool>,
    /// Whether it only supplements the report.
    pub supplemental: bool,
    /// Class of the industry, A1 to B2.
    pub class: Option<String>,
    /// Marks, as codes of neutral words.
    pub annotations: Vec<&'static str>,
    /// Hashes: kind and value.
    pub hashes: Vec<(String, String)>,
    /// The address it was sent from.
    pub ip: Option<IpUse>,
    /// When it was sent to the platform, in milliseconds since 1970.
    pub uploaded_at: Option<i64>,
}

/// Reads a report: safe XML, valid by the schema, of something that was before `now` (milliseconds since 1970).
pub fn read_report(bytes: &[u8], limits: &Limits, now: i64) -> Result<Report, Fault> {
    let root = read(bytes, limits)?;
    schema::check(&root, &table::REPORT)?;
    let summary = root.child("incidentSummary").unwrap_or(&root);
    let path = "report/incidentSummary/incidentDateTime";
    let at = summary.said("incidentDateTime").and_then(unix_ms).filter(|at| *at <= now);
    let at = at.ok_or_else(|| {
        Fault::invalid(
            summary.child("incidentDateTime").map_or(root.place, |node| node.place),
            path,
            "a time in the past is expected",
        )
    })?;
    let incident = summary.child("incidentType").and_then(|node| Incident::of(&node.text));
    let incident = incident.ok_or_else(|| {
        Fault::invalid(
            summary.place,
            "report/incidentSummary/incidentType",
            "a type of the schema is expected",
        )
    })?;
    let mut report = Report {
        incident,
        at,
        at_words: owned(summary.said("incidentDateTimeDescription")),
        platform: owned(summary.said("platform")),
        urgent: owned(summary.said("escalateToHighPriority")),
        annotations: summary
            .child("reportAnnotations")
            .map(|marks| set(marks).filter_map(|mark| Annotation::of(&mark.name)).collect())
            .unwrap_or_default(),
        identifiers: Vec::new(),
        reported: people(&root, "personOrUserReported", "personOrUserReportedPerson"),
        victims: people(&root, "victim", "victimPerson"),
        recipients: people(&root, "intendedRecipient", "intendedRecipientPerson"),
        texts: Vec::new(),
        prior: Vec::new(),
        located: false,
        batched: root.child("batchedReport").is_some_and(is_set),
    };
    gather(&root, &mut report);
    Ok(report)
}

/// Reads the details of a file.
pub fn read_file_details(bytes: &[u8], limits: &Limits) -> Result<FileDetails, Fault> {
    let root = read(bytes, limits)?;
    schema::check(&root, &table::FILE)?;
    let supplemental = root.said("fileRelevance") == Some("Supplemental Reported");
    if supplemental {
        let marked = root.child("fileAnnotations").and_then(|marks| marks.child("potentialMeme"));
        let marked = root.child("potentialMeme").or(marked).or_else(|| root.child("industryClassification"));
        if let Some(node) = marked {
            let path = format!("fileDetails/{}", node.name);
            return Err(Fault::invalid(
                node.place,
                &path,
                "it may not stand at a file that is Supplemental Reported",
            ));
        }
    }
    let truth = |name| root.said(name).map(|word| matches!(word, "true" | "1"));
    let notes = root
        .child("fileAnnotations")
        .into_iter()
        .flat_map(set)
        .chain(root.child("potentialMeme").filter(|node| is_set(node)));
    Ok(FileDetails {
        report_id: root.said("reportId").and_then(|id| id.parse().ok()).unwrap_or_default(),
        file_id: root.said("fileId").unwrap_or_default().to_owned(),
        name: owned(root.said("originalFileName").or_else(|| root.said("fileName"))),
        location: owned(root.said("locationOfFile")),
        viewed: truth("fileViewedByEsp"),
        public: truth("publiclyAvailable"),
        supplemental,
        class: owned(root.said("industryClassification")),
        annotations: notes.filter_map(|node| note(&node.name)).collect(),
        hashes: root
            .every("originalFileHash")
            .filter_map(|node| Some((node.attribute("hashType")?.to_owned(), node.text.trim().to_owned())))
            .collect(),
        ip: root.child("ipCaptureEvent").map(ip),
        uploaded_at: root.said("uploadedToEspTimestamp").and_then(unix_ms),
    })
}

fn note(wire: &str) -> Option<&'static str> {
    Some(match wire {
        "animeDrawingVirtualHentai" => "drawn",
        "potentialMeme" => "meme",
        "viral" => "viral",
        "possibleSelfProduction" => "self-generated",
        "physicalHarm" => "physical-harm",
        "violenceGore" => "violence",
        "bestiality" => "animal",
        "liveStreaming" => "live-streamed",
        "infant" => "infant",
        "generativeAi" => "made-by-machine",
        _ => return None,
    })
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

/// A flag stands when it is empty or true.
fn is_set(node: &Node) -> bool {
    matches!(node.text.trim(), "" | "true" | "1")
}

fn set(node: &Node) -> impl Iterator<Item = &Node> {
    node.children.iter().filter(|child| is_set(child))
}

fn ip(node: &Node) -> IpUse {
    IpUse {
        address: node.said("ipAddress").unwrap_or_default().to_owned(),
        port: node.said("port").and_then(|port| port.parse().ok()),
        at: node.said("dateTime").and_then(unix_ms),
        event: owned(node.said("eventName")),
    }
}

fn people(root: &Node, name: &'static str, inner: &str) -> Vec<Person> {
    root.every(name).map(|node| person(node, inner)).collect()
}

fn joined<'a>(parts: impl Iterator<Item = Option<&'a str>>, between: &str) -> Option<String> {
    let words: Vec<&str> = parts.flatten().collect();
    (!words.is_empty()).then(|| words.join(between))
}

fn person(node: &Node, inner: &str) -> Person {
    let given = node.child(inner);
    let said = |name| given.and_then(|given| given.said(name));
    let from_address = given.and_then(|given| given.child("address")).and_then(|at| {
        joined(
            ["address", "city", "zipCode", "state", "nonUsaState", "country"]
                .iter()
                .map(|name| at.said(name)),
            ", ",
        )
    });
    let estimated = node
        .child("estimatedLocation")
        .and_then(|at| joined(["city", "region", "countryCode"].iter().map(|name| at.said(name)), ", "));
    Person {
        name: joined(["firstName", "lastName"].iter().map(|name| said(name)), " "),
        age: said("age").and_then(|age| age.parse().ok()),
        born: owned(said("dateOfBirth")),
        screen_name: owned(node.said("screenName")),
        place: from_address.or(estimated),
    }
}

/// What a free text is, in words; none of an element that holds no free text.
fn free_text(wire: &str) -> Option<&'static str> {
    Some(match wire {
        "additionalInfo" => "Said besides",
        "content" => "What was written",
        "profileBio" => "Text of a profile",
        "fileNames" => "Names of files",
        "vehicleDescription" => "Vehicle",
        "chatRoomName" => "Chat room",
        "locationName" => "Place",
        "schoolName" => "School",
        _ => return None,
    })
}

/// Walks the report once; what leads to who reports or to police is left out. The depth is that of the schema, so it is small.
fn gather(node: &Node, report: &mut Report) {
    let text = node.text.trim();
    let said = |make: fn(String) -> Identifier| (!text.is_empty()).then(|| make(text.to_owned()));
    let found = match node.name.as_str() {
        "reporter" | "lawEnforcement" => return,
        "email" | "emailAddress" => said(Identifier::Email),
        "phone" | "phoneNumber" => said(Identifier::Phone),
        "screenName" => said(Identifier::ScreenName),
        "espIdentifier" => said(Identifier::Account),
        "url" | "profileUrl" => said(Identifier::Url),
        "deviceId" => Some(Identifier::Device(
            node.said("idType").unwrap_or_default().to_owned(),
            node.said("idValue").unwrap_or_default().to_owned(),
        )),
        "ipCaptureEvent" => Some(Identifier::Ip(ip(node))),
        _ => None,
    };
    report.identifiers.extend(found);
    if let Some(what) = free_text(&node.name).filter(|_| !text.is_empty()) {
        report.texts.push((what, text.to_owned()));
    }
    match node.name.as_str() {
        "priorCTReports" | "priorCTReport" => report.prior.extend(text.parse::<u64>().ok()),
        "address" | "incidentAddress" | "estimatedLocation" => report.located |= !node.children.is_empty(),
        "latitude" => report.located = true,
        _ => {}
    }
    node.children.iter().for_each(|child| gather(child, report));
}
