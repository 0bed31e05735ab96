//! Another hotline behind TLS that asks for a certificate: a node that shows one hands its addresses over, another one says nothing.

use crate::exchange::House;
use crate::served::Served;
use exchange::codes::ExchangeTried;
use exchange::simulated::Peer;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::testing::Home;

struct Certificate {
    pem: String,
    key_pem: String,
    der: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

fn certificate(name: &str) -> Certificate {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    Certificate {
        pem: made.cert.pem(),
        key_pem: made.signing_key.serialize_pem(),
        der: CertificateDer::from(made.cert.der().to_vec()),
        key: PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der())),
    }
}

/// One request through TLS to the hotline behind, and its answer back.
fn through(config: Arc<ServerConfig>, stream: TcpStream, behind: &str) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut tls = StreamOwned::new(ServerConnection::new(config).map_err(std::io::Error::other)?, stream);
    let (mut request, mut piece) = (Vec::new(), [0; 4096]);
    let is_whole = |request: &[u8]| {
        let text = String::from_utf8_lossy(request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
        let length =
            head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        body.len() >= length.unwrap_or(0)
    };
    while !is_whole(&request) {
        let count = tls.read(&mut piece)?;
        if count == 0 {
            return Ok(());
        }
        request.extend_from_slice(&piece[..count]);
    }
    let mut plain = TcpStream::connect(behind)?;
    plain.write_all(&request)?;
    let mut answer = Vec::new();
    plain.read_to_end(&mut answer)?;
    tls.write_all(&answer)?;
    tls.conn.send_close_notify();
    tls.flush()
}

/// A hotline that lets in whoever shows that certificate; its port.
fn front(own: &Certificate, lets_in: &Certificate, hotline: &Peer) -> u16 {
    let crypto = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(lets_in.der.clone()).unwrap();
    let asks =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&crypto)).build().unwrap();
    let config = ServerConfig::builder_with_provider(crypto).with_safe_default_protocol_versions().unwrap();
    let config =
        config.with_client_cert_verifier(asks).with_single_cert(vec![own.der.clone()], own.key.clone_key());
    let config = Arc::new(config.unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let behind = hotline.endpoint.trim_start_matches("http://").trim_end_matches("/api").to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, behind) = (Arc::clone(&config), behind.clone());
            // Whoever shows no certificate, or another, breaks off here.
            std::thread::spawn(move || drop(through(config, stream, &behind)));
        }
    });
    port
}

fn written(file: &Path, text: &str) -> String {
    std::fs::write(file, text).unwrap();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
    file.display().to_string()
}

#[test]
fn who_shows_a_certificate_hands_over_and_who_shows_none_says_nothing() {
    let (theirs, ours) = (certificate("localhost"), certificate("tutela.example"));
    let apart = tempfile::tempdir().unwrap();
    let authority = written(&apart.path().join("authority.pem"), &theirs.pem);
    let shown = written(&apart.path().join("ours.pem"), &ours.pem);
    let key = format!("@{}", written(&apart.path().join("ours.key"), &ours.key_pem));
    for shows in [true, false] {
        let (home, hotline) = (Home::sqlite(), Peer::start());
        let port = front(&theirs, &ours, &hotline);
        {
            let house = House::open(&home);
            house.speaks_with(&format!("https://localhost:{port}/api"));
            let address = house.takes_in("https://host.example/page");
            house.graded(address, "baseline");
            house.stands_in_france("host.example");
            house.node.stop();
        }
        let words = ["--exchange-certificate", &shown, "--exchange-key", &key];
        let environment = [("SSL_CERT_FILE", authority.clone())];
        let mut served = Served::start_in(&home, "log", if shows { &words } else { &[] }, &environment);
        let until = Instant::now() + Duration::from_secs(if shows { 20 } else { 3 });
        while hotline.held().is_empty() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(50));
        }
        served.stop();
        assert_eq!(hotline.held().len(), usize::from(shows), "{:?}", hotline.heard());
        if !shows {
            assert_eq!(hotline.heard(), Vec::<String>::new(), "nothing was said");
            let house = House::open(&home);
            let peer = house.rows::<exchange::tables::Peer>().remove(0);
            assert_ne!(peer.pull_tried, ExchangeTried::Taken);
            assert_eq!(house.rows::<exchange::tables::Exchanged>()[0].send_attempts, 0, "nothing was begun");
        }
        let log = std::fs::read_to_string(home.path().join("log")).unwrap();
        assert!(!log.contains("host.example") && !log.contains(exchange::simulated::PASSWORD), "{log}");
    }
}
