//! What a browser keeps for the staff door. Where the door's own address is https, it goes by TLS alone and belongs to this very
//! host: no other host of the domain can set it (`__Host-`).

use crate::room::Desk;
use axum::http::{HeaderMap, HeaderValue, header};

/// The session: gone with the browser.
pub(crate) const SESSION: &str = "tutela";
/// What a browser keeps after somebody has signed in with it, so that wrong attempts of others do not keep them out.
pub(crate) const KNOWN: &str = "tutela-known";
/// What it keeps while it is away at a provider of identities.
pub(crate) const VISIT: &str = "tutela-visit";
/// The language that was asked for.
pub(crate) const LANGUAGE: &str = "lang";
/// Browsers take a cookie of such a name from this host alone, by TLS, for all of its addresses.
const HOST: &str = "__Host-";

fn is_https(desk: &Desk) -> bool {
    desk.site().is_some_and(access::Site::is_https)
}

/// A cookie for this host only, never read by a script; for so many seconds, or until the browser is closed.
pub(crate) fn made(desk: &Desk, name: &str, value: &str, seconds: Option<u32>) -> HeaderValue {
    let (prefix, secure) = if is_https(desk) { (HOST, "; Secure") } else { ("", "") };
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let text = format!("{prefix}{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{age}");
    // Values are hexadecimal or a language's code, so the header is always well formed.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

fn named(headers: &HeaderMap, prefix: &str, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let value = |pair: &str| {
        let rest = pair.trim().strip_prefix(prefix)?.strip_prefix(name)?;
        rest.strip_prefix('=').map(ToOwned::to_owned)
    };
    all.flat_map(|line| line.split(';')).find_map(value)
}

/// What a browser sends back under that name: what this host alone can have set goes first.
pub(crate) fn kept(headers: &HeaderMap, name: &str) -> Option<String> {
    named(headers, HOST, name).or_else(|| named(headers, "", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_are_read_and_that_of_this_host_goes_first() {
        let read = |sent: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(sent).unwrap());
            kept(&headers, SESSION)
        };
        assert_eq!(read("tutela=a; tutela-known=b").as_deref(), Some("a"));
        assert_eq!(read("tutela=a; __Host-tutela=c").as_deref(), Some("c"));
        assert_eq!(read("__Host-tutela-known=c; lang=ar"), None);
    }
}
