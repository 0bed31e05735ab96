//! The public door at an onion address: `tor` carries it, and the pages at the open address name it.
//!
//! An address of version 3 is base32 of a public key, a checksum and the version ("Encoding onion addresses", Tor's specification
//! of onion services): so a mistyped one is found before it stands on every page.

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::BASE32_NOPAD;
use sha3::{Digest, Sha3_256};
use std::fmt;
use std::str::FromStr;

/// What Tor Browser reads to offer the same page without leaving Tor; it minds it over https alone.
const ONION_LOCATION: HeaderName = HeaderName::from_static("onion-location");
const SUFFIX: &str = ".onion";
const VERSION: u8 = 3;

/// An onion address of version 3, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Onion(String);

impl FromStr for Onion {
    type Err = String;

    fn from_str(typed: &str) -> Result<Onion, String> {
        let right = "the 56 letters and digits before \".onion\" of the file 'hostname' in tor's HiddenServiceDir are wanted";
        let wrong = |what: &str| format!("{what}; {right}");
        let lower = typed.trim().to_ascii_lowercase();
        let name = lower.strip_suffix(SUFFIX).ok_or_else(|| wrong("does not end in .onion"))?;
        let bytes = BASE32_NOPAD.decode(name.to_ascii_uppercase().as_bytes());
        let bytes = bytes.map_err(|_| wrong("is no onion address"))?;
        let [key @ .., first, second, VERSION] = &bytes[..] else {
            return Err(wrong("is no onion address of version 3"));
        };
        let digest =
            Sha3_256::new().chain_update(b".onion checksum").chain_update(key).chain_update([VERSION]);
        if key.len() != 32 || digest.finalize()[..2] != [*first, *second] {
            return Err(wrong("is mistyped: its checksum does not fit"));
        }
        Ok(Onion(lower))
    }
}

impl fmt::Display for Onion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names the onion address of a page that is read elsewhere. Forms and files have none: nothing that was typed travels in it.
pub(super) async fn named(State(onion): State<Onion>, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_there = host.split(':').next().is_some_and(|name| name.ends_with(SUFFIX));
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let address = HeaderValue::from_str(&format!("http://{onion}{path}"));
    let is_asked = request.method() == Method::GET && !is_there;
    let mut response = next.run(request).await;
    let media =
        response.headers().get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    if let Ok(address) = address
        && is_asked
        && media.starts_with("text/html")
    {
        response.headers_mut().insert(ONION_LOCATION, address);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::response::Html;
    use axum::routing::get;
    use proptest::prelude::*;
    use tower::ServiceExt;

    /// The address of that public key.
    fn address(key: [u8; 32]) -> String {
        let digest =
            Sha3_256::new().chain_update(b".onion checksum").chain_update(key).chain_update([VERSION]);
        let bytes = [&key[..], &digest.finalize()[..2], &[VERSION]].concat();
        format!("{}{SUFFIX}", BASE32_NOPAD.encode(&bytes).to_ascii_lowercase())
    }

    proptest! {
        #[test]
        fn an_address_is_taken_and_one_with_a_letter_changed_is_not(key: [u8; 32], at in 0..56_usize, by in 1..32_usize) {
            let whole = address(key);
            for typed in [whole.clone(), whole.to_uppercase(), format!(" {whole}\n")] {
                prop_assert_eq!(&typed.parse::<Onion>().unwrap().to_string(), &whole);
            }
            let letters = b"abcdefghijklmnopqrstuvwxyz234567";
            let mut changed = whole.into_bytes();
            let was = letters.iter().position(|letter| *letter == changed[at]).unwrap();
            changed[at] = letters[(was + by) % 32];
            let changed = String::from_utf8(changed).unwrap();
            // A checksum of 16 bits misses one change of the key in 65,536; it is the address of another key then.
            let bytes = BASE32_NOPAD.decode(changed[..56].to_uppercase().as_bytes()).unwrap();
            let is_anothers = address(bytes[..32].try_into().unwrap()) == changed;
            prop_assert_eq!(changed.parse::<Onion>().is_ok(), is_anothers);
        }

        #[test]
        fn nothing_that_is_typed_panics(typed in ".{0,80}") {
            drop(typed.parse::<Onion>());
            drop(format!("{typed}.onion").parse::<Onion>());
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        // An address of Tor's own specification.
        let known = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";
        assert_eq!(known.parse::<Onion>().unwrap().to_string(), known);
        let mistyped = known.replace("pg6", "pg7");
        for (typed, told) in [
            ("", "does not end"),
            ("example.org", "does not end"),
            ("expyuzz4wqqyqhjn.onion", "version 3"),
            ("pg6mm1.onion", "is no onion address"),
            (mistyped.as_str(), "checksum"),
        ] {
            let wrong = typed.parse::<Onion>().unwrap_err();
            assert!(wrong.contains(told) && wrong.contains("hostname"), "{typed}: {wrong}");
        }
    }

    #[test]
    fn pages_elsewhere_name_the_onion_address_and_nothing_else_does() {
        let onion: Onion = address([7; 32]).parse().unwrap();
        let door = Router::new()
            .route("/page", get(|| async { Html("a page") }).post(|| async { Html("a page") }))
            .route("/file", get(|| async { "a file" }))
            .layer(axum::middleware::from_fn_with_state(onion.clone(), named));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let told = |method: &str, path: &str, host: &str| {
            let request = Request::builder().method(method).uri(path).header(HOST, host).body(Body::empty());
            let answer = runtime.block_on(door.clone().oneshot(request.unwrap())).unwrap();
            answer.headers().get(ONION_LOCATION).map(|value| value.to_str().unwrap().to_owned())
        };
        let named = Some(format!("http://{onion}/page?lang=ar"));
        assert_eq!(told("GET", "/page?lang=ar", "door.example"), named);
        assert_eq!(told("POST", "/page?lang=ar", "door.example"), None);
        assert_eq!(told("GET", "/file", "door.example"), None);
        assert_eq!(told("GET", "/page", &onion.to_string()), None);
        assert_eq!(told("GET", "/page", &format!("{onion}:80")), None);
    }
}
