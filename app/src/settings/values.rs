//! What texts must be, and what may be shown of them.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The address of a door: HOST:PORT.
///
/// # Errors
/// What is wrong and what would be right.
pub(crate) fn address(typed: &str) -> Result<String, String> {
    let fits = typed.rsplit_once(':').is_some_and(|(host, port)| {
        !host.is_empty() && !host.contains(['/', ' ']) && port.parse::<u16>().is_ok()
    });
    if fits {
        Ok(typed.to_owned())
    } else {
        Err("is no address; HOST:PORT as 127.0.0.1:8081 is wanted".into())
    }
}

/// As [`address`], or "none".
///
/// # Errors
/// What is wrong and what would be right.
pub(crate) fn door(typed: &str) -> Result<String, String> {
    let both = |what| format!("{what}, or \"none\" when 'tutela public' serves it");
    if typed == "none" { Ok(typed.to_owned()) } else { address(typed).map_err(both) }
}

/// An address that other machines do not reach.
///
/// # Errors
/// What is wrong and what would be right.
pub(crate) fn of_this_machine(typed: &str) -> Result<SocketAddr, String> {
    let right = "127.0.0.1:PORT or [::1]:PORT is wanted";
    let address: SocketAddr = typed.parse().map_err(|_| format!("is no address; {right}"))?;
    if address.ip().is_loopback() { Ok(address) } else { Err(format!("other machines reach it; {right}")) }
}

/// Reads a file that holds a secret: nobody but its owner and group may read it.
///
/// # Errors
/// What is wrong and what would be right; never what stands in it.
pub(crate) fn read_secret(file: &Path) -> Result<String, String> {
    let name = file.display();
    let known = std::fs::metadata(file)
        .map_err(|error| format!("{name}: {error}; a file that this user can read is wanted"))?;
    if known.permissions().mode() & 0o027 != 0 {
        return Err(format!(
            "{name}: others can read or change it; 'chmod 640' or 600 is wanted, since it holds a secret"
        ));
    }
    let text = std::fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
    let text = text.trim();
    if text.is_empty() { Err(format!("{name}: is empty")) } else { Ok(text.to_owned()) }
}

/// User and password of a URL, and what is around them.
fn parted(url: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = &rest[..rest.find(['/', '?']).unwrap_or(rest.len())];
    let (userinfo, _) = authority.rsplit_once('@')?;
    Some((scheme, userinfo, &rest[userinfo.len() + 1..]))
}

fn holds_a_password(url: &str) -> bool {
    parted(url).is_some_and(|(_, userinfo, _)| userinfo.contains(':')) || url.contains("password=")
}

/// A database's URL without its password.
pub(crate) fn shown_database(url: &str) -> String {
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    let query = if query.is_empty() { "" } else { "?***" };
    match parted(before) {
        Some((scheme, userinfo, rest)) => {
            let user = userinfo.split(':').next().unwrap_or_default();
            let hidden = if userinfo.contains(':') { ":***" } else { "" };
            format!("{scheme}://{user}{hidden}@{rest}{query}")
        }
        None => format!("{before}{query}"),
    }
}

/// A PostgreSQL URL, or `@FILE` for one with a password.
///
/// # Errors
/// What is wrong and what would be right, without the URL.
pub(crate) fn database(typed: &str) -> Result<String, String> {
    let is_url = |url: &str| url.starts_with("postgres://") || url.starts_with("postgresql://");
    let right = "postgres://user@host/name is wanted, or @FILE for one that stands in a file";
    match typed.strip_prefix('@') {
        Some(file) => {
            let url = read_secret(Path::new(file))?;
            if is_url(&url) { Ok(url) } else { Err(format!("{file}: holds no URL of a database; {right}")) }
        }
        None if !is_url(typed) => Err(format!("is no URL of a database; {right}")),
        None if holds_a_password(typed) => Err(
            "holds a password, which others could read here; write the URL into a file and name it as @FILE"
                .into(),
        ),
        None => Ok(typed.to_owned()),
    }
}

/// As [`database`], or "sqlite".
///
/// # Errors
/// What is wrong and what would be right.
pub(crate) fn database_or_sqlite(typed: &str) -> Result<String, String> {
    let both = |what| format!("{what}; or sqlite");
    if typed == "sqlite" { Ok(typed.to_owned()) } else { database(typed).map_err(both) }
}

/// How a log is written.
///
/// # Errors
/// What would be right.
pub(crate) fn format(typed: &str) -> Result<String, String> {
    let known = ["text", "json"].contains(&typed);
    if known { Ok(typed.to_owned()) } else { Err("is no form of a log; text or json is wanted".into()) }
}

/// How much is logged.
///
/// # Errors
/// What would be right.
pub(crate) fn level(typed: &str) -> Result<tracing::Level, String> {
    typed.parse().map_err(|_| "is no level of a log; error, warn, info, debug or trace is wanted".to_owned())
}
