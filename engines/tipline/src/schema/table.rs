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
const fn mark(name: &'static str) -> Item {
    Item { name, least: 0, most: 1, shape: &MARK }
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
static MARK: Shape = text(Rule::Mark);
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

/// The types of incident as they go over the wire; never shown to people. The last two are spellings of clients in use that no schema
/// knows: no report is lost over a letter.
pub(crate) const INCIDENTS: &[&str] = &[
    "Child Pornography (possession, manufacture, and distribution)",
    "Child Sex Trafficking",
    "Child Sex Tourism",
    "Child Sexual Molestation",
    "Misleading Domain Name",
    "Misleading Words or Digital Images on the Internet",
    "Online Enticement of Children for Sexual Acts",
    "Unsolicited Obscene Material Sent to a Child",
    "Online Enticement of Children for Sexual Act",
    "Child Sexual Molestation (not by family member)",
];

static EMAIL: Shape = with(
    &[
        attribute("type", Rule::OneOf(&["Home", "Work", "Business", "Recovery"])),
        attribute("verified", Rule::Bool),
        attribute("verificationDate", Rule::DateTime),
    ],
    Content::Text(Rule::Text(255)),
);
static PHONE: Shape = with(
    &[
        attribute(
            "type",
            Rule::OneOf(&["Mobile", "Home", "Business", "Work", "Fax", "Internet", "Recovery"]),
        ),
        attribute("verified", Rule::Bool),
        attribute("verificationDate", Rule::DateTime),
        attribute("countryCallingCode", Rule::CallingCode),
        attribute("extension", Rule::Extension),
    ],
    Content::Text(Rule::Text(50)),
);
static ADDRESS: Shape = with(
    &[attribute("type", Rule::OneOf(&["Home", "Business", "Billing", "Shipping", "Technical"]))],
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
/// Who can be asked: a person without age.
static CONTACT: Shape = sequence(&[
    may("firstName", &T100),
    may("lastName", &T100),
    many("phone", &PHONE),
    many("email", &EMAIL),
    many("address", &ADDRESS),
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
    must("idType", &T255),
    must("idValue", &URL),
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
        mark("sextortion"),
        mark("csamSolicitation"),
        mark("minorToMinorInteraction"),
        mark("spam"),
        mark("sadisticOnlineExploitation"),
        mark("informational"),
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
        may("officerContact", &CONTACT),
        may("reportedToLe", &BOOL),
        may("servedLegalProcessDomestic", &BOOL),
        may("servedLegalProcessInternational", &LEGAL),
    ]),
);
static LEGAL: Shape = with(&[attribute("fleaCountry", Rule::Country)], Content::Text(Rule::Bool));
static REPORTER: Shape = sequence(&[
    must("reportingPerson", &PERSON),
    may("contactPerson", &CONTACT),
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
    Content::Sequence(&[may("city", &T255), may("region", &T255), may("countryCode", &COUNTRY)]),
);
const KINDS: Rule = Rule::OneOf(&["Billing", "Linked", "Business", "Creator", "Parent/Guardian", "Other"]);
/// Another account of somebody, in the order in which schema and documentation agree.
static ACCOUNT: Shape = with(
    &[attribute("type", KINDS), attribute("accountType", KINDS), attribute("thirdPartyUser", Rule::Bool)],
    Content::Sequence(&[
        may("platform", &ITS_PLATFORM),
        may("firstName", &T256),
        may("middleName", &T256),
        may("lastName", &T256),
        may("approximateAge", &AGE),
        may("ageAssertionDiscrepancy", &FLAG),
        may("dateOfBirth", &DATE),
        many("phone", &PHONE),
        many("email", &EMAIL),
        may("allEmailsReported", &FLAG),
        many("address", &ADDRESS),
        may("espService", &T256),
        may("espIdentifier", &T256),
        many("profileUrl", &URL),
        NAME,
        NAMES,
        may("profileBio", &FREE),
        may("groupIdentifier", &T256),
        may("compromisedAccount", &FLAG),
        may("accountTemporarilyDisabled", &DISABLED),
        may("accountPermanentlyDisabled", &DISABLED),
        many("ipCaptureEvent", &IP),
        many("deviceId", &DEVICE),
        many("priorCTReport", &LONG),
        may("additionalInfo", &FREE),
    ]),
);
static ITS_PLATFORM: Shape = with(&[attribute("thirdPartyUser", Rule::Bool)], Content::Text(Rule::Text(256)));
const NAME: Part = may("screenName", &T256);
const NAMES: Part = many("displayName", &T2056);
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
    many("additionalInfo", &FREE),
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
    may("accountTemporarilyDisabled", &DISABLED),
    may("accountPermanentlyDisabled", &DISABLED),
    may("estimatedLocation", &LOCATION),
    may("allEmailsReported", &FLAG),
    many("associatedAccount", &ACCOUNT),
    may("additionalInfo", &FREE),
]);
const REASONS: Attribute =
    Attribute { name: "reason", rule: Rule::OneOf(&["VIRAL_POTENTIAL_MEME"]), required: true };
static BATCHED: Shape = with(&[REASONS], Content::Text(Rule::Mark));

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
        mark("animeDrawingVirtualHentai"),
        mark("potentialMeme"),
        mark("viral"),
        mark("possibleSelfProduction"),
        mark("physicalHarm"),
        mark("violenceGore"),
        mark("bestiality"),
        mark("liveStreaming"),
        mark("infant"),
        mark("generativeAi"),
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

/// Countries as the format knows them: ISO 3166-1, what became of it, and three words for what is no country.
pub(crate) const COUNTRIES: &str = "\
    A1 A2 O1 AD AE AF AG AI AL AM AN AO AP AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA \
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CX CW CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET EU FI FJ FK FM FO FR FX GA GB GD GE \
    GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR \
    KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI \
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS \
    ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// States and territories of the United States as the format knows them.
pub(crate) const STATES: &str = "\
    AK AL AR AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR RI SC \
    SD TN TX UT VA VI VT WA WI WV WY";
