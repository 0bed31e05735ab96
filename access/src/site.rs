//! Where staff find their door: the origin that browsers know it by.

/// The staff door's origin. Passkeys belong to it: under another name of the site none of them works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    origin: String,
    host: String,
}

/// Why an origin is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is no origin of a staff door; https://HOST or https://HOST:PORT with a host's name is, and http://localhost:PORT"
)]
pub struct NoSite(String);

impl Site {
    /// Reads an origin: https and a host's name; plain http for `localhost` alone, as browsers have it.
    ///
    /// # Errors
    /// [`NoSite`] says what would be right.
    pub fn read(origin: &str) -> Result<Site, NoSite> {
        let wrong = || NoSite(origin.chars().take(100).collect());
        let (scheme, rest) = origin.split_once("://").ok_or_else(wrong)?;
        let (host, port) = match rest.split_once(':') {
            Some((host, port)) => (host, Some(port.parse::<u16>().map_err(|_| wrong())?)),
            None => (rest, None),
        };
        let is_secure = scheme == "https" || (scheme == "http" && host == "localhost");
        let part = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        let is_address = host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
        if !is_secure || host.len() > 253 || is_address || !host.split('.').all(part) {
            return Err(wrong());
        }
        let usual = if scheme == "https" { 443 } else { 80 };
        let port = port.filter(|port| *port != usual).map(|port| format!(":{port}")).unwrap_or_default();
        Ok(Site { origin: format!("{scheme}://{host}{port}"), host: host.to_owned() })
    }

    /// As browsers write it.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Its host: what WebAuthn calls the id of the relying party.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether browsers reach it by TLS alone, so that its cookies may say so.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_origins_as_browsers_write_them() {
        let read = |text: &str| Site::read(text).map(|site| site.origin().to_owned());
        assert_eq!(read("https://staff.example.org").unwrap(), "https://staff.example.org");
        assert_eq!(read("https://staff.example.org:443").unwrap(), "https://staff.example.org");
        assert_eq!(read("http://localhost:8081").unwrap(), "http://localhost:8081");
        assert_eq!(Site::read("https://a.example:8443").unwrap().host(), "a.example");
        assert!(Site::read("https://a.example").unwrap().is_https());
        assert!(!Site::read("http://localhost:1").unwrap().is_https());
        for wrong in [
            "",
            "staff.example.org",
            "http://staff.example.org",
            "https://127.0.0.1",
            "https://staff.example.org/",
            "https://Staff.example.org",
            "https://staff.example.org:99999",
            "https://a..b",
            "https://user@host.example",
            "ftp://host.example",
        ] {
            assert!(Site::read(wrong).is_err(), "{wrong}");
        }
    }
}
