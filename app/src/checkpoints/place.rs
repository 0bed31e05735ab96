//! A place for checkpoints, as it was typed.

use crate::settings::read_secret;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use std::path::{Path, PathBuf};
use ureq::http::Uri;

/// What a place is.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// One file: it holds the newest checkpoint.
    File(PathBuf),
    /// A directory: it gets a file for each checkpoint.
    Directory(PathBuf),
    /// An address that takes HTTP PUT.
    Http {
        /// Without user and password.
        url: String,
        /// The header that says who writes; it is never shown.
        authorization: Option<String>,
    },
}

/// A place for checkpoints. It cannot be printed: its address may hold a password.
#[derive(Clone)]
pub(crate) struct Place {
    pub(super) target: Target,
    /// All that was typed: what tells one place from another.
    pub(super) typed: String,
    /// As it may be shown.
    pub(super) shown: String,
}

/// The address without user, password and query.
fn masked(uri: &Uri) -> String {
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let host = match authority.rsplit_once('@') {
        Some((_, host)) => format!("***@{host}"),
        None => authority.to_owned(),
    };
    let query = if uri.query().is_some() { "?***" } else { "" };
    format!("{}://{host}{}{query}", uri.scheme_str().unwrap_or_default(), uri.path())
}

/// User and password as the header of RFC 7617.
fn basic(userinfo: &str) -> String {
    let (user, password) = userinfo.split_once(':').unwrap_or((userinfo, ""));
    let [user, password] = [user, password].map(|part| percent_decode_str(part).collect::<Vec<u8>>());
    format!("Basic {}", STANDARD.encode([user, password].join(&b':')))
}

impl Place {
    /// Reads what was typed: a path, an http or https address, or `@FILE` for one that stands in a file.
    ///
    /// # Errors
    /// What is wrong and what would be right; it shows no secret.
    pub(crate) fn read(typed: &str) -> Result<Place, String> {
        if let Some(file) = typed.strip_prefix('@') {
            let text = read_secret(Path::new(file))?;
            return Place::of(&text).map_err(|what| format!("{file}: {what}"));
        }
        let place = Place::of(typed)?;
        if matches!(&place.target, Target::Http { authorization: Some(_), .. }) {
            let what = "the address holds a password, which others could read here";
            return Err(format!("{what}; write it into a file and name it as @FILE"));
        }
        Ok(place)
    }

    /// As [`Place::read`], of a text that nobody else could read.
    ///
    /// # Errors
    /// What is wrong and what would be right.
    pub(super) fn of(typed: &str) -> Result<Place, String> {
        let wrong = |what: &str| {
            let right = "a file, a directory, or an address such as https://keeper.example/tutela is wanted";
            format!("{what}; {right}")
        };
        if typed.is_empty() {
            return Err(wrong("nothing is named"));
        }
        let Some((scheme, _)) = typed.split_once("://") else { return Ok(Place::on_disk(typed)) };
        if !["http", "https"].contains(&scheme) {
            return Err(wrong("the address begins with neither http:// nor https://"));
        }
        let uri: Uri = typed.parse().map_err(|_| wrong("the address cannot be read"))?;
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let (userinfo, host) = match authority.rsplit_once('@') {
            Some((userinfo, host)) => (Some(userinfo), host),
            None => (None, authority),
        };
        if host.is_empty() || host.starts_with(':') {
            return Err(wrong("the address names no host"));
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let target =
            Target::Http { url: format!("{scheme}://{host}{path}"), authorization: userinfo.map(basic) };
        Ok(Place { target, shown: masked(&uri), typed: typed.to_owned() })
    }

    fn on_disk(typed: &str) -> Place {
        let path = PathBuf::from(typed);
        let is_directory = typed.ends_with('/') || path.is_dir();
        let target = if is_directory { Target::Directory(path) } else { Target::File(path) };
        Place { target, shown: typed.to_owned(), typed: typed.to_owned() }
    }

    /// What kind of place it is: `file`, `directory` or `http`.
    pub(super) fn kind(&self) -> &'static str {
        match self.target {
            Target::File(_) => "file",
            Target::Directory(_) => "directory",
            Target::Http { .. } => "http",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn an_address_is_shown_without_its_secrets_and_sent_with_them() {
        let place = Place::of("https://keeper:s%40cret@host.example:8443/in/tutela?key=abc").unwrap();
        assert_eq!(place.shown, "https://***@host.example:8443/in/tutela?***");
        let Target::Http { url, authorization } = place.target else { panic!("no address") };
        assert_eq!(url, "https://host.example:8443/in/tutela?key=abc");
        assert_eq!(authorization.as_deref(), Some("Basic a2VlcGVyOnNAY3JldA=="));
        assert_eq!(Place::of("http://host.example").unwrap().shown, "http://host.example/");
    }

    #[test]
    fn what_is_wrong_is_named_without_its_secrets() {
        for typed in ["", "ftp://u:hidden@host/x", "https://", "http://:80/hidden", "http://u:hidden@a b/"] {
            let Err(told) = Place::of(typed) else { panic!("{typed} was taken") };
            assert!(told.contains("is wanted") && !told.contains("hidden"), "{told}");
        }
    }

    #[test]
    fn an_address_may_stand_in_a_file() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("place");
        std::fs::write(&file, "http://u:p@host.example/x\n").unwrap();
        let mode = |mode| std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        mode(0o644);
        let Err(told) = Place::read(&format!("@{}", file.display())) else { panic!("others can read it") };
        assert!(told.contains("chmod"), "{told}");
        mode(0o600);
        assert_eq!(Place::read(&format!("@{}", file.display())).unwrap().shown, "http://***@host.example/x");
        assert!(Place::read("@/no/such/file").is_err());
        assert!(Place::read("http://u:p@host.example/x").is_err(), "a password on the command line");
    }

    #[test]
    fn directories_and_files_are_told_apart() {
        let home = tempfile::tempdir().unwrap();
        let there = home.path().display().to_string();
        assert_eq!(Place::of(&there).unwrap().kind(), "directory");
        assert_eq!(Place::of(&format!("{there}/kept.txt")).unwrap().kind(), "file");
        assert_eq!(Place::of("not/there/yet/").unwrap().kind(), "directory");
    }
}
