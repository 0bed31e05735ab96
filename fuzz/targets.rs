//! What the fuzzer throws bytes at: everything that reads something from outside. CI replays the corpora through the same.

use std::sync::{Arc, OnceLock};

/// A receipt as somebody typed it.
pub(crate) fn receipt(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(receipt) = reports::receipt::Receipt::parse(&text) {
        let again = reports::receipt::Receipt::parse(&receipt.digits());
        assert!(again.is_ok_and(|again| again.proof() == receipt.proof()));
    }
}

/// A hash list as CSV.
pub(crate) fn hash_list(bytes: &[u8]) {
    if let Ok(lines) = known_material::csv::ListReader::new(bytes) {
        lines.take(10_000).for_each(drop);
    }
}

/// An entry of the journal.
pub(crate) fn entry(bytes: &[u8]) {
    if let Ok(entry) = kernel::Entry::from_bytes(bytes) {
        assert_eq!(entry.to_bytes(), bytes);
    }
}

/// A proof of an entry, and whether it holds.
pub(crate) fn proof(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(proof) = store::proof::Proof::from_text(&text) {
        assert_eq!(proof.to_text(), text);
        drop(proof.verify(key()));
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

/// A picture at the door.
pub(crate) fn picture(bytes: &[u8]) {
    drop(reports::picture::take(bytes.to_vec(), None));
}

/// A frame between the processes.
pub(crate) fn wire(bytes: &[u8]) {
    drop(reports::wire::read::<reports::wire::Question>(bytes));
    drop(reports::wire::read::<reports::wire::Told>(bytes));
    drop(reports::wire::read::<reports::wire::Answer>(bytes));
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
        let door = reports::door::Door::new(Arc::new(ask), [9; 32]);
        reports::door::routes(door).layer(axum::Extension(looks))
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
