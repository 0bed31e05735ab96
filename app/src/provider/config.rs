//! How the provider of identities is named to the program: a file, so that nothing of it stands in the list of processes.

use crate::fault::Fault;
use desk::{GroupRule, Local, Site};
use kernel::{CodeList, Role};
use openidconnect::ClientSecret;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Where the secret stands when no file is named for it.
const SECRET: &str = "TUTELA_PROVIDER_SECRET";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    issuer: String,
    client_id: String,
    #[serde(default)]
    client_secret_file: Option<PathBuf>,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    groups_claim: Option<String>,
    groups: Vec<Group>,
    #[serde(default)]
    local: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    group: String,
    role: String,
    #[serde(default)]
    unit: Option<String>,
}

/// A provider of identities, as the file says it.
#[derive(Clone)]
pub(crate) struct Config {
    /// What people call it.
    pub(super) name: String,
    /// Its address, as it says itself.
    pub(super) issuer: String,
    /// The name under which it knows this node.
    pub(super) client_id: String,
    secret: Option<String>,
    /// What is asked for beside `openid`.
    pub(super) scopes: Vec<String>,
    /// The claim that holds the groups.
    pub(super) groups_claim: String,
    /// What goes with the groups.
    pub(super) rules: Vec<GroupRule>,
    /// Who may sign in without it.
    pub(super) local: Local,
}

/// A secret is not printed.
impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Config of {}", self.issuer)
    }
}

fn wrong(field: &str, right: &str) -> Fault {
    Fault::Input(format!("--provider: {field}: {right}"))
}

impl Config {
    /// Reads the file.
    ///
    /// # Errors
    /// [`Fault`] names the field, what is wrong and what would be right.
    pub(crate) fn read(file: &Path) -> Result<Config, Fault> {
        let text = std::fs::read_to_string(file).map_err(Fault::file(file))?;
        let directory = file.parent().unwrap_or(Path::new("."));
        let secret = |named: &Path| {
            let place = directory.join(named);
            std::fs::read_to_string(&place).map_err(Fault::file(&place))
        };
        Config::of(&text, secret)
    }

    pub(super) fn of(text: &str, read: impl FnOnce(&Path) -> Result<String, Fault>) -> Result<Config, Fault> {
        let written: Written =
            serde_json::from_str(text).map_err(|error| Fault::Input(format!("--provider: {error}")))?;
        let secret = match &written.client_secret_file {
            Some(named) => Some(read(named)?),
            None => std::env::var(SECRET).ok(),
        };
        let secret = secret.map(|text| text.trim().to_owned());
        if secret.as_deref() == Some("") {
            return Err(wrong("client_secret_file", "is empty; it holds the secret in one line"));
        }
        if !is_safe(&written.issuer) {
            return Err(wrong("issuer", "an address with https is wanted; http serves for localhost alone"));
        }
        if written.name.trim().is_empty() || written.name.chars().count() > 60 {
            return Err(wrong("name", "1 to 60 characters that people know the provider by"));
        }
        if written.client_id.is_empty() {
            return Err(wrong("client_id", "the name under which the provider knows this node"));
        }
        if written.groups.is_empty() {
            return Err(wrong(
                "groups",
                "at least one {\"group\": ..., \"role\": ...}; without one nobody comes in",
            ));
        }
        let rules = written.groups.into_iter().map(rule).collect::<Result<Vec<_>, _>>()?;
        Ok(Config {
            name: written.name,
            issuer: written.issuer,
            client_id: written.client_id,
            secret,
            scopes: written.scopes,
            groups_claim: written.groups_claim.unwrap_or_else(|| "groups".to_owned()),
            rules,
            local: local(written.local.as_deref())?,
        })
    }

    /// What proves to the provider that this node asks.
    pub(super) fn secret(&self) -> Option<ClientSecret> {
        self.secret.clone().map(ClientSecret::new)
    }
}

/// Whether nobody on the way reads or changes what it answers.
fn is_safe(issuer: &str) -> bool {
    let host = issuer.strip_prefix("http://").and_then(|rest| rest.split(['/', ':']).next());
    issuer.starts_with("https://") || matches!(host, Some("localhost" | "127.0.0.1"))
}

fn rule(written: Group) -> Result<GroupRule, Fault> {
    let role = Role::from_code(&written.role).ok().filter(|role| Role::STAFF.contains(role));
    let codes: Vec<&str> = Role::STAFF.iter().map(|role| role.code()).collect();
    let role = role.ok_or_else(|| {
        wrong("groups", &format!("role '{}' is none of staff; {} are", written.role, codes.join(", ")))
    })?;
    Ok(GroupRule { group: written.group, role, unit: written.unit })
}

fn local(written: Option<&str>) -> Result<Local, Fault> {
    match written {
        None | Some("everybody") => Ok(Local::Everybody),
        Some("keepers") => Ok(Local::Keepers),
        Some(_) => Err(wrong(
            "local",
            "'everybody', or 'keepers': administrators, overseers and who is not bound yet",
        )),
    }
}

/// Where the staff door stands, and who proves identities for it.
///
/// # Errors
/// [`Fault`] when the provider's file or address is wrong.
pub(crate) fn furnish(desk: &desk::Desk, site: Site, provider: Option<&Path>) -> Result<(), Fault> {
    if let Some(file) = provider {
        let provider = super::OpenId::new(Config::read(file)?, site.origin())?;
        desk.trusts(std::sync::Arc::new(provider));
    }
    desk.stands_at(site);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &str = r#"{"name": "State sign-in", "issuer": "https://id.example", "client_id": "tutela",
        "client_secret_file": "secret", "groups": [{"group": "g", "role": "analyst", "unit": "hotline"}]}"#;

    fn read(text: &str) -> Result<Config, String> {
        Config::of(text, |_| Ok("a fictional secret\n".into())).map_err(|fault| fault.to_string())
    }

    #[test]
    fn a_right_file_is_read_and_its_secret_is_never_printed() {
        let config = read(RIGHT).unwrap();
        assert_eq!((config.groups_claim.as_str(), config.local), ("groups", Local::Everybody));
        assert_eq!(config.rules[0].unit.as_deref(), Some("hotline"));
        assert_eq!(config.secret.as_deref(), Some("a fictional secret"));
        assert!(!format!("{config:?}").contains("secret"));
    }

    #[test]
    fn what_is_wrong_is_named_with_what_would_be_right() {
        let cases = [
            ("https://id.example", "http://id.example", "issuer"),
            ("\"analyst\"", "\"system\"", "role 'system'"),
            ("\"name\"", "\"nam\"", "unknown field"),
            ("State sign-in", "", "name"),
            ("\"tutela\"", "\"\"", "client_id"),
            (r#"[{"group": "g", "role": "analyst", "unit": "hotline"}]"#, "[]", "groups"),
            (r#""groups":"#, r#""local": "nobody", "groups":"#, "local"),
        ];
        for (right, wrong, told) in cases {
            let fault = read(&RIGHT.replace(right, wrong)).unwrap_err();
            assert!(fault.contains("--provider") && fault.contains(told), "{told}: {fault}");
        }
        let empty = Config::of(RIGHT, |_| Ok(" \n".into())).unwrap_err().to_string();
        assert!(empty.contains("client_secret_file"), "{empty}");
    }
}
