//! A provider of identities over OpenID Connect: authorization code with PKCE, state and nonce. Tokens are checked by
//! `openidconnect`; whom that makes welcome, `access` decides.

mod config;
mod http;
#[cfg(test)]
mod tests;

use config::Config;
pub(crate) use config::furnish;

use desk::{GroupRule, Local, Provider, ProviderFault, Said, Visit};
use kernel::Instant;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm as Algorithm,
    CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
    CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthorizationCode, Client, ClientId, CsrfToken, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, StandardErrorResponse, StandardTokenResponse,
    TokenResponse,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant as Moment};

/// What the provider says of itself is asked for again after this: whoever presses the button often asks it nothing.
const KNOWN_FOR: Duration = Duration::from_secs(60);
/// One that did not answer is not asked again before this.
const AWAY_FOR: Duration = Duration::from_secs(5);
/// Signatures that are accepted: those of a key that only the provider has.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// Claims that no standard names: the groups are among them, under the name that this provider gives them.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Claims(BTreeMap<String, serde_json::Value>);
impl AdditionalClaims for Claims {}

type Fields = IdTokenFields<
    Claims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    Algorithm,
>;
type Told = StandardTokenResponse<Fields, CoreTokenType>;
type Ours = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Told,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The provider that a node trusts.
pub(crate) struct OpenId {
    config: Config,
    issuer: IssuerUrl,
    back: RedirectUrl,
    agent: ureq::Agent,
    known: Mutex<Option<(Moment, Option<CoreProviderMetadata>)>>,
}

fn silent(what: &str) -> impl FnOnce(&dyn std::fmt::Display) -> ProviderFault + '_ {
    move |_| ProviderFault::Silent(what.to_owned())
}

fn refused(what: &str) -> ProviderFault {
    ProviderFault::Refused(what.to_owned())
}

impl OpenId {
    /// The provider of a configuration, for the staff door at that origin.
    ///
    /// # Errors
    /// What is wrong with an address.
    pub(crate) fn new(config: Config, origin: &str) -> Result<OpenId, crate::fault::Fault> {
        let input = |error: String| crate::fault::Fault::Input(format!("--provider: issuer: {error}"));
        let issuer = IssuerUrl::new(config.issuer.clone()).map_err(|error| input(error.to_string()))?;
        let back = RedirectUrl::new(format!("{origin}/sign-in/provider/back"));
        let back = back.map_err(|error| input(error.to_string()))?;
        Ok(OpenId { config, issuer, back, agent: http::agent(), known: Mutex::new(None) })
    }

    fn metadata(&self) -> Result<CoreProviderMetadata, ProviderFault> {
        let mut known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match known.as_ref() {
            Some((since, Some(metadata))) if since.elapsed() < KNOWN_FOR => return Ok(metadata.clone()),
            // Who waits for one that is away waits once, and nobody behind them.
            Some((since, None)) if since.elapsed() < AWAY_FOR => {
                return Err(ProviderFault::Silent("it did not answer a moment ago".to_owned()));
            }
            _ => {}
        }
        let asked = CoreProviderMetadata::discover(&self.issuer, &|request| http::send(&self.agent, request));
        *known = Some((Moment::now(), asked.as_ref().ok().cloned()));
        asked.map_err(|error| silent("what it says of itself cannot be read")(&error))
    }

    fn client(&self) -> Result<Ours, ProviderFault> {
        let id = ClientId::new(self.config.client_id.clone());
        let client = Client::from_provider_metadata(self.metadata()?, id, self.config.secret());
        Ok(client.set_redirect_uri(self.back.clone()))
    }

    fn groups(&self, claims: &Claims) -> Vec<String> {
        let said = claims.0.get(&self.config.groups_claim);
        let all = said.and_then(|value| value.as_array()).map(Vec::as_slice).unwrap_or_default();
        all.iter().filter_map(|one| one.as_str().map(ToOwned::to_owned)).collect()
    }
}

impl Provider for OpenId {
    fn name(&self) -> &str {
        &self.config.name
    }

    fn rules(&self) -> &[GroupRule] {
        &self.config.rules
    }

    fn local(&self) -> Local {
        self.config.local
    }

    fn issuer(&self) -> &str {
        &self.config.issuer
    }

    fn visit(&self, fresh: bool) -> Result<Visit, ProviderFault> {
        let client = self.client()?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut asked = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        for scope in &self.config.scopes {
            asked = asked.add_scope(Scope::new(scope.clone()));
        }
        if fresh {
            asked = asked.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO);
        }
        let (address, state, nonce) = asked.set_pkce_challenge(challenge).url();
        Ok(Visit {
            address: address.to_string(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
        })
    }

    fn answer(&self, code: &str, nonce: &str, verifier: &str) -> Result<Said, ProviderFault> {
        let client = self.client()?;
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| silent("it names no address for tokens")(&error))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()));
        let told = request.request(&|request| http::send(&self.agent, request));
        let told = told.map_err(|_| refused("it gives no token for the code"))?;
        let token = told.id_token().ok_or_else(|| refused("it gives no token that says who came"))?;
        let checker = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
        let claims = token.claims(&checker, &Nonce::new(nonce.to_owned())).map_err(|error| {
            // The library's own words can name what stands in a token: which check failed is enough.
            refused(http::check_that_failed(&error))
        })?;
        if let Some(hash) = claims.access_token_hash() {
            let key = token.signing_key(&checker).map_err(|_| refused("signature"))?;
            let algorithm = token.signing_alg().map_err(|_| refused("signature"))?;
            let ours = AccessTokenHash::from_token(told.access_token(), algorithm, key);
            if ours.ok().as_ref() != Some(hash) {
                return Err(refused("the tokens do not belong together"));
            }
        }
        Ok(Said {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            groups: self.groups(claims.additional_claims()),
            proved: claims.auth_time().map(|at| Instant(at.timestamp_millis())),
        })
    }
}
