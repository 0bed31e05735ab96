//! The one table of the format. What validates and what is written as a schema both come from here.
//!
//! Where the documentation and the schema of the format disagree both are taken: `type` and `accountType` of an associated account,
//! `type` at `details` and at `nameValuePair`, `fleaCountry` at the legal process and at law enforcement, any number of people
//! reported, flags that one of the two does not know.

use super::{Attribute, Content, Item, Part, Rule, Shape};

const ANY: u16 = u16::MAX;

const fn part(name: &'static str, least: u16, most: u16, shape: &'static Shape) -> Part {
    Part::One(Item { name, least, most, shape })
}
const fn must(name: &'static str, shape: &'static Shape) -> Part {
    part(name, 1, 1, shape)
}
const fn may(name: &'static str, shape: &'static Shape) -> Part {
    part(name, 0, 1, shape)
}
const fn many(name: &'static str, shape: &'static Shape) -> Part {
    part(name, 0, ANY, shape)
}
const fn flag(name: &'static str) -> Item {
    Item { name, least: 0, most: 1, shape: &FLAG }
}
const fn choice(name: &'static str, shape: &'static Shape) -> Item {
    Item { name, least: 1, most: 1, shape }
}
const fn text(rule: Rule) -> Shape {
    Shape { attributes: &[], content: Content::Text(rule) }
}
const fn sequence(parts: &'static [Part]) -> Shape {
    Shape { attributes: &[], content: Content::Sequence(parts) }
}
const fn with(attributes: &'static [Attribute], content: Content) -> Shape {
    Shape { attributes, content }
}
const fn attribute(name: &'static str, rule: Rule) -> Attribute {
    Attribute { name, rule, required: false }
}

static FLAG: Shape = text(Rule::Flag);
static BOOL: Shape = text(Rule::Bool);
static LONG: Shape = text(Rule::Long);
static TIME: Shape = text(Rule::DateTime);
static FREE: Shape = text(Rule::Text(1 << 20));
static T64: Shape = text(Rule::Text(64));
static T100: Shape = text(Rule::Text(100));
static T255: Shape = text(Rule::Text(255));
static T256: Shape = text(Rule::Text(256));
static T300: Shape = text(Rule::Text(300));
static T2056: Shape = text(Rule::Text(2056));
static URL: Shape = text(Rule::Text(2083));
static T3000: Shape = text(Rule::Text(3000));
static REASON: Shape = text(Rule::NotBlank(3000));
static COUNTRY: Shape = text(Rule::Country);
static DECIMAL: Shape = text(Rule::Decimal);
const EVENTS: &[&str] = &["Login", "Registration", "Purchase", "Upload", "Other", "Unknown"];
static EVENT: Shape = text(Rule::OneOf(EVENTS));

/// The types of incident as they go over the wire; never shown to people.
pub(crate) const INCIDENTS: &[&str] = &[
    "Child Pornography (possession, manufacture, and distribution)",
    "Child Sex Trafficking",
    "Child Sex Tourism",
    "Child Sexual Molestation",
    "Misleading Domain Name",
    "Misleading Words or Digital Images on the Internet",
    "Online Enticement of Children for Sexual Acts",
    "Unsolicited Obscene Material Sent to a Child",
];

static EMAIL: Shape = with(
    &[
        attribute("type", Rule::Text(64)),
        attribute("verified", Rule::Bool),
        attribute("verificationDate", Rule::DateTime),
    ],
    Content::Text(Rule::Text(255)),
);
static PHONE: Shape = with(
    &[
        attribute("type", Rule::Text(64)),
        attribute("verified", Rule::Bool),
        attribute("verificationDate", Rule::DateTime),
        attribute("countryCallingCode", Rule::CallingCode),
        attribute("extension", Rule::Text(32)),
    ],
    Content::Text(Rule::Text(50)),
);
static ADDRESS: Shape = with(
    &[attribute("type", Rule::Text(64))],
    Content::Sequence(&[
        may("address", &T300),
        may("city", &T100),
        may("zipCode", &T64),
        may("state", &STATE),
        may("nonUsaState", &T100),
        may("country", &COUNTRY),
    ]),
);
static STATE: Shape = text(Rule::State);
static PERSON: Shape = sequence(&[
    may("firstName", &T100),
    may("lastName", &T100),
    many("phone", &PHONE),
    many("email", &EMAIL),
    many("address", &ADDRESS),
    may("age", &AGE),
    may("ageAssertionDiscrepancy", &FLAG),
    may("dateOfBirth", &DATE),
]);
static AGE: Shape = text(Rule::Age);
static DATE: Shape = text(Rule::Date);
static IP: Shape = sequence(&[
    must("ipAddress", &IP_ADDRESS),
    may("eventName", &EVENT),
    may("dateTime", &TIME),
    may("possibleProxy", &FLAG),
    may("port", &PORT),
]);
static IP_ADDRESS: Shape = text(Rule::NotBlank(64));
static PORT: Shape = text(Rule::Port);
static DEVICE: Shape = sequence(&[
    must("idType", &T100),
    must("idValue", &T256),
    may("eventName", &EVENT),
    may("dateTime", &TIME),
]);

static INCIDENT: Shape = sequence(&[
    must("incidentType", &INCIDENT_TYPE),
    may("platform", &T256),
    may("escalateToHighPriority", &REASON),
    may("reportAnnotations", &ANNOTATIONS),
    must("incidentDateTime", &TIME),
    may("incidentDateTimeDescription", &T3000),
]);
static INCIDENT_TYPE: Shape = text(Rule::OneOf(INCIDENTS));
static ANNOTATIONS: Shape = with(
    &[],
    Content::All(&[
        flag("sextortion"),
        flag("csamSolicitation"),
        flag("minorToMinorInteraction"),
        flag("spam"),
        flag("sadisticOnlineExploitation"),
        flag("informational"),
    ]),
);

static INTERNET: Shape = sequence(&[Part::Or(
    1,
    &[
        choice("webPageIncident", &WEB),
        choice("emailIncident", &MAIL),
        choice("newsgroupIncident", &NEWS),
        choice("chatImIncident", &CHAT),
        choice("onlineGamingIncident", &GAME),
        choice("cellPhoneIncident", &CELL),
        choice("nonInternetIncident", &OFFLINE),
        choice("peer2peerIncident", &PEER),
    ],
)]);
static WEB: Shape = with(
    &[attribute("thirdPartyHostedContent", Rule::Bool)],
    Content::Sequence(&[many("url", &URL), may("additionalInfo", &FREE)]),
);
static MAIL: Shape =
    sequence(&[many("emailAddress", &EMAIL), may("content", &FREE), may("additionalInfo", &FREE)]);
static NEWS: Shape = sequence(&[
    may("name", &T255),
    many("emailAddress", &EMAIL),
    may("content", &FREE),
    may("additionalInfo", &FREE),
]);
static CHAT: Shape = sequence(&[
    may("chatClient", &T255),
    may("chatRoomName", &T255),
    may("content", &FREE),
    may("additionalInfo", &FREE),
]);
static GAME: Shape = sequence(&[
    may("gameName", &T255),
    may("console", &T255),
    may("content", &FREE),
    may("additionalInfo", &FREE),
]);
static CELL: Shape = sequence(&[
    may("phoneNumber", &PHONE),
    may("latitude", &DECIMAL),
    may("longitude", &DECIMAL),
    may("additionalInfo", &FREE),
]);
static OFFLINE: Shape =
    sequence(&[may("locationName", &T255), many("incidentAddress", &ADDRESS), may("additionalInfo", &FREE)]);
static PEER: Shape = sequence(&[
    may("client", &T255),
    many("ipCaptureEvent", &IP),
    may("fileNames", &FREE),
    may("additionalInfo", &FREE),
]);

static LAW: Shape = with(
    &[attribute("fleaCountry", Rule::Country)],
    Content::Sequence(&[
        must("agencyName", &T255),
        may("caseNumber", &T255),
        may("officerContact", &PERSON),
        may("reportedToLe", &BOOL),
        may("servedLegalProcessDomestic", &BOOL),
        may("servedLegalProcessInternational", &LEGAL),
    ]),
);
static LEGAL: Shape = with(&[attribute("fleaCountry", Rule::Country)], Content::Text(Rule::Bool));
static REPORTER: Shape = sequence(&[
    must("reportingPerson", &PERSON),
    may("contactPerson", &PERSON),
    may("companyTemplate", &FREE),
    may("termsOfService", &FREE),
    may("legalURL", &URL),
]);

static DISABLED: Shape = with(
    &[
        attribute("disabledDate", Rule::DateTime),
        attribute("userNotified", Rule::Bool),
        attribute("userNotifiedDate", Rule::DateTime),
        attribute("reenabledDate", Rule::DateTime),
    ],
    Content::Text(Rule::Bool),
);
static LOCATION: Shape = with(
    &[attribute("verified", Rule::Bool), attribute("timestamp", Rule::DateTime)],
    Content::Sequence(&[may("city", &T100), may("region", &T100), may("countryCode", &COUNTRY)]),
);
const KINDS: Rule = Rule::OneOf(&["Billing", "Linked", "Business", "Creator", "Parent/Guardian", "Other"]);
static ACCOUNT: Shape = with(
    &[attribute("type", KINDS), attribute("accountType", KINDS)],
    Content::Sequence(&[
        may("accountId", &T255),
        many("email", &EMAIL),
        may("screenName", &T256),
        may("additionalInfo", &FREE),
    ]),
);
const NAME: Part = may("screenName", &T256);
const NAMES: Part = many("displayName", &T256);
static SUSPECT: Shape = sequence(&[
    may("personOrUserReportedPerson", &PERSON),
    may("vehicleDescription", &T300),
    may("espIdentifier", &T255),
    may("espService", &T100),
    may("compromisedAccount", &FLAG),
    NAME,
    NAMES,
    many("profileUrl", &URL),
    may("profileBio", &FREE),
    many("ipCaptureEvent", &IP),
    many("deviceId", &DEVICE),
    may("thirdPartyUserReported", &FLAG),
    many("priorCTReports", &LONG),
    may("groupIdentifier", &T255),
    may("accountTemporarilyDisabled", &DISABLED),
    may("accountPermanentlyDisabled", &DISABLED),
    may("estimatedLocation", &LOCATION),
    may("allEmailsReported", &FLAG),
    many("associatedAccount", &ACCOUNT),
    may("additionalInfo", &FREE),
]);
static RECIPIENT: Shape = sequence(&[
    may("intendedRecipientPerson", &PERSON),
    may("espIdentifier", &T255),
    may("espService", &T100),
    may("compromisedAccount", &FLAG),
    NAME,
    NAMES,
    many("profileUrl", &URL),
    may("profileBio", &FREE),
    many("ipCaptureEvent", &IP),
    many("deviceId", &DEVICE),
    many("priorCTReports", &LONG),
    may("groupIdentifier", &T255),
    may("accountTemporarilyDisabled", &DISABLED),
    may("accountPermanentlyDisabled", &DISABLED),
    may("estimatedLocation", &LOCATION),
    may("allEmailsReported", &FLAG),
    may("additionalInfo", &FREE),
]);
static VICTIM: Shape = sequence(&[
    must("victimPerson", &PERSON),
    may("espIdentifier", &T255),
    may("espService", &T100),
    may("compromisedAccount", &FLAG),
    NAME,
    NAMES,
    many("profileUrl", &URL),
    may("profileBio", &FREE),
    many("ipCaptureEvent", &IP),
    many("deviceId", &DEVICE),
    may("schoolName", &T255),
    many("priorCTReports", &LONG),
    may("groupIdentifier", &T255),
    may("accountTemporarilyDisabled", &DISABLED),
    may("accountPermanentlyDisabled", &DISABLED),
    may("estimatedLocation", &LOCATION),
    may("allEmailsReported", &FLAG),
    many("associatedAccount", &ACCOUNT),
    may("additionalInfo", &FREE),
]);
static BATCHED: Shape =
    with(&[attribute("reason", Rule::OneOf(&["VIRAL_POTENTIAL_MEME"]))], Content::Text(Rule::Flag));

/// A report.
pub(crate) static REPORT: Item = Item { name: "report", least: 1, most: 1, shape: &REPORT_SHAPE };
static REPORT_SHAPE: Shape = sequence(&[
    may("batchedReport", &BATCHED),
    must("incidentSummary", &INCIDENT),
    many("internetDetails", &INTERNET),
    may("lawEnforcement", &LAW),
    must("reporter", &REPORTER),
    many("personOrUserReported", &SUSPECT),
    many("intendedRecipient", &RECIPIENT),
    many("victim", &VICTIM),
    may("additionalInfo", &FREE),
]);

static FILE_NOTES: Shape = with(
    &[],
    Content::All(&[
        flag("animeDrawingVirtualHentai"),
        flag("potentialMeme"),
        flag("viral"),
        flag("possibleSelfProduction"),
        flag("physicalHarm"),
        flag("violenceGore"),
        flag("bestiality"),
        flag("liveStreaming"),
        flag("infant"),
        flag("generativeAi"),
    ]),
);
const HASH_TYPE: Attribute = Attribute { name: "hashType", rule: Rule::NotBlank(64), required: true };
const EXIF: Attribute = attribute("type", Rule::OneOf(&["EXIF", "HASH"]));
static HASH: Shape = with(&[HASH_TYPE], Content::Text(Rule::NotBlank(1024)));
static DETAILS: Shape = with(&[EXIF], Content::Sequence(&[part("nameValuePair", 1, ANY, &PAIR)]));
static PAIR: Shape = with(&[EXIF], Content::Sequence(&[must("name", &T64), must("value", &FREE)]));
/// Details of a file.
pub(crate) static FILE: Item = Item { name: "fileDetails", least: 1, most: 1, shape: &FILE_SHAPE };
static FILE_SHAPE: Shape = sequence(&[
    must("reportId", &LONG),
    must("fileId", &T64),
    may("fileName", &T2056),
    may("originalFileName", &T2056),
    may("uploadedToEspTimestamp", &TIME),
    may("locationOfFile", &URL),
    may("fileViewedByEsp", &BOOL),
    may("exifViewedByEsp", &BOOL),
    may("publiclyAvailable", &BOOL),
    may("fileRelevance", &RELEVANCE),
    Part::Or(0, &[choice("potentialMeme", &FLAG), choice("fileAnnotations", &FILE_NOTES)]),
    may("industryClassification", &CLASS),
    many("originalFileHash", &HASH),
    may("ipCaptureEvent", &IP),
    many("deviceId", &DEVICE),
    many("details", &DETAILS),
    many("additionalInfo", &FREE),
]);
static RELEVANCE: Shape = text(Rule::OneOf(&["Reported", "Supplemental Reported"]));
static CLASS: Shape = text(Rule::OneOf(&["A1", "A2", "B1", "B2"]));
