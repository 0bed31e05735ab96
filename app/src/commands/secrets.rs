//! Secrets come in by the environment or standard input, never by an argument: everybody on the machine can read those.

use crate::fault::Fault;

/// Reads a password: from the environment, or one line of standard input.
///
/// # Errors
/// [`Fault::Input`] when there is none.
pub(crate) fn password() -> Result<String, Fault> {
    secret("TUTELA_PASSWORD", "Password", "password")
}

/// A secret: from a variable of the environment, or one line of standard input.
///
/// # Errors
/// [`Fault::Input`] when there is none.
pub(crate) fn secret(variable: &str, asked: &str, field: &str) -> Result<String, Fault> {
    use std::io::IsTerminal;
    if let Ok(secret) = std::env::var(variable) {
        return Ok(secret);
    }
    if std::io::stdin().is_terminal() {
        eprint!("{asked}: ");
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| Fault::File("standard input".into(), error))?;
    let line = line.trim_end_matches(['\r', '\n']).to_owned();
    if line.is_empty() {
        Err(Fault::Input(format!("{field}: none was given; type it, pipe it in, or set {variable}")))
    } else {
        Ok(line)
    }
}

/// The code of a second factor, from TUTELA_CODE; empty when there is none.
pub(crate) fn code() -> String {
    std::env::var("TUTELA_CODE").unwrap_or_default()
}
