//! Checkpoints delivered over HTTPS to a real TLS server: one that this machine trusts gets them, another one gets nothing.

use crate::commands::{lines, said};
use crate::demo::run;
use crate::served::Served;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::testing::Home;

/// Requests as they came, once TLS let them through.
type Heard = Arc<Mutex<Vec<String>>>;

/// A keeper of checkpoints behind TLS.
struct Keeper {
    certificate: String,
    port: u16,
    heard: Heard,
}

fn one(config: Arc<ServerConfig>, stream: TcpStream, heard: &Heard) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut tls = StreamOwned::new(ServerConnection::new(config).map_err(std::io::Error::other)?, stream);
    let (mut request, mut chunk) = (String::new(), [0; 4096]);
    // A checkpoint ends with the line of its signature.
    while !request.contains("\n\n\u{2014} ") || !request.ends_with('\n') {
        let count = tls.read(&mut chunk)?;
        if count == 0 {
            return Ok(());
        }
        request += &String::from_utf8_lossy(&chunk[..count]);
    }
    heard.lock().unwrap().push(request);
    tls.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")?;
    tls.flush()
}

impl Keeper {
    fn new() -> Keeper {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let chain = vec![CertificateDer::from(made.cert.der().to_vec())];
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let crypto = Arc::new(rustls::crypto::ring::default_provider());
        let config =
            ServerConfig::builder_with_provider(crypto).with_safe_default_protocol_versions().unwrap();
        let config = Arc::new(config.with_no_client_auth().with_single_cert(chain, key).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, heard) = (listener.local_addr().unwrap().port(), Heard::default());
        let kept = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever trusts another certificate breaks off here.
                drop(one(Arc::clone(&config), stream, &kept));
            }
        });
        Keeper { certificate: made.cert.pem(), port, heard }
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

#[test]
fn a_trusted_keeper_gets_checkpoints_that_verify_and_a_stranger_gets_nothing() {
    let (trusted, stranger) = (Keeper::new(), Keeper::new());
    let home = Home::sqlite();
    let apart = tempfile::tempdir().unwrap();
    let (authority, place) = (apart.path().join("authority.pem"), apart.path().join("place"));
    std::fs::write(&authority, &trusted.certificate).unwrap();
    // An address with a password stands in a file.
    std::fs::write(&place, format!("https://keeper:fictional@localhost:{}/in", trusted.port)).unwrap();
    std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o600)).unwrap();
    let named = format!("@{}", place.display());
    let other = format!("https://localhost:{}/in", stranger.port);
    let words = ["--checkpoint-to", &named, "--checkpoint-to", &other];
    let environment = [("SSL_CERT_FILE", authority.display().to_string())];
    let mut served = Served::start_in(&home, "log", &words, &environment);
    let url = format!("{}/api/reports", served.doors["public"].as_str().unwrap());
    let sent = ureq::post(url).header("content-type", "application/json");
    sent.send(r#"{"text":"Fictional report for a test."}"#).unwrap();
    served.stop();
    let until = Instant::now() + Duration::from_secs(10);
    while trusted.heard().is_empty() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
    }
    let heard = trusted.heard();
    let last = heard.last().expect("the trusted keeper heard nothing");
    assert!(last.starts_with("PUT /in HTTP/1.1\r\n"), "{last}");
    assert!(last.to_lowercase().contains("authorization: basic a2vlcgvyomzpy3rpb25hba=="), "{last}");
    let kept = apart.path().join("kept.txt");
    std::fs::write(&kept, last.split_once("\r\n\r\n").unwrap().1).unwrap();
    let verified = run(&home, &["verify", "--checkpoint", &kept.display().to_string()]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert_eq!(stranger.heard(), Vec::<String>::new());
    let places = lines(&run(&home, &["checkpoint", "--places", "--json"]));
    assert!(places[0]["succeeded"].is_string() && places[0]["failures"] == 0, "{places:?}");
    assert!(places[1]["succeeded"].is_null() && places[1]["trouble"] == "encryption", "{places:?}");
    let log = std::fs::read_to_string(home.path().join("log")).unwrap();
    assert!(!log.contains("fictional"), "the password stands in the log");
}
