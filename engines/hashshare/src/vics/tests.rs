use super::*;
use crate::Fault;
use proptest::prelude::*;

fn all(file: &[u8]) -> Result<(Header, Vec<Result<Medium, Fault>>), Fault> {
    let mut told = Vec::new();
    let header = read(file, &mut |place, medium| {
        assert_eq!(place, told.len() as u64);
        told.push(medium);
        true
    })?;
    Ok((header, told))
}

fn medium() -> impl Strategy<Value = Medium> {
    let text = || prop::option::of(".{1,12}");
    let flag = || prop::option::of(any::<bool>());
    let named = ("[A-Za-z0-9]{1,8}", "[0-9a-f]{1,64}").prop_map(|(name, value)| Named { name, value });
    let file = (text(), text(), flag()).prop_map(|(name, path, deleted)| File {
        name,
        path,
        deleted,
        ..File::default()
    });
    let hashes = ("[0-9a-f]{32}", prop::option::of("[0-9a-f]{40}"), prop::collection::vec(named, 0..3));
    let words = (text(), text(), text(), text());
    let flags = (flag(), flag(), flag());
    (
        any::<i64>(),
        prop::option::of(any::<i64>()),
        hashes,
        words,
        flags,
        prop::option::of(any::<u64>()),
        prop::collection::vec(file, 0..3),
    )
        .prop_map(
            |(
                id,
                category,
                (md5, sha1, other_hashes),
                (series, tags, comments, mime_type),
                flags,
                size,
                files,
            )| {
                let (distributed, victim_identified, offender_identified) = flags;
                Medium {
                    id,
                    category,
                    md5,
                    sha1,
                    other_hashes,
                    series,
                    tags,
                    comments,
                    mime_type,
                    distributed,
                    victim_identified,
                    offender_identified,
                    size,
                    files,
                    ..Medium::default()
                }
            },
        )
}

proptest! {
    #[test]
    fn a_file_that_is_written_is_read(media in prop::collection::vec(medium(), 0..8), scheme in "US|UK|Default|CUSTOM") {
        let header = Header::media(&scheme);
        let mut file = Vec::new();
        let mut writer = Writer::begin(&mut file, &header).unwrap();
        media.iter().for_each(|medium| writer.put(medium).unwrap());
        prop_assert_eq!(writer.end().unwrap(), media.len() as u64);
        let (read, told) = all(&file).unwrap();
        prop_assert_eq!(read, header);
        prop_assert_eq!(told, media.into_iter().map(Ok).collect::<Vec<_>>());
    }

    #[test]
    fn whatever_comes_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0usize..300) {
        let (Ok(_) | Err(_)) = all(&bytes);
        let file = br#"{"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media","value":[{"MediaID":1,"MD5":"00000000000000000000000000000000"}]}"#;
        prop_assert_eq!(all(&file[..cut.min(file.len())]).is_ok(), cut >= file.len());
    }
}

#[test]
fn cases_former_versions_and_what_programs_write_are_read() {
    let cases = br#"{"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/UK/$metadata#Cases","value":[
        {"CaseID":"fictional","CaseNumber":"1","Media":[{"MediaID":1,"Category":null,"MD5":"ABCDEF00000000000000000000000000","SHA1":"",
        "IsPrecategorized":"true","Hashes":[{"HashName":"PDQ","HashValue":"f0"}],"MediaFiles":[{"FileName":"a.jpg","Deleted":"False"}]}]},
        {"CaseID":"another","Media":[{"MediaID":2,"Category":0,"MD5":"00000000000000000000000000000001","MediaSize":"12"}]}]}"#;
    let (header, told) = all(&[b"\xEF\xBB\xBF", &cases[..]].concat()).unwrap();
    assert_eq!((header.scheme.as_deref(), header.holds), (Some("UK"), Holds::Cases));
    let first = told[0].as_ref().unwrap();
    assert_eq!((first.category, first.sha1.as_deref(), first.precategorised), (None, None, Some(true)));
    assert_eq!(
        (first.md5.as_str(), first.other_hashes[0].name.as_str()),
        ("abcdef00000000000000000000000000", "PDQ")
    );
    assert_eq!(first.files[0].deleted, Some(false));
    let second = told[1].as_ref().unwrap();
    assert_eq!((second.category, second.size), (Some(0), Some(12)));

    let former =
        br#"{"odata.metadata":"http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media","value":[]}"#;
    assert_eq!(all(former).unwrap().0, Header { version: Version::V1_3, scheme: None, holds: Holds::Media });
    for (version, holds) in
        [(Version::V1_2, Holds::Media), (Version::V1_3, Holds::Cases), (Version::V2_0, Holds::Cases)]
    {
        let scheme = (version == Version::V2_0).then(|| "Default".to_owned());
        let header = Header { version, scheme, holds };
        assert_eq!(Header::of(&header.written().1), Some(header));
    }
}

#[test]
fn what_is_wrong_is_named_by_its_place_and_field() {
    let of = |media: &str| {
        let file = format!(
            "{{\"@odata.context\":\"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media\",\"value\":[{media}]}}"
        );
        all(file.as_bytes()).map(|(_, told)| {
            told.into_iter().map(|one| one.map_err(|fault| fault.to_string()).err()).collect::<Vec<_>>()
        })
    };
    let right = r#"{"MediaID":1,"MD5":"00000000000000000000000000000000"}"#;
    let told =
        of(&format!(r#"{{"MediaID":1,"MD5":"00"}},{right},5,{{"MD5":"00000000000000000000000000000000"}}"#))
            .unwrap();
    let expected = [
        Some("MD5: 32 hex digits is expected"),
        None,
        Some("a medium is not an object"),
        Some("MediaID: a whole number is expected"),
    ];
    assert_eq!(told.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    assert!(all(b"{\"value\":[]}").unwrap_err().to_string().starts_with("@odata.context: the data model"));
    assert!(
        all(b"{\"@odata.context\":\"elsewhere#Media\",\"value\":[]}")
            .unwrap_err()
            .to_string()
            .starts_with("@odata.context")
    );
    assert!(all(b"{}").is_err());
    let large = format!(
        r#"{{"MediaID":1,"MD5":"00000000000000000000000000000000","Comments":"{}"}}"#,
        "a".repeat(MEDIUM_BYTES)
    );
    assert!(of(&large).unwrap_err().to_string().contains("bytes in one medium"));
    let mut seen = 0;
    let file = format!(
        "{{\"odata.metadata\":\"http://github.com/ICMEC/ProjectVic/DataModels/1.2.xml#Media\",\"value\":[{right},{right}]}}"
    );
    read(file.as_bytes(), &mut |_, _| {
        seen += 1;
        false
    })
    .unwrap();
    assert_eq!(seen, 1, "it was told to end");
}
