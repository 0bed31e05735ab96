//! Tokens that are refused: another's, for somebody else, too old, of another visit, without a right signature. A small server
//! on this machine answers as a provider does; the real one (npm `oidc-provider`) signs staff in in `app/browser/provider.mjs`.

use super::{Algorithm, Claims, Config, OpenId};
use desk::{Provider, ProviderFault};
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreGenderClaim, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
};
use openidconnect::{IdToken, IdTokenClaims, JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// The example key of RFC 8410, section 10.3; and one that the provider does not know.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
const OTHER_KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n-----END PRIVATE KEY-----\n";

type Token = IdToken<Claims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, Algorithm>;

fn key(pem: &str) -> CoreEdDsaPrivateSigningKey {
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(pem, Some(JsonWebKeyId::new("1".into()))).unwrap()
}

fn signed(claims: &Value, pem: &str) -> String {
    let claims: IdTokenClaims<Claims, CoreGenderClaim> = serde_json::from_value(claims.clone()).unwrap();
    Token::new(claims, &key(pem), Algorithm::EdDsa, None, None).unwrap().to_string()
}

/// A provider on this machine, and what it says next.
struct There {
    issuer: String,
    says: Arc<Mutex<String>>,
}

/// One request's path.
fn read(stream: &mut std::net::TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).unwrap();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(told) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = told.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
    first.split(' ').nth(1).unwrap_or_default().to_owned()
}

impl There {
    fn open() -> There {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let says = Arc::new(Mutex::new(String::new()));
        let (at, said) = (issuer.clone(), Arc::clone(&says));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let body = match read(&mut stream).as_str() {
                    "/.well-known/openid-configuration" => json!({
                        "issuer": at, "authorization_endpoint": format!("{at}/authorize"),
                        "token_endpoint": format!("{at}/token"), "jwks_uri": format!("{at}/keys"),
                        "response_types_supported": ["code"], "subject_types_supported": ["public"],
                        "id_token_signing_alg_values_supported": ["EdDSA"],
                    })
                    .to_string(),
                    "/keys" => {
                        serde_json::to_string(&CoreJsonWebKeySet::new(vec![key(KEY).as_verification_key()]))
                            .unwrap()
                    }
                    _ => said.lock().unwrap().clone(),
                };
                let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
                write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
            }
        });
        There { issuer, says }
    }

    fn says(&self, token: &str) {
        let told = json!({ "access_token": "a fictional token", "token_type": "Bearer", "id_token": token });
        *self.says.lock().unwrap() = told.to_string();
    }

    fn provider(&self) -> OpenId {
        let text = json!({ "name": "Fictional", "issuer": self.issuer, "client_id": "tutela",
            "groups": [{ "group": "officers", "role": "analyst" }] });
        let config = Config::of(&text.to_string(), |_| panic!("no secret is named")).unwrap();
        OpenId::new(config, "https://staff.example.org").unwrap()
    }
}

fn now() -> i64 {
    desk::Desk::now().0 / 1000
}

fn claims(issuer: &str, nonce: &str) -> Value {
    json!({ "iss": issuer, "aud": ["tutela"], "sub": "officer 1", "exp": now() + 300, "iat": now(), "nonce": nonce,
        "auth_time": now() - 10, "groups": ["officers", "others"] })
}

#[test]
fn a_visit_asks_as_it_should_and_a_right_token_says_who_came() {
    let there = There::open();
    let provider = there.provider();
    let visit = provider.visit(false).unwrap();
    assert!(
        visit.address.starts_with(&format!("{}/authorize?response_type=code", there.issuer)),
        "{}",
        visit.address
    );
    for part in [
        "code_challenge_method=S256",
        "client_id=tutela",
        "scope=openid",
        "redirect_uri=https%3A%2F%2Fstaff.example.org%2Fsign-in%2Fprovider%2Fback",
        &format!("state={}", visit.state),
        &format!("nonce={}", visit.nonce),
    ] {
        assert!(visit.address.contains(part), "{part}: {}", visit.address);
    }
    assert!(!visit.address.contains(&visit.verifier) && !visit.address.contains("prompt="));
    let fresh = provider.visit(true).unwrap().address;
    assert!(fresh.contains("prompt=login") && fresh.contains("max_age=0"), "{fresh}");
    there.says(&signed(&claims(&there.issuer, &visit.nonce), KEY));
    let said = provider.answer("code", &visit.nonce, &visit.verifier).unwrap();
    assert_eq!((said.issuer.as_str(), said.subject.as_str()), (there.issuer.as_str(), "officer 1"));
    assert_eq!(said.groups, ["officers", "others"]);
    assert!(said.proved.is_some_and(|at| (at.0 / 1000 - now()).abs() < 60));
}

#[test]
fn a_token_that_is_not_as_it_should_be_says_nothing() {
    let there = There::open();
    let provider = there.provider();
    let answer = |claims: &Value, pem: &str| {
        there.says(&signed(claims, pem));
        match provider.answer("code", "ours", "verifier") {
            Err(ProviderFault::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    };
    let right = claims(&there.issuer, "ours");
    there.says(&signed(&right, KEY));
    assert!(provider.answer("code", "ours", "verifier").is_ok());
    let with = |name: &str, value: Value| {
        let mut claims = right.clone();
        claims[name] = value;
        claims
    };
    assert!(answer(&with("nonce", json!("another")), KEY).contains("another visit"));
    assert!(answer(&with("aud", json!(["another"])), KEY).contains("somebody else"));
    assert!(answer(&with("iss", json!("https://other.example")), KEY).contains("another's"));
    assert!(answer(&with("exp", json!(now() - 60)), KEY).contains("too old"));
    assert!(answer(&right, OTHER_KEY).contains("signature"));
    let mut without = right.clone();
    without.as_object_mut().unwrap().remove("nonce");
    assert!(answer(&without, KEY).contains("another visit"));
    // Header {"alg":"none"}: nobody vouches for it.
    let plain = signed(&right, KEY);
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", plain.split('.').nth(1).unwrap());
    there.says(&unsigned);
    assert!(matches!(provider.answer("code", "ours", "verifier"), Err(ProviderFault::Refused(_))));
    *there.says.lock().unwrap() = json!({ "access_token": "x", "token_type": "Bearer" }).to_string();
    assert!(
        matches!(provider.answer("code", "ours", "verifier"), Err(ProviderFault::Refused(_))),
        "no token at all"
    );
    there.says(&signed(&with("groups", json!("officers")), KEY));
    assert_eq!(
        provider.answer("code", "ours", "verifier").unwrap().groups,
        Vec::<String>::new(),
        "no list, no group"
    );
}

#[test]
fn a_provider_that_does_not_answer_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
    drop(listener);
    let there = There { issuer, says: Arc::default() };
    assert!(matches!(there.provider().visit(false), Err(ProviderFault::Silent(_))));
}
