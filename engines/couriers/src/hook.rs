//! A signed webhook: an HTTP POST that proves from whom it is and when it was sent, as Standard Webhooks 1.0.0 asks for.

use crate::reach::PublicOnly;
use crate::{Became, Trouble};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::sync::Arc;
use std::time::Duration;
use ureq::Timeout;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{ClientCert, RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;

/// What a secret begins with in writing.
pub const SECRET_PREFIX: &str = "whsec_";

/// The secret that both sides know. It cannot be printed.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Reads `whsec_` and 24 to 64 bytes in Base64.
    ///
    /// # Errors
    /// What is wrong and what would be right, without the secret.
    pub fn read(typed: &str) -> Result<Secret, String> {
        let bytes = typed.strip_prefix(SECRET_PREFIX).and_then(|text| STANDARD.decode(text).ok());
        match bytes.filter(|bytes| (24..=64).contains(&bytes.len())) {
            Some(bytes) => Ok(Secret(bytes)),
            None => Err(format!(
                "is no secret of a webhook; {SECRET_PREFIX} and 24 to 64 bytes in Base64 are wanted"
            )),
        }
    }

    /// A secret in writing.
    #[must_use]
    pub fn written(bytes: &[u8; 32]) -> String {
        format!("{SECRET_PREFIX}{}", STANDARD.encode(bytes))
    }

    /// How many bytes it has.
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.len()
    }

    /// A key for one use, derived from it: HMAC-SHA-256 over the label.
    #[must_use]
    pub fn key_for(&self, label: &str) -> [u8; 32] {
        // HMAC takes a key of any length, so this cannot fail.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes any key");
        mac.update(label.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The signature of a message, as its header carries it.
    ///
    /// ```
    /// let secret = couriers::hook::Secret::read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
    /// // The example of the standard's own libraries.
    /// let signed = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
    /// assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn sign(&self, number: &str, sent_at: i64, body: &str) -> String {
        let signed = self.mac(number, sent_at, body).map(|mac| STANDARD.encode(mac.finalize().into_bytes()));
        format!("v1,{}", signed.unwrap_or_default())
    }

    /// Whether one of the signatures of a header (they stand apart by spaces) is this message's.
    #[must_use]
    pub fn verifies(&self, number: &str, sent_at: i64, body: &str, signatures: &str) -> bool {
        signatures.split(' ').filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok()).any(|signed| {
            // In a time that tells nothing of where they differ.
            self.mac(number, sent_at, body).is_some_and(|mac| mac.verify_slice(&signed).is_ok())
        })
    }

    /// HMAC takes a key of any length: there is always one.
    fn mac(&self, number: &str, sent_at: i64, body: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(format!("{number}.{sent_at}.{body}").as_bytes());
        Some(mac)
    }
}

/// Whether a text is an address elsewhere that a webhook may go to: https, no user and password in it, and not this machine, whose
/// other services take no orders from whoever enters addresses.
#[must_use]
pub fn is_address_elsewhere(text: &str) -> bool {
    is_address(text) && text.parse().is_ok_and(|uri: Uri| uri.scheme_str() == Some("https") && !is_here(&uri))
}

/// Whether an address is this machine.
fn is_here(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback() || ip.is_unspecified())
}

/// Whether a text is an address that a webhook may go to: https, or http on this machine; no user and password in it.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Ok(uri) = text.parse::<Uri>() else { return false };
    let has_user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    let is_kept_secret =
        uri.scheme_str() == Some("https") || (uri.scheme_str() == Some("http") && is_here(&uri));
    uri.host().is_some_and(|host| !host.is_empty()) && !has_user && is_kept_secret
}

/// What speaks HTTP towards others: it trusts whom this machine trusts, since a State's own authority is installed there, and
/// follows nobody who points elsewhere.
#[must_use]
pub fn agent(to_connect: Duration, in_all: Duration) -> ureq::Agent {
    agent_as(None, to_connect, in_all)
}

/// The same, showing a certificate of its own to whoever asks for one.
#[must_use]
pub fn agent_as(certificate: Option<ClientCert>, to_connect: Duration, in_all: Duration) -> ureq::Agent {
    config(certificate, to_connect, in_all).new_agent()
}

fn config(certificate: Option<ClientCert>, to_connect: Duration, in_all: Duration) -> Config {
    let crypto = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .client_cert(certificate)
        .unversioned_rustls_crypto_provider(crypto)
        .build();
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        // Nobody's environment sends what is meant for one machine through another.
        .proxy(None)
        .timeout_connect(Some(to_connect))
        .timeout_global(Some(in_all))
        .tls_config(tls)
        .build()
}

/// What stood in the way of a request.
#[must_use]
pub fn trouble(fault: &ureq::Error) -> Trouble {
    match fault {
        ureq::Error::Timeout(_) => Trouble::Late,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Trouble::Encryption,
        ureq::Error::Io(error) if error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) => {
            Trouble::Encryption
        }
        ureq::Error::Http(_) | ureq::Error::BadUri(_) => Trouble::Unfit,
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Trouble::Private,
        ureq::Error::Protocol(_) => Trouble::Broken,
        _ => Trouble::Unreachable,
    }
}

/// A certificate is looked at before anything is said; other faults of TLS may come when all was said.
fn is_certificate(fault: &rustls::Error) -> bool {
    matches!(fault, rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented)
}

/// Whether a request that failed cannot have reached anybody. In doubt it may have.
#[must_use]
pub fn never_left(fault: &ureq::Error) -> bool {
    use std::io::ErrorKind::{AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkUnreachable};
    match fault {
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::Http(_)
        | ureq::Error::BadUri(_)
        | ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => true,
        ureq::Error::Rustls(fault) => is_certificate(fault),
        ureq::Error::Io(error) => {
            matches!(
                error.kind(),
                AddrNotAvailable | ConnectionRefused | HostUnreachable | NetworkUnreachable
            ) || matches!(trouble(fault), Trouble::Encryption | Trouble::Private)
        }
        _ => false,
    }
}

/// A message on its way.
#[derive(Clone, Copy, Debug)]
pub struct Message<'m> {
    /// Where to.
    pub address: &'m str,
    /// Its number, ASCII without a dot. The same message has the same number.
    pub number: &'m str,
    /// When it is sent: seconds since 1970, UTC.
    pub sent_at: i64,
    /// What it says, JSON.
    pub body: &'m str,
}

/// Sends a message. A redirect is not followed: it is a refusal, and so is any other status than 2xx; only 410 (gone) is one for
/// good, since everything else may be somebody's mistake of a minute.
#[must_use]
pub fn send(secret: &Secret, message: &Message<'_>, patience: Duration) -> Became {
    if !is_address(message.address) {
        return Became::NotSent(Trouble::Unfit);
    }
    by(&agent(patience, patience * 2), secret, message)
}

/// The same to an address that somebody outside of this house chose: https, and no further than the reach, whatever name leads there.
/// With private networks open, http on this machine is, too.
#[must_use]
pub fn send_within(reach: PublicOnly, secret: &Secret, message: &Message<'_>, patience: Duration) -> Became {
    if !is_address_within(reach, message.address) {
        return Became::NotSent(Trouble::Unfit);
    }
    let agent =
        ureq::Agent::with_parts(config(None, patience, patience * 2), DefaultConnector::default(), reach);
    by(&agent, secret, message)
}

/// Whether a text is an address that [`send_within`] sends to, as far as its words tell.
#[must_use]
pub fn is_address_within(reach: PublicOnly, text: &str) -> bool {
    if reach.also_private { is_address(text) } else { is_address_elsewhere(text) }
}

fn by(agent: &ureq::Agent, secret: &Secret, message: &Message<'_>) -> Became {
    let Message { address, number, sent_at, body } = *message;
    let asked = agent
        .post(address)
        .header("content-type", "application/json")
        .header("webhook-id", number)
        .header("webhook-timestamp", sent_at.to_string())
        .header("webhook-signature", secret.sign(number, sent_at, body))
        .send(body);
    match asked.map(|answer| answer.status().as_u16()) {
        Ok(code @ 200..=299) => Became::Taken { code, words: String::new() },
        Ok(code) => Became::Refused { code, for_good: code == 410 },
        Err(fault) if never_left(&fault) => Became::NotSent(trouble(&fault)),
        Err(fault) => Became::Unknown(trouble(&fault)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// A server that reads one request and says these words, or hangs up without any.
    fn answering(words: &'static str) -> (String, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/in", listener.local_addr().unwrap());
        let heard = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut heard = Vec::new();
            let mut piece = [0; 4096];
            while !heard.ends_with(b"}") {
                let n = stream.read(&mut piece).unwrap();
                assert!(n > 0, "the sender went away");
                heard.extend_from_slice(&piece[..n]);
            }
            stream.write_all(words.as_bytes()).unwrap();
            String::from_utf8(heard).unwrap()
        });
        (address, heard)
    }

    fn sent_to(address: &str, patience: Duration) -> Became {
        let message = Message { address, number: "m-1", sent_at: 1_800_000_000, body: "{\"n\":1}" };
        send(&Secret::read(SECRET).unwrap(), &message, patience)
    }

    #[test]
    fn secrets_are_read_or_refused_without_being_told() {
        assert!(Secret::read(&Secret::written(&[7; 32])).is_ok());
        for wrong in
            ["", "hidden", "whsec_", "whsec_aGlkZGVu", "whsec_%%%", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
        {
            let Err(told) = Secret::read(wrong) else { panic!("{wrong} was read") };
            assert!(told.contains("are wanted") && !told.contains("hidden"), "{told}");
        }
    }

    #[test]
    fn what_was_signed_verifies_and_nothing_else_does() {
        let secret = Secret::read(SECRET).unwrap();
        let signed = secret.sign("m-1", 5, "{}");
        assert!(secret.verifies("m-1", 5, "{}", &signed));
        assert!(secret.verifies("m-1", 5, "{}", &format!("v1,AAAA v1a,xx {signed}")));
        let others = [("m-2", 5, "{}"), ("m-1", 6, "{}"), ("m-1", 5, "{ }")];
        assert!(others.iter().all(|(number, at, body)| !secret.verifies(number, *at, body, &signed)));
        for wrong in ["", "v1,", "v1,%%", &signed[3..], &signed[..20]] {
            assert!(!secret.verifies("m-1", 5, "{}", wrong), "{wrong}");
        }
        assert!(!Secret::read(&Secret::written(&[7; 32])).unwrap().verifies("m-1", 5, "{}", &signed));
    }

    #[test]
    fn messages_go_to_https_or_stay_on_this_machine() {
        for right in
            ["https://duty.example/in?x=1", "http://127.0.0.1:9/x", "http://[::1]:9", "http://localhost"]
        {
            assert!(is_address(right), "{right}");
        }
        for wrong in
            ["", "/in", "http://duty.example", "https://u:p@duty.example", "ftp://localhost", "https://"]
        {
            assert!(!is_address(wrong), "{wrong}");
        }
    }

    #[test]
    fn what_people_enter_leads_elsewhere() {
        assert!(is_address_elsewhere("https://duty.example/in"));
        for here in [
            "http://127.0.0.1/x",
            "https://LOCALHOST/x",
            "https://[::1]/x",
            "https://0.0.0.0/",
            "http://duty.example",
        ] {
            assert!(!is_address_elsewhere(here), "{here}");
        }
    }

    #[test]
    fn an_answer_is_a_yes_a_no_or_a_no_for_good() {
        let patience = Duration::from_secs(5);
        let (address, heard) = answering("HTTP/1.1 204 No Content\r\n\r\n");
        assert_eq!(sent_to(&address, patience), Became::Taken { code: 204, words: String::new() });
        let heard = heard.join().unwrap().to_lowercase();
        let signed = Secret::read(SECRET).unwrap().sign("m-1", 1_800_000_000, "{\"n\":1}").to_lowercase();
        for line in
            ["webhook-id: m-1", "webhook-timestamp: 1800000000", &format!("webhook-signature: {signed}")]
        {
            assert!(heard.lines().any(|one| one == line), "{line} is missing in {heard}");
        }
        for (words, code, for_good) in [
            ("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n", 302, false),
            ("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", 404, false),
            ("HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n", 410, true),
            ("HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n", 429, false),
            ("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n", 503, false),
        ] {
            let (address, _heard) = answering(words);
            assert_eq!(sent_to(&address, patience), Became::Refused { code, for_good });
        }
    }

    #[test]
    fn nobody_outside_sends_this_machine_into_its_own_network() {
        let patience = Duration::from_secs(2);
        let secret = Secret::read(SECRET).unwrap();
        let sent = |also_private, address: &str| {
            let message = Message { address, number: "m-1", sent_at: 1, body: "{}" };
            send_within(PublicOnly { also_private }, &secret, &message, patience)
        };
        let here = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = here.local_addr().unwrap().port();
        for barred in ["10.0.0.1", "169.254.169.254", "192.168.1.1", "[fd00::1]", "[::ffff:127.0.0.1]"] {
            let address = format!("https://{barred}:{port}/");
            assert_eq!(sent(false, &address), Became::NotSent(Trouble::Private), "{barred}");
        }
        for unfit in [format!("http://127.0.0.1:{port}/"), format!("https://localhost:{port}/")] {
            assert_eq!(sent(false, &unfit), Became::NotSent(Trouble::Unfit), "{unfit}");
        }
        here.set_nonblocking(true).unwrap();
        assert!(here.accept().is_err(), "nobody came");
        let (open, heard) = answering("HTTP/1.1 204 No Content\r\n\r\n");
        assert!(matches!(sent(true, &open), Became::Taken { code: 204, .. }));
        assert!(heard.join().unwrap().contains("webhook-signature"));
    }

    #[test]
    fn it_is_told_whether_anybody_may_have_it() {
        let patience = Duration::from_millis(300);
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let nobody = format!("http://{closed}/");
        assert_eq!(sent_to(&nobody, patience), Became::NotSent(Trouble::Unreachable));
        assert_eq!(sent_to("http://elsewhere.example/", patience), Became::NotSent(Trouble::Unfit));
        let (hangs_up, _heard) = answering("");
        assert!(matches!(sent_to(&hangs_up, patience), Became::Unknown(_)));
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", silent.local_addr().unwrap());
        assert_eq!(sent_to(&address, patience), Became::Unknown(Trouble::Late));
    }
}
