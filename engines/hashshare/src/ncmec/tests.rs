use super::*;
use crate::Fault;
use proptest::prelude::*;

fn member() -> impl Strategy<Value = Member> {
    (0u32..50, "[A-Za-zéж&<>\"' ]{1,20}").prop_map(|(id, name)| Member { id, name: name.trim().to_owned() })
}

fn votes() -> impl Strategy<Value = Votes> {
    let reason = ("[a-f0-9-]{8}", "[A-Za-z &\"]{1,12}").prop_map(|(guid, name)| Reason { guid, name });
    let denied = prop::collection::vec((reason, prop::collection::vec(member(), 1..3)), 0..3);
    (prop::collection::vec(member(), 0..4), denied, 0i64..4_000_000_000)
        .prop_filter("says something", |(affirmed, denied, _)| !affirmed.is_empty() || !denied.is_empty())
        .prop_map(|(affirmed, denied, at)| Votes { affirmed, denied, at })
}

fn entry() -> impl Strategy<Value = Entry> {
    let medium = prop_oneof![Just(Medium::Image), Just(Medium::Video)];
    let fingerprints = prop::collection::btree_map("md5|sha1|pdq|pdna|netclean", "[0-9a-f]{32,64}", 0..4);
    let votes = prop::collection::btree_map(prop::sample::select(FINGERPRINTS.to_vec()), votes(), 0..3);
    let class = prop::option::of("A1|A2|B1|B2");
    ("[A-Za-z0-9-]{1,12}", member(), medium, 0i64..4_000_000_000, any::<bool>(), class, fingerprints, votes)
        .prop_map(|(id, member, medium, at, deleted, classification, fingerprints, votes)| {
            if deleted {
                return Entry::taken_back(&id, member, medium, at);
            }
            let votes = votes.into_iter().map(|(kind, votes)| (kind.to_owned(), votes)).collect();
            Entry { classification, fingerprints, votes, ..Entry::standing(&id, member, medium, at) }
        })
}

proptest! {
    #[test]
    fn a_page_that_is_written_is_read(
        mut entries in prop::collection::vec(entry(), 0..12),
        next in prop::option::of((0i64..4_000_000_000, 0i64..4_000_000_000, any::<u32>(), any::<u32>())),
    ) {
        let next = next.map(|(from, to, start, max)| Next { from, to, start: start.into(), max: max.into() });
        // Pictures stand before films.
        entries.sort_by_key(|entry| entry.medium == Medium::Video);
        let written = page(&Page { entries: entries.clone(), next });
        prop_assert_eq!(read_page(written.as_bytes()), Ok(Page { entries, next }));
    }

    #[test]
    fn a_vote_that_is_written_is_read(guids in prop::collection::vec("[a-f0-9-]{1,36}", 0..5)) {
        let vote = if guids.is_empty() { Submission::Affirmative } else { Submission::Negative(guids) };
        prop_assert_eq!(read_submission(submission(&vote).as_bytes()), Ok(vote));
    }

    #[test]
    fn whatever_comes_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "(<[/a-zA-Z]{0,12}>?|[ -~]){0,40}") {
        let (Ok(_) | Err(_)) = read_page(&bytes);
        let (Ok(_) | Err(_)) = read_page(text.as_bytes());
        let (Ok(_) | Err(_)) = read_submission(text.as_bytes());
        let (Ok(_) | Err(_)) = Next::read(&text);
    }
}

#[test]
fn what_the_published_client_needs_is_there() {
    let entry =
        Entry::standing("4711", Member { id: 7, name: "Fictional".into() }, Medium::Image, 1_780_000_000);
    let entry = entry.with("md5", "0f343b0931126a20f133d67c2b018a3b").with("pdq", &"f0".repeat(32));
    let next = Some(Next { from: 0, to: 10, start: 1_000, max: 1_500 });
    let written = page(&Page { entries: vec![entry], next });
    for part in [
        "<images count=\"1\" maxTimestamp=\"2026-05-28T20:26:40Z\"><image><member id=\"7\">Fictional</member><id>4711</id>",
        "<fingerprints><md5>0f343b0931126a20f133d67c2b018a3b</md5><pdq>f0f0",
        "<paging><next>/v2/entries?from=1970-01-01T00%3A00%3A00Z&amp;to=",
        "start=1000&amp;size=1000&amp;max=1500</next></paging>",
    ] {
        assert!(written.contains(part), "{part} is not in {written}");
    }
    assert!(!written.contains("<videos"), "an empty block is left out: it could not name its newest");
}

#[test]
fn a_prefix_and_what_is_newer_are_borne_and_what_is_wrong_is_named() {
    let xml = "<h:queryResult xmlns:h=\"x\"><h:images count=\"1\" maxTimestamp=\"2026-01-01T00:00:00Z\"><h:image>\
        <h:member id=\"1\">F</h:member><h:id>a</h:id><h:timestamp>2026-01-01T00:00:00.250Z</h:timestamp>\
        <h:fingerprints><h:tmk-pdqf rel=\"self\" href=\"/v2/x\"/><h:md5>00</h:md5></h:fingerprints></h:image></h:images>\
        <h:newer/></h:queryResult>";
    let page = read_page(xml.as_bytes()).unwrap();
    assert_eq!(page.entries[0].fingerprints.keys().collect::<Vec<_>>(), ["md5"]);
    let wrong = |from: &str, to: &str| read_page(xml.replace(from, to).as_bytes()).unwrap_err();
    assert_eq!(wrong("id=\"1\"", "id=\"one\""), Fault::field("member id", "a whole number"));
    assert!(wrong("h:image>", "h:other>").to_string().starts_with("an entry: image, video"));
    assert!(wrong("<h:id>a</h:id>", "").to_string().starts_with("id:"));
    assert!(
        wrong("<h:queryResult xmlns:h=\"x\">", "<!DOCTYPE x><h:queryResult>").to_string().contains("DOCTYPE")
    );
}
