//! With what this node reaches whoever is on duty: a mail server, a gateway to the phone network.

use crate::fault::Fault;
use crate::settings::read_secret;
use calling::{Equipment, Gateway, MailServer};
use clap::Args;
use couriers::{hook, mail};
use std::path::{Path, PathBuf};
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, parse_pem};

/// Options of `serve`.
#[derive(Args)]
pub(crate) struct Reaching {
    /// The mail server that takes calls to whoever is on duty: smtps://HOST (TLS), smtp://HOST (STARTTLS), or smtp+plain://HOST on
    /// this machine; or @FILE for an address with user and password, which would stand in the list of processes
    #[arg(long, value_name = "SERVER", value_parser = mail_server)]
    mail_server: Option<mail::Server>,
    /// From whom these letters come
    #[arg(long, value_name = "ADDRESS", value_parser = mail_address)]
    mail_from: Option<String>,
    /// Your gateway to the phone network, which takes text messages and phone calls as signed webhooks: docs/calling.md
    #[arg(long, value_name = "URL", value_parser = gateway_address)]
    gateway: Option<String>,
    /// The file that holds the secret which the gateway knows, too: whsec_...
    #[arg(long, value_name = "@FILE", value_parser = gateway_secret)]
    gateway_secret: Option<hook::Secret>,
    /// The certificate (PEM, with its chain) by which this node shows other hotlines who it is: docs/exchange.md
    #[arg(long, value_name = "FILE")]
    exchange_certificate: Option<PathBuf>,
    /// The file that holds its private key (PEM)
    #[arg(long, value_name = "@FILE")]
    exchange_key: Option<String>,
}

fn mail_server(typed: &str) -> Result<mail::Server, String> {
    if let Some(file) = typed.strip_prefix('@') {
        let text = read_secret(Path::new(file))?;
        return mail::Server::read(&text).map_err(|what| format!("{file}: {what}"));
    }
    let server = mail::Server::read(typed)?;
    if server.has_password() {
        let what = "the address holds a password, which others could read here";
        return Err(format!("{what}; write it into a file and name it as @FILE"));
    }
    Ok(server)
}

fn mail_address(typed: &str) -> Result<String, String> {
    if mail::is_address(typed) {
        Ok(typed.to_owned())
    } else {
        Err("is no mail address; one such as tutela@hotline.example is wanted".to_owned())
    }
}

fn gateway_address(typed: &str) -> Result<String, String> {
    if hook::is_address(typed) {
        Ok(typed.to_owned())
    } else {
        Err("is no address for it; https://gateway.example/calls, or http:// on this machine, is wanted"
            .to_owned())
    }
}

/// The secret that stands in a file.
///
/// # Errors
/// What is wrong and what would be right.
pub(crate) fn gateway_secret(typed: &str) -> Result<hook::Secret, String> {
    let (file, text) = secret_file(typed)?;
    hook::Secret::read(&text).map_err(|what| format!("{file}: {what}"))
}

/// The name of a file of secrets that was typed as @FILE, and what stands in it.
///
/// # Errors
/// What is wrong and what would be right.
pub(crate) fn secret_file(typed: &str) -> Result<(String, String), String> {
    let Some(file) = typed.strip_prefix('@') else {
        return Err("a secret stands in a file, which is named as @FILE".to_owned());
    };
    Ok((file.to_owned(), read_secret(Path::new(file))?))
}

/// The certificate of a file, and its key of another that nobody else reads.
///
/// # Errors
/// What is wrong and what would be right, without the key.
fn certificate(file: &Path, key: &str) -> Result<ClientCert, String> {
    let name = file.display();
    let text = std::fs::read(file).map_err(|error| format!("{name}: {error}"))?;
    let items = parse_pem(&text).filter_map(Result::ok);
    let chain: Vec<Certificate<'static>> = items
        .filter_map(
            |item| if let PemItem::Certificate(certificate) = item { Some(certificate) } else { None },
        )
        .collect();
    if chain.is_empty() {
        return Err(format!("{name}: holds no certificate; -----BEGIN CERTIFICATE----- is wanted"));
    }
    let (name, text) = secret_file(key)?;
    let right = "-----BEGIN PRIVATE KEY----- is wanted";
    let key = PrivateKey::from_pem(text.as_bytes()).map_err(|_| format!("{name}: holds no key; {right}"))?;
    Ok(ClientCert::new_with_certs(&chain, key))
}

impl Reaching {
    /// With what addresses are exchanged with other hotlines.
    ///
    /// # Errors
    /// [`Fault::Input`] names what is missing or cannot be read.
    pub(crate) fn exchange(&self) -> Result<exchange::Settings, Fault> {
        let pair = both(
            ("--exchange-certificate", self.exchange_certificate.as_deref()),
            ("--exchange-key", self.exchange_key.as_deref()),
        )?;
        let certificate = pair.map(|(file, key)| certificate(file, key)).transpose().map_err(Fault::Input)?;
        Ok(exchange::Settings { certificate, ..exchange::Settings::default() })
    }

    /// What the couriers work with; `origin` is where staff find their door.
    ///
    /// # Errors
    /// [`Fault::Input`] names the other half of what is set by half.
    pub(crate) fn equipment(self, origin: &str) -> Result<Equipment, Fault> {
        let mail = both(("--mail-server", self.mail_server), ("--mail-from", self.mail_from))?;
        let mail = mail.map(|(server, from)| MailServer { server, from });
        let gateway = both(("--gateway", self.gateway), ("--gateway-secret", self.gateway_secret))?;
        let gateway = gateway.map(|(address, secret)| Gateway { address, secret });
        let link = format!("{}/lists/reports/calls?state=calling", origin.trim_end_matches('/'));
        Ok(Equipment { mail, gateway, link: Some(link), ..Equipment::default() })
    }
}

/// Two settings that are of use together alone, wherever each was set.
fn both<A, B>(one: (&str, Option<A>), other: (&str, Option<B>)) -> Result<Option<(A, B)>, Fault> {
    match (one, other) {
        ((_, Some(one)), (_, Some(other))) => Ok(Some((one, other))),
        ((_, None), (_, None)) => Ok(None),
        ((set, Some(_)), (missing, None)) | ((missing, None), (set, Some(_))) => {
            Err(Fault::Input(format!("{missing}: is wanted beside {set}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn said<T>(read: Result<T, String>) -> String {
        read.err().unwrap_or_default()
    }

    #[test]
    fn what_is_wrong_is_told_without_its_secrets() {
        for typed in ["smtp://u:hidden@mail.example", "smtp://u:hidden@", "imap://hidden"] {
            let told = said(mail_server(typed));
            assert!(!told.is_empty() && !told.contains("hidden"), "{typed}: {told}");
        }
        assert!(said(gateway_secret("whsec_hidden")).contains("@FILE"));
        assert!(said(mail_address("nobody")).contains("is wanted"));
        assert!(said(gateway_address("http://gateway.example")).contains("is wanted"));
        assert!(said(gateway_secret("@/no/such/file")).contains("/no/such/file"));
    }

    #[test]
    fn half_of_a_pair_names_the_other_half() {
        assert!(both(("--a", Some(1)), ("--b", Some(2))).is_ok_and(|pair| pair == Some((1, 2))));
        assert!(both::<u8, u8>(("--a", None), ("--b", None)).is_ok_and(|pair| pair.is_none()));
        let told = |pair: Result<Option<(u8, u8)>, Fault>| pair.err().unwrap().to_string();
        assert!(told(both(("--a", Some(1)), ("--b", None))).contains("--b: is wanted beside --a"));
        assert!(told(both(("--a", None), ("--b", Some(2)))).contains("--a: is wanted beside --b"));
    }

    #[test]
    fn a_certificate_is_read_with_its_key_and_what_is_wrong_names_the_file() {
        let home = tempfile::tempdir().unwrap();
        let (shown, kept) = (home.path().join("cert.pem"), home.path().join("key.pem"));
        let made = rcgen::generate_simple_self_signed(["hotline.example".to_owned()]).unwrap();
        std::fs::write(&shown, made.cert.pem()).unwrap();
        std::fs::write(&kept, made.signing_key.serialize_pem()).unwrap();
        std::fs::set_permissions(&kept, std::fs::Permissions::from_mode(0o600)).unwrap();
        let named = format!("@{}", kept.display());
        assert!(certificate(&shown, &named).is_ok());
        assert!(said(certificate(&kept, &named)).contains("no certificate"));
        assert!(said(certificate(&shown, &kept.display().to_string())).contains("@FILE"));
        std::fs::write(&kept, "hidden").unwrap();
        let told = said(certificate(&shown, &named));
        assert!(told.contains("key.pem") && !told.contains("hidden"), "{told}");
    }

    #[test]
    fn secrets_stand_in_files_that_nobody_else_reads() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("secret");
        let named = format!("@{}", file.display());
        std::fs::write(&file, "smtp://u:p@mail.example:587\n").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(mail_server(&named).is_ok_and(|server| server.has_password()));
        std::fs::write(&file, hook::Secret::written(&[7; 32])).unwrap();
        assert!(gateway_secret(&named).is_ok());
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(said(gateway_secret(&named)).contains("chmod"));
    }
}
