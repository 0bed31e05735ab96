//! What `openidconnect` needs of HTTP, by the client that this program has anyhow.

use openidconnect::http::Response;
use openidconnect::{ClaimsVerificationError, HttpRequest, HttpResponse};
use std::sync::Arc;
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};

/// How long the provider may take; somebody waits before a page.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest answer that is taken, in bytes.
const MOST: u64 = 1 << 20;

/// Trusts whom this machine trusts, and follows no redirect: an answer leads this program nowhere else.
pub(super) fn agent() -> ureq::Agent {
    let crypto = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(crypto)
        .build();
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(PATIENCE))
        .tls_config(tls)
        .build()
        .new_agent()
}

/// No answer. Why holds no part of an address or a body.
#[derive(Debug, thiserror::Error)]
#[error("the provider is not reached")]
pub(super) struct Unreached;

/// Sends one request.
pub(super) fn send(agent: &ureq::Agent, request: HttpRequest) -> Result<HttpResponse, Unreached> {
    let answer = agent.run(request).map_err(|_| Unreached)?;
    let (parts, mut body) = answer.into_parts();
    let bytes = body.with_config().limit(MOST).read_to_vec().map_err(|_| Unreached)?;
    let mut response = Response::new(bytes);
    *response.status_mut() = parts.status;
    *response.headers_mut() = parts.headers;
    Ok(response)
}

/// Which check of a token failed, in words of this program.
pub(super) fn check_that_failed(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "the token is too old",
        ClaimsVerificationError::InvalidAudience(_) => "the token is for somebody else",
        ClaimsVerificationError::InvalidIssuer(_) => "the token is another's",
        ClaimsVerificationError::InvalidNonce(_) => "the token belongs to another visit",
        ClaimsVerificationError::SignatureVerification(_) => "signature",
        _ => "the token is not as it should be",
    }
}
