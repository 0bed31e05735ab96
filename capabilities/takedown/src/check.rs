//! One look at the status of an address: never its content, never another host, never a private network.

use crate::address::read;
use crate::codes::CheckFound;
use couriers::reach::PublicOnly;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;

/// What a look found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// What it means.
    pub found: CheckFound,
    /// HTTP status; 0 when nobody answered.
    pub status: u16,
    /// Where it points, when that is another host.
    pub target: Option<String>,
}

impl Looked {
    fn nothing(found: CheckFound) -> Looked {
        Looked { found, status: 0, target: None }
    }
}

/// Looks at addresses.
pub struct Looker(ureq::Agent);

impl Looker {
    /// One that waits so long for an answer; private networks are for tests and the demo.
    #[must_use]
    pub fn new(patience: Duration, also_private: bool) -> Looker {
        let crypto = Arc::new(rustls::crypto::ring::default_provider());
        // A certificate that is wrong is no reason not to know that the page is there: nothing secret is said, nothing is read.
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(crypto)
            .disable_verification(true)
            .build();
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .max_idle_connections(0)
            .timeout_global(Some(patience))
            .tls_config(tls)
            .build();
        Looker(ureq::Agent::with_parts(config, DefaultConnector::default(), PublicOnly { also_private }))
    }

    /// What the host answers, and its status; 0 when nobody does.
    #[must_use]
    pub fn look(&self, url: &str) -> Looked {
        let asked = match self.0.head(url).call() {
            // Only the head of the answer is read here, too.
            Ok(answer) if matches!(answer.status().as_u16(), 405 | 501) => {
                self.0.get(url).header("range", "bytes=0-0").call()
            }
            asked => asked,
        };
        match asked {
            Ok(answer) => {
                let status = answer.status().as_u16();
                let location = answer.headers().get("location").and_then(|value| value.to_str().ok());
                let found = judge(url, status, location);
                let target =
                    location.filter(|_| found == CheckFound::Elsewhere).and_then(|to| target(url, to));
                Looked { found, status, target }
            }
            Err(ureq::Error::Io(fault)) if fault.kind() == ErrorKind::PermissionDenied => {
                Looked::nothing(CheckFound::Barred)
            }
            Err(_) => Looked::nothing(CheckFound::Unreachable),
        }
    }
}

/// Where a redirect leads, in the form in which addresses are compared; none where that is no address.
fn target(url: &str, location: &str) -> Option<String> {
    let to = url::Url::parse(url).ok()?.join(location).ok()?;
    read(to.as_str()).ok().map(|normal| normal.url)
}

/// What a status means. A redirect is not followed: to another host it has moved, within its own a person must look what that means.
#[must_use]
pub fn judge(url: &str, status: u16, location: Option<&str>) -> CheckFound {
    match status {
        404 | 410 => CheckFound::Gone,
        401 | 403 | 429 | 451 => CheckFound::Refused,
        300..=399 if status != 304 => {
            let from = url::Url::parse(url).ok();
            let to = from.as_ref().zip(location).and_then(|(from, to)| from.join(to).ok());
            let host = |url: &url::Url| read(url.as_str()).ok().map(|normal| normal.host);
            match (from.as_ref().and_then(host), to.as_ref().and_then(host)) {
                (Some(from), Some(to)) if bare(&from) != bare(&to) => CheckFound::Elsewhere,
                _ => CheckFound::Unclear,
            }
        }
        200..=299 | 304 | 416 => CheckFound::There,
        500..=599 => CheckFound::Unreachable,
        _ => CheckFound::Unclear,
    }
}

/// A host without its port and `www.`: it is the same host by another door.
fn bare(host: &str) -> &str {
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(host, _)| host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use couriers::reach::is_public;
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    /// A host that gives this answer to whoever asks, and tells what it was asked.
    fn host(answers: Vec<&'static str>) -> (String, std::thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/page", listener.local_addr().unwrap());
        let serves = std::thread::spawn(move || {
            let answer = |answer: &str| {
                let (mut stream, _) = listener.accept().unwrap();
                let mut asked = [0; 2_000];
                let n = stream.read(&mut asked).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
                String::from_utf8_lossy(&asked[..n]).into_owned()
            };
            answers.into_iter().map(answer).collect()
        });
        (url, serves)
    }

    fn pair(looked: &Looked) -> (CheckFound, u16) {
        let leads_elsewhere = looked.target.as_deref() == Some("https://other.example/x");
        assert_eq!(leads_elsewhere, looked.found == CheckFound::Elsewhere);
        (looked.found, looked.status)
    }

    fn looker() -> Looker {
        Looker::new(Duration::from_millis(700), true)
    }

    #[test]
    fn real_hosts_are_judged_by_their_status_alone() {
        let cases = [
            ("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n", CheckFound::There, 200),
            ("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", CheckFound::Gone, 404),
            ("HTTP/1.1 451 No\r\ncontent-length: 0\r\n\r\n", CheckFound::Refused, 451),
            (
                "HTTP/1.1 302 Found\r\nlocation: https://other.example/x\r\ncontent-length: 0\r\n\r\n",
                CheckFound::Elsewhere,
                302,
            ),
            (
                "HTTP/1.1 302 Found\r\nlocation: /removed\r\ncontent-length: 0\r\n\r\n",
                CheckFound::Unclear,
                302,
            ),
            ("HTTP/1.1 503 Later\r\ncontent-length: 0\r\n\r\n", CheckFound::Unreachable, 503),
        ];
        for (answer, found, status) in cases {
            let (url, serves) = host(vec![answer]);
            assert_eq!(pair(&looker().look(&url)), (found, status), "{answer}");
            assert!(serves.join().unwrap()[0].starts_with("HEAD /page "));
        }
    }

    #[test]
    fn a_host_that_knows_no_head_is_asked_for_one_byte_and_nothing_is_read() {
        let (url, serves) = host(vec![
            "HTTP/1.1 405 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            "HTTP/1.1 206 Partial\r\ncontent-length: 1000000\r\n\r\n",
        ]);
        assert_eq!(pair(&looker().look(&url)), (CheckFound::There, 206));
        let asked = serves.join().unwrap();
        assert!(asked[1].starts_with("GET /page ") && asked[1].to_lowercase().contains("range: bytes=0-0"));
    }

    #[test]
    fn who_is_slow_or_away_is_not_offline_at_once() {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", silent.local_addr().unwrap());
        assert_eq!(pair(&looker().look(&url)), (CheckFound::Unreachable, 0));
        drop(silent);
        assert_eq!(pair(&looker().look(&url)), (CheckFound::Unreachable, 0));
    }

    #[test]
    fn private_networks_are_never_asked() {
        let (listener, closed) =
            (TcpListener::bind("127.0.0.1:0").unwrap(), Looker::new(Duration::from_secs(1), false));
        let url = format!("http://{}/", listener.local_addr().unwrap());
        assert_eq!(pair(&closed.look(&url)), (CheckFound::Barred, 0));
        listener.set_nonblocking(true).unwrap();
        assert!(listener.accept().is_err(), "nobody came");
        let barred = [
            "10.0.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "2002:7f00:1::",
        ];
        for ip in barred {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["8.8.8.8", "2606:4700::1111"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }
}
