#![expect(clippy::disallowed_methods, reason = "documents for xmllint lie in a folder of the test")]

use crate::testing::{broken_report, file_details, report};
use crate::{Code, Limits, read_file_details, read_report, scores, xsd};
use proptest::prelude::*;
use std::process::Command;

const NOW: i64 = 1_800_000_000_000;

fn code_of(xml: impl AsRef<[u8]>) -> Code {
    read_report(xml.as_ref(), &Limits::default(), NOW).map_or_else(|fault| fault.code(), |_| Code::Success)
}

#[test]
fn five_hundred_valid_reports_and_details_are_read() {
    for seed in 0..500 {
        let xml = report(seed);
        let read = read_report(xml.as_bytes(), &Limits::default(), NOW)
            .unwrap_or_else(|fault| panic!("{seed}: {fault}\n{xml}"));
        assert!(scores::quality(&read, &[]).points <= 100);
        let xml = file_details(seed);
        read_file_details(xml.as_bytes(), &Limits::default())
            .unwrap_or_else(|fault| panic!("{seed}: {fault}\n{xml}"));
    }
}

#[test]
fn five_hundred_broken_reports_get_their_codes() {
    for seed in 0..500 {
        let (bytes, code) = broken_report(seed);
        assert_eq!(code_of(&bytes), code, "{seed}: {}", String::from_utf8_lossy(&bytes));
    }
}

/// What xmllint says of documents by the schema that is given out: whether each is valid.
fn by_xmllint(documents: &[Vec<u8>]) -> Vec<bool> {
    let folder = std::env::temp_dir().join(format!("tipline-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for documents");
    let schema = folder.join("schema.xsd");
    std::fs::write(&schema, xsd()).expect("the schema is written");
    let names: Vec<_> = (0..documents.len()).map(|index| folder.join(format!("{index}.xml"))).collect();
    for (name, document) in names.iter().zip(documents) {
        std::fs::write(name, document).expect("a document is written");
    }
    let said =
        Command::new("xmllint").args(["--nonet", "--noout", "--schema"]).arg(&schema).args(&names).output();
    let said = said.expect("xmllint is installed: scripts/install-for-tests");
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(!said.contains("failed to compile"), "{said}");
    let valid = names.iter().map(|name| said.contains(&format!("{} validates\n", name.display()))).collect();
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    valid
}

#[test]
fn xmllint_takes_by_the_schema_what_is_taken_here_and_nothing_else() {
    // A time to come and a DOCTYPE are refused here for reasons that no schema knows.
    let broken = (0..280_u64)
        .filter(|seed| ![5, 8].contains(&(seed % crate::testing::WAYS)))
        .map(|seed| broken_report(seed).0);
    let reports: Vec<Vec<u8>> = (0..200).map(|seed| report(seed).into_bytes()).chain(broken).collect();
    let wanted: Vec<bool> = reports.iter().map(|xml| code_of(xml) == Code::Success).collect();
    let details: Vec<Vec<u8>> = (0..200).map(|seed| file_details(seed).into_bytes()).collect();
    let all: Vec<Vec<u8>> = reports.into_iter().chain(details).collect();
    let wanted: Vec<bool> = wanted.into_iter().chain([true; 200]).collect();
    for (index, (said, wanted)) in by_xmllint(&all).into_iter().zip(wanted).enumerate() {
        assert_eq!(said, wanted, "{index}: {}", String::from_utf8_lossy(&all[index]));
    }
}

#[test]
fn attacks_are_refused_as_malformed() {
    let inside = |what: &str| report(1).replace("</report>", &format!("{what}</report>"));
    let laughs = "<!DOCTYPE report [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;&a;&a;\">]><report>&b;</report>";
    let outside = "<!DOCTYPE report [<!ENTITY a SYSTEM \"file:///nothing\">]><report>&a;</report>";
    let many: String = (0..100_000).map(|index| format!(" a{index}=\"\"")).collect();
    let utf16: Vec<u8> = report(1).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let attacks: Vec<Vec<u8>> = vec![
        laughs.into(),
        outside.into(),
        "<a>".repeat(100_000).into(),
        format!("<report a=\"{}\"/>", "x".repeat(64 << 20)).into(),
        format!("<report a=\"{}\"/>", "x".repeat(1 << 20)).into(),
        format!("<report{many}/>").into(),
        inside(&"<a/>".repeat(20_001)).into(),
        inside("<?run it?>").into(),
        inside("&#0;").into(),
        inside("&#+65;").into(),
        utf16,
        b"<?xml version=\"1.0\" encoding=\"UTF-7\"?><report/>".to_vec(),
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><report>é</report>".into(),
        b"<report>\xC0\xBC</report>".to_vec(),
        b"<report a=\"1\" a=\"2\"/>".to_vec(),
        b"<report/><report/>".to_vec(),
        b"".to_vec(),
    ];
    for (index, attack) in attacks.iter().enumerate() {
        assert_eq!(code_of(attack), Code::MalformedXml, "attack {index}");
    }
}

#[test]
fn points_rise_with_what_is_there_and_urgency_stands_apart() {
    let with = |more: &str, summary: &str| {
        let xml = format!(
            "<report><incidentSummary><incidentType>Child Sex Tourism</incidentType>{summary}<incidentDateTime>2026-01-01T00:00:00Z\
             </incidentDateTime></incidentSummary><reporter><reportingPerson><email>a@example.org</email></reportingPerson></reporter>{more}</report>"
        );
        read_report(xml.as_bytes(), &Limits::default(), NOW).expect("a valid report")
    };
    let bare = with("", "");
    assert_eq!(scores::quality(&bare, &[]).points, 0, "who reports is no lead");
    let ip = "<ipCaptureEvent><ipAddress>192.0.2.1</ipAddress><dateTime>2026-01-01T00:00:00Z</dateTime><port>443</port></ipCaptureEvent>";
    let full = with(
        &format!("<personOrUserReported><screenName>example</screenName>{ip}</personOrUserReported>"),
        "",
    );
    assert_eq!(scores::quality(&full, &[]).points, 55);
    let urgent = with("", "<escalateToHighPriority>soon</escalateToHighPriority>");
    assert_eq!(scores::quality(&urgent, &[]), scores::quality(&bare, &[]));
    assert_eq!(scores::urgency(&bare, &[], NOW), [scores::Urgency::Incident]);
    assert_eq!(scores::urgency(&urgent, &[], NOW), [scores::Urgency::SenderSays, scores::Urgency::Incident]);
}

#[test]
fn a_supplement_bears_no_class() {
    let xml = "<fileDetails><reportId>1</reportId><fileId>a1</fileId><fileRelevance>Supplemental Reported</fileRelevance>\
               <industryClassification>A1</industryClassification></fileDetails>";
    let fault = read_file_details(xml.as_bytes(), &Limits::default()).expect_err("the rule of the format");
    assert_eq!(fault.code(), Code::ValidationFailed);
}

proptest! {
    #[test]
    fn any_seed_makes_a_valid_report_and_a_broken_one(seed: u64) {
        prop_assert_eq!(code_of(report(seed)), Code::Success);
        let (bytes, code) = broken_report(seed);
        prop_assert_eq!(code_of(bytes), code);
    }

    #[test]
    fn any_text_comes_back_out_of_an_answer(words in "[^\u{0}-\u{1f}\u{7f}-\u{9f}\u{fffe}\u{ffff}]{0,80}") {
        let xml = crate::answer::response(Code::Success, &words, Some(1), None);
        let tree = bounded_xml::read(xml.as_bytes(), &Limits::default()).expect("an answer is safe XML");
        prop_assert_eq!(&tree.child("responseDescription").expect("it stands there").text, &words);
    }
}
