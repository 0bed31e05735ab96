//! What the fuzzer throws bytes at: everything that reads something from outside. CI replays the corpora through the same.

#[path = "served.rs"]
mod served;

use kernel::{Actor, CodeList, Entry, Hash, Id, Instant, MemoryTables, Purpose, Registry, Span};
use std::sync::{Arc, OnceLock};
use store::merkle::VerifierKey;

/// A receipt as somebody typed it.
pub(crate) fn receipt(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(receipt) = reports::receipt::Receipt::parse(&text) {
        let again = reports::receipt::Receipt::parse(&receipt.digits());
        assert!(again.is_ok_and(|again| again.proof() == receipt.proof()));
    }
}

/// A report of a platform, or details of a file, as XML.
pub(crate) fn tipline(bytes: &[u8]) {
    let limits = tipline::Limits::default();
    let now = 1_800_000_000_000;
    let answer = |code, words: &str| {
        let xml = tipline::answer::response(code, words, None, None);
        assert!(!xml.contains('\0'));
    };
    match tipline::read_report(bytes, &limits, now) {
        Ok(report) => {
            assert!(report.at <= now);
            assert!(tipline::scores::quality(&report, &[]).points <= 100);
            assert!(tipline::scores::urgency(&report, &[], now).len() <= 7);
        }
        Err(fault) => answer(fault.code(), &fault.to_string()),
    }
    if let Err(fault) = tipline::read_file_details(bytes, &limits) {
        answer(fault.code(), &fault.to_string());
    }
}

/// What another hotline answers.
pub(crate) fn iccam(bytes: &[u8]) {
    use iccam::answer;
    if let Ok(login) = answer::login(bytes) {
        assert!(login.bearer.bytes().all(|b| b.is_ascii_graphic()) && login.expires_in <= 86_400);
    }
    if let Ok(made) = answer::made(bytes) {
        assert!(made.report > 0 && made.content > 0);
    }
    let one = answer::content(bytes).ok();
    let list = answer::list(bytes).unwrap_or_default();
    assert!(list.contents.len() + list.unreadable.len() <= answer::MOST_CONTENT);
    for content in one.iter().chain(&list.contents) {
        assert!(content.number > 0 && content.url.len() <= answer::MOST_TEXT);
        assert!(content.actions.len() <= answer::MOST_ACTIONS);
        assert!(!iccam::ask::written(content.received_ms).is_empty());
        // What is said about it holds its number and nothing of what it says.
        assert_eq!(iccam::ask::content(content.number).path, format!("rest/Content/{}", content.number));
    }
}

/// Lists of hashes as other programs share them: the first byte says by which wire.
pub(crate) fn hash_share(bytes: &[u8]) {
    use hashshare::{ncmec, stopncii, vics};
    let Some((wire, bytes)) = bytes.split_first() else { return };
    match wire % 4 {
        0 => {
            if let Ok(page) = ncmec::read_page(bytes) {
                assert_eq!(
                    ncmec::read_page(ncmec::page(&page).as_bytes()).map(|again| again.next),
                    Ok(page.next)
                );
            }
        }
        1 => {
            if let Ok(vote) = ncmec::read_submission(bytes) {
                assert_eq!(ncmec::read_submission(ncmec::submission(&vote).as_bytes()), Ok(vote));
            }
            if let Ok(next) =
                std::str::from_utf8(bytes).map_or(Err(()), |text| ncmec::Next::read(text).map_err(drop))
            {
                assert!(next.path().starts_with("/v2/entries?"));
            }
            let (Ok(_) | Err(_)) = ncmec::read_status(bytes);
        }
        2 => {
            if let Ok(read) = stopncii::read_page(bytes) {
                let again = stopncii::read_page(read.page.written().as_bytes());
                assert_eq!(again.map(|again| again.page), Ok(read.page));
            }
            let (Ok(_) | Err(_)) = stopncii::read_hashes(bytes);
            let (Ok(_) | Err(_)) = stopncii::read_answers(bytes);
        }
        _ => {
            let (Ok(_) | Err(_)) = vics::read(bytes, &mut |_, medium| {
                let is_digits =
                    |text: &str| text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
                assert!(medium.is_err() || medium.is_ok_and(|medium| is_digits(&medium.md5)));
                true
            });
        }
    }
}

/// What a registry says of a name or a network.
pub(crate) fn rdap(bytes: &[u8]) {
    if let Ok(told) = rdap::read(bytes) {
        for text in [&told.handle, &told.registrar, &told.operator] {
            assert!(text.chars().count() <= rdap::MAX_TEXT && !text.chars().any(char::is_control));
        }
        assert!(told.abuse.is_none_or(|mail: String| mail.contains('@') && mail.len() < 300));
        assert!(told.country.is_none_or(|code: String| code.len() == 2));
    }
}

/// A text in which addresses, numbers and names are looked for, and a line of a file of reports.
pub(crate) fn marks(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let marks = likeness::marks_in(&text);
    assert!(marks.len() <= likeness::MOST_MARKS);
    for mark in marks.iter().chain(&likeness::names_in(&text)) {
        if mark.kind == likeness::MarkKind::Address {
            assert_eq!(likeness::address(&mark.text).as_deref(), Some(mark.text.as_str()));
        }
    }
    let normal = likeness::normal(&text);
    assert_eq!(likeness::normal(&normal), normal);
    if let Some(sketch) = likeness::Sketch::of(&likeness::Key::new([7; 16]), &normal) {
        assert_eq!(sketch.percent(&sketch), 100);
    }
    drop(reports::intake::parse(&text));
    // A file of addresses, whatever its first line is.
    let mut lines = takedown::lines::LineReader::default();
    text.lines().for_each(|line| drop(lines.read(line)));
    // An address to be taken down: read again, it is the same, and its host is one.
    if let Ok(address) = takedown::address::read(&text) {
        assert!(takedown::address::is_host(&address.host, address.kind));
        assert_eq!(takedown::address::read(&address.url), Ok(address));
    }
}

/// A hash list as CSV.
pub(crate) fn hash_list(bytes: &[u8]) {
    if let Ok(lines) = known_material::csv::ListReader::new(bytes) {
        lines.take(10_000).for_each(drop);
    }
}

/// Hashes to be looked up, as lines or as a JSON list.
pub(crate) fn match_batch(bytes: &[u8]) {
    use known_material::service::{batch::read_batch, limits::MOST_TOGETHER};
    for is_lines in [true, false] {
        if let Ok(lines) = read_batch(is_lines, bytes) {
            assert!(lines.len() <= MOST_TOGETHER);
            for line in lines.iter().flatten() {
                assert!(!line.signals.is_empty() || !line.not_compared.is_empty());
            }
        }
    }
}

/// An entry of the journal.
pub(crate) fn entry(bytes: &[u8]) {
    if let Ok(entry) = kernel::Entry::from_bytes(bytes) {
        assert_eq!(entry.to_bytes(), bytes);
    }
}

fn house() -> &'static Registry {
    static HOUSE: OnceLock<Registry> = OnceLock::new();
    HOUSE.get_or_init(|| tutela::rooms::registry(&mut tutela::rooms::rooms()).expect("the rooms go together"))
}

/// The body of an entry or act, after its number: verify and restore read what somebody may have written into a database.
pub(crate) fn body(bytes: &[u8]) {
    let [high, low, body @ ..] = bytes else { return };
    let code = u16::from_be_bytes([*high, *low]);
    if let Some(spec) = house().act(code) {
        drop((spec.decode)(body));
    }
    let Some(event) = house().event(code, 1).filter(|event| (event.check)(body).is_ok()) else { return };
    let entry = Entry {
        seq: 1,
        previous: Hash::default(),
        recorded: Instant(1_793_491_200_000),
        act: Id([7; 16]),
        ordinal: 0,
        kind: event.kind,
        version: event.version,
        actor: Actor::SYSTEM,
        purpose: Purpose::Reaction,
        cause: None,
        marks: Vec::new(),
        body: body.to_vec(),
        subject: Id([8; 16]),
        commitments: Vec::new(),
    };
    assert_eq!(Entry::from_bytes(&entry.to_bytes()).expect("it was just written"), entry);
    // Without what came before it may not fit: that is told, and nothing breaks.
    drop(house().apply(&mut MemoryTables::default(), &entry));
}

/// What people type and programs send in a single field: dates, numbers, codes, hashes, scopes, languages, the numbers to call.
pub(crate) fn value(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(span) = text.parse::<Span>() {
        assert_eq!(span.to_string().parse::<Span>(), Ok(span));
    }
    if let Ok(id) = text.parse::<Id>() {
        assert_eq!(id.to_string().parse::<Id>(), Ok(id));
    }
    if let Ok(hash) = text.parse::<material::Pdq>() {
        assert_eq!(hash.to_string().parse::<material::Pdq>(), Ok(hash));
    }
    if let Ok(country) = kernel::codes::Country::from_code(&text) {
        assert_eq!(kernel::codes::Country::from_code(country.code()), Ok(country));
    }
    drop(Purpose::from_code(&text));
    drop(kernel::codes::Iccs::from_code(&text));
    if let Some(language) = face::Language::of_accept_language(&text, face::Language::ALL) {
        assert_eq!(face::Language::of_code(language.code()), Some(language));
    }
    drop(access::Scope::read(&text, house()));
    drop(reports::door::Help::read(&text));
}

/// A checkpoint that was kept elsewhere, after the line of the key that verifies it.
pub(crate) fn checkpoint(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (key, note) = text.split_once('\n').unwrap_or((&text, ""));
    if let Some(key) = VerifierKey::from_text(key) {
        assert!(VerifierKey::from_text(&key.to_text()).is_some());
        drop(key.read(note));
    }
}

/// What a restore reads once signature and encryption fit: the body of a manifest, the records of a part.
pub(crate) fn backup(bytes: &[u8]) {
    let is_manifest = store::keeping::parsing::manifest(&String::from_utf8_lossy(bytes));
    let (count, is_whole) = store::keeping::parsing::records(bytes);
    assert!(!(is_manifest && is_whole), "nothing is both");
    assert!(4 * count <= bytes.len() as u64, "each record has a length before it");
}

/// A proof of an entry, and whether it holds.
pub(crate) fn proof(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(proof) = store::proof::Proof::from_text(&text) {
        assert_eq!(proof.to_text(), text);
        drop(proof.verify(key()));
    }
}

/// A chain of custody, a manifest or a receipt of originals that were handed over.
pub(crate) fn custody(bytes: &[u8]) {
    use evidence::custody::Document;
    use evidence::package::{manifest::Manifest, receipt::Receipt};
    if let Ok(document) = Document::from_bytes(bytes) {
        assert!(document.verify(Some(key())).is_err(), "nobody has that key");
        drop(document.verify(None));
    }
    if let Ok(manifest) = Manifest::from_bytes(bytes) {
        assert_eq!(manifest.to_bytes(), bytes);
    }
    if let Ok(receipt) = Receipt::from_bytes(bytes) {
        assert_eq!(Receipt::from_bytes(receipt.to_text().as_bytes()), Ok(receipt));
    }
}

/// Some node's verifier key.
fn key() -> &'static store::merkle::VerifierKey {
    static KEY: OnceLock<store::merkle::VerifierKey> = OnceLock::new();
    KEY.get_or_init(|| {
        let secret = store::crypto::Secret::random().expect("chance");
        store::merkle::Signer25519::new("tutela.example", &secret).verifier()
    })
}

/// A picture at the door, and one that is held against lists.
pub(crate) fn picture(bytes: &[u8]) {
    drop(reports::picture::take(bytes.to_vec(), None));
    let limits = material::DecodeLimits { max_pixels: 4_000_000, ..material::DecodeLimits::default() };
    for mode in [material::Mode::Compatible, material::Mode::Upright] {
        if let Ok(picture) = material::decode_for_hash_in(mode, bytes, None, &limits) {
            let turns = material::pdq_of_turns(&picture);
            assert_eq!(turns.hashes[0].1, material::pdq_of_image(&picture).hash);
        }
    }
    let _ = material::foreign(bytes);
    let bounds = material::FrameLimits {
        max_frames: 20,
        max_pixels_in_all: 4_000_000,
        ..material::FrameLimits::default()
    };
    if let Ok(found) = material::key_frames(bytes, &limits, &bounds) {
        assert!(found.frames.len() <= found.looked_at && found.looked_at <= 20);
    }
}

/// What ffmpeg gave of a video, and the vPDQ hash of one as another program wrote it.
pub(crate) fn frames(bytes: &[u8]) {
    let mut input = bytes;
    for second in 0..100 {
        match reader::frames::next_frame(&mut input, second) {
            Ok(Some(frame)) => {
                assert_eq!(frame.rgb.len() as u64, 3 * u64::from(frame.width) * u64::from(frame.height))
            }
            _ => break,
        }
    }
    if let Ok(hash) = String::from_utf8_lossy(bytes).parse::<material::VideoHash>() {
        assert_eq!(hash.to_string().parse(), Ok(hash));
    }
}

/// A voice message at the door: what is taken is found to be the same kind again.
pub(crate) fn voice(bytes: &[u8]) {
    if let Ok(taken) = reports::sound::take(bytes.to_vec()) {
        assert!(reports::sound::sniff(&taken.bytes).is_ok());
    }
}

/// Fingerprints of pictures as somebody typed or pasted them.
pub(crate) fn hashes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(hashes) = reports::gone::parse(&text) {
        let hex = |hash: &[u8; 32]| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let again: Vec<String> = hashes.iter().map(hex).collect();
        assert_eq!(reports::gone::parse(&again.join("\n")), Ok(hashes));
    }
}

/// A frame between the processes.
pub(crate) fn wire(bytes: &[u8]) {
    drop(reports::wire::read::<reports::wire::Question>(bytes));
    drop(reports::wire::read::<reports::wire::Told>(bytes));
    drop(reports::wire::read::<reports::wire::Answer>(bytes));
}

/// What the public process sealed to core, and frames that are none: core answers in its own words, whatever comes.
pub(crate) fn core(bytes: &[u8]) {
    let served = served::served();
    drop(served.core(bytes));
    let answer = reports::core::answer(&served.node, bytes);
    assert!(reports::wire::read::<reports::wire::Answer>(&answer).is_ok());
}

/// A request at the machine door, by a sender's key or by nobody: forms with files, XML, NDJSON, webhooks, what `since` and filters say.
pub(crate) fn machine_door(bytes: &[u8]) {
    if let Some((who, request)) = served::request(bytes) {
        let what = format!("{} {}", request.method(), request.uri());
        let status = served::served().asked_by_machine(&who, request);
        assert!(!status.is_server_error(), "{what}: {status}");
    }
}

/// A request at the staff door, by somebody of a role or by nobody.
pub(crate) fn staff_door(bytes: &[u8]) {
    if let Some((who, request)) = served::request(bytes) {
        let asked = format!("{} {}", request.method(), request.uri());
        let status = served::served().asked(&who, request);
        assert!(!status.is_server_error(), "{asked}: {status}");
    }
}

/// A request at the public door, before a core that answers nobody.
pub(crate) fn public_door(bytes: &[u8]) {
    if let Some((_, request)) = served::request(bytes) {
        let asked = format!("{} {}", request.method(), request.uri());
        let status = served::answered(routes(), request);
        assert!(status.as_u16() != 500, "{asked}: {status}");
    }
}

/// A delivery of the gateway of telephones: its kind and the line's end, then the body; signed as the gateway signs. What goes back
/// fits into what carries it.
pub(crate) fn phone(bytes: &[u8]) {
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;
    let text = String::from_utf8_lossy(bytes);
    let Some((kind, body)) = text.split_once('\n').filter(|(kind, _)| ["sms", "ussd", "call"].contains(kind))
    else {
        return;
    };
    let (secret, sent_at) = (couriers::hook::Secret::written(&[7; 32]), desk::Desk::now().0 / 1_000);
    let secret = couriers::hook::Secret::read(&secret).expect("it was just written");
    let request = Request::post(format!("/gateway/{kind}"))
        .header("webhook-id", "1")
        .header("webhook-timestamp", sent_at.to_string())
        .header("webhook-signature", secret.sign("1", sent_at, body))
        .body(Body::from(body.to_owned()))
        .expect("a request");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (status, body) = runtime.block_on(async {
        let answer = phone_routes().oneshot(request).await.expect("an answer");
        let status = answer.status().as_u16();
        (status, axum::body::to_bytes(answer.into_body(), 1 << 26).await.expect("a body"))
    });
    assert!([200, 409, 413, 422, 503].contains(&status), "{kind}: {status}");
    let answer: serde_json::Value = serde_json::from_slice(&body).expect("JSON, whatever came");
    let length = |text: &serde_json::Value| text.as_str().map_or(0, |text| text.chars().count());
    assert!(length(&answer["text"]) <= 182);
    assert!(answer["reply"].as_array().into_iter().flatten().all(|part| (1..=160).contains(&length(part))));
}

/// The public door with a gateway, before a core that files everything and whose threads hold one answer.
fn phone_routes() -> axum::Router {
    static ROUTES: OnceLock<axum::Router> = OnceLock::new();
    let made = ROUTES.get_or_init(|| {
        use reports::wire::{Answer, Question, Said, Thread, read, write};
        let ask = |question: Vec<u8>| {
            let said = Said {
                at: 1,
                by: "staff".into(),
                text: "Ordinary words. ".repeat(90),
                notice: String::new(),
                on: (0, 0),
                n: Some(0),
            };
            let answer = match read::<Question>(&question) {
                Ok(Question::OpenThread(..)) => Answer::Thread(Thread {
                    state: "new".into(),
                    not_pursued: String::new(),
                    answer_by: 0,
                    said: vec![said],
                    older: false,
                    second_look: "not-asked".into(),
                    language: None,
                    official: None,
                }),
                _ => Answer::Filed { answer_by: 1, official: None },
            };
            Box::pin(async move { Ok(write(&answer)) }) as reports::door::Asking
        };
        let texts = reports::room().texts;
        let looks = face::Looks::new(face::Catalogue::new(&texts).expect("texts"), "about:blank");
        let (team, made) = (store::team::Team::ReportsDesk, Instant(0));
        let desk_key = store::team::TeamKey { team, number: 1, made, public: [9; 32] };
        let phones =
            reports::door::Phones::read(&couriers::hook::Secret::written(&[7; 32])).expect("a secret");
        // However fast the fuzzer sends, it must not be slowed down.
        let pace = reports::door::Pace::new(reports::door::Limits {
            per_second: 100_000,
            burst: 100_000,
            ..reports::door::Limits::default()
        });
        let door = reports::door::Door::new(Arc::new(ask), Arc::new(move || desk_key))
            .with_phones(phones)
            .with_pace(pace);
        reports::door::routes(door).layer(axum::Extension(looks))
    });
    made.clone()
}

/// The public door before a core that answers nobody; made once, since the texts of the pages are many.
fn routes() -> axum::Router {
    static ROUTES: OnceLock<axum::Router> = OnceLock::new();
    let made = ROUTES.get_or_init(|| {
        let ask = |_question: Vec<u8>| {
            Box::pin(async { Ok(reports::wire::write(&reports::wire::Answer::TryAgain)) })
                as reports::door::Asking
        };
        let texts = reports::room().texts;
        let looks = face::Looks::new(face::Catalogue::new(&texts).expect("texts"), "about:blank");
        let (team, made) = (store::team::Team::ReportsDesk, Instant(0));
        let desk_key = store::team::TeamKey { team, number: 1, made, public: [9; 32] };
        let door = reports::door::Door::new(Arc::new(ask), Arc::new(move || desk_key));
        let statistics = demand_map::PublicStatistics::new("no/such/directory".into());
        reports::door::routes(door).merge(demand_map::public_routes(statistics)).layer(axum::Extension(looks))
    });
    made.clone()
}

/// A form with pictures, posted to the public door: the body after its boundary is whatever comes.
pub(crate) fn door(bytes: &[u8]) {
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;
    let request = Request::post("/report?lang=en")
        .header("content-type", "multipart/form-data; boundary=B")
        .body(Body::from(bytes.to_vec()))
        .expect("a request");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let answer = runtime.block_on(routes().oneshot(request)).expect("an answer");
    assert!(!answer.status().is_success(), "nothing was filed, so no receipt may show");
    assert_ne!(answer.status().as_u16(), 500);
}
