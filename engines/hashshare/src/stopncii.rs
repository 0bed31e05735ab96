//! StopNCII's exchange: JSON over HTTP, one call for each thing.
//!
//! A record replaces an earlier one of the same kind and hash. One that is [`Status::Withdrawn`] or [`Status::Deleted`] must match nothing any
//! more: that is decided by its status and by nothing else.

use crate::Fault;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// Records on a page where nothing else is asked for.
pub const PAGE: u32 = 800;

/// A word of the wire, and the one that stands for all that are newer than this.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$about:meta])* $word:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$about])* $word),+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$word),+];

            /// The word on the wire.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$word => $text),+
                }
            }

            /// What a word means; some programs write the name of their own type before it.
            #[must_use]
            pub fn of(word: &str) -> $name {
                let word = word.rsplit_once('.').map_or(word, |(_, word)| word);
                $name::ALL.iter().copied().find(|one| one.word() == word).unwrap_or($name::Unknown)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.word())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                Ok($name::of(&String::deserialize(from)?))
            }
        }
    };
}

words! {
    /// What a hash is.
    Signal {
        /// PDQ of a picture, 64 hex digits.
        ImagePdq = "ImagePDQ",
        /// MD5 of a film's bytes.
        VideoMd5 = "VideoMD5",
        /// TMK of a film.
        VideoTmk = "VideoTMK",
        /// A text.
        Text = "Text",
        /// An address.
        Url = "URL",
        /// Something newer.
        Unknown = "Unknown",
    }
}

words! {
    /// How a hash stands.
    Status {
        /// It has come in.
        Received = "Received",
        /// It is to be matched.
        Active = "Active",
        /// Who gave it took it back: it matches nothing any more.
        Withdrawn = "Withdrawn",
        /// It is gone: it matches nothing any more.
        Deleted = "Deleted",
        /// Something newer.
        Unknown = "Unknown",
    }
}

words! {
    /// What a service says of a hash.
    Said {
        /// Nothing; it may bear tags.
        Nothing = "None",
        /// It cannot tell how good the hash is.
        QualityUnknown = "QualityUnknown",
        /// Something matched and waits for a person.
        PendingReview = "PendingReview",
        /// Something matched and was taken down.
        Blocked = "Blocked",
        /// Something matched and was left.
        NotBlocked = "NotBlocked",
        /// It takes back what it said.
        Withdrawn = "Withdrawn",
        /// It has let go of the hash.
        Deleted = "Deleted",
        /// Something newer.
        Unknown = "Unknown",
    }
}

impl Status {
    /// Whether such a hash is matched.
    #[must_use]
    pub fn is_matched(self) -> bool {
        matches!(self, Status::Received | Status::Active)
    }
}

/// What one service said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// The service; empty in what a service itself sends.
    #[serde(default)]
    pub source: String,
    /// What it says.
    #[serde(rename = "feedbackValue")]
    pub said: Said,
    /// Words of its own.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// A hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// When it last changed, seconds of UTC.
    #[serde(rename = "lastModtimestamp")]
    pub at: i64,
    /// What it is.
    #[serde(rename = "signalType")]
    pub signal: Signal,
    /// Itself.
    #[serde(rename = "hashValue")]
    pub hash: String,
    /// How it stands.
    #[serde(rename = "hashStatus")]
    pub status: Status,
    /// The cases that it belongs to. No cases are written as a list by some.
    #[serde(rename = "caseNumbers", deserialize_with = "cases")]
    pub cases: BTreeMap<String, Status>,
    /// What services said.
    #[serde(rename = "CSPFeedbacks", default)]
    pub feedback: Vec<Feedback>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Cases {
    Named(BTreeMap<String, Status>),
    None(Vec<IgnoredAny>),
}

fn cases<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Status>, D::Error> {
    match Cases::deserialize(from)? {
        Cases::Named(cases) => Ok(cases),
        Cases::None(none) if none.is_empty() => Ok(BTreeMap::new()),
        Cases::None(_) => Err(serde::de::Error::custom("cases by their numbers are expected")),
    }
}

/// A page of hashes, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Page {
    /// How many there are.
    pub count: usize,
    /// What the next page is asked for by; none on the last.
    #[serde(rename = "nextPageToken")]
    pub next: Option<String>,
    /// From when the next set is asked for, seconds of UTC.
    #[serde(rename = "nextSetTimestamp")]
    pub next_set: i64,
    /// Whether another page follows.
    #[serde(rename = "hasMoreRecords")]
    pub more: bool,
    /// The hashes.
    #[serde(rename = "hashRecords")]
    pub records: Vec<Record>,
}

impl Page {
    /// A page of these; `next` where another follows, `next_set` as a checkpoint.
    #[must_use]
    pub fn of(records: Vec<Record>, next: Option<String>, next_set: i64) -> Page {
        Page { count: records.len(), more: next.is_some(), next, next_set, records }
    }

    /// As it travels.
    #[must_use]
    pub fn written(&self) -> String {
        // Texts, numbers and maps by text are written whatever they hold.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A page that was read, and what of it could not be: a record that is wrong stops no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadPage {
    /// The page, without what could not be read.
    pub page: Page,
    /// Places of records that could not be read, from 0, and why.
    pub wrong: Vec<(usize, String)>,
}

#[derive(Deserialize)]
struct RawPage {
    #[serde(rename = "nextPageToken", default)]
    next: Option<String>,
    #[serde(rename = "nextSetTimestamp")]
    next_set: i64,
    #[serde(rename = "hasMoreRecords")]
    more: bool,
    #[serde(rename = "hashRecords")]
    records: Vec<serde_json::Value>,
}

/// Reads a page.
///
/// # Errors
/// [`Fault`] where the page itself is none, or says that another follows and not which.
pub fn read_page(bytes: &[u8]) -> Result<ReadPage, Fault> {
    let RawPage { next, next_set, more, records } = serde_json::from_slice(bytes)?;
    let next = next.filter(|token| !token.is_empty());
    if more && next.is_none() {
        return Err(Fault::field(
            "nextPageToken",
            "what the next page is asked for by, since more records follow",
        ));
    }
    let (mut held, mut wrong) = (Vec::new(), Vec::new());
    for (place, record) in records.into_iter().enumerate() {
        match Record::deserialize(record) {
            Ok(record) => held.push(record),
            Err(_) => wrong.push((place, "not a record with its five fields".to_owned())),
        }
    }
    Ok(ReadPage { page: Page::of(held, next.filter(|_| more), next_set), wrong })
}

/// A hash that a service sends.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Submitted {
    /// When, seconds of UTC, as the service says.
    #[serde(rename = "lastModtimestamp", default)]
    pub at: i64,
    /// What it is.
    #[serde(rename = "signalType")]
    pub signal: Signal,
    /// Itself.
    #[serde(rename = "hashValue")]
    pub hash: String,
    /// What the service says of it.
    #[serde(rename = "CSPFeedbacks", default)]
    pub feedback: Vec<Feedback>,
}

/// What a service says of hashes that it was given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Answered {
    /// The hash. Its kind is not told.
    #[serde(rename = "hashValue")]
    pub hash: String,
    /// What it says.
    #[serde(rename = "feedbackValue")]
    pub said: Said,
    /// Words of its own.
    #[serde(default)]
    pub tags: Vec<String>,
}

#[derive(Deserialize)]
struct Hashes {
    count: usize,
    #[serde(rename = "hashRecords")]
    records: Vec<Submitted>,
}

#[derive(Deserialize)]
struct Answers {
    count: usize,
    #[serde(rename = "hashFeedbacks")]
    answers: Vec<Answered>,
}

fn counted<T>(count: usize, all: Vec<T>) -> Result<Vec<T>, Fault> {
    if count == all.len() { Ok(all) } else { Err(Fault::field("count", "the number of those that follow")) }
}

/// Reads hashes that a service sends.
///
/// # Errors
/// [`Fault`].
pub fn read_hashes(bytes: &[u8]) -> Result<Vec<Submitted>, Fault> {
    let Hashes { count, records } = serde_json::from_slice(bytes)?;
    counted(count, records)
}

/// Reads what a service says of hashes.
///
/// # Errors
/// [`Fault`].
pub fn read_answers(bytes: &[u8]) -> Result<Vec<Answered>, Fault> {
    let Answers { count, answers } = serde_json::from_slice(bytes)?;
    counted(count, answers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn record() -> impl Strategy<Value = Record> {
        let signal = prop::sample::select(Signal::ALL.to_vec());
        let status = || prop::sample::select(Status::ALL.to_vec());
        let feedback =
            (".{0,8}", prop::sample::select(Said::ALL.to_vec()), prop::collection::vec(".{0,5}", 0..3))
                .prop_map(|(source, said, tags)| Feedback { source, said, tags });
        let cases = prop::collection::btree_map("[a-z0-9-]{1,8}", status(), 0..3);
        (any::<i64>(), signal, "[0-9a-f]{32}", status(), cases, prop::collection::vec(feedback, 0..3))
            .prop_map(|(at, signal, hash, status, cases, feedback)| Record {
                at,
                signal,
                hash,
                status,
                cases,
                feedback,
            })
    }

    proptest! {
        #[test]
        fn a_page_that_is_written_is_read(records in prop::collection::vec(record(), 0..6), next in prop::option::of("[a-z0-9]{1,9}"), at: i64) {
            let page = Page::of(records, next, at);
            let read = read_page(page.written().as_bytes());
            prop_assert_eq!(read, Ok(ReadPage { page, wrong: Vec::new() }));
        }

        #[test]
        fn whatever_comes_is_read_or_refused(text in "[\\[\\]{}\":,a-zA-Z0-9]{0,60}") {
            let (Ok(_) | Err(_)) = read_page(text.as_bytes());
            let (Ok(_) | Err(_)) = read_hashes(text.as_bytes());
            let (Ok(_) | Err(_)) = read_answers(text.as_bytes());
        }
    }

    #[test]
    fn a_wrong_record_stops_no_other_and_an_empty_list_of_cases_is_none() {
        let good = json!({ "lastModtimestamp": 5, "signalType": "ImagePDQ", "hashValue": "f0", "hashStatus": "Withdrawn",
            "caseNumbers": [], "hashRegions": ["somewhere"] });
        let page = json!({ "count": 2, "nextPageToken": null, "nextSetTimestamp": 9, "hasMoreRecords": false,
            "hashRecords": [{ "hashValue": "f1" }, good] });
        let read = read_page(page.to_string().as_bytes()).unwrap();
        assert_eq!(read.wrong.len(), 1);
        assert_eq!((read.wrong[0].0, read.page.count), (0, 1));
        assert!(!read.page.records[0].status.is_matched() && read.page.records[0].cases.is_empty());
    }

    #[test]
    fn what_the_published_client_sends_is_read() {
        let sent = json!({ "count": 1, "hashRecords": [{ "lastModtimestamp": 1, "signalType": "StopNCIISignalType.ImagePDQ",
            "hashValue": "f0", "CSPFeedbacks": [{ "tags": ["one"], "feedbackValue": "Blocked" }] }] });
        let read = read_hashes(sent.to_string().as_bytes()).unwrap();
        assert_eq!((read[0].signal, read[0].feedback[0].said), (Signal::ImagePdq, Said::Blocked));
        let said = json!({ "count": 1, "hashFeedbacks": [{ "tags": [], "feedbackValue": "NotBlocked", "hashValue": "f0" }] });
        assert_eq!(read_answers(said.to_string().as_bytes()).unwrap()[0].said, Said::NotBlocked);
        let short = json!({ "count": 2, "hashFeedbacks": [] });
        let fault = read_answers(short.to_string().as_bytes()).unwrap_err();
        assert_eq!(fault, Fault::field("count", "the number of those that follow"));
        let more = json!({ "count": 0, "nextPageToken": "", "nextSetTimestamp": 9, "hasMoreRecords": true, "hashRecords": [] });
        assert!(read_page(more.to_string().as_bytes()).unwrap_err().to_string().starts_with("nextPageToken"));
    }
}
